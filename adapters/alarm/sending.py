"""Messages by apprise, which knows the ways to reach people: mail, chat, short messages, plain HTTP.

An address holds a secret more often than not: it is never repeated, neither in an error nor in a log.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import apprise

from config.forms import is_loopback
from sync.errors import ConfigError

apprise.logger.disabled = True  # it writes addresses into its warnings


def check(url: str, key: str) -> None:
    """Raise ConfigError `notify-address` for what is no address, `notify-plain` for one that would send unencrypted
    beyond this machine. `key` names it in the configuration."""
    _receiver(url, key)


def send(url: str, key: str, title: str, body: str) -> bool:
    """Send one message; return whether it was taken. Raises ConfigError as `check`."""
    receiver = _receiver(url, key)
    try:
        return bool(receiver.notify(title=title, body=body))
    except Exception:  # one of a hundred ways to reach somebody: however it breaks, they were not told
        return False


def _receiver(url: str, key: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every one of its plugins is loaded, for the one that is used
        found: Any = apprise.Apprise.instantiate(url)
    if found is None:
        raise ConfigError("notify-address", key=key)
    scheme = urlsplit(url).scheme.lower()
    plain = scheme in _words(found.protocol) and scheme not in _words(found.secure_protocol)
    if plain and found.secure_protocol and not is_loopback(found.host or ""):
        raise ConfigError("notify-plain", key=key, secure=next(iter(_words(found.secure_protocol))))
    return found


def _words(protocol: str | Iterable[str] | None) -> list[str]:
    return [protocol] if isinstance(protocol, str) else list(protocol or ())
