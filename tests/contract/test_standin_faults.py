"""Faults on demand: each really happens on the wire, and what was stored is what the contract says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import orjson
import pytest

from adapters.upstream.contract import HttpUpstream
from config.profile import ContractProfile, Retries, Timeouts, load_profile
from standin.settings import Settings
from sync.errors import AnswerLost, Refused, TooLarge, Unavailable, UpstreamError
from sync.values import ListKind, OperationType, Outcome, Outgoing
from tests.support.standin import LiveStandin, live_standin

NUMBERS = count(1)
PROFILE = load_profile("standin")
assert isinstance(PROFILE, ContractProfile)
ONCE = PROFILE.model_copy(update={"retries": Retries(attempts=1, base=0, cap=0)})
PATIENT = PROFILE.model_copy(update={"retries": Retries(attempts=4, base=0, cap=10)})


@pytest.fixture(scope="module")
def running() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture
def standin(running: LiveStandin) -> Iterator[LiveStandin]:
    running.calm()
    yield running
    running.calm()


def operation(**changes: object) -> Outgoing:
    number = next(NUMBERS)
    record = {"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17", "national_id": f"{number:012d}"}
    made = Outgoing(f"op-{number}", OperationType.UPSERT, f"p-{number}", ListKind.MEMBERS, "Chi đoàn 1", record)
    return replace(made, **changes)  # type: ignore[arg-type]


def raw(standin: LiveStandin, made: Outgoing, key: str = "") -> httpx.Response:
    with closing(HttpUpstream(ONCE, standin.url, None)) as upstream:
        body = upstream.encode([made])
    return standin.http.post("/v1/batches", content=body, headers={"Idempotency-Key": key or made.id})


# the fault · whether the batch was taken
BROKEN: list[tuple[dict[str, Any], bool]] = [
    ({"do": "drop"}, False),
    ({"do": "drop", "when": "after"}, True),
    ({"do": "half"}, True),
]


@pytest.mark.parametrize(("fault", "taken"), BROKEN, ids=str)
def test_a_connection_really_breaks(standin: LiveStandin, fault: dict[str, Any], taken: bool) -> None:
    """A plain client sees it closed, or reset where some of the request was still on its way."""
    made = operation()
    standin.faults({**fault, "times": 1})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        raw(standin, made)
    assert len(standin.effects(made.person)) == taken
    assert raw(standin, made).status_code == 200
    assert len(standin.effects(made.person)) == 1


# the fault · its consequence for the client when it tries once · whether the batch was taken
FAULTS: list[tuple[dict[str, Any], type[UpstreamError], str, bool]] = [
    ({"do": "drop"}, AnswerLost, "upstream-answer-lost", False),
    ({"do": "drop", "when": "after"}, AnswerLost, "upstream-answer-lost", True),
    ({"do": "half"}, AnswerLost, "upstream-answer-lost", True),
    ({"do": "garbage"}, AnswerLost, "upstream-garbled", False),
    ({"do": "garbage", "when": "after"}, AnswerLost, "upstream-garbled", True),
    ({"do": "garbage", "when": "after", "body": "<html></html>"}, AnswerLost, "upstream-garbled", True),
    ({"do": "delay", "seconds": 1.5}, AnswerLost, "upstream-answer-lost", False),
    ({"do": "status", "status": 500}, Refused, "upstream-failed", False),
    ({"do": "status", "status": 500, "when": "after"}, AnswerLost, "upstream-failed", True),
    ({"do": "status", "status": 502, "when": "after"}, AnswerLost, "upstream-failed", True),
    ({"do": "status", "status": 503}, Unavailable, "upstream-busy", False),
    ({"do": "status", "status": 429, "retry_after": 900}, Unavailable, "upstream-busy", False),
    ({"do": "status", "status": 413}, TooLarge, "upstream-too-large", False),
    ({"do": "status", "status": 422}, Refused, "upstream-refused", False),
    (
        {"do": "status", "status": 404, "body": "<title>404</title>", "content_type": "text/html"},
        Unavailable,
        "upstream-not-an-endpoint",
        False,
    ),
]


@pytest.mark.parametrize(("fault", "consequence", "code", "taken"), FAULTS, ids=str)
def test_each_fault_has_its_consequence_and_the_same_key_settles_it(
    standin: LiveStandin, fault: dict[str, Any], consequence: type[UpstreamError], code: str, taken: bool
) -> None:
    made = operation()
    impatient = ONCE.model_copy(update={"timeouts": Timeouts(read=0.3)}) if fault["do"] == "delay" else ONCE
    with closing(HttpUpstream(impatient, standin.url, None)) as upstream:
        body = upstream.encode([made])
        standin.faults({**fault, "times": 1})
        with pytest.raises(consequence) as caught:
            upstream.send(made.id, body)
        assert (type(caught.value), caught.value.code) == (consequence, code)
        assert len(standin.effects(made.person)) == taken
        assert [verdict.outcome for verdict in upstream.send(made.id, body)] == [Outcome.APPLIED]
    assert len(standin.effects(made.person)) == 1
    assert standin.stats()["doubled"] == 0


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "drop", "when": "after"},
        {"do": "half"},
        {"do": "garbage", "when": "after"},
        {"do": "status", "status": 502, "when": "after"},
        {"do": "status", "status": 503},
        {"do": "status", "status": 429, "retry_after": 0},
        {"do": "status", "status": 429, "retry_after": 0, "retry_after_form": "date"},
    ],
    ids=str,
)
def test_short_retries_bring_the_verdicts_and_one_effect(standin: LiveStandin, fault: dict[str, Any]) -> None:
    made = operation()
    standin.faults({**fault, "times": 3})
    with closing(HttpUpstream(PATIENT, standin.url, None, sleep=lambda _: None)) as upstream:
        [verdict] = upstream.send(made.id, upstream.encode([made]))
    assert verdict.outcome is Outcome.APPLIED
    assert len(standin.effects(made.person)) == 1


@pytest.mark.parametrize(("form", "seconds"), [("seconds", {7.0}), ("date", {6.0, 7.0, 8.0})])
def test_both_forms_of_retry_after(standin: LiveStandin, form: str, seconds: set[float]) -> None:
    waits: list[float] = []
    standin.faults({"do": "status", "status": 429, "retry_after": 7, "retry_after_form": form, "times": 1})
    with closing(HttpUpstream(PATIENT, standin.url, None, sleep=waits.append)) as upstream:
        made = operation()
        upstream.send(made.id, upstream.encode([made]))
    assert set(waits) <= seconds
    assert waits


def test_a_rule_may_strike_the_nth_every_nth_and_so_many_times(standin: LiveStandin) -> None:
    standin.faults({"do": "status", "status": 503, "nth": [1, 4]}, {"do": "status", "status": 502, "every": 3})
    assert [raw(standin, operation()).status_code for _ in range(7)] == [503, 200, 502, 503, 200, 502, 200]
    standin.calm()
    standin.faults({"do": "status", "status": 503, "nth": 2}, {"do": "status", "status": 502, "times": 1})
    assert [raw(standin, operation()).status_code for _ in range(3)] == [502, 503, 200]
    assert standin.stats()["rules"] == 2


def test_a_rule_may_look_for_a_person_by_field_or_reference(standin: LiveStandin) -> None:
    struck, other = operation(), operation()
    standin.faults({"do": "status", "status": 500, "where": {"national_id": str(struck.record["national_id"])}})
    assert (raw(standin, struck).status_code, raw(standin, other).status_code) == (500, 200)
    standin.calm()
    standin.faults({"do": "status", "status": 500, "where": {"person": struck.person, "unit": "Chi đoàn 1"}})
    assert (raw(standin, struck).status_code, raw(standin, operation()).status_code) == (500, 200)


def test_a_rule_may_be_about_reading(standin: LiveStandin) -> None:
    standin.faults({"do": "status", "status": 503, "method": "GET", "path": "/v1/members"})
    assert standin.http.get("/v1/members").status_code == 503
    assert standin.http.get("/v1/units").status_code == 200
    assert raw(standin, operation()).status_code == 200


def send(standin: LiveStandin, made: list[Outgoing], key: str) -> dict[str, Outcome]:
    with closing(HttpUpstream(ONCE, standin.url, None)) as upstream:
        return {verdict.operation: verdict.outcome for verdict in upstream.send(key, upstream.encode(made))}


def test_a_share_of_a_batch_may_be_rejected_and_the_others_are_carried_out(standin: LiveStandin) -> None:
    made = [operation() for _ in range(200)]
    standin.faults({"do": "reject", "share": 0.3, "times": 1, "code": "not-today", "detail": "Hôm nay không nhận."})
    outcomes = send(standin, made, "share")
    rejected = [one for one in made if outcomes[one.id] is Outcome.REJECTED]
    assert 20 < len(rejected) < 110
    assert all(bool(standin.effects(one.person)) is (one not in rejected) for one in [*made[:20], *rejected[:5]])
    assert set(send(standin, rejected, "again").values()) == {Outcome.APPLIED}
    assert standin.stats()["doubled"] == 0


def test_results_may_be_left_out_of_an_answer_though_they_took_effect(standin: LiveStandin) -> None:
    silent, told = operation(), operation()
    standin.faults({"do": "omit", "where": {"person": silent.person}, "times": 1})
    assert list(send(standin, [silent, told], "omit")) == [told.id]
    assert len(standin.effects(silent.person)) == 1
    assert list(send(standin, [silent, told], "omit")) == [silent.id, told.id]
    assert len(standin.effects(silent.person)) == 1


def test_an_operation_may_be_accepted_first_and_its_state_asked_for_later(standin: LiveStandin) -> None:
    slow, quick = operation(), operation()
    standin.faults({"do": "accept", "where": {"person": slow.person}, "times": 1})
    assert send(standin, [slow, quick], "accept") == {slow.id: Outcome.ACCEPTED, quick.id: Outcome.APPLIED}
    assert standin.http.get(f"/v1/operations/{slow.id}").json()["status"] == "applied"


def test_a_body_beyond_the_limit_is_refused_while_rules_look_into_bodies() -> None:
    with live_standin(Settings(max_body=10_000)) as small:
        small.faults({"do": "drop", "where": {"person": "nobody"}})

        def pieces() -> Iterator[bytes]:
            yield from [b" " * 1_000] * 11

        for content in (b" " * 10_001, pieces()):
            answer = small.http.post("/v1/batches", content=content, headers={"Idempotency-Key": "large"})
            assert answer.status_code == 413
        answer = small.http.post(
            "/v1/batches", content=orjson.dumps({"operations": [7]}), headers={"Idempotency-Key": "seven"}
        )
        assert answer.status_code == 422


def test_requests_and_faults_are_counted() -> None:
    with live_standin() as fresh:
        fresh.faults({"do": "status", "times": 1}, {"do": "delay", "seconds": 0})
        made = operation()
        assert [raw(fresh, made).status_code for _ in range(3)] == [503, 200, 200]
        stats = fresh.stats()
        assert stats["requests"] == {"POST /v1/batches": 3}
        assert stats["faults"] == {"status": 1, "delay": 3}
        counted = {
            name: stats[name] for name in ("people", "batches", "operations", "effects", "doubled", "duplicates")
        }
        assert counted == {"people": 1, "batches": 1, "operations": 1, "effects": 1, "doubled": 0, "duplicates": 0}


def test_https_to_a_plain_http_service_is_told_as_what_it_is(standin: LiveStandin) -> None:
    with closing(HttpUpstream(PATIENT, standin.url.replace("http:", "https:"), None)) as upstream:
        with pytest.raises(Unavailable) as caught:
            upstream.reach()
        assert caught.value.code == "upstream-tls"


def test_nobody_there_is_unreachable() -> None:
    with live_standin() as gone:
        url = gone.url
    with closing(HttpUpstream(PATIENT, url, None)) as upstream, pytest.raises(Unavailable) as caught:
        upstream.send("key", b"{}")
    assert caught.value.code == "upstream-unreachable"


@pytest.mark.parametrize(
    ("status", "shown"), [(502, "<h1>502 Bad Gateway</h1>"), (200, 'name="password"'), (599, "599")]
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_page_may_come_in_place_of_an_answer(standin: LiveStandin, status: int, shown: str, when: str) -> None:
    made = operation()
    standin.faults({"do": "html", "status": status, "when": when, "times": 1})
    answer = raw(standin, made)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert shown in answer.text
    assert len(standin.effects(made.person)) == (when == "after")


def test_a_rule_s_path_may_leave_a_part_open(standin: LiveStandin) -> None:
    standin.faults({"do": "status", "status": 503, "method": "GET", "path": "/v1/*/7654321"})
    assert standin.http.get("/v1/members/7654321").status_code == 503
    assert standin.http.get("/v1/members").status_code == 200
