"""The doors for whoever tests against a stand-in, the same in every mode; they are no part of any contract."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Response

from standin.desk import Desk, S
from standin.faults import Faults, Rule
from standin.wire import Unit


def admin_doors(desk: Desk[S], faults: Faults) -> APIRouter:
    """Return `/_faults`, `/_stats`, `/_effects` and `/_units`."""
    router = APIRouter(include_in_schema=False)

    @router.post("/_faults")
    async def arm(rules: list[Rule]) -> Response:
        faults.arm(rules)
        return json({"rules": len(faults.armed)})

    @router.delete("/_faults")
    async def disarm() -> Response:
        faults.disarm()
        return json({"rules": 0})

    @router.get("/_stats")
    async def stats() -> Response:
        counts = await desk.ask(lambda store: store.counts())
        took_effect = await desk.ask(lambda store: store.took_effect())
        requests = {"requests": dict(faults.requests), "faults": dict(faults.struck), "rules": len(faults.armed)}
        return json({**counts, "took_effect": took_effect, **requests})

    @router.get("/_effects")
    async def effects(person: str | None = None, after: int = 0) -> Response:
        return json({"items": await desk.ask(lambda store: store.effects(person, after))})

    @router.put("/_units")
    async def put_units(tree: list[Unit]) -> Response:
        return json({"units": await desk.ask(lambda store: store.put_units(tree))})

    return router


def json(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer that carries this."""
    return Response(orjson.dumps(content), status, headers, "application/json")
