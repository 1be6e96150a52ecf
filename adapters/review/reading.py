"""Reading a review workbook back: the answers, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook

from adapters.lists.files import read_whole
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from adapters.lists.workbook import open_workbook, sheet_rows
from adapters.review.form import ASKED, CHANGES, HIDDEN, HOLDS, INPUT, KIND, VERSION, letter, mark_of
from config.headers import load_headers
from config.wording import LANGUAGES, Wording
from sync.approving import Said
from sync.errors import DecisionError
from sync.headers import fold_words, strip_marks
from sync.reviewing import Review, ReviewLine
from sync.text import cell_text
from sync.values import Answer, Cell, ListKind, Place

SHOWN = 20
"""Altered rows of one sheet that are named; beyond that they are counted."""

_COLUMNS = {name: letter(name) for name in INPUT}


def read_review(file: Path) -> Review:
    """Return what was answered in a review workbook, and every cell of it that is wrong: a change or question that
    was altered, an answer that is none, a line half filled, a question answered twice.

    Raises `ListError` for a file that cannot be read, `DecisionError` `review-foreign` for one that was not written
    as a review, OSError where there is no such file.
    """
    file.stat()
    origin = Origin("", file.name)
    spec = ListSpec("", ListKind.MEMBERS, str(file), None, False, None, file.parent, load_headers())
    book = open_workbook(read_whole(file, origin, spec.limits.workbook_bytes), origin, spec)
    try:
        return _Reader(book, file.name, origin).review()
    finally:
        book.close()


@dataclass
class _Reader:
    """One workbook being read. `wrong` collects what is wrong with its cells."""

    book: CalamineWorkbook
    file: str
    origin: Origin
    run: str = ""
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
                kind, title, count = cells[:3]
                yield kind, title, int(count)

    # ── what the plan says ───────────────────────────────────────────────────────────────────────────────

    def _unchanged(self, title: str, count: int) -> None:
        """A sheet of changes must stand as it was written: nothing in it is read, so nothing may seem to count."""
        intact = altered = 0
        for number, cells, _ in self._rows(title):
            if number == 1 or not any(cells):
                continue
            if _cell(cells, len(CHANGES)) == mark_of(self.run, _part(cells, len(CHANGES))):
                intact += 1
                continue
            altered += 1
            if altered <= SHOWN:
                self.wrong.append(DecisionError("review-altered", place=self._place(title, number)))
        if altered > SHOWN:
            self.wrong.append(DecisionError("review-altered-more", place=self._place(title), count=altered - SHOWN))
        if intact + altered < count:
            gone = count - intact - altered
            self.wrong.append(DecisionError("review-rows-gone", place=self._place(title), count=gone))

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────

    def _holds(self, title: str) -> Iterator[ReviewLine]:
        answered: dict[str, int] = {}
        altered = 0
        for number, cells, raw in self._rows(title):
            asked = _part(cells, len(ASKED))
            if number == 1 or not any(cells):
                continue
            if _cell(cells, len(HOLDS)) != mark_of(self.run, asked):
                altered += 1
                if altered <= SHOWN:
                    self.wrong.append(DecisionError("review-altered", place=self._place(title, number)))
                continue
            line = self._line(title, number, asked[0], dict(zip(INPUT, raw[len(ASKED) :], strict=False)))
            if line is not None and asked[0] in answered:
                place = self._place(title, number, "answer")
                self.wrong.append(DecisionError("review-twice", place=place, hold=asked[0], row=answered[asked[0]]))
            elif line is not None:
                answered[asked[0]] = number
                yield line
        if altered > SHOWN:
            self.wrong.append(DecisionError("review-altered-more", place=self._place(title), count=altered - SHOWN))

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
        return ReviewLine(hold, said, _COLUMNS)

    # ── cells ────────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, title: str) -> Iterator[tuple[int, list[str], Sequence[Cell]]]:
        """Yield each row's number, its texts, and the row as it was read."""
        for number, row in enumerate(sheet_rows(self.book, title, self.origin), start=1):
            yield number, [cell_text(cell) for cell in row], row

    def _place(self, sheet: str, row: int = 0, column: str = "") -> Place:
        return Place("", self.file, sheet, row, _COLUMNS.get(column, ""))


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
