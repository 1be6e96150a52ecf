"""Every case of the domain book's identity ladder (§5), night by night, through the program's door.

A case is a few nights: what stands on each list, and what must come of it. The expectations are written from the book
and the promises: nobody is merged unasked, nobody is there twice, a person under a new ID stays the same person, and
a second run over the same lists sends nothing. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from tests.support.office import Office, Row
from yumsync.bootstrap import App

COLUMNS = ("full_name", "date_of_birth", "national_id", "phone")
CODED = ("Mã đoàn viên", *COLUMNS)
UNITS = {
    "a": "Chi đoàn 1, Đoàn phường Phú Thủy",
    "b": "Chi đoàn 2, Đoàn phường Phú Thủy",
    "school": "Chi đoàn 1, Đoàn phường Phú Thủy",
}
"""Two branches, and a second list of the first one: residence and school name the same unit."""

OLD, NEW, OTHER_OLD, OTHER_NEW = "261234567", "060204000123", "261999888", "060304000456"
AN: Row = {"full_name": "Nguyễn Văn An", "date_of_birth": "17/05/2004", "national_id": NEW, "phone": "0912000001"}
BE: Row = {"full_name": "Trần Thị Bé", "date_of_birth": "06/08/2005", "national_id": OTHER_NEW, "phone": "0912000002"}
STAYS: Row = {
    "full_name": "Lê Hoàng Cường",
    "date_of_birth": "01/02/2003",
    "national_id": "060203000789",
    "phone": "0912000003",
}
"""Somebody about whom nothing ever changes."""


def like(row: Row, **other: str) -> Row:
    return {**row, **other}


@dataclass(frozen=True)
class Night:
    """What stands on the lists, and what comes of it: operations sent, and questions by kind."""

    lists: Mapping[str, Sequence[Row]]
    sent: int
    asked: Mapping[str, int] = field(default_factory=dict)


def one(*rows: Row, sent: int, **asked: int) -> Night:
    """A night with the one list `a`."""
    return Night({"a": [STAYS, *rows]}, sent, {code.replace("_", "-"): count for code, count in asked.items()})


def two(a: Sequence[Row], other: Sequence[Row], sent: int, on: str = "school", **asked: int) -> Night:
    """A night with two lists."""
    named = {code.replace("_", "-"): count for code, count in asked.items()}
    return Night({"a": [STAYS, *a], on: other}, sent, named)


Held = tuple[str, str, str, str]
"""Name, birth date, ID and previous ID as the upstream holds them."""


def is_(row: Row, previous: str = "", **other: str) -> Held:
    stated = {**row, **other}
    day, month, year = stated["date_of_birth"].split("/")
    return stated["full_name"], f"{year}-{month}-{day}", stated["national_id"], previous


@dataclass(frozen=True)
class Case:
    """Nights in order, and whom the upstream holds in the end beside `STAYS`."""

    nights: Sequence[Night]
    held: Sequence[Held]
    columns: Sequence[str] = COLUMNS


NO_ID = like(AN, national_id="")
CODE = "Mã đoàn viên"

CASES: Mapping[str, Case] = {
    # ── the ID ───────────────────────────────────────────────────────────────────────────────────────────
    "an old CMND is kept as a previous ID": Case(
        [one(like(AN, national_id=OLD), sent=2)],
        [is_(AN, OLD, national_id="")],
    ),
    "a new ID takes the place of an old one, which is kept": Case(
        [one(like(AN, national_id=OLD), sent=2), one(AN, sent=1)],
        [is_(AN, OLD)],
    ),
    "an old list with the old number still finds the person": Case(
        [
            one(like(AN, national_id=OLD), sent=2),
            one(AN, sent=1),
            one(like(AN, national_id=OLD, phone="0912777777"), sent=1),
        ],
        [is_(AN, OLD)],
    ),
    "the old number finds the person under a corrected name": Case(
        [
            one(like(AN, national_id=OLD), sent=2),
            one(AN, sent=1),
            one(like(AN, national_id=OLD, full_name="Nguyễn Văn Anh"), sent=1),
        ],
        [is_(AN, OLD, full_name="Nguyễn Văn Anh")],
    ),
    "the old number of somebody else is asked about": Case(
        [
            one(like(AN, national_id=OLD), BE, sent=3),
            one(AN, BE, sent=1),
            one(AN, like(BE, national_id=OLD), sent=0, contradicting_identity=1),
        ],
        [is_(AN, OLD), is_(BE)],
    ),
    "two old numbers in one branch are two people": Case(
        [one(like(AN, national_id=OLD), like(AN, national_id=OTHER_OLD, phone="0912111111"), sent=3)],
        [is_(AN, OLD, national_id=""), is_(AN, OTHER_OLD, national_id="")],
    ),
    "an ID is added where there was none": Case(
        [one(NO_ID, sent=2), one(AN, sent=1)],
        [is_(AN)],
    ),
    "an ID left out is not taken away by a list without the column": Case(
        [two([AN], [], sent=2), two([AN], [{name: AN[name] for name in ("full_name", "date_of_birth")}], sent=0)],
        [is_(AN)],
    ),
    "another twelve-digit ID beside the code is a correction": Case(
        [
            one(like(AN, **{CODE: "2000001"}), sent=2),
            one(like(AN, **{CODE: "2000001"}, national_id="060204999999"), sent=1),
        ],
        [is_(AN, national_id="060204999999")],
        CODED,
    ),
    "another twelve-digit ID without a code is asked about": Case(
        [one(AN, sent=2), one(like(AN, national_id="060204999999"), sent=0, ambiguous_identity=1)],
        [is_(AN)],
    ),
    "an ID typed for the wrong person": Case(
        [one(AN, BE, sent=3), one(AN, like(BE, national_id=NEW), sent=0, contradicting_identity=1)],
        [is_(AN), is_(BE)],
    ),
    "an ID typed for the wrong person, mended": Case(
        [
            one(AN, BE, sent=3),
            one(AN, like(BE, national_id=NEW), sent=0, contradicting_identity=1),
            one(AN, BE, sent=0),
        ],
        [is_(AN), is_(BE)],
    ),
    "somebody new under the ID of somebody known": Case(
        [one(AN, sent=2), one(AN, like(BE, national_id=NEW), sent=0, contradicting_identity=1)],
        [is_(AN)],
    ),
    "two rows exchange their IDs": Case(
        [
            one(AN, BE, sent=3),
            one(like(AN, national_id=OTHER_NEW), like(BE, national_id=NEW), sent=0, contradicting_identity=2),
        ],
        [is_(AN), is_(BE)],
    ),
    # ── the code ─────────────────────────────────────────────────────────────────────────────────────────
    "the code of one and the ID of another": Case(
        [
            one(like(AN, **{CODE: "2000001"}), like(BE, **{CODE: "2000002"}), sent=3),
            one(
                like(AN, **{CODE: "2000001"}, national_id=OTHER_NEW),
                like(BE, **{CODE: "2000002"}),
                sent=0,
                contradicting_identity=1,
            ),
        ],
        [is_(AN), is_(BE)],
        CODED,
    ),
    "a code typed for the wrong person": Case(
        [
            one(like(AN, **{CODE: "2000001"}), like(BE, **{CODE: "2000002"}), sent=3),
            one(like(AN, **{CODE: "2000001"}), like(BE, **{CODE: "2000001"}), sent=0, contradicting_identity=1),
        ],
        [is_(AN), is_(BE)],
        CODED,
    ),
    "name and birth date corrected beside the code and the ID": Case(
        [
            one(like(AN, **{CODE: "2000001"}), sent=2),
            one(like(AN, **{CODE: "2000001"}, full_name="Nguyễn Thanh An", date_of_birth="18/05/2004"), sent=1),
        ],
        [is_(AN, full_name="Nguyễn Thanh An", date_of_birth="18/05/2004")],
        CODED,
    ),
    # ── name and birth date ──────────────────────────────────────────────────────────────────────────────
    "a birth date corrected beside the ID": Case(
        [one(AN, sent=2), one(like(AN, date_of_birth="18/05/2004"), sent=1)],
        [is_(AN, date_of_birth="18/05/2004")],
    ),
    "a birth date corrected without an ID is asked about": Case(
        [one(NO_ID, sent=2), one(like(NO_ID, date_of_birth="18/05/2004"), sent=0, ambiguous_identity=1)],
        [is_(NO_ID)],
    ),
    "a name corrected beside the ID": Case(
        [one(AN, sent=2), one(like(AN, full_name="Nguyễn Văn Ân"), sent=1)],
        [is_(AN, full_name="Nguyễn Văn Ân")],
    ),
    "another name beside the ID and another birth date is asked about": Case(
        [
            one(AN, sent=2),
            one(like(AN, full_name="Phạm Thị Dung", date_of_birth="09/09/1999"), sent=0, contradicting_identity=1),
        ],
        [is_(AN)],
    ),
    "a name retyped": Case(
        [one(AN, sent=2), one(like(AN, full_name="NGUYỄN  VĂN AN"), sent=0)],
        [is_(AN)],
    ),
    "two people of one name and birth date, both new, each with an ID": Case(
        [one(AN, like(AN, national_id=OTHER_NEW, phone="0912111111"), sent=3)],
        [is_(AN), is_(AN, national_id=OTHER_NEW)],
    ),
    "two people of one name and birth date, one known, each with an ID": Case(
        [one(AN, sent=2), one(AN, like(AN, national_id=OTHER_NEW, phone="0912111111"), sent=1)],
        [is_(AN), is_(AN, national_id=OTHER_NEW)],
    ),
    "two people of one name and birth date, both new, no IDs": Case(
        [one(NO_ID, like(NO_ID, phone="0912111111"), sent=1, duplicate=1)],
        [],
    ),
    "two people of one name and birth date, one known, no IDs": Case(
        [one(NO_ID, sent=2), one(NO_ID, like(NO_ID, phone="0912111111"), sent=0, duplicate=1)],
        [is_(NO_ID)],
    ),
    "one of two people of one name stated without the ID": Case(
        [
            one(AN, like(AN, national_id=OTHER_NEW, phone="0912111111"), sent=3),
            one(AN, like(NO_ID, phone="0912111111"), sent=0, ambiguous_identity=1),
        ],
        [is_(AN), is_(AN, national_id=OTHER_NEW)],
    ),
    # ── one list ─────────────────────────────────────────────────────────────────────────────────────────
    "a row twice, letter by letter": Case([one(AN, AN, sent=2)], [is_(AN)]),
    "a row twice, typed otherwise": Case([one(AN, like(AN, full_name="nguyễn văn  an"), sent=2)], [is_(AN)]),
    "a row twice, contradicting": Case([one(AN, like(AN, phone="0912111111"), sent=1, duplicate=1)], []),
    "a known row twice, contradicting": Case(
        [one(AN, sent=2), one(AN, like(AN, phone="0912111111"), sent=0, duplicate=1)], [is_(AN)]
    ),
    # ── two lists ────────────────────────────────────────────────────────────────────────────────────────
    "on two lists, the same": Case([two([AN], [AN], sent=2)], [is_(AN)]),
    "on two lists, typed otherwise": Case([two([AN], [like(AN, full_name="NGUYỄN VĂN AN")], sent=2)], [is_(AN)]),
    "on two lists, old number here and new there": Case(
        [two([like(AN, national_id=OLD)], [AN], sent=2, on="school"), two([like(AN, national_id=OLD)], [AN], sent=1)],
        [is_(AN, OLD)],
    ),
    "on two lists, contradicting": Case([two([AN], [like(AN, phone="0912111111")], sent=1, lists_disagree=1)], []),
    "moved to the list of another branch": Case(
        [two([AN], [BE], sent=3, on="b"), two([], [BE, AN], sent=0, on="b", unit_changed=1)],
        [is_(AN), is_(BE)],
    ),
    "moved to the list of another branch, no ID": Case(
        [two([NO_ID], [BE], sent=3, on="b"), two([], [BE, NO_ID], sent=0, on="b", ambiguous_identity=1)],
        [is_(NO_ID), is_(BE)],
    ),
    "moved between two lists of one branch": Case(
        [two([AN], [BE], sent=3), two([], [BE, AN], sent=0)],
        [is_(AN), is_(BE)],
    ),
    "the same name and birth date in another branch, each with an ID": Case(
        [two([AN], [like(AN, national_id=OTHER_NEW, phone="0912111111")], sent=3, on="b")],
        [is_(AN), is_(AN, national_id=OTHER_NEW)],
    ),
    "the same name and birth date in another branch, no IDs": Case(
        [two([NO_ID], [like(NO_ID, phone="0912111111")], sent=2, on="b", ambiguous_identity=1)],
        [is_(NO_ID)],
    ),
}


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, "http://127.0.0.1:1")


def run(office: Office, upstream: MemoryUpstream) -> tuple[int, Mapping[str, int]]:
    """Cron runs; return how many operations were sent, and how many questions of each kind are open."""
    with App(load_settings(office.config), _upstream=upstream) as app:
        report = app.sync()
    assert report.plan is not None
    assert report.delivery is not None
    assert all(listed.tally.balanced for listed in report.plan.lists)
    assert report.exit_code == (3 if report.plan.holds_total else 0)
    return report.delivery.sent, dict(report.plan.holds_total)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(office: Office, upstream: MemoryUpstream, case: Case) -> None:
    for name in dict.fromkeys(name for night in case.nights for name in night.lists):
        office.add_list(name, unit=UNITS[name])
    office.init()
    for night in case.nights:
        for name, rows in night.lists.items():
            columns = (
                case.columns if all(set(case.columns) - {CODE} <= row.keys() for row in rows) else tuple(rows[0])
            )
            office.write(name, rows, columns)
        assert run(office, upstream) == (night.sent, night.asked)
    # What a second list adds ("the ID, and the old number") may take one more night; then nothing is sent any more.
    assert run(office, upstream) == (0, case.nights[-1].asked)
    fields = ("full_name", "date_of_birth", "national_id", "previous_id")
    found = [tuple(str(held.record.get(name) or "") for name in fields) for held in upstream.held.values()]
    assert sorted(found) == sorted([*case.held, is_(STAYS)])
