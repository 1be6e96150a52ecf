"""Workbooks made to harm, and workbooks that would be misread in silence: formulas, errors, entities, zip tricks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from adapters.lists import ReadLimits, package
from sync.errors import ListError
from sync.values import Cell, Place, Severity
from tests.lists.writers import data, read, spec, write_ods, write_xlsx
from tests.lists.xlsb import write_xlsb

HEADER: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Quê quán", "Ghi gì đó"]
ROW: list[Cell] = [1, "Nguyễn Thử An", "01/02/2004", "Xã A", "x"]


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A package with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def sheet_changed(folder: Path, old: bytes, new: bytes, part: str = "sheet1.xml") -> None:
    """Replace text in a part of `list.xlsx`; it must be there."""
    path = folder / "list.xlsx"
    before = path.read_bytes()
    after = repacked(before, lambda name, text: text.replace(old, new) if name.endswith(part) else text)
    assert repacked(before, lambda _, text: text) != after
    path.write_bytes(after)


def refused(folder: Path, name: str = "list.xlsx", **limits: int) -> tuple[str, int, str]:
    """The code, row and column of the list's one error."""
    try:
        tables, findings = read(spec(folder, name, limits=ReadLimits(**limits)))
        for table in tables:
            data(table)
    except ListError as problem:
        place = problem.place or Place("nowhere")
        return problem.code, place.row, place.column
    (error,) = [finding for finding in findings if finding.severity is Severity.ERROR]
    return error.code, error.place.row, error.place.column


# ── formulas and errors ──────────────────────────────────────────────────────────────────────────────────


