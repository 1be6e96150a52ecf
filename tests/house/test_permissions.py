"""No verb forgets to ask: called by an account without any role, each refuses, whatever else it was given.

The verbs are taken from the program itself, so that one which is added tomorrow is tried as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.wording import Wording
from tests.support.office import Office
from yumsync.cli.face import Face
from yumsync.cli.verbs import command

FREE = {
    "init",  # there is no configuration yet
    "doctor",  # says itself how it stands with roles, and shows nobody
    "demo",  # a folder of its own
    "standin",  # is not the program's state
    "restore",  # asks the folder it would replace (`tests/acceptance/test_roles.py`)
    "profile try --sample",  # somebody made up
}
"""What anybody may call, and why."""

GIVEN = {
    "person export": ("x", "data.json"),
    "backup": ("x.yumbackup",),
    "apply": ("01J",),
    "audit export": ("x.zip",),
    "audit prune": ("--before", "01/01/2026", "--without-pack"),
    "holds decide": ("1", "--new", "--reason", "x"),
    "holds approve": ("x", "--reason", "x"),
    "holds reject": ("x", "--reason", "x"),
    "profile try": ("--person", "x"),
    "profile check": ("--yes",),
    "report movements": ("--from", "01/01/2026", "--to", "31/01/2026"),
    "unanswered settle": ("1", "--as", "applied", "--reason", "x"),
}
"""What a verb needs to be told, where its parameters do not say."""


def verbs(group: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every verb of the program with its name; a group with verbs of its own too, as it can be called alone."""
    group = group or command(Face(Wording("en")))
    for word, verb in group.commands.items():
        called = f"{name} {word}".strip()
        if hasattr(verb, "commands"):
            yield from verbs(verb, called)
        if not hasattr(verb, "commands") or verb.invoke_without_command:
            yield called, verb


EVERY = dict(verbs())


def words(name: str, verb: Any) -> list[str]:
    """Return a call of a verb with something for all that it cannot do without."""
    found = name.split()
    if name in GIVEN:
        return [*found, *GIVEN[name]]
    for parameter in verb.params:
        if parameter.required:
            found += ["1"] if parameter.param_type_name == "argument" else [max(parameter.opts, key=len), "1"]
    return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A folder where only somebody else has a role. Nobody answers at its upstream."""
    made = Office(tmp_path_factory.mktemp("nobody"), "http://127.0.0.1:9")
    made.settings = '[[role]]\naccount = "somebody-else"\nrole = "administrator"\n'
    made.add_list("a")
    made.write("a", [])
    made.init()
    return made


@pytest.mark.parametrize("name", [name for name in EVERY if name not in FREE])
def test_every_verb_asks_for_a_permission(office: Office, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.folder)
    said = office.run("--json", *words(name, EVERY[name]))
    assert said.json["error"]["code"] == "access-refused", said.text
    assert said.code == 2


def test_what_anybody_may_call_is_there() -> None:
    assert {name.partition(" --")[0] for name in FREE} <= set(EVERY)


def test_a_file_that_no_list_names_may_be_checked_only_by_who_may_read_lists(office: Office, tmp_path: Path) -> None:
    """The configuration's roles hold for whatever is checked by that configuration."""
    file = tmp_path / "b.csv"
    file.write_bytes((office.folder / "a.csv").read_bytes())
    assert office.ask("check", str(file)).json["error"]["code"] == "access-refused"
