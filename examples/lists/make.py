"""Make the example lists: one small file for each way in which officers really keep a list.

`python examples/lists/make.py [FOLDER]` writes them all, into this folder unless told otherwise. What a reader must
find in `NAME.xlsx` stands in `NAME.expected.toml`, which was written by hand and is not made here. All people are
fabricated. Files come out the same every time: no clock and no chance goes into them.
"""

from __future__ import annotations

import contextlib
import csv
import io
import sqlite3
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table as OdfTable  # type: ignore[import-untyped]
from odf.table import TableCell, TableRow
from odf.text import P  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

HERE = Path(__file__).parent
TIME = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001  (properties of a workbook have no zone)
ZIP_TIME = (2026, 1, 5, 8, 0, 0)

Row = Sequence[object]
Make = Callable[[Path], None]
MAKERS: dict[str, Make] = {}

BRANCH = "Chi đoàn Khu phố 1, Đoàn phường Phú Thủy"
SECOND = "Chi đoàn Khu phố 2, Đoàn phường Phú Thủy"


def table(text: str) -> list[Row]:
    """Return a table typed as text: a line a row, cells between bars; an empty one is no cell."""
    lines = [[cell or None for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return [[int(first) if first and first.isdigit() and len(first) < 3 else first, *rest] for first, *rest in lines]


# The six people of the files in which the form is the point, not the content.
HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Chi đoàn")
PEOPLE = table(f"""\
1|Nguyễn Văn An|17/05/2004|Nam|060204000117|0901000117|{BRANCH}
2|Trần Thị Bích|02/09/2005|Nữ|060305000218|0901000218|{BRANCH}
3|Lê Hoàng Châu|30/11/2003|Nam|060203000319|0901000319|{BRANCH}
4|Phạm Thúy Diễm|08/03/2006|Nữ|060306000420|0901000420|{SECOND}
5|H'Hen Niê|25/12/2004|Nữ|066304000521|0901000521|{SECOND}
6|Đặng Quý Hòa|01/01/2007|Nam|060207000622|0901000622|{SECOND}""")


# ── tools ────────────────────────────────────────────────────────────────────────────────────────────────────────


def makes(name: str) -> Callable[[Make], Make]:
    """Register the function that makes a file of this name."""

    def note(make: Make) -> Make:
        MAKERS[name] = make
        return make

    return note


def make_all(folder: Path) -> None:
    """Write every example into a folder."""
    for name, make in MAKERS.items():
        make(folder / name)


@contextlib.contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Open a new workbook without the time of its making; it is written at the end."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": TIME})
    yield book
    book.close()


def fill(
    sheet: Worksheet, rows: Sequence[Row], *, top: int = 1, left: str = "A", style: Format | None = None
) -> None:
    """Write rows from row `top` (as Excel counts) and column `left` on; None leaves a cell out."""
    first = ord(left) - ord("A")
    for number, row in enumerate(rows, top - 1):
        for column, cell in enumerate(row, first):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, style)
            elif cell is not None:
                sheet.write(number, column, cell, style)


def merge(sheet: Worksheet, merged: Mapping[str, str]) -> None:
    """Merge ranges, each with its text."""
    for cells, text in merged.items():
        sheet.merge_range(cells, text)


