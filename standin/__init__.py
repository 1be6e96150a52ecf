"""A small HTTP service that stands in for the upstream: the wire contract in executable form.

This is its first mode; `standin.rest` is the second, which takes members one by one. It keeps its own SQLite file,
judges records as a central system would, answers every operation by itself, keeps its word about idempotency keys,
and can be told to fail. It knows nothing of the program that talks to it.

Reading order: `settings` → `records` (is this a member?) → `store` (what one batch does) → `app` (the doors) →
`gate` (token, rate, size) → `faults` (failing on demand) → `options` → `serve` (the process).
"""
