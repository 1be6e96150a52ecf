"""Movements as registers and member rows state them."""

from __future__ import annotations

import unicodedata

import pytest

from config.charter import load_movements
from config.knowledge import load_fields
from sync.lives import Movement
from sync.registers import FACTS, Register, Unplaced
from sync.values import Place

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


def test_every_field_the_table_names_is_a_movement_field() -> None:
    fields = load_fields()
    named = {name for rule in REGISTER.rules.values() for name in rule.columns.values()} | FACTS.keys()
    assert all(fields[name].part == "movement" for name in named)
    assert all("on" in rule.columns for rule in REGISTER.rules.values() if rule.columns)
