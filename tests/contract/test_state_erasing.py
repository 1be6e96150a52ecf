"""Somebody is erased: nothing of theirs is left, not even sealed, and nothing of anybody else is lost."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from config.charter import load_movements
from state import engine
from state.purging import KEPT
from state.store import SqlStore
from state.tables import metadata
from sync.errors import Busy, LeaseLost, StateError
from sync.movements.figures import unbalanced
from sync.ports import SeenRows
from sync.values import Answer, Hold, OfficerDecision, Outcome, PersonId, Place
from tests.contract.state_support import (
    LIST,
    Database,
    claim,
    drain,
    key_of,
    known,
    make_database,
    people,
    planned,
    released,
    staged,
    verdicts,
)
from tests.contract.test_figures import Office, run

__all__ = ["make_database"]

LAN = "Nguyễn Thị Lan"
LETTER = "07-CV/ĐTN"
SEALED = (
    "SELECT payload FROM record",
    "SELECT identity FROM record",
    "SELECT answer FROM ledger WHERE answer IS NOT NULL",
    "SELECT words FROM operation WHERE words IS NOT NULL",
    "SELECT words FROM batch WHERE words IS NOT NULL",
    "SELECT body FROM hold",
    "SELECT body FROM decision",
    "SELECT digest FROM operation WHERE digest IS NOT NULL",
    "SELECT hash FROM identifier",
    "SELECT hash FROM identifier_inbox",
)


def is_lan(told: str) -> bool:
    return LAN in told


def erase(store: SqlStore, person: PersonId) -> None:
    store.erasures.erase(person, is_lan, decision_no=LETTER, reason="Người ấy đề nghị")
    store.erasures.purge()


def sealed(database: Database) -> set[bytes]:
    """Every sealed value and every keyed hash the database shows."""
    with database.raw() as connection:
        return {bytes(row[0]) for query in SEALED for row in connection.execute(text(query))}


def on_disk(database: Database) -> bytes:
    """Every byte the database keeps, but the log that is its administrator's."""
    if database.is_sqlite:
        return b"".join(path.read_bytes() for path in database.file.parent.glob("state.db*"))
    with database.raw() as connection:
        folder = Path(str(connection.execute(text("SHOW data_directory")).scalar_one()))
        name = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    with database.raw() as connection:
        connection.exec_driver_sql("CHECKPOINT")
    return b"".join(path.read_bytes() for path in (folder / "base" / str(name)).iterdir() if path.is_file())


def decision(
    person: PersonId | None, about: dict[PersonId, bytes], question: int, reason: str = ""
) -> OfficerDecision:
    return OfficerDecision(
        question=bytes([question]) * 16,
        code="ambiguous-identity",
        key="ambiguous-identity:00",
        answer=Answer.SAME_AS if person else Answer.LEAVE,
        person=person,
        about=about,
        after=b"\3" * 32,
        reason=reason,
        name="" if person else LAN,
        place=Place(LIST, "lists/phuong-1.xlsx", "DS", 7),
    )


@pytest.fixture(autouse=True)
def leave_deleted_rows_where_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """As SQLite does unless it was built otherwise, which some systems do."""
    monkeypatch.setattr(engine, "SQLITE_SETTINGS", (*engine.SQLITE_SETTINGS, "PRAGMA secure_delete=OFF"))


@pytest.fixture(name="history")
def make_history(database: Database) -> tuple[SqlStore, PersonId, list[PersonId]]:
    """A store with somebody in every place a person can be kept in, and others beside them."""
    store = database.holder(who="quan.tri")
    lan, hoa, binh = store.registry.allocate(3)
    others = people(store, 5)
    released(
        store,
        staged(lan, LAN, keys=[key_of("079204000001")]),
        staged(hoa, "Trần Thị Hoa", keys=[key_of("079204000002")]),
        *others,
    )
    batch = claim(store)
    store.outbox.settle(batch, [replace(one, member_code=f"DV-{at}") for at, one in enumerate(verdicts(batch))])
    second = released(store, staged(lan, LAN, phone="0900000001"), staged(binh, "Lê Bình"), lists=("khac",))
    batch = claim(store)
    first, other = batch.ids
    store.outbox.settle(
        batch,
        [
            replace(verdicts(batch)[0], operation=first, outcome=Outcome.REJECTED, words=f"{LAN} đã có"),
            replace(
                verdicts(batch)[0], operation=other, outcome=Outcome.REJECTED, words=f"Trùng số với {LAN}", code="dup"
            ),
        ],
    )
    store.runs.finish(second.number, 0, {})
    store.decisions.record(decision(lan, {lan: b"\1" * 16, hoa: b"\2" * 16}, 1, f"{LAN} nói vậy"))
    store.decisions.record(decision(hoa, {lan: b"\1" * 16, hoa: b"\2" * 16}, 2, f"khác {LAN}"))
    store.decisions.record(decision(None, {lan: b"\1" * 16}, 3))
    third = store.runs.start("sync", "cron")
    place = Place(LIST, "", "", 3)
    store.plans.hold(
        third.number,
        [
            Hold("missing", f"missing:{lan}", place, person=lan, details={"name": LAN}),
            Hold("ambiguous-identity", "ambiguous-identity:aa", place, candidates=(hoa, lan)),
            Hold("duplicate", "duplicate:bb", place, person=hoa, stated={"full_name": LAN}),
            Hold("missing", f"missing:{binh}", place, person=binh, details={"name": "Lê Bình"}),
        ],
    )
    rows = array("q", [hoa, lan, binh, lan])
    store.seen.propose(third.number, LIST, SeenRows(b"".join(bytes([at]) * 16 for at in range(1, 5)), rows))
    store.runs.planned(third.number, {}, b"seal", [LIST])
    store.runs.release(third.number)
    store.runs.finish(third.number, 0, {})
    return store, lan, [hoa, binh, *(one.operation.person for one in others)]


