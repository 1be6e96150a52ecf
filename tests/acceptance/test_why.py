"""One person's whole story, from the cell in a list to the centre's words. All people are fabricated."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from state.store import open_store
from sync.errors import Busy
from sync.evidence.stories import Stories
from tests.support.office import UNIT, Office, Row, people, person
from tests.support.standin import LiveStandin

OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
SERIALS = re.compile(r"\b01[0-9A-HJKMNP-TV-Z]{24}\b|\d\d/\d\d/\d{4} \d\d:\d\d")
"""Runs, batches and the times of a test, which no page tells beforehand."""

MEN = people(6)
LAN = person(40, full_name="Lê Thị Lan", phone="0900000040", email="lan@example.test")
HEADER = "Họ và tên,Ngày sinh,CCCD,Đơn vị,Loại biến động,Ngày,Số quyết định,Lý do,Nơi chuyển đến"
ABOUT = f'Lê Thị Lan,{LAN["date_of_birth"]},{LAN["national_id"]},"{UNIT}"'
PAPER = f'{ABOUT},Chuyển đi,01/10/2026,12-QĐ/ĐTN,Học tập,"{OTHER}"'
TYPED = "LÊ THỊ LAN  "
REFUSAL = "Hồ sơ <b>đang khóa</b>."
REASON = "Đã gặp bí thư, có biên bản"


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office of two branches and a register; its screen has a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    made = Office(tmp_path / "office", standin.url)
    made.add_list("one")
    made.add_list("two", unit=OTHER)
    made.add_list("register", kind="movements", complete=None, unit=None)
    made.init()
    made.write("one", [LAN, *MEN[:3]])
    made.write("two", MEN[3:])
    made.put("register.csv", HEADER + "\n")
    return made


def synced(office: Office, code: int = 0, *words: str) -> None:
    said = office.run("sync", *words)
    assert said.code == code, said.text


def lived(office: Office, standin: LiveStandin) -> None:
    """Lan's year: sent, corrected but refused, sent again, transferred by the register, struck off by an officer."""
    synced(office)
    office.write("one", [{**LAN, "full_name": TYPED, "phone": "+84 355 512 345"}, *MEN[:3]])
    rule = {"do": "reject", "where": {"national_id": LAN["national_id"]}, "code": "tam-khoa", "detail": REFUSAL}
    standin.faults(rule)
    synced(office, 1)
    standin.http.delete("/_faults").raise_for_status()
    synced(office, 0, "--retry-refused")
    office.put("register.csv", f"{HEADER}\n{PAPER}\n")
    office.write("one", MEN[:3])
    office.write("two", [*MEN[3:], {**LAN, "phone": "0355512345"}])
    synced(office)
    office.write("two", MEN[3:])
    synced(office, 3)
    (asked,) = office.ask("holds").json["holds"]
    facts = ("--as", "strike_off", "--on", "01/11/2026", "--decision-no", "7-QĐ/ĐTN")
    assert office.run("holds", "approve", asked["id"], *facts, "--reason", REASON).code == 0
    synced(office)


def sections(screen: str) -> list[list[str]]:
    """The parts of a screen, their lines without what differs from run to run."""
    return [SERIALS.sub("#", part).splitlines() for part in screen.strip().split("\n\n")]


def journal(office: Office) -> list[tuple[str, dict[str, Any]]]:
    with office.app() as app:
        return [(entry.event, dict(entry.facts)) for entry in app.store.journal.entries()]


# ── the story ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_screen_tells_it_all_newest_first(office: Office, standin: LiveStandin) -> None:
    lived(office, standin)
    said = office.run("why", LAN["national_id"], lang="vi")
    assert (said.code, said.err) == (0, "")
    title, now, gone, decision, moved, again, refused, new, looked = sections(said.out)
    assert title[0].startswith("Lê Thị Lan, mã ")
    assert now[:3] == ["Trung tâm đang giữ", "    đoàn viên, đã xóa tên, từ #", f"    Đơn vị: {OTHER}"]
    assert "    Số điện thoại: 0355512345" in now

    assert gone[:2] == ["#  Xóa tên: trung tâm đã ghi nhận", "    Đọc từ: quyết định số 1"]
    assert "    Sau đó: đã xóa tên" in gone
    assert "01/11/2026" in "".join(gone)
    assert "7-QĐ/ĐTN" in "".join(gone)
    assert decision[:2] == ["#  Quyết định số 1: duyệt, Xóa tên", "    Câu hỏi: vắng tên, chưa rõ lý do"]
    assert f"    Lý do: {REASON}" in decision
    assert any(re.fullmatch(r"    Nhật ký: mục \d+: Cán bộ trả lời một việc chờ, #", line) for line in decision)

    assert moved[:2] == ["#  Chuyển sinh hoạt: trung tâm đã ghi nhận", "    Đọc từ: register.csv › 2"]
    assert f"    Đơn vị: {UNIT} → {OTHER}" in moved
    assert "số quyết định: 12-QĐ/ĐTN" in " ".join(moved)

    corrected = [
        "    Đọc từ: one.csv › 2",
        "    Nhận ra nhờ: số CMND/CCCD, họ tên và ngày sinh",
        f"    Đơn vị: {UNIT}",
        "    Số điện thoại: 0900000040 → 0355512345",
        "        ô ghi “+84 355 512 345”: bỏ dấu ngăn cách, +84 đổi thành 0",
        "    Họ và tên: LÊ THỊ LAN (coi như không đổi)",
        "        ô ghi “LÊ THỊ LAN  ”: bỏ khoảng trắng thừa",
        "    Đã gửi: gói #, lần thử đầu",
    ]
    assert again[:9] == ["#  Sửa hồ sơ: trung tâm đã ghi nhận", *corrected]
    assert refused[:9] == ["#  Sửa hồ sơ: trung tâm từ chối", *corrected]
    assert refused[9] == f"    Trung tâm trả lời: “{REFUSAL}” [tam-khoa]"
    assert not any(line.startswith("    Trung tâm trả lời:") for line in again)

    assert new[:3] == [
        "#  Hồ sơ mới: trung tâm đã ghi nhận",
        "    Đọc từ: one.csv › 2",
        "    Nhận ra nhờ: trước đó chưa biết ai như thế",
    ]
    assert "    Số điện thoại: 0900000040" in new
    assert looked[0] == "Ai đã xem"
    assert re.fullmatch(r"    #, \S+, mục \d+ của nhật ký", looked[1])


