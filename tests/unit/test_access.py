"""Whom a role covers: one unit and those below it, by the tree where it knows them; the whole only without a unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from config.roles import load_roles, parse_roles
from config.units import load_unit_words
from sync.access.actor import WHOLE, Actor, Grant
from sync.access.permissions import Permission
from sync.errors import AccessRefused, ConfigError
from sync.units.resolving import Resolver
from sync.unittree import Unit, UnitId, UnitTree

TREE = UnitTree(
    [
        Unit(UnitId(1), "Tỉnh đoàn Lâm Đồng"),
        Unit(UnitId(2), "Đoàn phường Phú Thủy", parent=UnitId(1)),
        Unit(UnitId(3), "Chi đoàn 1", parent=UnitId(2)),
        Unit(UnitId(4), "Đoàn phường Phú Tài", parent=UnitId(1)),
        Unit(UnitId(5), "Chi đoàn 1", parent=UnitId(4)),
    ]
)
RESOLVER = Resolver(TREE, load_unit_words(), date(2026, 3, 1))
BRANCH, OTHER = "Chi đoàn 1, Đoàn phường Phú Thủy", "Chi đoàn 1, Đoàn phường Phú Tài"


def officer(unit: str = WHOLE, *, tree: bool = True, noted: list[Mapping[str, object]] | None = None) -> Actor:
    grants = [Grant(load_roles()["officer"], unit)]
    note = noted.append if noted is not None else lambda _: None
    return Actor("hoa", grants, load_roles(), lambda: RESOLVER if tree else None, note)


@pytest.mark.parametrize(
    ("unit", "own", "other"),
    [
        (WHOLE, True, True),
        ("Tỉnh đoàn Lâm Đồng", True, True),
        ("ĐCS phường Phú Thuỷ", True, False),
        (BRANCH, True, False),
        (OTHER, False, True),
        ("Chi đoàn 1", False, False),  # there are two: it is not for the program to choose
        ("Đoàn phường Không Có", False, False),
    ],
)
def test_whom_a_role_covers_by_the_tree(unit: str, own: bool, other: bool) -> None:
    actor = officer(unit)
    assert (actor.may(Permission.DECIDE, BRANCH), actor.may(Permission.DECIDE, OTHER)) == (own, other)


@pytest.mark.parametrize(
    ("unit", "own"), [("Đoàn phường Phú Thủy", True), (BRANCH, True), ("Chi đoàn 1", False), ("Phú Thủy", False)]
)
def test_whom_a_role_covers_by_the_path_alone(unit: str, own: bool) -> None:
    assert officer(unit, tree=False).may(Permission.PEOPLE, BRANCH) is own


def test_what_belongs_to_no_unit_belongs_to_the_whole() -> None:
    assert officer().may(Permission.DECIDE, WHOLE)
    assert not officer(BRANCH).may(Permission.DECIDE, WHOLE)
    assert officer(BRANCH).may(Permission.DECIDE), "somewhere, at least"
    assert not officer().may(Permission.REMOVE)


@pytest.mark.parametrize(
    ("permission", "unit", "code", "facts"),
    [
        (Permission.REMOVE, BRANCH, "access-refused", {"permission": "remove", "unit": 3}),
        (Permission.DECIDE, OTHER, "access-elsewhere", {"permission": "decide", "unit": 5}),
        (Permission.DECIDE, "Nguyễn Văn An", "access-elsewhere", {"permission": "decide"}),
        (Permission.DECIDE, WHOLE, "access-whole", {"permission": "decide", "whole": True}),
        (Permission.AUDIT, None, "access-refused", {"permission": "audit"}),
    ],
)
def test_a_refusal_is_written_down_without_any_cell_s_text(
    permission: Permission, unit: str | None, code: str, facts: Mapping[str, object]
) -> None:
    """What stands where a unit should be may be anything: only a unit of the tree is named, by its number."""
    noted: list[Mapping[str, object]] = []
    with pytest.raises(AccessRefused) as refused:
        officer(BRANCH, noted=noted).require(permission, unit)
    assert (refused.value.code, noted) == (code, [facts])


def test_a_refusal_that_cannot_be_written_down_is_one_all_the_same() -> None:
    def full(_: Mapping[str, object]) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        Actor("hoa", [], load_roles(), note=full).require(Permission.LOOK)


def test_names_let_an_auditor_see_people_and_decide_nothing() -> None:
    actor = Actor("kt", [Grant(load_roles()["auditor"], BRANCH, names=True)], load_roles(), lambda: RESOLVER)
    assert [one.value for one in Permission if actor.may(one, BRANCH)] == ["look", "people", "audit", "names"]
    assert not actor.may(Permission.PEOPLE, OTHER)


@pytest.mark.parametrize("text", ['[a]\nmay = ["fly"]', "[a]\n", "[a]\nmay = 3", "may ="])
def test_a_damaged_table_of_roles_is_told(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_roles(text)


def test_every_permission_is_some_role_s() -> None:
    """One that nobody can have would be a door without a key: `names` is given by the account's own table."""
    given = {one for role in load_roles().values() for one in role.may}
    assert set(Permission) - given == {Permission.NAMES}
