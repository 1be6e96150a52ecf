"""All that is kept of one person, in the three forms it is handed out in: a document, a page, a table."""

from __future__ import annotations

import json

from adapters.marks import AUTHOR
from adapters.reports.workbook import Table
from config.wording import Wording
from sync.evidence.exports import Dossier
from yumsync.cli.render import as_json
from yumsync.cli.storypage import story_page
from yumsync.cli.storywords import StoryWords

_COLUMNS = ("when", "part", "item", "value", "note")


def as_document(dossier: Dossier) -> str:
    """Return all of it as JSON, for a program."""
    return json.dumps({"made_by": AUTHOR, **_fields(dossier)}, ensure_ascii=False, indent=2) + "\n"


def as_page(dossier: Dossier, wording: Wording) -> str:
    """Return it as a page to be read or printed, with every look at the data."""
    return story_page(dossier.story, wording, looks=None)


def as_table(dossier: Dossier, wording: Wording) -> Table:
    """Return it as a table: a row for each thing that is told."""
    words = StoryWords(wording, looks=None)
    rows = [
        (section.when, section.title, line.label, line.text, "\n".join(line.notes))
        for section in words.sections(dossier.story)
        for line in section.lines
    ]
    return Table(words.title(dossier.story), [wording.say(f"person-column-{name}") for name in _COLUMNS], rows)


def _fields(dossier: Dossier) -> dict[str, object]:
    told = as_json(dossier)
    return told if isinstance(told, dict) else {}
