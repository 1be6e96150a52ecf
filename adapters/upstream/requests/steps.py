"""Carrying operations out, one after another, each by its steps.

=====================  ==========================================================================================
an answer              consequence
=====================  ==========================================================================================
applied                the next step, with what was taken from the answer; after the last, the operation is applied
refused, absent        the operation is rejected, with the upstream's words
exists                 a creation of somebody who is there: the same person is changed instead, by the steps for
                       somebody known; anybody else is a rejection
not yet, lost          nobody knows: no verdict, and what comes after was not sent
unavailable            this one and what comes after was not taken
failed                 the record may be to blame, or it is an outage: delivery finds out
=====================  ==========================================================================================

Once a step that must not go twice was taken, what breaks later leaves the operation in doubt.
"""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from adapters.upstream.channel import Channel
from adapters.upstream.requests.body import Sent
from adapters.upstream.requests.judging import Judge, Said, picked
from adapters.upstream.requests.people import People, Shown
from adapters.upstream.requests.translate import Translation, says_same
from adapters.upstream.requests.units import NoSuchUnit, UnitsThere
from adapters.upstream.templates import as_text, fill, fill_path, fill_query, names_of
from config.profile import RequestsProfile
from config.profile.placeholders import RECORD
from config.profile.requests import Step
from sync.errors import AnswerLost, Interrupted, Refused, Unavailable, UpstreamError
from sync.values import Outcome, Verdict

REPEATABLE = frozenset({"PUT", "DELETE"})
"""The methods that take effect once however often they are sent."""

CODES = {"refused": "upstream-refused", "exists": "person-exists", "absent": "unknown-member"}
"""The code of a rejection, where the upstream states none of its own."""

_TAKEN = ("reference", "member_code", "etag")


class Rejection(Exception):
    """An operation that cannot be sent at all, with the verdict on it."""

    def __init__(self, sent: Sent, code: str, words: str = "", *, name: str = "") -> None:
        super().__init__(code)
        self.verdict = Verdict(sent.id, Outcome.REJECTED, code=code, words=words, field=name)


class LaterFailure(Refused):
    """The upstream failed on a later step of an operation, after one that must not go twice."""


@dataclass(slots=True)
class Work:
    """What is left to do of one operation. `values` are what placeholders stand for by now; `taken` says that a step
    was taken that must not go twice."""

    sent: Sent
    known: bool
    values: dict[str, Any]
    left: deque[tuple[int, Step]]
    taken: bool = False


def one_after_another(operations: Sequence[Sent], carry_out: Callable[[Sent], Verdict | None]) -> list[Verdict]:
    """Return the verdicts of operations that are carried out in order; one that is in doubt has none, and no later
    one of the same person is sent.

    Raises what the first raises where nothing else was sent, else `Interrupted`.
    """
    verdicts: list[Verdict] = []
    in_doubt: set[str] = set()
    for number, sent in enumerate(operations):
        if sent.person in in_doubt:
            verdicts.append(Verdict(sent.id, Outcome.UNTOUCHED))
            continue
        try:
            verdict = carry_out(sent)
        except UpstreamError as error:
            if len(operations) == 1:
                raise
            untouched = [Verdict(each.id, Outcome.UNTOUCHED) for each in operations[number:]]
            if isinstance(error, AnswerLost):
                raise Interrupted([*verdicts, *untouched[1:]], error) from error
            guilty = sent.id if isinstance(error, Refused) else None
            raise Interrupted([*verdicts, *untouched], error, guilty) from error
        if verdict is None:
            in_doubt.add(sent.person)
        else:
            verdicts.append(verdict)
    return verdicts


