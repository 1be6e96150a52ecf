"""Somebody who was erased here and stands at the centre still is nothing a restored state forgot."""

from __future__ import annotations

from tests.acceptance.test_restored import PEOPLE, World, make_world  # noqa: F401 - the fixture
from tests.support.office import people

DECISION = ("--reason", "Đương sự đề nghị", "--decision-no", "07-CV/ĐTN", "--yes")


def test_one_comparison_is_enough_though_somebody_was_erased(world: World) -> None:
    rows = people(PEOPLE)
    world.office.write("a", rows[1:])
    assert world.office.run("erase", rows[0]["national_id"], *DECISION).code in {0, 3}
    assert world.office.run("sync").code == 0
    assert world.office.run("backup", str(world.backup()), "--force").code == 0
    world.restore()
    compared = world.office.ask("reconcile")
    assert (compared.code, compared.json["counts"]) == (3, {"in-step": PEOPLE - 1, "only-there": 1})
    assert world.sync() == (0, "")


def test_somebody_the_state_does_not_know_and_nobody_erased_is_what_it_forgot(world: World) -> None:
    world.office.write("a", people(PEOPLE + 1))
    assert world.office.run("sync").code == 0
    world.restore()
    world.office.write("a", people(PEOPLE))
    assert world.office.ask("reconcile").json["counts"]["only-there"] == 1
    assert world.sync() == (3, "state-restored")
