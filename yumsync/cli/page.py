"""Pages for a browser or a printer: one file each that loads nothing and sends nothing, its owner's alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from adapters.marks import GENERATOR
from sync.errors import YumsyncError
from yumsync.cli.folding import shown

_STYLE = """
:root { --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --paper: #fff; --ground: #f4f6f8; --mark: #6b7685; }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Noto Sans", sans-serif; }
main { max-width: 52rem; margin: 0 auto; }
h1 { font-size: 1.5rem; margin: 0 0 1.2rem; }
section { background: var(--paper); border: 1px solid var(--line); border-left: 5px solid var(--mark);
  border-radius: 4px; padding: .8rem 1rem; margin: 0 0 .8rem; break-inside: avoid; }
@media print { body { background: none; padding: 0; } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""A page that loads nothing and sends nothing, whatever should stand in it."""


def check_page(out: Path, *, force: bool) -> None:
    """Raise YumsyncError where a page cannot be written under this name: `file-page-not-html`, `file-exists` unless
    `force` lets it be replaced."""
    if out.suffix.lower() != ".html":
        raise YumsyncError("file-page-not-html", file=out.name)
    if out.exists() and not (force and out.is_file()):
        raise YumsyncError("file-exists", file=out.name)


def write_page(out: Path, content: str) -> None:
    """Write a page that only its owner may read; it stands under its name once it is whole. OSError."""
    from adapters.reports.workbook import private_file  # noqa: PLC0415 -- slow to load

    with private_file(out) as half:
        half.write_text(content, "utf-8", errors="replace")


def page(lang: str, title: str, style: str, parts: Iterable[str]) -> str:
    """Return a page of these parts, which are markup already, under a title; `style` is what it needs besides."""
    heading = safe(title)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n{GENERATOR}\n'
        f"<title>{heading}</title>\n<style>{_STYLE}{style}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{heading}</h1>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def safe(text: str) -> str:
    """Return a text as markup that shows it and does nothing else."""
    return escape(shown(text))
