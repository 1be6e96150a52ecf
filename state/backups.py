"""A backup: what an installation is made of and one moment of its database, as messages of a sealed file.

Each message is 4 bytes length, that much JSON, and bytes. The first tells what the backup is, then come the key and
the files, then the pages of all tables; the last one says how many rows there were, so that nothing is missing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from state.codec import dumps, loads
from state.recovery import Recipient, Recovery
from state.sealedfile import SealedReader, SealedWriter
from state.snapshot import Page, Snapshot
from state.tables import REVISION
from sync.errors import StateError

_HEAD = struct.Struct(">I")
_ABOUT, _FILE, _KEY, _PAGE, _END = "about", "file", "key", "page", "end"


@dataclass(frozen=True, slots=True)
class About:
    """What a backup is: of which installation, of when, with how many rows in each table, at which revision."""

    installation: str
    made: datetime
    revision: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds besides its rows: the installation's key, and its files by their names in the folder."""

    about: About
    key: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)


def write_backup(
    file: BinaryIO, to: Recipient, contents: Contents, taken: Snapshot, done: Callable[[int], object]
) -> bytes:
    """Write a backup of a snapshot; return the key that opens this one file. `done` is told of rows as they go."""
    writer = SealedWriter(file, to)
    about = contents.about
    stated = {"installation": about.installation, "made": about.made.isoformat(), "revision": about.revision}
    writer.write(_message({"what": _ABOUT, **stated, "counts": about.counts}))
    writer.write(_message({"what": _KEY}, contents.key))
    for name, content in contents.files.items():
        writer.write(_message({"what": _FILE, "name": name}, content))
    rows = 0
    for page in taken.pages():
        values = {name: list(found) for name, found in page.values.items()}
        head = {"what": _PAGE, "table": page.table, "blobs": list(page.blobs), "values": values}
        writer.write(_message(head, page.data))
        rows += len(page)
        done(len(page))
    writer.write(_message({"what": _END, "rows": rows}), last=True)
    return writer.key


class Backup:
    """A backup that is read, from its beginning: first `contents`, then the pages, once.

    Raises `StateError` as `SealedReader` does, and `backup-program` for one made by a later version of the program.
    """

    def __init__(self, file: BinaryIO, opens: Recovery | bytes) -> None:
        reader = SealedReader(file)
        key = opens if isinstance(opens, bytes) else reader.unlock(opens)
        self._messages = map(_parts, reader.messages(key))
        self._next: tuple[dict[str, Any], bytes] | None = None
        self.contents = self._contents()

    def _contents(self) -> Contents:
        head, _ = self._taken(0)
        made = datetime.fromisoformat(head["made"])
        about = About(head["installation"], made, head["revision"], head["counts"])
        if about.revision > REVISION:
            raise StateError("backup-program", revision=about.revision, needed=REVISION)
        key, files = b"", {}
        for head, data in self._messages:
            if head["what"] == _KEY:
                key = data
            elif head["what"] == _FILE:
                files[head["name"]] = data
            else:
                self._next = head, data
                break
        return Contents(about, key, files)

    def pages(self) -> Iterator[Page]:
        """Yield the pages, up to the end of the file. Raises `StateError` `backup-damaged` where rows are missing."""
        rows, number = 0, 0
        head, data = self._next or self._taken(number)
        while head["what"] == _PAGE:
            number += 1
            page = Page(head["table"], head["values"], head["blobs"], data)
            rows += len(page)
            yield page
            head, data = self._taken(number)
        if head["what"] != _END or head["rows"] != rows:
            raise StateError("backup-damaged", part=number)
        for _ in self._messages:  # none follows: reading on finds a file that was added to
            raise StateError("backup-damaged", part=number)

    def _taken(self, number: int) -> tuple[dict[str, Any], bytes]:
        found = next(self._messages, None)
        if found is None:
            raise StateError("backup-damaged", part=number)
        return found


def _message(head: Mapping[str, object], data: bytes = b"") -> bytes:
    text = dumps(dict(head))
    return _HEAD.pack(len(text)) + text + data


def _parts(message: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = _HEAD.unpack_from(message)
    start = _HEAD.size + length
    return loads(message[_HEAD.size : start]), message[start:]
