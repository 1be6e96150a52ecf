"""Building the header table from the content of `config/headers.toml`."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from sync.fingerprint import digest
from sync.tables.brackets import hints
from sync.tables.fields import FieldSpec
from sync.tables.headers import HeaderTable, MarkGroup, MarkWords, RowWords, Unread
from sync.tables.tablekind import table_words
from sync.text.codes import CodeList
from sync.text.phrases import Found, Known, Meaning, PhraseBook, Rules
from sync.text.words import fold_words, strip_marks
from sync.values import Match

K = TypeVar("K", bound=Hashable)
_NAME_FIELDS = ("full_name", "family_name", "given_name")
_PLAIN = Rules()
_SECTIONS = ("header", "brackets", "fields", "typos", "marks", "unread", "unit", "tables", "rows")
_NOTHING = Meaning("")


def header_table(
    data: Mapping[str, object], fields: Mapping[str, FieldSpec], codes: Mapping[str, CodeList]
) -> HeaderTable:
    """Build the table. `codes` are the code lists by name, whose values may be sub-headers. Words with `header.keys`
    are those of registers: the fields of movements are read there, not only kept apart.

    Raises ValueError naming a word that says two things or a field that does not exist, KeyError naming a key that is
    not there.
    """
    sections = {name: _table(data, name) for name in _SECTIONS}
    known, words = _known(sections["fields"])
    splits, written, closed_under = _splits(data, words)
    header, unit, rows, marks = (sections[name] for name in ("header", "unit", "rows", "marks"))
    groups, lone = _mark_groups(marks, words)
    phrases = {one.word: one.meaning for one in known}
    keys = _texts(header.get("keys", []))
    aside = {"row"} if keys else {"row", "movement"}
    _refuse_unknown_fields([*phrases.values(), *splits.values(), *(one.meaning for one in lone)], groups, fields)
    return HeaderTable(
        phrases=phrases,
        splits=splits,
        bare_splits=_bare(splits, written),
        book=PhraseBook(known, _rules(header, sections["typos"], splits)),
        name_words=frozenset(
            form
            for field in (*_NAME_FIELDS, *keys)
            for word in map(strip_marks, words.get(field, []))
            for form in (word.split()[0], word.replace(" ", ""))
        ),
        weak=frozenset(_folded(header["weak"])) | {strip_marks(word) for word in _folded(header["weak"])},
        closed=_folded(header["closed"]),
        closed_under=_book([*closed_under, *(word for _, under in groups for word in under if word in phrases)]),
        own_groups=_book(_under(header["own"], words)),
        letterhead=(*_folded(header["letterhead"]), *_folded(rows["title"]), *_folded(unit["prefixes"])),
        marks=tuple(MarkGroup(_book(under), named) for named, under in groups),
        lone_marks=PhraseBook(lone, _PLAIN),
        unread=_unread(sections["unread"], phrases),
        beside=_beside(data),
        aside=frozenset(name for name, spec in fields.items() if spec.part in aside),
        codes={name: codes[spec.codes] for name, spec in fields.items() if spec.type == "code"},
        hint_cells=_folded(header["hint_cells"]),
        hint_lines=_folded(header["hint_lines"]),
        hint_endings=_folded(header["hint_endings"]),
        hints=hints(
            sections["brackets"], _folded(header["hint_endings"]), _folded(header["closed"]), _texts(marks["yes"])
        ),
        tables=table_words(sections["tables"]),
        unit_labels=_folded(unit["labels"]),
        unit_prefixes=_folded(unit["prefixes"]),
        rows=_row_words(rows, unit, marks, phrases, words),
        search_rows=int(str(header["search_rows"])),
        digest=digest([repr(data)]),
        keys=frozenset(keys),
    )


def _known(listed: Mapping[str, object]) -> tuple[list[Known], dict[str, list[str]]]:
    """Every phrase with its field, and every field with its folded phrases. A field's own name is one of them."""
    phrases: dict[str, Meaning] = {}
    known: list[Known] = []
    words: dict[str, list[str]] = {}
    for field, texts in listed.items():
        meaning = Meaning(field)
        for written in (*_texts(texts), field):
            word = _key(written)
            words.setdefault(field, []).append(word)
            if word not in phrases:
                known.append(Known(word, written, meaning))
            _add(phrases, word, meaning)
    return known, words


def _splits(
    data: Mapping[str, object], words: Mapping[str, Sequence[str]]
) -> tuple[dict[tuple[str, str], Meaning], dict[str, str], list[str]]:
    """What a sub-header means under its group, how sub-headers are written, and the groups closed to all others."""
    splits: dict[tuple[str, str], Meaning] = {}
    written: dict[str, str] = {}
    closed: list[str] = []
    for entry in _entries(data, "split"):
        under = _under(entry["under"], words)
        if entry.get("closed"):
            closed.extend(under)
        for column in _entries(entry, "columns"):
            implies = _texts(column.get("implies", []))
            meaning = Meaning(str(column["field"]), (implies[0], implies[1]) if implies else None)
            for parent in under:
                for word in _texts(column["words"]):
                    written.setdefault(fold_words(word), word)
                    _add(splits, (parent, fold_words(word)), meaning)
    return splits, written, closed


