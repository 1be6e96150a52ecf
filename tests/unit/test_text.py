"""Text: what is tidied, what is compared, what is never made equal (the domain book, §5 "Text")."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.text.tidying import clean_text, fold, match_key

NFD_NU = "Nu\u031b\u0303"


@pytest.mark.parametrize(
    ("typed", "value", "steps"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An", ()),
        ("K'Brểu", "K'Brểu", ()),
        ("H'Hen Niê", "H'Hen Niê", ()),
        ("LÊ THỊ HÒA", "LÊ THỊ HÒA", ()),
        ("Lê  Giả   Lập", "Lê Giả Lập", ("spaces",)),
        (" Lê Lập ", "Lê Lập", ("spaces",)),
        (NFD_NU, "Nữ", ("nfc",)),
        ("\u00d0\u1ed7 \u00f0\u1ee9c", "Đỗ đức", ("d-stroke",)),
        ("Lê\u00a0Lập", "Lê Lập", ("nbsp",)),
        ("Lê\u200b Lập\ufeff", "Lê Lập", ("invisible",)),
        ("Lê\nLập", "Lê Lập", ("line-breaks",)),
        ("Lê \r\n Lập", "Lê Lập", ("line-breaks", "spaces")),
        ("\ud83dLê", "\ufffdLê", ("lost",)),
        ("\u00a0", "", ("nbsp", "spaces")),
        ("", "", ()),
    ],
)
def test_a_text_is_tidied_and_says_how(typed: str, value: str, steps: tuple[str, ...]) -> None:
    """Each change to a text is a step; case and tone placement are left alone."""
    assert clean_text(typed) == (value, steps)


@given(st.text(st.characters()))
def test_tidying_is_done_once(text: str) -> None:
    """What was tidied is clean."""
    assert clean_text(clean_text(text)[0]) == (clean_text(text)[0], ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoà"),
        ("Thúy", "Thuý"),
        ("Hoè", "Hòe"),
        ("Hoàn", "Hòan"),
        ("Quí", "Quý"),
        ("Qúy", "Quí"),
        ("Phú Quì", "PHÚ QUỲ"),
        ("Giẻ Triêng", "Gỉe Triêng"),
        ("Ủy ban", "Uỷ ban"),
        ("NGUYỄN VĂN AN", "Nguyễn  Văn An "),
        ("Đặng", "\u00d0ặng"),
        (normalize("NFD", "Phạm Thị Thuỳ"), "Phạm Thị Thùy"),
        ("K’Brểu", "K'Brểu"),
        ("H\u2018Hen Niê", "H'Hen Niê"),
    ],
)
def test_two_typings_of_one_name_are_equal(one: str, other: str) -> None:
    """Normal form, case, spaces and tone placement are typing."""
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoa"),
        ("Hòa", "Hóa"),
        ("Thúy", "Thùy"),
        ("Vi", "Vy"),
        ("Thúi", "Thúy"),
        ("Đông", "Dông"),
        ("Mai", "May"),
        ("Quyên", "Quiên"),
        ("ThùHa", "ThuHà"),
        ("An", "Ân"),
        ("Mơ", "Mỡ"),
    ],
)
def test_two_names_are_never_equal(one: str, other: str) -> None:
    """A tone, a letter's mark, or i for y outside "quy" makes another name."""
    assert match_key(one) != match_key(other)


_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
_RHYMES = [  # (letters before the toned vowel, the toned vowel, letters after it), as spelling places it
    *[("", vowel, end) for vowel in "aăâeêioôơuưy" for end in ("", "n", "t")],
    ("o", "a", ""),
    ("o", "a", "n"),
    ("u", "y", ""),
    ("u", "y", "n"),
    ("i", "ê", "u"),
    ("ư", "ơ", "ng"),
    ("u", "â", "n"),
    ("", "a", "i"),
    ("", "i", "a"),
    ("", "u", "a"),
    ("", "ư", "a"),
]
_SYLLABLES = st.tuples(
    st.sampled_from(["", "b", "c", "d", "đ", "g", "h", "kh", "l", "m", "ng", "qu", "th", "tr", "v"]),
    st.sampled_from(_RHYMES),
    st.sampled_from(_TONES),
)
Syllable = tuple[str, tuple[str, str, str], str]


def _spell(name: list[Syllable]) -> str:
    return " ".join(
        normalize("NFC", start + before + vowel + tone + after) for start, (before, vowel, after), tone in name
    )


_NAMES = st.lists(_SYLLABLES, min_size=1, max_size=4)


@given(_NAMES, _NAMES)
def test_names_spelt_differently_have_different_keys(one: list[Syllable], other: list[Syllable]) -> None:
    """Over spelt syllables the key loses nothing but case, and i for y in "quy"."""

    def spelt(name: list[Syllable]) -> list[Syllable]:
        return [
            (start, ("", "y", ""), tone) if (start, rhyme) == ("qu", ("", "i", "")) else (start, rhyme, tone)
            for start, rhyme, tone in name
        ]

    assert (match_key(_spell(one)) == match_key(_spell(other))) == (spelt(one) == spelt(other))


@given(_NAMES)
def test_a_key_does_not_see_typing(name: list[Syllable]) -> None:
    """NFD, case, spaces, and a tone on any vowel of its run leave the key as it is."""
    plain = _spell(name)
    spread = " ".join(
        normalize("NFC", start + before + (tone if before else "") + vowel + ("" if before else tone) + after)
        for start, (before, vowel, after), tone in name
    )
    for typed in (plain.upper(), plain.title(), normalize("NFD", plain), f"  {plain} ".replace(" ", "  "), spread):
        assert match_key(typed) == match_key(plain)


def test_folding_serves_search_only() -> None:
    """Folded texts lose every mark; three names share one folded form."""
    assert fold("Hòa") == fold("Hoa") == fold("HOÁ") == "hoa"
    assert fold("Đặng Thị Thuỳ") == "dang thi thuy"
