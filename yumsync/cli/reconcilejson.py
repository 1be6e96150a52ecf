"""A reconciliation for machines: one JSON document, written as the differences come up, each on a line of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from sync.reconciliation.differences import Difference, FieldDifference, Tally
from yumsync.cli.reconcilewords import record_of
from yumsync.cli.render import as_json

_HEAD = '{"differences": ['


class ReconcileJson:
    """Writes the document line by line; nothing of it is kept, and nothing is written before there is something to
    say."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._waiting = ""

    @property
    def begun(self) -> bool:
        """Whether anybody was told of."""
        return bool(self._waiting)

    def add(self, one: Difference) -> None:
        """Write one person who is not in step."""
        self._write(f"{self._waiting}," if self.begun else _HEAD)
        self._waiting = json.dumps(difference_value(one), ensure_ascii=False)

    def finish(self, tally: Tally, facts: Mapping[str, object]) -> None:
        """End the document with what sums it up, and further facts."""
        self._write(self._waiting if self.begun else _HEAD)
        rest = {"counts": tally.counts, "units": tally.units, **facts}
        self._write("], " + json.dumps(as_json(rest), ensure_ascii=False)[1:])


def difference_value(one: Difference) -> dict[str, object]:
    """Return a difference in plain JSON values: what differs, and by which codes the upstream has the person."""
    return {
        "standing": one.standing,
        "person": one.person,
        "member_code": one.member_code,
        "name": one.name,
        "date_of_birth": record_of(one).get("date_of_birth"),
        "unit": one.unit,
        "kind": one.kind,
        "status": one.status,
        "fields": [_field_value(each) for each in one.fields],
        "other_codes": [each.member_code for each in one.others],
        "list": one.list or None,
        "row": one.row or None,
        "settled_by": one.settled_by or None,
    }


def _field_value(one: FieldDifference) -> dict[str, object]:
    return {"field": one.field, "base": one.base, "ours": one.ours, "theirs": one.theirs, "changed": one.changed}
