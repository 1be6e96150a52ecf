"""Trying an upstream with people who do not exist: what it promises, and what it does."""
