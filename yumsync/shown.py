"""Everybody the upstream shows, read in a second process while the first one compares."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.charter import Overlay, Status
from sync.diff.grouped import groups
from sync.ports import RemotePerson
from sync.reconciliation.pages import PAGE
from sync.values import ListKind
from yumsync.ahead import ahead

if TYPE_CHECKING:
    from yumsync.bootstrap import App

_KINDS = {kind.value: kind for kind in ListKind}
_STATUSES = {status.value: status for status in Status}


def everybody(app: App) -> Iterator[Sequence[RemotePerson]]:
    """Yield everybody in pages. Raises ConfigError, and what reading the upstream raises; `YumsyncError`
    (`reading-ended`) where the second process is gone before its end."""
    return (page.people for page in ahead(_pages(app), soon=0))


def _pages(app: App) -> Iterator[Page]:
    # Connections of its own: two processes cannot talk over one.
    with closing(app.open_as(app.profile)) as upstream:
        for people in groups(upstream.people(), PAGE):
            yield Page(people)


@dataclass(frozen=True, slots=True)
class Page:
    """Some people. They travel as the plainest values, which takes a fifth of pickling them one by one."""

    people: Sequence[RemotePerson]

    def __reduce__(self) -> tuple[Callable[[bytes], Page], tuple[bytes]]:
        """Return what the page is made from again."""
        return _unpacked, (marshal.dumps([_packed(one) for one in self.people]),)


def _packed(one: RemotePerson) -> tuple[object, ...]:
    overlays = {overlay.value: day for overlay, day in one.overlays.items()} if one.overlays else None
    return (
        *(one.person, one.member_code, one.kind.value, one.unit, dict(one.record), one.etag, one.status.value),
        *(overlays, one.reference, one.updated),
    )


def _unpacked(packed: bytes) -> Page:
    people = []
    found = marshal.loads(packed)  # noqa: S302 - from our own other half
    for person, code, kind, unit, record, etag, status, overlays, reference, updated in found:
        lasting = {Overlay(name): day for name, day in overlays.items()} if overlays else {}
        stands = _STATUSES[status]
        people.append(
            RemotePerson(person, code, _KINDS[kind], unit, record, etag, stands, lasting, reference, updated)
        )
    return Page(people)
