"""When a value of the upstream's says the same as one of ours: compared as cleaned, and as it would come back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sync.cleaning.cells import CellReader, Marked, cell_reader
from sync.diff.unitledger import LedgerUnits
from sync.reconciliation.classifying import KIND, STATUS, UNIT
from sync.tables.fields import Knowledge
from sync.text.tidying import match_key

_NUMBERS = frozenset({"national_id", "member_code", "phone"})
"""Types whose leading zeros a program loses or pads."""


class Same:
    """Tells whether two values of a field say the same: a cosmetic echo is no difference."""

    def __init__(self, knowledge: Knowledge, today: date, units: LedgerUnits, key: Callable[[str], str]) -> None:
        """`key` is what a unit is compared by."""
        self._knowledge, self._today, self._units, self._key = knowledge, today, units, key
        self._readers: dict[str, CellReader] = {}

    def __call__(self, field: str, one: str | None, other: str | None) -> bool:
        """Whether two values of a field say the same; empty text counts as no value."""
        if one == other or not (one or other):
            return True
        if not one or not other:
            return False
        if field == UNIT:
            return self.unit(one, other)
        if field in (KIND, STATUS):
            return False
        return self._knowledge.same(field, one, other) or self._plain(field, one) == self._plain(field, other)

    def unit(self, one: str, other: str) -> bool:
        """Whether two texts name one unit; a closed one is the one it went into, or any of those."""
        return self._key(one) == self._key(other) or self._units.parted(one, other) or self._units.parted(other, one)

    def _plain(self, field: str, value: str) -> str:
        """Return a value in the form it has once it is cleaned, without the zeros it begins with."""
        spec = self._knowledge.fields.get(field)
        if spec is None:
            return match_key(value)
        reader = self._readers.get(field)
        if reader is None:
            reader = self._readers[field] = cell_reader(spec, self._knowledge, self._today)
        read = reader[value]
        cleaned = (read.value if isinstance(read, Marked) else read) or value
        return cleaned.lstrip("0") if spec.type in _NUMBERS else match_key(cleaned)
