"""Bad input of every kind gets a code and a place, never a traceback, and never half a list in silence."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.lists import ListSpec, ReadLimits
from sync.errors import ListError
from sync.values import Cell, Place
from tests.lists.writers import (
    FORMATS,
    csv_text,
    data,
    read,
    spec,
    write_csv,
    write_ods,
    write_sqlite,
    write_xls,
    write_xlsx,
)

DATA = Path(__file__).parents[1] / "data"
HEADER: list[Cell] = ["Họ và tên", "Ngày sinh", "Quê quán"]
ROW: list[Cell] = ["Nguyễn Thử An", "01/02/2004", "Xã A, Tỉnh B"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(rows: list[list[Cell]], folder: Path) -> bytes:
    return write_xlsx(folder / "made.xlsx", rows).read_bytes()


def only_error(of: ListSpec) -> tuple[str, Place, dict[str, str | int]]:
    """The list's one error, whether it came as a finding or was raised while its rows were read."""
    try:
        tables, findings = read(of)
        for table in tables:
            data(table)
    except ListError as problem:
        return problem.code, problem.place or Place("nowhere"), dict(problem.details)
    (error,) = [finding for finding in findings if finding.severity == "error"]
    return error.code, error.place, dict(error.details)


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A package with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


WRONG_FILES = {
    "empty.xlsx": (b"", "list-empty", {}),
    "empty.csv": (b"", "list-empty", {}),
    "blank.csv": (b"\n\n \n", "list-empty", {}),
    "page.xlsx": (b"%PDF-1.7 ...", "list-not-a-workbook", {"found": "pdf"}),
    "page.xls": (b"  <HTML><body><table></table></body>", "list-not-a-workbook", {"found": "html"}),
    "sheet.xls": (b'<?xml version="1.0"?><Workbook/>', "list-not-a-workbook", {"found": "xml"}),
    "text.xlsx": ("Họ và tên,Ngày sinh\n".encode(), "list-not-a-workbook", {"found": "text"}),
    "letter.xls": (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "list-not-a-workbook", {"found": "ole"}),
    "encrypted.xlsx": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "list-encrypted", {}),
    "broken.xls": (OLE + b"\xff" * 600 + "Workbook\0".encode("utf-16-le"), "list-damaged", None),
    "page.csv": (b"<!DOCTYPE html><html></html>", "list-not-a-csv", {"found": "html"}),
    "old.csv": (OLE + b"\0" * 600, "list-not-a-csv", {"found": "ole"}),
    "photo.csv": (b"\x89PNG\r\n\x1a\n", "list-not-a-csv", {"found": "image"}),
    "list.docx": (b"PK\x03\x04", "list-format", {"suffix": ".docx"}),
    "list": (b"x", "list-format", {"suffix": ""}),
}


@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_known_by_what_it_holds(tmp_path: Path, name: str) -> None:
    content, code, details = WRONG_FILES[name]
    (tmp_path / name).write_bytes(content)
    found, place, facts = only_error(spec(tmp_path, name))
    assert (found, place.file) == (code, name)
    assert details is None or facts == details


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    content = workbook([HEADER, ROW], tmp_path)
    (tmp_path / "list.csv").write_bytes(content)
    assert only_error(spec(tmp_path, "list.csv"))[::2] == ("list-not-a-csv", {"found": "zip"})
    (tmp_path / "list.xls").write_bytes(content)
    assert len(read(spec(tmp_path, "list.xls"))[0]) == 1


