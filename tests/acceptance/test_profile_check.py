"""`profile check` against both stand-ins: it says what each can promise, contradicts a profile that says otherwise,
and leaves nobody behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.profile import PROFILES
from tests.support.office import Office
from tests.support.records import by_record
from tests.support.standin import LiveStandin, live_standin


def held(said: dict[str, Any]) -> dict[str, bool | None]:
    return {one["name"]: one["held"] for one in said["report"]["promises"]}


@pytest.fixture(name="centre")
def make_centre() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture(name="office")
def make_office(tmp_path: Path, centre: LiveStandin) -> Office:
    office = Office(tmp_path, centre.url)
    office.add_list("a")
    office.init()
    return office


def test_nothing_is_written_until_somebody_agrees(office: Office, centre: LiveStandin) -> None:
    refused = office.ask("profile", "check")
    assert (refused.code, refused.json["error"]["code"]) == (2, "profile-check-writes")
    assert centre.stats()["effects"] == 0


def test_the_stand_in_keeps_every_promise_of_its_profile(office: Office, centre: LiveStandin) -> None:
    said = office.ask("profile", "check", "--yes")
    assert (said.code, set(held(said.json).values())) == (0, {True})
    assert said.json["report"]["settles"] == "keys"
    stats = centre.stats()
    assert (stats["people"] - stats["gone"], stats["doubled"], stats["duplicates"]) == (0, 0, 0)
    assert all(one["fields"]["full_name"].startswith("Kiểm Thử Yumsync ") for one in centre.people())


def test_an_upstream_of_single_records_is_read_back_where_the_profile_says_so(tmp_path: Path) -> None:
    with by_record(tmp_path) as (office, standin):
        said = office.run("profile", "check", "--yes", lang="vi")
        assert said.code == 0, said.out
        assert "✗ gửi trùng cùng một khóa thì làm hai lần (lần gửi sau làm mất thay đổi đã có)" in said.out
        assert "→ mất trả lời thì đọc lại trên trung tâm rồi mới gửi tiếp" in said.out
        assert {one["activityStatus"] for one in standin.members().values()} == {"paused"}


def test_a_profile_that_promises_keys_is_contradicted_with_the_line_to_write(tmp_path: Path) -> None:
    with by_record(tmp_path) as (office, _):
        text = (PROFILES / "rest.toml").read_text("utf-8")
        boast = tmp_path / "boast.toml"
        boast.write_text(text.replace("\nbatch_size", "\nhonours_keys = true\nbatch_size", 1), "utf-8")
        said = office.run("profile", "check", "boast.toml", "--yes")
    assert said.code == 1
    assert "  honours_keys = false\n" in said.out


def test_dropped_fields_and_short_pages_are_found_and_said_as_toml(tmp_path: Path) -> None:
    with by_record(tmp_path, drop=frozenset({"religion", "itLevel"}), page_cap=2) as (office, _):
        said = office.ask("profile", "check", "--yes")
    assert said.code == 1
    assert (held(said.json)["fields"], held(said.json)["recall"]) == (False, False)
    fields, pages = said.json["report"]["contradictions"]
    assert pages["line"] == "page_size = 2"
    assert fields["line"].startswith('fields = ["member_code", "full_name"')
    assert not {"religion", "it_level"} & set(fields["line"].split('"'))


def test_bad_data_that_is_answered_with_500_is_hinted_at(tmp_path: Path) -> None:
    with by_record(tmp_path) as (office, standin):
        text = (PROFILES / "rest.toml").read_text("utf-8")
        rule = text[text.index("[[answers.rules]]") : text.index("[[answers.rules]]\nstatus = [400]")]
        (tmp_path / "plain.toml").write_text(text.replace(rule, ""), "utf-8")
        said = office.run("profile", "check", "plain.toml", "--yes", lang="vi")
        assert "không từ chối giá trị ngoài danh mục như một dòng sai (báo lỗi 500, như khi hỏng)" in said.out
        assert "  [[answers.rules]]\n  status = [500]\n" in said.out
        assert {one["activityStatus"] for one in standin.members().values()} == {"paused"}


def test_workbooks_have_nobody_to_ask(office: Office) -> None:
    said = office.ask("profile", "check", "workbook", "--yes")
    assert (said.code, said.json["error"]["code"]) == (2, "profile-not-live")


def test_another_address_is_asked_instead(office: Office, centre: LiveStandin) -> None:
    with live_standin() as other:
        assert office.run("profile", "check", "--yes", "--url", other.url).code == 0
        assert other.stats()["effects"] > 0
    assert centre.stats()["effects"] == 0
