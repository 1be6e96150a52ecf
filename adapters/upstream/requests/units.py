"""The upstream's tree of units: as it is read, and how a unit of ours is found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from threading import Lock
from typing import Any

from adapters.upstream.requests.paging import Reader
from adapters.upstream.wire import Garbled, read_unit, within
from config.profile.requests import Units
from config.units import load_unit_words
from sync.errors import Refused, Unavailable
from sync.ports import RemoteUnit


class NoSuchUnit(Exception):
    """A unit of ours is not found there, or more than one has its name."""


class UnitsThere:
    """The units of one upstream, read once when the first is asked for. Safe to use from several threads."""

    def __init__(self, units: Units, reader: Reader, host: str) -> None:
        self._units = units
        self._reader = reader
        self._host = host
        self._lock = Lock()
        self._words = load_unit_words()
        self._paths: dict[str, str] | None = None
        self._by_key: dict[str, list[tuple[list[str], str]]] = {}

    def read(self) -> Iterator[RemoteUnit]:
        """Yield every unit, and before the first below it, one that is told of only there.

        Raises `Unavailable` or `Refused`, also in the middle.
        """
        told: set[str] = set()
        for item in chain.from_iterable(self._reader.pages(self._units)):
            try:
                unit = read_unit(item, self._units.names)
            except Garbled as error:
                raise Unavailable("upstream-garbled", host=self._host, reason=str(error)) from error
            above = self._above(item)
            if above and unit.parent and unit.parent not in told:
                yield RemoteUnit(unit.parent, above)
            told |= {unit.id, unit.parent or unit.id}
            yield unit

    def handle_of(self, name: str) -> str:
        """Return the upstream's handle of a unit of ours, named with those above it: `Chi đoàn 1, Đoàn xã Bình An`.

        A unit fits where it and those above it have the names, as far as both say. Raises `NoSuchUnit` where not
        exactly one fits, `Unavailable` where the tree cannot be read.
        """
        self._load()
        ours = [self._words.key(part) for part in name.split(",")]
        found = [
            handle
            for theirs, handle in self._by_key.get(ours[0], ())
            if all(one == other for one, other in zip(ours, theirs, strict=False))
        ]
        if len(found) != 1:
            raise NoSuchUnit(name)
        return found[0]

    def name_of(self, handle: str) -> str:
        """Return the name of a unit with those above it, the handle itself where the tree has none."""
        return self._load().get(handle, handle)

    def _load(self) -> Mapping[str, str]:
        with self._lock:
            if self._paths is None:
                try:
                    units = {unit.id: unit for unit in self.read()}
                except Refused as error:  # no record is to blame for a tree that cannot be read
                    raise Unavailable(
                        error.code, retry_after=error.retry_after, words=error.words, **error.details
                    ) from error
                names = {handle: _names(unit, units) for handle, unit in units.items()}
                for handle, path in names.items():
                    keys = [self._words.key(name) for name in path]
                    self._by_key.setdefault(keys[0], []).append((keys, handle))
                self._paths = {handle: ", ".join(path) for handle, path in names.items()}
            return self._paths

    def _above(self, item: Mapping[str, Any]) -> str:
        name = within(item, self._units.parent_name) if self._units.parent_name else None
        return name if isinstance(name, str) else ""


def _names(unit: RemoteUnit, units: Mapping[str, RemoteUnit]) -> list[str]:
    """Return the names of a unit and of those above it."""
    names: list[str] = []
    above: RemoteUnit | None = unit
    while above is not None and len(names) <= len(units):
        names.append(above.name)
        above = units.get(above.parent or "")
    return names
