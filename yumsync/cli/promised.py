"""What a person reads about a check of an upstream: what it can promise, what it cannot, and what to change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.wording import Wording
from sync.exits import ExitCode
from sync.trials.promises import CheckedUpstream, Contradiction, Judged

_HELD = {True: ("✓", "yes"), False: ("✗", "no"), None: ("?", "unknown")}
_OUTCOMES = {
    ExitCode.IN_STEP: "promised-well",
    ExitCode.REJECTED: "promised-unwell",
    ExitCode.UNAVAILABLE: "promised-unfinished",
}
_BAD = frozenset({"enumeration", "date"})


def promised(report: CheckedUpstream, wording: Wording, profile: str, url: str) -> Iterator[str]:
    """The lines of one check."""
    say = wording.say
    yield say("promised-title", url=url, profile=profile)
    for one in report.promises:
        yield f"  {_line(one, wording)}"
    for step, code in report.failures.items():
        message = say(f"error-{code}", host=url)
        yield "  ! " + say("promised-failed", step=say(f"promised-step-{step}"), message=message)
    yield ""
    yield say("promised-follows")
    yield "  → " + say(f"promised-settles-{report.settles}")
    yield from _changes("contradicted", "contradicts", report.contradictions, wording)
    yield from _changes("hints", "hints", report.hints, wording)
    if report.left:
        yield ""
        yield "! " + say("promised-left", people=", ".join(report.left))
    yield ""
    yield say(_OUTCOMES[report.exit_code])


def _line(one: Judged, wording: Wording) -> str:
    sign, held = _HELD[one.held]
    details = dict(one.details)
    if isinstance(fields := details.get("field"), str):
        details["field"] = ", ".join(wording.field(name) for name in fields.split(", "))
    text = wording.say(f"promised-{one.name}-{held}", **details)
    code = f"promised-seen-{'bad' if one.name in _BAD else one.name}-{one.seen}"
    return f"{sign} {text}" + (f" ({wording.say(code, **details)})" if wording.has(code) else "")


def _changes(title: str, family: str, changes: Sequence[Contradiction], wording: Wording) -> Iterator[str]:
    if not changes:
        return
    yield ""
    yield wording.say(f"promised-{title}")
    for one in changes:
        yield "  # " + wording.say(f"promised-{family}-{one.name}")
        yield from ("  " + line for line in one.line.split("\n"))
