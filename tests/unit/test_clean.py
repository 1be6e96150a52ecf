"""Whole rows: what a list states, what stops a row, what is only doubtful, and what typing never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.knowledge import load_knowledge
from sync.cleaning.clean import Cleaner
from sync.tables.fields import Knowledge
from sync.values import Cell, CleanRow, Column, Place, Severity, Step

TODAY = date(2026, 3, 1)
PLACE = Place("phuong-1", "doan-vien.xlsx", "DSDV")
KNOWLEDGE = load_knowledge()
UNIT = "Chi đoàn 1, Đoàn cơ sở Thử Nghiệm"
PERSON: dict[str, Cell] = {
    "full_name": "Lê Giả Lập",
    "date_of_birth": "15/08/2000",
    "unit": UNIT,
    "gender": "Nam",
    "national_id": "079200000003",
    "member_code": "9000003",
    "ethnicity": "Kinh",
    "hometown": "Xã A, Tỉnh B",
    "union_join_date": "26/03/2017",
    "email": "tv3@example.test",
    "phone": "0900000003",
}
CLEAN: dict[str, str | None] = {
    **{name: str(cell) for name, cell in PERSON.items()},
    "date_of_birth": "2000-08-15",
    "gender": "male",
    "union_join_date": "2017-03-26",
}


def clean(
    cells: Mapping[str, Cell], *, default_unit: str | None = None, knowledge: Knowledge = KNOWLEDGE
) -> CleanRow:
    """Clean one row whose columns are the fields of `cells`, in order."""
    columns = [Column(name, index, name) for index, name in enumerate(cells)]
    cleaner = Cleaner(knowledge, columns, place=PLACE, today=TODAY, default_unit=default_unit)
    return cleaner.clean(7, list(cells.values()))


def codes(row: CleanRow) -> list[tuple[str, str, Severity]]:
    return [(finding.code, finding.field, finding.severity) for finding in row.findings]


def test_a_clean_row_is_stated_as_it_is() -> None:
    """Dates become ISO text, gender its word; nothing else is touched, nothing is said."""
    assert clean(PERSON) == CleanRow(7, CLEAN, {}, ())


def test_empty_cells_are_stated_to_be_empty_and_missing_columns_are_not_stated() -> None:
    """None, blanks and words for "empty" are None; what has no column is absent."""
    row = clean({**PERSON, "hometown": None, "ethnicity": "", "phone": "  ", "email": "null", "reward": "-"})
    assert {
        name: row.values[name] for name in ("hometown", "ethnicity", "phone", "email", "reward")
    } == dict.fromkeys(("hometown", "ethnicity", "phone", "email", "reward"))
    assert "religion" not in row.values
    assert row.steps["email"] == Step("null", ("empty-word",))
    assert not row.findings


def test_what_cleaning_changed_is_said_with_what_was_found() -> None:
    """Steps are kept for changed values only."""
    row = clean({**PERSON, "full_name": "Lê  Giả\u00a0Lập", "phone": 900000003, "ethnicity": "KINH"})
    assert row.values == CLEAN
    assert row.steps == {
        "full_name": Step("Lê  Giả\u00a0Lập", ("nbsp", "spaces")),
        "phone": Step("900000003", ("zero-restored",)),
        "ethnicity": Step("KINH", ("code-label",)),
    }


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("full_name", None, "required-missing"),
        ("full_name", " ", "required-missing"),
        ("full_name", "Ph?m Th? M?u", "letters-lost"),
        ("full_name", "Phạm Thị Mẫ\ufffd", "letters-lost"),
        ("full_name", 12345, "name-not-text"),
        ("full_name", "12345", "name-not-text"),
        ("full_name", "NguyÔn V¨n", "legacy-font-mixed"),
        ("full_name", "Nguyá»…n VÄƒn", "name-damaged"),
        ("full_name", "#REF!", "cell-error"),
        ("full_name", "A" * 1001, "text-too-long"),
        ("date_of_birth", "", "required-missing"),
        ("date_of_birth", "31/02/2000", "date-impossible"),
        ("date_of_birth", "15/08/00", "date-two-digit-year"),
        ("date_of_birth", "0000-00-00", "date-zero"),
        ("date_of_birth", "15/08/2030", "date-future"),
        ("date_of_birth", "không rõ", "date-unreadable"),
        ("unit", None, "required-missing"),
        ("unit", "Chi ?oàn 1", "letters-lost"),
        ("national_id", 79200000003, "national-id-zero-lost"),
        ("national_id", "7.92E+10", "national-id-rounded"),
        ("national_id", "0792", "national-id-length"),
        ("member_code", "12", "member-code-shape"),
    ],
)
def test_a_bad_required_or_identifying_cell_stops_the_row(field: str, cell: Cell, code: str) -> None:
    """The finding is an error, names the cell, and the value is not stated."""
    row = clean({**PERSON, field: cell})
    assert codes(row) == [(code, field, Severity.ERROR)]
    assert row.in_error
    assert row.values.get(field) is None
    column = "ABCDEFGHIJK"[list(PERSON).index(field)]
    assert row.findings[0].place == Place("phuong-1", "doan-vien.xlsx", "DSDV", 7, column)


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("phone", "123", "phone-invalid"),
        ("phone", "0900000001/0900000002", "phone-several"),
        ("email", "khong co", "email-invalid"),
        ("ethnicity", "Klingon", "code-unknown"),
        ("gender", "khác", "code-unknown"),
        ("union_join_date", "31/02/2017", "date-impossible"),
        ("union_join_date", "26/03/1999", "date-before-birth"),
        ("hometown", "Xã Ph??ng", "letters-lost"),
        ("hometown", date(2004, 5, 17), "text-is-date"),
        ("hometown", "#N/A", "cell-error"),
        ("hometown", float("nan"), "cell-error"),
        ("hometown", "1.23457E+11", "number-rounded"),
        *[("hometown", mark, "cell-ditto") for mark in ('"', "”", " // ", "nt", "NT", "- nt -", "-nt-", "n.t.")],
        *[("hometown", mark, "cell-ditto") for mark in ("Như trên", "-như trên-", "''", "〃", '-"-')],
        ("ethnicity", "nt", "cell-ditto"),
        ("ethnicity", '"', "cell-ditto"),
        ("phone", '"', "cell-ditto"),
        ("email", "nt", "cell-ditto"),
        ("union_join_date", '"', "cell-ditto"),
    ],
)
def test_another_bad_cell_is_a_warning_and_left_out(field: str, cell: Cell, code: str) -> None:
    """The row goes on, and the upstream's own value stays."""
    row = clean({**PERSON, field: cell})
    assert codes(row) == [(code, field, Severity.WARNING)]
    assert field not in row.values
    assert field not in row.steps
    assert {**CLEAN, field: None} == {**row.values, field: None}


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("full_name", "Lê Giả Lập (A)", "name-characters"),
        ("full_name", "Lê Giả Lập 2", "name-characters"),
        ("national_id", "003200000003", "national-id-province"),
        ("national_id", "079201000003", "national-id-birth-year"),
        ("national_id", "079300000003", "national-id-gender"),
    ],
)
def test_a_doubtful_value_is_stated(field: str, cell: Cell, code: str) -> None:
    """Real data fails such checks: an officer looks, the value counts."""
    row = clean({**PERSON, field: cell})
    assert codes(row) == [(code, field, Severity.WARNING)]
    assert row.values[field] == cell


