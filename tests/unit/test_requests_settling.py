"""Who is there already, and what became of an operation in doubt, of an upstream described request by request."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import httpx
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from sync.errors import AnswerLost, Refused, Unavailable, UpstreamError
from sync.values import OperationType, Outcome, Outgoing, Verdict
from tests.unit.requests_support import (
    CREATED,
    GROWN,
    KNOWN,
    NEW,
    PROFILE,
    SHOWN,
    STANDS,
    bad,
    fail,
    ok,
    opened,
    page,
    profile,
    send,
    upstream,
    web,
)

__all__ = ["upstream", "web"]


# ── somebody who is there already ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ([SHOWN], True),
        ([{**SHOWN, "external": "p-1", "code": "999"}], True),
        ([{**SHOWN, "external": "p-2"}], False),
        ([{**SHOWN, "code": "999"}], False),
        ([{**SHOWN, "mails": [{"value": "other@example.test"}]}], False),
        ([{**SHOWN, "mails": []}], True),
        ([{**SHOWN, "code": None, "mails": []}], False),
        ([{**SHOWN, "deleted": "2026-01-01"}], False),
        ([SHOWN, {**SHOWN, "id": "r-10"}], False),
        ([{**SHOWN, "code": "1001"}, SHOWN], True),
        ([], False),
    ],
)
def test_somebody_who_exists_is_changed_where_it_is_surely_the_same_person(
    web: respx.MockRouter, shown: list[object], same: bool
) -> None:
    web.post("/people").mock(return_value=bad(409, code="taken"))
    web.get("/people").mock(return_value=ok(shown))
    change = web.put("/people/r-9").mock(return_value=ok({"version": "v8"}))
    approve = web.patch("/people/r-9/approve").mock(return_value=ok())
    found = profile()
    finds = [{**find.model_dump(), "items": "@"} for find in found.person.find]
    person = replace(NEW, record={**NEW.record, "email": "man@example.test"})
    with closing(opened(profile(person={**found.person.model_dump(), "find": finds}))) as upstream:
        [verdict] = send(upstream, person)
    if same:
        code = str(shown[-1]["code"])  # type: ignore[index]
        assert verdict == Verdict("op-1", Outcome.APPLIED, code, reference="r-9")
        assert (change.calls.last.request.headers["If-Match"], approve.call_count) == ("v7", 1)
    else:
        assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "taken")
        assert change.call_count == 0


def test_somebody_known_without_a_handle_is_looked_for(web: respx.MockRouter) -> None:
    web.get("/people", params={"code": "100"}).mock(return_value=ok([SHOWN]))
    change = web.put("/people/r-9").mock(return_value=ok({}))
    finds = [{"path": "/people", "query": {"code": "{member_code}"}}]
    with closing(opened(profile(person={**PROFILE.person.model_dump(), "find": finds}))) as upstream:
        assert send(upstream, replace(KNOWN, reference=None))[0].reference == "r-9"
        assert change.call_count == 1
        web.get("/people", params={"code": "100"}).mock(return_value=ok([]))
        assert send(upstream, replace(KNOWN, reference=None))[0].code == "unknown-member"


# ── reading back ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("operation", "shown", "outcome"),
    [
        (KNOWN, STANDS, Outcome.APPLIED),
        (KNOWN, {**STANDS, "born": "2004-05-17T00:00:00Z"}, Outcome.APPLIED),
        (KNOWN, {**STANDS, "gender": 1}, Outcome.UNTOUCHED),
        (KNOWN, {**STANDS, "unit": "Chi đoàn 2"}, Outcome.UNTOUCHED),
        (KNOWN, {**STANDS, "name": None}, Outcome.UNTOUCHED),
        (replace(KNOWN, record={"email": None}), {**STANDS, "mails": []}, Outcome.APPLIED),
        (replace(KNOWN, record={"email": None}), {**STANDS, "mails": [{"value": "a@b.test"}]}, Outcome.UNTOUCHED),
        (GROWN, STANDS, Outcome.UNTOUCHED),
        (GROWN, {**STANDS, "state": "grown"}, Outcome.APPLIED),
        (replace(GROWN, type=OperationType.AWAY), STANDS, None),
        (KNOWN, None, None),
    ],
)
def test_what_reading_back_tells(
    web: respx.MockRouter,
    upstream: RequestsUpstream,
    operation: Outgoing,
    shown: dict[str, object] | None,
    outcome: Outcome | None,
) -> None:
    web.get("/people/r-1").mock(return_value=bad(404) if shown is None else ok(shown))
    found = list(upstream.recall("key", upstream.encode([operation])))
    assert [verdict.outcome for verdict in found] == ([outcome] if outcome else [])
    if outcome is Outcome.APPLIED:
        assert found == [Verdict(operation.id, Outcome.APPLIED, "100", "v3", reference="r-1")]


def test_where_nobody_can_be_looked_for_nobody_knows_of_a_creation(web: respx.MockRouter) -> None:
    """Sent again it would be told that somebody exists, and be rejected though it had taken effect."""
    with closing(opened(profile(person={**PROFILE.person.model_dump(), "find": []}))) as upstream:
        assert upstream.recall("key", upstream.encode([NEW])) == []


def test_the_answer_about_somebody_else_tells_nothing(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    web.get("/people/r-1").mock(return_value=ok({**STANDS, "id": "r-2"}))
    with pytest.raises(Unavailable) as caught:
        upstream.recall("key", upstream.encode([KNOWN]))
    assert caught.value.code == "upstream-garbled"


FIND = [{"path": "/people", "query": {"code": "{member_code}"}}]


@pytest.mark.parametrize(
    ("shown", "rules", "outcome"),
    [
        ([], True, Outcome.UNTOUCHED),
        ([STANDS], True, Outcome.APPLIED),
        ([{**STANDS, "gender": 1}], True, Outcome.UNTOUCHED),
        ([{**STANDS, "gender": 1}], False, None),
    ],
)
def test_a_creation_is_only_repeated_where_the_upstream_says_that_somebody_exists(
    web: respx.MockRouter, shown: list[object], rules: bool, outcome: Outcome | None
) -> None:
    web.get("/people").mock(return_value=ok(shown))
    answers = {**PROFILE.answers.model_dump(), **({} if rules else {"rules": []})}
    person = {**PROFILE.person.model_dump(), "find": FIND}
    with closing(opened(profile(answers=answers, person=person))) as upstream:
        found = [verdict.outcome for verdict in upstream.recall("key", upstream.encode([NEW]))]
    assert found == ([outcome] if outcome else [])


@pytest.mark.parametrize("answer", [bad(503), bad(401), page(200), ok([]), httpx.ReadTimeout("slow")])
def test_reading_back_that_fails_tells_nothing(
    web: respx.MockRouter, upstream: RequestsUpstream, answer: httpx.Response | Exception
) -> None:
    web.get("/people/r-1").mock(side_effect=[answer] * 3)
    with pytest.raises(Unavailable):
        upstream.recall("key", upstream.encode([KNOWN]))


@pytest.mark.parametrize(
    ("operation", "shown", "consequence"),
    [
        (GROWN, ok({**STANDS, "state": "grown"}), Outcome.APPLIED),
        (GROWN, ok(STANDS), Refused),
        (GROWN, bad(503), AnswerLost),
        (GROWN, bad(404), AnswerLost),
        (KNOWN, ok({**STANDS, "gender": 1}), Refused),
        (KNOWN, ok(STANDS), Outcome.APPLIED),
        (KNOWN, bad(503), AnswerLost),
    ],
)
def test_a_failure_may_have_come_after_the_work_was_done(
    web: respx.MockRouter,
    upstream: RequestsUpstream,
    operation: Outgoing,
    shown: httpx.Response,
    consequence: Outcome | type[UpstreamError],
) -> None:
    """So it is looked up, and nothing that may not go twice is sent again in doubt."""
    grown = web.post("/people/r-1/grown").mock(return_value=bad(500))
    web.put("/people/r-1").mock(return_value=bad(500))
    web.get("/people/r-1").mock(return_value=shown)
    if isinstance(consequence, Outcome):
        assert [one.outcome for one in send(upstream, operation)] == [consequence]
    else:
        assert type(fail(upstream, operation)) is consequence
    assert grown.call_count == (operation is GROWN)


PENDING = {**STANDS, "unit": None}


@pytest.mark.parametrize(
    ("shown", "consequence"),
    [
        (ok([]), Refused),
        (ok([PENDING]), AnswerLost),
        (ok([STANDS]), Outcome.APPLIED),
        (bad(503), AnswerLost),
    ],
)
def test_a_creation_the_upstream_failed_on_is_refused_only_where_nobody_came_of_it(
    web: respx.MockRouter, shown: httpx.Response, consequence: Outcome | type[UpstreamError]
) -> None:
    web.post("/people").mock(return_value=bad(500))
    assert failed_on_new(web, shown) == consequence


@pytest.mark.parametrize(
    ("shown", "consequence"),
    [(ok([PENDING]), Outcome.REJECTED), (ok([STANDS]), Outcome.APPLIED), (bad(503), AnswerLost)],
)
def test_a_later_step_the_upstream_failed_on_is_a_rejection_where_it_surely_did_not_take_effect(
    web: respx.MockRouter, shown: httpx.Response, consequence: Outcome | type[UpstreamError]
) -> None:
    web.post("/people").mock(return_value=ok(CREATED, 201))
    web.patch("/people/r-1/approve").mock(return_value=bad(500))
    assert failed_on_new(web, shown) == consequence


def failed_on_new(web: respx.MockRouter, shown: httpx.Response) -> Outcome | type[UpstreamError]:
    """Send somebody new to an upstream that fails; return the verdict, or the kind of error."""
    web.get("/people").mock(return_value=shown)
    with closing(opened(profile(person={**PROFILE.person.model_dump(), "find": FIND}))) as upstream:
        try:
            [verdict] = send(upstream, NEW)
        except UpstreamError as error:
            return type(error)
    return verdict.outcome
