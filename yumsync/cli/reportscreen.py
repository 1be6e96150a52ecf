"""What an officer reads of reports: candidates by unit, transfers, who is away, the movement identity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from config.wording import Wording
from sync.movements.dueview import Away, AwayReport, Candidate, DueReport, OnTheWay, TransitReport
from sync.movements.figures import finding
from sync.papers.balance import COMINGS, GOINGS, Balance
from yumsync.cli.render import Screen
from yumsync.cli.reporttables import line_code
from yumsync.reporting import MovementReport

SHOWN = 5
"""How many people of one unit are listed, unless the report is of one unit."""

UNITS = 20
"""How many units are listed."""

Lines = Iterator[str]


class ReportScreen:
    """Draws reports in one language. Each method yields the lines of one screen."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording
        self._day = Screen(wording).shown_date

    def due(self, report: DueReport, *, whole: bool) -> Lines:
        """Whom to look at, by unit, after how many there are of each."""
        say = self._w.say
        yield say("due-title", day=self._day(report.day), charter=report.charter, members=report.members)
        for code, count in report.counts.items():
            yield f"  {self._number(count):>9}  {say(f'due-{code}')}"
        units = [(unit, list(people)) for unit, people in groupby(report.people, lambda one: one.unit)]
        for unit, people in units if whole else units[:UNITS]:
            yield ""
            yield f"{unit}: {self._number(len(people))}"
            for one in people if whole else people[:SHOWN]:
                yield f"  {self._candidate(one)}"
            if not whole and len(people) > SHOWN:
                yield f"  … {say('report-and-more', count=len(people) - SHOWN)}"
        if not whole and len(units) > UNITS:
            yield f"… {say('due-more-units', count=len(units) - UNITS)}"
        yield ""
        yield say("due-next" if report.people else "due-nobody")
        yield say("due-not-looked-at")

    def transit(self, report: TransitReport) -> Lines:
        """The transfers on their way, the longest first."""
        say = self._w.say
        late = sum(one.too_long for one in report.transfers)
        yield say("transit-title", day=self._day(report.day), count=len(report.transfers))
        for one in report.transfers:
            yield f"  {self._transfer(one)}"
        if late:
            yield ""
            yield say("transit-late", count=late, most=report.most_days)

    def away(self, report: AwayReport) -> Lines:
        """Who is away, by unit."""
        yield self._w.say("away-title", day=self._day(report.day), count=len(report.people))
        for unit, people in groupby(report.people, lambda one: one.unit):
            yield ""
            yield unit
            for one in people:
                yield f"  {self._absent(one)}"

    def movements(self, report: MovementReport) -> Lines:
        """The figures of all units together, then those of each, what does not balance first."""
        say = self._w.say
        yield say("figures-title", since=self._day(report.since), until=self._day(report.until))
        yield from self._balance(say("figures-total"), report.total)
        units = sorted(report.units, key=lambda one: one.balanced)
        for one in units[:UNITS] if len(units) > 1 else units:
            yield ""
            yield from self._balance(one.unit, one)
        if len(units) > UNITS:
            yield ""
            yield f"… {say('figures-more-units', count=len(units) - UNITS)}"
        yield ""
        yield from self._share(report.units)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────

    def _share(self, units: Sequence[Balance]) -> Lines:
        fine = sum(one.balanced for one in units)
        if units:
            share = f"{self._number(fine)}/{self._number(len(units))} = {percent(fine, len(units), self._w.lang)}"
            yield self._w.say("figures-balanced-units", share=share)

    def _balance(self, name: str, one: Balance) -> Lines:
        say = self._w.say
        yield name
        yield f"  {self._number(one.opening):>10}  {say('figures-opening')}"
        for sign, lines in (("+", COMINGS), ("−", GOINGS)):
            for line in lines:
                if one.lines.get(line):
                    yield f"  {sign + self._number(one.lines[line]):>10}  {say(f'figures-{line_code(line)}')}"
        yield f"  {self._number(one.closing):>10}  {say('figures-closing')}"
        if not one.balanced:
            found = finding(one)
            yield f"  ! {self._w.finding(found)}"

    def _candidate(self, one: Candidate) -> str:
        reasons = "; ".join(
            self._w.say(f"due-line-{reason.code}", since=self._day(reason.since), days=reason.days)
            for reason in one.reasons
        )
        return f"{one.name}, {self._day(one.birth)}: {reasons}"

    def _transfer(self, one: OnTheWay) -> str:
        sign = "!" if one.too_long else "·"
        told = self._w.say(
            "transit-line",
            since=self._day(one.since),
            days=one.days,
            origin=one.origin,
            destination=one.destination,
            state=self._w.say(f"transit-state-{one.state.value}"),
        )
        return f"{sign} {one.name}, {self._day(one.birth)}: {told}"

    def _absent(self, one: Away) -> str:
        say = self._w.say
        told = [say("away-line", since=self._day(one.since), days=one.days, where=one.destination or "-")]
        if one.expected_return:
            told.append(say("away-return", day=self._day(one.expected_return)))
        if one.contact:
            told.append(say("away-contact", contact=one.contact))
        if one.code:
            told.append(say(f"due-{one.code}"))
        return f"{'!' if one.code else '·'} {one.name}, {self._day(one.birth)}: {'; '.join(told)}"

    def _number(self, count: int) -> str:
        return f"{count:,}".replace(",", "." if self._w.lang == "vi" else ",")


def percent(part: int, whole: int, lang: str) -> str:
    """Return a share as officers write it: 95,97 % in Vietnamese, and 100 % only for all of them."""
    if part == whole:
        return "100 %"
    shown = f"{min(part * 100 / whole, 99.99):.2f} %"
    return shown.replace(".", ",") if lang == "vi" else shown
