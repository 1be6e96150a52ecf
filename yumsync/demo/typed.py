"""What an officer types into one cell: the quirks of the domain book §4, each a person's own and always the same."""

from __future__ import annotations

import unicodedata
from datetime import date

from yumsync.demo.layouts import Layout
from yumsync.demo.province import Person, Province

Typed = str | int | date | None
"""What stands in a cell of a list."""

_EVERYDAY = {
    "Cử nhân": "Đại học",
    "Thạc sĩ": "Thạc sỹ",
    "Phật giáo": "Phật",
    "Công giáo": "Thiên chúa",
    "Hệ 12/12": "12/12",
    "Kinh": "kinh",
    "male": "nam",
    "female": "nữ",
}
_GENDER = {"male": "Nam", "female": "Nữ"}
_OLD_PREFIXES = {
    "070": "0120", "079": "0121", "077": "0122", "076": "0126", "078": "0128", "083": "0123", "084": "0124",
    "085": "0125", "081": "0127", "082": "0129", "056": "0186", "058": "0188", "059": "0199",
    **{f"03{digit}": f"016{digit}" for digit in range(2, 10)},
}  # fmt: skip
_DATES = frozenset({"date_of_birth", "id_issue_date", "union_join_date", "party_join_date"})
_PROSE = frozenset({"full_name", "family_name", "given_name", "hometown", "permanent_address", "union_join_place"})


def _whim(person: int, salt: str, ways: int) -> int:
    """Which of several ways this person's cell was typed: from 0, the same on every writing."""
    return ((person * 2_654_435_761 + sum(map(ord, salt)) * 40_503) >> 9) % ways


def in_capitals(layout: Layout, person: Person) -> bool:
    """Whether the officers of this layout typed this person's name in capitals."""
    return layout.capitals and _whim(person.number, "full_name", 3) == 0


def _date(layout: Layout, person: Person, field: str, value: str) -> Typed:
    way = layout.dates[_whim(person.number, field, len(layout.dates))]
    parts = value.split("-")
    if way == "iso":
        return value
    if len(parts) < 3:
        return "/".join(reversed(parts))
    if way == "cell":
        return date.fromisoformat(value)
    if way == "short":
        return "/".join(part.lstrip("0") for part in reversed(parts[1:])) + f"/{parts[0]}"
    return "/".join(reversed(parts))


def _phone(layout: Layout, person: Person, value: str) -> Typed:
    way = layout.phones[_whim(person.number, "phone", len(layout.phones))]
    if way == "number":
        return int(value)
    if way == "spaced":
        return f"{value[:4]} {value[4:7]} {value[7:]}"
    if way == "plus":
        return f"+84{value[1:]}"
    if way == "old" and value[:3] in _OLD_PREFIXES:
        return _OLD_PREFIXES[value[:3]] + value[3:]
    return value


def _name_part(name: str, first: bool) -> str | None:
    family, _, given = name.rpartition(" ")
    return given if first else family or None


def typed_cell(province: Province, layout: Layout, person: Person, field: str) -> Typed:
    """Return what stands in the person's cell of `field`, mistakes included."""
    source = "date_of_birth" if field in ("born_male", "born_female") else field
    if field in ("born_male", "born_female") and person.values["gender"] != field.removeprefix("born_"):
        return None
    mistake = province.deliberate.get(person.number)
    if mistake is not None and mistake.field == source:
        return mistake.typed
    if field in ("family_name", "given_name"):
        return _name_part(person.values["full_name"], field == "given_name")
    value = person.values.get(source)
    if value is None:
        return None
    if source in _DATES:
        return _date(layout, person, source, value)
    if field == "phone":
        return _phone(layout, person, value)
    if field == "full_name" and in_capitals(layout, person):
        return value.upper()
    if layout.loose and value in _EVERYDAY and _whim(person.number, field, 2) == 0:
        return _EVERYDAY[value]
    return _GENDER.get(value, value) if field == "gender" else value


def retyped(field: str, value: Typed) -> Typed:
    """The same value as another hand would type it."""
    if field == "phone" and isinstance(value, int):
        return f"0{value}"
    if not isinstance(value, str) or field not in _PROSE:
        return value
    if field in ("full_name", "family_name", "given_name"):
        value = value.upper()
    return unicodedata.normalize("NFD", value.replace(" ", "  ", 1)) + "\N{NO-BREAK SPACE}"
