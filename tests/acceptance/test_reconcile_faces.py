"""What a reconciliation shows: on the screen, as JSON, as a page, as a workbook. All people are fabricated."""

from __future__ import annotations

import getpass
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.office import UNIT, Office, Row, people, person
from tests.support.standin import LiveStandin

OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
MEN = people(12)
NEW = person(99)
FORMULA = '=HYPERLINK("http://x.test")<b>'
STRANGER = {"full_name": FORMULA, "date_of_birth": "2004-03-04", "national_id": "079204999999"}


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Two branches in step with the centre; their screen has a hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")
    made = Office(tmp_path / "office", standin.url)
    made.add_list("one")
    made.add_list("two", unit=OTHER)
    made.init()
    made.write("one", MEN[:6])
    made.write("two", MEN[6:])
    assert made.run("sync").code == 0
    return made


@pytest.fixture
def codes(office: Office, standin: LiveStandin) -> dict[str, str]:
    """The centre's code of each, by name."""
    return {one["fields"]["full_name"]: one["member_code"] for one in standin.people()}


def edited(standin: LiveStandin, *edits: dict[str, Any]) -> None:
    standin.http.post("/_drift", json=edits).raise_for_status()


@pytest.fixture
def apart(office: Office, standin: LiveStandin, codes: dict[str, str]) -> Office:
    """Each man of the first list stands otherwise, one of each kind; there is a new one and a stranger."""
    named = [codes[one["full_name"]] for one in MEN]
    edited(
        standin,
        {"member_code": named[0], "fields": {"phone": "0999888777", "email": None}},
        {"member_code": named[1], "fields": {"phone": "0999888776"}},
        {"member_code": named[2], "removed": True},
        {"member_code": named[3], "new_code": "7777779"},
        {"member_code": "7777777", "unit": OTHER, "fields": STRANGER},
    )
    rows = [dict(one) for one in MEN[:6]]
    rows[1]["phone"] = "0911222333"
    rows[4]["phone"] = "0911222444"
    office.write("one", [*rows, NEW])
    return office


def names(*rows: Row) -> list[str]:
    return [row["full_name"] for row in rows]


def page(file: Path) -> str:
    return file.read_text("utf-8")


def sheets(file: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(file)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}


# ── the screen ───────────────────────────────────────────────────────────────────────────────────────────────


def test_in_step_is_said_in_two_lines(office: Office) -> None:
    said = office.run("reconcile", lang="vi")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "Đối chiếu danh sách, lần xác nhận trước và trung tâm hiện nay",
        "  =        12  khớp: mọi bên ghi như nhau",
        "",
        "Khớp: không ai khác nhau.",
    ]


