"""Between our fields and theirs: names, values of code lists, dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from adapters.upstream.templates import as_text
from config.knowledge import load_fields
from config.profile import RequestsProfile
from sync.values import Record

_PART = re.compile(r'(?:(\w+)|"([^"]+)")(\[0\])?')
_DATED_FACTS = frozenset({"on", "expected_return"})
_WHOLE = len("2004-05-17")

Translated = dict[str, Any]
"""Values as they are written there, by our names."""


class Translation:
    """How a profile writes what we hold, and reads what it shows."""

    def __init__(self, profile: RequestsProfile) -> None:
        self._profile = profile
        self._dates = {name for name, spec in load_fields().items() if spec.type == "date"} | _DATED_FACTS
        self._ours = {
            field: {as_text(theirs): ours for ours, theirs in reversed(list(table.items()))}
            for field, table in profile.values.items()
        }

    def written(self, record: Mapping[str, str | None]) -> Translated:
        """Return values as they are written there, by our names; a date that cannot be written is left out."""
        found = {name: self._written(name, value) for name, value in record.items()}
        return {name: value for name, value in found.items() if value is not None or record[name] is None}

    def echo(self, record: Record) -> Record:
        """Return a record as it comes back once it was written."""
        found = {name: self.ours(name, value) for name, value in self.written(record).items()}
        return {name: value for name, value in found.items() if value}

    def body(self, record: Translated) -> dict[str, Any]:
        """Return a record of written values under their names."""
        body: dict[str, Any] = {}
        for name, value in record.items():
            _put(body, self._path(name), value)
        return body

    def shown(self, content: Any, name: str) -> Any:
        """Return what stands there for a field of ours, None where nothing does."""
        for key, first in self._path(name):
            content = content.get(key) if isinstance(content, Mapping) else None
            if first:
                content = content[0] if isinstance(content, list) and content else None
        return content

    def record(self, content: Any) -> Record:
        """Return the fields of a person as we write them; what is empty there is left out."""
        found = {name: self.ours(name, self.shown(content, name)) for name in self._profile.fields}
        return {name: value for name, value in found.items() if value}

    def ours(self, name: str, value: Any) -> str | None:
        """Return one value of theirs as we write it, None where there is none."""
        if value is None or isinstance(value, list | dict):
            return None
        text: str = as_text(value)
        if name in self._ours:
            return self._ours[name].get(text, text)
        return self._read_date(text) if name in self._dates else text

    def _path(self, name: str) -> list[tuple[str, bool]]:
        path = self._profile.names.get(name, name)
        return [(found[1] or found[2], bool(found[3])) for found in _PART.finditer(path)]

    def _written(self, name: str, value: str | None) -> Any:
        if value is None:
            return None
        if name in self._profile.values:
            return self._profile.values[name].get(value, value)
        if name in self._dates:
            return self._write_date(value)
        return value

    def _write_date(self, value: str) -> str | None:
        dates = self._profile.dates
        if len(value) < _WHOLE:
            return value if dates.partial else None
        return date.fromisoformat(value).strftime(dates.write)

    def _read_date(self, text: str) -> str:
        for form in (*self._profile.dates.read, self._profile.dates.write):
            with suppress(ValueError):
                return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 -- a day, of no zone
        return text


def says_same(one: Any, other: Any) -> bool:
    """Whether two values say the same; nothing, an empty text and an empty row are the same."""
    empty: tuple[object, ...] = (None, "", [])
    if one in empty or other in empty:
        return one in empty and other in empty
    return as_text(one) == as_text(other)


def _put(body: dict[str, Any], path: list[tuple[str, bool]], value: Any) -> None:
    """Put a value where a path leads; a row whose first is empty is an empty row."""
    for number, (key, first) in enumerate(path, start=1):
        last = number == len(path)
        if first and value is None:
            body.setdefault(key, [])
            return
        if last:
            body[key] = [value] if first else value
        elif first:
            body = (body.setdefault(key, [{}]) or [{}])[0]
        else:
            body = body.setdefault(key, {})
