"""Whether a paper is one the upstream was told of before, or one that another row states too.

Officers write one paper in many ways: "12", "Số 12", "12-QĐ/ĐTN"; "2026", "02/2026", "05/02/2026". What only says
less is the same paper; what contradicts is a correction, or another paper. Nothing is looked up here. Source: the
domain book, §3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sync.papers.lives import Movement
from sync.ports import CarriedPaper
from sync.tables.groups import agrees, is_within
from sync.text.tidying import match_key
from sync.text.words import fold_words, strip_marks
from sync.values import OperationType, Place, Record

SameUnit = Callable[[str, str], bool]
"""(one unit, another) → whether they are one, as far as names and the tree of units tell."""

TRANSFER = frozenset({"transfer_out", "transfer_in", "transfer_refused", "transfer_withdrawn", "transfer_expired"})
"""The movements that are papers of a transfer."""

_TELLING = ("on", "decision_no", "destination")
"""What a paper may say otherwise than the upstream was told, so that an officer has to look."""

_SAYS_NUMBER = "so"
_NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A row that states a paper another row states too. `by` is the one that counts, `field` what the two state
    differently; empty where they only differ in how it is written, or in how much they state."""

    movement: Movement
    by: Movement
    field: str = ""


# ── one paper, one number, one day ───────────────────────────────────────────────────────────────────────────────


def one_number(one: str, other: str) -> bool:
    """Whether two texts are the number of one paper: the same but for its marks, or one only its leading number."""
    shorter, longer = sorted((_number(one), _number(other)), key=len)
    if len(shorter) == 1 and shorter[0].isdigit():
        return shorter[0] == longer[0]
    return bool(shorter) and shorter == longer


def one_day(one: str, other: str) -> bool:
    """Whether two ISO dates, each cut to its precision, may be one day."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def is_one(one: Movement, other: Movement, same_unit: SameUnit) -> bool:
    """Whether two rows state one paper.

    Two units number their letters alike, and each may write one on the same day: who issued it tells them apart,
    where both say. Of other papers with one date the unit says nothing: it is typed in many ways.
    """
    if one.type != other.type or not one_day(one.on, other.on):
        return False
    numbers = _numbers(one.facts, other.facts)
    if numbers is not None and not one_number(*numbers):
        return False
    exact = one.on == other.on
    if exact and (numbers is not None or one.type not in TRANSFER):
        return True
    if not one_issuer(one, other, same_unit):
        return False
    return numbers is not None or exact or not _differs("destination", one.facts, other.facts, same_unit)


def one_issuer(one: Movement, other: Movement, same_unit: SameUnit) -> bool:
    """Whether two papers may have been issued by one unit, as far as both say who did."""
    issued = one.facts.get("issued_by"), other.facts.get("issued_by")
    if issued[0] and issued[1]:
        return match_key(issued[0]) == match_key(issued[1])
    return may_be_one_unit(one.unit, other.unit, same_unit)


def may_be_one_unit(one: str, other: str, same_unit: SameUnit) -> bool:
    """Whether two texts may mean one unit, one of them less closely; what says nothing may mean any."""
    if not one or not other or same_unit(one, other):
        return True
    return any(is_within(inner, outer) or agrees(outer, inner) for inner, outer in ((one, other), (other, one)))


def once(papers: Iterable[Movement], same_unit: SameUnit) -> tuple[list[Movement], list[Repeated]]:
    """Return each paper once, and the rows that state one of them again.

    Where rows contradict each other the last one counts; what only an earlier one states stands with it.
    """
    found: list[Movement] = []
    earlier: list[tuple[Movement, Movement]] = []
    for paper in papers:
        known = next((index for index, one in enumerate(found) if is_one(one, paper, same_unit)), None)
        if known is None:
            found.append(paper)
            continue
        before = found[known]
        found[known] = _joined(before, paper)
        earlier.append((before, paper))
    repeated = [
        Repeated(before, paper, difference(before.facts, paper.facts, same_unit)) for before, paper in earlier
    ]
    return found, repeated


def difference(before: Record, after: Record, same_unit: SameUnit) -> str:
    """Return the first fact that two statements of one paper state differently, empty where there is none."""
    return next((name for name in after if _differs(name, before, after, same_unit)), "")


# ── what the upstream was told ───────────────────────────────────────────────────────────────────────────────────


def as_movement(carried: CarriedPaper) -> Movement:
    """Return a carried paper as the movement it was; a transfer as the sender's side of it."""
    facts = dict(carried.paper.facts)
    on = facts.pop("on", None) or ""
    name = "transfer_out" if carried.type is OperationType.TRANSFER else carried.type.value
    return Movement(name, on, carried.left or carried.unit, _NOWHERE, facts)


