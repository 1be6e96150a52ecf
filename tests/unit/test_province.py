"""The fabricated province: valid by the domain book, the same for the same seed, and told exactly by its story."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import config
from adapters.lists import ListSpec, open_list
from adapters.lists.annotate.safe import FORMULA_SIGNS
from config.headers import load_headers
from config.knowledge import load_knowledge
from sync.lists.reading import Reading
from sync.text.tidying import match_key
from sync.values import PEOPLE, CleanRow, Finding, ListKind, Severity
from tests.support.province import (
    REPOSITORY,
    province,
    sheets_of,
    story,
    typed_rows,
    written,
)
from yumsync.demo.example import write_example
from yumsync.demo.layouts import CENTRE, MEMBERS_LAYOUTS, YOUTH_LAYOUTS
from yumsync.demo.month import MonthStory
from yumsync.demo.province import AS_OF, MEMBERS, YOUTH, Province, generate, words
from yumsync.demo.writers import Written, documents, write

__all__ = ["province", "story", "written"]


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_as_asked() -> None:
    made = generate(members=300, youth=60, branches=6, districts=4)
    assert (made.count(MEMBERS), made.count(YOUTH), len(made.branches), len(made.districts)) == (300, 60, 6, 4)


def test_same_seed_same_province(province: Province) -> None:
    again = generate(members=900, youth=200, branches=30, mistakes=18)
    assert again == province
    assert generate(seed=1, members=900, youth=200, branches=30, mistakes=18) != province


@pytest.mark.parametrize(("districts", "branches", "members"), [(0, 5, 50), (6, 5, 50), (2, 60, 50)])
def test_impossible_sizes_are_refused(districts: int, branches: int, members: int) -> None:
    with pytest.raises(ValueError, match="branch"):
        generate(districts=districts, branches=branches, members=members, youth=0)


def test_units_are_told_apart_by_path_and_not_by_name(province: Province) -> None:
    paths = [branch.path for branch in province.branches]
    assert len(set(paths)) == len(paths)
    assert len({branch.name for branch in province.branches}) < len(paths)
    assert all(re.fullmatch(r"Chi đoàn [^,]+, Đoàn (xã|phường) [^,]+", path) for path in paths)


def test_identifiers_are_nobody_elses(province: Province) -> None:
    for field in ("national_id", "member_code", "email"):
        held = Counter(person.values[field] for person in province.people if field in person.values)
        assert [value for value, times in held.items() if times > 1] == []
    born = Counter((person.values["full_name"], person.values["date_of_birth"]) for person in province.people)
    assert max(born.values()) == 1


def test_national_ids_say_province_gender_and_year(province: Province) -> None:
    digits = Counter(len(person.values["national_id"]) for person in province.people)
    assert set(digits) == {9, 12}
    assert digits[12] > 10 * digits[9]
    for person in province.people:
        number, born = person.values["national_id"], person.values["date_of_birth"]
        if len(number) == 12:
            century = "01" if born < "2000" else "23"
            assert number[:3] in {"060", "058", "079", "052", "068"}
            assert number[3] == century[person.values["gender"] == "female"]
            assert number[4:6] == born[2:4]


def test_contacts_reach_nobody(province: Province) -> None:
    for person in province.people:
        assert re.fullmatch(r"0[35789]\d{8}", person.values["phone"])
        assert re.fullmatch(r"dv\d{6}@example\.test", person.values.get("email", "dv000000@example.test"))
    coded = [person for person in province.people if "member_code" in person.values]
    assert all(re.fullmatch(r"9\d{6}", person.values["member_code"]) for person in coded)
    assert 0.5 < len(coded) / province.count(MEMBERS) < 0.7


def test_dates_are_in_order_and_past(province: Province) -> None:
    for person in province.people:
        born = date.fromisoformat(person.values["date_of_birth"])
        assert 16 <= (AS_OF - born).days / 365.25 < 31
        joined = person.values.get("union_join_date", "2022")
        assert joined[:7] >= f"{born.year + 16}-{born.month:02d}"[: len(joined)]
        for field in ("union_join_date", "id_issue_date", "party_join_date"):
            assert person.values.get(field, "") <= AS_OF.isoformat()


def test_coded_values_are_the_centres_own(province: Province) -> None:
    central = json.loads((Path(config.__file__).parent / "codelists" / "central.json").read_text(encoding="utf-8"))
    for field in set(central) & {column for column, _ in CENTRE}:
        met = {person.values[field] for person in province.people if field in person.values}
        assert met
        assert met <= set(central[field]), field


def test_names_of_other_peoples_are_met(province: Province) -> None:
    names = [person.values["full_name"] for person in province.people]
    for people in words()["people"]:
        assert any(person.values["ethnicity"] == people["ethnicity"] for person in province.people)
    assert any(name.startswith("K'") for name in names)
    assert any(name.startswith("H'") for name in names)


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────


def test_same_province_same_bytes(province: Province, written: tuple[Path, Written], tmp_path: Path) -> None:
    folder, first = written
    second = write(province, tmp_path)
    assert second.lists == first.lists
    assert [path.read_bytes() for path in second.files] == [path.read_bytes() for path in first.files]
    assert len(set(first.files)) == len(first.files)
    assert {path for path in folder.rglob("*") if path.is_file()} == set(first.files)


def test_every_layout_is_met(province: Province) -> None:
    met = {document.layout.name for document in documents(province)}
    assert met == {layout.name for layout in (*MEMBERS_LAYOUTS, *YOUTH_LAYOUTS)}


def test_everybody_is_on_one_list_once(province: Province, written: tuple[Path, Written]) -> None:
    on_lists = Counter(
        p.number for document in documents(province) for sheet in document.sheets for p in sheet.people
    )
    assert on_lists == Counter(person.number for person in province.people)
    folder, _ = written
    for document in documents(province):
        assert len(typed_rows(document, folder)) == sum(len(sheet.people) for sheet in document.sheets)


def test_each_list_is_one_entry_that_matches_its_files(written: tuple[Path, Written]) -> None:
    folder, found = written
    matched = [path for entry in found.lists for path in folder.glob(entry.path)]
    assert sorted(matched) == sorted(found.files)
    assert len({entry.name for entry in found.lists}) == len(found.lists)
    assert found.toml().count("complete = true") == len(found.lists)
    assert {entry.kind for entry in found.lists} == {MEMBERS, YOUTH}


def test_a_unit_stands_on_the_row_or_in_the_configuration(province: Province) -> None:
    for document in documents(province):
        in_column = "unit" in {field for field, _ in document.layout.columns}
        assert in_column is (document.entry.unit is None)
        if not in_column:
            paths = {person.values["unit"] for sheet in document.sheets for person in sheet.people}
            assert paths == {document.entry.unit}


def test_the_export_looks_like_the_centres_own(province: Province, written: tuple[Path, Written]) -> None:
    folder, _ = written
    document = next(d for d in documents(province) if d.layout.head == "centre")
    book = CalamineWorkbook.from_path(folder / document.path)
    assert [(sheet.name, str(sheet.visible).split(".")[1]) for sheet in book.sheets_metadata] == [
        ("DSDV", "Visible"),
        ("DATA", "Hidden"),
    ]
    sheet = book.get_sheet_by_name("DSDV")
    assert sheet.start == (1, 0)  # the used range starts at A2
    assert (sheet.width, sheet.merged_cell_ranges is not None and len(sheet.merged_cell_ranges)) == (33, 32)
    rows = sheet.to_python()
    assert rows[0][0] == "DANH SÁCH ĐOÀN VIÊN"
    assert rows[3][:6] == ["STT", "Họ và tên", "Mã định danh đoàn viên", "Ngày sinh", "", "Dân tộc"]
    assert rows[4][3:5] == ["Nam", "Nữ"]
    people = [person for each in document.sheets for person in each.people]
    for person, row in zip(people, rows[5:], strict=True):
        if person.number not in province.deliberate:
            filled = 3 if person.values["gender"] == "male" else 4
            year, month_, day = person.values["date_of_birth"].split("-")
            assert (row[filled], row[7 - filled]) == (f"{day}/{month_}/{year}", "")


def test_real_quirks_are_there(province: Province, written: tuple[Path, Written]) -> None:
    folder, _ = written
    by_layout = {document.layout.name: document for document in documents(province)}
    mixed = typed_rows(by_layout["mixed-sheets"], folder)
    assert all(isinstance(row["phone"], float) and row["phone"] < 1_000_000_000 for row in mixed)
    kinds = {type(row["date_of_birth"]).__name__ for row in mixed}
    assert kinds == {"str", "date"}
    assert any("/" in str(row["union_join_date"]) for row in mixed)
    assert {row["gender"] for row in mixed} == {"Nam", "nam", "Nữ", "nữ"}
    letterhead = sheets_of(by_layout["letterhead-sheets"], folder)
    assert all(sheet[6][:2] == ["Stt", "Họ tên"] for sheet in letterhead)
    assert all(str(sheet[-7][1]).startswith("Tổng cộng: ") for sheet in letterhead)
    assert by_layout["plain-csv"].path.endswith(".csv")
    assert (folder / by_layout["plain-csv"].path).read_bytes().startswith(b"\xef\xbb\xbf")
    assert any(str(row["phone"]).startswith("016") for row in typed_rows(by_layout["split-csv"], folder))


def test_mistakes_stand_on_the_lists(province: Province, written: tuple[Path, Written]) -> None:
    folder, _ = written
    assert len(province.deliberate) == 18
    assert Counter(mistake.code for mistake in province.deliberate.values()) == dict.fromkeys(
        ("impossible-date", "text-in-date", "unknown-label", "bad-phone", "two-digit-year", "short-id"), 3
    )
    assert province.stopped == 9
    found = 0
    for document in documents(province):
        people = [person for sheet in document.sheets for person in sheet.people]
        for person, row in zip(people, typed_rows(document, folder), strict=True):
            mistake = province.deliberate.get(person.number)
            if mistake is not None:
                found += mistake.typed in row.values()
    assert found == 18


# ── what the program reads in it ─────────────────────────────────────────────────────────────────────────


def _read(folder: Path, found: Written) -> Iterator[tuple[set[str], CleanRow]]:
    """Every row of every list as the program reads it: the fields its list has, and the row cleaned."""
    headers = load_headers()
    reading = Reading(load_knowledge(), headers.rows, AS_OF + timedelta(days=60))
    for entry in found.lists:
        kind = ListKind(entry.kind)
        if kind not in PEOPLE:
            continue
        source = open_list(
            ListSpec(entry.name, kind, entry.path, entry.unit, bool(entry.complete), None, folder, headers)
        )
        for table in source.tables():
            if isinstance(table, Finding):
                assert table.severity is not Severity.ERROR, table
                continue
            fields = {column.field for column in table.columns}
            read = reading.reader(table, source)
            for chunk in table.chunks():
                for index, number in enumerate(chunk.numbers):
                    row = read(number, chunk.cells(index))
                    if isinstance(row, CleanRow):
                        yield fields, row


def _assert_read_as_meant(province: Province, folder: Path, found: Written, twice: int) -> None:
    """Each sound row cleans to exactly its person's values; each mistake leaves its mark, and nothing else does."""
    by_id = {person.values["national_id"]: person for person in province.people}
    stopped, marked, met = 0, 0, Counter[int]()
    for fields, row in _read(folder, found):
        stopped += row.in_error
        marked += bool(row.findings)
        person = by_id.get(row.values.get("national_id") or "")
        if row.in_error or person is None:
            continue
        met[person.number] += 1
        mistake = province.deliberate.get(person.number)
        stated = (fields - {"row_no", "family_name", "given_name"}) | {"full_name", "gender", "unit"}
        for field in stated - {"phone" if met[person.number] > 1 else "", mistake.field if mistake else ""}:
            read, meant = row.values[field], person.values.get(field)
            assert read == meant or (field == "full_name" and match_key(str(read)) == match_key(str(meant))), field
        if mistake is not None:
            assert mistake.field not in row.values
    assert (stopped, marked) == (province.stopped, len(province.deliberate))
    assert len(met) == province.sound
    assert met.total() == province.sound + twice


