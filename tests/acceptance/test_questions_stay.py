"""A question about who somebody is stays until it is decided, whatever list it comes from and however often it runs.

Each test is a few nights of one office whose upstream lives in memory. All people are fabricated.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from tests.support.office import Office, Row, people, person
from yumsync.bootstrap import App

AN, BINH, CHI = people(3)
NO_ID = ("full_name", "date_of_birth", "phone")
NIGHTS = 3


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list("a", complete=False)
    made.init()
    return made


def sync(office: Office, upstream: MemoryUpstream) -> tuple[int, int]:
    """Run a night; return the exit code and how many operations were sent."""
    with App(load_settings(office.config), _upstream=upstream) as app:
        report = app.sync()
    assert report.delivery is not None
    return report.exit_code, report.delivery.sent


def new_id(row: Row) -> Row:
    """The same person, name and birth date as before, under a national ID nobody knows."""
    known = row["national_id"]
    return {**row, "national_id": known[:-2] + ("98" if known.endswith("99") else "99")}


def names(upstream: MemoryUpstream) -> list[str]:
    return sorted(str(one.record["full_name"]) for one in upstream.held.values())


def stays(office: Office, upstream: MemoryUpstream, before: list[str]) -> None:
    """Night after night nothing changes in the files: the question stays, nothing is sent, nobody is there twice."""
    for _ in range(NIGHTS):
        assert sync(office, upstream) == (3, 0)
        assert names(upstream) == before


@pytest.mark.parametrize("complete", [False, True])
def test_a_new_id_is_asked_about_every_night(office: Office, upstream: MemoryUpstream, complete: bool) -> None:
    office.lists.clear()
    office.add_list("a", complete=complete)
    office.write("a", [AN, BINH])
    assert sync(office, upstream)[0] == 0
    before = names(upstream)
    office.write("a", [new_id(AN), BINH])
    stays(office, upstream, before)


def test_a_corrected_birth_date_without_an_id_is_asked_about_every_night(
    office: Office, upstream: MemoryUpstream
) -> None:
    office.write("a", [AN, BINH], columns=NO_ID)
    assert sync(office, upstream)[0] == 0
    before = names(upstream)
    office.write("a", [{**AN, "date_of_birth": "01/01/2001"}, BINH], columns=NO_ID)
    stays(office, upstream, before)


def test_somebody_on_two_lists_is_corrected_on_one(office: Office, upstream: MemoryUpstream) -> None:
    office.add_list("b", complete=False)
    office.write("a", [AN, BINH])
    office.write("b", [AN, CHI])
    assert sync(office, upstream)[0] == 0
    before = names(upstream)
    office.write("a", [new_id(AN), BINH])
    stays(office, upstream, before)


def test_somebody_goes_from_one_list_to_another_under_a_new_id(office: Office, upstream: MemoryUpstream) -> None:
    office.add_list("b", complete=False)
    office.write("a", [AN, BINH])
    office.write("b", [CHI])
    assert sync(office, upstream)[0] == 0
    before = names(upstream)
    office.write("a", [BINH])
    office.write("b", [CHI, new_id(AN)])
    stays(office, upstream, before)


def test_an_id_typed_for_another_beside_a_correction_hides_nobody(office: Office, upstream: MemoryUpstream) -> None:
    office.write("a", [AN])
    assert sync(office, upstream)[0] == 0
    before = names(upstream)
    other = person(9, national_id=AN["national_id"])
    office.write("a", [new_id(AN), other])
    stays(office, upstream, before)


def test_an_exact_namesake_beside_nearly_the_name_is_asked_about(office: Office, upstream: MemoryUpstream) -> None:
    """Twins: the row bears one's number, and the other's name to the letter."""
    one = person(1, full_name="Nguyễn Văn Hùng", date_of_birth="05/03/2004")
    twin = person(2, full_name="Nguyễn Văn Hưng", date_of_birth="05/03/2004")
    office.write("a", [one, twin])
    assert sync(office, upstream)[0] == 0
    before = names(upstream)
    swapped = [{**one, "national_id": twin["national_id"]}, {**twin, "national_id": one["national_id"]}]
    office.write("a", swapped)
    stays(office, upstream, before)
