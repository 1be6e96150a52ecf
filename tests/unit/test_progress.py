"""The lines a long run draws on a terminal: figures, and a time left that is never a wild guess."""

from __future__ import annotations

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from config.wording import LANGUAGES, Wording
from yumsync.cli.pace import FIRST, WINDOW, Pace
from yumsync.cli.progress import Bar


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def worked(pace: Pace, watch: Watch, seconds: int, step: int, done: int = 0) -> int:
    """Do `step` each second, for some seconds; return how much is done."""
    for _ in range(seconds):
        watch.seconds += 1
        done += step
        pace.note(done)
    return done


# ── the time left ────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_said_in_the_first_seconds() -> None:
    """Nor before enough was done to judge by, however long that takes."""
    watch = Watch()
    pace = Pace(watch)
    done = worked(pace, watch, int(FIRST) - 1, 100)
    assert pace.left(10_000) is None
    worked(pace, watch, 1, 100, done)
    assert pace.left(10_000) == pytest.approx(92.0)

    watch = Watch()
    slow = Pace(watch)
    watch.seconds += 600
    assert slow.left(100) is None
    slow.note(50)
    assert slow.left(100) is None


def test_the_pace_is_that_of_lately() -> None:
    """An upstream that became ten times slower shows within the window, and not as the mean of all."""
    watch = Watch()
    pace = Pace(watch)
    done = worked(pace, watch, 300, 100)
    assert pace.left(done + 1000) == pytest.approx(10.0, rel=0.05)
    done = worked(pace, watch, int(WINDOW) + 5, 10, done)
    assert pace.left(done + 1000) == pytest.approx(100.0, rel=0.05)


def test_while_nothing_comes_back_the_time_left_grows() -> None:
    """It does not stand still as if all were well."""
    watch = Watch()
    pace = Pace(watch)
    done = worked(pace, watch, 20, 10)
    before = pace.left(done + 100)
    watch.seconds += 60
    after = pace.left(done + 100)
    assert before is not None
    assert after is not None
    assert after > 3 * before


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 30), st.integers(0, 500)), max_size=40), st.integers(0, 10_000))
def test_it_is_never_negative_and_never_fails(steps: list[tuple[float, int]], total: int) -> None:
    """Whatever comes when; also more than was expected."""
    watch = Watch()
    pace, done = Pace(watch), 0
    for seconds, step in steps:
        watch.seconds += seconds
        done += step
        pace.note(done)
        left = pace.left(total)
        assert left is None or left >= 0


# ── the lines ────────────────────────────────────────────────────────────────────────────────────────────


def delivering(lang: str, seconds: int, *, at: str = "2026-11-22 14:00", total: int = 60_000) -> list[str]:
    """The lines below the bar after so many seconds at 90 applied, 9 rejected and 1 accepted a second."""
    watch = Watch()
    now = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    bar = Bar(Wording(lang), Console(file=io.StringIO(), force_terminal=True), watch, lambda: now)
    with bar:
        bar.stage("deliver", total)
        for _ in range(seconds):
            watch.seconds += 1
            bar.advance(100, applied=90, rejected=9, accepted=1)
        return list(bar.lines())


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "vi",
            [
                "đã gửi 10.000 · ghi nhận 9.000 · chờ xác nhận 100 · từ chối 900 · còn lại 50.000",
                "còn khoảng 9 phút, xong lúc 14:09",
            ],
        ),
        (
            "en",
            [
                "10,000 sent · 9,000 applied · 100 awaiting confirmation · 900 rejected · 50,000 to go",
                "about 9 min left, done at 14:09",
            ],
        ),
    ],
)
def test_the_figures_of_a_delivery(lang: str, lines: list[str]) -> None:
    """50,000 to go at 100 a second are 8 minutes 20 seconds: 9 minutes, at 14:09."""
    assert delivering(lang, 100) == lines


def test_the_time_left_is_rounded_and_knows_tomorrow() -> None:
    """Nothing yet, less than a minute, minutes, hours to five minutes; past midnight with the day."""
    assert delivering("vi", 3)[1] == "đang tính thời gian còn lại…"
    assert delivering("vi", 20, total=4_000)[1] == "còn chưa đến 1 phút"
    assert delivering("vi", 10, total=961_000)[1] == "còn khoảng 2 giờ 40 phút, xong lúc 16:40"
    assert delivering("en", 10, total=961_000)[1] == "about 2 h 40 min left, done at 16:40"
    assert delivering("vi", 10, at="2026-11-22 23:00", total=961_000)[1].endswith("xong lúc 01:40 23/11")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lines_fit_a_terminal(lang: str, width: int) -> None:
    """Bar, share and all figures of a million, at both widths; nothing is cut off."""
    out = io.StringIO()
    bar = Bar(Wording(lang), Console(file=out, force_terminal=True, width=width, color_system=None), Watch())
    with bar:
        bar.stage("deliver", 1_000_000)
        bar.advance(500_000, applied=400_000, rejected=50_000, accepted=50_000)
        out.seek(out.truncate(0))
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.getvalue())
    lines = [line.rstrip() for line in re.split(r"[\r\n]+", plain) if line.strip()]
    assert lines, "nothing was drawn"
    assert all(cell_len(line) <= width for line in lines)
    said = " ".join(" ".join(lines).split())
    assert "50%" in said
    assert " ".join(" ".join(bar.lines()).split()) in said


def test_reading_counts_rows() -> None:
    """How many there are is not known before they are read."""
    bar = Bar(Wording("vi"), Console(file=io.StringIO(), force_terminal=True), Watch())
    with bar:
        bar.stage("read")
        bar.advance(500)
        bar.advance(401)
        assert list(bar.lines()) == ["đã đọc 901 dòng"]
        bar.stage("settle")
        bar.advance(3, applied=3)
        assert list(bar.lines()) == ["đã có trả lời 3"]
