"""Refusals by reason: what counts as one reason, which come first, and how they are said. People are fabricated."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.wording import LANGUAGES, Wording
from standin.records import CHECKS
from sync.ports import OperationInfo, RunInfo
from sync.rejections import FIRST, REASONS, Rejected, by_reason
from sync.reports import SyncReport
from sync.values import ListKind, Operation, OperationState, OperationType, PersonId, Place
from tests.contract.state_support import Clock
from yumsync.cli.rejections import SHOWN_REASONS, RejectionScreen

ROOT = Path(__file__).parents[2]
RUN = RunInfo(7, "01M83CTR53JZ5C9MW3A0E0KX0F", "sync", "finished", Clock().now, Clock().now, 1, {}, 1)


def refused(number: int, words: str, code: str = "", field: str = "", **record: str) -> OperationInfo:
    """An operation that was refused, of row `number` of a list."""
    stated = {"full_name": "Trần Thị Yến", "national_id": f"0602040{number:05}", **record}
    place = Place("chi-doan-2", "lists/chi-doan-2.xlsx", "Sheet1", number)
    one = Operation(OperationType.UPSERT, PersonId(number), ListKind.MEMBERS, "Chi đoàn 2", stated, (), place)
    return OperationInfo(number, 7, PersonId(number), one, OperationState.REJECTED, 1, words, 1, code, field)


def told(lang: str, *infos: OperationInfo) -> list[str]:
    report = SyncReport(RUN, None, None, (), 1, rejections=by_reason(infos))
    return list(RejectionScreen(Wording(lang), 80).after(report))


# ── what is one reason ───────────────────────────────────────────────────────────────────────────────────


def test_words_that_differ_only_in_the_person_are_one_reason() -> None:
    """Numbers and the record's own values, however they are typed, tell nothing of the reason."""
    found = by_reason(
        [
            refused(5, "Số 060204000005 của HỒ THỊ ÉN đã có.", full_name="Hồ Thị Én"),
            refused(9, "Số 060204000009 của Cao Bá Quát đã có.", full_name="Cao Bá Quát"),
            refused(11, "Số 060204000011 của Cao Bá Quát đã có, trùng.", full_name="Cao Bá Quát"),
        ]
    )
    assert [(one.count, one.words) for one in found.reasons] == [
        (2, "Số 060204000005 của HỒ THỊ ÉN đã có."),
        (1, "Số 060204000011 của Cao Bá Quát đã có, trùng."),
    ]
    assert found.reasons[0].first == [
        Rejected("Hồ Thị Én", Place("chi-doan-2", "lists/chi-doan-2.xlsx", "Sheet1", 5)),
        Rejected("Cao Bá Quát", Place("chi-doan-2", "lists/chi-doan-2.xlsx", "Sheet1", 9)),
    ]


def test_another_code_or_field_is_another_reason() -> None:
    """Also under the same words; of equally frequent ones the first stays first."""
    found = by_reason([refused(1, "Sai.", "a", "phone"), refused(2, "Sai.", "a", "email"), refused(3, "Sai.", "b")])
    assert [(one.code, one.field) for one in found.reasons] == [("a", "phone"), ("a", "email"), ("b", "")]


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=60))
def test_everything_is_counted_and_the_most_frequent_comes_first(kinds: list[int]) -> None:
    """Whatever the order they come in."""
    found = by_reason(refused(number, "Sai.", f"code-{'abcdef'[kind]}") for number, kind in enumerate(kinds))
    counts = [one.count for one in found.reasons]
    assert (found.total, sum(counts) + found.others) == (len(kinds), len(kinds))
    assert counts == sorted((kinds.count(kind) for kind in set(kinds)), reverse=True)
    assert all(len(one.first) == min(one.count, FIRST) for one in found.reasons)


def test_more_reasons_than_are_told_apart_are_still_counted_in_little_memory() -> None:
    """An upstream that words every refusal anew must not fill the memory."""

    def many() -> Iterator[OperationInfo]:
        for number in range(4_000):
            yield refused(number, f"Sai {chr(0x4E00 + number)}.")

    tracemalloc.start()
    found = by_reason(many())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.total, len(found.reasons), found.others) == (4_000, REASONS, 4_000 - REASONS)
    assert peak < 3_000_000