def test_json_tells_the_same_and_names_the_journals_entries(office: Office, standin: LiveStandin) -> None:
    """Each operation's entries are those whose facts name it, alone or within a stretch."""
    lived(office, standin)
    told = office.ask("why", LAN["national_id"]).json
    assert [(one["type"], one["state"]) for one in told["operations"]] == [
        ("strike_off", "applied"),
        ("transfer", "applied"),
        ("upsert", "applied"),
        ("upsert", "rejected"),
        ("upsert", "applied"),
    ]
    assert told["standing"]["status"] == "struck_off"
    assert [one["decision"]["reason"] for one in told["decisions"]] == [REASON]
    with office.app() as app:
        entries = {entry.number: entry for entry in app.store.journal.entries()}
        runs = {run.id: run.number for run in app.runs()}
    for one in told["operations"]:
        own = [entries[each["number"]] for each in one["entries"]]
        assert [entry.event for entry in own] == ["batch.sent", "batch.settled"]
        assert {entry.facts["batch"] for entry in own} == {one["batch"]}
        around = [entries[number] for number in one["run_entries"]]
        assert [entry.event for entry in around] == ["run.started", "run.planned", "run.released", "run.finished"]
        assert {entry.run for entry in around} == {runs[one["run"]]}
    assert [one["decision"] for one in told["operations"]] == [1, None, None, None, None]
    (decided,) = told["decisions"][0]["entries"]
    assert entries[decided["number"]].facts["decision"] == 1


def test_whoever_was_only_refused_is_found_by_number_and_by_name(office: Office, standin: LiveStandin) -> None:
    standin.faults(
        {"do": "reject", "where": {"national_id": LAN["national_id"]}, "code": "tam-khoa", "detail": REFUSAL}
    )
    synced(office, 1)
    by_number, by_name = (office.ask("why", typed).json for typed in (LAN["national_id"], "lê thị lan"))
    assert by_number["person"] == by_name["person"]
    assert by_name["standing"] is None
    assert [one["words"] for one in by_name["operations"]] == [REFUSAL]


def test_what_is_only_planned_says_so(office: Office) -> None:
    synced(office)
    office.write("one", [{**LAN, "phone": "0355512345"}, *MEN[:3]])
    assert office.run("plan").code == 0
    planned = sections(office.run("why", LAN["national_id"], lang="vi").out)[2]
    assert planned[0] == "#  Sửa hồ sơ: mới là kế hoạch, chưa gửi"


def test_somebody_of_whom_only_a_question_is_known(office: Office) -> None:
    """A new row with another's number: nothing is sent, and who it is stays open. Both are told of it."""
    synced(office)
    stranger = person(41, full_name="Đặng Hoàng Kiều", national_id=MEN[0]["national_id"])
    office.write("one", [LAN, *MEN[:3], stranger])
    synced(office, 3)
    told = office.ask("why", "Đặng Hoàng Kiều").json
    assert (told["person"], told["operations"]) == (None, [])
    (question,) = told["questions"]
    assert question["hold"]["place"]["row"] == 6
    hers = office.ask("why", MEN[0]["national_id"]).json
    assert [one["id"] for one in hers["questions"]] == [question["id"]]
    assert hers["name"] == MEN[0]["full_name"]


