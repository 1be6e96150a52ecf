"""One person's story as a page: one file that loads nothing, for a browser or a printer, its owner's alone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from config.wording import Wording
from sync.errors import YumsyncError
from sync.evidence.story import Story
from yumsync.cli.folding import shown
from yumsync.cli.storywords import Line, Section, StoryWords

_STYLE = """
:root { --ink: #1c2430; --soft: #5b6675; --line: #d9dee5; --paper: #fff; --ground: #f4f6f8; --mark: #6b7685; }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Noto Sans", sans-serif; }
main { max-width: 52rem; margin: 0 auto; }
h1 { font-size: 1.5rem; margin: 0 0 1.2rem; }
section { background: var(--paper); border: 1px solid var(--line); border-left: 5px solid var(--mark);
  border-radius: 4px; padding: .8rem 1rem; margin: 0 0 .8rem; break-inside: avoid; }
h2 { font-size: 1.05rem; margin: 0 0 .4rem; display: flex; gap: 1rem; justify-content: space-between; }
time { color: var(--soft); font-weight: normal; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: .15rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } dd.whole { grid-column: 1 / -1; }
dd.changed { font-weight: 600; }
dd p { margin: 0; white-space: pre-wrap; color: var(--soft); font-size: .9em; font-weight: normal; }
.now { --mark: #24527a; } .applied { --mark: #2e7d4f; } .rejected, .dead { --mark: #b3372c; }
.questions, .held, .unknown, .accepted { --mark: #c98a12; } .decision { --mark: #6a4ea3; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } h2 { display: block; } }
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


def write_page(out: Path, story: Story, wording: Wording) -> None:
    """Write a story as a page that only its owner may read; it stands under its name once it is whole. OSError."""
    from adapters.reports.workbook import private_file  # noqa: PLC0415 -- slow to load

    with private_file(out) as half:
        half.write_text(page(story, wording), "utf-8", errors="replace")


def page(story: Story, wording: Wording) -> str:
    """Return the page."""
    words = StoryWords(wording)
    title = escape(shown(words.title(story)))
    parts = "".join(_section(one) for one in words.sections(story))
    return (
        f'<!doctype html>\n<html lang="{wording.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{parts}</main>\n</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    when = f" <time>{escape(section.when)}</time>" if section.when else ""
    lines = "".join(piece for line in section.lines for piece in _line(line))
    body = f"<dl>\n{lines}</dl>\n" if lines else ""
    return f'<section class="{section.kind}">\n<h2>{escape(shown(section.title))}{when}</h2>\n{body}</section>\n'


def _line(line: Line) -> Iterator[str]:
    marks = " ".join([*([] if line.label else ["whole"]), *(["changed"] if line.changed else [])])
    if line.label:
        yield f"<dt>{escape(shown(line.label))}</dt>"
    notes = "".join(f"<p>{escape(shown(note))}</p>" for note in line.notes)
    yield f'<dd class="{marks}">{escape(shown(line.text))}{notes}</dd>\n'
