"""Who is in step is told by digests of records alone, and whoever differs is not. All people are fabricated."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from config.profile import load_profile
from sync.charter import Status
from sync.errors import StateError
from sync.ports import RemotePerson
from sync.reconciliation.differences import Standing
from sync.values import ListKind
from tests.acceptance.test_reconcile_sides import compared, showing
from tests.support.office import UNIT, Office, people
from tests.support.standin import LiveStandin

FIELDS = [name for name in load_profile("standin").fields if name != "member_code"]
STATED = {"full_name", "date_of_birth", "national_id", "phone", "email"}
BESIDE = {"unit": UNIT + " khác", "kind": ListKind.YOUTH, "status": Status.MATURED, "member_code": "7000001"}
"""What is shown of one person each, beside the record."""
CHANGED = [*FIELDS, *BESIDE, *(f"no {name}" for name in sorted(STATED))]
IN_STEP = 5
ROWS = people(len(CHANGED) + IN_STEP)


def changed(shown: list[RemotePerson]) -> list[RemotePerson]:
    """Show of one person each another value of one field, or none; the last are shown as they are."""
    by_id = {one.record["national_id"]: one for one in shown}
    found = [by_id[row["national_id"]] for row in ROWS]
    for number, name in enumerate(CHANGED):
        one = found[number]
        if name in BESIDE:
            found[number] = one._replace(**{name: BESIDE[name]})
        elif name in FIELDS:
            value = "1999-12-31" if name.endswith(("_date", "_birth")) else "079204999999"
            found[number] = one._replace(record={**one.record, name: value})
        else:
            left = {field: value for field, value in one.record.items() if field != name.removeprefix("no ")}
            found[number] = one._replace(record=left)
    return found


def expected() -> dict[str, tuple[str, ...]]:
    """The fields in which each differs, by their ID."""
    fields = {row["national_id"]: (name.removeprefix("no "),) for row, name in zip(ROWS, CHANGED, strict=False)}
    # Of somebody who stands on no list the status alone is told.
    assert fields[ROWS[CHANGED.index("status")]["national_id"]] == ("status",)
    return fields


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path / "office", standin.url)
    made.add_list("doan-vien", unit=UNIT)
    made.init()
    made.write("doan-vien", ROWS)
    assert made.run("sync").code == 0
    return made


def edit(office: Office, statement: str) -> None:
    """Change the state behind the program's back."""
    with closing(sqlite3.connect(office.folder / "state.db")) as database:
        assert database.execute(statement).rowcount >= len(ROWS)
        database.commit()


def found(office: Office) -> dict[str, tuple[str, ...]]:
    differing = compared(office, lists=False, through=showing(changed))
    return {
        str(one.base.record["national_id"]): tuple(each.field for each in one.fields) for one in differing if one.base
    }


def test_a_difference_in_any_field_is_found(office: Office) -> None:
    assert found(office) == expected()


def test_without_digests_the_same_is_found(office: Office) -> None:
    edit(office, "UPDATE operation SET digest = NULL")
    assert found(office) == expected()


def test_of_whoever_is_in_step_no_record_is_opened(office: Office) -> None:
    edit(office, "UPDATE record SET payload = x'00'")
    with office.app() as app, app.reconciliation().compare(lists=False) as comparison:
        assert list(comparison) == []
    assert comparison.tally.counts == {Standing.IN_STEP: len(ROWS)}
    with pytest.raises(StateError):
        found(office)


def test_a_digest_stands_for_no_other_operation(office: Office) -> None:
    """Whoever copies one to where it does not belong lets nobody count as in step who is not."""
    edit(
        office,
        "UPDATE operation SET digest = (SELECT other.digest FROM operation AS other WHERE other.no = 1)",
    )
    assert found(office) == expected()


def test_what_an_echo_shows_comes_back_from_this_upstream(office: Office) -> None:
    """Nobody else shows a phone; that one is shown tells that the others' were taken away."""

    def without_phones(shown: list[RemotePerson]) -> list[RemotePerson]:
        *others, last = shown
        return [*(one._replace(record={**one.record, "phone": None}) for one in others), last]

    differing = compared(office, lists=False, through=showing(without_phones))
    assert len(differing) == len(ROWS) - 1
    assert {each.field for one in differing for each in one.fields} == {"phone"}


def test_a_code_that_was_never_confirmed_is_told(office: Office) -> None:
    edit(office, "UPDATE ledger SET answer = NULL")
    differing = compared(office, lists=False)
    assert [[each.field for each in one.fields] for one in differing] == [["member_code"]] * len(ROWS)
