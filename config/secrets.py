"""Secrets: where they are is in the file, what they are never is.

A reference is `env:NAME`, an environment variable, or `file:PATH`, a file relative to the folder of `yumsync.toml`.
Every error names the key of the configuration and where the secret was looked for, never what was found there.
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.forms import holds_state, is_reference
from config.settings import Settings
from sync.errors import ConfigError, ConfigProblem

KEY_BYTES = 32
"""Length of the key that encrypts the state, before base64."""

_LONGEST = 65_536
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

Warn = Callable[[ConfigProblem], None]
"""Is told of a secret that can be used but should be kept better."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the references of one configuration stand for; kept out of every repr.

    `key` is 32 bytes; `token` is None where the upstream asks for none; `lists` holds the URL of each list that
    is a database, by the list's name. Paths in SQLite URLs are absolute.
    """

    key: bytes = field(repr=False)
    state_url: str = field(repr=False)
    token: str | None = field(repr=False)
    lists: Mapping[str, str] = field(repr=False)


def gather(settings: Settings, warn: Warn | None = None) -> Secrets:
    """Resolve every reference of a configuration. Raises ConfigError `config-invalid` with all problems at once."""
    texts = {"state.url": settings.state.url}
    if settings.upstream.token is not None:
        texts["upstream.token"] = settings.upstream.token
    lists = _list_urls(settings)
    secret = b""
    found, problems = _resolved({**texts, **lists}, settings, warn)
    if "state.url" in found and not holds_state(found["state.url"]):
        problems.append(ConfigProblem("config-state-url", key="state.url"))
    try:
        secret = read_key(settings.state.key, settings.base)
    except ConfigError as error:
        problems.append(ConfigProblem(error.code, place=None, **error.details))
    _raise_all(problems, settings)
    urls = _by_name(found, settings)
    return Secrets(secret, anchored(found["state.url"], settings.base), found.get("upstream.token"), urls)


def gather_lists(settings: Settings, warn: Warn | None = None) -> Mapping[str, str]:
    """Resolve only what reading the lists takes: `Secrets.lists`, without key, token or state.

    Raises ConfigError `config-invalid` with all problems at once.
    """
    found, problems = _resolved(_list_urls(settings), settings, warn)
    _raise_all(problems, settings)
    return _by_name(found, settings)


def gather_state(settings: Settings) -> str:
    """Resolve only where the state is: `Secrets.state_url`, without key or token. Raises ConfigError."""
    found, problems = _resolved({"state.url": settings.state.url}, settings, None)
    _raise_all(problems, settings)
    return anchored(found["state.url"], settings.base)


def _list_urls(settings: Settings) -> dict[str, str]:
    """Return the URL of each list that is a database, as the file states it, by its key."""
    return {f"list[{number}].url": each.url for number, each in enumerate(settings.lists, start=1) if each.url}


def _by_name(found: Mapping[str, str], settings: Settings) -> dict[str, str]:
    named = {f"list[{number}].url": each.name for number, each in enumerate(settings.lists, start=1)}
    return {named[key]: anchored(url, settings.base) for key, url in found.items() if key in named}


def _resolved(
    texts: Mapping[str, str], settings: Settings, warn: Warn | None
) -> tuple[dict[str, str], list[ConfigProblem]]:
    """Return what each text stands for, itself where it is no reference, and what could not be resolved."""
    found: dict[str, str] = {}
    problems: list[ConfigProblem] = []
    for key, text in texts.items():
        try:
            found[key] = resolve(text, settings.base, key=key, warn=warn) if is_reference(text) else text
        except ConfigError as error:
            problems.append(ConfigProblem(error.code, place=None, **error.details))
    return found, problems


def _raise_all(problems: Sequence[ConfigProblem], settings: Settings) -> None:
    if problems:
        raise ConfigError("config-invalid", tuple(problems), file=settings.file, count=len(problems))


def resolve(reference: str, base: Path, *, key: str, warn: Warn | None = None) -> str:
    """Return the secret a reference stands for, without the white space around it.

    `key` names the configuration's key in errors. Raises ConfigError: `config-secret-in-clear`,
    `config-secret-not-set`, `config-secret-empty`, `config-secret-no-file`, `config-secret-unreadable`. A file that
    others may open is told to `warn` and used all the same.
    """
    where, _, name = reference.partition(":")
    if not is_reference(reference):
        raise ConfigError("config-secret-in-clear", key=key)
    if where == "env":
        if name not in os.environ:
            raise ConfigError("config-secret-not-set", key=key, name=name)
        secret = os.environ[name].strip()
        if not secret:
            raise ConfigError("config-secret-empty", key=key, where=name)
        return secret
    path = base / Path(name).expanduser()
    secret, mode = _read(path, key)
    if warn is not None and mode & _OTHERS:
        warn(ConfigProblem("config-secret-too-open", key=key, file=str(path), mode=f"{mode:04o}"))
    return secret


def read_key(reference: str, base: Path, *, key: str = "state.key") -> bytes:
    """Return the 32-byte key a reference stands for. Raises ConfigError as `resolve` and `read_key_file` do."""
    where, _, name = reference.partition(":")
    if where == "file":
        return read_key_file(base / Path(name).expanduser(), key=key)
    return _decoded(resolve(reference, base, key=key), key, name)


def read_key_file(path: Path, *, key: str = "state.key") -> bytes:
    """Return the 32-byte key in a file made by `write_key_file`.

    Raises ConfigError: `config-key-no-file`, `config-secret-unreadable`, `config-secret-empty`, `config-key-too-open`
    when anybody but its owner may open it, `config-key-malformed` when it holds anything but 32 bytes in base64.
    """
    if not path.exists():
        raise ConfigError("config-key-no-file", key=key, file=str(path))
    text, mode = _read(path, key)
    if mode & _OTHERS:
        raise ConfigError("config-key-too-open", key=key, file=str(path), mode=f"{mode:04o}")
    return _decoded(text, key, str(path))


def key_text(key: bytes) -> str:
    """Return a key as the line that stands in its file."""
    return base64.urlsafe_b64encode(key).decode() + "\n"


def write_key_file(path: Path) -> None:
    """Make a new random key in a new file that only its owner may open (mode 0600): the whole key, or no such file.

    Never overwrites: losing a key loses the state it encrypts. Raises ConfigError `config-key-exists`,
    `config-key-unwritable`.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key_text(secrets.token_bytes(KEY_BYTES)).encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(half, path)  # unlike a rename, it fails where a key stands already
    except FileExistsError:
        raise ConfigError("config-key-exists", key="state.key", file=str(path)) from None
    except OSError:
        raise ConfigError("config-key-unwritable", key="state.key", file=str(path)) from None
    finally:
        with suppress(OSError):
            half.unlink()


def anchored(url: str, base: Path) -> str:
    """Return a database URL with a relative SQLite path made absolute against `base`; any other URL as it is."""
    scheme, separator, rest = url.partition(":///")
    if scheme.partition("+")[0] != "sqlite" or not separator or rest.startswith(("/", "file:")):
        return url
    path, mark, query = rest.partition("?")
    return f"{scheme}:///{base / path}{mark}{query}" if path and path != ":memory:" else url


def _read(path: Path, key: str) -> tuple[str, int]:
    """Return a secret file's text, stripped, and its mode (0 where the system keeps none)."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode) if os.name == "posix" else 0
            text = file.read(_LONGEST + 1).decode().strip()
    except FileNotFoundError:
        raise ConfigError("config-secret-no-file", key=key, file=str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigError("config-secret-unreadable", key=key, file=str(path)) from None
    if not text:
        raise ConfigError("config-secret-empty", key=key, where=str(path))
    return text, mode


def _decoded(text: str, key: str, where: str) -> bytes:
    try:
        secret = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise ConfigError("config-key-malformed", key=key, where=where)
    return secret
