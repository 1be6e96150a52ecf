"""Killed at any moment: the next run finishes the job, and nobody is lost or entered twice."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from tests.support.office import Office, Row, assert_in_step, ended, held, killed, people, table, wait_for
from tests.support.standin import LiveStandin, standin_process

PEOPLE = 23
BATCH = 5
"""Five batches, the last one short."""


def office_with(folder: Path, url: str, rows: list[Row], *, concurrency: int = 1) -> Office:
    """An office whose list goes out in several requests; a run of another process may be silent for an hour."""
    office = Office(folder, url, settings="[run]\nlease_seconds = 3600\n")
    office.set_profile(batch_size=BATCH, concurrency=concurrency)
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", rows)
    office.init()
    return office


def struck(standin: LiveStandin, what: str, times: int = 1) -> bool:
    """Whether a fault has struck that often."""
    return int(standin.stats()["faults"].get(what, 0)) >= times


def batches(standin: LiveStandin) -> int:
    return int(standin.stats()["batches"])


LOST_THEN_SLOW: list[dict[str, object]] = [
    {"do": "drop", "when": "after", "nth": 2},
    {"do": "delay", "seconds": 1, "nth": [3, 4, 5, 6]},
]


@pytest.mark.parametrize(
    ("point", "concurrency", "rules", "taken"),
    [
        ("before the first answer", 1, [{"do": "delay", "seconds": 1, "nth": 1}], 0),
        ("between two batches", 1, [{"do": "delay", "seconds": 1, "nth": 3}], 2),
        ("between two batches", 3, [{"do": "delay", "seconds": 1, "nth": 2}], None),
        ("asking again for an answer that was lost", 1, LOST_THEN_SLOW, 2),
    ],
)
def test_killed_while_sending(
    tmp_path: Path,
    standin: LiveStandin,
    point: str,
    concurrency: int,
    rules: list[dict[str, object]],
    taken: int | None,
) -> None:
    """The next run takes over at once and finishes the job; the one after it sends nothing."""
    rows = people(PEOPLE)
    office = office_with(tmp_path, standin.url, rows, concurrency=concurrency)
    standin.faults(*rules)
    with office.started("sync") as process:
        wait_for(lambda: struck(standin, "delay"), point)
        if taken is not None:
            assert batches(standin) == taken
        killed(process)
    assert process.returncode == -signal.SIGKILL
    standin.calm()

    again = office.ask("sync")
    assert again.code == 0
    assert_in_step(standin, rows)
    assert_after_a_kill(office, standin, rows)


def assert_after_a_kill(office: Office, standin: LiveStandin, rows: list[Row]) -> None:
    """Everything took effect once, the journal is whole, and there is nothing left to send."""
    assert standin.stats()["effects"] == len(rows)
    office.assert_journal_verifies()
    status = office.ask("status")
    assert (status.code, status.json["people"]["members"], status.json["holder"]) == (0, len(rows), None)
    requests = standin.stats()["requests"]
    last = office.ask("sync")
    assert (last.code, last.json["delivery"]["sent"]) == (0, 0)
    assert standin.stats()["requests"].get("POST /v1/batches") == requests.get("POST /v1/batches")


def test_killed_while_the_list_is_edited_before_the_next_run(tmp_path: Path, standin: LiveStandin) -> None:
    """What was under way is settled first; then the list of today counts, for those people too."""
    rows = people(PEOPLE)
    office = office_with(tmp_path, standin.url, rows)
    standin.faults({"do": "delay", "seconds": 1, "nth": 2})
    with office.started("sync") as process:
        wait_for(lambda: struck(standin, "delay"), "a batch under way")
        killed(process)
    standin.calm()
    for row in rows[::4]:  # of each batch somebody, and too few for a spoilt column
        row["phone"] = row["phone"].replace("09", "03", 1)
    office.write("chi-doan-1", rows)
    assert office.run("sync").code == 0
    assert_in_step(standin, rows)
    office.assert_journal_verifies()


def test_killed_again_and_again(tmp_path: Path, standin: LiveStandin) -> None:
    """Every run is killed at its second request; the job is done all the same."""
    rows = people(PEOPLE)
    office = office_with(tmp_path, standin.url, rows)
    for _ in range(2):
        standin.calm()
        standin.faults({"do": "delay", "seconds": 0.5, "nth": 2})
        before = standin.stats()["faults"].get("delay", 0)
        with office.started("sync") as process:
            wait_for(partial(struck, standin, "delay", before + 1), "a second request")
            killed(process)
    standin.calm()
    assert office.run("sync").code == 0
    assert_in_step(standin, rows)
    assert_after_a_kill(office, standin, rows)


def test_killed_while_planning_the_first_sync(tmp_path: Path, standin: LiveStandin) -> None:
    """A half-made plan is never sent. The second list is a database that does not come to an answer."""
    rows = people(1200)
    office = Office(tmp_path, standin.url)
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", rows[:1100])
    office.add_list(
        "truong-hoc", url="sqlite:///school.db", query="select * from pupils", unit="Chi đoàn 2, Đoàn xã Mẫu"
    )
    school_of(tmp_path / "school.db", rows[1100:], endless=True)
    office.init()
    with office.started("sync") as process:
        wait_for(lambda: office.count("select count(*) from operation"), "people staged")
        assert process.poll() is None
        killed(process)
    school_of(tmp_path / "school.db", rows[1100:])
    assert held(standin) == {}
    again = office.ask("sync")
    assert (again.code, again.json["delivery"]["sent"]) == (0, len(rows))
    assert_in_step(standin, rows)
    assert_after_a_kill(office, standin, rows)


def school_of(path: Path, rows: list[Row], *, endless: bool = False) -> None:
    """Make a school's database; an endless one never comes to its first pupil."""
    path.unlink(missing_ok=True)
    condition = "(with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n)"
    header, *lines = table(rows)
    columns, marks = ", ".join(f'"{name}"' for name in header), ", ".join("?" for _ in header)
    with contextlib.closing(sqlite3.connect(path)) as school, school:
        school.execute(f"create table people ({columns})")
        school.executemany(f"insert into people values ({marks})", lines)  # noqa: S608
        school.execute(f"create view pupils as select * from people where {condition if endless else 1} > 0")  # noqa: S608


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end(tmp_path: Path, standin: LiveStandin, number: signal.Signals) -> None:
    """The batch in hand is finished and recorded, the rest stays pending: exit 4, and the next run completes it."""
    rows = people(PEOPLE)
    office = office_with(tmp_path, standin.url, rows)
    standin.faults({"do": "delay", "seconds": 0.7, "nth": 2})
    with office.started("sync", "--json") as process:
        wait_for(lambda: struck(standin, "delay"), "a second batch under way")
        process.send_signal(number)
        said = ended(process)
    delivery = said.json["delivery"]
    assert said.code == 4
    assert (delivery["applied"], delivery["pending"], delivery["unknown"]) == (2 * BATCH, PEOPLE - 2 * BATCH, 0)
    assert delivery["stopped"] == "run-stopped"
    assert len(held(standin)) == 2 * BATCH
    status = office.ask("status")
    assert (status.code, status.json["holder"]) == (4, None)
    again = office.ask("sync")
    assert (again.code, again.json["delivery"]["sent"]) == (0, PEOPLE - 2 * BATCH)
    assert_in_step(standin, rows)
    assert_after_a_kill(office, standin, rows)


def test_the_upstream_is_killed_and_comes_back(tmp_path: Path) -> None:
    """It goes down in the middle of a batch, keeps what it had, and comes back: exit 4, then in step."""
    rows = people(PEOPLE)
    database = tmp_path / "standin.db"
    with standin_process(database) as first:
        office = office_with(tmp_path / "office", first.url, rows)
        first.faults({"do": "delay", "seconds": 20, "nth": 3})
        with office.started("sync", "--json") as process:
            wait_for(lambda: struck(first, "delay"), "a third batch under way")
            first.kill()
            said = ended(process)
    assert said.code == 4
    assert said.json["delivery"]["applied"] == 2 * BATCH
    assert said.json["delivery"]["pending"] + said.json["delivery"]["unknown"] == PEOPLE - 2 * BATCH
    with standin_process(database) as second:
        office.configure(url=second.url)
        assert len(held(second)) == 2 * BATCH
        assert office.run("sync").code == 0
        assert_in_step(second, rows)
        assert_after_a_kill(office, second, rows)
