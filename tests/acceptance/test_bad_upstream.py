"""An upstream that refuses, is silent, slow, or answers with pages: exit 4, all kept, and the next run goes on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.wording import LANGUAGES, entries
from standin.settings import Settings
from tests.support.office import Office, Said, assert_in_step, held, people
from tests.support.standin import LiveStandin, live_standin

ROWS = people(12)
PAGE = "<!DOCTYPE html><html><body>Hệ thống đang bảo trì</body></html>"
HTML = {"body": PAGE, "content_type": "text/html; charset=utf-8"}


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path, standin.url)
    made.set_profile(
        batch_size=5, concurrency=1, timeouts={"connect": 0.3, "read": 0.3, "write": 0.3, "pool": 0.3},
        retries={"attempts": 1, "base": 0, "cap": 0},
    )  # fmt: skip
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", ROWS)
    made.init()
    return made


@contextmanager
def port(*, listening: bool) -> Iterator[str]:
    """An address that takes connections and never answers, or one that refuses them."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if listening:
            taken.listen()
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def says(said: Said, lang: str, code: str) -> bool:
    """Whether the message of this code was said, as far as its first place to fill."""
    return entries(lang)[f"error-{code}"].partition("{")[0].strip() in said.text


def unavailable(office: Office, code: str) -> None:
    """Run in both languages: exit 4, the reason and the next step; nobody is rejected, nothing is lost."""
    for lang in LANGUAGES:
        said = office.run("sync", lang=lang)
        assert said.code == 4
        assert says(said, lang, code), said.text
        assert entries(lang)["report-outcome-4"] in said.out
    delivery = office.ask("sync").json["delivery"]
    assert (delivery["rejected"], delivery["dead"]) == (0, 0)
    assert delivery["applied"] + delivery["pending"] + delivery["unknown"] == len(ROWS)
    assert office.run("status").code == 4


def in_step_after(office: Office, standin: LiveStandin) -> None:
    """The upstream is well again: the next run finishes the job, everybody once."""
    standin.calm()
    office.configure(url=standin.url)
    said = office.ask("sync")
    assert said.code == 0, said.out
    assert_in_step(standin, ROWS)
    assert standin.stats()["effects"] == len(ROWS)
    assert office.ask("sync").json["delivery"]["sent"] == 0
    assert office.run("status").code == 0
    office.assert_journal_verifies()


def test_it_refuses_connections(office: Office, standin: LiveStandin) -> None:
    """Nothing was sent, and the program says so; `plan`, `check` and `status` need no upstream."""
    with port(listening=False) as url:
        office.configure(url=url)
        unavailable(office, "upstream-unreachable")
        assert office.run("check").code == 0
        assert office.run("plan").code == 0
        assert office.run("doctor").code == 4
    in_step_after(office, standin)


def test_it_is_silent(office: Office, standin: LiveStandin) -> None:
    """It takes the connection and never answers: whether it took the batch is not known, and asked again later."""
    with port(listening=True) as url:
        office.configure(url=url)
        unavailable(office, "upstream-answer-lost")
        assert office.run("doctor").code == 4
    in_step_after(office, standin)


def test_it_is_too_slow(office: Office, standin: LiveStandin) -> None:
    """Answers come after the time-out: what it did take is not done a second time."""
    standin.faults({"do": "delay", "seconds": 0.6, "every": 1})
    unavailable(office, "upstream-answer-lost")
    in_step_after(office, standin)


def test_it_is_slow_and_answers(office: Office, standin: LiveStandin) -> None:
    """Within the time-out a slow upstream is only slow."""
    standin.faults({"do": "delay", "seconds": 0.1, "every": 1})
    assert office.run("sync").code == 0
    in_step_after(office, standin)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"do": "status", "status": 404, **HTML}, "upstream-not-an-endpoint"),
        ({"do": "status", "status": 400, **HTML}, "upstream-not-an-endpoint"),
        ({"do": "status", "status": 503, **HTML}, "upstream-busy"),
        ({"do": "status", "status": 502, **HTML, "when": "after"}, "upstream-failed"),
        ({"do": "status", "status": 500, **HTML}, "upstream-failed"),
        ({"do": "garbage", "body": PAGE}, "upstream-garbled"),
        ({"do": "garbage", "body": PAGE, "when": "after"}, "upstream-garbled"),
        ({"do": "half"}, "upstream-answer-lost"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value['do']} {value.get('status', '')}",
)
def test_it_answers_with_pages(office: Office, standin: LiveStandin, rule: dict[str, object], code: str) -> None:
    """A page is not the member system speaking: no record is to blame for it."""
    standin.faults({**rule, "every": 1})
    unavailable(office, code)
    in_step_after(office, standin)


def test_it_refuses_the_token(tmp_path: Path) -> None:
    """A token that is wrong or has run out: said with where to put the new one; the token itself is never shown."""
    with live_standin(Settings(token="right-token")) as standin:
        office = Office(tmp_path, standin.url)
        office.put("token", "wrong-token\n").chmod(0o600)
        office.configure(token="file:token")
        office.add_list("chi-doan-1")
        office.write("chi-doan-1", ROWS)
        office.init()
        unavailable(office, "upstream-unauthorised")
        said = office.run("sync")
        assert "upstream.token" in said.text
        assert "wrong-token" not in said.text
        assert office.run("doctor").code == 4
        office.put("token", "right-token\n")
        in_step_after(office, standin)


def test_it_comes_and_goes_during_a_run(office: Office, standin: LiveStandin) -> None:
    """Half of the batches pass, in whatever way the others fail: run after run it comes into step, once."""
    office.set_profile(batch_size=2, concurrency=2, timeouts={"connect": 1, "read": 0.5, "write": 1, "pool": 5})
    standin.faults(
        {"do": "drop", "when": "after", "nth": [2, 9]},
        {"do": "status", "status": 503, "nth": [3, 4, 10]},
        {"do": "half", "nth": 5},
        {"do": "omit", "share": 0.5, "nth": 7},
        {"do": "garbage", "when": "after", "nth": 8},
    )
    for _ in range(4):
        if office.run("sync").code == 0:
            break
    assert len(held(standin)) == len(ROWS)
    in_step_after(office, standin)
