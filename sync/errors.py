"""Everything that can go wrong, grouped by what follows from it.

::

    YumsyncError                    a message in config/messages, and an exit code
    ├── ConfigError            (2)  nothing was started; mend yumsync.toml, a secret or a key
    ├── StateError             (2)  the database or its disk failed; nothing half-written remains
    │   └── LeaseLost          (5)  another run took over; this one stops writing
    ├── Busy                   (5)  another run holds the lock, or the database stayed locked
    ├── ListError              (7)  one list could not be read; the others go on
    ├── DecisionError          (2)  there is no such question, or it cannot be answered so
    ├── AccessRefused          (2)  the account's roles do not permit it; nothing was done
    ├── Tampered               (6)  the journal does not prove itself; nothing is made from it
    ├── Uncompared             (3)  the state was restored; nothing is sent before it was compared
    ├── PlanMoved              (3)  the plan was made from a ledger that has moved, or its seal is broken
    └── UpstreamError
        ├── Unavailable        (4)  nothing was taken, or an outage; all stays pending
        ├── AnswerLost              sent, and no verdict came back: settled by the same key, never guessed
        ├── Interrupted             broke off in the middle: some verdicts are certain
        ├── TooLarge                the batch is halved and sent again
        └── Refused            (4)  the batch was refused as a whole: split until the guilty record stands alone

`code` names the message (`error-<code>` in `config/messages`), `details` fill it. Details never hold a
personal value or a secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sync.values import Place, Verdict


class YumsyncError(Exception):
    """The root: carries the message's code, what fills it, and the exit code of a run that ends on it."""

    exit_code: ClassVar[int] = 2

    def __init__(self, code: str, *, place: Place | None = None, **details: str | int) -> None:
        self.code = code
        self.place = place
        self.details = details
        super().__init__(code, details)

    def __reduce__(self) -> tuple[object, ...]:
        """How an error travels between processes: as it is, whatever its kind is made from."""
        return _as_it_was, (type(self), self.args), self.__dict__

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.details.items())
        return " ".join(part for part in (self.code, str(self.place or ""), facts) if part)


class ConfigError(YumsyncError):
    """The configuration cannot be used. `problems` lists every one found, not only the first."""

    def __init__(self, code: str, problems: tuple[ConfigProblem, ...] = (), **details: str | int) -> None:
        super().__init__(code, place=None, **details)
        self.problems = problems


class ConfigProblem(YumsyncError):
    """One problem in the configuration: `details["key"]` names the key as it stands in the file."""


class StateError(YumsyncError):
    """The state could not be read or written; the transaction under way was rolled back."""


class LeaseLost(StateError):
    """The lease ran out and another run took it; every write of this run is refused from here on."""

    exit_code = 5


class Busy(YumsyncError):
    """Another run holds the lease, or the database stayed locked past its time-out."""

    exit_code = 5


class ListError(YumsyncError):
    """A list could not be read. Nothing of it is used: never half a list."""

    exit_code = 7


class PlanMoved(YumsyncError):
    """`apply` refuses a plan whose ledger has moved, whose seal does not fit, or that was used already."""

    exit_code = 3


class DecisionError(YumsyncError):
    """An officer's decision that cannot be taken down: no such question, or one that is not answered so.

    `problems` lists every one found where several were answered at once.
    """

    def __init__(
        self, code: str, problems: tuple[DecisionError, ...] = (), *, place: Place | None = None, **details: str | int
    ) -> None:
        super().__init__(code, place=place, **details)
        self.problems = problems


class AccessRefused(YumsyncError):
    """The roles of the account do not permit this. Nothing was done but to write the attempt to the journal."""


class Tampered(YumsyncError):
    """The journal does not prove itself. Nothing was made of it and nothing taken out."""

    exit_code = 6


class Uncompared(YumsyncError):
    """The state was restored from a backup and not compared with the upstream since; nothing was sent."""

    exit_code = 3


class UpstreamError(YumsyncError):
    """The upstream did not take a batch. `retry_after` is in seconds, as the upstream asked.

    `words` are the upstream's own about the batch, verbatim; empty where it said nothing. They may quote the people
    in the batch, so they stand outside `details` and the error's text: they are for sealed storage alone.
    """

    exit_code = 4

    def __init__(self, code: str, *, retry_after: float | None = None, words: str = "", **details: str | int) -> None:
        super().__init__(code, place=None, **details)
        self.retry_after = retry_after
        self.words = words


class Unavailable(UpstreamError):
    """The upstream was not reached, refused every try for now, or is in an outage. Nothing was taken."""


class AnswerLost(UpstreamError):
    """The request went out and its answer did not come back whole. The batch may have been taken."""


class TooLarge(UpstreamError):
    """The upstream takes smaller batches."""


class Refused(UpstreamError):
    """The upstream refused the batch as a whole: `details` tell its status and problem code, `words` why."""


class Interrupted(UpstreamError):
    """A batch that is carried out one operation after another broke off: `verdicts` are what is certain by then.

    `cause` is what broke it. Where that is a refusal of one operation, which an outage could be as well, `guilty` is
    the operation's id; its verdict is `untouched`.
    """

    def __init__(self, verdicts: Sequence[Verdict], cause: UpstreamError, guilty: str | None = None) -> None:
        super().__init__(cause.code, retry_after=cause.retry_after, words=cause.words, **cause.details)
        self.verdicts = tuple(verdicts)
        self.cause = cause
        self.guilty = guilty


def _as_it_was(kind: type[YumsyncError], args: tuple[object, ...]) -> YumsyncError:
    return kind.__new__(kind, *args)
