"""People as the upstream shows them: read back by handle, looked for without one, and all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.upstream.prefetch import prefetched
from adapters.upstream.requests.body import Sent
from adapters.upstream.requests.judging import picked
from adapters.upstream.requests.paging import Reader
from adapters.upstream.requests.translate import Translation
from adapters.upstream.requests.units import UnitsThere
from adapters.upstream.templates import ABSENT, as_text, fill, fill_path, fill_query
from config.profile import RequestsProfile
from config.profile.paging import Question
from sync.charter import Status
from sync.errors import Unavailable
from sync.ports import RemotePerson
from sync.values import ListKind

Shown = dict[str, Any]
"""A person as an answer shows them."""


class People:
    """The people of one upstream. Safe to use from several threads."""

    def __init__(
        self, profile: RequestsProfile, reader: Reader, translation: Translation, units: UnitsThere | None, host: str
    ) -> None:
        self._profile = profile
        self._person = profile.person
        self._reader = reader
        self._translation = translation
        self._units = units
        self._host = host

    def read(self, reference: str) -> Shown | None:
        """Return one person, also one who is gone; None where there is nobody. Raises `Unavailable` or `Refused`."""
        said = self._reader.ask(fill_path(self._person.path, {"reference": reference}), {})
        if said.meaning == "absent":
            return None
        if not isinstance(said.content, dict):
            raise self._garbled("no person")
        if self.reference(said.content) not in (None, reference):
            raise self._garbled("another person")
        return said.content

    def find(self, sent: Sent) -> Shown | None:
        """Return the one person there that an operation is about; None where there is none, or several could be.

        Raises `Unavailable` or `Refused`.
        """
        found, _ = self.candidates(sent)
        return found[0] if len(found) == 1 else None

    def candidates(self, sent: Sent) -> tuple[Sequence[Shown], bool]:
        """Return everybody there whom an operation could be about, by the first question that finds anybody; and
        whether those are surely all: a question that fills a page may have more to tell, and where none can be asked
        nobody knows.

        Raises `Unavailable` or `Refused`.
        """
        asked, whole = False, True
        for question, path, query in self._questions(sent):
            said = self._reader.ask(path, query)
            items = self._reader.items(question, said) if said.meaning == "applied" else []
            asked, whole = True, whole and len(items) < self._profile.page_size
            found = [item for item in items if not self.is_gone(item) and self._is_same(item, sent)]
            if found:
                return found, whole
        return (), asked and whole

    def _questions(self, sent: Sent) -> Iterator[tuple[Question, str, Mapping[str, str]]]:
        values = {**sent.values, "page": 1, "offset": 0, "page_size": self._profile.page_size}
        for question in self._person.find:
            path = fill_path(question.path, values)
            if path is not None and all(fill(part, values) is not ABSENT for part in question.query.values()):
                yield question, path, fill_query(question.query, values)

    def everybody(self, unit: str | None) -> Iterator[RemotePerson]:
        """Yield everybody who is there, or everybody of a unit, page by page. Raises `Unavailable` or `Refused`."""
        pages = prefetched(self._reader.pages(self._profile.people))
        people = (item for page in pages for item in page if not self.is_gone(item))
        found = map(self._remote, people)
        return found if unit is None else (person for person in found if person.unit == unit)

    def reference(self, shown: Shown) -> str | None:
        """Return the upstream's handle of somebody."""
        return self._text(self._person.reference, shown)

    def member_code(self, shown: Shown) -> str | None:
        """Return the member code somebody has there."""
        return self._text(self._person.member_code, shown)

    def etag(self, shown: Shown) -> str | None:
        """Return the version of what is shown."""
        return self._text(self._person.etag, shown)

    def is_gone(self, shown: Shown) -> bool:
        """Whether somebody is shown and no longer there."""
        return bool(self._person.gone and picked(self._person.gone, shown))

    def is_other(self, shown: Shown, sent: Sent) -> bool:
        """Whether it is surely not the person an operation is about."""
        kept, ours, theirs = self._marks(shown, sent)
        if kept is not None:
            return kept != sent.person
        return any(ours[name] and theirs[name] and ours[name] != theirs[name] for name in ours)

    def _is_same(self, shown: Shown, sent: Sent) -> bool:
        """Whether it is the person an operation is about: by our reference, else by fields that agree."""
        kept, ours, theirs = self._marks(shown, sent)
        if kept is not None:
            return kept == sent.person
        both = [name for name in ours if ours[name] and theirs[name]]
        return bool(both) and all(ours[name] == theirs[name] for name in both)

    def _marks(self, shown: Shown, sent: Sent) -> tuple[str | None, dict[str, str | None], dict[str, str | None]]:
        """Return our reference as it is kept there, and the fields that tell who somebody is: ours, and theirs."""
        ours = {name: self._translation.ours(name, sent.record.get(name)) for name in self._person.same}
        theirs = {name: self._translation.ours(name, self._translation.shown(shown, name)) for name in ours}
        return self._text(self._person.person, shown), ours, theirs

    def _remote(self, shown: Shown) -> RemotePerson:
        reference = self.reference(shown)
        if reference is None:
            raise self._garbled("no person")
        return RemotePerson(
            person=self._text(self._person.person, shown),
            member_code=self.member_code(shown) or "",
            kind=self._kind(shown),
            unit=self._unit(shown),
            record=self._translation.record(shown),
            etag=self.etag(shown),
            status=self._status(shown),
            reference=reference,
        )

    def _kind(self, shown: Shown) -> ListKind:
        found = self._translated("kind", self._person.kind, shown)
        return ListKind.YOUTH if found == ListKind.YOUTH else ListKind.MEMBERS

    def _status(self, shown: Shown) -> Status:
        found = self._translated("status", self._person.status, shown)
        if found is None:
            return Status.ACTIVE
        try:
            return Status(found)
        except ValueError as error:
            raise self._garbled("no status") from error

    def _unit(self, shown: Shown) -> str:
        found = self._text(self._person.unit, shown) or ""
        return self._units.name_of(found) if self._units and found else found

    def _translated(self, name: str, pick: str | None, shown: Shown) -> str | None:
        return self._translation.ours(name, picked(pick, shown)) if pick else None

    def _text(self, pick: str | None, shown: Shown) -> str | None:
        found = picked(pick, shown) if pick else None
        return as_text(found) if isinstance(found, str | int) and found != "" else None

    def _garbled(self, reason: str) -> Unavailable:
        return Unavailable("upstream-garbled", host=self._host, reason=reason)
