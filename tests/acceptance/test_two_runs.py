"""Two runs at once on one state: one does the work, the other says who does."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from config.wording import LANGUAGES
from state.tables import APPLIED, operation
from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import Office, assert_in_step, ended, killed, people, wait_for
from tests.support.standin import LiveStandin

ROWS = people(12)


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, state_url: str) -> Office:
    made = Office(tmp_path, standin.url, state=state_url)
    made.set_profile(batch_size=5, concurrency=1)
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", ROWS)
    made.init()
    return made


def test_the_second_run_names_the_first(office: Office, standin: LiveStandin) -> None:
    """Exit 5 with machine and process of the holder, in both languages; the first run is not disturbed."""
    standin.faults({"do": "delay", "seconds": 2, "nth": 2})
    with office.started("sync") as first:
        await_second_answer(office, standin)
        os.kill(first.pid, signal.SIGSTOP)  # until the others have looked
        for lang in LANGUAGES:
            for verb in ("sync", "plan"):
                second = office.run(verb, lang=lang)
                assert second.code == 5
                assert socket.gethostname() in second.err
                assert str(first.pid) in second.err
        error = office.ask("sync").json["error"]
        assert (error["code"], error["details"]["pid"]) == ("lease-held", first.pid)
        status = office.ask("status").json
        assert status["holder"]["pid"] == first.pid
        os.kill(first.pid, signal.SIGCONT)
        done = ended(first)
    assert done.code == 0
    assert_in_step(standin, ROWS)
    assert standin.stats()["effects"] == len(ROWS)
    assert office.ask("sync").json["delivery"]["sent"] == 0
    assert office.ask("status").json["holder"] is None
    office.assert_journal_verifies()


def test_started_together(office: Office, standin: LiveStandin) -> None:
    """Whoever comes first: nobody is entered twice, and the loser says so or finds nothing left to do."""
    with office.started("sync") as one, office.started("sync") as other:
        codes = sorted(ended(each).code for each in (one, other))
    assert codes in ([0, 0], [0, 5])
    assert_in_step(standin, ROWS)
    assert standin.stats()["effects"] == len(ROWS)
    office.assert_journal_verifies()


def test_a_run_that_lost_its_lease_writes_nothing_more(office: Office, standin: LiveStandin) -> None:
    """A run that hung past its lease is taken over; when it wakes, it stops, and everything was done once."""
    office.configure(settings="[run]\nlease_seconds = 10\n")
    standin.faults({"do": "delay", "seconds": 2, "nth": 2})
    with office.started("sync", "--lang", "en") as hung:
        await_second_answer(office, standin)
        os.kill(hung.pid, signal.SIGSTOP)
        expire(office)
        assert office.run("sync").code == 0
        os.kill(hung.pid, signal.SIGCONT)
        said = ended(hung)
    assert said.code == 5
    assert "another run took over" in said.err
    assert_in_step(standin, ROWS)
    assert standin.stats()["effects"] == len(ROWS)
    assert office.ask("sync").json["delivery"]["sent"] == 0
    office.assert_journal_verifies()


def await_second_answer(office: Office, standin: LiveStandin) -> None:
    """Wait until a run does nothing but wait for its second answer: the first is recorded, and it holds no lock."""
    wait_for(lambda: standin.stats()["faults"].get("delay"), "a second batch under way")
    with raw(office) as connection:
        applied = select(operation.c.no).where(operation.c.state == APPLIED)
        wait_for(lambda: connection.execute(applied).first(), "a first batch recorded")


def expire(office: Office) -> None:
    """Let the lease run out without waiting for it."""
    with raw(office) as connection:
        connection.execute(text("update lease set until = 0"))


@contextmanager
def raw(office: Office) -> Iterator[Connection]:
    """A connection to the state behind the program's back, each statement for itself."""
    with office.app() as app:
        url = app.secrets.state_url
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_killed_run_on_this_machine_is_taken_over_at_once(office: Office, standin: LiveStandin) -> None:
    """Its process is gone, so nobody waits for its lease; it never wrote to the end."""
    office.configure(settings="[run]\nlease_seconds = 3600\n")
    standin.faults({"do": "delay", "seconds": 1, "nth": 2})
    with office.started("sync") as first:
        wait_for(lambda: standin.stats()["faults"].get("delay"), "a batch under way")
        killed(first)
    standin.calm()
    assert office.run("sync").code == 0
    assert_in_step(standin, ROWS)
    assert standin.stats()["effects"] == len(ROWS)
    office.assert_journal_verifies()