def write_csv(path: Path, rows: Sequence[Row], *, comma: str = ",", encoding: str = "utf-8") -> None:
    """Write rows as text, lines ending as Excel ends them."""
    text = io.StringIO()
    csv.writer(text, delimiter=comma, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def replaced(data: bytes, words: Mapping[bytes, bytes]) -> bytes:
    """Return a part of a package with each word replaced."""
    for old, new in words.items():
        data = data.replace(old, new)
    return data


def repack(path: Path, changed: Callable[[str, bytes], bytes] = lambda _, data: data) -> None:
    """Write a zip package anew with fixed times, its parts changed on the way."""
    with zipfile.ZipFile(path) as package:
        parts = [(one, package.read(one)) for one in package.infolist()]
    with zipfile.ZipFile(path, "w") as package:
        for one, data in parts:
            entry = zipfile.ZipInfo(one.filename, ZIP_TIME)
            entry.compress_type = one.compress_type
            package.writestr(entry, changed(one.filename, data))


# ── the centre's own export ──────────────────────────────────────────────────────────────────────────────────────

CENTRE = """\
STT|Họ và tên|Mã định danh đoàn viên|Ngày sinh||Dân tộc|Tôn giáo|Quê quán|Địa chỉ thường trú|Số CMND/CCCD|Ngày cấp|\
Nơi cấp|Trình độ văn hóa |Trình độ chuyên môn|Trình độ LLCT|Tin học|Ngoại ngữ|Thời gian vào đoàn|\
Số Nghị quyết chuẩn y kết nạp đoàn viên|Số thẻ đoàn|Thời gian vào Đảng|Nghề nghiệp hiện nay|Đối tượng đoàn viên|\
Rèn luyện đoàn viên|Đánh giá, xếp loại đoàn viên|Khen thưởng|Kỷ luật|Chức vụ trong chi đoàn|Hội|Đoàn viên danh dự|\
Email liên hệ|Điện thoại liên hệ|Đơn vị"""
POLICE = "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"
CENTRE_PEOPLE = f"""\
1|Nguyễn Văn An|9000117|17/05/2004||Kinh|Không|Xã Hàm Thắng|12 Trần Phú|060204000117|01/06/2021|\
{POLICE}|Hệ 12/12|Cử nhân|Sơ cấp|Chuẩn kỹ năng sử dụng CNTT cơ bản|Bậc 3|26/03/2020|\
15-NQ/ĐTN|TD117||Sinh viên|Sinh hoạt chính|Đã đăng ký|Chưa đánh giá|||Bí thư chi đoàn|Hội Sinh viên Việt Nam||\
an@example.test|0901000117|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
2|TRẦN THỊ BÍCH|9000218||02/09/2005|Tày|Công giáo|Xã Tiến Thành|7 Lê Lợi|060305000218|10/01/2022|\
{POLICE}|Hệ 12/12|Chưa có|Chưa có|||26/03/2021|\
|||Học sinh|Sinh hoạt chính|Chưa đăng ký|Chưa đánh giá|||Đoàn viên|||\
bich@example.test|0901000218|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
3|Lê  Hoàng Châu|9000319|30/11/2003||Jrai|Tin Lành|Xã Mũi Né|3 Võ Thị Sáu|060203000319||\
|Trung học cơ sở|||||26/03/2019|\
|||Khác|Sinh hoạt chính|Chưa đăng ký|Chưa đánh giá|||Đoàn viên|Hội LHTN Việt Nam||\
chau@example.test|0901000319|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
4|Phạm Thúy Diễm|9000420||08/03/1996|Kinh|Không|Phường Phú Tài|44 Hùng Vương|060196000420|05/05/2021|\
{POLICE}|Hệ 12/12|Thạc sĩ|Trung cấp|||26/03/2012|\
|TD420|03/02/2020|Cán bộ/Công chức/Viên chức|Sinh hoạt chính|Đã đăng ký|Xuất sắc|Giấy khen 2025||\
Ủy viên Ban Chấp hành chi đoàn|||diem@example.test|0901000420|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy
5|Đặng Quý Hòa|9000622|01/01/1999||Hoa|Phật giáo|Phường Đức Nghĩa|9 Nguyễn Huệ|260123456|02/02/2014|\
Bình Thuận|Hệ 12/12|Cao đẳng|Sơ cấp|||26/03/2015|\
|||Chưa có việc làm|Sinh hoạt tạm thời|Chưa đăng ký|Chưa đánh giá||Khiển trách 2024|Đoàn viên|||\
hoa@example.test|0901000622|Chi đoàn Khu phố 1, Đoàn cơ sở Phú Thủy"""


@makes("centre-export.xlsx")
def centre_export(path: Path) -> None:
    """The used range starts at A2; the birth date stands under Nam or Nữ; a hidden sheet holds the codes."""
    with workbook(path) as book:
        sheet = book.add_worksheet("DSDV")
        merge(sheet, {"A2:AG2": "DANH SÁCH ĐOÀN VIÊN", "A3:AG3": "CHI ĐOÀN KHU PHỐ 1"})
        for column, text in enumerate(CENTRE.split("|")):
            if text == "Ngày sinh":
                sheet.merge_range(4, column, 4, column + 1, text)
            elif text:
                sheet.merge_range(4, column, 5, column, text)
        fill(sheet, [("Nam", "Nữ")], top=6, left="D")
        fill(sheet, table(CENTRE_PEOPLE), top=7)
        codes = book.add_worksheet("DATA")
        fill(codes, [(5, "Kinh", 15, "Không"), (7, "Tày", 4, "Công giáo"), (14, "Jrai", 1, "Tin Lành")])
        codes.hide()


# ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@makes("header-in-row-1.xlsx")
def header_in_row_1(path: Path) -> None:
    """Nothing but a header and people."""
    with workbook(path) as book:
        fill(book.add_worksheet("Danh sách"), [HEADER, *PEOPLE])


@makes("unit-above.xlsx")
def unit_above(path: Path) -> None:
    """The unit is named once, above the header."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [("DANH SÁCH ĐOÀN VIÊN NĂM 2026",), (f"Đơn vị: {BRANCH}",), ()])
        fill(sheet, [row[:-1] for row in (HEADER, *PEOPLE[:3])], top=4)


@makes("letterhead-three-rows.xlsx")
def letterhead_three_rows(path: Path) -> None:
    """A letterhead of five rows, then a header of three."""
    with workbook(path) as book:
        sheet = book.add_worksheet("DS doan vien")
        merge(sheet, {"A1:D1": "ĐOÀN PHƯỜNG PHÚ THỦY", "G1:L1": "ĐOÀN TNCS HỒ CHÍ MINH"})
        merge(sheet, {"A2:D2": "CHI ĐOÀN KHU PHỐ 1", "G2:L2": "Phú Thủy, ngày 05 tháng 01 năm 2026"})
        merge(sheet, {"A4:L4": "DANH SÁCH ĐOÀN VIÊN", "A5:L5": "(Cập nhật đến tháng 01 năm 2026)"})
        merge(sheet, {"A7:A9": "STT", "B7:B9": "Họ và tên", "C7:E7": "Thông tin cá nhân", "F7:I7": "Giấy tờ"})
        merge(sheet, {"C8:C9": "Ngày, tháng, năm sinh", "D8:D9": "Phái", "E8:E9": "Dân tộc"})
        merge(sheet, {"F8:H8": "CCCD/CMND", "I8:I9": "Số thẻ đoàn", "J7:K7": "Vào Đoàn", "L7:L9": "Chi đoàn"})
        merge(sheet, {"J8:J9": "Ngày vào Đoàn", "K8:K9": "Nơi vào Đoàn"})
        fill(sheet, [("Số", "Ngày cấp", "Nơi cấp")], top=9, left="F")
        rows = table(f"""\
1|Nguyễn Văn An|17/05/2004|Nam|Kinh|060204000117|01/06/2021|{POLICE}|TD117
2|Trần Thị Bích|02/09/2005|Nữ|Tày|060305000218|10/01/2022|{POLICE}|TD218
3|Lê Hoàng Châu|30/11/2003|Nam|Hoa|260123789|03/04/2018|Bình Thuận|TD319
4|Phạm Thúy Diễm|08/03/2006|Nữ|Kinh||||
5|H'Hen Niê|25/12/2004|Nữ|Ê đê|066304000521|20/12/2021|Đắk Lắk|TD521""")
        joined = ("26/03/2020", "26/03/2021", "26/03/2019", None, "09/01/2021")
        places = ("THPT Phan Bội Châu", "THPT Phan Bội Châu", "THCS Hùng Vương", None, "THPT Buôn Ma Thuột")
        whole = [(*row, *more, BRANCH) for row, *more in zip(rows, joined, places, strict=True)]
        fill(sheet, whole, top=10)


def _marked(path: Path, ethnic_third: str) -> None:
    """Write a list in which an "x" below a word states it."""
    groups = {
        "Dân tộc": ("Kinh", "Tày", ethnic_third),
        "Độ tuổi": ("16 - 18", "19 - 25", "26 - 30"),
        "Nghề nghiệp": ("Học sinh", "Sinh viên", "Khác"),
        "Học vấn": ("THCS", "12/12"),
        "Chức vụ": ("Bí thư chi đoàn", "Phó bí thư chi đoàn", "Đoàn viên"),
    }
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [("DANH SÁCH TRÍCH NGANG ĐOÀN VIÊN",), (f"Đơn vị: {BRANCH}",)])
        merge(sheet, {"A4:A5": "TT", "B4:B5": "Họ và tên", "C4:C5": "Ngày sinh"})
        column = 3
        for group, words in groups.items():
            sheet.merge_range(3, column, 3, column + len(words) - 1, group)
            sheet.write_row(4, column, words)
            column += len(words)
        people = table("""\
Nguyễn Văn An|17/05/2004|x.. .x. .x. .x x..
Trần Thị Bích|02/09/2005|.x. .x. x.. .x .x.
Lê Hoàng Châu|30/11/2003|..x .x. ..x x. ..x
Phạm Thúy Diễm|08/03/1998|X.. ..X ..X .X ..X
Vũ Minh Khang|14/02/2001|x.. .x. ... .x ..x""")
        for number, (name, born, marks) in enumerate(people, 1):
            cells = [mark if mark != "." else None for mark in str(marks).replace(" ", "")]
            fill(sheet, [(number, name, born, *cells)], top=5 + number)


