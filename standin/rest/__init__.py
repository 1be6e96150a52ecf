"""The stand-in's second mode: members one by one over `/api`, as many member systems in use are built.

There are no batches and no idempotency keys; what is sent twice happens twice. Errors speak Vietnamese, or the
database's English. What the mode shares with the first (faults, the rate's window, the admin doors, the pieces of a
page) it imports from `standin`.

Reading order: `settings` → `fields` (what a value must look like) → `members`, `cells`, `history` (what is kept) →
`store` (what each request does) → `app` (the doors) → `tokens`, `gate` (who may ask, and how often) → `page`.
"""
