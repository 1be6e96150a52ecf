"""A verb asks for all that it needs, and before it does anything: denied any of it, nothing was done.

What each verb needs is written out by hand, from what it does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from sync.access.actor import Actor
from sync.access.permissions import Permission
from tests.house.test_permissions import EVERY, FREE, words
from tests.support.office import Office, people
from tests.support.standin import LiveStandin, live_standin

P = Permission

NEEDS: Mapping[str, set[Permission]] = {
    "check": {P.PREVIEW},
    "plan": {P.PREVIEW},
    "apply": {P.SYNC},
    "sync": {P.SYNC},
    "holds show": {P.PEOPLE},
    "holds decide": {P.DECIDE},
    "holds decided": {P.PEOPLE},
    "holds withdraw": {P.DECIDE},
    "holds approve": {P.DECIDE},
    "holds reject": {P.DECIDE},
    "holds": {P.PEOPLE},
    "report due": {P.PEOPLE},
    "report movements": {P.LOOK},
    "report transit": {P.PEOPLE},
    "report away": {P.PEOPLE},
    "unanswered settle": {P.SETTLE},
    "unanswered": {P.PEOPLE},
    "status": {P.LOOK},
    "runs": {P.LOOK},
    "run": {P.LOOK},
    "audit log": {P.AUDIT},
    "audit verify": {P.AUDIT},
    "audit head": {P.AUDIT},
    "audit export": {P.AUDIT},
    "audit prune": {P.PRUNE},
    "reconcile": {P.PEOPLE, P.PREVIEW},
    "why": {P.PEOPLE},
    "erase": {P.ERASE},
    "person export": {P.EXPORT},
    "backup": {P.BACKUP},
    "key rotate": {P.KEYS},
    "key recovery": {P.KEYS},
    "units": {P.LOOK},
    "profile try": {P.PEOPLE},
    "profile check": {P.TRIAL},
}

MORE: Mapping[tuple[str, ...], set[Permission]] = {
    ("reconcile", "--fix"): {P.PEOPLE, P.PREVIEW, P.SYNC, P.SETTLE},
    ("plan", "--workbook", "review.xlsx"): {P.PEOPLE, P.PREVIEW},
    ("audit", "export", "--names", "x.zip"): {P.AUDIT, P.NAMES},
    ("erase", people(1)[0]["national_id"], "--reason", "x", "--decision-no", "7", "--yes"): {P.ERASE},
    ("erase", "--finish"): {P.ERASE},
    ("units", "import", "--upstream"): {P.SYNC},
}
"""Calls that do more than their verb alone, and what they need."""

CALLS = [
    *((tuple(words(name, EVERY[name])), denied) for name, asked in NEEDS.items() for denied in sorted(asked)),
    *((call, denied) for call, asked in MORE.items() for denied in sorted(asked)),
]


@pytest.fixture(scope="module")
def centre() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, centre: LiveStandin) -> Office:
    """A folder where there is something to do: a batch without an answer, and a row that is not planned yet."""
    office = Office(tmp_path_factory.mktemp("first"), centre.url)
    office.add_list("a")
    office.write("a", people(3))
    office.init()
    assert office.run("sync").code == 0
    office.write("a", people(4))
    centre.faults({"do": "drop", "when": "before", "path": "/v1/batches"})
    assert office.run("sync").code == 4
    centre.calm()
    office.write("a", people(5))
    return office


def kept(office: Office) -> Mapping[str, list[Any]]:
    """Everything that the state holds, by table. Whose turn it was last is none of it."""
    engine = create_engine(f"sqlite:///{office.folder / 'state.db'}", poolclass=NullPool)
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != "lease"]
        found = {name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))] for name in names}  # noqa: S608
    engine.dispose()
    return found


def files(office: Office) -> Mapping[str, bytes]:
    """The folder's files but for those of the state, and what stands in them."""
    return {
        path.relative_to(office.folder).as_posix(): path.read_bytes()
        for path in office.folder.rglob("*")
        if path.is_file() and not path.name.startswith("state.db")
    }


@pytest.mark.parametrize(("call", "denied"), CALLS, ids=[f"{' '.join(call[:2])}, {one}" for call, one in CALLS])
def test_denied_anything_it_needs_it_did_nothing(
    made: Office,
    centre: LiveStandin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: tuple[str, ...],
    denied: Permission,
) -> None:
    folder = tmp_path / "office"
    shutil.copytree(made.folder, folder)
    office = Office(folder, made.url, lists=made.lists)
    monkeypatch.chdir(folder)
    before, there, asked = kept(office), files(office), centre.stats()
    monkeypatch.setattr(Actor, "may", lambda _, permission, unit=None: permission is not denied)
    said = office.ask(*call)
    assert (said.code, said.json["error"]["code"].partition("-")[0]) == (2, "access"), said.text
    monkeypatch.undo()
    assert kept(office) == before
    assert files(office) == there
    assert centre.stats() == asked
    assert office.ask("status").json["holder"] is None


def test_every_verb_is_told_of() -> None:
    assert set(NEEDS) == set(EVERY) - FREE
