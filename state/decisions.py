"""What officers decided about holds: kept for ever, read back before each plan while they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, null, select, text, update

from state.bulk import Insert, Statement, fixed
from state.codec import bound, dumps, loads
from state.journal import Journal
from state.paging import paged, pages
from state.session import Session, to_moment
from state.tables import STANDS, decision
from state.vault import Vault
from sync.errors import StateError
from sync.ports import Naming
from sync.values import Answer, OfficerDecision, PersonId, Place

_LAST = Statement(lambda _: select(func.coalesce(func.max(decision.c.no), fixed(0))))
_INSERT = Insert(decision, "no", "at", "who", "question", "code", "key", "choice", "person", "body")
_STANDING = Statement(lambda _: select(decision).where(text(STANDS)).order_by(decision.c.no))
_AFTER = Statement(
    lambda _: paged(select(decision).where(decision.c.no > bindparam("after")).order_by(decision.c.no)),
    *("after", "page_"),
)
_ONE = Statement(lambda _: select(decision).where(decision.c.no == bindparam("no_"), text(STANDS)), "no_")
_SAME_QUESTION = Statement(
    lambda _: select(decision.c.no).where(decision.c.question == bindparam("question_"), text(STANDS)), "question_"
)
_END = Statement(
    lambda _: (
        update(decision)
        .values(ended=bindparam("now_"), ended_by=bindparam("who_"))
        .where(decision.c.no == bindparam("no_"))
    ),
    *("now_", "who_", "no_"),
)


_REWRITE = Statement(
    lambda _: update(decision).values(body=bindparam("body_")).where(decision.c.no == bindparam("no_")),
    *("body_", "no_"),
)
_BLANK = Statement(
    lambda _: (
        update(decision)
        .values(
            question=bindparam("question_"),
            key=bindparam("key_"),
            person=null(),
            body=bindparam("body_"),
            ended=func.coalesce(decision.c.ended, bindparam("now_")),
            ended_by=func.coalesce(decision.c.ended_by, bindparam("who_")),
        )
        .where(decision.c.no == bindparam("no_"))
    ),
    *("question_", "key_", "now_", "who_", "body_", "no_"),
)
_NOBODY = bytes(16)


class Decisions:
    """The decisions of one store; the contract is `sync.ports.Decisions`."""

    def __init__(self, session: Session, vault: Vault, journal: Journal) -> None:
        self._session, self._journal = session, journal
        self._cipher = vault.cipher("decision")

    def record(self, made: OfficerDecision) -> OfficerDecision:
        """Keep a decision; one that stood for the same question is ended. Raises `LeaseLost` without the lease."""
        with self._session.fenced() as connection:
            replaced = [row.no for row in _SAME_QUESTION.run(connection, made.question).all()]
            number = int(_LAST.run(connection).scalar_one()) + 1
            now, who = self._session.now, self._session.who
            sealed = self._seal(replace(made, number=number))
            row = (number, now, who, made.question, made.code, made.key, made.answer.value, made.person, sealed)
            for earlier in replaced:
                _END.run(connection, now, who, earlier)
            _INSERT.run(connection, [row])
            facts: dict[str, object] = {
                "decision": number,
                "code": made.code,
                "answer": made.answer.value,
                "list": made.place.list,
                "person": made.person,
            }
            self._journal.append("hold.decided", {**facts, "replaces": replaced} if replaced else facts)
        return replace(made, number=number, who=who, at=to_moment(now))

    def withdraw(self, number: int) -> OfficerDecision | None:
        """End a decision that stands and return it; None when none of this number does. Raises `LeaseLost`."""
        with self._session.fenced() as connection:
            row = _ONE.run(connection, number).one_or_none()
            if row is None:
                return None
            now, who = self._session.now, self._session.who
            _END.run(connection, now, who, number)
            self._journal.append("hold.decision-withdrawn", {"decision": number})
        return replace(self._value(row), ended=to_moment(now), ended_by=who)

    def standing(self) -> Sequence[OfficerDecision]:
        """Return the decisions that stand, oldest first."""
        with self._session.reading() as connection:
            rows = _STANDING.run(connection).all()
        return [self._value(row) for row in rows]

    def every(self) -> Iterator[OfficerDecision]:
        """Yield all decisions ever made, oldest first, a page at a time."""
        for rows in pages(self._session, _AFTER, 0):
            yield from map(self._value, rows)

    def forget(self, person: PersonId, names: Naming) -> int:
        """Leave of every decision about a person only that it was made, and by whom; take them out of those about
        others, with the reason where it names them. In the transaction under way; return how many that were."""
        touched = 0
        with self._session.transaction() as connection:
            for made in list(self.every()):
                if made.person == person or (made.person is None and person in made.about):
                    left = replace(
                        made, question=_NOBODY, key=made.code, person=None, about={}, after=b"", reason="", name="",
                        place=Place(""), unit="", facts={},
                    )  # fmt: skip
                    sealed = self._seal(left)
                    now, who = self._session.now, self._session.who
                    _BLANK.run(connection, _NOBODY, made.code, now, who, sealed, made.number)
                elif person in made.about or names(made.reason) or any(map(names, filter(None, made.facts.values()))):
                    left = replace(
                        made,
                        about={one: mark for one, mark in made.about.items() if one != person},
                        reason="" if names(made.reason) else made.reason,
                        facts={name: value for name, value in made.facts.items() if not names(value or "")},
                    )
                    _REWRITE.run(connection, self._seal(left), made.number)
                else:
                    continue
                touched += 1
        return touched

    def _seal(self, made: OfficerDecision) -> bytes:
        return self._cipher.seal(_body(made), bound(0, made.number, made.person or 0))

    def _value(self, row: Any) -> OfficerDecision:
        person = None if row.person is None else PersonId(row.person)
        held = loads(self._cipher.open(row.body, bound(0, row.no, row.person or 0)))
        if (held["question"], held["choice"]) != (bytes(row.question).hex(), row.choice):
            raise StateError("state-damaged", reason="sealed decision")
        return OfficerDecision(
            question=bytes(row.question),
            code=row.code,
            key=row.key,
            answer=Answer(row.choice),
            person=person,
            about={PersonId(one): bytes.fromhex(mark) for one, mark in held["about"]},
            after=bytes.fromhex(held["after"]),
            reason=held["reason"],
            name=held["name"],
            place=Place(*held["place"]),
            unit=held["unit"],
            movement=held.get("movement", ""),
            facts=held.get("facts", {}),
            number=row.no,
            who=row.who,
            at=to_moment(row.at),
            ended=None if row.ended is None else to_moment(row.ended),
            ended_by=row.ended_by or "",
        )


def _body(made: OfficerDecision) -> bytes:
    """Return what of a decision is kept sealed."""
    place = made.place
    return dumps(
        {
            "about": [(person, mark.hex()) for person, mark in made.about.items()],
            "after": made.after.hex(),
            "reason": made.reason,
            "name": made.name,
            "place": (place.list, place.file, place.sheet, place.row, place.column),
            "unit": made.unit,
            "movement": made.movement,
            "facts": dict(made.facts),
            # Beside the row's own, so that a decision that was made to answer something else is noticed.
            "question": made.question.hex(),
            "choice": made.answer.value,
        }
    )
