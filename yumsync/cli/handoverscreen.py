"""What an officer has to carry between yumsync and the centre, as a screen shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from config.wording import Wording

if TYPE_CHECKING:
    from yumsync.handover import Handover

SHOWN = 5
"""How many people, and how many workbooks, are named; the rest is counted."""


def handover_lines(found: Handover, wording: Wording) -> Iterator[str]:
    """Yield what to upload, where the export goes, and what the exports that are there say."""
    say = wording.say
    if found.unrecorded:
        yield ""
        yield say("handover-unrecorded", count=found.unrecorded)
    if not found.workbooks:
        return
    yield ""
    yield say("handover-title")
    yield f"  1. {say('handover-upload', folder=found.outgoing)}"
    for one in found.workbooks[:SHOWN]:
        yield f"       {say('handover-file', file=one.file, count=one.waiting)}"
    yield from _more(len(found.workbooks), wording)
    yield f"  2. {say('handover-export', folder=found.incoming)}"
    if found.written is not None:
        when = found.written.astimezone().strftime("%d/%m/%Y %H:%M")
        yield f"     {say('handover-newest', file=found.newest, when=when)}"
    for finding in found.unread:
        yield f"     ✗ {say('handover-unread')} {finding.place}: {wording.finding(finding)}"
    if found.in_error:
        yield f"     ! {say('handover-in-error', count=found.in_error)}"
    if found.differing:
        yield f"     ! {say('handover-differing', count=len(found.differing))}"
        for person in found.differing[:SHOWN]:
            fields = ", ".join(wording.field(name) for name in person.fields)
            yield f"         {person.name or '?'}: {fields}"
        yield from _more(len(found.differing), wording)
    if found.written is not None:
        yield f"  3. {say('handover-refused', folder=found.refused)}"


def _more(count: int, wording: Wording) -> Iterator[str]:
    if count > SHOWN:
        yield f"         … {wording.say('report-and-more', count=count - SHOWN)}"
