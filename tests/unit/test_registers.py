"""Movements as registers and member rows state them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from config.charter import load_movements
from config.headers import load_register_titles
from config.knowledge import load_fields
from sync.papers.lives import Movement
from sync.papers.registers import FACTS, UNDECIDED, Register, Unplaced
from sync.papers.rows import is_undecided
from sync.papers.titles import Named
from sync.values import CleanRow, Finding, Place, Severity

REGISTER = Register(load_movements())
UNIT, PLACE = "Chi đoàn 1, Đoàn xã Mẫu", Place("so", "so.xlsx", "Biến động", 7)

# The seed's own words and those of the domain book's table, §3.
WORDS = [
    ("Kết nạp", "admit"),
    ("Giới thiệu chuyển sinh hoạt", "transfer_out"),
    ("Tiếp nhận", "transfer_in"),
    ("Sinh hoạt tạm thời", "temporary_out"),
    ("Đi làm ăn xa", "away"),
    ("Trở về", "returned"),
    ("Xóa tên", "strike_off"),
    ("Khai trừ", "expel"),
    ("Trưởng thành", "mature"),
    ("Công nhận trưởng thành", "mature"),
    ("Ở lại sinh hoạt", "extend"),
    ("Kết nạp Đảng", "party_admit"),
    ("Từ trần", "decease"),
    ("Kết nạp lại", "readmit"),
]


@pytest.mark.parametrize(("word", "name"), WORDS)
def test_words_of_the_book(word: str, name: str) -> None:
    for typed in (word, word.upper(), f" {word}. ", unicodedata.normalize("NFD", word)):
        assert REGISTER.type_of(typed) == name


def test_a_word_without_marks_is_known_and_a_part_of_one_is_not() -> None:
    assert REGISTER.type_of("Xoa ten") == "strike_off"
    assert REGISTER.type_of("Kết") is None
    assert REGISTER.type_of("Kết nạp Đảng viên danh dự") is None


def test_a_register_row_states_one_movement() -> None:
    values = {
        "full_name": "Nguyễn Văn An",
        "movement_type": "Xóa tên",
        "movement_date": "2026-03-05",
        "decision_no": "07-QĐ/ĐTN",
        "reason": "Bỏ sinh hoạt 4 tháng",
        "destination": None,
    }
    assert REGISTER.row(values, UNIT, PLACE) == Movement(
        "strike_off", "2026-03-05", UNIT, PLACE, {"decision_no": "07-QĐ/ĐTN", "reason": "Bỏ sinh hoạt 4 tháng"}
    )


def test_going_away_may_state_its_place_and_days_in_fields_of_its_own() -> None:
    values = {
        "movement_type": "Đi làm ăn xa",
        "away_place": "Bình Dương",
        "away_from": "2026-02-20",
        "away_return": "2026-12",
    }
    assert REGISTER.row(values, UNIT, PLACE) == Movement(
        "away", "2026-02-20", UNIT, PLACE, {"destination": "Bình Dương", "expected_return": "2026-12"}
    )


@pytest.mark.parametrize(("said", "proposed"), [("Xóa tênn", "Xóa tên"), ("Chuyển công tác", ""), ("", "")])
def test_an_unknown_movement_is_asked_about_and_never_guessed(said: str, proposed: str) -> None:
    found = REGISTER.row({"movement_type": said, "movement_date": "2026-01-01"}, UNIT, PLACE)
    assert found == Unplaced("movement-unknown", "movement_type", said, proposed)


def test_a_movement_without_its_day_is_not_placed() -> None:
    assert REGISTER.row({"movement_type": "Xóa tên", "movement_date": None}, UNIT, PLACE) == Unplaced(
        "movement-undated", "movement_date", "Xóa tên"
    )


def test_a_member_row_may_state_several_movements_and_one_without_its_day() -> None:
    values = {
        "full_name": "Lê Thị Bình",
        "transfer_in_date": "2021-09-05",
        "transfer_in_place": "Đoàn trường Mẫu",
        "maturity_date": "2026",
        "away_place": "Đồng Nai",
        "strike_off_reason": None,
    }
    assert REGISTER.columns(values, UNIT, PLACE) == [
        Movement("transfer_in", "2021-09-05", UNIT, PLACE, {"origin": "Đoàn trường Mẫu"}),
        Unplaced("movement-undated", "away_from", "Đi làm ăn xa"),
        Movement("mature", "2026", UNIT, PLACE, {}),
    ]


def test_a_row_without_movements_states_none() -> None:
    assert REGISTER.columns({"full_name": "Lê Thị Bình", "decision_no": "7"}, UNIT, PLACE) == []


def test_the_title_says_it_where_the_row_does_not() -> None:
    values = {"movement_type": None, "movement_date": "2026-03", "decision_no": "3"}
    assert REGISTER.row(values, UNIT, PLACE, "mature") == Movement(
        "mature", "2026-03", UNIT, PLACE, {"decision_no": "3"}
    )
    stated = REGISTER.row({**values, "movement_type": "Khai trừ"}, UNIT, PLACE, "mature")
    assert isinstance(stated, Movement)
    assert stated.type == "expel"


@pytest.mark.parametrize(
    "values",
    [
        {"movement_type": "Chuyển đi/Xóa tên"},
        {"movement_type": "Chuyển đi, Tiếp nhận"},
        {"movement_type": "Xóa tên", "maturity_date": "2026"},
        {"movement_type": "Đi làm ăn xa", "away_from": "2025", "returned_on": "2026-01"},
    ],
)
def test_a_row_that_states_two_movements_is_asked_about(values: dict[str, str | None]) -> None:
    found = REGISTER.row({"movement_date": "2026-01-01", **values}, UNIT, PLACE)
    assert isinstance(found, Unplaced)
    assert found.code == "movement-unknown"


def test_a_row_of_one_side_of_a_transfer_may_tell_the_day_of_the_other() -> None:
    values = {"movement_type": "Tiếp nhận", "transfer_in_date": "2026-09-05", "transfer_out_date": "2026-09-01"}
    assert REGISTER.row(values, UNIT, PLACE) == Movement("transfer_in", "2026-09-05", UNIT, PLACE, {})


def test_a_letter_is_the_paper_of_a_transfer_beside_which_a_decision_stands() -> None:
    values = {"movement_date": "2026", "letter_no": "7-GGT"}
    alone = REGISTER.row(values, UNIT, PLACE, "transfer_out")
    beside = REGISTER.row({**values, "decision_no": "9-QĐ"}, UNIT, PLACE, "transfer_out")
    assert isinstance(alone, Movement)
    assert isinstance(beside, Movement)
    assert dict(alone.facts) == {"letter_no": "7-GGT", "decision_no": "7-GGT"}
    assert dict(beside.facts) == {"letter_no": "7-GGT", "decision_no": "9-QĐ"}
    removed = REGISTER.row(values, UNIT, PLACE, "strike_off")
    assert isinstance(removed, Movement)
    assert "decision_no" not in removed.facts, "a letter removes nobody"


@pytest.mark.parametrize(("day", "on"), [("2026-05-01", "2026-05-01"), (None, "2026-04-30")])
def test_the_day_of_the_decision_stands_in_for_the_day_it_took_effect(day: str | None, on: str) -> None:
    values = {"movement_type": "Khai trừ", "movement_date": day, "decision_date": "2026-04-30", "decision_no": "1"}
    stated = REGISTER.row(values, UNIT, PLACE)
    assert isinstance(stated, Movement)
    assert (stated.on, stated.facts["decision_date"]) == (on, "2026-04-30")


def test_since_when_somebody_is_due_is_no_day_of_a_movement() -> None:
    values = {"movement_type": "Đi làm ăn xa", "away_from": "2025-01-01", "proposal": "Đi làm ăn xa quá lâu"}
    assert REGISTER.row(values, UNIT, PLACE) == Unplaced("movement-undated", "movement_date", "Đi làm ăn xa")


def proposing(findings: Sequence[Finding] = (), **decided: str) -> CleanRow:
    """A row of a list of those to be looked at, with what an officer filled in."""
    movement = {"proposal": "Trưởng thành", "away_from": "2025-01-01", **dict.fromkeys(UNDECIDED), **decided}
    return CleanRow(2, {"full_name": "Lê Thị Bình"}, {}, findings, movement)


def test_a_row_is_undecided_only_while_nothing_was_filled_in() -> None:
    assert is_undecided(proposing())
    assert not any(is_undecided(proposing((), **{name: "?"})) for name in UNDECIDED)
    unreadable = Finding("date-impossible", Severity.ERROR, PLACE, "decision_date", "31/02/2026")
    assert not is_undecided(proposing([unreadable])), "something stands there"
    row = proposing()
    plain = CleanRow(2, row.values, {}, (), {name: None for name in row.movement if name != "proposal"})
    assert not is_undecided(plain), "a register without proposals has no such rows"


TITLES = load_register_titles()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("DANH SÁCH ĐOÀN VIÊN TRƯỞNG THÀNH", "mature"),
        ("Danh sach doan vien truong thanh nam 2026", "mature"),
        ("Sổ theo dõi đi làm ăn xa", "away"),
        ("Danh sách xóa tên", "strike_off"),
        ("Danh sách đoàn viên bị xóa tên quý III/2026 – Chi đoàn Kết Nghĩa", "strike_off"),
        ("DANH SÁCH CHUYỂN SINH HOẠT ĐOÀN ĐẾN", "transfer_in"),
        ("Chuyển đi", "transfer_out"),
        ("Kết nạp mới đợt 26/3", "admit"),
        ("Kết nạp Đảng", "party_admit"),
        ("Tiếp nhận sinh hoạt tạm thời", "temporary_in"),
    ],
)
def test_a_title_says_what_became_of_everybody_below(title: str, name: str) -> None:
    for typed in (title, title.upper(), unicodedata.normalize("NFD", title)):
        assert TITLES.named(["Sheet1", "ĐOÀN TNCS HỒ CHÍ MINH", typed]).movement == name


@pytest.mark.parametrize(
    "titles",
    [
        ["Danh sách chuyển đi, xóa tên"],
        ["DANH SÁCH ĐOÀN VIÊN CHUYỂN ĐI, CHUYỂN ĐẾN"],
        ["Xóa tên", "DANH SÁCH TRƯỞNG THÀNH"],
        ["Danh sách đề nghị xóa tên"],
        ["Dự kiến trưởng thành 2026"],
        ["Sổ chuyển sinh hoạt Đoàn"],
        ["Sổ theo dõi biến động đoàn viên"],
    ],
)
def test_a_title_that_is_not_plainly_one_movement_is_asked_about(titles: list[str]) -> None:
    named = TITLES.named(titles)
    assert (named.movement, bool(named.unclear)) == ("", True)


@pytest.mark.parametrize(
    "title", ["Danh sách đoàn viên", "Danh sách mất sổ đoàn", "Chi đoàn 1", "Lớp Chuyển Tiếp", ""]
)
def test_a_title_about_something_else_says_nothing(title: str) -> None:
    assert TITLES.named([title]) == Named()


def test_a_sheet_says_which_where_the_book_speaks_of_movements_in_general() -> None:
    assert TITLES.named(["Trưởng thành", "SỔ BIẾN ĐỘNG ĐOÀN VIÊN"]).movement == "mature"


@pytest.mark.parametrize("name", REGISTER.rules)
def test_every_movement_may_be_a_title_by_any_of_its_words(name: str) -> None:
    """Unless the word leaves open which of several it is."""
    for word in REGISTER.rules[name].words:
        named = TITLES.named([f"Danh sách {word}"])
        assert named.movement in {name, ""}
        assert named.movement or named.unclear


def test_every_field_the_table_names_is_a_field() -> None:
    fields = load_fields()
    named = {name for rule in REGISTER.rules.values() for name in rule.columns.values()} | FACTS.keys()
    assert all(fields[name].part == "movement" for name in named)
    assert {
        name for rule in REGISTER.rules.values() for names in rule.register.values() for name in names
    } <= fields.keys()
    assert all("on" in rule.columns for rule in REGISTER.rules.values() if rule.columns)
