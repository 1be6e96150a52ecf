"""Telling a comparison whose differences are made by hand. All people are fabricated."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from config.wording import LANGUAGES, Wording
from sync.errors import Unavailable
from sync.ports import RemotePerson
from sync.reconciliation.differences import Changed, Difference, FieldDifference, Standing, Tally
from sync.values import ListKind, PersonId
from yumsync.cli.face import Face
from yumsync.cli.reconcilebook import reconcile_book
from yumsync.cli.reconcilepage import ReconcilePage
from yumsync.cli.reconcilescreen import ReconcileScreen
from yumsync.cli.reconciletelling import Telling
from yumsync.cli.reconcilewords import ReconcileWords

UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


def difference(
    standing: Standing = Standing.BOTH_CHANGED, name: str = "Trần Thị Yến", *fields: FieldDifference, number: int = 1
) -> Difference:
    return Difference(standing, PersonId(number), ListKind.MEMBERS, UNIT, name, fields, f"24500{number:05}")


def phone(changed: Changed = Changed.BOTH, ours: str | None = "0922") -> FieldDifference:
    return FieldDifference("phone", "0911", ours, "0933", changed)


def telling(*, as_json: bool, whole: bool = False) -> Telling:
    face = Face(Wording("vi"), json=as_json)
    return Telling(face, ReconcileWords(face.wording), whole=whole, page=None, book=None)


def tally(*found: Difference) -> Tally:
    counted = Tally()
    for one in found:
        counted.add(one.standing, one.unit)
    return counted


# ── broken off ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_breaks_off_says_how_far_it_came(capsys: pytest.CaptureFixture[str]) -> None:
    """On the screen the error itself comes after that, as every error does."""
    told, found = telling(as_json=False), difference()
    told.add(found)
    assert not told.stop(tally(found), Unavailable("upstream-unreachable"))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  !         1  hai bên cùng đổi: mỗi bên ghi một khác",
        "",
        "Mới đối chiếu được 1 người thì dừng; số trên chưa đủ.",
    ]


def test_json_that_has_begun_ends_with_the_error(capsys: pytest.CaptureFixture[str]) -> None:
    """It stays one document; where nothing was written yet, the error is the document."""
    told, found = telling(as_json=True), difference()
    told.add(found)
    assert told.stop(tally(found), Unavailable("upstream-unreachable"))
    document = json.loads(capsys.readouterr().out)
    assert len(document["differences"]) == 1
    assert (document["counts"], document["complete"], document["exit_code"]) == ({"both-changed": 1}, False, 4)
    assert document["error"]["code"] == "upstream-unreachable"
    assert not telling(as_json=True).stop(Tally(), Unavailable("upstream-unreachable"))
    assert capsys.readouterr().out == ""


# ── whatever is said ─────────────────────────────────────────────────────────────────────────────────────────


class Marks(HTMLParser):
    """Collects the elements of a page and the text in them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        assert not any(name.startswith("on") or name in {"href", "src"} for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(deadline=None, max_examples=60)
@given(TEXT, st.sampled_from(["<script>alert(1)</script>", '" onload="x', "</style>", "&lt;", ""]), TEXT)
def test_no_name_and_no_value_is_markup_on_the_page(name: str, attack: str, value: str) -> None:
    found = difference(
        Standing.BOTH_CHANGED, attack + name, FieldDifference(name, value, attack, value, Changed.OURS)
    )
    made = ReconcilePage(ReconcileWords(Wording("vi")))
    made.add(found)
    marks = Marks()
    marks.feed(made.page(tally(found), [attack + value]))
    known = "html head meta title style body main h1 h2 section table tr th td p b small"
    assert marks.elements <= set(known.split())
    assert attack in marks.text


@settings(deadline=None, max_examples=60)
@given(TEXT, TEXT, st.sampled_from(list(Standing)), st.sampled_from(LANGUAGES))
def test_lines_are_as_wide_as_the_screen_and_steer_nothing(
    name: str, value: str, standing: Standing, lang: str
) -> None:
    """A word that is longer than a line is the only one that goes beyond it."""
    screen = ReconcileScreen(ReconcileWords(Wording(lang)), 100)
    found = difference(
        standing, f"{name} \x1b[2J", FieldDifference("email", value, None, f"{value}\u202e", Changed.BOTH)
    )
    counted = tally(found)
    lines = [*screen.overview(counted), *screen.difference(found), *screen.more(7), *screen.ending(counted)]
    assert all(cell_len(line) <= 100 for line in lines)
    assert all(line.isprintable() for line in lines)


# ── however many ─────────────────────────────────────────────────────────────────────────────────────────────


def many(count: int) -> Iterator[Difference]:
    return (difference(Standing.BOTH_CHANGED, f"Trần Thị {n}", phone(), number=n) for n in range(count))


def test_no_difference_is_kept_by_any_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A million of them must not be in memory: ten times as many differences take as much as these."""
    words = ReconcileWords(Wording("vi"))

    def peak(count: int) -> int:
        machine = telling(as_json=True)
        with reconcile_book(tmp_path / "t.xlsx", words, force=True) as book:
            tracemalloc.start()
            for one in many(count):
                machine.add(one)
                book.add(one)
                capsys.readouterr()
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert book.rows == count
        return found

    peak(50)
    assert peak(1_000) < peak(100) + 50_000


def test_the_page_has_no_more_people_than_a_browser_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yumsync.cli.reconcilepage.MOST", 3)
    made, found = ReconcilePage(ReconcileWords(Wording("vi"))), list(many(5))
    for one in found:
        made.add(one)
    shown = made.page(tally(*found))
    assert [name for name in (one.name for one in found) if name in shown] == [
        "Trần Thị 0",
        "Trần Thị 1",
        "Trần Thị 2",
    ]
    assert "Còn 2 người" in shown


# ── what is said of whom ─────────────────────────────────────────────────────────────────────────────────────


def test_the_workbook_says_who_changed_what_and_what_explains_it(tmp_path: Path) -> None:
    remote = RemotePerson(None, "96", ListKind.MEMBERS, UNIT, {}, None)
    on_its_way = FieldDifference("status", "active", "active", "transfer_out_pending", Changed.THEIRS)
    found = [
        difference(Standing.OURS_NEWER, "A", FieldDifference("phone", "0911", "0922", "0911", Changed.OURS)),
        Difference(
            *(Standing.REMOVED_THERE, PersonId(2), ListKind.MEMBERS, UNIT, "B", [on_its_way], "97"),
            list="một",
            settled_by="transfer",
        ),
        Difference(Standing.TWO_CODES, PersonId(3), ListKind.MEMBERS, UNIT, "C", (), "95", others=[remote]),
        difference(Standing.BOTH_CHANGED, "D", phone(Changed.ALIKE, "0933")),
    ]
    with reconcile_book(tmp_path / "t.xlsx", ReconcileWords(Wording("vi"))) as book:
        for one in found:
            book.add(one)
        book.finish(tally(*found))
    head, *rows = openpyxl.load_workbook(tmp_path / "t.xlsx")["Khác nhau"].iter_rows(values_only=True)
    assert head[6:] == (
        *("Trường", "Xác nhận trước", "Danh sách", "Trung tâm", "Bên đã đổi"),
        *("Danh sách › dòng", "Ghi chú"),
    )
    assert [row[6:] for row in rows] == [
        ("số điện thoại", "0911", "0922", "0911", "danh sách", None, None),
        (
            *("tình trạng", "đang sinh hoạt", "đang sinh hoạt", "đang chờ nơi nhận", "trung tâm"),
            *("một", "đã rõ vì: Chuyển sinh hoạt"),
        ),
        (None, None, None, None, None, None, "mã khác ở trung tâm: 96"),
        ("số điện thoại", "0911", "0933", "0933", "cả hai bên, như nhau", None, None),
    ]
