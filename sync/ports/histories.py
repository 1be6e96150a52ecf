"""All operations of one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.ports.plans import OperationInfo
from sync.ports.registry import IdentityKey
from sync.values import Operation, PersonId


@dataclass(frozen=True, slots=True)
class PastOperation:
    """An operation with all that is kept of it. Personal: decrypted.

    `keys` are the identity keys of the row it came from. `run_id` and `run_kind` name the run that decided it at
    `decided`; `released` is None while that plan was not carried out. `changed` is when it came to its state,
    `batch_key` names the last batch it went in, `behind` is the (code, key) of the hold it waits behind, or waited.
    """

    info: OperationInfo
    keys: Sequence[IdentityKey]
    run_id: str
    run_kind: str
    decided: datetime
    released: datetime | None
    changed: datetime
    batch_key: str = ""
    behind: tuple[str, str] | None = None


class Histories(Protocol):
    """All operations of one person, to be told as a story."""

    def operations(self, person: PersonId) -> Sequence[PastOperation]:
        """Return every operation that is kept of a person, in order: of released runs, and of a plan that waits to
        be applied."""
        ...

    def numbered(self, first: int, last: int) -> Iterator[PastOperation]:
        """Yield the operations of released runs from one number to another, in order, without holding them all."""
        ...

    def unconfirmed(self) -> Iterator[Operation]:
        """Yield what released runs decided about people the upstream never confirmed, in order, without holding it
        all."""
        ...