# ── whom ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_people_of_one_name_are_listed_to_choose_from(office: Office) -> None:
    twin = person(42, full_name="LÊ THỊ LAN")
    office.write("two", [*MEN[3:], twin])
    synced(office)
    several = office.ask("why", "Lê Thị Lan")
    assert several.code == 2
    found = {one["record"]["national_id"]: one for one in several.json["several"]}
    assert found.keys() == {LAN["national_id"], twin["national_id"]}
    screen = office.run("why", "Lê Thị Lan", lang="vi").out
    chosen = found[twin["national_id"]]
    assert "Có 2 người như thế. Chọn một người:" in screen
    day, month, year = twin["date_of_birth"].split("/")
    assert f"  {chosen['id']}  LÊ THỊ LAN, sinh {day}/{month}/{year}, {OTHER}" in screen
    assert office.ask("why", "Lê Thị Lan", "--which", chosen["id"]).json["person"] == chosen["person"]
    assert office.ask("why", chosen["member_code"]).json["person"] == chosen["person"]
    wrong = office.run("why", "Lê Thị Lan", "--which", "zzzz", lang="vi")
    assert wrong.code == 2
    assert "Không có đúng một người" in wrong.err


@pytest.mark.parametrize(("typed", "said"), [("Không Ai Cả", "Chưa có thay đổi nào"), (" ", "Chưa cho biết là ai.")])
def test_nobody_is_an_answer_with_a_next_step(office: Office, typed: str, said: str) -> None:
    synced(office)
    answer = office.run("why", typed, lang="vi")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "→" in answer.err
    assert "person.looked-up" not in {event for event, _ in journal(office)}


# ── every look is written down, and nothing personal ─────────────────────────────────────────────────────────


def test_each_look_stands_in_the_journal_without_a_personal_value(office: Office, standin: LiveStandin) -> None:
    lived(office, standin)
    said = [office.run("why", typed, "--verbose") for typed in (LAN["national_id"], LAN["full_name"])]
    told = office.ask("why", LAN["national_id"]).json
    looks = [facts for event, facts in journal(office) if event == "person.looked-up"]
    assert looks == [{"people": [told["person"]]}] * 3
    assert len(told["looks"]) == 3, "this look is one of them"
    office.assert_journal_verifies()
    written = "".join(one.err for one in said) + "".join(str(facts) for _, facts in journal(office))
    assert [value for value in (*LAN.values(), TYPED, REASON, "đang khóa", "7-QĐ") if value in written] == []


def test_one_looks_while_a_run_is_on(office: Office) -> None:
    """The lease is the run's own; the look neither takes it nor fences the run off."""
    synced(office)
    with office.app() as app:
        app.store.lease.acquire(60)
        run = app.store.runs.start("sync", "cron")
        assert office.run("why", LAN["national_id"]).code == 0
        app.store.runs.planned(run.number, {}, b"seal", [])
        app.store.runs.release(run.number)
        app.store.lease.release()
    assert [event for event, _ in journal(office)][-3:] == ["person.looked-up", "run.planned", "run.released"]
    office.assert_journal_verifies()


def test_where_the_look_cannot_be_written_down_nothing_is_shown(office: Office) -> None:
    synced(office)
    with office.app() as app:
        key = app.secrets.key
    store = open_store(f"sqlite:///{office.folder / 'state.db'}", key, busy_seconds=0.05)
    with closing(store), closing(sqlite3.connect(office.folder / "state.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        for typed in (LAN["national_id"], LAN["full_name"]):
            with pytest.raises(Busy):
                Stories(store).look(typed)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────


def names(rows: Sequence[Row]) -> set[str]:
    return {row["full_name"] for row in rows}


def test_the_page_holds_the_story_and_loads_nothing(office: Office, standin: LiveStandin) -> None:
    lived(office, standin)
    out = office.folder / "lan.html"
    said = office.run("why", LAN["national_id"], "--html", str(out), lang="vi")
    assert said.code == 0
    assert "chỉ mình bạn đọc được tệp" in said.out
    page = out.read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    for told in ("one.csv › 2", "+84 355 512 345", "0355512345", "7-QĐ/ĐTN", REASON, "tam-khoa"):
        assert told in page, told
    assert "Hồ sơ &lt;b&gt;đang khóa&lt;/b&gt;." in page
    assert "<b>" not in page
    assert re.findall(r"<script|<link|<img|<iframe|url\(|https?:|@import", page) == []
    assert "default-src 'none'" in page
    assert names(MEN) & set(re.findall(r"[\w ]+", page)) == set()


def test_a_page_is_never_written_over_unasked(office: Office) -> None:
    """Nor is anybody looked at where there is no place for the page."""
    synced(office)
    out = office.put("lan.html", "của tôi")
    for name in ("lan.html", "lan.txt"):
        assert office.run("why", LAN["national_id"], "--html", str(office.folder / name)).code == 2
    assert out.read_text("utf-8") == "của tôi"
    assert not (office.folder / "lan.txt").exists()
    assert "person.looked-up" not in {event for event, _ in journal(office)}
    assert office.run("why", LAN["national_id"], "--html", str(out), "--force").code == 0
    assert "Lê Thị Lan" in out.read_text("utf-8")
