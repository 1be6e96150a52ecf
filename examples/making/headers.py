"""Headers: where they stand, how deep they are, what is written in them."""

from __future__ import annotations

from pathlib import Path

from examples.making.centre import POLICE
from examples.making.people import BRANCH, HEADER, PEOPLE, SECOND
from examples.making.tools import LISTS, fill, merge, table, workbook


@LISTS.makes("header-in-row-1.xlsx")
def header_in_row_1(path: Path) -> None:
    """Nothing but a header and people."""
    with workbook(path) as book:
        fill(book.add_worksheet("Danh sách"), [HEADER, *PEOPLE])


@LISTS.makes("unit-above.xlsx")
def unit_above(path: Path) -> None:
    """The unit is named once, above the header."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [("DANH SÁCH ĐOÀN VIÊN NĂM 2026",), (f"Đơn vị: {BRANCH}",), ()])
        fill(sheet, [row[:-1] for row in (HEADER, *PEOPLE[:3])], top=4)


@LISTS.makes("letterhead-three-rows.xlsx")
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


@LISTS.makes("x-marks.xlsx")
def x_marks(path: Path) -> None:
    """Ethnicity, age band, occupation, education and position are each a group of columns marked by "x"."""
    _marked(path, "Nùng")


@LISTS.makes("x-marks-twice.xlsx")
def x_marks_twice(path: Path) -> None:
    """The same with "Tày" typed over two columns: which of them the other people are cannot be known."""
    _marked(path, "Tày")


@LISTS.makes("split-name.xlsx")
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


@LISTS.makes("name-over-two-columns.xlsx")
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


@LISTS.makes("machine-names.xlsx")
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


@LISTS.makes("header-hints.xlsx")
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


@LISTS.makes("mistaken-by-substring.xlsx")
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
