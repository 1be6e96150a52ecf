"""A field that does not come back from the centre is not compared and named; one that ever came back is compared, and
its absence told, of however many people it is gone. All people are fabricated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from sync.reconciliation.differences import Changed, Standing
from tests.acceptance.test_reconcile_sides import ONE, OTHER, codes_of, compared, new_office, told
from tests.support.office import Office, Row, people
from tests.support.standin import LiveStandin

MEN = [*({**one, "unit": ONE} for one in people(25)), *({**one, "unit": OTHER} for one in people(5, 100))]
GONE = {"phone": Changed.THEIRS}


@pytest.fixture(name="office")
def make_office(tmp_path: Path, standin: LiveStandin) -> Office:
    """Thirty people in step with the centre, which nobody ever compared with it."""
    made = new_office(tmp_path / "office", standin, MEN)
    assert made.run("sync").code == 0
    return made


def emptied(standin: LiveStandin, rows: Sequence[Row], value: str | None = None) -> None:
    codes = codes_of(standin)
    standin.drift(*[{"member_code": codes[one["national_id"]], "fields": {"phone": value}} for one in rows])


def all_gone(rows: Sequence[Row]) -> list[tuple[str, Standing, dict[str, Changed]]]:
    return sorted((one["national_id"], Standing.THEIRS_CHANGED, GONE) for one in rows)


def test_a_field_that_came_back_once_and_is_empty_for_everybody_is_a_difference(
    office: Office, standin: LiveStandin
) -> None:
    assert office.run("reconcile").code == 0
    emptied(standin, MEN)
    assert told(compared(office)) == all_gone(MEN)
    found = office.ask("reconcile", "--no-lists")
    assert (found.code, found.json["counts"], found.json["left_out"]) == (3, {"theirs-changed": 30}, [])


def test_a_field_empty_for_a_whole_unit_is_told_though_nobody_compared_before(
    office: Office, standin: LiveStandin
) -> None:
    emptied(standin, MEN[:25])
    assert told(compared(office, ONE)) == all_gone(MEN[:25])
    assert told(compared(office)) == all_gone(MEN[:25])


def test_what_never_came_back_is_named_wherever_it_is_told(office: Office, standin: LiveStandin) -> None:
    """Nothing shows that the centre ever had it: the officer is told that it was not compared."""
    emptied(standin, MEN)
    page, book = office.folder / "doi-chieu.html", office.folder / "doi-chieu.xlsx"
    said = office.run("reconcile", "--html", str(page), "--workbook", str(book), lang="vi")
    assert said.code == 0
    named = "Chưa so đủ: số điện thoại. Trung tâm không cho xem lại; hãy mở vài người ở đó mà xem."
    told_all = " ".join(said.out.split())
    assert named in told_all
    assert "Ở các trường đã so thì khớp" in told_all
    assert named in page.read_text("utf-8")
    overview = openpyxl.load_workbook(book).worksheets[0]
    assert any(named in row for row in overview.iter_rows(values_only=True))
    assert office.ask("reconcile").json["left_out"] == ["phone"]
    assert office.ask("reconcile", "--person", MEN[0]["national_id"]).json["left_out"] == ["phone"]
    fixed = office.run("reconcile", "--fix", lang="vi")
    assert named in " ".join(fixed.out.split())
    assert office.ask("reconcile", "--fix").json["left_out"] == ["phone"]
    with office.app() as app:
        last = next(one for one in reversed(list(app.store.journal.entries())) if one.event == "reconciled")
    assert last.facts["left_out"] == ["phone"]


def test_where_all_is_compared_nothing_is_named(office: Office) -> None:
    said = office.run("reconcile", lang="vi")
    assert (said.code, said.out.splitlines()[-1]) == (0, "Khớp: không ai khác nhau.")
    assert "Chưa so đủ" not in said.out
    assert office.ask("reconcile").json["left_out"] == []


def test_once_it_comes_back_it_is_compared_from_then_on(office: Office, standin: LiveStandin) -> None:
    emptied(standin, MEN)
    assert compared(office) == []
    emptied(standin, MEN[:1], MEN[0]["phone"])
    assert told(compared(office)) == all_gone(MEN[1:])
    emptied(standin, MEN[:1])
    assert told(compared(office)) == all_gone(MEN)
