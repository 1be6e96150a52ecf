"""From the officers' lists to the centre and back: sent, held, refused, and looked back on."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.lists.writers import write_csv, write_ods, write_sqlite, write_xls, write_xlsx
from tests.support.office import (
    UNIT,
    Office,
    Row,
    Said,
    assert_in_step,
    csv_of,
    expected,
    held,
    people,
    person,
    table,
)
from tests.support.standin import LiveStandin

ROWS = people(6)


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """An office of one list that is in step."""
    made = Office(tmp_path, standin.url)
    made.set_profile(concurrency=1)
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", ROWS)
    made.init()
    assert made.run("sync").code == 0
    return made


def sent(said: Said) -> int:
    return int(said.json["delivery"]["sent"])


def edited(number: int, **values: str) -> list[Row]:
    """The list with one person changed."""
    return [{**row, **values} if index == number else row for index, row in enumerate(ROWS)]


# ── lists of every kind ──────────────────────────────────────────────────────────────────────────────────


def test_members_and_youth_from_every_kind_of_list(tmp_path: Path, standin: LiveStandin) -> None:
    """Workbooks, text and a database in one run; each person under the kind and unit of their list."""
    office = Office(tmp_path, standin.url)
    units = [f"Chi đoàn {number}, Đoàn phường Phú Thủy" for number in range(1, 6)]
    parts = [people(4, start=100 * number) for number in range(1, 6)]
    writers: Sequence[tuple[str, Callable[[Path, list[list[str]]], object]]] = (
        ("doan-vien.xlsx", write_xlsx),
        ("doan-vien.csv", write_csv),
        ("thanh-nien.ods", write_ods),
        ("thanh-nien.xls", write_xls),
    )
    for unit, rows, (name, write) in zip(units, parts, writers, strict=False):
        office.add_list(name, name, unit=unit, kind="youth" if name.startswith("thanh") else "members")
        write(tmp_path / name, table(rows))
    write_sqlite(tmp_path / "school.db", table(parts[4]))
    office.add_list("truong", url="sqlite:///school.db", query="select * from people", unit=units[4])
    office.init()
    first = office.ask("sync")
    assert (first.code, sent(first)) == (0, 20)
    assert_in_step(standin, [row for rows in parts for row in rows])
    found = {one["fields"]["national_id"]: (one["kind"], one["unit"]) for one in standin.people()}
    for number, (unit, rows) in enumerate(zip(units, parts, strict=True)):
        kind = "youth" if number in (2, 3) else "members"
        assert {found[row["national_id"]] for row in rows} == {(kind, unit)}
    tally = [one["tally"] for one in first.json["plan"]["lists"]]
    assert all(one["rows"] == one["created"] + sum(one["set_aside"].values()) for one in tally)
    again = office.ask("sync")
    assert (again.code, sent(again)) == (0, 0)
    assert sum(one["tally"]["unchanged"] for one in again.json["plan"]["lists"]) == 20
    assert office.ask("status").json["people"] == {"members": 12, "youth": 8}


# ── held, never removed ──────────────────────────────────────────────────────────────────────────────────


def test_a_missing_person_is_held(office: Office, standin: LiveStandin) -> None:
    """Asked about on every run, never removed; back on the list, the question is gone."""
    office.write("chi-doan-1", ROWS[1:])
    for _ in range(2):
        said = office.ask("sync")
        assert (said.code, sent(said), said.json["plan"]["holds_total"]) == (3, 0, {"missing": 1})
        assert_in_step(standin, ROWS)
    assert office.ask("status").json["holds"] == {"missing": 1}
    for lang, words in (("vi", "Vắng"), ("en", "Absent without a reason")):
        assert words in office.run("sync", lang=lang).out
        assert ROWS[0]["full_name"] in office.run("run", office.ask("status").json["last"]["id"], lang=lang).out
    office.write("chi-doan-1", ROWS)
    back = office.ask("sync")
    assert (back.code, sent(back), back.json["plan"]["holds_total"]) == (0, 0, {})
    assert office.run("status").code == 0


@pytest.mark.parametrize(("kept", "code"), [(2, "list-shrunken"), (0, "list-empty")])
def test_a_cut_list_is_held(tmp_path: Path, standin: LiveStandin, kept: int, code: str) -> None:
    """Most people gone at once is a question about the file; what is new in it flows."""
    rows = people(12)
    office = Office(tmp_path, standin.url)
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", rows)
    office.init()
    assert office.run("sync").code == 0
    office.write("chi-doan-1", rows[:kept])
    said = office.ask("sync")
    assert (said.code, sent(said)) == (3, 0)
    assert said.json["plan"]["holds_total"] == {code: 1, "missing": 12 - kept}
    assert_in_step(standin, rows)
    office.write("chi-doan-1", rows)
    assert office.ask("sync").json["plan"]["holds_total"] == {}


def test_nobody_is_missing_from_a_list_that_is_not_complete(tmp_path: Path, standin: LiveStandin) -> None:
    """A list of changes only says what it says."""
    office = Office(tmp_path, standin.url)
    office.add_list("thay-doi", complete=False)
    office.write("thay-doi", ROWS)
    office.init()
    assert office.run("sync").code == 0
    office.write("thay-doi", ROWS[:1])
    said = office.ask("sync")
    assert (said.code, said.json["plan"]["holds_total"]) == (0, {})
    assert_in_step(standin, ROWS)


def test_another_unit_is_a_question(office: Office, standin: LiveStandin) -> None:
    """A person on another branch's list was perhaps transferred: held, and stays where they are."""
    office.add_list("chi-doan-2", unit="Chi đoàn 2, Đoàn phường Phú Thủy")
    office.write("chi-doan-2", [ROWS[0], person(80)])
    office.write("chi-doan-1", ROWS[1:])
    said = office.ask("sync")
    assert said.code == 3
    assert said.json["plan"]["holds_total"]["unit-changed"] == 1
    units = {one["fields"]["national_id"]: one["unit"] for one in standin.people()}
    assert units[ROWS[0]["national_id"]] == UNIT
    assert sent(said) == 1


