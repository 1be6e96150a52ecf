"""Roles: who may do what, and of which units. Asked on a real folder, through the program's own verbs.

The table of expectations is written out by hand from what each role is for; it is not made from `config/roles.toml`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from config.wording import Wording
from state.recovery import Recovery
from sync.errors import AccessRefused
from tests.support.office import Office, Said, person
from tests.support.standin import live_standin
from yumsync.access import of_system
from yumsync.bootstrap import Silence
from yumsync.restoring import restore

OWN, OTHER = "Chi đoàn 1, Đoàn xã An Hòa", "Chi đoàn 2, Đoàn xã Bình Minh"
HERE, ABOVE = "Đoàn xã An Hòa", "Đoàn xã Bình Minh"
REASON = "Đã hỏi chi đoàn"
STAYS, GOES = {OWN: 1, OTHER: 11}, {OWN: 2, OTHER: 12}
"""Serials of somebody in each unit who is on the list, and of somebody who is missing from it."""

FREE = {"status", "runs", "run"}
"""What every role may look at; nobody is named there to whom may see nobody."""

EXPECTED: Mapping[str, set[str]] = {
    "officer": FREE
    | {"check", "plan", "sync", "holds", "decided", "why own", "show own", "reject own", "due", "unanswered"},
    "approver": FREE
    | {"check", "plan", "sync", "holds", "decided", "why own", "show own", "reject own", "approve own", "due"}
    | {"unanswered"},
    "auditor": FREE | {"audit log", "audit verify", "audit head"},
    "administrator": FREE | {"check", "plan", "sync"},
    "service": FREE | {"sync"},
    "nobody": set(),
}
"""What each role may do, given for the one commune. Nothing of the other commune is anybody's."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two communes in step, but for one person missing from each list."""
    with live_standin() as standin:
        office = Office(tmp_path_factory.mktemp("roles"), standin.url)
        office.folder.joinpath("yumsync.toml").unlink(missing_ok=True)
        office.add_list("an-hoa", unit=OWN)
        office.add_list("binh-minh", unit=OTHER)
        office.init()
        for name, start in (("an-hoa", 1), ("binh-minh", 11)):
            office.write(name, [person(start), person(start + 1), person(start + 2)])
        assert office.run("sync").code == 0
        for name, start in (("an-hoa", 1), ("binh-minh", 11)):
            office.write(name, [person(start), person(start + 2)])
        assert office.run("sync").code == 3
        yield office


@pytest.fixture
def office(made: Office, tmp_path: Path) -> Office:
    """A copy of that folder, to do in it what one test does."""
    folder = tmp_path / "office"
    shutil.copytree(made.folder, folder)
    return Office(folder, made.url, lists=made.lists)


def give(office: Office, *roles: str) -> None:
    """Give this account roles by tables of the configuration; other accounts have some as well."""
    tables = ['[[role]]\naccount = "somebody-else"\nrole = "approver"\n', *roles]
    office.configure(settings="\n".join(tables))


def role(name: str, unit: str = "", **more: object) -> str:
    """Return the table that gives this process's own account a role."""
    keys = "".join(f"{key} = {str(value).lower()}\n" for key, value in more.items())
    return f'[[role]]\naccount = "{of_system()}"\nrole = "{name}"\n' + (f'unit = "{unit}"\n' if unit else "") + keys


def holds(office: Office) -> Mapping[str, str]:
    """Return the ids of the open questions by unit, as somebody sees them who may see all."""
    kept, _ = office.settings, office.configure(settings="")
    found = {one["hold"]["unit"]: one["id"] for one in office.ask("holds").json["holds"]}
    office.configure(settings=kept)
    return found


def verbs(ids: Mapping[str, str], run: str) -> Mapping[str, tuple[str, ...]]:
    """Return what is tried, by the names the table has for it."""
    told = ("--reason", REASON)
    leaving = ("--as", "strike_off", "--on", "01/03/2026", "--decision-no", "12-QĐ/ĐTN", *told)
    found: dict[str, tuple[str, ...]] = {
        "status": ("status",),
        "runs": ("runs",),
        "run": ("run", run),
        "check": ("check",),
        "holds": ("holds",),
        "decided": ("holds", "decided"),
        "due": ("report", "due"),
        "unanswered": ("unanswered",),
        "audit log": ("audit", "log"),
        "audit verify": ("audit", "verify"),
        "audit head": ("audit", "head"),
    }
    for which, unit in (("own", OWN), ("other", OTHER)):
        found[f"why {which}"] = ("why", person(STAYS[unit])["national_id"])
        found[f"show {which}"] = ("holds", "show", ids[unit])
        found[f"approve {which}"] = ("holds", "approve", ids[unit], *leaving)
        found[f"reject {which}"] = ("holds", "reject", ids[unit], *told)
    return {**found, "plan": ("plan",), "sync": ("sync",)}


