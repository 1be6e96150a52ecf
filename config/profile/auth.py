"""`[auth]`: how a request says who asks. The user and the secret come from `yumsync.toml`, never from a profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StrictBool

from config.profile.parts import Part, Pick, Seconds, Text, UrlPath


class NoAuth(Part):
    """Nothing is said."""

    kind: Literal["none"]


class HeaderAuth(Part):
    """Headers that go with every request: a key, or a token that lasts."""

    kind: Literal["header"] = "header"

    headers: Mapping[Text, Text] = {"Authorization": "Bearer {secret}"}
    """The headers, with `{secret}` and `{user}` where they stand. One whose secret is not set is left out."""


class _Login(Part):
    path: UrlPath
    """Where to log in, by `POST`."""

    body: Mapping[Text, JsonValue]
    """What is sent to log in, with `{user}` and `{secret}` where they stand."""

    form: StrictBool = False
    """Whether the body goes as a form, not as JSON."""

    lasts: Seconds | None = None
    """Seconds after which to log in again; without it, once the upstream answers 401."""


class LoginAuth(_Login):
    """A login that gives a token for the requests after it."""

    kind: Literal["login"]

    token: Pick
    """Where the token stands in the answer."""

    headers: Mapping[Text, Text] = {"Authorization": "Bearer {token}"}
    """The headers that carry it."""


class CookieAuth(_Login):
    """A login that gives a cookie for the requests after it."""

    kind: Literal["cookie"]


class ClientCredentialsAuth(Part):
    """OAuth 2.0 client credentials (RFC 6749, §4.4): the user is the client's id, the secret its secret."""

    kind: Literal["client-credentials"]

    path: UrlPath
    """Where tokens are given out."""

    scope: Text | None = None
    """What is asked for."""


Auth = Annotated[
    NoAuth | HeaderAuth | LoginAuth | CookieAuth | ClientCredentialsAuth,
    Field(discriminator="kind"),
]
