"""The data keys of an installation, wrapped under the key of its key file.

The key file's key opens nothing but a ring in `meta`: the data keys, sealed. That is why a rotation can be broken off
anywhere: a database may hold a ring for the key before and one for the key after, and either opens it.
"""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Sequence
from hashlib import sha256

import orjson
from sqlalchemy import bindparam, delete, select
from ulid import ULID

from state.bulk import Statement
from state.session import Session
from state.tables import meta
from state.vault import KEY_BYTES, Cipher, DataKeys, derived
from sync.errors import StateError

_RING = "keyring "
_INSTALLATION = "installation"
_KEY_CHECK = "key_check"
"""In databases from before there were rings: whether a key is the one all their keys were derived from."""

_RINGS = Statement(
    lambda _: select(meta.c.key).where(meta.c.key.like(bindparam("like_"))).order_by(meta.c.key), "like_"
)
_DROP = Statement(lambda _: delete(meta).where(meta.c.key == bindparam("key_")), "key_")


class Keyring:
    """The data keys as one key file opens them. `installation` is the ULID of the installation.

    Opening a database for the first time makes both. Raises `StateError` `state-key-wrong` for a key that no ring of
    this database is for.
    """

    def __init__(self, session: Session, key: bytes) -> None:
        self._session, self._key = session, key
        self.name = _name(key)
        text = session.get(self.name) or self._founded()
        self.data = _unwrapped(key, text)
        self.installation = session.get(_INSTALLATION)
        session.stands = self.name, text

    def _founded(self) -> str:
        """Make the ring of a database that has none, and return it."""
        session = self._session
        with session.transaction():
            text = session.get(self.name)
            if text:  # another process was first
                return text
            if not session.get(_INSTALLATION):
                session.set(_INSTALLATION, str(ULID.from_datetime(session.clock())))
                text = _wrapped(self._key, DataKeys((os.urandom(KEY_BYTES),), os.urandom(KEY_BYTES)))
            elif hmac.compare_digest(session.get(_KEY_CHECK), _check(self._key)):
                text = _wrapped(self._key, DataKeys((self._key,), self._key))
                _DROP.run(session.connection, _KEY_CHECK)
            else:
                raise StateError("state-key-wrong")
            session.set(self.name, text)
        return text

    def changed(self) -> bool:
        """Whether the ring is another one than when this was opened."""
        return self._session.stands != (self.name, self._session.get(self.name))

    def also_for(self, key: bytes) -> None:
        """Let another key open the database too, in the transaction under way."""
        self._session.set(_name(key), _wrapped(key, self.data))

    @property
    def others(self) -> Sequence[str]:
        """The rings of other keys."""
        with self._session.reading() as connection:
            rows = _RINGS.run(connection, f"{_RING}%").all()
        return [row.key for row in rows if row.key != self.name]

    def keep(self, data: DataKeys) -> None:
        """Make these the data keys and let this key alone open them, in the transaction under way. Whoever opened the
        database before cannot write to it any more."""
        with self._session.transaction() as connection:
            for name in self.others:
                _DROP.run(connection, name)
            text = _wrapped(self._key, data)
            self._session.set(self.name, text)
        self.data = data
        self._session.stands = self.name, text


def _check(key: bytes) -> str:
    return hmac.new(derived(key, "yumsync key check"), b"yumsync", sha256).hexdigest()


def _name(key: bytes) -> str:
    return _RING + _check(key)


def _wrapped(key: bytes, data: DataKeys) -> str:
    plain = orjson.dumps([[one.hex() for one in data.sealing], data.matching.hex()])
    return base64.b64encode(_cipher(key).seal(plain, _name(key).encode())).decode()


def _unwrapped(key: bytes, text: str) -> DataKeys:
    try:
        sealed = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise StateError("state-damaged", reason="keyring") from error
    sealing, matching = orjson.loads(_cipher(key).open(sealed, _name(key).encode()))
    return DataKeys(tuple(bytes.fromhex(one) for one in sealing), bytes.fromhex(matching))


def _cipher(key: bytes) -> Cipher:
    return Cipher([derived(key, "yumsync cipher keyring")], "keyring")
