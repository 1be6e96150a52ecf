"""From a header as it reads to a table's columns: what each means, which are not used, what is wrong between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.tables.grid import Grid, text_of
from sync.tables.headerrows import HeaderRows
from sync.tables.headers import HeaderTable, column_letter
from sync.text.phrases import Found, Meaning
from sync.text.words import fold_words
from sync.values import Column, Match

IDENTITY_FIELDS = frozenset({"date_of_birth", "national_id", "member_code"})
"""A list that states none of these cannot say who its people are (the domain book, "Identity")."""

_GUESSES = (Match.LOOSE, Match.TYPO)
_NOT_READ = Found(Meaning(""))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a recognised header cannot be used. `column` is the position from 0 it stands at, or -1."""

    code: str
    column: int
    details: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class HeaderColumns:
    """All columns of a header. `headers` are the texts over each; see `sync.tables.layout.Layout` for the others."""

    columns: tuple[Column, ...]
    unknown: tuple[tuple[int, str], ...]
    unread: tuple[tuple[int, str], ...]
    unnamed: tuple[int, ...]
    headers: tuple[str, ...]


def read_columns(header: HeaderRows) -> HeaderColumns:
    """Say of each column of a header what it is."""
    table, grid = header.table, header.grid
    labels = _without_empty_spreads(header)
    found = _prefer_full_name(_split_name(header, labels))
    found = _with_typos(found, labels, header)
    found = _beside(found, labels, table)
    found = _settle_marks(found, table)
    found = _once(found, table)
    texts = [" › ".join(" ".join(label.split()) for label in over) for over in labels]
    columns: list[Column] = []
    unknown: list[tuple[int, str]] = []
    unread: list[tuple[int, str]] = []
    unnamed: list[int] = []
    for index, one in enumerate(found):
        if one and one.meaning.field:
            columns.append(_column(one, index, texts[index]))
        elif texts[index]:
            known = one is not None or table.states_nothing(labels[index])
            (unread if known else unknown).append((index, texts[index]))
        elif grid.has_data(index, header.data):
            unnamed.append(index)
    used = [index for index, text in enumerate(texts) if text or found[index]]
    return HeaderColumns(
        tuple(columns),
        tuple(unknown),
        tuple(unread),
        tuple(unnamed),
        tuple(texts[: max([*used, *unnamed], default=-1) + 1]),
    )


def _column(found: Found, index: int, header: str) -> Column:
    meaning = found.meaning
    return Column(
        meaning.field,
        index,
        header,
        meaning.implies,
        meaning.value,
        match=found.match,
        meant=found.meant,
        group=meaning.group,
    )


def _without_empty_spreads(header: HeaderRows) -> list[tuple[str, ...]]:
    """The labels, without those of a column that only lies under a wide merged header and holds nothing."""
    labels = list(header.labels)
    rows = range(header.top, header.top + header.depth)
    for index in range(1, len(labels)):
        if (
            labels[index]
            and labels[index] == header.labels[index - 1]
            and all(not header.grid.spread(row, index) or header.grid.covered(row, index) is not None for row in rows)
            and not header.grid.has_data(index, header.data)
        ):
            labels[index] = ()
    return labels


def _split_name(header: HeaderRows, labels: list[tuple[str, ...]]) -> list[Found | None]:
    """A name header over two columns, family name and given name, with nothing said about the second.

    Read as one column it would lose everybody's given name, so the data decides: the second column is the given
    name when it holds words without digits in most rows that hold a name.
    """
    grid = header.grid
    found = [one if labels[index] else None for index, one in enumerate(header.found)]
    full = [index for index, one in enumerate(found) if one and one.meaning.field == "full_name"]
    if not full or len(full) > 2 or full[0] + 1 >= grid.width:
        return found
    first, second = full[0], full[0] + 1
    named = labels[first][-1]
    covered = any(
        grid.covered(row, second) == first and grid.own(row, first) == named
        for row in range(header.top, header.data.start)
    )
    if labels[second] and not covered:
        return found
    if _holds_given_names(grid, first, second, header.data):
        found[first] = Found(Meaning("family_name"), Match.DATA)
        found[second] = Found(Meaning("given_name"), Match.DATA)
    elif covered:
        found[second] = None
        labels[second] = ()
    return found


def _holds_given_names(grid: Grid, first: int, second: int, data: range) -> bool:
    pairs = [text_of(grid.cell(row, second)) for row in data if grid.filled(row, first)]
    words = [text for text in pairs if text and not any(char.isdigit() for char in text)]
    return bool(words) and len(words) * 2 >= len(pairs)


