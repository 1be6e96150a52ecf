"""The values that travel between the rooms of the house. All are frozen; none does I/O.

A list is read into tables, a table into raw rows, a raw row into a `CleanRow`; the decision about it is an
`Operation`, a `Hold`, or nothing. Personal values live in `CleanRow.values`, `Operation.record` and
`Finding.found`; none of those may reach a log, the journal or an error text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from sync.charter import Status

Cell = str | float | int | bool | datetime | date | time | timedelta | None
"""A cell as a reader gives it: text, number, date or nothing. Never an error object."""

Record = Mapping[str, str | None]
"""Cleaned values by field name. Dates are ISO 8601 cut to their precision (`2004`, `2004-05`, `2004-05-17`),
gender is `male` or `female`, coded fields hold the code list's own label. A field that is absent is not
stated by the list; a field that is `None` is stated to be empty."""

PersonId = NewType("PersonId", int)
"""The person's internal id: 63 bits, time-ordered, never reused, meaningless outside."""


class Severity(StrEnum):
    """How much a finding matters: an `error` stops the row, a `warning` and a `note` do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class ListKind(StrEnum):
    """What a list states: who is a member, who is a youth, which units there are, or which movements there were."""

    MEMBERS = "members"
    YOUTH = "youth"
    UNITS = "units"
    MOVEMENTS = "movements"


PEOPLE = frozenset({ListKind.MEMBERS, ListKind.YOUTH})
"""The kinds of lists whose rows are people."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found, in the words Excel shows: list, file, sheet, row from 1, column letter."""

    list: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        cell = f"{self.column}{self.row or ''}"
        return " › ".join(part for part in (self.file or self.list, self.sheet, cell) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an officer should know about a list, a row or a cell.

    `code` names the message in `config/messages`; `found` and `proposed` are shown to the officer and may be
    personal; `details` fills further places of the message.
    """

    code: str
    severity: Severity
    place: Place
    field: str = ""
    found: str = ""
    proposed: str = ""
    details: Mapping[str, str | int] = member(default_factory=dict)


class Match(StrEnum):
    """How a header was recognised, surest first.

    `exact` by one of the field's words, `saved` by a layout an officer confirmed, `unmarked` by a word without its
    diacritics or spaces, `loose` by one that differs in words that say nothing ("Email liên hệ", "Email"), `data` by
    what stands below it, `typo` by a word a few letters away. An officer should look at the last two.
    """

    EXACT = "exact"
    SAVED = "saved"
    UNMARKED = "unmarked"
    LOOSE = "loose"
    DATA = "data"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Column:
    """One recognised column: its field, its position from 0, and the header it was recognised by.

    `implies` carries what the column itself states, such as `("gender", "male")` for a birth date under
    "Nam" in the central export. `value` is what a mark in the column states of its field: "Tày" for an "x" under
    "Dân tộc › Tày". Columns of one `group` are marked instead of each other. `meant` is the known word the header was
    taken for, where it is not that word.
    """

    field: str
    index: int
    header: str
    implies: tuple[str, str] | None = None
    value: str | None = None
    match: Match = Match.EXACT
    meant: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not a record, and why: `blank`, `title`, `header`, `group`, `total`, `signature`, `note`; on a
    register also `undecided`, where a movement was proposed and nothing was decided."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """What cleaning did to one value: the cell as found and the codes of the steps that changed it, in order."""

    found: str
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CleanRow:
    """One row after cleaning. `values` holds what the list states; `steps` only the values that were changed.

    `movement` are the fields of part `movement`, cleaned alike: what the row states of movements, no part of the
    record.
    """

    row: int
    values: Record
    steps: Mapping[str, Step]
    findings: Sequence[Finding]
    movement: Record = member(default_factory=dict)

    @property
    def in_error(self) -> bool:
        """Whether a finding stops this row from being sent."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, by value: what the upstream last confirmed and what the list says now."""

    field: str
    old: str | None
    new: str | None


class OperationType(StrEnum):
    """What the upstream is asked to do, in the domain's words: a record, or a movement by its name in
    `config/charters/movements.toml`.

    `transfer` is both sides of one event; `transfer_in` is somebody who comes from outside our lists. `reorganise`
    puts a person into the unit that theirs became: no transfer. `rebase` asks nothing and is never sent: it is what
    the upstream was found to show.
    """

    UPSERT = "upsert"
    ADMIT = "admit"
    TRANSFER = "transfer"
    TRANSFER_IN = "transfer_in"
    TEMPORARY_OUT = "temporary_out"
    TEMPORARY_IN = "temporary_in"
    TEMPORARY_END = "temporary_end"
    AWAY = "away"
    RETURNED = "returned"
    STRIKE_OFF = "strike_off"
    EXPEL = "expel"
    MATURE = "mature"
    EXTEND = "extend"
    PARTY_ADMIT = "party_admit"
    DECEASE = "decease"
    READMIT = "readmit"
    REORGANISE = "reorganise"
    REBASE = "rebase"


ASKED_FOR = frozenset(OperationType) - {OperationType.REBASE}
"""The operations an upstream can be asked for."""


class OperationState(StrEnum):
    """Where an operation stands. Only the outbox moves it on.

    `held → pending → claimed → sent → accepted → applied`, or `rejected`, `unknown`, `dead`, `superseded`.
    """

    HELD = "held"
    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    APPLIED = "applied"
    REJECTED = "rejected"
    DEAD = "dead"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper a movement is carried out by.

    `mark` (16 bytes, keyed) is the same for one paper however often it is read, and tells nothing; `facts` are what
    it states: the ISO day `on` which it took effect, and decision_no, destination, origin, reason, expected_return, …
    """

    mark: bytes
    facts: Record


@dataclass(frozen=True, slots=True)
class Operation:
    """One change to one person, as decided.

    `record` is the person's whole record after the change, as far as the profile may send it; `changes` is
    empty for a person new to the upstream. `status` is where the person stands and `unit` the unit they are in once
    it is applied; `left` is the unit they were in before, where that is another one. `paper` belongs to a movement.
    """

    type: OperationType
    person: PersonId
    kind: ListKind
    unit: str
    record: Record
    changes: Sequence[Change]
    place: Place
    steps: Mapping[str, Step] = member(default_factory=dict)
    paper: Paper | None = None
    status: Status = Status.ACTIVE
    left: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A change that waits for a person. `code` says why; `key` is the same for the same question on every run.

    `person` is None where the question is *who* this is; `candidates` then names whom it could be, and `stated` holds
    what the row says of itself that may tell: name, birth date, identifiers, ways to reach the person. Of a question
    of a reconciliation it holds the fields that differ (`sync.questions.disputes`).
    """

    code: str
    key: str
    place: Place
    unit: str = ""
    person: PersonId | None = None
    candidates: Sequence[PersonId] = ()
    details: Mapping[str, str | int] = member(default_factory=dict)
    stated: Record = member(default_factory=dict)


class Answer(StrEnum):
    """What an officer said to a question.

    Who a row is about: `same-as` one of the people it could be, `new` for somebody not known before, `leave` to leave
    the row alone; nothing follows from it, and nobody is asked again. Whether something is to be carried out:
    `approve`, or `reject` so that it is left and nobody is asked again while it is the same. Whose word counts where
    lists and upstream differ: `ours` or `theirs`.
    """

    SAME_AS = "same-as"
    NEW = "new"
    LEAVE = "leave"
    APPROVE = "approve"
    REJECT = "reject"
    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class OfficerDecision:
    """What an officer decided about a hold, and about what exactly.

    `question` (16 bytes) is the same while the row says the same about who it is; `about` holds, for each person it
    could have been, a mark of what was known of them; `after` is the mark of the chosen or new one once the decision
    was carried out. `person` is who the row is from then on; None where it is left alone. An approval may state a
    paper: `movement` is its type and `facts` what it states (`sync.questions.approvals`). `name`, `place`, `unit`,
    `reason` and `facts` are personal and kept sealed. The store fills in `number`, `who` and `at`, and `ended` and
    `ended_by` when a decision is withdrawn or replaced.
    """

    question: bytes
    code: str
    key: str
    answer: Answer
    person: PersonId | None
    about: Mapping[PersonId, bytes]
    after: bytes
    reason: str
    name: str
    place: Place
    unit: str = ""
    movement: str = ""
    facts: Record = member(default_factory=dict)
    number: int = 0
    who: str = ""
    at: datetime | None = None
    ended: datetime | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the upstream last confirmed of one person.

    `version` is the ledger version at which it was confirmed; `member_code`, `etag` and `reference` are the
    upstream's own; `status` is where the person stands there. `before` is the unit as it was sent, where that one is
    closed and `unit` is the one it went into; the store leaves it empty.
    """

    person: PersonId
    kind: ListKind
    unit: str
    record: Record
    version: int
    member_code: str | None = None
    etag: str | None = None
    status: Status = Status.ACTIVE
    before: str = ""
    reference: str | None = None


class Outcome(StrEnum):
    """The upstream's verdict on one operation. `untouched` was surely not taken, and may go again."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the upstream answered about one operation. `words` are the upstream's own, kept verbatim.

    `reference` is its own handle of the person, where it addresses people by another than the member code.
    """

    operation: str
    outcome: Outcome
    member_code: str | None = None
    etag: str | None = None
    code: str = ""
    words: str = ""
    field: str = ""
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An operation on its way out: `id` is unique for ever, `person` is the opaque reference the upstream keeps.

    `member_code`, `etag` and `reference` are what the upstream gave; `known` says that it confirmed the person once.
    `movement` holds the facts of a movement's paper.
    """

    id: str
    type: OperationType
    person: str
    kind: ListKind
    unit: str
    record: Record
    member_code: str | None = None
    etag: str | None = None
    movement: Record | None = None
    reference: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that is durable: the exact body and the key under which every repeat sends it.

    `operations` are the outbox's numbers in the body's order, `ids` the ids sent upstream, in the same order. `age`
    is how many seconds ago its answer was given up, or not everything of it answered; 0 while neither was noted.
    """

    number: int
    key: str
    body: bytes
    operations: Sequence[int]
    ids: Sequence[str]
    attempts: int
    age: float = member(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request to the upstream may hold, and how many may be under way at once.

    `body_bytes` counts the body before compression.
    """

    batch_size: int = 500
    body_bytes: int = 4_000_000
    concurrency: int = 4
