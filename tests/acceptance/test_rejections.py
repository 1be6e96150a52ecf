"""What the centre refused, from the run that met it to the workbook it is mended by; and what is still open."""

from __future__ import annotations

import os
import pty
import re
import select
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.wording import LANGUAGES, Wording
from tests.support.office import PATIENCE, ROOT, UNIT, Office, Row, people, person
from tests.support.standin import LiveStandin

OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
TRAP = '=HYPERLINK("http://a.example.test")'


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose list is not sent yet; its screen has a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    made = Office(tmp_path / "office", standin.url)
    made.set_profile(concurrency=1)
    made.add_list("chi-doan-1")
    made.init()
    return made


def refuse(standin: LiveStandin, row: Row, code: str, words: str) -> None:
    standin.faults({"do": "reject", "where": {"national_id": row["national_id"]}, "code": code, "detail": words})


def cells(file: Path) -> list[list[Any]]:
    """What stands in a workbook's only sheet."""
    (sheet,) = openpyxl.load_workbook(file).worksheets
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


# ── after the run ────────────────────────────────────────────────────────────────────────────────────────


def test_refusals_are_told_by_reason_with_the_rows_and_the_next_step(office: Office, standin: LiveStandin) -> None:
    """Most frequent first, in the centre's words; on the screen of both languages, as JSON, and later by the run."""
    rows = people(8)
    for row in rows[:4]:
        refuse(standin, row, "national-id-taken", f"Số {row['national_id']} đã có người dùng.")
    refuse(standin, rows[5], "tam-khoa", "Hồ sơ đang khóa.")
    office.write("chi-doan-1", rows)
    said = office.run("sync", lang="vi")
    run = office.ask("status").json["last"]["id"]
    assert said.code == 1
    told = said.out[said.out.index("Trung tâm từ chối 5") :].splitlines()
    assert told[:6] == [
        "Trung tâm từ chối 5 thay đổi, theo lý do:",
        "          4  “Số 079204000001 đã có người dùng.”",
        "             → Số này trên trung tâm là của người khác. Xem giấy tờ; gõ nhầm thì sửa ô, không nhầm",
        "               thì báo trung tâm. [national-id-taken]",
        f"             ✗ {rows[0]['full_name']}  (chi-doan-1.csv › 2)",
        f"             ✗ {rows[1]['full_name']}  (chi-doan-1.csv › 3)",
    ]
    assert "             … và 1 mục nữa" in told
    assert "          1  “Hồ sơ đang khóa.”" in told
    assert f"  yumsync run {run} --rejected tu-choi.xlsx" in told
    assert not set(said.err.split()) & {"Số", "khóa."}
    assert "Hồ sơ đang khóa." not in said.err

    later = office.run("run", run, lang="vi").out
    assert "\n".join(told[:6]) in later
    found = office.ask("run", run).json["rejections"]
    assert (found["total"], found["others"]) == (5, 0)
    assert [(one["code"], one["count"], one["words"]) for one in found["reasons"]] == [
        ("national-id-taken", 4, "Số 079204000001 đã có người dùng."),
        ("tam-khoa", 1, "Hồ sơ đang khóa."),
    ]
    assert [one["place"]["row"] for one in found["reasons"][0]["first"]] == [2, 3, 4]
    assert "The centre refused 5 changes" in office.run("run", run, lang="en").out


def test_json_of_a_run_tells_the_same(office: Office, standin: LiveStandin) -> None:
    """`sync --json` has the reasons beside the refused operations."""
    rows = people(3)
    refuse(standin, rows[2], "tam-khoa", "Hồ sơ đang khóa.")
    office.write("chi-doan-1", rows)
    report = office.ask("sync").json
    (reason,) = report["rejections"]["reasons"]
    assert (report["rejections"]["total"], reason["code"], reason["count"]) == (1, "tam-khoa", 1)
    assert reason["first"] == [
        {
            "name": rows[2]["full_name"],
            "place": {"list": "chi-doan-1", "file": "chi-doan-1.csv", "sheet": "", "row": 4, "column": ""},
        }
    ]
    assert report["earlier"] == {}


def test_what_an_earlier_run_sent_and_is_refused_now_is_named(office: Office, standin: LiveStandin) -> None:
    """Its answer was lost, and the run after it learns that it is refused: that belongs to its own run."""
    rows = people(2)
    office.write("chi-doan-1", rows)
    standin.faults({"do": "drop"})
    first = office.ask("sync")
    assert first.code == 4
    run = first.json["run"]["id"]
    standin.calm()
    refuse(standin, rows[0], "tam-khoa", "Hồ sơ đang khóa.")
    second = office.ask("sync")
    assert (second.json["earlier"], second.json["rejections"]["total"]) == ({run: 1}, 0)
    third = office.ask("sync")
    assert third.json["earlier"] == {}
    assert office.ask("run", run).json["rejections"]["reasons"][0]["words"] == "Hồ sơ đang khóa."


