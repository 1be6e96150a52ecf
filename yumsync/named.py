"""Files that `check` is given by name: read as the list of the configuration they belong to, where it is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.lists.files import find_files
from adapters.lists.spec import ListSpec
from config.headers import load_headers, load_register_titles
from config.settings import ListSettings, Settings
from sync.errors import ListError
from sync.papers.registers import PROPOSAL
from sync.ports import ListSource, Table
from sync.values import Finding, ListKind, Place, Severity


def list_of(file: Path, settings: Settings) -> ListSettings | None:
    """Return the one list of people or movements whose files a file is among; None where there is none, or
    several."""
    wanted, found = file.resolve(), list[ListSettings]()
    for one in settings.lists:
        if one.path is None or one.kind is ListKind.UNITS:
            continue
        spec = ListSpec(one.name, one.kind, one.path, None, False, None, settings.base, load_headers())
        try:
            if any(isinstance(each, Path) and each.resolve() == wanted for each in find_files(spec)):
                found.append(one)
        except (ListError, OSError):
            continue
    return found[0] if len(found) == 1 else None


def file_settings(file: Path, kind: ListKind | None, of: ListSettings | None, layout: str | None) -> ListSettings:
    """Return how one file is read: by its list's unit, kind and layout, unless `kind` or `layout` say otherwise; of
    nobody's list it is one of members.

    Nothing is said about who is absent: one file may be a part of its list.
    """
    return ListSettings(
        name=str(file),
        kind=kind or (of.kind if of is not None else ListKind.MEMBERS),
        path=str(file.absolute()),
        unit=of.unit if of is not None else None,
        layout=layout or (of.layout if of is not None else None),
    )


def by_itself(one: ListSettings, opened: Callable[[ListSettings], ListSource]) -> ListSettings:
    """Return how a file of nobody's list is read: as a register of movements where it says that it is one.

    It says so by its titles, by proposals, or by being no list of members for that reason. Only headers are read for
    that. What cannot be opened stays what it was, and so does a workbook that holds a list of people besides.
    """
    register = one.model_copy(update={"kind": ListKind.MOVEMENTS})
    tables, refused = _tables(opened(register))
    if not tables or "list-no-movement" in refused:
        return one
    if any(map(_says_register, tables)):
        return register
    people, refused = _tables(opened(one))
    return register if not people and refused & _OTHERS else one


def _tables(source: ListSource) -> tuple[list[Table], set[str]]:
    """The tables of a list that can be used, and why others cannot."""
    tables, refused = list[Table](), set[str]()
    try:
        for table in source.tables():
            if isinstance(table, Finding):
                refused.add(table.code)
            else:
                tables.append(table)
    except (ListError, OSError):
        refused.add("")
    return tables, refused


def _says_register(table: Table) -> bool:
    named = load_register_titles().named((table.sheet, *table.layout.titles))
    return bool(named.movement) or any(column.field == PROPOSAL for column in table.columns)


_OTHERS = frozenset({"list-of-departed", "list-of-movements", "list-no-header"})


@dataclass(slots=True)
class AsConfigured:
    """A file's source that says first by which list's settings it is read."""

    source: ListSource
    file: str
    by: str
    name: str
    kind: ListKind
    unit: str | None
    complete: bool

    def tables(self) -> Iterator[Table | Finding]:
        """Yield the note, then what the file gives. Raises `ListError`."""
        place = Place(self.name, self.file)
        yield Finding("list-as-configured", Severity.NOTE, place, details={"name": self.by})
        yield from self.source.tables()


def as_configured(source: ListSource, file: Path, of: ListSettings | None) -> ListSource:
    """Return the source, told of its list where it has one."""
    if of is None:
        return source
    return AsConfigured(source, file.name, of.name, source.name, source.kind, source.unit, source.complete)


def layout_names(lists: Sequence[ListSettings]) -> list[str]:
    """The saved layouts that are asked for."""
    return list(dict.fromkeys(one.layout for one in lists if one.layout))
