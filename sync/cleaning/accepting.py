"""What an officer agreed to when he put an annotated list back: recorded with the row as a cleaning step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sync.cleaning.rowrules import NAME_PARTS
from sync.values import Cell, CleanRow, SetAside, Step

ACCEPTED = "accepted"
"""The code of the step: the value read is the one the officer agreed to, not the one that stands in the cell."""

ReadRow = Callable[[int, Sequence[Cell]], SetAside | CleanRow]


def with_accepted(read: ReadRow, accepted: Mapping[int, Mapping[str, str]]) -> ReadRow:
    """Return `read`, recording for each row what stood in the cells that were corrected, by field."""

    def recorded(number: int, cells: Sequence[Cell]) -> SetAside | CleanRow:
        row = read(number, cells)
        found = accepted.get(number)
        if found is None or isinstance(row, SetAside):
            return row
        steps = dict(row.steps)
        for field, cell in found.items():
            name = "full_name" if field in NAME_PARTS else field
            if name:
                done = steps[name].done if name in steps else ()
                steps[name] = Step(cell, (ACCEPTED, *done))
        return replace(row, steps=steps)

    return recorded