# ── how it is said ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "vi",
            """
Trung tâm từ chối 4 thay đổi, theo lý do:
          3  “Sai số.”
             → số điện thoại: Trung tâm không nhận giá trị của ô. Sửa ô trong
               danh sách. [field-invalid]
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 5)
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 6)
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 7)
          1  (trung tâm không nói lý do)
             → Làm theo lời của trung tâm; chưa rõ thì hỏi người phụ trách trên
               trung tâm. [x-9]
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 8)

Sửa những dòng ấy trong danh sách rồi chạy lại. Xem hết, từng dòng một, trong
  Excel:
  yumsync run 01M83CTR53JZ5C9MW3A0E0KX0F --rejected tu-choi.xlsx""",
        ),
        (
            "en",
            """
The centre refused 4 changes, by reason:
          3  “Sai số.”
             → phone number: The centre does not take this value. Mend the cell
               in the list. [field-invalid]
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 5)
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 6)
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 7)
          1  (the centre gave no reason)
             → Follow the centre's words; if they are not clear, ask who looks
               after it. [x-9]
             ✗ Trần Thị Yến  (lists/chi-doan-2.xlsx › Sheet1 › 8)

Mend those rows in the list and run again. All of them, row by row, in Excel:
  yumsync run 01M83CTR53JZ5C9MW3A0E0KX0F --rejected rejected.xlsx""",
        ),
    ],
)
def test_the_screen_says_how_many_why_where_and_what_next(lang: str, lines: str) -> None:
    """The upstream's own words, what they mean, the first rows; a command stands in a line of its own."""
    wrong = [refused(number, "Sai số.", "field-invalid", "phone") for number in (5, 6, 7)]
    assert told(lang, *wrong, refused(8, "x-9", "x-9")) == lines.split("\n")


@pytest.mark.parametrize(
    ("lang", "asked", "unsent"),
    [
        ("vi", "trung tâm không nói lý do", "yumsync chưa gửi gì lên trung tâm"),
        ("en", "the centre gave no reason", "yumsync sent nothing to the centre"),
    ],
)
@pytest.mark.parametrize("code", ["only-members", "already-so", "unit-missing"])
def test_what_was_never_sent_is_not_put_down_to_the_centre(lang: str, asked: str, unsent: str, code: str) -> None:
    """It has a code of ours and no words; a centre that is asked and says such a code has words of its own."""
    lines = "\n".join(told(lang, refused(1, code, code)))
    assert unsent in lines
    assert asked not in lines
    assert Wording(lang).rejection("never-heard-of") not in " ".join(lines.split())
    answered = "\n".join(told(lang, refused(1, "Sai.", code)))
    assert "“Sai.”" in answered
    assert unsent not in answered


def test_what_does_not_fit_is_counted() -> None:
    """More places of one reason, and more reasons than are shown."""
    infos = [refused(1, "Sai.", f"code-{letter}") for letter in "abcdefghij"] + [refused(1, "Sai.", "code-a")] * 4
    lines = told("vi", *infos)
    assert "             … và 2 mục nữa" in lines
    assert "  … và 2 lý do nữa, 2 thay đổi" in lines
    assert sum("Sai." in line for line in lines) == SHOWN_REASONS


def test_what_the_upstream_says_cannot_steer_the_terminal() -> None:
    """Its words, its code and its field are somebody else's text."""
    lines = told("vi", refused(1, "\x1b[2Jđỏ", "\x1b]0;x\x07", "phone\x1b"))
    assert all(line.isprintable() for line in lines)
    assert any("đỏ" in line for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_the_stand_in_gives_is_explained(lang: str) -> None:
    """Whatever it may answer about one operation; anything else has the general advice."""
    sources = "".join(
        (ROOT / "standin" / f"{name}.py").read_text("utf-8") for name in ("judging", "movements", "records")
    )
    codes = set(re.findall(r"Problem\(\s*\"([a-z-]+)\"", sources)) | {code for code, _, _ in CHECKS.values()}
    assert {"national-id-taken", "movement-impossible", "phone-invalid"} <= codes
    one = Wording(lang)
    assert [code for code in sorted(codes) if one.rejection(code) == one.rejection("never-heard-of")] == []