@pytest.mark.parametrize(
    ("part", "found"), [("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("a", "zip")]
)
def test_another_package_is_no_workbook(tmp_path: Path, part: str, found: str) -> None:
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as package:
        package.writestr(part, "x")
    assert only_error(spec(tmp_path, "list.xlsx"))[::2] == ("list-not-a-workbook", {"found": found})


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_is_damaged(tmp_path: Path, share: float) -> None:
    content = (DATA / "central_export_fabricated.xlsx").read_bytes()
    (tmp_path / "list.xlsx").write_bytes(content[: int(len(content) * share)])
    assert only_error(spec(tmp_path, "list.xlsx"))[0] == "list-damaged"


def test_a_password_protected_opendocument(tmp_path: Path) -> None:
    content = write_ods(tmp_path / "made.ods", [HEADER, ROW]).read_bytes()
    manifest = b'<manifest:encryption-data manifest:checksum=""/>'
    changed = repacked(content, lambda name, part: part + manifest if name == "META-INF/manifest.xml" else part)
    (tmp_path / "list.ods").write_bytes(changed)
    assert only_error(spec(tmp_path, "list.ods"))[0] == "list-encrypted"


# ── bombs and giants ──────────────────────────────────────────────────────────────────────────────────────


def test_a_package_that_unpacks_to_too_much(tmp_path: Path) -> None:
    content = workbook([HEADER, ROW], tmp_path)
    blown = repacked(content, lambda name, part: part + b" " * 50_000_000 if name.endswith("sheet1.xml") else part)
    (tmp_path / "list.xlsx").write_bytes(blown)
    assert only_error(spec(tmp_path, "list.xlsx"))[0] == "list-bomb"
    small = ReadLimits(unpacked_bytes=40_000_000, ratio_from=1 << 40)
    assert only_error(spec(tmp_path, "list.xlsx", limits=small))[0] == "list-bomb"
    few = ReadLimits(entries=3)
    assert only_error(spec(tmp_path, "made.xlsx", limits=few))[0] == "list-bomb"


def test_a_package_whose_directory_lies_about_sizes(tmp_path: Path) -> None:
    content = bytearray(workbook([HEADER, ROW], tmp_path))
    entry = content.rfind(b"PK\x01\x02")
    while b"sheet1.xml" not in content[entry : entry + 80]:
        entry = content.rfind(b"PK\x01\x02", 0, entry)
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    (tmp_path / "list.xlsx").write_bytes(content)
    assert only_error(spec(tmp_path, "list.xlsx"))[0] == "list-damaged"


def test_one_cell_far_away_is_refused_before_it_costs_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "far.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "x")
    code, place, _ = only_error(spec(tmp_path, "far.xlsx"))
    assert (code, place.row, place.column) == ("list-far-cell", 1_048_576, "XFD")


def test_a_sheet_that_hides_its_extent_is_counted(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "far.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, 1)

    def lie(name: str, part: bytes) -> bytes:
        return part.replace(b'ref="A1:XFD1048576"', b'ref="A1:C2"') if "sheet1" in name else part

    (tmp_path / "list.xlsx").write_bytes(repacked((tmp_path / "far.xlsx").read_bytes(), lie))
    assert only_error(spec(tmp_path, "list.xlsx"))[0] == "list-far-cell"


def test_a_part_that_promises_more_than_there_is(tmp_path: Path) -> None:
    content = workbook([HEADER, ROW], tmp_path)
    counts = re.compile(rb'(count|uniqueCount)="\d+"')
    promised = repacked(content, lambda _, part: counts.sub(rb'\1="99999999999"', part))
    (tmp_path / "list.xlsx").write_bytes(promised)
    assert only_error(spec(tmp_path, "list.xlsx"))[::2] == ("list-damaged", {"reason": "count"})


def test_one_text_in_very_many_cells_is_no_bomb(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, *[["Lê Giả", "2004", "x"]] * 3000])
    (table,), _ = read(spec(tmp_path, "list.xlsx"))
    assert len(data(table)) == 3000


@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
def test_an_old_workbook_that_would_take_all_memory_ends_only_its_trial(tmp_path: Path, name: str) -> None:
    FORMATS[name](tmp_path / name, [HEADER, ROW])
    limits = ReadLimits(trial_bytes=1 << 20)
    assert only_error(spec(tmp_path, name, limits=limits))[0] == "list-damaged"


def test_an_old_workbook_that_is_never_done(tmp_path: Path) -> None:
    write_xls(tmp_path / "list.xls", [HEADER, ROW])
    limits = ReadLimits(trial_seconds=0.0)
    code, _, details = only_error(spec(tmp_path, "list.xls", limits=limits))
    assert (code, details) == ("list-damaged", {"reason": "TimeoutExpired"})


def test_an_opendocument_cell_repeated_a_million_times(tmp_path: Path) -> None:
    content = write_ods(tmp_path / "made.ods", [HEADER, ROW]).read_bytes()

    def repeat(name: str, part: bytes) -> bytes:
        cell = b'<table:table-cell office:value-type="string"'
        repeated = cell + b' table:number-columns-repeated="16000"'
        row = b'<table:table-row table:number-rows-repeated="900000">'
        return part.replace(cell, repeated).replace(b"<table:table-row>", row) if name == "content.xml" else part

    (tmp_path / "list.ods").write_bytes(repacked(content, repeat))
    assert only_error(spec(tmp_path, "list.ods"))[0] == "list-too-large"


def test_too_many_columns(tmp_path: Path) -> None:
    wide: list[Cell] = [*HEADER, *[""] * 2000, "x"]
    for name in ("list.xlsx", "comma.csv", "list.xls"):
        rows = [wide[:3] + wide[-1:] * 250, ROW] if name == "list.xls" else [wide, ROW]
        FORMATS[name](tmp_path / name, rows)
        limits = ReadLimits(columns=200)
        code, place, details = only_error(spec(tmp_path, name, limits=limits))
        assert (code, place.file, details["limit"]) == ("list-too-large", name, 200)


def test_files_beyond_the_limit(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW])
    write_csv(tmp_path / "list.csv", [HEADER, ROW])
    limits = ReadLimits(workbook_bytes=10, csv_bytes=10)
    for name in ("list.xlsx", "list.csv"):
        assert only_error(spec(tmp_path, name, limits=limits))[0] == "list-too-large"


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────


def bad_csv(text: str, position: str, wrong: bytes) -> bytes:
    return text.encode().replace(position.encode(), wrong)


GOOD = csv_text([HEADER, ROW, ["Trần Mẫu", "2005", "Xã B"]])
BAD_CSVS = {
    "nul": (bad_csv(GOOD, "2005", b"20\x0005"), "list-nul", 3),
    "utf-16 without mark": (GOOD.encode("utf-16-le"), "list-encoding", 0),
    "windows code page": (GOOD.encode("cp1258", "replace"), "list-encoding", 1),
    "one foreign byte": (bad_csv(GOOD, "Xã B", b"X\xe3 B"), "list-encoding", 3),
    "half a character at the end": (GOOD.encode() + b"X\xe1\xbb", "list-encoding", 4),
    "damaged utf-16": (GOOD.encode("utf-16")[:-3] + b"\xd8", "list-encoding", 0),
    "lost header": (GOOD.encode("ascii", "replace"), "list-lost-letters", 1),
    "lost name": (bad_csv(GOOD, "Trần", b"Tr?n"), "list-lost-letters", 3),
    "lost first letters": (bad_csv(GOOD, "Trần Mẫu", b"?inh M?u"), "list-lost-letters", 3),
    "replacement characters": (bad_csv(GOOD, "Trần", "Tr\ufffdn".encode()), "list-lost-letters", 3),
    "quotes never closed, time and again": (
        GOOD.encode() + b'"' + b'x",y"z,"\n' * 100_000 + b'"',
        "list-quote",
        4,
    ),
    "sep, and a bar": (b"sep=|\n" + GOOD.replace(",", "|").encode() + b"L\xe3|1|2\n", "list-encoding", 5),
    "quote never closed": (bad_csv(GOOD, "Trần", '"Trần'.encode()), "list-quote", 3),
    "quote closed too early": (bad_csv(GOOD, "Trần", '"Trần" x'.encode()), "list-quote", 3),
    "one delimiter too many": (bad_csv(GOOD, "Xã B", "Xã B, Tỉnh C".encode()), "list-extra-cells", 3),
    "another header below": (GOOD.encode() + "Họ và tên,CCCD,Ngày sinh\n".encode(), "list-second-table", 4),
    "a unit below, in a list without units": (GOOD.encode() + "Chi đoàn 2,,\n".encode(), "list-group-row", 4),
    "no header": (csv_text([ROW, ROW]).encode(), "list-no-header", 0),
    "numbers only": (b"1,2,3\n4,5,6\n", "list-no-header", 0),
}


@pytest.mark.parametrize("name", BAD_CSVS)
def test_a_bad_csv_is_refused_naming_the_line(tmp_path: Path, name: str) -> None:
    content, code, row = BAD_CSVS[name]
    (tmp_path / "list.csv").write_bytes(content)
    found, place, _ = only_error(spec(tmp_path, "list.csv"))
    assert (found, place.file, place.row) == (code, "list.csv", row)


def test_damage_far_down_a_csv_is_found_too(tmp_path: Path) -> None:
    rows = [HEADER, *[ROW] * 60_000]
    good = csv_text(rows).encode()
    for tail, code in ((b"a\0b,c,d\n", "list-nul"), (b"\xff,2004,x\n", "list-encoding"), (b'a,"b,c\n', "list-quote")):
        (tmp_path / "list.csv").write_bytes(good + tail + csv_text([ROW] * 3).encode())
        found, place, _ = only_error(spec(tmp_path, "list.csv"))
        assert (found, place.row) == (code, 60_002)


def test_a_doubt_is_no_damage(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", [HEADER, ["Nguyễn Thử An?", "2004", "Xã ?"], ["Lê Giả", "?", "?? A?B"]])
    (table,), _ = read(spec(tmp_path, "list.csv"))
    assert len(data(table)) == 2


def test_a_repeated_header_is_only_a_row(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", [HEADER, ROW, HEADER, ROW])
    (table,), _ = read(spec(tmp_path, "list.csv"))
    assert len(data(table)) == 3


# ── headers ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FORMATS)
def test_unusable_headers_in_every_format(tmp_path: Path, name: str) -> None:
    query = "SELECT * FROM people" if name == "list.db" else None
    path = "sqlite:///list.db" if name == "list.db" else name
    for header, code in (
        (["Họ và tên", "SĐT", "Ngày sinh", "Số điện thoại"], "list-duplicate-column"),
        (["Họ và tên", "Email", "Quê quán", "Dân tộc"], "list-no-identity-column"),
        (["Mã", "Giá trị", "Cột 3", "Cột 4"], "list-no-header"),
    ):
        (tmp_path / name).unlink(missing_ok=True)
        FORMATS[name](tmp_path / name, [header, ["Lê Giả", "1", "2", "3"]])
        found, place, details = only_error(spec(tmp_path, path, query=query))
        assert found == code
        if code == "list-duplicate-column":
            assert (details["first"], details["second"], place.column) == ("B", "D", "D")


def test_damaged_names_in_a_workbook_are_refused_with_their_cell(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [HEADER, ROW, ["Tr?n M?u", "2005", "Xã B"]], top=2, left=1)
    code, place, _ = only_error(spec(tmp_path, "list.xlsx"))
    assert (code, place.row, place.column) == ("list-lost-letters", 5, "B")


# ── files that are not there, or change ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["none.xlsx", "*.xlsx", "no-folder/*.csv", "**/none.*"])
def test_no_file_is_an_error_of_the_list(tmp_path: Path, path: str) -> None:
    with pytest.raises(ListError) as caught:
        read(spec(tmp_path, path))
    assert (caught.value.code, caught.value.details["path"]) == ("list-no-file", path)


def test_only_a_lock_file_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "~$list.xlsx").write_bytes(b"x")
    with pytest.raises(ListError) as caught:
        read(spec(tmp_path, "*.xlsx"))
    assert caught.value.details == {"path": "*.xlsx", "skipped": 1}


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_a_folder_in_place_of_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    assert only_error(spec(tmp_path, name))[0] == "list-not-a-file"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list.csv")
    assert only_error(spec(tmp_path, "list.csv"))[0] == "list-not-a-file"


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_no_permission(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    FORMATS["list.xlsx" if name == "list.xlsx" else "comma.csv"](tmp_path / name, [HEADER, ROW])

    def refuse(self: Path, mode: str = "r") -> None:
        del self, mode
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert only_error(spec(tmp_path, name))[0] == "list-permission"


@pytest.mark.parametrize("change", ["grow", "shrink", "replace", "vanish"])
def test_a_csv_that_changes_while_it_is_read(tmp_path: Path, change: str) -> None:
    path = write_csv(tmp_path / "list.csv", [HEADER, *[ROW] * 50_000])
    (table,), _ = read(spec(tmp_path, "list.csv"))
    if change == "vanish":
        path.unlink()
    elif change == "replace":
        path.unlink()
        write_csv(path, [HEADER, *[ROW] * 50_000])
    chunks = table.chunks()
    with pytest.raises(ListError) as caught:  # noqa: PT012 (the change happens between two chunks)
        next(chunks)
        with path.open("ab") as handle:
            if change == "grow":
                handle.write(b"x")
            elif change == "shrink":
                handle.truncate(1_500_000)
        list(chunks)
    assert caught.value.code == "list-changing"


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [HEADER, ROW])
    (tmp_path / "b.xlsx").write_bytes(b"%PDF")
    write_xlsx(tmp_path / "c.xlsx", [HEADER, ROW])
    tables, findings = read(spec(tmp_path, "*.xlsx"))
    assert [table.file for table in tables] == ["a.xlsx", "c.xlsx"]
    assert [(f.code, f.place.file) for f in findings] == [("list-not-a-workbook", "b.xlsx")]


# ── databases ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "query", "code"),
    [
        ("sqlite:///none.db", "SELECT 1", "list-database"),
        ("nonsense://x", "SELECT 1", "list-database-kind"),
        ("mssql+pyodbc://db.example.test/x", "SELECT 1", "list-database-kind"),
        ("mysql+mysqldb://localhost/x", "SELECT 1", "list-database-kind"),
        ("sqlite://[", "SELECT 1", "list-database"),
        ("postgresql+psycopg://user:geheim@127.0.0.1:1/x?connect_timeout=1", "SELECT 1", "list-database"),
        ("sqlite:///list.db", "SELECT nothing FROM people", "list-query"),
        ("sqlite:///list.db", "", "list-query"),
        ("sqlite:///list.db", "DELETE FROM people", "list-query-writes"),
        ("sqlite:///list.db", "SELECT 1; SELECT 2", "list-query"),
        ("sqlite:///text.db", "SELECT 1 FROM sqlite_master", "list-database"),
    ],
)
def test_a_database_that_does_not_answer(tmp_path: Path, url: str, query: str, code: str) -> None:
    write_sqlite(tmp_path / "list.db", [HEADER, ROW])
    (tmp_path / "text.db").write_bytes(b"no database at all, only text" * 100)
    with pytest.raises(ListError) as caught:
        read(spec(tmp_path, url, query=query))
    assert caught.value.code == code
    assert "geheim" not in f"{caught.value} {caught.value.place} {caught.value.details}"
    assert not (tmp_path / "none.db").exists()
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'list.db'}", poolclass=sqlalchemy.NullPool)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM people").scalar() == 1


