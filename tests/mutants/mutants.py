"""What is taken away, for which promise of the README, and which of its tests must notice."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

Replacement = Callable[[Any], Any]
"""What stands in the place of something, made from what stood there."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mechanism taken away: what stands at `places` (`module:name` or `module:Class.name`) is replaced."""

    promise: int
    mechanism: str
    places: Sequence[str]
    instead: Replacement
    tests: Sequence[str]

    def apply(self) -> None:
        """Take the mechanism away from this process. Raises AttributeError where it is not there any more."""
        for place in self.places:
            owner, name = found(place)
            setattr(owner, name, self.instead(getattr(owner, name)))


def found(place: str) -> tuple[Any, str]:
    """Return in what something stands, and by which name. Raises AttributeError."""
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    owner: Any = import_module(module)
    for each in owners:
        owner = getattr(owner, each)
    return owner, name


def _always(value: object) -> Replacement:
    """Whatever is asked, the answer is this."""
    return lambda _: lambda *given, **named: value


def _without_last_row(kept: Any) -> Any:
    def chunk(self: Any, numbers: Any, raws: Any, *rest: Any) -> Any:
        most = max(1, len(raws) - 1)
        return kept(self, numbers[:most], raws[:most], *rest)

    return chunk


def _unanswered_is_applied(kept: Any) -> Any:
    from sync.values import Outcome, Verdict  # noqa: PLC0415

    def settle(self: Any, batch: Any, verdicts: Any) -> Any:
        told = {one.operation for one in verdicts}
        return kept(
            self, batch, [*verdicts, *(Verdict(one, Outcome.APPLIED) for one in batch.ids if one not in told)]
        )

    return settle


def _another_key(kept: Any) -> Any:
    return lambda self, _, body: kept(self, secrets.token_hex(13), body)


def _whatever_came(_: Any) -> Any:
    return lambda self: self._content.close()


def _any_order(kept: Any) -> Any:
    return lambda dialect: kept(dialect).replace("earlier.state BETWEEN 1 AND 5", "earlier.state > 99")


def _to_the_letter(kept: Any) -> Any:
    return lambda old, new, same: kept(old, new, lambda _, one, other: one == other)


def _always_changed(kept: Any) -> Any:
    from sync.values import Change  # noqa: PLC0415

    def changes(old: Any, new: Any, same: Any) -> Any:
        return kept(old, new, same) or tuple(Change(name, value, value) for name, value in list(new.items())[:1])

    return changes


def _whatever_it_says(kept: Any) -> Any:
    return lambda number, _, previous: kept(number, b"", previous)


def _whatever_was_before(kept: Any) -> Any:
    return lambda number, content, _: kept(number, content, bytes(32))


MUTANTS: Mapping[str, Mutant] = {
    "uncounted": Mutant(
        1,
        "every row of a table is taken or set aside",
        ["adapters.lists.below:Below.chunk"],
        _without_last_row,
        ["tests/contract/test_lists.py"],
    ),
    "presumed": Mutant(
        2,
        "what has no verdict is not carried out",
        ["state.settle:Settlement.settle"],
        _unanswered_is_applied,
        ["tests/contract/test_state_outbox.py"],
    ),
    "new-key": Mutant(
        3,
        "a batch is repeated under the key it was sent under",
        ["adapters.upstream.contract:HttpUpstream.send"],
        _another_key,
        ["tests/contract/test_upstream.py", "tests/unit/test_upstream_http.py"],
    ),
    "impatient": Mutant(
        3,
        "that nothing is seen counts only when nothing can come any more",
        ["sync.delivery.lateness:Lateness.is_over"],
        _always(True),
        ["tests/contract/test_recall.py"],
    ),
    "misheard": Mutant(
        3,
        "what came after an answer is not read as the next one",
        ["adapters.upstream.surplus:Lone.close"],
        _whatever_came,
        ["tests/contract/test_channel_surplus.py"],
    ),
    "disordered": Mutant(
        4,
        "nothing goes out for somebody before what went before it has its verdict",
        ["state.claim:_NEXT.text"],
        _any_order,
        ["tests/contract/test_state_outbox.py"],
    ),
    "unasked": Mutant(
        5,
        "of who is missing it is asked why",
        ["sync.planning.missing:Missing._ask_about"],
        _always(None),
        ["tests/acceptance/test_on_the_list.py"],
    ),
    "unnumbered": Mutant(
        5,
        "an approval tells what a paper of its kind needs",
        ["sync.questions.approving:needed"],
        _always(()),
        ["tests/acceptance/test_approvals.py"],
    ),
    "restless": Mutant(
        6,
        "what is confirmed and unchanged is not sent",
        ["sync.diff.decide:changes"],
        _always_changed,
        ["tests/acceptance/test_export.py"],
    ),
    "literal": Mutant(
        7,
        "two typings of one value are one value",
        ["sync.diff.decide:changes"],
        _to_the_letter,
        ["tests/unit/test_decide.py"],
    ),
    "merging": Mutant(
        8,
        "what contradicts keeps two people apart",
        ["sync.people.identity:_contradicts"],
        _always(False),
        ["tests/unit/test_identity.py"],
    ),
    "unsealed": Mutant(
        9,
        "the link of a journal entry seals what it says",
        ["state.entries:link_hash"],
        _whatever_it_says,
        ["tests/contract/test_state_journal.py"],
    ),
    "unchained": Mutant(
        9,
        "and everything before it",
        ["state.entries:link_hash", "adapters.packs.verify:link_of"],
        _whatever_was_before,
        ["tests/acceptance/test_pack_tampering.py"],
    ),
    "talkative": Mutant(
        10,
        "the log keeps only what its list allows",
        ["yumsync.log:_allowed"],
        _always(True),
        ["tests/unit/test_log.py"],
    ),
    "open-line": Mutant(
        10,
        "no plain HTTP beyond this machine",
        ["adapters.upstream.channel:is_loopback"],
        _always(True),
        ["tests/unit/test_upstream_http.py"],
    ),
    "unfenced": Mutant(
        11,
        "whoever lost the lease writes nothing more",
        ["state.lease:Lease._renew"],
        _always(None),
        ["tests/contract/test_state_lease.py"],
    ),
    "careless": Mutant(
        12,
        "letters that were lost are refused",
        ["adapters.lists.rowcheck:letters_lost", "adapters.lists.csvfile:letters_lost"],
        _always(False),
        ["tests/contract/test_lists_bad.py"],
    ),
    "unaware": Mutant(
        13,
        "a restored state sends nothing before it was compared",
        ["sync.engine:Engine._require_compared"],
        _always(None),
        ["tests/acceptance/test_restored.py"],
    ),
}
"""By a short name, in the order of the promises."""
