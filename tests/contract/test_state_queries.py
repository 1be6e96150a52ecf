"""Whatever a delivery asks again and again is answered from an index, also before any statistics are gathered."""

from __future__ import annotations

import pytest

from state import batches, claim, histories, ledger, outbox, papers, rebasing, reconciling, registry, settle, stored
from state.bulk import Statement, numbers
from state.tables import identifier
from tests.contract.state_support import Database, make_database, people, released  # noqa: F401 - a fixture

PEOPLE = [1, 2]
ASKED: list[tuple[str, Statement, list[object]]] = [
    ("the next operations", claim._NEXT, [500]),
    ("moving a batch on", settle._MOVE, [9, 0, PEOPLE, 1, 2, 3, 4, 5]),
    ("what follows a refused one", settle.OVERTAKE, [10, 0, PEOPLE, 1]),
    ("who is unsettled", outbox._UNSETTLED, []),
    ("who was refused", outbox._REFUSED, [PEOPLE]),
    ("each person's latest", stored._LATEST, [1, PEOPLE, 1]),
    ("what has no last verdict", stored._FLYING, [5]),
    ("what was given up", stored._GIVEN_UP, []),
    ("what was refused lately", stored._REJECTED_SINCE, [0, 1]),
    ("what is on its way of theirs", reconciling._OPEN, [PEOPLE, 1]),
    ("what papers they carry", papers._CARRIED, [PEOPLE]),
    ("what was accepted", batches._ACCEPTED, []),
    ("one person's history", histories._OF_PERSON, [1, "planned"]),
    ("what was confirmed earlier", ledger._EARLIER, [PEOPLE]),
    ("who of a rebase is in flight", rebasing._FLYING, [PEOPLE]),
    ("what a rebase forgets", rebasing._FORGET, [10, PEOPLE]),
    ("whose keys these are", registry._lookup(identifier, 2), ["national_id", b"a", b"b"]),
]


@pytest.mark.parametrize(("statement", "values"), [one[1:] for one in ASKED], ids=[one[0] for one in ASKED])
def test_no_table_is_read_whole(database: Database, statement: Statement, values: list[object]) -> None:
    store = database.holder()
    released(store, *people(store, 300))
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with store._session.reading() as connection:
        given = tuple(numbers(connection, PEOPLE) if value is PEOPLE else value for value in values)
        rows = connection.exec_driver_sql(explain + statement.text(connection.dialect), given).all()
    plan = "\n".join(str(row[-1]) for row in rows)
    for line in plan.splitlines():
        assert "Seq Scan" not in line, plan
        assert not line.startswith("SCAN") or "INDEX" in line, plan
    assert "Sort" not in plan or statement in {outbox._REFUSED, ledger._EARLIER}, plan
