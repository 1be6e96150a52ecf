"""Lists: where raw rows come from. The docstrings are the contracts; one conformance suite holds every adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.tables.layout import Layout
from sync.values import (
    Cell,
    Column,
    Finding,
    ListKind,
    SetAside,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some thousand consecutive raw rows of a table.

    `numbers[i]` is the row's number as Excel shows it (for CSV the line on which it begins), `raws[i]` its
    exact bytes for fingerprinting; `cells(i)` parses row i on demand, padded to the header's width.
    """

    numbers: Sequence[int]
    raws: Sequence[bytes]
    cells: Callable[[int], Sequence[Cell]]


class Table(Protocol):
    """A recognised table: one sheet, one CSV file or one query result, below its header.

    `salt` digests the header and whatever else of the layout decides what a row means. `unit` is the unit
    the table itself names above its header, if any. `preamble` accounts for every row above the data; `layout` is
    how it was recognised. `accepted` says what stood, by row number and field, where an officer's correction is read
    in its place.
    """

    file: str
    sheet: str
    layout: Layout
    columns: Sequence[Column]
    unit: str | None
    salt: bytes
    findings: Sequence[Finding]
    preamble: Sequence[SetAside]
    accepted: Mapping[int, Mapping[str, str]]

    def chunks(self) -> Iterator[Chunk]:
        """Yield every row below the header, in order, once. Raises `ListError` where reading fails."""
        ...


class ListSource(Protocol):
    """One `[[list]]` of the configuration."""

    name: str
    kind: ListKind
    unit: str | None
    complete: bool

    def tables(self) -> Iterator[Table | Finding]:
        """Yield the recognised tables of all files, and an error finding for each file that cannot be read.

        A file is opened only when its turn comes and closed before the next. Raises `ListError` when the
        list as a whole is not there (no file matches, the database does not answer).
        """
        ...


class UnitSource(ListSource, Protocol):
    """A `[[list]]` of kind `units`. `vintage` is the numbering of its codes where no column says."""

    vintage: str
