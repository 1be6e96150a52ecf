"""`check --annotate`: the officer's own file back, marked, and what he agrees to is read when he puts it back."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from config.wording import LANGUAGES
from tests.lists.writers import write_csv, write_ods, write_xls
from tests.support.annotated import (
    ERROR,
    HEADER,
    NOTE,
    PEOPLE,
    ROWS,
    SHEET,
    WARNING,
    annotated,
    book,
    calculated,
    colours,
    comments,
    edited,
    office,
    people_of,
    table,
)
from tests.support.office import Office

__all__ = ["office"]


# ── what the copy looks like ─────────────────────────────────────────────────────────────────────────────


def test_the_officers_layout_stays(office: Office) -> None:
    """Fonts, merged cells, widths, other sheets and their formulas, hidden sheets: all as they were."""
    found = openpyxl.load_workbook(annotated(office))
    assert found.sheetnames == ["yumsync", SHEET, "Ghi chú", "DATA"]
    sheet = found[SHEET]
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:H1"]
    assert (sheet["A1"].font.name, sheet["A1"].font.size, sheet["A1"].font.bold) == ("Times New Roman", 16, True)
    assert sheet.column_dimensions["B"].width == 33
    assert sheet["E6"].number_format == "0"
    assert found["DATA"]["B1"].value == "=1+1"
    assert found["DATA"].sheet_state == "hidden"
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)] == ROWS[2:]


def test_the_cells_are_coloured_and_the_reason_stands_in_a_comment(office: Office) -> None:
    """Red, yellow, blue; a Vietnamese sentence, then the code; what the officer wrote there himself stays below."""
    sheet = openpyxl.load_workbook(annotated(office))[SHEET]
    marked = {"C5": ERROR, "E6": ERROR, "G5": WARNING, "F7": WARNING, "H3": NOTE}
    assert colours(sheet) == {**marked, "H5": "FF00FF00"}
    said = comments(sheet)
    assert sorted(said) == sorted(marked)
    assert said["E6"] == "✗ Số CMND/CCCD “60203000023” có vẻ mất số 0 ở đầu.\n[national-id-zero-lost]"
    assert said["C5"].startswith("✗ ngày sinh: không có ngày “31/02/2005”.\n[date-impossible]")
    assert said["C5"].endswith("hỏi lại gia đình")


def test_what_is_wrong_with_a_row_stands_at_the_name(office: Office) -> None:
    """A missing birth date in a list without that column has no cell of its own."""
    rows = [["Họ và tên", "Số CCCD", "Chi đoàn"], ["Bùi An", "060204000021", "Chi đoàn 1"]]
    book(office.folder / "ds.xlsx", rows)
    sheet = openpyxl.load_workbook(annotated(office))[SHEET]
    assert colours(sheet)["A2"] == ERROR
    assert "[required-missing]" in comments(sheet)["A2"]


def test_a_finding_in_a_covered_cell_stands_where_the_merged_cell_is(office: Office) -> None:
    """One birth date over two rows: the second person has none, and only the corner can hold a comment."""
    edited(office.folder / "ds.xlsx", lambda made: made[SHEET].merge_cells("C6:C7"))
    path = annotated(office)
    assert table(path)["C7"][7] == "required-missing"
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert colours(sheet)["C6"] == ERROR
    assert "[required-missing]" in comments(sheet)["C6"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_summary_stands_in_front(office: Office, lang: str) -> None:
    """What was read, how often each thing was found, and the table of corrections; it is the sheet that is seen."""
    path = annotated(office, lang=lang)
    found = openpyxl.load_workbook(path)
    sheet = found.worksheets[0]
    assert (sheet.title, found.active is sheet, sheet.row_dimensions[1].hidden) == ("yumsync", True, True)
    assert [one.title for one in found.worksheets if one.sheet_view.tabSelected] == ["yumsync"]
    texts = [str(cell) for row in sheet.iter_rows(min_row=2, values_only=True) for cell in row if cell]
    wanted = {"vi": "7 dòng = 4 người + 3 dòng để riêng", "en": "7 rows = 4 people + 3 set aside"}[lang]
    assert any(wanted in text for text in texts)
    for code in ("date-impossible", "national-id-zero-lost", "code-unknown", "phone-invalid"):
        assert texts.count(code) == 2  # once counted, once in the table
    lines = table(path)
    assert lines["E6"][:6] == [SHEET, "E6", "Võ Minh Khang", "60203000023", "060203000023", None]
    assert lines["G5"][2:5] == ["Trần Thị Hoà", "Kinhh", "Kinh"]
    assert lines["C5"][4] is None  # nobody knows the right day
    assert sheet.cell(
        next(row for row in range(1, 99) if sheet.cell(row, 2).value == "E6"), 2
    ).hyperlink.location == (f"'{SHEET}'!E6")


def test_a_list_without_a_fault_gets_a_clean_copy(office: Office) -> None:
    """No colour, no comment but the officer's own, and an empty table."""
    book(office.folder / "ds.xlsx", [HEADER[:7], [*PEOPLE[0][:7]]])
    made = openpyxl.load_workbook(office.folder / "ds.xlsx")
    made[SHEET]["H1"] = "Chi đoàn"
    made[SHEET]["H2"] = "Chi đoàn 1"
    made.save(office.folder / "ds.xlsx")
    path = annotated(office)
    assert list(comments(openpyxl.load_workbook(path)[SHEET]).values()) == ["hỏi lại gia đình"]
    assert table(path) == {}


