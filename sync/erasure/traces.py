"""By what somebody can be found again in a text, a file or a list: names, numbers, ways to reach them, as typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from unicodedata import normalize

from sync.people.lookup import IDENTIFIERS as IDS
from sync.ports import PastOperation
from sync.text.tidying import fold, match_key
from sync.values import LedgerEntry, Record

TELLING = (
    "full_name",
    *IDS,
    "student_code",
    "card_no",
    "book_no",
    "phone",
    "email",
    "permanent_address",
    "away_contact",
)
"""The fields whose values lead to one person, alone or nearly so."""

SHORTEST = 5
"""Characters below which a value says too little to be looked for."""

_WITHIN_NUMBERS = re.compile(r"(?<=\d)[ .\-](?=\d)")


@dataclass(frozen=True)
class Traces:
    """The values that lead to one person: every one that was ever known, by field."""

    values: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    births: frozenset[str] = field(default_factory=frozenset)

    def names(self, text: str) -> bool:
        """Whether a text names the person, however it is typed; a namesake's name is theirs too."""
        return self._words.search(_WITHIN_NUMBERS.sub("", fold(text))) is not None if text else False

    def fits(self, record: Record) -> bool:
        """Whether a row of a list is about the person: it has a number of theirs, or their name, and no other birth
        date."""
        if any(record.get(name) in self._of(IDS) for name in IDS if record.get(name)):
            return True
        name, birth = record.get("full_name"), record.get("date_of_birth")
        if not name or match_key(name) not in {match_key(one) for one in self._of(("full_name",))}:
            return False
        return not birth or birth in self.births

    def stands_in(self, cells: Sequence[str]) -> bool:
        """Whether a row of a table is about the person: a number or an address of theirs stands in it, or their name
        beside their birth date. A namesake's row is not."""
        texts = {match_key(cell) for cell in cells if cell}
        sure = {match_key(value) for name, value in self.values if name != "full_name"}
        if not texts.isdisjoint(sure):
            return True
        named = not texts.isdisjoint(match_key(one) for one in self._of(("full_name",)))
        return named and any(day in texts for birth in self.births for day in (birth, _shown(birth)))

    @cached_property
    def pattern(self) -> re.Pattern[bytes]:
        """What finds any of the values among the bytes of a file: as typed, composed and decomposed, in capitals,
        without marks, in the encodings files have, and as JSON and markup write them."""
        texts = {form for _, value in self.values for form in _forms(value)}
        narrow = {form.encode(name) for form in texts for name in ("utf-8", "cp1258") if _has(form, name)}
        wide = {form.encode(name) for form in texts for name in ("utf-16-le", "utf-16-be")}
        # Two bytes to a letter leave no room to look at the letter beside.
        whole = rb"(?<![A-Za-z0-9\x80-\xff])(?:" + _any(narrow) + rb")(?![A-Za-z0-9\x80-\xff])"
        return re.compile(whole + b"|" + _any(wide))

    @cached_property
    def _words(self) -> re.Pattern[str]:
        texts = {_WITHIN_NUMBERS.sub("", fold(value)) for _, value in self.values}
        told = "|".join(sorted(map(re.escape, texts), key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{told})(?!\w)" if told else "(?!)")

    def _of(self, names: Iterable[str]) -> set[str]:
        return {value for name, value in self.values if name in names}


def traces_of(entry: LedgerEntry | None, past: Sequence[PastOperation], earlier: Iterable[Record] = ()) -> Traces:
    """Return what leads to somebody of whom the ledger has `entry` and the outbox `past`."""
    records = [*earlier, *(one.info.operation.record for one in past)]
    values: set[tuple[str, str | None]] = set()
    if entry is not None:
        records.append(entry.record)
        values.add(("member_code", entry.member_code))
    for one in past:
        decided = one.info.operation
        values.update((name, step.found) for name, step in decided.steps.items())
        values.update((change.field, told) for change in decided.changes for told in (change.old, change.new))
    for record in records:
        values.update(record.items())
    return Traces(
        frozenset(
            (name, value) for name, value in values if value and name in TELLING and len(value.strip()) >= SHORTEST
        ),
        frozenset(value for name, value in values if value and name == "date_of_birth"),
    )


def _any(found: Iterable[bytes]) -> bytes:
    """Return a pattern of any of these, the longest first; of nothing where there are none."""
    return b"|".join(re.escape(one) for one in sorted(found, key=lambda one: (-len(one), one))) or rb"(?!)"


def _shown(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def _forms(value: str) -> Iterable[str]:
    plain = {value, value.strip(), match_key(value), value.upper(), value.title(), fold(value), fold(value).upper()}
    for form in plain | {fold(value).title()}:
        for composed in (normalize("NFC", form), normalize("NFD", form)):
            yield composed
            yield escape(composed)
            yield json.dumps(composed)[1:-1]


def _has(text: str, encoding: str) -> bool:
    """Whether an encoding has every letter of a text: what it leaves out would find half of it."""
    return text.encode(encoding, "ignore").decode(encoding, "ignore") == text
