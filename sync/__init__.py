"""The ground of yumsync: values, rules and decisions, with no I/O of their own.

Reading order: `values` (what things are), `errors` (what can go wrong), `ports` (what the edges promise),
then the rooms a list passes: `tables` → `cleaning` → `lists` → `people` → `diff` → `movements` → `planning` →
`delivery`. Each imports only from those before it.
"""
