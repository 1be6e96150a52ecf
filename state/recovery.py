"""The recovery code: a secret on paper that opens backups, and what a machine is given of it to write them."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from state.vault import derived
from sync.audit import LETTERS, letters
from sync.errors import ConfigError, StateError

SECRET_BYTES = 15
"""120 bits, 24 letters of base 32."""

_LETTERS = SECRET_BYTES * 8 // 5
_CHECK = 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_PUBLIC = 32


@dataclass(frozen=True, slots=True)
class Recipient:
    """What a machine needs to seal for a recovery code: a public key, and what shows that it was given it.

    It opens nothing: whoever takes it with a machine cannot read that machine's backups by it.
    """

    public: bytes
    sender: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """One line, for a file."""
        return base64.urlsafe_b64encode(self.public + self.sender).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Recipient:
        """Return what `text` holds. Raises ConfigError `backup-code-file` for anything else."""
        line = text.strip()
        if not re.fullmatch(r"[\w-]{86}", line, re.ASCII):
            raise ConfigError("backup-code-file")
        both = base64.urlsafe_b64decode(line + "==")
        return cls(both[:_PUBLIC], both[_PUBLIC:])


@dataclass(frozen=True, slots=True)
class Recovery:
    """The secret of a recovery code.

    As a code: `K7QD-M2XA-9F3T-VB6N-E0HC-33RT-7Q5M`. The last four letters tell a slip of the pen from another code.
    """

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Recovery:
        """Make another one."""
        return cls(os.urandom(SECRET_BYTES))

    @property
    def code(self) -> str:
        """The text that goes on paper."""
        word = letters(self.secret)
        whole = word + _check(word)
        return "-".join(whole[start : start + 4] for start in range(0, len(whole), 4))

    @classmethod
    def read(cls, code: str) -> Recovery:
        """Return the secret of a code somebody typed, in any case and with any spaces or hyphens; O counts as 0, I
        and L as 1. Raises StateError `backup-code-slip` for one that cannot have been printed so."""
        plain = re.sub(r"[\s.,-]", "", code).upper().translate(_MEANT)
        word, check = plain[:_LETTERS], plain[_LETTERS:]
        if len(word) < _LETTERS or not set(word) <= set(LETTERS) or check != _check(word):
            raise StateError("backup-code-slip")
        bits = sum(LETTERS.index(letter) << 5 * place for place, letter in enumerate(reversed(word)))
        return cls(bits.to_bytes(SECRET_BYTES))

    @property
    def recipient(self) -> Recipient:
        """What machines are given of it."""
        public = self._private.public_key().public_bytes_raw()
        return Recipient(public, derived(self.secret, "yumsync recovery sender"))

    def exchange(self, public: bytes) -> bytes:
        """Return what this and the owner of a public key share. Raises ValueError for a key that shares nothing."""
        return self._private.exchange(X25519PublicKey.from_public_bytes(public))

    @property
    def _private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(derived(self.secret, "yumsync recovery"))


def _check(word: str) -> str:
    return letters(sha256(f"yumsync recovery {word}".encode()).digest()[:5])[:_CHECK]
