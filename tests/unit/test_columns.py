"""Judging whole columns: which are typed in a legacy font, which numbers are shown with zeros, and what an officer is
asked. The rows below it are then read by that, and a row that contradicts is an error of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.fonts import load_fonts
from sync.tables.columns import Judged, ShownDigits, Styles, judge, settler, shown_digits
from sync.values import Cell
from tests.support.legacy import tcvn3, vni

FONTS = load_fonts()
NAMES = [
    "Nguyễn Văn Hùng",
    "Trần Thị Hà",
    "Lê Thúy Kiều",
    "Phạm Quốc Bảo",
    "Đặng Minh Tâm",
    "Bùi Thị Lớn",
    "Võ Đình Phúc",
]
PLAIN_NAMES = ["Lan Anh", "K'Brang", "H'Hen", "Y Bham", "Kim Long"]
FIELDS = {0: "full_name", 1: "date_of_birth", 2: "hometown"}


def judged(
    rows: Sequence[Sequence[Cell]], styles: Styles | None = None, fields: Mapping[int, str] = FIELDS
) -> Judged:
    """Judge rows; every column may hold numbers whose style matters."""
    return judge(rows, fields, FONTS, lambda: styles, list(fields))


def fonts_of(found: Judged) -> dict[int, str]:
    """The font of each column."""
    return {index: one.font.name for index, one in found.fonts.items()}


def column(texts: Sequence[str]) -> list[list[Cell]]:
    """Rows of one column."""
    return [[text] for text in texts]


NAME_ONLY = {0: "full_name"}


@pytest.mark.parametrize(("typed", "font"), [(tcvn3, "TCVN3"), (vni, "VNI")], ids=["TCVN3", "VNI"])
def test_a_column_is_read_by_the_font_that_makes_it_vietnamese(typed: object, font: str) -> None:
    assert callable(typed)
    names = [*NAMES, *PLAIN_NAMES]
    found = judged([[typed(name), "17/05/2004", typed("Lâm Đồng")] for name in names])
    assert fonts_of(found) == dict.fromkeys(FIELDS, font)
    assert found.unclear == ()
    settle = settler(found)
    assert settle is not None
    assert [settle([typed(name), "17/05/2004", ""])[0] for name in names] == [
        [name, "17/05/2004", ""] for name in names
    ]


def test_one_person_is_enough() -> None:
    assert fonts_of(judged([["Lª ThÞ Hång", "", ""]])) == dict.fromkeys(FIELDS, "TCVN3")


@pytest.mark.parametrize(
    "texts",
    [
        NAMES,
        PLAIN_NAMES,
        ["Lâm", "Tâm", "Hòa", "Bé"],
        ["H'Hen Niê", "Y Bhăm Êban", "K'Brểu", "Siu Blêh"],
        ["Müller", "François", "Beyoncé", "Peña"],
        ["Nguyá»…n VÄƒn"],
        ["Ng?y?n V?n"],
        ["· ghi chú", "§ 3", "±", "½"],
        [],
    ],
)
def test_other_columns_are_left_alone(texts: Sequence[str]) -> None:
    """Unicode, ASCII, minorities' and foreign names, and damage of other kinds."""
    found = judged(column(texts), fields=NAME_ONLY)
    assert (found.fonts, found.unclear) == ({}, ())
    assert settler(found) is None


def test_a_column_that_says_nothing_goes_with_those_beside_it() -> None:
    """The word "Líp" is a word in Unicode too; in a list where all else is TCVN3 it is Lớp."""
    fields = {0: "full_name", 1: "unit"}
    assert fonts_of(judged([[tcvn3(name), "Líp 12A1"] for name in NAMES], fields=fields)) == {0: "TCVN3", 1: "TCVN3"}
    assert judged([[name, "Líp 12A1"] for name in NAMES], fields=fields).fonts == {}


def test_beside_unicode_columns_it_is_asked_about() -> None:
    """Names in TCVN3, home towns in Unicode: whether the class is "Líp" or "Lớp" is for the officer to say."""
    fields = {0: "full_name", 1: "hometown", 2: "unit", 3: "email"}
    rows = [[tcvn3(name), "Lâm Đồng", "Líp 12A1", "a@example.test"] for name in NAMES]
    found = judged(rows, fields=fields)
    assert fonts_of(found) == {0: "TCVN3"}
    assert [(one.index, one.before, one.after, one.rows) for one in found.unclear] == [
        (2, "Líp 12A1", "Lớp 12A1", ())
    ]
    styles = Styles(fonts={(row, column): "Times New Roman" for row in range(len(rows)) for column in range(4)})
    assert judged(rows, styles, fields).unclear == ()
    styles = Styles(fonts={(row, column): ".VnTime" for row in range(len(rows)) for column in (0, 2)})
    assert fonts_of(judged(rows, styles, fields)) == {0: "TCVN3", 2: "TCVN3"}


