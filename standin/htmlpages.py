"""Pages that come where an answer was expected: a proxy's about an error, and a form to log in."""

from __future__ import annotations

from http import HTTPStatus


def proxy_page(status: int) -> str:
    """Return the page a proxy answers with when what stands behind it does not."""
    title = f"{status} {_phrase(status)}"
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n"
    )


def login_page() -> str:
    """Return the form a web front answers with, as a success, when it takes a program for a browser."""
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Đăng nhập</title></head><body>'
        '<form method="post" action="/login"><label>Tên đăng nhập <input name="username"></label>'
        '<label>Mật khẩu <input name="password" type="password"></label><button>Đăng nhập</button></form>'
        "</body></html>"
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"
