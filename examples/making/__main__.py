"""`python -m examples.making [FOLDER]` writes every example anew, here or below another folder."""

from __future__ import annotations

import sys
from pathlib import Path

from examples.making import cells, centre, files, fonts, headers, registers, rows
from examples.making.tools import LISTS, REGISTERS

__all__ = ["cells", "centre", "files", "fonts", "headers", "registers", "rows"]
"""Each registers what it makes."""


def main() -> None:
    """Write `lists/` and `registers/`."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    for name, catalogue in (("lists", LISTS), ("registers", REGISTERS)):
        (folder / name).mkdir(exist_ok=True)
        catalogue.write(folder / name)


if __name__ == "__main__":
    main()
