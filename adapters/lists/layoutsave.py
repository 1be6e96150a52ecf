"""Writing a recognised layout as a file an officer can correct by hand: `layouts/NAME.toml`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters.lists.layoutfile import FOLDER, VERSION
from config.wording import Wording
from sync.errors import ConfigError
from sync.tables.headers import column_letter
from sync.tables.layout import Layout
from sync.tables.saved import SavedColumn, SavedTable


def saved_tables(recognised: Sequence[tuple[str, Layout]]) -> tuple[SavedTable, ...]:
    """Return the tables to save of (sheet, layout) as they were recognised; sheets that are laid out alike share one.

    Raises ConfigError: `config-layout-nothing` where nothing was recognised, `config-layout-differs` where two files
    have a sheet of one name and lay it out differently.
    """
    if not recognised:
        raise ConfigError("config-layout-nothing")
    grouped: dict[SavedTable, dict[str, None]] = {}
    for sheet, layout in recognised:
        grouped.setdefault(SavedTable((), layout.top, layout.depth, _columns(layout)), {})[sheet] = None
    named = [sheet for sheets in grouped.values() for sheet in sheets]
    twice = next((sheet for sheet in named if named.count(sheet) > 1), None)
    if twice is not None:
        raise ConfigError("config-layout-differs", sheet=twice)
    return tuple(
        SavedTable(tuple(sheet for sheet in sheets if sheet), table.top, table.depth, table.columns)
        for table, sheets in grouped.items()
    )


def units_of(tables: Sequence[SavedTable], recognised: Sequence[tuple[str, Layout]]) -> list[str | None]:
    """Return the unit named above each table's header, where all its sheets name the same one."""
    found: list[str | None] = []
    for table in tables:
        units = {layout.unit for sheet, layout in recognised if not table.sheets or sheet in table.sheets}
        found.append(units.pop() if len(units) == 1 else None)
    return found


def _columns(layout: Layout) -> tuple[SavedColumn, ...]:
    """Every column that has a field or a header. A header is the one in the file, also where it was understood."""
    used = {column.index: column for column in layout.columns}
    found = []
    for index in range(max([len(layout.headers), *(index + 1 for index in used)])):
        header = layout.headers[index] if index < len(layout.headers) else ""
        column = used.get(index)
        if column is not None:
            found.append(SavedColumn(index, header, column.field, column.implies, column.value, column.group))
        elif header:
            found.append(SavedColumn(index, header))
    return tuple(found)


def layout_text(name: str, tables: Sequence[SavedTable], wording: Wording, units: Sequence[str | None] = ()) -> str:
    """Write tables as the text of a layout file, with its explanations in the wording's language.

    `units` are the units read above each table's header; they are written as a remark, to be taken up where wanted.
    """
    lines = [*_remark(wording, "layout-file-head", name=name), f"version = {VERSION}"]
    for number, table in enumerate(tables):
        unit = units[number] if number < len(units) else None
        lines += ["", *_table_lines(table, wording, unit)]
    return "\n".join(lines) + "\n"


def _remark(wording: Wording, code: str, **details: str) -> list[str]:
    return [f"# {line}".rstrip() for line in wording.say(code, **details).split("\n")]


def _table_lines(table: SavedTable, wording: Wording, unit: str | None) -> Iterator[str]:
    yield "[[table]]"
    if table.sheets:
        yield from _remark(wording, "layout-file-sheets")
        yield f"sheets = [{', '.join(_quoted(sheet) for sheet in table.sheets)}]"
    yield from _remark(wording, "layout-file-rows")
    yield f"header_rows = [{', '.join(str(row) for row in range(table.top + 1, table.top + table.depth + 1))}]"
    if table.unit or unit:
        yield from _remark(wording, "layout-file-unit")
        yield f"{'' if table.unit else '# '}unit = {_quoted(table.unit or unit or '')}"
    yield from _remark(wording, "layout-file-columns")
    yield "columns = ["
    for column in table.columns:
        meaning = wording.field(column.field) if column.field else wording.say("layout-file-ignored")
        yield f"  {_column_text(column)},  # {meaning}"
    yield "]"


def _column_text(column: SavedColumn) -> str:
    parts = [f"letter = {_quoted(column_letter(column.index))}", f"header = {_quoted(column.header)}"]
    parts.append(f"field = {_quoted(column.field)}" if column.field else "ignore = true")
    if column.value is not None:
        parts.append(f"value = {_quoted(column.value)}")
    if column.implies is not None:
        parts.append(f"implies = {{ {column.implies[0]} = {_quoted(column.implies[1])} }}")
    if column.group:
        parts.append(f"group = {_quoted(column.group)}")
    return f"{{ {', '.join(parts)} }}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: str) -> str:
    """A text as a TOML basic string; what is no Unicode character cannot stand in a file and becomes U+FFFD."""
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\u{code:04x}" if code < 0x20 or code == 0x7F else char


def write_layout(path: Path, text: str, *, force: bool = False) -> None:
    """Write a layout file; its folder is made where it is missing.

    Raises ConfigError `config-layout-exists` where another stands there and `force` was not asked for; OSError.
    """
    if path.exists() and not force and path.read_bytes() != text.encode():
        raise ConfigError("config-layout-exists", file=f"{FOLDER}/{path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_bytes(text.encode())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