def formulas(folder: Path, cells: dict[str, str]) -> None:
    """A workbook as a program writes it that does not calculate: formulas without results."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([*HEADER], [*ROW], [*ROW]):
        sheet.append(row)
    for cell, formula in cells.items():
        sheet[cell] = formula
    book.save(folder / "list.xlsx")


def test_a_row_that_is_all_formulas_is_not_lost(tmp_path: Path) -> None:
    formulas(tmp_path, {f"{column}4": f"=DM!{column}4" for column in "ABCDE"})
    assert refused(tmp_path) == ("list-formula-empty", 4, "B")


@pytest.mark.parametrize(("cell", "row", "column"), [("C3", 3, "C"), ("D2", 2, "D"), ("B3", 3, "B")])
def test_a_formula_without_a_result_is_no_blank(tmp_path: Path, cell: str, row: int, column: str) -> None:
    formulas(tmp_path, {cell: "=VLOOKUP(1,DM!A:B,2)"})
    assert refused(tmp_path) == ("list-formula-empty", row, column)


def test_a_header_of_formulas_without_results_is_named(tmp_path: Path) -> None:
    formulas(tmp_path, {f"{column}1": '="Họ"' for column in "ABCDE"})
    assert refused(tmp_path) == ("list-formula-empty", 1, "A")


@pytest.mark.parametrize("cell", ["A2", "E3"])
def test_formulas_in_columns_that_are_not_used_do_not_matter(tmp_path: Path, cell: str) -> None:
    formulas(tmp_path, {cell: "=ROW()-1"})
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert len(data(table)) == 2


def calculated(folder: Path, result: str = "01/02/2004") -> None:
    """A workbook whose birth date is a formula with a stored result, as Excel saves it."""
    with xlsxwriter.Workbook(str(folder / "list.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 2, '=TEXT(38018,"dd/mm/yyyy")', None, result)
    sheet_changed(folder, b' fullCalcOnLoad="1"', b"", "workbook.xml")


def test_a_formula_with_its_result_is_read(tmp_path: Path) -> None:
    calculated(tmp_path)
    (table,), findings = read(spec(tmp_path, "list.xlsx"))
    assert data(table)[0][1][2] == "01/02/2004"
    assert [finding.code for finding in findings] == ["list-unknown-column"]


def test_a_formula_whose_result_is_an_empty_text_is_blank(tmp_path: Path) -> None:
    calculated(tmp_path)
    sheet_changed(tmp_path, b"<v>01/02/2004</v>", b"<v></v>")
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert data(table)[0][1][2] == ""


@pytest.mark.parametrize("flag", [b' fullCalcOnLoad="1"', b' calcCompleted="0"', b' fullCalcOnLoad="true"'])
def test_results_that_were_never_calculated_are_not_believed(tmp_path: Path, flag: bytes) -> None:
    """What a program stores beside a formula it cannot calculate is a zero."""
    calculated(tmp_path)
    sheet_changed(tmp_path, b"<calcPr", b"<calcPr" + flag, "workbook.xml")
    assert refused(tmp_path) == ("list-formula-stale", 2, "C")


def test_manual_calculation_is_a_warning(tmp_path: Path) -> None:
    calculated(tmp_path)
    sheet_changed(tmp_path, b"<calcPr", b'<calcPr calcMode="manual"', "workbook.xml")
    (table,), findings = read(spec(tmp_path, "list.xlsx"))
    assert len(data(table)) == 1
    assert next((f.code, f.severity) for f in findings) == ("list-manual-calc", Severity.WARNING)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_of_excel_is_read_as_what_it_shows(tmp_path: Path, error: str) -> None:
    """The reader gives nothing for it, and nothing would mean that the person has no birth date."""
    calculated(tmp_path, error)
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert data(table)[0][1][2] == error


def test_an_error_without_words_is_nothing_of_its_neighbours(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW, [2, 10, 20, "Xã B"], ROW])
    sheet_changed(tmp_path, b'<c r="C3"><v>20</v></c>', b'<c r="C3" s="1" t="e"><v>#NUM!</v></c>')
    sheet_changed(tmp_path, b'<c r="B3"><v>10</v></c>', b'<c r="B3" t="e"/>')
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert [cells for _, cells in data(table)] == [ROW, [2, "", "#NUM!", "Xã B", ""], ROW]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "Err:502"])
def test_an_error_of_a_newer_excel_is_refused_by_its_cell(tmp_path: Path, error: str) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW, [2, "Lê Giả", 20, "Xã B"], ROW])
    sheet_changed(tmp_path, b'<c r="C3"><v>20</v></c>', f'<c r="C3" t="e"><v>{error}</v></c>'.encode())
    assert refused(tmp_path) == ("list-cell-error", 3, "C")


def test_errors_change_the_rows_bytes(tmp_path: Path) -> None:
    seen = set()
    for result in ("#N/A", "#REF!", ""):
        calculated(tmp_path, result or "x")
        if not result:
            sheet_changed(tmp_path, b"<v>x</v>", b"<v></v>")
        (table,), _ = read(spec(tmp_path, "list.xlsx"))
        seen |= {raw for chunk in table.chunks() for raw in chunk.raws}
    assert len(seen) == 3


def test_a_list_of_nothing_but_errors_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.lists.doubts.MOST", 3)
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for row in range(1, 10):
            sheet.write_row(row, 0, ROW)
            sheet.write_formula(row, 3, "=NA()", None, "#N/A")
    sheet_changed(tmp_path, b' fullCalcOnLoad="1"', b"", "workbook.xml")
    assert refused(tmp_path) == ("list-cell-error", 2, "D")


def test_sheets_are_looked_through_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Block by block, whatever a block ends on."""
    for block in (64, 300, 1 << 20):
        monkeypatch.setattr(package, "_BLOCK", block)
        formulas(tmp_path, {"C3": "=NOW()"})
        assert refused(tmp_path) == ("list-formula-empty", 3, "C")
        calculated(tmp_path, "#N/A")
        (table,), _ = read(spec(tmp_path, "list.xlsx"))
        assert data(table)[0][1][2] == "#N/A"


