"""The figures officers owe about movements: which operation is counted in which line of the movement identity.

Source: the domain book, §7. Whoever came onto a list without a paper, as everybody did at first, stands in a line of
its own (`listed`), which that section does not have: they are counted, and never passed off as admitted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sync.charter import MovementRules
from sync.papers.balance import COMINGS, GOINGS, LISTED, Balance
from sync.ports import MovedCount
from sync.values import Finding, OperationType, Place, Severity

Name = Callable[[str], str]


def unbalanced(
    before: Mapping[str, int],
    after: Mapping[str, int],
    moved: Iterable[MovedCount],
    rules: MovementRules,
    name: Name = str,
) -> Sequence[Balance]:
    """Return the units whose people are more or fewer than what was carried out explains.

    `before` and `after` are members by unit, as `Ledger.strength` gives them; `moved` what was applied between.
    """
    return [one for one in figures(before, after, moved, rules, name) if not one.balanced]


def figures(
    before: Mapping[str, int],
    after: Mapping[str, int],
    moved: Iterable[MovedCount],
    rules: MovementRules,
    name: Name = str,
) -> Sequence[Balance]:
    """Return every unit's movement identity between two moments, by unit.

    `name` says under which name a unit is counted: one that was typed or called otherwise is one unit all the same.
    """
    opening, closing = _named(before, name), _named(after, name)
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in moved:
        for unit, line in lines(one, rules):
            counted[name(unit)][line] += one.people
    units = sorted({*opening, *closing, *counted})
    return [Balance(unit, opening[unit], closing[unit], dict(counted[unit])) for unit in units]


def _named(strength: Mapping[str, int], name: Name) -> Counter[str]:
    found: Counter[str] = Counter()
    for unit, members in strength.items():
        found[name(unit)] += members
    return found


def lines(one: MovedCount, rules: MovementRules) -> Iterator[tuple[str, str]]:
    """Yield the units and lines in which a kind of movement is counted.

    It is counted where the person left, if they stood on a list there, and where they are now. What the table of
    movements counts in no line, such as being away, is in none; whoever came onto a list by it was listed.
    """
    stays = one.status.on_list
    if one.type in _BOTH_SIDES:
        came, went = _BOTH_SIDES[one.type]
        if not one.created and (one.left or not stays):
            yield one.left or one.unit, went
        if stays and (one.left or one.created):
            yield one.unit, came
        return
    rule = rules.get(one.type.value)
    if rule is not None and rule.removes:
        if not one.created:
            yield one.left or one.unit, rule.counts
    elif rule is not None and rule.counts:
        yield one.unit, rule.counts
    elif one.created and stays:
        yield one.unit, LISTED


_BOTH_SIDES = {
    OperationType.TRANSFER: ("transferred_in", "transferred_out"),
    OperationType.REORGANISE: ("reorganised_in", "reorganised_out"),
    OperationType.REBASE: ("reconciled_in", "reconciled_out"),
}
"""Operations that are a coming and a going at once."""


def finding(balance: Balance) -> Finding:
    """Return what an officer is told of a unit that does not balance."""
    return Finding(
        "movements-unbalanced",
        Severity.WARNING,
        Place(balance.unit),
        details={
            "unit": balance.unit,
            "opening": balance.opening,
            "expected": balance.expected,
            "closing": balance.closing,
        },
    )


def flat(balance: Balance) -> Mapping[str, str | int | bool]:
    """Return a balance as plain values, every line of the identity in its order."""
    return {
        "unit": balance.unit,
        "opening": balance.opening,
        **{line: balance.lines.get(line, 0) for line in (*COMINGS, *GOINGS)},
        "expected": balance.expected,
        "closing": balance.closing,
        "balanced": balance.balanced,
    }
