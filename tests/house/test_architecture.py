"""The map of the code is whole: every package, room and module has its place in the page and in the layers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from pathlib import Path

import pytest

import sync.engine
from sync.engine import Engine
from tests.house.test_docs import table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
FOLDERS = "## The folders and the arrows"


def parts(folder: str, *, leave_out: Collection[str] = ()) -> set[str]:
    """The modules and packages right below a folder, as the page names them: `values.py`, `text/`."""
    modules = {path.name for path in (ROOT / folder).glob("*.py")} - {"__init__.py", "__main__.py"}
    return (modules | {f"{path.parent.name}/" for path in (ROOT / folder).glob("*/__init__.py")}) - set(leave_out)


def named(cells: Collection[str]) -> list[str]:
    """What stands as code in the cells of a table."""
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_every_module_of_the_doors_has_one_row() -> None:
    rows = table(PAGE, "## The modules of yumsync")
    assert sorted(named([row[0] for row in rows])) == sorted(parts("yumsync"))


def test_every_adapter_is_told() -> None:
    (row,) = [row for row in table(PAGE, FOLDERS) if row[0] == "`adapters/`"]
    assert {f"adapters/{name}" for name in parts("adapters") if name.endswith("/")} == set(named([row[1]]))


def test_every_room_of_sync_has_one_row() -> None:
    rooms = PAGE.read_text("utf-8").partition("\nThe rooms of `sync/`")[2].partition("\n\n`adapters` and `state`")[0]
    rows = [line.split(" | ")[0] for line in rooms.splitlines() if line.startswith("| `")]
    assert sorted(named(rows)) == sorted(parts("sync"))


def test_every_room_of_sync_has_its_layer_and_no_new_one_is_forgotten() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (rooms,) = [one for one in contracts if one.get("containers") == ["sync"]]
    layered = [room for layer in rooms["layers"] for room in layer.split(" | ")]
    assert sorted(layered) == sorted(re.sub(r"(\.py|/)$", "", name) for name in parts("sync"))
    assert rooms["exhaustive"] is True, "the linter refuses a room without a layer"


def test_the_engine_names_use_cases_that_it_has() -> None:
    said = re.match(r"The use cases: ([^.]+)\.", sync.engine.__doc__ or "")
    assert said is not None
    for name in said[1].split(", "):
        assert callable(getattr(Engine, name, None)), name


@pytest.mark.parametrize("page", ["docs/architecture.md", "yumsync/bootstrap.py"])
def test_nothing_claims_that_one_module_does_all_the_wiring(page: str) -> None:
    """Modules beside `bootstrap` open parts of their own."""
    assert not re.search(r"only place that wires", (ROOT / page).read_text("utf-8"), re.IGNORECASE)
