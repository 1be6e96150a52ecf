"""Lives go on, papers and lists lag, repeat and contradict, syncs run, faults strike; at rest the upstream is true.

A Hypothesis state machine over real parts: CSV lists and registers on disk, the SQLite state, an upstream in memory.
The model is `tests.machine.lives`: true lives, told from the domain book. Whatever officers write down, and in
whatever order, nobody is removed or moved without a paper or an officer; and once everything true is written, the
upstream holds every life as it is, and a second run sends nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from adapters.upstream.memory import MemoryUpstream
from adapters.upstream.standing import GONE, Receiver
from config.profile import load_profile
from config.secrets import write_key_file
from config.settings import Settings, load_settings
from sync.charter import Status
from sync.errors import AnswerLost, Unavailable
from sync.ports import RemotePerson
from sync.questions.approving import Said
from sync.questions.holds import Chosen
from sync.reports import SyncReport
from sync.values import Answer, Hold, Verdict
from tests.machine.lives import CLOSES, ELSEWHERE, GOES, OPENS, PROVINCE, UNITS, Member, Province
from yumsync.bootstrap import App, prepare

EXAMPLES = 1500 if os.environ.get("YUMSYNC_PROFILE") == "long" else 60
STEPS = 20
PEOPLE = 5
"""More of them would have shorter lives."""
ROUNDS = 6
"""Syncs within which everything true has arrived."""

WRITTEN = (
    "not yet",
    "not yet",
    "own",
    "own",
    "own",
    "lacking",
    "twice",
    "both",
    "both-lacking",
    "sender only",
    "receiver only",
)
"""How a paper gets into registers at first."""
LISTS = ("now", "now", "later", "leaves first", "comes first")


class Watched(MemoryUpstream):
    """An upstream that remembers, person by person, which movements took effect."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.done: defaultdict[str, list[str]] = defaultdict(list)
        self.transfers: dict[str, str] = {}

    def _apply(self, operation: Mapping[str, Any]) -> Verdict:
        if operation["type"] == "transfer":
            self.transfers[operation["person"]] = operation["id"]
        return super()._apply(operation)

    def turned_down(self) -> set[str]:
        """Whose last transfer the receiver refused."""
        verdicts = {person: self._told.get(ident) for person, ident in self.transfers.items()}
        refused = [person for person, verdict in verdicts.items() if verdict and verdict.code == "transfer-refused"]
        return {str(self.held[person].record["national_id"]) for person in refused}

    def _change(self, operation: Mapping[str, Any], after: RemotePerson) -> RemotePerson:
        before = self.effects[operation["id"]]
        held = super()._change(operation, after)
        if self.effects[operation["id"]] > before and operation["type"] != "upsert":
            self.done[str(held.record["national_id"])].append(operation["type"])
        return held


