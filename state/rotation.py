"""Giving a database another key, in steps that may be broken off anywhere.

::

    opened with   step       what it makes so
    the old key   admit      the new key opens the database too; both open the same data keys
    ── the key files change places ──
    the new key   replace    the old key opens nothing; new data keys seal, the old ones still open; new public key
    the new key   reseal     page by page, everything is sealed with the new data keys
    the new key   finish     the old data keys are forgotten

Neither order nor moment of a crash leaves a database that no key file opens. All of it needs the lease.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum

from state.heads import Signer
from state.journal import Journal
from state.keyring import Keyring
from state.purging import UNPURGED
from state.resealing import Resealing
from state.session import Session
from state.succession import succession
from state.vault import KEY_BYTES, DataKeys, Vault


class Stage(StrEnum):
    """Where a rotation stands."""

    NONE = "none"
    ADMITTED = "admitted"
    REPLACED = "replaced"


class Rotation:
    """The rotation of one store's keys."""

    def __init__(self, session: Session, keyring: Keyring, journal: Journal) -> None:
        self._session, self._keyring, self._journal = session, keyring, journal
        self._resealing = Resealing(session, Vault(keyring.data))

    @property
    def stage(self) -> Stage:
        """Where a rotation stands, as the key this store was opened with sees it."""
        if len(self._keyring.data.sealing) > 1:
            return Stage.REPLACED
        return Stage.ADMITTED if self._keyring.others else Stage.NONE

    @property
    def introduced_by(self) -> bytes:
        """The public key that introduced the one in use. Raises IndexError where none did."""
        return succession(self._session, self._journal.public_key).keys[-2][1]

    def admit(self, key: bytes) -> None:
        """Let the new key open the database too."""
        with self._session.fenced():
            self._keyring.also_for(key)

    def replace(self) -> None:
        """Make new data keys, let the key in use alone open the database, and hand over to a new signing key.

        This store writes nothing after it: its parts hold the data keys from before.
        """
        data = DataKeys((os.urandom(KEY_BYTES), *self._keyring.data.sealing), self._keyring.data.matching)
        with self._session.fenced():
            self._journal.hand_over(Signer(Vault(data).key("journal signature")).public_key)
            self._resealing.forget()
            self._keyring.keep(data)

    def total(self) -> int:
        """Return how many values are sealed."""
        return self._resealing.total()

    def reseal(self) -> Iterator[int]:
        """Seal everything anew, from where it was broken off; yield how many values each step was."""
        return self._resealing.run()

    def finish(self) -> None:
        """Forget the data keys from before, which open nothing any more. What they sealed is to be purged."""
        data = self._keyring.data
        with self._session.fenced():
            self._journal.append("key.resealed", {})
            self._resealing.forget()
            self._session.set(UNPURGED, "1")
            self._keyring.keep(DataKeys(data.sealing[:1], data.matching))
