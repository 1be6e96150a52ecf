"""Which columns of a table were typed in a legacy font: judged on the pooled text of each, never on a cell alone.

A column is read by a font only where its words become Vietnamese by it and nothing in the column is Unicode
Vietnamese; where both stand in it, an officer is asked. The fonts a workbook names settle what the text leaves open.
Source: the domain book, §5 "Legacy fonts".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.text.fonts import Font, Fonts, Weight

Texts = Sequence[tuple[int, str]]
"""The texts of a column that are not plain ASCII, each with its row in the sample, from 0."""

FontNames = Mapping[tuple[int, int], str]
"""Names of fonts by (row, column) of the sample."""

_ROWS_NAMED = 5
_NAME_PARTS = ("family_name", "given_name")


Verdict = tuple[Font | None, bool]
"""A column's font, or None for Unicode; and whether an officer must be asked."""


@dataclass(frozen=True, slots=True)
class ColumnFont:
    """The legacy font a column is read by, whether it shows capitals, and one cell before and after."""

    font: Font
    capitals: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A column whose text cannot be read for certain: one cell of it as it stands and as the font would show it.

    `rows` are rows of the sample whose cells look like the old font beside others that do not; empty where nothing in
    the column tells.
    """

    index: int
    font: Font
    before: str
    after: str
    rows: tuple[int, ...]


class _Column:
    """What the texts of one column, or of the parts of a name together, say."""

    def __init__(self, indexes: Sequence[int], columns: Mapping[int, Texts], fonts: Fonts) -> None:
        self.indexes, self.fonts = indexes, fonts
        self.texts = [pair for index in indexes for pair in columns[index]]
        different = {text for _, text in self.texts}
        self.weights = {font.name: Counter(fonts.weigh(text, font) for text in different) for font in fonts.fonts}
        self.precomposed = any(fonts.is_unicode(text) for text in different)
        self.said: tuple[Font, bool] | None = None
        """The legacy font all the texts are set in, and whether it shows capitals."""
        self.foreign = False
        """Whether it is known that none of the texts is set in a legacy font."""

    def look_at(self, names: FontNames, columns: Mapping[int, Texts]) -> None:
        """Take in which fonts the workbook says the texts are set in."""
        found = [
            self.fonts.by_name(names.get((row, index), "")) for index in self.indexes for row, _ in columns[index]
        ]
        self.foreign = bool(found) and not any(found)
        legacy = [one for one in found if one is not None]
        if legacy and len(legacy) == len(found) and all(one[0] is legacy[0][0] for one in legacy):
            self.said = legacy[0][0], all(capitals for _, capitals in legacy)

    def legacy(self, font: Font) -> int:
        """How many different texts are Vietnamese by the font only."""
        return self.weights[font.name][Weight.LEGACY]

    def against(self, font: Font) -> int:
        """How many different texts are Vietnamese as they stand only, or contradict themselves."""
        return self.weights[font.name][Weight.UNICODE] + self.weights[font.name][Weight.TORN]

    def invalid(self, font: Font) -> int:
        """How many words are no syllables once the font has read them."""
        return sum(self.fonts.invalid(font.read(text)) for _, text in self.texts)

    def without_slips(self, verdict: Verdict | None) -> Verdict | None:
        """Return the verdict, or Unicode where it rests on a few texts that may be slips, and on no named font."""
        font = verdict[0] if verdict else None
        if font is not None and self.said is None and self.legacy(font) <= self.fonts.slips:
            return None, False
        return verdict

    def verdict(self) -> Verdict | None:
        """The font or None for Unicode, and whether to ask; None alone where the text says nothing for a font."""
        speaking = [font for font in self.fonts.fonts if self.legacy(font)]
        if not speaking:
            if self.said is None or self.precomposed or self.against(self.said[0]):
                return None
            return self.said[0], False
        clean = [
            font for font in speaking if not self.against(font) and self.said in (None, (font, True), (font, False))
        ]
        if clean:
            best = min(clean, key=lambda font: (self.invalid(font), -self.legacy(font)))
            rank = self.invalid(best), self.legacy(best)
            return best, sum((self.invalid(font), self.legacy(font)) == rank for font in clean) > 1
        most = max(speaking, key=self.legacy)
        count, against = self.legacy(most), self.against(most)
        if count <= self.fonts.slips:
            return None, False
        surely = not self.precomposed and self.said is None and self._is_slip(against, count + against)
        return most, not surely

    def _is_slip(self, count: int, of: int) -> bool:
        return count <= self.fonts.slips and count * 100 <= of * self.fonts.slip_percent


def judge_fonts(
    columns: Mapping[int, Texts], fields: Mapping[int, str], fonts: Fonts, names: FontNames | None
) -> tuple[dict[int, ColumnFont], list[Unclear]]:
    """Return the columns in a legacy font, and those an officer must be asked about.

    `fields` are the columns' fields, `names` the fonts the workbook names, None where it names none. A column that
    says nothing is in the font of the columns beside it where all of them are in one; where some are Unicode it is
    plain if it holds ASCII alone, and asked about if it does not.
    """
    judged: dict[int, ColumnFont] = {}
    unclear: list[Unclear] = []
    pooled = [_Column(indexes, columns, fonts) for indexes in _pools(columns, fields)]
    for column in pooled:
        if names is not None:
            column.look_at(names, columns)
    verdicts: list[Verdict | None] = [column.verdict() for column in pooled]
    decided = _decided(verdicts)
    unicode = any(map(_is_unicode, pooled, verdicts, [decided.values()] * len(pooled)))
    if unicode:
        # A few such texts beside Unicode columns are slips: errors of their rows.
        verdicts = list(map(_Column.without_slips, pooled, verdicts))
        decided = _decided(verdicts)
    for column, verdict in zip(pooled, verdicts, strict=True):
        font, ask = verdict or _beside(column, decided, unicode=unicode)
        if font is None:
            continue
        capitals = column.said is not None and column.said[1]
        for index in column.indexes:
            if ask:
                unclear.append(_unclear(index, font, columns[index], fonts))
            else:
                before, after = _example(font, columns[index], fonts, capitals=capitals)
                judged[index] = ColumnFont(font, capitals, before, after)
    return judged, unclear


def _pools(columns: Mapping[int, Texts], fields: Mapping[int, str]) -> Iterator[list[int]]:
    """The columns to be judged together: a name in two columns is one text."""
    parts = [index for index in columns if fields[index] in _NAME_PARTS]
    if parts:
        yield parts
    yield from ([index] for index in columns if fields[index] not in _NAME_PARTS)


def _decided(verdicts: Iterable[Verdict | None]) -> dict[str, Font]:
    return {verdict[0].name: verdict[0] for verdict in verdicts if verdict and verdict[0]}


def _is_unicode(column: _Column, verdict: Verdict | None, decided: Iterable[Font]) -> bool:
    if verdict is not None:
        return verdict[0] is None
    return column.precomposed or any(column.against(font) for font in decided)


def _beside(column: _Column, decided: Mapping[str, Font], *, unicode: bool) -> Verdict:
    """Judge a column that says nothing by the others."""
    if not decided:
        return None, False
    font = next(iter(decided.values()))
    if column.precomposed or any(column.against(one) for one in decided.values()):
        return None, False
    if len(decided) == 1 and not unicode:
        return font, False
    return (None, False) if not column.texts or column.foreign else (font, True)


def _example(font: Font, texts: Texts, fonts: Fonts, *, capitals: bool) -> tuple[str, str]:
    for wanted in (Weight.LEGACY, Weight.SILENT):
        for _, text in texts:
            shown = font.read(text, capitals=capitals)
            if shown != text and fonts.weigh(text, font) is wanted:
                return text, shown
    return "", ""


def _unclear(index: int, font: Font, texts: Texts, fonts: Fonts) -> Unclear:
    before, after = _example(font, texts, fonts, capitals=False)
    rows = [row for row, text in texts if fonts.weigh(text, font) is Weight.LEGACY]
    return Unclear(index, font, before, after, tuple(rows[:_ROWS_NAMED]) if len(rows) < len(texts) else ())
