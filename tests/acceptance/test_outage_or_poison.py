"""Is the upstream ill, or one record? An outage blames nobody and loses nothing; a poison record is named alone.

The upstream lives in memory and is ill at will, except where the wire itself matters. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.errors import AnswerLost, Refused, StateError, TooLarge, UpstreamError
from sync.reports import DeliveryReport, SyncReport
from sync.values import Limits, OperationState, Outcome, Verdict
from tests.support.office import Office, Row, assert_in_step, expected, people
from tests.support.standin import LiveStandin
from yumsync.bootstrap import App

WORDS = "Lỗi máy chủ: dữ liệu không hợp lệ"
PHONE = "0911111111"
LATER = "0933333333"
Operations = Sequence[Mapping[str, Any]]


def failed() -> UpstreamError:
    """A 500: an outage, or what some back ends answer to bad data."""
    return Refused("upstream-failed", status=500, problem="", words=WORDS)


def refused() -> UpstreamError:
    """A 422 for the batch as a whole."""
    return Refused("upstream-refused", status=422, problem="validation", words=WORDS)


def too_large() -> UpstreamError:
    return TooLarge("upstream-too-large", status=413)


class Killed(BaseException):
    """Stands for the process being gone: nothing after it runs."""


@dataclass
class Moody(MemoryUpstream):
    """An upstream that can fall ill. `ill` sees each request's number, from 1, and its operations, and may answer
    with an error in place of the upstream. `dies` ends our process after the upstream has taken the batch. `mute`
    leaves all results out of every answer; `deaf` besides takes nothing."""

    ill: Callable[[int, Operations], UpstreamError | None] = lambda _number, _operations: None
    dies: bool = False
    mute: bool = False
    deaf: bool = False
    asked: int = 0

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        with self._lock:
            self.asked += 1
            number = self.asked
        error = self.ill(number, orjson.loads(body)["operations"])
        if error:
            raise error
        if self.deaf:
            return []
        verdicts = super().send(key, body)
        if self.dies:
            raise Killed
        return [] if self.mute else verdicts

    def recover(self) -> None:
        """Be well again."""
        self.ill, self.dies, self.mute, self.deaf = lambda _number, _operations: None, False, False, False


def upstream_of(batch_size: int = 10, concurrency: int = 1) -> Moody:
    limits = Limits(batch_size=batch_size, concurrency=concurrency)
    return Moody(load_profile("standin").fields, limits=limits)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list("a")
    made.init()
    return made


def sync(office: Office, upstream: MemoryUpstream) -> SyncReport:
    with App(load_settings(office.config), _upstream=upstream) as app:
        return app.sync()


def status(office: Office) -> int:
    with App(load_settings(office.config)) as app:
        return app.status().exit_code


def delivery(report: SyncReport) -> DeliveryReport:
    assert report.delivery is not None
    return report.delivery


def phones(upstream: MemoryUpstream) -> dict[str | None, str | None]:
    """Return the phones the upstream holds, by national ID."""
    return {one.record["national_id"]: one.record.get("phone") for one in upstream.held.values()}


def holds_exactly(upstream: MemoryUpstream, rows: Sequence[Row]) -> bool:
    """Whether the upstream holds these people and their values, and did everything once."""
    wanted = {row["national_id"]: {**expected(row), "national_id": row["national_id"]} for row in rows}
    found = {
        str(one.record["national_id"]): {name: one.record.get(name) for name in rows[0]}
        for one in upstream.held.values()
    }
    assert len(found) == len(upstream.held), "somebody is held twice"
    return found == wanted and set(upstream.effects.values()) == {1}


def changed(rows: Sequence[Row], phone: str = PHONE) -> list[Row]:
    """The same people, the last of them with another phone."""
    return [*rows[:-1], {**rows[-1], "phone": phone}]


def in_step_next_night(office: Office, upstream: Moody, rows: Sequence[Row]) -> None:
    """The upstream is well again: the next run delivers all, and the one after it has nothing to do."""
    upstream.recover()
    report = sync(office, upstream)
    assert report.exit_code == 0
    assert holds_exactly(upstream, rows)
    asked = upstream.asked
    last = sync(office, upstream)
    assert (last.exit_code, delivery(last).sent, upstream.asked) == (0, 0, asked)
    assert status(office) == 0
    office.assert_journal_verifies()


# ── outages ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("well", [0, 1, 5])
def test_an_outage_in_the_middle_of_a_run(office: Office, well: int, concurrency: int) -> None:
    """500 to everything after the first good batches: nobody is to blame, and the upstream is soon left alone."""
    rows = people(400)
    upstream = upstream_of(20, concurrency)
    upstream.ill = lambda number, _: failed() if number > well else None
    office.write("a", rows)
    report = sync(office, upstream)
    found = delivery(report)
    assert (report.exit_code, found.applied, found.rejected, found.dead) == (4, 20 * well, 0, 0)
    assert found.stopped == "upstream-failed"
    assert found.pending + found.unknown == len(rows) - found.applied
    assert upstream.asked < 100
    assert status(office) == 4
    in_step_next_night(office, upstream, rows)


@pytest.mark.parametrize("count", [1, 2, 60])
def test_everything_is_too_large(office: Office, count: int) -> None:
    """413 even to a single record: that says nothing about a record."""
    rows = people(count)
    upstream = upstream_of(20)
    upstream.ill = lambda _number, _operations: too_large()
    office.write("a", rows)
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).rejected, delivery(report).dead) == (4, 0, 0)
    assert upstream.held == {}
    in_step_next_night(office, upstream, rows)


def test_batches_are_halved(office: Office) -> None:
    """An upstream that takes three at once gets three at once, and everybody arrives in the same run."""
    rows = people(60)
    upstream = upstream_of(20)
    upstream.ill = lambda _, operations: too_large() if len(operations) > 3 else None
    office.write("a", rows)
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).applied) == (0, len(rows))
    in_step_next_night(office, upstream, rows)


@pytest.mark.parametrize("error", [failed, too_large], ids=["500", "413"])
def test_one_change_meets_a_passing_outage(office: Office, error: Callable[[], UpstreamError]) -> None:
    """One row to send, and that night the upstream is ill: the row is not to blame; the next run delivers it."""
    rows = people(2)
    upstream = upstream_of()
    office.write("a", rows)
    assert sync(office, upstream).exit_code == 0
    office.write("a", changed(rows))
    upstream.ill = lambda _number, _operations: error()
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).rejected) == (4, 0)
    assert phones(upstream) == {row["national_id"]: row["phone"] for row in rows}
    in_step_next_night(office, upstream, changed(rows))


@pytest.mark.parametrize("mood", ["mute", "deaf"])
def test_answers_without_results(office: Office, mood: str) -> None:
    """200 and not a word about any operation, again and again: that is an outage, and it opens the circuit."""
    rows = people(60)
    upstream = upstream_of(1)
    setattr(upstream, mood, True)
    office.write("a", rows)
    for _ in range(2):
        before = upstream.asked
        report = sync(office, upstream)
        assert (report.exit_code, delivery(report).applied, delivery(report).rejected) == (4, 0, 0)
        assert delivery(report).stopped
        assert upstream.asked - before < 20
    in_step_next_night(office, upstream, rows)


# ── poison ───────────────────────────────────────────────────────────────────────────────────────────────


def poisoned_by(row: Row, error: Callable[[], UpstreamError]) -> Callable[[int, Operations], UpstreamError | None]:
    """Answer a whole batch with this error wherever this row, exactly as it is, stands in it."""

    def ill(_: int, operations: Operations) -> UpstreamError | None:
        wanted = row["national_id"], row["phone"]
        found = {(one["fields"].get("national_id"), one["fields"].get("phone")) for one in operations}
        return error() if wanted in found else None

    return ill


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("guilty", [0, 57, 119])
@pytest.mark.parametrize("error", [failed, refused], ids=["500", "422"])
def test_one_poison_record(office: Office, error: Callable[[], UpstreamError], guilty: int, concurrency: int) -> None:
    """Whole batches fail for its sake: it alone is rejected, in the upstream's words, and all others arrive."""
    rows = people(120)
    upstream = upstream_of(50, concurrency)
    upstream.ill = poisoned_by(rows[guilty], error)
    office.write("a", rows)
    report = sync(office, upstream)
    found = delivery(report)
    assert (report.exit_code, found.applied, found.rejected, found.pending) == (1, len(rows) - 1, 1, 0)
    assert [(one.operation.place.row, one.words) for one in report.refused] == [(guilty + 2, WORDS)]
    assert holds_exactly(upstream, [row for row in rows if row is not rows[guilty]])

    asked = upstream.asked
    again = sync(office, upstream)
    assert (again.exit_code, upstream.asked) == (1, asked)
    mended = [*rows[:guilty], {**rows[guilty], "phone": LATER}, *rows[guilty + 1 :]]
    office.write("a", mended)
    in_step_next_night(office, upstream, mended)


