"""What an upstream can promise, judged from what a check saw it do, and held against what its profile says.

Pure: `Observed` is what was seen, `judge` what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sync.exits import ExitCode
from sync.ports import Promises
from sync.values import Outcome

WORKS = frozenset({"create", "shown", "update", "move", "remove"})
"""What every profile says of an upstream by naming the operations: that they take effect."""


class Repeat(StrEnum):
    """What sending a creation again under its key did, after the person had been changed: nothing (`kept`), the
    change is undone (`undone`), there are two of them (`doubled`)."""

    KEPT = "kept"
    UNDONE = "undone"
    DOUBLED = "doubled"


class Bad(StrEnum):
    """What an upstream did with a value that cannot be: refused the record, failed on it as if it were an outage,
    refused everything sent with it, kept it, kept something else, or dropped it without a word."""

    REFUSED = "refused"
    FAILED = "failed"
    ALL_REFUSED = "all-refused"
    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Pages:
    """How everybody was read: how many people came, how many were announced where anybody said, the lengths of the
    pages, how many a page was asked to hold, and how many people came more than once."""

    read: int = 0
    announced: int | None = None
    lengths: Sequence[int] = ()
    asked: int = 0
    twice: int = 0


@dataclass(slots=True)
class Observed:
    """What was seen. None, and empty, where it was not seen at all.

    `created` is the verdict on somebody new; `shown` whether they could be read afterwards; `recalled` and
    `recalled_unsent` what reading back said of that batch and of one that was never sent. `dropped` and `changed` are
    fields that came back empty or otherwise (as sent, as shown). `good_beside_bad` says whether the good records of a
    batch with a bad one were taken. `left` are the member codes, or names, of those who could not be removed again.
    `failures` are error codes by what was being tried.
    """

    created: Outcome | None = None
    refusal: str = ""
    needs_code: bool = False
    later: bool = False
    shown: bool | None = None
    recalled: Outcome | None = None
    recalled_unsent: Outcome | None = None
    asked_back: bool = False
    repeat: Repeat | None = None
    updated: bool | None = None
    moved: bool | None = None
    good_beside_bad: bool | None = None
    enumeration: Bad | None = None
    date: Bad | None = None
    failed_500: bool = False
    dropped: Sequence[str] = ()
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pages: Pages | None = None
    removed: bool | None = None
    left: Sequence[str] = ()
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing an upstream can promise (`held`), cannot (`not held`), or of which nothing was seen (None).

    `name` is what it is about, `seen` what of it was seen; both are for the message.
    """

    name: str
    held: bool | None
    seen: str = ""
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the profile says and the upstream does not do; `line` is what to write into the profile instead."""

    name: str
    line: str


@dataclass(frozen=True, slots=True)
class CheckedUpstream:
    """The outcome of a check: each promise, what contradicts the profile, hints, and how a run will settle a lost
    answer (`keys`, `read-back` or `officer`)."""

    promises: Sequence[Judged]
    contradictions: Sequence[Contradiction]
    hints: Sequence[Contradiction]
    settles: str
    left: Sequence[str] = ()
    failures: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """1 where the upstream does not do what the profile says, or somebody stayed behind; 4 where it could not be
        found out; else 0."""
        idle = any(one.held is False for one in self.promises if one.name in WORKS)
        if self.contradictions or self.left or idle:
            return ExitCode.REJECTED
        return ExitCode.UNAVAILABLE if self.failures else ExitCode.IN_STEP


def judge(observed: Observed, declared: Promises, fields: Sequence[str]) -> CheckedUpstream:
    """Return what an upstream can promise; `declared` and `fields` are its profile's."""
    recalls = _recalls(observed)
    keys = None if observed.repeat is None else observed.repeat is Repeat.KEPT
    promises = [
        Judged("create", _of(observed.created, Outcome.APPLIED, Outcome.ACCEPTED), observed.refusal),
        Judged("later", None if observed.created is None else not observed.later),
        Judged("shown", observed.shown),
        Judged("update", observed.updated),
        Judged("keys", keys, observed.repeat.value if observed.repeat else ""),
        Judged("recall", recalls),
        Judged("verdicts", observed.good_beside_bad),
        Judged("fields", None if observed.shown is None else not observed.dropped, "", _named(observed.dropped)),
        Judged("values", None if observed.shown is None else not observed.changed, "", _named(observed.changed)),
        _bad("enumeration", observed.enumeration),
        _bad("date", observed.date),
        _paged(observed.pages),
        Judged("move", observed.moved),
        Judged("remove", observed.removed),
    ]
    return CheckedUpstream(
        promises=promises,
        contradictions=list(_contradictions(observed, declared, fields, keys=keys, recalls=recalls)),
        hints=list(_hints(observed)),
        settles=_settles(declared, keys=keys, recalls=recalls),
        left=observed.left,
        failures=observed.failures,
    )


