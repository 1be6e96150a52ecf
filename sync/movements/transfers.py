"""Transfers seen from both sides: the sender's "chuyển đi" and the receiver's "tiếp nhận" are one event.

They come in either order and may lie runs apart. Source: the domain book, §3 "A transfer is one event seen from two
sides".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.movements.carrying import SameUnit, may_be_one_unit, one_number
from sync.papers.lives import Movement


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer: what the sender wrote, what the receiver wrote, either of which may be missing.

    `ended` is the paper by which it came to nothing (refused, withdrawn, expired), where there is one.
    """

    out: Movement | None = None
    received: Movement | None = None
    ended: Movement | None = None

    @property
    def open(self) -> bool:
        """Whether the sender has let go and the receiver has not taken."""
        return self.out is not None and self.received is None and self.ended is None


_ENDS = {"transfer_refused", "transfer_withdrawn", "transfer_expired"}


def pair(
    movements: Sequence[Movement], same_unit: SameUnit, ours: Callable[[str], bool] | None = None
) -> Sequence[Transfer]:
    """Pair one person's transfer papers, whatever order they are given in; return the transfers by date.

    A reception answers the latest letter before it that names its unit, else the latest still open: officers write
    "Đoàn xã B" where the person lands in one of its branches. It is not dated before the letter it answers. What
    answers no letter is a transfer whose sender's paper is missing. Other movements are passed over.

    `ours` knows the units of our lists: one of them answers no letter to a unit that is certainly another one.
    """
    outs = sorted((one for one in movements if one.type == "transfer_out"), key=_order)
    answers = sorted((one for one in movements if one.type == "transfer_in" or one.type in _ENDS), key=_order)
    found: dict[int, Transfer] = {index: Transfer(out=out) for index, out in enumerate(outs)}
    alone: list[Transfer] = []
    for answer in answers:
        waiting = [
            i
            for i, one in found.items()
            if one.open
            and not _certainly_before(answer.on, outs[i].on)
            and not (ours is not None and _is_elsewhere(answer, outs[i], same_unit, ours))
        ]
        named = [i for i in waiting if _answers(answer, outs[i], same_unit)]
        if answer.type == "transfer_in":
            if waiting:
                index = (named or waiting)[-1]
                found[index] = Transfer(found[index].out, answer)
            else:
                alone.append(Transfer(received=answer))
        elif waiting:
            index = (named or waiting)[-1]
            found[index] = Transfer(found[index].out, None, answer)
    return sorted([*found.values(), *alone], key=lambda one: _order(_first(one)))


def _answers(answer: Movement, out: Movement, same_unit: SameUnit) -> bool:
    if answer.type in _ENDS:
        return one_number(out.facts.get("decision_no") or "", answer.facts.get("decision_no") or "")
    return same_unit(out.facts.get("destination") or "", answer.unit)


def _is_elsewhere(answer: Movement, out: Movement, same_unit: SameUnit, ours: Callable[[str], bool]) -> bool:
    """Whether a unit of ours received somebody whose letter names another one that does not hold it."""
    destination = out.facts.get("destination") or ""
    other = not may_be_one_unit(answer.unit, destination, same_unit)
    return answer.type == "transfer_in" and other and ours(answer.unit)


def _first(transfer: Transfer) -> Movement:
    first = transfer.out or transfer.received
    if first is None:
        raise ValueError("a transfer has one side at least")
    return first


def _order(movement: Movement) -> tuple[str, str]:
    return movement.on, str(movement.place)


def _certainly_before(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    return one[:length] < other[:length]
