"""What the upstream refused, by its reasons: how many each, its own words, and where the first ones stand.

The words of one reason differ in what is particular to each record ("Số 0602… đã có người dùng"). They count as one
where they differ only in the record's own values and in numbers. Rejections are taken one by one and not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from unicodedata import normalize

from sync.ports import OperationInfo
from sync.values import Place

REASONS = 500
"""How many different reasons are told apart; what has another one is counted."""

FIRST = 3
"""How many of those with one reason are named."""

NOT_SENT = frozenset({"only-members", "already-so", "unit-missing"})
"""The codes of what was not sent at all, where no words stand beside them: by the profile it could not be taken."""

_NUMBER = re.compile(r"\d+")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Rejected:
    """Somebody whose change was refused, and the row it was read from. Personal."""

    name: str
    place: Place


@dataclass(slots=True)
class Reason:
    """One reason to refuse: the upstream's code and the field it named, how often, and the first of them.

    `words` are the upstream's own on the first, verbatim; they may be personal.
    """

    code: str
    field: str
    words: str
    count: int = 0
    first: list[Rejected] = member(default_factory=list)

    @property
    def said(self) -> str:
        """The upstream's words, nothing where it stated no more than a code."""
        return "" if self.words == self.code else self.words

    @property
    def sent(self) -> bool:
        """Whether the upstream was asked at all."""
        return bool(self.said) or self.code not in NOT_SENT


@dataclass(frozen=True, slots=True)
class Rejections:
    """How many were refused, for which reasons, the most frequent first; `others` for one that is not among them."""

    total: int = 0
    reasons: Sequence[Reason] = ()
    others: int = 0


def by_reason(refused: Iterable[OperationInfo]) -> Rejections:
    """Group refused operations by why they were."""
    found: dict[tuple[str, str, str], Reason] = {}
    total = others = 0
    for info in refused:
        total += 1
        key = info.code, info.field, _pattern(info)
        reason = found.get(key)
        if reason is None:
            if len(found) == REASONS:
                others += 1
                continue
            reason = found[key] = Reason(info.code, info.field, info.words)
        reason.count += 1
        if len(reason.first) < FIRST:
            reason.first.append(Rejected(info.operation.record.get("full_name") or "", info.operation.place))
    return Rejections(total, sorted(found.values(), key=lambda one: -one.count), others)


def _pattern(info: OperationInfo) -> str:
    """Return the upstream's words without what they say of this one record."""
    said = normalize("NFC", info.words).casefold()
    values = {value.casefold() for value in info.operation.record.values() if value and len(value) >= _SHORTEST}
    for value in sorted(values, key=len, reverse=True):
        said = said.replace(value, "…")
    return _NUMBER.sub("#", said)
