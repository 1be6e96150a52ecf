"""`[answers]`: how an answer is understood, and which answers mean something else than their status says."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from config.profile.parts import Part, Pattern, Pick, Status

Meaning = Literal["applied", "refused", "exists", "absent", "busy", "unauthorised", "failed"]
"""What an answer means: done; the record is refused; there is such a person already; there is no such person; ask
later; who asks is not let in; the upstream itself failed."""


class AnswerRule(Part):
    """One exception: an answer with one of these statuses, and such words, has this meaning."""

    status: Annotated[tuple[Status, ...], Field(min_length=1)]
    """The statuses it is about."""

    words: Pattern | None = None
    """A regular expression that must be found in the upstream's words."""

    code: Pattern | None = None
    """A regular expression that must be found in the upstream's code of the problem."""

    means: Meaning
    """What such an answer means."""


class Answers(Part):
    """How every answer is understood. The first rule that fits decides, before the table of statuses."""

    data: Pick = "@"
    """Where the content stands in its envelope."""

    words: tuple[Pick, ...] = ()
    """Where the upstream's own words may stand; the first that is a text counts."""

    code: Pick | None = None
    """Where the code of a problem stands."""

    failed: Pick | None = None
    """What is true of a failure that comes with a status of success."""

    succeeded: Pick | None = None
    """What is true of every success; an answer with such a status of which it is not true tells nothing."""

    rules: tuple[AnswerRule, ...] = ()
