"""Upstreams: `http` speaks the reference contract, `memory` keeps its promises without a network, `wire` is the
shape of both."""
