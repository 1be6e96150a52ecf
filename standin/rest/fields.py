"""The fields of a member, and how a stated value is read: the table `FIELDS`, field → reader.

A reader returns the value as it is kept, None where it is empty, or raises `Failure`. Little is checked before the
database is asked: a wrong enum value, number or id ends as 500 with the database's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from uuid import UUID

import orjson

from standin.rest.answers import EXISTS, Failure

Value = str | bool | None
Reader = Callable[[str, object], Value]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII)


def read_text(name: str, value: object) -> str | None:
    """Return any single value as text, as JSON writes it."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return orjson.dumps(value).decode()
    raise Failure(500, f"string violation: {name} cannot be an array or an object")


def read_day(name: str, value: object) -> str | None:
    """Return a day, stated as dd/mm/yyyy or as an ISO date with or without its time, as an ISO date."""
    text = read_text(name, value)
    if text is None:
        return None
    day_first, iso = _DAY_FIRST.fullmatch(text), _ISO.fullmatch(text)
    if day_first:
        day, month, year = day_first.groups()
    elif iso:
        year, month, day = iso.groups()
    else:
        raise Failure(400, EXISTS)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise Failure(400, EXISTS) from error


def read_id(name: str, value: object) -> str | None:
    """Return a UUID in its usual writing."""
    text = read_text(name, value)
    if text is None:
        return None
    try:
        return str(UUID(text))
    except ValueError as error:
        raise Failure(500, f'invalid input syntax for type uuid: "{text}"') from error


def _required(words: str) -> Reader:
    def read(name: str, value: object) -> str:
        text = read_text(name, value)
        if text is None or not text.strip():
            raise Failure(400, words)
        return text

    return read


def _one_of(enum: str, values: Collection[str]) -> Reader:
    def read(name: str, value: object) -> str | None:
        text = read_text(name, value)
        if text is not None and text not in values:
            raise Failure(500, f'invalid input value for enum {enum}: "{text}"')
        return text

    return read


def _always_one_of(enum: str, values: Collection[str]) -> Reader:
    chosen = _one_of(enum, values)

    def read(name: str, value: object) -> Value:
        kept = chosen(name, value)
        if kept is None:
            raise Failure(500, f'null value in column "{name}" violates not-null constraint')
        return kept

    return read


def _read_email(name: str, value: object) -> str | None:
    text = read_text(name, value)
    if text is not None and not _EMAIL.fullmatch(text):
        raise Failure(400, "Email không hợp lệ")
    return text


def _read_flag(_: str, value: object) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Failure(500, f'invalid input syntax for type boolean: "{value}"')
    return value


FIELDS: Mapping[str, Reader] = {
    "memberCode": _required("Mã đoàn viên là bắt buộc"),
    "fullName": _required("Họ và tên là bắt buộc"),
    "email": _read_email,
    "dateOfBirth": read_day,
    "joinedDate": read_day,
    "gender": _one_of("enum_members_gender", {"male", "female"}),
    "identityNumber": read_text,
    "phoneNumber": read_text,
    "unionCellId": read_id,
    "memberCardNumber": read_text,
    "ethnicity": read_text,
    "religion": read_text,
    "hometown": read_text,
    "permanentAddress": read_text,
    "educationLevel": read_text,
    "professionalLevel": read_text,
    "politicalTheoryLevel": read_text,
    "itLevel": read_text,
    "languageLevel": read_text,
    "occupation": read_text,
    "isHonoraryMember": _read_flag,
}
"""What a member is created with, in the order in which it is judged."""

ACTIVITY = "activityStatus"
STANDINGS = ("active", "transferred", "graduated", "paused")

CHANGEABLE: Mapping[str, Reader] = {**FIELDS, ACTIVITY: _always_one_of("enum_members_activity_status", STANDINGS)}
"""What a member can be given later."""


def read_new(stated: Mapping[str, object], drop: Collection[str] = ()) -> dict[str, Value]:
    """Return a new member's fields, every one of them. Raises `Failure` for the first that cannot be kept."""
    kept = {name: None if name in drop else stated.get(name) for name in FIELDS}
    return {**{name: reader(name, kept[name]) for name, reader in FIELDS.items()}, ACTIVITY: STANDINGS[0]}


def read_change(stated: Mapping[str, object], drop: Collection[str] = ()) -> dict[str, Value]:
    """Return the fields that are stated, and kept at all. Raises `Failure` for the first that cannot be."""
    return {
        name: reader(name, stated[name]) for name, reader in CHANGEABLE.items() if name in stated and name not in drop
    }
