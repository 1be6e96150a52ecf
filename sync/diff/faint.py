"""Rows of new people that tell little of who they are: no number, and a birth date cut short or a name without marks.

Whoever stands on two lists under one number, or one name and birth date, is recognised. A second list that knows less
of them would make them somebody new. So once every list was read such a row is held against everybody; where somebody
could be they, and more than a name and a year agrees, an officer is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from sync.diff.decide import Stated
from sync.diff.newcomers import Asking, ask_unless_new
from sync.people.identity import Facts, facts_of, may_be_one_day
from sync.questions.decisions import Decided
from sync.text.tidying import fold
from sync.values import LedgerEntry, PersonId

DAY, YEAR = 10, 4
"""Characters of a birth date that is known to the day, and of its year."""

_Key = tuple[str, str]


class Faint:
    """What one plan came across of new people that are told by little."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided
        self._rows: list[tuple[PersonId, Facts, Stated]] = []

    def add(self, person: PersonId, fact: Facts, stated: Stated) -> None:
        """Note the row of somebody new, where it tells little."""
        if is_faint(fact):
            self._rows.append((person, fact, stated))

    def settle(self, decider: Asking, everybody: Callable[[], Iterable[LedgerEntry]]) -> None:
        """After all lists: ask about those who may be somebody else's second row.

        `everybody` gives all that are confirmed, then all that this plan stages, at version 0. It is asked only where
        some row tells little.
        """
        waiting = [
            (_key(fact), person, fact, stated) for person, fact, stated in self._rows if decider.stages(person)
        ]
        alike: defaultdict[_Key, dict[PersonId, LedgerEntry]] = defaultdict(dict)
        wanted = {key for key, *_ in waiting}
        for someone in everybody() if wanted else ():
            name, birth = someone.record.get("full_name"), someone.record.get("date_of_birth")
            key = fold(name or ""), (birth or "")[:YEAR]
            if key in wanted:
                alike[key].setdefault(someone.person, someone)
        for key, person, fact, stated in waiting:
            known = {
                other: facts_of(one.record, one.unit, one.member_code, confirmed=one.version > 0)
                for other, one in alike[key].items()
                if other != person
                and (one.version or decider.stages(other))
                and _may_be(stated, fact, one)
                # Two rows of one list are two people: the list itself tells them apart.
                and ((on := decider.placed_on(other)) is None or on.name != stated.place.list)
            }
            if known and decider.stages(person):
                ask_unless_new(decider, self._decided, person, fact, stated, known)


def is_faint(fact: Facts) -> bool:
    """Whether a row tells little of who it is about, and enough to look for them."""
    if fact.member_code or fact.national_id or fact.previous_id or not fact.name or not fact.birth:
        return False
    return len(fact.birth) < DAY or fold(fact.name) == fact.name


def _key(fact: Facts) -> _Key:
    return fold(fact.name or ""), (fact.birth or "")[:YEAR]


def _may_be(stated: Stated, fact: Facts, someone: LedgerEntry) -> bool:
    """Whether a row may be about somebody of its name and year. One whose birth date is cut short must agree in
    something else that few share: namesakes of one year are many."""
    row, known = stated.record, someone.record
    born = known.get("date_of_birth")
    if not may_be_one_day(fact.birth, born) or _differ(row.get("gender"), known.get("gender")):
        return False
    if fact.birth == born and len(born or "") == DAY:
        return True
    return facts_of(known, someone.unit).unit == fact.unit or any(
        _agree(row, known, name) for name in ("phone", "email")
    )


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _agree(row: Mapping[str, str | None], known: Mapping[str, str | None], name: str) -> bool:
    said = row.get(name)
    return bool(said) and said == known.get(name)
