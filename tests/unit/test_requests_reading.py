"""People and units of an upstream described request by request: every page, or an error."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import httpx
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from sync.charter import Status
from sync.errors import Unavailable
from sync.ports import RemoteUnit
from sync.values import ListKind, Outcome
from tests.unit.requests_support import (
    KNOWN,
    STANDS,
    URL,
    bad,
    fail,
    ok,
    opened,
    page,
    profile,
    send,
    sent,
    upstream,
    web,
)

__all__ = ["upstream", "web"]


# ── reading everybody ────────────────────────────────────────────────────────────────────────────────────────


def test_people_come_in_our_words(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    young = {
        **STANDS,
        "id": 7,
        "external": "p-7",
        "list": "young",
        "state": "grown",
        "mails": [{"value": "a@b.test"}],
    }
    gone = {**STANDS, "deleted": True}
    web.get("/people").mock(return_value=ok({"items": [STANDS, gone, young]}, more=False, total=3))
    first, second = upstream.people()
    assert (first.person, first.kind, first.unit, first.status) == (
        None,
        ListKind.MEMBERS,
        "Chi đoàn 1",
        Status.ACTIVE,
    )
    assert dict(first.record) == {
        "member_code": "100",
        "full_name": "Trần Thị Mận",
        "date_of_birth": "2004-05-17",
        "gender": "female",
    }
    assert (second.person, second.kind, second.status) == ("p-7", ListKind.YOUTH, Status.MATURED)
    assert (second.reference, second.record["email"]) == ("7", "a@b.test")


@pytest.mark.parametrize(
    "answer",
    [
        ok(None, more=False),
        ok({"items": None}, more=False),
        ok({"items": ["x"]}, more=False),
        ok({"items": [{"code": "100"}]}, more=False),
        ok({"items": [{**STANDS, "state": "?"}]}, more=False),
        ok({"items": [STANDS]}, more=False, total=2),
        bad(404),
        page(200),
    ],
)
def test_reading_that_fails_is_unavailable_and_never_a_shorter_list(
    web: respx.MockRouter, upstream: RequestsUpstream, answer: httpx.Response
) -> None:
    web.get("/people").mock(return_value=answer)
    with pytest.raises(Unavailable):
        list(upstream.people())


EVERYBODY = [{"id": f"r-{number}", "name": {"full": f"Người {number}"}} for number in range(5)]


def shelf(paged: str) -> Callable[[httpx.Request], httpx.Response]:
    """A server of five people that gives out at most two at a time, whatever is asked for."""

    def answer(request: httpx.Request) -> httpx.Response:
        params = dict(request.url.params)
        if paged == "page":
            begin = (int(params["page"]) - 1) * 2
        elif paged == "offset":
            begin = int(params["start"]) - 1
        else:
            begin = int(params.get("after", 0))
        items, end = EVERYBODY[begin : begin + 2], begin + 2
        following = f"{URL}/people?after={end}" if end < 5 else None
        link = {"Link": f'<{URL}/people?after=0>; rel="first", <{following}>; rel="next"'} if following else {}
        body = {"items": items, "total": 5, "next": end if end < 5 else None, "url": following}
        return httpx.Response(200, json=body, headers=link)

    return answer


@pytest.mark.parametrize(
    ("paged", "paging"),
    [
        ("page", {"paging": "page", "query": {"page": "{page}"}, "total": "total"}),
        ("page", {"paging": "page", "query": {"page": "{page}"}}),
        ("offset", {"paging": "offset", "query": {"start": "{offset}", "count": "{page_size}"}, "first": 1}),
        ("cursor", {"paging": "cursor", "query": {"after": "{cursor}"}, "next": "next", "total": "total"}),
        ("link", {"paging": "link", "next": "url"}),
        ("link", {"paging": "link"}),
    ],
)
def test_every_way_of_paging_reads_everybody_once(
    web: respx.MockRouter, paged: str, paging: dict[str, object]
) -> None:
    web.get("/people").mock(side_effect=shelf(paged))
    people = {"path": "/people", "items": "items", **paging}
    with closing(opened(profile(people=people, answers={}))) as upstream:
        assert [one.reference for one in upstream.people()] == [f"r-{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("paging", "body"),
    [
        ({"paging": "page"}, {"items": EVERYBODY[:2]}),
        ({"paging": "cursor", "next": "next"}, {"items": EVERYBODY[:2], "next": "same"}),
        ({"paging": "link", "next": "url"}, {"items": EVERYBODY[:2], "url": "https://elsewhere.example.test/people"}),
        ({"paging": "link", "next": "url"}, {"items": EVERYBODY[:2], "url": ["x"]}),
    ],
)
def test_pages_that_lead_nowhere_end_in_an_error(
    web: respx.MockRouter, paging: dict[str, object], body: dict[str, object]
) -> None:
    web.get("/people").mock(return_value=httpx.Response(200, json=body))
    with (
        closing(opened(profile(people={"path": "/people", "items": "items", **paging}, answers={}))) as upstream,
        pytest.raises(Unavailable),
    ):
        list(upstream.people())


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────────

UNITS = {"path": "/cells", "id": "id", "name": "name", "parent": "branch.id", "parent_name": "branch.name"}
CELLS = [
    {"id": "c1", "name": "Chi đoàn 1", "branch": {"id": "b1", "name": "Đoàn xã Bình An"}},
    {"id": "c2", "name": "Chi đoàn 1", "branch": {"id": "b2", "name": "Đoàn xã Tân Lập"}},
    {"id": "c3", "name": "Chi đoàn 02", "branch": {"id": "b2", "name": "Đoàn xã Tân Lập"}},
]


@pytest.mark.parametrize(
    ("unit", "handle"),
    [
        ("Chi đoàn 1, Đoàn xã Bình An", "c1"),
        ("chi đoàn 1, đoàn xã tân lập, Tỉnh đoàn Lâm Đồng", "c2"),
        ("Chi đoàn 2", "c3"),
        ("Đoàn xã Tân Lập", "b2"),
        ("Chi đoàn 1", None),
        ("Chi đoàn 2, Đoàn xã Bình An", None),
        ("Chi đoàn 3", None),
    ],
)
def test_a_unit_of_ours_is_found_there_by_its_name_and_those_above_it(
    web: respx.MockRouter, unit: str, handle: str | None
) -> None:
    cells = web.get("/cells").mock(return_value=httpx.Response(200, json=CELLS))
    change = web.put("/people/r-1").mock(return_value=httpx.Response(200, json={}))
    with closing(opened(profile(units=UNITS, answers={}))) as upstream:
        verdicts = send(upstream, replace(KNOWN, unit=unit), replace(KNOWN, id="op-2", unit=unit))
    if handle:
        assert [one.outcome for one in verdicts] == [Outcome.APPLIED] * 2
        assert sent(change)["unit"] == handle
    else:
        assert [(one.code, one.field) for one in verdicts] == [("unit-missing", "unit")] * 2
        assert change.call_count == 0
    assert cells.call_count == 1


def test_the_tree_is_read_with_what_is_told_of_above_it(web: respx.MockRouter) -> None:
    web.get("/cells").mock(return_value=httpx.Response(200, json=CELLS))
    with closing(opened(profile(units=UNITS, answers={}))) as upstream:
        assert list(upstream.units()) == [
            RemoteUnit("b1", "Đoàn xã Bình An"),
            RemoteUnit("c1", "Chi đoàn 1", parent="b1"),
            RemoteUnit("b2", "Đoàn xã Tân Lập"),
            RemoteUnit("c2", "Chi đoàn 1", parent="b2"),
            RemoteUnit("c3", "Chi đoàn 02", parent="b2"),
        ]


def test_a_tree_that_cannot_be_read_rejects_nobody(web: respx.MockRouter) -> None:
    web.get("/cells").mock(return_value=bad(503))
    with closing(opened(profile(units=UNITS))) as upstream:
        assert type(fail(upstream, KNOWN)) is Unavailable