# ── a large run ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_of_more_changes_than_are_shown_says_so(office: Office) -> None:
    """205 changes: 200 and a word about the rest; all of them with --all, on the screen and as JSON."""
    office.write("chi-doan-1", people(205))
    run = office.ask("sync").json["run"]["id"]
    told = office.ask("run", run).json
    assert (told["total"], len(told["operations"])) == (205, 200)
    last = person(205)["full_name"]
    screen = office.run("run", run, lang="vi").out
    assert f"  … và 5 thay đổi nữa. Xem hết: yumsync run {run} --all" in screen
    assert f"+ {last}," not in screen.splitlines()[-1]
    whole = office.run("run", run, "--all", lang="vi").out
    assert f"+ {last}," in whole.splitlines()[-1]
    assert "--all" not in whole
    assert len(office.ask("run", run, "--all").json["operations"]) == 205


# ── the workbook ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_workbook_of_refused_rows(office: Office, standin: LiveStandin) -> None:
    """By list, unit and row: who, what was sent, why; texts that are formulas stay texts; its owner's alone."""
    office.add_list("chi-doan-2", unit=OTHER)
    known = person(1, full_name="Hồ Thị Én")
    office.write("chi-doan-2", [known])
    office.write("chi-doan-1", [person(9)])
    assert office.run("sync").code == 0
    new, trap = person(2, full_name="Cao Bá Quát"), person(3, full_name="Lý Thị Mơ")
    refuse(standin, known, "national-id-taken", "Số này của người khác.")
    refuse(standin, new, "x-9", "")
    refuse(standin, trap, "x-9", TRAP)
    office.write("chi-doan-2", [{**known, "phone": "0355123456"}])
    office.write("chi-doan-1", [person(9), trap, new])
    run = office.ask("sync").json["run"]["id"]

    out = office.folder / "tu-choi.xlsx"
    said = office.run("run", run[:14], "--rejected", str(out), lang="vi")
    assert said.code == 0
    assert "Đã ghi 3 thay đổi bị từ chối vào" in said.out
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in office.folder.iterdir() if "tu-choi" in path.name] == ["tu-choi.xlsx"]
    found = cells(out)
    assert found[0] == [
        *("Danh sách", "Đơn vị", "Tệp", "Trang", "Dòng", "Họ và tên", "Mã định danh đoàn viên", "Số CMND/CCCD"),
        *("Ô bị từ chối", "Đã gửi", "Lời của trung tâm", "Nghĩa là gì, làm gì", "Mã lý do"),
    ]
    other = "Làm theo lời của trung tâm; chưa rõ thì hỏi người phụ trách trên trung tâm."
    taken = "Số này trên trung tâm là của người khác. Xem giấy tờ; gõ nhầm thì sửa ô, không nhầm thì báo trung tâm."
    assert found[1][:9] == [
        "chi-doan-1", UNIT, "chi-doan-1.csv", None, 3, "Lý Thị Mơ", None, "079204000003", None,
    ]  # fmt: skip
    assert found[1][9] == (
        "họ và tên: Lý Thị Mơ; ngày sinh: 04/01/2004; số CMND/CCCD: 079204000003; số điện thoại: 0900000003; "
        "thư điện tử: tv3@example.test"
    )
    assert found[1][10:] == [TRAP, other, "x-9"]
    assert found[2][4:8] == [4, "Cao Bá Quát", None, "079204000002"]
    assert found[2][10:] == [None, other, "x-9"]
    assert found[3] == [
        *("chi-doan-2", OTHER, "chi-doan-2.csv", None, 2, "Hồ Thị Én", "1000002", "079204000001"),
        *(None, "số điện thoại: 0355123456", "Số này của người khác.", taken, "national-id-taken"),
    ]

    (sheet,) = openpyxl.load_workbook(out).worksheets
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:M4")
    assert (sheet["K2"].data_type, sheet["K2"].quotePrefix) == ("s", True)
    assert sheet.column_dimensions["K"].width > 40


def test_a_workbook_is_not_overwritten_unless_told(office: Office, standin: LiveStandin) -> None:
    """Nor written under another kind of name, nor where nothing was refused."""
    (row,) = rows = people(1)
    refuse(standin, row, "x-9", "Sai.")
    office.write("chi-doan-1", rows)
    run = office.ask("sync").json["run"]["id"]
    out = office.put("tu-choi.xlsx", "của ai đó")
    said = office.run("run", run, "--rejected", str(out))
    assert (said.code, out.read_text("utf-8")) == (2, "của ai đó")
    assert "--force" in said.err
    assert office.run("run", run, "--rejected", str(office.folder / "tu-choi.csv")).code == 2
    assert office.run("run", run, "--rejected", str(out), "--force").code == 0
    assert cells(out)[1][4] == 2
    assert stat.S_IMODE(out.stat().st_mode) == 0o600

    standin.calm()
    mended = office.ask("sync", "--retry-refused").json["run"]["id"]
    none = office.run("run", mended, "--rejected", str(office.folder / "khac.xlsx"), lang="vi")
    assert "không có gì bị từ chối" in none.out
    assert not (office.folder / "khac.xlsx").exists()


