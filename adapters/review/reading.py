"""Reading a review workbook back: the answers, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook

from adapters.lists.doubts import Doubts
from adapters.lists.files import read_whole
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from adapters.lists.workbook import open_workbook, sheet_rows
from adapters.review.form import ASKED, CHANGES, HIDDEN, HOLDS, INPUT, KIND, MARK, VERSION, mark_of
from config.headers import load_headers
from config.wording import LANGUAGES, Wording
from sync.errors import DecisionError
from sync.questions.approving import Said
from sync.questions.reviewing import Review, ReviewLine
from sync.tables.headers import column_letter, fold_words, strip_marks
from sync.text.tidying import cell_text
from sync.values import Answer, Cell, ListKind, Place

SHOWN = 20
"""Altered rows of one sheet that are named; beyond that they are counted."""

_Read = tuple[int, list[str], Sequence[Cell]]
"""A row as it was read: its number, its texts, its cells."""

_Row = tuple[int, Mapping[str, str], Mapping[str, Cell]]
"""A row below the headings: its number, its texts and its cells by column."""


def read_review(file: Path) -> Review:
    """Return what was answered in a review workbook, and every cell of it that is wrong: a change or question that
    was altered, an answer that is none, a line half filled, a question answered twice.

    Raises `ListError` for a file that cannot be read, `DecisionError` `review-foreign` for one that was not written
    as a review, OSError where there is no such file.
    """
    file.stat()
    origin = Origin("", file.name)
    spec = ListSpec("", ListKind.MEMBERS, str(file), None, False, None, file.parent, load_headers())
    book, doubts = open_workbook(read_whole(file, origin, spec.limits.workbook_bytes), origin, spec)
    try:
        return _Reader(book, doubts, file.name, origin).review()
    finally:
        book.close()


@dataclass
class _Reader:
    """One workbook being read. `wrong` collects what is wrong with its cells."""

    book: CalamineWorkbook
    doubts: Doubts
    file: str
    origin: Origin
    run: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    wrong: list[DecisionError] = field(default_factory=list)

    def review(self) -> Review:
        """Read everything. Raises as `read_review`."""
        hidden = self._hidden()
        self.run, seal = hidden["run"][0], hidden["seal"][0]
        lines: list[ReviewLine] = []
        for kind, title, count in self._sheets():
            if title not in self.book.sheet_names:
                self.wrong.append(DecisionError("review-sheet-gone", sheet=title, file=self.file))
            elif kind == "holds":
                lines += self._holds(title)
            else:
                self._unchanged(title, count)
        return Review(self.run, bytes.fromhex(seal), lines, self.wrong)

    # ── which plan ───────────────────────────────────────────────────────────────────────────────────────

    def _hidden(self) -> Mapping[str, Sequence[str]]:
        rows = list(self._rows(HIDDEN)) if HIDDEN in self.book.sheet_names else []
        found = {cells[0]: cells[1:] for _, cells, _ in rows if cells}
        seal = found.get("seal", [""])[0]
        whole = {"run", "seal", "holds", "changes"} <= found.keys() and found.get(KIND, [""])[0] == VERSION
        if not whole or not seal or set(seal) - set("0123456789abcdef") or len(seal) % 2:
            raise DecisionError("review-foreign", file=self.file)
        return found

    def _sheets(self) -> Iterator[tuple[str, str, int]]:
        for _, cells, _ in self._rows(HIDDEN):
            if cells and cells[0] in {"holds", "changes"}:
                kind, title, count = _part(cells, 3)
                if not title or not (count.isascii() and count.isdigit()):
                    raise DecisionError("review-foreign", file=self.file)
                yield kind, title, int(count)

    # ── what the plan says ───────────────────────────────────────────────────────────────────────────────

    def _unchanged(self, title: str, count: int) -> None:
        """A sheet of changes must stand as it was written: nothing in it is read, so nothing may seem to count."""
        intact = altered = 0
        columns, rows = self._table(title, CHANGES)
        for number, cells, _ in rows:
            if cells[MARK] == mark_of(self.run, [cells[name] for name in CHANGES]):
                intact += 1
                continue
            altered += 1
            if altered <= SHOWN:
                self.wrong.append(DecisionError("review-altered", place=self._place(title, number)))
        if altered > SHOWN:
            self.wrong.append(DecisionError("review-altered-more", place=self._place(title), count=altered - SHOWN))
        if columns and intact + altered < count:
            gone = count - intact - altered
            self.wrong.append(DecisionError("review-rows-gone", place=self._place(title), count=gone))

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────

    def _holds(self, title: str) -> Iterator[ReviewLine]:
        answered: dict[str, int] = {}
        altered = 0
        columns, rows = self._table(title, HOLDS)
        self.letters = {name: column_letter(columns[name]) for name in INPUT if name in columns}
        unknown = self._unknown(title)
        for number, cells, raw in rows:
            hold = cells["id"]
            if cells[MARK] != mark_of(self.run, [cells[name] for name in ASKED]):
                altered += 1
                if altered <= SHOWN:
                    self.wrong.append(DecisionError("review-altered", place=self._place(title, number)))
                continue
            without = [name for name in INPUT if (number, columns[name]) in unknown]
            if without:
                places = [self._place(title, number, name) for name in without]
                self.wrong += [DecisionError("review-formula", place=place) for place in places]
                continue
            line = self._line(title, number, hold, {name: raw[name] for name in INPUT})
            if line is not None and hold in answered:
                place = self._place(title, number, "answer")
                self.wrong.append(DecisionError("review-twice", place=place, hold=hold, row=answered[hold]))
            elif line is not None:
                answered[hold] = number
                yield line
        if altered > SHOWN:
            self.wrong.append(DecisionError("review-altered-more", place=self._place(title), count=altered - SHOWN))

    def _unknown(self, title: str) -> Collection[tuple[int, int]]:
        """The cells (row from 1, column from 0) of which the file does not say what they show: formulas without a
        result or with an old one, errors."""
        found = self.doubts.of(title)
        errors = [(row, column) for row, cells in found.errors.items() for column in cells]
        return {*found.unfilled, *errors, *(found.formulas if self.doubts.stale else ())}

    def _line(self, title: str, number: int, hold: str, filled: Mapping[str, Cell]) -> ReviewLine | None:
        """Return what was said to one question; None where nothing was, or what was said is none."""
        told = {name: cell_text(cell).strip() for name, cell in filled.items()}
        if not any(told.values()):
            return None
        place = self._place(title, number, "answer")
        if not told.get("answer"):
            self.wrong.append(DecisionError("review-half", place=place, hold=hold))
            return None
        answer = _ANSWERS.get(_folded(told["answer"]))
        if answer is None:
            self.wrong.append(DecisionError("review-no-answer", place=place, found=told["answer"][:40]))
            return None
        facts = {name: told[name] for name in ("decision_no", "destination", "origin") if told.get(name)}
        on = filled.get("on") if told.get("on") else None
        said = Said(answer, told.get("reason", ""), told.get("movement", ""), on, facts, place)
        return ReviewLine(hold, said, self.letters)

    # ── cells ────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, title: str, names: Sequence[str]) -> tuple[Mapping[str, int], Iterator[_Row]]:
        """Where each column of a sheet stands, and the mark's, by the headings in its first filled row; and the rows
        below. Columns may have been dragged elsewhere, or others put between them; nothing is read where a heading
        lacks or stands twice."""
        rows = self._rows(title)
        number, told = next(((number, cells) for number, cells, _ in rows if any(cells)), (1, []))
        told = [_folded(cell) for cell in told]
        lacking: list[list[str]] = []
        for lang in LANGUAGES:
            say = Wording(lang).say
            headings = {name: say(f"review-column-{name}") for name in names} | {MARK: MARK}
            wrong = [heading for heading in headings.values() if told.count(_folded(heading)) != 1]
            if not wrong:
                columns = {name: told.index(_folded(heading)) for name, heading in headings.items()}
                return columns, _below(rows, columns)
            lacking.append(wrong)
        fewest = sorted(lacking, key=len)[0]
        place = self._place(title, number)
        self.wrong.append(DecisionError("review-columns", place=place, columns=", ".join(fewest)))
        return {}, iter(())

    def _rows(self, title: str) -> Iterator[_Read]:
        """Yield each row's number, its texts, and the row as it was read."""
        for number, row in enumerate(sheet_rows(self.book, title, self.origin), start=1):
            yield number, [cell_text(cell) for cell in row], row

    def _place(self, sheet: str, row: int = 0, column: str = "") -> Place:
        return Place("", self.file, sheet, row, self.letters.get(column, ""))


def _below(rows: Iterable[_Read], columns: Mapping[str, int]) -> Iterator[_Row]:
    for number, cells, raw in rows:
        texts = {name: _cell(cells, place) for name, place in columns.items()}
        if any(texts.values()):
            yield number, texts, {name: raw[place] if place < len(raw) else "" for name, place in columns.items()}


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _part(cells: Sequence[str], size: int) -> list[str]:
    return [_cell(cells, index) for index in range(size)]


def _folded(text: str) -> str:
    return strip_marks(fold_words(text))


_ANSWERS = {
    _folded(word): answer
    for answer in (Answer.APPROVE, Answer.REJECT)
    for word in (answer.value, *(Wording(lang).say(f"review-{answer.value}") for lang in LANGUAGES))
}
"""What can stand in a cell of answers, in either language, with or without marks."""
