"""The state's contract: one run writes, transactions are whole, and a lease that is lost stays lost."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

import pytest

from state.process import Process, is_gone, this_process
from state.store import open_store
from sync.errors import Busy, LeaseLost, StateError
from sync.values import Limits, OperationState
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    KEY,
    Database,
    claim,
    encode,
    make_database,
    people,
    planned,
    released,
    verdicts,
)

# ── the lease ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_run_is_told_who_holds_the_lease(database: Database) -> None:
    first, second = database.store(), database.store()
    assert second.lease.holder() is None
    first.lease.acquire(60)
    with pytest.raises(Busy) as caught:
        second.lease.acquire(60)
    assert caught.value.code == "lease-held"
    assert caught.value.details["pid"] == os.getpid()
    holder = second.lease.holder()
    assert holder is not None
    assert (holder.pid, holder.until) == (os.getpid(), database.clock.now + timedelta(seconds=60))


def test_a_lease_given_back_can_be_taken(database: Database) -> None:
    first, second = database.holder(), database.store()
    first.lease.release()
    first.lease.release()
    assert second.lease.holder() is None
    second.lease.acquire(60)
    first.lease.release()
    assert second.lease.holder() is not None


def test_each_transaction_renews_the_lease(database: Database) -> None:
    first, second = database.holder(), database.store()
    for _ in range(5):
        database.clock.advance(50)
        with first.transaction():
            pass
    with pytest.raises(Busy):
        second.lease.acquire(60)


def test_a_lease_that_ran_out_is_taken_over_and_the_first_run_stops(database: Database) -> None:
    first = database.holder()
    run = released(first, *people(first, 2))
    batch = claim(first)
    database.clock.advance(61)
    second = database.store()
    assert second.lease.holder() is None
    second.lease.acquire(60)
    for write in (
        lambda: first.outbox.settle(batch, verdicts(batch)),
        lambda: first.outbox.claim(Limits(), encode),
        lambda: first.runs.finish(run.number, 0, {}),
        lambda: first.journal.append("x.y", {}),
        lambda: first.registry.allocate(1),
        lambda: first.runs.start("sync", ""),
    ):
        with pytest.raises(LeaseLost):
            write()
    assert list(second.ledger.scan()) == []
    assert second.outbox.counts() == {OperationState.SENT: 2}
    # Giving back what is no longer ours does not take it from the other.
    first.lease.release()
    assert second.lease.holder() is not None


def test_who_lost_the_lease_is_told_so_and_not_what_became_of_the_plan(database: Database) -> None:
    first = database.holder()
    run = planned(first, *people(first, 1))
    database.clock.advance(61)
    second = database.holder()
    second.runs.start("sync", "")
    with pytest.raises(LeaseLost):
        first.runs.release(run.number)


def test_a_lease_that_ran_out_untaken_is_still_ours(database: Database) -> None:
    store = database.holder()
    database.clock.advance(3600)
    store.runs.start("sync", "")


def test_a_process_that_is_gone_does_not_keep_the_lease(database: Database) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    ours = this_process()
    start = _mark(child.pid)
    alive = Process(ours.host, child.pid, start)
    dead = open_store(database.url, KEY, clock=database.clock, process=alive)
    database.opened.append(dead)
    dead.lease.acquire(3600)
    with pytest.raises(Busy):
        database.store().lease.acquire(60)
    child.communicate(b"\n")
    database.store().lease.acquire(60)
    with pytest.raises(LeaseLost):
        dead.runs.start("sync", "")


def _mark(pid: int) -> str:
    """The mark of a process: ours, with that process's start time (field 22 of its stat)."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        started = file.read().rpartition(")")[2].split()[19]
    return this_process().mark.rpartition(":")[0] + ":" + started


def test_only_a_process_of_this_machine_can_be_seen_to_be_gone() -> None:
    ours = this_process()
    assert not is_gone(ours)
    boot, rest = ours.mark.split(":", 1)
    # The number was given to another process since.
    assert is_gone(Process(ours.host, ours.pid, ours.mark + "1"))
    assert not is_gone(Process("elsewhere.example.test", ours.pid, ours.mark + "1"))
    assert not is_gone(Process(ours.host, ours.pid, f"another-boot:{rest}"))
    assert not is_gone(Process(ours.host, ours.pid, f"{boot}:pid:[1]:1"))


# ── transactions ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_transaction_happens_whole_or_not_at_all(database: Database) -> None:
    store = database.holder()
    with suppress(ZeroDivisionError), store.transaction():
        store.journal.append("x.first", {})
        with store.transaction():
            store.journal.append("x.second", {})
        raise ZeroDivisionError
    assert list(store.journal.entries()) == []
    with store.transaction():
        store.journal.append("x.first", {})
        with store.transaction():
            store.journal.append("x.second", {})
    assert [entry.event for entry in store.journal.entries()] == ["x.first", "x.second"]


def test_half_a_transaction_is_not_kept_when_an_inner_failure_is_swallowed(database: Database) -> None:
    store = database.holder()

    def inner() -> None:
        with store.transaction():
            store.journal.append("x.inner", {})
            raise ZeroDivisionError

    def outer() -> None:
        with store.transaction():
            store.journal.append("x.outer", {})
            with suppress(ZeroDivisionError):
                inner()

    with pytest.raises(StateError) as caught:
        outer()
    assert caught.value.code == "state-doomed"
    assert list(store.journal.entries()) == []


def test_nobody_sees_a_transaction_under_way(database: Database) -> None:
    store, reader = database.holder(), database.store()
    with store.transaction():
        run = store.runs.start("sync", "")
        assert reader.runs.list() == []
        assert [info.number for info in store.runs.list()] == [run.number]
    assert [info.number for info in reader.runs.list()] == [run.number]


def test_reading_needs_no_lease_and_waits_for_nobody(database: Database) -> None:
    store, reader = database.holder(), database.store()
    run = released(store, *people(store, 2))
    with store.transaction():
        store.journal.append("x.y", {})
        assert reader.outbox.counts() == {OperationState.PENDING: 2}
        assert len(list(reader.plans.operations(run.number))) == 2
        assert reader.outbox.unanswered() == []
        assert reader.journal.verify()[1] is None


def test_another_process_that_keeps_the_database_locked_is_busy(database: Database) -> None:
    store, other = database.holder(), database.store(busy=0.05)
    with store.transaction():
        store.journal.append("x.y", {})
        with pytest.raises(Busy) as caught:
            other.journal.append("x.z", {})
    assert caught.value.code == "state-locked"
    other.journal.append("x.z", {})
    assert [entry.event for entry in store.journal.entries()] == ["x.y", "x.z"]


def test_closing_twice_is_safe(database: Database) -> None:
    store = database.store()
    store.close()
    store.close()