def test_two_people_never_merge(tmp_path: Path, standin: LiveStandin) -> None:
    """The same name and birth date under two numbers are two people; a new number alone is not somebody new."""
    twin = {**ROWS[0], "national_id": "079204555555", "phone": "0355555555", "email": "x@example.test"}
    office = Office(tmp_path, standin.url)
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", ROWS)
    office.init()
    assert office.run("sync").code == 0
    office.write("chi-doan-1", [*ROWS, twin])
    said = office.ask("sync")
    assert said.code in (0, 3)
    assert held(standin)[ROWS[0]["national_id"]] == expected(ROWS[0])
    assert len(standin.people()) == 6 + sent(said)


# ── typed differently ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("retype", "listed"),
    [
        (lambda row: {name: unicodedata.normalize("NFD", value) for name, value in row.items()}, 3),
        (lambda row: {**row, "full_name": row["full_name"].upper()}, 3),
        (lambda row: {**row, "full_name": f" {row['full_name'].replace(' ', '  ')}\u200b "}, 3),
        (lambda row: {**row, "full_name": row["full_name"].replace("Hòa", "Hoà").replace("Thúy", "Thuý")}, 2),
        (lambda row: {**row, "phone": f"+84 {row['phone'][1:4]} {row['phone'][4:]}"}, 3),
        (lambda row: {**row, "date_of_birth": "-".join(reversed(row["date_of_birth"].split("/")))}, 0),
    ],
    ids=["decomposed", "capitals", "spaces", "tone marks", "+84", "dates"],
)
def test_retyping_sends_nothing(
    tmp_path: Path, standin: LiveStandin, retype: Callable[[Row], Row], listed: int
) -> None:
    """The same people, typed otherwise: listed and not sent. A date in ISO form needs no cleaning, and no mention."""
    rows = [
        person(1, full_name="Nguyễn Văn Hòa"),
        person(2, full_name="Trần Thị Thúy"),
        person(3, full_name="K'Brểu"),
    ]
    office = Office(tmp_path, standin.url)
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", rows)
    office.init()
    assert office.run("sync").code == 0
    office.write("chi-doan-1", [retype(row) for row in rows])
    said = office.ask("sync")
    (read,) = said.json["plan"]["lists"]
    assert (said.code, sent(said), read["tally"]["in_step"] + read["tally"]["unchanged"]) == (0, 0, 3)
    assert (read["tally"]["cosmetic"], len(read["cosmetic"])) == (listed, listed)
    assert_in_step(standin, rows)
    assert sent(office.ask("sync")) == 0


