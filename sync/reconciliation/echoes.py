"""Whom the upstream shows to the letter as it confirmed them: the usual case, told without opening a record."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sync.fingerprint import record_digester
from sync.ports import Confirmed, RemotePerson, Store
from sync.values import LedgerEntry, PersonId


def stands_alike(was: Confirmed | LedgerEntry, remote: RemotePerson) -> bool:
    """Whether somebody is shown as they were confirmed, to the letter, in all that stands beside the record."""
    return (
        was.unit == remote.unit
        and was.kind is remote.kind
        and was.status is remote.status
        and (not remote.member_code or was.member_code == remote.member_code)
    )


class Echoes:
    """Tells echoes by the digests that are kept beside the operations. It finds no difference: whoever is no echo by
    this may still be in step."""

    def __init__(self, store: Store) -> None:
        self._confirmed, self._digest = store.reconciling.confirmed, record_digester(store.key("record"))

    def among(
        self, page: Sequence[RemotePerson], named: Sequence[PersonId | None], persons: Collection[PersonId]
    ) -> list[Confirmed | None]:
        """Return, for each of a page, as what they were confirmed where that is how they are shown. `named` says who
        each is, `persons` of whom it is asked."""
        confirmed, digest = self._confirmed(persons), self._digest
        found: list[Confirmed | None] = []
        for remote, person in zip(page, named, strict=True):
            was = confirmed.get(person) if person is not None else None
            if (
                was is not None
                and person is not None
                and stands_alike(was, remote)
                and was.digest == digest(was.operation, person, remote.record)
            ):
                found.append(was)
            else:
                found.append(None)
        return found
