"""A list that is not what it seems: an older one, another branch's, one with a spoilt column, one that is gone.

Each test is a few nights of one office with two lists and a live stand-in. Nobody is removed and nothing wrong is
sent; the reason is told; the other list goes on. With the right file back nothing is asked and nothing is sent; where
an officer approves, it is carried out. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import Office, Row, held, people, person
from tests.support.standin import LiveStandin

ROWS = people(20)
"""The list `one` as it is today."""
OTHERS = people(6, start=100)
GUARDS = {"list-older", "list-gone", "list-shrunken", "list-empty", "column-emptied", "column-changed"}

Lists = dict[str, dict[str, str]]


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path, standin.url)
    made.add_list("one")
    made.add_list("two", unit="Chi đoàn 2, Đoàn phường Phú Thủy")
    made.write("one", ROWS)
    made.write("two", OTHERS)
    made.init()
    sync(made, 0)
    return made


def sync(office: Office, code: int) -> dict[str, Any]:
    said = office.ask("sync")
    assert said.code == code, said.text
    return said.json


def holds(said: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = said["plan"]["holds_total"]
    return found


def sent(said: dict[str, Any]) -> int:
    return int(said["delivery"]["sent"])


def answered(office: Office, answer: str, code: str) -> None:
    """An officer answers every question of this code."""
    said = office.run("holds", answer, "--code", code, "--reason", "đã xem", "--yes")
    assert said.code == 0, said.text


def of(rows: Sequence[Row], standin: LiveStandin) -> Lists:
    """What the upstream holds of these people."""
    known = held(standin)
    return {row["national_id"]: known[row["national_id"]] for row in rows}


def assert_back_in_step(office: Office, standin: LiveStandin, before: Lists) -> None:
    """The right file is back: nothing is asked, nothing is sent, and all is as it was."""
    office.write("one", ROWS)
    for _ in range(2):
        said = sync(office, 0)
        assert (holds(said), sent(said)) == ({}, 0)
    assert of(ROWS, standin) == before
    office.assert_journal_verifies()


# ── files that are not the list ──────────────────────────────────────────────────────────────────────────


def shifted(rows: Sequence[Row], field: str) -> list[Row]:
    """One column moved down by one row."""
    return [{**row, field: rows[index - 1][field]} for index, row in enumerate(rows)]


def blanked(rows: Sequence[Row], *fields: str) -> list[Row]:
    return [{**row, **dict.fromkeys(fields, "")} for row in rows]


WRONG: dict[str, tuple[Callable[[], list[Row]], dict[str, int]]] = {
    "half of it": (lambda: ROWS[:10], {"list-shrunken": 1, "missing": 10}),
    "nobody": (list, {"list-empty": 1, "missing": 20}),
    "a blank column": (lambda: blanked(ROWS, "phone"), {"column-emptied": 1}),
    "two blank columns": (lambda: blanked(ROWS, "phone", "email"), {"column-emptied": 2}),
    "most of a column blank": (lambda: [*blanked(ROWS[:17], "phone"), *ROWS[17:]], {"column-emptied": 1}),
    "names shifted by a row": (lambda: shifted(ROWS, "full_name"), {"contradicting-identity": 20}),
    "birth dates shifted by a row": (lambda: shifted(ROWS, "date_of_birth"), {"column-changed": 1}),
    "phones shifted by a row": (lambda: shifted(ROWS, "phone"), {"column-changed": 1}),
    "phones shifted, emails blank": (
        lambda: blanked(shifted(ROWS, "phone"), "email"),
        {"column-changed": 1, "column-emptied": 1},
    ),
}


# With another name and the same number a row is about nobody for certain: that is asked of each row already.


@pytest.mark.parametrize(("wrong", "asked"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_changes_nothing(
    office: Office, standin: LiveStandin, wrong: Callable[[], list[Row]], asked: dict[str, int]
) -> None:
    before = of(ROWS, standin)
    office.write("one", wrong())
    office.write("two", [{**OTHERS[0], "phone": "0911222333"}, *OTHERS[1:]])
    first, second = sync(office, 3), sync(office, 3)
    assert (holds(first), sent(first)) == (asked, 1)
    assert (holds(second), sent(second)) == (asked, 0)
    assert of(ROWS, standin) == before
    assert held(standin)[OTHERS[0]["national_id"]]["phone"] == "0911222333"
    for code in GUARDS & asked.keys():
        for lang in ("vi", "en"):
            assert office.run("holds", "--code", code, lang=lang).code == 3
    assert_back_in_step(office, standin, before)


def test_another_branch_s_list_moves_nobody(office: Office, standin: LiveStandin) -> None:
    """Branch 2's list in the place of branch 1's: nobody of either is moved, changed or removed."""
    before = held(standin)
    office.write("one", OTHERS)
    said = sync(office, 3)
    assert holds(said)["list-empty"] == 1
    assert (sent(said), held(standin)) == (0, before)
    assert_back_in_step(office, standin, {row["national_id"]: before[row["national_id"]] for row in ROWS})


# ── an older list ────────────────────────────────────────────────────────────────────────────────────────


def a_year_passes(office: Office) -> list[Row]:
    """Ten people get another phone, two join, one email is found; return the list as it is then."""
    rows = [{**row, "phone": f"08{index:08}"} for index, row in enumerate(ROWS[:10])] + ROWS[10:]
    rows = [*rows, person(61), person(62)]
    office.write("one", rows)
    sync(office, 0)
    return rows


def test_last_year_s_list_undoes_nothing(office: Office, standin: LiveStandin) -> None:
    """One question about the list; nobody on it is changed, and nobody missing from it is asked about."""
    today = a_year_passes(office)
    before = held(standin)
    old = [*ROWS[:18], {**ROWS[18], "email": "moi@example.test"}, ROWS[19], person(63)]
    office.write("one", old)
    office.write("two", [{**OTHERS[0], "phone": "0911222333"}, *OTHERS[1:]])
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"list-older": 1}, 2), "the other list, and somebody new"
    (hold,) = said["plan"]["holds"]
    details = hold["details"]
    assert (details["updates"], details["back"], details["missing"]) == (11, 10, 2)
    assert of(today, standin) == {row["national_id"]: before[row["national_id"]] for row in today}
    assert person(63)["national_id"] in held(standin)
    again = sync(office, 3)
    assert (holds(again), sent(again)) == ({"list-older": 1}, 0)

    office.write("one", [*today, person(63)])
    for _ in range(2):
        right = sync(office, 0)
        assert (holds(right), sent(right)) == ({}, 0)


def test_an_older_list_that_is_approved_is_carried_out(office: Office, standin: LiveStandin) -> None:
    a_year_passes(office)
    office.write("one", ROWS)
    sync(office, 3)
    answered(office, "approve", "list-older")
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"missing": 2}, 10), "who is missing is a question of its own then"
    assert {row["phone"] for row in of(ROWS, standin).values()} == {row["phone"] for row in ROWS}


def test_an_older_list_that_is_rejected_is_left_until_it_says_otherwise(office: Office, standin: LiveStandin) -> None:
    today = a_year_passes(office)
    before = of(today, standin)
    office.write("one", ROWS)
    sync(office, 3)
    answered(office, "reject", "list-older")
    for _ in range(2):
        said = sync(office, 0)
        assert (holds(said), sent(said)) == ({}, 0)
    office.write("one", [*ROWS[:19], {**ROWS[19], "phone": "0977777777"}])
    assert holds(sync(office, 3)) == {"list-older": 1}
    assert of(today, standin) == before


def test_who_takes_back_a_few_changes_is_not_asked(office: Office, standin: LiveStandin) -> None:
    """Six people go back to an old phone, while the others get another email: fewer than half of the changes."""
    today = a_year_passes(office)
    rows = [*ROWS[:6], *({**row, "email": f"x{index}@example.test"} for index, row in enumerate(today[6:]))]
    office.write("one", rows)
    assert sent(sync(office, 0)) == len(today)
    assert of(ROWS[:4], standin)[ROWS[0]["national_id"]]["phone"] == ROWS[0]["phone"]


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_emptied_column_that_is_approved_is_carried_out(office: Office, standin: LiveStandin) -> None:
    office.write("one", blanked(ROWS, "phone", "email"))
    sync(office, 3)
    assert office.count("SELECT count(*) FROM operation WHERE question IS NOT NULL") == 0, "one answer frees nothing"
    questions = office.ask("holds").json["holds"]
    phone = next(one["id"] for one in questions if one["hold"]["details"]["field"] == "phone")
    shown = office.run("holds", "show", phone, lang="vi")
    assert (shown.code, "Điền lại cột" in shown.out) == (0, True), shown.text
    assert office.run("holds", "approve", phone, "--reason", "đã xem").code == 0
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"column-emptied": 1}, 0), "the emails are a question still"
    answered(office, "approve", "column-emptied")
    said = sync(office, 0)
    assert (holds(said), sent(said)) == ({}, 20)
    assert {(row.get("phone"), row.get("email")) for row in of(ROWS, standin).values()} <= {(None, None), ("", "")}


def test_a_changed_column_that_is_approved_is_carried_out(office: Office, standin: LiveStandin) -> None:
    office.write("one", shifted(ROWS, "phone"))
    sync(office, 3)
    answered(office, "approve", "column-changed")
    said = sync(office, 0)
    assert (holds(said), sent(said)) == ({}, 20)
    assert of(ROWS, standin)[ROWS[1]["national_id"]]["phone"] == ROWS[0]["phone"]


def test_names_that_are_nearly_the_same_are_one_question_too(tmp_path: Path, standin: LiveStandin) -> None:
    """The given names of one family, shifted by a row: each could be a corrected name, all of them are not."""
    office = Office(tmp_path / "nearly", standin.url)
    office.add_list("one")
    rows = [person(300 + index, full_name=f"Nguyễn Thị {name}") for index, name in enumerate(NEARLY)]
    office.write("one", rows)
    office.init()
    sync(office, 0)
    before = of(rows, standin)
    office.write("one", shifted(rows, "full_name"))
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"column-changed": 1}, 0)
    assert of(rows, standin) == before


NEARLY = ("Lan", "Lam", "Lâm", "Nam", "Hân", "Hằng", "Lành", "Hạnh", "Khanh", "Thanh", "Oanh", "Anh")


def test_what_changes_for_everybody_with_reason_is_not_asked(office: Office) -> None:
    """Everybody gets an email of another domain; three people lose their phone."""
    rows = [{**row, "email": f"m{index}@doan.example.test"} for index, row in enumerate(ROWS)]
    office.write("one", [*blanked(rows[:3], "phone"), *rows[3:]])
    said = sync(office, 0)
    assert (holds(said), sent(said)) == ({}, 20)


def test_what_only_becomes_more_exact_is_not_asked(tmp_path: Path, standin: LiveStandin) -> None:
    """Years become days, and names typed without marks get them."""
    office = Office(tmp_path / "exact", standin.url)
    office.add_list("one")
    plain = str.maketrans("ễịầạàặùăếúòỳỹƠĐ", "eiaaaauaeuoyyOD")
    rows = people(12, start=300)
    years = [{**row, "date_of_birth": "2004"} for row in rows]
    office.write("one", [{**row, "full_name": row["full_name"].translate(plain)} for row in years])
    office.init()
    sync(office, 0)
    for more in (years, rows):
        office.write("one", more)
        said = sync(office, 0)
        assert holds(said) == {}
        assert sent(said) >= 10


# ── lists that are gone ──────────────────────────────────────────────────────────────────────────────────


def named(office: Office, *lists: dict[str, object]) -> None:
    """Put other lists into the configuration."""
    office.lists = []
    for one in lists:
        office.add_list(str(one.pop("name")), **one)  # type: ignore[arg-type]


TWO: dict[str, object] = {"name": "two", "unit": "Chi đoàn 2, Đoàn phường Phú Thủy"}


def test_a_list_that_is_gone_is_asked_about_once_for_all(office: Office, standin: LiveStandin) -> None:
    before = held(standin)
    named(office, {**TWO})
    office.write("two", [*OTHERS, person(64)])
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"list-gone": 1}, 1)
    assert said["plan"]["holds"][0]["details"]["people"] == 20
    assert holds(sync(office, 3)) == {"list-gone": 1}
    assert {number: one for number, one in held(standin).items() if number in before} == before
    named(office, {"name": "one"}, {**TWO})
    said = sync(office, 0)
    assert (holds(said), sent(said)) == ({}, 0)
    office.write("one", ROWS[1:])
    assert holds(sync(office, 3)) == {"missing": 1}, "who was on it is known as before"


def test_a_list_that_is_given_up_leaves_everybody_at_the_centre(office: Office, standin: LiveStandin) -> None:
    before = held(standin)
    named(office, {**TWO})
    sync(office, 3)
    answered(office, "approve", "list-gone")
    for _ in range(2):
        assert holds(sync(office, 0)) == {}
    assert held(standin) == before
    with office.app() as app:
        assert app.store.seen.lists() == {"two"}


def test_a_renamed_list_is_known_by_its_people(office: Office, standin: LiveStandin) -> None:
    named(office, {"name": "eins"}, {**TWO})
    office.write("eins", [*ROWS[1:], person(65)])
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"missing": 1}, 1), "who is not on it is missing from it"
    renamed = [one for report in said["plan"]["lists"] for one in report["findings"] if one["code"] == "list-renamed"]
    assert [one["details"] for one in renamed] == [{"list": "one"}]
    assert holds(sync(office, 3)) == {"missing": 1}
    office.write("eins", [*ROWS, person(65)])
    for _ in range(2):
        said = sync(office, 0)
        assert (holds(said), sent(said)) == ({}, 0)


def test_another_list_with_some_of_its_people_is_not_its_new_name(office: Office) -> None:
    named(office, {"name": "eins"}, {**TWO})
    office.write("eins", [*ROWS[:12], *people(10, start=200)])
    said = sync(office, 3)
    assert (holds(said), sent(said)) == ({"list-gone": 1}, 10)
    assert said["plan"]["holds"][0]["details"]["people"] == 8


def test_a_list_that_was_divided_is_not_asked_about(office: Office) -> None:
    """Everybody stands on one of the lists it became: nobody is lost with it."""
    parts = {"one-a": ROWS[:7], "one-b": ROWS[7:14], "one-c": ROWS[14:]}
    named(office, *(dict[str, object](name=name) for name in parts), {**TWO})
    for name, rows in parts.items():
        office.write(name, rows)
    for _ in range(2):
        said = sync(office, 0)
        assert (holds(said), sent(said)) == ({}, 0)


def test_nothing_is_said_of_a_gone_list_while_a_new_one_cannot_be_read(office: Office) -> None:
    named(office, {"name": "eins"}, {**TWO})
    office.put("eins.csv", b"\xff\xfe\x00 no list")
    assert "list-gone" not in holds(sync(office, 7))


# ── housekeeping ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_open_question_leaves_one_night_s_operations(office: Office) -> None:
    office.write("one", blanked(ROWS, "phone"))
    counted = []
    for _ in range(4):
        sync(office, 3)
        counted.append(office.count("SELECT count(*) FROM operation"))
    assert set(counted) == {26 + 20}
    office.write("one", ROWS)
    sync(office, 0)
    assert office.count("SELECT count(*) FROM record") == 26