class Steps:
    """Carries single operations out. Safe to use from several threads."""

    def __init__(
        self,
        profile: RequestsProfile,
        channel: Channel,
        judge: Judge,
        people: People,
        translation: Translation,
        units: UnitsThere | None,
    ) -> None:
        self._profile = profile
        self._channel = channel
        self._judge = judge
        self._people = people
        self._translation = translation
        self._units = units

    def carry_out(self, sent: Sent) -> Verdict | None:
        """Send what one operation takes and return its verdict, None where it is in doubt.

        Raises `Unavailable` where it was surely not taken, `AnswerLost` where nobody knows, and `Refused`
        `upstream-failed` where the upstream failed on it.
        """
        try:
            return self._carry_out(self.begin(sent))
        except Rejection as rejection:
            return rejection.verdict

    def begin(self, sent: Sent) -> Work:
        """Return an operation as it is to be sent. Raises `Rejection`, `Unavailable` or `Refused`."""
        if sent.kind not in self._profile.kinds:
            raise Rejection(sent, "only-members")
        values = self.values(sent)
        if sent.known and "reference" in sent.placeholders and "reference" not in values:
            values |= self._handles(self._people.find(sent), sent)
        if sent.requests.unless and "reference" in values and self._shows(sent, values):
            raise Rejection(sent, "already-so")
        return Work(sent, sent.known, values, deque(_numbered(sent, "known" if sent.known else "new", "always")))

    def _shows(self, sent: Sent, values: Mapping[str, Any]) -> bool:
        """Whether the person shows what an operation must not find."""
        shown = self._people.read(as_text(values["reference"]))
        found = fill(sent.requests.unless, values).items()
        return shown is not None and all(says_same(value, picked(pick, shown)) for pick, value in found)

    def values(self, sent: Sent) -> dict[str, Any]:
        """Return what placeholders stand for in an operation. Raises `Rejection`, `Unavailable` or `Refused`."""
        values = {**sent.values, RECORD: self._translation.body(sent.record)}
        if "unit" in sent.placeholders:
            try:
                values["unit"] = self._units.handle_of(sent.unit) if self._units else sent.unit
            except NoSuchUnit:
                raise Rejection(sent, "unit-missing", name="unit") from None
        return values

    def _carry_out(self, work: Work) -> Verdict | None:
        while work.left:
            number, step = work.left.popleft()
            try:
                said = self._send(number, step, work)
            except UpstreamError as error:
                if not work.taken or isinstance(error, AnswerLost):
                    raise
                if isinstance(error, Refused):
                    raise LaterFailure(
                        error.code, retry_after=error.retry_after, words=error.words, **error.details
                    ) from error
                raise AnswerLost(
                    "upstream-answer-lost", retry_after=error.retry_after, host=self._channel.host, reason=error.code
                ) from error
            if said.meaning == "not-yet":
                return None
            if said.meaning == "exists" and not work.known and (shown := self._people.find(work.sent)) is not None:
                work.values |= self._handles(shown, work.sent)
                work.left.extendleft(reversed(_numbered(work.sent, "known")))
                work.known = True
                continue
            self.note(work, step, said)
        return self.applied(work)

    def note(self, work: Work, step: Step, said: Said) -> None:
        """Take from an answer what a step takes. Raises `Rejection` where it was refused, and `AnswerLost` where the
        person's handle is not there, or is somebody else's."""
        if said.meaning != "applied":
            raise Rejection(work.sent, said.code or CODES[said.meaning], said.words)
        work.values.pop("etag", None)
        taken = self._take(step, said)
        if "reference" in taken and isinstance(said.content, dict) and self._people.is_other(said.content, work.sent):
            raise self._channel.garbled("another person")
        work.values |= taken
        work.taken = work.taken or step.method not in REPEATABLE

    def applied(self, work: Work) -> Verdict:
        """Return the verdict on an operation whose steps were all taken."""
        given = {name: as_text(work.values[name]) for name in _TAKEN if work.values.get(name) is not None}
        return Verdict(work.sent.id, Outcome.APPLIED, **given)

    def _send(self, number: int, step: Step, work: Work) -> Said:
        """Send one step and return what the answer said."""
        path, values = self.path(step, work), work.values
        headers = {name: as_text(value) for name, value in fill(step.headers, values).items()}
        if self._profile.honours_keys:
            headers["Idempotency-Key"] = f"{work.sent.id}.{number}"
        said = self._channel.send(
            lambda answer: self._judge.judge(answer, step.done),
            step.method,
            path,
            repeatable=self._profile.honours_keys or step.method in REPEATABLE,
            declined=lambda said: said.meaning in CODES and said.meaning != "exists",
            params=fill_query(step.query, values) or None,
            **content(fill(step.body, values), headers, self._profile),
        )
        if said.meaning == "absent" and not names_of(step.path) & {"reference", "member_code"}:
            raise Unavailable("upstream-not-an-endpoint", host=self._channel.host, status=said.status)
        return said

    def path(self, step: Step, work: Work) -> str:
        """Return where a step is sent. Raises `Rejection` where the person's handle is not known."""
        path = fill_path(step.path, work.values)
        if path is None:
            raise Rejection(work.sent, "unknown-member", name="person")
        return path

    def _take(self, step: Step, said: Said) -> dict[str, Any]:
        """Return what a step takes from its answer; a version that is not in its content, from its header. Raises
        `AnswerLost` where the handle is not there."""
        found = {name: picked(pick, said.content) for name, pick in step.take.items()}
        if "etag" in found and found["etag"] is None and said.answer:
            found["etag"] = said.answer.headers.get("ETag")
        if "reference" in found and not found["reference"] and said.is_success:
            raise self._channel.garbled("no handle")
        return {name: value for name, value in found.items() if isinstance(value, str | int) and value != ""}

    def _handles(self, shown: Shown | None, sent: Sent) -> dict[str, Any]:
        """Return what the upstream calls somebody it shows. Raises `Rejection` where it shows nobody."""
        if shown is None:
            raise Rejection(sent, "unknown-member", name="person")
        people = self._people
        found = (people.reference(shown), people.member_code(shown), people.etag(shown))
        return {name: value for name, value in zip(_TAKEN, found, strict=True) if value is not None}


def content(body: Any, headers: Mapping[str, str], profile: RequestsProfile) -> dict[str, Any]:
    """Return the parts of a request that carry a body as JSON, compressed where the profile says so."""
    if body is None:
        return {"headers": dict(headers)}
    typed = {"Content-Type": profile.media_type, **headers}
    written = orjson.dumps(body)
    if profile.gzip:
        return {"content": gzip.compress(written, mtime=0), "headers": {**typed, "Content-Encoding": "gzip"}}
    return {"content": written, "headers": typed}


def _numbered(sent: Sent, *when: str) -> list[tuple[int, Step]]:
    return [(number, step) for number, step in enumerate(sent.steps, start=1) if step.when in when]
