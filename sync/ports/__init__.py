"""What the edges promise to the middle.

Lists (`ListSource`, `Table`) give raw rows; the `Store` keeps what must survive; the `Upstream` takes batches; a
`Progress` shows where a run stands.
"""

from sync.ports.archive import Archive, ChainLink, Introduction, SignedHead, Stretch
from sync.ports.decisions import Decisions
from sync.ports.erasures import Erased, Erasures, Naming, Tombstone
from sync.ports.histories import Histories, PastOperation
from sync.ports.journal import Journal, JournalEntry
from sync.ports.lease import Holder, Lease
from sync.ports.ledger import Ledger, MovedCount
from sync.ports.lists import Chunk, ListSource, Table, UnitSource
from sync.ports.outbox import CarriedPaper, EarlierRefusal, Outbox
from sync.ports.plans import HoldInfo, OperationInfo, Plans, StagedOperation
from sync.ports.progress import Progress
from sync.ports.rebasing import Rebase, Rebasing
from sync.ports.reconciling import Confirmed, Reconciling
from sync.ports.registry import IdentityKey, Registry
from sync.ports.restoring import Restoring
from sync.ports.runs import RunInfo, Runs
from sync.ports.seen import Seen, SeenRows
from sync.ports.store import Store
from sync.ports.units import Units
from sync.ports.upstream import BESIDE, NO_OVERLAYS, Promises, RemotePerson, RemoteUnit, Showing, Upstream

__all__ = [
    "BESIDE",
    "NO_OVERLAYS",
    "Archive",
    "CarriedPaper",
    "ChainLink",
    "Chunk",
    "Confirmed",
    "Decisions",
    "EarlierRefusal",
    "Erased",
    "Erasures",
    "Histories",
    "HoldInfo",
    "Holder",
    "IdentityKey",
    "Introduction",
    "Journal",
    "JournalEntry",
    "Lease",
    "Ledger",
    "ListSource",
    "MovedCount",
    "Naming",
    "OperationInfo",
    "Outbox",
    "PastOperation",
    "Plans",
    "Progress",
    "Promises",
    "Rebase",
    "Rebasing",
    "Reconciling",
    "Registry",
    "RemotePerson",
    "RemoteUnit",
    "Restoring",
    "RunInfo",
    "Runs",
    "Seen",
    "SeenRows",
    "Showing",
    "SignedHead",
    "StagedOperation",
    "Store",
    "Stretch",
    "Table",
    "Tombstone",
    "UnitSource",
    "Units",
    "Upstream",
]
