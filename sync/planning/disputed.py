"""What waits for an officer to say whose word counts: nothing of the records of these people goes out."""

from __future__ import annotations

from collections.abc import Sequence

from sync.diff.draft import Draft
from sync.diff.placements import Placements
from sync.ports import Store
from sync.questions.disputes import DISPUTES
from sync.values import Hold


def settle_disputes(
    store: Store, run: int, draft: Draft, places: Placements, disputes: Sequence[Hold] | None
) -> None:
    """Put a reconciliation's questions into a plan, those that are open where `disputes` is None, and let what lists
    say of these people wait behind them."""
    if disputes is None:
        disputes = [info.hold for info in store.plans.holds() if info.hold.code in DISPUTES]
    if not disputes:
        return
    draft.flush()
    with store.transaction():
        for hold in disputes:
            draft.keep(hold)
            person = hold.person
            if person is None or not places.stages(person):
                continue
            store.plans.hold_back(run, [person], (hold.code, hold.key))
            one, _, stages = places.where(person)
            setattr(one.tally, stages, getattr(one.tally, stages) - 1)
            one.tally.held += 1
            places.unstage(person)
