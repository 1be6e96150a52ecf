"""Messages by code, in Vietnamese and English, from the Fluent files of `config/messages`.

A message is found by its id: `error-<code>`, `advice-<code>` (what to do next), `finding-<code>`, `hold-<code>`,
`step-<code>` (what cleaning did), `aside-<reason>` (why a row is no record), and the words of the program's faces.

Asking for a message never fails. An id nobody wrote gives the id and its details, so that an error always says
something. Most messages are text with places to fill; those are filled here, and Fluent itself, which takes longer
to load than a small sync takes to run, is loaded for the first message that needs more. A test holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sync.errors import YumsyncError
from sync.values import Finding, Hold

LANGUAGES: Final = ("vi", "en")
"""The languages there are messages for; the first is the one to fall back to."""

FOLDER = Path(__file__).parent / "messages"

MISSING = "?"
"""Stands where a message has a place that no detail fills."""

Detail = str | int
Details = Mapping[str, Detail]

_ENTRY = re.compile(r"^([a-zA-Z][a-zA-Z0-9_-]*) *= *(.*(?:\n(?:[ }].*|(?=\n)))*)", re.MULTILINE)
_PLACE = re.compile(r"\{ *\$([a-zA-Z][a-zA-Z0-9_-]*) *\}")
_VARIABLE = re.compile(r"\$([a-zA-Z][a-zA-Z0-9_-]*)")
_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
_THOUSANDS = {"vi": ".", "en": ","}


_NAMED: Mapping[str, tuple[str, ...]] = {
    "field": ("field",),
    "lacking": ("field",),
    "movement": ("movement",),
    "possible": ("movement",),
    "what": ("movement",),
    "status": ("status", "overlay"),
    "words": ("rejection",),
    "permission": ("permission",),
    "roles": ("role",),
    "on": (),
    "since": (),
    "old": (),
    "new": (),
}
"""The details that hold names of the data, one or several after commas, and which messages name them; days where none
do. An upstream that says no more than a code has that for its words."""


class Wording:
    """The messages of one language; one that is not known speaks Vietnamese."""

    def __init__(self, lang: str = LANGUAGES[0]) -> None:
        self.lang = lang if lang in LANGUAGES else LANGUAGES[0]
        self._entries = entries(self.lang)
        self._bundle: Any = None

    def has(self, code: str) -> bool:
        """Say whether there is a message with this id."""
        return code in self._entries

    def say(self, code: str, /, **details: Detail) -> str:
        """Return the message with this id, filled with the details; an unknown id gives itself and its details."""
        body = self._entries.get(code)
        if body is None:
            facts = ", ".join(f"{name}={value}" for name, value in details.items())
            return f"{code}: {facts}" if facts else code
        simple = "{" not in _PLACE.sub("", body) and not any(isinstance(value, float) for value in details.values())
        return self._filled(body, details) if simple else self._formatted(code, body, details)

    def first(self, codes: Iterable[str], /, **details: Detail) -> str:
        """Return the message of the first id there is one for; without any, as `say` for the first id."""
        wanted = list(codes)
        return self.say(next(filter(self.has, wanted), wanted[0]), **details)

    def error(self, error: YumsyncError) -> str:
        """Return what an error says, with its place in front where it has one."""
        message = self.say(f"error-{error.code}", **self._worded(error.details))
        return f"{error.place}: {message}" if error.place is not None else message

    def advice(self, code: str, details: Details, *, family: bool = True) -> str:
        """Return the next step after an error: the code's own advice, else that of its family, else nothing.

        The `family` is what a code begins with: `upstream` of `upstream-timeout`.
        """
        for wanted in (f"advice-{code}", *([f"advice-{code.partition('-')[0]}"] if family else [])):
            if self.has(wanted):
                return self.say(wanted, **details)
        return ""

    def finding(self, finding: Finding) -> str:
        """Return what a finding says, without its place. A list that could not be read speaks as the error does."""
        details: dict[str, Detail] = {
            "found": finding.found,
            "proposed": finding.proposed,
            "field": finding.field,
            **finding.details,
        }
        return self.first((f"finding-{finding.code}", f"error-{finding.code}"), **self._worded(details))

    def hold(self, hold: Hold) -> str:
        """Return the question a hold asks."""
        details: dict[str, Detail] = {"unit": hold.unit, "candidates": len(hold.candidates), **hold.details}
        return self.say(f"hold-{hold.code}", **self._worded(details))

    def field(self, name: str) -> str:
        """Return a field's name as an officer says it; a field without one keeps its own name."""
        return self.say(f"field-{name}") if self.has(f"field-{name}") else name

    def fact(self, name: str) -> str:
        """Return what an officer calls a field, or a fact of a movement's paper."""
        return self.field({"on": "movement_date", "expected_return": "away_return"}.get(name, name))

    def value(self, name: str, value: str | None) -> str:
        """Return a field's value as an officer writes it: a code by its word, a date day first, `(…)` for none."""
        if not value:
            return self.say("report-empty")
        if self.has(f"value-{name}-{value}"):
            return self.say(f"value-{name}-{value}")
        dated = "date" in name or name in {"on", "expected_return"}
        return "/".join(reversed(value.split("-"))) if dated and _ISO.fullmatch(value) else value

    def rejection(self, code: str) -> str:
        """Return what the upstream's code for a refusal means, and what to do about it."""
        return self.first((f"rejection-{code}", "rejection-other"))

    def _worded(self, details: Details) -> dict[str, Detail]:
        """Return the details with fields, movements and standings under their names, and days as officers write."""
        return {name: self._called(name, value) for name, value in details.items()}

    def _called(self, name: str, value: Detail) -> Detail:
        if not isinstance(value, str) or name not in _NAMED:
            return value
        if not _NAMED[name]:
            return "/".join(reversed(value.split("-"))) if _ISO.fullmatch(value) else value
        parts = (part.partition(":") for part in value.split(", "))
        return ", ".join(f"{self._name(word, _NAMED[name])}{colon}{more}" for word, colon, more in parts)

    def _name(self, word: str, kinds: tuple[str, ...]) -> str:
        """Return what a word of the data is called; a word without a name stays."""
        found = next((f"{kind}-{word}" for kind in kinds if self.has(f"{kind}-{word}")), None)
        return self.say(found) if found else word

    # ── filling ──────────────────────────────────────────────────────────────────────────────────────────

    def _filled(self, body: str, details: Details) -> str:
        return _PLACE.sub(lambda place: self._shown(details.get(place[1], MISSING)), _unindented(body))

    def _shown(self, value: Detail) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}".replace(",", _THOUSANDS[self.lang])
        return str(value)

    def _formatted(self, code: str, body: str, details: Details) -> str:
        """Let Fluent fill a message with choices. Whatever goes wrong with it, the message is still said."""
        given = {name: details.get(name, MISSING) for name in _VARIABLE.findall(body)}
        filled: dict[str, Any] = {
            name: value if type(value) in {int, float, str} else str(value) for name, value in given.items()
        }
        try:
            if self._bundle is None:
                self._bundle = bundle(self.lang)
            pattern = self._bundle.get_message(code).value
            text, _ = self._bundle.format_pattern(pattern, filled)
            return str(text)
        except Exception:  # a message that cannot be formatted must not hide the error it tells of
            return self._filled(body, details)


@lru_cache
def entries(lang: str) -> Mapping[str, str]:
    """Return a language's messages as they stand in its files: id to pattern."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.ftl")):
        found.update(_ENTRY.findall(path.read_text("utf-8")))
    return found


def variables(body: str) -> frozenset[str]:
    """Return the names of the details a message's pattern asks for."""
    return frozenset(_VARIABLE.findall(body))


@lru_cache
def bundle(lang: str) -> Any:
    """Return a Fluent bundle of a language's files."""
    from fluent.runtime import FluentBundle, FluentResource  # noqa: PLC0415 -- slow to load and seldom needed

    made = FluentBundle([lang], use_isolating=False)
    for path in sorted((FOLDER / lang).glob("*.ftl")):
        made.add_resource(FluentResource(path.read_text("utf-8")))
    return made


def _unindented(body: str) -> str:
    """Return a pattern's text as Fluent reads it: common indent and the space at its ends removed."""
    first, *rest = body.rstrip().split("\n")
    indent = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), default=0)
    return "\n".join([first, *(line[indent:] if line.strip() else "" for line in rest)]).strip("\n").rstrip()
