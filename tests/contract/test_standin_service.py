"""The stand-in as a service: what can be read of it, who may ask and how often, its page, its process."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import httpx
import orjson
import pytest

from standin.serve import main
from standin.settings import Rate, Settings
from tests.contract.standin_support import (
    NUMBERS,
    code_of,
    operation,
    post,
    result,
    standin,
)
from tests.support.standin import LiveStandin, live_standin, standin_process

__all__ = ["standin"]


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_people_come_in_pages_no_larger_than_the_cap_each_once_also_while_others_arrive(standin: LiveStandin) -> None:
    unit = f"Chi đoàn {next(NUMBERS)}, Đoàn xã Bình An"
    made = [operation(unit=unit, kind=("members", "youth")[n % 2]) for n in range(9)]
    post(standin, *made)
    page = standin.http.get("/v1/members", params={"unit": unit, "limit": "400"}).json()
    assert len(page["items"]) == 4
    late = operation(unit=unit)
    post(standin, late)
    following = standin.people(unit=unit, cursor=page["next"])
    seen = [one["person"] for one in [*page["items"], *following]]
    assert seen == [one["person"] for one in [*made, late]]
    assert [one["person"] for one in standin.people(unit=unit, kind="youth")] == [one["person"] for one in made[1::2]]


def test_people_changed_since_a_moment(standin: LiveStandin) -> None:
    unit = f"Chi đoàn {next(NUMBERS)}, Đoàn xã Bình An"
    old, new = operation(unit=unit), operation(unit=unit)
    post(standin, old)
    since = standin.people(unit=unit)[0]["updated_at"]
    post(standin, new)
    moment = standin.people(unit=unit)[1]["updated_at"]
    assert [one["person"] for one in standin.people(unit=unit, updated_since=moment)] == [new["person"]]
    assert len(standin.people(unit=unit, updated_since=since)) == 2


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "4"}, "cursor"),
        ({"cursor": "YWZ0ZXI6eA=="}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"updated_since": "yesterday"}, "updated_since"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(standin: LiveStandin, params: dict[str, str], field: str) -> None:
    answer = standin.http.get("/v1/members", params=params)
    assert (answer.status_code, code_of(answer), answer.json()["field"]) == (422, "parameter-invalid", field)


def test_one_person_with_an_etag(standin: LiveStandin) -> None:
    found = result(standin, operation())
    path = f"/v1/members/{found['member_code']}"
    answer = standin.http.get(path)
    assert answer.headers["ETag"] == answer.json()["etag"] == found["etag"]
    assert standin.http.get(path, headers={"If-None-Match": found["etag"]}).status_code == 304
    assert standin.http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert code_of(standin.http.get("/v1/members/0000000")) == "not-found"


def test_units_and_their_numbers(standin: LiveStandin) -> None:
    unit = f"Chi đoàn {next(NUMBERS)}, Đoàn xã Bình An"
    post(standin, *[operation(unit=unit, kind=kind) for kind in ("members", "members", "youth")])
    assert {"unit": unit, "members": 2, "youth": 1} in standin.http.get("/v1/unit-numbers").json()["items"]


TREE = [
    {"id": "u1", "name": "Tỉnh đoàn Lâm Đồng", "code": "68", "vintage": "2025-07-01", "level": "tỉnh đoàn"},
    {"id": "u2", "name": "Đoàn phường Phú Thủy", "parent": "u1", "valid_from": "2025-07-01"},
    {"id": "u3", "name": "Đoàn phường Thanh Hải", "parent": "u1", "valid_to": "2025-06-30", "successors": ["u2"]},
]
EMPTY = dict.fromkeys(("code", "vintage", "level", "parent", "valid_from", "valid_to"))


def test_the_tree_of_units_is_put_as_a_whole_and_read_page_by_page() -> None:
    with live_standin(Settings(page_cap=2)) as own:
        assert own.http.get("/v1/units").json() == {"items": [], "next": None}
        assert own.http.put("/_units", json=TREE).json() == {"units": 3}
        first = own.http.get("/v1/units").json()
        second = own.http.get("/v1/units", params={"cursor": first["next"], "limit": 50}).json()
        assert [*first["items"], *second["items"]] == [{**EMPTY, "successors": [], **unit} for unit in TREE]
        assert (len(first["items"]), second["next"]) == (2, None)
        own.http.put("/_units", json=TREE[:1]).raise_for_status()
        assert len(own.http.get("/v1/units").json()["items"]) == 1
        assert code_of(own.http.get("/v1/units", params={"cursor": "x"})) == "parameter-invalid"


@pytest.mark.parametrize(
    "tree",
    [
        [TREE[0], TREE[0]],
        [{**TREE[1], "parent": "nobody"}],
        [{**TREE[0], "successors": ["nobody"]}],
        [{"id": "u1"}],
        [{"id": "", "name": "Chi đoàn 1"}],
    ],
)
def test_a_tree_of_units_that_does_not_hang_together_is_refused(
    standin: LiveStandin, tree: list[dict[str, object]]
) -> None:
    assert code_of(standin.http.put("/_units", json=tree)) == "body-invalid"


def test_errors_are_problems_everywhere(standin: LiveStandin) -> None:
    assert code_of(standin.http.get("/v2")) == "not-found"
    assert code_of(standin.http.delete("/v1/batches")) == "method-not-allowed"
    assert code_of(standin.http.post("/_faults", json=[{"do": "explode"}])) == "body-invalid"


def test_its_openapi_describes_the_contract(standin: LiveStandin) -> None:
    document = standin.http.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1",
        "/v1/batches",
        "/v1/batches/{batch}",
        "/v1/operations/{operation}",
        "/v1/members",
        "/v1/members/{code}",
        "/v1/units",
        "/v1/unit-numbers",
        "/oauth/token",
    }
    body = document["paths"]["/v1/batches"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schemas = document["components"]["schemas"]
    assert body == {"$ref": "#/components/schemas/BatchRequest"}
    assert {*operation(), "movement"} == set(schemas["Operation"]["properties"])
    references = {part.split('"')[0] for part in orjson.dumps(document).decode().split("#/components/schemas/")[1:]}
    assert references <= set(schemas)


# ── token, rate ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_token_is_asked_of_everybody_where_there_is_one() -> None:
    with live_standin(Settings(token="secret")) as guarded:
        bare = httpx.Client(base_url=guarded.url)
        for path in ("/v1", "/v1/members", "/_stats", "/"):
            answer = bare.get(path)
            assert (answer.status_code, code_of(answer)) == (401, "unauthorised")
            assert answer.headers["WWW-Authenticate"]
            assert bare.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
            assert guarded.http.get(path).status_code == 200
        assert bare.get("/", auth=("", "secret")).status_code == 200
        assert bare.get("/", headers={"Authorization": "Basic !"}).status_code == 401
        bare.close()


def test_client_credentials_get_a_token_that_ends() -> None:
    with live_standin(Settings(client=("yumsync", "secret"), token_seconds=0.3)) as guarded:
        form = {"grant_type": "client_credentials", "client_id": "yumsync", "client_secret": "secret"}
        assert guarded.http.post("/oauth/token", data={**form, "client_secret": "x"}).json() == {
            "error": "invalid_client"
        }
        assert guarded.http.post("/oauth/token", data={**form, "grant_type": "password"}).status_code == 400
        token = guarded.http.post("/oauth/token", data=form).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert guarded.http.get("/v1", headers=headers).status_code == 200
        answers = (guarded.http.get("/v1", headers=headers).status_code for _ in range(10_000))
        assert 401 in answers


def test_a_rate_is_announced_and_kept() -> None:
    with live_standin(Settings(rate=Rate(3, 600))) as limited:
        answers = [limited.http.get("/v1") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"3"}
        assert code_of(answers[3]) == "rate-limited"
        assert 590 <= int(answers[3].headers["Retry-After"]) <= 600
        assert limited.stats()["people"] == 0


@pytest.mark.parametrize("text", ["", "5", "0/1", "5/0", "5/-1", "x/1", "5/inf", "5/nan"])
def test_a_rate_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the words are for the command line
        Rate.parse(text)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_what_is_held_and_nothing_it_holds_can_run() -> None:
    with live_standin() as fresh:
        unit = 'Chi đoàn <script>alert("1")</script>'
        made = [
            operation(unit=unit, record={"full_name": "Đỗ Thị <b>Mận</b>", "national_id": "079204999002"}),
            operation(),
        ]
        codes = [one["member_code"] for one in post(fresh, *made, operation(fields={})).json()["results"]]
        front = fresh.http.get("/")
        assert front.headers["Content-Type"].startswith("text/html")
        assert "default-src 'none'" in front.headers["Content-Security-Policy"]
        pages = {
            "front": front.text,
            "english": fresh.http.get("/", params={"lang": "en"}).text,
            "search": fresh.http.get("/", params={"q": "do thi"}).text,
            "number": fresh.http.get("/", params={"q": "079204999002"}).text,
            "unit": fresh.http.get("/", params={"unit": unit}).text,
            "person": fresh.http.get("/", params={"code": codes[0]}).text,
            "nobody": fresh.http.get("/", params={"code": "<i>"}).text,
            "nothing": fresh.http.get("/", params={"q": "<i>x</i>"}).text,
        }
        for name, page in pages.items():
            assert not any(text in page for text in ("<script", "<b>", "<i>", "http://", "https://")), name
        assert 'lang="vi"' in pages["front"]
        assert "Chi đoàn &lt;script&gt;" in pages["front"]
        assert "Stand-in upstream" in pages["english"]
        for name in ("search", "number", "unit"):
            assert codes[0] in pages[name]
            assert codes[1] not in pages[name]
        assert "079204999002" in pages["person"]
        assert "Không có gì." in pages["nobody"]


@pytest.mark.parametrize("door", ["/v1/batches", "/oauth/token", "/_faults"])
@pytest.mark.parametrize("ruled", [False, True])
def test_a_client_that_goes_away_before_its_body_is_whole_leaves_no_trace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], door: str, ruled: bool
) -> None:
    """Nothing is carried out, nothing is printed, and it goes on serving; also while a rule looks into bodies."""
    with standin_process(tmp_path / "standin.db") as running:
        if ruled:
            running.faults({"do": "reject", "where": {"full_name": "Trần Thị Mận"}})
        address = running.http.base_url
        with socket.create_connection((address.host, address.port)) as gone:
            head = f"POST {door} HTTP/1.1\r\nHost: standin\r\nIdempotency-Key: gone\r\nContent-Type: application/json"
            gone.sendall(f'{head}\r\nContent-Length: 1000\r\n\r\n{{"operations": ['.encode())
            for _ in range(5):
                running.stats()
        assert running.stats()["people"] == 0
        assert post(running, operation(record={"full_name": "Đỗ Văn An"}), key="gone").status_code == 200
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


# ── the process ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    made = operation()
    with standin_process(tmp_path / "standin.db") as first:
        answer = post(first, made, key="one")
        first.kill()
    with standin_process(tmp_path / "standin.db") as second:
        assert post(second, made, key="one").content == answer.content
        assert len(second.effects(made["person"])) == 1
        assert result(second, operation())["member_code"] != answer.json()["results"][0]["member_code"]


def test_it_ends_cleanly_when_it_is_told_to(tmp_path: Path) -> None:
    with standin_process(tmp_path / "standin.db") as running:
        assert running.process is not None
        running.process.terminate()
        assert running.process.wait(timeout=10) in (0, -15)


def test_it_refuses_an_address_beyond_loopback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "0.0.0.0", "--port", "0"]) == 2  # noqa: S104
    assert "--expose" in capsys.readouterr().err


def test_an_address_that_is_taken_and_a_file_that_cannot_be_are_told_without_a_traceback(
    standin: LiveStandin, tmp_path: Path
) -> None:
    port = standin.url.rpartition(":")[2]
    (tmp_path / "text.db").write_text("this is no database " * 100)
    for arguments in (
        ["--port", port],
        ["--port", "0", "--db", str(tmp_path)],
        ["--port", "0", "--db", str(tmp_path / "text.db")],
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "standin", *arguments], capture_output=True, text=True, check=False
        )
        assert ended.returncode == 2
        assert ended.stderr.startswith("standin: ")
        assert "Traceback" not in ended.stderr
