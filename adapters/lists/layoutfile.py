"""Saved layouts as files: `layouts/NAME.toml`, small, commented, to be corrected by hand.

Every problem of a file is reported at once, each naming its key as `yumsync.toml` does. `layoutsave` writes them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from config.forms import Stated, is_layout_name
from config.problems import near, problem_of
from config.settings import Section
from sync.errors import ConfigError, ConfigProblem
from sync.tables.layout import IDENTITY_FIELDS, SAMPLE_ROWS
from sync.tables.saved import SavedColumn, SavedLayout, SavedTable

FOLDER = "layouts"
"""Where layouts lie, beside `yumsync.toml`."""

VERSION = 1
_LETTER = re.compile(r"[A-Z]{1,3}")
_LARGEST = 256 * 1024


class _Column(Section):
    letter: Stated
    header: str = ""
    field: Stated | None = None
    ignore: bool = False
    value: Stated | None = None
    implies: Annotated[dict[str, Stated], Field(default_factory=dict)]
    group: Stated | None = None


class _Table(Section):
    sheets: tuple[Stated, ...] = ()
    header_rows: tuple[int, ...]
    unit: Stated | None = None
    columns: tuple[_Column, ...]


class _File(Section):
    version: int
    table: tuple[_Table, ...]


def layout_path(name: str, base: Path) -> Path:
    """Return the file of the layout of this name. Raises ConfigError for a name that is no plain file name."""
    if not is_layout_name(name):
        raise ConfigError("config-layout-name", key=name[:80])
    return base / FOLDER / f"{name}.toml"


def load_layouts(names: Iterable[str], base: Path, fields: Iterable[str]) -> dict[str, SavedLayout]:
    """Read the layouts of these names below `base`; `fields` are the fields a column may state.

    Raises ConfigError: `config-invalid` with the problems of all the files, keys named as they stand in them.
    """
    found: dict[str, SavedLayout] = {}
    problems: list[ConfigProblem] = []
    wrong: list[str] = []
    known = frozenset(fields)
    for name in dict.fromkeys(names):
        path = layout_path(name, base)
        try:
            found[name] = _layout(name, _read(path, f"{FOLDER}/{path.name}"), known)
        except ConfigError as error:
            wrong.append(f"{FOLDER}/{path.name}")
            problems.extend(error.problems or (ConfigProblem(error.code, place=None, **error.details),))
    if wrong:
        raise ConfigError("config-invalid", tuple(problems), file=", ".join(wrong), count=len(problems))
    return found


def _read(path: Path, shown: str) -> dict[str, Any]:
    try:
        with path.open("rb") as handle:
            content = handle.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ConfigError("config-not-text", file=shown)
        return tomllib.loads(content.decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError("config-layout-missing", file=shown, name=path.stem) from None
    except UnicodeDecodeError:
        raise ConfigError("config-not-text", file=shown) from None
    except OSError:
        raise ConfigError("config-unreadable", file=shown) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(number) for number in place.groups()) if place else (1, 1)
        raise ConfigError("config-syntax", file=shown, line=line, column=column) from None
    except RecursionError:
        raise ConfigError("config-syntax", file=shown, line=1, column=1) from None


def _layout(name: str, found: Mapping[str, Any], fields: frozenset[str]) -> SavedLayout:
    """Make the layout of a file's content. Raises ConfigError with all its `problems`."""
    problems: list[ConfigProblem] = list(_across(found, fields))
    made: _File | None = None
    try:
        made = _File.model_validate(found)
    except ValidationError as error:
        told = [problem_of(each, _known) for each in error.errors(include_url=False, include_input=False)]
        problems = told + problems
    if problems or made is None:
        raise ConfigError("config-invalid", tuple(problems))
    return SavedLayout(name, tuple(_table(table) for table in made.table))


def _table(table: _Table) -> SavedTable:
    columns = [
        SavedColumn(
            index=_index(column.letter),
            header=column.header,
            field="" if column.ignore else column.field or "",
            implies=next(iter(column.implies.items()), None),
            value=column.value,
            group=column.group or "",
        )
        for column in table.columns
    ]
    return SavedTable(
        sheets=table.sheets,
        top=table.header_rows[0] - 1,
        depth=len(table.header_rows),
        columns=tuple(sorted(columns, key=lambda column: column.index)),
        unit=table.unit,
    )


