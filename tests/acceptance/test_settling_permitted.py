"""Settling is for whoever may settle for the whole; nothing is sent before that was asked, and before it compared."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.acceptance.test_restored import PEOPLE, World, make_world  # noqa: F401 - the fixture `world`
from tests.acceptance.test_roles import role
from tests.support.office import people

UNIT = "Đoàn phường Phú Thủy"


def lost(world: World) -> None:
    """Leave a batch without an answer, which never reached the centre; the backup has it so."""
    rows = [*people(PEOPLE), *people(1, start=50)]
    rows[0]["phone"] = "0311111111"
    world.office.write("a", rows)
    world.centre.faults({"do": "drop", "when": "before", "path": "/v1/batches"})
    assert world.office.run("sync").code == 4
    assert world.office.run("backup", str(world.backup()), "--force").code == 0
    world.centre.calm()


def asked(world: World) -> Counter[str]:
    """How often the centre was asked for what; its own people are looked at besides."""
    return Counter(world.centre.stats()["requests"])


def posted(world: World) -> int:
    return sum(count for what, count in asked(world).items() if what.startswith("POST"))


@pytest.mark.parametrize(
    "table",
    [
        role("officer", UNIT),
        role("approver", UNIT),
        role("officer", UNIT) + role("auditor", names=True),
        role("administrator"),
        role("administrator", names=True),
        role("administrator", UNIT),
        role("service"),
        role("service", names=True),
        role("auditor", names=True),
    ],
)
def test_who_may_not_settle_for_the_whole_is_refused_and_nothing_was_done(world: World, table: str) -> None:
    lost(world)
    there, before = world.there(), asked(world)
    world.office.configure(settings='[reconcile]\ndefault = "ours"\n' + table)
    said = world.office.ask("reconcile", "--fix")
    assert (said.code, said.json["error"]["code"].partition("-")[0]) == (2, "access")
    assert asked(world) == before
    assert world.there() == there
    world.office.configure(settings="")
    assert world.office.ask("status").json["holder"] is None, "it is nobody's turn that was refused"


@pytest.mark.parametrize("name", ["officer", "approver"])
def test_who_settles_for_the_whole_may(world: World, name: str) -> None:
    world.office.configure(settings=role(name))
    assert world.office.run("reconcile", "--fix").code == 0


def test_a_restored_state_sends_nothing_while_nobody_could_be_compared(world: World) -> None:
    lost(world)
    world.restore()
    before, effects = posted(world), world.centre.stats()["effects"]
    world.centre.faults({"do": "status", "status": 503, "method": "GET", "path": "/v1/members"})
    assert world.office.run("reconcile", "--fix").code == 4
    assert (posted(world), world.centre.stats()["effects"]) == (before, effects)
    world.centre.calm()
    assert world.office.ask("status").json["holder"] is None
    assert world.sync() == (3, "state-restored")


def test_once_compared_what_was_left_without_an_answer_is_settled(world: World) -> None:
    """It never arrived, and somebody at the centre edited one of those people since: that edit stays."""
    lost(world)
    world.restore()
    (code,) = [
        one["member_code"]
        for one in world.centre.people()
        if one["fields"]["national_id"] == people(1)[0]["national_id"]
    ]
    world.centre.drift({"member_code": code, "fields": {"phone": "0999000111"}})
    world.office.run("reconcile", "--fix")
    fields = {one["fields"]["national_id"]: one["fields"] for one in world.centre.people()}
    assert fields[people(1)[0]["national_id"]]["phone"] == "0999000111"
    assert people(1, start=50)[0]["national_id"] in fields
    stats = world.centre.stats()
    assert (stats["doubled"], stats["duplicates"]) == (0, 0)


def test_without_a_restored_state_leftovers_are_settled_first(world: World) -> None:
    lost(world)
    assert world.office.run("reconcile", "--fix").code == 0
    fields = {one["fields"]["national_id"]: one["fields"] for one in world.centre.people()}
    assert fields[people(1)[0]["national_id"]]["phone"] == "0311111111"
    assert len(fields) == PEOPLE + 1


def test_the_lease_is_given_back_where_the_centre_breaks_off(world: World) -> None:
    lost(world)
    world.centre.faults({"do": "status", "status": 401, "method": "GET", "path": "/v1/members"})
    assert world.office.run("reconcile", "--fix").code != 0
    world.centre.calm()
    assert world.office.ask("status").json["holder"] is None
