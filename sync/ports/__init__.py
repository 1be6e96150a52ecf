"""What the edges promise to the middle.

Lists (`ListSource`, `Table`) give raw rows; the `Store` keeps what must survive; the `Upstream` takes batches; a
`Progress` shows where a run stands.
"""

from sync.ports.lists import Chunk, ListSource, Table, UnitSource
from sync.ports.progress import Progress
from sync.ports.store import (
    CarriedPaper,
    Decisions,
    EarlierRefusal,
    Histories,
    Holder,
    HoldInfo,
    IdentityKey,
    Journal,
    JournalEntry,
    Lease,
    Ledger,
    MovedCount,
    OperationInfo,
    Outbox,
    PastOperation,
    Plans,
    Registry,
    RunInfo,
    Runs,
    Seen,
    SeenRows,
    StagedOperation,
    Store,
    Units,
)
from sync.ports.upstream import Promises, RemotePerson, RemoteUnit, Upstream

__all__ = [
    "CarriedPaper",
    "Chunk",
    "Decisions",
    "EarlierRefusal",
    "Histories",
    "HoldInfo",
    "Holder",
    "IdentityKey",
    "Journal",
    "JournalEntry",
    "Lease",
    "Ledger",
    "ListSource",
    "MovedCount",
    "OperationInfo",
    "Outbox",
    "PastOperation",
    "Plans",
    "Progress",
    "Promises",
    "Registry",
    "RemotePerson",
    "RemoteUnit",
    "RunInfo",
    "Runs",
    "Seen",
    "SeenRows",
    "StagedOperation",
    "Store",
    "Table",
    "UnitSource",
    "Units",
    "Upstream",
]
