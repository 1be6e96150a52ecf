"""What can be permitted, and the roles that permit it. Which role has which is data: `config/roles.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that an account may or may not do. Every use case asks for one before it does anything."""

    LOOK = "look"
    """See how things stand: figures, runs, units. No person is named."""
    PEOPLE = "people"
    """See people: their changes, questions, stories, reports."""
    PREVIEW = "preview"
    """Read the lists: check them, make a plan."""
    SYNC = "sync"
    """Carry out what needs nobody's decision; bring the tree of units up to date."""
    DECIDE = "decide"
    """Answer a question about a person, a list or a unit, and take an answer back."""
    REMOVE = "remove"
    """Approve that people leave the lists: the questions that `config/holds.toml` says so of."""
    SETTLE = "settle"
    """Say what became of a change without an answer, and settle what reconciliation found."""
    AUDIT = "audit"
    """Read and prove the journal, and hand it on without names."""
    NAMES = "names"
    """Have names in what is handed on to others."""
    EXPORT = "export"
    """Hand out all that is kept of one person."""
    ERASE = "erase"
    """Erase one person."""
    KEYS = "keys"
    """Make and replace keys."""
    BACKUP = "backup"
    """Back the state up and restore it."""
    PRUNE = "prune"
    """Remove old entries of the journal whose proof is kept."""
    TRIAL = "trial"
    """Write marked people, who do not exist, into the upstream to try it out."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role by its name in the configuration, and what it permits."""

    name: str
    may: frozenset[Permission]


Roles = Mapping[str, Role]
"""The roles there are, by name."""
