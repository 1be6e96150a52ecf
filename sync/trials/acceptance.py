"""An acceptance kit for upstreams: does with marked people what runs do, and looks at what became of it.

It writes, so it is for an installation to test with. Every marked person is taken off again at the end, also after a
failure; who could not be is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from sync.errors import Interrupted, Refused, Unavailable, UpstreamError
from sync.ports import RemotePerson, Upstream
from sync.text.tidying import match_key
from sync.trials.marked import Marked
from sync.trials.promises import Bad, Observed, Pages, Repeat
from sync.values import OperationType, Outcome, Outgoing, Verdict

REMOVES = (OperationType.STRIKE_OFF, OperationType.EXPEL, OperationType.DECEASE, OperationType.MATURE)
"""The operations that take somebody off the lists, the one asked for first."""

MOVES = (OperationType.TRANSFER, OperationType.REORGANISE)

POLLS = 5
"""How often it is asked what became of something that was accepted."""

NO_LABEL = "Giá trị kiểm thử"
"""A value no code list has."""

_YEAR, _NO_YEAR = b"1907", b"19-7"
_CHANGED = {
    "email": "kiem-thu-2@example.test",
    "phone": "0900000001",
    "permanent_address": "Kiểm thử 2",
    "hometown": "Kiểm thử 2",
}
"""Fields that can be changed, the first that is kept, and to what."""


class Witness(Protocol):
    """What stood between the kit and the upstream and saw the pages go by."""

    def pages(self) -> Pages:
        """Return what was seen of the pages since it was last asked."""
        ...


@dataclass
class Kit:
    """One check of one upstream. Not reusable.

    `make` fabricates a marked person, with a member code of their own or without; `elsewhere` is another unit to move
    them to; `coded` are fields of code lists. `wait` lets some seconds pass between two questions.
    """

    upstream: Upstream
    make: Callable[[bool], Marked]
    elsewhere: str
    coded: Sequence[str]
    today: date
    wait: Callable[[float], None]
    witness: Witness | None = None
    seen: Observed = field(default_factory=Observed)
    _made: list[Marked] = field(default_factory=list)
    _first: Outgoing | None = None
    _body: bytes = b""

    def run(self) -> Observed:
        """Do everything and return what was seen. An upstream that fails in a step is something seen as well.

        Raises `Unavailable` or `Refused` where it does not even answer at first.
        """
        self.upstream.reach()
        try:
            with self._trying("create"):
                self._create()
            if self.seen.shown:
                self._with_one(self._made[-1])
            if self.seen.created in (Outcome.APPLIED, Outcome.ACCEPTED):
                self._with_bad_data()
            with self._trying("pages"):
                self._pages()
        finally:
            with self._trying("remove"):
                self._clean_up()
        return self.seen

    # ── one person ───────────────────────────────────────────────────────────────────────────────────────

    def _create(self) -> None:
        """Create somebody; with a member code of their own where it is refused without one."""
        for with_code in (False, True):
            one = self._new(with_code=with_code)
            outgoing = self._first = one.outgoing()
            self._body = self.upstream.encode([outgoing])
            verdict = self._send(one, outgoing, self._body)
            self.seen.created = verdict.outcome if verdict else Outcome.UNKNOWN
            if verdict is not None and verdict.outcome is not Outcome.REJECTED:
                self.seen.needs_code = with_code
                self.seen.refusal = ""
                break
            self.seen.refusal = verdict.code if verdict else ""
        there = self._there(one)
        self.seen.shown = len(there) == 1
        if there:
            self._compare(one, there[0])

    def _compare(self, one: Marked, shown: RemotePerson) -> None:
        """See which fields came back empty, and which otherwise."""
        theirs = {**shown.record, "member_code": shown.member_code}
        sent = {name: value for name, value in one.record.items() if value}
        self.seen.dropped = tuple(name for name in sent if not theirs.get(name))
        self.seen.changed = {
            name: (value, str(theirs[name]))
            for name, value in sent.items()
            if theirs.get(name) not in (None, "", value)
        }

    def _with_one(self, one: Marked) -> None:
        """Read back, change, repeat and move the person who was created."""
        if self.upstream.promises.read_back:
            with self._trying("recall"):
                self._recall(one)
        changed = next((name for name in _CHANGED if name in one.record and name not in self.seen.dropped), "")
        if changed:
            with self._trying("update"):
                self._update(one, changed)
        if self.seen.updated:
            with self._trying("repeat"):
                self._repeat(one, changed)
        with self._trying("move"):
            self._move(one)

    def _recall(self, one: Marked) -> None:
        """Read back what was sent, and what never was."""
        nobody = self.make(one.with_code)
        unsent = nobody.outgoing()
        told = {
            verdict.operation: verdict.outcome
            for verdict in (
                *self.upstream.recall(_key(one, 1), self._body),
                *self.upstream.recall(_key(nobody, 1), self.upstream.encode([unsent])),
            )
        }
        self.seen.asked_back = True
        self.seen.recalled = told.get(self._first.id if self._first else "")
        self.seen.recalled_unsent = told.get(unsent.id)

    def _update(self, one: Marked, name: str) -> None:
        outgoing = one.outgoing(changed={name: _CHANGED[name]})
        verdict = self._send(one, outgoing)
        shown = self._there(one)
        self.seen.updated = (
            verdict is not None and len(shown) == 1 and shown[0].record.get(name) not in (None, one.record[name])
        )

    def _repeat(self, one: Marked, name: str) -> None:
        """Send the creation once more, the same bytes under the same key, now that the person is another."""
        with suppress(UpstreamError):
            self.upstream.send(_key(one, 1), self._body)
        shown = self._there(one)
        if len(shown) > 1:
            self.seen.repeat = Repeat.DOUBLED
        elif shown:
            undone = shown[0].record.get(name) == one.record[name]
            self.seen.repeat = Repeat.UNDONE if undone else Repeat.KEPT
            one.etag = shown[0].etag

    def _move(self, one: Marked) -> None:
        type_ = next((each for each in MOVES if each in self.upstream.types()), None)
        there = self._there(one)
        if type_ is None or not there:
            return
        verdict = self._send(one, one.outgoing(type_, unit=self.elsewhere, today=self.today))
        if verdict is not None and verdict.outcome is Outcome.ACCEPTED:
            return
        self.seen.moved = any(each.unit != there[0].unit for each in self._there(one))
        if self.seen.moved:
            one.unit = self.elsewhere

    # ── bad data ─────────────────────────────────────────────────────────────────────────────────────────

    def _with_bad_data(self) -> None:
        """Send values that cannot be: alone, then between good ones."""
        name = self.coded[0] if self.coded else ""
        if name:
            with self._trying("enumeration"):
                self.seen.enumeration = self._bad(name, NO_LABEL)
        with self._trying("date"):
            self.seen.date = self._bad("date_of_birth", f"{_YEAR.decode()}-11-23")
        refused = {name: self.seen.enumeration, "date_of_birth": self.seen.date}
        which = next((field for field, bad in refused.items() if bad in (Bad.REFUSED, Bad.FAILED)), None)
        self.seen.failed_500 = Bad.FAILED in refused.values()
        if which is not None:
            with self._trying("verdicts"):
                self._good_beside_bad(which)

    def _bad(self, name: str, value: str) -> Bad | None:
        one = self._new(with_code=self.seen.needs_code)
        outgoing = one.outgoing(changed={name: value})
        body = _spoilt(self.upstream.encode([outgoing]))
        try:
            verdict = self._send(one, outgoing, body)
        except UpstreamError as error:
            told = {"upstream-failed": Bad.FAILED, "upstream-refused": Bad.REFUSED}.get(error.code)
            if told is None:
                raise
            return told
        if verdict is None:
            return None
        if verdict.outcome is Outcome.REJECTED:
            return Bad.FAILED if verdict.code == "upstream-failed" else Bad.REFUSED
        shown = next((each.record.get(name) for each in self._there(one)), None)
        if not shown:
            return Bad.DROPPED
        return Bad.KEPT if shown in (value, _spoilt(value.encode()).decode()) else Bad.CHANGED

    def _good_beside_bad(self, name: str) -> None:
        people = [self._new(with_code=self.seen.needs_code) for _ in range(3)]
        first, second, third = people
        value = NO_LABEL if name != "date_of_birth" else f"{_YEAR.decode()}-11-23"
        batch = [first.outgoing(), second.outgoing(changed={name: value}), third.outgoing()]
        try:
            verdicts: Sequence[Verdict] = self.upstream.send(_key(first, 0), _spoilt(self.upstream.encode(batch)))
        except Interrupted as error:
            verdicts = error.verdicts
        except (Unavailable, Refused):
            verdicts = ()
        taken = {one.operation for one in verdicts if one.outcome in (Outcome.APPLIED, Outcome.ACCEPTED)}
        for one, outgoing in zip(people, batch, strict=True):
            one.known = outgoing.id in taken
        self.seen.good_beside_bad = batch[0].id in taken and batch[1].id not in taken

    # ── everybody ────────────────────────────────────────────────────────────────────────────────────────

    def _pages(self) -> None:
        if self.witness is not None:
            self.witness.pages()
        people = list(self.upstream.people())
        pages = self.witness.pages() if self.witness is not None else Pages()
        handles = {one.reference or one.member_code for one in people}
        self.seen.pages = replace(pages, read=len(people), twice=len(people) - len(handles))

    def _clean_up(self) -> None:
        """Take every marked person off again, whoever of them is there; until that is seen, all may have stayed."""
        self.seen.left = [one.member_code or one.name for one in self._made if one.known]
        type_ = next((each for each in REMOVES if each in self.upstream.types()), None)
        there = self._marked()
        for number, (one, shown) in enumerate(there):
            gone = replace(
                one,
                reference=shown.reference,
                member_code=shown.member_code or None,
                etag=shown.etag,
                known=True,
                unit=shown.unit or one.unit,
            )
            gone.sent = one.sent + number
            try:
                if type_ is not None:
                    self._send(gone, gone.outgoing(type_, today=self.today))
            except UpstreamError as error:
                self.seen.failures.setdefault("remove", error.code)
        self.seen.left = [shown.member_code or one.name for one, shown in self._marked()]
        self.seen.removed = not self.seen.left if type_ is not None and there else None

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────

    def _new(self, *, with_code: bool) -> Marked:
        one = self.make(with_code)
        self._made.append(one)
        return one

    def _send(self, one: Marked, outgoing: Outgoing, body: bytes | None = None) -> Verdict | None:
        """Send one operation; keep what the upstream gives, and wait for what it promises."""
        body = self.upstream.encode([outgoing]) if body is None else body
        one.known, before = True, one.known  # until it is certain that they are not there
        try:
            verdicts = self.upstream.send(_key(one, one.sent), body)
        except (Unavailable, Refused):
            one.known = before
            raise
        verdict = next((each for each in verdicts if each.operation == outgoing.id), None)
        if verdict is None or verdict.outcome is Outcome.ACCEPTED:
            self.seen.later = True
            verdict = self._told_later(outgoing.id) or verdict
        if verdict is not None and verdict.outcome is Outcome.REJECTED:
            one.known = before
        if verdict is not None and verdict.outcome in (Outcome.APPLIED, Outcome.ACCEPTED):
            one.member_code = verdict.member_code or one.member_code
            one.reference = verdict.reference or one.reference
            one.etag = verdict.etag
        return verdict

    def _told_later(self, ident: str) -> Verdict | None:
        for seconds in range(POLLS):
            told = [one for one in self.upstream.outcome([ident]) if one.operation == ident]
            if told:
                return told[0]
            self.wait(float(seconds))
        return None

    def _there(self, one: Marked) -> list[RemotePerson]:
        """Return the person as the upstream shows them, once or more often."""
        return [shown for other, shown in self._marked([one]) if other is one]

    def _marked(self, people: Sequence[Marked] | None = None) -> Sequence[tuple[Marked, RemotePerson]]:
        """Return those of our marked people who stand on the upstream's lists."""
        people = self._made if people is None else people
        return [
            (one, shown)
            for shown in self.upstream.people()
            if shown.status.on_list
            for one in people
            if _is(one, shown)
        ]

    @contextmanager
    def _trying(self, what: str) -> Iterator[None]:
        """Take note of an upstream that fails in a step, and go on with the next."""
        try:
            yield
        except UpstreamError as error:
            self.seen.failures.setdefault(what, error.code)


def _is(one: Marked, shown: RemotePerson) -> bool:
    """Whether somebody who is shown is a marked person; an upstream may write their name its own way."""
    if shown.person is not None:
        return shown.person == one.person
    handles = {handle for handle in (one.reference, one.member_code) if handle}
    called = match_key(shown.record.get("full_name") or "") == match_key(one.name)
    return called or shown.reference in handles or shown.member_code in handles


def _key(one: Marked, number: int) -> str:
    return f"{one.person}-batch-{number}"


def _spoilt(body: bytes) -> bytes:
    """Return what is sent with the year in it made no year."""
    return body.replace(_YEAR, _NO_YEAR)
