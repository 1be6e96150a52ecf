"""Records that were refused standing alone, until it is known whether they or an outage are to blame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sync.errors import TooLarge, UpstreamError
from sync.values import Batch


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record refused standing alone, and how many batches had passed when it was refused first."""

    batch: Batch
    answer: UpstreamError
    passed: int

    @property
    def failed(self) -> bool:
        """Whether the upstream failed on it, or found it too large, rather than refused what it says."""
        return isinstance(self.answer, TooLarge) or self.answer.code == "upstream-failed"


class Suspects:
    """The suspects of one run."""

    def __init__(self) -> None:
        self._suspects: dict[int, Suspect] = {}
        self._blamed: dict[int, int] = {}

    def __contains__(self, batch: Batch) -> bool:
        return batch.number in self._suspects

    def blame(self, operations: Iterable[int], passed: int) -> None:
        """Note operations that were refused among others, when so many batches had passed."""
        self._blamed.update(dict.fromkeys(operations, passed))

    def add(self, batch: Batch, answer: UpstreamError, passed: int) -> None:
        """Note a batch of one that was refused, when so many batches had passed."""
        first = self._blamed.get(batch.operations[0], passed)
        self._suspects[batch.number] = Suspect(batch, answer, first)

    def judged(self, passed: int, proof: Callable[[Sequence[Suspect]], bool]) -> Iterator[tuple[Suspect, bool]]:
        """Yield each suspect and whether it is guilty, and forget them all.

        Guilty is who was refused before the last batch passed; for the others `proof` says whether the upstream takes
        anything at all just now.
        """
        unproven = [one for one in self._suspects.values() if one.passed == passed]
        proven = bool(unproven) and proof(unproven)
        for one in self._suspects.values():
            yield one, one.passed < passed or proven
        self._suspects.clear()
