"""Files that still hold somebody who is to be erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from re import Pattern
from typing import Protocol


class Kind(StrEnum):
    """Whose a file is: `made` by the program for an officer, who can have it made again; `handed` to the centre, a
    workbook of many people; or some `other` one, which the program leaves alone."""

    MADE = "made"
    HANDED = "handed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Remain:
    """A file that holds somebody, by its path as an officer knows it."""

    path: str
    kind: Kind


class Remains(Protocol):
    """The files of a working folder, lists aside."""

    def search(self, pattern: Pattern[bytes]) -> Sequence[Remain]:
        """Return the files in which a pattern is found: also inside workbooks and archives. Raises `OSError`."""
        ...

    def clear(self, found: Sequence[Remain], stands_in: Callable[[Sequence[str]], bool]) -> None:
        """Remove what was made, and of what was handed on the rows that somebody `stands_in`, given by the texts of
        their cells. Raises `OSError`."""
        ...