def test_every_row_cleans_to_what_was_meant(province: Province, written: tuple[Path, Written]) -> None:
    folder, found = written
    _assert_read_as_meant(province, folder, found, twice=0)


def test_so_does_every_row_after_a_month(story: tuple[Path, Path, MonthStory]) -> None:
    _, after, told = story
    _assert_read_as_meant(told.province, after, told.written, twice=len(told.pasted) + len(told.contradicted))


# ── the committed example ────────────────────────────────────────────────────────────────────────────────


def test_the_committed_example_is_what_the_program_writes(tmp_path: Path) -> None:
    write_example(tmp_path)
    fresh = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    examples = REPOSITORY / "examples"
    # The lists one by one, and the tree of units, are examples of their own.
    kept = {
        path.relative_to(examples): path.read_bytes()
        for path in [examples / "yumsync.toml", *(examples / "lists").glob("*/**/*")]
        if path.is_file()
    }
    assert kept == fresh


def test_no_list_of_the_province_holds_a_formula(written: tuple[Path, Written]) -> None:
    """Names and addresses are written as text; in a CSV only a phone number begins with a sign."""
    for path in written[1].files:
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as text:
                cells = [cell for row in csv.reader(text, delimiter=";") for each in row for cell in each.split(",")]
            assert all(re.fullmatch(r"\+84[\d .]+", cell) for cell in cells if cell[:1] in FORMULA_SIGNS)
        else:
            with zipfile.ZipFile(path) as package:
                assert not [name for name in package.namelist() if b"<f" in package.read(name) and "sheet" in name]