def test_nothing_of_the_person_is_left_and_nothing_of_others_lost(
    database: Database, history: tuple[SqlStore, PersonId, list[PersonId]]
) -> None:
    store, lan, others = history
    planned(store, staged(lan, LAN, email="moi@example.test"))
    if not database.is_sqlite:  # as the server does by itself sooner or later: it keeps samples of every column
        with database.raw() as connection:
            connection.exec_driver_sql("ANALYZE")
    before, entries = sealed(database), store.ledger.entries(others)
    assert all(value in on_disk(database) for value in before if value), "what is searched for can be found"
    theirs = {bytes(one) for one in _theirs(database, lan)}
    assert len(theirs) > 5
    erase(store, lan)

    left, after = on_disk(database), sealed(database)
    assert [value for value in theirs if value in left] == []
    assert [value for value in before - after if value in left] == [], "what was sealed anew is not there twice"
    assert store.ledger.entries([lan]) == {}
    assert store.ledger.entries(others) == entries
    assert store.histories.operations(lan) == []
    assert store.registry.find([key_of("079204000001")]) == {}
    assert store.registry.find([key_of("079204000002")]) == {key_of("079204000002"): frozenset({others[0]})}
    seen = store.seen.load(LIST)
    assert list(seen.persons) == others[:2]
    assert bytes(seen.fingerprints)[:16] == b"\1" * 16
    assert [(one.hold.code, one.hold.person) for one in store.plans.holds()] == [("missing", others[1])]
    assert [run.state for run in store.runs.list(1)] == ["superseded"]
    assert [one.words for one in store.outbox.refused(others).values()] == ["dup"]
    assert store.journal.verify()[1] is None
    (entry,) = [one for one in store.journal.entries() if one.event == "person.erased"]
    assert (entry.who, dict(entry.facts)) == ("quan.tri", {"person": lan, "decision_no": LETTER})
    with database.raw() as connection:
        for table in metadata.sorted_tables:
            if "person" in table.c and table.name not in {"tombstone", "tombstone_key"}:
                found = connection.execute(table.select().where(table.c.person == lan)).all()
                assert found == [], table.name


def _theirs(database: Database, person: PersonId) -> Iterator[bytes]:
    with database.raw() as connection:
        for query in (
            "SELECT payload FROM record JOIN operation USING (no) WHERE person = :person",
            "SELECT digest FROM operation WHERE person = :person",
            "SELECT words FROM operation WHERE person = :person AND words IS NOT NULL",
            "SELECT answer FROM ledger WHERE person = :person AND answer IS NOT NULL",
            "SELECT body FROM hold WHERE key = 'missing:' || :text",
            "SELECT body FROM decision WHERE person = :person",
        ):
            bound = {"text": str(person)} if ":text" in query else {"person": person}
            yield from connection.execute(text(query), bound).scalars()


def test_what_others_decisions_say_of_them_is_taken_out(history: tuple[SqlStore, PersonId, list[PersonId]]) -> None:
    store, lan, others = history
    erase(store, lan)
    about_lan, about_hoa, left = store.decisions.every()
    assert (about_hoa.person, dict(about_hoa.about), about_hoa.reason) == (others[0], {others[0]: b"\2" * 16}, "")
    assert about_hoa.ended is None
    for made in (about_lan, left):
        assert (made.person, dict(made.about), made.reason, made.name) == (None, {}, "", "")
        assert made.place == Place("")
        assert made.ended is not None
    assert [one.number for one in store.decisions.standing()] == [about_hoa.number]


