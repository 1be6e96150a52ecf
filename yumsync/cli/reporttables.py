"""Reports as tables of a workbook. The one of candidates is filled in and put back as a register of movements; its
headers and words are those registers are read by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.reports import Choice, Table
from config.charter import load_movements
from config.wording import Wording
from sync.charter import Status
from sync.movements.dueview import AwayReport, DueReport, TransitReport
from sync.papers.balance import COMINGS, GOINGS, Balance
from yumsync.reporting import MovementReport

KIND = "Loại biến động"
DUE_HEADERS = (
    *("STT", "Mã định danh", "Họ và tên", "Ngày sinh", "Số CCCD", "Đơn vị", "Đề xuất", "Từ ngày", "Số ngày"),
    *(KIND, "Ngày quyết định", "Số quyết định", "Lý do"),
)
"""The headers of the workbook of candidates; the last four are the officer's to fill in."""


def due_table(report: DueReport) -> Table:
    """Return one row for each candidate. It is Vietnamese whatever is spoken: it becomes a list."""
    say = Wording("vi").say

    def rows() -> Iterator[Sequence[str | int]]:
        for number, one in enumerate(report.people, start=1):
            proposed = "; ".join(say(f"due-{reason.code}") for reason in one.reasons)
            first = one.reasons[0]
            yield (
                *(number, one.member_code, one.name, shown_day(one.birth), one.national_id, one.unit),
                *(proposed, shown_day(first.since), first.days),
            )

    words = [
        rule.words[0]
        for rule in load_movements().values()
        if any(status.on_list for status in rule.follows & _LISTED)
    ]
    return Table(say("due-sheet"), DUE_HEADERS, rows(), {KIND: Choice(words)})


_LISTED = frozenset(status for status in Status if status.on_list)


def transit_table(report: TransitReport, wording: Wording) -> Table:
    """Return one row for each transfer on its way."""
    say = wording.say
    names = ("number", "name", "birth", "origin", "destination", "decision", "since", "days", "state", "too-long")
    rows = (
        (
            *(number, one.name, shown_day(one.birth), one.origin, one.destination, one.decision_no),
            *(shown_day(one.since), one.days, say(f"transit-state-{one.state.value}")),
            say("transit-too-long") if one.too_long else "",
        )
        for number, one in enumerate(report.transfers, start=1)
    )
    return Table(say("transit-sheet"), [say(f"column-{name}") for name in names], rows)


def away_table(report: AwayReport, wording: Wording) -> Table:
    """Return one row for everybody who is away."""
    say = wording.say
    names = ("number", "name", "birth", "unit", "destination", "since", "days", "return", "contact", "remark")
    rows = (
        (
            *(number, one.name, shown_day(one.birth), one.unit, one.destination, shown_day(one.since), one.days),
            *(shown_day(one.expected_return), one.contact, say(f"due-{one.code}") if one.code else ""),
        )
        for number, one in enumerate(report.people, start=1)
    )
    return Table(say("away-sheet"), [say(f"column-{name}") for name in names], rows)


def movements_table(report: MovementReport, wording: Wording) -> Table:
    """Return one row for each unit, and one for all of them."""
    say = wording.say
    lines = (*COMINGS, *GOINGS)
    headers = [say("column-unit"), say("figures-opening"), *(say(f"figures-{line_code(line)}") for line in lines)]
    headers += [say("figures-closing"), say("figures-difference")]

    def row(name: str, one: Balance) -> Sequence[str | int]:
        counted = [one.lines.get(line, 0) for line in lines]
        return (name, one.opening, *counted, one.closing, one.closing - one.expected)

    rows = [*(row(one.unit, one) for one in report.units), row(say("figures-total"), report.total)]
    return Table(say("figures-sheet"), headers, rows)


def line_code(line: str) -> str:
    """Return what a line of the movement identity is called in messages."""
    return line.replace("_", "-")


def shown_day(iso: str) -> str:
    """A date as Vietnamese officers write it, cut to its precision."""
    return "/".join(reversed(iso.split("-"))) if iso else ""
