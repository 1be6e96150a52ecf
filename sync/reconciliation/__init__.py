"""Reconciliation: what the lists say, what the upstream last confirmed, and what it shows now, person by person."""
