"""A list that is good to its last row and bad there: nothing of it is used, whatever its length, and nothing is lost.

Never half a list: what was read before the bad row, what it asked and who stands on it wait until it is mended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.reports import PlanReport, SyncReport
from tests.support.office import Office, Row, csv_of, expected, people, person
from yumsync.bootstrap import App

LENGTHS = (3, 1500)
LAST = person(9000)
OTHERS = people(2, start=5000)
MORE = person(6000)


@dataclass(frozen=True)
class Bad:
    """What the last line of a list can be, and the code of what is said about it."""

    name: str
    line: bytes
    code: str


LINE = csv_of([LAST]).encode().splitlines()[1]
KINDS = (
    Bad("a cell too many", LINE + b",n\xe1\xbb\xafa", "list-extra-cells"),
    Bad("NUL", LINE.replace(b"@", b"\0"), "list-nul"),
    Bad("a wrong byte", LINE.replace(b"@", b"\xea"), "list-encoding"),
    Bad("letters lost", LINE.replace(LAST["full_name"].encode(), b"Nguy?n V?n B?nh"), "list-lost-letters"),
    Bad("a unit of its own", "Chi đoàn 9,,,,".encode(), "list-group-row"),
)
kinds = pytest.mark.parametrize("bad", KINDS, ids=lambda bad: bad.name)
lengths = pytest.mark.parametrize("length", LENGTHS)


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The list under test comes first, a good one after it."""
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list("dang-thu")
    made.add_list("tot")
    made.write("tot", OTHERS)
    made.init()
    return made


def sync(office: Office, upstream: MemoryUpstream) -> SyncReport:
    with App(load_settings(office.config), _upstream=upstream) as app:
        return app.sync()


def status(office: Office) -> Mapping[str, int]:
    """Return the open questions by code."""
    with App(load_settings(office.config)) as app:
        return dict(app.status().holds)


def plan_of(report: SyncReport) -> PlanReport:
    assert report.plan is not None
    return report.plan


def sent(report: SyncReport) -> int:
    assert report.delivery is not None
    return report.delivery.sent


def spoilt(rows: Sequence[Row], bad: Bad) -> bytes:
    """The list of these people, with the bad line in the place of the last of them."""
    return csv_of(rows[:-1]).encode() + bad.line + b"\n"


def assert_holds(upstream: MemoryUpstream, rows: Sequence[Row]) -> None:
    """The upstream holds exactly these people, with exactly these values."""
    found: dict[Any, Any] = {
        one.record["national_id"]: {name: one.record.get(name) for name in LAST} for one in upstream.held.values()
    }
    assert found == {row["national_id"]: expected(row) for row in rows}
    assert len(upstream.held) == len(rows)


@kinds
@lengths
def test_a_new_list(office: Office, upstream: MemoryUpstream, bad: Bad, length: int) -> None:
    """Never read before: nobody of it is sent, the other list is; mended, it is in step."""
    rows = [*people(length - 1), LAST]
    office.put("dang-thu.csv", spoilt(rows, bad))
    for count in (len(OTHERS), 0):
        report = sync(office, upstream)
        assert (report.exit_code, sent(report)) == (7, count)
        first, other = plan_of(report).lists
        assert [finding.code for finding in first.unread] == [bad.code]
        assert (first.tally.records, other.unread) == (0, [])
        assert_holds(upstream, OTHERS)

    office.write("dang-thu", rows)
    mended = sync(office, upstream)
    assert (mended.exit_code, sent(mended)) == (0, length)
    assert_holds(upstream, [*OTHERS, *rows])
    again = sync(office, upstream)
    assert (again.exit_code, sent(again)) == (0, 0)


