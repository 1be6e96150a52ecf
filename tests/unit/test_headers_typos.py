"""Mistyped headers: taken for the known word where nothing else is near, never for another field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.headers import load_headers
from sync.tables.layout import Layout, recognise
from sync.text.words import fold_words, strip_marks
from sync.values import Cell, Match
from tests.unit.test_layout_words import DOMAIN_BOOK

TABLE = load_headers()


def rec(header: list[Cell]) -> Layout:
    layout = recognise([header, ["x"] * len(header)], TABLE)
    assert layout is not None
    return layout


@pytest.mark.parametrize(
    ("header", "field", "meant"),
    [
        ("Sồ điện thoại", "phone", "Số điện thoại"),
        ("Số điện thọai", "phone", "Số điện thoại"),
        ("Số điến thoại", "phone", "Số điện thoại"),
        ("Số điện thoạii", "phone", "Số điện thoại"),
        ("Địa chỉ thừơng trú", "permanent_address", "Địa chỉ thường trú"),
        ("Giới tímh", "gender", "Giới tính"),
        ("Ngày siinh", "date_of_birth", "Ngày sinh"),
        ("Tôn giáoo", "religion", "Tôn giáo"),
        ("Trình độ chuyên nôn", "professional_level", "Trình độ chuyên môn"),
        ("Nghề nghiêpj", "occupation", "Nghề nghiệp"),
    ],
)
def test_a_mistyped_header_is_taken_for_what_was_meant(header: str, field: str, meant: str) -> None:
    columns = {column.index: column for column in rec(["Họ và tên", "CCCD", header]).columns}
    assert columns[2].field == field
    assert (columns[2].match, columns[2].meant) == (Match.TYPO, meant)


@pytest.mark.parametrize(
    "header",
    [
        # Between two fields, or another word than the known one.
        "Nơi chuyển đế",
        "Nơi chuyển đii",
        "Ngày vào Đoàng",
        "Ngày vào Đản",
        "Ngày lập",
        "Nơi lập",
        "Ngày nộp",
        "Nơi gặp",
        "Thường trực",
        "Ngày sinh hoạt",
        "Số đoàn viên",
        "Nơi ở",
        "Nơi sống",
        "Tên trường",
        "Năm học",
        "Ngày cưới",
        "Ngày kết hôn",
        "Số thẻ đảng",
        "Số thẻ BHYT",
        "Mã số thuế",
        "Mã số",
        "Địa chỉ tạm trú",
        "Địa chỉ hiện nay",
        "Họ và tên em",
        "Họ và tên mẹ",
        "Họ tên con",
        "Ngày vào Hội",
        "Ngày vào Đội",
        "Ngày kết nạp Đội",
        "Chức danh",
        "Đơn giá",
        "Địa chỉ thường trực",
        "Nơi kinh",
        "Ngày bính",
        "Quê quấn áo",
        "Tôn chỉ",
        "Mã định danh học sinh",
        # Too short to tell.
        "Hộ",
        "Hỏi",
        "Lợp",
        "Tến",
        "Emal",
        "CCCDD",
        "Phải",
    ],
)
def test_what_may_be_another_word_is_not_guessed(header: str) -> None:
    found = TABLE.find((header,)) or TABLE.mistyped((header,))
    assert found is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nơi cấp", "Ngày cấp"),
        ("Nơi chuyển đến", "Nơi chuyển đi"),
        ("Ngày vào Đoàn", "Ngày vào Đảng"),
        ("Ngày kết nạp", "Nơi kết nạp"),
        ("Mã Sinh Viên", "Ngày sinh"),
        ("Số thẻ đoàn", "Số sổ đoàn"),
        ("Nơi sinh", "Năm sinh"),
        ("Tin học", "Ngoại ngữ"),
        ("Họ tên", "Họ đệm"),
        ("Chuyên môn", "Trình độ LLCT"),
    ],
)
@given(data=st.data())
def test_two_headers_that_resemble_each_other_are_never_confused(one: str, other: str, data: st.DataObject) -> None:
    """However one of them is mistyped, it is not read as the other, unless it is the other to the letter."""
    header = mistype(data, data.draw(st.sampled_from([one, other])), edits=3)
    expected = {TABLE.resolve((one,)), TABLE.resolve((other,))}
    assert len(expected) == 2
    found = TABLE.mistyped((header,))
    if found and found.match is Match.TYPO and found.meaning in expected:
        near, far = (one, other) if TABLE.resolve((one,)) == found.meaning else (other, one)
        assert edits_between(header, near) < edits_between(header, far)


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàạảãếềệểễíìịúùụứừựóòọốồộớờợýỳ "


def mistype(data: st.DataObject, header: str, edits: int) -> str:
    """Apply one to `edits` random slips of the hand."""
    draw = data.draw
    letters = list(header)
    for _ in range(draw(st.integers(1, edits))):
        place = draw(st.integers(0, len(letters) - 1)) if letters else 0
        match draw(st.sampled_from(["leave out", "double", "swap", "other", "add"])):
            case "leave out" if len(letters) > 1:
                del letters[place]
            case "double":
                letters.insert(place, letters[place])
            case "swap" if place + 1 < len(letters):
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            case "other":
                letters[place] = draw(st.sampled_from(LETTERS))
            case _:
                letters.insert(place, draw(st.sampled_from(LETTERS)))
    return "".join(letters)


def edits_between(one: str, other: str) -> int:
    """Count letters left out, added, changed or swapped with the next, the plain way; marks do not count."""
    one, other = strip_marks(fold_words(one)), strip_marks(fold_words(other))
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        rows.append([i])
        for j, right in enumerate(other, 1):
            ways = [rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (left != right)]
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                ways.append(rows[i - 2][j - 2] + 1)
            rows[i].append(min(ways))
    return rows[-1][-1]


ALL = [(header, field) for field, headers in DOMAIN_BOOK.items() for header in headers]


@given(st.data())
def test_a_mistyped_header_is_its_own_field_or_none(data: st.DataObject) -> None:
    header, field = data.draw(st.sampled_from(ALL))
    typed = mistype(data, header, edits=2)
    found = TABLE.mistyped((typed,))
    if TABLE.find((typed,)) is None and found is not None:
        assert found.meaning.field == field, (typed, found)


def test_a_guess_never_takes_the_field_of_a_surer_column() -> None:
    layout = rec(["Họ và tên", "CCCD", "Số điện thoại", "Sồ điện thoại"])
    assert [column.index for column in layout.columns] == [0, 1, 2]
    assert (list(layout.unknown), layout.problems) == ([(3, "Sồ điện thoại")], ())


def test_two_guesses_at_one_field_are_none() -> None:
    layout = rec(["Họ và tên", "CCCD", "Sồ điện thoại", "Số điến thoại"])
    assert [column.index for column in layout.columns] == [0, 1]
    assert len(layout.unknown) == 2


def test_a_mistyped_name_is_found_beside_enough_that_is_known() -> None:
    layout = rec(["STT", "Họ và teen", "Ngày sinh", "CCCD"])
    assert [(c.field, c.match) for c in layout.columns][1] == ("full_name", Match.TYPO)
    assert recognise([["STT", "Họ và teen", "Ngày sinh"], ["1", "Lê Giả", "2004"]], TABLE) is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Email cá nhân", "email"),
        ("Số điện thoại thanh niên", "phone"),
        ("SĐT liên hệ", "phone"),
        ("Thời gian kết nạp", "union_join_date"),
        ("Ngày, tháng, năm vào Đoàn", "union_join_date"),
        ("Ngày kết nạp Đoàn TNCS Hồ Chí Minh", "union_join_date"),
        ("Ngày vào Đảng CSVN", "party_join_date"),
        ("Số chứng minh nhân dân", "national_id"),
        ("Số Căn cước công dân/CMND", "national_id"),
        ("Họ và tên thanh niên", "full_name"),
        ("Chức vụ hiện nay", "position"),
        ("Kỉ luật", "discipline"),
        ("I. Họ và tên", "full_name"),
        ("(2) Ngày sinh", "date_of_birth"),
        ("Họvà tên", "full_name"),
    ],
)
def test_the_same_in_other_words(header: str, field: str) -> None:
    found = TABLE.find((header,))
    assert found is not None
    assert found.meaning.field == field
    assert found.match is not Match.TYPO


@pytest.mark.parametrize(
    "header", ["Tên thanh niên", "Đơn vị hiện nay", "Hội thanh niên", "Lớp đoàn viên", "Địa chỉ liên hệ", "Liên hệ"]
)
def test_what_says_too_little_is_not_met_halfway(header: str) -> None:
    assert TABLE.find((header,)) is None