def test_a_poison_change_among_others(office: Office) -> None:
    """The same among a handful of changes."""
    rows = people(5)
    upstream = upstream_of()
    office.write("a", rows)
    assert sync(office, upstream).exit_code == 0
    now = [{**row, "phone": f"03{number:08}"} for number, row in enumerate(rows)]
    upstream.ill = poisoned_by(now[2], failed)
    office.write("a", now)
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).applied, delivery(report).rejected) == (1, 4, 1)
    assert [(one.operation.place.row, one.words) for one in report.refused] == [(4, WORDS)]
    assert holds_exactly(upstream, [*now[:2], rows[2], *now[3:]])


def test_one_record_refused_by_name(office: Office) -> None:
    """422 is no outage: a single record that is refused so is rejected at once, though nothing else passed."""
    rows = people(2)
    upstream = upstream_of()
    office.write("a", rows)
    assert sync(office, upstream).exit_code == 0
    office.write("a", changed(rows))
    upstream.ill = lambda _number, _operations: refused()
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).rejected, delivery(report).pending) == (1, 1, 0)
    assert [(one.operation.place.row, one.words) for one in report.refused] == [(3, WORDS)]
    upstream.recover()
    office.write("a", changed(rows, LATER))
    in_step_next_night(office, upstream, changed(rows, LATER))


