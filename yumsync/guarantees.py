"""What a run can guarantee with a profile where an answer is lost, from the profile alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.profile import Profile, RequestsProfile, WorkbookProfile
from sync.values import OperationType


@dataclass(frozen=True, slots=True)
class Guarantee:
    """How a lost answer is settled: by `keys`, by an `export` an officer brings, or by reading `back`.

    `blind` are operations of which reading back tells nothing: nobody but an officer settles those.
    """

    by: str
    blind: Sequence[OperationType] = ()


def guarantee(profile: Profile) -> Guarantee:
    """Return what a profile lets a run guarantee."""
    if isinstance(profile, WorkbookProfile):
        return Guarantee("export")
    if profile.honours_keys:
        return Guarantee("keys")
    if not isinstance(profile, RequestsProfile):
        return Guarantee("back")
    described = {type_: profile.requests(type_) for type_ in profile.types}
    blind = (type_ for type_, found in described.items() if not found.holds and not found.sends_record)
    return Guarantee("back", tuple(sorted(blind)))
