"""An office over a stand-in that takes single records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from standin.rest.settings import RestSettings
from tests.support.office import Office
from tests.support.standin import LiveStandin, live_standin

TREE = [
    {"id": "ward", "name": "Đoàn phường Phú Thủy"},
    {"id": "c1", "name": "Chi đoàn 1", "parent": "ward"},
    {"id": "c2", "name": "Chi đoàn 2", "parent": "ward"},
]
SECRET = "trung-tam-kin"


@contextmanager
def by_record(folder: Path, **settings: Any) -> Iterator[tuple[Office, LiveStandin]]:
    """An office with one list `a`, its key and database made, whose profile is `rest`."""
    with live_standin(RestSettings(rate=None, accounts={"officer": SECRET}, **settings)) as standin:
        standin.put_units(TREE)
        secret = folder / "secret"
        secret.write_text(SECRET)
        secret.chmod(0o600)
        office = Office(folder, f"{standin.url}/api", profile="rest", token=f"file:{secret}")
        office.add_list("a")
        text = office.config.read_text("utf-8")
        office.config.write_text(text.replace("[upstream]\n", '[upstream]\nuser = "officer"\n'), "utf-8")
        assert office.run("init").code == 0
        yield office, standin