@makes("x-marks.xlsx")
def x_marks(path: Path) -> None:
    """Ethnicity, age band, occupation, education and position are each a group of columns marked by "x"."""
    _marked(path, "Nùng")


@makes("x-marks-twice.xlsx")
def x_marks_twice(path: Path) -> None:
    """The same with "Tày" typed over two columns: which of them the other people are cannot be known."""
    _marked(path, "Tày")


@makes("split-name.xlsx")
def split_name(path: Path) -> None:
    """Header in row 1; family name and given name in two columns."""
    with workbook(path) as book:
        header = ("STT", "Họ đệm", "Tên", "Ngày sinh", "Giới tính", "MSSV", "Email", "Lớp")
        rows = table("""\
1|Nguyễn Văn|An|17/05/2004|Nam|2151000117|an@example.test|Chi đoàn 21DTH1
2|Trần Thị|Bích|02/09/2005|Nữ|2151000218|bich@example.test|Chi đoàn 21DTH1
3|Lê Hoàng |Châu|30/11/2003|Nam|2151000319|chau@example.test|Chi đoàn 21DTH1
4|Phạm  Thúy| Diễm|08/03/2006|Nữ|2151000420|diem@example.test|Chi đoàn 21DTH2
5|Tôn Nữ Hoàng|My|19/08/2004|Nữ|2151000725|my@example.test|Chi đoàn 21DTH2""")
        fill(book.add_worksheet("Sheet1"), [header, *rows])


