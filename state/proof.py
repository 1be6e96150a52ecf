"""Examining a journal: the chain entry by entry, the signed heads, the seal on its end, an earlier fingerprint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select

from state.bulk import Statement
from state.chain import BEFORE_ALL, NOTHING, Seal, left, stored
from state.entries import blob, link_hash, said
from state.heads import Heads
from state.session import Session
from state.tables import run
from sync.audit import PRUNED, Examination, Fingerprint, Flaw, Head, Misfit

MOST = 100
"""How many misfits are told; the rest is counted."""

_RUNS = Statement(lambda _: select(func.count()).select_from(run))


class Proof:
    """Finds what does not fit in one store's journal."""

    def __init__(self, session: Session, heads: Heads, seal: Seal) -> None:
        self._session, self._heads, self._seal = session, heads, seal

    def examine(self, since: Fingerprint | None = None) -> Examination:
        """Walk the whole journal. Entries that are written meanwhile are walked too, so that none is taken for a
        forgery."""
        with _any_text(self._session):
            walk = self._begun(since)
            while True:
                seal = self._seal.read()
                if left(self._session)[-1:] != walk.pruned[-1:]:  # entries were pruned meanwhile
                    walk = self._begun(since)
                for row in stored(self._session, walk.position):
                    walk.step(row)
                heads = self._heads.all()
                if self._seal.read() == seal:
                    break
        found, covered = self._judge(heads, walk.last)
        last_head = max((row.no for row in heads), default=0)
        explained = any(one.flaw in {Flaw.CUT_OFF, Flaw.REWRITTEN} for one in found)
        if not (explained or self._ends_well(seal, walk, last_head)):
            found.append(Misfit(Flaw.END_CHANGED, covered + 1, walk.last))
        misfits = [*walk.unaccounted(), *walk.found, *found, *walk.about(since)]
        newest = walk.newest if not misfits else None
        more = max(0, len(misfits) - MOST)
        return Examination(walk.count, len(heads), covered, newest, misfits[:MOST], more, len(walk.pruned))

    def _begun(self, since: Fingerprint | None) -> _Walk:
        """Return a walk past what is left of pruned entries."""
        walk = _Walk(since, left(self._session))
        for row in walk.pruned:
            walk.pass_by(row)
        return walk

    def _judge(self, heads: list[Any], last: int) -> tuple[list[Misfit], int]:
        """Return what is wrong with the signed heads, and the entry up to which they prove the history."""
        found: list[Misfit] = []
        known = {row.no for row in heads}
        covered, rewritten = 0, False
        keys = self._heads.succession()
        for row in heads:
            if not self._heads.is_ours(row, keys):
                found.append(Misfit(Flaw.HEAD_FORGED, row.no, row.no))
                continue
            if row.before and row.before not in known:
                found.append(Misfit(Flaw.HEAD_REMOVED, row.before, row.before))
            if row.no > last:
                found.append(Misfit(Flaw.CUT_OFF, last + 1, row.no))
                break
            if row.entry != row.hash and not rewritten:
                found.append(Misfit(Flaw.REWRITTEN, covered + 1, row.no))
                rewritten = True
            elif not rewritten:
                covered = row.no
        return found, covered

    def _ends_well(self, seal: str, walk: _Walk, last_head: int) -> bool:
        if not (walk.count or seal):
            with self._session.reading() as connection:
                return not _RUNS.run(connection).scalar_one()
        return self._seal.fits(seal, walk.last, walk.link, last_head)