def test_a_tombstone_tells_when_by_whom_and_why_and_knows_them_again(
    database: Database, history: tuple[SqlStore, PersonId, list[PersonId]]
) -> None:
    store, lan, _ = history
    assert store.erasures.under([key_of("079204000001")]) == {}
    erase(store, lan)
    (stone,) = database.store().erasures.tombstones()
    assert (stone.person, stone.who, stone.decision_no) == (lan, "quan.tri", LETTER)
    assert (stone.reason, stone.at) == ("Người ấy đề nghị", database.clock.now)
    asked = [key_of("079204000001"), key_of("079204000002")]
    assert store.erasures.under(asked) == {asked[0]: stone}
    with pytest.raises(StateError):
        store.erasures.erase(lan, is_lan, decision_no=LETTER, reason="")


@pytest.mark.parametrize("state", ["sent", "unknown", "accepted", "another's"])
def test_nobody_is_erased_while_a_batch_that_holds_them_is_unsettled(database: Database, state: str) -> None:
    store = database.holder()
    made = people(store, 2)
    released(store, *made)
    batch = claim(store)
    if state == "unknown":
        store.outbox.unknown(batch, "timeout")
    elif state == "accepted":
        store.outbox.settle(batch, verdicts(batch, Outcome.ACCEPTED))
    elif state == "another's":
        store.outbox.settle(batch, [*verdicts(batch)[:1], replace(verdicts(batch)[1], outcome=Outcome.ACCEPTED)])
    person = made[0].operation.person
    assert store.erasures.blocking(person) == [batch.key]
    count = len(list(store.journal.entries()))
    with pytest.raises(StateError) as refused:
        erase(store, person)
    assert refused.value.code == "erase-unsettled"
    assert len(store.histories.operations(person)) == 1
    assert len(list(store.journal.entries())) == count
    store.outbox.settle(batch, verdicts(batch))
    erase(store, person)
    assert store.ledger.entries([person]) == {}


def test_what_waits_to_be_sent_never_goes(database: Database) -> None:
    store = database.holder()
    made = people(store, 3)
    released(store, *made)
    erase(store, made[1].operation.person)
    assert drain(store) == 2


def test_without_the_lease_nothing_is_erased(database: Database) -> None:
    (person,) = known(database.holder())
    with pytest.raises(LeaseLost):
        database.store().erasures.erase(person, is_lan, decision_no="", reason="")


def test_bytes_are_owed_until_they_are_gone(database: Database) -> None:
    """Whoever reads just then holds it up; the next try goes on from there."""
    store = database.holder()
    first, _ = known(store, 2)
    store.erasures.erase(first, is_lan, decision_no=LETTER, reason="")
    assert database.store().erasures.unpurged()
    with database.raw() as reading:
        if database.is_sqlite:  # its driver begins no transaction for a query alone
            reading.exec_driver_sql("BEGIN")
        reading.exec_driver_sql("SELECT * FROM operation").all()
        with pytest.raises(Busy):
            store.erasures.purge()
        assert store.erasures.unpurged()
    store.erasures.purge()
    assert not store.erasures.unpurged()


@pytest.mark.parametrize("seed", range(3))
def test_every_unit_balances_as_if_they_had_never_been_there(database: Database, seed: int) -> None:
    store, office = database.holder(), Office(Random(seed))
    everybody = list(store.registry.allocate(16))
    ends, stood = [database.clock.now], [dict(office.place)]
    for _ in range(6):
        database.clock.advance(24 * 3600)
        store.lease.acquire(60)
        run(store, office, everybody)
        ends.append(database.clock.now)
        stood.append(dict(office.place))
    database.clock.advance(60)
    store.lease.acquire(60)
    gone = set(everybody[:3])
    for person in gone:
        erase(store, person)
    moments = [*(one.replace(microsecond=1) for one in ends[1:]), database.clock.now]
    for at, moment in enumerate(moments[:-1], start=1):
        units = [unit for person, (status, unit) in stood[at].items() if status.on_list and person not in gone]
        assert dict(store.ledger.strength_at(moment)) == {unit: units.count(unit) for unit in set(units)}
    for start in range(len(moments) - 1):
        for end in range(start + 1, len(moments) - 1):
            moved = store.ledger.moved(moments[start], moments[end])
            before, after = (store.ledger.strength_at(moments[one]) for one in (start, end))
            assert unbalanced(before, after, moved, load_movements()) == []


def test_every_table_is_thought_of() -> None:
    """A new table may hold somebody: say here that erasing reaches it, or in `KEPT` that it never does."""
    reached = {"operation", "record", "ledger", "strength", "identifier", "identifier_inbox", "seen", "hold"}
    reached |= {"decision", "batch", "tombstone", "tombstone_key"}
    impersonal = {"name", "run", "unit", "unit_code", "unit_link", "unit_former"}
    assert reached.isdisjoint(KEPT)
    assert reached | impersonal | KEPT == {table.name for table in metadata.sorted_tables}
