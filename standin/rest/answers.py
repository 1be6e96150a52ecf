"""The envelope every answer of `/api` comes in: `{"success": true, "data": …}`, or what went wrong in words."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from fastapi import Response

MEDIA_TYPE = "application/json; charset=utf-8"

EXISTS = "Dữ liệu đã tồn tại"
"""What it says of any record its database would not take, whatever the reason."""


class Failure(Exception):
    """Ends a request with a status and a sentence."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


def success(
    data: object,
    status: int = 200,
    *,
    pagination: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that carries data, and where it is one page of many, which."""
    paged = {"pagination": pagination} if pagination is not None else {}
    return Response(orjson.dumps({"success": True, "data": data, **paged}), status, dict(headers or {}), MEDIA_TYPE)


def failure(failed: Failure) -> Response:
    """Return the answer that tells a failure."""
    return Response(failure_body(failed.message), failed.status, failed.headers, MEDIA_TYPE)


def failure_body(message: str) -> bytes:
    """Return the body that says what went wrong."""
    return orjson.dumps({"success": False, "message": message, "error": {}})


def unknown_route() -> Response:
    """Return the answer to an address, or a method, that is not served."""
    return Response(orjson.dumps({"success": False, "message": "Resource Not Found"}), 404, None, MEDIA_TYPE)
