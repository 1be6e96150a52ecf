"""How three sides stand to each other, against an oracle written by hand: a table of patterns and one of kinds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.charter import Status
from sync.reconciliation.classifying import Side, classify
from sync.reconciliation.differences import Changed, FieldDifference, Standing
from sync.values import ListKind

FIELDS = ("phone", "email")
HERE, THERE = "Chi đoàn 1, Đoàn xã Mẫu", "Chi đoàn 2, Đoàn xã Mẫu"

PATTERNS: Mapping[str, Changed | None] = {
    "aaa": None,
    "aba": Changed.OURS,
    "aab": Changed.THEIRS,
    "abb": Changed.ALIKE,
    "abc": Changed.BOTH,
}
"""Base, ours and theirs, one letter for each value, and who changed it."""

STANDINGS: Mapping[frozenset[Changed], Standing] = {
    frozenset(): Standing.IN_STEP,
    frozenset({Changed.OURS}): Standing.OURS_NEWER,
    frozenset({Changed.THEIRS}): Standing.THEIRS_CHANGED,
}
"""What follows for the person; from any other mixture, that both changed."""


def same(field: str, one: str | None, other: str | None) -> bool:
    return (one or "").casefold() == (other or "").casefold()


def letters(*values: str | None) -> str:
    """Write values as letters in the order in which they first come: `x x y` as `aab`."""
    met: list[str] = []
    for value in values:
        key = (value or "").casefold()
        if key not in met:
            met.append(key)
    return "".join("abc"[met.index((value or "").casefold())] for value in values)


values = st.sampled_from([None, "", "090", "091", "X", "x"])
records = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, values))
units = st.sampled_from([HERE, HERE.upper(), THERE])
codes = st.sampled_from([None, "1000001", "1000002"])
kinds = st.sampled_from([ListKind.MEMBERS, ListKind.YOUTH])
listed = st.sampled_from([Status.ACTIVE, Status.TRANSFER_OUT_PENDING])
sides = st.builds(Side, kinds, units, listed, records, codes)


@settings(deadline=None)
@given(sides, sides, sides)
def test_people_on_both_sides_are_told_of_field_by_field(base: Side, ours: Side, theirs: Side) -> None:
    standing, found = classify(base, ours, theirs, FIELDS, same)
    told = {one.field: one.changed for one in found}
    known_code = base.member_code
    triples = {
        **{
            name: (base.record.get(name), ours.record.get(name, base.record.get(name)), theirs.record.get(name))
            for name in FIELDS
        },
        "unit": (base.unit, ours.unit, theirs.unit),
        "kind": (base.kind, ours.kind, theirs.kind),
        "status": (base.status, ours.status, theirs.status),
        "member_code": (known_code, ours.member_code or known_code, theirs.member_code or known_code),
    }
    expected = {name: PATTERNS[letters(*three)] for name, three in triples.items()}
    assert told == {name: changed for name, changed in expected.items() if changed is not None}
    if known_code and theirs.member_code and theirs.member_code != known_code:
        assert standing is Standing.TWO_CODES
    else:
        assert standing is STANDINGS.get(frozenset(told.values()), Standing.BOTH_CHANGED)


@settings(deadline=None)
@given(sides)
def test_nothing_is_told_of_somebody_nobody_changed(base: Side) -> None:
    assert classify(base, base, base, FIELDS, same) == (Standing.IN_STEP, ())


@settings(deadline=None)
@given(sides, sides, sides)
def test_who_changed_what_turns_round_with_the_sides(base: Side, ours: Side, theirs: Side) -> None:
    full = [
        Side(one.kind, one.unit, one.status, {"phone": None, "email": None, **one.record})
        for one in (base, ours, theirs)
    ]
    turned = {Changed.OURS: Changed.THEIRS, Changed.THEIRS: Changed.OURS}
    _, found = classify(full[0], full[1], full[2], FIELDS, same)
    _, back = classify(full[0], full[2], full[1], FIELDS, same)
    assert {one.field: turned.get(one.changed, one.changed) for one in found} == {
        one.field: one.changed for one in back
    }


def side(status: Status = Status.ACTIVE, unit: str = HERE, phone: str = "090") -> Side:
    return Side(ListKind.MEMBERS, unit, status, {"phone": phone}, "1000001")


ACTIVE, LEFT, MOVED, WENT = side(), side(Status.MATURED), side(unit=THERE), side(Status.TRANSFERRED_OUT)

PRESENCE = [
    ("both know them, and there they are gone", ACTIVE, ACTIVE, None, Standing.REMOVED_THERE),
    ("both know them, and there they stand as left", ACTIVE, ACTIVE, LEFT, Standing.REMOVED_THERE),
    ("we let them leave, and there they left already", ACTIVE, LEFT, LEFT, Standing.REMOVED_THERE),
    ("only the lists have them", None, ACTIVE, None, Standing.ONLY_HERE),
    ("only the upstream has them", None, None, ACTIVE, Standing.ONLY_THERE),
    ("somebody unknown who left there", None, None, LEFT, Standing.IN_STEP),
    ("they left, and are not shown any more", LEFT, LEFT, None, Standing.IN_STEP),
    ("they left, and stand as left", LEFT, LEFT, LEFT, Standing.IN_STEP),
    ("they left, and are a member there again", LEFT, LEFT, ACTIVE, Standing.THEIRS_CHANGED),
    ("they left as one thing, and stand as another", LEFT, LEFT, side(Status.EXPELLED), Standing.THEIRS_CHANGED),
    ("they left, and the lists have them again", LEFT, ACTIVE, None, Standing.OURS_NEWER),
    ("they went to a unit that is none of ours, and are there", WENT, WENT, MOVED, Standing.IN_STEP),
    ("they went, and are still where they were", WENT, WENT, ACTIVE, Standing.THEIRS_CHANGED),
    ("known to both by their number, and the same", None, ACTIVE, ACTIVE, Standing.BOTH_CHANGED),
]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"), [one[1:] for one in PRESENCE], ids=[one[0] for one in PRESENCE]
)
def test_who_is_where(base: Side | None, ours: Side | None, theirs: Side | None, expected: Standing) -> None:
    standing, _ = classify(base, ours, theirs, FIELDS, same)
    assert standing is expected


def test_what_the_lists_do_not_state_is_as_it_was_confirmed() -> None:
    ours = Side(ListKind.MEMBERS, HERE, Status.ACTIVE, {}, "1000001")
    theirs = side(phone="091")
    found = classify(side(), ours, theirs, FIELDS, same)
    assert found == (Standing.THEIRS_CHANGED, (FieldDifference("phone", "090", "090", "091", Changed.THEIRS),))


def test_a_code_that_is_shown_for_the_first_time_is_theirs_and_no_second_one() -> None:
    base = Side(ListKind.MEMBERS, HERE, Status.ACTIVE, {"phone": "090"})
    standing, (code,) = classify(base, base, side(), FIELDS, same)
    assert standing is Standing.THEIRS_CHANGED
    assert code == FieldDifference("member_code", None, None, "1000001", Changed.THEIRS)
