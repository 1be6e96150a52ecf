"""Movements through kills, a full disk, two runs at once and on PostgreSQL: each takes effect once, nobody is lost.

All people are fabricated.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.acceptance.test_bad_state import small_disk
from tests.acceptance.test_movements import OTHER, held, holds, kinds, paper, receiver, register, sync
from tests.acceptance.test_reorganisation import AFTER, BEFORE, NEW, OLD, SECOND, STAYS
from tests.acceptance.test_reorganisation import HEADER as UNITS_HEADER
from tests.acceptance.test_reorganisation import MEN as MERGED
from tests.acceptance.test_reorganisation import write as write_with_units
from tests.acceptance.test_review import fill
from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import ROOT, UNIT, Office, ended, killed, people, person, wait_for
from tests.support.standin import LiveStandin, live_standin

__all__ = ["small_disk"]

ONE, TWO = people(20), people(20, start=100)
FILLS = 50_000
"""Bytes a night of papers does not fit into."""

YES = ("--reason", "Đã xem", "--yes")
SMALL = {"batch_size": 5, "concurrency": 1}
NEW_ONE = person(50)
CHANGED = {**ONE[6], "phone": "0911222333"}
MOVING = {"strike_off": 1, "mature": 1, "expel": 1, "admit": 1, "away": 2, "returned": 1, "transfer": 3}
"""What is to take effect in the night of the papers, besides one change of a phone."""


def office_in_step(folder: Path, url: str, *, state: str = "sqlite:///state.db") -> Office:
    """Two branches and an empty register, after the first night; small batches, one after the other."""
    office = Office(folder, url, state=state, settings="[run]\nlease_seconds = 3600\n")
    profile = (ROOT / "config/profiles/standin.toml").read_text("utf-8")
    profile, changed = re.subn(
        r"^(batch_size|concurrency) = \d+", lambda one: f"{one[1]} = {SMALL[one[1]]}", profile, flags=re.M
    )
    assert changed == len(SMALL)
    office.configure(profile=str(folder / "profile.toml"))
    office.put("profile.toml", profile)
    office.add_list("one")
    office.add_list("two", unit=OTHER)
    office.add_list("register", kind="movements", complete=None, unit=None)
    office.init()
    office.write("one", ONE)
    office.write("two", TWO)
    register(office)
    sync(office, 0)
    return office


def night_of_papers(office: Office) -> None:
    """Nine people of both branches move, one of them twice; one who stays changes a phone."""
    register(
        office,
        paper(ONE[0], "strike_off"),
        paper(ONE[1], "mature"),
        paper(ONE[2], "away", to="Bình Dương"),
        paper(ONE[3], "transfer_out", number="1-GT", to=OTHER),
        paper(ONE[4], "returned", "01/06/2026"),
        paper(ONE[4], "away", "01/02/2026", to="Bình Dương"),
        paper(ONE[5], "transfer_out", number="2-GT", to=OTHER),
        paper(NEW_ONE, "admit"),
        paper(TWO[0], "expel", unit=OTHER),
        paper(TWO[1], "transfer_out", number="3-GT", unit=OTHER, to=UNIT),
    )
    office.write("one", [ONE[2], ONE[4], CHANGED, *ONE[7:], NEW_ONE, TWO[1]])
    office.write("two", [*TWO[2:], ONE[3], ONE[5]])


def assert_moved_once(office: Office, standin: LiveStandin) -> None:
    """Each movement took effect once, the ledger balances, and there is nothing left to send or to ask."""
    assert Counter(kinds(standin)) == MOVING
    stats = standin.stats()
    assert (stats["doubled"], stats["duplicates"]) == (0, 0)
    found = held(standin)
    left = {ONE[0]["national_id"]: "struck_off", ONE[1]["national_id"]: "matured", TWO[0]["national_id"]: "expelled"}
    assert {who: status for who, (status, _) in found.items() if status not in {"active", "away"}} == left
    for one, unit in ((ONE[3], OTHER), (ONE[5], OTHER), (TWO[1], UNIT), (NEW_ONE, UNIT)):
        assert found[one["national_id"]] == ("active", unit)
    assert len(found) == len(ONE) + len(TWO) + 1
    said = sync(office, 0)
    assert (said["delivery"]["sent"], said["unbalanced"], holds(said)) == (0, [], {})
    figures = office.ask("report", "movements", "--from", "2000-01-01", "--to", "2099-12-31").json
    assert [one["balanced"] for one in figures["units"]] == [True, True]
    assert figures["total"]["closing"] == len(ONE) + len(TWO) + 1 - len(left)
    office.assert_journal_verifies()


# ── killed ───────────────────────────────────────────────────────────────────────────────────────────────

DIES = """
import os, signal, sys
from sqlalchemy.engine import Connection
side, left, kept = sys.argv[1], [int(sys.argv[2])], Connection.commit
def commit(self):
    left[0] -= 1
    if side == "before" and not left[0]: os.kill(os.getpid(), signal.SIGKILL)
    kept(self)
    if side == "after" and not left[0]: os.kill(os.getpid(), signal.SIGKILL)
