"""The tables: what must survive, in one place.

Personal values stand only in the columns named `payload`, `answer`, `words` and `body`, all encrypted; people stand
as internal ids, identifiers and digests of records as keyed hashes. Names of units and lists are not personal and
stand as text, once.

A person's way through them: `record` holds what was decided, written once and never changed; `operation` is its
narrow, moving half; `ledger` points at the record the upstream confirmed last, so that no payload is ever copied.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

from sync.values import OperationState

REVISION = "0010_digests"
"""The migration this code needs. Kept here so that opening a store needs no migration library."""

# ── states, as numbers ───────────────────────────────────────────────────────────────────────────────────
# The order lets conditions name what is open (1 to 5), in flight (2 to 5) and refused (6 and 7) as ranges.

STAGED = 0
PENDING = 1
CLAIMED = 2
SENT = 3
ACCEPTED = 4
UNKNOWN = 5
REJECTED = 6
DEAD = 7
HELD = 8
APPLIED = 9
SUPERSEDED = 10
FORGOTTEN = 10
"""Added to `REJECTED` or `DEAD`: the refusal stands in the record but no longer keeps the person from being sent."""

STATES = {
    STAGED: OperationState.PENDING,
    PENDING: OperationState.PENDING,
    CLAIMED: OperationState.CLAIMED,
    SENT: OperationState.SENT,
    ACCEPTED: OperationState.ACCEPTED,
    UNKNOWN: OperationState.UNKNOWN,
    REJECTED: OperationState.REJECTED,
    DEAD: OperationState.DEAD,
    HELD: OperationState.HELD,
    APPLIED: OperationState.APPLIED,
    SUPERSEDED: OperationState.SUPERSEDED,
    REJECTED + FORGOTTEN: OperationState.REJECTED,
    DEAD + FORGOTTEN: OperationState.DEAD,
}
"""The domain's word for each number. A staged operation shows as pending: that is what its release makes it."""

WAITING = "state = 1"
"""Pending. The text of this and the next conditions is that of the partial indexes; a query must use it to the letter
for the index to serve."""
IN_FLIGHT = "state BETWEEN 2 AND 5"
REFUSED = "state BETWEEN 6 AND 7"
CARRIED = "paper IS NOT NULL"
SPENT = "state IN (8, 10)"
"""Held or superseded."""

STANDS = "ended IS NULL"
"""A decision that stands; the text of the partial index."""

REBASE = "rebase"
"""The kind of a run that takes what the upstream shows for confirmed. It asks nothing and sends nothing."""

BATCH_SENT = 1
BATCH_UNKNOWN = 2
BATCH_ACCEPTED = 3
BATCH_SETTLED = 4
BATCH_REQUEUED = 5
BATCH_SPLIT = 6
UNANSWERED = "state <= 2"

# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

Number = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both databases; on SQLite the name INTEGER makes a primary key the row's own number."""


def _number(name: str = "no") -> Column[int]:
    return Column(name, Number, primary_key=True, autoincrement=False)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
"""Single facts: installation, key check, ledger version, last numbers given, seal on the journal's end."""

name = Table("name", metadata, _number(), Column("text", Text, nullable=False, unique=True))
"""Names of units and lists, each once."""

run = Table(
    "run",
    metadata,
    _number(),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("started", Number, nullable=False),
    Column("ended", Number),
    Column("released", Number),
    Column("ledger_version", Number, nullable=False),
    Column("counts", Text, nullable=False),
    Column("outcome", SmallInteger),
    Column("seal", LargeBinary, nullable=False),
    Column("lists", Text, nullable=False),
    # The run's operations are numbered from `first` to `last`; up to `keyed` their identity keys are in `identifier`.
    Column("first", Number, nullable=False),
    Column("last", Number),
    Column("keyed", Number, nullable=False),
)

