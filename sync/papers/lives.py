"""The life of one member, told from papers: movement after movement, by the table of `sync.charter`.

A life is retold from all its movements each time, in the order in which they took effect, so that a late or
back-dated paper finds its place. What the papers contradict is left out and said. Source: the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sync.charter import MovementRule, MovementRules, Overlay, Status
from sync.text.tidying import match_key
from sync.values import Place, Record


@dataclass(frozen=True, slots=True)
class Movement:
    """One paper about one person, as a register states it.

    `type` is its name in the table; `on` the ISO date it took effect, cut to its precision; `unit` the unit whose
    register states it. `facts` are the paper's further fields by name: decision_no, destination, origin, reason,
    expected_return, …
    """

    type: str
    on: str
    unit: str
    place: Place
    facts: Record = field(default_factory=dict)

    @property
    def same_as(self) -> tuple[str, ...]:
        """What makes two rows one paper, wherever and however often it is written down."""
        number = match_key(self.facts.get("decision_no") or "")
        return (self.type, self.on, number) if number else (self.type, self.on, match_key(self.unit))


@dataclass(frozen=True, slots=True)
class Interval:
    """An overlay from a day to a day; `until` is None while it lasts. `movement` is the paper that opened it."""

    overlay: Overlay
    since: str
    movement: Movement
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """Where a person stands: one status since a day, in a unit, and the overlays there were."""

    status: Status = Status.NOBODY
    unit: str = ""
    since: str = ""
    overlays: Sequence[Interval] = ()

    @property
    def open(self) -> Mapping[Overlay, Interval]:
        """The overlays that last."""
        return {interval.overlay: interval for interval in self.overlays if interval.until is None}


@dataclass(frozen=True, slots=True)
class Impossible:
    """A paper that does not fit the life it is about.

    `code` is `movement-impossible` (the status allows it not), `movement-already-open`, `movement-not-open` or
    `movement-before-open`; `life` is what the record holds, `possible` the movements that could follow it.
    """

    code: str
    movement: Movement
    life: Life
    possible: Sequence[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A life as its papers tell it, what of them fits not, and which say one thing twice with different facts.

    `followed` are the papers that were, in order; `corrected` those a later row with the same number replaced.
    """

    life: Life
    followed: Sequence[Movement]
    impossible: Sequence[Impossible]
    corrected: Sequence[Movement]


def tell(movements: Iterable[Movement], rules: MovementRules, start: Life | None = None) -> Told:
    """Tell a life from its papers, given in the order in which they were read: of one paper the last row counts.

    `start` is what was known before the first of them. Rows about one paper that say the same are one; where they
    differ the earlier is `corrected`. Raises KeyError for a movement that is not in the table.
    """
    ordered, corrected = in_order(movements, rules)
    life, followed, impossible = start or Life(), [], []
    for movement in ordered:
        found = follow(life, movement, rules)
        if isinstance(found, Impossible):
            impossible.append(found)
        else:
            life = found
            followed.append(movement)
    return Told(life, tuple(followed), tuple(impossible), tuple(corrected))


def in_order(movements: Iterable[Movement], rules: MovementRules) -> tuple[list[Movement], list[Movement]]:
    """Return each paper once, in the order in which they took effect, and the rows that a later one corrected.

    Of one paper the last row counts; rows that say the same are one. Raises KeyError for a movement that is not in
    the table.
    """
    papers: dict[tuple[str, ...], Movement] = {}
    corrected: list[Movement] = []
    for movement in movements:
        before = papers.get(movement.same_as)
        if before is not None and dict(before.facts) != dict(movement.facts):
            corrected.append(before)
        papers[movement.same_as] = movement
    order = {name: rank for rank, name in enumerate(rules)}
    ordered = sorted(papers.values(), key=lambda one: (_day(one, rules[one.type]), order[one.type], str(one.place)))
    return ordered, corrected


def follow(life: Life, movement: Movement, rules: MovementRules) -> Life | Impossible:
    """Return the life after a paper, or why the paper cannot be: the life is unchanged then."""
    rule = rules[movement.type]
    code = _obstacle(life, movement, rule)
    if code:
        return Impossible(code, movement, life, possible(life, rules))
    overlays = [_closed(interval, movement, rule) for interval in life.overlays]
    if rule.opens is not None:
        overlays.append(Interval(rule.opens, movement.on, movement))
    arrives = rule.moves or life.status is Status.NOBODY
    return Life(
        status=_status(life, rule),
        unit=(movement.unit or life.unit) if arrives else life.unit,
        since=movement.on if rule.to is not None or life.status is Status.NOBODY else life.since,
        overlays=tuple(overlays),
    )


def possible(life: Life, rules: MovementRules) -> Sequence[str]:
    """Return the movements that could follow a life, in the table's order."""
    return tuple(
        name
        for name, rule in rules.items()
        if life.status in rule.follows
        and (rule.opens is None or rule.opens not in life.open)
        and (not rule.closes or rule.closes & life.open.keys())
    )


def lacking(movement: Movement, rule: MovementRule) -> Sequence[str]:
    """Return the fields a paper must state and does not: it waits for an officer until it does."""
    return tuple(name for name in rule.needs if not movement.facts.get(name))


def _obstacle(life: Life, movement: Movement, rule: MovementRule) -> str:
    if life.status not in rule.follows:
        return "movement-impossible"
    if rule.opens is not None and any(
        _covers(one, movement.on) for one in life.overlays if one.overlay is rule.opens
    ):
        return "movement-already-open"
    if rule.closes:
        lasting = [interval for overlay, interval in life.open.items() if overlay in rule.closes]
        if not lasting:
            return "movement-not-open"
        if any(_before(movement.on, interval.since) for interval in lasting):
            return "movement-before-open"
    return ""


def _status(life: Life, rule: MovementRule) -> Status:
    """Whoever first appears by an overlay's paper, such as somebody here for a time, is a member."""
    return rule.to or (Status.ACTIVE if life.status is Status.NOBODY else life.status)


def _closed(interval: Interval, movement: Movement, rule: MovementRule) -> Interval:
    """The interval after a paper: ended where the paper ends it, or where membership ends."""
    if interval.until is None and (interval.overlay in rule.closes or rule.removes):
        return replace(interval, until=movement.on)
    return interval


def _covers(interval: Interval, day: str) -> bool:
    return interval.until is None or _before(day, interval.until)


def _before(one: str, other: str) -> bool:
    """Whether a date is certainly before another: what their precision leaves open is not."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def _day(movement: Movement, rule: MovementRule) -> str:
    """The day a paper is put at: one that begins a life at the first its date allows, any other at the last."""
    rest = "-01-01" if Status.NOBODY in rule.follows else "-12-31"
    return movement.on + rest[len(movement.on) - 4 :]
