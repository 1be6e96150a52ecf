"""What is left for an officer to carry between yumsync and the centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.upstream.workbook.matching import Differing
from sync.values import Finding


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook of which something is not confirmed: its file, and how many operations of it."""

    file: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Handover:
    """What an officer has to carry: which workbooks, where exports go and workbooks that were not taken, and what the
    exports that are there say.

    Of `unrecorded` changes it is known what became of them, and the state does not say it yet. `newest` is the newest
    export and `written` its time; `unread` are exports that cannot be used, `in_error` rows of exports that cannot.
    `differing` are people whom an export made after their workbook shows otherwise.
    """

    outgoing: str
    incoming: str
    refused: str
    workbooks: Sequence[Workbook]
    unrecorded: int = 0
    newest: str = ""
    written: datetime | None = None
    unread: Sequence[Finding] = ()
    in_error: int = 0
    differing: Sequence[Differing] = ()
