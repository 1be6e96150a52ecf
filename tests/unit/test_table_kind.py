"""Sheets and titles that say that their people are no members of the list, and those that say nothing of it."""

from __future__ import annotations

import pytest

from config.headers import load_headers
from sync.values import ListKind

WORDS = load_headers().tables

DEPARTED = [
    "Chuyển đi",
    "Trưởng thành 2024",
    "Xóa tên",
    "Xoá tên",
    "Khai trừ",
    "Đã mất",
    "Tiếp nhận",
    "chuyen di",
    "DS chuyển đi",
    "2. Chuyển sinh hoạt",
    "DANH SÁCH ĐOÀN VIÊN CHUYỂN SINH HOẠT ĐOÀN",
    "DANH SÁCH ĐOÀN VIÊN TRƯỞNG THÀNH",
    "Danh sách trưởng thành Đoàn năm 2025",
    "DANH SÁCH CÁC ĐỒNG CHÍ ĐOÀN VIÊN ĐÃ CHUYỂN ĐI",
    "Danh sách đoàn viên bị xóa tên",
    "ĐV khai trừ",
]
PLAIN = [
    "Danh sách",
    "Sheet1",
    "Chi đoàn 1",
    "DANH SÁCH ĐOÀN VIÊN",
    "DANH SÁCH ĐOÀN VIÊN THANH NIÊN",
    "Đoàn trường THPT A",
    "Danh sách đoàn viên năm 2024",
    "DANH SÁCH SINH VIÊN LỚP 21DTH1",
    "Danh sách kết nạp mới",
    "DANH SÁCH TRÍCH NGANG ĐOÀN VIÊN",
    "Danh sách đoàn viên và biến động",
    "2024",
    "Thôn Mất Nước",
]


@pytest.mark.parametrize("text", DEPARTED)
def test_a_table_of_people_who_left_is_no_list_of_members(text: str) -> None:
    assert WORDS.judge(text, [], ListKind.MEMBERS) == ("list-of-departed", text)
    assert WORDS.judge("Sheet1", ["ĐOÀN XÃ A", text], ListKind.MEMBERS) == ("list-of-departed", text)


@pytest.mark.parametrize("text", PLAIN)
def test_other_names_say_nothing(text: str) -> None:
    assert WORDS.judge(text, [text], ListKind.MEMBERS) is None


def test_youth_are_no_members_and_members_no_other_youth() -> None:
    youth, members = "DANH SÁCH THANH NIÊN TỪ 16 ĐẾN 30 TUỔI", "DANH SÁCH ĐOÀN VIÊN"
    assert WORDS.judge("Sheet1", [youth], ListKind.MEMBERS) == ("list-other-kind", youth)
    assert WORDS.judge("Sheet1", [members], ListKind.YOUTH) == ("list-other-kind", members)
    assert WORDS.judge("Sheet1", [youth], ListKind.YOUTH) is None
    assert WORDS.judge("Sheet1", ["DANH SÁCH ĐOÀN VIÊN, THANH NIÊN"], ListKind.YOUTH) is None
