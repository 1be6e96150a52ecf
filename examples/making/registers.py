"""Registers of movements."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from examples.making.people import BRANCH, HEADER, PEOPLE, SECOND
from examples.making.tools import REGISTERS, ZIP_TIME, fill, merge, table, workbook, write_csv

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def write_ods(path: Path, sheet: str, rows: Sequence[Sequence[object]]) -> None:
    """Write one sheet as LibreOffice would name its parts."""

    def cell(value: object) -> str:
        if value is None:
            return "<table:table-cell/>"
        kind = f'float" office:value="{value}' if isinstance(value, int) else "string"
        return (
            f'<table:table-cell office:value-type="{kind}"><text:p>{escape(str(value))}</text:p></table:table-cell>'
        )

    lines = [f"<table:table-row>{''.join(map(cell, row or (None,)))}</table:table-row>" for row in rows]
    names = f'xmlns:office="{OPEN}:office:1.0" xmlns:table="{OPEN}:table:1.0" xmlns:text="{OPEN}:text:1.0"'
    content = f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
    content += f'<table:table table:name="{escape(sheet)}">{"".join(lines)}</table:table>'
    content += "</office:spreadsheet></office:body></office:document-content>"
    entries = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    entries += '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    manifest = f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0" manifest:version="1.2">{entries}'
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype", ZIP_TIME), ODS)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest + "</manifest:manifest>")):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>{text}')


@REGISTERS.makes("mixed-register.xlsx")
def mixed_register(path: Path) -> None:
    """A letterhead, a title, a header in two rows, every movement by its word in a column, signatures below."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Biến động 2026")
        merge(
            sheet,
            {
                "A1:D1": "ĐOÀN TNCS HỒ CHÍ MINH",
                "A2:L2": "SỔ THEO DÕI BIẾN ĐỘNG ĐOÀN VIÊN NĂM 2026",
                "A3:L3": f"Đơn vị: {BRANCH}",
                "G5:I5": "Quyết định",
            },
        )
        top = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Loại biến động", "Ngày có hiệu lực")
        fill(sheet, [top], top=5)
        fill(sheet, [("Số", "Ngày", "Cơ quan ban hành")], top=6, left="G")
        fill(sheet, [("Nơi chuyển đến", "Lý do", "Người ghi")], top=5, left="J")
        rows = table("""\
1|Nguyễn Văn An|17/05/2004|060204000117|Xóa tên|05/03/2026|07-QĐ/ĐTN|01/03/2026|Đoàn phường||Bỏ sinh hoạt|Lê Lan
2|Trần Thị Bích|02/09/2005|060305000218|CHUYỂN ĐI|9/2026|15-GT/ĐTN|||Đoàn xã Hàm Thắng|Lấy chồng|Lê Lan
3|Lê Hoàng Châu|30/11/1995|060095000319|Trưởng thành đoàn viên|2026|21-QĐ/ĐTN||||Hết tuổi|Lê Lan
4|Phạm Thúy Diễm|08/03/2006|060306000420|Chuyển đi/Xóa tên|01/04/2026||||||
5|H'Hen Niê|25/12/2004|066304000521|Đi làm ăn xa|||||Bình Dương||
6|Đặng Quý Hòa|01/01/2007|060207000622|Xóa tênn|02/02/2026|9-QĐ/ĐTN||||Bỏ sinh hoạt|
7|Vũ Minh Khang|14/02/2001|060201000723|Khai trừ||30-QĐ/TU|12/06/2026|Tỉnh đoàn||Vi phạm|
8|Phan Thị Lài|20/10/1999|060199000824|Từ trần|31/02/2026||||||""")
        fill(sheet, rows, top=7)
        fill(sheet, [("Phú Thủy, ngày 30 tháng 6 năm 2026",), ("NGƯỜI LẬP SỔ",)], top=16, left="J")


