"""Typing Vietnamese in a font of before Unicode: the inverse of what the program does, written out from the fonts.

`tcvn3` types as in .VnTime, `vni` as in VNI-Times. Capitals with marks do not exist in .VnTime: there a list in
capitals is typed in .VnTimeH, with the signs of the small letters.
"""

from __future__ import annotations

from unicodedata import normalize

_TCVN3 = {
    "ăâđêôơư": "¨©®ª«¬\u00ad",
    "ĂÂĐÊÔƠƯ": "¡¢§£¤¥¦",
    "àảãáạ": "µ¶·¸¹",
    "ằẳẵắặ": "»¼½¾Æ",
    "ầẩẫấậ": "ÇÈÉÊË",
    "èẻẽéẹ": "ÌÎÏÐÑ",
    "ềểễếệ": "ÒÓÔÕÖ",
    "ìỉĩíị": "×ØÜÝÞ",
    "òỏõóọ": "ßáâãä",
    "ồổỗốộ": "åæçèé",
    "ờởỡớợ": "êëìíî",
    "ùủũúụ": "ïñòóô",
    "ừửữứự": "õö÷øù",
    "ỳỷỹýỵ": "úûüýþ",
}
TCVN3 = {letter: sign for letters, signs in _TCVN3.items() for letter, sign in zip(letters, signs, strict=True)}

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_PLAIN_MARKS = {_GRAVE: "ø", _ACUTE: "ù", _HOOK: "û", _TILDE: "õ", _DOT: "ï", "": ""}
_ROOF_MARKS = {_GRAVE: "à", _ACUTE: "á", _HOOK: "å", _TILDE: "ã", _DOT: "ä", "": "â"}
_BREVE_MARKS = {_GRAVE: "è", _ACUTE: "é", _HOOK: "ú", _TILDE: "ü", _DOT: "ë", "": "ê"}
_BASES = {
    **{letter: (letter, _PLAIN_MARKS) for letter in "aeouy"},
    **dict(zip("âêô", (("a", _ROOF_MARKS), ("e", _ROOF_MARKS), ("o", _ROOF_MARKS)), strict=True)),
    "ă": ("a", _BREVE_MARKS),
    "ơ": ("ô", _PLAIN_MARKS),
    "ư": ("ö", _PLAIN_MARKS),
}
_VNI = {
    normalize("NFC", letter + tone): base + mark
    for letter, (base, marks) in _BASES.items()
    for tone, mark in marks.items()
} | {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
VNI = _VNI | {letter.upper(): typed.upper() for letter, typed in _VNI.items()}


def tcvn3(text: str) -> str:
    """Return a text as it is typed in .VnTime. Capitals with a tone are typed as their small letters."""
    return "".join(TCVN3.get(letter, TCVN3.get(letter.lower(), letter)) for letter in normalize("NFC", text))


def vni(text: str) -> str:
    """Return a text as it is typed in VNI-Times."""
    return "".join(VNI.get(letter, letter) for letter in normalize("NFC", text))