@makes("name-over-two-columns.xlsx")
def name_over_two_columns(path: Path) -> None:
    """One header "Họ và tên" over two columns, with nothing said about the second."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        merge(sheet, {"B1:C1": "Họ và tên"})
        fill(sheet, [("STT", None, None, "Ngày sinh", "Chi đoàn")])
        rows = [("Nguyễn Văn", "An"), ("Trần Thị", "Bích"), ("Lê Hoàng", "Châu"), ("Tôn Nữ Hoàng", "My")]
        born = ("17/05/2004", "02/09/2005", "30/11/2003", "19/08/2004")
        for number, ((family, given), birth) in enumerate(zip(rows, born, strict=True), 1):
            fill(sheet, [(number, family, given, birth, BRANCH)], top=1 + number)


@makes("machine-names.xlsx")
def machine_names(path: Path) -> None:
    """Under a title, the header a programmer gave the columns."""
    with workbook(path) as book:
        sheet = book.add_worksheet("data")
        merge(sheet, {"A1:H1": "DANH SÁCH SINH VIÊN LỚP 21DTH1", "A2:H2": "Đơn vị: Chi đoàn 21DTH1, Đoàn khoa CNTT"})
        header = ("masv", "hoten", "ngaysinh", "gioitinh", "sdt", "diachi", "chuc_vu", "ngay_vao_doan")
        rows = table("""\
2151000117|Nguyễn Văn An|2004-05-17|Nam|0901000117|12 Trần Phú|ĐV|2020-03-26
2151000218|Trần Thị Bích|2005-09-02|Nữ|0901000218|7 Lê Lợi|BT chi đoàn|2021-03-26
2151000319|Lê Hoàng Châu|2003-11-30|Nam|0901000319|3 Võ Thị Sáu|ĐV|2019-03-26
2151000420|Phạm Thúy Diễm|2006-03-08|Nữ|0901000420|44 Hùng Vương|ĐV|
2151000725|Tôn Nữ Hoàng My|2004-08-19|Nữ|0901000725|||""")
        fill(sheet, [header, *rows], top=4)


@makes("header-hints.xlsx")
def header_hints(path: Path) -> None:
    """Marks for what is required, hints in brackets and on a second line, stray spaces, and letters mistyped."""
    with workbook(path) as book:
        wrap = book.add_format({"text_wrap": True, "bold": True})
        sheet = book.add_worksheet("Danh sách")
        header = "STT|Họ và tên *|Ngày sinh\n(dd/mm/yyyy)|Giói tính|Số CCCD/CMND (12 số) *|Sồ điện thoại"
        more = "Đia chỉ thường trú | Dân  tộc|Chức vụ\n(nếu có)|Ngày vào Đoàn (*)|Chi đoàn*"
        fill(sheet, [[*header.split("|"), *more.split("|")]], style=wrap)
        rows = table(f"""\
1|Nguyễn Văn An|17/05/2004|Nam|060204000117|0901000117|12 Trần Phú|Kinh||26/03/2020|{BRANCH}
2|Trần Thị Bích|02/09/2005|Nữ|060305000218|0901000218|7 Lê Lợi|Tày|ĐV|26/03/2021|{BRANCH}
3|Lê Hoàng Châu|30/11/2003|Nam|060203000319|0901000319|3 Võ Thị Sáu|Hoa||26/03/2019|{BRANCH}
4|Phạm Thúy Diễm|08/03/2006|Nữ|060306000420|0901000420|44 Hùng Vương|Kinh|||{SECOND}
5|H'Hen Niê|25/12/2004|Nữ|066304000521|0901000521|8 Y Jút|Ê-đê|PBT chi đoàn||{SECOND}""")
        fill(sheet, rows, top=2)


@makes("mistaken-by-substring.xlsx")
def mistaken_by_substring(path: Path) -> None:
    """Headers that contain the words of others: a student's code is no birth, a parent's name no member's."""
    with workbook(path) as book:
        rows = table(f"""\
Mã Sinh Viên|Họ và tên|Ngày sinh|Nơi sinh|Họ tên cha|Họ tên mẹ|SĐT phụ huynh|Ngày cấp thẻ SV|Chi đoàn
2151000117|Nguyễn Văn An|17/05/2004|Bình Thuận|Nguyễn Văn Cha|Lê Thị Mẹ|0911000001|05/09/2021|{BRANCH}
2151000218|Trần Thị Bích|02/09/2005|Lâm Đồng|Trần Văn Cha|Võ Thị Mẹ|0911000002|05/09/2021|{BRANCH}
2151000319|Lê Hoàng Châu|30/11/2003|Đồng Nai|Lê Văn Cha|Hồ Thị Mẹ|0911000003|05/09/2021|{BRANCH}
2151000420|Phạm Thúy Diễm|08/03/2006|Bình Thuận|Phạm Văn Cha|Ngô Thị Mẹ|0911000004|05/09/2021|{BRANCH}""")
        fill(book.add_worksheet("Sheet1"), rows)


# ── sheets and rows ──────────────────────────────────────────────────────────────────────────────────────────────


@makes("code-lists-sheet.xlsx")
def code_lists_sheet(path: Path) -> None:
    """A second, visible sheet of the words to choose from."""
    with workbook(path) as book:
        fill(book.add_worksheet("Danh sách"), [HEADER, *PEOPLE])
        words = [("Dân tộc", "Tôn giáo", "Trình độ"), ("Kinh", "Không", "Cử nhân"), ("Tày", "Phật giáo", "Cao đẳng")]
        fill(book.add_worksheet("Danh mục"), words)


@makes("movements-in-columns.xlsx")
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


