"""Which unit of ours a letter's destination means, however briefly it was written.

An officer writes "Chi đoàn 2" to a neighbour, or "Chi đoàn 2 - Đoàn phường Phú Thủy". Taken as it stands that would
be a new unit beside ours. Nothing is looked up here. Source: the domain book, §2 and §3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sync.tables.groups import is_within
from sync.text.tidying import match_key
from sync.text.words import fold_words


def meant(text: str, senders: Iterable[str], ours: Collection[str]) -> Sequence[str]:
    """Return the units of `ours` a destination may mean: one is meant, of several none is certain.

    It means the one with the same words, whatever stands between them. A path's beginning means the one that has it
    and lies beside the sender, under the same upper units; where none lies there, it may mean any that begins so.
    """
    words = fold_words(text)
    if not words:
        return ()
    same = _each(unit for unit in ours if fold_words(unit) == words)
    if same:
        return same
    known = tuple(senders)
    begun = {unit: rest for unit in ours if (rest := _rest(unit, words))}
    beside = _each(unit for unit, rest in begun.items() if any(is_within(sender, rest) for sender in known))
    # One that lies elsewhere may still be none of ours: the sender's own area may have one of that name.
    return beside or _unsure(_each(begun))


def _rest(unit: str, words: str) -> str:
    """The upper units of a path that begins with these words, empty where it does not."""
    parts = [part.strip() for part in unit.split(",")]
    cuts = range(1, len(parts))
    return next((", ".join(parts[cut:]) for cut in cuts if fold_words(" ".join(parts[:cut])) == words), "")


def _unsure(units: Sequence[str]) -> Sequence[str]:
    return (*units, "…") if len(units) == 1 else units


def _each(units: Iterable[str]) -> Sequence[str]:
    """Each unit once, in order, however it is typed."""
    return tuple({match_key(unit): unit for unit in sorted(units)}.values())