operation = Table(
    "operation",
    metadata,
    _number(),
    Column("run", Number, ForeignKey("run.no"), nullable=False),
    Column("person", Number, nullable=False),
    Column("type", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("list", Number, nullable=False),
    Column("unit", Number, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("grp", Number, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("batch", Number),
    Column("changed", Number, nullable=False),
    Column("words", LargeBinary),
    # The four below belong to movements and are NULL in the usual row. `status` is where the person stands after it,
    # NULL for active; `paper` the mark of the paper it carries; `left` the unit the person was in before, where that
    # is another one; `question` the hash of the question it waits behind, or once waited.
    Column("status", Text),
    Column("paper", LargeBinary),
    Column("left", Number),
    Column("question", LargeBinary),
    # The keyed digest of its record; NULL in operations from before there were digests.
    Column("digest", LargeBinary),
)
Index("operation_person", operation.c.person, operation.c.no)
Index("operation_in_flight", operation.c.person, sqlite_where=text(IN_FLIGHT), postgresql_where=text(IN_FLIGHT))
Index(
    "operation_waiting", operation.c.grp, operation.c.no, sqlite_where=text(WAITING), postgresql_where=text(WAITING)
)
Index("operation_refused", operation.c.person, sqlite_where=text(REFUSED), postgresql_where=text(REFUSED))
Index("operation_spent", operation.c.run, sqlite_where=text(SPENT), postgresql_where=text(SPENT))
Index("operation_paper", operation.c.person, sqlite_where=text(CARRIED), postgresql_where=text(CARRIED))

record = Table(
    "record",
    metadata,
    Column("no", Number, ForeignKey("operation.no"), primary_key=True, autoincrement=False),
    Column("identity", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    _number("person"),
    # No foreign key to record: each deletion of a staged record would then search the whole ledger.
    Column("operation", Number, nullable=False),
    Column("version", Number, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Number, nullable=False),
    Column("answer", LargeBinary),
    # Where the person stands; NULL for active.
    Column("status", Text),
)
Index("ledger_version", ledger.c.version)

strength = Table(
    "strength",
    metadata,
    Column("unit", Number, primary_key=True, autoincrement=False),
    Column("run", Number, primary_key=True, autoincrement=False),
    Column("members", Number, nullable=False),
)
"""How many members a unit had when a run ended, where that was another number than before."""

identifier = Table(
    "identifier",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
    Column("person", Number, primary_key=True, autoincrement=False),
    Column("run", Number, nullable=False),
    sqlite_with_rowid=False,
)

identifier_inbox = Table(
    "identifier_inbox",
    metadata,
    Column("kind", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("person", Number, nullable=False),
    Column("run", Number, nullable=False),
)
"""Keys that came with verdicts, in the order they came. Hashes fall all over `identifier`, and writing a few hundred
of them per batch would rewrite most of its pages each time; they move there together, sorted."""

seen = Table(
    "seen",
    metadata,
    Column("list", Number, primary_key=True, autoincrement=False),
    Column("proposed", SmallInteger, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("run", Number, ForeignKey("run.no"), nullable=False),
    Column("as_of", Number, nullable=False),
    # Both are NULL in a proposed part that is the confirmed one unchanged.
    Column("fingerprints", LargeBinary),
    Column("persons", LargeBinary),
)

hold = Table(
    "hold",
    metadata,
    _number(),
    Column("run", Number, ForeignKey("run.no"), nullable=False),
    Column("list", Number, nullable=False),
    Column("code", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("since", Number, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("hold_run", hold.c.run, hold.c.no)

decision = Table(
    "decision",
    metadata,
    _number(),
    Column("at", Number, nullable=False),
    Column("who", Text, nullable=False),
    Column("question", LargeBinary, nullable=False),
    Column("code", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("person", Number),
    # Both are NULL while the decision stands.
    Column("ended", Number),
    Column("ended_by", Text),
    Column("body", LargeBinary, nullable=False),
)
Index("decision_standing", decision.c.question, sqlite_where=text(STANDS), postgresql_where=text(STANDS))
"""What officers decided about holds. Rows stay: an ended decision tells who had decided what, and when."""

tombstone = Table(
    "tombstone",
    metadata,
    _number("person"),
    Column("at", Number, nullable=False),
    Column("who", Text, nullable=False),
    Column("decision_no", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""That somebody was erased, and nothing of who they were; the sealed body is the reason."""

tombstone_key = Table(
    "tombstone_key",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
    Column("person", Number, ForeignKey("tombstone.person"), primary_key=True, autoincrement=False),
)
"""What somebody who was erased was known by: keyed hashes of the keyed hashes `identifier` had of them."""

batch = Table(
    "batch",
    metadata,
    _number(),
    Column("run", Number, ForeignKey("run.no")),
    Column("key", Text, nullable=False, unique=True),
    Column("state", SmallInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("changed", Number, nullable=False),
    Column("operations", LargeBinary, nullable=False),
    Column("words", LargeBinary),
    Column("body", LargeBinary),
)
Index("batch_unanswered", batch.c.no, sqlite_where=text(UNANSWERED), postgresql_where=text(UNANSWERED))

journal = Table(
    "journal",
    metadata,
    _number(),
    Column("at", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("run", Number),
    Column("who", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    # NULL in entries from before there were salts.
    Column("salt", LargeBinary),
)

journal_link = Table(
    "journal_link",
    metadata,
    _number(),
    Column("content", LargeBinary),
    Column("hash", LargeBinary, nullable=False),
)
"""What is left of entries that were pruned: the hash of what each said, NULL where it had no salt, and its own."""

journal_head = Table(
    "journal_head",
    metadata,
    _number(),
    Column("at", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("before", Number, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""Signed heads: `no` and `hash` are those of the entry that was signed, `before` is the number of the head before."""

signing_key = Table(
    "signing_key",
    metadata,
    _number(),
    Column("public_key", LargeBinary, nullable=False),
    Column("before", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)
"""Keys that sign heads, each introduced by the one before: `no` is the last entry that one signs."""

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("fence", Number, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Number, nullable=False),
    Column("process", Text, nullable=False),
    Column("until", Double, nullable=False),
)

unit = Table(
    "unit",
    metadata,
    _number(),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    # No foreign key: a tree is written as one, in any order.
    Column("parent", Number),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("source", Text, nullable=False),
)
"""The units of the organisation, also those that are closed. Days are ISO dates; `source` is the list, or the
upstream, that stated the unit last."""

unit_code = Table(
    "unit_code",
    metadata,
    Column("vintage", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("unit", Number, nullable=False),
)
"""Codes with the numbering they belong to: the same code means another unit in another vintage."""

unit_link = Table(
    "unit_link",
    metadata,
    Column("predecessor", Number, primary_key=True, autoincrement=False),
    Column("successor", Number, primary_key=True, autoincrement=False),
)
"""Which unit went into which, when units were merged, split or replaced."""

unit_former = Table(
    "unit_former",
    metadata,
    Column("unit", Number, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    # 0 for none: a part of the key is never NULL.
    Column("parent", Number, primary_key=True, autoincrement=False),
)
"""Names and places that units had before."""
