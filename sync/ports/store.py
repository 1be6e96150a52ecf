"""The store: all that must survive, on one database. Times are aware datetimes in UTC.

The docstrings are the contracts, one file each; one conformance suite holds every database.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sync.ports.archive import Archive
from sync.ports.decisions import Decisions
from sync.ports.erasures import Erasures
from sync.ports.histories import Histories
from sync.ports.journal import Journal
from sync.ports.lease import Lease
from sync.ports.ledger import Ledger
from sync.ports.outbox import Outbox
from sync.ports.plans import Plans
from sync.ports.rebasing import Rebasing
from sync.ports.reconciling import Reconciling
from sync.ports.registry import Registry
from sync.ports.restoring import Restoring
from sync.ports.runs import Runs
from sync.ports.seen import Seen
from sync.ports.units import Units


class Store(Protocol):
    """All that must survive, on one database. One thread writes."""

    installation: str
    lease: Lease
    runs: Runs
    registry: Registry
    ledger: Ledger
    seen: Seen
    plans: Plans
    outbox: Outbox
    rebasing: Rebasing
    reconciling: Reconciling
    decisions: Decisions
    histories: Histories
    erasures: Erasures
    units: Units
    journal: Journal
    restoring: Restoring
    archive: Archive

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside happens, or nothing. Nested use joins the outer one. While this store holds the lease
        the transaction renews it first and raises `LeaseLost` when it is gone. Raises `Busy` when the database
        stays locked, `StateError` when it or its disk fails."""
        ...

    def key(self, purpose: str) -> bytes:
        """Return the 32-byte key derived for a purpose: `row`, `identifier`, `record`, `seal`."""
        ...

    def close(self) -> None:
        """Release connections. Safe to call twice."""
        ...