# ── replays ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def confirmed(office: Office) -> tuple[Moody, list[Row]]:
    """Two people in step, and a changed phone on the list."""
    rows, upstream = people(2), upstream_of()
    office.write("a", rows)
    assert sync(office, upstream).exit_code == 0
    office.write("a", changed(rows))
    return upstream, rows


@pytest.mark.parametrize("error", [failed, refused, too_large], ids=["500", "422", "413"])
def test_the_replay_after_a_crash_is_refused(
    office: Office, confirmed: tuple[Moody, list[Row]], error: Callable[[], UpstreamError]
) -> None:
    """The first sending took effect and its answer died with us: an error to the replay does not undo that."""
    upstream, rows = confirmed
    upstream.dies = True
    with pytest.raises(Killed):
        sync(office, upstream)
    upstream.recover()
    upstream.ill = lambda _number, _operations: error()
    for _ in range(2):
        report = sync(office, upstream)
        assert (report.exit_code, delivery(report).rejected, delivery(report).unknown) == (4, 0, 1)
    in_step_next_night(office, upstream, changed(rows))
    office.write("a", changed(rows, LATER))
    in_step_next_night(office, upstream, changed(rows, LATER))


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize("error", [failed, refused, too_large], ids=["500", "422", "413"])
def test_the_replay_in_the_same_run_is_refused(
    office: Office, confirmed: tuple[Moody, list[Row]], error: Callable[[], UpstreamError], taken: bool
) -> None:
    """The answer was lost, taken or not; the batch stays unknown under its key until the upstream is well."""
    upstream, rows = confirmed
    upstream.fail(AnswerLost("upstream-answer-lost"), taken=taken)
    first = upstream.asked + 1
    upstream.ill = lambda number, _: error() if number > first else None
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).rejected, delivery(report).unknown) == (4, 0, 1)
    in_step_next_night(office, upstream, changed(rows))
    office.write("a", changed(rows, LATER))
    in_step_next_night(office, upstream, changed(rows, LATER))


@pytest.mark.parametrize("code", [500, 413])
def test_the_replay_is_refused_over_the_wire(tmp_path: Path, standin: LiveStandin, code: int) -> None:
    """The same with the real client, whose short tries all lose the answer before the stand-in falls ill."""
    rows = people(2)
    office = Office(tmp_path, standin.url)
    office.set_profile(concurrency=1, retries={"attempts": 2, "base": 0, "cap": 0})
    office.add_list("a")
    office.write("a", rows)
    office.init()
    assert office.run("sync").code == 0
    office.write("a", changed(rows))
    standin.faults(
        {"do": "drop", "when": "after", "nth": [1, 2]}, {"do": "status", "status": code, "nth": list(range(3, 60))}
    )
    said = office.ask("sync")
    assert (said.code, said.json["delivery"]["rejected"], said.json["delivery"]["unknown"]) == (4, 0, 1)
    standin.calm()
    assert office.ask("sync").code == 0
    assert_in_step(standin, changed(rows))
    assert standin.stats()["effects"] == 3
    office.write("a", changed(rows, LATER))
    assert office.run("sync").code == 0
    assert_in_step(standin, changed(rows, LATER))