def test_each_sheet_has_its_own_doubts(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        for name in ("Chi đoàn 1", "Chi đoàn 2"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")
    sheet_changed(tmp_path, b' fullCalcOnLoad="1"', b"", "workbook.xml")
    one, two = read(spec(tmp_path, "list.xlsx"))[0]
    assert (data(one)[0][1][3], data(two)[0][1][3]) == ("Xã A", "#N/A")


def ods_changed(folder: Path, cell: bytes) -> None:
    """An OpenDocument list whose birth date is this cell."""
    write_ods(folder / "list.ods", [HEADER, ["1", "Nguyễn Thử An", "dd", "Xã A"]])
    marked = b'<table:table-cell office:value-type="string"><text:p>dd</text:p></table:table-cell>'
    content = repacked((folder / "list.ods").read_bytes(), lambda _, text: text.replace(marked, cell))
    assert content != (folder / "list.ods").read_bytes()
    (folder / "list.ods").write_bytes(content)


def test_an_opendocument_formula_without_a_result(tmp_path: Path) -> None:
    ods_changed(tmp_path, b'<table:table-cell table:formula="of:=NOW()"/>')
    assert refused(tmp_path, "list.ods") == ("list-formula-empty", 2, "C")


def test_an_opendocument_error(tmp_path: Path) -> None:
    error = b"<text:p>#N/A</text:p></table:table-cell>"
    kind = b'office:value-type="string" xmlns:calcext="urn:org:documentfoundation" calcext:value-type="error">'
    ods_changed(tmp_path, b'<table:table-cell table:formula="of:=NA()" ' + kind + error)
    (table,), _ = read(spec(tmp_path, "list.ods"))
    assert data(table)[0][1][2] == "#N/A"


@pytest.mark.parametrize("formula", [False, True])
def test_errors_of_binary_workbooks(tmp_path: Path, formula: bool) -> None:
    rows = [HEADER, [1, "Nguyễn Thử An", "#N/A", "Xã A"], [2, "Lê Giả", "", "#REF!"]]
    write_xlsb(tmp_path / "list.xlsb", rows, formula=formula)
    (table,), _ = read(spec(tmp_path, "list.xlsb"))
    assert [cells[2:4] for _, cells in data(table)] == [["#N/A", "Xã A"], ["", "#REF!"]]


@pytest.mark.parametrize("many", [0, 3000])
def test_errors_of_old_workbooks(tmp_path: Path, many: int) -> None:
    """In a file so small that it lies among the small ones of its container, and in one that does not."""
    book = xlwt.Workbook()
    for name in ("Hướng dẫn", "Chi đoàn 1"):
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
    for number, row in enumerate([HEADER, *[ROW] * (many + 2)]):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    sheet.row(many + 1).set_cell_error(2, "#REF!")
    sheet.row(many + 2).set_cell_error(3, "#N/A!")
    book.save(str(tmp_path / "list.xls"))
    (table,), _ = read(spec(tmp_path, "list.xls"))
    assert [cells[2:4] for _, cells in data(table)[-2:]] == [["#REF!", "Xã A"], ["01/02/2004", "#N/A"]]


# ── sheets that claim to be huge ─────────────────────────────────────────────────────────────────────────


def test_a_million_rows_that_are_only_claimed(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    sheet_changed(tmp_path, b'ref="A1:E2"', b'ref="A1:XFD1048576"')
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert data(table) == [(2, ROW)]


@pytest.mark.parametrize("empty", [b'<c r="XFD1048576" s="1"/>', b'<c r="XFD1048576" s="1"></c>'])
def test_cells_that_are_only_coloured_are_nothing(tmp_path: Path, empty: bytes) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    sheet_changed(tmp_path, b"</sheetData>", b'<row r="1048576">' + empty + b"</row></sheetData>")
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert data(table) == [(2, ROW)]


def test_a_million_empty_rows(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    rows = b"".join(b'<row r="%d" s="1"/>' % number for number in range(3, 300_000))
    sheet_changed(tmp_path, b"</sheetData>", rows + b"</sheetData>")
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert data(table) == [(2, ROW)]


def test_sixteen_thousand_columns_are_too_wide(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [[*HEADER, *["x"] * 16_000], ROW])
    assert refused(tmp_path)[0] == "list-too-large"


def test_one_cell_far_away_is_named(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    sheet_changed(tmp_path, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    assert refused(tmp_path) == ("list-far-cell", 1_048_576, "XFD")


FAR = (
    '<c r="A121474836483"><v>1</v></c>',
    '<c r="G1048576"><v>1</v></c><c r="XFD2"><v>1</v></c>',
    '<c  r="XFD1048576"><v>1</v></c>',
    '<c s="1" r="XFD1048576"><v>1</v></c>',
    '<c\nr="XFD1048576"><v>1</v></c>',
    "<c r='XFD1048576'><v>1</v></c>",
    '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD1048576"><x:v>1</x:v></x:c>',
    '<c r="AAAAAAA1"><v>1</v></c>',
    '<c r="$A$1"><v>1</v></c>',
    '<c r="&#88;FD1048576"><v>1</v></c>',
    '<c r = "XFD1048576"><v>1</v></c>',
    '<c r="G1048576"><v>1</v></c>' + "<c><v>1</v></c>" * 200,
    '<c r="A3"/></row><row r="1048575"><c r="A4"/></row><row>' + "<c><v>1</v></c>" * 200,
    "<c/>" * 200 + '<c><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>1</v></c>',
)


@pytest.mark.parametrize("cell", FAR)
def test_no_cell_far_away_gets_past(tmp_path: Path, cell: str) -> None:
    """The reader makes room for the whole rectangle, and ends the program where there is not so much memory."""
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    sheet_changed(tmp_path, b"</sheetData>", f'<row r="3">{cell}</row></sheetData>'.encode())
    assert refused(tmp_path)[0] in {"list-far-cell", "list-too-large", "list-damaged"}


def test_no_sheet_reaches_far_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wide in one place and long in another, far from each other in the file."""
    monkeypatch.setattr(package, "_BLOCK", 128)
    rows = [
        '<row r="3"><c r="XFD3"><v>1</v></c></row>',
        *[f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(999_970, 999_990)],
    ]
    for made in (rows, rows[::-1]):
        write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
        sheet_changed(tmp_path, b"</sheetData>", "".join(made).encode() + b"</sheetData>")
        assert refused(tmp_path)[0] == "list-far-cell"


def test_a_row_far_away_whose_cells_do_not_say_where_they_are(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    sheet_changed(tmp_path, b"</sheetData>", b'<row r="99999999999"><c><v>1</v></c></row></sheetData>')
    assert refused(tmp_path)[0] == "list-damaged"


def test_sheets_of_many_columns_are_read(tmp_path: Path) -> None:
    wide: list[Cell] = [*HEADER, *["x"] * 60]
    write_xlsx(tmp_path / "list.xlsx", [wide, *[[*ROW, *["y"] * 60]] * 50])
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert len(data(table)) == 50


# ── XML and zip ──────────────────────────────────────────────────────────────────────────────────────────

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    "part", ["sheet1.xml", "workbook.xml", "sharedStrings.xml", "styles.xml", "[Content_Types].xml"]
)
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str, doctype: bytes) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    sheet_changed(tmp_path, b"?>", b"?>" + doctype, part)
    assert refused(tmp_path)[0] == "list-damaged"
    sheet_changed(tmp_path, doctype, b"<!--" + b" " * 5000 + b"-->" + doctype, part)
    assert refused(tmp_path)[0] == "list-damaged"


def test_entities_are_refused_in_an_opendocument(tmp_path: Path) -> None:
    write_ods(tmp_path / "list.ods", [HEADER, ROW])
    content = (tmp_path / "list.ods").read_bytes()
    changed = repacked(
        content, lambda name, text: text.replace(b"?>", b"?>" + LAUGHS, 1) if name == "content.xml" else text
    )
    (tmp_path / "list.ods").write_bytes(changed)
    assert refused(tmp_path, "list.ods")[0] == "list-damaged"


def test_a_part_in_another_encoding_is_not_read(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    content = (tmp_path / "list.xlsx").read_bytes()
    wide = repacked(content, lambda name, text: text.decode().encode("utf-16") if "sheet1" in name else text)
    (tmp_path / "list.xlsx").write_bytes(wide)
    assert refused(tmp_path)[0] == "list-damaged"


def inner_file(name: bytes, content: bytes) -> bytes:
    """A stored file as it stands in a zip: its own header, and its bytes."""
    sizes = struct.pack("<III", zlib.crc32(content), len(content), len(content))
    return (
        b"PK\x03\x04"
        + bytes([20, 0, 0, 0, 0, 0, 0, 0, 33, 0])
        + sizes
        + struct.pack("<HH", len(name), 0)
        + name
        + content
    )


def test_entries_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    """One entry inside the bytes of another: sound by itself, small on disk, and without end when it goes on so."""
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(tmp_path / "list.xlsx", "a") as book:
        book.writestr("outer", inner_file(b"inner", b"x" * 100))
        outer = book.getinfo("outer")
        inner = zipfile.ZipInfo("inner")
        inner.header_offset = outer.header_offset + 30 + len("outer")
        inner.file_size = inner.compress_size = 100
        inner.CRC = zlib.crc32(b"x" * 100)
        book.filelist.append(inner)
        book.NameToInfo["inner"] = inner
    with zipfile.ZipFile(tmp_path / "list.xlsx") as book:
        assert book.read("outer").endswith(book.read("inner"))
    assert refused(tmp_path)[0] == "list-bomb"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_no_workbook(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(tmp_path / "list.xlsx", "a") as book:
        book.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert refused(tmp_path)[0] == "list-damaged"


def test_two_directories_are_no_workbook(tmp_path: Path) -> None:
    """Another reader might take the other one, and read what was not looked at."""
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    content = (tmp_path / "list.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "list.xlsx", "a") as book:
        book.writestr("another.zip", content, zipfile.ZIP_STORED)
    assert refused(tmp_path)[0] == "list-damaged"


@pytest.mark.parametrize(
    "name", ["../../outside.xml", "/etc/yumsync-must-not-be", "C:\\yumsync.xml", "xl/../../x", "CON", "a\\..\\b"]
)
def test_names_that_lead_out_of_the_package_write_nothing(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in" / "side"
    folder.mkdir(parents=True)
    write_xlsx(folder / "list.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(folder / "list.xlsx", "a") as book:
        book.writestr(name, b"x")
    (table,), _ = read(spec(folder, "list.xlsx"))
    assert len(data(table)) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "list.xlsx", "side"]
    assert not Path("/etc/yumsync-must-not-be").exists()


@pytest.mark.parametrize("sheet", ["..", "C", "=cmd|' /C calc'!A0"[:31], "a&b<c>", "\u202eabc", "DS 'mới'", "x" * 31])
def test_odd_names_of_sheets_are_only_names(tmp_path: Path, sheet: str) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    written = sheet.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    sheet_changed(tmp_path, b'name="Sheet1"', f'name="{written}"'.encode(), "workbook.xml")
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert (table.sheet, len(data(table))) == (sheet, 1)


# ── macros and links ─────────────────────────────────────────────────────────────────────────────────────


def test_macros_and_links_are_noted_and_left_alone(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsm", [HEADER, ROW])
    with zipfile.ZipFile(tmp_path / "list.xlsm", "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf")
        book.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    (table,), findings = read(spec(tmp_path, "list.xlsm"))
    assert len(data(table)) == 1
    notes = [(f.code, f.severity) for f in findings if f.code != "list-unknown-column"]
    assert notes == [("list-macros", Severity.NOTE), ("list-external-links", Severity.NOTE)]


def test_a_hyperlink_is_its_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_url(1, 3, "file:///etc/passwd", string="Xã B")
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert data(table)[0][1][3] == "Xã B"


# ── other programs' workbooks ────────────────────────────────────────────────────────────────────────────


def test_workbooks_of_other_programs_are_read_the_same(tmp_path: Path) -> None:
    """Without an extent, without positions, with a prefix, strict, with absolute targets: the same rows."""
    write_xlsx(tmp_path / "made.xlsx", [HEADER, [*ROW[:3], "", *ROW[4:]]])
    made = (tmp_path / "made.xlsx").read_bytes()
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    variants: dict[str, Callable[[str, bytes], bytes]] = {
        "no extent": lambda _, text: text.replace(b'<dimension ref="A1:E2"/>', b""),
        "strict": lambda _, text: text.replace(main, strict).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        "absolute": lambda name, text: (
            text.replace(b'Target="worksheets', b'Target="/xl/worksheets')
            if name.endswith("workbook.xml.rels")
            else text
        ),
        "lines": lambda name, text: text.replace(b"><", b">\n  <") if "sheet1" in name else text,
    }
    for what, change in variants.items():
        (tmp_path / "list.xlsx").write_bytes(repacked(made, change))
        (table,), _ = read(spec(tmp_path, "list.xlsx"))
        assert data(table) == [(2, [*ROW[:3], "", *ROW[4:]])], what