def _known(place: tuple[int | str, ...]) -> list[str]:
    names = [part for part in place if isinstance(part, str)]
    table: type[Section] = _Column if "columns" in names else _Table if "table" in names else _File
    return list(table.model_fields)


# ── what a single value's type cannot say ────────────────────────────────────────────────────────────────


def _across(found: Mapping[str, Any], fields: frozenset[str]) -> Iterator[ConfigProblem]:
    """Yield what is wrong in the raw file beyond types, also where types are wrong too."""
    version = found.get("version")
    if isinstance(version, int) and version != VERSION:
        yield ConfigProblem("config-layout-version", key="version", version=version, known=VERSION)
    tables = found.get("table")
    if tables == []:
        yield ConfigProblem("config-missing-key", key="[[table]]")
    sheets: dict[str, str] = {}
    for number, table in enumerate(tables if isinstance(tables, list) else (), start=1):
        if isinstance(table, dict):
            key = f"table[{number}]"
            yield from _sheets_of(table, key, sheets)
            yield from _rows_of(table, key)
            yield from _columns_of(table, key, fields)


def _sheets_of(table: Mapping[str, Any], key: str, seen: dict[str, str]) -> Iterator[ConfigProblem]:
    named = table.get("sheets", [])
    for sheet in (named or [""]) if isinstance(named, list) else ():
        if isinstance(sheet, str):
            other = seen.setdefault(sheet.strip(), key)
            if other != key:
                yield ConfigProblem("config-layout-sheet-twice", key=f"{key}.sheets", other=other)


def _rows_of(table: Mapping[str, Any], key: str) -> Iterator[ConfigProblem]:
    rows = table.get("header_rows")
    if not isinstance(rows, list) or not all(type(row) is int for row in rows):
        return
    in_order = rows == list(range(rows[0], rows[0] + len(rows))) if rows else False
    if not in_order or not 1 <= rows[0] <= rows[-1] <= SAMPLE_ROWS:
        yield ConfigProblem("config-layout-rows", key=f"{key}.header_rows", limit=SAMPLE_ROWS)


def _columns_of(table: Mapping[str, Any], key: str, fields: frozenset[str]) -> Iterator[ConfigProblem]:
    columns = table.get("columns")
    if not isinstance(columns, list):
        return
    seen: dict[str, str] = {}
    stated: set[str] = set()
    for number, column in enumerate(columns, start=1):
        if not isinstance(column, dict):
            continue
        here = f"{key}.columns[{number}]"
        letter = column.get("letter")
        if isinstance(letter, str) and letter.strip():
            if not _LETTER.fullmatch(letter):
                yield ConfigProblem("config-layout-letter", key=f"{here}.letter")
            elif seen.setdefault(letter, here) != here:
                yield ConfigProblem("config-layout-column-twice", key=f"{here}.letter", other=seen[letter])
        yield from _field_of(column, here, fields)
        stated.add(str(column.get("field")))
    if stated and not ("full_name" in stated or {"family_name", "given_name"} <= stated):
        yield ConfigProblem("config-layout-no-name", key=f"{key}.columns")
    elif stated and not stated & IDENTITY_FIELDS:
        yield ConfigProblem("config-layout-no-identity", key=f"{key}.columns")


def _field_of(column: Mapping[str, Any], key: str, fields: frozenset[str]) -> Iterator[ConfigProblem]:
    field, ignored, implies = column.get("field"), column.get("ignore") is True, column.get("implies", {})
    if (field is not None) == ignored:
        yield ConfigProblem("config-layout-field-or-ignore", key=key)
    if isinstance(field, str) and field.strip() and field not in fields:
        yield _unknown_field(f"{key}.field", field, fields)
    if isinstance(implies, dict):
        if len(implies) > 1:
            yield ConfigProblem("config-layout-implies", key=f"{key}.implies")
        for name in implies:
            if name not in fields:
                yield _unknown_field(f"{key}.implies", name, fields)


def _unknown_field(key: str, field: str, fields: frozenset[str]) -> ConfigProblem:
    nearest = near("", field, fields).details.get("nearest")
    if nearest is None:
        return ConfigProblem("config-layout-field", key=key)
    return ConfigProblem("config-layout-field-near", key=key, nearest=nearest)


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
