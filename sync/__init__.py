"""The ground of yumsync: values, rules and decisions, with no I/O of their own.

Reading order: `values` (what things are), `errors` (what can go wrong), `ports` (what the edges promise),
then the path of a list: `layout` → `clean` → `identity` → `decide` → `planning` → `delivery`.
"""
