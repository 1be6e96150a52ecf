"""Traps only a whole column shows, in whole runs: months before days, fonts of before Unicode, numbers without zeros.

A column that cannot be trusted keeps its whole file out; a slip is an error of its row; typing a list anew in another
font or with its zeros sends nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.reports import SyncReport
from tests.support.legacy import tcvn3, vni
from tests.support.office import Office, Row, people, person, table
from yumsync.bootstrap import App

OTHERS = people(2, start=5000)
EITHER = person(9001, date_of_birth="05/06/2004")
SURE = [person(9100 + day, date_of_birth=f"{day}/03/2004") for day in range(13, 29)]
"""Sixteen people whose birth dates can only be read day first."""


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


def sent(report: SyncReport) -> int:
    assert report.delivery is not None
    return report.delivery.sent


def said(report: SyncReport) -> tuple[list[str], list[tuple[str, int]]]:
    """What keeps the list under test out, and the errors of its rows."""
    assert report.plan is not None
    one = report.plan.lists[0]
    rows = [(found.code, found.place.row) for found in one.findings if found.severity == "error" and found.place.row]
    return [finding.code for finding in one.unread], rows


def held(upstream: MemoryUpstream) -> set[str]:
    return {one.record["national_id"] or "" for one in upstream.held.values()}


def ids(*rows: Row) -> set[str]:
    return {row["national_id"] for row in rows}


def american(row: Row) -> Row:
    """The same person with the birth date month first."""
    day, month, year = row["date_of_birth"].split("/")
    return {**row, "date_of_birth": f"{month}/{day}/{year}"}


@pytest.mark.parametrize("count", [1, 600])
def test_a_month_first_list_is_refused_whole(office: Office, upstream: MemoryUpstream, count: int) -> None:
    """Nobody of it is sent, also not who was born on 05/06; in however many rows. Mended, it is in step."""
    rows = [EITHER, *people(count - 1), *SURE]
    office.write("dang-thu", [american(row) for row in rows])
    for number in (len(OTHERS), 0):
        report = sync(office, upstream)
        assert (report.exit_code, sent(report), said(report)[0]) == (7, number, ["list-month-first"])
        assert held(upstream) == ids(*OTHERS)
    assert office.ask("check", str(office.folder / "dang-thu.csv")).code == 7
    office.write("dang-thu", rows)
    mended = sync(office, upstream)
    assert (mended.exit_code, held(upstream)) == (0, ids(*OTHERS, *rows))


def test_a_list_in_step_that_is_saved_month_first_changes_nobody(office: Office, upstream: MemoryUpstream) -> None:
    """An American Excel saved it: not one birth date moves, and nobody is missing."""
    rows = [EITHER, *SURE]
    office.write("dang-thu", rows)
    assert sync(office, upstream).exit_code == 0
    before = {person: one.record for person, one in upstream.held.items()}
    office.write("dang-thu", [american(row) for row in rows])
    report = sync(office, upstream)
    assert (report.exit_code, sent(report), said(report)[0]) == (7, 0, ["list-month-first"])
    assert {person: one.record for person, one in upstream.held.items()} == before


def test_both_orders_in_one_column_are_asked_about(office: Office, upstream: MemoryUpstream) -> None:
    office.write("dang-thu", [EITHER, *SURE[:8], *(american(row) for row in SURE[8:])])
    report = sync(office, upstream)
    unread, rows = said(report)
    assert (report.exit_code, unread) == (7, ["list-mixed-dates"])
    assert {code for code, _ in rows} == {"date-month-first"}
    assert held(upstream) == ids(*OTHERS)


def test_one_slip_is_an_error_of_its_row(office: Office, upstream: MemoryUpstream) -> None:
    """Also when it comes later, and only two rows are new."""
    office.write("dang-thu", SURE)
    assert sync(office, upstream).exit_code == 0
    slip = person(9002, date_of_birth="05/17/2004")
    office.write("dang-thu", [*SURE, slip, EITHER])
    report = sync(office, upstream)
    assert (report.exit_code, said(report)) == (1, ([], [("date-month-first", len(SURE) + 2)]))
    assert held(upstream) == ids(*OTHERS, *SURE, EITHER)


def test_days_and_months_that_excel_swapped(office: Office, upstream: MemoryUpstream) -> None:
    """Days up to 12 became date cells the wrong way round, the others stayed text: nobody is sent so."""
    office.lists[0]["path"] = "dang-thu.xlsx"
    office.configure()
    rows = [person(9200 + month, date_of_birth=f"{month + 1:02}/{month:02}/2004") for month in range(1, 10)]
    _write_workbook(office, [*rows, *SURE], swapped=True)
    report = sync(office, upstream)
    assert (report.exit_code, said(report)[0]) == (7, ["list-swapped-dates"])
    assert held(upstream) == ids(*OTHERS)
    _write_workbook(office, [*rows, *SURE], swapped=False)
    assert sync(office, upstream).exit_code == 0
    assert held(upstream) == ids(*OTHERS, *rows, *SURE)


def _write_workbook(office: Office, rows: Sequence[Row], *, swapped: bool) -> None:
    """Write people into a workbook with date cells, or as an American Excel leaves them: swapped up to the 12th, the
    later ones text."""
    with xlsxwriter.Workbook(str(office.folder / "dang-thu.xlsx")) as book:
        sheet, look = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, line in enumerate(table(rows)):
            sheet.write_row(number, 0, line)
            if number:
                day, month, year = map(int, line[1].split("/"))
                if not swapped:
                    sheet.write_datetime(number, 1, date(year, month, day), look)
                elif day <= 12:
                    sheet.write_datetime(number, 1, date(year, day, month), look)


@pytest.mark.parametrize("typed", [tcvn3, vni], ids=["TCVN3", "VNI"])
def test_a_list_typed_anew_in_another_font_sends_nothing(
    office: Office, upstream: MemoryUpstream, typed: object
) -> None:
    """Unicode, then a legacy font, then Unicode again: the same people; a mixed list is asked about."""
    assert callable(typed)
    rows = people(20)
    office.write("dang-thu", rows)
    assert sync(office, upstream).exit_code == 0
    unicode = (office.folder / "dang-thu.csv").read_text("utf-8")
    office.put("dang-thu.csv", typed(unicode))
    report = sync(office, upstream)
    assert (report.exit_code, sent(report), said(report)) == (0, 0, ([], []))
    lines, legacy = unicode.splitlines(), typed(unicode).splitlines()
    office.put("dang-thu.csv", "\n".join([*lines[:11], *legacy[11:]]) + "\n")
    report = sync(office, upstream)
    assert (report.exit_code, sent(report), said(report)[0]) == (7, 0, ["list-legacy-font-mixed"])
    office.put("dang-thu.csv", unicode)
    report = sync(office, upstream)
    assert (report.exit_code, sent(report)) == (0, 0)
    assert held(upstream) == ids(*OTHERS, *rows)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_check_says_what_was_decided_and_what_is_to_be_done(office: Office, lang: str) -> None:
    """The font and an example before and after; the column, and the next step."""
    rows = people(12)
    office.write("dang-thu", rows)
    text = (office.folder / "dang-thu.csv").read_text("utf-8")
    office.put("dang-thu.csv", tcvn3(text))
    shown = " ".join(office.run("check", lang=lang).out.split())
    assert "TCVN3" in shown
    assert f"“{tcvn3(rows[0]['full_name'])}” → “{rows[0]['full_name']}”" in shown
    office.write("dang-thu", [american(row) for row in [EITHER, *SURE]])
    shown = " ".join(office.run("check", lang=lang).out.split())
    assert "dang-thu.csv › B" in shown
    assert ("ngày/tháng/năm" if lang == "vi" else "day/month/year") in shown
