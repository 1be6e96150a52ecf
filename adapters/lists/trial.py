"""Opening a workbook on trial, in a process of its own, before this one opens it.

The reader is compiled code. On a damaged .xls or .ods it may run in a circle or reserve more memory than there
is, and then the whole process would be gone, with every other list. Both formats are old and small, so they can
afford to be opened twice; .xlsx is held by the checks of `package`.
"""

from __future__ import annotations

import subprocess
import sys

from adapters.lists.spec import ReadLimits
from adapters.lists.table import Origin
from sync.errors import ListError

_ENCRYPTED, _DAMAGED = 3, 4
_PROGRAM = f"""
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
from python_calamine import CalamineWorkbook, PasswordError
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for meta in book.sheets_metadata:
        sheet = book.get_sheet_by_name(meta.name)
        sheet.merged_cell_ranges
        for row in sheet.iter_rows():
            pass
except PasswordError:
    sys.exit({_ENCRYPTED})
except BaseException:
    sys.exit({_DAMAGED})
"""


def open_on_trial(content: bytes, origin: Origin, limits: ReadLimits) -> None:
    """Open and read a workbook's bytes in another process. Raises `ListError` when that process does not survive."""
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and program, the file is its input)
            [sys.executable, "-I", "-c", _PROGRAM, str(limits.trial_bytes)],
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.trial_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise ListError("list-damaged", place=origin.place(), reason="TimeoutExpired") from problem
    if done.returncode == _ENCRYPTED:
        raise ListError("list-encrypted", place=origin.place())
    if done.returncode:
        raise ListError("list-damaged", place=origin.place(), reason=f"reader {done.returncode}")