@kinds
@lengths
def test_a_list_in_step_turns_bad(office: Office, upstream: MemoryUpstream, bad: Bad, length: int) -> None:
    """Its changes wait, nobody is missing from it, and what it asked stays asked until it can be read again."""
    rows = [*people(length - 1), LAST]
    gone, twice = person(7000), person(8000)
    office.write("dang-thu", [gone, twice, *rows])
    assert sync(office, upstream).exit_code == 0
    everybody = [gone, twice, *rows, *OTHERS]
    assert_holds(upstream, everybody)

    asking = [{**twice, "phone": "0911111111"}, {**twice, "phone": "0922222222"}, *rows]
    office.write("dang-thu", asking)
    report = sync(office, upstream)
    questions = {"missing": 1, "duplicate": 1}
    assert (report.exit_code, sent(report), dict(plan_of(report).holds_total)) == (3, 0, questions)
    assert status(office) == questions

    changed = [
        *asking[:2],
        *[{**row, "email": f"m{number}@example.test"} for number, row in enumerate(rows[:-1])],
        LAST,
    ]
    office.put("dang-thu.csv", spoilt(changed, bad))
    office.write("tot", [*OTHERS, MORE])
    for count in (1, 0):
        report = sync(office, upstream)
        assert (report.exit_code, sent(report)) == (7, count)
        assert [finding.code for finding in plan_of(report).lists[0].unread] == [bad.code]
        assert plan_of(report).counts["missing"] == 0
        assert status(office) == questions
        assert_holds(upstream, [*everybody, MORE])

    office.write("dang-thu", [gone, twice, *changed[2:]])
    mended = sync(office, upstream)
    assert (mended.exit_code, sent(mended)) == (0, length - 1)
    assert_holds(upstream, [gone, twice, *changed[2:], *OTHERS, MORE])
    assert status(office) == {}


@kinds
def test_one_file_of_three(office: Office, upstream: MemoryUpstream, bad: Bad) -> None:
    """Of a list in several files the one is not used; those before and after it are, and nobody counts as missing."""
    before, middle, after = people(3), [*people(20, start=100), LAST], people(3, start=300)
    office.lists.clear()
    office.add_list("phuong", "*.csv")
    for name, rows in (("1", before), ("2", middle), ("3", after)):
        office.write(name, rows)
    assert sync(office, upstream).exit_code == 0
    moved = [{**row, "email": f"m{number}@example.test"} for number, row in enumerate(middle)]
    office.put("2.csv", spoilt(moved, bad))
    office.write("1", [*before, person(400)])
    office.write("3", [*after, person(401)])
    report = sync(office, upstream)
    assert (report.exit_code, sent(report), plan_of(report).holds_total) == (7, 2, {})
    assert_holds(upstream, [*before, *middle, *after, *OTHERS, person(400), person(401)])

    office.write("2", moved)
    mended = sync(office, upstream)
    assert (mended.exit_code, sent(mended)) == (0, len(moved))
    assert_holds(upstream, [*before, *moved, *after, *OTHERS, person(400), person(401)])


@lengths
def test_gone_from_another_list(office: Office, upstream: MemoryUpstream, length: int) -> None:
    """Who leaves a readable list may still stand on the one that could not be read, and is not missing meanwhile."""
    rows = [*people(length - 1), LAST]
    office.write("dang-thu", rows)
    office.write("tot", [*OTHERS, rows[0]])
    assert sync(office, upstream).exit_code == 0
    office.put("dang-thu.csv", spoilt([{**rows[0], "phone": "0911111111"}, *rows[1:]], KINDS[1]))
    for listed in ([*OTHERS, rows[0]], OTHERS):
        office.write("tot", listed)
        report = sync(office, upstream)
        assert (report.exit_code, sent(report), status(office)) == (7, 0, {})
        assert_holds(upstream, [*OTHERS, *rows])

    office.write("dang-thu", rows[1:])
    report = sync(office, upstream)
    assert (report.exit_code, sent(report), status(office)) == (3, 0, {"missing": 1})


@lengths
def test_stated_by_another_list(office: Office, upstream: MemoryUpstream, length: int) -> None:
    """What a readable list says of somebody is done, whatever the unread one said of them before its bad row."""
    rows = [*people(length - 1), LAST]
    office.write("dang-thu", rows)
    office.write("tot", [*OTHERS, rows[0]])
    assert sync(office, upstream).exit_code == 0
    moved = [{**row, "email": f"m{number}@example.test"} for number, row in enumerate(rows)]
    office.put("dang-thu.csv", spoilt(moved, KINDS[0]))
    changed = {**rows[0], "phone": "0922222222"}
    office.write("tot", [*OTHERS, changed])
    report = sync(office, upstream)
    assert (report.exit_code, sent(report), status(office)) == (7, 1, {})
    assert_holds(upstream, [*OTHERS, changed, *rows[1:]])

    office.write("dang-thu", [changed, *rows[1:]])
    mended = sync(office, upstream)
    assert (mended.exit_code, sent(mended)) == (0, 0)