def test_a_mixed_column_is_asked_about_naming_rows() -> None:
    rows = [*NAMES[:4], *map(tcvn3, NAMES[:4]), "Lan Anh"]
    found = judged(column(rows), fields=NAME_ONLY)
    assert found.fonts == {}
    (one,) = found.unclear
    assert (one.index, one.before, one.after) == (0, "NguyÔn V¨n Hïng", "Nguyễn Văn Hùng")
    assert one.rows == (4, 5, 6, 7)


def test_one_unicode_name_in_a_legacy_column_is_asked_about() -> None:
    """The domain book: "no precomposed Vietnamese stands in the column"."""
    assert len(judged(column([*map(tcvn3, NAMES * 20), "Nguyễn Văn An"]), fields=NAME_ONLY).unclear) == 1


def test_a_few_legacy_names_in_a_unicode_column_are_slips_of_their_rows() -> None:
    found = judged(column([*NAMES, tcvn3("Nguyễn Thị Hiển")]), fields=NAME_ONLY)
    assert (found.fonts, found.unclear) == ({}, ())


def test_a_few_legacy_texts_beside_unicode_columns_are_slips_too() -> None:
    """And a column that says nothing is not asked about because of them."""
    fields = {0: "full_name", 1: "hometown", 2: "unit"}
    rows = [[name, tcvn3("Hải Phòng") if row < 3 else "", "Líp 12A1"] for row, name in enumerate(NAMES)]
    found = judged(rows, fields=fields)
    assert (found.fonts, found.unclear) == ({}, ())
    rows = [
        [name, tcvn3(f"Hải {town}"), ""] for name, town in zip(NAMES, ("Phòng", "Dương", "Hưng", "Vân"), strict=False)
    ]
    assert fonts_of(judged(rows, fields=fields)) == {1: "TCVN3"}


def test_a_name_in_two_columns_is_one_text() -> None:
    """Alone, "Lín" says nothing; with its family name it does."""
    fields = {0: "family_name", 1: "given_name"}
    found = judged([["NguyÔn V¨n", "Lín"], ["TrÇn ThÞ", "Lan"]], fields=fields)
    assert fonts_of(found) == {0: "TCVN3", 1: "TCVN3"}


# ── what a workbook says of its fonts ────────────────────────────────────────────────────────────────────


def styled(font: str, rows: int, columns: int = 1) -> Styles:
    return Styles(fonts={(row, column): font for row in range(rows) for column in range(columns)})


def test_fonts_settle_what_the_text_leaves_open() -> None:
    """No word in it tells: what .VnTime shows as Lớn is a word as it stands, too."""
    rows = column(["Lín ·"])
    assert fonts_of(judged(rows, styled(".VnTime", 1), NAME_ONLY)) == {0: "TCVN3"}
    assert judged(rows, styled("Arial", 1), NAME_ONLY).fonts == {}
    assert judged(rows, None, NAME_ONLY).fonts == {}


def test_a_font_of_capitals() -> None:
    found = judged(column([tcvn3(name) for name in NAMES]), styled(".VnTimeH", len(NAMES)), NAME_ONLY)
    assert found.fonts[0].capitals
    assert found.fonts[0].after == "NGUYỄN VĂN HÙNG"
    assert judged(column(map_(tcvn3)), styled(".VnTime", len(NAMES)), NAME_ONLY).fonts[0].capitals is False


def map_(typed: object) -> list[str]:
    assert callable(typed)
    return [typed(name) for name in NAMES]


def test_unicode_text_in_a_legacy_font_is_unicode() -> None:
    """Excel shows Unicode in another font where the chosen one has no such letters; nobody notices."""
    assert judged(column([*NAMES, "µ"]), styled(".VnTime", len(NAMES) + 1), NAME_ONLY).fonts == {}


def test_text_that_is_plainly_legacy_is_so_in_any_font() -> None:
    """Somebody set the whole sheet in Times New Roman; the letters did not change by that."""
    assert fonts_of(judged(column(map_(tcvn3)), styled("Times New Roman", len(NAMES)), NAME_ONLY)) == {0: "TCVN3"}


def test_a_font_that_contradicts_the_text_is_asked_about() -> None:
    assert len(judged(column(map_(tcvn3)), styled("VNI-Times", len(NAMES)), NAME_ONLY).unclear) == 1


# ── reading rows by it ───────────────────────────────────────────────────────────────────────────────────


def test_a_later_row_that_contradicts_is_an_error_and_stays_as_it_is() -> None:
    settle = settler(judged(column(map_(tcvn3)), fields=NAME_ONLY))
    assert settle is not None
    for text in ("Nguyễn Văn An", "Trần Hà", "Bình"):
        cells, (one,) = settle([text])
        assert cells == [text]
        assert (one.index, one.typed, one.step, one.problem) == (0, text, "", "legacy-font-mixed")


def test_what_was_done_is_said() -> None:
    settle = settler(judged(column(map_(tcvn3)), fields=NAME_ONLY))
    assert settle is not None
    cells, (one,) = settle(["Lª Lan", "NguyÔn"])
    assert cells == ["Lê Lan", "NguyÔn"], "only the columns that were judged"
    assert (one.typed, one.step, one.problem) == ("Lª Lan", "legacy-font", "")
    assert settle(["Lan Anh"]) == (["Lan Anh"], [])
    assert settle([None]) == ([None], [])
    assert settle([]) == ([], [])


