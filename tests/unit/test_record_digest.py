"""A record's digest: equal where every value is, different where one is not, and telling nobody without the key."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.fingerprint import record_digester
from sync.values import PersonId, Record

KEY = bytes(range(32))
LAN: Record = {"full_name": "Nguyễn Thị Lan", "date_of_birth": "2004-05-17", "phone": "0912345678"}
PERSON = PersonId(7)

digest = record_digester(KEY)

values = st.none() | st.text(max_size=6)
records = st.dictionaries(st.sampled_from(("full_name", "phone", "email", "member_code", "a", "b")), values)


def stated(record: Record) -> dict[str, str]:
    return {name: value for name, value in record.items() if value and name != "member_code"}


@settings(deadline=None)
@given(records, records)
def test_equal_where_and_only_where_what_is_stated_is(one: Record, other: Record) -> None:
    assert (digest(1, PERSON, one) == digest(1, PERSON, other)) == (stated(one) == stated(other))


@settings(deadline=None)
@given(records)
def test_the_order_of_fields_says_nothing(record: Record) -> None:
    assert digest(1, PERSON, dict(reversed(record.items()))) == digest(1, PERSON, record)


def test_a_code_and_what_is_empty_are_no_part_of_it() -> None:
    fuller = {**LAN, "member_code": "2450000017", "email": None, "religion": ""}
    assert digest(1, PERSON, fuller) == digest(1, PERSON, LAN)
    assert fuller["member_code"], "what is digested stays as it was"


def test_a_value_does_not_run_into_the_next() -> None:
    apart = {"a": 'x","b":"y'}, {"a": "x", "b": "y"}, {"a": "xy"}, {"a": "", "b": "xy"}
    assert len({digest(1, PERSON, one) for one in apart}) == len(apart)


@pytest.mark.parametrize(
    "other",
    [digest(2, PERSON, LAN), digest(1, PersonId(8), LAN), record_digester(bytes(32))(1, PERSON, LAN)],
    ids=["operation", "person", "key"],
)
def test_equal_records_of_others_do_not_show(other: bytes) -> None:
    assert len(other) == 16
    assert other != digest(1, PERSON, LAN)


def test_half_a_surrogate_pair_is_digested_too() -> None:
    damaged = {**LAN, "full_name": "Lan\ud83d"}
    with pytest.raises(TypeError):
        orjson.dumps(damaged)
    assert digest(1, PERSON, damaged) == digest(1, PERSON, dict(reversed(damaged.items())))
    assert digest(1, PERSON, damaged) != digest(1, PERSON, {**LAN, "full_name": "Lan\ud83e"})
