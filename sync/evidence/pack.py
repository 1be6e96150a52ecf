"""What an auditor's pack tells: entries of the journal, and what they were about. People stand under a name of the
pack's own each, unless names were permitted."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.audit import Head, letters
from sync.ports import ChainLink, Introduction, JournalEntry, RunInfo, SignedHead
from sync.values import Answer, OperationState, OperationType, PersonId

EXPORTED = "journal.exported"
"""The journal's event of a pack that was made."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a pack is about: everything, or what fits all that is given. `until` is not included; `person` is a code,
    an ID or a name, `run` a number or id; `upto` is the number of the last entry."""

    since: datetime | None = None
    until: datetime | None = None
    unit: str = ""
    person: str = ""
    run: str = ""
    upto: int | None = None


@dataclass(frozen=True, slots=True)
class PackedPerson:
    """A person as the pack calls them. `name` and `member_code` are empty where names are not permitted, and where
    nothing is kept of them."""

    alias: str
    name: str = ""
    member_code: str = ""


@dataclass(frozen=True, slots=True)
class PackedChange:
    """A change that entries of the pack tell of: where it was read, whom it was about, which fields it changed,
    and where it stands. `new` says that it is all of a record and no change of one; `code` is the
    upstream's where it was refused."""

    number: int
    run: int
    type: OperationType
    new: bool
    person: PackedPerson
    list: str
    row: int
    unit: str
    left: str
    fields: Sequence[str]
    state: OperationState
    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class PackedDecision:
    """A decision that entries of the pack tell of: who made it, why, and by which paper. The officer's own words
    stand only where names are permitted, as they may name people; `has_reason` says that there are some."""

    number: int
    at: datetime | None
    who: str
    code: str
    answer: Answer
    movement: str
    list: str
    unit: str
    person: PackedPerson | None
    decision_no: str
    reason: str
    has_reason: bool
    ended: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a pack holds. The chain goes from the entry after `start` to `end`, which is signed; of its links
    those of `entries` stand with what they say."""

    installation: str
    made: datetime
    who: str
    selection: Selection
    names: bool
    start: tuple[int, bytes]
    end: Head
    links: Sequence[ChainLink]
    entries: Sequence[JournalEntry]
    heads: Sequence[SignedHead]
    introductions: Sequence[Introduction]
    public_key: bytes
    runs: Sequence[RunInfo]
    changes: Sequence[PackedChange]
    decisions: Sequence[PackedDecision]
    people: Mapping[PersonId, PackedPerson]


class Aliases:
    """What people are called in one pack: letters that a keyed hash gives, other ones in each pack."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._taken: dict[str, PersonId] = {}

    def of(self, person: PersonId) -> str:
        """Return a person's alias, such as `P-7K2Q-9MXA`; a longer one where somebody else has that already."""
        word = letters(hmac.digest(self._key, str(person).encode(), "sha256")[:30])
        for size in range(8, len(word) + 1, 4):
            alias = "-".join(["P", *(word[start : start + 4] for start in range(0, size, 4))])
            if self._taken.setdefault(alias, person) == person:
                return alias
        raise AssertionError  # 240 bits of a keyed hash are the same for two people
