"""Somebody on a second list who is told by little: nobody is entered twice, and namesakes are not asked about.

Each test is a few nights of one office whose upstream lives in memory. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.reports import SyncReport
from sync.values import Answer
from tests.support.office import Office
from yumsync.bootstrap import App

Row = Mapping[str, str]
COLUMNS = ("full_name", "date_of_birth", "national_id", "phone")
KNOWN = {
    "full_name": "Nguyễn Thị Bông",
    "date_of_birth": "12/03/2005",
    "national_id": "060305000011",
    "phone": "0912345678",
}
OTHER = {
    "full_name": "Trần Văn Cọ",
    "date_of_birth": "01/09/2004",
    "national_id": "060204000012",
    "phone": "0387654321",
}
HOME, SCHOOL = "home", "school"


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list(HOME, unit="Chi đoàn Khu phố 1, Đoàn phường Mẫu")
    made.add_list(SCHOOL, unit="Chi đoàn Trường Mẫu, Đoàn phường Mẫu")
    made.write(HOME, [KNOWN], COLUMNS)
    made.write(SCHOOL, [OTHER], COLUMNS)
    made.init()
    return made


def sync(office: Office, upstream: MemoryUpstream) -> SyncReport:
    with App(load_settings(office.config), _upstream=upstream) as app:
        return app.sync()


def row(**said: str) -> Row:
    return {"full_name": "", "date_of_birth": "", "national_id": "", "phone": "", **said}


FAINT = {
    "the year and the phone": row(full_name="Nguyễn Thị Bông", date_of_birth="2005", phone="0912 345 678"),
    "the month and the phone": row(full_name="Nguyễn Thị Bông", date_of_birth="03/2005", phone="0912 345 678"),
    "the whole day, the name without marks": row(full_name="Nguyen Thi Bong", date_of_birth="12/03/2005"),
    "the year, the name without marks, the phone": row(
        full_name="NGUYEN THI BONG", date_of_birth="2005", phone="0912345678"
    ),
}
STRANGERS = {
    "a namesake of that year": row(full_name="Nguyễn Thị Bông", date_of_birth="2005"),
    "a namesake with a phone of their own": row(
        full_name="Nguyễn Thị Bông", date_of_birth="2005", phone="0977000111"
    ),
    "another year at the same phone": row(full_name="Nguyễn Thị Bông", date_of_birth="2006", phone="0912345678"),
    "another at the same phone": row(full_name="Nguyễn Thị Bưởi", date_of_birth="2005", phone="0912345678"),
    "a namesake with a number": row(
        full_name="Nguyễn Thị Bông", date_of_birth="2005", national_id="060305000099", phone="0912345678"
    ),
}


@pytest.mark.parametrize("together", [False, True], ids=["known before", "on the first night"])
@pytest.mark.parametrize("faint", FAINT.values(), ids=FAINT)
def test_who_is_told_by_little_is_asked_about(
    office: Office, upstream: MemoryUpstream, faint: Row, together: bool
) -> None:
    if not together:
        sync(office, upstream)
    office.write(SCHOOL, [OTHER, faint], COLUMNS)
    report = sync(office, upstream)
    assert report.plan is not None
    assert report.plan.holds_total == {"ambiguous-identity": 1}
    assert sorted(one.record["full_name"] or "" for one in upstream.held.values()) == [
        "Nguyễn Thị Bông",
        "Trần Văn Cọ",
    ]
    assert sync(office, upstream).plan.holds_total == {"ambiguous-identity": 1}  # type: ignore[union-attr]


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_a_namesake_is_not(office: Office, upstream: MemoryUpstream, stranger: Row) -> None:
    sync(office, upstream)
    office.write(SCHOOL, [OTHER, stranger], COLUMNS)
    report = sync(office, upstream)
    assert report.plan is not None
    assert report.plan.holds_total == {}
    assert len(upstream.held) == 3


def test_two_rows_of_one_list_are_two_people(office: Office, upstream: MemoryUpstream) -> None:
    year = row(full_name="Trần Văn Cọ", date_of_birth="2004", phone="0387654321")
    office.write(SCHOOL, [OTHER, year], COLUMNS)
    report = sync(office, upstream)
    assert report.plan is not None
    assert report.plan.holds_total == {}
    assert len(upstream.held) == 3


def test_of_two_who_are_told_by_little_one_is_entered(office: Office, upstream: MemoryUpstream) -> None:
    faint = FAINT["the year and the phone"]
    office.write(HOME, [faint], COLUMNS)
    office.write(SCHOOL, [OTHER, faint], COLUMNS)
    report = sync(office, upstream)
    assert report.plan is not None
    assert sum(report.plan.holds_total.values()) == 1
    assert len(upstream.held) == 2


@pytest.mark.parametrize(
    ("answer", "people", "open_"),
    [(Answer.SAME_AS, 2, {"unit-changed": 1}), (Answer.NEW, 3, {}), (Answer.LEAVE, 2, {})],
)
def test_what_an_officer_says_stands(
    office: Office, upstream: MemoryUpstream, answer: Answer, people: int, open_: Mapping[str, int]
) -> None:
    """One person on the lists of two branches is another question: to which of them she belongs."""
    sync(office, upstream)
    office.write(SCHOOL, [OTHER, FAINT["the year and the phone"]], COLUMNS)
    sync(office, upstream)
    with App(load_settings(office.config), _upstream=upstream) as app:
        (hold,) = app.holds().all().holds
        (candidate,) = app.holds().one(hold.id).candidates
        app.holds().decide(hold.id, answer, candidate.id, "theo hồ sơ")
    for _ in range(2):
        report = sync(office, upstream)
        assert report.plan is not None
        assert report.plan.holds_total == open_
        assert len(upstream.held) == people
