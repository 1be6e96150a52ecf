"""Upstreams whose profile says, operation by operation, which requests to send (`docs/profiles.md`).

`upstream` is the port, `body` the durable batch. `steps` carries operations out, `judging` says what an answer means,
`recall` reads back; `people`, `units` and `paging` read; `translate` speaks their names.
"""