Connection.commit = commit
from yumsync.cli.frame import run
sys.exit(run(sys.argv[3:]))
"""
"""The program, killed before or after one of its commits."""


def dies(office: Office, side: str, nth: int, *words: str) -> bool:
    """Run the program and kill it at a commit; False where it came to its end before."""
    done = subprocess.run(
        [sys.executable, "-c", DIES, side, str(nth), "--config", str(office.config), *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0


@pytest.mark.parametrize("side", ["before", "after"])
def test_killed_at_each_commit_of_a_night_of_papers(tmp_path: Path, side: str) -> None:
    """Between release and first request, between an answer and its settling, before the end: always once."""
    nth, was_killed = 0, True
    while was_killed:
        nth += 1
        with live_standin() as standin:
            office = office_in_step(tmp_path / str(nth), standin.url)
            night_of_papers(office)
            was_killed = dies(office, side, nth, "sync")
            assert sync(office, 0)["unbalanced"] == [], nth
            assert_moved_once(office, standin)
    assert nth > 8, "hardly killed at all"


@pytest.mark.parametrize("side", ["before", "after"])
def test_killed_at_each_commit_while_asking_about_transfers(tmp_path: Path, side: str) -> None:
    nth, was_killed = 0, True
    while was_killed:
        nth += 1
        with live_standin() as standin:
            office = office_in_step(tmp_path / str(nth), standin.url)
            receiver(standin, "later")
            night_of_papers(office)
            assert sync(office, 0)["delivery"]["accepted"] == MOVING["transfer"]
            receiver(standin, "now")
            was_killed = dies(office, side, nth, "sync")
            assert sync(office, 0)["unbalanced"] == [], nth
            assert_moved_once(office, standin)
    assert nth > 4, "hardly killed at all"


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param({"do": "delay", "seconds": 1, "nth": 1}, id="before the first is carried out"),
        pytest.param({"do": "delay", "seconds": 1, "nth": 2, "when": "after"}, id="carried out, not answered"),
    ],
)
@pytest.mark.parametrize("mode", ["now", "later"])
def test_killed_while_a_request_is_under_way(tmp_path: Path, rule: dict[str, object], mode: str) -> None:
    """And whoever waits for a receiver then is asked about, and moves once."""
    with live_standin() as standin:
        office = office_in_step(tmp_path, standin.url)
        night_of_papers(office)
        receiver(standin, mode)
        standin.faults(rule)
        with office.started("sync") as process:
            wait_for(lambda: standin.stats()["faults"].get("delay"), "a request under way")
            killed(process)
        standin.calm()
        assert sync(office, 0)["unbalanced"] == []
        receiver(standin, "now")
        sync(office, 0)
        assert_moved_once(office, standin)


def test_killed_while_an_approval_is_let_go(tmp_path: Path) -> None:
    """Answers, release and what waited behind them: all of it, or nothing; then each removal once."""
    for side in ("before", "after"):
        nth, was_killed = 0, True
        while was_killed:
            nth += 1
            with live_standin() as standin:
                office = office_in_step(tmp_path / f"{side}{nth}", standin.url)
                file = many_leave(office)
                was_killed = dies(office, side, nth, "apply", "--review", str(file))
                taken = len(office.ask("holds", "decided").json["decisions"])
                released = office.count("SELECT count(*) FROM run WHERE kind = 'plan' AND released IS NOT NULL")
                if was_killed:
                    assert (taken, released) in {(0, 0), (1, 1)}, (side, nth)
                if not taken:
                    assert kinds(standin) == []
                    assert office.run("apply", "--review", str(file)).code == 0
                again = office.ask("sync")
                if again.code == 3:  # some are gone: whether the others may go too is another question
                    assert holds(again.json) == {"many-removals": 1}
                    assert office.run("holds", "approve", "--code", "many-removals", *YES).code == 0
                    again = office.ask("sync")
                assert (again.code, again.json["unbalanced"]) == (0, [])
                assert kinds(standin) == ["strike_off"] * 9, (side, nth)
                assert standin.stats()["doubled"] == 0
                assert sync(office, 0)["delivery"]["sent"] == 0


def many_leave(office: Office) -> Path:
    """Nine of a branch are struck off at once, and it is approved in the plan's workbook."""
    register(office, *(paper(one, "strike_off", number=f"{n}-QĐ") for n, one in enumerate(ONE[:9])))
    office.write("one", ONE[9:])
    file = office.folder / "duyet.xlsx"
    said = office.run("--json", "plan", "--workbook", str(file), lang="vi")
    assert said.code == 3, said.text
    assert [one["code"] for one in said.json["holds"]] == ["many-removals"]
    return fill(file, {"answer": "approve", "reason": "Đã xem"})


