"""The silence alarm: a monitor's exit code, the state file, and messages to a real receiver, one for each change."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest

from tests.support.office import Office, Said, people
from tests.support.receiver import Receiver, receiving
from tests.support.standin import LiveStandin

SECRET = "YUM_TOLD"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with receiving() as found:
        monkeypatch.setenv(SECRET, found.url)
        yield found


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path, standin.url)
    made.settings = f'[notify]\nurls = ["env:{SECRET}"]\n'
    made.set_profile()
    made.add_list("a")
    made.write("a", people(10))
    made.init()
    return made


def state(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((office.folder / "status.json").read_text("utf-8"))
    return found


def standing(office: Office) -> list[tuple[str, str]]:
    return [(one["kind"], one["subject"]) for one in state(office)["conditions"]]


def age_runs(office: Office, by: timedelta) -> None:
    """Let every run have been so much earlier."""
    moved = int(by.total_seconds() * 1_000_000)
    with closing(connect(office.folder / "state.db")) as database, database:
        database.execute("UPDATE run SET started = started - ?, ended = ended - ?", (moved, moved))


# ── monitors ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_monitor_is_told_by_the_exit_code_and_one_line(office: Office) -> None:
    office.configure(settings="")
    never = office.run("status", "--max-age", "26h")
    assert (never.code, never.out.count("\n")) == (2, 1)
    assert office.run("plan").code == 0
    assert office.run("status", "--max-age", "26h").code == 2, "a preview is no run"
    assert office.run("sync").code == 0
    well = office.run("status", "--max-age", "26h")
    assert (well.code, well.out.count("\n")) == (0, 1)
    age_runs(office, timedelta(hours=26, minutes=1))
    late = office.run("status", "--max-age", "26h", lang="vi")
    assert late.code == 2
    assert re.fullmatch(r"Quá 26h không có lần chạy nào xong; gần nhất: \S+ \S+\. Xem: yumsync doctor\n", late.out)
    assert office.run("status", "--max-age", "2d").code == 0
    assert office.ask("status", "--max-age", "90m").json["silent"] is True


@pytest.mark.parametrize("span", ["26", "0h", "-1d", "1w", "1.5h", "h"])
def test_a_span_of_time_that_is_none_is_refused(office: Office, span: str) -> None:
    assert office.ask("status", f"--max-age={span}").json["error"]["code"] == "usage-bad-span"
    office.configure(settings=f'[notify]\nmax_age = "{span}"\n')
    assert office.ask("status").json["error"]["problems"][0]["code"] == "config-not-a-span"


def test_a_run_that_was_held_ran_to_its_end_and_one_that_failed_did_not(office: Office) -> None:
    office.configure(settings="")
    assert office.run("sync").code == 0
    office.write("a", people(9))
    age_runs(office, timedelta(days=3))
    (office.folder / "profile.toml").write_text("nonsense", "utf-8")
    assert office.run("sync").code == 2
    office.set_profile()
    assert office.run("status", "--max-age", "26h").code == 2
    assert office.run("sync").code == 3
    assert office.run("status", "--max-age", "26h").code == 0


# ── the state file ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_state_file_says_how_things_stand_and_names_nobody(office: Office) -> None:
    office.configure(settings="[notify]\n")
    rows = people(10)
    assert office.run("sync").code == 0
    file = office.folder / "status.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    found = state(office)
    assert (found["exit_code"], found["people"], found["conditions"]) == (0, {"members": 10}, [])
    assert found["last_run"]["outcome"] == 0
    assert found["completed"] == found["last_run"]["ended"]
    office.write("a", rows[:9])
    assert office.run("sync").code == 3
    assert standing(office) == [("held", "")]
    assert state(office)["holds"] == {"missing": 1}
    text = file.read_text("utf-8")
    assert not any(row[field] in text for row in rows for field in ("full_name", "national_id", "phone", "email"))
    since = state(office)["conditions"][0]["since"]
    assert office.run("sync").code == 3
    assert state(office)["conditions"][0]["since"] == since, "it stands since then, not since the last look"


@pytest.mark.parametrize("found", ["", "{", "[]", '{"told": {"state_file": [{"kind": "no"}]}}'])
def test_a_state_file_that_is_none_is_made_anew(office: Office, found: str) -> None:
    office.configure(settings="[notify]\n")
    (office.folder / "status.json").write_text(found, "utf-8")
    assert office.run("sync").code == 0
    assert state(office)["conditions"] == []


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_change_is_told_once_and_its_end_as_well(office: Office, receiver: Receiver) -> None:
    """Nothing while all is well; one message when a question waits, however often it runs; one when it is settled."""
    assert office.run("sync").code == 0
    assert receiver.messages == []
    office.write("a", people(9))
    for _ in range(3):
        assert office.call("sync").code == 3, "as cron does"
    assert receiver.texts == ["1 việc chờ cán bộ quyết định. Xem: yumsync holds"]
    office.write("a", people(8))
    assert office.run("sync").code == 3
    assert receiver.texts[1:] == ["2 việc chờ cán bộ quyết định. Xem: yumsync holds"], "a new question is a change"
    office.write("a", people(9))
    assert office.run("sync").code == 3
    assert len(receiver.messages) == 2, "one question less is not worth a message"
    office.write("a", people(10))
    for _ in range(2):
        assert office.run("sync").code == 0
    assert len(receiver.messages) == 3
    assert receiver.texts[2].startswith("Không còn việc chờ cán bộ, lúc ")
    assert "đã ổn" in receiver.messages[2]["title"]


def test_the_upstream_gone_is_told_and_its_return(office: Office, receiver: Receiver, standin: LiveStandin) -> None:
    standin.faults({"path": "/v1/batches", "do": "status", "status": 503})
    for _ in range(2):
        assert office.run("sync").code == 4
    assert len(receiver.messages) == 1
    assert receiver.texts[0].startswith("Hệ thống trung tâm chưa nhận được.")
    standin.calm()
    assert office.run("sync").code == 0
    assert len(receiver.messages) == 2
    assert receiver.texts[1].startswith("Hệ thống trung tâm nhận trở lại, lúc ")


def test_that_nothing_ran_is_told_by_a_timer_once(office: Office, receiver: Receiver) -> None:
    assert office.run("sync").code == 0
    assert office.run("status", "--notify").out == "Nothing new to tell.\n"
    age_runs(office, timedelta(days=2))
    said = [office.run("status", "--notify") for _ in range(3)]
    assert [one.code for one in said] == [0, 0, 0]
    assert said[0].out == "Told 1 changes.\n"
    assert len(receiver.messages) == 1
    assert receiver.texts[0].startswith("Chưa có lần chạy nào xong kể từ ")
    both = office.run("status", "--max-age", "26h", "--notify")
    assert (both.code, len(receiver.messages)) == (2, 1)
    assert office.run("sync").code == 0
    assert receiver.texts[1].startswith("Đã chạy xong trở lại, lúc ")


def test_a_list_that_is_not_kept_up_is_told_by_its_name(office: Office, receiver: Receiver) -> None:
    office.configure(settings=office.settings + "[policy]\nunits.update_days = 30\n")
    assert office.run("sync").code == 0
    late = (datetime.now(UTC) - timedelta(days=31)).timestamp()
    os.utime(office.folder / "a.csv", (late, late))
    assert office.run("sync").code == 0
    assert office.run("sync").code == 0
    assert len(receiver.messages) == 1
    assert receiver.texts[0].startswith("Danh sách a chưa cập nhật kể từ ")
    os.utime(office.folder / "a.csv")
    assert office.run("sync").code == 0
    assert receiver.texts[1].startswith("Danh sách a đã cập nhật, lúc ")


def test_what_nobody_could_be_told_is_kept_until_it_is(office: Office, receiver: Receiver) -> None:
    """A receiver that is away costs the run nothing, and hears of all of it later: also of what is over by then."""
    office.write("a", people(9))
    receiver.well = False
    assert office.run("sync").code == 0
    office.write("a", people(8))
    said = office.run("sync")
    assert said.code == 3
    assert "notify-unreached" in said.err
    refused = office.ask("status", "--notify")
    assert refused.code == 2
    assert refused.json["error"]["details"] == {"keys": "notify.urls[1]"}
    office.write("a", people(9))
    assert office.run("sync").code == 0
    receiver.well = True
    assert office.run("sync").code == 0
    assert len(receiver.messages) == 1
    assert receiver.texts[0].startswith("Không còn việc chờ cán bộ, lúc ")


def test_of_two_receivers_one_that_is_away_does_not_have_the_other_told_twice(
    office: Office, receiver: Receiver
) -> None:
    office.configure(settings=f'[notify]\nurls = ["env:{SECRET}", "file:other.url"]\n')
    with receiving() as other:
        office.put("other.url", other.url)
        other.well = False
        assert office.run("sync").code == 0
        office.write("a", people(9))
        for _ in range(2):
            assert office.run("sync").code == 3
        other.well = True
        assert office.run("sync").code == 3
        assert len(receiver.messages) == len(other.messages) == 1


def test_a_crash_between_sending_and_writing_down_tells_it_again(office: Office, receiver: Receiver) -> None:
    """At least once: the state file of before the message is what such a crash leaves."""
    assert office.run("sync").code == 0
    before = (office.folder / "status.json").read_bytes()
    office.write("a", people(9))
    assert office.run("sync").code == 3
    office.put("status.json", before)
    assert office.run("status", "--notify").code == 0
    assert office.run("status", "--notify").code == 0
    assert receiver.texts == ["1 việc chờ cán bộ quyết định. Xem: yumsync holds"] * 2


def test_messages_name_nobody_and_addresses_are_told_to_nobody(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = people(10)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", rows[:9])
    monkeypatch.setenv(SECRET, receiver.url + "hidden-word")
    receiver.well = False
    said = office.call("--verbose", "sync")
    receiver.well = True
    said = Said(said.code, said.out, said.err + office.call("--verbose", "sync").text)
    told = json.dumps(receiver.messages, ensure_ascii=False)
    assert receiver.messages
    assert not any(row[field] in told for row in rows for field in ("full_name", "national_id", "phone", "email"))
    assert "hidden-word" not in said.text + (office.folder / "status.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("nonsense", "notify-address"),
        ("json://centre.example.test/", "notify-plain"),
        ("mailto://a:b@centre.example.test", "notify-plain"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_by_doctor(
    office: Office, address: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, address)
    said = office.ask("doctor")
    found = {one["part"]: one for one in said.json["parts"]}["notify"]
    assert (found["ok"], found["code"], found["details"]["key"]) == (False, code, "notify.urls[1]")
    assert address not in said.text


def test_a_secret_is_not_written_into_the_configuration(office: Office) -> None:
    office.configure(settings='[notify]\nurls = ["json://127.0.0.1/"]\n')
    assert office.ask("status").json["error"]["problems"][0]["code"] == "config-secret-in-clear"


def test_telling_needs_the_table(office: Office) -> None:
    office.configure(settings="")
    assert office.ask("status", "--notify").json["error"]["code"] == "notify-not-set"


def test_a_run_that_was_refused_tells_nobody_and_is_written_down_once(office: Office, receiver: Receiver) -> None:
    office.configure(settings=office.settings + '[[role]]\naccount = "somebody-else"\nrole = "service"\n')
    assert office.ask("sync").json["error"]["code"] == "access-refused"
    assert not (office.folder / "status.json").exists()
    with office.app() as app:
        assert [one.event for one in app.store.journal.entries()].count("access.refused") == 1


@pytest.mark.parametrize("wrong", ["the state file is a folder", "the address is not set"])
def test_whatever_goes_wrong_with_a_notice_the_run_ends_as_it_would(
    office: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    assert office.run("sync").code == 0
    office.write("a", people(9))
    if wrong == "the address is not set":
        monkeypatch.delenv(SECRET)
    else:
        (office.folder / "status.json").unlink()
        (office.folder / "status.json").mkdir()
    said = office.run("sync")
    assert (said.code, "notice.failed" in said.err) == (3, True)
