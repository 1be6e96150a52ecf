"""A file that is sealed for whoever holds a recovery code, written and read in one go with flat memory.

::

    "yumsync backup 1\\n"                          the format
    32 bytes                                      public key of the recovery code
    32 bytes                                      public key made for this file alone
    16 bytes                                      start of the SHA-256 of the above
    then messages, each: 4 bytes length, AES-256-GCM of the message and its tag

The key comes from both key pairs (X25519) and from what a machine that may write such files is given beside the
public key, so that nobody else can make one (HKDF-SHA256). The nonce of a message is its number, and whether it is
the last; what precedes the messages is bound to each. So none can be altered, left out, doubled, moved or cut off
unnoticed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from state.recovery import Recipient, Recovery
from sync.errors import StateError

FORMAT = b"yumsync backup 1\n"
_FAMILY = b"yumsync backup "
_KEY = 32
_CHECK = 16
_HEADER = len(FORMAT) + 2 * _KEY + _CHECK
_LENGTH = struct.Struct(">I")
_LONGEST = 1 << 28
"""Bytes of a message. A length beyond it is damage, and is not taken for an order to fill the memory."""


class SealedWriter:
    """Writes one sealed file. `key` opens it again, for whoever wrote it."""

    def __init__(self, file: BinaryIO, to: Recipient) -> None:
        once = X25519PrivateKey.generate()
        stated = FORMAT + to.public + once.public_key().public_bytes_raw()
        self._file, self._header = file, stated + sha256(stated).digest()[:_CHECK]
        self.key = _shared(once.exchange(X25519PublicKey.from_public_bytes(to.public)), to.sender, self._header)
        self._aes, self._number = AESGCM(self.key), 0
        file.write(self._header)

    def write(self, message: bytes, *, last: bool = False) -> None:
        """Append a message. After the last one nothing may follow."""
        sealed = self._aes.encrypt(_nonce(self._number, last), message, self._header)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


class SealedReader:
    """Reads a sealed file, from its beginning.

    Raises `StateError`: `backup-not-one`, `backup-newer` (made by a later program), `backup-damaged`, `backup-cut`,
    `backup-other-code` (sealed for another code).
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._header = file.read(_HEADER)
        if not self._header.startswith(_FAMILY):
            raise StateError("backup-not-one")
        if len(self._header) < len(FORMAT):
            raise StateError("backup-cut")
        if not self._header.startswith(FORMAT):
            whole = self._header[len(_FAMILY) :].partition(b"\n")[0]
            raise StateError("backup-newer" if whole.isdigit() and int(whole) > 1 else "backup-damaged", part=0)
        if len(self._header) < _HEADER:
            raise StateError("backup-cut")
        if sha256(self._header[:-_CHECK]).digest()[:_CHECK] != self._header[-_CHECK:]:
            raise StateError("backup-damaged", part=0)

    def unlock(self, recovery: Recovery) -> bytes:
        """Return the key of this file. Raises `StateError` `backup-other-code`."""
        recipient, start = recovery.recipient, len(FORMAT)
        if recipient.public != self._header[start : start + _KEY]:
            raise StateError("backup-other-code")
        try:
            shared = recovery.exchange(self._header[start + _KEY : start + 2 * _KEY])
        except ValueError as error:  # a public key that only a forger writes
            raise StateError("backup-damaged", part=0) from error
        return _shared(shared, recipient.sender, self._header)

    def messages(self, key: bytes) -> Iterator[bytes]:
        """Yield the messages in order. The last one is given only once the file was read to its end."""
        aes, number = AESGCM(key), 0
        while True:
            sealed = self._sealed(number + 1)
            message = self._opened(aes, sealed, number, last=False)
            if message is None:
                message = self._opened(aes, sealed, number, last=True)
                if message is None or self._file.read(1):
                    raise StateError("backup-damaged", part=number + 1)
                yield message
                return
            yield message
            number += 1

    def _sealed(self, part: int) -> bytes:
        length = self._file.read(_LENGTH.size)
        if len(length) < _LENGTH.size:
            raise StateError("backup-cut")
        (size,) = _LENGTH.unpack(length)
        if size > _LONGEST:
            raise StateError("backup-damaged", part=part)
        sealed = self._file.read(size)
        if len(sealed) < size:
            raise StateError("backup-cut")
        return sealed

    def _opened(self, aes: AESGCM, sealed: bytes, number: int, *, last: bool) -> bytes | None:
        try:
            return aes.decrypt(_nonce(number, last), sealed, self._header)
        except (InvalidTag, ValueError):
            return None


def _shared(exchanged: bytes, sender: bytes, header: bytes) -> bytes:
    made = HKDF(SHA256(), 32, salt=sha256(header).digest(), info=b"yumsync backup")
    return made.derive(exchanged + sender)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes((last,))
