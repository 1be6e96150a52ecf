"""What single values of the configuration must look like. A value found wrong is never repeated in a message."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from config.durations import duration
from config.roles import load_roles
from sync.reconciliation.policy import ASKED_UNLESS_NAMED, Word

PolicyValue = bool | int | float | str | tuple[str | int | float | bool, ...]
"""What a policy may be in the file: a truth value, a number, a text, or a row of those."""

_REFERENCE = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:\S.*)\Z")
_LAYOUT = re.compile(r"\w(?:[\w .-]{0,78}[\w-])?")
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
LIST_DATABASES = ("sqlite", "postgresql", "postgres", "mysql", "mariadb")
"""The databases a list may be kept in, as their URLs begin; a driver may follow after a `+`."""

FOLDER = "folder:"
"""What the upstream's address begins with where it is a folder: workbooks go there, and nothing over a network."""

_SECRET_PARAMETERS = {"password", "passwd", "pwd", "sslpassword", "token", "secret"}


def is_reference(text: str) -> bool:
    """Say whether a text is a secret reference: `env:NAME` or `file:PATH`."""
    return _REFERENCE.match(text) is not None


def is_loopback(host: str) -> bool:
    """Say whether a host name or address is this same machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def holds_state(url: str) -> bool:
    """Say whether a database URL names a database that can hold the state: a SQLite file, or PostgreSQL."""
    scheme, _, rest = url.partition("://")
    return scheme in _DATABASES and rest.partition("?")[0] not in {"", "/", "/:memory:"}


def _stated(text: str) -> str:
    text = text.strip()
    if not text:
        raise PydanticCustomError("config-empty", "empty")
    return text


def _reference(text: str) -> str:
    if not is_reference(text):
        raise PydanticCustomError("config-secret-in-clear", "a secret in clear text")
    return text


def _without_secret(url: str) -> str:
    """Refuse a URL that carries a password, in its user part or its parameters."""
    try:
        parts = urlsplit(url)
        parameters = {name.lower() for name, _ in parse_qsl(parts.query)}
    except ValueError:
        raise PydanticCustomError("config-not-a-url", "not a URL") from None
    if parts.password or parameters & _SECRET_PARAMETERS:
        raise PydanticCustomError("config-secret-in-clear", "a secret in clear text")
    return url


def as_upstream_url(url: str) -> str:
    if url.startswith(FOLDER):
        if not url.removeprefix(FOLDER).strip():
            raise PydanticCustomError("config-empty", "empty")
        return url
    _without_secret(url)
    parts = urlsplit(url)
    try:
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise PydanticCustomError("config-not-a-web-address", "not an http(s) address")
    if parts.scheme == "http" and not is_loopback(host):
        raise PydanticCustomError("config-plain-http", "plain http beyond loopback")
    return url.rstrip("/")


def _database_url(url: str) -> str:
    if is_reference(url):
        return url
    _without_secret(url)
    if "://" not in url:
        raise PydanticCustomError("config-not-a-url", "not a URL")
    return url


def as_list_url(url: str) -> str:
    _database_url(url)
    if not is_reference(url) and url.partition("://")[0].partition("+")[0] not in LIST_DATABASES:
        raise PydanticCustomError("config-list-database", "not a database lists are read from")
    return url


def as_list_path(path: str) -> str:
    if "://" in path:
        raise PydanticCustomError("config-path-is-a-url", "a URL in place of a path")
    return path


def as_state_url(url: str) -> str:
    _database_url(url)
    if not is_reference(url) and not holds_state(url):
        raise PydanticCustomError("config-state-url", "not a database that can hold the state")
    return url


def as_policy(found: object) -> Mapping[str, PolicyValue]:
    if not isinstance(found, Mapping):
        raise PydanticCustomError("dict_type", "not a table")
    return dict(_flat(found, ""))


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, PolicyValue]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, bool | int | float | str):
            yield prefix + name, value
        elif isinstance(value, list) and all(isinstance(part, bool | int | float | str) for part in value):
            yield prefix + name, tuple(value)
        else:
            raise PydanticCustomError("config-policy-value", "not a policy value", {"part": prefix + name})


def is_layout_name(name: str) -> bool:
    """Say whether a text can name a saved layout: a plain file name, nothing of a path."""
    return _LAYOUT.fullmatch(name) is not None


def _layout_name(name: str) -> str:
    if not is_layout_name(name):
        raise PydanticCustomError("config-layout-name", "not a layout's name")
    return name


def as_span(text: str) -> str:
    if duration(text) is None:
        raise PydanticCustomError("config-not-a-span", "not a span of time")
    return text


def as_role(name: str) -> str:
    roles = load_roles()
    if name not in roles:
        raise PydanticCustomError("config-wrong-choice", "no such role", {"choices": ", ".join(roles)})
    return name


def as_compared(fields: Mapping[str, Word]) -> Mapping[str, Word]:
    if not fields:
        return fields
    from config.knowledge import load_fields  # noqa: PLC0415 -- most configurations name none

    known = {*load_fields(), *ASKED_UNLESS_NAMED}
    if fields.keys() - known:
        raise PydanticCustomError("config-wrong-choice", "no such field", {"choices": ", ".join(sorted(known))})
    return fields


Stated = Annotated[str, AfterValidator(_stated)]
LayoutName = Annotated[Stated, AfterValidator(_layout_name)]
Secret = Annotated[Stated, AfterValidator(_reference)]
