"""Which rows below a header are people, and why the others are not.

The rule is conservative: a row with a plausible name and anything that identifies a person is a record, and so
is every row with content that clearly matches none of the reasons. A record without a name is reported by
cleaning; it is never set aside in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from sync.tables.groups import GroupReader, blank, identifying
from sync.tables.headers import RowWords, begins, fold_words
from sync.values import Cell, Column, Match

NAME_FIELDS = ("full_name", "family_name", "given_name")
IDENTIFYING = frozenset({"date_of_birth", "national_id", "member_code", "student_code", "phone", "email", "card_no"})
FEW_CELLS = 4
"""A total, signature or note line has few filled cells; a record usually has more."""

_DATE_LINE = re.compile(r"(?:^| )ngày( \d{1,2})?( tháng)( \d{1,2})?( năm)( \d{2,4})?$")
_LETTER = re.compile(r"[^\W\d_]")
_PAGE = re.compile(r"[-–—\s]+\d{1,4}[-–—\s]+|\d{1,4}\s*/\s*\d{1,4}")
_PAGE_REST = re.compile(r" \d{1,4}(?: \d{1,4}| trên \d{1,4}| of \d{1,4})?$")
_SIGNED_NAME = re.compile(r"(?:[^\W\d_]|[ .,'’\-()])+")
_LIST_ITEM = re.compile(r"\s*[-+*•–]")
_MAX_NUMBER = 200
_MAX_COUNT = 5
"""A text of digits up to this long may be a count."""
_COLUMN_NUMBERS = 3


class RowJudge(Protocol):
    """Says of a row why it is no record, or None. `number` is the row's own, 0 where it is not known.

    Rows are given in order; rows that are known to be records may be left out.
    """

    def __call__(self, cells: Sequence[Cell], number: int = 0) -> str | None:
        """Return None for a record, else the reason."""
        ...


def row_reason(cells: Sequence[Cell], columns: Sequence[Column], words: RowWords) -> str | None:
    """Return None for a record, else why the row is none.

    Reasons: `blank`, `header`, `total`, `page`, `signature`, `group`, `note`, `title`. `cells` are the row's raw
    cells, `columns` the table's recognised columns.
    """
    return row_judge(columns, words)(cells)


def row_judge(columns: Sequence[Column], words: RowWords) -> RowJudge:
    """Return `row_reason` prepared for one table: the same answer, a fraction of the cost for many rows.

    Where rows come with their numbers, lines that follow a signature without a gap are judged as what they are there:
    the names of those who sign, the addressees of a copy.
    """
    keys = sorted(_standing(columns, IDENTIFYING))
    judge = _Judge(columns, words)

    def reason(cells: Sequence[Cell], number: int = 0) -> str | None:
        # Nearly every row is somebody's and says so at once.
        for key in keys:
            if key < len(cells) and _plainly_identifies(cells[key]):
                return None
        return judge.reason(cells, number)

    return reason


def carried(columns: Sequence[Column]) -> frozenset[int]:
    """Columns that are no part of a row itself: they carry what a group row above says of it."""
    return frozenset(c.index for c in columns if c.field == "unit" and c.match is Match.DATA and not c.header)


def group_reader(columns: Sequence[Column], words: RowWords) -> GroupReader:
    """Return the reader of a table's group rows."""
    return GroupReader(columns, words, _standing(columns, IDENTIFYING), _standing(columns, ("row_no",)))


def _standing(columns: Sequence[Column], fields: Collection[str]) -> frozenset[int]:
    return frozenset(column.index for column in columns if column.field in fields)


def _plainly_identifies(cell: Cell) -> bool:
    """Whether a cell of an identifying column can be nothing but a date, an ID, a phone number."""
    if type(cell) is str:
        return (
            len(cell) > _MAX_COUNT and cell[0].isdigit() and cell[-1].isdigit() and cell.isascii() and " " not in cell
        )
    return identifying(cell)


