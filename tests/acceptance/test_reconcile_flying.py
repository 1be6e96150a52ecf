"""What went out and was never answered is our own write, whatever waits behind it. All people are fabricated."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.ports import StagedOperation
from sync.reconciliation.differences import Standing
from sync.values import Change, LedgerEntry, Operation, OperationType, Outcome, Place, Verdict
from tests.acceptance.test_reconcile_sides import MEN, codes_of, compared, new_office, record, write
from tests.support.office import Office
from tests.support.standin import LiveStandin

IDENT = MEN[0]["national_id"]
SENT, WAITING, THIRD = "0911111111", "0922222222", "0933333333"


@pytest.fixture(name="office")
def make_office(tmp_path: Path, standin: LiveStandin) -> Office:
    """One change took effect at the centre and its answer was lost; another one of the same man waits behind it."""
    office = new_office(tmp_path / "office", standin)
    assert office.run("sync").code == 0
    with office.app() as app:
        store, upstream = app.store, app.upstream()
        entry = next(one for one in store.ledger.scan() if one.record["national_id"] == IDENT)
        store.lease.acquire(60)
        run = store.runs.start("sync", "thu.ky")
        store.plans.stage(run.number, [StagedOperation(changed(entry, phone), ()) for phone in (SENT, WAITING)])
        store.runs.planned(run.number, {}, b"", [])
        store.runs.release(run.number)
        with store.transaction():
            batch = store.outbox.claim(upstream.limits, upstream.encode)
        assert batch is not None
        upstream.send(batch.key, batch.body)
        store.outbox.settle(batch, [Verdict(one, Outcome.UNKNOWN) for one in batch.ids])
        store.lease.release()
    return office


def changed(entry: LedgerEntry, phone: str) -> Operation:
    return Operation(
        type=OperationType.UPSERT,
        person=entry.person,
        kind=entry.kind,
        unit=entry.unit,
        record={**entry.record, "phone": phone},
        changes=(Change("phone", entry.record["phone"], phone),),
        place=Place("doan-vien", "doan-vien.csv", row=2),
    )


def found(office: Office, *, lists: bool) -> tuple[Standing, str]:
    (one,) = compared(office, lists=lists)
    assert record(one)["national_id"] == IDENT
    return one.standing, one.settled_by


def test_what_waits_behind_it_does_not_make_it_the_centres_edit(office: Office) -> None:
    assert found(office, lists=False) == (Standing.BOTH_CHANGED, "upsert")


def test_what_waits_and_is_no_longer_wanted_does_not_hide_it(office: Office) -> None:
    """The list says again what was confirmed: what was pending from it does not count any more."""
    assert found(office, lists=True)[1] == "upsert"


def test_what_the_list_says_now_does_not_hide_it(office: Office) -> None:
    write(office, [{**MEN[0], "phone": THIRD}, *MEN[1:]])
    assert found(office, lists=True) == (Standing.BOTH_CHANGED, "upsert")


@pytest.mark.parametrize("lists", [False, True])
def test_an_edit_there_is_still_told(office: Office, standin: LiveStandin, lists: bool) -> None:
    write(office, [{**MEN[0], "phone": THIRD}, *MEN[1:]])
    standin.drift({"member_code": codes_of(standin)[IDENT], "fields": {"phone": "0999000111"}})
    assert found(office, lists=lists) == (Standing.BOTH_CHANGED, "")