def test_columns_and_rows_in_another_order_send_nothing(office: Office, standin: LiveStandin) -> None:
    """Also when two columns were exchanged with their headers, and another file name."""
    columns = ("email", "phone", "national_id", "date_of_birth", "full_name")
    office.put("chi-doan-1.csv", csv_of(ROWS[::-1], columns))
    assert sent(office.ask("sync")) == 0
    write_xlsx(office.folder / "moi.xlsx", table(ROWS))
    office.lists[0]["path"] = "moi.xlsx"
    office.configure()
    said = office.ask("sync")
    assert (said.code, sent(said)) == (0, 0)
    assert_in_step(standin, ROWS)


def test_a_corrected_header_is_noticed(office: Office, standin: LiveStandin) -> None:
    """Two headers exchanged over the same cells mean other values: not taken for unchanged rows."""
    content = csv_of(ROWS).replace("Số điện thoại,Email", "Email,Số điện thoại")
    office.put("chi-doan-1.csv", content)
    said = office.ask("plan")
    assert said.json["lists"][0]["tally"]["unchanged"] == 0
    assert_in_step(standin, ROWS)


# ── refused by the centre ────────────────────────────────────────────────────────────────────────────────


def test_a_refused_record_is_not_sent_again_until_it_changes(office: Office, standin: LiveStandin) -> None:
    """The centre's own words are shown; others pass; changed, or asked for, it goes out again."""
    new = person(90)
    standin.faults({"do": "reject", "where": {"national_id": new["national_id"]}, "detail": "Chưa mở tài khoản."})
    office.write("chi-doan-1", [*edited(0, phone="0399999999"), new])
    first = office.ask("sync")
    assert (first.code, first.json["delivery"]["applied"], first.json["delivery"]["rejected"]) == (1, 1, 1)
    assert "Chưa mở tài khoản." in first.json["refused"][0]["words"]

    standin.calm()
    for lang in ("vi", "en"):
        said = office.run("sync", lang=lang)
        assert said.code == 1
        assert "Chưa mở tài khoản." in said.out
    again = office.ask("sync")
    assert (again.code, sent(again), again.json["plan"]["lists"][0]["tally"]["still_refused"]) == (1, 0, 1)
    assert new["national_id"] not in held(standin)

    new["phone"] = "0377777777"
    office.write("chi-doan-1", [*edited(0, phone="0399999999"), new])
    changed = office.ask("sync")
    assert (changed.code, sent(changed)) == (0, 1)
    assert_in_step(standin, [*edited(0, phone="0399999999"), new])


def test_what_was_refused_goes_out_again_when_asked_for(office: Office, standin: LiveStandin) -> None:
    """`sync --retry-refused`, once what was wrong at the centre is mended there."""
    standin.faults({"do": "status", "status": 500, "where": {"national_id": person(91)["national_id"]}})
    office.write("chi-doan-1", [*ROWS, person(90), person(91), person(92)])
    first = office.ask("sync")
    assert (first.code, first.json["delivery"]["applied"], first.json["delivery"]["rejected"]) == (1, 2, 1)
    assert_in_step(standin, [*ROWS, person(90), person(92)])
    standin.calm()
    assert sent(office.ask("sync")) == 0
    retried = office.ask("sync", "--retry-refused")
    assert (retried.code, sent(retried)) == (0, 1)
    assert_in_step(standin, [*ROWS, person(90), person(91), person(92)])