@makes("footer.xlsx")
def footer(path: Path) -> None:
    """Totals, notes and signatures below the people."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *PEOPLE])
        fill(sheet, [("Tổng cộng: 6 đoàn viên",), ("Ghi chú: đoàn viên số 3 đang học ở tỉnh khác",)], top=8)
        fill(sheet, [("Phú Thủy, ngày 05 tháng 01 năm 2026",)], top=11, left="E")
        fill(sheet, table("NGƯỜI LẬP BIỂU|||TM. BAN CHẤP HÀNH\n|||BÍ THƯ"), top=12, left="B")
        fill(sheet, [("Lê Hoàng Châu", None, None, "Nguyễn Văn An")], top=17, left="B")


@makes("sheet-per-branch.xlsx")
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


@makes("group-rows.xlsx")
def group_rows(path: Path) -> None:
    """A row with a branch's name and strength stands above its people; no column names the unit."""
    _grouped(path, 3)


@makes("group-rows-wrong-count.xlsx")
def group_rows_wrong_count(path: Path) -> None:
    """The second branch is said to have five people, and three follow."""
    _grouped(path, 5)


@makes("trailing-blanks.xlsx")
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


@makes("blank-cells.xlsx")
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


@makes("hidden-sheet.xlsx")
def hidden_sheet(path: Path) -> None:
    """A hidden sheet with last year's people beside the visible one."""
    with workbook(path) as book:
        fill(book.add_worksheet("2026"), [HEADER, *PEOPLE[:3]])
        old = book.add_worksheet("2025")
        fill(old, [HEADER, *PEOPLE])
        old.hide()


@makes("hidden-rows.xlsx")
def hidden_rows(path: Path) -> None:
    """Two people stand in rows hidden by hand."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *PEOPLE])
        for row in (3, 5):
            sheet.set_row(row - 1, options={"hidden": True})


@makes("filtered.xlsx")
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


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────


@makes("mixed-dates.xlsx")
def mixed_dates(path: Path) -> None:
    """Texts day first, ISO texts, real dates, bare serial numbers and years alone in one column."""
    with workbook(path) as book:
        shown = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Danh sách")
        names = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Châu", "Phạm Thúy Diễm", "H'Hen Niê")
        more = ("Đặng Quý Hòa", "Vũ Minh Khang", "Phan Thị Lài", "Hồ Thanh Mai")
        fill(sheet, [("STT", "Họ và tên", "Năm sinh", "Ngày vào Đoàn", "Chi đoàn")])
        fill(sheet, [(number, name) for number, name in enumerate((*names, *more), 1)], top=2)
        fill(sheet, [("17/05/2004",), ("2005-09-02",), (None,), (38784,), (2004,), ("2007",)], top=2, left="C")
        fill(sheet, [("14-2-2001",), ("20.10.2003",), ("08/2005",)], top=8, left="C")
        sheet.write_datetime("C4", datetime(2003, 11, 30), shown)  # noqa: DTZ001  (a cell has no zone)
        fill(sheet, [("26/03/2020",), (None,), ("2019-03-26",), ("2022",), (44281,), (2023,)], top=2, left="D")
        fill(sheet, [("9/1/2017",), ("2019-03-26 00:00:00",), (None,)], top=8, left="D")
        sheet.write_datetime("D3", datetime(2021, 3, 26), shown)  # noqa: DTZ001
        fill(sheet, [(BRANCH,)] * 9, top=2, left="E")


@makes("month-first.csv")
def month_first(path: Path) -> None:
    """Every birth date has the month before the day: some cannot be otherwise, so the others are no days first."""
    header = ("Họ và tên", "Ngày sinh", "Giới tính", "Chi đoàn")
    born = ("05/17/2004", "09/02/2005", "11/30/2003", "03/08/2006", "12/25/2004", "01/01/2007")
    write_csv(path, [header, *((row[1], birth, row[3], row[6]) for row, birth in zip(PEOPLE, born, strict=True))])


@makes("zero-dates.csv")
def zero_dates(path: Path) -> None:
    """A database wrote its empty date; and a day that no month has, a year of two digits, a day to come."""
    header = ("Họ và tên", "Ngày sinh", "Ngày vào đoàn", "Chi đoàn")
    rows = table(f"""\
Nguyễn Văn An|2004-05-17|0000-00-00|{BRANCH}
Trần Thị Bích|0000-00-00|2021-03-26|{BRANCH}
Lê Hoàng Châu|31/02/2003|26/03/2019|{BRANCH}
Phạm Thúy Diễm|08/03/06|26/03/2022|{BRANCH}
H'Hen Niê|25/12/2004|26/03/2099|{BRANCH}
Đặng Quý Hòa|01/01/2007|26/03/2023|{BRANCH}""")
    write_csv(path, [header, *rows])


@makes("lost-zeros.xlsx")
def lost_zeros(path: Path) -> None:
    """Phones and IDs as numbers: the leading zero is gone from the cell and from the screen."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *((*row[:4], None, None, row[6]) for row in PEOPLE)])
        fill(sheet, [("060204000117", "0901000117"), (60305000218, 901000218)], top=2, left="E")
        fill(sheet, [(79203000319, 901000319), (None, 901000420)], top=4, left="E")
        fill(sheet, [(260123456, "+84 901 000 521"), (None, "0167 100 0622")], top=6, left="E")


