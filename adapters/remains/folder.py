"""The files of a working folder that hold somebody. Lists and what the state keeps are looked after elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from re import Pattern

from adapters.marks import is_made
from adapters.remains.searching import holds
from adapters.reports.workbook import private_file
from sync.ports.remains import Kind, Remain


class WorkingFolder:
    """The files below some folders, `besides` those of lists and of the state. Workbooks for the centre are kept in
    the folders `handed`; paths are told from `base`."""

    def __init__(self, base: Path, folders: Collection[Path], besides: Collection[Path], handed: Collection[Path]):
        self._base = base
        self._folders = [folder.resolve() for folder in folders]
        self._besides = {path.resolve() for path in besides}
        self._handed = {folder.resolve() for folder in handed}

    def search(self, pattern: Pattern[bytes]) -> Sequence[Remain]:
        """Return the files in which a pattern is found. Raises OSError."""
        return [
            Remain(self._told(path), Kind.HANDED if path.parent in self._handed else _kind(path))
            for path in self._files()
            if holds(path, pattern)
        ]

    def clear(self, found: Sequence[Remain], stands_in: Callable[[Sequence[str]], bool]) -> None:
        """Remove what was made, and the rows of somebody from what was handed on. Raises OSError."""
        for one in found:
            path = self._base / one.path
            if one.kind is Kind.MADE:
                path.unlink(missing_ok=True)
            elif one.kind is Kind.HANDED:
                _take_out(path, stands_in)

    def _files(self) -> Iterator[Path]:
        seen: set[Path] = set()
        for folder in self._folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink() and path not in self._besides | seen:
                    seen.add(path)
                    yield path

    def _told(self, path: Path) -> str:
        base = self._base.resolve()
        return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def _kind(path: Path) -> Kind:
    return Kind.MADE if is_made(path) else Kind.OTHER


def _take_out(path: Path, stands_in: Callable[[Sequence[str]], bool]) -> None:
    """Write a workbook anew without the rows of somebody."""
    import openpyxl  # noqa: PLC0415 -- slow to load

    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        rows = [
            number
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
            if stands_in([str(cell) for cell in row if cell is not None])
        ]
        for number in reversed(rows):
            sheet.delete_rows(number)
    with private_file(path) as half:
        book.save(half)
