"""`[units]`: what an upstream tells about a unit."""

from __future__ import annotations

from collections.abc import Mapping

from config.profile.parts import Part, Text

UNIT_FACTS = ("id", "name", "code", "vintage", "level", "parent", "valid_from", "valid_to", "successors")
"""What an upstream may tell about a unit; the first two it must."""


class UnitFacts(Part):
    """What each fact of a unit is called there. A name with dots leads into what stands within: `branch.code`."""

    id: Text
    """The upstream's own handle of the unit."""
    name: Text
    code: Text | None = None
    vintage: Text | None = None
    level: Text | None = None
    parent: Text | None = None
    """The handle of the unit it stands under."""
    valid_from: Text | None = None
    valid_to: Text | None = None
    successors: Text | None = None

    @property
    def names(self) -> Mapping[str, str]:
        """What each of `UNIT_FACTS` that is told is called."""
        found = ((fact, getattr(self, fact)) for fact in UNIT_FACTS)
        return {fact: name for fact, name in found if name is not None}