def _mark_groups(
    marks: Mapping[str, object], words: Mapping[str, Sequence[str]]
) -> tuple[list[tuple[tuple[str, ...], list[str]]], list[Known]]:
    """The groups of marked columns (fields, words they stand under), and the columns that are marked alone."""
    groups = [(tuple(_texts(entry["fields"])), _under(entry["under"], words)) for entry in _entries(marks, "groups")]
    lone = [
        Known(_key(written), written, Meaning(field, value=str(entry["value"]), group=field))
        for entry in _entries(marks, "lone")
        for field in [str(entry["field"])]
        for written in _texts(entry["words"])
    ]
    return groups, lone


def _refuse_unknown_fields(
    meanings: Iterable[Meaning],
    groups: Iterable[tuple[tuple[str, ...], list[str]]],
    fields: Mapping[str, FieldSpec],
) -> None:
    named = {meaning.field for meaning in meanings} | {field for several, _ in groups for field in several}
    if unknown := sorted(named - fields.keys()):
        raise ValueError(f"there is no field {', '.join(unknown)}")


def _rules(
    header: Mapping[str, object], typos: Mapping[str, object], splits: Mapping[tuple[str, str], Meaning]
) -> Rules:
    same = [(_key(one), _key(other)) for one, other in map(_texts, _lists(header["same"]))]
    limits = typos["letters"]
    if not isinstance(limits, Mapping):
        raise ValueError("typos.letters is not a table")
    weak = frozenset(_folded(header["weak"]))
    return Rules(
        same=tuple(sorted(same, key=lambda pair: -len(pair[0]))),
        empty=_folded(header["empty"]),
        extra=_folded(header["extra"]),
        weak=weak | {strip_marks(word) for word in weak},
        typos={int(str(least)): int(str(edits)) for least, edits in limits.items()},
        never=frozenset(
            [word for pair in splits for phrase in pair for word in phrase.split()]
            + [word for phrase in (*_folded(typos["never"]), *_folded(header["closed"])) for word in phrase.split()]
        ),
    )


def _unread(section: Mapping[str, object], phrases: Mapping[str, Meaning]) -> Unread:
    headers, groups = _folded(section["headers"]), _folded(section["groups"])
    for word in headers:
        if word in phrases:
            raise ValueError(f"{word!r} names {phrases[word].field} and is not read")
    return Unread(
        _book([*headers, *groups]), _book(groups), re.compile("|".join(_texts(section["shapes"])) or r"(?!)")
    )


def _beside(data: Mapping[str, object]) -> dict[str, tuple[str, frozenset[str]]]:
    return {
        _key(word): (str(entry["field"]), frozenset(_texts(entry["beside"])))
        for entry in _entries(data, "beside")
        for word in _texts(entry["words"])
    }


def _row_words(
    rows: Mapping[str, object],
    unit: Mapping[str, object],
    marks: Mapping[str, object],
    phrases: Mapping[str, Meaning],
    words: Mapping[str, Sequence[str]],
) -> RowWords:
    return RowWords(
        total=_folded(rows["total"]),
        people=tuple(_texts(rows["people"])),
        fillers=frozenset(_folded(rows["fillers"])),
        signature=_folded(rows["signature"]),
        note=_folded(rows["note"]),
        page=_folded(rows["page"]),
        title=_folded(rows["title"]),
        group=_folded(unit["prefixes"]),
        levels=tuple(map(_folded, _lists(unit["levels"]))),
        places=_folded(unit["places"]),
        headers=frozenset(phrases),
        names=frozenset(word for field in _NAME_FIELDS for word in words.get(field, [])),
        marks=MarkWords(_cells(marks["yes"]), _cells(marks["no"])),
    )


def _under(listed: object, words: Mapping[str, Sequence[str]]) -> list[str]:
    """The folded words of a list of fields (all their words) and words."""
    return [word for name in _texts(listed) for word in words.get(name, [_key(name)])]


def _book(words: Iterable[str]) -> PhraseBook:
    return PhraseBook([Known(word, word, _NOTHING) for word in words], _PLAIN)


def _cells(listed: object) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in _texts(listed))


def _key(word: str) -> str:
    return fold_words(word) or word.strip()


def _folded(listed: object) -> tuple[str, ...]:
    return tuple(_key(word) for word in _texts(listed))


def _texts(listed: object) -> list[str]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list of words was expected, not {listed!r}")
    return [str(word) for word in listed]


def _lists(listed: object) -> list[object]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list was expected, not {listed!r}")
    return list(listed)


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = data.get(name)
    if not isinstance(section, Mapping):
        raise ValueError(f"[{name}] is missing")
    return section


def _entries(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    listed = data.get(name, [])
    if not isinstance(listed, Sequence):
        raise ValueError(f"[[{name}]] is not a list")
    return [entry for entry in listed if isinstance(entry, Mapping)]


def _add(table: dict[K, Meaning], key: K, meaning: Meaning) -> None:
    if table.setdefault(key, meaning) != meaning:
        raise ValueError(f"{key!r} names both {table[key].field} and {meaning.field}")


def _bare(splits: Mapping[tuple[str, str], Meaning], written: Mapping[str, str]) -> dict[tuple[str, str], Found]:
    """The pairs without diacritics; a pair that would name two things is left out."""
    found: dict[tuple[str, str], Found] = {}
    twice: set[tuple[str, str]] = set()
    for (parent, word), meaning in splits.items():
        bare = strip_marks(parent), strip_marks(word)
        if found.setdefault(bare, Found(meaning, Match.UNMARKED, written[word])).meaning != meaning:
            twice.add(bare)
    return {key: one for key, one in found.items() if key not in twice}
