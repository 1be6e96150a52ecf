"""Carrying a batch out by one request that holds many operations, each by its one step.

An operation that is refused because somebody exists is carried out by itself after the others, where that can be
found out. What becomes of the batch as a whole is as in the reference contract: it is refused, or lost, as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import orjson

from adapters.upstream.channel import Answer, Channel
from adapters.upstream.requests.body import Sent
from adapters.upstream.requests.judging import Judge, Said, picked
from adapters.upstream.requests.steps import Rejection, Steps, Work, content, one_after_another
from adapters.upstream.templates import fill
from config.profile import RequestsProfile
from config.profile.requests import Bulk, Step
from sync.errors import AnswerLost, Interrupted, Refused, TooLarge, Unavailable, UpstreamError
from sync.values import Outcome, Verdict

TOO_LARGE = 413


class BulkSender:
    """Sends whole batches. Safe to use from several threads."""

    def __init__(
        self,
        profile: RequestsProfile,
        bulk: Bulk,
        channel: Channel,
        judge: Judge,
        steps: Steps,
        carry_out: Callable[[Sent], Verdict | None],
        after_failure: Callable[[Sent, Refused], Verdict],
    ) -> None:
        """`carry_out` sends one operation alone; `after_failure` says what became of one the upstream failed on."""
        self._profile = profile
        self._bulk = bulk
        self._channel = channel
        self._judge = judge
        self._steps = steps
        self._carry_out = carry_out
        self._after_failure = after_failure

    def send(self, key: str, operations: Sequence[Sent]) -> list[Verdict]:
        """Return the verdicts on a batch, possibly not all. Errors: see `sync.ports.Upstream`."""
        verdicts: list[Verdict] = []
        works: dict[str, tuple[Work, Step]] = {}
        under_way: set[str] = set()
        items: list[Any] = []
        for sent in operations:
            if sent.person in under_way:
                verdicts.append(Verdict(sent.id, Outcome.UNTOUCHED))
                continue
            try:
                work = self._steps.begin(sent)
                _, step = work.left.popleft()
                items.append(self._item(work, step))
            except Rejection as rejection:
                verdicts.append(rejection.verdict)
                continue
            works[sent.id] = work, step
            under_way.add(sent.person)
        if not items:
            return verdicts
        answers = self._answers(key, items)
        return self._read(works, answers, verdicts)

    def _item(self, work: Work, step: Step) -> Any:
        parts = {"operation": work.sent.id, "method": step.method, "path": self._steps.path(step, work)}
        body = {"body": fill(step.body, work.values)} if step.body is not None else {}
        etag = {"etag": work.values["etag"]} if "etag" in work.values else {}
        return fill(self._bulk.item, {**parts, **body, **etag})

    def _answers(self, key: str, items: Sequence[Any]) -> Mapping[str, Mapping[str, Any]]:
        """Send the items and return what was answered, by operation."""
        headers = {"Idempotency-Key": key} if self._profile.honours_keys else {}
        said = self._channel.send(
            self._whole,
            "POST",
            self._bulk.path,
            repeatable=self._profile.honours_keys,
            **content(fill(self._bulk.body, {"items": items}), headers, self._profile),
        )
        found = picked(self._bulk.results, said.content)
        if not isinstance(found, list):
            raise self._channel.garbled("no results")
        return {str(picked(self._bulk.id, one)): one for one in reversed(found) if isinstance(one, Mapping)}

    def _whole(self, answer: Answer) -> Said:
        """Judge the answer to a batch as a whole."""
        said = self._judge.judge(answer)
        details: dict[str, Any] = {"host": self._channel.host, "status": answer.status}
        if said.meaning == "absent":
            raise Unavailable("upstream-not-an-endpoint", **details)
        if said.meaning not in ("applied", "not-yet"):
            if answer.status == TOO_LARGE:
                raise TooLarge("upstream-too-large", **details)
            raise Refused("upstream-refused", words=said.words, problem=said.code or "-", **details)
        return said

    def _read(
        self, works: Mapping[str, tuple[Work, Step]], answers: Mapping[str, Any], verdicts: list[Verdict]
    ) -> list[Verdict]:
        """Return the verdicts that were answered. Raises `Interrupted` where the upstream failed on an operation or
        was too busy for it."""
        again: list[Sent] = []
        broken: tuple[str, UpstreamError] | None = None
        for ident, (work, step) in works.items():
            try:
                try:
                    verdict = self._verdict(work, step, answers.get(ident))
                except Refused as failure:
                    # It may have failed after the work was done.
                    verdict = self._after_failure(work.sent, failure)
            except AnswerLost:
                continue
            except UpstreamError as error:
                broken = broken or (ident, error)
                verdict = Verdict(ident, Outcome.UNTOUCHED)
            if verdict is not None:
                verdicts.append(verdict)
            elif ident in answers:
                again.append(work.sent)
        if broken:
            verdicts += [Verdict(sent.id, Outcome.UNTOUCHED) for sent in again]
            guilty, cause = broken
            if len(works) == 1:
                raise cause
            raise Interrupted(verdicts, cause, guilty if isinstance(cause, Refused) else None) from cause
        return self._after(verdicts, again)

    def _after(self, verdicts: list[Verdict], again: Sequence[Sent]) -> list[Verdict]:
        """Carry out by themselves those of whom it was said that they exist."""
        try:
            return verdicts + one_after_another(again, self._carry_out)
        except Interrupted as error:
            raise Interrupted([*verdicts, *error.verdicts], error.cause, error.guilty) from error
        except AnswerLost as error:
            raise Interrupted(verdicts, error) from error
        except UpstreamError as error:
            untouched = [Verdict(sent.id, Outcome.UNTOUCHED) for sent in again]
            guilty = again[0].id if isinstance(error, Refused) else None
            raise Interrupted([*verdicts, *untouched], error, guilty) from error

    def _verdict(self, work: Work, step: Step, result: Any) -> Verdict | None:
        """Return the verdict that one result is, None where it is none: nothing was said of it, it is promised for
        later, or somebody exists."""
        if result is None:
            return None
        said = self._judge.judge(self._answer(result), step.done)
        if said.meaning == "not-yet":
            raise self._channel.garbled("not yet")
        if said.meaning == "exists" and not work.known:
            return None
        try:
            if said.meaning == "applied" and said.document is None and self._bulk.reference:
                self._take_address(work, result)
            else:
                self._steps.note(work, step, said)
        except Rejection as rejection:
            return rejection.verdict
        return self._steps.applied(work)

    def _take_address(self, work: Work, result: Any) -> None:
        """Take handle and version from a result that does not show the person. Raises `AnswerLost` where somebody new
        has no handle."""
        address = picked(self._bulk.reference or "", result)
        etag = picked(self._bulk.etag, result) if self._bulk.etag else None
        handle = address.rstrip("/").rpartition("/")[2] if isinstance(address, str) else ""
        if not handle and not work.known:
            raise self._channel.garbled("no handle")
        work.values |= {"reference": handle} if handle else {}
        work.values["etag"] = etag if isinstance(etag, str) else None

    def _answer(self, result: Any) -> Answer:
        """Return a result as the answer it would be by itself. Raises `AnswerLost` where it has no status."""
        status = str(picked(self._bulk.status, result))
        if not status.isascii() or not status.isdigit():
            raise self._channel.garbled("no status")
        body = picked(self._bulk.content, result) if self._bulk.content else None
        return Answer(int(status), httpx.Headers(), orjson.dumps(body))