def test_what_was_given_up_is_told_as_that_with_the_way_to_send_it_again(
    office: Office, standin: LiveStandin
) -> None:
    """Nobody refused it: every try was without an answer."""
    office.configure(settings="[run]\ndead_after_attempts = 1")
    office.write("chi-doan-1", people(1))
    standin.faults({"do": "status", "status": 503})
    assert office.ask("sync").json["delivery"]["dead"] == 1
    standin.calm()
    for lang in LANGUAGES:
        told = office.run("sync", lang=lang).out
        assert "yumsync sync --retry-refused" in told
        assert Wording(lang).say("finding-given-up") in " ".join(told.split())
    assert office.ask("sync", "--retry-refused").json["delivery"]["applied"] == 1


# ── what is open ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_open_is_listed_with_its_rows_and_what_to_do(office: Office, standin: LiveStandin) -> None:
    """Without an answer, and waiting for others: by the row in `status`, with names in `run`; gone once settled."""
    rows = people(4)
    standin.faults(
        {"do": "omit", "where": {"national_id": rows[1]["national_id"]}},
        {"do": "accept", "where": {"national_id": rows[2]["national_id"]}},
    )
    office.write("chi-doan-1", rows)
    run = office.ask("sync").json["run"]["id"]
    said = office.run("status", lang="vi").out
    for line in (
        "          1  thay đổi chưa rõ kết quả",
        f"             chi-doan-1.csv › 3  (yumsync run {run})",
        "             → Chưa biết trung tâm đã nhận hay chưa. Đừng nhập lại bằng tay; lần chạy sau hỏi lại:",
        "               yumsync sync",
        f"             chi-doan-1.csv › 4  (yumsync run {run})",
        "               yumsync report transit",
    ):
        assert line in said.splitlines()
    unsettled = office.ask("status").json["unsettled"]
    assert [(one["state"], one["count"], one["first"][0][1]["row"]) for one in unsettled] == [
        ("unknown", 1, 3),
        ("accepted", 1, 4),
    ]
    assert rows[1]["full_name"] not in office.run("status").text + str(unsettled)
    told = office.run("run", run, lang="vi").out
    assert f"Chưa rõ kết quả:\n    {rows[1]['full_name']}  (chi-doan-1.csv › 3)\n" in told
    assert f"Đang chờ trung tâm xác nhận:\n    {rows[2]['full_name']}  (chi-doan-1.csv › 4)\n" in told
    standin.calm()
    office.ask("sync")
    assert office.ask("status").json["unsettled"] == []


# ── on a terminal ────────────────────────────────────────────────────────────────────────────────────────


def test_a_terminal_shows_the_figures_while_they_change(office: Office, standin: LiveStandin) -> None:
    """Sent, applied, rejected, to go; gone at the end. Off a terminal nothing of it is written."""
    rows = people(30)
    office.set_profile(concurrency=1, batch_size=10)
    refuse(standin, rows[0], "x-9", "Sai.")
    standin.faults({"do": "delay", "seconds": 0.3})
    office.write("chi-doan-1", rows)
    leader, follower = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80", "YUMSYNC_LANG": "vi"}
    words = [sys.executable, "-m", "yumsync", "sync"]
    with subprocess.Popen(
        words, cwd=office.folder, env=environment, stdout=subprocess.PIPE, stderr=follower, text=True
    ) as process:
        os.close(follower)
        drawn, until = b"", time.monotonic() + PATIENCE
        while select.select([leader], [], [], max(0, until - time.monotonic()))[0]:
            try:
                drawn += os.read(leader, 65_536)
            except OSError:  # nobody writes any more
                break
        said, _ = process.communicate(timeout=PATIENCE)
    os.close(leader)
    screen = drawn.decode("utf-8", "replace")
    shown = re.findall(r"đã gửi (\d+) · ghi nhận (\d+) · từ chối (\d+) · còn lại (\d+)", screen)
    assert ("10", "9", "1", "20") in shown
    assert all(int(sent) == int(applied) + int(refused) for sent, applied, refused, _ in shown)
    assert all(int(sent) + int(left) == 30 for sent, _, _, left in shown)
    assert "Gửi lên trung tâm" in screen
    assert "Sai." not in screen
    assert "Sai." in said

    standin.calm()
    office.write("chi-doan-1", [*rows[1:], person(70)])
    plain = office.run("sync", lang="vi")
    assert "đã gửi" not in plain.err
    assert "\x1b" not in plain.text