def test_the_decision_is_in_the_salt() -> None:
    """Another decision means other values for the same bytes."""
    salts = {
        judged(column(map_(tcvn3)), fields=NAME_ONLY).salt,
        judged(column(map_(tcvn3)), styled(".VnTimeH", len(NAMES)), NAME_ONLY).salt,
        judged(column(map_(vni)), fields=NAME_ONLY).salt,
        judged(column(NAMES), fields=NAME_ONLY).salt,
        Judged(digits={0: ShownDigits("", 12)}).salt,
        Judged(from_1904=True).salt,
    }
    assert len(salts) == 6


people = st.lists(st.sampled_from(NAMES), min_size=1, max_size=12)


@given(people, people, st.sampled_from([tcvn3, vni]), st.randoms(use_true_random=False))
def test_mixing_is_always_found(unicode: list[str], legacy: list[str], typed: object, random: object) -> None:
    """Where both stand in a column, the officer is asked or the legacy rows are errors; Unicode is never changed."""
    assert callable(typed)
    texts = [*unicode, *map(typed, legacy)]
    random.shuffle(texts)  # type: ignore[attr-defined]
    found = judged(column(texts), fields=NAME_ONLY)
    assert found.fonts == {}
    if not found.unclear:
        assert [text for text in texts if not FONTS.is_plain(text)] == [text for text in texts if text not in NAMES]


@given(
    st.lists(
        st.sampled_from([*NAMES, *PLAIN_NAMES, "H'Hen Niê"]) | st.text(st.characters(codec="ascii")), max_size=20
    )
)
def test_unicode_and_ascii_are_never_changed(texts: list[str]) -> None:
    found = judged(column(texts), fields=NAME_ONLY)
    assert (found.fonts, found.unclear) == ({}, ())


@given(st.lists(st.sampled_from([*NAMES, *PLAIN_NAMES]), min_size=1), st.sampled_from([tcvn3, vni]))
def test_a_legacy_column_comes_back_whole(names: list[str], typed: object) -> None:
    """Whatever names it holds, as long as one of them tells."""
    assert callable(typed)
    names = [NAMES[0], *names]
    found = judged(column([typed(name) for name in names]), fields=NAME_ONLY)
    settle = settler(found)
    assert settle is not None
    assert [settle([typed(name)])[0] for name in names] == [[name] for name in names]


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("000000000000", "79204000001", "079204000001"),
        ("0#########", "912345678", "0912345678"),
        ("0000 000 000", "912345678", "0912345678"),
        ('"0"#########', "912345678", "0912345678"),
        ('"0"000000000', "912345678", "0912345678"),
        ("\\0#########", "912345678", "0912345678"),
        ("0000000;-0000000", "12345", "0012345"),
        ("0000000", "1234567", "1234567"),
    ],
)
def test_a_number_is_read_with_the_zeros_it_is_shown_with(code: str, number: str, shown: str) -> None:
    found = shown_digits(code)
    assert found is not None
    assert found.show(number) == shown


@pytest.mark.parametrize(
    "code",
    ["", "0", "#", "#,##0", "0.00", "0%", "dd/mm/yyyy", "@", "General", "0.00E+00", '"CCCD "0', "00000000000000000"],
)
def test_other_formats_show_no_zeros(code: str) -> None:
    assert shown_digits(code) is None


def test_a_column_has_one_format_or_none() -> None:
    rows: list[list[Cell]] = [[79204000001.0], [79204000002.0], ["079204000003"], [None]]
    twelve = {(0, 0): "000000000000", (1, 0): "000000000000"}
    fields = {0: "national_id"}
    assert judged(rows, Styles(formats=twelve), fields).digits == {0: ShownDigits("", 12)}
    assert judged(rows, Styles(formats={(0, 0): "000000000000"}), fields).digits == {}
    assert judged(rows, Styles(), fields).digits == {}
    assert judged(rows, None, fields).digits == {}
    settle = settler(judged(rows, Styles(formats=twelve), fields))
    assert settle is not None
    cells, (one,) = settle([79204000001.0])
    assert cells == ["079204000001"]
    assert (one.typed, one.step) == ("79204000001", "zero-shown")
    for cell in ("79204000001", 791204000001.0, 79204000001.5, True, None, ""):
        assert settle([cell]) == ([cell], [])


def test_bare_numbers_among_the_dates_of_a_1904_workbook() -> None:
    """The program counts days from 1900: four years would be lost. Years and real dates are what they are."""
    found = judged([[38124.0, "", ""]], Styles(from_1904=True))
    settle = settler(found, [1])
    assert settle is not None
    _, (one,) = settle(["", 38124.0, ""])
    assert (one.index, one.typed, one.problem) == (1, "38124", "date-serial-1904")
    assert settle(["", 2004.0, 38124.0])[1] == []
    assert settler(found) is None
