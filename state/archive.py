"""The chain as it is handed on, and pruning: entries go, their links stay.

A link is the hash of what an entry said, so that the chain can be recomputed from the first entry ever written, and
any fingerprint of it compared. The entry `journal.pruned` says which links stand for removed entries; a link that no
such entry accounts for shows a removal that was none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, delete, func, select

from state.bulk import Insert, Statement
from state.chain import left, stored
from state.entries import said
from state.heads import Heads, Signer
from state.journal import Journal, entry_value
from state.session import Session
from state.tables import journal, journal_head, journal_link, signing_key
from state.vault import Vault
from sync.audit import PRUNED
from sync.ports import ChainLink, Introduction, SignedHead, Stretch

MANIFEST = b"yumsync audit pack\n"
"""Stands before a manifest that is signed, so that it can be taken for nothing else that the key signs."""

_INTRODUCED = Statement(lambda _: select(signing_key).order_by(signing_key.c.no))
_KEEP = Insert(journal_link, "no", "content", "hash")
_REMOVE = Statement(lambda _: delete(journal).where(journal.c.no <= bindparam("last_")), "last_")
_FIRST = Statement(lambda _: select(func.min(journal.c.no)))
_FIRST_SINCE = Statement(lambda _: select(func.min(journal.c.no)).where(journal.c.at >= bindparam("at_")), "at_")
_SIGNED_BEFORE = Statement(
    lambda _: select(func.max(journal_head.c.no)).where(journal_head.c.no < bindparam("no_")), "no_"
)
_BEYOND = (1 << 63) - 1


class Archive:
    """The archive of one store's journal; the contract is `sync.ports.Archive`."""

    def __init__(self, session: Session, vault: Vault, journal: Journal) -> None:
        self._session, self._journal = session, journal
        self._signer = Signer(vault.key("journal signature"))
        self._heads = Heads(session, self._signer)

    # ── handing on ───────────────────────────────────────────────────────────────────────────────────────

    def links(self) -> Iterator[ChainLink]:
        """Yield the whole chain in order. Raises StateError `state-journal-damaged`."""
        for row in left(self._session):
            yield ChainLink(row.no, bytes(row.hash), None if row.content is None else bytes(row.content), None, None)
        for row in stored(self._session, 0):
            entry = entry_value(row)
            parts: dict[str, object] = {
                "number": row.no,
                "at": row.at,
                "event": row.event,
                "run": row.run,
                "who": row.who,
                "facts": row.facts,
            }
            last = {"previous": bytes(row.previous)} if row.salt is None else {"salt": bytes(row.salt)}
            content = None if row.salt is None else said(row).content()
            yield ChainLink(row.no, bytes(row.hash), content, {**parts, **last}, entry)

    def heads(self) -> Sequence[SignedHead]:
        """Return all signed heads in order."""
        return [
            SignedHead(row.no, row.at, bytes(row.hash), row.before, bytes(row.public_key), bytes(row.signature))
            for row in self._heads.all()
        ]

    def introductions(self) -> Sequence[Introduction]:
        """Return how each key that ever signed was introduced, but the first, in order."""
        with self._session.reading() as connection:
            rows = _INTRODUCED.run(connection).all()
        return [Introduction(row.no, bytes(row.public_key), bytes(row.before), bytes(row.signature)) for row in rows]

    def attest(self, manifest: bytes) -> bytes:
        """Return the signature under the manifest of a pack."""
        return self._signer.sign(MANIFEST + manifest)

    # ── pruning ──────────────────────────────────────────────────────────────────────────────────────────

    def prunable(self, before: datetime) -> Stretch | None:
        """Return the entries up to the last signed one of those written before a moment."""
        at = before.astimezone(UTC).isoformat(timespec="microseconds")
        with self._session.reading() as connection:
            first = _FIRST.run(connection).scalar_one()
            since = _FIRST_SINCE.run(connection, at).scalar_one()
            last = _SIGNED_BEFORE.run(connection, _BEYOND if since is None else since).scalar_one()
        return None if first is None or last is None or last < first else Stretch(first, last)

    def prune(self, stretch: Stretch) -> None:
        """Remove entries, keep their links, and write down and sign that it was done."""
        with self._session.transaction() as connection:
            signed = {row.no: bytes(row.hash) for row in self._heads.all()}
            if stretch.first != _FIRST.run(connection).scalar_one() or stretch.last not in signed:
                raise ValueError("only the oldest entries are pruned, up to a signed one")
            going = list(self._going(stretch.last))
            facts = {"from": stretch.first, "to": stretch.last, "hash": signed[stretch.last].hex()}
            self._journal.append(PRUNED, facts)
            _KEEP.run(connection, going)
            _REMOVE.run(connection, stretch.last)
            self._journal.sign()

    def _going(self, last: int) -> Iterator[tuple[int, bytes | None, bytes]]:
        for row in stored(self._session, 0):
            if row.no > last:
                return
            yield row.no, None if row.salt is None else said(row).content(), bytes(row.hash)