def carrier(
    carried: Sequence[CarriedPaper],
    paper: Movement,
    mark: bytes,
    others: frozenset[bytes],
    same_unit: SameUnit,
) -> CarriedPaper | None:
    """Return the last operation that carried this paper, whatever was put right in it since; None for a new paper.

    `others` are the marks of the other papers there are: what carried one of them was no earlier writing of this one.
    """
    ways = (
        lambda one: one.paper.mark == mark,
        lambda one: is_one(_as_side(one, paper), paper, same_unit),
        lambda one: one.paper.mark not in others and _was(one, paper, same_unit),
    )
    for way in ways:
        found = [one for one in carried if way(one)]
        if found:
            return max(found, key=lambda one: one.number)
    return None


def _was(carried: CarriedPaper, paper: Movement, same_unit: SameUnit) -> bool:
    """Whether a paper may be the carried one with something put right since: its day, its number or its unit."""
    before = _as_side(carried, paper)
    if before.type != paper.type:
        return False
    if is_unnumbered(carried) and paper.on <= before.on:
        alike = all(not _differs(name, before.facts, paper.facts, same_unit) for name in ("origin", "destination"))
        return alike and same_unit(before.unit, paper.unit)
    if before.on[:4] != paper.on[:4]:
        return False
    numbers = _numbers(before.facts, paper.facts)
    if numbers is None:
        return before.on == paper.on
    return one_number(*numbers) and one_issuer(before, paper, same_unit)


def is_unnumbered(carried: CarriedPaper) -> bool:
    """Whether a transfer went without a number: an officer let somebody stand where a list has them, and its day is
    the one of the answer. A paper that came later states an earlier one."""
    return carried.type is OperationType.TRANSFER and not carried.paper.facts.get("decision_no")


def corrected(carried: CarriedPaper, paper: Movement, same_unit: SameUnit) -> dict[str, str]:
    """Return what a carried paper says otherwise now, of what the upstream was told; nothing where it only says more
    or less closely."""
    if carried.type is OperationType.TRANSFER and paper.type == "transfer_in":
        return {}
    before, now = carried.paper.facts, {"on": paper.on, **paper.facts}
    telling = _TELLING[1:] if is_unnumbered(carried) else _TELLING
    field = next((name for name in telling if _differs(name, before, now, same_unit)), "")
    return {"field": field, "old": before.get(field) or "", "new": now.get(field) or ""} if field else {}


def same_content(carried: CarriedPaper, facts: Record, same_unit: SameUnit) -> bool:
    """Whether an operation would state exactly what a carried one stated, to the letter; a destination may only name
    the unit more or less closely, as the list that has somebody does."""
    before = carried.paper.facts
    return all(
        before.get(name) == facts.get(name)
        or (name == "destination" and may_be_one_unit(before.get(name) or "", facts.get(name) or "", same_unit))
        for name in {*before, *facts}
        if before.get(name) or facts.get(name)
    )


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _as_side(carried: CarriedPaper, paper: Movement) -> Movement:
    """Return a carried paper as the side of a transfer that another paper is."""
    before = as_movement(carried)
    if carried.type is OperationType.TRANSFER and paper.type == "transfer_in":
        return replace(before, type="transfer_in", unit=carried.unit)
    return before


def _number(text: str) -> list[str]:
    words = strip_marks(fold_words(text)).split()
    return [word.lstrip("0") or word for word in words if word != _SAYS_NUMBER]


def _numbers(one: Record, other: Record) -> tuple[str, str] | None:
    """Return the numbers of two papers, None where one of them has none."""
    first, second = one.get("decision_no") or "", other.get("decision_no") or ""
    return (first, second) if _number(first) and _number(second) else None


def _differs(name: str, before: Record, after: Record, same_unit: SameUnit) -> bool:
    old, new = before.get(name) or "", after.get(name) or ""
    if not old or not new:
        return False
    match name:
        case "on":
            return not one_day(old, new)
        case "decision_no":
            return not one_number(old, new)
        case "destination" | "origin":
            return not may_be_one_unit(old, new, same_unit)
    return match_key(old) != match_key(new)


def _joined(before: Movement, after: Movement) -> Movement:
    """The later of two rows about one paper, with the day as closely as either states it and what it leaves out."""
    stated = {name: value for name, value in after.facts.items() if value}
    on = max(before.on, after.on, key=len) if one_day(before.on, after.on) else after.on
    return replace(after, on=on, facts={**before.facts, **stated})
