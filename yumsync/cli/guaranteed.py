"""What a person reads about what a run cannot guarantee with its profile; nothing where there is nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from config.wording import Wording
from yumsync.guarantees import Guarantee


def guaranteed(found: Guarantee, wording: Wording) -> Iterator[str]:
    """The lines after a run."""
    if found.blind:
        yield ""
        yield "! " + wording.say("guarantee-blind", what=movements(", ".join(found.blind), wording))


def movements(names: str, wording: Wording) -> str:
    """Return operations under the names officers know, in the order given."""
    known = ((name, f"movement-{name}") for name in names.split(", "))
    return ", ".join(wording.say(code) if wording.has(code) else name for name, code in known)
