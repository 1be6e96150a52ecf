"""The stand-in's mode for single records, asked over the wire: each sentence of how such a member system behaves."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import pytest

from standin.rest.settings import RestSettings
from standin.settings import Rate
from tests.contract.standin_rest_support import (
    ACCOUNT,
    EXISTS,
    TREE,
    cells,
    make,
    record,
    running,
    standin,
    told,
)
from tests.support.standin import LiveStandin, live_standin

__all__ = ["running", "standin"]


# ── logging in, and how often ────────────────────────────────────────────────────────────────────────────────


def test_a_login_brings_a_jwt_without_which_there_is_nothing(standin: LiveStandin) -> None:
    answer = standin.http.post("/api/users/login", json=ACCOUNT)
    token = answer.json()["data"]["accessToken"]
    claims = orjson.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert answer.json()["success"] is True
    assert claims["exp"] - claims["iat"] == pytest.approx(900)
    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    for headers in (
        {},
        {"Authorization": token},
        {"Authorization": f"Bearer {forged}"},
        {"Authorization": "Bearer ."},
    ):
        with httpx.Client(base_url=standin.url, headers=headers) as stranger:
            for path in ("/api/members", "/api/cells", f"/api/members/{uuid4()}"):
                assert told(stranger.get(path))[0] == 401
            assert told(stranger.post("/api/members", json=record()))[0] == 401


@pytest.mark.parametrize(
    ("stated", "status"),
    [({**ACCOUNT, "password": "x"}, 401), ({**ACCOUNT, "username": "x"}, 401), ({"username": "officer"}, 400)],
)
def test_a_wrong_login_brings_no_token(standin: LiveStandin, stated: dict[str, str], status: int) -> None:
    assert told(standin.http.post("/api/users/login", json=stated))[0] == status


def test_a_token_ends_and_another_login_goes_on() -> None:
    with live_standin(RestSettings(token_seconds=0.4)) as brief:
        brief.log_in()
        answers = [brief.http.get("/api/members").status_code]
        while answers[-1] == 200:
            answers.append(brief.http.get("/api/members").status_code)
        assert answers[-1] == 401
        brief.log_in()
        assert brief.http.get("/api/members").status_code == 200


def test_an_account_has_so_many_requests_in_a_window_announced_and_then_429() -> None:
    accounts = {"officer": "standin", "other": "word"}
    with live_standin(RestSettings(accounts=accounts, rate=Rate(4, 900))) as limited:
        limited.log_in()
        answers = [
            limited.http.get("/api/members"),
            limited.http.get("/api/members/x"),
            limited.http.get("/api/cells/x"),
        ]
        assert [answer.status_code for answer in answers] == [200, 500, 404]
        assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0"]
        assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"4"}
        assert all(0 < int(answer.headers["RateLimit-Reset"]) <= 900 for answer in answers)
        past = limited.http.get("/api/members")
        assert told(past)[0] == 429
        assert (past.headers["RateLimit-Remaining"], past.headers["Retry-After"]) == (
            "0",
            past.headers["RateLimit-Reset"],
        )
        assert told(limited.http.post("/api/users/login", json=ACCOUNT))[0] == 429
        limited.log_in(("other", "word"))
        assert limited.http.get("/api/members").status_code == 200


def test_a_window_ends() -> None:
    with live_standin(RestSettings(rate=Rate(1, 0.3))) as limited:
        limited.log_in()
        answers = [limited.http.get("/api/members").status_code]
        while answers[-1] == 429:
            answers.append(limited.http.get("/api/members").status_code)
        assert answers[-1] == 200


def test_it_is_500_requests_in_15_minutes_unless_told_otherwise() -> None:
    with live_standin(RestSettings()) as usual:
        usual.log_in()
        headers = usual.http.get("/api/cells").headers
        assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("500", "498")
        assert 890 <= int(headers["RateLimit-Reset"]) <= 900


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_ends_of_the_tree_are_the_cells_each_under_its_union_branch(standin: LiveStandin) -> None:
    answer = standin.http.get("/api/cells", params={"limit": 100, "page": 1}).json()
    assert [(cell["code"], cell["name"]) for cell in answer["data"]] == [
        ("PT-01", "Chi đoàn 1"), ("PT-02", "Chi đoàn 2"), (TREE[3]["id"], "Chi đoàn 3"),
    ]  # fmt: skip
    assert all(str(UUID(cell["id"])) == cell["id"] for cell in answer["data"])
    assert answer["data"][2]["id"] == TREE[3]["id"]
    [branch] = {orjson.dumps(cell["UnionBranch"]) for cell in answer["data"]}
    assert {**orjson.loads(branch), "id": ""} == {"id": "", "code": "PT", "name": "Đoàn phường Phú Thủy"}
    assert answer["pagination"] == {"total": 3, "page": 1, "limit": 100, "hasNext": False}
    assert len(standin.http.get("/api/cells", params={"limit": 2, "page": 2}).json()["data"]) == 1


def test_a_cell_keeps_its_id_when_the_tree_is_put_there_again(standin: LiveStandin) -> None:
    before = cells(standin)
    standin.put_units(TREE)
    assert cells(standin) == before


def test_a_tree_that_does_not_hang_together_is_refused_and_changes_nothing(standin: LiveStandin) -> None:
    before = cells(standin)
    assert standin.http.put("/_units", json=[{**TREE[1], "parent": "nobody"}]).status_code == 422
    assert cells(standin) == before


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_members_come_page_by_page_and_no_more_than_100_however_many_are_asked_for() -> None:
    with live_standin(RestSettings(rate=None)) as fresh:
        fresh.log_in()
        made = [make(fresh)["memberCode"] for _ in range(104)]

        def page(**query: object) -> dict[str, Any]:
            return dict(
                fresh.http.get("/api/members", params={name: str(value) for name, value in query.items()}).json()
            )

        first, second = page(page=1, limit=500), page(page=2, limit=500)
        assert first["pagination"] == {"total": 104, "page": 1, "limit": 100, "hasNext": True}
        assert second["pagination"] == {"total": 104, "page": 2, "limit": 100, "hasNext": False}
        assert [one["memberCode"] for one in [*first["data"], *second["data"]]] == made
        assert [one["memberCode"] for one in page(page=3, limit=7)["data"]] == made[14:21]
        assert [page(page=number, limit=52)["pagination"]["hasNext"] for number in (1, 2)] == [True, False]
        assert page(page=99)["data"] == []
        for odd in ({"page": "x", "limit": "-1"}, {"page": 0, "limit": 0}, {"limit": "9" * 40}, {}):
            assert page(**odd)["pagination"] == first["pagination"]


def test_search_looks_into_code_and_name(standin: LiveStandin) -> None:
    named = make(standin, fullName="Phạm Quỳnh Đan")
    coded = make(standin, memberCode="XYZ-77")

    def found(search: str) -> list[str]:
        return [one["id"] for one in standin.http.get("/api/members", params={"search": search}).json()["data"]]

    assert found("quỳnh đAN") == [named["id"]]
    assert found("yz-7") == [coded["id"]]
    assert found("%") == found("nobody at all") == []


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_member_is_kept_as_stated_days_in_iso_and_waits_for_approval(standin: LiveStandin) -> None:
    stated = record(
        dateOfBirth="17/05/2004", joinedDate="2019-03-26T00:00:00.000Z", gender="female",
        identityNumber="079304000001", phoneNumber="0912345678",
        email="man@thu.example.test", unionCellId=cells(standin)[0], memberCardNumber="T-1",
        ethnicity="Kinh", religion="Không", hometown="Phan Thiết", permanentAddress="12 Trần Phú",
        educationLevel="12/12", professionalLevel="Đại học", politicalTheoryLevel="Sơ cấp", itLevel="A",
        languageLevel="B1", occupation="Sinh viên", isHonoraryMember=True,
    )  # fmt: skip
    answer = standin.http.post("/api/members", json=stated)
    assert answer.status_code == 201
    made = answer.json()["data"]
    own = {"id", "status", "activityStatus", "createdAt", "updatedAt", "deletedAt"}
    kept = {name: value for name, value in made.items() if name not in own}
    assert kept == {**stated, "dateOfBirth": "2004-05-17", "joinedDate": "2019-03-26"}
    assert (made["status"], made["activityStatus"], made["deletedAt"]) == ("pending", "active", None)
    assert standin.http.get(f"/api/members/{made['id']}").json() == {"success": True, "data": made}
    assert standin.members()[str(stated["memberCode"])]["effects"] == {"created": 1}


def test_what_is_not_stated_is_empty_and_what_it_does_not_know_is_gone_without_a_word(standin: LiveStandin) -> None:
    made = make(standin, shoeSize=38, status="approved", activityStatus="paused", id="mine")
    assert "shoeSize" not in made
    assert (made["status"], made["activityStatus"]) == ("pending", "active")
    assert UUID(made["id"])
    assert (made["email"], made["isHonoraryMember"]) == (None, False)
    later = standin.http.put(f"/api/members/{made['id']}", json={"shoeSize": 39, "status": "approved"})
    assert (later.status_code, later.json()["data"]) == (200, made)


def test_a_field_may_be_taken_and_dropped() -> None:
    with live_standin(RestSettings(drop=frozenset({"occupation", "email"}))) as dropping:
        dropping.log_in()
        made = make(dropping, occupation="Nông dân", email="none at all", hometown="Phan Rí")
        assert (made["occupation"], made["email"], made["hometown"]) == (None, None, "Phan Rí")
        changed = dropping.http.put(f"/api/members/{made['id']}", json={"occupation": "Thợ may", "itLevel": "B"})
        assert (changed.json()["data"]["occupation"], changed.json()["data"]["itLevel"]) == (None, "B")
        assert dropping.stats()["took_effect"] == {"changed": 1, "created": 1}


def test_a_change_replaces_what_is_stated_and_nothing_else(standin: LiveStandin) -> None:
    made = make(standin, hometown="Phan Thiết", occupation="Nông dân", isHonoraryMember=True)
    stated = {"occupation": "Thợ may", "hometown": None, "dateOfBirth": "18/05/2004"}
    changed = standin.http.put(f"/api/members/{made['id']}", json=stated).json()["data"]
    expected = {**made, "occupation": "Thợ may", "hometown": None, "dateOfBirth": "2004-05-18"}
    assert changed == {**expected, "updatedAt": changed["updatedAt"]}
    again = standin.http.put(f"/api/members/{made['id']}", json=stated)
    assert (again.status_code, again.json()["data"]) == (200, changed)
    [created, change] = standin.effects(made["id"])
    assert standin.effects(made["id"], after=1) == [change]
    assert (created["what"], change["what"], set(change["fields"])) == (
        "created", "changed", {"occupation", "hometown", "dateOfBirth"},
    )  # fmt: skip


# the record · the status · what is said
REFUSED: list[tuple[dict[str, object], int, str]] = [
    ({"memberCode": None}, 400, "Mã đoàn viên là bắt buộc"),
    ({"memberCode": " "}, 400, "Mã đoàn viên là bắt buộc"),
    ({"fullName": None}, 400, "Họ và tên là bắt buộc"),
    ({"fullName": ""}, 400, "Họ và tên là bắt buộc"),
    ({"email": "man@example"}, 400, "Email không hợp lệ"),
    ({"email": "man"}, 400, "Email không hợp lệ"),
    ({"dateOfBirth": "31/02/2004"}, 400, EXISTS),
    ({"dateOfBirth": "2004-13-01"}, 400, EXISTS),
    ({"dateOfBirth": "2004"}, 400, EXISTS),
    ({"joinedDate": 45000}, 400, EXISTS),
    ({"gender": "nam"}, 500, 'invalid input value for enum enum_members_gender: "nam"'),
    ({"gender": True}, 500, 'invalid input value for enum enum_members_gender: "true"'),
    ({"unionCellId": "Chi đoàn 1"}, 500, 'invalid input syntax for type uuid: "Chi đoàn 1"'),
    ({"unionCellId": str(UUID(int=1))}, 500, "violates foreign key constraint"),
    ({"isHonoraryMember": "có"}, 500, 'invalid input syntax for type boolean: "có"'),
    ({"hometown": ["Phan Thiết"]}, 500, "string violation: hometown cannot be an array or an object"),
]


@pytest.mark.parametrize(("changes", "status", "words"), REFUSED, ids=str)
def test_what_is_refused_and_in_whose_words(
    standin: LiveStandin, changes: dict[str, object], status: int, words: str
) -> None:
    stated = record(**changes)
    found, said = told(standin.http.post("/api/members", json=stated))
    assert (found, words in said) == (status, True)
    assert str(stated["memberCode"]) not in standin.members()
    made = make(standin)
    found, said = told(standin.http.put(f"/api/members/{made['id']}", json={**changes, "occupation": "Thợ may"}))
    assert (found, words in said) == (status, True)
    assert standin.members()[made["memberCode"]]["effects"] == {"created": 1}


def test_a_code_and_an_identity_number_are_unique_each_refused_in_its_own_words(standin: LiveStandin) -> None:
    holder, other = make(standin, identityNumber="079304000777"), make(standin)
    of_code = (400, f'Mã đoàn viên "{holder["memberCode"]}" đã tồn tại')
    assert told(standin.http.post("/api/members", json=record(memberCode=holder["memberCode"]))) == of_code
    assert told(standin.http.post("/api/members", json=record(identityNumber="079304000777"))) == (400, EXISTS)
    change = {"memberCode": holder["memberCode"]}
    assert told(standin.http.put(f"/api/members/{other['id']}", json=change)) == of_code
    assert told(standin.http.put(f"/api/members/{other['id']}", json={"identityNumber": "079304000777"})) == (
        400,
        EXISTS,
    )
    assert standin.http.put(f"/api/members/{holder['id']}", json=change).status_code == 200


def test_a_second_approval_is_400(standin: LiveStandin) -> None:
    made = make(standin)
    approved = standin.http.patch(f"/api/members/{made['id']}/approve")
    assert (approved.status_code, approved.json()["data"]["status"]) == (200, "approved")
    assert told(standin.http.patch(f"/api/members/{made['id']}/approve"))[0] == 400
    assert standin.members()[made["memberCode"]]["effects"] == {"approved": 1, "created": 1}


def test_the_bin_keeps_somebody_readable_and_their_numbers_taken_until_they_are_restored(
    standin: LiveStandin,
) -> None:
    made = make(standin, identityNumber="079304000888", fullName="Người Trong Thùng")
    path = f"/api/members/{made['id']}"
    assert standin.http.delete(path).status_code == 200
    binned = standin.http.get(path)
    assert (binned.status_code, bool(binned.json()["data"]["deletedAt"])) == (200, True)
    assert standin.http.get("/api/members", params={"search": made["memberCode"]}).json()["data"] == []
    for same in ({"memberCode": made["memberCode"]}, {"identityNumber": "079304000888"}):
        assert told(standin.http.post("/api/members", json=record(**same))) == (400, EXISTS)
    for method, ending in (("PUT", ""), ("DELETE", ""), ("PATCH", "/approve"), ("POST", "/transfer")):
        assert told(standin.http.request(method, path + ending, json={"occupation": "x"}))[0] == 404
    restored = standin.http.patch(f"{path}/restore").json()["data"]
    assert {**restored, "updatedAt": made["updatedAt"]} == made
    assert told(standin.http.patch(f"{path}/restore"))[0] == 400
    assert standin.members()[made["memberCode"]]["effects"] == {"created": 1, "removed": 1, "restored": 1}


@pytest.mark.parametrize(
    ("method", "ending"),
    [("GET", ""), ("PUT", ""), ("DELETE", ""), ("PATCH", "/approve"), ("PATCH", "/restore"), ("POST", "/transfer")],
)
def test_an_id_that_is_none_is_500_and_one_nobody_has_is_404(standin: LiveStandin, method: str, ending: str) -> None:
    wrong = standin.http.request(method, f"/api/members/1000{ending}", json={})
    assert told(wrong) == (500, 'invalid input syntax for type uuid: "1000"')
    assert told(standin.http.request(method, f"/api/members/{uuid4()}{ending}", json={}))[0] == 404


# ── movements ────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_cell_in_a_change_moves_somebody_and_adds_no_transfer(standin: LiveStandin) -> None:
    here, there, _ = cells(standin)
    made = make(standin, unionCellId=here)
    for _ in range(2):
        moved = standin.http.put(f"/api/members/{made['id']}", json={"unionCellId": there, "itLevel": "A"})
        assert moved.json()["data"]["unionCellId"] == there
    now = standin.members()[made["memberCode"]]
    assert (now["effects"], now["transfers"]) == ({"changed": 1, "created": 1, "moved": 1}, [])


@pytest.mark.parametrize("standing", ["active", "transferred", "graduated", "paused"])
def test_an_activity_status_is_one_of_four(standin: LiveStandin, standing: str) -> None:
    path = f"/api/members/{make(standin)['id']}"
    changed = standin.http.put(path, json={"activityStatus": standing}).json()["data"]
    assert changed["activityStatus"] == standing
    for wrong in ("matured", None):
        assert told(standin.http.put(path, json={"activityStatus": wrong}))[0] == 500
    assert standin.http.get(path).json()["data"] == changed


def test_a_transfer_asked_for_twice_is_two_transfers(standin: LiveStandin) -> None:
    here, there, _ = cells(standin)
    made, doubled = make(standin, unionCellId=here), standin.stats()["doubled"]
    path, paper = f"/api/members/{made['id']}", {"toCellId": there, "onDate": "05/03/2026", "decisionNo": "12-QĐ/ĐTN"}
    answers = [
        standin.http.post(f"{path}/transfer", json=paper, headers={"Idempotency-Key": "one"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    lines = standin.http.get(f"{path}/transfers").json()["data"]
    assert [answer.json()["data"] for answer in answers] == [{"memberId": made["id"], **line} for line in lines]
    told_of = [(line["fromCellId"], line["toCellId"], line["onDate"], line["decisionNo"]) for line in lines]
    assert told_of == [(here, there, "2026-03-05", "12-QĐ/ĐTN"), (there, there, "2026-03-05", "12-QĐ/ĐTN")]
    assert lines[0]["id"] != lines[1]["id"]
    assert standin.http.get(path).json()["data"]["unionCellId"] == there
    now = standin.members()[made["memberCode"]]
    assert (now["effects"], now["transfers"]) == ({"created": 1, "transferred": 2}, lines)
    assert standin.stats()["doubled"] == doubled + 1
    standin.http.post(f"{path}/transfer", json={**paper, "onDate": "2026-04-01"})
    assert standin.stats()["doubled"] == doubled + 1


@pytest.mark.parametrize(
    ("paper", "status"),
    [({}, 400), ({"toCellId": "x"}, 500), ({"toCellId": str(UUID(int=1))}, 500), ({"onDate": "31/02/2026"}, 400)],
)
def test_a_transfer_that_is_refused_leaves_no_line(standin: LiveStandin, paper: dict[str, str], status: int) -> None:
    made = make(standin)
    stated = {"toCellId": cells(standin)[0], **paper} if paper else {}
    assert told(standin.http.post(f"/api/members/{made['id']}/transfer", json=stated))[0] == status
    now = standin.members()[made["memberCode"]]
    assert (now["unionCellId"], now["transfers"], now["effects"]) == (None, [], {"created": 1})
