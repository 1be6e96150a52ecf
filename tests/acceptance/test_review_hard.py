"""Review workbooks in hard hands: whatever is done to one, its answers count as they were meant, or nothing is done.

All people are fabricated.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table, TableCell, TableRow  # type: ignore[import-untyped]
from odf.text import P  # type: ignore[import-untyped]
from openpyxl import Workbook, load_workbook

from adapters.review.reading import read_review
from adapters.review.writing import write_review
from config.wording import LANGUAGES, Wording
from sync.ports import HoldInfo, OperationInfo, RunInfo, StagedOperation
from sync.values import Change, Hold, OperationState, PersonId, Place
from tests.acceptance.test_review import (
    ANSWERS,
    APPROVED,
    CHANGES,
    COLUMNS,
    REASON,
    REJECTED,
    apply,
    behind,
    decided,
    edited,
    fill,
    nothing_happened,
    office,
    planned,
    removals,
    sheet_of,
    written,
)
from tests.support.office import UNIT, Office, assert_in_step, people, person
from tests.support.plans import operation, people_ids
from tests.support.standin import LiveStandin

__all__ = ["office"]

UNITS = [f"Chi đoàn {number}, Đoàn phường Phú Thủy" for number in (1, 2, 3)]


def three(office: Office) -> Path:
    """The workbook of a plan with three questions, one new person waiting behind each."""
    holds = [removals(unit) for unit in UNITS]
    return written(office, holds, [one for n, each in enumerate(holds, 1) for one in behind(office, each, 1, n)])


def codes(office: Office, file: Path) -> set[str]:
    """What is said to be wrong with a workbook, by code; it must be refused."""
    said = apply(office, file)
    assert said.code in {2, 3, 7}, said.text
    assert "review" not in said.json
    error = said.json["error"]
    return {one["code"] for one in error.get("problems") or [error]}


def one_missing(office: Office) -> Path:
    """The workbook of a plan that asks about one person who is missing."""
    rows = people(4)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", rows[:3])
    return planned(office)


GONE = {"answer": "duyệt", "movement": "Chuyển đi", "on": "15/11/2026", "no": "12-GT", "to": UNITS[2], "reason": "Đi"}


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────


def swap(sheet: Any, one: int, other: int) -> None:
    for row in range(1, sheet.max_row + 1):
        left, right = sheet.cell(row, one), sheet.cell(row, other)
        left.value, right.value = right.value, left.value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_may_stand_in_another_order(office: Office, lang: str) -> None:
    """What stands under a heading is what the heading says, wherever it was dragged to."""
    one_missing(office)
    file = office.folder / "x.xlsx"
    assert office.run("plan", "--workbook", str(file), lang=lang).code == 3
    front, answers = load_workbook(file).sheetnames[:2]
    assert front != answers

    def edit(book: Workbook) -> None:
        sheet = book[answers]
        for name, value in GONE.items():
            sheet.cell(2, COLUMNS[name], value)
        swap(sheet, COLUMNS["no"], COLUMNS["to"])
        swap(sheet, COLUMNS["reason"], COLUMNS["unit"])
        sheet.insert_cols(3)
        sheet["C1"], sheet["C2"] = "Ghi chú của tôi", "hỏi anh Nam"

    said = apply(office, edited(file, edit))
    assert said.json.get("review") == {"approved": 1, "rejected": 0, "freed": 0, "later": 1}, said.text
    (made,) = decided(office)
    assert (made["facts"]["decision_no"], made["facts"]["destination"]) == ("12-GT", UNITS[2])
    assert made["reason"] == "Đi"


def test_changes_may_stand_in_another_order(office: Office, standin: LiveStandin) -> None:
    file = three(office)
    edited(file, lambda book: swap(sheet_of(book, CHANGES), 1, 5))
    assert apply(office, fill(file, APPROVED)).json["review"]["freed"] == 1


@pytest.mark.parametrize("what", ["a heading typed over", "a heading twice", "a column deleted", "no headings"])
def test_what_no_heading_tells_is_not_guessed(office: Office, standin: LiveStandin, what: str) -> None:
    file = fill(three(office), APPROVED)

    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, ANSWERS)
        if what == "a heading typed over":
            sheet.cell(1, COLUMNS["no"], "Nơi gì đó")
        elif what == "a heading twice":
            sheet.cell(1, COLUMNS["no"], sheet.cell(1, COLUMNS["reason"]).value)
        elif what == "a column deleted":
            sheet.delete_cols(COLUMNS["movement"])
        else:
            sheet.delete_rows(1)

    assert codes(office, edited(file, edit)) == {"review-columns"}
    nothing_happened(office, standin)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("second", [APPROVED, REJECTED])
def test_a_question_answered_in_two_rows(office: Office, standin: LiveStandin, second: dict[str, str]) -> None:
    file = fill(three(office), APPROVED)

    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, ANSWERS)
        for column in range(1, sheet.max_column + 1):
            sheet.cell(9, column, sheet.cell(2, column).value)
        sheet.cell(9, COLUMNS["answer"], second["answer"])

    assert codes(office, edited(file, edit)) == {"review-twice"}
    nothing_happened(office, standin)


def test_an_id_typed_over_answers_nothing(office: Office, standin: LiveStandin) -> None:
    """Also where it is the id of another open question."""
    file = fill(three(office), APPROVED)

    def edit(book: Workbook) -> None:
        sheet = sheet_of(book, ANSWERS)
        sheet["A2"] = sheet["A3"].value

    assert codes(office, edited(file, edit)) == {"review-altered"}
    nothing_happened(office, standin)


@pytest.mark.parametrize("column", ["E", "F"])
def test_what_was_and_will_be_cannot_be_edited(office: Office, standin: LiveStandin, column: str) -> None:
    (whom,) = people_ids(office, 1)
    changed = replace(operation(whom, 1), changes=(Change("phone", "0911111111", "0922222222"),))
    file = written(office, [], [StagedOperation(changed, ())])

    def edit(book: Workbook) -> None:
        sheet_of(book, CHANGES)[f"{column}2"] = "0933333333"

    assert codes(office, edited(file, edit)) == {"review-altered"}
    nothing_happened(office, standin)


def test_sorted_by_a_column_with_the_headings_left_on_top_and_blank_rows_between(
    office: Office, standin: LiveStandin
) -> None:
    file = fill(three(office), APPROVED, {}, REJECTED)

    def edit(book: Workbook) -> None:
        for name in (ANSWERS, CHANGES):
            sheet = sheet_of(book, name)
            sheet.insert_rows(3, 5)
            sheet.auto_filter.ref = "A1:C9"

    said = apply(office, edited(file, edit))
    assert said.json["review"] == {"approved": 1, "rejected": 1, "freed": 1, "later": 0}
    assert_in_step(standin, [person(1)])


# ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────


def parts(file: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    """Change the parts of a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in added.items():
            new.writestr(name, content)
    file.write_bytes(out.getvalue())
    return file


