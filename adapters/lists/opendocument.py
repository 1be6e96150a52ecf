"""One look through an OpenDocument sheet: its cells may be repeated thousands of times by one number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from xml.parsers import expat

from adapters.lists.doubts import SheetDoubts
from adapters.lists.sheetxml import UNKNOWN_ERROR

_REPEATED = "number-{}-repeated"
_CELLS = ("table-cell", "covered-table-cell")
_ERROR_LENGTH = 40
_REPEATS = 1000


class _Scan:
    """The largest rectangle of filled cells of any sheet, and each sheet's doubtful cells."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.sheets: dict[str, SheetDoubts] = {}
        self._doubts = SheetDoubts()
        self._row = self._column = self._last = 0
        self._repeat_row = self._repeat_cell = 1
        self._in_cell = self._formula = self._error = False
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = name.rpartition(" ")[2]
        if local == "table":
            self._row = 0
            self._doubts = SheetDoubts()
            self.sheets[_attribute(attributes, "name") or ""] = self._doubts
        elif local == "table-row":
            self._column = self._last = 0
            self._repeat_row = _repeat(attributes, "rows")
        elif local in _CELLS:
            self._repeat_cell = _repeat(attributes, "columns")
            self._in_cell = any(key.endswith(" value-type") for key in attributes)
            self._formula = any(key.endswith(" formula") for key in attributes)
            self._error = any(key.endswith(" value-type") and value == "error" for key, value in attributes.items())
            self._text.clear()
        elif local == "p":
            self._in_cell = True

    def text(self, data: str) -> None:
        """Text inside a cell; only an error's is wanted."""
        if self._error and len(self._text) < _ERROR_LENGTH:
            self._text.append(data)

    def end(self, name: str) -> None:
        """An element closes."""
        local = name.rpartition(" ")[2]
        if local in _CELLS:
            place = self._row + 1, self._column
            if self._error:
                said = "".join(self._text).strip()[:_ERROR_LENGTH]
                for more in range(min(self._repeat_cell, _REPEATS)):
                    text = said if said.startswith("#") else UNKNOWN_ERROR
                    self._doubts.error(place[0], place[1] + more, text)
            elif self._formula:
                self._doubts.formula(*place, filled=self._in_cell)
            self._column += self._repeat_cell
            if self._in_cell or self._formula:
                self._last = self._column
            self._in_cell = self._formula = self._error = False
        elif local == "table-row":
            self._row += self._repeat_row
            if self._last:
                self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._last)


def scan_content(blocks: Iterable[bytes], check: Callable[[int, int], None]) -> Mapping[str, SheetDoubts]:
    """Look through a `content.xml`; `check` is told the rows and columns filled so far and may raise.

    Returns each sheet's doubts by its name. Raises `ValueError`, `LookupError` or `ExpatError` where it is no XML.
    """
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    for block in blocks:
        parser.Parse(block, False)
        check(scan.rows, scan.columns)
    parser.Parse(b"", True)
    check(scan.rows, scan.columns)
    return scan.sheets


def _attribute(attributes: Mapping[str, str], local: str) -> str | None:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == local), None)


def _repeat(attributes: Mapping[str, str], what: str) -> int:
    for key, value in attributes.items():
        if key.endswith(_REPEATED.format(what)) and value.isascii() and value.isdigit():
            return int(value)
    return 1
