"""The kinds of drift: what is done to one person, there or here, and what a reconciliation must say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.reconciliation.differences import Changed, Standing
from tests.support.office import Row

Edit = dict[str, Any]
"""One edit of the register itself: see `standin.drift`."""

FIRST_CODE = 5_000_000
"""Member codes given by hand begin here; the stand-in's own are lower."""

ELSEWHERE = "Chi đoàn Chợ Mới, Đoàn xã Sơn Mỹ"


@dataclass(frozen=True)
class Told:
    """What must be told of a person: how they stand, and which fields differ by whose change."""

    standing: Standing
    fields: Mapping[str, Changed] = field(default_factory=dict)


@dataclass(frozen=True)
class Drifted:
    """What becomes of one person: edits there, their row here (None for no row), and what must be told of them."""

    there: tuple[Edit, ...] = ()
    here: Row | None = None
    told: Told | None = None


Kind = Callable[[Row, str, Edit], Drifted]
"""From a person's row, their code and their record there, as somebody would type it in again, to what happens."""


def _theirs(**fields: str | None) -> Callable[[Row, str, Edit], Drifted]:
    told = Told(Standing.THEIRS_CHANGED, dict.fromkeys(fields, Changed.THEIRS))
    return lambda row, code, record: Drifted(({"member_code": code, "fields": fields},), row, told)


def _phone(row: Row, more: int) -> str:
    """Return another phone number than the row's."""
    return f"{row['phone'][:-1]}{(int(row['phone'][-1]) + more) % 10}"


def _cosmetic(row: Row, code: str, record: Edit) -> Drifted:
    fields = {
        "full_name": row["full_name"].upper(),
        "email": row["email"].title(),
        "national_id": row["national_id"].lstrip("0"),
        "phone": f"+84{row['phone'][1:]}",
    }
    return Drifted(({"member_code": code, "fields": fields, "unit": f" {row['unit'].upper()}"},), row)


def _moved(row: Row, code: str, record: Edit) -> Drifted:
    edit = {"member_code": code, "unit": ELSEWHERE}
    return Drifted((edit,), row, Told(Standing.THEIRS_CHANGED, {"unit": Changed.THEIRS}))


def _left(row: Row, code: str, record: Edit) -> Drifted:
    told = Told(Standing.REMOVED_THERE, {"status": Changed.THEIRS})
    return Drifted(({"member_code": code, "status": "struck_off"},), row, told)


def _removed(row: Row, code: str, record: Edit) -> Drifted:
    told = Told(Standing.REMOVED_THERE, {"status": Changed.THEIRS})
    return Drifted(({"member_code": code, "removed": True},), row, told)


_NEW_CODE = Told(Standing.TWO_CODES, {"member_code": Changed.THEIRS})


def _new_code(row: Row, code: str, record: Edit) -> Drifted:
    return Drifted(({"member_code": code, "new_code": record["member_code"]},), row, _NEW_CODE)


def _entered_again(row: Row, code: str, record: Edit) -> Drifted:
    return Drifted(({"member_code": code, "removed": True}, record), row, _NEW_CODE)


def _entered_twice(row: Row, code: str, record: Edit) -> Drifted:
    return Drifted((record,), row, Told(Standing.TWO_CODES))


def _unsent(row: Row, code: str, record: Edit) -> Drifted:
    return Drifted(({"member_code": code, "unsent": True},), row)


def _ours(row: Row, code: str, record: Edit) -> Drifted:
    told = Told(Standing.OURS_NEWER, {"phone": Changed.OURS})
    return Drifted((), {**row, "phone": _phone(row, 1)}, told)


def _both(row: Row, code: str, record: Edit) -> Drifted:
    edit = {"member_code": code, "fields": {"phone": _phone(row, 2)}}
    told = Told(Standing.BOTH_CHANGED, {"phone": Changed.BOTH})
    return Drifted((edit,), {**row, "phone": _phone(row, 1)}, told)


def _alike(row: Row, code: str, record: Edit) -> Drifted:
    edit = {"member_code": code, "fields": {"phone": _phone(row, 1)}}
    told = Told(Standing.BOTH_CHANGED, {"phone": Changed.ALIKE})
    return Drifted((edit,), {**row, "phone": _phone(row, 1)}, told)


def _each_another(row: Row, code: str, record: Edit) -> Drifted:
    edit = {"member_code": code, "fields": {"email": "khac@example.test"}}
    told = Told(Standing.BOTH_CHANGED, {"phone": Changed.OURS, "email": Changed.THEIRS})
    return Drifted((edit,), {**row, "phone": _phone(row, 1)}, told)


def _missing(row: Row, code: str, record: Edit) -> Drifted:
    return Drifted((), None)


KINDS: Mapping[str, Kind] = {
    "corrected there": _theirs(email="sua@example.test"),
    "filled in there": _theirs(religion="Phật giáo", hometown="Xã Sơn Mỹ"),
    "cleared there": _theirs(phone=None, email=None),
    "only typed otherwise there": _cosmetic,
    "moved there": _moved,
    "left there": _left,
    "removed there": _removed,
    "new code there": _new_code,
    "entered again there": _entered_again,
    "entered twice there": _entered_twice,
    "our reference lost there": _unsent,
    "corrected here": _ours,
    "corrected otherwise on both sides": _both,
    "corrected alike on both sides": _alike,
    "another field on each side": _each_another,
    "missing here": _missing,
}
"""What happens to people both sides know, each to people of its own."""
