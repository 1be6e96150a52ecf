"""Text on a terminal: how wide it may be, folded at its spaces, and nothing in it that steers the terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

WIDTH = 100
"""Columns of the screen where nobody says otherwise."""

LEAST, MOST = 60, 140


def width_of(wanted: int | None = None) -> int:
    """Return how many columns a screen has: those wanted, else the terminal's, within what reads well."""
    found = shutil.get_terminal_size((WIDTH, 24)).columns if wanted is None else wanted
    return max(LEAST, min(MOST, found))


def shown(line: str) -> str:
    """Return a line that is safe on a terminal: characters that steer it, or turn the direction, are made visible."""
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else " " if char.isspace() else "\ufffd" for char in line)


def folded(text: str, width: int, hanging: int | None = None) -> list[str]:
    """Fold a text at its spaces; a word that is longer than a line is not cut. Never empty."""
    from rich.cells import cell_len  # noqa: PLC0415 -- most runs fold nothing

    if cell_len(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    line, room = "", width
    for word in _words(text):
        if line and cell_len(line) + cell_len(word) > room:
            lines.append(line.rstrip())
            line, room = word.lstrip(), width if hanging is None else hanging
        else:
            line += word
    return [*lines, line.rstrip()]


def _words(text: str) -> Iterable[str]:
    """Split a text before each run of spaces, so that the pieces joined are the text."""
    start = 0
    for index in range(1, len(text)):
        if text[index] == " " and text[index - 1] != " ":
            yield text[start:index]
            start = index
    yield text[start:]
