"""Papers that operations carry: what was sent, or is on its way, about somebody's movements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import select, text

from state.bulk import Statement, among, fixed, numbers
from state.codec import TYPES, bound, loads
from state.names import Names
from state.sealed import Words
from state.session import Session
from state.tables import DEAD, FORGOTTEN, HELD, REJECTED, STATES, SUPERSEDED, operation, record, run
from state.vault import Vault
from sync.ports import CarriedPaper
from sync.values import OperationState, Paper, PersonId

_CHUNK = 1000

_CARRIED = Statement(
    lambda _: (
        select(
            operation.c.person,
            operation.c.no,
            operation.c.run,
            operation.c.type,
            operation.c.list,
            operation.c.unit,
            operation.c.left,
            operation.c.state,
            operation.c.paper,
            operation.c.words,
            record.c.payload,
        )
        .join_from(operation, run, run.c.no == operation.c.run)
        .join(record, record.c.no == operation.c.no)
        .where(
            among(operation.c.person, "people"),
            text("operation.paper IS NOT NULL"),
            operation.c.state.not_in(
                [fixed(one) for one in (HELD, SUPERSEDED, REJECTED + FORGOTTEN, DEAD + FORGOTTEN)]
            ),
            run.c.released.is_not(None),
        )
    ),
    "people",
)


class Papers:
    """The carried papers of one store."""

    def __init__(self, session: Session, vault: Vault, names: Names, words: Words) -> None:
        self._session, self._names, self._words = session, names, words
        self._payloads = vault.cipher("payload")

    def carried(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[CarriedPaper]]:
        """Return the papers of those people, in the order of their operations."""
        found: defaultdict[PersonId, list[CarriedPaper]] = defaultdict(list)
        for some in _chunks(persons):
            with self._session.reading() as connection:
                rows = _CARRIED.run(connection, numbers(connection, some)).all()
            for person, number, run_, type_, list_, unit, left, state, mark, words, payload in rows:
                facts = loads(self._payloads.open(payload, bound(run_, number, person))).get("paper", {})
                refused = STATES[state] is OperationState.REJECTED
                found[PersonId(person)].append(
                    CarriedPaper(
                        number=number,
                        type=TYPES[type_],
                        paper=Paper(bytes(mark), facts),
                        unit=self._names.text(unit),
                        left="" if left is None else self._names.text(left),
                        state=STATES[state],
                        list=self._names.text(list_),
                        refused=self._words.open(words, number) if refused else "",
                    )
                )
        return {person: sorted(papers, key=lambda one: one.number) for person, papers in found.items()}


def _chunks(persons: Collection[PersonId]) -> Iterator[list[PersonId]]:
    people = iter(persons)
    while some := list(islice(people, _CHUNK)):
        yield some