def refused(said: Said) -> bool:
    """Whether a verb was refused for want of a permission; anything else that went wrong is none of it."""
    error: dict[str, Any] = said.json.get("error", {})
    assert not error or error["code"].startswith("access-"), error
    assert not error or said.code == 2
    return bool(error)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_role_may_do_what_it_is_for_and_nothing_else(office: Office, name: str) -> None:
    run = office.ask("runs").json["runs"][0]["id"]
    tried = verbs(holds(office), run)
    give(office, *([role(name, HERE)] if name in EXPECTED and name != "nobody" else []))
    may = {what for what, words in tried.items() if not refused(office.ask(*words))}
    assert may == EXPECTED[name]


def test_people_of_other_units_are_counted_and_not_named(office: Office) -> None:
    """Whatever is shown, on the screen or as JSON, holds nobody of the other commune."""
    run = office.ask("runs").json["runs"][1]["id"]
    give(office, role("officer", HERE))
    strangers = [person(serial) for serial in (11, 12, 13)]
    own = [person(serial) for serial in (1, 2, 3)]
    for words in (("plan",), ("holds",), ("run", run), ("run", run, "--all"), ("sync",), ("report", "due")):
        for said in (office.run(*words), office.ask(*words)):
            for one in strangers:
                assert one["full_name"] not in said.text, words
                assert one["national_id"] not in said.text, words
    assert office.ask("holds").json["hidden"] == 1
    shown = office.ask("run", run).json
    assert {one["operation"]["unit"] for one in shown["operations"]} == {OWN}
    assert (len(shown["operations"]), shown["total"], shown["hidden"]) == (3, 6, 3)
    assert all(one["full_name"] in office.run("run", run).out for one in own)


@pytest.mark.parametrize("name", ["auditor", "service", "administrator"])
def test_a_role_without_people_is_shown_figures_alone(office: Office, name: str) -> None:
    run = office.ask("runs").json["runs"][1]["id"]
    give(office, role(name))
    said = office.run("run", run), office.ask("run", run), office.run("status"), office.run("runs")
    assert all(one.code in {0, 3} for one in said)
    for serial in (1, 2, 3, 11, 12, 13):
        assert not any(person(serial)["full_name"] in one.text for one in said)
    assert said[1].json["counts"] == {"applied": 6}


def test_an_auditor_sees_names_where_the_table_says_so(office: Office) -> None:
    wanted = person(STAYS[OWN])["national_id"]
    give(office, role("auditor", HERE, names=True))
    assert person(STAYS[OWN])["full_name"] in office.run("why", wanted).out
    assert refused(office.ask("why", person(STAYS[OTHER])["national_id"]))
    assert refused(office.ask("holds", "reject", "1", "--reason", REASON))


def test_the_refusal_says_in_vietnamese_which_role_may(office: Office) -> None:
    ids = holds(office)
    give(office, role("officer", HERE))
    said = office.run("holds", "reject", ids[OTHER], "--reason", REASON, lang="vi")
    assert said.code == 2
    assert said.err == (
        f"✗ Tài khoản {of_system()} không được quyết định việc chờ cán bộ ngoài đơn vị của mình. Vai trò được làm: "
        "cán bộ đơn vị (officer), người phê duyệt (approver), ở đơn vị ấy hoặc cấp trên.\n"
        f"→ {Wording('vi').advice('access-elsewhere', {})}\n"
    )
    assert "người phê duyệt" in office.run("holds", "approve", ids[OWN], "--reason", REASON, lang="vi").err


def test_a_refused_attempt_is_in_the_journal_without_names(office: Office) -> None:
    ids = holds(office)
    give(office, role("officer", HERE))
    office.run("holds", "approve", ids[OWN], "--reason", REASON)
    office.run("audit", "log")
    with office.app() as app:
        entries = [one for one in app.store.journal.entries() if one.event == "access.refused"]
    assert [one.facts["permission"] for one in entries] == ["remove", "audit"]
    assert {one.who.partition("@")[0] for one in entries} == {of_system()}
    office.assert_journal_verifies()


def test_answers_in_a_workbook_are_permitted_one_by_one_and_taken_together(office: Office) -> None:
    """A workbook filled in by somebody with another role: one answer that is not permitted takes all with it."""
    book = office.folder / "duyet.xlsx"
    assert office.run("plan", "--workbook", str(book)).code == 3
    opened = load_workbook(book)
    sheet: Any = opened["Questions"]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    for row in (2, 3):
        sheet.cell(row, columns["Decision"], "bác")
        sheet.cell(row, columns["Reason"], REASON)
    opened.save(book)
    give(office, role("service"))
    assert refused(office.ask("apply", "--review", str(book)))
    give(office, role("officer", HERE))
    assert refused(office.ask("apply", "--review", str(book)))
    with office.app() as app:
        attempts = [one.facts["permission"] for one in app.store.journal.entries() if one.event == "access.refused"]
        assert attempts == ["decide", "decide"]
        assert not app.store.decisions.standing()
    give(office, role("officer", HERE), role("officer", ABOVE))
    assert office.ask("apply", "--review", str(book)).json["review"]["rejected"] == 2


