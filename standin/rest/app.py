"""The doors of the stand-in's second mode: `create_rest_app(RestSettings)`.

What a client uses stands under `/api`; `/` is a page to look at; `/_members` and the doors of `standin.admin` are for
whoever tests against it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from standin.admin import admin_doors, json
from standin.desk import Desk
from standin.faults import FaultLayer, Faults, Manner
from standin.html import page_response
from standin.problems import Refusal, tell_nobody, tell_refusal, tell_validation
from standin.rest.answers import MEDIA_TYPE, Failure, failure, failure_body, success, unknown_route
from standin.rest.fields import read_text
from standin.rest.gate import Limits, RestGate
from standin.rest.page import render
from standin.rest.settings import RestSettings
from standin.rest.store import Page, RestStore
from standin.rest.tokens import Tokens

BY_RECORD = Manner("/api/members", MEDIA_TYPE, lambda problem: failure_body(problem.detail), batches=False)
LONGEST_BODY = 100_000
LONGEST_NUMBER = 9
"""Digits of a page's number or limit; a longer one is taken for none."""


def create_rest_app(settings: RestSettings | None = None) -> FastAPI:
    """Return the stand-in as an ASGI application. Raises `sqlite3.Error` when its file cannot be used."""
    settings = settings or RestSettings()
    desk, faults = Desk(RestStore(settings)), Faults(BY_RECORD)
    tokens, limits = Tokens(settings), Limits(settings.rate)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Stand-in member system", lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False
    )
    app.include_router(_login_door(tokens, limits))
    app.include_router(_reading_doors(settings, desk))
    app.include_router(_writing_doors(desk))
    app.include_router(admin_doors(desk, faults))
    app.include_router(_looking_doors(desk))
    app.add_middleware(RestGate, tokens=tokens, limits=limits)
    app.add_middleware(FaultLayer, faults=faults, max_body=LONGEST_BODY)
    app.add_exception_handler(Failure, _tell_failure)
    app.add_exception_handler(HTTPException, _tell_unknown)
    app.add_exception_handler(Refusal, tell_refusal)
    app.add_exception_handler(ClientDisconnect, tell_nobody)
    app.add_exception_handler(RequestValidationError, tell_validation)
    app.add_exception_handler(Exception, _tell_broken)
    return app


def _login_door(tokens: Tokens, limits: Limits) -> APIRouter:
    router = APIRouter()

    @router.post("/api/users/login", summary="A bearer token for a name and a password")
    async def login(request: Request) -> Response:
        stated = await _stated(request)
        username, password = (read_text(name, stated.get(name)) for name in ("username", "password"))
        if username is None or password is None:
            raise Failure(400, "Tên đăng nhập và mật khẩu là bắt buộc")
        token = tokens.login(username, password)
        if token is None:
            raise Failure(401, "Tên đăng nhập hoặc mật khẩu không đúng")
        return success({"accessToken": token}, headers=limits.take(username))

    return router


def _reading_doors(settings: RestSettings, desk: Desk[RestStore]) -> APIRouter:
    router = APIRouter()

    @router.get("/api/cells", summary="Cells with their union branch, page by page: limit, page")
    async def get_cells(request: Request) -> Response:
        page = _page(request, settings.page_cap)
        items, total = await desk.ask(lambda store: store.cells(page))
        return success(items, pagination=_pagination(page, total))

    @router.get("/api/members", summary="Members, page by page: limit, page, search (in code or name)")
    async def get_members(request: Request) -> Response:
        page, search = _page(request, settings.page_cap), request.query_params.get("search", "")
        items, total = await desk.ask(lambda store: store.members(page, search))
        return success(items, pagination=_pagination(page, total))

    @router.get("/api/members/{ident}", summary="One member, also from the bin")
    async def get_member(ident: str) -> Response:
        return success(await desk.ask(lambda store: store.member(ident)))

    @router.get("/api/members/{ident}/transfers", summary="A member's transfers")
    async def get_transfers(ident: str) -> Response:
        return success(await desk.ask(lambda store: store.transfers(ident)))

    return router


def _writing_doors(desk: Desk[RestStore]) -> APIRouter:
    router = APIRouter()

    @router.post("/api/members", summary="Take somebody new")
    async def post_member(request: Request) -> Response:
        stated = await _stated(request)
        return success(await desk.ask(lambda store: store.create(stated)), 201)

    @router.put("/api/members/{ident}", summary="Change the fields that are stated")
    async def put_member(ident: str, request: Request) -> Response:
        stated = await _stated(request)
        return success(await desk.ask(lambda store: store.change(ident, stated)))

    @router.delete("/api/members/{ident}", summary="Move somebody to the bin")
    async def delete_member(ident: str) -> Response:
        return success(await desk.ask(lambda store: store.remove(ident)))

    @router.patch("/api/members/{ident}/approve", summary="Approve somebody who waits for it")
    async def approve_member(ident: str) -> Response:
        return success(await desk.ask(lambda store: store.approve(ident)))

    @router.patch("/api/members/{ident}/restore", summary="Take somebody out of the bin")
    async def restore_member(ident: str) -> Response:
        return success(await desk.ask(lambda store: store.restore(ident)))

    @router.post("/api/members/{ident}/transfer", summary="Move somebody to another cell, each time it is asked for")
    async def post_transfer(ident: str, request: Request) -> Response:
        stated = await _stated(request)
        return success(await desk.ask(lambda store: store.transfer(ident, stated)), 201)

    return router


def _looking_doors(desk: Desk[RestStore]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/_members")
    async def everything() -> Response:
        return json({"items": await desk.ask(RestStore.everything)})

    @router.get("/")
    async def page(q: str = "", member: str = "", lang: str = "vi") -> Response:
        return page_response(await desk.ask(lambda store: render(store, query=q, member=member, lang=lang)))

    return router


# ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────


async def _stated(request: Request) -> dict[str, Any]:
    """Return what a body states; a body that is no object states nothing. Raises `Failure` for what is no JSON."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise Failure(413, "request entity too large")
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Failure(400, str(error)) from error
    return document if isinstance(document, dict) else {}


def _page(request: Request, cap: int) -> Page:
    """Return the page a query asks for: the first, and as many as there may be, unless it says otherwise."""
    return Page(_counted(request, "page", 1), min(_counted(request, "limit", cap), cap))


def _counted(request: Request, name: str, otherwise: int) -> int:
    text = request.query_params.get(name, "")
    known = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return (int(text) if known else 0) or otherwise


def _pagination(page: Page, total: int) -> dict[str, object]:
    following = page.offset + page.limit < total
    return {"total": total, "page": page.number, "limit": page.limit, "hasNext": following}


# ── errors ───────────────────────────────────────────────────────────────────────────────────────────────────


async def _tell_failure(_: Request, error: Exception) -> Response:
    assert isinstance(error, Failure)  # noqa: S101 — what the handler is registered for
    return failure(error)


async def _tell_unknown(_: Request, __: Exception) -> Response:
    return unknown_route()


async def _tell_broken(_: Request, __: Exception) -> Response:
    return failure(Failure(500, "Internal Server Error"))
