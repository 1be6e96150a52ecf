"""The doors of the stand-in: `create_app(Settings)`.

The contract stands under `/v1`; `/` is a page to look at; `/_faults`, `/_stats` and `/_effects` are for whoever
tests against it, and are no part of the contract.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qs

import orjson
from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from standin import wire
from standin.faults import STRIKES, FaultLayer, Faults, Rule, bend, rejecting
from standin.gate import Gate, Tokens
from standin.movements import Receiver
from standin.page import render
from standin.problems import MEDIA_TYPE, Problem, Refusal, problem_response, refuse
from standin.settings import Settings
from standin.store import Store

VERSION = "1.0"
T = TypeVar("T")


class ReceiverAnswers(BaseModel):
    """How receiving branches answer transfers from now on; what waits is answered so, too."""

    mode: Receiver


PageLimit = Annotated[int | None, Query(ge=1, description="How many on the page; `page_cap` of `/v1` is the most.")]

_PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}}


def _problems(**by_status: str) -> dict[int | str, dict[str, Any]]:
    return {status.removeprefix("s"): {"description": words, **_PROBLEM} for status, words in by_status.items()}


class Desk:
    """The store behind a thread of its own, so that receiving one batch does not wait for writing another."""

    def __init__(self, settings: Settings) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._store = Store(settings)

    async def ask(self, question: Callable[[Store], T]) -> T:
        """Put a question to the store and wait for its answer."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, question, self._store)

    def close(self) -> None:
        """Finish what is under way and close the store."""
        self._thread.shutdown(wait=True)
        self._store.close()


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the stand-in as an ASGI application. Raises `sqlite3.Error` when its file cannot be used."""
    settings = settings or Settings()
    desk, faults, tokens = Desk(settings), Faults(), Tokens(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(title="Stand-in upstream", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(_contract(settings, desk, tokens))
    app.include_router(_admin(desk, faults))
    app.include_router(_page(desk))
    app.add_middleware(Gate, settings=settings, tokens=tokens)
    app.add_middleware(FaultLayer, faults=faults, max_body=settings.max_body)
    app.add_exception_handler(Refusal, _tell_refusal)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(ClientDisconnect, _tell_nobody)
    app.add_exception_handler(RequestValidationError, _tell_validation)
    app.add_exception_handler(Exception, _tell_failure)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign]
    return app


# ── the contract ─────────────────────────────────────────────────────────────────────────────────────────────


def _contract(settings: Settings, desk: Desk, tokens: Tokens) -> APIRouter:
    router = APIRouter()
    _batch_doors(router, desk)
    _reading_doors(router, settings, desk)

    @router.get("/v1", response_model=wire.Service, summary="What this is and how much it takes")
    async def service() -> Response:
        limits = {"max_batch": settings.max_batch, "max_body": settings.max_body, "page_cap": settings.page_cap}
        return _json({"name": "standin", "version": VERSION, "time": datetime.now(UTC).isoformat(), **limits})

    @router.post("/oauth/token", response_model=wire.Token, summary="Client credentials for a bearer token")
    async def token(request: Request) -> Response:
        try:
            form = parse_qs((await request.body()).decode(), max_num_fields=20)
        except ValueError:
            form = {}
        client_id, secret, grant = (form.get(name, [""])[0] for name in ("client_id", "client_secret", "grant_type"))
        if grant != "client_credentials":
            return _json({"error": "unsupported_grant_type"}, 400)
        given = tokens.give(client_id, secret)
        if given is None:
            return _json({"error": "invalid_client"}, 401)
        answer = {"access_token": given, "token_type": "Bearer", "expires_in": int(settings.token_seconds)}
        return _json(answer, headers={"Cache-Control": "no-store"})

    return router


def _batch_doors(router: APIRouter, desk: Desk) -> None:
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
        return _json(state)


def _reading_doors(router: APIRouter, settings: Settings, desk: Desk) -> None:
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
        return _json({"items": items, "next": following})

    @router.get("/v1/members/{code}", response_model=wire.Member, summary="One person, with an ETag")
    async def get_member(code: str, if_none_match: Annotated[str | None, Header()] = None) -> Response:
        found = await desk.ask(lambda store: store.member(code))
        if found is None:
            raise refuse("not-found", 404, "Không có người mang mã này.")
        headers = {"ETag": str(found["etag"])}
        if if_none_match and str(found["etag"]) in [tag.strip() for tag in if_none_match.split(",")]:
            return Response(status_code=304, headers=headers)
        return _json(found, headers=headers)

    @router.get("/v1/units", response_model=wire.UnitPage, summary="The tree of units, page by page")
    async def get_units(cursor: str | None = None, limit: PageLimit = None) -> Response:
        items, following = await desk.ask(lambda store: store.units(limit=min(limit or cap, cap), cursor=cursor))
        return _json({"items": items, "next": following})

    @router.get("/v1/unit-numbers", response_model=wire.UnitNumbersList, summary="How many people each unit has")
    async def get_unit_numbers() -> Response:
        return _json({"items": await desk.ask(Store.unit_numbers)})


# ── for tests, and to look at ────────────────────────────────────────────────────────────────────────────────


def _admin(desk: Desk, faults: Faults) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.post("/_faults")
    async def arm(rules: list[Rule]) -> Response:
        faults.arm(rules)
        return _json({"rules": len(faults.armed)})

    @router.delete("/_faults")
    async def disarm() -> Response:
        faults.disarm()
        return _json({"rules": 0})

    @router.get("/_stats")
    async def stats() -> Response:
        counts = await desk.ask(Store.counts)
        requests = {"requests": dict(faults.requests), "faults": dict(faults.struck), "rules": len(faults.armed)}
        return _json({**counts, "took_effect": await desk.ask(Store.took_effect), **requests})

    @router.put("/_units")
    async def put_units(tree: list[wire.Unit]) -> Response:
        return _json({"units": await desk.ask(lambda store: store.put_units(tree))})

    @router.put("/_receiver")
    async def tell_receivers(answers: ReceiverAnswers) -> Response:
        def tell(store: Store) -> int:
            store.receiver = answers.mode
            return 0 if answers.mode == "later" else store.receive(taken=answers.mode == "now")

        return _json({"mode": answers.mode, "answered": await desk.ask(tell)})

    @router.get("/_effects")
    async def effects(person: str | None = None) -> Response:
        return _json({"items": await desk.ask(lambda store: store.effects(person))})

    return router


def _page(desk: Desk) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def page(q: str = "", unit: str = "", code: str = "", lang: str = "vi") -> Response:
        html = await desk.ask(lambda store: render(store, query=q, unit=unit, code=code, lang=lang))
        policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
        return Response(html, headers=headers, media_type="text/html; charset=utf-8")

    return router


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────


def _json(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(content), status, headers, "application/json")


def _as_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _tell_refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 — what the handler is registered for
    return problem_response(error.problem, error.headers)


async def _tell_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    known = {
        404: ("not-found", "Không có địa chỉ này."),
        405: ("method-not-allowed", "Địa chỉ này không nhận phương thức đó."),
    }
    code, detail = known.get(error.status_code, ("body-invalid", "Yêu cầu không đọc được."))
    return problem_response(Problem(code, error.status_code, detail), dict(error.headers or {}))


async def _tell_nobody(_: Request, __: Exception) -> Response:
    # Nothing was carried out, and whoever asked is no longer there: what the server is given goes nowhere.
    return problem_response(Problem("body-invalid", 400, "Kết nối đã ngắt trước khi nhận đủ nội dung."))


async def _tell_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    names = [".".join(str(part) for part in found["loc"][1:]) for found in error.errors()]
    code = "parameter-invalid" if all(found["loc"][0] == "query" for found in error.errors()) else "body-invalid"
    detail = f"Không đọc được: {', '.join(names) or 'nội dung'}."
    return problem_response(Problem(code, 422, detail, names[0] if names else None))


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
