"""Whether a record may stand in the central register: what each field must look like.

The rules are a table, `CHECKS`: field → (problem code, test). What the register cannot know from one record alone
(whether a number is taken, whether a code is known) is the store's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeGuard

from standin.problems import Problem

KINDS = frozenset({"members", "youth"})

LABELS: Mapping[str, str] = {
    "full_name": "Họ và tên",
    "date_of_birth": "Ngày sinh",
    "gender": "Giới tính",
    "national_id": "Số CMND/CCCD",
    "previous_id": "Số CMND cũ",
    "id_issue_date": "Ngày cấp",
    "id_issue_place": "Nơi cấp",
    "student_code": "Mã sinh viên",
    "ethnicity": "Dân tộc",
    "religion": "Tôn giáo",
    "hometown": "Quê quán",
    "permanent_address": "Địa chỉ thường trú",
    "birth_place": "Nơi sinh",
    "education_level": "Trình độ văn hóa",
    "professional_level": "Trình độ chuyên môn",
    "political_theory_level": "Trình độ LLCT",
    "it_level": "Tin học",
    "language_level": "Ngoại ngữ",
    "union_join_date": "Thời gian vào Đoàn",
    "union_join_place": "Nơi vào Đoàn",
    "admission_resolution_no": "Số Nghị quyết chuẩn y",
    "card_no": "Số thẻ đoàn",
    "book_no": "Số sổ đoàn",
    "party_join_date": "Thời gian vào Đảng",
    "occupation": "Nghề nghiệp",
    "membership_type": "Đối tượng đoàn viên",
    "training_status": "Rèn luyện đoàn viên",
    "rating": "Đánh giá, xếp loại",
    "reward": "Khen thưởng",
    "discipline": "Kỷ luật",
    "position": "Chức vụ",
    "association": "Hội",
    "honorary": "Đoàn viên danh dự",
    "email": "Email",
    "phone": "Điện thoại",
}
"""The fields the register keeps, in the order it shows them, and what it calls them."""

REQUIRED = ("full_name", "date_of_birth")
LONGEST = 4000

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NATIONAL_ID = re.compile(r"\d{9}|\d{12}", re.ASCII)
_MEMBER_CODE = re.compile(r"\d{7}", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"0\d{9,10}", re.ASCII)


@lru_cache(maxsize=100_000)
def is_date(text: str) -> bool:
    """Whether the text is an ISO date, possibly cut to its month or year, from 1900 up to today."""
    match = _DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(1900, 1, 1) <= date(year, month, day) <= date.today()  # noqa: DTZ011 — the server's own day
    except ValueError:
        return False


def _is_name(text: str) -> bool:
    return len(text) <= 200 and any(letter.isalpha() for letter in text)


def is_member_code(text: str) -> bool:
    """Whether the text is a member code: seven digits."""
    return _MEMBER_CODE.fullmatch(text) is not None


Check = tuple[str, str, Callable[[str], object]]

_DATE_CHECK: Check = ("date-invalid", "không phải ngày hợp lệ", is_date)

CHECKS: Mapping[str, Check] = {
    "full_name": ("field-invalid", "không phải họ tên", _is_name),
    "date_of_birth": _DATE_CHECK,
    "union_join_date": _DATE_CHECK,
    "party_join_date": _DATE_CHECK,
    "id_issue_date": _DATE_CHECK,
    "national_id": ("national-id-invalid", "phải gồm 9 hoặc 12 chữ số", _NATIONAL_ID.fullmatch),
    "gender": ("gender-invalid", "phải là male hoặc female", frozenset({"male", "female"}).__contains__),
    "email": ("email-invalid", "không đúng dạng", _EMAIL.fullmatch),
    "phone": ("phone-invalid", "phải bắt đầu bằng 0 và gồm 10 hoặc 11 chữ số", _PHONE.fullmatch),
}

_CHECKED = tuple(CHECKS.items())


def merge(held: Mapping[str, str], stated: Mapping[str, object], *, strict: bool) -> dict[str, str] | Problem:
    """Return the record after a change: stated values replace, null or empty text clears, the rest stays.

    A field the register does not know is left out, or refused when `strict`.
    """
    if _is_plain(stated):
        return {**held, **stated}
    merged = dict(held)
    for name, value in stated.items():
        if name not in LABELS:
            if strict:
                return Problem("field-unknown", 422, f"Không có trường “{name}”.", name)
            continue
        if value is None or value == "":
            merged.pop(name, None)
        elif isinstance(value, str) and len(value) <= LONGEST:
            merged[name] = value
        else:
            return Problem("field-invalid", 422, f"{LABELS[name]}: phải là chữ, không quá {LONGEST} ký tự.", name)
    return merged


def _is_plain(stated: Mapping[str, object]) -> TypeGuard[Mapping[str, str]]:
    """Whether every field is known, and holds a text that is neither empty nor long: the usual case, told quickly."""
    values = stated.values()
    try:
        length = len("".join(values))  # type: ignore[arg-type]
    except TypeError:
        return False
    return length <= LONGEST and "" not in values and LABELS.keys() >= stated.keys()


def examine(record: Mapping[str, str]) -> Problem | None:
    """Return the first thing wrong with a record, in the order of `REQUIRED` and `CHECKS`; None when it may stand."""
    for name in REQUIRED:
        if name not in record:
            return Problem("field-missing", 422, f"Thiếu {LABELS[name]}.", name)
    for name, (code, words, test) in _CHECKED:
        value = record.get(name)
        if value is not None and not test(value):
            return Problem(code, 422, f"{LABELS[name]} “{value[:40]}” {words}.", name)
    return None
