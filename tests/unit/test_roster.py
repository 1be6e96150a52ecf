"""Who is on a list: unchanged, new, twice, absent, against a plain model with sets."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from sync.diff.roster import Roster
from sync.fingerprint import NEVER_SEEN, ROW_BYTES, absent, row_hasher
from sync.ports import SeenRows
from sync.values import PersonId


def fp(number: int) -> bytes:
    return number.to_bytes(ROW_BYTES, "big")


def row(number: int) -> bytes:
    return bytes([number]) * ROW_BYTES


def seen(entries: list[tuple[int, int]]) -> SeenRows:
    return SeenRows(b"".join(fp(row) for row, _ in entries), array("q", [person for _, person in entries]))


old_lists = st.lists(st.integers(0, 30), unique=True, max_size=20).map(
    lambda persons: [(0 if person % 7 == 0 else person + 100, person) for person in persons]
)


@given(old=old_lists, rows=st.lists(st.integers(95, 135), max_size=30), data=st.data())
def test_roster_agrees_with_sets(old: list[tuple[int, int]], rows: list[int], data: st.DataObject) -> None:
    """Row r belongs to person r - 100 when it was seen before, else to whoever the row is found to be about."""
    roster = Roster(seen(old))
    known = {row: person for row, person in old if row}
    met: set[int] = set()
    added: list[int] = []
    position = 0
    while position < len(rows):
        size = data.draw(st.integers(1, 5))
        part = rows[position : position + size]
        position += size
        new = roster.take([fp(row) for row in part])
        for index, row in enumerate(part):
            unchanged = row in known and row not in met
            assert (index not in new) == unchanged
            if unchanged:
                met.add(row)
            else:
                person = data.draw(st.integers(0, 40))
                roster.add(fp(row), PersonId(person))
                added.append(person)
    people_unchanged = {known[row] for row in met}
    people_before = {person for _, person in old}
    assert set(roster.absent()) == people_before - people_unchanged - set(added)
    assert roster.twice() == people_unchanged & set(added)
    assert roster.unchanged_among(people_before) == people_unchanged
    assert roster.changed == bool(added or people_before - people_unchanged)
    stay = roster.absent()
    proposal = roster.proposal(stay, 9)
    assert len(proposal.fingerprints) == ROW_BYTES * len(proposal.persons)
    assert set(proposal.persons) == people_unchanged | set(added) | set(stay)


def test_an_absent_person_who_stays_must_be_cleaned_again() -> None:
    roster = Roster(SeenRows(row(101) + row(102), array("q", [1, 2])))
    assert roster.take([row(101)]) == []
    proposal = roster.proposal(roster.absent(), 9)
    assert list(proposal.persons) == [1, 2]
    assert proposal.fingerprints == row(101) + absent(9)


def test_since_when_somebody_is_absent_is_kept_until_a_row_is_about_them() -> None:
    roster = Roster(SeenRows(row(101) + absent(4) + NEVER_SEEN, array("q", [1, 2, 3])))
    assert roster.take([row(101)]) == []
    proposal = roster.proposal(roster.absent(), 9)
    assert (list(proposal.persons), proposal.fingerprints) == ([1, 2, 3], row(101) + absent(4) + absent(9))
    roster = Roster(proposal)
    assert roster.take([row(101), row(102)]) == [1]
    assert roster.since() == {2: 4, 3: 9}
    roster.add(row(102), PersonId(2))
    assert roster.proposal(roster.absent(), 11).fingerprints == row(101) + row(102) + absent(9)
    roster = Roster(SeenRows(absent(4), array("q", [1])))
    roster.perhaps([PersonId(1)])
    assert roster.proposal([], 9).fingerprints == NEVER_SEEN, "a row may be about them"


def test_the_same_row_typed_twice_is_met_once() -> None:
    roster = Roster(seen([(101, 1)]))
    assert roster.take([fp(101), fp(101)]) == [1]


def test_swapped_columns_change_every_fingerprint() -> None:
    """The salt carries the header: a row of the same bytes under another header means something else."""
    rows = [b"1,2", b"3,4"]
    assert row_hasher(bytes(32), b"name,birth")(rows) != row_hasher(bytes(32), b"birth,name")(rows)
