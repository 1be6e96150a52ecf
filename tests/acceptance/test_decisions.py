"""An officer decides who a row is, through the program's door: once, for good, and undone when it was wrong.

Each test is a few nights of one office whose upstream lives in memory. All people are fabricated.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.reports import SyncReport
from tests.support.office import HEADERS, Office, Row, Said, expected, person
from yumsync.bootstrap import App

ALL = tuple(HEADERS)
CODED = ("Mã đoàn viên", *ALL)
NAMED = ("full_name", "date_of_birth", "phone")
UNIT_TWO = "Chi đoàn 2, Đoàn phường Phú Thủy"
REASON = "Đã xem giấy khai sinh"
OTHER = person(3)


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list("a")
    made.init()
    return made


def night(office: Office, upstream: MemoryUpstream, rows: Sequence[Row], columns: Sequence[str] = ALL) -> SyncReport:
    """The office writes its list, cron runs."""
    office.write("a", rows, columns)
    return again(office, upstream)


def again(office: Office, upstream: MemoryUpstream) -> SyncReport:
    with App(load_settings(office.config), _upstream=upstream) as app:
        return app.sync()


def outcome(report: SyncReport) -> tuple[int, int, dict[str, int]]:
    """Return the exit code, how many operations were sent, and how many questions of each kind are open."""
    assert report.plan is not None
    assert report.delivery is not None
    return report.exit_code, report.delivery.sent, dict(report.plan.holds_total)


def held(upstream: MemoryUpstream) -> list[tuple[str, str, str]]:
    """Return name, birth date and ID of everybody the upstream holds."""
    records = [one.record for one in upstream.held.values()]
    return sorted(
        tuple(str(record.get(name) or "") for name in ("full_name", "date_of_birth", "national_id"))  # type: ignore[misc]
        for record in records
    )


def told(*rows: Row) -> list[tuple[str, str, str]]:
    made = [expected(row) for row in rows]
    return sorted((row["full_name"], row["date_of_birth"], row["national_id"]) for row in made)


def waiting(office: Office) -> list[dict[str, Any]]:
    return list(office.ask("holds").json["holds"])


def the_hold(office: Office) -> str:
    (one,) = waiting(office)
    return str(one["id"])


def candidates(office: Office, hold: str) -> list[dict[str, Any]]:
    return list(office.ask("holds", "show", hold).json["candidates"])


def decide(office: Office, *answer: str, hold: str = "") -> Said:
    """Decide the one open question, or this one; the officer gives a reason."""
    return office.run("holds", "decide", hold or the_hold(office), *answer, "--reason", REASON)


# ── one person under another ID ──────────────────────────────────────────────────────────────────────────

BEFORE = person(50)
AFTER = {**BEFORE, "national_id": "079204777777"}
"""The same name and birth date under another 12-digit ID: a corrected typing error, or a twin."""


@pytest.fixture
def asked(office: Office, upstream: MemoryUpstream) -> Office:
    """Somebody left the list on the night somebody new, who looks the same, came."""
    assert outcome(night(office, upstream, [OTHER, BEFORE])) == (0, 2, {})
    assert outcome(night(office, upstream, [OTHER, AFTER])) == (3, 0, {"ambiguous-identity": 1})
    return office


def test_the_same_person(asked: Office, upstream: MemoryUpstream) -> None:
    """Sent as a change of that person, never asked again, also when the row changes otherwise later."""
    hold = the_hold(asked)
    (candidate,) = candidates(asked, hold)
    assert decide(asked, "--same-as", candidate["id"]).code == 0
    assert outcome(again(asked, upstream)) == (0, 1, {})
    assert held(upstream) == told(OTHER, AFTER)
    for rows in ([OTHER, AFTER], [AFTER, OTHER]):
        assert outcome(night(asked, upstream, rows)) == (0, 0, {})
    moved = {**AFTER, "phone": "0388888888"}
    assert outcome(night(asked, upstream, [OTHER, moved])) == (0, 1, {})
    renamed = {**moved, "full_name": moved["full_name"] + "h"}
    assert outcome(night(asked, upstream, [OTHER, renamed])) == (0, 1, {})
    assert held(upstream) == told(OTHER, renamed)
    assert waiting(asked) == []


def test_somebody_new(asked: Office, upstream: MemoryUpstream) -> None:
    """Created beside the other, who is missing from the list; that is another question."""
    assert decide(asked, "--new").code == 0
    assert outcome(again(asked, upstream)) == (3, 1, {"missing": 1})
    assert held(upstream) == told(OTHER, BEFORE, AFTER)
    for _ in range(2):
        assert outcome(again(asked, upstream)) == (3, 0, {"missing": 1})
    assert outcome(night(asked, upstream, [OTHER, BEFORE, AFTER])) == (0, 0, {})
    both = [OTHER, {**BEFORE, "phone": "0388888888"}, {**AFTER, "phone": "0399999999"}]
    assert outcome(night(asked, upstream, both)) == (0, 2, {})
    assert held(upstream) == told(OTHER, BEFORE, AFTER)


def test_left_alone(asked: Office, upstream: MemoryUpstream) -> None:
    """Nothing is sent, nobody is asked, every row is accounted for."""
    assert decide(asked, "--leave").code == 0
    for _ in range(2):
        report = again(asked, upstream)
        assert outcome(report) == (0, 0, {})
        assert report.plan is not None
        assert (report.plan.counts["left"], report.plan.counts["held"]) == (1, 0)
    assert held(upstream) == told(OTHER, BEFORE)


@pytest.mark.parametrize("answer", ["--new", "--leave"])
def test_asked_anew_when_the_row_is_another(asked: Office, upstream: MemoryUpstream, answer: str) -> None:
    """The decision was about what the row said of itself; it says something else now."""
    decide(asked, answer)
    report = night(asked, upstream, [OTHER, {**AFTER, "national_id": "079204888888"}])
    assert outcome(report) == (3, 0, {"ambiguous-identity": 1})


def test_asked_anew_when_the_one_decided_about_is_another(office: Office, upstream: MemoryUpstream) -> None:
    """Left alone beside somebody whose ID is corrected since: the officer has not seen that."""
    known = {"Mã đoàn viên": "2000050", **BEFORE}
    row = {"Mã đoàn viên": "", **AFTER}
    night(office, upstream, [OTHER, known], CODED)
    assert outcome(night(office, upstream, [OTHER, row], CODED)) == (3, 0, {"ambiguous-identity": 1})
    decide(office, "--leave")
    assert outcome(again(office, upstream)) == (0, 0, {})
    corrected = {**known, "national_id": "079204999999"}
    assert outcome(night(office, upstream, [OTHER, corrected], CODED)) == (0, 1, {})
    assert outcome(night(office, upstream, [OTHER, row], CODED)) == (3, 0, {"ambiguous-identity": 1})


def test_taken_back(asked: Office, upstream: MemoryUpstream) -> None:
    """The question is asked again; what stood in the journal still stands."""
    decide(asked, "--leave")
    assert outcome(again(asked, upstream)) == (0, 0, {})
    (made,) = asked.ask("holds", "decided").json["decisions"]
    assert asked.run("holds", "withdraw", str(made["number"])).code == 0
    assert asked.ask("holds", "decided").json["decisions"] == []
    assert outcome(again(asked, upstream)) == (3, 0, {"ambiguous-identity": 1})
    assert asked.run("holds", "withdraw", str(made["number"])).code == 2
    asked.assert_journal_verifies()


def test_the_last_decision_counts(asked: Office, upstream: MemoryUpstream) -> None:
    """An officer who thinks again before the next run decides again."""
    hold = the_hold(asked)
    decide(asked, "--new", hold=hold)
    decide(asked, "--leave", hold=hold)
    assert outcome(again(asked, upstream)) == (0, 0, {})
    assert len(asked.ask("holds", "decided").json["decisions"]) == 1


def test_a_decision_is_heeded_by_a_preview_too(asked: Office, upstream: MemoryUpstream) -> None:
    """plan shows what follows, apply does it."""
    (candidate,) = candidates(asked, the_hold(asked))
    decide(asked, "--same-as", candidate["id"])
    with App(load_settings(asked.config), _upstream=upstream) as app:
        plan = app.plan()
        assert (plan.exit_code, plan.counts["updated"], plan.counts["holds"]) == (0, 1, 0)
        app.apply(plan.run.id)
    assert held(upstream) == told(OTHER, AFTER)


# ── what a question shows ────────────────────────────────────────────────────────────────────────────────


def test_the_likeliest_candidate_stands_first_with_its_reasons(office: Office, upstream: MemoryUpstream) -> None:
    """The row has one's code and another's ID: both are shown, the one whose name it has first."""
    one, two = (
        {"Mã đoàn viên": "2000050", **person(50)},
        {"Mã đoàn viên": "2000060", **person(60, national_id="060204123456")},
    )
    night(office, upstream, [one, two], CODED)
    night(office, upstream, [{**one, "national_id": two["national_id"]}, two], CODED)
    hold = waiting(office)[0]["id"]
    first, second = candidates(office, hold)
    assert first["candidate"]["score"] > second["candidate"]["score"]
    assert first["candidate"]["someone"]["record"]["full_name"] == one["full_name"]
    compared = {each["field"]: each["agreement"] for each in first["candidate"]["reasons"]}
    assert (compared["full_name"], compared["member_code"], compared["national_id"]) == ("same", "same", "differs")


def test_the_screen_of_one_question(asked: Office) -> None:
    """Row and candidate side by side, and the commands to choose from, as they are typed."""
    hold = the_hold(asked)
    (candidate,) = candidates(asked, hold)
    vi = asked.run("holds", "show", hold, lang="vi")
    assert vi.code == 0
    lines = [" ".join(line.split()) for line in vi.out.splitlines()]
    name, born = BEFORE["full_name"], "/".join(BEFORE["date_of_birth"].split("/"))
    assert f"họ và tên {name} = {name}" in lines
    assert f"ngày sinh {born} = {born}" in lines
    assert f"số CMND/CCCD {AFTER['national_id']} ≠ {BEFORE['national_id']}" in lines
    assert f'yumsync holds decide {hold} --same-as {candidate["id"]} --reason "…"' in lines
    assert hold in asked.run("holds", lang="vi").out


def test_a_decided_question_says_so_until_the_next_run(asked: Office, upstream: MemoryUpstream) -> None:
    hold = the_hold(asked)
    assert asked.run("holds").code == 3
    decide(asked, "--leave")
    said = asked.run("holds")
    assert said.code == 0
    assert "left alone" in said.out
    assert REASON in asked.run("holds", "show", hold).out
    again(asked, upstream)
    assert waiting(asked) == []


def test_a_preview_s_questions_are_shown_before_it_is_applied(office: Office, upstream: MemoryUpstream) -> None:
    """An officer who only ever previews sees what waits, under the same id afterwards."""
    night(office, upstream, [OTHER, BEFORE])
    office.write("a", [OTHER, AFTER])
    with App(load_settings(office.config), _upstream=upstream) as app:
        app.plan()
    hold = the_hold(office)
    again(office, upstream)
    assert the_hold(office) == hold


# ── what cannot be decided ───────────────────────────────────────────────────────────────────────────────


def test_other_questions_are_settled_elsewhere(office: Office, upstream: MemoryUpstream) -> None:
    """A missing person is no question of who somebody is; the answer says where it is settled."""
    night(office, upstream, [OTHER, BEFORE])
    assert outcome(night(office, upstream, [OTHER]))[2] == {"missing": 1}
    said = decide(office, "--new")
    assert said.code == 2
    assert "holds show" in said.text
    assert "put the row back into the list" in office.run("holds", "show", the_hold(office)).out


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--reason", "x"], id="no answer"),
        pytest.param(["--new", "--leave", "--reason", "x"], id="two answers"),
        pytest.param(["--new"], id="no reason"),
        pytest.param(["--new", "--reason", "  "], id="an empty reason"),
        pytest.param(["--same-as", "zzzz", "--reason", "x"], id="nobody of that id"),
    ],
)
def test_what_is_not_an_answer(asked: Office, upstream: MemoryUpstream, arguments: list[str]) -> None:
    """Refused with a next step; nothing is taken down."""
    said = asked.run("holds", "decide", the_hold(asked), *arguments)
    assert said.code == 2
    assert "→" in said.err
    assert asked.ask("holds", "decided").json["decisions"] == []
    assert outcome(again(asked, upstream)) == (3, 0, {"ambiguous-identity": 1})


@pytest.mark.parametrize("hold", ["zzzzzz", "", "?", "'; --"])
def test_a_question_that_is_not_there(asked: Office, hold: str) -> None:
    for verb in (["show", hold], ["decide", hold, "--new", "--reason", "x"]):
        assert asked.run("holds", *verb).code == 2


def test_who_was_not_sent_yet_cannot_be_chosen(office: Office, upstream: MemoryUpstream) -> None:
    """In a preview of a first list the candidate is as new as the row; after the first run the question stands."""
    office.configure(lists=[])
    office.add_list("a")
    office.add_list("b", unit=UNIT_TWO)
    office.write("a", [person(1)], NAMED)
    office.write("b", [person(1)], NAMED)
    with App(load_settings(office.config), _upstream=upstream) as app:
        app.plan()
    hold = the_hold(office)
    (candidate,) = candidates(office, hold)
    assert not candidate["candidate"]["someone"]["confirmed"]
    assert decide(office, "--same-as", candidate["id"]).code == 2
    again(office, upstream)
    (candidate,) = candidates(office, hold)
    assert decide(office, "--new", hold=hold).code == 0
    assert outcome(again(office, upstream)) == (0, 1, {})
    assert outcome(again(office, upstream)) == (0, 0, {})
    assert len(held(upstream)) == 2 or len(upstream.held) == 2


def test_nobody_decides_while_a_run_is_under_way(asked: Office) -> None:
    with asked.app() as app:
        app.store.lease.acquire(60)
        assert decide(asked, "--new").code == 5
        app.store.lease.release()
    assert decide(asked, "--new").code == 0


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────


def test_who_when_and_why_are_kept_and_the_reason_is_sealed(asked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUMSYNC_WHO", "bi.thu")
    monkeypatch.setattr("sys.stdin", io.StringIO("Chị Lan xác nhận\n"))
    said = asked.run("holds", "decide", the_hold(asked), "--new", "--reason", "-")
    assert said.code == 0
    (made,) = asked.ask("holds", "decided").json["decisions"]
    assert made["who"].startswith("bi.thu@")
    assert (made["reason"], made["name"], made["answer"]) == ("Chị Lan xác nhận", AFTER["full_name"], "new")
    with closing(sqlite3.connect(asked.folder / "state.db")) as database:
        dump = "\n".join(database.iterdump())
    for secret in ("Chị Lan", AFTER["full_name"], AFTER["national_id"]):
        assert secret not in dump
    with asked.app() as app:
        (entry,) = [entry for entry in app.store.journal.entries() if entry.event == "hold.decided"]
    assert entry.facts["code"] == "ambiguous-identity"
    assert entry.facts["answer"] == "new"
    asked.assert_journal_verifies()


def test_somebody_else_of_the_name_that_was_decided_about(office: Office, upstream: MemoryUpstream) -> None:
    """Decided to be new, renamed since, and left: who comes under the first name is not taken for them."""
    office.add_list("b", unit=UNIT_TWO)
    known, first = person(1), {**person(1), "phone": "0355555555"}
    office.write("b", [known], NAMED)
    night(office, upstream, [OTHER], NAMED)
    assert outcome(night(office, upstream, [first, OTHER], NAMED)) == (3, 0, {"ambiguous-identity": 1})
    assert decide(office, "--new").code == 0
    assert outcome(again(office, upstream)) == (0, 1, {})
    renamed = {**first, "full_name": first["full_name"] + "h"}
    night(office, upstream, [renamed, OTHER], NAMED)
    assert decide(office, "--same-as", candidates(office, the_hold(office))[0]["id"]).code == 0
    assert outcome(again(office, upstream)) == (0, 1, {})
    before = sorted(str(one.record["phone"]) for one in upstream.held.values())
    other = {**first, "phone": "0366666666"}
    report = night(office, upstream, [renamed, OTHER, other], NAMED)
    assert outcome(report) == (3, 0, {"ambiguous-identity": 1})
    assert sorted(str(one.record["phone"]) for one in upstream.held.values()) == before


def test_who_is_missing_is_among_those_it_could_be(office: Office, upstream: MemoryUpstream) -> None:
    """A corrected birth date happens to be a namesake's of another branch: the right one can still be chosen."""
    office.add_list("b", unit=UNIT_TWO)
    one = person(1)
    namesake = {**person(2), "full_name": one["full_name"], "phone": "0355555555"}
    office.write("b", [namesake], NAMED)
    assert outcome(night(office, upstream, [one, OTHER], NAMED)) == (0, 3, {})
    corrected = {**one, "date_of_birth": namesake["date_of_birth"]}
    assert outcome(night(office, upstream, [corrected, OTHER], NAMED)) == (3, 0, {"ambiguous-identity": 1})
    found = candidates(office, the_hold(office))
    phones = [each["candidate"]["someone"]["record"]["phone"] for each in found]
    assert sorted(phones) == sorted([one["phone"], namesake["phone"]])
    assert decide(office, "--same-as", found[phones.index(one["phone"])]["id"]).code == 0
    assert outcome(again(office, upstream)) == (0, 1, {})
    assert outcome(again(office, upstream)) == (0, 0, {})
    assert len(upstream.held) == 3
