"""`plan` shows, `apply` carries out exactly what was shown, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.office import Office, Row, Said, assert_in_step, people, person
from tests.support.standin import LiveStandin

ROWS = people(6)


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """An office of one list that is in step."""
    made = Office(tmp_path, standin.url)
    made.set_profile(concurrency=1)
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", ROWS)
    made.init()
    assert made.run("sync").code == 0
    return made


def sent(said: Said) -> int:
    return int(said.json["delivery"]["sent"])


def edited(number: int, **values: str) -> list[Row]:
    """The list with one person changed."""
    return [{**row, **values} if index == number else row for index, row in enumerate(ROWS)]


def test_apply_sends_exactly_the_plan(office: Office, standin: LiveStandin) -> None:
    """The preview sends nothing; what is carried out is what was shown, though the list has changed since."""
    office.write("chi-doan-1", [*edited(0, phone="0399999999"), person(50)])
    plan = office.ask("plan")
    assert plan.code == 0
    shown = {info["operation"]["record"]["national_id"] for info in plan.json["operations"]}
    assert shown == {ROWS[0]["national_id"], person(50)["national_id"]}
    assert_in_step(standin, ROWS)
    office.write("chi-doan-1", [*edited(0, phone="0311111111"), person(50), person(51)])
    effects = standin.stats()["effects"]
    applied = office.ask("apply", plan.json["run"]["id"])
    assert (applied.code, sent(applied)) == (0, 2)
    assert standin.stats()["effects"] == effects + 2
    assert_in_step(standin, [*edited(0, phone="0399999999"), person(50)])
    assert sent(office.ask("sync")) == 2
    assert_in_step(standin, [*edited(0, phone="0311111111"), person(50), person(51)])


def test_the_first_characters_of_a_run_are_enough(office: Office) -> None:
    """As the help says."""
    office.write("chi-doan-1", edited(0, phone="0399999999"))
    run = office.ask("plan").json["run"]["id"]
    assert office.ask("run", run[:20]).json["run"]["id"] == run
    assert office.ask("apply", run[:20]).code == 0


def test_a_plan_that_must_not_be_carried_out(office: Office, standin: LiveStandin) -> None:
    """Used, replaced, overtaken or unknown: exit 3, and nothing goes out."""

    def refuse(run: str, code: str) -> None:
        effects = standin.stats()["effects"]
        said = office.ask("apply", run)
        assert (said.code, said.json["error"]["code"]) == (3, code)
        for lang in ("vi", "en"):
            assert office.run("apply", run, lang=lang).err.startswith("✗ ")
        assert standin.stats()["effects"] == effects

    def planned(phone: str) -> str:
        office.write("chi-doan-1", edited(0, phone=phone))
        return str(office.ask("plan").json["run"]["id"])

    used = planned("0300000001")
    assert office.ask("apply", used).code == 0
    refuse(used, "plan-used")

    replaced = planned("0300000002")
    newer = planned("0300000003")
    refuse(replaced, "plan-superseded")
    assert office.ask("apply", newer).code == 0

    overtaken = planned("0300000004")
    office.write("chi-doan-1", edited(1, phone="0300000005"))
    assert office.run("sync").code == 0
    assert office.ask("apply", overtaken).json["error"]["code"] in ("plan-superseded", "plan-moved")
    refuse("01ARZ3NDEKTSV4RRFFQ69G5FAV", "run-unknown")


@pytest.mark.parametrize(
    ("edit", "outcome", "code"),
    [
        ("delete from operation where no = (select max(no) from operation)", 3, "plan-broken-seal"),
        ("update operation set kind = 'youth' where no = (select max(no) from operation)", 3, "plan-broken-seal"),
        ("delete from hold", 3, "plan-broken-seal"),
        ("update run set seal = x'00' where no = (select max(no) from run)", 3, "plan-broken-seal"),
        (
            "update record set payload = (select payload from record order by no limit 1)"
            " where no = (select max(no) from record)",
            2,
            "state-damaged",
        ),
    ],
    ids=["operation gone", "kind", "hold gone", "seal", "another's payload"],
)
def test_a_plan_edited_behind_the_programs_back(
    office: Office, standin: LiveStandin, edit: str, outcome: int, code: str
) -> None:
    """What was reviewed is not what would be sent: refused, nothing goes out, and a new sync comes into step."""
    rows = [*edited(0, phone="0399999999")[:-1], person(50)]
    office.write("chi-doan-1", rows)
    plan = office.ask("plan")
    assert (plan.code, plan.json["holds_total"]) == (3, {"missing": 1})
    engine = create_engine(f"sqlite:///{office.folder / 'state.db'}", poolclass=NullPool)
    with engine.begin() as database:
        assert database.execute(text(edit)).rowcount
    engine.dispose()
    effects = standin.stats()["effects"]
    said = office.ask("apply", plan.json["run"]["id"])
    assert (said.code, said.json["error"]["code"]) == (outcome, code)
    assert standin.stats()["effects"] == effects
    assert office.run("sync").code == 3
    assert_in_step(standin, [*rows, ROWS[-1]])