def summary(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the sheet in front."""
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True))


def test_what_was_found_is_counted_under_the_sign_of_how_bad_it_is(office: Office) -> None:
    """The signs the colours are explained by: a note never looks like an error."""
    said = {row[7]: str(row[1])[0] for row in summary(annotated(office)) if isinstance(row[0], int)}
    assert said["date-impossible"] == "✗"
    assert said["code-unknown"] == "!"
    assert said["list-unknown-column"] == "·"


@pytest.mark.parametrize(("lang", "agreed"), [("vi", "Đồng ý (x)"), ("en", "Agreed (x)")])
def test_where_nothing_is_proposed_nobody_is_told_to_agree(office: Office, lang: str, agreed: str) -> None:
    """The way that works is told instead: the coloured cells themselves."""
    told = [str(row[0]) for row in summary(annotated(office, lang=lang)) if str(row[0])[:2] in {"1.", "2.", "3."}]
    assert agreed in " ".join(told)
    book(office.folder / "ds.xlsx", [HEADER[:7], [1, "Bùi An", "31/02/2004", "Nam", "060204000021", "", "Kinh"]])
    path = annotated(office, lang=lang)
    assert [line[4] for line in table(path).values()].count(None) == len(table(path)) > 0
    told = [str(row[0]) for row in summary(path) if str(row[0])[:2] in {"1.", "2.", "3."}]
    assert told
    assert agreed not in " ".join(told)
    out = office.folder / "out.xlsx"
    said = office.run("check", str(office.folder / "ds.xlsx"), "--annotate", str(out), "--force", lang=lang)
    assert agreed.removesuffix(" (x)") not in said.out


def test_a_header_that_is_no_word_of_its_code_list_is_told_once_with_the_words_there_are(office: Office) -> None:
    """Nothing an officer could write into a marked cell would mend it: none is coloured, no value asked for."""
    rows: list[list[Any]] = [
        ["STT", "Họ và tên", "Ngày sinh", "Chi đoàn", "Trình độ văn hóa", "", ""],
        ["", "", "", "", "THCS", "THPT", "12/12"],
        [1, "Bùi An", "01/02/2004", "Chi đoàn 1", "", "x", ""],
        [2, "Lê Bình", "01/02/2005", "Chi đoàn 1", "", "x", ""],
        [3, "Võ Cam", "01/02/2006", "Chi đoàn 1", "", "", "x"],
        [4, "Hồ Đào", "01/02/2006", "Chi đoàn 1", "", "x", ""],
    ]
    book(office.folder / "ds.xlsx", rows)
    path = annotated(office)
    coloured = {cell for cell, colour in colours(openpyxl.load_workbook(path)[SHEET]).items() if colour == WARNING}
    assert coloured == {"F2"}
    lines = {cell: line for cell, line in table(path).items() if line[7] in {"mark-header-unknown", "code-unknown"}}
    assert list(lines) == ["F2"]
    assert lines["F2"][2:5] == [None, "THPT", None]
    for word in ("THPT", "Tiểu học", "Trung học cơ sở", "Trung học phổ thông hệ 10/10", "Hệ 12/12"):
        assert word in lines["F2"][6]


# ── where it is written ──────────────────────────────────────────────────────────────────────────────────


def test_the_list_itself_is_never_overwritten(office: Office) -> None:
    """Not under its own name, not by a link, not with --force; and nothing else is touched."""
    source = office.folder / "ds.xlsx"
    before = source.read_bytes()
    (office.folder / "soft.xlsx").symlink_to(source)
    os.link(source, office.folder / "hard.xlsx")
    for name in ("ds.xlsx", "./ds.xlsx", "soft.xlsx", "hard.xlsx"):
        said = office.run("check", str(source), "--annotate", str(office.folder / name), "--force")
        assert said.code == 2
        assert "never overwritten" in said.err
    assert source.read_bytes() == before


def test_nobody_else_may_open_the_copy(office: Office) -> None:
    """It holds everything the list does: mode 0600 whatever the umask, also over a file that was open to others."""
    before = os.umask(0)
    try:
        out = annotated(office)
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        out.chmod(0o644)
        assert stat.S_IMODE(annotated(office).stat().st_mode) == 0o600
    finally:
        os.umask(before)


def test_what_stands_there_is_not_overwritten_unasked(office: Office) -> None:
    """And a copy that cannot be named so is refused before anything is written."""
    out = office.put("out.xlsx", "mine")
    said = office.run("check", str(office.folder / "ds.xlsx"), "--annotate", str(out))
    assert (said.code, out.read_text("utf-8")) == (2, "mine")
    assert "--force" in said.err
    said = office.run("check", str(office.folder / "ds.xlsx"), "--annotate", str(office.folder / "out.xlsm"))
    assert said.code == 2
    assert not (office.folder / "out.xlsm").exists()
    said = office.run("check", str(office.folder / "ds.xlsx"), "--annotate", str(office.folder / "no" / "out.xlsx"))
    assert said.code == 2
    assert sorted(path.name for path in office.folder.iterdir()) == ["ds.xlsx", "out.xlsx", "yumsync.toml"]


def test_a_copy_is_of_one_file(office: Office) -> None:
    """Of two files, or of the configuration's lists, there is no one copy."""
    both = [str(office.folder / "ds.xlsx")] * 2
    for files in ([], both):
        said = office.run("check", *files, "--annotate", str(office.folder / "out.xlsx"))
        assert said.code == 2
        assert "--annotate" in said.err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04garbage", b"<html>"])
def test_of_a_file_that_cannot_be_read_there_is_no_copy(office: Office, content: bytes) -> None:
    """The reason is said, and nothing is left behind."""
    office.put("ds.xlsx", content)
    said = office.run("check", str(office.folder / "ds.xlsx"), "--annotate", str(office.folder / "out.xlsx"))
    assert said.code == 7
    assert "✗" in said.err
    assert not (office.folder / "out.xlsx").exists()


def test_a_file_too_large_to_annotate(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before memory is filled."""
    monkeypatch.setattr("adapters.lists.annotate.copied.MOST_CELLS", 20)
    for name in ("ds.xlsx", "ds.csv"):
        write_csv(office.folder / "ds.csv", ROWS[2:])
        said = office.run("check", str(office.folder / name), "--annotate", str(office.folder / "out.xlsx"))
        assert said.code == 2
        assert not (office.folder / "out.xlsx").exists()


# ── files of other kinds ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["ds.xls", "ds.ods", "ds.csv"])
def test_other_files_become_a_workbook_with_the_same_rows_and_columns(office: Office, name: str) -> None:
    """Cell for cell; and the copy reads as the file did."""
    rows = [[str(cell) for cell in row] for row in ROWS[2:]]
    {"ds.xls": write_xls, "ds.ods": write_ods, "ds.csv": write_csv}[name](office.folder / name, rows)
    path = annotated(office, name)
    found = openpyxl.load_workbook(path)
    assert found.sheetnames == ["yumsync", {"ds.csv": "ds"}.get(name, "Danh sách")]
    read = [[str(cell or "") for cell in row] for row in found.worksheets[1].values]
    assert read == [row + [""] * (8 - len(row)) for row in rows]
    assert colours(found.worksheets[1])["C3"] == ERROR
    assert table(path)["E4"][3:5] == ["60203000023", "060203000023"]


def test_a_csv_with_line_ends_inside_quotes_marks_the_right_rows(office: Office) -> None:
    """Findings name the line a record begins on; in the workbook the record is one row."""
    text = 'Họ và tên,Ngày sinh,Chi đoàn,Ghi chú\nBùi An,01/02/2004,A,"a\nb\nc"\nLê Bình,31/02/2005,A,\n'
    office.put("ds.csv", text)
    path = annotated(office, "ds.csv")
    sheet = openpyxl.load_workbook(path).worksheets[1]
    assert sheet["D2"].value == "a\nb\nc"
    assert colours(sheet)["B3"] == ERROR
    assert table(path)["B3"][2:4] == ["Lê Bình", "31/02/2005"]


def with_macros(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            new.writestr(part.filename, content)
        new.writestr("xl/vbaProject.bin", b"\0" * 64)


def test_macros_are_left_out_and_that_is_said(office: Office) -> None:
    """On the screen and in the copy."""
    with_macros(office.folder / "ds.xlsx", office.folder / "ds.xlsm")
    out = office.folder / "out.xlsx"
    said = office.run("check", str(office.folder / "ds.xlsm"), "--annotate", str(out), lang="vi")
    assert "Macro của tệp không được chép sang." in said.out
    with zipfile.ZipFile(out) as found:
        assert not [name for name in found.namelist() if "vba" in name.lower()]
        assert b"macroEnabled" not in found.read("[Content_Types].xml")


def test_formulas_stay_with_what_they_showed(office: Office) -> None:
    """Put back unopened, the copy must not read as a list of nobody; opened in Excel, it must still calculate."""
    path = office.folder / "ds.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet(SHEET)
        sheet.write_row(0, 0, ["STT", "Họ và tên", "Ngày sinh", "Chi đoàn"])
        sheet.write_formula(1, 0, "=ROW()-1", None, 1)
        sheet.write_formula(1, 1, '="Bùi "&"An"', None, "Bùi An")
        sheet.write_row(1, 2, ["01/02/2004", "Chi đoàn 1"])
        sheet.write_row(2, 0, [2, "Lê Bình", "31/02/2004", "Chi đoàn 1"])
        other = made.add_worksheet("Tổng hợp")
        other.write_formula(0, 0, "=COUNTA(1:1)<2", None, True)
        other.write_array_formula(1, 0, 2, 0, '{=A1:A2&"<"}', None, "x<")
        other.write_formula(3, 0, "=NA()", None, "#N/A")
    calculated(path)
    out = annotated(office)
    formulas, values = (openpyxl.load_workbook(out, data_only=shown) for shown in (False, True))
    assert formulas[SHEET]["B2"].value == '="Bùi "&"An"'
    assert [cell.value for cell in values[SHEET][2]] == [1, "Bùi An", "01/02/2004", "Chi đoàn 1"]
    assert [row[0].value for row in values["Tổng hợp"].iter_rows()] == [True, "x<", 0, "#N/A"]
    assert formulas["Tổng hợp"]["A1"].value == "=COUNTA(1:1)<2"
    assert people_of(office, out) == people_of(office, path)


# ── hostile cells ────────────────────────────────────────────────────────────────────────────────────────

SIGNS = ("=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("name", ["ds.xlsx", "ds.xls", "ds.csv"])
def test_no_cell_we_write_is_a_formula(office: Office, name: str) -> None:
    """Whatever a list holds stays text, in its own cell, in the table, in a file of another kind."""
    rows: list[list[Any]] = [["Họ và tên", "Ngày sinh", "Chi đoàn", "=cmd|' /C calc'!A0"]]
    for number, sign in enumerate(SIGNS):
        bad = f'{sign}HYPERLINK("http://x.example.test","a"){number}'
        rows.append([bad, bad, bad, bad])
    path = office.folder / name
    if name == "ds.xlsx":
        with xlsxwriter.Workbook(str(path)) as made:
            sheet = made.add_worksheet("=1+1")
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write_string(row, column, cell)
    else:
        (write_xls if name == "ds.xls" else write_csv)(path, rows)
    out = annotated(office, name)
    found = openpyxl.load_workbook(out)
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    risky = [
        cell for cell in found.worksheets[0]["D"] if isinstance(cell.value, str) and cell.value[:1] in "=+-@＝＋－＠"
    ]
    assert risky
    assert all(cell.quotePrefix for cell in risky)
    with zipfile.ZipFile(out) as package:
        sheets = b"".join(package.read(each) for each in package.namelist() if "worksheets/sheet" in each)
    assert b"<f>" not in sheets
    assert b"<f " not in sheets


def test_long_and_strange_texts_fit(office: Office) -> None:
    """Control characters, half characters, thousands of letters: the copy is whole XML and opens."""
    strange = "A\u0001\u0008B_x0041_\ufffe" + "ố" * 5000
    rows = [["Họ và tên", "Ngày sinh", "Chi đoàn"], [strange, strange, "A"], ["Bùi An", "31/02/2004", "A"]]
    write_csv(office.folder / "ds.csv", rows)
    out = annotated(office, "ds.csv")
    sheet = openpyxl.load_workbook(out).worksheets[1]
    assert all(len(text) <= 2500 for text in comments(sheet).values())
    assert "_x0041_" in CalamineWorkbook.from_path(str(out)).get_sheet_by_index(1).to_python()[1][0]