@pytest.mark.parametrize("name", ["answer", "reason", "no"])
def test_a_formula_without_a_result_is_no_empty_cell(office: Office, standin: LiveStandin, name: str) -> None:
    """Dragged down in a program that keeps no results, or that keeps an error."""
    file = fill(three(office), {**APPROVED, "no": "12"}, {**APPROVED, name: f"={'FL'[name == 'reason']}2"}, {})
    assert codes(office, file) == {"review-formula"}
    nothing_happened(office, standin)


@pytest.mark.parametrize(("stale", "error"), [(False, False), (True, False), (False, True)])
def test_a_formula_counts_as_what_it_results_in(
    office: Office, standin: LiveStandin, stale: bool, error: bool
) -> None:
    """Excel keeps the result beside it; where that is an error, or may be an old one, nothing counts."""
    file = three(office)

    def edit(book: Workbook) -> None:
        book.calculation.fullCalcOnLoad = stale
        sheet = sheet_of(book, ANSWERS)
        sheet.cell(2, COLUMNS["answer"], "duyệt")
        sheet.cell(2, COLUMNS["reason"], REASON)
        sheet.cell(3, COLUMNS["answer"], "=F2")
        sheet.cell(3, COLUMNS["reason"], REASON)

    edited(file, edit)
    result = ('t="e"><f>F2</f><v>#REF!</v>' if error else 't="str"><f>F2</f><v>duyệt</v>').encode()
    parts(
        file,
        lambda _, text: text.replace(b"><f>F2</f><v></v>", b" " + result).replace(b"><f>F2</f><v />", b" " + result),
    )
    if stale or error:
        assert codes(office, file) == {"review-formula"}
        nothing_happened(office, standin)
    else:
        assert apply(office, file).json["review"]["approved"] == 2


