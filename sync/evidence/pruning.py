"""Pruning the journal: what is older than it must be kept goes, its proof stays. What goes is packed first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sync.access.actor import ANYBODY, WHOLE, Actor
from sync.access.permissions import Permission
from sync.errors import Tampered, YumsyncError
from sync.evidence.pack import Pack, Selection
from sync.evidence.packing import Packs
from sync.ports import Store


@dataclass(frozen=True, slots=True)
class Pruned:
    """The entries that were removed, from `first` to `last`, and the pack that was made of them."""

    first: int
    last: int
    pack: Pack | None


class Pruning:
    """The pruning of one store's journal, as `actor` may do it. Each method raises AccessRefused."""

    def __init__(self, store: Store, packs: Packs, actor: Actor = ANYBODY) -> None:
        self._store, self._packs, self._actor = store, packs, actor

    def prune(self, before: datetime, keep: Callable[[Pack], None] | None) -> Pruned | None:
        """Remove the entries up to the last signed one of those before a moment, and return which; None where there
        are none. `keep` is given a pack of them first; what it raises leaves them where they are.

        Raises Tampered `audit-tampered` for a journal that does not prove itself.
        """
        self._actor.require(Permission.PRUNE, WHOLE)
        stretch = self._store.archive.prunable(before)
        if stretch is None:
            return None
        pack = None
        if keep is not None:
            pack = self._packs.made(Selection(upto=stretch.last))
            keep(pack)
        misfits = self._store.journal.examine().misfits
        if misfits:
            raise Tampered("audit-tampered", count=len(misfits))
        self._store.archive.prune(stretch)
        return Pruned(stretch.first, stretch.last, pack)


def first_kept(today: date, months: int, wanted: date | None) -> date:
    """Return the day from which on entries stay: the one wanted, or that of the policy (`months`; 0 for none).

    Raises YumsyncError: `prune-no-day` where neither says one, `prune-too-late` where the policy keeps more.
    """
    if not months and wanted is None:
        raise YumsyncError("prune-no-day")
    if not months:
        return wanted or today
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    kept = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    if wanted is not None and wanted > kept:
        raise YumsyncError("prune-too-late", months=months, day=f"{kept:%d/%m/%Y}")
    return wanted or kept
