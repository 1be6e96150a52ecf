"""The marks by which the program knows files it wrote for somebody, so that they can be removed again."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile, ZipFile

AUTHOR = "yumsync"
"""The author that stands in the properties of workbooks."""

GENERATOR = f'<meta name="generator" content="{AUTHOR}">'
"""The line of a page's head."""

DOCUMENT = f'{{\n  "made_by": "{AUTHOR}",'
"""What a JSON document begins with."""

ASIDE = ".yumsync-"
"""What folders begin with in which a workbook is put together; a kill leaves them behind."""

_HALF = re.compile(r"\..+\.\d+")
_HEAD = 4096
_CORE = "docProps/core.xml"


def is_made(path: Path) -> bool:
    """Whether the program wrote a file, or half of it. Raises OSError."""
    if _HALF.fullmatch(path.name) or any(part.startswith(ASIDE) for part in path.parent.parts):
        return True
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK"):
        return _author(path) == AUTHOR
    return GENERATOR.encode() in head or head.startswith(DOCUMENT.encode())


def _author(path: Path) -> str:
    try:
        with ZipFile(path) as package:
            core = package.read(_CORE).decode("utf-8", "replace")
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return ""
    found = re.search(r"<dc:creator>([^<]*)</dc:creator>", core)
    return found[1] if found else ""
