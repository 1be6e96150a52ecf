"""Lists typed in fonts of the time before Unicode."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from examples.making.people import BRANCH, SECOND
from examples.making.tools import LISTS, fill, table, workbook, write_csv

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


@LISTS.makes("tcvn3.xlsx")
def tcvn3_book(path: Path) -> None:
    """Everything, the header too, is in .VnTime; the cells name the font."""
    _legacy_book(path, ".VnTime", tcvn3)


@LISTS.makes("tcvn3-capitals.xlsx")
def tcvn3_capitals(path: Path) -> None:
    """Names in .VnTimeH: stored in small letters, and shown and meant in capitals."""
    with workbook(path) as book:
        plain, capital = (book.add_format({"font_name": font}) for font in (".VnTime", ".VnTimeH"))
        sheet = book.add_worksheet("DSDV")
        fill(sheet, [[tcvn3(cell) for cell in row] for row in LEGACY_ROWS], style=plain)
        for number, row in enumerate(LEGACY_ROWS[1:], 1):
            sheet.write_string(number, 1, str(tcvn3(str(row[1]).lower())), capital)


@LISTS.makes("vni.xlsx")
def vni_book(path: Path) -> None:
    """Everything is in VNI-Times; the cells name the font."""
    _legacy_book(path, "VNI-Times", vni)


@LISTS.makes("tcvn3.csv")
def tcvn3_text(path: Path) -> None:
    """The same saved as CSV: no font is named any more."""
    write_csv(path, [[tcvn3(cell) for cell in row] for row in LEGACY_ROWS])


@LISTS.makes("vni.csv")
def vni_text(path: Path) -> None:
    """The same saved as CSV: no font is named any more."""
    write_csv(path, [[vni(cell) for cell in row] for row in LEGACY_ROWS])


@LISTS.makes("tcvn3-and-unicode.csv")
def tcvn3_and_unicode(path: Path) -> None:
    """Six people are in the old code and four in today's: two lists were pasted together."""
    today = table(f"""\
7|Hồ Thanh Mại|19/08/2004|Nữ|Xã Hồng Sơn|Kinh|{SECOND}
8|Phan Thị Lài|20/10/2003|Nữ|Xã Mỹ Thạnh|Ra Glai|{SECOND}
9|Vũ Đình Khang|14/02/2005|Nam|Phường Bình Hưng|Kinh|{SECOND}
10|Đỗ Quảng Duy|11/11/2005|Nam|Phường Lạc Đạo|Kinh|{SECOND}""")
    old = [[tcvn3(cell) for cell in row] for row in LEGACY_ROWS[1:]]
    write_csv(path, [LEGACY_ROWS[0], *old, *today])


@LISTS.makes("tcvn3-in-one-row.csv")
def tcvn3_in_one_row(path: Path) -> None:
    """One person was copied from an old list; the rest is in today's code."""
    rows = list(LEGACY_ROWS)
    rows[2] = [tcvn3(cell) for cell in rows[2]]
    write_csv(path, rows)
