"""Reading back what became of operations whose answer was lost.

An operation took effect where the person shows what it holds: the record as it was sent, and what the profile says.
Where the person shows something else it surely did not, as far as a repeat is harmless: somebody new who is there
goes again only where the upstream says of a second creation that it exists. Whom nothing finds was not created, where
there is a question that would; where several could be meant, nobody knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.upstream.requests.body import Sent
from adapters.upstream.requests.judging import picked
from adapters.upstream.requests.people import People, Shown
from adapters.upstream.requests.steps import LaterFailure, Rejection, Steps
from adapters.upstream.requests.translate import Translation, says_same
from adapters.upstream.templates import as_text, fill
from config.profile import RequestsProfile
from sync.errors import AnswerLost, Refused, UpstreamError
from sync.values import Outcome, Verdict


class Recall:
    """Reads back single operations. Safe to use from several threads."""

    def __init__(self, profile: RequestsProfile, people: People, translation: Translation, steps: Steps) -> None:
        self._people = people
        self._translation = translation
        self._steps = steps
        self._honours_keys = profile.honours_keys
        self._tells_exists = any(rule.means == "exists" for rule in profile.answers.rules)

    def look(self, sent: Sent) -> Verdict | None:
        """Return what became of an operation: applied, untouched (of somebody who is there with their handle, so that
        a creation may have come half way), or None where that cannot be told.

        Raises `Unavailable` or `Refused`.
        """
        try:
            values = self._steps.values(sent)
        except Rejection:
            return None
        reference = values.get("reference")
        if reference is not None:
            shown, nobody = self._people.read(as_text(reference)), False
        else:
            candidates, whole = self._people.candidates(sent)
            shown = candidates[0] if len(candidates) == 1 else None
            nobody = whole and not candidates
        if shown is None:
            return Verdict(sent.id, Outcome.UNTOUCHED) if nobody and not sent.known else None
        expected = self._expected(sent, values, shown)
        if not expected:
            return None
        if all(says_same(ours, theirs) for ours, theirs in expected):
            people = self._people
            return Verdict(
                sent.id,
                Outcome.APPLIED,
                member_code=people.member_code(shown) or sent.member_code,
                etag=people.etag(shown),
                reference=people.reference(shown),
            )
        if not sent.known and not self._tells_exists:
            return None
        return Verdict(sent.id, Outcome.UNTOUCHED, reference=self._people.reference(shown))

    def after_failure(self, sent: Sent, failure: Refused) -> Verdict:
        """Return the verdict on an operation the upstream failed on: applied where it took effect all the same,
        rejected where a later step of it did not.

        Raises `failure` where nothing of it took effect, or keys keep it from taking effect twice; `AnswerLost` where
        that cannot be told, or half of it did.
        """
        try:
            found = self.look(sent)
        except UpstreamError as error:
            raise _in_doubt(failure) from error
        if found is not None and found.outcome is Outcome.APPLIED:
            return found
        if isinstance(failure, LaterFailure) and (found or self._honours_keys):
            return Verdict(sent.id, Outcome.REJECTED, code=failure.code, words=failure.words)
        if self._honours_keys or (found and (sent.known or found.reference is None)):
            raise failure
        raise _in_doubt(failure) from failure

    def failed(self, first: Sent, failure: Refused) -> UpstreamError:
        """Return what follows from the failure of a whole batch: operations are carried out in their order, so where
        the first surely was not, none was."""
        if failure.code != "upstream-failed":
            return failure
        try:
            self.after_failure(first, failure)
        except UpstreamError as error:
            return error
        return _in_doubt(failure)

    def _expected(self, sent: Sent, values: Mapping[str, Any], shown: Shown) -> list[tuple[Any, Any]]:
        """Return what must be there once the operation took effect, each with what is there."""
        pairs = [(value, picked(pick, shown)) for pick, value in fill(sent.requests.holds, values).items()]
        if sent.sends_record:
            for name, value in sent.record.items():
                theirs = self._translation.shown(shown, name)
                pairs.append((self._translation.ours(name, value), self._translation.ours(name, theirs)))
        return pairs


def _in_doubt(failure: Refused) -> AnswerLost:
    error = AnswerLost(failure.code, retry_after=failure.retry_after)
    error.details = failure.details
    return error
