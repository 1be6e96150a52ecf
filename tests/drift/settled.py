"""After a trial of drift: all is settled, by policy, answers and corrected lists, until both sides are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sync.reconciliation.corrections import Correction, Reason
from sync.reconciliation.settling import FixReport
from sync.values import Answer, Hold
from tests.drift.kinds import FIRST_CODE
from tests.drift.trial import COLUMNS, Trial
from tests.support.office import Row

POLICY = '[reconcile]\ndefault = "theirs"\nfields = { phone = "ours", unit = "theirs" }\n'
ROUNDS = 4
"""Times at most that settling, answering and correcting take turns."""


@dataclass
class Settled:
    """What it took: whose word was taken by field, questions by kind, corrections by what is to be done; and
    what is left: people who differ, and operations a further run sends."""

    words: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    corrections: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    differing: int = -1
    sent: int = -1


def settle(trial: Trial) -> Settled:
    """Settle a trial that was compared, as officers would."""
    settled = Settled()
    trial.office.configure(settings=POLICY)
    while settled.rounds < ROUNDS:
        settled.rounds += 1
        with trial.office.app() as app:
            report = app.settling().fix()
        settled.words.update({f"{name}: {word.value}": count for (_, name, word), count in report.words.items()})
        if not report.asked and not report.corrections:
            break
        _correct(trial, report, settled)
        _answer(trial, report.asked, settled)
    with trial.office.app() as app, app.reconciliation().compare() as comparison:
        settled.differing = sum(1 for _ in comparison)
    settled.sent = trial.office.ask("sync").json["delivery"]["sent"]
    return settled


def _answer(trial: Trial, asked: Sequence[Hold], settled: Settled) -> None:
    """Take the upstream's word where that can be; of somebody who is there twice let the centre strike one."""
    settled.answers.update(hold.code for hold in asked)
    twice = [hold for hold in asked if not hold.details["answers"]]
    if twice:
        codes = [int(one["member_code"]) for one in trial.standin.people(limit="1000")]
        names = {hold.details["name"] for hold in twice}
        shown = {one["member_code"]: one["fields"] for one in trial.standin.people(limit="1000")}
        doubled = [code for code in codes if code >= FIRST_CODE and shown[str(code)]["full_name"] in names]
        ids = Counter(fields["national_id"] for fields in shown.values())
        gone = [str(code) for code in doubled if ids[shown[str(code)]["national_id"]] > 1]
        trial.standin.drift(*({"member_code": code, "removed": True} for code in gone))
    with trial.office.app() as app:
        holds = app.holds()
        for one in holds.all().holds:
            if "theirs" in str(one.hold.details.get("answers", "")):
                holds.decide(one.id, Answer.THEIRS, "", "đã hỏi trung tâm")


def _correct(trial: Trial, report: FixReport, settled: Settled) -> None:
    """Write into the list what the corrections ask for, row by row, as an officer does."""
    rows: dict[int, Row] = dict(enumerate(trial.rows, start=2))
    for one in report.corrections:
        settled.corrections[one.reason.value] += 1
        if one.reason is Reason.REMOVED_THERE:
            del rows[one.place.row]
        elif one.reason is Reason.CHANGED_THERE:
            rows[one.place.row] = {**rows[one.place.row], one.field: one.new or ""}
    added = [_row(one) for one in report.corrections if one.reason is Reason.ONLY_THERE]
    trial.write([*rows.values(), *added])


def _row(one: Correction) -> Row:
    """Return the row of somebody the upstream alone had."""
    stated = {**one.record, "unit": one.unit}
    row = {name: stated.get(name) or "" for name in COLUMNS}
    return {**row, "date_of_birth": "/".join(reversed(row["date_of_birth"].split("-")))}
