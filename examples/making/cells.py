"""Values as they are typed: dates, numbers, genders, codes."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path

from examples.making.people import BRANCH, HEADER, PEOPLE
from examples.making.tools import LISTS, fill, table, workbook, write_csv


@LISTS.makes("mixed-dates.xlsx")
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


@LISTS.makes("month-first.csv")
def month_first(path: Path) -> None:
    """Every birth date has the month before the day: some cannot be otherwise, so the others are no days first."""
    header = ("Họ và tên", "Ngày sinh", "Giới tính", "Chi đoàn")
    born = ("05/17/2004", "09/02/2005", "11/30/2003", "03/08/2006", "12/25/2004", "01/01/2007")
    write_csv(path, [header, *((row[1], birth, row[3], row[6]) for row, birth in zip(PEOPLE, born, strict=True))])


@LISTS.makes("zero-dates.csv")
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


@LISTS.makes("lost-zeros.xlsx")
def lost_zeros(path: Path) -> None:
    """Phones and IDs as numbers: the leading zero is gone from the cell and from the screen."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *((*row[:4], None, None, row[6]) for row in PEOPLE)])
        fill(sheet, [("060204000117", "0901000117"), (60305000218, 901000218)], top=2, left="E")
        fill(sheet, [(79203000319, 901000319), (None, 901000420)], top=4, left="E")
        fill(sheet, [(260123456, "+84 901 000 521"), (None, "0167 100 0622")], top=6, left="E")


@LISTS.makes("shown-zeros.xlsx")
def shown_zeros(path: Path) -> None:
    """Phones and IDs as numbers in cells that show them with their zeros."""
    with workbook(path) as book:
        twelve = book.add_format({"num_format": "000000000000"})
        phone = book.add_format({"num_format": "0#########"})
        sheet = book.add_worksheet("Danh sách")
        fill(sheet, [HEADER, *((*row[:4], None, None, row[6]) for row in PEOPLE)])
        fill(sheet, [(int(str(row[4])),) for row in PEOPLE], top=2, left="E", style=twelve)
        fill(sheet, [(int(str(row[5])),) for row in PEOPLE], top=2, left="F", style=phone)


@LISTS.makes("rounded-numbers.csv")
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


@LISTS.makes("genders.csv")
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


@LISTS.makes("capitals.xlsx")
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


@LISTS.makes("two-kinds-of-ids.xlsx")
def two_kinds_of_ids(path: Path) -> None:
    """IDs of 12 digits and of the former 9, with spaces, and others that are none."""
    with workbook(path) as book:
        ids = ("060204000117", "260123456", "060 203 000319", "060306000420A", "06630400052", "060207000622")
        rows = [(*row[:4], number, row[6]) for row, number in zip(PEOPLE, ids, strict=True)]
        fill(book.add_worksheet("Danh sách"), [(*HEADER[:4], "Số CMND/CCCD", "Chi đoàn"), *rows])


@LISTS.makes("code-as-number-and-text.xlsx")
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


@LISTS.makes("synonyms.csv")
def synonyms(path: Path) -> None:
    """Local words for the centre's; and a word that is in no list."""
    header = ("Họ và tên", "Ngày sinh", "Tôn giáo", "Học vấn", "Chuyên môn", "Chi đoàn")
    rows = table(f"""\
Nguyễn Văn An|17/05/2004|Phật|12|Đại học|{BRANCH}
Trần Thị Bích|02/09/2005|Thiên chúa|12/12|Thạc sỹ|{BRANCH}
Lê Hoàng Châu|30/11/2003|không|hệ 12/12|cao đẳng|{BRANCH}
Phạm Thúy Diễm|08/03/2006|Đạo mới|THCS||{BRANCH}""")
    write_csv(path, [header, *rows])
