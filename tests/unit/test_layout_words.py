"""The header words of the domain book, row by row, and what must not match."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.headers import load_headers, parse_headers
from sync.errors import ConfigError
from sync.values import Match

TABLE = load_headers()

DOMAIN_BOOK = {
    "row_no": ["STT", "Stt", "#"],
    "member_code": ["Mã định danh đoàn viên", "Mã định danh", "Mã đoàn viên", "Mã Số Đoàn Viên"],
    "student_code": ["MSSV", "Mã SV", "Mã Sinh Viên", "masv", "ma_sv"],
    "full_name": ["Họ và tên", "Họ tên", "HoTen", "ho_ten", "Tên Đoàn viên"],
    "family_name": ["Họ đệm"],
    "given_name": ["Tên"],
    "date_of_birth": ["Ngày sinh", "Ngày, tháng, năm sinh", "NgaySinh", "ngay_sinh", "Năm sinh"],
    "gender": ["Giới tính", "Phái", "gioitinh"],
    "ethnicity": ["Dân tộc"],
    "religion": ["Tôn giáo"],
    "hometown": ["Quê quán"],
    "permanent_address": ["Địa chỉ thường trú", "Thường trú", "Địa chỉ", "diachi"],
    "birth_place": ["Nơi sinh"],
    "national_id": ["Số CMND/CCCD", "CCCD/CMND", "CCCD", "CMND", "Số định danh"],
    "id_issue_date": ["Ngày cấp"],
    "id_issue_place": ["Nơi cấp"],
    "education_level": ["Trình độ văn hóa", "Học vấn"],
    "professional_level": ["Trình độ chuyên môn", "Chuyên môn"],
    "political_theory_level": ["Trình độ LLCT", "Lý luận chính trị"],
    "it_level": ["Tin học"],
    "language_level": ["Ngoại ngữ"],
    "union_join_date": ["Thời gian vào đoàn", "Ngày vào đoàn", "Ngày kết nạp", "ngay_vao_doan"],
    "union_join_place": ["Nơi vào đoàn", "Nơi kết nạp"],
    "admission_resolution_no": ["Số Nghị quyết chuẩn y kết nạp đoàn viên", "Số quyết định kết nạp"],
    "card_no": ["Số thẻ đoàn"],
    "book_no": ["Số sổ đoàn", "Sổ đoàn viên"],
    "party_join_date": ["Thời gian vào Đảng", "Ngày vào Đảng"],
    "occupation": ["Nghề nghiệp hiện nay", "Nghề nghiệp"],
    "membership_type": ["Đối tượng đoàn viên", "Đối tượng sinh hoạt"],
    "training_status": ["Rèn luyện đoàn viên"],
    "rating": ["Đánh giá, xếp loại đoàn viên"],
    "reward": ["Khen thưởng"],
    "discipline": ["Kỷ luật"],
    "position": ["Chức vụ trong chi đoàn", "Chức vụ", "chuc_vu"],
    "association": ["Hội"],
    "honorary": ["Đoàn viên danh dự"],
    "email": ["Email liên hệ", "Email"],
    "phone": ["Điện thoại liên hệ", "Số điện thoại", "SĐT", "sdt"],
    "unit": ["Đơn vị", "Chi đoàn", "Lớp", "Tổ chức"],
    "movement_type": ["Tên biến động", "Loại biến động"],
    "movement_date": ["Thời điểm", "Ngày"],
    "decision_no": ["Quyết định", "Số quyết định"],
    "reason": ["Lý do"],
    "destination": ["Nơi chuyển đến", "Nơi đến", "Chuyển đi đâu"],
    "origin": ["Nơi chuyển đi", "Từ đơn vị"],
    "away": ["Đi làm ăn xa"],
    "away_place": ["Nơi làm ăn xa"],
    "away_from": ["Từ ngày"],
    "away_return": ["Dự kiến về"],
}
ROWS = [(header, field) for field, headers in DOMAIN_BOOK.items() for header in headers]


def field_of(*labels: str) -> str | None:
    meaning = TABLE.resolve(labels)
    return meaning.field if meaning else None


@pytest.mark.parametrize(("header", "field"), ROWS)
def test_every_header_of_the_domain_book_names_its_field(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(("header", "field"), ROWS)
def test_typing_noise_does_not_change_what_a_header_names(header: str, field: str) -> None:
    for noisy in (
        f"  {header.upper()} ",
        f"{header} *",
        f"{header}\n(bắt buộc)",
        f"{header}:",
        f"{header}\r\nVí dụ: 01",
        unicodedata.normalize("NFD", header),
        header.replace(" ", "\u00a0 "),
        header.replace(" ", "\n"),
    ):
        assert field_of(noisy) == field, noisy


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("So dien thoai", "phone"),
        ("Họ và tên (chữ in hoa)", "full_name"),
        ("Ngày sinh dd/mm/yyyy", "date_of_birth"),
        ("Trình độ văn hoá", "education_level"),
        ("DIA CHI THUONG TRU", "permanent_address"),
    ],
)
def test_typos_hints_and_missing_marks_are_understood(header: str, field: str) -> None:
    assert field_of(header) == field


@pytest.mark.parametrize(
    "header",
    [
        "Sinh",
        "Sinh hoạt",
        "Ngày sinh hoạt",
        "Họ và tên cha",
        "Số điện thoại cha",
        "Tên trường",
        "Ngày nhập ngũ",
        "Nơi ở hiện nay",
        "Chi đoàn trưởng",
        "Ghi chú",
        "Email 2",
        "",
        "***",
        "(1)",
    ],
)
def test_a_header_is_a_whole_phrase_never_a_part(header: str) -> None:
    assert field_of(header) is None


def test_student_code_is_no_birth_date() -> None:
    assert field_of("Mã Sinh Viên") == "student_code"


@pytest.mark.parametrize(("header", "field"), ROWS)
@given(word=st.sampled_from(["cha", "mẹ", "mới", "khác", "phụ huynh"]))
def test_a_further_word_makes_another_header(header: str, field: str, word: str) -> None:
    del field
    assert field_of(f"{header} {word}") is None


@pytest.mark.parametrize(
    ("labels", "field", "implies"),
    [
        (("Ngày sinh", "Nam"), "date_of_birth", ("gender", "male")),
        (("Ngày sinh", "Nữ"), "date_of_birth", ("gender", "female")),
        (("Ngày, tháng, năm sinh", "NỮ"), "date_of_birth", ("gender", "female")),
        (("Ngay sinh", "Nu"), "date_of_birth", ("gender", "female")),
        (("Trình độ", "Văn hóa"), "education_level", None),
        (("Trình độ", "Chuyên môn"), "professional_level", None),
        (("Số CMND/CCCD", "Nơi cấp"), "id_issue_place", None),
        (("CCCD", "Số"), "national_id", None),
        (("CCCD", "Ngày"), "id_issue_date", None),
        (("Họ và tên", "Họ đệm"), "family_name", None),
        (("Họ và tên", "Tên"), "given_name", None),
        (("THÔNG TIN CHUNG", "Họ và tên"), "full_name", None),
        (("STT", "STT"), "row_no", None),
    ],
)
def test_headers_in_two_rows(labels: tuple[str, ...], field: str, implies: tuple[str, str] | None) -> None:
    meaning = TABLE.resolve(labels)
    assert meaning is not None
    assert (meaning.field, meaning.implies) == (field, implies)


@pytest.mark.parametrize("labels", [("Khám sức khỏe", "Ngày"), ("Nghỉ học", "Lý do"), ("Người thân", "Tên")])
def test_a_weak_word_under_a_group_names_nothing(labels: tuple[str, ...]) -> None:
    assert field_of(*labels) is None


def test_a_word_that_would_name_two_fields_is_refused() -> None:
    text = files("config").joinpath("headers.toml").read_text("utf-8")
    parse_headers(text)
    for wrong, said in (
        (text.replace('"SĐT",', '"SĐT", "EMAIL",'), "names both"),
        (text.replace('birth_place = ["Nơi sinh"', 'birth_place = ["Nơi sinh", "Nơi cấp"'), "names both"),
        (text.replace('headers = ["Tuổi"', 'headers = ["Tuổi", "Quê quán"'), "is not read"),
        (text.replace("birth_place = [", "birth_plaice = ["), "birth_plaice"),
    ):
        assert wrong != text
        with pytest.raises(ConfigError, match=said):
            parse_headers(wrong)


@pytest.mark.parametrize("text", ["", "[fields", "[fields]\nphone = 'x'\n"])
def test_damaged_header_words_are_a_configuration_error(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_headers(text)


@pytest.mark.parametrize(
    ("labels", "match", "meant"),
    [
        (("Số điện thoại",), Match.EXACT, ""),
        (("SỐ  ĐIỆN THOẠI (*)",), Match.EXACT, ""),
        (("So dien thoai",), Match.UNMARKED, "Số điện thoại"),
        (("Ngày sinh", "Nữ"), Match.EXACT, ""),
        (("Trình độ", "Văn hóa"), Match.EXACT, ""),
    ],
)
def test_how_a_header_was_recognised(labels: tuple[str, ...], match: Match, meant: str) -> None:
    found = TABLE.find(labels)
    assert found is not None
    assert (found.match, found.meant) == (match, meant)
