"""Files that `check` is given by name: read as the list of the configuration they belong to, where it is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.lists.files import find_files
from adapters.lists.spec import ListSpec
from config.headers import load_headers
from config.settings import ListSettings, Settings
from sync.errors import ListError
from sync.ports import ListSource, Table
from sync.values import Finding, ListKind, Place, Severity


def list_of(file: Path, settings: Settings) -> ListSettings | None:
    """Return the one list of people whose files a file is among; None where there is none, or several."""
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


def file_settings(file: Path, kind: ListKind, of: ListSettings | None, layout: str | None) -> ListSettings:
    """Return how one file is read: by its list's unit, kind and layout, unless `kind` or `layout` say otherwise.

    Nothing is said about who is absent: one file may be a part of its list.
    """
    return ListSettings(
        name=str(file),
        kind=of.kind if of is not None and kind is ListKind.MEMBERS else kind,
        path=str(file.absolute()),
        unit=of.unit if of is not None else None,
        layout=layout or (of.layout if of is not None else None),
    )


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
