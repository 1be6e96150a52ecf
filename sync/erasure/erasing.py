"""Erasing one person: what is kept of them, the files the program wrote, and what others have to do besides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sync.access.actor import ANYBODY, WHOLE, Actor
from sync.access.permissions import Permission
from sync.erasure.listed import still_listed
from sync.erasure.traces import Traces, traces_of
from sync.errors import YumsyncError
from sync.evidence.choosing import Namesake, chosen
from sync.evidence.story import LOOKED_UP
from sync.lists.reading import Reading
from sync.ports import Erased, ListSource, Store
from sync.ports.remains import Kind, Remain, Remains
from sync.text.tidying import clean_text
from sync.values import Place

HELD, DONE = 3, 0


@dataclass(frozen=True, slots=True)
class ErasureReport:
    """What erasing somebody takes, or took. Personal: for the officer's eyes.

    `waiting` are the keys of the batches that have to be settled first. `listed` are the rows of lists that have the
    person, `unread` the lists that cannot be read to tell. Of `files` those that were made or handed on are the
    program's to mend; after the erasure only those are left in which somebody of that name still stands. `erased` is
    None where nothing was done yet. `on_server` says that a database server keeps a log that is not the program's.
    """

    person: Namesake
    waiting: Sequence[str]
    listed: Sequence[Place]
    unread: Sequence[str]
    files: Sequence[Remain]
    on_server: bool
    erased: Erased | None = None

    @property
    def exit_code(self) -> int:
        """What the program ends with: whether something is left for an officer."""
        return HELD if self.erased is None or self.listed or self.unread or self.files else DONE


class Erasing:
    """Erases people of one store, as `actor` may. `sources` are the lists and registers, only read."""

    def __init__(
        self,
        store: Store,
        sources: Callable[[], Sequence[ListSource]],
        reading: Reading,
        remains: Remains,
        *,
        lease_seconds: float = 120.0,
        actor: Actor = ANYBODY,
    ) -> None:
        self._store, self._sources, self._reading, self._remains = store, sources, reading, remains
        self._lease_seconds, self._actor = lease_seconds, actor

    def consider(self, typed: str, which: str = "") -> ErasureReport | Sequence[Namesake]:
        """Return what erasing somebody would take; or the several people whom `typed` names. Nothing is erased.

        Whoever looks is journalled. Raises YumsyncError as `chosen`, and `person-not-kept` where the state knows
        nobody like that; AccessRefused; `Busy`.
        """
        found = self._found(typed, which)
        if len(found) != 1:
            return found
        return self._report(found[0], self._traces(found[0]))

    def erase(
        self, typed: str, which: str = "", *, decision_no: str, reason: str
    ) -> ErasureReport | Sequence[Namesake]:
        """Erase somebody; what remains for officers is in the report.

        Raises as `consider`, and YumsyncError `erase-without-reason`, `erase-without-number`, `erase-reason-names`
        where these would tell who it was; StateError `erase-unsettled` while a batch that holds them is on its way.
        """
        self._actor.require(Permission.ERASE)
        reason, decision_no = clean_text(reason)[0], clean_text(decision_no)[0]
        if not reason or not decision_no:
            raise YumsyncError("erase-without-reason" if not reason else "erase-without-number")
        with self._lease():
            found = self._found(typed, which)
            if len(found) != 1:
                return found
            traces = self._traces(found[0])
            if traces.names(reason) or traces.names(decision_no):
                raise YumsyncError("erase-reason-names")
            report = self._report(found[0], traces)
            if not report.waiting:
                # Files first: once the state knows nobody like that, nobody can say what to look for in them.
                self._remains.clear(report.files, traces.stands_in)
            erased = self._store.erasures.erase(found[0].person, traces.names, decision_no=decision_no, reason=reason)
            self._store.erasures.purge()
            left = [one for one in self._remains.search(traces.pattern) if one.kind is not Kind.MADE]
        return replace(report, erased=erased, files=left)

    def finish(self) -> bool:
        """Take off the disk what was erased when that could not be done at once; return whether there was anything.

        Raises AccessRefused, `Busy`, StateError.
        """
        self._actor.require(Permission.ERASE, WHOLE)
        with self._lease():
            owed = self._store.erasures.unpurged()
            self._store.erasures.purge()
        return owed

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _lease(self) -> Iterator[None]:
        self._store.lease.acquire(self._lease_seconds)
        try:
            yield
        finally:
            self._store.lease.release()

    def _found(self, typed: str, which: str) -> Sequence[Namesake]:
        found = chosen(self._store, self._actor, Permission.ERASE, typed, which)
        if not found:
            raise YumsyncError("person-not-kept")
        self._store.journal.append(LOOKED_UP, {"people": sorted(one.person for one in found)})
        return found

    def _traces(self, one: Namesake) -> Traces:
        store, person = self._store, one.person
        entry = store.ledger.entries([person]).get(person)
        earlier = store.ledger.earlier([person]).get(person, ())
        return traces_of(entry, store.histories.operations(person), earlier)

    def _report(self, one: Namesake, traces: Traces) -> ErasureReport:
        listed, unread = still_listed(self._sources(), self._reading, traces)
        waiting = self._store.erasures.blocking(one.person)
        files = self._remains.search(traces.pattern)
        return ErasureReport(one, waiting, listed, unread, files, self._store.erasures.on_server)
