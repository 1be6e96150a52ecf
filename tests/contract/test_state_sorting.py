"""Member codes that came with verdicts are all found again, however many of them are sorted at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, strategies
from sqlalchemy import text

from state import registry
from sync.fingerprint import identifier_hash
from sync.ports import IdentityKey
from tests.contract.state_support import Database, claim, make_database, people, released, verdicts

__all__ = ["make_database"]

MANY = 40


@pytest.mark.parametrize("at_a_time", [1, 7, MANY, 1000])
def test_every_code_is_found_under_its_person(
    database: Database, monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr(registry, "_SORTED", at_a_time)
    store = database.holder()
    staged = people(store, MANY)
    run = released(store, *staged)
    batch = claim(store, MANY)
    codes = [f"{1_000_000 + number}" for number in range(MANY)]
    told = [replace(one, member_code=code) for one, code in zip(verdicts(batch), codes, strict=True)]
    store.outbox.settle(batch, told)
    store.runs.finish(run.number, 0, {})

    hashes = [identifier_hash(store.key("identifier"), "member_code", code) for code in codes]
    keys = [IdentityKey("member_code", digest) for digest in hashes]
    assert store.registry.find(keys) == {
        key: frozenset((one.operation.person,)) for key, one in zip(keys, staged, strict=True)
    }
    with database.raw() as connection:
        assert connection.execute(text("SELECT count(*) FROM identifier_inbox")).scalar_one() == 0
        kept = connection.execute(text("SELECT hash FROM identifier WHERE kind = 'member_code'")).scalars()
        assert sorted(map(bytes, kept)) == sorted(hashes)


@given(count=strategies.integers(1, 10**7), most=strategies.integers(1, 10**6))
def test_ranges_of_hashes_leave_no_gap_and_are_no_more_than_needed(count: int, most: int) -> None:
    ranges = list(registry._slices(count, most))
    assert ranges[0][0] == b""
    assert ranges[-1][1] > b"\xff" * 16
    assert all(first < beyond for first, beyond in ranges)
    assert all(one[1] == following[0] for one, following in pairwise(ranges))
    assert len(ranges) == min(-(-count // most), 1 << 16)
