"""What the officer of the demo looks at and decides: questions by their code, and a review sheet filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from yumsync.demo.month import MonthStory
from yumsync.demo.stage import Stage

REVIEW = "duyet.xlsx"
"""The workbook in which a plan is reviewed."""

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "movement-incomplete": {"answer": "approve", "decision_no": "32-QĐ/ĐTN", "reason": "Quyết định quên ghi số"},
    "transfer-letter-missing": {"answer": "approve", "decision_no": "77-GGT", "reason": "Nơi đi đã xác nhận"},
    "unit-changed": {"answer": "approve", "decision_no": "78-GGT", "reason": "Đã chuyển, nộp giấy sau"},
    "gone-but-listed": {"answer": "reject", "reason": "Xin ở lại sinh hoạt thêm"},
}
"""What the officer writes into the review sheet, by the question's code and the column's name."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits: its short id, which stays the same, its code, and the list it is about."""

    id: str
    code: str
    of_list: str


def questions(stage: Stage) -> Sequence[Question]:
    """Return what waits for the officer."""
    found = stage.ask("holds")["holds"]
    return [Question(one["id"], one["hold"]["code"], one["hold"]["place"]["list"]) for one in found]


def by_code(waiting: Sequence[Question]) -> dict[str, int]:
    """Return how many questions wait, by their code."""
    return dict(Counter(one.code for one in waiting))


def missing(waiting: Sequence[Question], story: MonthStory) -> Sequence[str]:
    """Return the questions about those who are missing from a list that is as it should be."""
    besides = {story.cut_list, story.vanished_list}
    return [one.id for one in waiting if one.code == "missing" and one.of_list not in besides]


def fill_in(stage: Stage, waiting: Sequence[Question]) -> Counter[str]:
    """Fill the review sheet in as an officer does, row by row; return how many of each answer were given."""
    say, path = stage.wording.say, stage.folder / REVIEW
    codes = {one.id: one.code for one in waiting}
    book = openpyxl.load_workbook(path)
    sheet: Any = book[say("review-sheet-holds")]
    columns = {cell.value: cell.column for cell in sheet[1]}
    given: Counter[str] = Counter()
    for row in range(2, sheet.max_row + 1):
        answer = ANSWERS.get(codes.get(str(sheet.cell(row, columns[say("review-column-id")]).value), ""))
        for name, value in (answer or {}).items():
            told = say(f"review-{value}") if name == "answer" else value
            sheet.cell(row, columns[say(f"review-column-{name}")], told)
        if answer:
            given[answer["answer"]] += 1
    book.save(path)
    return given
