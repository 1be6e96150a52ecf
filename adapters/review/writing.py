"""Writing a plan as a workbook to be reviewed: what it is, every change by unit, every question with room to answer.

Rows are written as they come up and not kept by the library. The file is personal: nobody else may open it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from adapters.lists.annotate.safe import is_risky, whole_text
from adapters.marks import ASIDE, AUTHOR
from adapters.review.form import ASKED, CHANGES, HIDDEN, HOLDS, INPUT, KIND, MARK, VERSION, mark_of
from config.charter import load_movements
from config.wording import Wording
from sync.ports import HoldInfo, OperationInfo, RunInfo
from sync.questions.holdids import short_ids
from sync.questions.openholds import PossibleAnswer
from sync.values import Answer, Hold, Operation, OperationState, OperationType, Place

ROWS = 1_000_000
"""Rows of a sheet of changes; more go on in another."""

_WIDTHS = {"unit": 34, "person": 32, "question": 60, "reason": 30, "old": 28, "new": 28, "from": 40, "what": 20}
_USUAL = 18
_CUT = 2_000
_APART = re.compile("(_x[0-9A-Fa-f]{4}_)(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook takes for an escape is escaped when it is written; two that share a sign are not told apart."""

Possible = Callable[[Hold], Sequence[PossibleAnswer]]
Cells = Sequence[str]


def write_review(
    out: Path,
    run: RunInfo,
    operations: Iterable[OperationInfo],
    holds: Sequence[HoldInfo],
    possible: Possible,
    wording: Wording,
) -> None:
    """Write the workbook of a plan to `out`, at once and with mode 0600. Raises OSError."""
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        # What the library puts aside while it writes is personal too.
        with TemporaryDirectory(dir=out.parent, prefix=ASIDE) as aside:
            os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            book = xlsxwriter.Workbook(str(half), {"constant_memory": True, "tmpdir": aside, "in_memory": False})
            book.set_properties({"author": AUTHOR})
            _Book(book, run, wording).write(operations, holds, possible)
            book.close()
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


