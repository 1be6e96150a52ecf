"""Officers edit lists, cron runs syncs, faults strike; at quiescence the stand-in equals the lists.

A Hypothesis state machine over real parts: CSV files on disk, the SQLite state, HTTP to a live stand-in. The model is
two dictionaries: what the lists say now, and who was ever confirmed. All people are fabricated.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from adapters.upstream.contract import HttpUpstream
from config.profile import ContractProfile, Retries, Timeouts, load_profile
from config.secrets import write_key_file
from config.settings import load_settings
from sync.ports import Upstream
from sync.values import Verdict
from tests.support.standin import LiveStandin, live_standin
from yumsync.bootstrap import App, prepare

FIELDS = {"full_name": "Họ và tên", "date_of_birth": "Ngày sinh", "national_id": "CCCD", "phone": "Số điện thoại"}
CORRECTED = {
    "Nguyễn Văn An": "Nguyễn Văn Ân",
    "Trần Thị Hòa": "Trần Thị Hoa",
    "Lê Hoàng Quý": "Lê Hoàng Quyên",
    "K'Brểu": "K'Brẻo",
    "H'Hen Niê": "H'Hen Nie",
    "Phạm Thúy Kiều": "Phạm Thùy Kiều",
}
"""Names and what they may be corrected to; a name that differs more is a question, not a correction."""
NAMES = tuple(CORRECTED)
BRANCHES = ("chi-doan-1", "chi-doan-2")
EXAMPLES = 2000 if os.environ.get("YUMSYNC_PROFILE") == "long" else 100
"""Examples for each of the two machines."""

FAULTS = (
    {"do": "drop", "when": "before"},
    {"do": "drop", "when": "after"},
    {"do": "half"},
    {"do": "garbage", "when": "after"},
    {"do": "status", "status": 500, "when": "after"},
    {"do": "status", "status": 503},
    {"do": "status", "status": 429, "retry_after": 0},
    {"do": "status", "status": 413},
    {"do": "omit", "share": 0.5},
)


class Killed(BaseException):
    """Stands for the process being gone: nothing after it runs."""


class DyingUpstream:
    """An upstream whose process dies before or after a request; everything else is the real client."""

    def __init__(self, real: Upstream, at: int, *, after: bool) -> None:
        self._real, self._left, self._after = real, at, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def send(self, key: str, body: bytes) -> list[Verdict]:
        self._left -= 1
        if self._left < 0 and not self._after:
            raise Killed
        verdicts = list(self._real.send(key, body))
        if self._left < 0:
            raise Killed
        return verdicts


@pytest.fixture(scope="module")
def standin() -> Iterator[LiveStandin]:
    with live_standin() as server:
        yield server


class Office(RuleBasedStateMachine):
    """Two branches with a list each, one upstream, and whatever may go wrong between them."""

    server: LiveStandin
    profile: ContractProfile
    numbers = count(1)
    """People and offices of all examples share the stand-in, so each gets a number of its own."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="office-"))
        office = next(self.numbers)
        self.units = {name: f"Chi đoàn {index}, Đoàn xã Mẫu {office}" for index, name in enumerate(BRANCHES)}
        lists = "".join(
            f'[[list]]\nname = "{name}"\npath = "{name}.csv"\nunit = "{unit}"\ncomplete = true\n'
            for name, unit in self.units.items()
        )
        text = f'[upstream]\nurl = "{self.server.url}"\n[run]\ndead_after_attempts = 1000\n{lists}'
        (self.folder / "yumsync.toml").write_text(text, "utf-8")
        write_key_file(self.folder / "yumsync.key")
        self.settings = load_settings(self.folder / "yumsync.toml")
        prepare(self.settings)
        self.rows: dict[str, list[dict[str, str]]] = {name: [] for name in BRANCHES}
        self.typed: dict[str, str] = {}
        self.order = list(FIELDS)
        self.planned = ""
        self.confirmed: set[str] = set()
        self.remote = HttpUpstream(self.profile, self.server.url, None, sleep=lambda _: None)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            try:
                self.settle()
            finally:
                self.remote.close()
                shutil.rmtree(self.folder)

    # ── officers ─────────────────────────────────────────────────────────────────────────────────────────

    def someone(self, data: st.DataObject) -> tuple[str, int] | None:
        places = [(name, index) for name, rows in self.rows.items() for index in range(len(rows))]
        return data.draw(st.sampled_from(places)) if places else None

    @rule(branch=st.sampled_from(BRANCHES), name=st.sampled_from(NAMES), people=st.integers(1, 4))
    def admit(self, branch: str, name: str, people: int) -> None:
        for _ in range(people):
            serial = next(self.numbers)
            self.rows[branch].append(
                {
                    "full_name": name,
                    "date_of_birth": f"{serial % 28 + 1:02}/05/2004",
                    "national_id": f"079204{serial:06}",
                    "phone": f"09{serial:08}",
                }
            )

    @rule(data=st.data(), phone=st.integers(0, 99_999_999))
    def change_phone(self, data: st.DataObject, phone: int) -> None:
        place = self.someone(data)
        if place:
            self.rows[place[0]][place[1]]["phone"] = f"03{phone:08}"

    @rule(data=st.data())
    def correct_name(self, data: st.DataObject) -> None:
        place = self.someone(data)
        if place:
            row = self.rows[place[0]][place[1]]
            row["full_name"] = CORRECTED.get(row["full_name"], row["full_name"])

    @rule(data=st.data())
    def strike_from_list(self, data: st.DataObject) -> None:
        place = self.someone(data)
        if place:
            self.rows[place[0]].pop(place[1])

    @rule(branch=st.sampled_from(BRANCHES), typing=st.sampled_from(["", "upper", "nfd", "spaces"]))
    def retype(self, branch: str, typing: str) -> None:
        self.typed[branch] = typing

    @rule(order=st.permutations(list(FIELDS)))
    def reorder_columns(self, order: list[str]) -> None:
        self.order = order

    @rule(data=st.data())
    def shuffle_rows(self, data: st.DataObject) -> None:
        for name, rows in self.rows.items():
            self.rows[name] = data.draw(st.permutations(rows)) if rows else rows

    def write_lists(self) -> None:
        for name, rows in self.rows.items():
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([FIELDS[field] for field in self.order])
                writer.writerows([self.as_typed(name, field, row[field]) for field in self.order] for row in rows)

    def as_typed(self, branch: str, field: str, value: str) -> str:
        typing = self.typed.get(branch, "")
        if field != "full_name" or not typing:
            return value
        if typing == "upper":
            return value.upper()
        if typing == "nfd":
            return unicodedata.normalize("NFD", value)
        return f" {value.replace(' ', '  ')} "

    # ── cron, faults, crashes ────────────────────────────────────────────────────────────────────────────

    @rule(fault=st.sampled_from(FAULTS), nth=st.integers(1, 3))
    def fault(self, fault: dict[str, object], nth: int) -> None:
        self.server.faults({**fault, "nth": nth, "times": 1})

    def app(self) -> App:
        app = App(self.settings)
        app._upstream = HttpUpstream(self.profile, self.server.url, None, sleep=lambda _: None)
        return app

    @rule()
    def nightly(self) -> None:
        self.sync()

    def sync(self) -> int:
        self.write_lists()
        self.planned = ""
        with self.app() as app:
            return app.sync().exit_code

    @rule()
    def plan(self) -> None:
        self.write_lists()
        with self.app() as app:
            self.planned = app.plan().run.id

    @rule()
    def apply(self) -> None:
        if self.planned:
            with self.app() as app:
                if app.store.ledger.version() == app.store.runs.get(self.planned).ledger_version:  # type: ignore[union-attr]
                    app.apply(self.planned)
            self.planned = ""

    @rule(at=st.integers(0, 2), after=st.booleans())
    def crash(self, at: int, after: bool) -> None:
        """The process is gone in the middle of a run: its lease stays behind, as a dead process leaves it."""
        self.write_lists()
        self.planned = ""
        app = self.app()
        app._upstream = DyingUpstream(app._upstream, at, after=after)  # type: ignore[arg-type]
        try:
            app.sync()
        except Killed:
            pass
        finally:
            app.close()

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        if not hasattr(self, "folder"):
            return
        held = Counter(person.record["national_id"] for person in self.people())
        assert all(count == 1 for count in held.values()), "somebody is held twice"
        assert self.confirmed <= held.keys(), "somebody the upstream had is gone"
        self.confirmed = set(held)

    def people(self) -> list:  # type: ignore[type-arg]
        return [person for unit in self.units.values() for person in self.remote.people(unit)]

    def settle(self) -> None:
        """Faults end; runs go on until one is done; then the stand-in equals the lists and nothing more is sent."""
        self.server.calm()
        for _ in range(6):
            if self.sync() != 4:
                break
        upstream = {person.record["national_id"]: person for person in self.people()}
        for branch, rows in self.rows.items():
            for row in rows:
                person = upstream[row["national_id"]]
                day, month, year = row["date_of_birth"].split("/")
                assert person.record["date_of_birth"] == f"{year}-{month}-{day}"
                assert person.record["phone"] == row["phone"]
                assert (
                    unicodedata.normalize("NFC", str(person.record["full_name"])).casefold()
                    == row["full_name"].casefold()
                )
                assert person.unit == self.units[branch]
        with self.app() as app:
            report = app.sync()
            assert report.delivery is not None
            assert report.delivery.sent == 0, "a second run over the same input sends"
            assert app.store.journal.verify()[1] is None
        stats = self.server.stats()
        assert stats["doubled"] == 0, "an operation took effect twice"


@pytest.mark.parametrize("batch_size", [500, 2])
def test_at_quiescence_the_standin_equals_the_lists(standin: LiveStandin, batch_size: int) -> None:
    profile = load_profile("standin")
    assert isinstance(profile, ContractProfile)
    Office.server = standin
    Office.profile = profile.model_copy(
        update={
            "batch_size": batch_size,
            "concurrency": 2,
            "retries": Retries(attempts=2, base=0.0, cap=0.0),
            "timeouts": Timeouts(connect=2, read=5, write=5, pool=5, late=0.2),
        }
    )
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
