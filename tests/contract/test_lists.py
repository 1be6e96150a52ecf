"""One contract for every list format: the same rows come back, each accounted for, each with its own bytes."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.headers import load_headers
from sync.fingerprint import row_hasher
from sync.tables.rows import row_judge
from sync.values import Cell, Severity
from tests.lists.writers import FORMATS, data, errors, raws, read, spec, spec_for, write_csv, write_sqlite, write_xlsx

DATA = Path(__file__).parents[1] / "data"
HEADER = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "Địa chỉ thường trú", "Ghi chú"]
PEOPLE = [
    ["1", "Nguyễn Thử An", "01/02/2004", "001204000001", "Xã A, Tỉnh B", ""],
    ["2", "TRẦN THỊ MẪU", "2004-05-17", "", 'Nhà "Bốn", ngõ 5', "x"],
    ["3", "K'Brểu", "", "079304000003", "a;b\tc", ""],
    ["", "", "", "", "", ""],
    ["4", "Lê Giả", "1999", "079099000004", "Xã A", "y"],
]
FILES = [name for name in FORMATS if not name.endswith(".db")]
CSVS = [name for name in FORMATS if name.endswith(".csv")]
WORKBOOKS = [name for name in FILES if not name.endswith(".csv")]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_rows_come_back_from_every_format(tmp_path: Path, name: str) -> None:
    path = FORMATS[name](tmp_path / name, [HEADER, *PEOPLE])
    (table,), findings = read(spec_for(path))
    assert [cells for _, cells in data(table)] == PEOPLE
    first = 1 if name.endswith(".db") else 2
    assert [number for number, _ in data(table)] == list(range(first, first + len(PEOPLE)))
    assert [column.field for column in table.columns] == [
        "row_no",
        "full_name",
        "date_of_birth",
        "national_id",
        "permanent_address",
    ]
    assert [(f.code, f.severity, f.place.column, f.details["header"]) for f in findings] == [
        ("list-unknown-column", Severity.NOTE, "F", "Ghi chú")
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_raw_rows_tell_rows_apart_and_stay_the_same(tmp_path: Path, name: str) -> None:
    path = FORMATS[name](tmp_path / name, [HEADER, *PEOPLE])
    (table,), _ = read(spec_for(path))
    (again,), _ = read(spec_for(path))
    assert raws(table) == raws(again)
    assert len(set(raws(table))) == len(PEOPLE)
    assert table.salt == again.salt
    assert len(set(row_hasher(b"k", table.salt)(raws(table)))) == len(PEOPLE)


@pytest.mark.parametrize("name", FORMATS)
def test_swapped_columns_change_the_salt(tmp_path: Path, name: str) -> None:
    dates = ["STT", "Họ và tên", "Ngày sinh", "Ngày cấp", "CCCD"]
    swapped = ["STT", "Họ và tên", "Ngày cấp", "Ngày sinh", "CCCD"]
    row = ["1", "Lê Giả", "01/02/2004", "01/02/2004", "001204000001"]
    tables = []
    for number, header in enumerate((dates, swapped)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (table,), _ = read(spec_for(FORMATS[name](folder / name, [header, row])))
        tables.append(table)
    assert raws(tables[0]) == raws(tables[1])
    assert tables[0].salt != tables[1].salt


@pytest.mark.parametrize("name", FILES)
def test_titles_blank_rows_and_the_unit_above(tmp_path: Path, name: str) -> None:
    titles = [["", "DANH SÁCH"], ["", "CHI ĐOÀN THỬ NGHIỆM 1"], ["", ""]]
    path = FORMATS[name](tmp_path / name, [*titles, HEADER, *PEOPLE])
    (table,), _ = read(spec_for(path))
    assert table.unit == "CHI ĐOÀN THỬ NGHIỆM 1"
    assert [(row.row, row.reason) for row in table.preamble] == [
        (1, "title"),
        (2, "title"),
        (3, "blank"),
        (4, "header"),
    ]
    assert [number for number, _ in data(table)] == [5, 6, 7, 8, 9]


def test_the_central_export_is_read_whole() -> None:
    (table,), findings = read(spec(DATA, "central_export_fabricated.xlsx"))
    rows = data(table)
    assert [number for number, _ in rows] == [7, 8, 9, 10]
    assert [row.row for row in table.preamble] == [1, 2, 3, 4, 5, 6]
    assert table.unit == "CHI ĐOÀN THỬ NGHIỆM 1"
    assert len(table.columns) == 33
    births = [(c.index, c.implies) for c in table.columns if c.field == "date_of_birth"]
    assert births == [(3, ("gender", "male")), (4, ("gender", "female"))]
    assert [(cells[1], cells[3], cells[4]) for _, cells in rows] == [
        ("Nguyễn Thử Nghiệm", "01/02/1995", ""),
        ("TRẦN THỊ MẪU", "", "30/11/1998"),
        ("Lê  Giả Lập", "15/08/2000", ""),
        ("PHẠM THỊ VÍ DỤ", "", "29/02/2000"),
    ]
    judge = row_judge(table.columns, load_headers().rows)
    assert [judge(cells) for _, cells in rows] == [None] * 4
    assert [(f.code, f.severity, f.place.sheet, dict(f.details)) for f in findings] == [
        ("list-hidden-columns", Severity.NOTE, table.sheet, {"columns": "AD"}),
        ("list-hidden-sheet", Severity.NOTE, "DATA", {"sheet": "DATA"}),
    ]


def test_types_of_cells_are_kept_and_told_apart(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Họ và tên", "Ngày sinh", "SĐT"],
        ["Lê Giả", datetime(2004, 2, 1), "1"],  # noqa: DTZ001 (a spreadsheet's date has no zone)
        ["Lê Giả", "2004-02-01", 1],
        ["Lê Giả", "2004-02-01", "1.0"],
        ["Lê Giả", "2004-02-01", "1"],
        ["Lê Giả", "2004-02-01", True],
        ["Lê Giả", "2004-02-01", ""],
    ]
    path = tmp_path / "types.xlsx"
    import xlsxwriter  # noqa: PLC0415 (needed with a date format here only)

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    (table,), _ = read(spec(tmp_path, path.name))
    cells = [cells for _, cells in data(table)]
    assert cells[0][1] == date(2004, 2, 1)
    assert [row[2] for row in cells] == ["1", 1.0, "1.0", "1", True, ""]
    assert [type(row[2]) for row in cells] == [str, float, str, str, bool, str]
    assert len(set(raws(table))) == len(rows) - 1


def test_a_database_keeps_types_and_cannot_be_written(tmp_path: Path) -> None:
    write_sqlite(tmp_path / "list.db", [["full_name", "date_of_birth", "phone"], ["Lê Giả", None, 900000001]])
    (table,), findings = read(spec(tmp_path, "sqlite:///list.db", query="SELECT * FROM people;"))
    assert [cells for _, cells in data(table)] == [["Lê Giả", "", 900000001]]
    assert findings == []
    _, findings = read(spec(tmp_path, "sqlite:///list.db", query="SELECT * FROM people WHERE phone LIKE '9%'"))
    assert findings == []


# ── whatever an officer's sheet looks like, every row is accounted for ────────────────────────────────────

# No vowel here can be half of one in a legacy font: that would be asked about, and is tested elsewhere.
text = st.text(alphabet="abcđehinouyAĐ Nguễảị,;'\"\n\t0129", max_size=10).map(str.strip)
person = st.tuples(st.sampled_from(["Nguyễn Thử An", "Lê Giả", "K'Brểu"]), text, text, text)
FIELDS = ["Họ và tên", "Ngày sinh", "CCCD", "Quê quán"]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[list[str]], int, list[int], list[tuple[str, ...]]]:
    """A sheet's rows, the header's index, where each of FIELDS stands, and the people in order."""
    order = draw(st.permutations(range(len(FIELDS))))
    left, right = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    width = left + len(FIELDS) + right

    def line(cells: list[str]) -> list[str]:
        return [*[""] * left, *[cells[i] for i in order], *[""] * right]

    titles = draw(st.lists(st.sampled_from(["", "DANH SÁCH ĐOÀN VIÊN", "ĐOÀN PHƯỜNG MẪU"]), max_size=6))
    body = draw(st.lists(st.one_of(person, st.none()), min_size=1, max_size=8))
    rows = [[title, *[""] * (width - 1)] for title in titles]
    rows.append(line(FIELDS))
    rows += [line(list(someone)) if someone else [""] * width for someone in body]
    return rows, len(titles), [left + order.index(i) for i in range(4)], [someone for someone in body if someone]


def _cells_of(someone: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.replace("\r\n", "\n") for cell in someone)


@pytest.mark.parametrize("how", ["xlsx", "csv", "utf16"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sheet=sheets(), trailing=st.integers(0, 3))
def test_rows_read_are_records_plus_rows_set_aside(
    tmp_path: Path, how: str, sheet: tuple[list[list[str]], int, list[int], list[tuple[str, ...]]], trailing: int
) -> None:
    rows, header, where, people = sheet
    path = tmp_path / ("sheet.xlsx" if how == "xlsx" else "sheet.csv")
    if how == "xlsx":
        write_xlsx(path, [*rows, *[[""]] * trailing])
    else:
        width = len(rows[0])
        write_csv(path, [*rows, *[[""] * width] * trailing], encoding="utf-16" if how == "utf16" else "utf-8-sig")
    (table,), findings = read(spec(tmp_path, path.name))
    assert errors(findings) == []
    assert [(c.field, c.index) for c in sorted(table.columns, key=lambda c: c.field)] == sorted(
        zip(["full_name", "date_of_birth", "national_id", "hometown"], where, strict=True)
    )
    assert [row.row for row in table.preamble] == list(range(1, header + 2))
    below = data(table)
    judge = row_judge(table.columns, load_headers().rows)
    records = [tuple(cells[i] for i in where) for _, cells in below if judge(cells) is None]
    aside = [number for number, cells in below if judge(cells) is not None]
    assert records == [_cells_of(someone) for someone in people]
    assert len(below) == len(records) + len(aside)
    if how == "xlsx":
        last = max(index for index, row in enumerate(rows) if any(row)) + 1
        assert [number for number, _ in below] == list(range(header + 2, last + 1))


lines = st.lists(st.lists(st.text(alphabet='ab,"\n\r;é', max_size=6), min_size=3, max_size=3), max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=lines, end=st.sampled_from(["\n", "\r\n", "\r"]), block=st.integers(1, 40), final=st.booleans())
def test_csv_records_are_what_the_csv_module_reads_at_any_block_size(
    body: list[list[str]], end: str, block: int, final: bool
) -> None:
    from adapters.lists.csvlines import records  # noqa: PLC0415 (the splitter alone, at block sizes no file has)
    from sync.errors import ListError  # noqa: PLC0415

    written = io.StringIO()
    quoting = csv.QUOTE_ALL if any(set(cell) & {"\r", "\n"} for row in body for cell in row) else csv.QUOTE_MINIMAL
    csv.writer(written, lineterminator=end, quoting=quoting).writerows(body)
    raw = written.getvalue().encode()
    raw = raw if final else raw[: -len(end)] if body else raw
    blocks = (raw[i : i + block] for i in range(0, len(raw), block))
    found: list[list[str]] = []
    starts: list[int] = []
    for numbers, pieces in records(blocks, ",", lambda code, line: ListError(code), 1024):
        assert len(numbers) == len(pieces)
        starts.extend(numbers)
        found.extend(next(csv.reader((piece.decode(),), strict=True), []) for piece in pieces)
    expected = [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in body]
    assert found == expected
    tops = [1]
    for row in expected:
        tops.append(tops[-1] + 1 + sum(cell.count("\n") for cell in row))
    assert starts == tops[: len(body)]


# ── several sheets, several files ─────────────────────────────────────────────────────────────────────────


def test_every_visible_sheet_has_its_own_header(tmp_path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415

    with xlsxwriter.Workbook(str(tmp_path / "many.xlsx")) as book:
        one, two = book.add_worksheet("Chi đoàn 1"), book.add_worksheet("Chi đoàn 2")
        notes, empty, hidden = book.add_worksheet("Hướng dẫn"), book.add_worksheet("Trang4"), book.add_worksheet("DM")
        one.write_row(0, 0, ["Họ và tên", "CCCD"])
        one.write_row(1, 0, ["Lê Giả", "001204000001"])
        two.write_row(3, 2, ["CCCD", "Họ và tên"])
        two.write_row(4, 2, ["001204000002", "Trần Mẫu"])
        notes.write(0, 0, "Nhập đủ các cột")
        hidden.write_row(0, 0, ["Họ và tên", "CCCD"])
        hidden.hide()
        assert empty
    tables, findings = read(spec(tmp_path, "many.xlsx"))
    assert [(table.sheet, data(table)) for table in tables] == [
        ("Chi đoàn 1", [(2, ["Lê Giả", "001204000001"])]),
        ("Chi đoàn 2", [(5, ["", "", "001204000002", "Trần Mẫu"])]),
    ]
    assert [(f.code, f.severity, f.place.sheet) for f in findings] == [
        ("list-hidden-sheet", Severity.NOTE, "DM"),
        ("list-sheet-set-aside", Severity.WARNING, "Hướng dẫn"),
    ]


def test_a_glob_reads_its_files_in_order_and_says_what_it_left(tmp_path: Path) -> None:
    folder = tmp_path / "lists" / "xã A"
    folder.mkdir(parents=True)
    for name in ("b.csv", "a.csv"):
        write_csv(folder / name, [HEADER, *PEOPLE[:1]])
    (folder / "~$a.csv").write_bytes(b"lock")
    (folder / ".hidden.csv").write_bytes(b"x")
    (folder / "~a.tmp").write_bytes(b"")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "folder").mkdir()
    tables, findings = read(spec(tmp_path, "lists/**/*"))
    assert [table.file for table in tables] == ["lists/xã A/a.csv", "lists/xã A/b.csv"]
    assert sorted((f.place.file, f.details["reason"]) for f in findings if f.code == "list-skipped-file") == [
        ("lists/xã A", "folder"),
        ("lists/xã A/.hidden.csv", "hidden"),
        ("lists/xã A/folder", "folder"),
        ("lists/xã A/~a.tmp", "temporary"),
    ]
    assert [(f.code, f.place.file) for f in findings if f.severity != "note"] == [
        ("list-open-elsewhere", "lists/xã A/a.csv"),
        ("list-empty", "lists/xã A/empty.csv"),
    ]


def test_a_file_whose_name_holds_glob_marks_is_that_file(tmp_path: Path) -> None:
    write_csv(tmp_path / "chi đoàn [1].csv", [HEADER, *PEOPLE])
    (table,), _ = read(spec(tmp_path, "chi đoàn [1].csv"))
    assert table.file == "chi đoàn [1].csv"