# ── other programs ───────────────────────────────────────────────────────────────────────────────────────


def as_ods(file: Path) -> Path:
    """What LibreOffice keeps of a workbook saved as OpenDocument: all sheets, all texts, nothing hidden for ever."""
    document = OpenDocumentSpreadsheet()
    for sheet in load_workbook(file).worksheets:
        table = Table(name=sheet.title)
        for row in sheet.iter_rows(values_only=True):
            line = TableRow()
            for cell in row:
                box = TableCell(valuetype="string") if cell is not None else TableCell()
                for text in str(cell).split("\n") if cell is not None else ():
                    box.addElement(P(text=text))
                line.addElement(box)
            line.addElement(TableCell(numbercolumnsrepeated=1000))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    out = file.with_suffix(".ods")
    document.save(str(out))
    return out


def test_saved_as_another_kind_of_workbook(office: Office, standin: LiveStandin) -> None:
    file = as_ods(fill(three(office), APPROVED, REJECTED))
    said = apply(office, file)
    assert said.json["review"] == {"approved": 1, "rejected": 1, "freed": 1, "later": 0}, said.text
    assert_in_step(standin, [person(1)])


def test_with_macros_it_is_read_and_they_are_not(office: Office) -> None:
    file = fill(three(office), APPROVED)
    parts(file, lambda _, text: text, **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64})
    file = Path(shutil.move(file, file.with_suffix(".xlsm")))
    assert apply(office, file).json["review"]["approved"] == 1


def test_a_bomb_is_not_opened(office: Office, standin: LiveStandin) -> None:
    file = fill(three(office), APPROVED)
    parts(file, lambda _, text: text, **{"xl/media/a.bin": bytes(300_000_000)})
    assert codes(office, file) == {"list-bomb"}
    office.put("nho.csv", "Mã,Quyết định\n")
    assert apply(office, office.folder / "nho.csv").code == 7
    nothing_happened(office, standin)


# ── the hidden sheet ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("B1", "2"),
        ("B2", None),
        ("B2", "01"),
        ("B3", None),
        ("B3", "zz"),
        ("C4", "many"),
        ("C4", None),
        ("B4", None),
        ("A4", "x"),
        ("C5", "1e9999"),
        ("C5", "99"),
        ("B5", "Không có"),
    ],
)
def test_a_damaged_hidden_sheet_opens_nothing(
    office: Office, standin: LiveStandin, cell: str, value: str | None
) -> None:
    file = fill(three(office), APPROVED)

    def edit(book: Workbook) -> None:
        sheet_of(book, "yumsync")[cell] = value

    codes(office, edited(file, edit))
    nothing_happened(office, standin)


def test_a_hidden_sheet_of_another_review_does_not_fit(office: Office, standin: LiveStandin) -> None:
    """Neither that of an older plan in the newer one's workbook, nor the other way round."""
    older = fill(three(office), APPROVED)
    older = Path(shutil.copy(older, office.folder / "cu.xlsx"))
    newer = fill(three(office), APPROVED)
    hidden = {file: [list(row) for row in load_workbook(file)["yumsync"].values] for file in (older, newer)}

    def graft(file: Path, other: Path) -> Path:
        def edit(book: Workbook) -> None:
            book.remove(book["yumsync"])
            sheet = book.create_sheet("yumsync")
            for row in hidden[other]:
                sheet.append(row)

        return edited(Path(shutil.copy(file, office.folder / f"ghep-{file.name}")), edit)

    assert codes(office, graft(older, newer)) == {"review-altered"}
    assert codes(office, graft(newer, older)) & {"plan-superseded", "review-altered"}
    removed = edited(Path(shutil.copy(newer, office.folder / "x.xlsx")), lambda book: book.remove(book["yumsync"]))
    assert codes(office, removed) == {"review-foreign"}
    nothing_happened(office, standin)


