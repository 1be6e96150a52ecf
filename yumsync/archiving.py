"""Auditors' packs and the pruning of the journal, wired."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

from config.policy import audit_months, policy_values
from sync.evidence.packing import Packs
from sync.evidence.pruning import Pruning, first_kept
from yumsync.reporting import Reports, today

if TYPE_CHECKING:
    from yumsync.bootstrap import App


def packs(app: App) -> Packs:
    """Return what makes packs. The people's aliases are new ones each time."""
    # Whom an auditor asks about is not whom they may see: people of the unit asked for stand under aliases.
    within = Reports(app.store, app.settings.policy, app.rules_kept).within
    return Packs(app.store, within, os.urandom(32), app.who, app.actor)


def pruning(app: App) -> Pruning:
    """Return what removes old entries of the journal."""
    return Pruning(app.store, packs(app), app.actor)


def kept_from(app: App, wanted: date | None) -> date:
    """Return the day from which on entries stay: the one wanted, or the policy's. Raises as `first_kept`, and
    ConfigError."""
    return first_kept(today(), audit_months(policy_values(app.settings.policy)), wanted)
