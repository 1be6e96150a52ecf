"""What a person reads about what did not go through: refusals by their reasons, and what has no last answer.

The upstream's words and the people they are about are personal: they go to the screen, never into a log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.wording import Wording
from sync.rejections import Reason, Rejections
from sync.reports import RunReport, SyncReport, Unsettled
from sync.values import OperationState
from yumsync.cli.folding import folded, shown, width_of
from yumsync.cli.operationlines import where

SHOWN_REASONS = 8
"""How many reasons are listed, the most frequent first; the rest is counted."""

SHOWN_RUNS = 5
SHOWN_PLACES = 5

_HANG = 13

Lines = Iterator[str]


class RejectionScreen:
    """Draws refusals and what is open, in one language; `width` is the screen's."""

    def __init__(self, wording: Wording, width: int | None = None) -> None:
        self._w = wording
        self._width = width_of(width)

    # ── refusals ─────────────────────────────────────────────────────────────────────────────────────────

    def after(self, report: SyncReport) -> Lines:
        """What was refused in a run that has just ended, and where to see all of it."""
        yield from self._refused(report.rejections, report.run.id)
        if report.earlier:
            yield ""
        for run, count in list(report.earlier.items())[:SHOWN_RUNS]:
            yield from self._folded(self._w.say("rejections-earlier", run=run, count=count), 0, 2)

    def of(self, report: RunReport) -> Lines:
        """What was refused in a run of before, and what of it has no last answer."""
        yield from self._refused(report.rejections, report.run.id)
        for state, some in report.unsettled.items():
            yield ""
            yield self._w.say(f"unsettled-title-{state.value}")
            people = [(info.operation.record.get("full_name") or "?", info.operation.place) for info in some]
            yield from self._rows([f"{name}  ({place})" for name, place in people], report.counts[state], 4)
            yield from self._next(state, 4)

    def _refused(self, found: Rejections, run: str) -> Lines:
        if not found.total:
            return
        yield ""
        yield self._w.say("rejections-title", count=found.total)
        for reason in found.reasons[:SHOWN_REASONS]:
            yield from self._reason(reason)
        hidden = found.reasons[SHOWN_REASONS:]
        if hidden:
            count = sum(one.count for one in hidden) + found.others
            yield "  " + self._w.say("rejections-more-reasons", reasons=len(hidden), count=count)
        yield ""
        yield from self._folded(self._w.say("rejections-next", run=run), 0, 2)

    def _reason(self, reason: Reason) -> Lines:
        """How often, in the upstream's words; what it means; the first rows."""
        say, silent = self._w.say, "rejections-silent" if reason.sent else "rejections-unsent"
        said = say("rejections-words", words=shown(reason.said)) if reason.said else say(silent)
        yield from self._folded(f"{self._number(reason.count):>9}  {said}", 2, _HANG)
        field = f"{self._w.fact(reason.field.rpartition('.')[2])}: " if reason.field else ""
        code = f" [{reason.code}]" if reason.code else ""
        yield from self._folded(f"→ {shown(field)}{self._w.rejection(reason.code)}{shown(code)}", _HANG, _HANG + 2)
        rows = [f"✗ {one.name or '?'}  ({where(one.place, self._w)})" for one in reason.first]
        yield from self._rows(rows, reason.count, _HANG)

    # ── what has no last answer ──────────────────────────────────────────────────────────────────────────

    def standing(self, unsettled: Unsettled) -> Lines:
        """What stands in one state now, below its figure: the rows, without names, and the next step."""
        rows = [f"{where(place, self._w)}  (yumsync run {run})" for run, place in unsettled.first[:SHOWN_PLACES]]
        yield from self._rows(rows, unsettled.count, _HANG)
        yield from self._next(unsettled.state, _HANG)

    def _next(self, state: OperationState, indent: int) -> Lines:
        yield from self._folded("→ " + self._w.say(f"unsettled-{state.value}"), indent, indent + 2)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, rows: Sequence[str], count: int, indent: int) -> Lines:
        for row in rows:
            yield from self._folded(shown(row), indent, indent + 2)
        if count > len(rows):
            yield f"{' ' * indent}… {self._w.say('report-and-more', count=count - len(rows))}"

    def _folded(self, text: str, indent: int, hanging: int) -> Lines:
        """A text in as many lines as it needs: the first `indent` from the left, the others `hanging`."""
        for line in text.split("\n"):  # a command stands in a line of its own
            first, *rest = folded(line, self._width - indent, self._width - hanging)
            yield " " * indent + first
            yield from (" " * hanging + more for more in rest)
            indent = hanging

    def _number(self, count: int) -> str:
        return f"{count:,}".replace(",", "." if self._w.lang == "vi" else ",")