# ── when ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_second_of_two_officers_is_told_that_nothing_of_theirs_was_taken(
    office: Office, standin: LiveStandin
) -> None:
    file = three(office)
    other = Path(shutil.copy(file, office.folder / "cua-chi-ba.xlsx"))
    assert apply(office, fill(file, APPROVED)).json["review"]["approved"] == 1
    said = office.run("apply", "--review", str(fill(other, REJECTED, APPROVED)), lang="vi")
    assert said.code == 3
    assert "chưa ghi" in said.err.casefold()
    assert "→" in said.err
    assert len(decided(office)) == 1
    assert_in_step(standin, [person(1)])


def test_after_a_sync_the_workbook_is_of_yesterday(office: Office, standin: LiveStandin) -> None:
    """Also where that sync changed nothing: its questions are the ones that are open now."""
    file = fill(one_missing(office), {**REJECTED})
    assert office.run("sync").code == 3
    assert codes(office, file) <= {"plan-superseded", "plan-moved"}
    assert decided(office) == []


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_a_question_answered_otherwise_since_is_not_answered_again(
    office: Office, standin: LiveStandin, verb: str
) -> None:
    """Two officers who contradict each other: neither is overruled unseen."""
    file = three(office)
    first = load_workbook(file)[ANSWERS]["A2"].value
    assert office.run("holds", verb, str(first), "--reason", "Đồng chí bí thư đã xem").code == 0
    same, contrary = (APPROVED, REJECTED) if verb == "approve" else (REJECTED, APPROVED)
    assert codes(office, fill(file, contrary)) == {"review-answered"}
    assert len(decided(office)) == 1
    said = apply(office, fill(file, same))
    assert said.json["review"]["freed"] == (verb == "approve")


def test_all_answers(office: Office, standin: LiveStandin) -> None:
    said = apply(office, fill(three(office), APPROVED, APPROVED, REJECTED))
    assert (said.code, said.json["review"]["freed"]) == (0, 2)
    assert_in_step(standin, [person(1), person(2)])


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────

TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("=_x0D\r\n\t \u00a0\u200b\ufeff\ufffe'@")),
    max_size=40,
) | st.sampled_from(
    [
        "=1+1",
        "_x000D_",
        "a_x005F_x000D_",
        "'=A1",
        "=",
        "-2",
        "\x0b",
        "x" * 2100,
        "_x0000_x0000_",
        " Lan ",
        "#REF!",
        "TRUE",
        "1e5",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=4, max_size=4))
@pytest.mark.parametrize("saved", [False, True])
def test_whatever_a_list_holds_a_workbook_that_nobody_touched_is_whole(
    office: Office, saved: bool, texts: Sequence[str]
) -> None:
    """A name that looks like a formula or an escape does not make a plan that cannot be carried out."""
    name, old, new, file_name = texts
    whom = PersonId(1)
    made = replace(operation(whom, 1), changes=(Change("occupation", old, new),))
    made = replace(made, record={**made.record, "full_name": name})
    hold = Hold("missing", "missing:1", Place("a", file_name), unit=UNIT, person=whom, details={"name": name})
    run = RunInfo(1, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "plan", "planned", datetime.now(UTC), None, 0, {}, None, "", b"s")
    info = OperationInfo(1, 1, whom, made, OperationState.PENDING, 0, "", None)
    file = office.folder / "duyet.xlsx"
    write_review(file, run, [info], [HoldInfo(hold, 1, datetime.now(UTC))], lambda hold: (), Wording("vi"))
    if saved:
        edited(file, lambda book: None)
    review = read_review(file)
    assert (review.run, review.lines, review.wrong) == (run.id, [], [])
