"""What an entry of the journal says, in words: on the screen, in a page, in a table.

Numbers are written as they are typed, without dots between thousands: they name entries, changes and decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config.wording import Wording

_FOR_MACHINES = {"seal", "ledger", "hash"}
"""Facts that mean nothing to a reader; JSON has them."""

_CALLED = {"code": "report-hold", "answer": "holds-answer"}
"""Facts that are codes, and what the messages begin with that say what these are called."""

_SHOWN = 6
"""Names of a long list that are told; the rest is counted."""


class EntryWords:
    """Words entries in one language."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording

    def event(self, event: str) -> str:
        """Return what an event is called; one without words keeps its code."""
        code = f"event-{event.replace('.', '-')}"
        return self._w.say(code) if self._w.has(code) else event

    def told(self, event: str, facts: Mapping[str, object]) -> str:
        """Return an event and what it tells, on one line."""
        said = "; ".join(self.facts(facts))
        return f"{self.event(event)}: {said}" if said else self.event(event)

    def facts(self, facts: Mapping[str, object]) -> Iterator[str]:
        """Yield each fact under its label; what is nothing and what only machines read is left out."""
        for name, value in facts.items():
            if name in _FOR_MACHINES:
                continue
            if name == "counts" and isinstance(value, Mapping):
                yield from self.facts(value)
            elif value or name == "outcome":
                yield self._label(name) if value is True else f"{self._label(name)} {self._value(name, value)}"

    def _value(self, name: str, value: object) -> str:
        if name in _CALLED:
            return self._w.first((f"{_CALLED[name]}-{value}", str(value)))
        if isinstance(value, Mapping):
            return ", ".join(f"{self._label(str(name))} {each}" for name, each in value.items() if each)
        if not isinstance(value, list):
            return str(value)
        spans = [each for each in value if isinstance(each, list)]
        if not spans:
            more = f" … ({len(value)})" if len(value) > _SHOWN else ""
            return ", ".join(map(str, value[:_SHOWN])) + more
        count = sum(last - first + 1 for first, last in spans)
        named = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
        return f"{named} ({count})" if count > 1 else named

    def _label(self, name: str) -> str:
        code = f"audit-fact-{name.replace('_', '-')}"
        return self._w.say(code) if self._w.has(code) else name
