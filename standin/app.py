"""The doors of the stand-in: `create_app(Settings)`.

The contract stands under `/v1`; `/` is a page to look at; `/_faults`, `/_stats`, `/_effects` and `/_drift` are for
whoever tests against it, and are no part of the contract.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from standin import wire
from standin.admin import admin_doors, json
from standin.desk import Desk
from standin.drift import drift_door
from standin.faults import STRIKES, FaultLayer, Faults, Rule, bend, rejecting
from standin.gate import Gate, Tokens
from standin.html import page_response
from standin.movements import Receiver
from standin.page import render
from standin.problems import (
    MEDIA_TYPE,
    Problem,
    Refusal,
    problem_response,
    refuse,
    tell_nobody,
    tell_refusal,
    tell_validation,
)
from standin.settings import Settings
from standin.store import Store

VERSION = "1.0"


class ReceiverAnswers(BaseModel):
    """How receiving branches answer transfers from now on; what waits is answered so, too."""

    mode: Receiver


PageLimit = Annotated[int | None, Query(ge=1, description="How many on the page; `page_cap` of `/v1` is the most.")]

_PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}}


def _problems(**by_status: str) -> dict[int | str, dict[str, Any]]:
    return {status.removeprefix("s"): {"description": words, **_PROBLEM} for status, words in by_status.items()}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the stand-in as an ASGI application. Raises `sqlite3.Error` when its file cannot be used."""
    settings = settings or Settings()
    desk, faults, tokens = Desk(Store(settings)), Faults(), Tokens(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(title="Stand-in upstream", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(_contract(settings, desk, tokens))
    app.include_router(admin_doors(desk, faults))
    app.include_router(_receiver_door(desk))
    app.include_router(drift_door(desk))
    app.include_router(_page(desk))
    app.add_middleware(Gate, settings=settings, tokens=tokens)
    app.add_middleware(FaultLayer, faults=faults, max_body=settings.max_body)
    app.add_exception_handler(Refusal, tell_refusal)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(ClientDisconnect, tell_nobody)
    app.add_exception_handler(RequestValidationError, tell_validation)
    app.add_exception_handler(Exception, _tell_failure)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    return app


# ── the contract ─────────────────────────────────────────────────────────────────────────────────────────────


def _contract(settings: Settings, desk: Desk[Store], tokens: Tokens) -> APIRouter:
    router = APIRouter()
    _batch_doors(router, desk)
    _reading_doors(router, settings, desk)

    @router.get("/v1", response_model=wire.Service, summary="What this is and how much it takes")
    async def service() -> Response:
        limits = {"max_batch": settings.max_batch, "max_body": settings.max_body, "page_cap": settings.page_cap}
        return json({"name": "standin", "version": VERSION, "time": datetime.now(UTC).isoformat(), **limits})

    @router.post("/oauth/token", response_model=wire.Token, summary="Client credentials for a bearer token")
    async def token(request: Request) -> Response:
        try:
            form = parse_qs((await request.body()).decode(), max_num_fields=20)
        except ValueError:
            form = {}
        client_id, secret, grant = (form.get(name, [""])[0] for name in ("client_id", "client_secret", "grant_type"))
        if grant != "client_credentials":
            return json({"error": "unsupported_grant_type"}, 400)
        given = tokens.give(client_id, secret)
        if given is None:
            return json({"error": "invalid_client"}, 401)
        answer = {"access_token": given, "token_type": "Bearer", "expires_in": int(settings.token_seconds)}
        return json(answer, headers={"Cache-Control": "no-store"})

    return router


def _batch_doors(router: APIRouter, desk: Desk[Store]) -> None:
    body = {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BatchRequest"}}},
    }
    responses: dict[int | str, dict[str, Any]] = {
        200: {"model": wire.BatchAnswer, "description": "Every operation was applied"},
        207: {"model": wire.BatchAnswer, "description": "Some were; look at each result"},
        **_problems(
            s400="No key, or no JSON",
            s401="No valid token",
            s413="Too many operations or bytes",
            s422="No batch",
            s429="Wait",
        ),
    }

    @router.post("/v1/batches", responses=responses, openapi_extra={"requestBody": body}, summary="Carry out a batch")
    async def post_batch(request: Request, idempotency_key: Annotated[str | None, Header()] = None) -> Response:
        key = (idempotency_key or "").strip()
        if not key or len(key) > 255:
            detail = "Cần có tiêu đề Idempotency-Key, dài từ 1 đến 255 ký tự."
            raise refuse("idempotency-key-missing", 400, detail)
        sent = await request.body()
        strikes: list[Rule] = request.scope.get(STRIKES, [])
        answer = await desk.ask(lambda store: store.apply(key, sent, rejecting(strikes)))
        headers = {"Idempotency-Replayed": "true"} if answer.replayed else None
        return Response(bend(strikes, sent, answer.body), answer.status, headers, "application/json")

    @router.get("/v1/batches/{batch}", response_model=wire.BatchAnswer, summary="A batch's answer again")
    async def get_batch(batch: str) -> Response:
        answer = await desk.ask(lambda store: store.batch(batch))
        if answer is None:
            raise refuse("not-found", 404, "Không có lô này.")
        return Response(answer, media_type="application/json")

    @router.get(
        "/v1/operations/{operation}", response_model=wire.OperationState, summary="What became of an operation"
    )
    async def get_operation(operation: str) -> Response:
        state = await desk.ask(lambda store: store.operation(operation))
        if state is None:
            raise refuse("not-found", 404, "Không có thao tác này.")
        return json(state)


def _reading_doors(router: APIRouter, settings: Settings, desk: Desk[Store]) -> None:
    cap = settings.page_cap

    @router.get("/v1/members", response_model=wire.MemberPage, summary="People, page by page")
    async def get_members(
        unit: str | None = None,
        kind: str | None = None,
        cursor: str | None = None,
        limit: PageLimit = None,
        updated_since: datetime | None = None,
        status: str | None = None,
    ) -> Response:
        since = _as_utc(updated_since).isoformat(timespec="microseconds") if updated_since else None
        items, following = await desk.ask(
            lambda store: store.members(
                limit=min(limit or cap, cap), cursor=cursor, unit=unit, kind=kind, updated_since=since, status=status
            )
        )
        return json({"items": items, "next": following})

    @router.get("/v1/members/{code}", response_model=wire.Member, summary="One person, with an ETag")
    async def get_member(code: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
        found = await desk.ask(lambda store: store.member(code))
        if found is None:
            raise refuse("not-found", 404, "Không có người mang mã này.")
        headers = {"ETag": str(found["etag"])}
        if if_none_match and str(found["etag"]) in [tag.strip() for tag in if_none_match.split(",")]:
            return Response(status_code=304, headers=headers)
        return json(found, headers=headers)

    @router.get("/v1/units", response_model=wire.UnitPage, summary="The tree of units, page by page")
    async def get_units(cursor: str | None = None, limit: PageLimit = None) -> Response:
        items, following = await desk.ask(lambda store: store.units(limit=min(limit or cap, cap), cursor=cursor))
        return json({"items": items, "next": following})

    @router.get("/v1/unit-numbers", response_model=wire.UnitNumbersList, summary="How many people each unit has")
    async def get_unit_numbers() -> Response:
        return json({"items": await desk.ask(Store.unit_numbers)})


# ── for tests, and to look at ────────────────────────────────────────────────────────────────────────────────


def _receiver_door(desk: Desk[Store]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.put("/_receiver")
    async def tell_receivers(answers: ReceiverAnswers) -> Response:
        def tell(store: Store) -> int:
            store.receiver = answers.mode
            return 0 if answers.mode == "later" else store.receive(taken=answers.mode == "now")

        return json({"mode": answers.mode, "answered": await desk.ask(tell)})

    return router


def _page(desk: Desk[Store]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def page(q: str = "", unit: str = "", code: str = "", lang: str = "vi") -> Response:
        html = await desk.ask(lambda store: render(store, query=q, unit=unit, code=code, lang=lang))
        return page_response(html)

    return router


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────


def _as_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _tell_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    known = {
        404: ("not-found", "Không có địa chỉ này."),
        405: ("method-not-allowed", "Địa chỉ này không nhận phương thức đó."),
    }
    code, detail = known.get(error.status_code, ("body-invalid", "Yêu cầu không đọc được."))
    return problem_response(Problem(code, error.status_code, detail), dict(error.headers or {}))


async def _tell_failure(_: Request, __: Exception) -> Response:
    return problem_response(Problem("internal-error", 500, "Hệ thống gặp lỗi, hãy thử lại sau."))


def _openapi(app: FastAPI) -> dict[str, Any]:
    if not app.openapi_schema:
        description = (
            "The wire contract. Errors are RFC 9457 problems; the last part of a problem's type is its code."
        )
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes, description=description)
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        for name, definition in wire.request_schemas().items():
            schemas.setdefault(name, definition)
        app.openapi_schema = schema
    return app.openapi_schema
