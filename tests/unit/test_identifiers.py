"""National IDs, member codes, phones, e-mail (the domain book, §5). All numbers are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.knowledge import load_knowledge
from sync.text.identifiers import email, id_gender_and_year, member_code, national_id, phone, serial
from sync.text.tidying import Cleaned
from sync.values import Cell

RULES = load_knowledge().identifiers


@pytest.mark.parametrize(
    ("cell", "value", "steps"),
    [
        (None, None, ()),
        ("", None, ()),
        ("079200000003", "079200000003", ()),
        ("012345678", "012345678", ()),
        (123456789, "123456789", ()),
        (123456789.0, "123456789", ()),
        ("079 200 000 003", "079200000003", ("separators",)),
        ("079.200.000-003", "079200000003", ("separators",)),
        ("'079200000003", "079200000003", ("text-mark",)),
        (" 079200000003\u00a0", "079200000003", ("nbsp", "spaces")),
        ("123456789.0", "123456789", ("number-text",)),
        ("079,200,000,003", "079200000003", ("separators",)),
        ("０７９２００００００03", "079200000003", ("digits",)),
    ],
)
def test_a_national_id_has_twelve_digits_or_nine(cell: Cell, value: str | None, steps: tuple[str, ...]) -> None:
    """12 digits, or the old 9."""
    assert national_id(cell, RULES) == Cleaned(value, steps)


@pytest.mark.parametrize(
    ("cell", "problem", "proposed"),
    [
        (79200000003, "national-id-zero-lost", "079200000003"),
        (79200000003.0, "national-id-zero-lost", "079200000003"),
        ("79200000003", "national-id-zero-lost", "079200000003"),
        (1095000001.0, "national-id-zero-lost", "001095000001"),
        (12345678, "national-id-zero-lost", "012345678"),
        ("1.23457E+11", "national-id-rounded", ""),
        ("7,92E+10", "national-id-rounded", ""),
        (1e22, "national-id-rounded", ""),
        ("1.23457E11", "national-id-rounded", ""),
        ("79204000000", "national-id-rounded", ""),
        ("079204000000", "national-id-rounded", ""),
        (123457000000.0, "national-id-rounded", ""),
        (79204000000, "national-id-rounded", ""),
        ("07920000000A", "national-id-not-digits", ""),
        ("0792OOOOOOO3", "national-id-not-digits", ""),
        ("079200000003, 079200000004", "national-id-not-digits", ""),
        ("79,20,0000003", "national-id-not-digits", ""),
        (79200000003.5, "national-id-not-digits", ""),
        (-79200000003, "national-id-not-digits", ""),
        ("không có", "national-id-not-digits", ""),
        (datetime.fromisoformat("2004-05-17"), "national-id-not-digits", ""),
        ("0792000003", "national-id-length", ""),
        ("07920000000", "national-id-length", ""),
        ("0792000000031", "national-id-length", ""),
        (99999999999, "national-id-length", ""),
        ("1234567", "national-id-length", ""),
        ("000000000000", "national-id-placeholder", ""),
        ("111111111", "national-id-placeholder", ""),
    ],
)
def test_a_bad_national_id_has_no_value(cell: Cell, problem: str, proposed: str) -> None:
    """A lost zero is proposed, never put back unasked; rounded digits are gone."""
    assert national_id(cell, RULES) == Cleaned(None, (), problem, proposed)


def test_an_unknown_province_is_only_doubtful() -> None:
    """003 was never a province; the number stays."""
    assert national_id("003200000003", RULES) == Cleaned("003200000003", (), "national-id-province")


@pytest.mark.parametrize("cell", [79200000003, 79200000003.0, "79200000003"])
def test_a_policy_may_put_the_zero_back(cell: Cell) -> None:
    """With `national_id.restore_zero = apply` the number comes out as its text does, and says so."""
    rules = replace(RULES, restore_zero=True)
    assert national_id(cell, rules) == Cleaned("079200000003", ("zero-restored",))
    assert national_id("079200000003", rules) == Cleaned("079200000003")


@pytest.mark.parametrize(
    ("number", "stated"),
    [
        ("001095000001", ("male", "1995")),
        ("079198000001", ("female", "1998")),
        ("079200000003", ("male", "2000")),
        ("079304000004", ("female", "2004")),
        ("012345678", None),
    ],
)
def test_a_national_id_states_gender_and_birth_year(number: str, stated: tuple[str, str] | None) -> None:
    """0 and 1: men and women of the 1900s; 2 and 3: of the 2000s."""
    assert id_gender_and_year(number) == stated


OLD_PREFIXES = [
    ("0120", "070"), ("0121", "079"), ("0122", "077"), ("0126", "076"), ("0128", "078"), ("0123", "083"),
    ("0124", "084"), ("0125", "085"), ("0127", "081"), ("0129", "082"), ("0162", "032"), ("0163", "033"),
    ("0164", "034"), ("0165", "035"), ("0166", "036"), ("0167", "037"), ("0168", "038"), ("0169", "039"),
    ("0186", "056"), ("0188", "058"), ("0199", "059"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OLD_PREFIXES)
def test_a_retired_prefix_is_mapped(old: str, new: str) -> None:
    """Eleven digits under an old prefix become ten, however the number is written."""
    assert phone(f"{old}0000001", RULES) == Cleaned(f"{new}0000001", ("prefix-mapped",))
    assert phone(int(f"{old}0000001"), RULES) == Cleaned(f"{new}0000001", ("zero-restored", "prefix-mapped"))
    assert phone(f"+84{old[1:]}0000001", RULES) == Cleaned(f"{new}0000001", ("country-code", "prefix-mapped"))


@pytest.mark.parametrize(
    ("cell", "value", "steps"),
    [
        (None, None, ()),
        ("0900000001", "0900000001", ()),
        ("090 000 0001", "0900000001", ("separators",)),
        ("(090) 000.00-01", "0900000001", ("separators",)),
        ("+84900000001", "0900000001", ("country-code",)),
        ("+84 (0)900000001", "0900000001", ("separators", "country-code")),
        ("84900000001", "0900000001", ("country-code",)),
        (84900000001, "0900000001", ("country-code",)),
        (900000001, "0900000001", ("zero-restored",)),
        (900000001.0, "0900000001", ("zero-restored",)),
        ("900000001", "0900000001", ("zero-restored",)),
        ("'0900000001", "0900000001", ("text-mark",)),
        ("0841234567", "0841234567", ()),
        ("0084900000001", "0900000001", ("country-code",)),
        ("(+84) 900 000 001", "0900000001", ("separators", "country-code")),
        ("900000001.0", "0900000001", ("number-text", "zero-restored")),
        ("900,000,001", "0900000001", ("separators", "zero-restored")),
        ("０９００000001", "0900000001", ("digits",)),
    ],
)
def test_a_phone_number_takes_one_form(cell: Cell, value: str | None, steps: tuple[str, ...]) -> None:
    """Ten digits; what was done to get there is said."""
    assert phone(cell, RULES) == Cleaned(value, steps)


@pytest.mark.parametrize(
    ("cell", "problem", "proposed"),
    [
        ("0123", "phone-invalid", ""),
        ("0200000001", "phone-invalid", ""),
        ("0130000001", "phone-invalid", ""),
        ("02523000001", "phone-invalid", ""),
        ("không có", "phone-invalid", ""),
        (True, "phone-invalid", ""),
        ("9.00000E+08", "phone-rounded", ""),
        ("0900000001 / 0900000002", "phone-several", "0900000001"),
        ("0900000001; 0900000002", "phone-several", "0900000001"),
        ("0900000001 0900000002", "phone-several", "0900000001"),
        ("0900000001\n0900000002", "phone-several", "0900000001"),
        ("0900000001 - 0252 3000 001", "phone-several", "0900000001"),
        ("O900000001", "phone-invalid", ""),
        ("09OOOOOOO1", "phone-invalid", ""),
        (-900000001, "phone-invalid", ""),
        (900000001.5, "phone-invalid", ""),
    ],
)
def test_a_bad_phone_number_is_left_out(cell: Cell, problem: str, proposed: str) -> None:
    """It is a doubt, and never a value."""
    assert phone(cell, RULES) == Cleaned(None, (), problem, proposed)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, Cleaned(None)),
        ("9000001", Cleaned("9000001")),
        (9000001, Cleaned("9000001")),
        (9000001.0, Cleaned("9000001")),
        (" 9000001", Cleaned("9000001", ("spaces",))),
        ("900001", Cleaned(None, (), "member-code-shape")),
        (12345, Cleaned(None, (), "member-code-shape", "0012345")),
        ("9.0E+06", Cleaned(None, (), "member-code-rounded")),
        ("ĐV-001", Cleaned(None, (), "member-code-shape")),
        (datetime.fromisoformat("2004-05-17"), Cleaned(None, (), "member-code-shape")),
    ],
)
def test_a_member_code_has_seven_digits(cell: Cell, expected: Cleaned) -> None:
    """The centre's shape; a number cell gives the same text."""
    assert member_code(cell, RULES) == expected


