"""One person's story on a terminal, and the people of one name to choose from. Personal: for an officer's eyes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.wording import Wording
from sync.evidence.choosing import Namesake
from sync.evidence.story import Story
from yumsync.cli.folding import folded, shown, width_of
from yumsync.cli.storywords import Line, StoryWords

_INDENT = 4
_NOTE = 8

Lines = Iterator[str]


class StoryScreen:
    """Draws stories in one language; `width` is the screen's."""

    def __init__(self, wording: Wording, width: int | None = None) -> None:
        self._w = wording
        self._width = width_of(width)

    def story(self, story: Story) -> Lines:
        """The whole story, section by section."""
        words = StoryWords(self._w)
        yield from self._folded(words.title(story), 0, 2)
        for section in words.sections(story):
            yield ""
            yield from self._folded(f"{section.when}  {section.title}" if section.when else section.title, 0, 2)
            for line in section.lines:
                yield from self._line(line)

    def _line(self, line: Line) -> Lines:
        yield from self._folded(f"{line.label}: {line.text}" if line.label else line.text, _INDENT, _NOTE)
        for note in line.notes:
            yield from self._folded(note, _NOTE, _NOTE + 2)

    def several(self, people: Sequence[Namesake]) -> Lines:
        """People of one name, each with what tells them apart."""
        say = self._w.say
        yield say("why-several", count=len(people))
        for one in people:
            status = say(f"status-{one.status.value}") if one.status is not None else say("why-several-unsent")
            line = say(
                "why-several-code" if one.member_code else "why-several-line",
                id=one.id,
                name=one.record.get("full_name") or "?",
                birth=self._w.value("date_of_birth", one.record.get("date_of_birth")),
                unit=one.unit,
                status=status,
                code=one.member_code or "",
            )
            yield from self._folded(line, 2, 4)
        yield ""
        yield say("why-several-next", id=people[0].id)

    def _folded(self, text: str, indent: int, hanging: int) -> Lines:
        first, *rest = folded(shown(text), self._width - indent, self._width - hanging)
        yield " " * indent + first
        yield from (" " * hanging + more for more in rest)
