"""Legacy fonts: the tables against their inverse, what is a syllable, and what words and cells say about a font."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.fonts import load_fonts
from sync.text.fonts import Font, Weight
from tests.support.legacy import tcvn3, vni

FONTS = load_fonts()
TCVN3, VNI = FONTS.fonts
TYPE = {TCVN3.name: tcvn3, VNI.name: vni}
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
both = pytest.mark.parametrize("font", FONTS.fonts, ids=lambda font: font.name)


@cache
def every_syllable() -> tuple[str, ...]:
    """Every syllable of the onsets and rimes there are, with each tone on its main vowel."""
    data = tomllib.loads(files("config").joinpath("fonts.toml").read_text("utf-8"))["syllable"]
    found = []
    for onset in data["onsets"]:
        for rime in data["rimes"]:
            vowel = next((i for i, letter in reversed(list(enumerate(rime))) if letter in "ăâêôơư"), None)
            if vowel is None:
                vowel = next(i for i, letter in enumerate(rime) if letter in "aeiouy")
            found += [onset + normalize("NFC", rime[: vowel + 1] + tone) + rime[vowel + 1 :] for tone in TONES]
    return tuple(found)


@both
def test_every_syllable_typed_in_a_font_is_read_back(font: Font) -> None:
    wrong = [one for one in every_syllable() if font.read(TYPE[font.name](one)) != one]
    assert len(every_syllable()) > 20_000
    assert wrong == []


@pytest.mark.parametrize(
    ("font", "typed", "shown"),
    [
        (TCVN3, "NguyÔn V¨n Hïng", "Nguyễn Văn Hùng"),
        (TCVN3, "Chi ®oµn 1, §oµn ph\u00adêng Phó Thñy", "Chi đoàn 1, Đoàn phường Phú Thủy"),
        (TCVN3, "Ng\u00adêi lËp biÓu", "Người lập biểu"),
        (TCVN3, "Lª ThÞ Thu Th¶o", "Lê Thị Thu Thảo"),
        (VNI, "Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
        (VNI, "NGUYEÃN VAÊN HUØNG", "NGUYỄN VĂN HÙNG"),
        (VNI, "Ngöôøi laäp bieåu", "Người lập biểu"),
        (VNI, "Traàn Thò Myõ Kyø", "Trần Thị Mỹ Kỳ"),
        (VNI, "Ñoaøn phöôøng Phuù Thuûy, thaúng", "Đoàn phường Phú Thủy, thẳng"),
        (VNI, "thuî, Ñaêk Laêk", "thuỵ, Đăk Lăk"),
        (VNI, "Chí Linh, Nghóa Haønh, Quaûng Ngaõi", "Chí Linh, Nghĩa Hành, Quảng Ngãi"),
        # Without a font's name, a text without a small letter was typed in capitals throughout.
        (TCVN3, "NGUYÔN V¡N HïNG", "NGUYỄN VĂN HÙNG"),
        (TCVN3, "Lª", "Lê"),
        (TCVN3, "N÷", "Nữ"),
        (TCVN3, "K'BrÓu", "K'Brểu"),
        (TCVN3, "Lan 079204000001 a@example.test", "Lan 079204000001 a@example.test"),
        (TCVN3, "", ""),
    ],
)
def test_a_text_is_read_as_its_font_shows_it(font: Font, typed: str, shown: str) -> None:
    assert font.read(typed) == shown


def test_a_font_of_capitals_shows_capitals() -> None:
    """In .VnTimeH every letter looks like a capital, however it was typed."""
    assert TCVN3.read("nguyÔn v¨n an", capitals=True) == "NGUYỄN VĂN AN"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (".VnTime", (TCVN3, False)),
        (".vntime", (TCVN3, False)),
        (".VnTimeH", (TCVN3, True)),
        (".VnArial NarrowH", (TCVN3, True)),
        (".VnHelvetIns", (TCVN3, False)),
        ("VNI-Times", (VNI, False)),
        ("VNI Helve", (VNI, False)),
        ("Times New Roman", None),
        ("VnTime", None),
        ("Arial", None),
        ("", None),
    ],
)
def test_a_font_is_known_by_its_name(name: str, found: tuple[Font, bool] | None) -> None:
    assert FONTS.by_name(name) == found


# ── syllables ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "word",
    [
        *(
            "Nguyễn",
            "Huỳnh",
            "Quỳnh",
            "Phượng",
            "Thuỳ",
            "Thùy",
            "Quí",
            "Quý",
            "Gì",
            "Giết",
            "Khuỷu",
            "Nghĩa",
            "Kỳ",
            "Ốc",
        ),
        *("HOÀNG", "hoa", "Ðức", "xoáy", "thuở", "ẩn", "Được", normalize("NFD", "Nguyễn")),
    ],
)
def test_syllables(word: str) -> None:
    assert word in FONTS.syllables
    assert FONTS.syllables.well_spelt(word)


@pytest.mark.parametrize("word", ["NguyÔn", "V¨n", "Niê", "Brểu", "Đắk", "cỳ", "ngiêng", "gha", "tồc", "áà", ""])
def test_no_syllables(word: str) -> None:
    assert word not in FONTS.syllables


def test_a_tone_in_another_place_is_a_syllable_and_not_well_spelt() -> None:
    for word in ("Qúy", "cuả", "gìa"):
        assert word in FONTS.syllables
    assert not FONTS.syllables.well_spelt("Qúy")
    assert not FONTS.syllables.well_spelt("cuả")


# ── what words and cells say ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "tcvn3", "vni"),
    [
        ("NguyÔn V¨n Hïng", Weight.LEGACY, Weight.SILENT),
        ("Nguyeãn Vaên Huøng", Weight.SILENT, Weight.LEGACY),
        ("Nguyễn Văn Hùng", Weight.UNICODE, Weight.UNICODE),
        (normalize("NFD", "Lê Hà"), Weight.UNICODE, Weight.UNICODE),
        ("Hà", Weight.UNICODE, Weight.UNICODE),
        ("Lâm", Weight.SILENT, Weight.UNICODE),  # in TCVN3 it would be Lõm
        ("Líp 12A1", Weight.SILENT, Weight.SILENT),  # in TCVN3 it would be Lớp
        ("Toàn", Weight.UNICODE, Weight.SILENT),  # in VNI it would be Tồn
        ("Nguyễn V¨n", Weight.TORN, Weight.UNICODE),
        # What decides nothing: ASCII, minorities' and foreign names, signs, slips of the keyboard.
        ("Lan Anh", Weight.SILENT, Weight.SILENT),
        ("K'Brang, H'Hen, Y Bham, Ksor", Weight.SILENT, Weight.SILENT),
        ("H'Hen Niê", Weight.SILENT, Weight.SILENT),
        ("Jürgen Müller, François Noël, Peña", Weight.SILENT, Weight.SILENT),
        ("· 5 m², 20 °C ± 1, § 3, «»", Weight.SILENT, Weight.SILENT),
        ("Mai Lùc", Weight.SILENT, Weight.SILENT),
    ],
)
def test_what_a_cell_says(text: str, tcvn3: Weight, vni: Weight) -> None:
    assert (FONTS.weigh(text, TCVN3), FONTS.weigh(text, VNI)) == (tcvn3, vni)


@given(st.lists(st.sampled_from(every_syllable()), min_size=1, max_size=4))
def test_unicode_text_never_looks_like_a_legacy_font(words: list[str]) -> None:
    """Whatever is spelt right in Unicode says nothing for a font, in any case."""
    for text in (" ".join(words), " ".join(words).upper(), " ".join(words).title()):
        for font in FONTS.fonts:
            assert FONTS.weigh(text, font) in (Weight.SILENT, Weight.UNICODE)
        assert FONTS.is_plain(text)


@given(st.text(st.characters(codec="ascii")))
def test_ascii_says_nothing_and_stays(text: str) -> None:
    for font in FONTS.fonts:
        assert FONTS.weigh(text, font) is Weight.SILENT
        assert font.read(text) == text


@given(st.text())
def test_no_text_breaks_weighing(text: str) -> None:
    for font in FONTS.fonts:
        FONTS.weigh(text, font)
        font.read(text)
    FONTS.is_plain(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nguyễn Văn Hùng", True),
        ("H'Hen Niê", True),
        ("Mai Lùc", True),
        ("NguyÔn ThÞ HiÓn", False),
        ("Leâ Vaên Taùm", False),
        ("Nguyễn V¨n Hùng", False),
    ],
)
def test_text_of_an_old_font_is_noticed_in_a_unicode_column(text: str, plain: bool) -> None:
    assert FONTS.is_plain(text) is plain
    assert FONTS.is_plain(text) is plain, "asked again, by what is remembered"
