"""Code lists: the centre's own labels, and the words lists use for them.

Rules: the domain book, §4 "The centre's code lists" and "Local synonyms".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from sync.text.tidying import EMPTY, Cleaned, cell_text, clean_text, fold, match_key
from sync.values import Cell

UNKNOWN = "code-unknown"
"""The problem of a text that no code list knows."""

_JOINTS = re.compile(r"[\s'.\-/]+")
_DIGITS = re.compile(r"\d+")
_NEAR = 75.0  # of 100, on folded text; below it a proposal is a guess


def loose_key(text: str) -> str:
    """Return the match key without spaces, hyphens, apostrophes and stops: Ê-đê = Ê Đê = Êđê."""
    return _JOINTS.sub("", match_key(text))


@dataclass(frozen=True, slots=True)
class CodeList:
    """One code list, ready to be looked up.

    `ids` gives the centre's numeric id of each label (none for a list of our own); `plain` leads from what
    needs no remark to labels: the labels themselves, and how lists write those of our own; `words` leads from
    match keys and loose keys, of labels and synonyms, to labels; `prefixes` are match keys that may stand
    before a label; `folded` leads from folded labels to labels as lists write them, for proposals; `proposals`
    leads from folded loose keys of words that have more than one reading to the label to propose.
    """

    name: str
    ids: Mapping[str, int | None]
    plain: Mapping[str, str]
    words: Mapping[str, str]
    prefixes: tuple[str, ...]
    folded: Mapping[str, str]
    proposals: Mapping[str, str]

    def find(self, cell: Cell) -> Cleaned:
        """Return the label a cell means. Steps: those of `clean_text`, `number-text`, `code-label` (another
        typing of the label), `code-synonym`. Problem: `code-unknown`, with the nearest label proposed."""
        if cell is None:
            return EMPTY
        if isinstance(cell, str):
            text, steps = clean_text(cell)
        else:
            text, steps = cell_text(cell), ("number-text",)
        if not text:
            return Cleaned(None, steps)
        label = self.plain.get(text)
        if label is not None:
            return Cleaned(label, steps)
        key = match_key(text)
        label = self.words.get(key) or self.words.get(loose_key(text)) or self._after_prefix(key)
        if label is None:
            return Cleaned(None, (), UNKNOWN, self.nearest(text))
        same = match_key(label) == key
        return Cleaned(label, (*steps, "code-label" if same else "code-synonym"))

    def knows(self, text: str) -> bool:
        """Whether a text means one of the labels."""
        key = match_key(text)
        return key in self.words or loose_key(text) in self.words or self._after_prefix(key) is not None

    def _after_prefix(self, key: str) -> str | None:
        for prefix in self.prefixes:
            if key.startswith(prefix + " "):
                rest = key[len(prefix) + 1 :]
                return self.words.get(rest) or self.words.get(loose_key(rest))
        return None

    def nearest(self, text: str) -> str:
        """Return the label to propose for a text: the one kept for its word, else the label most like it; "" when
        none is near. Numbers are no typing errors: a label with other digits than the text is not near."""
        key = fold(text)
        kept = self.proposals.get(loose_key(key))
        if kept is not None:
            return kept
        digits = _DIGITS.findall(key)
        alike = [label for label in self.folded if _DIGITS.findall(label) == digits]
        best = process.extractOne(key, alike, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self.folded[best[0]] if best else ""


def code_list(
    name: str,
    ids: Mapping[str, int | None],
    synonyms: Mapping[str, str] | None = None,
    prefixes: tuple[str, ...] = (),
    written: Mapping[str, str] | None = None,
    proposals: Mapping[str, str] | None = None,
) -> CodeList:
    """Build a code list; `written` says how lists write a label that is a word of our own, `proposals` which label
    to propose for a word that does not mean it for certain.

    Labels win over synonyms, whole keys over loose ones, earlier over later. Raises ValueError when two labels
    have one match key, or a synonym or a proposal leads to no label.
    """
    words: dict[str, str] = {}
    for label in ids:
        if words.setdefault(match_key(label), label) != label:
            raise ValueError(f"{name}: two labels are one: {label}")
    for word, label in (synonyms or {}).items():
        if label not in ids:
            raise ValueError(f"{name}: a synonym leads to no label: {label}")
        words.setdefault(match_key(word), label)
    for source in (ids, synonyms or {}):
        for word in source:
            words.setdefault(loose_key(word), words[match_key(word)])
    ordered = sorted((match_key(prefix) for prefix in prefixes), key=len, reverse=True)
    shown = {label: (written or {}).get(label, label) for label in ids}
    plain = {label: label for label in ids} | {text: label for label, text in shown.items()}
    folded = {fold(text): text for text in shown.values()}
    kept: dict[str, str] = {}
    for word, label in (proposals or {}).items():
        if label not in ids:
            raise ValueError(f"{name}: a proposal leads to no label: {label}")
        kept[loose_key(fold(word))] = shown[label]
    return CodeList(name, dict(ids), plain, words, tuple(ordered), folded, kept)