def _prefer_full_name(found: list[Found | None]) -> list[Found | None]:
    """Beside a full name, a family or given name says nothing new and is not read."""
    fields = {one.meaning.field for one in found if one}
    dropped = {"family_name", "given_name"} if "full_name" in fields else set()
    return [_NOT_READ if one and one.meaning.field in dropped else one for one in found]


def _with_typos(
    found: Sequence[Found | None], labels: Sequence[tuple[str, ...]], header: HeaderRows
) -> list[Found | None]:
    """Add what mistyped headers were meant to be; a guess never takes a field that a surer column states."""
    table = header.table
    guessed = [
        one or (table.mistyped(over, header.own) if over and not table.states_nothing(over) else None)
        for one, over in zip(found, labels, strict=True)
    ]
    fields = {match: [one.meaning.field for one in guessed if one and one.match is match] for match in Match}
    sure = {field for match, several in fields.items() if match not in _GUESSES for field in several}
    loose, typos = set(fields[Match.LOOSE]), fields[Match.TYPO]

    def stands(one: Found) -> bool:
        field = one.meaning.field
        if one.match is Match.TYPO:
            return field not in sure and field not in loose and typos.count(field) == 1
        return one.match is not Match.LOOSE or field not in sure

    return [one if one and stands(one) else None for one in guessed]


def _beside(found: list[Found | None], labels: Sequence[tuple[str, ...]], table: HeaderTable) -> list[Found | None]:
    """Read the words that mean something else where another field stands beside them."""
    fields = {one.meaning.field for one in found if one}

    def read(one: Found | None, over: Sequence[str]) -> Found | None:
        if one is None or one.meaning.value is not None or not over:
            return one
        field, needed = table.beside.get(table.fold(one.meant or over[-1]), ("", frozenset()))
        return replace(one, meaning=Meaning(field)) if field and needed & fields else one

    return [read(one, over) for one, over in zip(found, labels, strict=True)]


def _settle_marks(found: list[Found | None], table: HeaderTable) -> list[Found | None]:
    """Let marked columns give way to other columns of their field.

    A marked column that stands alone is not read then; one of a group goes to the group's first field, whose code
    list does not know its value, so that a mark is asked about.
    """

    stated: dict[str, set[str]] = {}
    for other in found:
        for field in _states(other) if other else ():
            stated.setdefault(field, set()).add(other.meaning.group if other else "")

    def read(one: Found | None) -> Found | None:
        if one is None or one.meaning.value is None:
            return one
        meaning = one.meaning
        elsewhere = stated[meaning.field] - {meaning.group}
        if not elsewhere:
            return one
        if meaning.group == meaning.field:
            return _NOT_READ
        return replace(one, meaning=replace(meaning, field=table.first_mark_field(meaning.group)))

    return [read(one) for one in found]


def _states(found: Found) -> set[str]:
    implies = found.meaning.implies
    return {found.meaning.field, implies[0]} if implies else {found.meaning.field}


def _once(found: list[Found | None], table: HeaderTable) -> list[Found | None]:
    """A field that is no part of the record must not stand in the record's way by standing there twice.

    Of two row numbers the first is read, of two columns for the same of a movement none.
    """
    fields = [one.meaning.field if one else "" for one in found]
    count = Counter(fields)
    return [
        _NOT_READ
        if one and field in table.aside and count[field] > 1 and (field != "row_no" or index != fields.index(field))
        else one
        for index, (one, field) in enumerate(zip(found, fields, strict=True))
    ]


def column_problems(columns: Sequence[Column]) -> Iterator[Problem]:
    """Yield what is wrong between columns: a field or a mark stated twice, nothing that tells people apart."""
    first: dict[str, list[Column]] = {}
    for column in columns:
        for other in first.get(column.field, []):
            code = _clash(other, column)
            if code:
                yield Problem(
                    code,
                    column.index,
                    {
                        "field": column.field,
                        "first": column_letter(other.index),
                        "first_header": other.header,
                        "second": column_letter(column.index),
                        "second_header": column.header,
                    },
                )
                break
        first.setdefault(column.field, []).append(column)
    if not IDENTITY_FIELDS & first.keys():
        yield Problem("list-no-identity-column", -1, {"headers": ", ".join(column.header for column in columns)})


def _clash(one: Column, other: Column) -> str | None:
    """Why two columns of one field cannot stand side by side, if they cannot."""
    if one.value is not None and other.value is not None and one.group == other.group:
        return "list-mark-twice" if fold_words(one.value) == fold_words(other.value) else None
    if one.implies and other.implies and one.implies != other.implies:
        return None
    return "list-duplicate-column"
