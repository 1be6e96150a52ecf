"""Problems as RFC 9457 tells them: what is refused, why, and in which field. Words are Vietnamese, codes are stable.

A problem's `type` is `/problems/<code>`; the code is what a program looks at, the detail what a person reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/problems/"

TITLES: Mapping[str, str] = {
    # the whole request
    "not-found": "Không tìm thấy",
    "method-not-allowed": "Phương thức không được hỗ trợ",
    "unauthorised": "Chưa xác thực",
    "rate-limited": "Quá nhiều yêu cầu",
    "too-large": "Yêu cầu quá lớn",
    "body-invalid": "Nội dung không đọc được",
    "batch-invalid": "Lô không hợp lệ",
    "parameter-invalid": "Tham số không hợp lệ",
    "idempotency-key-missing": "Thiếu Idempotency-Key",
    "idempotency-key-reused": "Idempotency-Key đã dùng cho nội dung khác",
    "internal-error": "Lỗi hệ thống",
    # one operation
    "operation-invalid": "Thao tác không hợp lệ",
    "operation-id-reused": "Mã thao tác đã dùng cho nội dung khác",
    "precondition-failed": "Dữ liệu đã thay đổi",
    "unit-missing": "Thiếu đơn vị",
    "field-missing": "Thiếu thông tin bắt buộc",
    "field-unknown": "Trường không có trong hệ thống",
    "field-invalid": "Giá trị không hợp lệ",
    "date-invalid": "Ngày không hợp lệ",
    "national-id-invalid": "Số CMND/CCCD không hợp lệ",
    "national-id-taken": "Số CMND/CCCD đã có",
    "gender-invalid": "Giới tính không hợp lệ",
    "email-invalid": "Email không hợp lệ",
    "phone-invalid": "Số điện thoại không hợp lệ",
    "member-code-invalid": "Mã định danh không hợp lệ",
    "member-code-taken": "Mã định danh đã có",
    "member-code-mismatch": "Mã định danh không khớp",
    "unknown-member": "Không có đoàn viên này",
    "refused-on-demand": "Bị từ chối theo kịch bản thử",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was refused. `field` names the field it is about, where there is one."""

    code: str
    status: int
    detail: str
    field: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the members of the problem document."""
        return {
            "type": TYPE_PREFIX + self.code,
            "title": TITLES.get(self.code, self.code),
            "status": self.status,
            "detail": self.detail,
            "field": self.field,
        }


class Refusal(Exception):
    """Ends a request with a problem, and headers that go with it."""

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.headers = dict(headers or {})


def refuse(code: str, status: int, detail: str, field: str | None = None) -> Refusal:
    """Return the error that ends a request with this problem."""
    return Refusal(Problem(code, status, detail, field))


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that tells a problem."""
    return Response(orjson.dumps(problem.as_dict()), problem.status, dict(headers or {}), MEDIA_TYPE)


# ── errors as an application's handlers tell them ────────────────────────────────────────────────────────────


async def tell_refusal(_: Request, error: Exception) -> Response:
    """Answer a `Refusal` with its problem."""
    assert isinstance(error, Refusal)  # noqa: S101 — what the handler is registered for
    return problem_response(error.problem, error.headers)


async def tell_nobody(_: Request, __: Exception) -> Response:
    """Answer whoever is no longer there. Nothing was carried out; what the server is given goes nowhere."""
    return problem_response(Problem("body-invalid", 400, "Kết nối đã ngắt trước khi nhận đủ nội dung."))


async def tell_validation(_: Request, error: Exception) -> Response:
    """Answer what does not have the shape of its door with the names of what could not be read."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    names = [".".join(str(part) for part in found["loc"][1:]) for found in error.errors()]
    code = "parameter-invalid" if all(found["loc"][0] == "query" for found in error.errors()) else "body-invalid"
    detail = f"Không đọc được: {', '.join(names) or 'nội dung'}."
    return problem_response(Problem(code, 422, detail, names[0] if names else None))
