"""Opening a store: the one place where its parts are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import text

from state.archive import Archive
from state.batches import Batches
from state.claim import Claims
from state.decisions import Decisions
from state.engine import make_engine, masked, sqlite_file
from state.erasing import Erasures
from state.histories import Histories
from state.journal import Journal
from state.keyring import Keyring
from state.lease import Lease
from state.ledger import Ledger
from state.names import Names
from state.outbox import Outbox
from state.papers import Papers
from state.plans import Plans
from state.process import Process, this_process
from state.rebasing import Rebasing
from state.reconciling import Reconciling
from state.registry import Registry
from state.restoring import Restoring
from state.rotation import Rotation
from state.runs import Runs
from state.sealed import Words
from state.seen import Seen
from state.session import Session
from state.settle import Settlement
from state.strength import Strength
from state.tables import REVISION
from state.units import Units, read_tree
from state.vault import Vault
from sync import ports
from sync.errors import StateError, YumsyncError
from sync.unittree import UnitTree

PURPOSES = ("row", "identifier", "record", "seal")


def utc_now() -> datetime:
    """Return the time now."""
    return datetime.now(UTC)


class SqlStore:
    """The store on one database; the contract is `sync.ports.Store`."""

    def __init__(self, session: Session, keyring: Keyring, process: Process) -> None:
        vault = Vault(keyring.data, keyring.changed)
        self._session, self._vault = session, vault
        self.installation = keyring.installation
        names, words = Names(session), Words(vault)
        batches = Batches(session, vault, words)
        journal = Journal(session, vault)
        registry, ledger, seen = Registry(session), Ledger(session, vault, names), Seen(session, names)
        plans = Plans(session, vault, names, registry)
        claims = Claims(session, vault, names, journal, batches, self.installation)
        settlement = Settlement(session, vault, journal, ledger, registry, batches, words)
        papers = Papers(session, vault, names, words)
        self.journal: ports.Journal = journal
        self.archive: ports.Archive = Archive(session, vault, journal)
        self.lease: ports.Lease = Lease(session, journal, process)
        self.registry: ports.Registry = registry
        self.ledger: ports.Ledger = ledger
        self.seen: ports.Seen = seen
        self.plans: ports.Plans = plans
        runs = Runs(session, journal, ledger, names, registry, plans, seen)
        self.runs: ports.Runs = runs
        self.reconciling: ports.Reconciling = Reconciling(session, vault, names)
        self.rebasing: ports.Rebasing = Rebasing(session, vault, names, journal, ledger, registry, runs, seen)
        self.outbox: ports.Outbox = Outbox(session, journal, words, batches, claims, settlement, papers)
        decisions = Decisions(session, vault, journal)
        self.decisions: ports.Decisions = decisions
        self.erasures: ports.Erasures = Erasures(
            session,
            vault,
            journal,
            runs=runs,
            plans=plans,
            registry=registry,
            seen=seen,
            decisions=decisions,
            strength=Strength(session, names),
            words=words,
        )
        self.histories: ports.Histories = Histories(session, vault, names)
        self.units: ports.Units = Units(session, journal)
        self.restoring: ports.Restoring = Restoring(session, journal)
        self.rotation = Rotation(session, keyring, journal)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens, or nothing. Nested use joins the outer one."""
        with self._session.transaction():
            yield

    def key(self, purpose: str) -> bytes:
        """Return the 32-byte key derived for a purpose: `row`, `identifier`, `record`, `seal`."""
        if purpose not in PURPOSES:
            raise ValueError(f"there is no key for {purpose!r}")
        return self._vault.key(purpose)

    def close(self) -> None:
        """Release connections. Safe to call twice."""
        self._session.close()


def open_store(
    url: str,
    key: bytes,
    *,
    who: str = "",
    clock: Callable[[], datetime] = utc_now,
    process: Process | None = None,
    busy_seconds: float = 10.0,
) -> SqlStore:
    """Open the store at a database URL (`sqlite:///state.db`, `postgresql+psycopg://…`) with the installation's key.

    `who` is named in the journal, `process` holds the lease; both are this process's own unless given. A locked
    database is waited for up to `busy_seconds`.

    Raises `StateError`: `state-missing` (there is no such file), `state-outdated` (migrations are missing or newer
    than this program), `state-key-wrong` (the database was made with another key), and what `state.engine` lists;
    `Busy` when the database stays locked.
    """
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise StateError("state-missing", url=masked(url))
    session = Session(make_engine(url, busy_seconds), clock, who)
    try:
        _check_revision(session)
        return SqlStore(session, Keyring(session, key), process or this_process())
    except BaseException as error:
        session.close()
        if isinstance(error, YumsyncError) and "url" not in error.details:
            error.details = {**error.details, "url": masked(url)}
        raise


def units_kept(url: str) -> UnitTree:
    """Return the tree of units a database keeps, only reading and without the installation's key: nothing of units is
    sealed. Raises as `open_store` does."""
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise StateError("state-missing", url=masked(url))
    session = Session(make_engine(url), utc_now, "")
    try:
        _check_revision(session)
        return read_tree(session)
    finally:
        session.close()


def _check_revision(session: Session) -> None:
    found = ""
    with session.reading() as connection:
        if connection.dialect.has_table(connection, "alembic_version"):
            found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    if found != REVISION:
        raise StateError("state-outdated", found=found or "-", needed=REVISION)


def _conforms(store: SqlStore) -> ports.Store:
    """The type checker's proof that the store keeps its contract's shape."""
    return store
