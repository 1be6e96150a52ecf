"""An edit at the upstream that lands while a reconciliation is being settled is never overwritten; a crash loses
nothing."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_reconcile_fix import NAME, edited, fix, policy, synced
from tests.support.databases import make_database, make_office_state  # noqa: F401 - fixtures
from tests.support.office import Office, held, killed, people, wait_for
from tests.support.standin import LiveStandin
from yumsync.bootstrap import App

FIRST, LATE = "0999000111", "0999000222"

Parts = Mapping[str, Callable[[App], tuple[Any, str]]]

BEFORE: Parts = {
    "what was read is taken for confirmed": lambda app: (app.store.rebasing, "rebase"),
    "the plan is made": lambda app: (app.store.runs, "finish"),
    "the batch is taken": lambda app: (app.store.runs, "release"),
    "the batch is sent": lambda app: (app.upstream(), "send"),
}
"""Where the late edit lands: right before this is called for the first time; `finish` closes what was taken over."""


@pytest.fixture(name="office")
def make_office(tmp_path: Path, standin: LiveStandin, state_url: str) -> Office:
    made = Office(tmp_path, standin.url, state=state_url)
    made.add_list(NAME)
    made.init()
    return made


@pytest.mark.parametrize("point", BEFORE)
def test_an_edit_in_between_is_never_overwritten(
    office: Office, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    rows = people(3)
    synced(office, rows)
    policy(office, phone="ours")
    edited(standin, rows[0], phone=FIRST)
    with office.app() as app:
        settling = app.settling()
        owner, name = BEFORE[point](app)
        real = getattr(owner, name)

        def late(*given: Any, **named: Any) -> Any:
            patch.undo()
            edited(standin, rows[0], phone=LATE)
            return real(*given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(owner, name, late)
            report = settling.fix()
    assert report.exit_code == 1
    assert report.run.delivery is not None
    assert (report.run.delivery.sent, report.run.delivery.rejected) == (1, 1)
    # Nor do the runs of the nights after.
    for _ in range(2):
        office.run("sync")
        assert held(standin)[rows[0]["national_id"]]["phone"] == LATE
    # It is shown again; and what policy says counts once it was looked at.
    fix(office)
    assert held(standin)[rows[0]["national_id"]]["phone"] == rows[0]["phone"]
    assert office.run("sync").code == 0


class Died(BaseException):
    """The program ends on the spot."""


@pytest.mark.parametrize("word", ["ours", "theirs"])
def test_dying_between_taking_for_confirmed_and_planning_loses_nothing(
    office: Office, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    rows = people(3)
    synced(office, rows)
    policy(office, phone=word)
    edited(standin, rows[0], phone=FIRST)

    def dies(*_: object) -> None:
        raise Died

    with office.app() as app:
        settling = app.settling()
        with monkeypatch.context() as patch:
            patch.setattr(type(settling.engine), "reconcile", dies)
            with pytest.raises(Died):
                settling.fix()
    assert held(standin)[rows[0]["national_id"]]["phone"] == FIRST
    # The ordinary run carries on, and does not undo what was given up.
    assert office.run("sync").code == 0
    wanted = rows[0]["phone"] if word == "ours" else FIRST
    assert held(standin)[rows[0]["national_id"]]["phone"] == wanted
    assert len(fix(office).corrections) == (word == "theirs")
    office.assert_journal_verifies()


def test_killed_while_sending_the_next_run_finishes(tmp_path: Path, standin: LiveStandin) -> None:
    office = Office(tmp_path, standin.url, settings="[run]\nlease_seconds = 3600\n")
    office.add_list(NAME)
    office.init()
    rows = people(3)
    synced(office, rows)
    office.configure(
        settings='[run]\nlease_seconds = 3600\n[reconcile]\nfields = { phone = "ours", email = "theirs" }\n'
    )
    edited(standin, rows[0], phone=FIRST, email="khac@example.test")
    standin.faults({"do": "delay", "seconds": 2, "nth": 1})
    with office.started("reconcile", "--fix") as process:
        wait_for(lambda: standin.stats()["faults"].get("delay"), "a batch on its way")
        killed(process)
    assert process.returncode == -signal.SIGKILL
    standin.calm()
    assert office.run("sync").code == 0
    now = held(standin)[rows[0]["national_id"]]
    assert (now["phone"], now["email"]) == (rows[0]["phone"], "khac@example.test")
    effects = standin.stats()["effects"]
    assert len(fix(office).corrections) == 1
    assert standin.stats()["effects"] == effects
    office.assert_journal_verifies()
