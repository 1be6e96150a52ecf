"""Lists typed in fonts of before Unicode, and numbers with their styles, in whole files: what is read, what is noted,
what is asked. Every list here states the same people as its Unicode twin."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from unicodedata import normalize

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from adapters.lists import open_list
from adapters.lists.fontnames import sheet_styles
from config.headers import load_headers
from config.knowledge import load_knowledge
from config.units import load_unit_words
from sync.lists.reading import Reading
from sync.ports import Table
from sync.tables.columns import Styles
from sync.units.importing import UnitKeeping
from sync.unittree import UnitTree
from sync.values import Cell, CleanRow, Finding, Severity
from tests.lists.writers import errors, read, spec, write_csv, write_xls
from tests.support.legacy import tcvn3, vni
from yumsync.bootstrap import Silence

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Quê quán", "Đơn vị"]
UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"
PEOPLE = [
    ["1", "Nguyễn Văn Hùng", "17/05/2004", "Nam", "Kinh", "Phú Thủy, Lâm Đồng", UNIT],
    ["2", "Trần Thị Hà", "ngày 2 tháng 9 năm 2003", "Nữ", "Tày", "xã Hàm Thuận", UNIT],
    ["3", "K'Brểu", "01/02/2005", "Nam", "Ê Đê", "", UNIT],
    ["4", "Lan Anh", "06/07/2004", "Nữ", "Kinh", "Quảng Ngãi", UNIT],
]
READING = Reading(load_knowledge(), load_headers().rows, date(2026, 3, 1))
Typed = Callable[[str], str]
fonts = pytest.mark.parametrize("typed", [tcvn3, vni], ids=["TCVN3", "VNI"])


def cleaned(folder: Path, name: str) -> tuple[list[CleanRow], list[Finding]]:
    """Read a list and clean its rows; a table that cannot be used has none."""
    found = spec(folder, name)
    source = open_list(found)
    rows: list[CleanRow] = []
    findings: list[Finding] = []
    for table in source.tables():
        if isinstance(table, Finding):
            findings.append(table)
            continue
        findings.extend(table.findings)
        row = READING.reader(table, source)
        for chunk in table.chunks():
            made = [row(number, chunk.cells(index)) for index, number in enumerate(chunk.numbers)]
            rows.extend(one for one in made if isinstance(one, CleanRow))
    return rows, findings


def values(rows: Sequence[CleanRow]) -> list[dict[str, str | None]]:
    return [dict(row.values) for row in rows]


@pytest.fixture
def twin(tmp_path: Path) -> list[dict[str, str | None]]:
    """What the list states in Unicode."""
    write_csv(tmp_path / "twin.csv", [HEADER, *PEOPLE])
    rows, findings = cleaned(tmp_path, "twin.csv")
    assert [finding.code for finding in findings] == []
    assert [row.findings for row in rows] == [(), (), (), ()]
    return values(rows)


def typed_rows(typed: Typed) -> list[list[str]]:
    return [[typed(cell) for cell in row] for row in [HEADER, *PEOPLE]]


def write_styled(path: Path, rows: Sequence[Sequence[Cell]], font: str = "Calibri", **options: object) -> None:
    """Write a workbook whose cells are set in a font; numbers as `options` say."""
    formats: dict[str, str] = dict(options.pop("formats", {}))  # type: ignore[call-overload]
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                name = HEADER[column] if column < len(HEADER) else ""
                look = book.add_format({"font_name": font, "num_format": formats.get(name, "General")})
                if cell not in ("", None):
                    sheet.write(number, column, cell, look)


def write_utf8(path: Path, rows: Sequence[Sequence[str]]) -> None:
    write_csv(path, rows, ";")


WRITERS: dict[str, Callable[[Path, Sequence[Sequence[str]]], object]] = {
    "list.csv": write_utf8,
    "list.xls": write_xls,
    "list.xlsx": lambda path, rows: write_styled(path, rows, "Times New Roman"),
}


@fonts
@pytest.mark.parametrize("name", WRITERS)
def test_a_list_in_a_legacy_font_states_what_its_unicode_twin_states(
    tmp_path: Path, twin: list[dict[str, str | None]], typed: Typed, name: str
) -> None:
    """Header, names, words in dates, code lists and units; whatever the format, fonts known or not."""
    WRITERS[name](tmp_path / name, typed_rows(typed))
    rows, findings = cleaned(tmp_path, name)
    assert values(rows) == twin
    (note,) = findings
    assert (note.code, note.severity) == ("list-legacy-font", Severity.NOTE)
    assert note.details == {"font": "TCVN3" if typed is tcvn3 else "VNI", "columns": "B, C, D, E, F, G"}
    assert (note.found, note.proposed) == (typed("Nguyễn Văn Hùng"), "Nguyễn Văn Hùng")
    assert rows[0].steps["full_name"].found == typed("Nguyễn Văn Hùng")
    assert rows[0].steps["full_name"].done == ("legacy-font",)
    assert rows[1].steps["gender"].done[0] == "legacy-font"
    assert "full_name" not in rows[3].steps, "ASCII reads the same in any font"


@fonts
def test_a_header_half_in_ascii_is_found_whole(tmp_path: Path, typed: Typed) -> None:
    """HoTen and CCCD are known as they stand; the others are not lost for it."""
    header = ["HoTen", "CCCD", typed("Ngày sinh"), typed("Giới tính"), typed("Địa chỉ")]
    write_csv(tmp_path / "list.csv", [header, ["Lan Anh", "079204000001", "17/05/2004", "Nam", typed("Quảng Ngãi")]])
    (table,), _ = read(spec(tmp_path, "list.csv"))
    fields = [column.field for column in table.columns]
    assert fields == ["full_name", "national_id", "date_of_birth", "gender", "permanent_address"]


@fonts
def test_units_are_read_from_a_legacy_font_too(tmp_path: Path, typed: Typed) -> None:
    names = ["Đoàn phường Phú Thủy", "Chi đoàn khu phố 1", "Chi đoàn khu phố 2"]
    rows = [["Tên đơn vị", "Đơn vị cấp trên"], [names[0], ""], [names[1], names[0]], [names[2], names[0]]]
    write_csv(tmp_path / "units.csv", [[typed(cell) for cell in row] for row in rows])
    words = load_unit_words()
    source = open_list(replace(spec(tmp_path, "units.csv"), unit_words=words))
    made = UnitKeeping((source,), words, date(2026, 3, 1)).from_lists(UnitTree(), Silence())
    assert sorted(unit.name for unit in made.tree) == sorted(names)


def test_the_font_tells_of_capitals_and_the_case_is_kept(tmp_path: Path) -> None:
    write_styled(tmp_path / "list.xlsx", [HEADER, *typed_rows(tcvn3)[1:]], ".VnTimeH")
    rows, _ = cleaned(tmp_path, "list.xlsx")
    assert [row.values["full_name"] for row in rows] == ["NGUYỄN VĂN HÙNG", "TRẦN THỊ HÀ", "K'BRỂU", "LAN ANH"]


@fonts
def test_titles_totals_and_signatures_are_known_in_a_legacy_font_too(tmp_path: Path, typed: Typed) -> None:
    sheet = [
        ["Danh sách đoàn viên"],
        ["Đơn vị: Chi đoàn 1, Đoàn phường Phú Thủy"],
        HEADER[:6],
        *[row[:6] for row in PEOPLE],
        ["", "Tổng cộng: 4 đoàn viên"],
        ["", "", "", "", "", "Người lập biểu"],
    ]
    write_xls(tmp_path / "list.xls", [[typed(cell) for cell in row] for row in sheet])
    (table,), findings = read(spec(tmp_path, "list.xls"))
    assert errors(findings) == []
    assert table.unit == UNIT
    rows, _ = cleaned(tmp_path, "list.xls")
    assert [row.values["full_name"] for row in rows] == [person[1] for person in PEOPLE]


@fonts
def test_a_mixed_column_is_refused_naming_cell_and_rows(tmp_path: Path, typed: Typed) -> None:
    names = [f"Nguyễn Văn {given}" for given in ("Hùng", "Hải", "Tuấn", "Đạt")]
    rows = [*names, *map(typed, names)]
    write_csv(tmp_path / "list.csv", [["Họ và tên", "Ngày sinh"], *([name, "17/05/2004"] for name in rows)])
    found, findings = cleaned(tmp_path, "list.csv")
    assert found == []
    (error,) = findings
    assert (error.code, error.severity, error.place.column) == ("list-legacy-font-mixed", Severity.ERROR, "A")
    assert error.details["rows"] == "6, 7, 8, 9"
    assert (error.found, error.proposed) == (typed("Nguyễn Văn Hùng"), "Nguyễn Văn Hùng")


@fonts
def test_a_later_row_that_contradicts_is_an_error_of_that_row(tmp_path: Path, typed: Typed) -> None:
    """Beyond the rows a list is judged by, in a legacy column and in a Unicode one."""
    many = [[f"Nguyễn Văn {given}", "17/05/2004"] for given in ("Hùng", "Hải", "Tuấn", "Đạt") for _ in range(40)]
    other = ["Trần Thị Hiển", "18/05/2004"]
    legacy = [[typed(cell) for cell in row] for row in [["Họ và tên", "Ngày sinh"], *many]]
    write_csv(tmp_path / "legacy.csv", [*legacy, other])
    write_csv(tmp_path / "unicode.csv", [["Họ và tên", "Ngày sinh"], *many, [typed(cell) for cell in other]])
    for name, stands in (("legacy.csv", other[0]), ("unicode.csv", typed(other[0]))):
        rows, _ = cleaned(tmp_path, name)
        assert [row.values["full_name"] for row in rows[:-1]] == [row[0] for row in many]
        (finding,) = [one for one in rows[-1].findings if one.code != "required-missing"]
        assert (finding.code, finding.severity, finding.found) == ("legacy-font-mixed", Severity.ERROR, stands)
        assert (finding.place.row, finding.place.column, finding.field) == (162, "A", "full_name")
        assert "full_name" not in rows[-1].values


def test_the_decision_is_in_the_tables_salt(tmp_path: Path) -> None:
    """The same bytes of a row mean something else under another decision."""
    salts = set()
    for name, first in (
        ("unicode", "Nguyễn Văn Hùng"),
        ("tcvn3", tcvn3("Nguyễn Văn Hùng")),
        ("vni", vni("Nguyễn Văn Hùng")),
    ):
        write_csv(tmp_path / f"{name}.csv", [["Họ và tên", "Ngày sinh"], [first, ""], ["Líp", ""]])
        (table,), _ = read(spec(tmp_path, f"{name}.csv"))
        salts.add(table.salt)
    assert len(salts) == 3


# ── CSV of before UTF-8 ──────────────────────────────────────────────────────────────────────────────────


def as_bytes(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def cp1258(text: str) -> bytes:
    """Encode as Windows does: a vowel with its own mark is one letter, the tone a second one."""
    letters = []
    for letter in normalize("NFC", text):
        apart = normalize("NFD", letter)
        tones = [sign for sign in apart if sign in "\u0300\u0301\u0303\u0309\u0323"]
        letters.append(normalize("NFC", "".join(sign for sign in apart if sign not in tones)) + "".join(tones))
    return "".join(letters).encode("cp1258")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (cp1258(as_bytes([HEADER, *PEOPLE])), "cp1258"),
        (as_bytes(typed_rows(tcvn3)).encode("cp1252"), "cp1252"),
        (as_bytes(typed_rows(vni)).encode("cp1252"), "cp1252"),
    ],
    ids=["cp1258", "TCVN3", "VNI"],
)
def test_a_csv_of_before_utf8_states_what_its_twin_states(
    tmp_path: Path, twin: list[dict[str, str | None]], content: bytes, encoding: str
) -> None:
    (tmp_path / "list.csv").write_bytes(content)
    rows, findings = cleaned(tmp_path, "list.csv")
    assert values(rows) == twin
    assert findings[0].code == "list-old-encoding"
    assert findings[0].details == {"encoding": encoding}


@pytest.mark.parametrize(
    "content",
    [
        "Name,Born\nJosé,2004\nFrançois,2004\nZoë,2003\n".encode("latin-1"),
        as_bytes([HEADER, *PEOPLE]).encode("cp1258", "replace"),
        as_bytes([HEADER, *PEOPLE]).encode() + b"L\xe3,1,2\n",
        "Họ và tên,Ngày sinh\nLê Lan,2004\n".encode()[:-8] + b"\xe3\n",
        bytes(range(128, 256)) * 20,
    ],
    ids=["french", "damaged", "one byte in UTF-8", "cut", "bytes"],
)
def test_any_other_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.csv").write_bytes(content)
    assert errors(cleaned(tmp_path, "list.csv")[1]) == ["list-encoding"]


# ── styles ───────────────────────────────────────────────────────────────────────────────────────────────

NUMBERS = ["Họ và tên", "Ngày sinh", "CCCD", "Số điện thoại"]


def write_numbers(path: Path, id_format: str, phone_format: str, **options: object) -> None:
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, NUMBERS)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row in (1, 2):
            sheet.write(row, 0, f"Lê Giả {'An' if row == 1 else 'Bình'}")
            sheet.write_datetime(row, 1, datetime(2004, 5, 16 + row), day)  # noqa: DTZ001 (a cell has no zone)
            sheet.write_number(row, 2, 79204000000 + row, book.add_format({"num_format": id_format}))
            sheet.write_number(row, 3, 912345670 + row, book.add_format({"num_format": phone_format}))


def test_numbers_are_read_with_the_zeros_they_are_shown_with(tmp_path: Path) -> None:
    """Known from the format, so the ID needs no officer; without it the zero is only proposed."""
    write_numbers(tmp_path / "shown.xlsx", "000000000000", "0#########")
    write_numbers(tmp_path / "general.xlsx", "General", "0")
    rows, findings = cleaned(tmp_path, "shown.xlsx")
    assert [(row.values["national_id"], row.values["phone"]) for row in rows] == [
        ("079204000001", "0912345671"),
        ("079204000002", "0912345672"),
    ]
    assert rows[0].steps["national_id"].found == "79204000001"
    assert rows[0].steps["national_id"].done == ("zero-shown",)
    assert [finding.code for finding in findings] == ["list-shown-zeros", "list-shown-zeros"]
    rows, _ = cleaned(tmp_path, "general.xlsx")
    assert [finding.code for finding in rows[0].findings if finding.field != "unit"] == ["national-id-zero-lost"]
    assert rows[0].steps["phone"].done == ("zero-restored",)


@pytest.mark.parametrize(
    ("number", "value", "code"),
    [
        (79204000001, "079204000001", ""),
        (1304000001, "001304000001", ""),
        (271234567, "271234567", "zero-shown-wrong"),  # an old CMND: there is no province 000
        (12345, None, "national-id-length"),
        (27123456, None, "national-id-zero-lost"),
        (79904000001, None, "national-id-zero-lost"),  # nobody is born in 2404
        (99204000001, None, "national-id-length"),  # there is no province 099
    ],
)
def test_an_id_is_not_made_of_the_zeros_a_column_shows(
    tmp_path: Path, number: int, value: str | None, code: str
) -> None:
    """Twelve shown digits are an ID where they state a province and a century; else the number itself counts."""
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, NUMBERS[:3])
        for row, digits in ((1, 79204000009), (2, number)):
            sheet.write_row(row, 0, ["Lê Giả An", "17/05/2004"])
            sheet.write_number(row, 2, digits, book.add_format({"num_format": "000000000000"}))
    rows, _ = cleaned(tmp_path, "list.xlsx")
    about = [one for one in rows[1].findings if one.field == "national_id"]
    assert rows[1].values.get("national_id") == value
    assert [one.code for one in about if not one.code.startswith("national-id-gender")] == [code][: bool(code)]
    assert all((one.place.column, one.place.row, one.found) == ("C", 3, str(number)) for one in about)


def test_dates_of_a_1904_workbook(tmp_path: Path) -> None:
    """Real date cells are right; a bare number is four years off and cannot be used."""
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx"), {"date_1904": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, NUMBERS[:2])
        sheet.write(1, 0, "Lê Giả An")
        sheet.write_datetime(1, 1, datetime(2004, 5, 17), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
        sheet.write_row(2, 0, ["Lê Giả Bình", 36662])
        sheet.write_row(3, 0, ["Lê Giả Cường", 2004])
    rows, _ = cleaned(tmp_path, "list.xlsx")
    assert [row.values.get("date_of_birth") for row in rows] == ["2004-05-17", None, "2004"]
    assert [finding.code for finding in rows[1].findings if finding.field != "unit"] == ["date-serial-1904"]


def test_styles_are_those_of_the_sheets_own_cells(tmp_path: Path) -> None:
    write_styled(tmp_path / "list.xlsx", [HEADER, PEOPLE[0]], ".VnTime", formats={"Họ và tên": "0000"})
    content = (tmp_path / "list.xlsx").read_bytes()
    styles = sheet_styles(content, "Danh sách", 2)
    assert styles is not None
    assert {styles.fonts[row, column] for row in (0, 1) for column in range(7)} == {".VnTime"}
    assert styles.formats == {(0, 1): "0000", (1, 1): "0000"}
    assert sheet_styles(content, "Danh sách", 1) == Styles(
        fonts={(0, column): ".VnTime" for column in range(7)}, formats={(0, 1): "0000"}
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_styles_that_cannot_be_known(content: bytes, tmp_path: Path) -> None:
    assert sheet_styles(content, "Danh sách", 100) is None
    write_styled(tmp_path / "list.xlsx", [HEADER])
    assert sheet_styles((tmp_path / "list.xlsx").read_bytes(), "Another", 100) is None


def test_a_part_with_entities_is_not_read(tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415

    write_styled(tmp_path / "list.xlsx", [HEADER], ".VnTime")
    bomb = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><styleSheet>&b;</styleSheet>'
    with (
        zipfile.ZipFile(tmp_path / "list.xlsx") as old,
        zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, bomb if name == "xl/styles.xml" else old.read(name))
    assert sheet_styles((tmp_path / "bomb.xlsx").read_bytes(), "Danh sách", 100) is None


def test_a_table_is_read_once_more_alike(tmp_path: Path) -> None:
    """The raw rows are those of the file: what is decided of a column changes the salt, not the fingerprints."""
    write_csv(tmp_path / "list.csv", typed_rows(tcvn3))
    tables: list[Table] = [read(spec(tmp_path, "list.csv"))[0][0] for _ in range(2)]
    assert tables[0].salt == tables[1].salt
    raws = [[raw for chunk in table.chunks() for raw in chunk.raws] for table in tables]
    assert raws[0] == raws[1]
    assert tcvn3("Nguyễn Văn Hùng").encode() in raws[0][0]