def test_a_workbook_for_review_holds_ones_own_units_alone(office: Office) -> None:
    book = office.folder / "duyet.xlsx"
    give(office, role("officer", HERE))
    office.run("plan", "--workbook", str(book))
    words = {str(cell) for sheet in load_workbook(book) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any(person(GOES[OWN])["full_name"] in one for one in words)
    assert not any(person(GOES[OTHER])["full_name"] in one for one in words)


def test_of_many_at_once_only_those_of_ones_own_unit_are_answered(office: Office) -> None:
    ids = holds(office)
    give(office, role("officer", HERE))
    said = office.ask("holds", "reject", "--code", "missing", "--reason", REASON, "--yes")
    assert said.code == 0
    assert said.json["holds"] == [ids[OWN]]


def test_several_roles_add_up(office: Office) -> None:
    ids = holds(office)
    give(office, role("officer", HERE), role("auditor"), role("officer", ABOVE))
    assert office.run("audit", "head").code == 0
    assert office.run("holds", "reject", ids[OTHER], "--reason", REASON).code == 0


def test_the_environment_gives_nobody_a_role(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks is what the operating system says, not what anybody can set."""
    give(office)
    for name in ("YUMSYNC_WHO", "USER", "LOGNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert refused(office.ask("holds"))


def test_sudo_tells_who_asks_only_through_the_service_account(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUDO_UID", "54321")  # no account of this machine: known by its number
    caller = '[[role]]\naccount = "54321"\nrole = "officer"\n'
    give(office, caller)
    assert refused(office.ask("holds")), "any account could name another"
    give(office, caller, role("service"))
    assert not refused(office.ask("holds"))


def test_a_file_of_another_unit_s_list_shows_no_cells_and_gives_no_copy(office: Office, tmp_path: Path) -> None:
    """Whoever is let read it by the program alone is shown by the program what their role says."""
    rows = [person(11, date_of_birth="31/02/2004")]
    file, own = office.write("binh-minh", rows), office.write("an-hoa", [person(1, date_of_birth="31/02/2004")])
    give(office, role("officer", HERE))
    shown = office.ask("check", str(file)).json["lists"][0]
    assert (shown["findings"], shown["findings_total"]) == ([], {"list-as-configured": 1, "date-impossible": 1})
    assert office.ask("check", str(own)).json["lists"][0]["findings"]
    assert refused(office.ask("check", str(file), "--annotate", str(tmp_path / "copy.xlsx")))
    assert not refused(office.ask("check", str(own), "--annotate", str(tmp_path / "copy.xlsx")))


def test_a_backup_replaces_an_installation_only_where_its_roles_permit(office: Office) -> None:
    """Asked before the backup is opened, which here is none."""
    none, recovery = office.folder / "none", Recovery.new()
    give(office, role("officer"))
    with pytest.raises(AccessRefused):
        restore(none, office.folder, recovery, Silence(), force=True)
    give(office, role("administrator", HERE))
    with pytest.raises(AccessRefused):
        restore(none, office.folder, recovery, Silence(), force=True)
    give(office, role("administrator"))
    with pytest.raises(FileNotFoundError):
        restore(none, office.folder, recovery, Silence(), force=True)


def test_doctor_says_in_one_line_how_it_stands_with_roles(office: Office) -> None:
    def line() -> str:
        return next(one for one in office.run("doctor").out.splitlines() if "Roles" in one)

    assert "none are set" in line()
    give(office, role("officer", HERE))
    assert line() == f"✓ Roles: account {of_system()}: officer"
    give(office)
    assert line().startswith("✗")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('[[role]]\naccount = "a"\nrole = "bishop"\n', "role[1].role"),
        ('[[role]]\nrole = "officer"\n', "role[1].account"),
        ('[[role]]\naccount = "a"\nrole = "officer"\nunits = "x"\n', "role[1].units"),
    ],
)
def test_a_wrong_table_is_told_by_its_key(office: Office, table: str, key: str) -> None:
    office.configure(settings=table)
    said = office.ask("status")
    assert said.code == 2
    assert [one["details"]["key"] for one in said.json["error"]["problems"]] == [key]


def test_nobody_puts_another_configuration_in_the_place_of_the_one_given(office: Office) -> None:
    """As `sudo` is told to call the program: one that gives no roles would permit everything."""
    give(office, role("service"))
    own = office.folder / "own.toml"
    own.write_text(office.config.read_text("utf-8").partition("[[role]]")[0], "utf-8")
    for words in (("--config", str(own)), ("-c", str(own)), (f"--config={own}",)):
        said = office.ask("holds", *words)
        assert said.code == 2
        assert said.json["error"]["code"] == "usage-twice"
