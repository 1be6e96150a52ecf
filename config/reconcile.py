"""Whose word counts where lists and upstream differ, from the table `[reconcile]` to the values it becomes."""

from __future__ import annotations

from config.settings import ReconcileSettings
from sync.reconciliation.policy import Policy, Words


def reconcile_policy(settings: ReconcileSettings) -> Policy:
    """Return the policy that the configuration states."""
    units = [(one.unit, Words(one.default, one.fields)) for one in settings.units]
    return Policy(Words(settings.default, settings.fields), units)
