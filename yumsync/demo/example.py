"""The small province of `examples/`: three lists and the configuration that reads them.

`python -m yumsync.demo.example FOLDER` writes it; a test holds the committed files to it.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from yumsync.demo.province import MEMBERS, Province, generate
from yumsync.demo.writers import write

_CONFIG = """\
# A fabricated province of three lists. Every key is explained in the annotated example that `yumsync init` writes.

[upstream]
profile = "standin"
url = "http://127.0.0.1:8901"

[state]
url = "sqlite:///state.db"
key = "file:yumsync.key"

{lists}"""


def example() -> Province:
    """Return the example: a district that keeps the central export, one that keeps a CSV, youth in the first."""
    made = generate(seed=7, districts=2, branches=4, members=60, youth=24, mistakes=6)
    first = {branch.number for commune in made.districts[0].communes for branch in commune.branches}
    people = tuple(person for person in made.people if person.kind == MEMBERS or person.branch in first)
    return replace(made, people=people)


def write_example(folder: Path) -> None:
    """Write the lists and yumsync.toml below `folder`. Raises OSError where a file cannot be written."""
    written = write(example(), folder)
    (folder / "yumsync.toml").write_text(_CONFIG.format(lists=written.toml()), encoding="utf-8")


if __name__ == "__main__":
    write_example(Path(sys.argv[1]))
