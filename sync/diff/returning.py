"""A list that still has somebody who was erased: they are not created anew before an officer says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sync.diff.decide import Stated
from sync.ports import IdentityKey, Tombstone
from sync.values import Hold


def returning(
    stated: Stated, keys: Collection[IdentityKey | None], under: Mapping[IdentityKey, Tombstone]
) -> Hold | None:
    """Return the question whether to take somebody in again; None where nobody of these keys was erased.

    It tells where the row stands and since when they are erased, and nothing of who they are: that would be kept.
    """
    stone = next((under[key] for key in keys if key is not None and key in under), None)
    if stone is None:
        return None
    return Hold(
        code="erased",
        key=f"erased:{stone.person}",
        place=stated.place,
        unit=stated.unit,
        details={"when": f"{stone.at:%d/%m/%Y}", "decision_no": stone.decision_no},
    )
