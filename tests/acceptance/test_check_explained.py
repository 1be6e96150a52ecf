"""`check` explains what it recognised: an officer sees from the screen whether his file was understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from rich.cells import cell_len

from config.wording import LANGUAGES, Wording
from sync.reports import CheckReport, ColumnReport, ListReport, TableReport
from sync.values import Finding, Match, Place, Severity
from tests.support.office import ROOT, Office
from yumsync.cli.checkscreen import CheckScreen
from yumsync.cli.folding import shown

NOWHERE = "http://127.0.0.1:1"
LISTS = ROOT / "examples" / "lists"
EXAMPLES = sorted(path for path in LISTS.iterdir() if path.suffix in {".xlsx", ".xls", ".ods", ".csv"})

ROWS: list[list[Any]] = [
    ["DANH SÁCH ĐOÀN VIÊN"],
    ["Đơn vị: Chi đoàn 2, Đoàn phường Phú Thủy"],
    [],
    ["STT", "Họ và tên", "Ngày sinh", "Gioi tinh", "Số CCCD", "Màu mũ"],
    [1, "Nguyễn Văn Đá", "05/02/2004", "Nam", "060204000021", "đỏ"],
    [2, "Trần Thị Hoà", "31/02/2005", "Nữ", "060305000022"],
    [3, "Võ Minh Khang", "17/08/2003", "Nam", 60203000023],
    [],
    [],
    ["Tổng cộng: 3 đoàn viên"],
]


def write(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Chi đoàn 2")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    return path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A working folder with a configuration and one workbook in it."""
    made = Office(tmp_path, NOWHERE)
    made.add_list("ds", "ds.xlsx", unit=None)
    write(tmp_path / "ds.xlsx", ROWS)
    return made