class _Walk:
    """A walk along the chain, from the first entry on, past what is left of those that were `pruned`."""

    def __init__(self, since: Fingerprint | None, pruned: Sequence[Any]) -> None:
        self.pruned = pruned
        self.found: list[Misfit] = []
        self.count, self.position, self.last = 0, BEFORE_ALL, 0
        self.link = NOTHING
        """The hash of the last entry, as it is stored."""
        self._newest: Any = None
        self._may_follow = {NOTHING}
        self._since = since
        self._met: bool | None = None
        self._said_to_be_pruned: tuple[object, object] = 0, NOTHING.hex()
        """Up to which entry, and its hash, by the last entry that tells of pruning."""
        self._passed: tuple[object, object] = self._said_to_be_pruned
        """The same, by what is left."""

    def pass_by(self, row: Any) -> None:
        """Judge what is left of the next pruned entry."""
        if row.no != self.last + 1:
            self._tell(Flaw.REMOVED, self.last + 1, row.no - 1)
        try:
            link = blob(row.hash)
            due = link if row.content is None else link_hash(row.no, blob(row.content), self.link)
        except TypeError:
            link, due = b"", NOTHING
        if due != link:
            self._tell(Flaw.EDITED, row.no)
        self._may_follow = {link, due}
        self._meet(row.no, link)
        self._passed = row.no, link.hex()

    def step(self, row: Any) -> None:
        """Judge the next entry by itself, and by the one before."""
        self.count, self.position = self.count + 1, row.no
        if row.no < 1:
            self._tell(Flaw.INSERTED, row.no)
            return
        gap = row.no > self.last + 1
        if gap:
            self._tell(Flaw.REMOVED, self.last + 1, row.no - 1)
        try:
            previous, link = blob(row.previous), blob(row.hash)
            due = said(row).link(previous)
        except TypeError:  # a column holds another kind of value than it ever gets
            previous, link, due = b"", b"", NOTHING
        if due != link:
            self._tell(Flaw.EDITED, row.no)
        elif previous not in self._may_follow and not gap:
            self._tell(Flaw.UNLINKED, row.no)
        # After an edited entry the next one may follow what it was, or what it is: the break is told once.
        self._may_follow = {link, due}
        self._meet(row.no, link)
        self._newest = row if due == link else None
        if row.event == PRUNED and due == link:
            self._said_to_be_pruned = _pruned(row.facts)

    def unaccounted(self) -> list[Misfit]:
        """Return which links stand for entries that no pruning removed."""
        if not self.pruned or self._said_to_be_pruned == self._passed:
            return []
        to, last = self._said_to_be_pruned[0], self.pruned[-1].no
        return [Misfit(Flaw.REMOVED, to + 1 if isinstance(to, int) and to < last else 1, last)]

    @property
    def newest(self) -> Head | None:
        """The last entry, where it is what it was."""
        row = self._newest
        return None if row is None else Head(row.no, datetime.fromisoformat(row.at), self.link)

    def about(self, since: Fingerprint | None) -> list[Misfit]:
        """Return what an earlier fingerprint shows."""
        if since is None or self._met:
            return []
        if since.number > self.last:
            return [Misfit(Flaw.NOT_REACHED, self.last + 1, since.number)]
        return [Misfit(Flaw.OTHER_HISTORY, 1, since.number)]

    def _meet(self, number: int, link: bytes) -> None:
        """Go past an entry; it may be the one a fingerprint was printed of."""
        self.last, self.link = number, link
        if self._since is not None and self._since.number == number:
            self._met = link.startswith(self._since.start)

    def _tell(self, flaw: Flaw, first: int, last: int | None = None) -> None:
        self.found.append(Misfit(flaw, first, first if last is None else last))


def _pruned(facts: str) -> tuple[object, object]:
    """Return up to which entry, and its hash, an entry says that was pruned."""
    try:
        told = orjson.loads(facts)
        return told["to"], told["hash"]
    except (ValueError, TypeError, KeyError):  # the program writes nothing of the kind
        return None, None


@contextmanager
def _any_text(session: Session) -> Iterator[None]:
    """Let also texts be read that are no text any more: SQLite stores any bytes, and its driver refuses such rows."""
    driver: Any = session.connection.connection.driver_connection
    if session.connection.dialect.name != "sqlite":
        yield
        return
    kept = driver.text_factory
    driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = kept
