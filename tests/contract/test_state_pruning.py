"""The state's contract: old entries go, their links stay, and nothing else can remove an entry, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from state.heads import Heads
from state.store import SqlStore
from sync.audit import Fingerprint, Flaw, Head, Misfit
from sync.ports import Stretch
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    Database,
    make_database,
)
from tests.contract.test_state_heads import finished, unguarded


def told(database: Database, runs: int = 3) -> SqlStore:
    """A journal of one run a day; a run is started, planned and finished, and supersedes the plan before."""
    store = database.holder()
    for _ in range(runs):
        finished(store)
        database.clock.advance(86_400)
    return store


def test_what_is_pruned_ends_with_a_signed_entry_before_the_day(database: Database) -> None:
    """Runs end with entries 3, 7 and 11; on the third day the run began with entries 8 and 9."""
    store = told(database)
    now = database.clock.now
    days = [store.archive.prunable(now - timedelta(days=back)) for back in (4, 2.5, 2, 1.5, 0)]
    assert days == [None, Stretch(1, 3), Stretch(1, 3), Stretch(1, 7), Stretch(1, 11)]


def test_a_pruned_journal_proves_itself_from_its_first_entry_on(database: Database) -> None:
    """The links of the entries stay, and every fingerprint that was ever printed can still be compared."""
    store = told(database)
    printed = [Head(entry.number, entry.at, entry.hash).fingerprint for entry in store.journal.entries()]
    store.archive.prune(Stretch(1, 7))
    left = list(store.journal.entries())
    assert [entry.number for entry in left] == [8, 9, 10, 11, 12]
    assert (left[-1].event, dict(left[-1].facts)["from"], dict(left[-1].facts)["to"]) == ("journal.pruned", 1, 7)
    examined = store.journal.examine()
    assert (examined.entries, examined.pruned, examined.heads, examined.covered) == (5, 7, 4, 12)
    for fingerprint in printed:
        assert store.journal.examine(fingerprint).misfits == []
    other = Fingerprint(printed[4].number, bytes(15))
    assert store.journal.examine(other).misfits == [Misfit(Flaw.OTHER_HISTORY, 1, 5)]


def test_pruning_goes_on_where_it_ended(database: Database) -> None:
    store = told(database)
    store.archive.prune(Stretch(1, 3))
    finished(store)
    store.archive.prune(Stretch(4, 12))
    examined = store.journal.examine()
    assert (examined.pruned, examined.misfits) == (12, [])
    assert [one.number for one in store.archive.links()] == list(range(1, store.journal.signed() + 1))


@pytest.mark.parametrize("stretch", [Stretch(2, 3), Stretch(1, 4), Stretch(1, 99)])
def test_only_the_oldest_up_to_a_signed_one_can_be_pruned(database: Database, stretch: Stretch) -> None:
    store = told(database, 2)
    with pytest.raises(ValueError, match="oldest"):
        store.archive.prune(stretch)
    assert store.journal.examine().pruned == 0


def test_what_breaks_off_in_the_middle_prunes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    store = told(database, 2)

    def fail() -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(store.journal, "sign", fail)
        with pytest.raises(ZeroDivisionError):
            store.archive.prune(Stretch(1, 3))
    assert store.journal.examine().misfits == []
    assert [entry.number for entry in store.journal.entries()] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE no = 12",
        "DELETE FROM journal WHERE no = 8",
        "DELETE FROM journal_link WHERE no = 7",
        "UPDATE journal_link SET hash = content",
        "INSERT INTO journal_link SELECT no + 20, content, hash FROM journal_link WHERE no = 7",
        "INSERT INTO journal_link SELECT no, hash, previous FROM journal WHERE no = 8",
    ],
)
def test_the_database_refuses_all_but_pruning(database: Database, statement: str) -> None:
    """Also while the newest entry is one that tells of pruning: only what has its link may go."""
    store = told(database)
    store.archive.prune(Stretch(1, 7))
    with pytest.raises(DBAPIError, match="only grows"), database.raw() as connection:
        connection.execute(text(statement))
    assert store.journal.examine().misfits == []


def test_an_entry_cannot_go_after_pruning_was_over(database: Database) -> None:
    """Its link alone lets no entry be removed: the newest entry must be the one that tells of pruning."""
    store = told(database)
    store.archive.prune(Stretch(1, 7))
    store.journal.append("x.y", {})
    with database.raw() as connection:
        connection.execute(text("INSERT INTO journal_link SELECT no, hash, hash FROM journal WHERE no = 8"))
        with pytest.raises(DBAPIError, match="only grows"):
            connection.execute(text("DELETE FROM journal WHERE no = 8"))


LINKED = "INSERT INTO journal_link SELECT no, NULL, hash FROM journal WHERE no BETWEEN 8 AND {last}"

ATTACKS: dict[str, tuple[list[str], list[Misfit]]] = {
    "take more away, with links": (
        [LINKED.format(last=9), "DELETE FROM journal WHERE no IN (8, 9)"],
        [Misfit(Flaw.REMOVED, 8, 9)],
    ),
    "take the entry away that tells of it": (
        [LINKED.format(last=12), "DELETE FROM journal WHERE no BETWEEN 8 AND 12"],
        [Misfit(Flaw.REMOVED, 1, 12)],
    ),
    "take the links away": (["DELETE FROM journal_link"], [Misfit(Flaw.REMOVED, 1, 7)]),
    "take one link away": (["DELETE FROM journal_link WHERE no = 5"], [Misfit(Flaw.REMOVED, 5, 5)]),
    "take the last link away": (["DELETE FROM journal_link WHERE no = 7"], [Misfit(Flaw.REMOVED, 7, 7)]),
    "change what an entry said": (
        ["UPDATE journal_link SET content = hash WHERE no = 4"],
        [Misfit(Flaw.EDITED, 4, 4)],
    ),
    "change the hash of an entry": (
        ["UPDATE journal_link SET hash = content WHERE no = 4"],
        [Misfit(Flaw.EDITED, 4, 4), Misfit(Flaw.EDITED, 5, 5)],
    ),
    "no hash at all": (["UPDATE journal_link SET hash = '' WHERE no = 7"], [Misfit(Flaw.EDITED, 7, 7)]),
    "take a signature away": (["DELETE FROM journal_head WHERE no = 3"], [Misfit(Flaw.HEAD_REMOVED, 3, 3)]),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_removal_that_was_no_pruning_is_found(database: Database, name: str) -> None:
    statements, misfits = ATTACKS[name]
    store = told(database)
    store.archive.prune(Stretch(1, 7))
    assert store.journal.examine().misfits == []
    unguarded(database, *statements)
    found = store.journal.examine().misfits
    assert [one for one in misfits if one not in found] == []


def test_entries_from_before_there_were_salts_are_pruned_too(database: Database) -> None:
    """Of these only the hash is kept: what they said cannot be recomputed, and need not be, as they were signed."""
    store = told(database, 1)
    first = next(iter(store.journal.entries()))
    store.archive.prune(Stretch(1, 3))
    unguarded(database, "UPDATE journal_link SET content = NULL")
    assert store.journal.examine(Head(1, first.at, first.hash).fingerprint).misfits == []


def test_what_is_pruned_while_the_journal_is_examined_is_no_removal(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process prunes between the last page of entries and the heads."""
    store = told(database)
    reader = database.store()
    asked, waiting = Heads.all, [True]

    def late(self: Heads) -> object:
        if waiting:
            waiting.clear()
            store.archive.prune(Stretch(1, 7))
        return asked(self)

    monkeypatch.setattr(Heads, "all", late)
    examined = reader.journal.examine()
    assert (examined.entries, examined.pruned, examined.misfits) == (5, 7, [])