def _recalls(observed: Observed) -> bool | None:
    """Whether reading back tells the truth: what was taken is there, and what was never sent is not."""
    if not observed.asked_back:
        return None
    return observed.recalled is Outcome.APPLIED and observed.recalled_unsent is not Outcome.APPLIED


def _settles(declared: Promises, *, keys: bool | None, recalls: bool | None) -> str:
    """By what a run settles a lost answer: as declared, unless that was seen not to hold."""
    if declared.keys and keys is not False:
        return "keys"
    return "read-back" if declared.read_back and recalls is not False else "officer"


def _contradictions(
    observed: Observed, declared: Promises, fields: Sequence[str], *, keys: bool | None, recalls: bool | None
) -> Sequence[Contradiction]:
    found = []
    if declared.keys and keys is False:
        found.append(Contradiction("keys", "honours_keys = false"))
    if observed.dropped:
        kept = ", ".join(f'"{name}"' for name in fields if name not in observed.dropped)
        found.append(Contradiction("fields", f"fields = [{kept}]"))
    if recalls is False and not declared.keys and not observed.dropped:
        found.append(Contradiction("recall", "[person] … [[person.find]] … [operations.upsert.holds]"))
    if observed.pages and _cap(observed.pages) is not None:
        found.append(Contradiction("page-cap", f"page_size = {_cap(observed.pages)}"))
    return found


def _hints(observed: Observed) -> Sequence[Contradiction]:
    if not observed.failed_500:
        return []
    return [Contradiction("failed-500", '[[answers.rules]]\nstatus = [500]\nwords = "…"\nmeans = "refused"')]


def _bad(name: str, seen: Bad | None) -> Judged:
    return Judged(name, None if seen is None else seen is Bad.REFUSED, seen.value if seen else "")


def _paged(pages: Pages | None) -> Judged:
    if pages is None:
        return Judged("pages", None)
    details: dict[str, str | int] = {"read": pages.read, "pages": len(pages.lengths), "asked": pages.asked}
    cap = _cap(pages)
    if pages.twice:
        return Judged("pages", False, "twice", {**details, "twice": pages.twice})
    if pages.announced is not None and pages.announced != pages.read:
        return Judged("pages", False, "announced", {**details, "announced": pages.announced})
    if cap is not None:
        return Judged("pages", True, "cap", {**details, "cap": cap})
    return Judged("pages", True, "one" if len(pages.lengths) < 2 else "", details)


def _cap(pages: Pages) -> int | None:
    """Return how many a page holds at most where that is fewer than it was asked to hold."""
    full = pages.lengths[:-1]
    return max(full) if full and max(full) < pages.asked else None


def _of(outcome: Outcome | None, *good: Outcome) -> bool | None:
    return None if outcome is None else outcome in good


def _named(fields: Sequence[str] | Mapping[str, object]) -> dict[str, str | int]:
    return {"field": ", ".join(fields), "count": len(fields)} if fields else {}