def test_the_cross_check_is_a_policy() -> None:
    """`national_id.mismatch` makes it an error, or nothing."""
    wrong = {**PERSON, "national_id": "079201000003"}
    strict = load_knowledge({"national_id.mismatch": "error"})
    assert codes(clean(wrong, knowledge=strict)) == [("national-id-birth-year", "national_id", Severity.ERROR)]
    assert not clean(wrong, knowledge=load_knowledge({"national_id.mismatch": "off"})).findings


def test_a_zero_is_put_back_only_where_everything_agrees() -> None:
    """With `national_id.restore_zero = apply`, number and text are equal; a doubtful number still waits."""
    apply = load_knowledge({"national_id.restore_zero": "apply"})
    row = clean({**PERSON, "national_id": 79200000003}, knowledge=apply)
    assert row.values == CLEAN
    assert row.steps == {"national_id": Step("79200000003", ("zero-restored",))}
    row = clean({**PERSON, "national_id": 79201000003}, knowledge=apply)
    assert codes(row) == [("national-id-zero-lost", "national_id", Severity.ERROR)]
    assert (row.findings[0].found, row.findings[0].proposed) == ("79201000003", "079201000003")
    assert "national_id" not in row.values
    assert not row.steps


@pytest.mark.parametrize(
    ("joined", "code", "severity", "age"),
    [
        ("15/08/2015", "join-too-young", Severity.WARNING, 15),
        ("16/08/2015", "join-young", Severity.NOTE, 15),
        ("2014", "join-too-young", Severity.WARNING, 14),
        ("2015", "join-young", Severity.NOTE, 15),
        ("2016", None, None, None),
        ("15/08/2016", None, None, None),
    ],
)
def test_the_age_at_joining_is_looked_at(
    joined: str, code: str | None, severity: Severity | None, age: int | None
) -> None:
    """15 years and a day is the charter's least; a coarse date gets the benefit of the doubt."""
    row = clean({**PERSON, "union_join_date": joined})
    expected = [] if code is None else [(code, severity, {"age": age})]
    assert [(finding.code, finding.severity, finding.details) for finding in row.findings] == expected
    assert row.values["union_join_date"]


