"""An auditor's pack as a page: how to check it, figures, decisions, and what happened run by run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sync.audit import key_fingerprint
from sync.evidence.pack import EXPORTED, PackedDecision
from sync.evidence.story import LOOKED_UP
from sync.ports import JournalEntry, RunInfo
from yumsync.cli.packwords import PackWords, moment
from yumsync.cli.page import page, safe

MOST = 2_000
"""Changes on a page; a browser that has more of them to show helps nobody. The table has all."""

_OF_BATCHES = "batch."
_FOLDED = 6

_STYLE = """
details { margin: .2rem 0 .2rem 4rem; } details table { margin-left: -4rem; } summary { color: var(--soft); }
main { max-width: 64rem; }
header p { margin: .15rem 0; color: var(--soft); } header { margin: -.8rem 0 1.2rem; }
h2 { font-size: 1.05rem; margin: 0 0 .4rem; display: flex; gap: 1rem; justify-content: space-between; }
time { color: var(--soft); font-weight: normal; white-space: nowrap; }
section { break-inside: auto; } tr, dl { break-inside: avoid; }
p { margin: 0 0 .4rem; } p.soft { color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(9rem, 15rem) 1fr; gap: .15rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
dd.code { font-family: ui-monospace, monospace; font-size: .95em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem .2rem; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: normal; border-bottom: 1px solid var(--line); }
td.number { color: var(--soft); white-space: nowrap; width: 4rem; } td.when { white-space: nowrap; width: 11rem; }
h3 { font-size: 1em; margin: .8rem 0 .2rem; } h3:first-of-type { margin-top: 0; }
.check { --mark: #24527a; } .figures, .finished { --mark: #2e7d4f; } .failed { --mark: #b3372c; }
.decisions { --mark: #6a4ea3; } .planned, .superseded { --mark: #c98a12; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } h2 { display: block; } }
"""


def pack_page(words: PackWords) -> str:
    """Return the page."""
    return page(words.wording.lang, words.wording.say("pack-title"), _STYLE, _parts(words))


def _parts(words: PackWords) -> Iterator[str]:
    say, pack = words.wording.say, words.pack
    yield f"<header>{''.join(f'<p>{safe(line)}</p>' for line in words.about())}</header>\n"
    facts = [
        (say("pack-check-head"), str(pack.end.fingerprint)),
        (say("pack-check-key"), key_fingerprint(pack.public_key)),
    ]
    yield _section("check", say("pack-check"), f"<p>{safe(say('pack-check-how'))}</p>\n{_list(facts, 'code')}")
    yield _section("figures", say("pack-figures"), _list(_figures(words)))
    if pack.decisions:
        yield _section("decisions", say("pack-decisions"), "".join(_decision(words, one) for one in pack.decisions))
    of_run: dict[int | None, list[JournalEntry]] = {}
    for entry in pack.entries:
        of_run.setdefault(entry.run, []).append(entry)
    for run in pack.runs:
        yield _run(words, run, of_run.get(run.number, ()))
    if of_run.get(None):
        yield _section("outside", say("pack-outside"), _entries(words, of_run[None], who=True))
    if pack.changes:
        yield _section("changes", say("pack-changes"), _changes(words))


def _figures(words: PackWords) -> Iterator[tuple[str, str]]:
    say, pack = words.wording.say, words.pack
    told, every = len(pack.entries), len(pack.links)
    of = say("pack-figure-entries-of", told=told, all=every)
    yield say("pack-figure-entries"), _number(words, told) if told == every else of
    if pruned := sum(one.said is None for one in pack.links) + pack.start[0]:
        yield say("pack-figure-pruned"), _number(words, pruned)
    yield say("pack-figure-runs"), _number(words, len(pack.runs))
    yield say("pack-figure-changes"), _number(words, len(pack.changes))
    states: dict[str, int] = {}
    for one in pack.changes:
        states[one.state.value] = states.get(one.state.value, 0) + 1
    for state, count in states.items():
        yield f"– {say(f'why-state-{state}')}", _number(words, count)
    yield say("pack-figure-people"), _number(words, len(pack.people))
    yield say("pack-figure-decisions"), _number(words, len(pack.decisions))
    looks = sum(entry.event in {LOOKED_UP, EXPORTED} for entry in pack.entries)
    yield say("pack-figure-looks"), _number(words, looks)


def _number(words: PackWords, count: int) -> str:
    return words.wording.say("pack-count", count=count)


def _decision(words: PackWords, one: PackedDecision) -> str:
    say = words.wording.say
    person = "" if one.person is None else " ".join(filter(None, (one.person.name, one.person.alias)))
    facts = [
        (say("pack-col-at"), moment(one.at)),
        (say("pack-col-who"), one.who),
        (say("pack-col-question"), words.question(one)),
        (say("pack-col-person"), person),
        (say("pack-col-list"), one.list),
        (say("pack-col-unit"), one.unit),
        (say("pack-col-paper"), one.decision_no),
        (say("pack-col-reason"), words.reason(one)),
    ]
    if one.ended is not None:
        facts.append((say("pack-col-ended"), say("pack-decision-ended", who=one.ended_by, when=moment(one.ended))))
    title = say("pack-decision", number=str(one.number), answer=words.answer(one))
    return f"<h3>{safe(title)}</h3>\n{_list(facts)}"


def _run(words: PackWords, run: RunInfo, entries: Sequence[JournalEntry]) -> str:
    say = words.wording.say
    title = say("pack-run", run=str(run.number), state=say(f"report-run-{run.state}"))
    about = f'<p class="soft">{safe(say("pack-run-who", kind=run.kind, who=run.who))}</p>\n'
    table = _entries(words, entries) if entries else ""
    return _section(run.state, title, about + table, moment(run.started))


def _entries(words: PackWords, entries: Sequence[JournalEntry], *, who: bool = False) -> str:
    """Entries as a table; many in a row about batches are folded, as they say where changes went and nothing else."""
    parts = []
    for of_batches, group in groupby(entries, lambda one: one.event.startswith(_OF_BATCHES)):
        told = list(group)
        table = _table(words, told, who=who)
        if of_batches and len(told) > _FOLDED:
            summary = safe(words.wording.say("pack-folded", count=len(told)))
            table = f"<details><summary>{summary}</summary>\n{table}</details>\n"
        parts.append(table)
    return "".join(parts)


def _table(words: PackWords, entries: Iterable[JournalEntry], *, who: bool) -> str:
    rows = "".join(
        f'<tr><td class="number">{one.number}</td><td class="when">{moment(one.at)}</td>'
        f"<td>{safe(f'{one.who}: {words.told(one)}' if who else words.told(one))}</td></tr>\n"
        for one in entries
    )
    return f"<table>\n{rows}</table>\n"


def _changes(words: PackWords) -> str:
    say, pack = words.wording.say, words.pack
    head = "".join(
        f"<th>{safe(say(f'pack-col-{name}'))}</th>" for name in ("change", "person", "unit", "what", "outcome")
    )
    rows = []
    for one in pack.changes[:MOST]:
        person = " ".join(filter(None, (one.person.name, one.person.alias)))
        what = f"{words.what(one)}: {words.fields(one.fields)}" if not one.new else words.what(one)
        outcome = say(f"why-state-{one.state.value}") + (f" [{one.code}]" if one.code else "")
        cells = "".join(f"<td>{safe(text)}</td>" for text in (person, one.unit, what, outcome))
        rows.append(f'<tr><td class="number">{one.number}</td>{cells}</tr>\n')
    more = len(pack.changes) - MOST
    tail = f'<p class="soft">{safe(say("pack-changes-more", count=more))}</p>\n' if more > 0 else ""
    return f"<table>\n<tr>{head}</tr>\n{''.join(rows)}</table>\n{tail}"


def _list(facts: Iterable[tuple[str, str]], kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    lines = "".join(f"<dt>{safe(name)}</dt><dd{marked}>{safe(text)}</dd>\n" for name, text in facts if text)
    return f"<dl>\n{lines}</dl>\n"


def _section(kind: str, title: str, body: str, when: str = "") -> str:
    told = f" <time>{safe(when)}</time>" if when else ""
    return f'<section class="{kind}">\n<h2>{safe(title)}{told}</h2>\n{body}</section>\n'
