"""The second mode as a service: errors and failing on demand, its page, its process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from standin.options import read
from standin.rest.settings import RestSettings
from standin.serve import main
from standin.settings import Rate, Settings
from tests.contract.standin_rest_support import (
    TREE,
    cells,
    make,
    record,
    running,
    standin,
    told,
)
from tests.support.standin import LiveStandin, live_standin, standin_process

__all__ = ["running", "standin"]


# ── errors, and failing on demand ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api"), ("GET", "/api/people"), ("DELETE", "/api/cells"), ("POST", "/api/members/x/y"), ("GET", "/v1")],
)
def test_an_unknown_route_is_404(standin: LiveStandin, method: str, path: str) -> None:
    answer = standin.http.request(method, path)
    assert (answer.status_code, answer.json()) == (404, {"success": False, "message": "Resource Not Found"})


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"a": }'])
def test_what_is_no_json_is_400_and_what_is_no_object_states_nothing(standin: LiveStandin, content: bytes) -> None:
    assert told(standin.http.post("/api/members", content=content))[0] == 400
    assert told(standin.http.post("/api/members", json=[1])) == (400, "Mã đoàn viên là bắt buộc")


def test_a_body_beyond_all_measure_is_413(standin: LiveStandin) -> None:
    assert told(standin.http.post("/api/members", json=record(hometown="x" * 100_001)))[0] == 413


# the fault · what comes · whether it was carried out
FAULTS: list[tuple[dict[str, Any], str, bool]] = [
    ({"do": "status", "status": 503}, '503 {"success":false', False),
    ({"do": "status", "status": 500, "when": "after"}, '500 {"success":false', True),
    ({"do": "html", "status": 502, "when": "after"}, "502 <html>", True),
    ({"do": "html", "status": 503}, "503 <html>", False),
    ({"do": "html", "status": 200}, "200 <!doctype html>", False),
    ({"do": "garbage", "when": "after"}, "200 {", True),
    ({"do": "delay", "seconds": 0.01}, '201 {"success":true', True),
    ({"do": "drop"}, "RemoteProtocolError", False),
    ({"do": "drop", "when": "after"}, "RemoteProtocolError", True),
    ({"do": "half"}, "RemoteProtocolError", True),
]


@pytest.mark.parametrize(("fault", "comes", "taken"), FAULTS, ids=str)
def test_it_fails_on_demand(standin: LiveStandin, fault: dict[str, Any], comes: str, taken: bool) -> None:
    stated = record()
    standin.faults({**fault, "times": 1})
    try:
        answer = standin.http.post("/api/members", json=stated)
        met = f"{answer.status_code} {answer.text}"
    except httpx.TransportError as error:
        met = type(error).__name__
    assert met.startswith(comes)
    assert (str(stated["memberCode"]) in standin.members()) is taken


def test_a_fault_may_be_about_one_record_or_one_kind_of_request(standin: LiveStandin) -> None:
    struck, other = record(), record()
    standin.faults({"do": "status", "status": 500, "where": {"memberCode": str(struck["memberCode"])}})
    assert standin.http.post("/api/members", json=struck).status_code == 500
    made = standin.http.post("/api/members", json=other).json()["data"]
    standin.faults({"do": "drop", "when": "after", "path": "/api/members/*/transfer"})
    with pytest.raises(httpx.TransportError):
        standin.http.post(f"/api/members/{made['id']}/transfer", json={"toCellId": cells(standin)[0]})
    assert standin.http.put(f"/api/members/{made['id']}", json={"itLevel": "A"}).status_code == 200
    assert standin.members()[made["memberCode"]]["effects"] == {"changed": 1, "created": 1, "transferred": 1}


@pytest.mark.parametrize("about_batches", ["reject", "omit", "accept"])
def test_a_fault_about_batches_is_refused(standin: LiveStandin, about_batches: str) -> None:
    assert standin.http.post("/_faults", json=[{"do": about_batches}]).status_code == 422
    assert standin.stats()["rules"] == 0


# ── what it shows, and its process ───────────────────────────────────────────────────────────────────────────


def test_its_page_shows_what_it_holds_escapes_it_and_loads_nothing(standin: LiveStandin) -> None:
    here, there, _ = cells(standin)
    made = make(standin, fullName="Đỗ Thị <b>Mận</b>", unionCellId=here, identityNumber="079304000999")
    gone = make(standin, fullName="Lê Văn Đã Xóa")
    standin.http.delete(f"/api/members/{gone['id']}")
    standin.http.post(f"/api/members/{made['id']}/transfer", json={"toCellId": there, "decisionNo": "99-QĐ"})
    with httpx.Client(base_url=standin.url) as browser:
        front = browser.get("/")
        assert "default-src 'none'" in front.headers["Content-Security-Policy"]
        pages = {
            "front": front.text,
            "english": browser.get("/", params={"lang": "en"}).text,
            "search": browser.get("/", params={"q": "do thi"}).text,
            "removed": browser.get("/", params={"q": gone["memberCode"]}).text,
            "member": browser.get("/", params={"member": made["id"]}).text,
            "nobody": browser.get("/", params={"member": "<i>"}).text,
            "nothing": browser.get("/", params={"q": "<i>x</i>"}).text,
        }
    for name, page in pages.items():
        assert not any(text in page for text in ("<script", "<b>", "<i>", "http://", "https://")), name
    assert all(cell["name"] in pages["front"] for cell in TREE)
    assert 'lang="en"' in pages["english"]
    assert made["memberCode"] in pages["search"]
    assert gone["memberCode"] not in pages["search"]
    assert "trong thùng rác" in pages["removed"]
    assert all(text in pages["member"] for text in ("079304000999", "99-QĐ", "Chi đoàn 1", "chuyển sinh hoạt"))
    assert "Không có gì." in pages["nobody"]
    assert "Không có gì." in pages["nothing"]


def test_requests_and_effects_are_counted() -> None:
    with live_standin(RestSettings()) as fresh:
        fresh.log_in()
        fresh.put_units(TREE)
        first, second = make(fresh), make(fresh)
        fresh.http.patch(f"/api/members/{first['id']}/approve")
        fresh.http.delete(f"/api/members/{second['id']}")
        stats = fresh.stats()
        assert stats["requests"] == {
            "POST /api/users": 1, "POST /api/members": 2, "PATCH /api/members": 1, "DELETE /api/members": 1,
        }  # fmt: skip
        counted = {name: stats[name] for name in ("people", "pending", "approved", "removed", "cells", "duplicates")}
        assert counted == {"people": 1, "pending": 0, "approved": 1, "removed": 1, "cells": 3, "duplicates": 0}
        make(fresh)
        assert fresh.stats()["duplicates"] == 1
        assert [one["what"] for one in fresh.effects(first["memberCode"])] == ["created", "approved"]


def test_what_was_answered_survives_a_kill_and_beside_what_the_other_mode_keeps(tmp_path: Path) -> None:
    (tmp_path / "units.json").write_bytes(orjson.dumps(TREE))
    db, options = tmp_path / "standin.db", ("--mode", "rest", "--units", str(tmp_path / "units.json"))
    with live_standin(Settings(db=str(db))) as batches:
        batches.put_units(TREE[:1])
    with standin_process(db, *options, program=("yumsync", "standin")) as first:
        first.log_in()
        made = make(first, unionCellId=cells(first)[0])
        first.kill()
    with live_standin(RestSettings(db=str(db))) as second:
        assert second.members()[made["memberCode"]]["effects"] == {"created": 1}
        second.log_in()
        assert len(cells(second)) == 3
        assert told(second.http.post("/api/members", json=record(memberCode=made["memberCode"])))[0] == 400
    with live_standin(Settings(db=str(db))) as batches:
        assert len(batches.http.get("/v1/units").json()["items"]) == 1


def test_its_options_are_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STANDIN_TOKEN", raising=False)
    words = "--mode rest --account chi:em --account lan:x:y --drop email --token-seconds 5 --rate 9/60 --page-cap 3"
    expected = RestSettings(
        accounts={"chi": "em", "lan": "x:y"}, drop=frozenset({"email"}), token_seconds=5, rate=Rate(9, 60), page_cap=3
    )
    assert read(words.split()).settings == expected
    assert read(["--mode", "rest"]).settings == RestSettings()
    assert read([]).settings == Settings()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--mode", "rest", "--strict-codes", "--token", "x"], "--mode rest has no --strict-codes, --token"),
        (["--drop", "email"], "--mode batch has no --drop"),
        (["--mode", "rest", "--drop", "shoeSize"], "shoeSize"),
        (["--mode", "rest", "--units", "nowhere.json"], "nowhere.json"),
    ],
)
def test_an_option_of_the_other_mode_is_refused(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
