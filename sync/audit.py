"""What the journal proves: the fingerprint of an entry, short enough for the minutes, and what does not fit.

The hash of an entry covers everything before it. Whoever wrote down the fingerprint of one can tell later whether the
history up to there is still the same, whatever keys the other side holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sync.errors import YumsyncError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which hands and eyes confuse."""

KEPT_BYTES = 15
"""How much of a hash a fingerprint tells: 120 bits, 24 letters."""

PRUNED = "journal.pruned"
"""The journal's event of entries that were removed because they need not be kept any longer."""

_CHECK = 2
_HASH = KEPT_BYTES * 8 // 5
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The number of an entry and the first 15 bytes of its hash.

    As text: `1234-K7QD-M2XA-9F3T-VB6N-E0HC-33RT-7Q`. The last two letters tell a slip of the pen from another
    history.
    """

    number: int
    start: bytes

    def __str__(self) -> str:
        """The text people copy."""
        word = letters(self.start)
        return "-".join([str(self.number), *_groups(word), _check(self.number, word)])

    @classmethod
    def read(cls, text: str) -> Fingerprint:
        """Return the fingerprint somebody copied, in any case and with any spaces or hyphens; O counts as 0, I and L
        as 1. Raises YumsyncError `audit-fingerprint` for one that cannot have been printed so."""
        plain = re.sub(r"[\s.,-]", "", text).upper().translate(_MEANT)
        number, word, check = plain[: -_HASH - _CHECK], plain[-_HASH - _CHECK : -_CHECK], plain[-_CHECK:]
        well = re.fullmatch(r"[1-9][0-9]{0,17}", number) and len(word) == _HASH and set(word) <= set(LETTERS)
        if not well or check != _check(int(number), word):
            raise YumsyncError("audit-fingerprint")
        bits = sum(LETTERS.index(letter) << 5 * place for place, letter in enumerate(reversed(word)))
        return cls(int(number), bits.to_bytes(KEPT_BYTES))


def key_fingerprint(public: bytes) -> str:
    """Return the fingerprint of a public key: the first 15 bytes of its SHA-256, in groups of four letters."""
    return "-".join(_groups(letters(sha256(public).digest()[:KEPT_BYTES])))


def letters(data: bytes) -> str:
    """Return bytes in base 32, five bits a letter; their bits must be a multiple of five."""
    bits = int.from_bytes(data)
    return "".join(LETTERS[bits >> shift & 31] for shift in range(len(data) * 8 - 5, -1, -5))


def _groups(word: str) -> list[str]:
    return [word[start : start + 4] for start in range(0, len(word), 4)]


def _check(number: int, word: str) -> str:
    return letters(sha256(f"{number}-{word}".encode()).digest()[:5])[:_CHECK]


@dataclass(frozen=True, slots=True)
class Head:
    """The journal up to an entry: its number, when it was written, its hash (32 bytes)."""

    number: int
    at: datetime
    hash: bytes

    @property
    def fingerprint(self) -> Fingerprint:
        """What is written into the minutes."""
        return Fingerprint(self.number, self.hash[:KEPT_BYTES])


class Flaw(StrEnum):
    """What can be wrong with a journal. `first` and `last` of a `Misfit` are numbers of entries."""

    EDITED = "edited"
    """An entry does not have the hash of what it says."""
    REMOVED = "removed"
    """Entries are missing."""
    UNLINKED = "unlinked"
    """An entry does not follow the one before: one of both was replaced."""
    INSERTED = "inserted"
    """An entry stands before the first."""
    REWRITTEN = "rewritten"
    """The signed head at `last` knows another history; up to the signed head before `first` it is the same."""
    CUT_OFF = "cut-off"
    """There is a signed head of an entry that is gone."""
    END_CHANGED = "end-changed"
    """The end is not what the program wrote last. From `first` on, entries were removed, added or rewritten."""
    HEAD_FORGED = "head-forged"
    """A head was altered, or not signed by this installation."""
    HEAD_REMOVED = "head-removed"
    """A signed head is missing."""
    OTHER_HISTORY = "other-history"
    """The entry a fingerprint was printed of is another one now: what leads up to it was rewritten."""
    NOT_REACHED = "not-reached"
    """The journal ends before the entry a fingerprint was printed of."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that is wrong, and where: the entries from `first` to `last`."""

    flaw: Flaw
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Examination:
    """What walking a journal found: how many entries and signed heads it has, its end, and what is wrong.

    `misfits` are the first ones in the order of their places, `more` counts the rest. `covered` is the entry up to
    which signed heads prove the history to somebody who knows only the public key; 0 where none does. Of the first
    `pruned` entries only the links of the chain are kept.
    """

    entries: int
    heads: int
    covered: int
    newest: Head | None
    misfits: Sequence[Misfit]
    more: int = 0
    pruned: int = 0


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """Which entries to tell: of those that fit the latest `limit`. `event` names one, or a family of them (`run`);
    `who` an account, with or without its machine; `until` is not included."""

    run: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    event: str = ""
    who: str = ""
    limit: int = 50
