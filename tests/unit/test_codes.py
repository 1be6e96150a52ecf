"""Code lists: the centre's labels, other typings of them, local words, and the unknown."""

from __future__ import annotations

import pytest

from config.knowledge import load_code_lists
from sync.text.codes import code_list
from sync.text.tidying import Cleaned
from sync.values import Cell

LISTS = load_code_lists()


@pytest.mark.parametrize(
    ("name", "cell", "label"),
    [
        ("professional_level", "Đại học", "Cử nhân"),
        ("professional_level", "Thạc sỹ", "Thạc sĩ"),
        ("religion", "Phật", "Phật giáo"),
        ("religion", "Thiên chúa", "Công giáo"),
        ("education_level", "12/12", "Hệ 12/12"),
        ("education_level", "12", "Hệ 12/12"),
        ("ethnicity", "H'Mông", "Mông"),
        ("ethnicity", "Raglai", "Ra Glai"),
        ("ethnicity", "Ê-đê", "Ê đê"),
        ("ethnicity", "Khmer", "Khơ Me"),
        ("id_issue_place", "CA tỉnh Bình Thuận", "Bình Thuận"),
        ("id_issue_place", "Công an TP. Hồ Chí Minh", "TP Hồ Chí Minh"),
        ("id_issue_place", "Cục Cảnh sát QLHC về TTXH", "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"),
        ("position", "Phó chủ nhiệm Ủy ban Kiểm tra", "Phó chủ nhiệm Ủu ban Kiểm tra"),
        ("position", "UVBCH chi đoàn", "Ủy viên Ban Chấp hành chi đoàn"),
        ("gender", "nữ", "female"),
        ("gender", "M", "male"),
    ],
)
def test_a_local_word_means_a_label(name: str, cell: Cell, label: str) -> None:
    """The centre's label is stated, and that it was another word is said."""
    cleaned = LISTS[name].find(cell)
    assert (cleaned.value, cleaned.problem) == (label, None)
    assert cleaned.steps[-1] == "code-synonym"


@pytest.mark.parametrize(
    ("name", "cell", "label"),
    [
        ("ethnicity", "KINH", "Kinh"),
        ("ethnicity", "T'rin", "T’Rin"),
        ("ethnicity", "Giẻ Triêng", "Gỉe Triêng"),
        ("religion", "hoà hảo", "Hòa Hảo"),
        ("position", "Uỷ viên uỷ ban kiểm tra", "Ủy viên Uỷ ban Kiểm tra"),
        ("professional_level", "cử  nhân", "Cử nhân"),
    ],
)
def test_another_typing_of_a_label_is_the_label(name: str, cell: Cell, label: str) -> None:
    """Case, spaces and tone placement do not matter."""
    cleaned = LISTS[name].find(cell)
    assert (cleaned.value, cleaned.problem, cleaned.steps[-1]) == (label, None, "code-label")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_label_means_itself(name: str) -> None:
    """Doublets of the centre's (Jrai and Jarai, Mông and Mèo) stay two labels."""
    for label in LISTS[name].ids:
        assert LISTS[name].find(label) == Cleaned(label)


def test_our_own_labels_are_written_in_the_lists_words() -> None:
    """Nam and Nữ are how a list states gender; no remark is due, and they are what is proposed."""
    assert LISTS["gender"].find("Nam") == Cleaned("male")
    assert LISTS["gender"].find("Nữ") == Cleaned("female")
    assert LISTS["gender"].find("Nam.").value == "male"
    assert LISTS["gender"].find("Namm") == Cleaned(None, (), "code-unknown", "Nam")


def test_a_number_cell_is_looked_up_as_its_digits() -> None:
    """12 in a number cell is the same word as "12"."""
    assert LISTS["education_level"].find(12.0) == Cleaned("Hệ 12/12", ("number-text", "code-synonym"))


@pytest.mark.parametrize(
    ("name", "cell", "proposed"),
    [
        ("professional_level", "cu nhan", "Cử nhân"),
        ("ethnicity", "Kinhh", "Kinh"),
        ("religion", "xyz", ""),
        ("occupation", "Thợ điện", ""),
        ("gender", "khác", ""),
        ("education_level", "9/12", ""),
    ],
)
def test_an_unknown_word_is_left_out_with_the_nearest_proposed(name: str, cell: Cell, proposed: str) -> None:
    """A proposal is shown to an officer; it is never taken."""
    assert LISTS[name].find(cell) == Cleaned(None, (), "code-unknown", proposed)


@pytest.mark.parametrize(
    "word",
    ["THPT", "thpt.", "T.H.P.T", "Cấp 3", "cap 3", "Cấp III", "PTTH", "Trung học phổ thông", "TRUNG HOC PHO THONG",
     "Tốt nghiệp THPT", "TN THPT", "Tốt nghiệp cấp 3"],
)  # fmt: skip
def test_upper_secondary_school_alone_is_asked_about_and_twelve_years_are_proposed(word: str) -> None:
    """The centre's labels tell twelve years from ten; the domain book gives "12" and "12/12" one reading only."""
    assert LISTS["education_level"].find(word) == Cleaned(None, (), "code-unknown", "Hệ 12/12")


@pytest.mark.parametrize(
    "word", ["Trung học phổ thôngg", "Trung học phổ thông hệ", "Hệ 11/12", "Trung học phổ thông 9/10"]
)
def test_a_label_with_other_numbers_is_not_near(word: str) -> None:
    """Ten years of school are proposed to nobody who did not write them."""
    assert LISTS["education_level"].find(word).proposed == ""
    assert LISTS["language_level"].nearest("Bac 7") == ""
    assert LISTS["language_level"].nearest("Bac 2") == "Bậc 2"
    assert LISTS["education_level"].nearest("Trung học phổ thôg hệ 10/10") == "Trung học phổ thông hệ 10/10"


def test_empty_cells_state_nothing() -> None:
    """None and blanks."""
    assert LISTS["religion"].find(None) == Cleaned(None)
    assert LISTS["religion"].find(" ") == Cleaned(None, ("spaces",))


def test_a_list_that_contradicts_itself_is_refused() -> None:
    """Two labels under one key, a synonym or a proposal of nothing."""
    with pytest.raises(ValueError, match="two labels are one"):
        code_list("list", {"Hòa": 1, "HOÀ": 2})
    with pytest.raises(ValueError, match="a proposal leads to no label"):
        code_list("list", {"Hòa": 1}, proposals={"Bình": "Binh"})
    with pytest.raises(ValueError, match="a synonym leads to no label"):
        code_list("list", {"Hòa": 1}, {"Bình": "Binh"})
