"""Short ids by which an officer names a question or a person: the same on every run, easy to read and to type."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from sync.values import Hold, PersonId

SHORTEST = 4
"""Characters of a short id; more where two questions would have the same."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD = str.maketrans("iol", "101")
_LENGTH = 16


def short_ids(holds: Sequence[Hold]) -> list[str]:
    """Return an id for each hold: the same on every run, short, and the beginning of no other's."""
    return _shortened([whole_id(hold) for hold in holds], SHORTEST)


def candidate_ids(persons: Sequence[PersonId]) -> dict[PersonId, str]:
    """Return a short id for each of the people a row could be."""
    return dict(zip(persons, _shortened([_letters(f"candidate\x1f{person}") for person in persons], 3), strict=True))


def whole_id(hold: Hold) -> str:
    """Return the whole id of a hold, of which a short id is the beginning."""
    return _letters(f"{hold.code}\x1f{hold.key}")


def typed_id(name: str) -> str:
    """Return an id as it was meant: capitals, and letters that look like digits, are forgiven."""
    return name.strip().lower().translate(_MISREAD)


def _letters(text: str) -> str:
    number = int.from_bytes(blake2b(text.encode(), digest_size=10).digest(), "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))


def _shortened(names: Sequence[str], least: int) -> list[str]:
    """Cut names to the shortest length at which all differ, `least` or more."""
    all_, sizes = len(set(names)), range(least, _LENGTH)
    length = next((size for size in sizes if len({name[:size] for name in names}) == all_), _LENGTH)
    return [name[:length] for name in names]