@pytest.mark.parametrize(
    ("joined", "code"),
    [("01/02/2025", None), ("02/02/2025", "join-old"), ("31/01/2026", "join-old"), ("01/02/2026", "join-too-old")],
)
def test_joining_after_thirty_is_looked_at(joined: str, code: str | None) -> None:
    """After the 30th birthday a note, from the 31st a warning."""
    row = clean({"full_name": "Lê Giả Lập", "date_of_birth": "01/02/1995", "unit": UNIT, "union_join_date": joined})
    assert [finding.code for finding in row.findings] == ([code] if code else [])


# ── names in two columns, units from the list, birth dates by gender ─────────────────────────────────────


def test_family_and_given_name_are_joined() -> None:
    """What changed in either part is said of the whole."""
    row = clean({"family_name": "Lê  Giả", "given_name": "Lập", "date_of_birth": "2000", "unit": UNIT})
    assert row.values == {"full_name": "Lê Giả Lập", "date_of_birth": "2000", "unit": UNIT}
    assert row.steps == {"full_name": Step("Lê  Giả Lập", ("spaces",))}
    assert not row.findings


@pytest.mark.parametrize(
    ("family", "given", "name", "expected"),
    [
        ("Lê Giả", None, None, [("required-missing", "full_name", Severity.ERROR)]),
        (None, "K'Brểu", "K'Brểu", [("name-incomplete", "full_name", Severity.WARNING)]),
        (None, None, None, [("required-missing", "full_name", Severity.ERROR)]),
        ("L?", "Lập", None, [("letters-lost", "family_name", Severity.ERROR)]),
        ("Lê", "L?p", None, [("letters-lost", "given_name", Severity.ERROR)]),
    ],
)
def test_half_a_name(family: Cell, given: Cell, name: str | None, expected: list[tuple[str, str, Severity]]) -> None:
    """A given name can stand alone, with a warning; a family name cannot."""
    row = clean({"family_name": family, "given_name": given, "date_of_birth": "2000", "unit": UNIT})
    assert row.values.get("full_name") == name
    assert codes(row) == expected


def test_the_lists_own_unit_fills_a_row_that_names_none() -> None:
    """Without a unit column, or with an empty cell; a damaged cell stays in error."""
    without = {name: cell for name, cell in PERSON.items() if name != "unit"}
    assert clean(without, default_unit=UNIT).values == CLEAN
    assert clean({**PERSON, "unit": None}, default_unit=UNIT).values == CLEAN
    assert clean({**PERSON, "unit": "Chi đoàn 2"}, default_unit=UNIT).values["unit"] == "Chi đoàn 2"
    damaged = clean({**PERSON, "unit": "Chi ?oàn 1"}, default_unit=UNIT)
    assert codes(damaged) == [("letters-lost", "unit", Severity.ERROR)]
    assert "unit" not in damaged.values
    assert codes(clean(without)) == [("required-missing", "unit", Severity.ERROR)]


SPLIT = [
    Column("full_name", 0, "Họ và tên"),
    Column("date_of_birth", 1, "Nam", ("gender", "male")),
    Column("date_of_birth", 2, "Nữ", ("gender", "female")),
    Column("gender", 3, "Giới tính"),
]


