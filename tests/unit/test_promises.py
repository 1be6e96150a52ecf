"""What an upstream can promise: the kit over upstreams that break one promise each, and what is made of it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson
import pytest

from adapters.upstream.memory import MemoryUpstream
from sync.charter import Status
from sync.errors import Refused, Unavailable
from sync.ports import Promises, RemotePerson
from sync.trials.acceptance import NO_LABEL, Kit
from sync.trials.marked import NAME, Marked
from sync.trials.promises import Bad, CheckedUpstream, Judged, Observed, Pages, Repeat, judge
from sync.values import Limits, OperationType, Outcome, Verdict

FIELDS = ("member_code", "full_name", "date_of_birth", "gender", "national_id", "email", "religion")
TYPES = frozenset({OperationType.UPSERT, OperationType.TRANSFER, OperationType.STRIKE_OFF})
BOTH = Promises(keys=True, read_back=True)
READ_BACK = Promises(keys=False, read_back=True)
NEITHER = Promises(keys=False, read_back=False)


@dataclass
class Odd(MemoryUpstream):
    """An upstream in memory that breaks the promises it is told to."""

    forgets: bool = False
    doubles: bool = False
    drops: str = ""
    changes: str = ""
    strict: bool = True
    fails: bool = False
    whole: bool = False
    later: bool = False
    guesses: Outcome | None = None
    times: int = field(default=0)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.judge = self.judged

    def judged(self, operation: Any) -> Verdict | None:
        bad = operation["fields"].get("gender") == NO_LABEL or "19-7" in str(operation["fields"])
        if not bad or not self.strict:
            return None
        return Verdict(operation["id"], Outcome.REJECTED, code="upstream-failed" if self.fails else "field-invalid")

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        operations = orjson.loads(body)["operations"]
        if self.whole and any(self.judged(one) for one in operations):
            raise Refused("upstream-refused", status=422, host="h", problem="-")
        if key in self._answers and (self.forgets or self.doubles):
            self.times += 1
            key = f"{key}.{self.times}"
            for one in operations:
                one["id"] += f".{self.times}"
                one["if_match"] = None
                if self.doubles:
                    one["person"] += f".{self.times}"
                    one["fields"].pop("national_id", None)
            return super().send(key, orjson.dumps({"operations": operations}))
        verdicts = super().send(key, body)
        if not self.later:
            return verdicts
        return [replace(one, outcome=Outcome.ACCEPTED) for one in verdicts]

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        told = super().recall(key, body)
        return told if self.guesses is None else [replace(one, outcome=self.guesses) for one in told]

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        for one in super().people(unit):
            record = {name: value for name, value in one.record.items() if name != self.drops}
            if self.changes in record:
                record[self.changes] = str(record[self.changes]).upper()
            yield one._replace(record=record, person=None)


def checked(upstream: Odd) -> tuple[Observed, CheckedUpstream]:
    def make(with_code: bool) -> Marked:
        values = {"gender": "male", "religion": "Không"}
        return Marked(secrets.token_hex(8), "Chi đoàn 1", FIELDS, values, with_code=with_code)

    seen = Kit(upstream, make, "Chi đoàn 2", ["gender"], date(2026, 10, 1), lambda _: None).run()
    return seen, judge(seen, upstream.promises, FIELDS)


def odd(promises: Promises = BOTH, **ways: Any) -> Odd:
    return Odd(FIELDS, Limits(), promises=promises, operations=TYPES, **ways)


def promise(report: CheckedUpstream, name: str) -> Judged:
    [found] = [one for one in report.promises if one.name == name]
    return found


def test_an_upstream_that_keeps_its_word_contradicts_nothing_and_is_left_as_it_was() -> None:
    upstream = odd()
    _, report = checked(upstream)
    assert {one.name: one.held for one in report.promises if not one.held} == {}
    assert (report.contradictions, report.hints, report.settles, report.exit_code) == ([], [], "keys", 0)
    assert {person.status for person in upstream.held.values()} == {Status.STRUCK_OFF}
    assert all(str(person.record["full_name"]).startswith(NAME) for person in upstream.held.values())


@pytest.mark.parametrize(
    ("ways", "repeat"), [({"forgets": True}, Repeat.UNDONE), ({"doubles": True}, Repeat.DOUBLED), ({}, Repeat.KEPT)]
)
def test_keys_are_judged_by_what_the_second_sending_did(ways: dict[str, Any], repeat: Repeat) -> None:
    upstream = odd(**ways)
    seen, report = checked(upstream)
    assert seen.repeat is repeat
    kept = repeat is Repeat.KEPT
    assert promise(report, "keys").held is kept
    assert [one.line for one in report.contradictions] == ([] if kept else ["honours_keys = false"])
    assert (report.settles, report.exit_code) == (("keys", 0) if kept else ("read-back", 1))
    assert [one.member_code for one in upstream.held.values() if one.status.on_list] == report.left


def test_who_never_said_that_keys_are_honoured_is_not_contradicted() -> None:
    _, report = checked(odd(READ_BACK, forgets=True))
    assert (report.contradictions, report.settles, report.exit_code) == ([], "read-back", 0)


def test_without_keys_and_without_reading_back_an_officer_settles() -> None:
    _, report = checked(odd(NEITHER, forgets=True))
    assert promise(report, "recall").held is None
    assert (report.settles, report.exit_code) == ("officer", 0)


@pytest.mark.parametrize("guess", [Outcome.APPLIED, Outcome.UNTOUCHED])
def test_reading_back_that_always_says_the_same_tells_nothing(guess: Outcome) -> None:
    _, report = checked(odd(READ_BACK, guesses=guess))
    assert promise(report, "recall").held is False
    assert (report.settles, [one.name for one in report.contradictions]) == ("officer", ["recall"])


def test_fields_that_come_back_empty_or_otherwise_are_named() -> None:
    _, report = checked(odd(drops="religion"))
    assert promise(report, "fields").details == {"field": "religion", "count": 1}
    assert [one.line for one in report.contradictions] == [
        'fields = ["member_code", "full_name", "date_of_birth", "gender", "national_id", "email"]'
    ]
    seen, report = checked(odd(changes="gender"))
    assert (promise(report, "fields").held, promise(report, "values").held) == (True, False)
    assert seen.changed == {"gender": ("male", "MALE")}


@pytest.mark.parametrize(
    ("ways", "bad", "beside", "hinted"),
    [
        ({}, Bad.REFUSED, True, False),
        ({"fails": True}, Bad.FAILED, True, True),
        ({"whole": True}, Bad.REFUSED, False, False),
        ({"strict": False}, Bad.KEPT, None, False),
    ],
)
def test_what_becomes_of_bad_data(ways: dict[str, Any], bad: Bad, beside: bool | None, hinted: bool) -> None:
    seen, report = checked(odd(**ways))
    assert (seen.enumeration, seen.date) == (bad, bad)
    assert promise(report, "verdicts").held is beside
    assert promise(report, "enumeration").held is (bad is Bad.REFUSED)
    assert [one.name for one in report.hints] == (["failed-500"] if hinted else [])


def test_what_is_accepted_and_done_later_is_said() -> None:
    _, report = checked(odd(later=True))
    assert promise(report, "later").held is False
    assert promise(report, "create").held is True


def test_who_cannot_be_taken_off_again_is_named() -> None:
    upstream = odd()
    upstream.operations = {OperationType.UPSERT}
    _, report = checked(upstream)
    assert promise(report, "remove").held is None
    assert sorted(report.left) == sorted(one.member_code for one in upstream.held.values())
    assert report.exit_code == 1


def test_whoever_was_made_is_taken_off_also_when_the_upstream_goes_away_in_the_middle() -> None:
    upstream = odd()
    real = upstream.recall

    def away(key: str, body: bytes) -> Sequence[Verdict]:
        upstream.fail(Unavailable("upstream-unreachable", host="h", reason="r"), times=2)
        return real(key, body)

    upstream.recall = away  # type: ignore[method-assign]
    seen, report = checked(upstream)
    assert seen.failures["recall"] == "upstream-unreachable"
    assert report.left == []
    assert not [one for one in upstream.held.values() if one.status.on_list]


def test_when_the_upstream_is_away_at_the_end_whoever_was_made_is_named() -> None:
    upstream = odd()
    real = upstream.people

    def people(unit: str | None = None) -> Iterator[RemotePerson]:
        if upstream.requests > 5:
            raise Unavailable("upstream-unreachable", host="h", reason="r")
        return real(unit)

    upstream.people = people  # type: ignore[method-assign]
    _, report = checked(upstream)
    assert report.failures["remove"] == "upstream-unreachable"
    assert "1000001" in report.left
    assert report.exit_code == 1


def test_an_upstream_that_cannot_answer_promises_nothing_and_is_asked_again_later() -> None:
    upstream = odd()
    upstream.fail(Unavailable("upstream-busy", host="h", status=503), times=50)
    seen, report = checked(upstream)
    assert seen.failures["create"] == "upstream-busy"
    assert promise(report, "create").held is None
    assert (report.contradictions, report.exit_code) == ([], 4)


def test_an_upstream_that_takes_nobody_does_not_do_what_its_profile_says() -> None:
    upstream = odd()
    upstream.judge = lambda operation: Verdict(operation["id"], Outcome.REJECTED, code="field-missing")
    _, report = checked(upstream)
    assert (promise(report, "create").held, promise(report, "create").seen) == (False, "field-missing")
    assert promise(report, "remove").held is None
    assert (report.exit_code, upstream.held) == (1, {})


def test_people_whose_name_is_written_otherwise_are_known_again_and_taken_off() -> None:
    upstream = odd(changes="full_name")
    _, report = checked(upstream)
    assert promise(report, "values").details["field"] == "full_name"
    assert (promise(report, "shown").held, promise(report, "remove").held, report.left) == (True, True, [])


@pytest.mark.parametrize(
    ("pages", "held", "seen", "line"),
    [
        (Pages(5, 5, (5,), 100), True, "one", None),
        (Pages(250, 250, (100, 100, 50), 100), True, "", None),
        (Pages(250, 250, (100, 100, 50), 500), True, "cap", "page_size = 100"),
        (Pages(200, 250, (100, 100), 100), False, "announced", None),
        (Pages(250, None, (100, 100, 50), 100, 3), False, "twice", None),
    ],
)
def test_pages_are_judged_by_their_lengths_and_by_who_came(
    pages: Pages, held: bool, seen: str, line: str | None
) -> None:
    report = judge(Observed(pages=pages), BOTH, FIELDS)
    found = promise(report, "pages")
    assert (found.held, found.seen) == (held, seen)
    assert [one.line for one in report.contradictions] == ([line] if line else [])


def test_nothing_is_said_of_what_was_not_seen() -> None:
    report = judge(Observed(), BOTH, FIELDS)
    assert {one.held for one in report.promises} == {None}
    assert (report.contradictions, report.settles) == ([], "keys")
