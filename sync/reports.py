"""What a use case tells its face: plain values, ready to be drawn on a screen or written as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.ports import Holder, HoldInfo, OperationInfo, RunInfo
from sync.rejections import Rejections
from sync.units.report import UnitsReport
from sync.values import Change, Finding, Hold, ListKind, OfficerDecision, OperationState, Place, SetAside


@dataclass(slots=True)
class Tally:
    """Rows of one list, accounted for to the last one: read = records + set aside, records = the rest."""

    rows: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    in_step: int = 0
    cosmetic: int = 0
    created: int = 0
    updated: int = 0
    held: int = 0
    left: int = 0
    known_members: int = 0
    in_error: int = 0
    waiting: int = 0
    still_refused: int = 0
    repeated: int = 0
    moved: int = 0
    unmatched: int = 0
    missing: int = 0

    @property
    def records(self) -> int:
        """How many rows stated a person."""
        return (
            self.unchanged
            + self.in_step
            + self.created
            + self.updated
            + self.held
            + self.left
            + self.known_members
            + self.in_error
            + self.waiting
            + self.still_refused
            + self.repeated
            + self.moved
            + self.unmatched
        )

    @property
    def balanced(self) -> bool:
        """Whether every row read is accounted for (promise: no person is lost)."""
        return self.rows == self.records + self.set_aside.total()


@dataclass(frozen=True, slots=True)
class CosmeticEdit:
    """A row that was retyped and means the same: nothing is sent."""

    place: Place
    edits: Sequence[Change]


@dataclass(frozen=True, slots=True)
class ColumnReport:
    """One column of a table as it was understood: Excel's letter, the header in the file, the field it was taken for.

    `match` says how sure that is, a value of `Match`. A column not used has no field and is `unknown`, `unread`
    (nothing the centre keeps), `unnamed`, or `ignored` (a saved layout or another column says so). `meant`, `implies`
    and `value` are those of `Column`.
    """

    letter: str
    header: str
    field: str
    match: str
    meant: str = ""
    implies: tuple[str, str] | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class AsideReport:
    """The rows set aside for one reason: how many, and which, as ranges of row numbers (first, last)."""

    reason: str
    count: int
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table as it was understood.

    `rows` = `records` + all of `aside`. `unit` is the one named above the header, `units` those its rows have, with
    how many rows each. A `refused` table was recognised and not used; its rows are not counted. Of a register,
    `movement` is the one its title states of all its rows, `movements` how many rows state which, by their names.
    """

    place: Place
    header_rows: tuple[int, ...]
    columns: tuple[ColumnReport, ...]
    unit: str | None
    rows: int = 0
    records: int = 0
    aside: tuple[AsideReport, ...] = ()
    units: tuple[tuple[str, int], ...] = ()
    refused: bool = False
    movement: str = ""
    movements: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class ListReport:
    """One list as it was read and decided. `unread` findings say which files could not be read."""

    name: str
    kind: ListKind = ListKind.MEMBERS
    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)
    findings_total: Counter[str] = field(default_factory=Counter)
    unread: list[Finding] = field(default_factory=list)
    cosmetic: list[CosmeticEdit] = field(default_factory=list)
    set_aside: list[tuple[Place, SetAside]] = field(default_factory=list)
    tables: list[TableReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReorganisedUnits:
    """People of a closed unit who follow it into another: how many, by paths, and its last day (ISO, cut).

    `answer` is an officer's, empty while it is asked, `unsupported` where the upstream takes no reorganisation. The
    rest are members at the upstream before and after what this plan reorganises, once all of it is approved.
    """

    old: str
    new: str
    on: str
    people: int
    answer: str
    old_before: int
    old_after: int
    new_before: int
    new_after: int


@dataclass(frozen=True, slots=True)
class Conceded:
    """A decision that the upstream's word holds against a value of a list, and the row that still says that value."""

    decision: OfficerDecision
    place: Place


@dataclass(slots=True)
class PlanReport:
    """A plan: what would be sent, what waits for a person, what was found. `units` are the lists of units read,
    `in_transit` how many rows wait only because the upstream accepted something of theirs and has not done it yet."""

    run: RunInfo
    lists: list[ListReport] = field(default_factory=list)
    units: Sequence[UnitsReport] = ()
    holds: list[Hold] = field(default_factory=list)
    holds_total: Counter[str] = field(default_factory=Counter)
    movements: Counter[str] = field(default_factory=Counter)
    """How many movements of each type are to be sent."""
    reorganised: Sequence[ReorganisedUnits] = ()
    operations: Sequence[OperationInfo] = ()
    in_transit: int = 0
    exit_code: int = 0
    conceded: Sequence[Conceded] = ()
    over: Sequence[int] = ()
    """Decisions of that kind, by number, that are over: the list says something else by now."""
    hidden: int = 0
    """How many operations, questions and concessions are of units whose people whoever asks may not see."""

    @property
    def counts(self) -> dict[str, int]:
        """The plan's figures by name, summed over its lists."""
        names = [name for name in Tally.__slots__ if name != "set_aside"]
        totals = {name: sum(getattr(one.tally, name) for one in self.lists) for name in names}
        totals["set_aside"] = sum(one.tally.set_aside.total() for one in self.lists)
        totals["waiting"] -= self.in_transit
        totals["in_transit"] = self.in_transit
        totals["holds"] = self.holds_total.total()
        totals["unread"] = sum(len(one.unread) for one in self.lists) + sum(len(one.unread) for one in self.units)
        totals["in_error"] += sum(one.counts["in_error"] for one in self.units)
        return totals


@dataclass(slots=True)
class DeliveryReport:
    """What became of the operations that were sent, and of `answered` earlier ones that had been accepted.

    `accepted` are all that are on their way now, `unknown` all of which no verdict came; `undecided` of these can be
    settled by nobody but an officer, since the upstream does not honour keys and reading back tells nothing of them.
    `stopped` is the reason the run ended early, if it did.
    """

    sent: int = 0
    answered: int = 0
    applied: int = 0
    accepted: int = 0
    rejected: int = 0
    unknown: int = 0
    undecided: int = 0
    dead: int = 0
    requests: int = 0
    pending: int = 0
    stopped: str = ""
    stopped_details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """A whole run: the plan where one was made, the delivery where there was one, and the exit code.

    `refused` are the first of what was refused of this run, `rejections` all of it by reason, both as far as whoever
    asks may see those people; `earlier` tells how many changes of earlier runs were refused only now, by the run's
    id. `unbalanced` names the units whose people are more or fewer than their movements explain.
    """

    run: RunInfo
    plan: PlanReport | None
    delivery: DeliveryReport | None
    refused: Sequence[OperationInfo]
    exit_code: int
    unbalanced: Sequence[Finding] = ()
    rejections: Rejections = field(default_factory=Rejections)
    earlier: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnotatedReport:
    """An annotated copy that was written: its file, the cells coloured, the corrections proposed in it.

    `macros` says that macros were left out, `replaces` that it can take the place of the list's file under its name.
    """

    file: str
    cells: int
    corrections: int
    macros: bool = False
    replaces: bool = True


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Lists read and cleaned, nothing touched. `saved_layout` and `annotated` tell what was written on demand."""

    lists: Sequence[ListReport]
    exit_code: int
    saved_layout: str = ""
    annotated: AnnotatedReport | None = None
    units: Sequence[UnitsReport] = ()


@dataclass(frozen=True, slots=True)
class Unsettled:
    """How many operations stand in one state that is not the last, or that nobody tries again: of which runs (their
    ids), and the rows of the first. Nothing of it is personal."""

    state: OperationState
    count: int
    first: Sequence[tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Where things stand now. `unsettled` are changes without an answer, waiting for others, or given up; `undecided`
    counts those the last run found nobody but an officer can settle."""

    people: Mapping[str, int]
    operations: Mapping[OperationState, int]
    holds: Mapping[str, int]
    last: RunInfo | None
    last_in_step: datetime | None
    holder: Holder | None
    exit_code: int
    unsettled: Sequence[Unsettled] = ()
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class RunReport:
    """One run with its operations and holds.

    `operations` are the first of `total`, or all of them; `hidden` counts the operations and questions of units whose
    people whoever asks may not see. `rejections` is what was refused of all, by reason, and
    `unsettled` are the first that have no last answer, wait for others or were given up, by state.
    """

    run: RunInfo
    counts: Mapping[OperationState, int]
    operations: Sequence[OperationInfo]
    holds: Sequence[HoldInfo]
    total: int = 0
    rejections: Rejections = field(default_factory=Rejections)
    unsettled: Mapping[OperationState, Sequence[OperationInfo]] = field(default_factory=dict)
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class UnitImportReport:
    """An import of units by itself: what was read, how many units there are and how many of them changed."""

    units: Sequence[UnitsReport]
    size: int
    changed: int
    exit_code: int