class _Book:
    """Writes the sheets of one plan."""

    def __init__(self, book: Any, run: RunInfo, wording: Wording) -> None:
        self._book, self._run, self._w = book, run, wording
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._risky = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._input = book.add_format({"num_format": "@", "bg_color": "#FFFFE0", "border": 1, "valign": "top"})
        self._closed = book.add_format({"bg_color": "#EDEDED", "valign": "top"})

    def write(self, operations: Iterable[OperationInfo], holds: Sequence[HoldInfo], possible: Possible) -> None:
        """Write all sheets, the one in front first."""
        front = self._book.add_worksheet(self._w.say("review-sheet-front"))
        asked = self._book.add_worksheet(self._w.say("review-sheet-holds"))
        changes = list(self._changes(operations))
        hidden: list[Cells] = [(KIND, VERSION), ("run", self._run.id), ("seal", self._run.seal.hex())]
        hidden.append(self._holds(asked, holds, possible))
        hidden += self._write_changes(changes)
        self._front(front, len(changes), len(holds))
        sheet = self._book.add_worksheet(HIDDEN)
        for number, cells in enumerate(hidden):
            self._row(sheet, number, cells)
        sheet.very_hidden()

    def _front(self, sheet: Any, changes: int, holds: int) -> None:
        """Which plan, how much of what, and how to use the workbook."""
        say, run = self._w.say, self._run
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, say("review-title", run=run.id), self._title)
        when = run.started.astimezone().strftime("%d/%m/%Y %H:%M")
        counted = [say("review-made", when=when, who=run.who), ""]
        for name in ("created", "updated", "moved", "held", "in_error"):
            code = f"report-count-{name.replace('_', '-')}"
            if run.counts.get(name) and self._w.has(code):
                counted.append(f"{run.counts[name]}  {say(code)}")
        counted += [say("review-rows", changes=changes, holds=holds), ""]
        how = say("review-how", run=run.id).split("\n")
        for number, line in enumerate([*counted, *how, "", say("review-personal")], start=1):
            self._cell(sheet, number, 0, line)

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────

    def _changes(self, operations: Iterable[OperationInfo]) -> Iterator[Cells]:
        """Every change as a row, units in order; within one as they were decided."""
        by_unit: dict[str, list[list[str]]] = {}
        for info in operations:
            by_unit.setdefault(info.operation.unit, []).extend(self._rows_of(info))
        for unit in sorted(by_unit):
            yield from by_unit.pop(unit)

    def _rows_of(self, info: OperationInfo) -> Iterator[list[str]]:
        one, say = info.operation, self._w.say
        state = say("review-state-held" if info.state is OperationState.HELD else "review-state-sent")
        what = _what(one, self._w)
        head, tail = [one.unit, _person(one), what], [str(one.place), state]
        if one.paper is not None or one.left:
            facts = one.paper.facts if one.paper is not None else {}
            told = [f"{self._w.fact(name)}: {self._w.value(name, value)}" for name, value in facts.items() if value]
            yield [*head, "", one.left, "; ".join([*([one.unit] if one.left else []), *told]), *tail]
        elif not one.changes:
            yield [*head, "", "", "", *tail]
        for change in one.changes:
            old, new = (self._w.value(change.field, value) for value in (change.old, change.new))
            yield [*head, self._w.field(change.field), old, new, *tail]

    def _write_changes(self, rows: Sequence[Cells]) -> Iterator[Cells]:
        """Write the sheets of changes and yield what the hidden sheet says of each."""
        name = self._w.say("review-sheet-changes")
        for part, start in enumerate(range(0, max(len(rows), 1), ROWS), start=1):
            title = name if part == 1 else f"{name} {part}"
            sheet = self._book.add_worksheet(title)
            some = rows[start : start + ROWS]
            self._headings(sheet, CHANGES, len(some))
            for number, cells in enumerate(some, start=1):
                made = self._row(sheet, number, cells)
                self._cell(sheet, number, len(CHANGES), mark_of(self._run.id, made))
            yield ("changes", title, str(len(some)))

    # ── questions ────────────────────────────────────────────────────────────────────────────────────────

    def _holds(self, sheet: Any, holds: Sequence[HoldInfo], possible: Possible) -> Cells:
        ids = short_ids([info.hold for info in holds])
        self._headings(sheet, HOLDS, len(holds))
        for number, (name, info) in enumerate(zip(ids, holds, strict=True), start=1):
            hold = info.hold
            answers = possible(hold)
            who = str(hold.details.get("name") or hold.stated.get("full_name") or "")
            cells = [name, hold.unit, who, self._question(hold), self._ways(name, answers)]
            made = self._row(sheet, number, cells)
            for column in range(len(ASKED), len(HOLDS)):
                sheet.write_blank(number, column, None, self._input if answers else self._closed)
            self._cell(sheet, number, len(HOLDS), mark_of(self._run.id, made))
        self._choices(sheet, holds, possible)
        return ("holds", sheet.get_name(), str(len(holds)))

    def _question(self, hold: Hold) -> str:
        place: Place = hold.place
        return f"{self._w.hold(hold)} ({place})"

    def _ways(self, name: str, answers: Sequence[PossibleAnswer]) -> str:
        """In which way a question can be answered here, and what must be filled in for it."""
        say = self._w.say
        if not answers:
            return say("review-elsewhere", hold=name)
        needs = dict.fromkeys(chain.from_iterable(one.needs for one in answers if not one.movement))
        if any(one.movement for one in answers):
            return say("review-with-paper")
        return say("review-with-facts", facts=", ".join(map(self._w.fact, needs))) if needs else say("review-plain")

    def _choices(self, sheet: Any, holds: Sequence[HoldInfo], possible: Possible) -> None:
        """Let the officer choose from what there is to choose from."""
        last = max(len(holds), 1)
        rules = load_movements()
        codes = {info.hold.code: info.hold for info in holds}
        named = dict.fromkeys(one.movement for hold in codes.values() for one in possible(hold) if one.movement)
        answers = [self._w.say(f"review-{answer.value}") for answer in (Answer.APPROVE, Answer.REJECT)]
        words = [rules[name].words[0] if self._w.lang == "vi" else name for name in named]
        for column, choices in (("answer", answers), ("movement", words)):
            if choices:
                index = HOLDS.index(column)
                options = {"validate": "list", "source": choices, "error_type": "warning"}
                sheet.data_validation(1, index, last, index, options)

    # ── cells ────────────────────────────────────────────────────────────────────────────────────────────

    def _headings(self, sheet: Any, columns: Sequence[str], rows: int) -> None:
        for index, name in enumerate(columns):
            width = _WIDTHS.get(name, _USUAL)
            sheet.set_column(index, index, width, self._input if name in INPUT and not rows else None)
            sheet.write_string(0, index, self._w.say(f"review-column-{name}"), self._head)
        sheet.write_string(0, len(columns), MARK, self._head)
        sheet.set_column(len(columns), len(columns), 4, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(rows, 1), len(columns))

    def _row(self, sheet: Any, number: int, cells: Cells) -> list[str]:
        return [self._cell(sheet, number, index, cell) for index, cell in enumerate(cells)]

    def _cell(self, sheet: Any, row: int, column: int, text: str) -> str:
        """Write a text as a text whatever it looks like, and return it as it stands in the cell."""
        made = _APART.sub(r"\1 ", whole_text(text, _CUT))
        sheet.write_string(row, column, made, self._risky if is_risky(made) else self._text)
        return made


def _person(operation: Operation) -> str:
    record = operation.record
    birth = "/".join(reversed((record.get("date_of_birth") or "").split("-")))
    return f"{record.get('full_name') or '?'}{f' ({birth})' if birth else ''}"


def _what(operation: Operation, wording: Wording) -> str:
    """What is done to a person, in the officer's words."""
    if operation.type is OperationType.UPSERT:
        return wording.say("review-what-change" if operation.changes else "review-what-new")
    return wording.first((f"movement-{operation.type.value}", f"review-what-{operation.type.value}"))