def test_the_screen_counts_names_and_says_what_to_do(
    apart: Office, codes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yumsync.cli.reconciletelling.SHOWN", 10)
    said = apart.run("reconcile", lang="vi")
    assert (said.code, said.err) == (3, "")
    assert max(map(len, said.out.splitlines())) <= 100
    counted, units, told, ending = said.out.strip().split("\n\n")
    assert [line.split(":")[0].split(None, 2) for line in counted.splitlines()[1:]] == [
        ["=", "7", "khớp"],
        [">", "1", "danh sách mới hơn"],
        ["<", "1", "trung tâm đã đổi"],
        ["!", "1", "hai bên cùng đổi"],
        ["+", "1", "chỉ có ở đây"],
        ["?", "1", "chỉ có ở trung tâm"],
        ["-", "1", "trung tâm đã bỏ"],
        ["2", "1", "một người hai mã"],
    ]
    assert units.splitlines() == [
        "Đơn vị chưa khớp: 2 trong 2",
        f"  {UNIT}:  = 1  > 1  < 1  ! 1  + 1  - 1  2 1",
        f"  {OTHER}:  = 6  ? 1",
    ]
    one, two, three, four, five = MEN[:5]
    whole = {block.split("\n")[0]: block.split("\n")[1:] for block in _people(told)}
    assert whole == {
        f"< {one['full_name']}, 02/01/2004, mã {codes[one['full_name']]}, {UNIT}": [
            f"thư điện tử: {one['email']} → (như trước) | (trống)",
            f"số điện thoại: {one['phone']} → (như trước) | 0999888777",
            "trong danh sách: one",
        ],
        f"! {two['full_name']}, 03/01/2004, mã {codes[two['full_name']]}, {UNIT}": [
            f"số điện thoại: {two['phone']} → 0911222333 | 0999888776",
            "trong danh sách: one.csv › 3",
        ],
        f"- {three['full_name']}, 04/01/2004, mã {codes[three['full_name']]}, {UNIT}": [
            "tình trạng: đang sinh hoạt → (như trước) | (không có)",
            "trong danh sách: one",
        ],
        f"2 {four['full_name']}, 05/01/2004, mã {codes[four['full_name']]}, {UNIT}": [
            f"mã định danh đoàn viên: {codes[four['full_name']]} → (như trước) | 7777779",
            "trong danh sách: one",
        ],
        f"> {five['full_name']}, 06/01/2004, mã {codes[five['full_name']]}, {UNIT}": [
            f"số điện thoại: {five['phone']} → 0911222444 | (như trước)",
            "trong danh sách: one.csv › 6",
        ],
        f"+ {NEW['full_name']}, 09/04/2004, {UNIT}": ["trong danh sách: one.csv › 8"],
        f"? {FORMULA}, 04/03/2004, mã 7777777, {OTHER}": [],
    }
    assert ending.splitlines() == [
        "> +  yumsync sync sẽ gửi đi; muốn xem trước: yumsync plan",
        "< ! ? - 2  Sửa trong danh sách, hoặc quyết định từng người: yumsync reconcile --fix",
    ]


def _people(told: str) -> list[str]:
    """The people of a screen, each with the lines below them, without indents."""
    found: list[str] = []
    for line in told.splitlines()[1:]:
        if line.startswith("      "):
            found[-1] += "\n" + line.strip()
        else:
            found.append(line.strip())
    return found


def test_many_are_counted_and_all_are_told_when_asked(office: Office, standin: LiveStandin) -> None:
    """A thousand differences must not run the figures off the screen; asked for all, everybody is told, and the
    figures stand where the eye is: below."""
    crowd = people(30, start=100)
    office.write("two", [*MEN[6:], *crowd])
    few = office.run("reconcile", lang="vi")
    assert few.out.count("\n  + ") == 6  # with the line that counts them
    assert "  … còn 25 người. Kể hết: --all; ghi ra Excel: --workbook TỆP.xlsx" in few.out.splitlines()
    whole = office.run("reconcile", "--all", lang="vi")
    assert all(f"  + {one['full_name']}, " in whole.out for one in crowd)
    told, counted, *_ = whole.out.split("\n\n")
    assert told.startswith("Chỗ khác nhau")
    assert counted.splitlines()[1:] == [
        "  =        12  khớp: mọi bên ghi như nhau",
        "  +        30  chỉ có ở đây: trung tâm chưa có tên",
    ]


def test_without_lists_only_the_centre_is_held_against_what_it_confirmed(apart: Office) -> None:
    said = apart.run("reconcile", "--no-lists", lang="vi")
    assert said.code == 3
    assert "Chỗ khác nhau (trước → trung tâm):" in said.out.splitlines()
    assert f"      số điện thoại: {MEN[1]['phone']} → 0999888776" in said.out.splitlines()
    assert NEW["full_name"] not in said.out
    assert MEN[4]["full_name"] not in said.out


# ── one unit, one person ─────────────────────────────────────────────────────────────────────────────────────


def test_one_unit_alone(apart: Office) -> None:
    found = apart.ask("reconcile", "--unit", OTHER).json
    assert found["counts"] == {"in-step": 6, "only-there": 1}
    assert [one["name"] for one in found["differences"]] == [FORMULA]
    unknown = apart.run("reconcile", "--unit", "Chi đoàn 9", lang="vi")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.startswith("✗ Không có đơn vị “Chi đoàn 9”.")
    outside = apart.run("reconcile", "--unit", OTHER, "--person", MEN[1]["national_id"], lang="vi")
    assert (outside.code, outside.out) == (2, "")
    inside = apart.ask("reconcile", "--unit", OTHER, "--person", MEN[7]["national_id"])
    assert (inside.code, inside.json["counts"]) == (0, {"in-step": 1})


def test_a_unit_with_those_below_it(apart: Office) -> None:
    """An officer of a ward has its branches; they need not ask for each."""
    found = apart.ask("reconcile", "--unit", "Đoàn phường Phú Thủy", "--no-lists").json
    assert sum(found["counts"].values()) == 13
    assert found["units"].keys() == {UNIT, OTHER}


def test_who_may_see_one_unit_compares_that_and_no_other(apart: Office) -> None:
    me = f'account = "{getpass.getuser()}"\nrole = "officer"\nunit = "{OTHER}"\n'
    apart.configure(settings=f"[[role]]\n{me}")
    assert apart.ask("reconcile", "--unit", OTHER).json["counts"] == {"in-step": 6, "only-there": 1}
    for unit in ((), ("--unit", UNIT)):
        assert apart.ask("reconcile", *unit).json["error"]["code"].startswith("access-")


def test_one_person_by_code_id_or_name_on_whichever_side(apart: Office, codes: dict[str, str]) -> None:
    two = MEN[1]
    for typed in (codes[two["full_name"]], two["national_id"], two["full_name"].upper()):
        found = apart.ask("reconcile", "--person", typed).json
        assert ([one["name"] for one in found["differences"]], found["counts"]) == (names(two), {"both-changed": 1})
    for typed, standing in (("7777777", "only-there"), (NEW["national_id"], "only-here"), ("7777779", "two-codes")):
        assert apart.ask("reconcile", "--person", typed).json["counts"] == {standing: 1}
    same = apart.run("reconcile", "--person", MEN[7]["national_id"], lang="vi")
    assert (same.code, same.out.splitlines()[1:]) == (
        0,
        ["  =         1  khớp: mọi bên ghi như nhau", "", "Khớp: không ai khác nhau."],
    )
    nobody = apart.run("reconcile", "--person", "Không Ai Cả", lang="vi")
    assert (nobody.code, nobody.out) == (2, "")
    assert "Không bên nào có người ấy." in nobody.err


def test_whoever_looks_is_in_the_journal(apart: Office, codes: dict[str, str]) -> None:
    """Also at one person, by their number and never by name."""
    apart.run("reconcile", "--person", codes[MEN[1]["full_name"]])
    with apart.app() as app:
        entries = [(entry.event, dict(entry.facts)) for entry in app.store.journal.entries()]
        (person,) = {one.person for one in app.store.ledger.scan() if one.record["phone"] == MEN[1]["phone"]}
    events = [event for event, _ in entries]
    assert ("person.looked-up", {"people": [person]}) in entries
    assert events.index("person.looked-up") < events.index("reconciled")
    assert not any(MEN[1]["full_name"] in str(facts) for _, facts in entries)


# ── for machines ─────────────────────────────────────────────────────────────────────────────────────────────


def test_json_is_one_document_with_a_line_for_each(apart: Office, codes: dict[str, str]) -> None:
    said = apart.ask("reconcile")
    assert (said.code, said.err) == (3, "")
    found = said.json
    assert len(said.out.splitlines()) == 2 + len(found["differences"]) == 9
    assert found["counts"]["in-step"] == 7
    assert found["units"][OTHER] == {"in-step": 6, "only-there": 1}
    assert (found["lists"], found["unread"], found["complete"], found["exit_code"]) == (True, [], True, 3)
    (two,) = (one for one in found["differences"] if one["standing"] == "both-changed")
    assert two["fields"] == [
        {
            "field": "phone",
            "base": MEN[1]["phone"],
            "ours": "0911222333",
            "theirs": "0999888776",
            "changed": "both",
        }
    ]
    assert (two["member_code"], two["list"], two["row"]) == (codes[MEN[1]["full_name"]], "one", 3)


def test_nothing_to_tell_is_a_document_too(office: Office) -> None:
    found = office.ask("reconcile")
    assert (found.code, found.json["differences"], found.json["counts"]) == (0, [], {"in-step": 12})


# ── the page and the workbook ────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_all_of_it_and_runs_nothing(apart: Office) -> None:
    out = apart.folder / "doi-chieu.html"
    said = apart.run("reconcile", "--html", str(out), lang="vi")
    assert said.code == 3
    assert said.out.splitlines()[-1].startswith("Đã ghi ")
    shown = page(out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "default-src 'none'" in shown
    assert "<script" not in shown
    assert FORMULA not in shown
    assert "=HYPERLINK(&quot;http://x.test&quot;)&lt;b&gt;" in shown
    assert '<td class="changed">0911222333</td><td class="changed">0999888776</td>' in shown
    again = apart.run("reconcile", "--html", str(out), lang="vi")
    assert (again.code, again.out) == (2, "")
    assert "--force" in again.err
    assert page(out) == shown
    assert apart.run("reconcile", "--html", str(out), "--force").code == 3


def test_the_workbook_has_a_row_for_each_field(apart: Office, codes: dict[str, str]) -> None:
    out = apart.folder / "doi-chieu.xlsx"
    said = apart.run("reconcile", "--workbook", str(out), lang="vi")
    assert said.code == 3
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [path.name for path in apart.folder.iterdir() if "doi-chieu" in path.name] == ["doi-chieu.xlsx"]
    found = sheets(out)
    assert list(found) == ["Tổng hợp", "Đơn vị", "Khác nhau"]
    assert [row[:3] for row in found["Tổng hợp"][1:4]] == [
        ["=", "khớp", 7],
        [">", "danh sách mới hơn", 1],
        ["<", "trung tâm đã đổi", 1],
    ]
    assert found["Đơn vị"][1:] == [[UNIT, 6, 1, 1, 1, 1, 1, 0, 1, 1], [OTHER, 1, 6, 0, 0, 0, 0, 1, 0, 0]]
    head, *rows = found["Khác nhau"]
    assert len(rows) == 8
    two = dict(zip(head, next(row for row in rows if row[0] == "!"), strict=True))
    assert two == {
        "Dấu": "!",
        "Tình trạng": "hai bên cùng đổi",
        "Họ và tên": MEN[1]["full_name"],
        "Ngày sinh": "03/01/2004",
        "Mã định danh": codes[MEN[1]["full_name"]],
        "Đơn vị": UNIT,
        "Trường": "số điện thoại",
        "Xác nhận trước": MEN[1]["phone"],
        "Danh sách": "0911222333",
        "Trung tâm": "0999888776",
        "Bên đã đổi": "cả hai bên",
        "Danh sách › dòng": "one.csv › 3",
        "Ghi chú": None,
    }
    (formula,) = (
        cell for row in openpyxl.load_workbook(out)["Khác nhau"].iter_rows() for cell in row if cell.value == FORMULA
    )
    assert (formula.data_type, formula.quotePrefix) in {("s", True), ("inlineStr", True)}
    assert apart.run("reconcile", "--workbook", str(out)).code == 2
    assert apart.run("reconcile", "--workbook", str(apart.folder / "doi-chieu.csv")).code == 2


# ── what goes wrong ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_that_cannot_be_read_is_named_and_its_people_are_compared_still(apart: Office) -> None:
    apart.put("two.csv", b"\x00\x01\x02 no list")
    said = apart.run("reconcile", lang="vi")
    assert said.code == 7
    assert "Có danh sách không đọc được" in said.out
    assert "  ✗ two.csv › 1: " in said.out
    assert f"  {OTHER}:  = 6  ? 1" in said.out.splitlines()
    told = apart.ask("reconcile")
    assert (told.code, len(told.json["unread"]), told.json["complete"]) == (7, 1, True)


def test_an_upstream_that_is_away_is_said_and_leaves_no_file(apart: Office, standin: LiveStandin) -> None:
    apart.set_profile()
    standin.faults({"do": "status", "status": 503, "method": "GET", "path": "/v1/members"})
    files = ["--html", str(apart.folder / "a.html"), "--workbook", str(apart.folder / "a.xlsx")]
    said = apart.run("reconcile", *files, lang="vi")
    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("✗ ")
    assert not [path.name for path in apart.folder.iterdir() if path.name.startswith(("a.", ".a."))]
    told = apart.ask("reconcile")
    assert (told.code, told.json["exit_code"]) == (4, 4)
