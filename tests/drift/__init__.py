"""Drift injected at a live stand-in and at the lists: whether a reconciliation finds all of it and invents none."""
