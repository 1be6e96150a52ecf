"""Which rows below a header are people, and why the others are not.

The rule is conservative: a row with a plausible name and anything that identifies a person is a record, and so
is every row with content that clearly matches none of the reasons. A record without a name is reported by
cleaning; it is never set aside in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from sync.headers import RowWords, begins, first_words, fold_words
from sync.values import Cell, Column

NAME_FIELDS = ("full_name", "family_name", "given_name")
IDENTIFYING = frozenset({"date_of_birth", "national_id", "member_code", "student_code", "phone", "email", "card_no"})
FEW_CELLS = 4
"""A total, signature or note line has few filled cells; a record usually has more."""

_DATE_LINE = re.compile(r"(?:^| )ngày( \d{1,2})?( tháng)( \d{1,2})?( năm)( \d{2,4})?$")
_LETTER = re.compile(r"[^\W\d_]")
_MAX_NUMBER = 200


def row_reason(cells: Sequence[Cell], columns: Sequence[Column], words: RowWords) -> str | None:
    """Return None for a record, else why the row is none: `blank`, `header`, `total`, `signature`, `group`, `note`.

    `cells` are the row's raw cells, `columns` the table's recognised columns.
    """
    return row_judge(columns, words)(cells)


def row_judge(columns: Sequence[Column], words: RowWords) -> Callable[[Sequence[Cell]], str | None]:
    """Return `row_reason` prepared for one table: the same answer, a fraction of the cost for many rows."""
    names = [column.index for column in columns if column.field in NAME_FIELDS]
    keys = [column.index for column in columns if column.field in IDENTIFYING]
    name = names[0] if names else -1
    suspect = first_words((*words.total, *words.signature, *words.note, *words.group, *words.names))
    judge = _Judge(columns, words)

    def reason(cells: Sequence[Cell]) -> str | None:
        cell = cells[name] if 0 <= name < len(cells) else None
        if type(cell) is str and len(cell) > 2 and cell[0].isalpha() and _first_word(cell) not in suspect:
            for key in keys:
                if key < len(cells) and cells[key] not in ("", None):
                    return None
        return judge.reason(cells)

    return reason


def _first_word(text: str) -> str:
    return _folded_first(text.partition(" ")[0])


@lru_cache(maxsize=1 << 12)
def _folded_first(word: str) -> str:
    """Family names are few: fold each once."""
    words = fold_words(word.split(None, 1)[0] if word.strip() else "").split(" ", 1)
    return words[0]


class _Judge:
    """The full rule, asked only about rows that do not plainly look like a person."""

    def __init__(self, columns: Sequence[Column], words: RowWords) -> None:
        self.words = words
        self.names = frozenset(column.index for column in columns if column.field in NAME_FIELDS)
        self.keys = frozenset(column.index for column in columns if column.field in IDENTIFYING)
        self.positions = frozenset(column.index for column in columns if column.field == "position")
        self.numbers = frozenset(column.index for column in columns if column.field == "row_no")
        self.headers = {column.index: fold_words(column.header.split(" › ")[-1]) for column in columns}

    def reason(self, cells: Sequence[Cell]) -> str | None:
        """Return why the row is not a record, or None."""
        filled = [(index, cell) for index, cell in enumerate(cells) if not _is_blank(cell)]
        content = [(index, cell) for index, cell in filled if index not in self.numbers or not _is_number(cell)]
        if not content:
            return "blank"
        folded = {index: fold_words(cell) for index, cell in content if isinstance(cell, str)}
        if self._is_header(filled, folded):
            return "header"
        first_index, first_cell = content[0]
        first = folded.get(first_index, "")
        named = any(self._is_name(cell) and index in self.names and index != first_index for index, cell in content)
        counted = not named or first_index in self.numbers
        if isinstance(first_cell, str) and counted and begins(first, self.words.total):
            return "total"
        if named or len(content) > FEW_CELLS or len(content) < len(filled):
            return None
        return self._line_reason(content, folded, first)

    def _line_reason(self, content: Sequence[tuple[int, Cell]], folded: dict[int, str], first: str) -> str | None:
        """Judge a row that may be one of the lines around a table: few filled cells, no name, nothing identifying."""
        words = self.words
        signs = {
            index
            for index, text in folded.items()
            if index not in self.positions and (begins(text, words.signature) or _DATE_LINE.search(text))
        }
        if any(index in self.keys and index not in signs for index, _ in content):
            return None
        if signs:
            return "signature"
        if begins(first, words.note):
            return "note"
        if len(set(folded.values())) == 1 and len(folded) == len(content) and begins(first, words.group):
            return "group"
        return None

    def _is_header(self, filled: Sequence[tuple[int, Cell]], folded: dict[int, str]) -> bool:
        """A header that is typed again: two or more header phrases, or the columns' numbers 1, 2, 3."""
        repeated = sum(1 for index, text in folded.items() if text and text == self.headers.get(index))
        if repeated >= 2:
            return True
        known = sum(1 for text in folded.values() if text in self.words.headers)
        if known >= 2 and any(folded.get(index) in self.words.names for index in self.names):
            return True
        return len(filled) >= 3 and _counts_up([cell for _, cell in filled])

    @staticmethod
    def _is_name(cell: Cell) -> bool:
        return isinstance(cell, str) and len(_LETTER.findall(cell)) >= 2


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff\u200b\u00a0 \t\r\n"))


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip().rstrip(".").isdigit()
    return isinstance(cell, int | float)


def _counts_up(cells: Sequence[Cell]) -> bool:
    """Whether the cells are 1, 2, 3 … or (1), (2), (3) …, perhaps after letters A, B: a form's column numbers."""
    numbers: list[int] = []
    for cell in cells:
        text = f"{cell:g}" if isinstance(cell, int | float) else cell.strip(" ()[]") if isinstance(cell, str) else ""
        if text.isascii() and text.isdigit() and int(text) < _MAX_NUMBER:
            numbers.append(int(text))
        elif numbers or not re.fullmatch(r"[A-Z]", text):
            return False
    return len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2
