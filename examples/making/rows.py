"""Sheets and rows: groups, footers, hidden ones, several sheets."""

from __future__ import annotations

from pathlib import Path

from examples.making.people import BRANCH, HEADER, PEOPLE, SECOND
from examples.making.tools import LISTS, fill, merge, repack, replaced, table, workbook


@LISTS.makes("code-lists-sheet.xlsx")
def code_lists_sheet(path: Path) -> None:
    """A second, visible sheet of the words to choose from."""
    with workbook(path) as book:
        fill(book.add_worksheet("Danh sách"), [HEADER, *PEOPLE])
        words = [("Dân tộc", "Tôn giáo", "Trình độ"), ("Kinh", "Không", "Cử nhân"), ("Tày", "Phật giáo", "Cao đẳng")]
        fill(book.add_worksheet("Danh mục"), words)


@LISTS.makes("movements-in-columns.xlsx")
def movements_in_columns(path: Path) -> None:
    """Who came, went, was struck off, is away or matured stands on the member's own row."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Sổ đoàn viên")
        merge(sheet, {"A1:O1": "SỔ QUẢN LÝ ĐOÀN VIÊN", "A2:O2": f"Đơn vị: {BRANCH}"})
        merge(sheet, {"A4:A5": "STT", "B4:B5": "Họ và tên", "C4:C5": "Ngày sinh", "D4:D5": "Giới tính"})
        merge(sheet, {"E4:E5": "Ngày vào Đoàn", "F4:H4": "Chuyển đến", "I4:K4": "Chuyển đi"})
        merge(
            sheet,
            {"L4:L5": "Lý do xóa tên", "M4:M5": "Đi làm ăn xa", "N4:N5": "Năm trưởng thành", "O4:O5": "Ghi chú"},
        )
        fill(sheet, [("Nơi chuyển", "Ngày", "Lý do", "Nơi chuyển", "Ngày", "Lý do")], top=5, left="F")
        rows = table("""\
1|Nguyễn Văn An|17/05/2004|Nam|26/03/2020||||||
2|Trần Thị Bích|02/09/2005|Nữ|26/03/2021|Đoàn xã Hàm Thắng|10/10/2025|Theo gia đình|||
3|Lê Hoàng Châu|30/11/2003|Nam|26/03/2019||||Đoàn xã Tiến Thành|12/12/2025|Đi học
4|Phạm Thúy Diễm|08/03/2006|Nữ|||||||||Bình Dương
5|Vũ Minh Khang|14/02/2001|Nam|26/03/2017|||||||Bỏ sinh hoạt 6 tháng
6|Phan Thị Lài|20/10/1994|Nữ|26/03/2010|||||||||2025""")
        fill(sheet, rows, top=6)


@LISTS.makes("footer.xlsx")
def footer(path: Path) -> None:
    """Totals, notes and signatures below the people."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *PEOPLE])
        fill(sheet, [("Tổng cộng: 6 đoàn viên",), ("Ghi chú: đoàn viên số 3 đang học ở tỉnh khác",)], top=8)
        fill(sheet, [("Phú Thủy, ngày 05 tháng 01 năm 2026",)], top=11, left="E")
        fill(sheet, table("NGƯỜI LẬP BIỂU|||TM. BAN CHẤP HÀNH\n|||BÍ THƯ"), top=12, left="B")
        fill(sheet, [("Lê Hoàng Châu", None, None, "Nguyễn Văn An")], top=17, left="B")


@LISTS.makes("sheet-per-branch.xlsx")
def sheet_per_branch(path: Path) -> None:
    """Each branch has a sheet; the first sheet only sums them up."""
    with workbook(path) as book:
        summary = book.add_worksheet("Tổng hợp")
        fill(summary, [("STT", "Chi đoàn", "Số đoàn viên"), (1, BRANCH, 3), (2, SECOND, 3), (None, "Tổng cộng", 6)])
        for name, unit, people in (("KP1", BRANCH, PEOPLE[:3]), ("KP2", SECOND, PEOPLE[3:])):
            sheet = book.add_worksheet(name)
            fill(sheet, [(f"Đơn vị: {unit}",)])
            fill(sheet, [row[:-1] for row in (HEADER, *people)], top=3)


def _grouped(path: Path, second_count: int) -> None:
    with workbook(path) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [("DANH SÁCH ĐOÀN VIÊN PHƯỜNG PHÚ THỦY",)])
        fill(sheet, [HEADER[:-1]], top=3)
        sheet.merge_range("A4:F4", f"{BRANCH} (3 đoàn viên)", bold)
        fill(sheet, [row[:-1] for row in PEOPLE[:3]], top=5)
        sheet.merge_range("A8:F8", f"{SECOND} ({second_count} đoàn viên)", bold)
        fill(sheet, [row[:-1] for row in PEOPLE[3:]], top=9)


@LISTS.makes("group-rows.xlsx")
def group_rows(path: Path) -> None:
    """A row with a branch's name and strength stands above its people; no column names the unit."""
    _grouped(path, 3)


@LISTS.makes("group-rows-wrong-count.xlsx")
def group_rows_wrong_count(path: Path) -> None:
    """The second branch is said to have five people, and three follow."""
    _grouped(path, 5)


@LISTS.makes("trailing-blanks.xlsx")
def trailing_blanks(path: Path) -> None:
    """Frames drawn around empty rows below and empty columns beside the people."""
    with workbook(path) as book:
        framed = book.add_format({"border": 1})
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *PEOPLE])
        for row in range(60):
            for column in range(20):
                if row > len(PEOPLE) or column >= len(HEADER):
                    sheet.write_blank(row, column, None, framed)


@LISTS.makes("blank-cells.xlsx")
def blank_cells(path: Path) -> None:
    """Empty in three ways: no cell, a formula that gives an empty text, a cell of spaces."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *(row[:5] for row in PEOPLE[:3])])
        fill(sheet, [(BRANCH,)] * 3, top=2, left="G")
        sheet.write_formula("F3", '=""', None, "")
        fill(sheet, [("  ",)], top=4, left="F")
    as_excel_says = {b'<c r="F3">': b'<c r="F3" t="str">', b' fullCalcOnLoad="1"': b""}
    repack(path, lambda _, data: replaced(data, as_excel_says))


@LISTS.makes("hidden-sheet.xlsx")
def hidden_sheet(path: Path) -> None:
    """A hidden sheet with last year's people beside the visible one."""
    with workbook(path) as book:
        fill(book.add_worksheet("2026"), [HEADER, *PEOPLE[:3]])
        old = book.add_worksheet("2025")
        fill(old, [HEADER, *PEOPLE])
        old.hide()


@LISTS.makes("hidden-rows.xlsx")
def hidden_rows(path: Path) -> None:
    """Two people stand in rows hidden by hand."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *PEOPLE])
        for row in (3, 5):
            sheet.set_row(row - 1, options={"hidden": True})


@LISTS.makes("filtered.xlsx")
def filtered(path: Path) -> None:
    """A filter is on: only the first branch shows."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *PEOPLE])
        sheet.autofilter("A1:G7")
        sheet.filter_column_list("G", [BRANCH])
        for number, row in enumerate(PEOPLE, 2):
            if row[-1] != BRANCH:
                sheet.set_row(number - 1, options={"hidden": True})