# ── a full disk ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("room", [0, 20_000, 60_000, 120_000, 250_000])
def test_a_full_disk_in_a_night_of_papers(small_disk: Path, standin: LiveStandin, room: int) -> None:
    """Full while papers, questions or the strength of units are written: with room again, all is done once."""
    office = office_in_step(small_disk, standin.url)
    night_of_papers(office)
    assert office.run("status").code == 0
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(max(free - room, 0)))
    said = office.call("sync")
    assert said.code in ({2} if room < FILLS else {0, 2}), said.text
    ballast.unlink()
    assert sync(office, 0)["unbalanced"] == []
    assert_moved_once(office, standin)


# ── two at once ──────────────────────────────────────────────────────────────────────────────────────────


def test_three_nights_of_two_runs_at_once(tmp_path: Path, standin: LiveStandin) -> None:
    """The first sync, a night of papers, a night of confirmations: the second run ends with 5 and doubles nothing."""

    def two_at_once() -> None:
        standin.faults({"do": "delay", "seconds": 0.5, "nth": 1})
        struck = standin.stats()["faults"].get("delay", 0)
        with office.started("sync", "--json") as first:
            wait_for(lambda: standin.stats()["faults"].get("delay", 0) > struck, "the first run at work")
            os.kill(first.pid, signal.SIGSTOP)
            second = office.ask("sync")
            os.kill(first.pid, signal.SIGCONT)
            said = ended(first)
        standin.calm()
        assert (said.code, second.code, second.json["error"]["code"]) == (0, 5, "lease-held")
        assert said.json["unbalanced"] == []

    office = office_in_step(tmp_path, standin.url)
    receiver(standin, "later")
    night_of_papers(office)
    two_at_once()
    assert sync(office, 0)["delivery"]["accepted"] == MOVING["transfer"]
    receiver(standin, "now")
    sync(office, 0)
    assert_moved_once(office, standin)
    register(office)
    for started in range(2):
        office.write("two", [*TWO[2 + started :], ONE[3], ONE[5]])
        register(office, paper(TWO[2], "decease", unit=OTHER))
        with office.started("sync") as one, office.started("sync") as other:
            codes = sorted(ended(each).code for each in (one, other))
        assert codes in ([0, 0], [0, 5], [3, 3], [3, 5]), codes
    assert kinds(standin).count("decease") == 1
    assert standin.stats()["doubled"] == 0
    assert sync(office, 0)["unbalanced"] == []


# ── both databases ───────────────────────────────────────────────────────────────────────────────────────


def test_papers_on_either_database(tmp_path: Path, standin: LiveStandin, state_url: str) -> None:
    """Strike-off and all the rest, transfers accepted and then applied, the figures of movements."""
    office = office_in_step(tmp_path, standin.url, state=state_url)
    receiver(standin, "later")
    night_of_papers(office)
    assert sync(office, 0)["delivery"]["accepted"] == MOVING["transfer"]
    said = sync(office, 0)
    assert (said["delivery"]["sent"], said["delivery"]["accepted"]) == (0, MOVING["transfer"])
    receiver(standin, "now")
    assert sync(office, 0)["delivery"]["applied"] == MOVING["transfer"]
    assert_moved_once(office, standin)


def test_a_paper_that_lacks_and_a_review_on_either_database(
    tmp_path: Path, standin: LiveStandin, state_url: str
) -> None:
    office = office_in_step(tmp_path, standin.url, state=state_url)
    file = many_leave(office)
    said = office.ask("apply", "--review", str(file))
    assert (said.code, said.json["review"]["freed"]) == (0, 9), said.text
    assert kinds(standin) == ["strike_off"] * 9
    assert sync(office, 0)["delivery"]["sent"] == 0
    register(office, paper(TWO[0], "expel", unit=OTHER, number=""))
    office.write("two", TWO[1:])
    assert holds(sync(office, 3))["movement-incomplete"] == 1
    assert office.run("holds", "approve", "--code", "movement-incomplete", "--decision-no", "9-QĐ", *YES).code == 0
    assert sync(office, 0)["delivery"]["applied"] == 1
    assert held(standin)[TWO[0]["national_id"]][0] == "expelled"
    office.assert_journal_verifies()


def test_a_reorganisation_on_either_database(tmp_path: Path, standin: LiveStandin, state_url: str) -> None:
    office = Office(tmp_path, standin.url, state=state_url)
    office.add_list("doan-vien", unit=None)
    office.add_list("don-vi", kind="units", unit=None)
    office.init()
    office.put("don-vi.csv", UNITS_HEADER + BEFORE)
    write_with_units(office, MERGED)
    sync(office, 0)
    office.put("don-vi.csv", UNITS_HEADER + AFTER)
    assert holds(sync(office, 3)) == {"reorganisation": 2}
    assert office.run("holds", "approve", "--code", "reorganisation", *YES).code == 0
    moved = [{**one, "unit": NEW} if one["unit"] in {OLD, SECOND} else one for one in MERGED]
    write_with_units(office, moved)
    said = sync(office, 0)
    assert said["unbalanced"] == []
    assert Counter(unit for _, unit in held(standin).values()) == {NEW: len(MERGED) - 1, STAYS: 1}
    assert sync(office, 0)["delivery"]["sent"] == 0
