"""Which unit does a text name? By code or by path, and never by guessing (the domain book, §2).

A path is read from its smallest unit upwards, with any number of those above. The plainest reading that fits counts:
the whole path to the top, then names that follow each other, then names with others left out between them, and last
the names and places units had before. Names within one reading that lead to different units are ambiguous. A closed
unit leads to the one it went into, where there is exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz, process

from sync.tables.headers import strip_marks
from sync.text.tidying import match_key
from sync.units.names import UnitWords
from sync.unittree import UPSTREAM, Unit, UnitId, UnitTree

REMEMBERED = 100_000
"""Different texts whose unit is remembered."""

PROPOSED = 300
"""Unknown texts for which the nearest unit is looked for; it costs a walk over all units."""

LONGEST = 40
"""Names a path may have. A longer text is no path."""

COMMAS = 3
"""Parts of a path that may together be the name of one unit above another: names hold commas, but few."""

_NEAR = 75.0
_NUMBER = re.compile(r"\d+")
_Searched = Mapping[tuple[str, ...], Mapping[UnitId, str]]


class BareNames(StrEnum):
    """Where a unit's name alone is enough: within the list's own unit, in the whole tree, or nowhere."""

    SUBTREE = "subtree"
    TREE = "tree"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text names: `unit`, or a `problem` with the units it may mean and the path that is proposed.

    `through` is what the text says in words of before: the path of a closed unit, or of the unit's former place.
    `closed` is the closed unit the text names, where it names no open one; `unit`, or the `candidates`, are then what
    that went into.
    """

    unit: UnitId | None = None
    through: str = ""
    problem: str = ""
    candidates: tuple[UnitId, ...] = ()
    proposed: str = ""
    closed: UnitId | None = None


Climb = Callable[[UnitId], Iterable[tuple[UnitId, str]]]
"""From a unit to what may stand above it in a path: (unit, the key of the name it bears there)."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a path: by which names and parents, with names left out between, up to the top."""

    names: Mapping[str, Sequence[UnitId]]
    climb: Climb
    gaps: bool = False
    whole: bool = False
    former: bool = False