@REGISTERS.makes("matured-by-title.xlsx")
def matured_by_title(path: Path) -> None:
    """Nothing but the title says what became of them; the certificate's number is the paper."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        merge(sheet, {"A1:F1": "DANH SÁCH ĐOÀN VIÊN ĐƯỢC CÔNG NHẬN TRƯỞNG THÀNH ĐOÀN", "A2:F2": "Đợt 26/3/2026"})
        header = ("TT", "Họ và tên", "Ngày sinh", "Chi đoàn", "Ngày trưởng thành", "Số giấy chứng nhận")
        rows = [
            (1, "Bùi Ngọc Ánh", date(1995, 7, 14), BRANCH, date(2026, 3, 26), "115-GCN/ĐTN"),
            (2, "Cao Minh Bảo", "03/02/1994", SECOND, "3/2026", "116-GCN/ĐTN"),
            (3, "Dương Thị Cúc", "29/02/1992", SECOND, "26/03/2026", None),
        ]
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        fill(sheet, [header], top=4)
        fill(sheet, rows, top=5, style=day)


@REGISTERS.makes("away-book.ods")
def away_book(path: Path) -> None:
    """The branch's book of those who work elsewhere, kept in LibreOffice."""
    header = (
        "STT",
        "Họ và tên",
        "Năm sinh",
        "Số CCCD",
        "Nơi làm việc",
        "Công việc",
        "Từ tháng",
        "Dự kiến về",
        "SĐT liên hệ",
        "Ghi chú",
    )
    rows = table("""\
1|Đỗ Quang Duy|11/11/1999|060099001134|KCN Sóng Thần, Bình Dương|Công nhân may|02/2026|Tết 2027|0901001134|
2|Giáp Thị Én|2003|060303001235|Thành phố Hồ Chí Minh|Phục vụ quán ăn|2025|12/2027|0901001235|
3|Hà Văn Giang|05/05/2002|060202001336|Đồng Nai||10/01/2026||||
4|Kiều Thị Hạnh|06/06/2001|060301001437||Giúp việc|3/2026||0901001437|""")
    title = ("SỔ THEO DÕI ĐOÀN VIÊN ĐI LÀM ĂN XA",)
    write_ods(path, "Sổ", [title, (f"Đơn vị: {BRANCH}",), (), header, *rows])


@REGISTERS.makes("struck-off-evidence.xlsx")
def struck_off_evidence(path: Path) -> None:
    """The months somebody stayed away stand for the reason; one row has no decision yet."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Xóa tên")
        merge(sheet, {"A1:H1": "DANH SÁCH XÓA TÊN ĐOÀN VIÊN QUÝ II NĂM 2026", "A2:H2": f"Đơn vị: {SECOND}"})
        header = (
            "STT",
            "Mã định danh",
            "Họ và tên",
            "Ngày sinh",
            "Các tháng không sinh hoạt",
            "Số quyết định",
            "Ngày quyết định",
            "Đơn vị ban hành",
        )
        rows = table("""\
1|9000117|Lâm Văn Khôi|12/08/2003|3, 4, 5, 6/2025|12-QĐ/ĐTN|15/06/2026|Đoàn phường Phú Thủy
2||Mai Thị Lụa|01/12/2004|12/2025; 1, 2/2026||15/06/2026|Đoàn phường Phú Thủy
3|9000319|Ngô Đình Mạnh|23/04/2002||14-QĐ/ĐTN|15/06/2026|Đoàn phường Phú Thủy""")
        fill(sheet, [header, *rows], top=4)


@REGISTERS.makes("transfers-out-letters.csv")
def transfers_out_letters(path: Path) -> None:
    """Letters of introduction, given out one after the other; the title stands in the first line."""
    rows = [
        ("SỔ GIỚI THIỆU CHUYỂN SINH HOẠT", *[None] * 7),
        (f"Đơn vị: {BRANCH}", *[None] * 7),
        (
            "STT",
            "Họ tên đoàn viên",
            "Ngày sinh",
            "Số giấy giới thiệu",
            "Ngày chuyển",
            "Đơn vị tiếp nhận",
            "Đóng đoàn phí đến",
            "Lý do",
        ),
        *table("""\
