"""What is repeated after an answer was lost: what the repeat is refused for says nothing of the first time."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import httpx
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from sync.errors import AnswerLost
from sync.values import Outcome, Verdict
from tests.unit.requests_support import (
    CREATED,
    KNOWN,
    NEW,
    bad,
    fail,
    ok,
    opened,
    profile,
    send,
    upstream,
    web,
)

__all__ = ["upstream", "web"]

LOST = httpx.ReadTimeout("slow")


@pytest.mark.parametrize("refusal", [bad(412, "version"), bad(404), bad(409, "in progress", code="busy")])
@pytest.mark.parametrize("first", [LOST, bad(500)])
def test_a_repeat_that_is_refused_leaves_the_first_in_doubt(
    web: respx.MockRouter, upstream: RequestsUpstream, first: httpx.Response | Exception, refusal: httpx.Response
) -> None:
    """A change under If-Match that was taken is refused when it comes again: its version is gone."""
    web.put("/people/r-1").mock(side_effect=[first, refusal])
    web.get("/people/r-1").mock(return_value=bad(503))
    assert isinstance(fail(upstream, KNOWN), AnswerLost)


def test_a_repeat_under_a_key_that_is_refused_leaves_the_first_in_doubt(web: respx.MockRouter) -> None:
    web.post("/people").mock(side_effect=[LOST, bad(409, "in progress", code="busy")])
    with closing(opened(profile(honours_keys=True))) as upstream:
        assert isinstance(fail(upstream, NEW), AnswerLost)


def test_a_refusal_of_the_first_try_is_the_verdict(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    web.put("/people/r-1").mock(return_value=bad(412, "version"))
    assert [one.outcome for one in send(upstream, KNOWN)] == [Outcome.REJECTED]


def test_a_repeat_that_is_taken_is_taken(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    web.put("/people/r-1").mock(side_effect=[LOST, ok({**CREATED, "version": "v2"})])
    assert send(upstream, KNOWN) == [Verdict("op-1", Outcome.APPLIED, "100", "v2", reference="r-1")]


def test_where_several_could_be_meant_nobody_knows(web: respx.MockRouter) -> None:
    """One of them may be whom the lost request created."""
    two = [{"id": f"r-{number}", "mails": [{"value": "me@example.test"}]} for number in (1, 2)]
    web.get("/people").mock(return_value=ok(two))
    somebody = replace(NEW, record={"full_name": "Trần Thị Mận", "email": "me@example.test"})
    with closing(opened(profile(page_size=100))) as upstream:
        assert list(upstream.recall("key", upstream.encode([somebody]))) == []


@pytest.mark.parametrize(("shown", "known"), [(1, True), (2, False)])
def test_a_full_page_may_not_be_everybody(
    web: respx.MockRouter, upstream: RequestsUpstream, shown: int, known: bool
) -> None:
    """With two people on a page, whoever is looked for may stand on the next one."""
    others = [{"id": f"r-{number}", "code": f"90{number}"} for number in range(shown)]
    web.get("/people").mock(return_value=ok(others))
    told = [one.outcome for one in upstream.recall("key", upstream.encode([NEW]))]
    assert told == ([Outcome.UNTOUCHED] if known else [])
