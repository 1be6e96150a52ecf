"""Settling a reconciliation: nobody's word is overwritten unseen, and nothing that was settled comes undone."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from sync.reconciliation.corrections import Reason
from sync.reconciliation.settling import FixReport
from tests.support.databases import make_database, make_office_state  # noqa: F401 - fixtures
from tests.support.office import Office, Row, held, people
from tests.support.standin import LiveStandin

NAME = "phuong-1"


@pytest.fixture(name="office")
def make_office(tmp_path: Path, standin: LiveStandin, state_url: str) -> Office:
    made = Office(tmp_path, standin.url, state=state_url)
    made.add_list(NAME)
    made.init()
    return made


def synced(office: Office, rows: Sequence[Row]) -> None:
    office.write(NAME, rows)
    assert office.run("sync").code == 0


def code_of(standin: LiveStandin, row: Row) -> str:
    found = {one["fields"]["national_id"]: one["member_code"] for one in standin.people()}
    return str(found[row["national_id"]])


def edited(standin: LiveStandin, row: Row, **fields: str | None) -> None:
    """Let somebody at the upstream edit a record."""
    standin.drift({"member_code": code_of(standin, row), "fields": fields})


def fix(office: Office) -> FixReport:
    with office.app() as app:
        return app.settling().fix()


def policy(office: Office, **words: str) -> None:
    fields = ", ".join(f'{name} = "{word}"' for name, word in words.items() if name != "default")
    default = f'default = "{words["default"]}"\n' if "default" in words else ""
    office.configure(settings=f"[reconcile]\n{default}fields = {{ {fields} }}\n")


def test_without_a_policy_an_officer_is_asked_and_nothing_goes(office: Office, standin: LiveStandin) -> None:
    rows = people(4)
    synced(office, rows)
    edited(standin, rows[0], phone="0999000111")
    rows[0] = {**rows[0], "email": "moi@example.test"}
    office.write(NAME, rows)
    before = standin.stats()["effects"]
    report = fix(office)
    assert [(hold.code, hold.person is not None) for hold in report.asked] == [("both-changed", True)]
    assert report.exit_code == 3
    # Neither then, nor by the runs of the nights after.
    for _ in range(2):
        assert office.run("sync").code == 3
    assert standin.stats()["effects"] == before
    assert held(standin)[rows[0]["national_id"]]["phone"] == "0999000111"


@pytest.mark.parametrize("answer", ["ours", "theirs"])
def test_an_answer_is_carried_out_and_stays(office: Office, standin: LiveStandin, answer: str) -> None:
    rows = people(3)
    synced(office, rows)
    edited(standin, rows[0], phone="0999000111")
    fix(office)
    (hold,) = office.ask("holds").json["holds"]
    assert office.run("holds", "decide", hold["id"], f"--{answer}", "--reason", "đã hỏi").code == 0
    report = fix(office)
    assert (report.asked, report.exit_code) == ([], 0)
    wanted = rows[0]["phone"] if answer == "ours" else "0999000111"
    assert held(standin)[rows[0]["national_id"]]["phone"] == wanted
    effects = standin.stats()["effects"]
    for _ in range(2):
        assert office.run("sync").code == 0
    assert standin.stats()["effects"] == effects
    assert held(standin)[rows[0]["national_id"]]["phone"] == wanted
    asked = [(one.reason, one.place.list, one.place.row, one.field, one.old, one.new) for one in report.corrections]
    expected = [(Reason.CHANGED_THERE, NAME, 2, "phone", rows[0]["phone"], "0999000111")]
    assert asked == ([] if answer == "ours" else expected)


def test_the_verb_tells_what_it_did_and_writes_what_to_correct(office: Office, standin: LiveStandin) -> None:
    rows = people(3)
    synced(office, rows)
    policy(office, phone="theirs")
    edited(standin, rows[0], phone="0999000111")
    edited(standin, rows[1], email="khac@example.test")
    said = office.ask("reconcile", "--fix")
    assert said.code == 3
    assert said.json["words"] == [{"standing": "theirs-changed", "field": "phone", "word": "theirs", "people": 1}]
    (book,) = said.json["corrections"]
    assert (book["list"], book["count"]) == (NAME, 1)
    assert Path(book["file"]).is_file()
    assert [hold["code"] for hold in said.json["asked"]] == ["theirs-changed"]
    (hold,) = office.ask("holds").json["holds"]
    for lang in ("vi", "en"):
        shown = office.run("holds", "show", hold["id"], lang=lang).out
        assert f"yumsync holds decide {hold['id']} --theirs" in shown
        assert "khac@example.test" in shown
        assert office.run("reconcile", "--fix", lang=lang).code == 3


@pytest.mark.parametrize("later", ["list", "centre"])
def test_newest_is_whoever_wrote_last(office: Office, standin: LiveStandin, later: str) -> None:
    rows = people(2)
    synced(office, rows)
    policy(office, phone="newest")
    edited(standin, rows[0], phone="0999000111")
    rows[0] = {**rows[0], "phone": "0999000222"}
    file = office.write(NAME, rows)
    moment = time.time() + (3600 if later == "list" else -3600)
    os.utime(file, (moment, moment))
    assert fix(office).asked == []
    wanted = "0999000222" if later == "list" else "0999000111"
    assert held(standin)[rows[0]["national_id"]]["phone"] == wanted