# ── damaged bytes of real files ───────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def real_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("real")
    rows = [["", "CHI ĐOÀN THỬ 1", ""], HEADER, *[ROW] * 5]
    return {
        "list.xlsx": (DATA / "central_export_fabricated.xlsx").read_bytes(),
        "stored.xlsx": stored(write_xlsx(folder / "a.xlsx", rows).read_bytes()),
        "list.xls": write_xls(folder / "a.xls", rows).read_bytes(),
        "stored.ods": stored(write_ods(folder / "a.ods", rows).read_bytes()),
        "list.csv": csv_text(rows).encode(),
        "wide.csv": csv_text(rows, "\t", "\r\n").encode("utf-16"),
    }


def stored(content: bytes) -> bytes:
    """The package without compression or checksums to hide behind: damage reaches the XML itself."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


damage = st.lists(
    st.tuples(st.sampled_from(["flip", "cut", "insert", "zero"]), st.floats(0, 1), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=4,
)


def damaged(content: bytes, steps: list[tuple[str, float, bytes]]) -> bytes:
    out = bytearray(content)
    for how, share, piece in steps:
        at = int(share * len(out))
        if how == "flip":
            out[at : at + len(piece)] = piece
        elif how == "insert":
            out[at:at] = piece
        elif how == "zero":
            out[at : at + 64] = bytes(len(out[at : at + 64]))
        else:
            del out[at:]
    return bytes(out)


@pytest.mark.parametrize("name", ["list.xlsx", "stored.xlsx", "list.xls", "stored.ods", "list.csv", "wide.csv"])
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=damage)
def test_damaged_bytes_give_rows_findings_or_a_list_error(
    tmp_path: Path, real_files: dict[str, bytes], name: str, steps: list[tuple[str, float, bytes]]
) -> None:
    path = tmp_path / name
    path.write_bytes(damaged(real_files[name], steps))
    read_or_refuse(path)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "content.xml"]
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=damage)
def test_damaged_xml_inside_a_sound_package(
    tmp_path: Path, real_files: dict[str, bytes], part: str, steps: list[tuple[str, float, bytes]]
) -> None:
    name = "stored.ods" if part == "content.xml" else "list.xlsx"
    path = tmp_path / name
    path.write_bytes(repacked(real_files[name], lambda at, old: damaged(old, steps) if at == part else old))
    read_or_refuse(path)


def read_or_refuse(path: Path) -> None:
    """Read a list to its end; whatever is wrong with it comes as findings or a ListError with a place."""
    try:
        tables, findings = read(spec(path.parent, path.name))
        for table in tables:
            data(table)
    except ListError as problem:
        where = problem.place
    else:
        where = next((finding.place for finding in findings if finding.severity == "error"), None)
        if tables and where is None:
            return
    assert where is not None
    assert where.file == path.name
