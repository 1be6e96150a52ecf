"""Whoever is struck off, passed on or taken in by a paper is named before anything goes, and as what it is after.

All people are fabricated.
"""

from __future__ import annotations

import re

import pytest

from sync.looking import SHOWN_OPERATIONS
from tests.acceptance.test_movements import MEN, OTHER, UNIT, office, paper, register, standin, sync
from tests.support.office import Office, person

__all__ = ["office", "standin"]

NUMBER = "15-QĐ/ĐTN"


def lines(said: str, name: str) -> list[str]:
    """The lines on which somebody is named."""
    return [line.strip() for line in said.splitlines() if name in line]


@pytest.fixture
def leaving(office: Office) -> Office:
    """An office in step, one of whose members a register strikes off on 20/11/2026."""
    sync(office, 0)
    register(office, paper(MEN[0], "strike_off", "20/11/2026", NUMBER))
    office.write("one", MEN[1:5])
    return office


def test_the_preview_names_who_is_struck_off_with_the_day_and_the_decision(leaving: Office) -> None:
    said = leaving.run("plan", lang="vi").out
    name = MEN[0]["full_name"]
    assert lines(said, name) == [f"− {name} — Xóa tên, 20/11/2026, QĐ {NUMBER} (register.csv › dòng 2)"]
    english = leaving.run("plan", lang="en").out
    assert lines(english, name) == [f"− {name} — struck off, 20/11/2026, decision {NUMBER} (register.csv › row 2)"]


def test_the_preview_says_from_where_to_where_somebody_passes(office: Office) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "transfer_out", to=OTHER, number=NUMBER))
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    (line,) = lines(office.run("plan", lang="vi").out, MEN[0]["full_name"])
    assert line.startswith(f"→ {MEN[0]['full_name']} — Chuyển sinh hoạt: {UNIT} → {OTHER}, 01/10/2026, QĐ {NUMBER}")


def test_no_movement_is_left_out_however_much_else_is_sent(office: Office) -> None:
    """More new people than a report carries come before them, and more movements than examples are shown."""
    travellers = [person(number) for number in range(1000, 1008)]
    office.write("two", travellers)
    sync(office, 0)
    register(office, *(paper(one, "away", "20/11/2026", unit=OTHER, to="Bình Dương") for one in travellers))
    office.write("one", [*MEN[:5], *(person(number) for number in range(2000, 2000 + SHOWN_OPERATIONS))])
    said = office.run("plan", lang="vi").out
    named = [line.strip() for line in said.splitlines() if "Đi làm ăn xa → Bình Dương, 20/11/2026" in line]
    assert [line.split(" — ")[0] for line in named] == [f"~ {one['full_name']}" for one in travellers]
    assert len(office.ask("plan").json["operations"]) == SHOWN_OPERATIONS + len(travellers)


def test_what_is_cut_off_says_how_to_see_it_and_that_shows_it(office: Office) -> None:
    """Five of eight new people are examples; the line below them names the option that names all eight."""
    said = office.run("plan", lang="vi").out
    (more,) = [line for line in said.splitlines() if "mục nữa" in line]
    assert more.strip() == "… và 3 mục nữa: yumsync plan --all, hoặc yumsync plan --workbook TỆP"
    assert not all(lines(said, one["full_name"]) for one in MEN)
    whole = office.run("plan", "--all", lang="vi").out
    assert "mục nữa" not in whole
    assert all(f"+ {one['full_name']}, " in whole for one in MEN)


def test_all_of_a_plan_is_more_than_a_report_carries(office: Office) -> None:
    office.write("one", [*MEN[:5], *(person(number) for number in range(2000, 2000 + SHOWN_OPERATIONS))])
    everybody = SHOWN_OPERATIONS + len(MEN)
    assert len(office.ask("plan").json["operations"]) == SHOWN_OPERATIONS
    assert len(office.ask("plan", "--all").json["operations"]) == everybody
    assert len(re.findall(r"^    \+ ", office.run("plan", "--all").out, re.MULTILINE)) == everybody


def test_a_run_shows_who_left_as_who_left(leaving: Office) -> None:
    run = sync(leaving, 0)["run"]["id"]
    (line,) = lines(leaving.run("run", run, lang="vi").out, MEN[0]["full_name"])
    assert line == f"[ghi nhận] − {MEN[0]['full_name']} — Xóa tên, 20/11/2026, QĐ {NUMBER} (register.csv › dòng 2)"


def test_who_left_by_an_officers_decision_has_its_number(office: Office) -> None:
    """Instead of a number in brackets that nobody knows of what it is."""
    sync(office, 0)
    office.write("one", MEN[1:5])
    sync(office, 3)
    facts = ("--as", "mature", "--on", "20/11/2026", "--decision-no", NUMBER, "--reason", "Đến tuổi")
    assert office.run("holds", "approve", "--code", "missing", *facts, "--yes").code == 0
    run = sync(office, 0)["run"]["id"]
    (line,) = lines(office.run("run", run, lang="vi").out, MEN[0]["full_name"])
    assert line.startswith(f"[ghi nhận] − {MEN[0]['full_name']} — Trưởng thành, 20/11/2026, QĐ {NUMBER}")
    assert line.endswith("(quyết định số 1)")


def test_a_question_s_code_is_asked_for_by_one_name(office: Office) -> None:
    """`holds` and what answers a question name its kind by the same option."""
    sync(office, 0)
    office.write("one", MEN[1:5])
    sync(office, 3)
    assert office.run("holds", "--code", "missing").code == 3
    assert office.run("holds", "--code", "duplicate").code == 0
    for verb in ("holds", "holds approve", "holds reject"):
        assert "--code" in office.run(*verb.split(), "--help").out
        assert "--kind" not in office.run(*verb.split(), "--help").out
