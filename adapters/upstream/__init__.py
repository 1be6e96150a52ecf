"""Upstreams: `http` speaks the reference contract, `requests` what a profile describes, both over `channel` with
`auth`, `rate` and the tables of `consequences`; `workbook` is for officers who carry workbooks; `memory` keeps its
promises without a network. `wire` is the contract's shapes, `standing` what movements do there."""
