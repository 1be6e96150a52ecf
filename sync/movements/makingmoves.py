"""From what follows from somebody's papers to the operations that tell the upstream.

Source: the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sync.charter import MovementRules
from sync.diff.decide import changes
from sync.movements.leaving import Move
from sync.movements.moving import MovingRow, Papers
from sync.movements.outlook import Going, brought_by
from sync.tables.fields import Knowledge
from sync.tables.groups import is_within
from sync.values import Change, LedgerEntry, ListKind, Operation, OperationType, PersonId, Record


@dataclass(frozen=True, slots=True)
class MakingMoves:
    """Makes the operations of one plan that carry papers."""

    papers: Papers
    rules: MovementRules
    knowledge: Knowledge

    def moves(
        self, person: PersonId, entry: LedgerEntry | None, goings: Sequence[Going], main: MovingRow | None
    ) -> Iterator[Move]:
        """Yield the operations of one person, in order; what their row in `main` states goes with the first."""
        before: Record = entry.record if entry is not None else {}
        record: Record = {**before, **main.stated.record} if main is not None else before
        changed: Sequence[Change] = changes(before, record, self.knowledge.same) if before else ()
        keys = [key for key in main.keys if key] if main is not None else []
        steps = main.stated.row.steps if main is not None else {}
        kind = entry.kind if entry is not None else ListKind.MEMBERS
        for number, going in enumerate(goings):
            unit = going.unit
            kind = ListKind.MEMBERS if self._brings(going) else kind
            if main is not None and self._brings(going) and going.status.on_list:
                stated = main.stated.unit
                unit = stated if self.papers.same(stated, unit) or is_within(stated, unit) else unit
            paper = going.paper
            if going.type is OperationType.TRANSFER and going.status.on_list:
                paper = replace(paper, facts={**paper.facts, "destination": unit})
            moved = [Change("unit", going.left, unit)] if going.left else []
            operation = Operation(
                type=going.type,
                person=person,
                kind=kind,
                unit=unit,
                record=record,
                changes=(*moved, *(changed if number == 0 else ())),
                place=going.movement.place,
                steps=steps if number == 0 else {},
                paper=paper,
                status=going.status,
                left=going.left,
            )
            yield Move(person, going, operation, keys if number == 0 else [])

    def leaving(self, moves: Sequence[Move]) -> Sequence[Move]:
        """Return the removals somebody's moves end with, one after another: after the first of them they are gone."""
        stays = [number for number, move in enumerate(moves) if not self.removes(move.going)]
        return moves[stays[-1] + 1 :] if stays else moves

    def removes(self, going: Going) -> bool:
        """Whether nobody is a member after a movement."""
        rule = self.rules.get(going.type.value)
        return rule is not None and rule.removes

    def _brings(self, going: Going) -> bool:
        """Whether an operation puts somebody on a unit's list: they are a member then, and that list says where."""
        return going.type is OperationType.TRANSFER or brought_by(going.type, self.rules)
