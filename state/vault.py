"""Encryption at rest: a derived key for each purpose, from the installation's data keys.

AES-256-GCM with a random 96-bit nonce; the additional data binds each ciphertext to the row it belongs to, so that
moving one from person to person is noticed. Derived keys come from HKDF-SHA256 and are never stored. The data keys
themselves stand wrapped in the database: `state.keyring`.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import ConfigError, StateError

KEY_BYTES = 32
NONCE_BYTES = 12


def generate_key() -> str:
    """Return a new random key as one line of text, for a key file."""
    return base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode().rstrip("=")


def read_key(text: str) -> bytes:
    """Return the 32-byte key in a key file's text: base64url as `generate_key` writes it, or 64 hexadecimal digits.

    Lines that begin with `#` and white space are ignored. Raises `ConfigError` (`key-unreadable`) otherwise.
    """
    kept = "".join(line.strip() for line in text.splitlines() if not line.lstrip().startswith("#"))
    key = b""
    if re.fullmatch(r"[0-9a-fA-F]{64}", kept):
        key = bytes.fromhex(kept)
    elif re.fullmatch(r"[\w-]{43}=?", kept, re.ASCII):
        try:
            key = base64.urlsafe_b64decode(kept.rstrip("=") + "=")
        except binascii.Error:
            key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError("key-unreadable")
    return key


@dataclass(frozen=True, slots=True)
class DataKeys:
    """What the keys of all purposes are derived from, 32 bytes each.

    `sealing` hides values and signs; its first one is in use, the others were before and still open what a rotation
    has not sealed anew yet. `matching` makes what is found again by being made again, and so stays for good.
    """

    sealing: tuple[bytes, ...] = field(repr=False)
    matching: bytes = field(repr=False)

    def __post_init__(self) -> None:
        for key in (*self.sealing, self.matching):
            if len(key) != KEY_BYTES:
                raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")


MATCHING = frozenset({"row", "identifier", "record", "seal"})
"""The purposes whose keys outlive a rotation: fingerprints of rows, hashes of identifiers, digests of records, seals
of plans."""


class Cipher:
    """Seals and opens the values of one purpose. A sealed value is nonce, ciphertext and tag.

    Values are sealed with the first of its keys, and opened with the one they were sealed with. `changed` says
    whether other keys are in use by now.
    """

    def __init__(self, keys: Sequence[bytes], purpose: str, changed: Callable[[], bool] = lambda: False) -> None:
        self._purpose, self._changed = purpose, changed
        self._aes, *self._former = [AESGCM(key) for key in keys]

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """Encrypt `plain`, bound to the row that `bound` names."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Decrypt. Raises `StateError` (`state-damaged`) where the value was altered or belongs to another row,
        (`state-key-changed`) where the keys were changed since."""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._aes.decrypt(nonce, text, bound)
        except (InvalidTag, ValueError) as error:
            for former in self._former:
                with suppress(InvalidTag, ValueError):
                    return former.decrypt(nonce, text, bound)
            if self._changed():
                raise StateError("state-key-changed") from error
            raise StateError("state-damaged", reason=f"sealed {self._purpose}") from error


class Vault:
    """The keys of all purposes, from an installation's data keys."""

    def __init__(self, keys: DataKeys, changed: Callable[[], bool] = lambda: False) -> None:
        self.data = keys
        self.key = cache(lambda purpose: self.keys(purpose)[0])
        """The 32-byte key for keyed hashes of a purpose."""
        self.cipher = cache(
            lambda purpose: Cipher(
                [derived(one, f"yumsync cipher {purpose}") for one in keys.sealing], purpose, changed
            )
        )
        """The cipher of a purpose; its key is none of those `key` gives."""

    def keys(self, purpose: str) -> Sequence[bytes]:
        """Return the key for keyed hashes of a purpose, and those that a rotation under way replaces."""
        roots = (self.data.matching,) if purpose in MATCHING else self.data.sealing
        return [derived(root, f"yumsync key {purpose}") for root in roots]


def derived(key: bytes, info: str) -> bytes:
    """Return the 32-byte key that is derived from another for a purpose (HKDF-SHA256)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=info.encode()).derive(key)