def test_a_poison_record_whose_first_sending_was_lost(tmp_path: Path, standin: LiveStandin) -> None:
    """Nothing of the batch arrived, and it is refused when it comes again: the others in it are not kept waiting."""
    rows = people(4)
    office = Office(tmp_path, standin.url)
    office.set_profile(concurrency=1, retries={"attempts": 2, "base": 0, "cap": 0})
    office.add_list("a")
    office.write("a", rows)
    office.init()
    assert office.run("sync").code == 0
    after = [{**row, "phone": "03" + row["phone"][2:]} for row in rows]
    office.write("a", after)
    guilty = {"national_id": rows[1]["national_id"]}
    standin.faults({"do": "drop", "nth": [1, 2]}, {"do": "status", "status": 422, "where": guilty})
    delivered = office.ask("sync").json["delivery"]
    assert (delivered["applied"], delivered["rejected"], delivered["unknown"]) == (3, 1, 0)
    assert_in_step(standin, [after[0], rows[1], *after[2:]])
    assert office.run("sync").code == 1


# ── what the exit code says ──────────────────────────────────────────────────────────────────────────────


def test_accepted_is_not_applied(office: Office) -> None:
    """The upstream took it and has not done it: no outage, nothing is sent again, and nobody counts as in step."""
    upstream = upstream_of()
    upstream.judge = lambda operation: Verdict(operation["id"], Outcome.ACCEPTED)
    office.write("a", people(2))
    report = sync(office, upstream)
    assert (report.exit_code, delivery(report).accepted) == (0, 2)
    assert status(office) == 0
    again = sync(office, upstream)
    assert again.plan is not None
    assert (again.exit_code, delivery(again).sent, delivery(again).accepted) == (0, 0, 2)
    assert (again.plan.counts["in_transit"], again.plan.counts["in_step"]) == (2, 0)
    with App(load_settings(office.config)) as app:
        figures = app.status()
    assert (figures.people, figures.exit_code, figures.operations[OperationState.ACCEPTED]) == ({}, 0, 2)


def test_a_change_that_waits_is_not_in_step(office: Office, confirmed: tuple[Moody, list[Row]]) -> None:
    """An edit behind a batch without an answer is not in this plan: `plan` and `apply` say that more is to come."""
    upstream, rows = confirmed
    upstream.dies = True
    with pytest.raises(Killed):
        sync(office, upstream)
    upstream.recover()
    office.write("a", changed(rows, LATER))
    with App(load_settings(office.config), _upstream=upstream) as app:
        plan = app.plan()
        assert (plan.exit_code, plan.counts["waiting"]) == (4, 1)
    with App(load_settings(office.config), _upstream=upstream) as app:
        assert app.apply(plan.run.id).exit_code == 4
    assert holds_exactly(upstream, changed(rows))
    in_step_next_night(office, upstream, changed(rows, LATER))


def test_status_after_a_failed_run(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ended in an error is the last word until one succeeds, though everything before it was in step."""
    upstream, rows = upstream_of(), people(2)
    office.write("a", rows)
    assert sync(office, upstream).exit_code == 0
    assert status(office) == 0

    def full(*_: object) -> None:
        raise StateError("state-failed")

    office.write("a", people(3))
    with monkeypatch.context() as patched:
        patched.setattr("sync.engine.Planner.make", full)
        with pytest.raises(StateError):
            sync(office, upstream)
    with App(load_settings(office.config)) as app:
        assert app.status().exit_code != 0
        assert app.status().operations.get(OperationState.PENDING, 0) == 0
    assert office.run("status").code != 0
    in_step_next_night(office, upstream, people(3))


def test_status_after_an_unread_list(office: Office) -> None:
    """Everything confirmed, and one list nobody could read: `status` says so."""
    upstream = upstream_of()
    office.write("a", people(2))
    assert sync(office, upstream).exit_code == 0
    office.put("a.csv", "")
    assert sync(office, upstream).exit_code == 7
    assert status(office) == 7