@makes("shown-zeros.xlsx")
def shown_zeros(path: Path) -> None:
    """Phones and IDs as numbers in cells that show them with their zeros."""
    with workbook(path) as book:
        twelve = book.add_format({"num_format": "000000000000"})
        phone = book.add_format({"num_format": "0#########"})
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *((*row[:4], None, None, row[6]) for row in PEOPLE)])
        fill(sheet, [(int(str(row[4])),) for row in PEOPLE], top=2, left="E", style=twelve)
        fill(sheet, [(int(str(row[5])),) for row in PEOPLE], top=2, left="F", style=phone)


@makes("rounded-numbers.csv")
def rounded_numbers(path: Path) -> None:
    """Excel wrote long numbers in short: the digits are gone."""
    header = ("Họ và tên", "Ngày sinh", "CCCD", "SĐT", "Chi đoàn")
    rows = table(f"""\
Nguyễn Văn An|17/05/2004|6.0204E+10|0901000117|{BRANCH}
Trần Thị Bích|02/09/2005|6,03E+10|0901000218|{BRANCH}
Lê Hoàng Châu|30/11/2003|060203000319|9.01E+08|{BRANCH}
Phạm Thúy Diễm|08/03/2006|1.23457E+11|0901000420|{BRANCH}
Đặng Quý Hòa|01/01/2007|060207000622|0901000622|{BRANCH}""")
    write_csv(path, [header, *rows])


@makes("genders.csv")
def genders(path: Path) -> None:
    """One word in many hands: small, capital, without marks, composed and decomposed."""
    words = ("nam", "Nữ", unicodedata.normalize("NFD", "Nữ"), "NAM", " nữ ", "Nu", "", "x")
    names = ("Nguyễn Văn An", "Trần Thị Bích", "Phạm Thúy Diễm", "Lê Hoàng Châu", "H'Hen Niê", "Phan Thị Lài")
    more = ("Hồ Thanh Mai", "Vũ Minh Khang")
    rows = [
        (name, f"{day:02}/05/2004", word, BRANCH)
        for day, (name, word) in enumerate(zip((*names, *more), words, strict=True), 11)
    ]
    write_csv(path, [("Họ và tên", "Ngày sinh", "Phái", "Chi đoàn"), *rows])


@makes("capitals.xlsx")
def capitals(path: Path) -> None:
    """Names in capitals, with doubled and special spaces, decomposed, and with the letter of another alphabet."""
    with workbook(path) as book:
        names = (
            *(
                "NGUYỄN VĂN AN",
                "Trần  Thị   Bích",
                "LÊ\u00a0HOÀNG CHÂU",
                unicodedata.normalize("NFD", "Phạm Thúy Diễm"),
            ),
            *("H'HEN NIÊ", "\u00d0ặng Quý Hòa", "K'Brểu Thị Lan", " Tôn Nữ\u200b Hoàng My "),
        )
        rows = [(number, name, f"{number:02}/05/2004", BRANCH) for number, name in enumerate(names, 1)]
        fill(book.add_worksheet("Danh sách"), [("STT", "HỌ VÀ TÊN", "NGÀY SINH", "CHI ĐOÀN"), *rows])


@makes("two-kinds-of-ids.xlsx")
def two_kinds_of_ids(path: Path) -> None:
    """IDs of 12 digits and of the former 9, with spaces, and others that are none."""
    with workbook(path) as book:
        ids = ("060204000117", "260123456", "060 203 000319", "060306000420A", "06630400052", "060207000622")
        rows = [(*row[:4], number, row[6]) for row, number in zip(PEOPLE, ids, strict=True)]
        fill(book.add_worksheet("Danh sách"), [(*HEADER[:4], "Số CMND/CCCD", "Chi đoàn"), *rows])


@makes("code-as-number-and-text.xlsx")
def code_as_number_and_text(path: Path) -> None:
    """Two sheets of one school: the same student codes are numbers here and texts there."""
    with workbook(path) as book:
        header = ("MSSV", "Họ và tên", "Ngày sinh", "Chi đoàn")
        unit = "Chi đoàn 21DTH1"
        first = table(f"""\
2151000117|Nguyễn Văn An|17/05/2004|{unit}
2151000218|Trần Thị Bích|02/09/2005|{unit}""")
        second = table(f"""\
2151000117|Nguyễn Văn An|17/05/2004|{unit}
2151000319|Lê Hoàng Châu|30/11/2003|{unit}""")
        fill(book.add_worksheet("HK1"), [header, *first])
        fill(book.add_worksheet("HK2"), [header, *second])


@makes("synonyms.csv")
def synonyms(path: Path) -> None:
    """Local words for the centre's; and a word that is in no list."""
    header = ("Họ và tên", "Ngày sinh", "Tôn giáo", "Học vấn", "Chuyên môn", "Chi đoàn")
    rows = table(f"""\
Nguyễn Văn An|17/05/2004|Phật|12|Đại học|{BRANCH}
Trần Thị Bích|02/09/2005|Thiên chúa|12/12|Thạc sỹ|{BRANCH}
Lê Hoàng Châu|30/11/2003|không|hệ 12/12|cao đẳng|{BRANCH}
Phạm Thúy Diễm|08/03/2006|Đạo mới|THCS||{BRANCH}""")
    write_csv(path, [header, *rows])


