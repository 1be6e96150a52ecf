"""Choosing one person by what is typed of them, where several may fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.access.actor import Actor
from sync.access.permissions import Permission
from sync.charter import Status
from sync.errors import YumsyncError
from sync.people.lookup import bearers, is_called
from sync.ports import Store
from sync.questions.holdids import candidate_ids, typed_id
from sync.values import PersonId, Record


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people who fit what was typed, under a short id to choose them by. `status` is None for
    somebody the upstream never confirmed."""

    id: str
    person: PersonId
    record: Record
    unit: str
    member_code: str | None
    status: Status | None


def chosen(store: Store, actor: Actor, permission: Permission, typed: str, which: str = "") -> Sequence[Namesake]:
    """Return whom `typed` names by code, ID or name, of those in units for which the actor has the permission.

    `which` is the short id of one of several. Empty where the state knows nobody like that. Raises YumsyncError:
    `why-nobody` where nobody was typed, `why-which` for an id that is none of them; AccessRefused where there are
    some and none may be seen.
    """
    actor.require(permission)
    if not typed:
        raise YumsyncError("why-nobody")
    found = named(store, typed)
    people = [one for one in found if actor.may(permission, one.unit)]
    if found and not people:
        actor.require(permission, found[0].unit)
    if which:
        wanted = typed_id(which)
        people = [one for one in people if one.id.startswith(wanted)]
        if len(people) != 1:
            raise YumsyncError("why-which", name=which)
    return people


def named(store: Store, typed: str) -> Sequence[Namesake]:
    """Return everybody who bears this code or ID; else everybody of this name, confirmed or not."""
    people = bearers(store, typed)
    if people:
        confirmed = store.ledger.entries(people)
    else:
        confirmed = {one.person: one for one in store.ledger.scan() if is_called(one.record, typed)}
    found: dict[PersonId, tuple[Record, str, str | None, Status | None]] = {
        person: (entry.record, entry.unit, entry.member_code or entry.record.get("member_code"), entry.status)
        for person, entry in confirmed.items()
    }
    for one in store.histories.unconfirmed() if not people or len(found) < len(people) else ():
        if one.person in people or (not people and is_called(one.record, typed)):
            found[one.person] = one.record, one.unit, one.record.get("member_code"), None
    ids = candidate_ids(sorted(found))
    return [Namesake(ids[person], person, *facts) for person, facts in sorted(found.items())]
