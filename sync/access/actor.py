"""The account that asks, and whether it may.

A role holds for one unit and all below it, or for the whole. What belongs to no unit, or to all of them, is `WHOLE`:
only a role that holds for the whole covers it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.access.permissions import Permission, Role, Roles
from sync.errors import AccessRefused
from sync.units.resolving import Resolver
from sync.units.within import is_within

WHOLE = ""
"""The unit of what belongs to no unit, or to all of them."""

REFUSED = "access.refused"
"""The journal's event of an attempt that was refused."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that an account has, over one unit and those below it; over the whole where `unit` is `WHOLE`.

    `names` lets it see people and name them to others besides what the role permits.
    """

    role: Role
    unit: str = WHOLE
    names: bool = False

    def permits(self, permission: Permission) -> bool:
        """Whether the role permits this, somewhere."""
        return permission in self.role.may or (self.names and permission in {Permission.PEOPLE, Permission.NAMES})

    def covers(self, unit: str, resolver: Resolver | None) -> bool:
        """Whether the role holds for a unit. One whose own unit the tree has more than once holds for none."""
        if self.unit == WHOLE:
            return True
        if unit == WHOLE or (resolver is not None and len(resolver.named(self.unit)) > 1):
            return False
        return is_within(unit, self.unit, resolver)


Sight = Callable[[str], bool]
"""Whether people of a unit are shown."""

Note = Callable[[Mapping[str, object]], None]
"""Writes the facts of a refused attempt to the journal."""


@dataclass(frozen=True)
class Actor:
    """An account and its roles. `grants` is None where the configuration names no roles: everything is permitted.

    `roles` are all there are, to say who may instead. `resolver` gives what knows which unit is below which; `note`
    writes a refused attempt down, before it is refused.
    """

    account: str = ""
    grants: Sequence[Grant] | None = None
    roles: Roles = field(default_factory=dict)
    resolver: Callable[[], Resolver | None] = lambda: None
    note: Note = lambda _: None

    def may(self, permission: Permission, unit: str | None = None) -> bool:
        """Whether this is permitted for a unit; without one, whether it is for any."""
        if self.grants is None:
            return True
        having = [one for one in self.grants if one.permits(permission)]
        if unit is None or any(one.unit == WHOLE for one in having):
            return bool(having)
        if unit == WHOLE or not having:  # the tree is not read for nothing
            return False
        resolver = self.resolver()
        return any(one.covers(unit, resolver) for one in having)

    def require(self, permission: Permission, unit: str | None = None) -> None:
        """Refuse what is not permitted: raise `AccessRefused`, after the attempt is in the journal.

        With a `unit` it must be permitted there (`WHOLE`: for the whole), without one anywhere at all.
        """
        if self.may(permission, unit):
            return
        self.note({"permission": permission.value, **self._place(unit)})
        roles = ", ".join(one.name for one in self.roles.values() if permission in one.may)
        code = "access-refused" if not self.may(permission) else "access-whole" if not unit else "access-elsewhere"
        raise AccessRefused(code, account=self.account, permission=permission.value, roles=roles, unit=unit or "")

    def sight(self) -> Sight | None:
        """Return what tells whose people are shown; None where everybody's are."""
        if self.may(Permission.PEOPLE, WHOLE):
            return None
        known: dict[str, bool] = {}

        def shown(unit: str) -> bool:
            if unit not in known:
                known[unit] = self.may(Permission.PEOPLE, unit)
            return known[unit]

        return shown

    def _place(self, unit: str | None) -> dict[str, object]:
        """Which unit an attempt was about, by its number in the tree: a cell's own text stays out of the journal."""
        resolver = self.resolver() if unit else None
        found = resolver.resolve(unit).unit if resolver is not None and unit else None
        return {} if unit is None else {"unit": found} if found is not None else {"whole": True} if not unit else {}


ANYBODY = Actor()
"""Whoever asks where no roles are kept: in tests of what lies below the roles."""
