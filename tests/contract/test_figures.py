"""The movement identity over real states: whatever was carried out, every unit balances in every period.

People and units are fabricated, and move at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

import pytest

from config.charter import load_movements
from state.store import SqlStore
from sync.charter import Status
from sync.movements.figures import figures, finding, lines, unbalanced
from sync.ports import MovedCount, StagedOperation
from sync.values import Limits, OperationType, Outcome, Paper, PersonId, Severity
from tests.contract.state_support import Database, encode, make_database, staged, verdicts
from yumsync.reporting import Reports

__all__ = ["make_database"]

UNITS = ("Chi đoàn 1, Đoàn xã Mẫu", "Chi đoàn 2, Đoàn xã Mẫu", "Chi đoàn 1, Đoàn xã Thử")
FAR = "Đoàn xã Xa, Tỉnh đoàn Khác"
RULES = load_movements()
ACTIVE = Status.ACTIVE
T = OperationType
GONE_BY = {T.MATURE: "matured", T.STRIKE_OFF: "struck_off", T.EXPEL: "expelled", T.DECEASE: "deceased"}


@dataclass
class Office:
    """Where everybody stands, as whoever keeps the books by hand would know it."""

    random: Random
    place: dict[PersonId, tuple[Status, str]] = field(default_factory=dict)
    booked: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def strength(self) -> Counter[str]:
        return Counter(unit for status, unit in self.place.values() if status.on_list)

    def change(self, person: PersonId, *, done: bool) -> StagedOperation:
        """Something that may happen to a person; it is booked where it is carried out."""
        status, unit = self.place.get(person, (Status.NOBODY, ""))
        type_, after, then, booked = self.random.choice(list(self.possible(status, unit)))
        if done:
            self.place[person] = (after, then)
            self.booked.update(booked)
        rest = replace(
            staged(person, "Trần Văn Mẫu", unit=then).operation,
            type=type_,
            status=after,
            left=unit if unit and unit != then else "",
            paper=None if type_ is T.UPSERT else Paper(self.random.randbytes(16), {"on": "2026-03-26"}),
        )
        return StagedOperation(rest, ())

    def possible(
        self, status: Status, unit: str
    ) -> Iterator[tuple[OperationType, Status, str, list[tuple[str, str]]]]:
        new = self.random.choice(UNITS)
        if status is Status.NOBODY:
            yield T.UPSERT, ACTIVE, new, [(new, "listed")]
            yield T.TEMPORARY_IN, ACTIVE, new, [(new, "listed")]
            yield T.ADMIT, ACTIVE, new, [(new, "admitted")]
            yield T.TRANSFER_IN, ACTIVE, new, [(new, "transferred_in")]
        elif status.on_list:
            other = self.random.choice([one for one in UNITS if one != unit])
            yield T.UPSERT, ACTIVE, unit, []
            yield T.AWAY, ACTIVE, unit, []
            yield T.TRANSFER, ACTIVE, other, [(unit, "transferred_out"), (other, "transferred_in")]
            yield T.REORGANISE, ACTIVE, other, [(unit, "reorganised_out"), (other, "reorganised_in")]
            yield T.TRANSFER, Status.TRANSFERRED_OUT, FAR, [(unit, "transferred_out")]
            for type_, line in GONE_BY.items():
                yield type_, RULES[type_.value].to or ACTIVE, unit, [(unit, line)]
        elif status is Status.TRANSFERRED_OUT:
            yield T.TRANSFER, ACTIVE, new, [(new, "transferred_in")]
        elif status in {Status.STRUCK_OFF, Status.EXPELLED}:
            yield T.READMIT, ACTIVE, new, [(new, "readmitted")]
            yield T.DECEASE, Status.DECEASED, unit, []
        else:  # one who left long ago has died: no list has one fewer
            yield T.DECEASE, Status.DECEASED, unit, []


def run(store: SqlStore, office: Office, everybody: list[PersonId]) -> None:
    chosen = office.random.sample(everybody, 12)
    refused = set(chosen[:2])
    run_info = store.runs.start("sync", "thu.ky")
    operations = [office.change(one, done=one not in refused) for one in chosen]
    store.plans.stage(run_info.number, operations)
    store.runs.planned(run_info.number, {}, b"seal", ["ds"])
    store.runs.release(run_info.number)
    while (batch := store.outbox.claim(Limits(100), encode)) is not None:
        whose = {info.number: info.person for info in store.plans.operations(run_info.number)}
        outcome = {True: Outcome.REJECTED, False: Outcome.APPLIED}
        told = [
            replace(verdict, outcome=outcome[whose[number] in refused])
            for verdict, number in zip(verdicts(batch), batch.operations, strict=True)
        ]
        store.outbox.settle(batch, told)
    store.runs.finish(run_info.number, 0, {})


@pytest.mark.parametrize("seed", range(4))
def test_every_unit_balances_in_every_period(database: Database, seed: int) -> None:
    """And the lines are those somebody who kept books by hand would have."""
    store, office = database.holder(), Office(Random(seed))
    everybody = list(store.registry.allocate(20))
    first = database.clock().astimezone().date()
    strengths, books = [Counter[str]()], [Counter[tuple[str, str]]()]
    for _ in range(8):
        database.clock.advance(24 * 3600)
        store.lease.acquire(60)
        run(store, office, everybody)
        strengths.append(office.strength)
        books.append(office.booked.copy())
    days = [first + timedelta(days=number) for number in range(len(books))]
    reports = Reports(store, {}, lambda: None)
    for start in range(1, len(days)):
        for end in range(start, len(days)):
            found = reports.movements(days[start], days[end])
            assert [one for one in found.units if not one.balanced] == []
            assert {one.unit: one.closing for one in found.units if one.closing} == dict(strengths[end])
            assert {one.unit: one.opening for one in found.units if one.opening} == dict(strengths[start - 1])
            counted = {(one.unit, line): many for one in found.units for line, many in one.lines.items() if many}
            assert counted == dict(books[end] - books[start - 1])
            assert found.total.balanced
    whole = reports.movements(first, date(2100, 1, 1))
    assert whole.total.closing == office.strength.total()


def test_a_run_counts_on_the_day_it_ended(database: Database) -> None:
    """One that works past midnight is not torn in two."""
    store = database.holder()
    office = Office(Random(1))
    database.clock.now = database.clock.now.astimezone().replace(hour=23, minute=59, second=50)
    before = database.clock.now.date()
    info = store.runs.start("sync", "thu.ky")
    store.plans.stage(info.number, [office.change(one, done=True) for one in store.registry.allocate(3)])
    store.runs.planned(info.number, {}, b"seal", ["ds"])
    store.runs.release(info.number)
    batch = store.outbox.claim(Limits(10), encode)
    assert batch is not None
    store.outbox.settle(batch, verdicts(batch))
    database.clock.advance(20)
    store.runs.finish(info.number, 0, {})
    reports = Reports(store, {}, lambda: None)
    assert reports.movements(before, before).units == []
    after = reports.movements(before + timedelta(days=1), before + timedelta(days=1))
    assert (after.total.opening, after.total.closing, after.total.balanced) == (0, 3, True)


def test_who_came_or_went_unexplained_is_said() -> None:
    unit = UNITS[0]
    moved = [MovedCount(T.ADMIT, unit, "", ACTIVE, True, 2)]
    (found,) = unbalanced({unit: 5, UNITS[1]: 4}, {unit: 8, UNITS[1]: 4}, moved, RULES)
    assert (found.unit, found.expected, found.closing) == (unit, 7, 8)
    told = finding(found)
    assert (told.code, told.severity) == ("movements-unbalanced", Severity.WARNING)
    assert dict(told.details) == {"unit": unit, "opening": 5, "expected": 7, "closing": 8}
    assert unbalanced({unit: 5}, {unit: 7}, moved, RULES) == []


def test_every_operation_is_counted_or_known_to_change_nothing() -> None:
    """A new operation must be thought of: what moves nobody is named here."""
    nothing = {
        T.UPSERT,
        T.TEMPORARY_OUT,
        T.TEMPORARY_IN,
        T.TEMPORARY_END,
        T.AWAY,
        T.RETURNED,
        T.EXTEND,
        T.PARTY_ADMIT,
    }
    for type_ in OperationType:
        left = UNITS[1] if type_ in {T.TRANSFER, T.REORGANISE, T.REBASE} else ""
        one = MovedCount(type_, UNITS[0], left, ACTIVE, False, 1)
        assert bool(list(lines(one, RULES))) == (type_ not in nothing), type_
    assert figures({}, {}, [], RULES) == []