# ── looking back ─────────────────────────────────────────────────────────────────────────────────────────


def test_status_runs_and_run_tell_what_happened(office: Office, standin: LiveStandin) -> None:
    """Where things stand, every run newest first, and one run change by change."""
    office.write("chi-doan-1", [*edited(0, phone="0399999999")[:-1], person(50)])
    run = office.ask("sync").json["run"]["id"]
    status = office.ask("status")
    assert (status.code, status.json["people"], status.json["holds"]) == (3, {"members": 7}, {"missing": 1})
    assert status.json["last"]["id"] == run
    assert status.json["last_in_step"] < status.json["last"]["ended"]
    runs = office.ask("runs").json["runs"]
    assert [(one["kind"], one["state"], one["outcome"]) for one in runs] == [
        ("sync", "finished", 3), ("sync", "finished", 0),
    ]  # fmt: skip
    assert len(office.ask("runs", "--limit", "1").json["runs"]) == 1
    told = office.ask("run", run).json
    assert told["counts"] == {"applied": 2}
    assert [one["hold"]["code"] for one in told["holds"]] == ["missing"]
    (changed,) = [one["operation"] for one in told["operations"] if one["operation"]["changes"]]
    assert [(one["field"], one["old"], one["new"]) for one in changed["changes"]] == [
        ("phone", ROWS[0]["phone"], "0399999999")
    ]
    assert (changed["place"]["file"], changed["place"]["row"]) == ("chi-doan-1.csv", 2)
    for lang in ("vi", "en"):
        for verb in (["status"], ["runs"], ["run", run], ["check"], ["plan"], ["doctor"]):
            said = office.run(*verb, lang=lang)
            assert said.code in (0, 3)
            assert said.out.strip()
            assert "report-" not in said.out
            assert "hold-" not in said.out
    assert ROWS[0]["full_name"] in office.run("run", run).out
    assert standin.stats()["doubled"] == 0


def test_every_verb_answers_in_json(office: Office) -> None:
    """One document on standard output, whatever the outcome; the log keeps to standard error."""
    run = office.ask("plan").json["run"]["id"]
    for verb in (
        ["init"],
        ["doctor"],
        ["check"],
        ["plan"],
        ["sync"],
        ["status"],
        ["runs"],
        ["run", run],
        ["apply", run],
    ):
        said = office.ask(*verb)
        assert said.code in (0, 3), said.text
        for line in said.err.splitlines():
            json.loads(line)
    standalone = office.call("status", "--json")
    assert (standalone.code, standalone.json["people"]) == (0, {"members": 6})


# ── what may leave ───────────────────────────────────────────────────────────────────────────────────────


def test_only_fields_the_profile_names_leave(tmp_path: Path, standin: LiveStandin) -> None:
    """Ethnicity and religion stay at home where the profile does not name them, also on a later change of them."""
    columns = ("full_name", "date_of_birth", "national_id", "phone", "email", "Dân tộc", "Tôn giáo")
    rows = [{**row, "Dân tộc": "Tày", "Tôn giáo": "Phật giáo"} for row in ROWS]
    office = Office(tmp_path, standin.url)
    office.set_profile(fields=columns[:5])
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", rows, columns)
    office.init()
    assert office.run("sync").code == 0
    assert_in_step(standin, ROWS)
    office.write("chi-doan-1", [{**row, "Tôn giáo": "Không"} for row in rows], columns)
    assert sent(office.ask("sync")) == 0
    assert {tuple(effect["fields"]) for effect in standin.effects()} == {tuple(columns[:5])}

    office.set_profile(fields=(*columns[:5], "ethnicity"))
    named = office.ask("sync")
    assert (named.code, sent(named)) == (0, 6)
    assert {one["fields"]["ethnicity"] for one in standin.people()} == {"Tày"}
    assert not any("religion" in one["fields"] for one in standin.people())