# ── legacy fonts ─────────────────────────────────────────────────────────────────────────────────────────────────

TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ",
        strict=True,
    )
)
GRAVE, ACUTE, HOOK, TILDE, DOT, CIRCUMFLEX, BREVE, HORN = list("\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b")
VNI_WHOLE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
VNI_TONES = {
    "": dict(zip((GRAVE, ACUTE, HOOK, TILDE, DOT), "øùûõï", strict=True)),
    CIRCUMFLEX: dict(zip(("", GRAVE, ACUTE, HOOK, TILDE, DOT), "âàáåãä", strict=True)),
    BREVE: dict(zip(("", GRAVE, ACUTE, HOOK, TILDE, DOT), "êèéúüë", strict=True)),
}

LEGACY_ROWS = table(f"""\
STT|Họ và tên|Ngày sinh|Giới tính|Quê quán|Dân tộc|Chi đoàn
1|Nguyễn Văn An|17/05/2004|Nam|Xã Hàm Thắng|Kinh|{BRANCH}
2|Trần Thị Bích|02/09/2005|Nữ|Xã Tiến Thành|Tày|{BRANCH}
3|Lương Thế Đức|30/11/2003|Nam|Phường Mũi Né|Kinh|{BRANCH}
4|Phạm Thúy Diễm|08/03/2006|Nữ|Phường Phú Tài|Kinh|{SECOND}
5|Vũ Thị Hường|25/12/2004|Nữ|Xã Thuận Quý|Mường|{SECOND}
6|Đặng Quý Hòa|01/01/2007|Nam|Phường Đức Nghĩa|Hoa|{SECOND}""")


def tcvn3(cell: object) -> object:
    """Type a text as the .Vn fonts store it: one character for each letter, ư being U+00AD."""
    return "".join(TCVN3.get(letter, letter) for letter in cell) if isinstance(cell, str) else cell


def vni(cell: object) -> object:
    """Type a text as the VNI fonts store it: the letter, then a character for its marks."""
    return "".join(map(_vni_letter, cell)) if isinstance(cell, str) else cell


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    base, *marks = list(unicodedata.normalize("NFD", small))
    if small in VNI_WHOLE:
        typed = VNI_WHOLE[small]
    elif HORN in marks:
        tone = "".join(mark for mark in marks if mark != HORN)
        typed = {"o": "ô", "u": "ö"}[base] + VNI_TONES[""].get(tone, "")
    else:
        shape = next((mark for mark in marks if mark in VNI_TONES), "")
        tone = "".join(mark for mark in marks if mark != shape)
        typed = base + VNI_TONES[shape].get(tone, "")
    return typed if letter == small else typed.upper()


def _legacy_book(path: Path, font: str, typed: Callable[[object], object]) -> None:
    with workbook(path) as book:
        style = book.add_format({"font_name": font, "font_size": 12})
        fill(book.add_worksheet("DSDV"), [[typed(cell) for cell in row] for row in LEGACY_ROWS], style=style)


@makes("tcvn3.xlsx")
def tcvn3_book(path: Path) -> None:
    """Everything, the header too, is in .VnTime; the cells name the font."""
    _legacy_book(path, ".VnTime", tcvn3)


@makes("tcvn3-capitals.xlsx")
def tcvn3_capitals(path: Path) -> None:
    """Names in .VnTimeH: stored in small letters, and shown and meant in capitals."""
    with workbook(path) as book:
        plain, capital = (book.add_format({"font_name": font}) for font in (".VnTime", ".VnTimeH"))
        sheet = book.add_worksheet("DSDV")
        fill(sheet, [[tcvn3(cell) for cell in row] for row in LEGACY_ROWS], style=plain)
        for number, row in enumerate(LEGACY_ROWS[1:], 1):
            sheet.write_string(number, 1, str(tcvn3(str(row[1]).lower())), capital)


@makes("vni.xlsx")
def vni_book(path: Path) -> None:
    """Everything is in VNI-Times; the cells name the font."""
    _legacy_book(path, "VNI-Times", vni)


@makes("tcvn3.csv")
def tcvn3_text(path: Path) -> None:
    """The same saved as CSV: no font is named any more."""
    write_csv(path, [[tcvn3(cell) for cell in row] for row in LEGACY_ROWS])


@makes("vni.csv")
def vni_text(path: Path) -> None:
    """The same saved as CSV: no font is named any more."""
    write_csv(path, [[vni(cell) for cell in row] for row in LEGACY_ROWS])


@makes("tcvn3-and-unicode.csv")
def tcvn3_and_unicode(path: Path) -> None:
    """Six people are in the old code and four in today's: two lists were pasted together."""
    today = table(f"""\
7|Hồ Thanh Mại|19/08/2004|Nữ|Xã Hồng Sơn|Kinh|{SECOND}
8|Phan Thị Lài|20/10/2003|Nữ|Xã Mỹ Thạnh|Ra Glai|{SECOND}
9|Vũ Đình Khang|14/02/2005|Nam|Phường Bình Hưng|Kinh|{SECOND}
10|Đỗ Quảng Duy|11/11/2005|Nam|Phường Lạc Đạo|Kinh|{SECOND}""")
    old = [[tcvn3(cell) for cell in row] for row in LEGACY_ROWS[1:]]
    write_csv(path, [LEGACY_ROWS[0], *old, *today])