class Resolver:
    """Resolves texts against one tree as it stands today. Remembers what it resolved."""

    def __init__(self, tree: UnitTree, words: UnitWords, today: date, bare: BareNames = BareNames.SUBTREE) -> None:
        self.tree, self.words, self.today, self.bare = tree, words, today, bare
        self._remembered: dict[tuple[str, UnitId | None], Resolution] = {}
        self._paths: dict[UnitId, str] = {}
        self._proposals = PROPOSED

    # ── the questions ────────────────────────────────────────────────────────────────────────────────────

    def resolve(self, text: str, within: UnitId | None = None) -> Resolution:
        """Return the unit a text names; `within` is the unit of the list it stands on.

        Problems: `unit-ambiguous`, `unit-closed` (it is no more, and went into several units or none),
        `unit-name-only` (a name alone, which is not enough here), `unit-unknown`.
        """
        key = text, within
        found = self._remembered.get(key)
        if found is None:
            found = self._resolve(text, within)
            if len(self._remembered) < REMEMBERED:
                self._remembered[key] = found
        return found

    def key(self, text: str) -> str:
        """Return what a unit is compared by: the same for two texts that name one unit, else the match key."""
        found = self.resolve(text)
        return match_key(text) if found.unit is None else f"\x1d{found.unit}"

    def path(self, unit: UnitId) -> str:
        """Return a unit's path: as short as names it alone, and with one unit above it where there is one."""
        path = self._paths.get(unit)
        if path is None:
            path = self._paths[unit] = self._path(unit)
        return path

    # ── resolving ────────────────────────────────────────────────────────────────────────────────────────

    def named(self, text: str) -> tuple[UnitId, ...]:
        """Return the units a text names as it stands, open and closed ones, to be looked at: nothing is settled."""
        coded, found, _ = self._written(text)
        key = self.words.key(text)
        alone = self._by_name.get(key) or self._by_former_name.get(key) or ()
        return tuple(sorted(coded or found or alone))

    def _written(self, text: str) -> tuple[set[UnitId], set[UnitId], bool]:
        """Return the units of a code, those a path fits, and whether it does so by what was before."""
        coded = self._by_code(text)
        parts = [part.strip() for part in text.split(",") if part.strip()]
        for reading in self._readings if not coded and 1 < len(parts) <= LONGEST else ():
            found = self._matching(parts, reading)
            if found:
                return coded, found, reading.former
        return coded, set(), False

    def _resolve(self, text: str, within: UnitId | None) -> Resolution:
        coded, found, former = self._written(text)
        if coded:
            return self._settled(coded.union(self._by_name.get(self.words.key(text), ())), text)
        if found:
            own = {unit for unit in found if self._is_own(unit, within)}
            return self._settled(own or found, text, former=former)
        return self._alone(text, within) or self._unknown(text)

    @cached_property
    def _readings(self) -> tuple[_Reading, ...]:
        return (
            _Reading(self._by_name, self._above, whole=True),
            _Reading(self._by_name, self._above),
            _Reading(self._by_name, self._above, gaps=True),
            _Reading(self._by_any_name, self._ever_above, gaps=True, former=True),
        )

    def _alone(self, name: str, within: UnitId | None) -> Resolution | None:
        """What a name without any path means; None where nobody bears it."""
        key = self.words.key(name)
        for index, former in ((self._by_name, False), (self._by_former_name, True)):
            found = set(index.get(key, ())) if key else set()
            if not found:
                continue
            if not former:
                # A list typed before a name changed hands means the unit that bore it then.
                found.update(unit for unit in self._by_former_name.get(key, ()) if self._shares(unit, found))
            own = {unit for unit in found if self._is_own(unit, within)}
            if own and self.bare is not BareNames.NEVER:
                return self._settled(own, name, former=former)
            settled = self._settled(found, name, former=former)
            only = len(found) == 1 and self.tree[next(iter(found))].parent is None
            if settled.unit is None or only or self.bare is BareNames.TREE:
                return settled
            return Resolution(problem="unit-name-only", candidates=(settled.unit,), proposed=self.path(settled.unit))
        return None

    def _shares(self, unit: UnitId, others: Iterable[UnitId]) -> bool:
        """Whether a unit stands, open, right beside one of the others."""
        parent = self.tree[unit].parent
        return self.tree[unit].is_open(self.today) and any(self.tree[one].parent == parent for one in others)

    def _is_own(self, unit: UnitId, within: UnitId | None) -> bool:
        if within is None:
            return False
        living = self.tree.living(unit, self.today) or {unit}
        return all(self.tree.is_under(each, within) for each in living)

    def _by_code(self, text: str) -> set[UnitId]:
        code, at, vintage = text.strip().partition("@")
        known = self.tree.codes.get(code.strip().casefold(), ())
        return {unit for held, unit in known if (held == vintage.strip() if at else held != UPSTREAM)}

    def _settled(self, found: set[UnitId], text: str, *, former: bool = False) -> Resolution:
        """The one open unit that all of these are today; else the problem."""
        living = {unit: self.tree.living(unit, self.today) for unit in found}
        today = frozenset().union(*living.values())
        if len(today) == 1 and all(living.values()):
            (unit,) = today
            through = "" if unit in found and not former else text
            return Resolution(unit, through, closed=None if unit in found else min(found))
        if len(found) == 1:
            candidates = tuple(sorted(today))
            proposed = self.path(candidates[0]) if len(candidates) == 1 else ""
            (closed,) = found
            return Resolution(problem="unit-closed", candidates=candidates, proposed=proposed, closed=closed)
        return Resolution(problem="unit-ambiguous", candidates=tuple(sorted(today or found)))

    def _unknown(self, text: str) -> Resolution:
        proposed = ""
        if self._proposals and text.strip():
            self._proposals -= 1
            wanted = self._bare(text[:400])
            searched = self._searched if "," in text else self._searched_names
            near = searched.get(_digits(wanted), {})
            best = process.extractOne(wanted, near, scorer=fuzz.ratio, score_cutoff=_NEAR)
            proposed = self.path(best[2]) if best else ""
        return Resolution(problem="unit-unknown", proposed=proposed)

    @cached_property
    def _searched(self) -> _Searched:
        """What an unknown path is compared with: the paths of open units."""
        return self._by_digits((unit, self.path(unit.id)) for unit in self.tree)

    @cached_property
    def _searched_names(self) -> _Searched:
        """What an unknown name is compared with: the names of open units."""
        return self._by_digits((unit, unit.name) for unit in self.tree)

    def _by_digits(self, named: Iterable[tuple[Unit, str]]) -> _Searched:
        """Open units by the numbers in their names: another number is another unit, however near the letters are."""
        found: dict[tuple[str, ...], dict[UnitId, str]] = {}
        for unit, name in named:
            if unit.is_open(self.today):
                bare = self._bare(name)
                found.setdefault(_digits(bare), {})[unit.id] = bare
        return found

    def _bare(self, text: str) -> str:
        return strip_marks(", ".join(self.words.key(part) for part in text.split(",")))

    # ── matching a path ──────────────────────────────────────────────────────────────────────────────────

    def _matching(self, parts: Sequence[str], reading: _Reading) -> set[UnitId]:
        """Return the units a path fits. A name may itself hold commas, so the first parts together may be one."""
        found: set[UnitId] = set()
        for taken in range(1, len(parts)):
            rest = parts[taken:]
            named = self._borne(self.words.key(", ".join(parts[:taken])), rest, reading)
            found.update(unit for unit in named if self._fits(unit, rest, reading))
        return found

    def _borne(self, name: str, above: Sequence[str], reading: _Reading) -> Iterable[UnitId]:
        """Yield the units of a name that may fit. Every union has a Chi đoàn 1, so the next name counts too."""
        if reading.gaps:
            yield from reading.names.get(name, ())
            return
        for more in range(1, min(COMMAS, len(above)) + 1):
            yield from self._by_pair.get((name, self.words.key(", ".join(above[:more]))), ())

    def _fits(self, unit: UnitId, parts: Sequence[str], reading: _Reading) -> bool:
        """Whether the names stand above a unit in this order."""
        ahead: list[tuple[UnitId, int]] = [(unit, 0)]
        met: set[tuple[UnitId, int]] = set()
        while ahead:
            at, done = ahead.pop()
            if (at, done) in met:
                continue
            met.add((at, done))
            above = list(reading.climb(at))
            if done == len(parts):
                if not reading.whole or not above:
                    return True
                continue
            for parent, name in above:
                ahead.extend((parent, done + taken) for taken in self._taken(name, parts, done))
                if reading.gaps:
                    ahead.append((parent, done))
        return False

    def _taken(self, name: str, parts: Sequence[str], done: int) -> Iterator[int]:
        """Yield how many of the next parts together are this name."""
        for more in range(1, min(COMMAS, len(parts) - done) + 1):
            if self.words.key(", ".join(parts[done : done + more])) == name:
                yield more

    def _above(self, unit: UnitId) -> Iterator[tuple[UnitId, str]]:
        parent = self.tree[unit].parent
        if parent is not None and parent in self.tree:
            yield parent, self.words.key(self.tree[parent].name)

    def _ever_above(self, unit: UnitId) -> Iterator[tuple[UnitId, str]]:
        """What stands, or stood, above a unit: parents of now and before, under any name, and those that went into
        them."""
        places = (self.tree[unit].parent, *(former.parent for former in self.tree[unit].former))
        ahead = [parent for parent in places if parent is not None and parent in self.tree]
        met: set[UnitId] = set()
        while ahead:
            at = ahead.pop()
            if at not in met:
                met.add(at)
                for name in _names(self.tree[at]):
                    yield at, self.words.key(name)
                ahead.extend(self.tree.predecessors(at))

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _by_name(self) -> dict[str, list[UnitId]]:
        return self._index((unit.id, (unit.name,)) for unit in self.tree)

    @cached_property
    def _by_pair(self) -> dict[tuple[str, str], list[UnitId]]:
        """Units by their name and that of the unit above."""
        found: dict[tuple[str, str], list[UnitId]] = {}
        for unit in self.tree:
            for _, above in self._above(unit.id):
                found.setdefault((self.words.key(unit.name), above), []).append(unit.id)
        return found

    @cached_property
    def _by_former_name(self) -> dict[str, list[UnitId]]:
        return self._index((unit.id, [former.name for former in unit.former]) for unit in self.tree)

    @cached_property
    def _by_any_name(self) -> dict[str, list[UnitId]]:
        return self._index((unit.id, _names(unit)) for unit in self.tree)

    def _index(self, named: Iterable[tuple[UnitId, Iterable[str]]]) -> dict[str, list[UnitId]]:
        found: dict[str, list[UnitId]] = {}
        for unit, names in named:
            for key in {self.words.key(name) for name in names} - {""}:
                found.setdefault(key, []).append(unit)
        return found

    def _path(self, unit: UnitId) -> str:
        names = self.tree.names(unit)
        for length in range(min(2, len(names)), len(names)):
            path = ", ".join(names[:length])
            if self._means(path, unit):
                return path
        return ", ".join(names)

    def _means(self, path: str, unit: UnitId) -> bool:
        return self.tree[unit].is_open(self.today) and self.resolve(path).unit == unit


def _digits(text: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(text))


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *(former.name for former in unit.former))
