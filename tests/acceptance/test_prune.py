"""Pruning as it is asked for: a pack first, the policy's months, and everything that tells the past still works."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adapters.packs import verify
from sync.errors import YumsyncError
from sync.evidence.pruning import first_kept
from tests.acceptance.test_audit import (  # noqa: F401 - fixtures are found by their own names
    copied,
    fingerprint,
    make_centre,
    raw,
    tell,
)
from tests.support.office import Office, people
from tests.support.packs import lines, opened, wrong

FAR = "31/12/2099"
"""All of the story is older. Its last run ended with entry 16; the officer's answer is entry 17."""


@pytest.fixture(name="office")
def copy(told: Office, tmp_path: Path) -> Office:
    return copied(told.folder, tmp_path / "copy", told)


def numbers(office: Office) -> list[int]:
    return [one["number"] for one in office.ask("audit", "log").json["entries"]]


def test_what_goes_is_packed_first_and_the_rest_still_proves_all_of_it(office: Office) -> None:
    """17 stays: nothing was signed after it. 18 tells of the pack, 19 of the pruning."""
    printed = fingerprint(office)
    out = office.folder / "old.zip"
    said = office.ask("audit", "prune", "--before", FAR, "--pack", str(out))
    assert (said.code, said.json["first"], said.json["last"]) == (0, 1, 16)
    files = opened(out)
    assert wrong(files, said.json["pack"]["end"]["fingerprint"]) == []
    assert [one["number"] for one in lines(files, verify.ENTRIES) if "content" not in one] == [*range(1, 17), 18]
    assert wrong(files, printed) == []
    assert numbers(office) == [17, 18, 19]
    newest = office.ask("audit", "log").json["entries"][-1]
    assert newest["event"] == "journal.pruned"
    examined = office.ask("audit", "verify", "--since", printed).json
    assert (examined["exit_code"], examined["pruned"], examined["misfits"]) == (0, 16, [])
    assert "1 to 16 were pruned" in office.run("audit", "verify").out


def test_every_head_that_was_ever_printed_can_still_be_compared(told: Office, tmp_path: Path) -> None:
    early = fingerprint(copied(told.folder / "early", tmp_path / "early", told))
    office = copied(told.folder, tmp_path / "copy", told)
    assert office.run("audit", "prune", "--before", FAR, "--without-pack").code == 0
    assert office.run("audit", "verify", "--since", early).code == 0
    out = office.folder / "later.zip"
    assert office.run("audit", "export", str(out)).code == 0
    files = opened(out)
    assert wrong(files, early) == []
    assert [one["number"] for one in lines(files, verify.ENTRIES)] == list(range(1, 20))


def test_life_goes_on_after_pruning(office: Office) -> None:
    """Runs, the story of one person, the log of a run, another pruning."""
    assert office.run("audit", "prune", "--before", FAR, "--without-pack").code == 0
    someone = people(1, start=2)[0]
    assert someone["full_name"] in office.run("why", someone["national_id"]).out
    office.write("a", people(4, start=2))
    assert office.run("sync").code == 0
    assert office.run("audit", "verify").code == 0
    assert office.run("audit", "prune", "--before", FAR, "--without-pack").code == 0
    examined = office.ask("audit", "verify").json
    assert (examined["exit_code"], examined["pruned"]) == (0, numbers(office)[0] - 1)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--before", FAR], "prune-no-pack"),
        (["--before", FAR, "--pack", "x.zip", "--without-pack"], "prune-both"),
        (["--without-pack"], "prune-no-day"),
        (["--before", "32/1/2026", "--without-pack"], "usage-bad-day"),
        (["--before", FAR, "--pack", "x.tar"], "file-pack-not-zip"),
    ],
)
def test_nothing_goes_unless_it_is_clear_what_and_where_to(office: Office, arguments: list[str], code: str) -> None:
    said = office.ask("audit", "prune", *arguments)
    assert (said.code, said.json["error"]["code"]) == (2, code)
    assert numbers(office) == list(range(1, 18))


def test_a_pack_that_cannot_be_written_leaves_everything(office: Office) -> None:
    said = office.ask("audit", "prune", "--before", FAR, "--pack", str(office.folder / "none" / "x.zip"))
    assert said.code == 2
    assert numbers(office)[:17] == list(range(1, 18))
    assert office.ask("audit", "verify").json["pruned"] == 0


def test_where_nothing_is_old_enough_nothing_happens(office: Office) -> None:
    said = office.ask("audit", "prune", "--before", "01/01/2000", "--pack", str(office.folder / "old.zip"))
    assert (said.code, said.json) == (0, {"first": None, "last": None})
    assert numbers(office) == list(range(1, 18))
    assert not (office.folder / "old.zip").exists()


def test_a_journal_that_does_not_prove_itself_is_not_pruned(office: Office) -> None:
    with raw(office.folder) as database:
        database.execute("UPDATE journal SET who = 'x' WHERE no = 3")
    said = office.ask("audit", "prune", "--before", FAR, "--without-pack")
    assert (said.code, said.json["error"]["code"]) == (6, "audit-tampered")
    assert numbers(office) == list(range(1, 18))


def test_the_policy_keeps_what_it_says(office: Office) -> None:
    office.configure(settings="[policy]\naudit.keep_months = 12\n")
    said = office.ask("audit", "prune", "--before", FAR, "--without-pack")
    assert said.json["error"]["code"] == "prune-too-late"
    assert office.ask("audit", "prune", "--without-pack").json == {"first": None, "last": None}
    assert numbers(office) == list(range(1, 18))


@pytest.mark.parametrize(
    ("today", "months", "wanted", "kept"),
    [
        (date(2026, 11, 23), 12, None, date(2025, 11, 23)),
        (date(2026, 11, 23), 24, date(2020, 1, 1), date(2020, 1, 1)),
        (date(2026, 3, 31), 1, None, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, None, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, None, date(2025, 12, 15)),
        (date(2026, 12, 15), 12, date(2025, 12, 15), date(2025, 12, 15)),
        (date(2026, 11, 23), 0, date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_the_first_day_that_stays(today: date, months: int, wanted: date | None, kept: date) -> None:
    assert first_kept(today, months, wanted) == kept


@pytest.mark.parametrize(
    ("months", "wanted", "code"), [(0, None, "prune-no-day"), (12, date(2025, 11, 24), "prune-too-late")]
)
def test_a_day_that_cannot_be(months: int, wanted: date | None, code: str) -> None:
    with pytest.raises(YumsyncError) as refused:
        first_kept(date(2026, 11, 23), months, wanted)
    assert refused.value.code == code