def test_the_screen_says_what_was_recognised_in_vietnamese(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheet, header row, unit, the sum, each column with its field, each reason with its rows, each finding."""
    monkeypatch.chdir(office.folder)
    said = office.run("check", "ds.xlsx", lang="vi")
    assert said.code == 1
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    for wanted in (
        "ds.xlsx › Chi đoàn 2",
        "Tiêu đề cột ở dòng 4.",
        "Đơn vị ghi ở đầu bảng: Chi đoàn 2, Đoàn phường Phú Thủy",
        "10 dòng = 3 người + 7 dòng để riêng",
        "B Họ và tên họ và tên ✓ đúng từ",
        "D Gioi tinh giới tính ✓ đúng từ nhưng khác dấu: “Giới tính”",
        "F Màu mũ (không dùng) · không nhận ra",
        "2 tiêu đề trang: dòng 1–2",
        "3 dòng trống: dòng 3, 8–9",
        "1 dòng cộng: dòng 10",
        "✗ ds.xlsx › Chi đoàn 2 › C6: ngày sinh: không có ngày “31/02/2005”.",
        "Tìm thấy: 2 lỗi, 0 chỗ nên xem lại, 2 ghi chú.",
    ):
        assert any(line.endswith(wanted) for line in lines), (wanted, said.out)
    assert "“060203000023”" in said.out  # what is proposed is shown


def test_json_carries_all_of_it(office: Office) -> None:
    """Another program sees what the officer sees, and no less."""
    said = office.ask("check", str(office.folder / "ds.xlsx"))
    (one,) = said.json["lists"]
    (table,) = one["tables"]
    assert table["place"]["sheet"] == "Chi đoàn 2"
    assert (table["header_rows"], table["unit"]) == ([4], "Chi đoàn 2, Đoàn phường Phú Thủy")
    assert [(each["letter"], each["header"], each["field"], each["match"]) for each in table["columns"]] == [
        ("A", "STT", "row_no", "exact"),
        ("B", "Họ và tên", "full_name", "exact"),
        ("C", "Ngày sinh", "date_of_birth", "exact"),
        ("D", "Gioi tinh", "gender", "unmarked"),
        ("E", "Số CCCD", "national_id", "exact"),
        ("F", "Màu mũ", "", "unknown"),
    ]
    assert table["aside"] == [
        {"reason": "title", "count": 2, "ranges": [[1, 2]]},
        {"reason": "blank", "count": 3, "ranges": [[3, 3], [8, 9]]},
        {"reason": "header", "count": 1, "ranges": [[4, 4]]},
        {"reason": "total", "count": 1, "ranges": [[10, 10]]},
    ]
    assert (table["rows"], table["records"]) == (10, 3)
    assert table["units"] == [["Chi đoàn 2, Đoàn phường Phú Thủy", 3]]
    assert {each["code"] for each in one["findings"]} == {
        "date-impossible",
        "national-id-zero-lost",
        "list-unknown-column",
        "list-as-configured",
    }


def test_a_table_that_is_refused_is_explained_too(office: Office) -> None:
    """Two columns for one field: the officer sees which, and what else was understood."""
    rows = [*ROWS[:3], [*ROWS[3][:5], "CMND"], *ROWS[4:]]
    write(office.folder / "ds.xlsx", rows)
    said = office.ask("check", str(office.folder / "ds.xlsx"))
    assert said.code == 7
    (one,) = said.json["lists"]
    (table,) = one["tables"]
    assert table["refused"]
    assert (table["rows"], table["records"], table["header_rows"]) == (0, 0, [4])
    assert [each["field"] for each in table["columns"]][-2:] == ["national_id", "national_id"]
    assert "CMND" in office.run("check", str(office.folder / "ds.xlsx")).out


def test_rows_of_a_file_that_breaks_off_are_accounted_for(office: Office) -> None:
    """A record that cannot be parsed refuses the file: its people are set aside as unread; the sum still holds."""
    office.put("ds.csv", "Họ và tên,Ngày sinh,Chi đoàn\nBùi An,01/02/2004,A\nĐặng Lan,02/02/2004,A,B,C\n")
    said = office.ask("check", str(office.folder / "ds.csv"))
    assert said.code == 7
    tally = said.json["lists"][0]["tally"]
    assert tally["set_aside"] == {"header": 1, "unread": 2}
    assert (tally["rows"], tally["in_step"], tally["in_error"]) == (3, 0, 0)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_rows_read_are_people_and_rows_set_aside_in_every_example(path: Path, tmp_path: Path) -> None:
    """The equation on the screen holds, and the ranges name as many rows as are counted."""
    said = Office(tmp_path, NOWHERE)
    said.configure()
    said.add_list("x", "x.csv")
    report = said.ask("check", str(path)).json
    for one in report["lists"]:
        for table in one["tables"]:
            assert table["rows"] == table["records"] + sum(each["count"] for each in table["aside"])
            for each in table["aside"]:
                assert each["count"] == sum(last - first + 1 for first, last in each["ranges"])
            assert sum(count for _, count in table["units"]) == table["records"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 100, 140])
@pytest.mark.parametrize("path", EXAMPLES[:: max(1, len(EXAMPLES) // 8)], ids=lambda path: path.name)
def test_no_line_is_wider_than_the_screen(
    path: Path, width: int, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless one word alone is; files and sheets are named whole."""
    monkeypatch.setenv("COLUMNS", str(width))
    office = Office(tmp_path, NOWHERE)
    office.add_list("x", "x.csv")
    for line in office.run("check", str(path), lang=lang).out.splitlines():
        assert cell_len(line) <= width or len(line.split()) <= 3 or " › " in line, line


def report_of(*columns: ColumnReport, findings: tuple[Finding, ...] = ()) -> CheckReport:
    table = TableReport(Place("x", "x.xlsx", "S"), (1,), columns, None, 1, 0)
    return CheckReport([ListReport("x", tables=[table], findings=list(findings))], 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_to_recognise_a_column_has_its_words(lang: str) -> None:
    """Also those nothing in the examples shows: none is told by its code."""
    ways = [*(each.value for each in Match), "unknown", "unread", "unnamed", "ignored"]
    columns = [ColumnReport("A", "x", "gender", way, "Giới tính") for way in ways]
    text = "\n".join(CheckScreen(Wording(lang), 140).lines(report_of(*columns)))
    assert "check-match" not in text
    assert text.count("?") == 2  # what is guessed from the data, and what is nearly a known word


def test_what_a_column_states_besides_is_shown() -> None:
    """A birth date under "Nam" says the gender, a mark under "Tày" the ethnicity."""
    columns = (
        ColumnReport("A", "Ngày sinh › Nam", "date_of_birth", "exact", implies=("gender", "male")),
        ColumnReport("B", "Dân tộc › Tày", "ethnicity", "exact", value="Tày"),
    )
    text = "\n".join(CheckScreen(Wording("vi"), 100).lines(report_of(*columns)))
    assert "ngày sinh, Nam" in text
    assert "dân tộc = Tày" in text


def test_a_file_cannot_steer_the_terminal() -> None:
    """Escape sequences, line ends and signs that turn the writing direction are shown as what they are."""
    hostile = "\x1b[2J\x1b]0;x\x07a\nb\u202ec\r"
    column = ColumnReport("A", hostile, "full_name", "exact")
    finding = Finding("name-characters", Severity.ERROR, Place("x", hostile, hostile, 1, "A"), "full_name", hostile)
    lines = list(CheckScreen(Wording("vi"), 100).lines(report_of(column, findings=(finding,))))
    assert all(line.isprintable() for line in lines)
    assert shown("Đỗ\u00a0An") == "Đỗ An"


def test_json_and_screen_count_alike(office: Office) -> None:
    """The figures an officer reads are those of the report."""
    out = office.run("check", str(office.folder / "ds.xlsx")).out
    report = office.ask("check", str(office.folder / "ds.xlsx")).json
    severities = [each["severity"] for one in report["lists"] for each in one["findings"]]
    counts = [int(found) for found in re.findall(r"Found: errors (\d+), warnings (\d+), notes (\d+)", out)[0]]
    assert counts == [severities.count(name) for name in ("error", "warning", "note")]