class Lives(RuleBasedStateMachine):
    """Three branches and a province with lists and registers, one upstream, and true lives."""

    prepared: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lives-"))
        shutil.copytree(self.prepared, self.folder, dirs_exist_ok=True)
        self.settings: Settings = load_settings(self.folder / "yumsync.toml")
        self.upstream = Watched(load_profile("standin").fields)
        self.province = Province(self.folder)
        self.placed: dict[str, str] = {}
        self.approved: set[tuple[str, str]] = set()
        self.removed: set[str] = set()
        self.refused: set[str] = set()
        self.sound = True
        for unit in UNITS:
            self.province.born(unit).lists = {unit}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            try:
                if self.sound:
                    self.settle()
            finally:
                shutil.rmtree(self.folder)

    # ── lives ────────────────────────────────────────────────────────────────────────────────────────────

    @rule(
        how=st.sampled_from(["born", "admitted", "received"]),
        unit=st.sampled_from(UNITS),
        lists=st.sampled_from(LISTS),
        written=st.sampled_from(WRITTEN),
    )
    def comes(self, how: str, unit: str, lists: str, written: str) -> None:
        if len(self.province.members) < PEOPLE:
            self.took_place(getattr(self.province, how)(unit), 0, "now" if how == "born" else lists, written)

    @rule(data=st.data(), lists=st.sampled_from(LISTS), written=st.sampled_from(WRITTEN), night=st.booleans())
    def moves(self, data: st.DataObject, lists: str, written: str, night: bool) -> None:
        self.goes_on(data, ["move"], lists, written)
        if night:
            self.sync()

    @rule(data=st.data(), lists=st.sampled_from(LISTS), written=st.sampled_from(WRITTEN), night=st.booleans())
    def changes(self, data: st.DataObject, lists: str, written: str, night: bool) -> None:
        self.goes_on(data, ["readmit", *OPENS, *CLOSES], lists, written)
        if night:
            self.sync()

    @rule(data=st.data(), lists=st.sampled_from(LISTS), written=st.sampled_from(WRITTEN))
    def leaves(self, data: st.DataObject, lists: str, written: str) -> None:
        self.goes_on(data, [*GOES], lists, written)

    def goes_on(self, data: st.DataObject, movements: Sequence[str], lists: str, written: str) -> None:
        """One of these movements in a life that is not in dispute, nor on its way after a receiver's refusal."""
        some = [
            (one, movement)
            for one in self.province.members
            if not one.in_dispute and one.number not in self.refused
            for movement in self.province.possible(one)
            if movement in movements
        ]
        if not some:
            return
        member, movement = data.draw(st.sampled_from(some))
        papers = len(member.papers)
        if movement == "move":
            others = [unit for unit in (*UNITS, ELSEWHERE) if unit != member.unit]
            self.province.moves(member, data.draw(st.sampled_from(others)))
        elif movement == "readmit":
            self.province.readmitted(member, data.draw(st.sampled_from(UNITS)))
        else:
            self.province.changes(member, movement)
        self.took_place(member, papers, lists, written)

    def took_place(self, member: Member, papers: int, lists: str, written: str) -> None:
        """Officers write down what happened, or part of it; a transfer's reception as soon as its letter or not."""
        if lists == "now":
            member.lists = member.belongs
        elif lists == "leaves first":
            member.lists = member.lists & member.belongs
        elif lists == "comes first":
            member.lists = member.lists | member.belongs
        news = member.papers[papers:]
        if written == "receiver only":
            news, written = news[-1:], "own"
        if written == "sender only":
            news, written = news[:1], "own"
        for paper in news:
            numbered = "lacking" not in written
            if written == "not yet":
                continue
            self.province.write_down(paper, paper.unit, numbered=numbered)
            if written == "twice":
                self.province.write_down(paper, paper.unit)
            elif written.startswith("both"):
                self.province.write_down(paper, PROVINCE)

    @rule(data=st.data(), phone=st.integers(0, 99_999_999))
    def changes_phone(self, data: st.DataObject, phone: int) -> None:
        some = [one for one in self.province.members if one.ours and one.lists]
        if some:
            data.draw(st.sampled_from(some)).row["phone"] = f"03{phone:08}"

    # ── officers ─────────────────────────────────────────────────────────────────────────────────────────

    @rule(data=st.data(), register=st.sampled_from(["own", PROVINCE]), numbered=st.booleans())
    def write_late(self, data: st.DataObject, register: str, numbered: bool) -> None:
        papers = self.province.unwritten()
        if papers:
            paper = data.draw(st.sampled_from(papers))
            self.province.write_down(paper, paper.unit if register == "own" else PROVINCE, numbered=numbered)

    @rule(data=st.data())
    def add_number(self, data: st.DataObject) -> None:
        lines = [one for lines in self.province.registers.values() for one in lines if not one.numbered]
        if lines:
            data.draw(st.sampled_from(lines)).numbered = True

    @rule(data=st.data())
    def write_again(self, data: st.DataObject) -> None:
        lines = [one for lines in self.province.registers.values() for one in lines if not one.paper.false]
        if lines:
            line = data.draw(st.sampled_from(lines))
            self.province.write_down(line.paper, data.draw(st.sampled_from([line.paper.unit, PROVINCE])))

    @rule(data=st.data())
    def shuffle(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(tuple(self.province.registers)))
        if len(self.province.registers[name]) > 1:
            self.province.registers[name] = data.draw(st.permutations(self.province.registers[name]))

    @rule(data=st.data())
    def put_list_right(self, data: st.DataObject) -> None:
        some = [one for one in self.province.members if one.lists != one.belongs and not one.in_dispute]
        if some:
            member = data.draw(st.sampled_from(some))
            member.lists = member.belongs

    @rule(data=st.data())
    def lose_a_row(self, data: st.DataObject) -> None:
        """A row falls out of a list by accident."""
        some = [one for one in self.province.members if one.lists and not one.in_dispute]
        if some:
            member = data.draw(st.sampled_from(some))
            member.lists = member.lists - {data.draw(st.sampled_from(sorted(member.lists)))}

    @rule(data=st.data(), movement=st.sampled_from([*GOES, "returned", "readmit", "temporary_end"]))
    def wrong_person(self, data: st.DataObject, movement: str) -> None:
        """A paper about the wrong person: what cannot be, or somebody gone who stands on the list in flesh. One such
        paper for each: two may tell a story that nothing contradicts."""
        overlay = {"returned": "away", "temporary_end": "temporary_out"}.get(movement)
        some = [
            one
            for one in self.province.members
            if one.ours
            and not one.in_dispute
            and one.lists == one.belongs
            and overlay not in one.overlays
            and self.in_step(one)
            and not list(self.missing_papers(one))
        ]
        if some:
            paper = self.province.false_paper(data.draw(st.sampled_from(some)), movement)
            self.province.write_down(paper, paper.unit)

    @rule()
    def retract(self) -> None:
        self.province.retract()

    def missing_papers(self, member: Member) -> list[object]:
        return [one for one in self.province.unwritten() if one.member is member]

    # ── nights ───────────────────────────────────────────────────────────────────────────────────────────

    @rule(receiver=st.sampled_from(["now", "later", "refuse"]))
    def receive(self, receiver: Receiver) -> None:
        self.upstream.receive(receiver)

    @rule(lost=st.booleans(), taken=st.booleans(), times=st.integers(1, 2))
    def fault(self, lost: bool, taken: bool, times: int) -> None:
        if lost:
            self.upstream.fail(AnswerLost("upstream-answer-lost"), times=times, taken=taken)
        else:
            self.upstream.fail(Unavailable("upstream-unreachable"), times=times)

    @rule()
    def night(self) -> None:
        self.sync()

    @rule(data=st.data(), told=st.booleans())
    def morning(self, data: st.DataObject, told: bool) -> None:
        """An officer approves what is true, with what the paper says or with as little as will do."""
        with self.app() as app:
            waiting = [one for one in app.holds().all().holds if one.decision is None]
            if not waiting:
                return
            one = data.draw(st.sampled_from(waiting))
            said = self.answer(one.hold, told=told)
            if said is not None:
                app.holds().answer(Chosen(ids=[one.id]), said)

    def answer(self, hold: Hold, *, told: bool) -> Said | None:
        """What somebody who knows the truth says to a question."""
        member = self.by_name.get(str(hold.details.get("name")))
        if member is None or not member.papers or member.in_dispute:
            return None
        last = member.papers[-1]
        facts = {"decision_no": last.number, "reason": "Theo đề nghị"}
        if last.type == "transfer_out":
            facts["destination"] = last.destination
        match hold.code:
            case "unit-changed" | "transfer-letter-missing" if hold.details["new"] == member.unit:
                self.approved.add((member.number, member.unit))
                letter = member.came_by
                more = {"decision_no": letter.number} if told and letter else {}
                return Said(Answer.APPROVE, "Đã gặp", on=letter.on if told and letter else None, facts=more)
            case "missing" if last.type in (*GOES, "transfer_out") and not member.ours:
                self.approved.add((member.number, member.unit))
                self.removed.add(member.number)
                return Said(Answer.APPROVE, "Đã gặp", last.type, last.on, facts)
            case "gone-but-listed" if member.status in GOES.values():
                return Said(Answer.APPROVE, "Đã gặp")
        return None

    @property
    def by_name(self) -> dict[str, Member]:
        return {member.row["full_name"]: member for member in self.province.members}

    def app(self) -> App:
        return App(self.settings, _upstream=self.upstream)

    def sync(self, *, again: bool = False) -> SyncReport:
        self.sound = False
        self.province.write()
        faulty = bool(self.upstream._faults)
        with self.app() as app:
            report = app.sync(retry_refused=again)
            assert report.plan is not None
            assert all(one.tally.balanced for one in report.plan.lists), "a row is not accounted for"
            delivery = report.delivery
            in_doubt = faulty or delivery is None or delivery.unknown or delivery.pending or delivery.stopped
            if not in_doubt:
                self.assert_ledger(app)
            today = date.today()  # noqa: DTZ011
            figures = app.reports().movements(today, today)
            assert all(one.balanced for one in figures.units), [one for one in figures.units if not one.balanced]
        self.assert_held()
        self.refused = self.upstream.turned_down()
        self.sound = True
        return report

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────

    def held(self) -> dict[str, RemotePerson]:
        found = {str(one.record["national_id"]): one for one in self.upstream.held.values()}
        assert len(found) == len(self.upstream.held), "somebody is held twice"
        return found

    def assert_held(self) -> None:
        held = self.held()
        lives = {member.number: member for member in self.province.members}
        for number, one in held.items():
            lines = [line for line in self.province.lines(lives[number]) if line.complete]
            kinds = {line.paper.type for line in lines}
            if one.status in GONE:
                proper = {movement for movement, status in GOES.items() if status == one.status.value}
                assert kinds & proper or number in self.removed, "somebody was removed without a paper"
            before = self.placed.get(number, one.unit)
            if one.unit != before:
                named = {line.paper.destination or line.paper.unit for line in lines}
                assert one.unit in named or (number, one.unit) in self.approved, "moved without a paper"
        self.placed = {number: one.unit for number, one in held.items()}
        assert all(count == 1 for count in self.upstream.effects.values()), "an operation took effect twice"

    def assert_ledger(self, app: App) -> None:
        """The ledger says what the upstream holds: never more."""
        held = self.held()
        for entry in app.store.ledger.scan():
            one = held[str(entry.record["national_id"])]
            if one.status is Status.TRANSFER_OUT_PENDING:
                before = Status.TRANSFERRED_OUT if one.unit == ELSEWHERE else Status.ACTIVE
                assert entry.status is before, "in the ledger a transfer is done before the receiver confirms"
            elif entry.status is Status.TRANSFERRED_OUT:
                assert (one.status, one.unit) == (Status.ACTIVE, ELSEWHERE)
            else:
                assert (entry.status, entry.unit) == (one.status, one.unit)

    def in_step(self, member: Member) -> bool:
        one = self.held().get(member.number)
        return one is not None and self.seen(one) == self.truth(member)

    @staticmethod
    def seen(one: RemotePerson) -> tuple[str, str, dict[str, str]]:
        return one.status.value, one.unit, {name.value: day for name, day in one.overlays.items()}

    @staticmethod
    def truth(member: Member) -> tuple[str, str, dict[str, str]]:
        return member.status, member.unit, member.overlays

    def settle(self) -> None:
        """All papers are written, lists are true, faults are over; syncs go on; the upstream holds the true lives."""
        self.province.correct()
        self.upstream._faults.clear()
        self.upstream.receive("now")
        report = self.sync(again=True)
        for _ in range(ROUNDS - 1):
            assert report.delivery is not None
            if not report.delivery.sent and not report.delivery.answered:
                break
            report = self.sync(again=True)
        assert report.delivery is not None
        assert report.delivery.sent == 0, "a second run sends"
        assert report.plan is not None
        assert not +Counter(report.plan.holds_total), report.plan.holds
        held = self.held()
        for member in self.province.members:
            one = held.get(member.number)
            if one is None:
                assert not member.ours, "a member is not held"
                continue
            self.assert_life(member, one)
            self.assert_record(member, one)
            self.assert_told_once(member)

    def assert_life(self, member: Member, one: RemotePerson) -> None:
        """Status, unit and overlays are the true ones. Who left before the papers of their last transfers were
        written left from where the record had them: the upstream moves nobody who is gone. Overlays of somebody who
        was let go to others are theirs to tell: those of ours that came too late are said, and not told."""
        if member.status in GOES.values():
            been = {unit for paper in member.papers for unit in (paper.unit, paper.destination, paper.origin)}
            assert (one.status.value, dict(one.overlays)) == (member.status, {}), (member.number, member.status)
            assert one.unit in been
            return
        if member.unit == ELSEWHERE:
            assert (one.status.value, one.unit) == (member.status, member.unit), (member.number, self.seen(one))
            begun = {OPENS[paper.type] for paper in member.papers if paper.type in OPENS}
            assert {overlay.value for overlay in one.overlays} <= begun
            return
        status, unit, overlays = self.seen(one)
        past = self.left_open(member)
        seen = {name: day for name, day in overlays.items() if name not in past}
        true = {name: day for name, day in member.overlays.items() if name not in past}
        assert (status, unit, seen) == (member.status, member.unit, true), (member.number, overlays, member.overlays)

    def left_open(self, member: Member) -> set[str]:
        """Overlays that somebody's leaving ended which the upstream was past when its paper came: that is said."""
        told = Counter(self.upstream.done[member.number])
        left = [paper.on for paper in member.papers if paper.type in GOES and not told[paper.type]]
        opened = (paper for paper in member.papers if left and paper.type in OPENS and paper.on < left[-1])
        return {OPENS[paper.type] for paper in opened}

    def assert_told_once(self, member: Member) -> None:
        """No movement took effect that did not take place, and none more often."""
        told = Counter(self.upstream.done[member.number])
        took_place = Counter("transfer" if paper.transfers else paper.type for paper in member.papers)
        told["transfer"] += told.pop("transfer_in", 0)
        assert told <= took_place, (told, took_place)

    @staticmethod
    def assert_record(member: Member, one: RemotePerson) -> None:
        assert one.record["full_name"] == member.row["full_name"]
        if member.ours:
            assert one.record["phone"] == member.row["phone"]


def prepare_office(folder: Path, make: Callable[[Path], str]) -> None:
    """An office whose state is made once, to be copied for each example."""
    text = f'[upstream]\nurl = "http://127.0.0.1:1"\n[run]\ndead_after_attempts = 1000\n{make(folder)}'
    (folder / "yumsync.toml").write_text(text, "utf-8")
    write_key_file(folder / "yumsync.key")
    prepare(load_settings(folder / "yumsync.toml"))


def test_whatever_is_written_down_when_the_upstream_ends_up_true(tmp_path: Path) -> None:
    Lives.prepared = tmp_path
    prepare_office(tmp_path, lambda folder: Province(folder).settings())
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
