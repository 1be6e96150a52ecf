"""Upstreams: `http` speaks the reference contract, with `consequences` as its tables; `memory` keeps its promises
without a network; `standing` is what movements do there; `wire` is the shape of both. `workbook` is for officers who
carry workbooks."""
