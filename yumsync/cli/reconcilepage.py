"""A reconciliation as a page: a table of standings, the units not in step, and the first people who differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sync.reconciliation.differences import SIGILS, Changed, Difference, Standing, Tally
from yumsync.cli.page import page, safe
from yumsync.cli.reconcilescreen import differing_units
from yumsync.cli.reconcilewords import FieldLine, ReconcileWords

MOST = 2_000
"""People on a page; a browser that has more of them to show helps nobody. The workbook has all."""

_STYLE = """
main { max-width: 64rem; }
h2 { font-size: 1.05rem; margin: 0 0 .4rem; } h2 small { color: var(--soft); font-weight: normal; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem .3rem; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: normal; border-bottom: 1px solid var(--line); }
td.count, th.count { text-align: right; white-space: nowrap; } td.sigil, b.sigil { font-family: monospace; }
table.fields { table-layout: fixed; } td.field { color: var(--soft); }
td.changed { font-weight: 600; background: #fff4d6; }
p { margin: .3rem 0 0; color: var(--soft); font-size: .9em; } .next p { color: inherit; font-size: 1em; }
.ours-newer, .only-here { --mark: #24527a; } .theirs-changed, .only-there { --mark: #c98a12; }
.both-changed, .removed-there { --mark: #b3372c; } .two-codes { --mark: #6a4ea3; }
.in-step, .next { --mark: #2e7d4f; }
"""


class ReconcilePage:
    """Collects what a page shows: differences as they come up, no more than `MOST`."""

    def __init__(self, words: ReconcileWords) -> None:
        self._words = words
        self._say = words.wording.say
        self._people: list[str] = []
        self._count = 0

    def add(self, one: Difference) -> None:
        """Take one person who is not in step."""
        self._count += 1
        if self._count <= MOST:
            self._people.append("".join(self._person(one)))

    def page(self, tally: Tally, remarks: Sequence[str] = ()) -> str:
        """Return the page; `remarks` are said above all else, where something is not whole."""
        title = self._say("reconcile-title" if self._words.lists else "reconcile-title-centre")
        return page(self._words.wording.lang, title, _STYLE, self._parts(tally, remarks))

    def _parts(self, tally: Tally, remarks: Sequence[str]) -> Iterator[str]:
        if remarks:
            yield f'<section class="removed-there">\n{"".join(map(_paragraph, remarks))}</section>\n'
        yield f"<section>\n{''.join(self._overview(tally))}</section>\n"
        steps = "".join(_paragraph(line) for line in self._words.next_steps(tally))
        yield f'<section class="next">\n{steps}</section>\n'
        if differing_units(tally) and len(tally.units) > 1:
            yield f"<section>\n{''.join(self._units(tally))}</section>\n"
        yield from self._people
        if self._count > MOST:
            yield f"<section>{_paragraph(self._say('reconcile-more-page', count=self._count - MOST))}</section>\n"

    def _overview(self, tally: Tally) -> Iterator[str]:
        yield "<table>\n"
        for standing in Standing:
            count = tally.counts.get(standing, 0)
            if count:
                yield (
                    f'<tr><td class="sigil">{safe(SIGILS[standing])}</td>'
                    f'<td class="count">{safe(self._words.number(count))}</td>'
                    f"<td>{safe(self._words.standing(standing))}</td>"
                    f"<td>{safe(self._words.meaning(standing))}</td></tr>\n"
                )
        yield "</table>\n"

    def _units(self, tally: Tally) -> Iterator[str]:
        differing = differing_units(tally)
        yield f"<h2>{safe(self._say('reconcile-units', differing=len(differing), units=len(tally.units)))}</h2>\n"
        heads = "".join(
            f'<th class="count" title="{safe(self._words.standing(standing))}">{safe(SIGILS[standing])}</th>'
            for standing in Standing
        )
        yield f"<table>\n<tr><th>{safe(self._say('reconcile-column-unit'))}</th>{heads}</tr>\n"
        for unit, _ in differing:
            counts = tally.units[unit]
            cells = "".join(
                f'<td class="count">{safe(self._words.number(counts[one])) if counts.get(one) else ""}</td>'
                for one in Standing
            )
            yield f"<tr><td>{safe(unit or '?')}</td>{cells}</tr>\n"
        yield "</table>\n"

    def _person(self, one: Difference) -> Iterator[str]:
        yield (
            f'<section class="{one.standing.value}">\n<h2><b class="sigil">{safe(SIGILS[one.standing])}</b> '
            f"{safe(self._words.who(one))} <small>{safe(self._words.standing(one.standing))}</small></h2>\n"
        )
        fields = list(self._words.fields(one))
        if fields:
            names = ("field", "base", "ours", "theirs") if self._words.lists else ("field", "base", "theirs")
            heads = "".join(f"<th>{safe(self._say(f'reconcile-column-{name}'))}</th>" for name in names)
            yield f'<table class="fields">\n<tr>{heads}</tr>\n'
            yield from map(self._field, fields)
            yield "</table>\n"
        yield from map(_paragraph, self._words.notes(one))
        yield "</section>\n"

    def _field(self, field: FieldLine) -> str:
        one = self._words.kept(field)
        theirs = _cell(one.theirs, marked=one.changed is not Changed.OURS)
        ours = _cell(one.ours, marked=one.changed is not Changed.THEIRS) if self._words.lists else ""
        return f'<tr><td class="field">{safe(one.name)}</td>{_cell(one.base, marked=False)}{ours}{theirs}</tr>\n'


def _cell(text: str, *, marked: bool) -> str:
    return f'<td class="changed">{safe(text)}</td>' if marked else f"<td>{safe(text)}</td>"


def _paragraph(text: str) -> str:
    return f"<p>{safe(text)}</p>\n"
