"""One person's story as a page."""

from __future__ import annotations

from collections.abc import Iterator

from config.wording import Wording
from sync.evidence.story import Story
from yumsync.cli.page import page, safe
from yumsync.cli.storywords import SHOWN_LOOKS, Line, Section, StoryWords

_STYLE = """
h2 { font-size: 1.05rem; margin: 0 0 .4rem; display: flex; gap: 1rem; justify-content: space-between; }
time { color: var(--soft); font-weight: normal; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(8rem, 13rem) 1fr; gap: .15rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } dd.whole { grid-column: 1 / -1; }
dd.changed { font-weight: 600; }
dd p { margin: 0; white-space: pre-wrap; color: var(--soft); font-size: .9em; font-weight: normal; }
.now { --mark: #24527a; } .applied { --mark: #2e7d4f; } .rejected, .dead { --mark: #b3372c; }
.questions, .held, .unknown, .accepted { --mark: #c98a12; } .decision { --mark: #6a4ea3; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } h2 { display: block; } }
"""


def story_page(story: Story, wording: Wording, looks: int | None = SHOWN_LOOKS) -> str:
    """Return the page; `looks` is how many of the looks at the person's data it tells, None for all."""
    words = StoryWords(wording, looks)
    return page(wording.lang, words.title(story), _STYLE, map(_section, words.sections(story)))


def _section(section: Section) -> str:
    when = f" <time>{safe(section.when)}</time>" if section.when else ""
    lines = "".join(piece for line in section.lines for piece in _line(line))
    body = f"<dl>\n{lines}</dl>\n" if lines else ""
    return f'<section class="{section.kind}">\n<h2>{safe(section.title)}{when}</h2>\n{body}</section>\n'


def _line(line: Line) -> Iterator[str]:
    marks = " ".join([*([] if line.label else ["whole"]), *(["changed"] if line.changed else [])])
    if line.label:
        yield f"<dt>{safe(line.label)}</dt>"
    notes = "".join(f"<p>{safe(note)}</p>" for note in line.notes)
    yield f'<dd class="{marks}">{safe(line.text)}{notes}</dd>\n'