def test_other_member_codes_are_a_policy() -> None:
    """A code of another shape may be let through with a doubt or without."""
    assert member_code("ABC12", replace(RULES, member_code_other="warn")) == Cleaned("ABC12", (), "member-code-shape")
    assert member_code("ABC12", replace(RULES, member_code_other="keep")) == Cleaned("ABC12")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, Cleaned(None)),
        ("", Cleaned(None)),
        ("20210001", Cleaned("20210001")),
        (20210001, Cleaned("20210001", ("number-text",))),
        (20210001.0, Cleaned("20210001", ("number-text",))),
        ("20210001.0", Cleaned("20210001", ("number-text",))),
        ("'20210001", Cleaned("20210001", ("text-mark",))),
        ("２０２１0001", Cleaned("20210001", ("digits",))),
        ("0012", Cleaned("0012")),
        (" SV-001/ĐHSP ", Cleaned("SV-001/ĐHSP", ("spaces",))),
        ("1.5", Cleaned("1.5")),
        (1.5, Cleaned("1.5", ("number-text",))),
        ("2.02E+07", Cleaned(None, (), "number-rounded")),
        (1e20, Cleaned(None, (), "number-rounded")),
        (10**15, Cleaned(None, (), "number-rounded")),
        (4.5e-20, Cleaned(None, (), "number-rounded")),
        (float("nan"), Cleaned(None, (), "cell-error")),
        (datetime.fromisoformat("2004-05-17"), Cleaned(None, (), "text-is-date")),
        (True, Cleaned(None, (), "text-is-date")),
    ],
)
def test_a_code_of_any_shape_has_one_form(cell: Cell, expected: Cleaned) -> None:
    """The same student's code as a number and as text."""
    assert serial(cell) == expected