class _Judge:
    """The full rule, asked only about rows that do not plainly look like a person."""

    def __init__(self, columns: Sequence[Column], words: RowWords) -> None:
        self.words = words
        self.names, self.keys = _standing(columns, NAME_FIELDS), _standing(columns, IDENTIFYING)
        self.positions, self.numbers = _standing(columns, ("position",)), _standing(columns, ("row_no",))
        self.headers = {column.index: {fold_words(part) for part in column.header.split(" › ")} for column in columns}
        self.carried = carried(columns)
        self.group = group_reader(columns, words)
        self.signed = -1
        """The number of the last row of a signature and what follows it without a gap."""

    def reason(self, cells: Sequence[Cell], number: int) -> str | None:
        """Return why the row is not a record, or None; remember whether signatures go on."""
        reason = self._reason(cells, follows=number > 0 and number == self.signed + 1)
        if reason == "signature" or (reason in ("blank", "note") and number == self.signed + 1):
            self.signed = number
        return reason

    def _reason(self, cells: Sequence[Cell], *, follows: bool) -> str | None:
        filled = [(index, cell) for index, cell in enumerate(cells) if not blank(cell) and index not in self.carried]
        content = [(index, cell) for index, cell in filled if index not in self.numbers or not _is_number(cell)]
        if not content:
            return (
                "header" if len(filled) >= _COLUMN_NUMBERS and _counts_up([cell for _, cell in filled]) else "blank"
            )
        folded = {index: fold_words(cell) for index, cell in content if isinstance(cell, str)}
        if self._is_header(filled, folded):
            return "header"
        if self._is_keyed(content, folded):
            return None
        numbered = len(content) < len(filled)
        first_index, first_cell = content[0]
        named = any(self._is_name(cell) and index in self.names and index != first_index for index, cell in content)
        counted = not named or first_index in self.numbers
        if isinstance(first_cell, str) and counted and self._is_total(folded[first_index], numbered=numbered):
            return "total"
        if self.group(cells) is not None:
            return "group"
        if named or len(content) > FEW_CELLS or numbered:
            return None
        return self._line_reason(content, folded, follows=follows)

    def _is_keyed(self, content: Sequence[tuple[int, Cell]], folded: dict[int, str]) -> bool:
        """Whether the row says who somebody is: then it is a person or an error, whatever its words look like."""
        words = self.words
        lines = (*words.total, *words.signature, *words.note, *words.title)
        return any(
            index in self.keys
            and identifying(cell)
            and not (index in folded and (begins(folded[index], lines) or _DATE_LINE.search(folded[index])))
            for index, cell in content
        )

    def _is_total(self, first: str, *, numbered: bool) -> bool:
        """Whether a line begins as a total does. One word ("Tổng") is also a name: what follows must then count."""
        words = self.words
        phrase = max(
            (each for each in words.total if first == each or first.startswith(each + " ")), key=len, default=""
        )
        if not phrase:
            return False
        rest = first[len(phrase) :].strip()
        if " " in phrase:
            return True
        if not rest:
            return not numbered
        counted = (*map(fold_words, words.people), *(each for level in words.levels for each in level))
        return any(map(str.isdigit, rest)) or begins(rest, counted)

    def _line_reason(
        self, content: Sequence[tuple[int, Cell]], folded: dict[int, str], *, follows: bool
    ) -> str | None:
        """Judge a row that may be one of the lines around a table: few filled cells, nothing identifying."""
        words, first = self.words, folded.get(content[0][0], "")
        signs = {
            index
            for index, text in folded.items()
            if (index not in self.positions and begins(text, words.signature)) or _DATE_LINE.search(text)
        }
        if any(index in self.keys and index not in signs and index not in folded for index, _ in content):
            return None
        texts = [cell for _, cell in content if isinstance(cell, str)]
        if signs and not any(index in self.names and index not in signs and self._is_name(c) for index, c in content):
            return "signature"
        if begins(first, words.note):
            return "note"
        if len(content) == 1 and texts and self._is_page(texts[0], content[0][0]):
            return "page"
        if begins(first, words.title):
            return "title"
        if follows and len(texts) == len(content):
            if all(_SIGNED_NAME.fullmatch(text) for text in texts):
                return "signature"
            return "note" if _LIST_ITEM.match(texts[0]) else None
        return None

    def _is_page(self, text: str, index: int) -> bool:
        folded = fold_words(text)
        for word in self.words.page:
            if folded.startswith(word + " ") and _PAGE_REST.fullmatch(folded[len(word) :]):
                return True
        return index not in self.keys and _PAGE.fullmatch(text.strip(" ")) is not None

    def _is_header(self, filled: Sequence[tuple[int, Cell]], folded: dict[int, str]) -> bool:
        """A header that is typed again, one of its rows, or the columns' numbers 1, 2, 3."""
        repeated = sum(1 for index, text in folded.items() if text and text in self.headers.get(index, ()))
        if repeated >= 2 or (repeated == len(filled) and not self.names.issuperset(folded)):
            return True
        known = sum(1 for text in folded.values() if text in self.words.headers)
        if known >= 2 and any(folded.get(index) in self.words.names for index in self.names):
            return True
        return len(filled) >= _COLUMN_NUMBERS and _counts_up([cell for _, cell in filled])

    @staticmethod
    def _is_name(cell: Cell) -> bool:
        return isinstance(cell, str) and len(_LETTER.findall(cell)) >= 2


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip().rstrip(".").isdigit()
    return isinstance(cell, int | float)


def _counts_up(cells: Sequence[Cell]) -> bool:
    """Whether the cells are 1, 2, 3 … or (1), (2), (3) …, perhaps after letters A, B, or A, B, C …: a form's column
    numbers."""
    texts = [
        f"{cell:g}" if isinstance(cell, int | float) else cell.strip(" ()[]") if isinstance(cell, str) else ""
        for cell in cells
    ]
    if texts == [chr(ord("A") + i) for i in range(len(texts))]:
        return True
    numbers: list[int] = []
    for text in texts:
        if text.isascii() and text.isdigit() and int(text) < _MAX_NUMBER:
            numbers.append(int(text))
        elif numbers or not re.fullmatch(r"[A-Z]", text):
            return False
    return (
        len(numbers) >= _COLUMN_NUMBERS
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 2
    )