@makes("tcvn3-in-one-row.csv")
def tcvn3_in_one_row(path: Path) -> None:
    """One person was copied from an old list; the rest is in today's code."""
    rows = list(LEGACY_ROWS)
    rows[2] = [tcvn3(cell) for cell in rows[2]]
    write_csv(path, rows)


# ── kinds of files ───────────────────────────────────────────────────────────────────────────────────────────────


@makes("bom.csv")
def bom(path: Path) -> None:
    """What Excel calls CSV UTF-8: a byte order mark in front."""
    write_csv(path, [HEADER, *PEOPLE], encoding="utf-8-sig")


@makes("semicolons.csv")
def semicolons(path: Path) -> None:
    """What Excel writes where the comma is a decimal sign."""
    write_csv(path, [HEADER, *PEOPLE], comma=";")


@makes("utf-16.csv")
def utf_16(path: Path) -> None:
    """What Excel calls Unicode text: UTF-16 and tabs."""
    write_csv(path, [HEADER, *PEOPLE], comma="\t", encoding="utf-16")


@makes("question-marks.csv")
def question_marks(path: Path) -> None:
    """Saved in a code without Vietnamese letters: each is a "?" now, and nothing brings it back."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *PEOPLE])
    path.write_bytes(text.getvalue().encode("ascii", "replace"))


@makes("old-excel.xls")
def old_excel(path: Path) -> None:
    """A workbook of Excel 97; the birth dates are real dates."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    shown = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for column, text in enumerate(HEADER):
        sheet.write(0, column, text)
    for number, row in enumerate(PEOPLE, 1):
        for column, cell in enumerate(row):
            if HEADER[column] == "Ngày sinh":
                day, month, year = map(int, str(cell).split("/"))
                sheet.write(number, column, date(year, month, day), shown)
            else:
                sheet.write(number, column, cell)
    book.save(str(path))


@makes("libreoffice.ods")
def libreoffice(path: Path) -> None:
    """A sheet of LibreOffice, with its long tail of empty rows."""
    document = OpenDocumentSpreadsheet()
    table = OdfTable(name="Danh sách")
    for row in (HEADER, *PEOPLE):
        line = TableRow()
        for cell in row:
            if isinstance(cell, int):
                box = TableCell(valuetype="float", value=str(cell))
            else:
                box = TableCell(valuetype="string")
            box.addElement(P(text=str(cell)))
            line.addElement(box)
        table.addElement(line)
    tail = TableRow(numberrowsrepeated=1_048_000)
    tail.addElement(TableCell(numbercolumnsrepeated=16_000))
    table.addElement(tail)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    repack(path)


@makes("macro-workbook.xlsm")
def macro_workbook(path: Path) -> None:
    """A workbook that may hold macros; none is needed to read it."""
    header_in_row_1(path)
    kinds = {
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": (
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        )
    }
    repack(path, lambda _, data: replaced(data, kinds))


@makes("database.sqlite")
def database(path: Path) -> None:
    """A school's database; what is not known is NULL in one row and empty text in another."""
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE students (masv TEXT PRIMARY KEY, hoten TEXT NOT NULL, ngaysinh TEXT, gioitinh TEXT,"
            " sdt TEXT, email TEXT, lop TEXT)"
        )
        rows = (
            ("2151000117", "Nguyễn Văn An", "2004-05-17", "Nam", "0901000117", "an@example.test", "Chi đoàn 21DTH1"),
            ("2151000218", "Trần Thị Bích", "2005-09-02", "Nữ", None, "", "Chi đoàn 21DTH1"),
            ("2151000319", "Lê Hoàng Châu", "2003-11-30", "Nam", "", None, "Chi đoàn 21DTH1"),
            ("2151000420", "Phạm Thúy Diễm", "2006-03-08", "Nữ", "0901000420", None, "Chi đoàn 21DTH2"),
            ("2151000725", "Tôn Nữ Hoàng My", None, "Nữ", "0901000725", None, "Chi đoàn 21DTH2"),
        )
        connection.executemany("INSERT INTO students VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


@makes("youth.xlsx")
def youth(path: Path) -> None:
    """Young people of a quarter, most of them no members of the Union."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Thanh niên")
        fill(sheet, [("DANH SÁCH THANH NIÊN TỪ 16 ĐẾN 30 TUỔI",), (f"Đơn vị: {BRANCH}",)])
        header = ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Nghề nghiệp", "Hội", "Địa chỉ")
        rows = table("""\
1|Bùi Ngọc Ánh|14/07/2008|Nữ|060308000831|Học sinh||21 Trần Phú
2|Cao Minh Bảo|03/02/2001|Nam|060201000932|Khác|Hội LHTN|5 Lê Lợi
3|Dương Thị Cúc|29/02/2000|Nữ|060300001033|Chưa có việc làm|Hội LHTN|16 Võ Thị Sáu
4|Đỗ Quang Duy|11/11/1999|Nam|060099001134|SV|Hội Sinh viên|30 Hùng Vương
5|Giáp Thị Én|2003|Nữ||Khác||""")
        fill(sheet, [header, *rows], top=4)


if __name__ == "__main__":
    make_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
