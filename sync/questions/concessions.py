"""The upstream's word that holds against what a list still says of one person's field.

A concession is a decision, of an officer or by policy, about one value: while the list says it, nothing follows from
it. As soon as the list says something else, that counts, and the concession is over.
"""

from __future__ import annotations

from hashlib import blake2b

from sync.text.tidying import match_key
from sync.values import Answer, OfficerDecision, PersonId, Place

CONCEDED = "conceded"
"""The code of such a decision."""

PRESENCE = "status"
"""The field that says whether somebody stands on the list at all."""

_QUESTION = 16


def concession(
    person: PersonId,
    field: str,
    ours: str | None,
    theirs: str | None,
    *,
    name: str,
    unit: str,
    place: Place,
    reason: str,
    key: bytes,
) -> OfficerDecision:
    """Return the decision that the upstream's value holds against the list's."""
    return OfficerDecision(
        question=mark_of(person, field, ours, key),
        code=CONCEDED,
        key=f"{CONCEDED}:{person}:{field}",
        answer=Answer.THEIRS,
        person=person,
        about={},
        after=b"",
        reason=reason,
        name=name,
        place=place,
        unit=unit,
        facts={"field": field, "ours": ours, "theirs": theirs},
    )


def mark_of(person: PersonId, field: str, value: str | None, key: bytes) -> bytes:
    """Return what a concession is bound to (16 bytes, keyed): the same while the list says the same value, however
    it is typed."""
    parts = (str(person), field, match_key(value or ""))
    text = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return blake2b(text, digest_size=_QUESTION, key=key, person=CONCEDED.encode()).digest()