@pytest.mark.parametrize(
    ("male", "female", "stated", "birth", "gender", "expected"),
    [
        ("15/08/2000", None, None, "2000-08-15", "male", []),
        ("", "29/02/2000", None, "2000-02-29", "female", []),
        (None, "29/02/2000", "Nữ", "2000-02-29", "female", []),
        (None, None, "Nữ", None, "female", ["required-missing"]),
        ("15/08/2000", "29/02/2000", None, None, None, ["columns-both-filled"]),
        ("15/08/2000", "15/08/2000", None, None, None, ["columns-both-filled"]),
        ("15/08/2000", None, "Nữ", "2000-08-15", None, ["implied-disagrees"]),
        ("15/08/2000", None, "khác", "2000-08-15", "male", ["code-unknown"]),
        (None, "31/02/2000", None, None, "female", ["date-impossible"]),
    ],
)
def test_gender_is_whichever_birth_date_is_filled(
    male: Cell, female: Cell, stated: Cell, birth: str | None, gender: str | None, expected: list[str]
) -> None:
    """The central export's two columns; both filled is an error, another gender column may contradict."""
    cleaner = Cleaner(KNOWLEDGE, SPLIT, place=PLACE, today=TODAY, default_unit=UNIT)
    row = cleaner.clean(7, ["Lê Giả Lập", male, female, stated])
    assert (row.values.get("date_of_birth"), row.values.get("gender")) == (birth, gender)
    assert [finding.code for finding in row.findings] == expected


def test_the_second_birth_date_column_is_named() -> None:
    """A finding names the cell it is about, not the field's first column."""
    cleaner = Cleaner(KNOWLEDGE, SPLIT, place=PLACE, today=TODAY, default_unit=UNIT)
    assert cleaner.clean(7, ["Lê Giả Lập", None, "31/02/2000", None]).findings[0].place.column == "C"
    both = cleaner.clean(8, ["Lê Giả Lập", "01/02/2000", "31/02/2000", None]).findings[0]
    assert (both.details, both.found) == ({"columns": "B, C"}, "01/02/2000 | 31/02/2000")


@pytest.mark.parametrize(
    ("one", "other", "value", "expected"),
    [
        ("Xã A", "XÃ  A", "Xã A", []),
        ("Xã A", None, "Xã A", []),
        (None, "Xã A", "Xã A", []),
        ("Xã A", "Xã B", None, ["columns-disagree"]),
    ],
)
def test_two_columns_of_one_field_must_agree(one: Cell, other: Cell, value: str | None, expected: list[str]) -> None:
    """Equal but for typing is agreement."""
    columns = [
        Column(name, index, name) for index, name in enumerate(("full_name", "date_of_birth", "hometown", "hometown"))
    ]
    cleaner = Cleaner(KNOWLEDGE, columns, place=PLACE, today=TODAY, default_unit=UNIT)
    row = cleaner.clean(7, ["Lê Giả Lập", "2000", one, other])
    assert row.values.get("hometown") == value
    assert [finding.code for finding in row.findings] == expected


def test_columns_outside_the_record_are_not_used() -> None:
    """Row numbers, register columns and unknown fields state nothing about the person."""
    columns = [
        Column(name, index, name)
        for index, name in enumerate(("row_no", "full_name", "reason", "date_of_birth", "???"))
    ]
    cleaner = Cleaner(KNOWLEDGE, columns, place=PLACE, today=TODAY, default_unit=UNIT)
    row = cleaner.clean(7, [1, "Lê Giả Lập", "đi làm xa", "2000", "x"])
    assert row.values == {"full_name": "Lê Giả Lập", "date_of_birth": "2000", "unit": UNIT}
    assert [column.field for column in cleaner.unused] == ["row_no", "reason", "???"]


def test_a_remembered_cell_is_told_from_one_that_only_equals_it() -> None:
    """1, 1.0 and TRUE are one key to a dictionary and not one cell."""
    columns = [Column(name, index, name) for index, name in enumerate(("full_name", "date_of_birth", "honorary"))]
    cleaner = Cleaner(KNOWLEDGE, columns, place=PLACE, today=TODAY, default_unit=UNIT)
    found = [cleaner.clean(7, ["Lê Giả Lập", "2000", cell]).values["honorary"] for cell in (1, True, 0.0, False, "1")]
    assert found == ["1", "TRUE", "0", "FALSE", "1"]


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────

TYPED = {
    "full_name": "Đặng Thị Thúy Hòa",
    "date_of_birth": "29/02/2000",
    "unit": "Chi đoàn Phú Quý, Đoàn cơ sở Hòa Thắng",
    "gender": "Nữ",
    "national_id": "079300000004",
    "ethnicity": "Ê đê",
    "religion": "Hòa Hảo",
    "hometown": "Xã Hòa Thắng, Lâm Đồng",
    "phone": "0900000004",
    "email": "tv4@example.test",
    "position": "Ủy viên Ban Chấp hành",
}
_MUTATIONS: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: normalize("NFD", text),
    "upper": str.upper,
    "lower": str.lower,
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "doubled": lambda text: text.replace(" ", "  "),
    "around": lambda text: f" {text}\u200b ",
    "tone": lambda text: text.replace("òa", "oà").replace("úy", "uý").replace("Ủy", "Uỷ").replace("Quý", "Quí"),
    "stroke": lambda text: text.replace("Đ", "\u00d0").replace("đ", "\u00f0"),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(TYPED)), st.sampled_from(sorted(_MUTATIONS))), max_size=12))
