"""What is shown of the journal: entries in words, what an examination found, the fingerprint of its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from config.wording import Wording
from sync.audit import Examination, Head, key_fingerprint
from sync.evidence.auditing import JournalEnd
from sync.ports import JournalEntry
from yumsync.cli.entrywords import EntryWords
from yumsync.cli.folding import shown

Lines = Iterator[str]


class AuditScreen:
    """Draws the journal in one language."""

    def __init__(self, wording: Wording) -> None:
        self._w, self._words = wording, EntryWords(wording)

    def log(self, entries: Sequence[JournalEntry], limit: int) -> Lines:
        """The entries, one a line."""
        if not entries:
            yield self._w.say("audit-none")
            return
        width = len(str(entries[-1].number))
        for entry in entries:
            run = "" if entry.run is None else self._w.say("audit-in-run", run=str(entry.run)) + " "
            line = self._words.told(entry.event, entry.facts)
            yield shown(f"{entry.number:>{width}}  {_moment(entry.at)}  {entry.who}  {run}{line}")
        if len(entries) == limit:
            yield ""
            yield self._w.say("audit-limited", count=limit)

    # ── what it proves ───────────────────────────────────────────────────────────────────────────────────

    def examined(self, found: Examination, since: str | None) -> Lines:
        """What was walked, and everything that does not fit with its place; or that all is as it was written."""
        say = self._w.say
        yield say("audit-walked", entries=found.entries, heads=found.heads)
        for line in misfit_lines(found, self._w):
            yield f"  ✗ {line}"
        if found.more:
            yield f"  … {say('report-and-more', count=found.more)}"
        if found.misfits:
            yield ""
            yield say("audit-broken")
            return
        yield "✓ " + say("audit-whole")
        if found.pruned:
            yield "✓ " + say("audit-pruned", last=str(found.pruned))
        if since:
            yield "✓ " + say("audit-continues")
        if found.newest is not None:
            yield say("audit-now", fingerprint=str(found.newest.fingerprint))

    def end(self, found: JournalEnd) -> Lines:
        """The end of the journal, to be written down."""
        say = self._w.say
        if found.newest is None:
            yield say("audit-none")
        else:
            newest = found.newest
            yield say("audit-end", number=str(newest.number), at=_moment(newest.at))
            yield "    " + str(newest.fingerprint)
            yield say("audit-signed", number=str(found.signed)) if found.signed else say("audit-unsigned")
        yield say("audit-key")
        yield "    " + key_fingerprint(found.public_key)
        if found.newest is not None:
            yield ""
            yield say("audit-end-next", fingerprint=str(found.newest.fingerprint))


def misfit_lines(found: Examination, wording: Wording) -> list[str]:
    """Return what does not fit, each with its place."""
    return [
        wording.say(f"audit-flaw-{one.flaw.value}", first=str(one.first), last=str(one.last)) for one in found.misfits
    ]


def entry_value(entry: JournalEntry) -> dict[str, object]:
    """Return an entry for a machine."""
    return {
        "number": entry.number,
        "at": entry.at,
        "event": entry.event,
        "run": entry.run,
        "who": entry.who,
        "facts": entry.facts,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def examination_value(found: Examination, wording: Wording) -> dict[str, object]:
    """Return an examination for a machine."""
    told = zip(found.misfits, misfit_lines(found, wording), strict=True)
    return {
        "entries": found.entries,
        "heads": found.heads,
        "covered": found.covered,
        "pruned": found.pruned,
        "newest": _head_value(found.newest),
        "misfits": [{"flaw": one.flaw, "first": one.first, "last": one.last, "message": line} for one, line in told],
        "more": found.more,
    }


def end_value(found: JournalEnd) -> dict[str, object]:
    """Return the journal's end for a machine."""
    return {
        "newest": _head_value(found.newest),
        "signed": found.signed,
        "public_key": found.public_key,
        "public_key_fingerprint": key_fingerprint(found.public_key),
    }


def _head_value(head: Head | None) -> dict[str, object] | None:
    if head is None:
        return None
    return {"number": head.number, "at": head.at, "hash": head.hash, "fingerprint": str(head.fingerprint)}


def _moment(when: datetime) -> str:
    return when.astimezone().strftime("%d/%m/%Y %H:%M:%S")
