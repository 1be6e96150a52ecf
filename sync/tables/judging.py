"""Finding a table's header where it is typed in a legacy font, and judging the columns below it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from sync.tables.columns import Styles, judge
from sync.tables.layout import Layout
from sync.text.fonts import Font, Fonts, Weight
from sync.values import Cell

Rows = Sequence[Sequence[Cell]]


def find_judged(
    rows: Rows,
    find: Callable[[Rows], Layout | None],
    fonts: Fonts,
    styles: Callable[[], Styles | None] = lambda: None,
    numbered: Container[str] = (),
) -> Layout | None:
    """Return the layout `find` gives, its columns judged (`Layout.judged`).

    A header typed in a legacy font is found as that font shows it: where more of it is known so than as it stands.
    `styles` tells of the cells of `rows` and is asked only where it matters; `numbered` are the fields whose numbers'
    style matters.
    """
    layout = find(rows)
    suspect = _is_suspect(rows, fonts)
    for font in fonts.fonts if suspect else ():
        if _speaks(rows, font, fonts):
            other = find([_shown(row, font, fonts) for row in rows])
            if other is not None and (layout is None or _rank(other) > _rank(layout)):
                layout = other
    if layout is None or layout.problems:
        return layout
    below = rows[layout.data :]
    fields = {column.index: column.field for column in layout.columns}
    top = layout.data
    matters = [index for index, field in fields.items() if field in numbered]
    judged = judge(below, fields if suspect else {}, fonts, lambda: _below(styles(), top), matters)
    return replace(layout, judged=judged)


def _rank(layout: Layout) -> tuple[bool, int]:
    return not layout.problems, len(layout.columns)


def _is_suspect(rows: Rows, fonts: Fonts) -> bool:
    return fonts.may_be_legacy(cell for row in rows for cell in row if isinstance(cell, str) and not cell.isascii())


def _speaks(rows: Rows, font: Font, fonts: Fonts) -> bool:
    return any(isinstance(cell, str) and fonts.weigh(cell, font) is Weight.LEGACY for row in rows for cell in row)


def _shown(row: Sequence[Cell], font: Font, fonts: Fonts) -> Sequence[Cell]:
    """A row as the font shows it; where part of it is Unicode, only the cells that are in the font for certain."""
    weights = [fonts.weigh(cell, font) if isinstance(cell, str) else Weight.SILENT for cell in row]
    mixed = Weight.UNICODE in weights or Weight.TORN in weights
    return [
        font.read(cell) if isinstance(cell, str) and (weight is Weight.LEGACY or not mixed) else cell
        for cell, weight in zip(row, weights, strict=True)
    ]


def _below(styles: Styles | None, top: int) -> Styles | None:
    """The styles counted from the row `top`."""
    if styles is None:
        return None
    return Styles(
        fonts={(row - top, column): name for (row, column), name in styles.fonts.items() if row >= top},
        formats={(row - top, column): form for (row, column), form in styles.formats.items() if row >= top},
        from_1904=styles.from_1904,
    )
