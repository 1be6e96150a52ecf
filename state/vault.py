"""Encryption at rest: one key file, a derived key for each purpose.

AES-256-GCM with a random 96-bit nonce; the additional data binds each ciphertext to the row it belongs to, so that
moving one from person to person is noticed. Derived keys come from HKDF-SHA256 and are never stored.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
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


class Cipher:
    """Seals and opens the values of one purpose. A sealed value is nonce, ciphertext and tag."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._purpose = purpose
        self._aes = AESGCM(key)

    def seal(self, plain: bytes, bound: bytes) -> bytes:
        """Encrypt `plain`, bound to the row that `bound` names."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Decrypt. Raises `StateError` (`state-damaged`) where the value was altered or belongs to another row."""
        try:
            return self._aes.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
        except (InvalidTag, ValueError) as error:
            raise StateError("state-damaged", reason=f"sealed {self._purpose}") from error


class Vault:
    """All keys of an installation, from the one in its key file. Raises ValueError unless that has 32 bytes."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")

        def derive(info: str) -> bytes:
            return HKDF(SHA256(), KEY_BYTES, salt=None, info=info.encode()).derive(key)

        self.key = cache(lambda purpose: derive(f"yumsync key {purpose}"))
        """The 32-byte key for keyed hashes of a purpose."""
        self.cipher = cache(lambda purpose: Cipher(derive(f"yumsync cipher {purpose}"), purpose))
        """The cipher of a purpose; its key is none of those `key` gives."""
