"""A state restored from a backup knows nothing of what the centre confirmed since: it sends nothing until it does.

What happened after the backup here: somebody was created, somebody changed, somebody struck off.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import Office, held, people
from tests.support.standin import LiveStandin

PEOPLE = 6


@dataclass
class World:
    """An office whose state was backed up, and what the centre holds."""

    office: Office
    centre: LiveStandin

    def paper(self) -> str:
        return f"file:{self.office.folder.parent / 'paper'}"

    def backup(self) -> Path:
        return self.office.folder.parent / "kept.backup"

    def restore(self, *more: str) -> None:
        said = self.office.run("restore", str(self.backup()), "--code", self.paper(), "--force", *more)
        assert said.code == 0, said.text

    def there(self) -> dict[str, Any]:
        """Everybody the centre holds, with where they stand."""
        return {one["person"]: (one["fields"], one["status"], one["unit"]) for one in self.centre.people()}

    def sync(self) -> tuple[int, str]:
        said = self.office.ask("sync")
        return said.code, said.json.get("error", {}).get("code", "")


@pytest.fixture(name="world")
def make_world(tmp_path: Path, standin: LiveStandin) -> World:
    office = Office(tmp_path / "office", standin.url)
    office.add_list("a")
    office.write("a", people(PEOPLE))
    office.init()
    assert office.run("sync").code == 0
    world = World(office, standin)
    (tmp_path / "paper").write_text(office.ask("key", "recovery").json["code"])
    assert office.run("backup", str(world.backup())).code == 0
    return world


def live_on(world: World) -> None:
    """One new, one changed, one struck off by a decision."""
    office = world.office
    rows = [*people(PEOPLE), *people(1, start=50)]
    rows[0]["phone"] = "0399999999"
    rows.pop(3)
    office.write("a", rows)
    assert office.run("sync").code == 3
    (hold,) = office.ask("holds").json["holds"]
    paper = ("--as", "strike_off", "--on", "15/11/2026", "--decision-no", "12-QĐ/ĐTN", "--reason", "bỏ sinh hoạt")
    assert office.run("holds", "approve", hold["id"][:8], *paper).code == 0
    assert office.run("sync").code == 0


def test_nothing_goes_out_before_it_was_compared(world: World) -> None:
    live_on(world)
    there = world.there()
    assert sorted(status for _, status, _ in there.values()) == ["active"] * PEOPLE + ["struck_off"]
    plan = world.office.ask("plan").json["run"]["id"]
    assert plan
    world.restore()
    effects = world.centre.stats()["effects"]
    for _ in range(2):
        assert world.sync() == (3, "state-restored")
    planned = world.office.ask("plan").json["run"]["id"]
    applied = world.office.ask("apply", planned)
    assert (applied.code, applied.json["error"]["code"]) == (3, "state-restored")
    assert (world.there(), world.centre.stats()["effects"]) == (there, effects)


def test_a_comparison_that_finds_something_leaves_it_so(world: World) -> None:
    """Everybody is recognised: whoever was created since is nobody new."""
    live_on(world)
    world.restore()
    compared = world.office.ask("reconcile").json
    found = {one["standing"] for one in compared["differences"]}
    assert found == {"both-changed", "removed-there"}
    assert world.sync() == (3, "state-restored")


def test_where_nothing_happened_since_the_comparison_is_enough(world: World) -> None:
    world.restore()
    assert world.sync() == (3, "state-restored")
    assert world.office.run("reconcile").code == 0
    again = world.office.ask("sync")
    assert (again.code, again.json["delivery"]["sent"]) == (0, 0)
    assert len(held(world.centre)) == PEOPLE
    events = [one["event"] for one in world.office.ask("audit", "log").json["entries"]]
    assert events.index("state.restored") < events.index("state.compared")
    world.office.assert_journal_verifies()


def test_a_comparison_of_one_unit_is_not_enough(world: World) -> None:
    world.restore()
    assert world.office.run("reconcile", "--unit", "Chi đoàn 1, Đoàn phường Phú Thủy").code == 0
    assert world.sync() == (3, "state-restored")


def test_what_was_pending_when_it_was_backed_up_goes_out_once(world: World) -> None:
    """Sent after the backup was made, and still pending in it: the comparison knows it is there."""
    office = world.office
    rows = [*people(PEOPLE), *people(2, start=50)]
    office.write("a", rows)
    world.centre.faults({"do": "status", "status": 503})
    assert office.run("sync").code == 4
    assert office.run("backup", str(world.backup()), "--force").code == 0
    world.centre.calm()
    assert office.run("sync").code == 0
    world.restore()
    assert world.sync() == (3, "state-restored")
    compared = office.ask("reconcile").json
    assert len(held(world.centre)) == PEOPLE + 2
    assert {one["standing"] for one in compared["differences"]} <= {"both-changed"}


def test_somebody_who_says_that_nothing_was_sent_need_not_compare(world: World) -> None:
    """As when a machine is replaced: the journal has who said so."""
    world.restore("--nothing-sent-since")
    again = world.office.ask("sync")
    assert (again.code, again.json["delivery"]["sent"]) == (0, 0)
    (told,) = [one for one in world.office.ask("audit", "log").json["entries"] if one["event"] == "state.restored"]
    assert told["facts"]["nothing_sent"] is True
    assert told["who"]


def test_settled_person_by_person_nobody_is_doubled_lost_or_removed(world: World) -> None:
    """Who was created since is linked with who is there; an officer says what is so of whom the centre let go."""
    office = world.office
    live_on(world)
    there, stats = world.there(), world.centre.stats()
    world.restore()
    assert office.run("reconcile", "--fix").code == 3
    assert world.sync() == (3, "state-restored")
    found = office.ask("holds").json["holds"]
    (asked,) = [one for one in found if one["hold"]["code"] != "missing"]
    assert office.run("holds", "decide", asked["id"][:8], "--theirs", "--reason", "đúng là đã xóa tên").code == 0
    office.run("reconcile", "--fix")
    assert office.run("reconcile").code == 0
    again = office.ask("sync")
    assert again.json["delivery"]["sent"] == 0
    assert world.there() == there
    now = world.centre.stats()
    assert (now["effects"], now["doubled"], now["duplicates"]) == (stats["effects"], 0, 0)
    assert office.ask("why", people(1, start=50)[0]["national_id"]).json["standing"]
    office.assert_journal_verifies()


def test_people_the_centre_has_besides_keep_nobody_from_going_on(world: World) -> None:
    """Whoever was entered there by others is a stranger, not somebody confirmed to this office and forgotten."""
    with_others = Office(world.office.folder.parent / "others", world.centre.url)
    with_others.add_list("b", unit="Chi đoàn 2, Đoàn phường Phú Thủy")
    with_others.write("b", people(2, start=80))
    with_others.init()
    assert with_others.run("sync").code == 0
    world.restore()
    assert {one["standing"] for one in world.office.ask("reconcile").json["differences"]} == {"only-there"}
    again = world.office.ask("sync")
    assert (again.code, again.json["delivery"]["sent"]) == (0, 0)
