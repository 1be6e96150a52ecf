"""What is asked of a list, and how much of one will be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sync.papers.titles import RegisterTitles
from sync.tables.headers import HeaderTable
from sync.tables.layout import Layout
from sync.tables.saved import SavedLayout
from sync.units.names import UnitWords
from sync.values import ListKind, Place


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What a single list may hold before it is refused as too large or as a bomb.

    Sizes are bytes. `ratio` is the most a workbook's part may be compressed, judged from `ratio_from` bytes on;
    `cells` is the area a sheet spans, filled or not, because that is what reading it costs in memory. An old
    workbook is first read in a process that may use `trial_bytes` of memory and `trial_seconds`.
    """

    workbook_bytes: int = 256 * 1024 * 1024
    csv_bytes: int = 16 * 1024 * 1024 * 1024
    unpacked_bytes: int = 2 * 1024 * 1024 * 1024
    ratio: int = 250
    ratio_from: int = 32 * 1024 * 1024
    entries: int = 10_000
    columns: int = 1_000
    cells: int = 60_000_000
    record_bytes: int = 1024 * 1024
    trial_bytes: int = 4 * 1024 * 1024 * 1024
    trial_seconds: float = 120


@dataclass(frozen=True, slots=True)
class ListSpec:
    """One `[[list]]` of the configuration.

    `path` is one file, a glob, or an SQLAlchemy URL that goes with `query`; file paths are relative to `base`,
    the folder of `yumsync.toml`. `unit` is the unit all its people belong to where the list does not say. `layout` is
    the saved layout it is read by; `notice` is told of every table's layout, also of one that cannot be used.
    Of a database, `tls` is what a server on another machine must offer (`verify`, `encrypt`, `off`), and
    `query_seconds` is how long it may stay silent. `unit_words` are the words of a list of units, for one that is,
    and `titles` what titles of registers say, for a register of movements.
    """

    name: str
    kind: ListKind
    path: str
    unit: str | None
    complete: bool
    query: str | None
    base: Path
    headers: HeaderTable
    limits: ReadLimits = field(default_factory=ReadLimits)
    layout: SavedLayout | None = None
    notice: Callable[[Place, Layout], None] | None = None
    tls: str = "verify"
    query_seconds: int = 300
    unit_words: UnitWords | None = None
    titles: RegisterTitles | None = None

    @property
    def is_database(self) -> bool:
        """Whether `path` is a database URL."""
        return "://" in self.path
