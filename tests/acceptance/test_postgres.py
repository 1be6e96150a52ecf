"""The whole path with the state on PostgreSQL, and the same on SQLite."""

from __future__ import annotations

from pathlib import Path

from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import Office, assert_in_step, expected, held, people
from tests.support.standin import LiveStandin


def test_a_month_of_an_office(tmp_path: Path, standin: LiveStandin, state_url: str) -> None:
    """First sync, nothing to send, a preview carried out, somebody missing, a refusal, a look back."""
    office = Office(tmp_path, standin.url, state=state_url)
    office.set_profile(batch_size=50, concurrency=3)
    office.add_list("chi-doan-1")
    rows = people(400)
    office.write("chi-doan-1", rows)
    office.init()
    assert office.run("doctor").code == 0
    assert office.run("sync").code == 0
    assert_in_step(standin, rows)
    again = office.ask("sync").json
    assert (again["exit_code"], again["delivery"]["sent"], again["plan"]["lists"][0]["tally"]["unchanged"]) == (
        0,
        0,
        400,
    )

    gone = rows.pop(3)
    rows[0]["phone"] = "0399999999"
    rows += people(2, start=700)
    office.write("chi-doan-1", rows)
    plan = office.ask("plan")
    assert plan.code == 3
    applied = office.ask("apply", plan.json["run"]["id"])
    assert (applied.code, applied.json["delivery"]["applied"]) == (3, 3)
    found = held(standin)
    assert found.pop(gone["national_id"]) == expected(gone), "a missing person is held, never removed"
    assert found == {row["national_id"]: expected(row) for row in rows}

    standin.faults({"do": "reject", "where": {"national_id": rows[1]["national_id"]}, "every": 1})
    rows[1]["phone"] = "0388888888"
    office.write("chi-doan-1", rows)
    refused = office.ask("sync")
    assert (refused.code, refused.json["delivery"]["rejected"]) == (3, 1)
    standin.calm()
    assert office.ask("sync", "--retry-refused").json["delivery"]["applied"] == 1
    assert held(standin)[rows[1]["national_id"]] == expected(rows[1])

    kinds = [run["kind"] for run in office.ask("runs").json["runs"]]
    assert kinds == ["sync", "sync", "plan", "sync", "sync"]
    assert office.ask("run", plan.json["run"]["id"]).json["counts"] == {"applied": 3}
    assert office.ask("status").json["people"]["members"] == 402
    office.assert_journal_verifies()
