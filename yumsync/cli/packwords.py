"""What people read of an auditor's pack: its tables, and the text that says how to check it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from adapters.packs.writing import Cell, Shown
from config.wording import LANGUAGES, Wording
from sync.audit import key_fingerprint
from sync.evidence.pack import Pack, PackedChange, PackedDecision
from sync.evidence.packing import told_facts
from sync.ports import JournalEntry
from sync.values import OperationType
from yumsync.cli.entrywords import EntryWords

ENTRIES, CHANGES, DECISIONS = "entries.csv", "changes.csv", "decisions.csv"

Rows = Sequence[Sequence[Cell]]


class PackWords:
    """Words a pack in one language."""

    def __init__(self, pack: Pack, wording: Wording) -> None:
        self.pack, self.wording = pack, wording
        self._entries = EntryWords(wording)

    def shown(self, report: str) -> Shown:
        """Return all that people read, with the report as a page."""
        tables = {ENTRIES: self.entries(), CHANGES: self.changes(), DECISIONS: self.decisions()}
        return Shown(self.readme(), report, tables)

    def readme(self) -> str:
        """How to check the pack, in every language, Vietnamese first."""
        head, key = str(self.pack.end.fingerprint), key_fingerprint(self.pack.public_key)
        return "\n\n\n".join(Wording(lang).say("pack-readme", head=head, key=key) for lang in LANGUAGES) + "\n"

    def about(self) -> list[str]:
        """What was selected, who made the pack and when, and how people stand in it."""
        say, wanted = self.wording.say, self.pack.selection
        said = [
            say("pack-about-since", day=day(wanted.since)) if wanted.since else "",
            say("pack-about-until", day=day(wanted.until - timedelta(microseconds=1))) if wanted.until else "",
            say("pack-about-upto", number=str(wanted.upto)) if wanted.upto else "",
            say("pack-about-unit", unit=wanted.unit) if wanted.unit else "",
            say("pack-about-person") if wanted.person else "",
            say("pack-about-run", run=wanted.run) if wanted.run else "",
        ]
        scope = "; ".join(part for part in said if part) or say("pack-about-all")
        made = say("pack-made", who=self.pack.who, when=moment(self.pack.made), installation=self.pack.installation)
        return [
            scope[:1].upper() + scope[1:],
            made,
            say("pack-with-names" if self.pack.names else "pack-without-names"),
        ]

    def told(self, entry: JournalEntry) -> str:
        """Return what an entry says, on one line."""
        return self._entries.told(entry.event, told_facts(entry.facts, self.pack.people))

    def what(self, one: PackedChange) -> str:
        """Return what kind of change it is."""
        if one.type is not OperationType.UPSERT:
            return self.wording.first((f"movement-{one.type.value}", one.type.value))
        return self.wording.say("pack-change-new" if one.new else "pack-change-changed")

    def answer(self, one: PackedDecision) -> str:
        """Return what was answered."""
        said = self.wording.say(f"holds-answer-{one.answer.value}")
        what = self.wording.first((f"movement-{one.movement}", one.movement)) if one.movement else ""
        return f"{said}, {what}" if what else said

    def question(self, one: PackedDecision) -> str:
        """Return what was asked."""
        return self.wording.first((f"report-hold-{one.code}", f"hold-{one.code}"))

    def reason(self, one: PackedDecision) -> str:
        """Return the officer's words, or that there are some."""
        return one.reason or (self.wording.say("pack-decision-reason-kept") if one.has_reason else "")

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────────

    def entries(self) -> Rows:
        """One row an entry."""
        header = self._header("number", "at", "code", "event", "run", "who", "told", "hash")
        return [
            header,
            *(
                [
                    one.number,
                    moment(one.at),
                    one.event,
                    self._entries.event(one.event),
                    one.run,
                    one.who,
                    "; ".join(self._entries.facts(told_facts(one.facts, self.pack.people))),
                    one.hash.hex(),
                ]
                for one in self.pack.entries
            ),
        ]

    def changes(self) -> Rows:
        """One row a change."""
        named = ("name", "member-code") if self.pack.names else ()
        columns = "list", "row", "unit", "left", "fields", "outcome", "at", "refused"
        header = self._header("change", "run", "what", "person", *named, *columns)
        return [header, *(self._change(one) for one in self.pack.changes)]

    def _change(self, one: PackedChange) -> Sequence[Cell]:
        return [
            one.number,
            one.run,
            self.what(one),
            one.person.alias,
            *([one.person.name, one.person.member_code] if self.pack.names else []),
            one.list,
            one.row or None,
            one.unit,
            one.left,
            "" if one.new else self.fields(one.fields),
            self.wording.say(f"why-state-{one.state.value}"),
            moment(one.at),
            one.code,
        ]

    def decisions(self) -> Rows:
        """One row a decision."""
        named = ("name",) if self.pack.names else ()
        columns = "list", "unit", "paper", "reason", "ended", "ended-by"
        header = self._header("decision", "at", "who", "question", "answer", "person", *named, *columns)
        return [header, *(self._decision(one) for one in self.pack.decisions)]

    def _decision(self, one: PackedDecision) -> Sequence[Cell]:
        person = one.person
        return [
            one.number,
            moment(one.at),
            one.who,
            self.question(one),
            self.answer(one),
            "" if person is None else person.alias,
            *(["" if person is None else person.name] if self.pack.names else []),
            one.list,
            one.unit,
            one.decision_no,
            self.reason(one),
            moment(one.ended),
            one.ended_by,
        ]

    def fields(self, names: Iterable[str]) -> str:
        """Return the names of fields as officers say them."""
        return ", ".join(map(self.wording.field, names))

    def _header(self, *columns: str) -> Sequence[Cell]:
        return [self.wording.say(f"pack-col-{name}") for name in columns]


def moment(when: datetime | None) -> str:
    """A time as an officer reads it, by the clock on the wall."""
    return "" if when is None else when.astimezone().strftime("%d/%m/%Y %H:%M:%S")


def day(when: datetime) -> str:
    """A day as an officer writes it."""
    return when.astimezone().strftime("%d/%m/%Y")
