"""One comparison told on every face that was asked for, as its differences come up: none of them keeps them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import YumsyncError
from sync.reconciliation.differences import Difference, Tally
from sync.values import Finding
from yumsync.cli.face import Face
from yumsync.cli.page import write_page
from yumsync.cli.reconcilejson import ReconcileJson
from yumsync.cli.reconcilepage import ReconcilePage
from yumsync.cli.reconcilescreen import SHOWN, ReconcileScreen
from yumsync.cli.reconcilewords import ReconcileWords

if TYPE_CHECKING:
    from yumsync.cli.reconcilebook import ReconcileBook


class Telling:
    """Tells one comparison. `whole` prints every difference as it comes up, and what sums them up below."""

    def __init__(
        self, face: Face, words: ReconcileWords, *, whole: bool, page: Path | None, book: ReconcileBook | None
    ) -> None:
        self._face, self._words, self._whole = face, words, whole
        self._screen = ReconcileScreen(words)
        self._json = ReconcileJson(face.print) if face.json else None
        self._page_file, self._page = page, ReconcilePage(words) if page is not None else None
        self._book = book
        self._first: list[str] = []
        self._count = 0

    def add(self, one: Difference) -> None:
        """Tell of one person who is not in step."""
        self._count += 1
        if self._json is not None:
            self._json.add(one)
        elif self._whole:
            self._face.print(chain(self._heading(), self._screen.difference(one)))
        elif self._count <= SHOWN:
            self._first += [*self._heading(), *self._screen.difference(one)]
        if self._page is not None:
            self._page.add(one)
        if self._book is not None:
            self._book.add(one)

    def finish(self, tally: Tally, unread: Sequence[Finding], exit_code: int) -> None:
        """Tell what sums it up; write the page."""
        remarks = [*self._unread(unread)]
        above = [*self._words.left_out(tally), *remarks]
        if self._json is not None:
            self._json.finish(tally, {**self._facts(tally, unread), "complete": True, "exit_code": exit_code})
        else:
            self._face.print(self._summed_up(tally, remarks))
        if self._page is not None and self._page_file is not None:
            write_page(self._page_file, self._page.page(tally, above))
        if self._book is not None:
            self._book.finish(tally, above)

    def stop(self, tally: Tally, error: YumsyncError) -> bool:
        """Tell how far it came before it broke off. Return whether the error is told by that: JSON that has begun
        must end with it."""
        from yumsync.cli.failing import as_value  # noqa: PLC0415 -- little goes wrong

        if self._json is not None:
            if self._json.begun:
                told = {"error": as_value(error, self._face), "exit_code": error.exit_code}
                self._json.finish(tally, {**self._facts(tally, ()), "complete": False, **told})
            return self._json.begun
        if people := sum(tally.counts.values()):
            stopped = ["", self._words.wording.say("reconcile-stopped", people=people)]
            left_out = self._screen.remarks(self._words.left_out(tally))
            self._face.print(chain(self._screen.overview(tally), left_out, stopped))
        return False

    def _summed_up(self, tally: Tally, remarks: Iterable[str]) -> Iterator[str]:
        parted = [""] if self._count else []
        if self._whole:
            yield from parted
        yield from self._screen.overview(tally)
        yield from self._screen.units(tally, whole=self._whole)
        if not self._whole:
            yield from parted
            yield from self._first
            yield from self._screen.more(self._count - min(self._count, SHOWN))
        yield from self._screen.remarks(self._words.left_out(tally))
        yield from self._screen.remarks(remarks)
        yield from self._screen.ending(tally)

    def _heading(self) -> Iterator[str]:
        return self._screen.heading() if self._count == 1 else iter(())

    def _facts(self, tally: Tally, unread: Sequence[Finding]) -> Mapping[str, object]:
        return {"lists": self._words.lists, "left_out": tally.left_out, "unread": unread}

    def _unread(self, unread: Sequence[Finding]) -> Iterator[str]:
        wording = self._words.wording
        if unread:
            yield wording.say("reconcile-unread")
        yield from (f"✗ {finding.place}: {wording.finding(finding)}" for finding in unread)
