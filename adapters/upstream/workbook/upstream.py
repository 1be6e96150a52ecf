"""An upstream that is reached through workbooks an officer carries: what is sent is accepted once its workbook is
written, and applied once an export of the centre shows it.

What was sent is known from the state, which keeps the body of each batch until it is confirmed; the files only show
it. A workbook that was lost is written again, with what of it still waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from ulid import ULID

from adapters.upstream import wire
from adapters.upstream.workbook.exports import Export, ExportReader
from adapters.upstream.workbook.folders import Folders
from adapters.upstream.workbook.handover import Handover, Workbook
from adapters.upstream.workbook.matching import BRINGS, CONFIRMED, Differing, Roster, carried
from adapters.upstream.workbook.sent import Sent, read_body
from adapters.upstream.workbook.sheets import import_workbook
from config.profile import WorkbookProfile
from sync.errors import ConfigError, Refused, Unavailable
from sync.lists.reading import Reading
from sync.ports import Promises, RemotePerson, RemoteUnit, Showing
from sync.tables.headers import HeaderTable
from sync.values import ListKind, OperationType, Outcome, Outgoing, Record, Verdict


@dataclass(slots=True)
class _Waiting:
    """A batch under way: `operations` are those without a last verdict."""

    body: bytes
    made: datetime
    operations: dict[str, Sent]


@dataclass(slots=True)
class _Look:
    """What the exports showed when they were last looked at."""

    exports: Sequence[Export] = ()
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    differing: list[Differing] = field(default_factory=list)


class WorkbookUpstream:
    """An upstream in a folder. Safe to use from several threads."""

    promises = Promises(keys=True)

    def __init__(
        self,
        profile: WorkbookProfile,
        folder: Path,
        reading: Reading,
        headers: HeaderTable,
        accepted: Iterable[tuple[str, bytes, Collection[str]]] = (),
    ) -> None:
        """Prepare; nothing is written yet.

        `reading` and `headers` are what exports are read by; `accepted` are key, body and waiting ids of each batch
        that earlier runs sent. Raises `ConfigError` `profile-not-confirmed` for an operation of the profile whose
        effect no export shows.
        """
        layout = profile.workbook
        unconfirmed = sorted(profile.types - CONFIRMED)
        if unconfirmed:
            raise ConfigError("profile-not-confirmed", key=f"operations.{unconfirmed[0]}")
        self._profile = profile
        self._layout = layout
        self._folders = Folders(
            *(folder / name for name in (layout.outgoing, layout.incoming, layout.finished, layout.refused))
        )
        self._reader = ExportReader(self._folders, reading, headers)
        self._knowledge = reading.knowledge
        self.limits = profile.limits
        self.fields: Collection[str] = frozenset(profile.fields)
        shown = layout.shown_when_empty
        self.showing = Showing({*profile.fields, "unit"}, everybody=False, empty=shown)
        self._shape = wire.Shape(profile.fields, profile.movement_fields, profile.operations)
        self._lock = Lock()
        self._look: _Look | None = None
        self._waiting = {key: self._batch(key, body, waiting) for key, body, waiting in accepted}
        self._tidied = False

    def echo(self, record: Record) -> Record:
        """Return what of a record a workbook can hold."""
        return carried(record)

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the exact body of a batch, with the fields and facts of the profile's allow-lists only."""
        return wire.encode(operations, self._shape)

    def types(self) -> Collection[OperationType]:
        """Return the operations that the profile names."""
        return self._profile.types

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Write a batch's workbook, once; everything it can hold is accepted.

        Who cannot be written into it is rejected: it takes members alone, and tells a gender by a column. Raises
        `Unavailable` `upstream-folder`, with nothing written, and `Refused` for another body under a known key.
        """
        with self._lock:
            known = self._waiting.get(key)
            if known is not None and known.body != body:
                raise Refused("upstream-refused", status="-", problem="idempotency-key-reused")
            operations = read_body(body, self._profile.operations)
            refused = {one.id: verdict for one in operations if (verdict := self._refusal(one)) is not None}
            going = [one.id for one in operations if one.id not in refused]
            if going:
                batch = self._batch(key, body, going)
                with self._reached():
                    self._write(key, batch, batch.operations)
                self._waiting.setdefault(key, batch)
            return [refused.get(one.id) or Verdict(one.id, Outcome.ACCEPTED) for one in operations]

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Never asked: a batch sent again under its key takes effect once."""
        return []

    def outcome(self, ids: Sequence[str]) -> Sequence[Verdict]:
        """Return that operations are carried out, where an export shows it (see `matching`), or that an officer says
        the centre did not take their workbook.

        The exports are looked at once. Workbooks that are confirmed leave their folder, lost ones are written again.
        Raises `Unavailable` `upstream-folder`.
        """
        with self._lock:
            look = self._looked()
            if not self._tidied:
                self._tidy(look)
            return [look.verdicts[ident] for ident in ids if ident in look.verdicts]

    def handover(self) -> Handover:
        """Return what an officer has to carry now; nothing is changed. Raises `Unavailable` `upstream-folder`."""
        with self._lock:
            look = self._looked()
            with self._reached():
                there = self._folders.exports()
            return Handover(
                outgoing=str(self._folders.outgoing),
                incoming=self._incoming,
                refused=str(self._folders.refused),
                workbooks=[
                    Workbook(self._folders.workbook(key).name, len(ids)) for key, ids in self._open(look).items()
                ],
                unrecorded=0 if self._tidied else len(look.verdicts),
                newest=there[0][0].name if there else "",
                written=there[0][1] if there else None,
                unread=[one.unread for one in look.exports if one.unread is not None],
                in_error=sum(one.in_error for one in look.exports),
                differing=look.differing,
            )

    def reach(self) -> Mapping[str, str]:
        """Make the folders and say where they are. Raises `Unavailable` `upstream-folder`."""
        with self._reached():
            self._folders.make()
        return {"name": self._profile.name, "outgoing": str(self._folders.outgoing), "incoming": self._incoming}

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        """Yield everybody in the exports: each unit from the newest one that shows it.

        Raises `Unavailable`: `upstream-folder`, `upstream-no-export`, `upstream-export-unread` for the newest one.
        """
        with self._reached():
            exports = self._reader.read()
        if not exports:
            raise Unavailable("upstream-no-export", folder=self._incoming)
        if exports[0].unread is not None:
            raise Unavailable("upstream-export-unread", file=exports[0].file)
        seen: set[str] = set()
        for export in exports:
            yield from (one for one in export.people if one.unit not in seen and unit in (None, one.unit))
            seen.update(one.unit for one in export.people)

    def units(self) -> Iterator[RemoteUnit]:
        """An export is no tree. Raises `ConfigError` `profile-no-units`."""
        raise ConfigError("profile-no-units", key="upstream.profile", profile=self._profile.name)

    def close(self) -> None:
        """Nothing to release."""

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _incoming(self) -> str:
        return str(self._folders.incoming)

    def _batch(self, key: str, body: bytes, waiting: Collection[str]) -> _Waiting:
        """Return a batch of which these operations wait to be confirmed; its key tells when it was made."""
        ids = set(waiting)
        operations = {one.id: one for one in read_body(body, self._profile.operations) if one.id in ids}
        return _Waiting(body, ULID.from_str(key).datetime, operations)

    def _refusal(self, one: Sent) -> Verdict | None:
        """Return the refusal of somebody the workbook has no place for."""
        if one.kind is not ListKind.MEMBERS:
            return Verdict(one.id, Outcome.REJECTED, code="only-members", words=self._layout.only_members)
        writes = one.type is OperationType.UPSERT or one.type in BRINGS
        if writes and one.record.get("gender") not in self._layout.genders:
            words = self._layout.no_gender
            return Verdict(one.id, Outcome.REJECTED, code="field-missing", words=words, field="gender")
        return None

    def _write(self, key: str, batch: _Waiting, ids: Collection[str]) -> None:
        """Write these operations of a batch as its workbook, unless it is there: what an officer holds already is not
        touched."""
        if not self._folders.workbook(key).exists():
            operations = [one for one in batch.operations.values() if one.id in ids]
            content = import_workbook(operations, self._layout, self._profile.operations, batch.made)
            self._folders.put(key, content)

    def _looked(self) -> _Look:
        """Look at the exports, once."""
        if self._look is None:
            with self._reached():
                self._look = self._compare()
        return self._look

    def _tidy(self, look: _Look) -> None:
        """Bring the folder of workbooks in step with what waits."""
        with self._reached():
            open_ = self._open(look)
            self._folders.finish(open_)
            for key, ids in open_.items():
                self._write(key, self._waiting[key], ids)
        self._tidied = True

    def _open(self, look: _Look) -> dict[str, Collection[str]]:
        """Return the batches that are not confirmed, the oldest first, with the operations of each that are not."""
        told = look.verdicts.keys()
        found = {key: one.operations.keys() - told for key, one in sorted(self._waiting.items())}
        return {key: ids for key, ids in found.items() if ids}

    def _compare(self) -> _Look:
        """Ask each export made after a workbook about what waits in it, the newest export first."""
        if not self._waiting:
            return _Look()
        oldest = min(one.made for one in self._waiting.values())
        look = _Look(self._reader.read(since=oldest))
        asked = [(batch.made, one) for batch in self._waiting.values() for one in batch.operations.values()]
        for export in look.exports:
            roster = Roster(export.people, self._knowledge, self._layout.shown_when_empty)
            silent: list[tuple[datetime, Sent]] = []
            for made, one in asked:
                said = roster.verdict(one) if made < export.written else None
                if said is None:
                    silent.append((made, one))
                elif isinstance(said, Verdict):
                    look.verdicts[one.id] = said
                else:
                    look.differing.append(said)
            asked = silent
        for key, batch in self._waiting.items():
            if self._folders.is_refused(key):
                words = self._layout.not_taken
                for ident in batch.operations.keys() - look.verdicts.keys():
                    look.verdicts[ident] = Verdict(ident, Outcome.REJECTED, code="workbook-refused", words=words)
        look.differing = [one for one in look.differing if one.operation not in look.verdicts]
        return look

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Say that the folder could not be reached."""
        try:
            yield
        except OSError as error:
            folder = str(self._folders.outgoing.parent)
            raise Unavailable("upstream-folder", folder=folder, reason=error.strerror or "-") from error
