"""What every upstream promises (`sync.ports.Upstream`), asked of the one in memory and of the client against the
live stand-in."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.upstream.memory import MemoryUpstream
from sync.errors import AnswerLost, Refused, TooLarge, Unavailable
from sync.ports import RemoteUnit
from sync.values import PEOPLE, ListKind, Outcome
from tests.contract.upstream_support import PROFILE, Side, again, held, person, running, send, side

__all__ = ["running", "side"]


def test_each_operation_gets_its_verdict_with_a_code_and_a_version(side: Side) -> None:
    first, second = person(), person(kind=ListKind.YOUTH)
    verdicts = send(side, first, second)
    assert [(verdict.operation, verdict.outcome) for verdict in verdicts] == [
        (first.id, Outcome.APPLIED),
        (second.id, Outcome.APPLIED),
    ]
    assert all(len(verdict.member_code or "") == 7 and verdict.etag for verdict in verdicts)
    assert verdicts[0].member_code != verdicts[1].member_code


def test_a_repeat_under_the_same_key_brings_the_same_verdicts_and_no_further_effect(side: Side) -> None:
    operation = person()
    body = side.upstream.encode([operation])
    assert list(side.upstream.send(operation.id, body)) == list(side.upstream.send(operation.id, body))
    assert side.effects(operation.id) == 1


def test_a_lost_answer_is_found_again_under_the_same_key_and_took_effect_once(side: Side) -> None:
    operation = person()
    side.lose_next_answer()
    with pytest.raises(AnswerLost):
        send(side, operation, key=operation.id)
    assert side.effects(operation.id) == 1
    [verdict] = send(side, operation, key=operation.id)
    assert verdict.outcome is Outcome.APPLIED
    assert side.effects(operation.id) == 1


def test_an_operation_that_comes_in_another_batch_takes_effect_once(side: Side) -> None:
    operation = person()
    [first] = send(side, operation)
    second, other = send(side, operation, person())
    assert second == first
    assert other.outcome is Outcome.APPLIED
    assert side.effects(operation.id) == 1


def test_an_operation_id_cannot_be_used_for_something_else(side: Side) -> None:
    operation = person()
    send(side, operation)
    [verdict] = send(side, replace(operation, unit="Chi đoàn 2, Đoàn xã Bình An"))
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "operation-id-reused")


def test_unavailable_means_that_nothing_was_taken(side: Side) -> None:
    operation = person()
    side.refuse_next()
    with pytest.raises(Unavailable):
        send(side, operation, key=operation.id)
    assert side.effects(operation.id) == 0
    assert send(side, operation, key=operation.id)[0].outcome is Outcome.APPLIED


def test_saying_the_same_again_changes_nothing_and_keeps_the_version(side: Side) -> None:
    operation = person()
    [first] = send(side, operation)
    repeated = again(operation, member_code=first.member_code, etag=first.etag)
    [second] = send(side, repeated)
    assert (second.outcome, second.member_code, second.etag) == (Outcome.APPLIED, first.member_code, first.etag)
    assert side.effects(repeated.id) == 0


def test_a_change_replaces_what_it_states_clears_what_it_empties_and_leaves_the_rest(side: Side) -> None:
    operation = person(record={**person().record, "phone": "0912345678", "hometown": "Phan Thiết"})
    [first] = send(side, operation)
    [second] = send(side, again(operation, etag=first.etag, record={"phone": None, "occupation": "Học sinh"}))
    assert second.outcome is Outcome.APPLIED
    assert second.etag != first.etag
    assert second.member_code == first.member_code
    assert {name: value for name, value in held(side, operation).items() if value} == {
        "member_code": first.member_code,
        "full_name": "Trần Thị Mận",
        "date_of_birth": "2004-05-17",
        "hometown": "Phan Thiết",
        "occupation": "Học sinh",
    }


def test_a_change_based_on_an_older_version_is_refused_and_the_rest_of_the_batch_is_not(side: Side) -> None:
    operation, other = person(), person()
    [first] = send(side, operation)
    send(side, again(operation, record={"full_name": "Trần Thị Mơ"}))
    stale, fine = send(side, again(operation, etag=first.etag, record={"full_name": "Trần Thị Mai"}), other)
    assert (stale.outcome, stale.code) == (Outcome.REJECTED, "precondition-failed")
    assert fine.outcome is Outcome.APPLIED
    assert held(side, operation)["full_name"] == "Trần Thị Mơ"


@pytest.mark.parametrize("missing", ["full_name", "date_of_birth"])
def test_a_record_without_a_name_or_a_birth_date_is_refused_by_field(side: Side, missing: str) -> None:
    record = {name: value for name, value in person().record.items() if name != missing}
    [verdict] = send(side, person(record=record))
    assert (verdict.outcome, verdict.code, verdict.field) == (Outcome.REJECTED, "field-missing", missing)
    assert verdict.words


def test_two_people_cannot_have_one_national_id(side: Side) -> None:
    number = f"{random.randrange(10**12):012d}"
    first = person(record={**person().record, "national_id": number})
    second = person(record={**first.record, "full_name": "Lê Văn Tám"})
    verdicts = send(side, first, second)
    assert [verdict.code for verdict in verdicts] == ["", "national-id-taken"]
    freed = again(first, record={"national_id": None})
    assert [verdict.outcome for verdict in send(side, freed, again(second))] == [Outcome.APPLIED] * 2


def test_a_code_the_list_brings_becomes_the_person_s(side: Side) -> None:
    code = f"{random.randrange(5_000_000, 9_999_999)}"
    operation = person(record={**person().record, "member_code": code})
    assert send(side, operation)[0].member_code == code
    other = person(record={**person().record, "full_name": "Lê Văn Tám", "member_code": code})
    [verdict] = send(side, other)
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "member-code-taken")


def test_a_known_person_s_code_is_not_changed_in_silence(side: Side) -> None:
    operation = person()
    [first] = send(side, operation)
    moved = again(operation, member_code=first.member_code, record={**operation.record, "member_code": "4999999"})
    [verdict] = send(side, moved)
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "member-code-mismatch")


def test_a_key_cannot_be_used_for_another_body(side: Side) -> None:
    key = person().id
    send(side, person(), key=key)
    with pytest.raises(Refused):
        send(side, person(), key=key)


def test_a_batch_beyond_the_limit_is_too_large_and_nothing_of_it_is_taken(side: Side) -> None:
    operations = [person() for _ in range(21)]
    with pytest.raises(TooLarge):
        send(side, *operations)
    assert side.effects(operations[0].id) == 0


def test_one_poisoned_record_refuses_the_batch_and_the_others_pass_without_it(side: Side) -> None:
    poisoned, other = person(), person()
    side.poison(poisoned.person)
    with pytest.raises(Refused) as caught:
        send(side, other, poisoned)
    assert caught.value.code == "upstream-failed"
    assert send(side, other)[0].outcome is Outcome.APPLIED


def test_an_operation_whose_result_is_missing_has_no_verdict_until_the_key_is_sent_again(side: Side) -> None:
    silent, other = person(), person()
    side.omit(silent.person)
    assert [verdict.operation for verdict in send(side, silent, other, key=silent.id)] == [other.id]
    side.mend()
    assert [verdict.operation for verdict in send(side, silent, other, key=silent.id)] == [silent.id, other.id]
    assert side.effects(silent.id) == 1


def test_everybody_is_read_back_over_all_pages_each_once(side: Side) -> None:
    unit = f"Chi đoàn {person().id}"
    operations = [person(unit=unit, kind=random.choice(sorted(PEOPLE))) for _ in range(10)]
    send(side, *operations, person(unit="Chi đoàn 9, Đoàn xã Bình An"))
    found = list(side.upstream.people(unit))
    assert [(one.person, one.kind) for one in found] == [(one.person, one.kind) for one in operations]
    assert all(one.unit == unit and one.etag and one.member_code for one in found)
    everybody = [one.person for one in side.upstream.people()]
    assert len(everybody) == len(set(everybody)) > 10


TREE = [
    RemoteUnit("u1", "Tỉnh đoàn Lâm Đồng", "68", "2025-07-01", "tỉnh đoàn"),
    RemoteUnit("u2", "Đoàn phường Phú Thủy", "22924", "2025-07-01", "đoàn cơ sở", "u1", valid_from="2025-07-01"),
    RemoteUnit("u3", "Đoàn phường Thanh Hải", parent="u1", valid_to="2025-06-30", successors=("u2", "u1")),
    RemoteUnit("u4", "Chi đoàn 1", parent="u2"),
]


def test_the_tree_of_units_is_read_over_all_pages_as_it_stands(side: Side) -> None:
    side.put_units(TREE)
    assert list(side.upstream.units()) == TREE
    side.put_units([])
    assert list(side.upstream.units()) == []


def test_several_senders_at_once_are_kept_apart(side: Side) -> None:
    batches = [[person() for _ in range(5)] for _ in range(12)]
    with ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(lambda batch: send(side, *batch), batches))
    assert [[one.operation for one in answer] for answer in answers] == [
        [one.id for one in batch] for batch in batches
    ]
    codes = [verdict.member_code for answer in answers for verdict in answer]
    assert len(set(codes)) == 60


def test_what_was_reached_has_a_name(side: Side) -> None:
    assert side.upstream.reach()["name"]


def test_closing_twice_is_fine(side: Side) -> None:
    side.upstream.close()
    side.upstream.close()


RECORDS = st.dictionaries(
    st.sampled_from([*PROFILE.fields, "row_no", "unit", "movement_date"]), st.none() | st.text(max_size=5), max_size=8
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(record=RECORDS, seed=st.randoms(use_true_random=False))
def test_the_same_operations_give_the_same_bytes_and_only_allowed_fields(
    record: dict[str, str | None], seed: random.Random
) -> None:
    upstream = MemoryUpstream(("full_name", "phone"))
    shuffled = list(record.items())
    seed.shuffle(shuffled)
    operation = person(record=record, member_code="1234567")
    body = upstream.encode([operation])
    assert body == upstream.encode([replace(operation, record=dict(shuffled))])
    [written] = orjson.loads(body)["operations"]
    assert written["fields"] == {name: value for name, value in record.items() if name in ("full_name", "phone")}
    assert written["member_code"] == "1234567"
