"""One trial: people synced to a live stand-in, drift injected on both sides, a reconciliation judged by what was
injected."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from sync.reconciliation.differences import Difference, Standing, Tally
from tests.drift.kinds import FIRST_CODE, KINDS, Told
from tests.support.office import HEADERS, Office, Row, expected, person
from tests.support.standin import LiveStandin

COLUMNS = {**HEADERS, "unit": "Đơn vị"}
IN_A_UNIT = 75
ONE_IN = 100
"""One person in so many meets each kind of drift."""

ADDED_THERE, NEW_HERE = "entered there alone", "new here"

Found = Mapping[str, Sequence[Told]]
"""What was told of people, by national ID."""


@dataclass
class Judged:
    """How many of each kind were injected, and were told of as they must be; what else was told is `invented`."""

    injected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    in_step: int = 0
    in_step_told: int = 0
    synced_in: float = 0.0
    compared_in: float = 0.0

    @property
    def is_right(self) -> bool:
        """Whether all that was injected was found, and nothing was invented."""
        return self.found == self.injected and not self.invented and self.in_step == self.in_step_told


@dataclass
class Trial:
    """An office with one list, and a stand-in. `people` are those both sides begin with."""

    folder: Path
    standin: LiveStandin
    people: int
    seed: int = 1
    judged: Judged = field(default_factory=Judged)
    office: Office = field(init=False)
    rows: Sequence[Row] = ()
    """The rows of the list as they stand."""
    _must: dict[str, tuple[str, Told | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.office = Office(self.folder, self.standin.url)
        self.office.add_list("danh-sach", unit=None)

    def run(self) -> Judged:
        """Sync, let both sides drift, compare, and judge."""
        rows = [_row(serial) for serial in range(1, self.people + 1)]
        self.write(rows)
        self.office.init()
        with _timed() as took:
            said = self.office.run("sync")
        assert said.code == 0, said.text
        self.judged.synced_in = took.seconds
        self.write(list(self._drift(rows)))
        self._compare()
        return self.judged

    # ── drift ────────────────────────────────────────────────────────────────────────────────────────────

    def _drift(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Let the stand-in drift, and yield the rows of the list as they are afterwards."""
        codes = {one["fields"]["national_id"]: one["member_code"] for one in self.standin.people(limit="1000")}
        met = self._shares(rows)
        edits = []
        for number, row in enumerate(rows):
            name = met.get(number)
            if name is None:
                yield row
                continue
            drifted = KINDS[name](row, codes[row["national_id"]], _typed_in(row, FIRST_CODE + number))
            self._expect(row, name, drifted.told)
            edits += drifted.there
            if drifted.here is not None:
                yield drifted.here
        many = max(1, len(rows) // ONE_IN)
        for number in range(len(rows), len(rows) + many):
            new_there, new_here = _row(number + 1), _row(number + many + 1)
            edits.append(_typed_in(new_there, FIRST_CODE + number))
            self._expect(new_there, ADDED_THERE, Told(Standing.ONLY_THERE))
            self._expect(new_here, NEW_HERE, Told(Standing.ONLY_HERE))
            yield new_here
        for start in range(0, len(edits), 500):
            self.standin.drift(*edits[start : start + 500])

    def _shares(self, rows: Sequence[Row]) -> Mapping[int, str]:
        """Return which kind of drift people meet, by their place in the list; most meet none."""
        many = max(1, len(rows) // ONE_IN)
        drawn = Random(self.seed).sample(range(len(rows)), many * len(KINDS))
        return {number: list(KINDS)[at // many] for at, number in enumerate(drawn)}

    def _expect(self, row: Row, name: str, told: Told | None) -> None:
        self._must[row["national_id"]] = name, told
        self.judged.injected[name] += 1

    # ── comparing ────────────────────────────────────────────────────────────────────────────────────────

    def _compare(self) -> None:
        found: dict[str, list[Told]] = {}
        with self.office.app() as app, _timed() as took, app.reconciliation().compare() as comparison:
            for one in comparison:
                told = Told(one.standing, {difference.field: difference.changed for difference in one.fields})
                found.setdefault(_national_id(one), []).append(told)
        self.judged.compared_in = took.seconds
        self._judge(found, comparison.tally)

    def _judge(self, found: Found, tally: Tally) -> None:
        judged = self.judged
        for ident, (name, told) in self._must.items():
            if found.get(ident, []) == ([] if told is None else [told]):
                judged.found[name] += 1
            else:
                judged.invented[name] += len(found.get(ident, []))
        judged.invented["nothing was done to"] = sum(len(found[ident]) for ident in found.keys() - self._must.keys())
        judged.invented = +judged.invented
        apart = sum(told is not None and told.standing is not Standing.ONLY_THERE for _, told in self._must.values())
        twice = sum(told == Told(Standing.TWO_CODES) for _, told in self._must.values())
        judged.in_step = self.people + judged.injected[NEW_HERE] - apart + twice
        judged.in_step_told = tally.counts.get(Standing.IN_STEP, 0)

    def write(self, rows: Sequence[Row]) -> None:
        """Make these the rows of the list."""
        self.rows = rows
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS.values())
        writer.writerows([row[name] for name in COLUMNS] for row in rows)
        self.office.put("danh-sach.csv", text.getvalue())


def _row(serial: int) -> Row:
    unit = (serial - 1) // IN_A_UNIT
    return person(serial, unit=f"Chi đoàn {unit % 40 + 1}, Đoàn xã Hàm {unit // 40 + 1}")


def _typed_in(row: Row, code: int) -> dict[str, object]:
    """Return the edit that enters a person by hand, under a code."""
    fields = {name: value for name, value in expected(row).items() if name != "unit"}
    return {"member_code": str(code), "unit": row["unit"], "fields": fields}


def _national_id(one: Difference) -> str:
    """Return the national ID of a person who is not in step, as it was before anything drifted."""
    record = one.base.record if one.base else one.coming.operation.record if one.coming else None
    if record is None and one.theirs is not None:
        record = one.theirs.record
    return str((record or {}).get("national_id"))


@dataclass
class _Took:
    seconds: float = 0.0


@contextmanager
def _timed() -> Iterator[_Took]:
    took, start = _Took(), time.perf_counter()
    yield took
    took.seconds = time.perf_counter() - start
