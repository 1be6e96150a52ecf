"""Where the centre gives no version of anybody, an edit made there in between is not seen: that is said plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_reconcile_fix import NAME, edited, policy, synced
from tests.support.office import HEADERS, Office, csv_of, people, person
from tests.support.records import SECRET, by_record
from tests.support.standin import LiveStandin

BEFORE = "Trung tâm không báo lần sửa của từng người, nên --fix không biết có ai vừa sửa ở đó và sẽ ghi đè."
AFTER = "Trung tâm không báo lần sửa của từng người: chỗ ai sửa ở đó trong lúc chạy lệnh này có thể đã bị ghi đè."
OURS = '\n[reconcile]\nfields = { phone = "ours" }\n'


@pytest.fixture
def by_single(tmp_path: Path) -> Iterator[Office]:
    """One member in step with a centre that takes single records, whose phone number somebody changed there."""
    with by_record(tmp_path) as (office, standin):
        row = person(1, member_code="1000001", gender="Nam")
        office.put("a.csv", csv_of([row], ("member_code", "gender", *HEADERS)))
        assert office.ask("sync").json["delivery"]["applied"] == 1
        standin.log_in(("officer", SECRET))
        ident = standin.members()["1000001"]["id"]
        standin.http.put(f"/api/members/{ident}", json={"phoneNumber": "0999000111"}).raise_for_status()
        yield office


def told(office: Office, *arguments: str) -> str:
    return " ".join(office.run("reconcile", *arguments, lang="vi").out.split())


def test_it_is_said_before_and_after(by_single: Office) -> None:
    by_single.config.write_text(by_single.config.read_text("utf-8") + OURS, "utf-8")
    assert BEFORE in told(by_single)
    assert AFTER in told(by_single, "--fix")
    assert BEFORE not in told(by_single), "nobody differs any more"


def test_whoever_is_only_asked_about_is_not_overwritten(by_single: Office) -> None:
    assert AFTER not in told(by_single, "--fix")
    assert by_single.ask("reconcile", "--fix").json["unguarded"] is False


def test_with_versions_there_is_nothing_to_say(tmp_path: Path, standin: LiveStandin) -> None:
    office, rows = Office(tmp_path, standin.url), people(2)
    office.add_list(NAME)
    office.init()
    synced(office, rows)
    policy(office, phone="ours")
    edited(standin, rows[0], phone="0999000111")
    assert BEFORE not in told(office)
    assert AFTER not in told(office, "--fix")
