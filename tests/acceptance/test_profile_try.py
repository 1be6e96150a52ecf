"""`profile try`: what it shows is what a run sends, nothing reaches the centre, and no secret is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.wording import LANGUAGES, Wording
from sync.values import ASKED_FOR
from tests.support.office import Office, people, person
from tests.support.records import SECRET, by_record
from tests.support.standin import LiveStandin, live_standin

SECRETS_MASK = "********"


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


def operation(said: dict[str, Any]) -> dict[str, Any]:
    """The one operation in the one request of the contract."""
    [request] = said["requests"]
    assert (request["method"], request["url"].rpartition("/v1")[2]) == ("POST", "/batches")
    [found] = request["body"]["operations"]
    return dict(found)


def test_what_is_shown_of_somebody_on_a_list_is_what_a_run_sends(office: Office, centre: LiveStandin) -> None:
    one, other = people(2)
    office.write("a", [one, other])
    shown = operation(office.ask("profile", "try", "--person", one["national_id"]).json)
    assert centre.stats()["requests"] == {}, "something was sent"
    assert office.run("sync").code == 0
    [held] = [each for each in centre.people() if each["fields"]["national_id"] == one["national_id"]]
    assert (shown["fields"], shown["unit"], shown["kind"]) == (held["fields"], held["unit"], held["kind"])


def test_somebody_the_centre_knows_is_found_by_code_number_or_name_and_sent_under_their_code(
    office: Office, centre: LiveStandin
) -> None:
    rows = people(3)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", [])
    [held] = [each for each in centre.people() if each["fields"]["national_id"] == rows[1]["national_id"]]
    for typed in (held["member_code"], rows[1]["national_id"], rows[1]["full_name"].upper()):
        shown = operation(office.ask("profile", "try", "--person", typed).json)
        assert (shown["member_code"], shown["if_match"], shown["person"]) == (
            held["member_code"],
            held["etag"],
            held["person"],
        )


def test_nobody_and_several_are_told_without_repeating_what_was_typed(office: Office) -> None:
    office.write("a", [person(1), person(2, full_name=person(1)["full_name"])])
    several = office.run("profile", "try", "--person", person(1)["full_name"])
    assert (several.code, person(1)["full_name"] in several.text) == (2, False)
    assert "2 people" in several.err
    nobody = office.run("profile", "try", "--person", "Bùi Không Ai", "--verbose")
    assert (nobody.code, "Bùi" in nobody.text) == (2, False)


@pytest.mark.parametrize("arguments", [(), ("--person", "x", "--sample"), ("--sample", "--operation", "candidate")])
def test_one_person_and_an_operation_there_is(office: Office, arguments: tuple[str, ...]) -> None:
    assert office.run("profile", "try", *arguments).code == 2


def test_every_step_is_shown_as_it_goes_out_and_no_secret(tmp_path: Path) -> None:
    with by_record(tmp_path) as (office, standin):
        row = {**person(1), "Mã định danh": "7900001"}
        office.write("a", [row], [*(name for name in person(1)), "Mã định danh"])
        said = office.ask("profile", "try", "--person", "7900001")

        login, creation, approval = said.json["requests"]
        assert login["body"] == {"username": "officer", "password": SECRETS_MASK}
        assert (
            creation["headers"]["authorization"] == approval["headers"]["authorization"] == f"Bearer {SECRETS_MASK}"
        )
        assert approval["url"].endswith("/api/members/{reference}/approve")
        assert SECRET not in said.text
        assert standin.stats()["effects"] == 0
        assert office.run("sync").code == 0
        held = standin.members()["7900001"]
        body = creation["body"]
        assert body.pop("unionCellId") == "{unit: Chi đoàn 1, Đoàn phường Phú Thủy}"
        assert {name: held[name] for name in body} == body


def test_a_move_is_read_back_first_where_it_may_not_be_asked_for_twice(tmp_path: Path) -> None:
    with by_record(tmp_path) as (office, _):
        arguments = ("--sample", "--operation", "transfer", "--unit", "Chi đoàn 2")
        said = office.ask("profile", "try", *arguments).json["requests"]
        assert [(one["method"], one["url"].partition("/api")[2]) for one in said[-1:]] == [
            ("POST", "/members/{reference}/transfer")
        ]
        assert said[-1]["body"]["toCellId"] == "{unit: Chi đoàn 2}"


def test_without_any_configuration_a_made_up_person_shows_each_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    office = Office(tmp_path, "")

    def tried(*arguments: str) -> dict[str, Any]:
        import contextlib  # noqa: PLC0415
        import io  # noqa: PLC0415
        import json  # noqa: PLC0415

        from yumsync.cli.frame import run  # noqa: PLC0415

        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert run(["--json", "profile", "try", *arguments]) == 0
        found: dict[str, Any] = json.loads(out.getvalue())
        return found

    assert not office.config.exists()
    assert operation(tried("standin", "--sample"))["fields"]["full_name"].startswith("Kiểm Thử Yumsync ")
    [row] = tried("workbook", "--sample")["rows"]
    cells = dict(row["cells"])
    assert cells["Họ và tên"].startswith("Kiểm Thử Yumsync ")
    assert cells["Ngày sinh › Nam"] == "17/05/2004"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fault_in_a_profile_is_mended_in_the_profile(office: Office, lang: str) -> None:
    """The next step names its file, not the configuration's; the same as JSON."""
    office.put("own.toml", 'name = "own"\nfields = []\n')
    said = office.run("profile", "try", str(office.folder / "own.toml"), "--sample", lang=lang)
    told = office.ask("profile", "try", str(office.folder / "own.toml"), "--sample").json["error"]
    assert said.code == 2
    assert Wording(lang).say("advice-profile-invalid", file="own.toml") in said.err
    assert "yumsync.toml" not in said.err
    assert "own.toml" in told["advice"]
    assert [one["advice"] for one in told["problems"]] == [""]


def test_an_operation_there_is_none_of_is_answered_with_those_there_are(office: Office) -> None:
    said = office.run("profile", "try", "--sample", "--operation", "strikeoff")
    assert said.code == 2
    assert {type_.value for type_ in ASKED_FOR} <= set(said.err.replace(",", " ").replace(".", " ").split())