1|Ông Thị Ngân|17/03/2005|101-GGT|05/09/2026|Chi đoàn 11A1, Đoàn trường THPT Phan Bội Châu|9/2026|Đi học
2|Phùng Văn Oanh|30/07/2004|102-GGT|7/9/2026|Đoàn trường Đại học Giả Định|9/2026|Đi học
3|Quách Thị Phượng|19/01/2003|103-GGT|10/09/2026||8/2026|Chuyển nhà"""),
    ]
    write_csv(path, rows)


@REGISTERS.makes("received.csv")
def received(path: Path) -> None:
    """Those who came from elsewhere; nothing but the header of their day says so."""
    rows = [
        ("Mã đoàn viên", "Họ và tên", "Ngày sinh", "Từ đơn vị", "Số giấy giới thiệu", "Ngày tiếp nhận", "Chi đoàn"),
        ("9000421", "Sơn Thị Quyên", "02/02/2004", "Đoàn xã Tiến Thành", "55-GGT", "2026-09-12", BRANCH),
        (None, "Tạ Quốc Sang", "15/10/2002", "Đoàn xã Mũi Né", "56-GGT", "2026-09-13", SECOND),
    ]
    write_csv(path, rows, comma=";", encoding="utf-8-sig")


@REGISTERS.makes("sheet-per-movement.xlsx")
def sheet_per_movement(path: Path) -> None:
    """One book, a sheet for each movement, under a title that holds for the whole book."""
    sheets = {
        "Kết nạp": (
            ("STT", "Họ và tên", "Ngày sinh", "Ngày kết nạp", "Số quyết định"),
            table("1|Ung Văn Tài|09/09/2010|26/03/2026|3-QĐ/ĐTN\n2|Viên Thị Uyên|01/05/2010|26/03/2026|3-QĐ/ĐTN"),
        ),
        "Chuyển đến": (
            ("STT", "Họ và tên", "Ngày sinh", "Nơi chuyển đi", "Thời điểm", "Quyết định"),
            table("1|Xa Thị Vân|11/04/2003|Đoàn xã Hàm Thắng|4/2026|7-GT"),
        ),
        "Trưởng thành": (
            ("STT", "Họ và tên", "Ngày sinh", "Năm trưởng thành", "Quyết định trưởng thành"),
            table("1|Yên Văn Xuân|22/12/1993|2026|4-QĐ/ĐTN"),
        ),
        "Trở về": (
            ("STT", "Họ và tên", "Ngày sinh", "Ngày trở về"),
            table("1|Đỗ Quang Duy|11/11/1999|30/06/2026"),
        ),
    }
    with workbook(path) as book:
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            merge(sheet, {"A1:E1": "SỔ BIẾN ĐỘNG ĐOÀN VIÊN 6 THÁNG ĐẦU NĂM 2026", "A2:E2": f"Đơn vị: {BRANCH}"})
            fill(sheet, [header, *rows], top=4)


@REGISTERS.makes("codes-only.csv")
def codes_only(path: Path) -> None:
    """What a program writes out: nobody's name, a member code for each, names of columns."""
    rows = [
        ("ma_doan_vien", "Tên biến động", "Thời điểm", "Quyết định", "Đơn vị"),
        ("9000117", "Kết nạp Đảng", "2026-02-03", None, BRANCH),
        ("9000218", "Ở lại sinh hoạt", "2026-05", "8-QĐ/ĐTN", SECOND),
        ("12", "Trưởng thành", "2026-03-26", "9-QĐ/ĐTN", SECOND),
    ]
    write_csv(path, rows)


@REGISTERS.makes("candidates-completed.xlsx")
def candidates_completed(path: Path) -> None:
    """A workbook of those to be looked at, as it comes back: beside some nothing was decided."""
    header = (
        "STT",
        "Mã định danh",
        "Họ và tên",
        "Ngày sinh",
        "Số CCCD",
        "Đơn vị",
        "Đề xuất",
        "Từ ngày",
        "Số ngày",
        "Loại biến động",
        "Ngày quyết định",
        "Số quyết định",
        "Lý do",
    )
    rows = [
        (1, "9000117", "Bùi Ngọc Ánh", "14/07/1995", None, BRANCH, "Trưởng thành", "15/07/2025", "467"),
        (2, None, "Cao Minh Bảo", "03/02/1994", "060094000932", BRANCH, "Trưởng thành", "04/02/2024", "994"),
        (3, None, "Đỗ Quang Duy", "11/11/1999", "060099001134", SECOND, "Đi làm ăn xa quá lâu", "01/02/2025", "631"),
        (4, None, "Giáp Thị Én", "02/03/2003", "060303001235", SECOND, "Đi làm ăn xa quá lâu", "01/05/2025", "542"),
    ]
    decided = [
        ("Trưởng thành", "26/03/2026", "21-QĐ/ĐTN", None),
        (),
        ("Trở về", "30/06/2026", None, None),
        (None, None, "44-QĐ/ĐTN", None),
    ]
    with workbook(path) as book:
        sheet = book.add_worksheet("Cần xem")
        full = [(*row, *filled) for row, filled in zip(rows, decided, strict=True)]
        fill(sheet, [header, *full])


@REGISTERS.makes("members-by-mistake.xlsx")
def members_by_mistake(path: Path) -> None:
    """A list of members under the name of a register."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Đoàn viên")
        merge(sheet, {"A1:E1": "DANH SÁCH ĐOÀN VIÊN", "A2:E2": f"Đơn vị: {BRANCH}"})
        fill(sheet, [HEADER, *PEOPLE], top=4)


@REGISTERS.makes("proposed-only.xlsx")
def proposed_only(path: Path) -> None:
    """Those whom a branch proposes to strike off: nothing was decided about anybody."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        merge(sheet, {"A1:E1": "DANH SÁCH ĐỀ NGHỊ XÓA TÊN ĐOÀN VIÊN", "A2:E2": f"Đơn vị: {BRANCH}"})
        header = ("STT", "Họ và tên", "Ngày sinh", "Lý do", "Ngày")
        fill(sheet, [header, *table("1|Lâm Văn Khôi|12/08/2003|Bỏ sinh hoạt|30/06/2026")], top=4)