def test_typing_never_changes_what_is_compared(edits: Sequence[tuple[str, str]]) -> None:
    """NFD, case, spaces, invisible characters, tone placement: nothing to send, and each edit is said."""
    cells: dict[str, Cell] = dict(TYPED)
    for field, edit in edits:
        cells[field] = _MUTATIONS[edit](str(cells[field]))
    before, after = clean(TYPED), clean(cells)
    assert not after.findings
    assert KNOWLEDGE.compared(after.values) == KNOWLEDGE.compared(before.values)
    for field in TYPED:
        assert KNOWLEDGE.same(field, before.values[field], after.values[field])


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("full_name", "Đặng Thị Thúy Hoa"),
        ("full_name", "Đặng Thị Thùy Hòa"),
        ("date_of_birth", "2000"),
        ("national_id", "079300000005"),
        ("phone", "0900000005"),
        ("hometown", None),
        ("unit", "Chi đoàn Phú Quỳ, Đoàn cơ sở Hòa Thắng"),
        ("email", "tv5@example.test"),
    ],
)
def test_another_value_is_compared_as_another(field: str, cell: Cell) -> None:
    """A tone is part of a name; a coarser date is another date."""
    before, after = clean(TYPED), clean({**TYPED, field: cell})
    assert not KNOWLEDGE.same(field, before.values[field], after.values[field])
    assert KNOWLEDGE.compared(after.values) != KNOWLEDGE.compared(before.values)


def test_an_email_address_is_compared_without_case() -> None:
    """As mail servers do."""
    assert KNOWLEDGE.same("email", "Tv4@Example.test", "tv4@example.test")


def test_no_value_and_empty_text_are_the_same() -> None:
    """Neither states anything."""
    assert KNOWLEDGE.same("hometown", None, "")
    assert not KNOWLEDGE.same("hometown", None, "Xã A")


# ── any cell ─────────────────────────────────────────────────────────────────────────────────────────────

_CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.text(st.characters(), max_size=20), st.integers(), st.floats(), st.booleans(),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(),
)  # fmt: skip
_FIELDS = sorted(name for name, spec in KNOWLEDGE.fields.items() if spec.part == "person")


@given(st.lists(_CELLS, min_size=len(_FIELDS), max_size=len(_FIELDS)))
def test_no_cell_breaks_cleaning(cells: list[Cell]) -> None:
    """Whatever a reader gives, a row comes out whose values can be stored, compared and sent."""
    row = clean(dict(zip(_FIELDS, cells, strict=True)))
    for value in KNOWLEDGE.compared(row.values).values():
        assert value is None or (value and value.encode())
    assert set(row.steps) <= set(row.values)
    assert row.in_error == any(finding.severity is Severity.ERROR for finding in row.findings)


@given(st.fixed_dictionaries({name: st.sampled_from([cell, None, f" {cell}"]) for name, cell in PERSON.items()}))
def test_cleaning_is_done_once(cells: dict[str, Cell]) -> None:
    """A cleaned row comes out of cleaning as it went in."""
    once = clean(cells)
    gender = {"male": "Nam", None: None}
    again = clean({**once.values, "gender": gender[once.values.get("gender")]})
    assert {name: value for name, value in again.values.items() if value} == {
        name: value for name, value in once.values.items() if value
    }
    assert not again.steps


@pytest.mark.parametrize(
    ("field", "mark"), [("unit", '"'), ("unit", "-nt-"), ("full_name", "nt"), ("national_id", "//")]
)
def test_a_ditto_mark_where_the_value_is_needed_stops_the_row(field: str, mark: str) -> None:
    """What stands above is never looked up, and neither does the list's own unit stand in for it."""
    row = clean({**PERSON, field: mark}, default_unit="Chi đoàn 2")
    assert codes(row) == [("cell-ditto", field, Severity.ERROR)]
    assert field not in row.values


@pytest.mark.parametrize("cell", ["Ninh Thuận", "NT Sông Hậu", "Lê Nt", "Trên", "/"])
def test_a_text_that_only_contains_a_ditto_mark_is_a_value(cell: str) -> None:
    row = clean({**PERSON, "hometown": cell})
    assert (row.values["hometown"], row.findings) == (cell, ())
