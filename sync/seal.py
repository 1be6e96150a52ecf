"""The seal of a plan: an HMAC over its content and the ledger version it was made from.

`apply` carries out exactly what was reviewed: a plan that was edited, or whose ledger has moved, does not fit.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from sync.values import PersonId


def seal(
    key: bytes,
    run: str,
    ledger_version: int,
    operations: Iterable[tuple[int, PersonId, str, str, bytes]],
    holds: Iterable[tuple[str, str]],
) -> bytes:
    """Return the 32-byte seal of a plan; arguments as `Plans.digests` and `Plans.hold_keys` give them."""
    state = hmac.new(key, digestmod="sha256")
    state.update(f"plan {run} {ledger_version}\n".encode())
    for number, person, operation, status, digest in operations:
        state.update(f"{number} {person} {operation} {status} {digest.hex()}\n".encode())
    for code, question in holds:
        state.update(f"hold {code} {question}\n".encode())
    return state.digest()


def fits(expected: bytes, found: bytes) -> bool:
    """Whether two seals are the same, in constant time."""
    return hmac.compare_digest(expected, found)
