"""The servers behind the shipped profiles, and what each holds, read back in our field names."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from scim2_server.memory import InMemoryStorage
from scim2_server.testserver.application import BearerTokenApplication
from scim2_server.utils import load_default_provider

from config.profile import PROFILES
from standin.rest.settings import RestSettings
from tests.support.centre import Centre
from tests.support.office import Office
from tests.support.standin import live_standin

BASE = "Đoàn phường Phú Thủy"
BRANCHES = 20
SECRET = "standin"
TREE = [
    {"id": "u0", "name": BASE},
    *({"id": f"u{number}", "name": f"Chi đoàn {number}", "parent": "u0"} for number in range(1, BRANCHES + 1)),
]


@dataclass
class Way:
    """An office that speaks to a running upstream by one profile. `centre` is who takes workbooks by hand."""

    office: Office
    centre: Centre | None = None
    carried: int = 0

    def sync(self) -> Mapping[str, int]:
        """Sync until all is applied; return how many operations were sent, applied and rejected on the way."""
        counts = dict.fromkeys(("sent", "applied", "rejected"), 0)
        for _ in range(2 if self.centre else 1):
            delivery = self.office.ask("sync").json["delivery"]
            counts = {name: counts[name] + delivery[name] for name in counts}
            if self.centre:
                self._carry(self.centre)
        return counts

    def held(self) -> dict[str, dict[str, str | None]]:
        """Return what the upstream holds of everybody, by member code."""
        with self.office.app() as app:
            found = list(app.upstream().people())
        assert len({one.member_code for one in found}) == len(found), "somebody is held twice"
        return {one.member_code: dict(one.record) for one in found}

    def _carry(self, centre: Centre) -> None:
        folder = self.office.folder / "trung-tam"
        for path in sorted((folder / "can-nop").glob("*.xlsx")):
            centre.take(path)
        self.carried += 1
        centre.export(folder / "xuat-ve" / f"{self.carried}.xlsx", hours=self.carried)


@contextmanager
def way(name: str, folder: Path) -> Iterator[Way]:
    """Run the upstream of a shipped profile, and yield an office that speaks to it."""
    with _SERVERS[name]() as url:
        office = Office(folder, url, profile=name)
        if name in {"rest", "scim"}:
            folder.mkdir(parents=True, exist_ok=True)
            office.put("secret", SECRET)
            user = "officer" if name == "rest" else ""
            office.configure(token="file:secret", user=user, profile=_unhurried(office))
        yield Way(office, Centre() if name == "workbook" else None)


def _unhurried(office: Office) -> str:
    """Write the profile without its limit on requests, which would take days; everything else is as it is shipped."""
    shipped = (PROFILES / f"{office.profile}.toml").read_text("utf-8")
    return str(office.put("profile.toml", re.sub(r"^requests = \d+$", "requests = 1000000", shipped, flags=re.M)))


@contextmanager
def _standin() -> Iterator[str]:
    with live_standin() as server:
        yield server.url


@contextmanager
def _rest() -> Iterator[str]:
    with live_standin(RestSettings(rate=None)) as server:
        server.put_units(TREE)
        yield f"{server.url}/api"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _scim() -> Iterator[str]:
    application = BearerTokenApplication(InMemoryStorage(), load_default_provider(), bearer_tokens=[SECRET])
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def _workbook() -> Iterator[str]:
    yield "folder:trung-tam"


_SERVERS = {"standin": _standin, "rest": _rest, "scim": _scim, "workbook": _workbook}
NAMES = tuple(_SERVERS)
