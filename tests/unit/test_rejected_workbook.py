"""The workbook of refused rows: in order, whatever order they came in; what was sent; texts that stay texts.

People are fabricated.
"""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.reports import streamed, write_rejected
from config.wording import Wording
from sync.ports import OperationInfo
from sync.values import Change, ListKind, Operation, OperationState, OperationType, Paper, PersonId, Place

VI = Wording("vi")


def refused(
    place: Place,
    unit: str = "Chi đoàn 2",
    words: str = "Sai.",
    field: str = "",
    record: Mapping[str, str | None] | None = None,
    **more: Any,
) -> tuple[OperationInfo, str]:
    """A refused operation, without a member code the upstream knows."""
    stated = {"full_name": "Trần Thị Yến", "date_of_birth": "2005-02"} if record is None else record
    kind = OperationType(more.pop("type", "upsert"))
    one = Operation(kind, PersonId(1), ListKind.MEMBERS, unit, stated, more.pop("changes", ()), place, **more)
    return OperationInfo(1, 7, PersonId(1), one, OperationState.REJECTED, 1, words, 1, "x-9", field), ""


def at(row: int, sheet: str = "A", file: str = "a.xlsx", list_: str = "a") -> Place:
    return Place(list_, file, sheet, row)


def read(out: Path) -> dict[str, list[list[Any]]]:
    """What stands in each sheet, below its header."""
    book = openpyxl.load_workbook(out)
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] for sheet in book.worksheets
    }


def written(out: Path, *rows: tuple[OperationInfo, str]) -> list[list[Any]]:
    assert write_rejected(out, rows, VI, force=True) == len(rows)
    (found,) = read(out).values()
    return found


def test_rows_stand_by_list_unit_file_sheet_and_row(tmp_path: Path) -> None:
    """In whatever order they were refused; the ninth row before the tenth."""
    ordered = [
        refused(at(9), "Chi đoàn 1"),
        refused(at(10), "Chi đoàn 1"),
        refused(at(2, sheet="B"), "Chi đoàn 1"),
        refused(at(1), "Chi đoàn 2"),
        refused(at(1, file="b.xlsx"), "Chi đoàn 2"),
        refused(at(1, list_="b"), "Chi đoàn 1"),
    ]
    expected = [
        ["a", "Chi đoàn 1", "a.xlsx", "A", 9],
        ["a", "Chi đoàn 1", "a.xlsx", "A", 10],
        ["a", "Chi đoàn 1", "a.xlsx", "B", 2],
        ["a", "Chi đoàn 2", "a.xlsx", "A", 1],
        ["a", "Chi đoàn 2", "b.xlsx", "A", 1],
        ["b", "Chi đoàn 1", "a.xlsx", "A", 1],
    ]
    for seed in range(3):
        shuffled = random.Random(seed).sample(ordered, len(ordered))
        assert [row[:5] for row in written(tmp_path / "t.xlsx", *shuffled)] == expected


def test_what_was_sent_is_told_as_an_officer_writes_it(tmp_path: Path) -> None:
    """The field the upstream named; else what changed; else all; of a movement what its paper states."""
    changed = (Change("phone", "0911", "0922"), Change("gender", "male", "female"))
    paper = Paper(b"m" * 16, {"on": "2026-11-15", "decision_no": "12-QĐ"})
    rows = written(
        tmp_path / "t.xlsx",
        refused(at(1), field="date_of_birth"),
        refused(at(2), changes=changed),
        refused(at(3)),
        refused(at(4), field="movement.decision_no", paper=paper),
        refused(at(5), field="person", paper=paper, record={"full_name": "Trần Thị Yến"}),
        refused(at(6), words="x-9"),
    )
    assert [row[8:11] for row in rows] == [
        ["ngày sinh", "02/2005", "Sai."],
        [None, "số điện thoại: 0922; giới tính: Nữ", "Sai."],
        [None, "họ và tên: Trần Thị Yến; ngày sinh: 02/2005", "Sai."],
        ["số quyết định", "12-QĐ", "Sai."],
        ["person", "họ và tên: Trần Thị Yến; ngày biến động: 15/11/2026; số quyết định: 12-QĐ", "Sai."],
        [None, "họ và tên: Trần Thị Yến; ngày sinh: 02/2005", None],
    ]


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the header again, and nothing lost between them."""
    monkeypatch.setattr(streamed, "MOST", 3)
    assert write_rejected(tmp_path / "t.xlsx", [refused(at(row)) for row in range(1, 8)], VI) == 7
    found = read(tmp_path / "t.xlsx")
    assert {title: [row[4] for row in rows] for title, rows in found.items()} == {
        "Bị từ chối": [1, 2, 3],
        "Bị từ chối 2": [4, 5, 6],
        "Bị từ chối 3": [7],
    }


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "＝", ""]), st.text(max_size=12))))
def test_whatever_is_said_stays_a_text(tmp_path: Path, words: list[str]) -> None:
    """No cell is a formula; the upstream's words, a name and a sheet's name are somebody else's text."""
    rows = [refused(at(n, sheet=one), words=one, record={"full_name": one}) for n, one in enumerate(words, start=1)]
    assert write_rejected(tmp_path / "t.xlsx", rows, VI, force=True) == len(words)
    for sheet in openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets:
        for line in sheet.iter_rows(min_row=2):
            assert {cell.data_type for cell in line} <= {"s", "n", "inlineStr"}
            for cell in line:
                assert not str(cell.value or "").startswith(("=", "+", "-", "@")) or cell.quotePrefix


def test_many_rows_need_little_memory(tmp_path: Path) -> None:
    """Rows are packed as they come: each further one takes less than three quarters of what it takes kept whole."""

    def many(rows: int) -> Iterator[tuple[OperationInfo, str]]:
        for row in range(rows):
            yield refused(
                at(row), f"Chi đoàn {row % 50}", record={"full_name": f"Trần Thị {row}", "phone": f"09{row}"}
            )

    def write(rows: int) -> None:
        assert write_rejected(tmp_path / "t.xlsx", many(rows), VI, force=True) == rows

    def peak(work: Callable[[int], object], rows: int) -> int:
        tracemalloc.start()
        work(rows)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def more(work: Callable[[int], object]) -> int:
        return peak(work, 3_000) - peak(work, 1_000)

    peak(write, 1)
    assert more(write) < more(lambda rows: list(many(rows))) * 3 / 4