@pytest.mark.parametrize("text", ["tv1@example.test", "Ten.Ho+1@mail.example.test"])
def test_an_email_address_stays_as_typed(text: str) -> None:
    """Case included: it is compared without it."""
    assert email(text) == Cleaned(text)
    assert email(f" {text} ") == Cleaned(text, ("spaces",))


@pytest.mark.parametrize(
    "cell",
    [
        "tv1",
        "tv1@",
        "@example.test",
        "tv1@example",
        "a b@example.test",
        "a@b@example.test",
        "tên@example.test",
        "a..b@example.test",
        5,
    ],
)
def test_what_is_no_email_address_is_left_out(cell: Cell) -> None:
    """It is a doubt, and never a value."""
    assert email(cell) == Cleaned(None, (), "email-invalid")


_CELLS = (
    st.none() | st.text() | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes()
    | st.times() | st.timedeltas() | st.from_regex(r"\A[ '0-9.+-]{0,16}\Z")
)  # fmt: skip


@given(_CELLS)
def test_any_cell_gives_an_identifier_or_a_problem(cell: Cell) -> None:
    """No cell breaks a rule, and what a rule gives it gives again."""
    for clean in (national_id, member_code, phone):
        cleaned = clean(cell, RULES)
        if cleaned.value is not None:
            assert clean(cleaned.value, RULES)._replace(problem=None) == Cleaned(cleaned.value)
    code = serial(cell)
    assert code.value is None or serial(code.value).value == code.value
    address = email(cell)
    assert address.value is None or email(address.value) == Cleaned(address.value)


def test_kinds_of_cells_without_a_number() -> None:
    """A date, a time or a truth value is no identifier."""
    for cell in (date(2004, 5, 17), time(8), timedelta(1), False):
        assert national_id(cell, RULES).problem == "national-id-not-digits"
