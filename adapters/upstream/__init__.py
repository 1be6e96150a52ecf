"""Upstreams: `http` speaks the reference contract, `memory` keeps its promises without a network, `standing` is what
movements do there, `wire` is the shape of both."""
