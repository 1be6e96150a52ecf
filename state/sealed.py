"""What the upstream said, sealed: its answer to an applied operation, its words about one it refused."""

from __future__ import annotations

from state.codec import bound, dumps, loads
from state.vault import Vault
from sync.values import Verdict

Answer = tuple[str | None, str | None, str | None]
"""Member code, etag and reference as the upstream gave them."""

NOTHING: Answer = (None, None, None)


class Answers:
    """The upstream's answers, bound to the person and the operation they confirm."""

    def __init__(self, vault: Vault) -> None:
        self._cipher = vault.cipher("answer")

    def seal(self, answer: Answer, person: int, number: int) -> bytes | None:
        """Return the sealed answer, None for an empty one."""
        return None if answer == NOTHING else self._cipher.seal(dumps(answer), bound(0, number, person))

    def open(self, sealed: bytes | None, person: int, number: int) -> Answer:
        """Return the answer."""
        if sealed is None:
            return NOTHING
        code, etag, *more = loads(self._cipher.open(sealed, bound(0, number, person)))
        # Answers kept before there were references are pairs.
        return code, etag, more[0] if more else None


class Words:
    """The upstream's words, verbatim, with its code and the field it named, bound to their operation or batch."""

    def __init__(self, vault: Vault) -> None:
        self._cipher = vault.cipher("words")

    def seal(self, verdict: Verdict, number: int) -> bytes:
        """Return the sealed words about an operation."""
        return self._cipher.seal(dumps((verdict.words, verdict.code, verdict.field)), bound(0, number, 0))

    def seal_text(self, words: str, batch: int) -> bytes:
        """Return the sealed words about a batch."""
        return self._cipher.seal(dumps((words, "", "")), bound(1, batch, 0))

    def open(self, sealed: bytes | None, number: int) -> str:
        """Return the words about an operation; its code where there are none."""
        words, code, _ = self.parts(sealed, number)
        return words or code

    def parts(self, sealed: bytes | None, number: int) -> tuple[str, str, str]:
        """Return the words about an operation, the upstream's code for them, and the field it named."""
        if sealed is None:
            return "", "", ""
        words, code, field = loads(self._cipher.open(sealed, bound(0, number, 0)))
        return str(words), str(code), str(field)

    def open_text(self, sealed: bytes | None, batch: int) -> str:
        """Return the words about a batch."""
        return "" if sealed is None else str(loads(self._cipher.open(sealed, bound(1, batch, 0)))[0])
