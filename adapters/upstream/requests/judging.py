"""What an answer means: by the profile's rules, else by its status.

=============================  ====================================================================================
answer                         meaning
=============================  ====================================================================================
2xx                            applied; 202 is not certain yet, nor what lacks all that marks a success there
400 409 412 413 422            the record is refused
404 410                        there is no such person
401 403 407                    who asks is not let in: nothing is sent any more
408 425 429 503                busy: asked again, as late as it says
500                            the upstream failed on this record: tried twice, then the record is to blame
502 504 and other 5xx          lost: nobody knows whether it was taken
a page, or anything else       it is not the member system that speaks
=============================  ====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import jmespath
import orjson

from adapters.upstream.channel import Answer
from adapters.upstream.wire import CODE, WORDS
from config.profile.answers import AnswerRule, Answers, Meaning
from sync.errors import AnswerLost, Refused, Unavailable, UpstreamError

_STATUSES: Mapping[int, Meaning] = {
    **dict.fromkeys((400, 409, 412, 413, 422), "refused"),
    **dict.fromkeys((404, 410), "absent"),
    **dict.fromkeys((401, 403, 407), "unauthorised"),
    **dict.fromkeys((408, 425, 429, 503), "busy"),
    500: "failed",
}

NOT_YET = 202
"""The status that promises something for later."""

GATEWAY = 500
"""From here on, what is not in the table, or a page in its place, comes from a gateway that does not know."""

Told = Literal["applied", "refused", "exists", "absent", "not-yet"]


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer said. `content` is what stands in its envelope, `document` the whole of it; `words` are the
    upstream's own, and `code` its code of the problem where that can be shown."""

    meaning: Told
    content: Any = None
    document: Any = None
    words: str = ""
    code: str = ""
    answer: Answer | None = None

    @property
    def status(self) -> int:
        """The status it came with."""
        return self.answer.status if self.answer else 0

    @property
    def is_success(self) -> bool:
        """Whether its status says that it succeeded."""
        return self.answer is not None and self.answer.is_success


class Judge:
    """Judges answers by a profile's rules."""

    def __init__(self, answers: Answers, host: str) -> None:
        self._rules = answers
        self._host = host

    def judge(self, answer: Answer, done: Collection[int] = ()) -> Said:
        """Return what an answer said; `done` are statuses that say that it was done before.

        Raises `Unavailable` where nothing can be sent just now, `AnswerLost` where nobody knows, and `Refused`
        `upstream-failed` where the upstream itself failed.
        """
        document = self._document(answer)
        words, code = self._words(document), self._code(document)
        meaning = self._meaning(answer, document, words, code, done)
        details: dict[str, Any] = {"host": self._host, "status": answer.status}
        wait = answer.asked_wait
        if meaning == "busy":
            raise Unavailable("upstream-busy", retry_after=wait, **details)
        if meaning == "unauthorised":
            raise Unavailable("upstream-unauthorised", retry_after=wait, **details)
        if meaning == "failed":
            raise Refused("upstream-failed", retry_after=wait, words=words, problem=code or "-", **details)
        if meaning == "applied" and answer.status == NOT_YET:
            return Said("not-yet", answer=answer)
        content = picked(self._rules.data, document) if meaning == "applied" else None
        return Said(meaning, content, document, words, code, answer)

    def _document(self, answer: Answer) -> Any:
        """Return the JSON of an answer, None where it has none. Raises where something else speaks, or it is cut."""
        if answer.is_success and not answer.content:
            return None
        try:
            if answer.is_page:
                raise ValueError("a page")
            return orjson.loads(answer.content)
        except ValueError as error:
            raise self._unreadable(answer) from error

    def _unreadable(self, answer: Answer) -> UpstreamError:
        details: dict[str, Any] = {"host": self._host, "status": answer.status}
        known = _STATUSES.get(answer.status)
        if answer.is_success:
            return AnswerLost("upstream-garbled", host=self._host, reason="no JSON")
        if known in ("busy", "unauthorised"):
            return Unavailable(f"upstream-{known}", retry_after=answer.asked_wait, **details)
        if answer.status >= GATEWAY:
            return AnswerLost("upstream-failed", retry_after=answer.asked_wait, **details)
        return Unavailable("upstream-not-an-endpoint", **details)

    def _meaning(self, answer: Answer, document: Any, words: str, code: str, done: Collection[int]) -> Meaning:
        if answer.status in done:
            return "applied"
        for rule in self._rules.rules:
            if _fits(rule, answer.status, words, code):
                return rule.means
        if answer.is_success:
            if self._rules.failed is not None and picked(self._rules.failed, document):
                return "refused"
            if self._rules.succeeded is not None and not picked(self._rules.succeeded, document):
                raise AnswerLost("upstream-garbled", host=self._host, reason="no success")
            return "applied"
        if answer.status not in _STATUSES:
            raise self._unreadable(answer)
        return _STATUSES[answer.status]

    def _words(self, document: Any) -> str:
        found = (picked(pick, document) for pick in self._rules.words)
        return next((text[:WORDS] for text in found if isinstance(text, str) and text), "")

    def _code(self, document: Any) -> str:
        found = picked(self._rules.code, document) if self._rules.code else None
        return found if isinstance(found, str) and CODE.fullmatch(found) else ""


def picked(pick: str, document: Any) -> Any:
    """Return what an expression picks out of a document, None where it fits nothing there."""
    try:
        return jmespath.search(pick, document)
    except jmespath.exceptions.JMESPathError:
        return None


def _fits(rule: AnswerRule, status: int, words: str, code: str) -> bool:
    return (
        status in rule.status
        and (rule.words is None or re.search(rule.words, words, re.IGNORECASE) is not None)
        and (rule.code is None or re.search(rule.code, code, re.IGNORECASE) is not None)
    )
