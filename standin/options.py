"""The options of `python -m standin`: which mode, where, and how it behaves."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from standin.problems import Refusal
from standin.rest.fields import CHANGEABLE
from standin.rest.settings import RATE, RestSettings
from standin.settings import Rate, Settings
from standin.units import hang_together
from standin.wire import Unit

PORT = 8901
MODES: dict[str, type[Settings | RestSettings]] = {"batch": Settings, "rest": RestSettings}
PROCESS = frozenset({"mode", "host", "port", "expose"})


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    host: str
    port: int
    expose: bool
    settings: Settings | RestSettings


def read(arguments: Sequence[str] | None = None) -> Options:
    """Return the options as given on the command line and in the environment; end the process where they are none."""
    parser = _parser()
    given = parser.parse_args(arguments)
    kind = MODES[given.mode]
    known = {field.name for field in fields(kind)}
    stated: dict[str, Any] = {name: value for name, value in vars(given).items() if name not in PROCESS}
    foreign = sorted(f"--{name.replace('_', '-')}" for name in stated if name not in known)
    if foreign:
        parser.error(f"--mode {given.mode} has no {', '.join(foreign)}")
    if "accounts" in stated:
        stated["accounts"] = dict(stated["accounts"])
    if "drop" in stated:
        stated["drop"] = frozenset(stated["drop"])
    token = os.environ.get("STANDIN_TOKEN")
    if token and "token" in known:
        stated.setdefault("token", token)
    return Options(given.host, given.port, given.expose, kind(**stated))


def _rate(text: str) -> Rate:
    try:
        return Rate.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return number


def _pair(text: str) -> tuple[str, str]:
    name, _, secret = text.partition(":")
    return name, secret


def _tree(path: str) -> tuple[Unit, ...]:
    try:
        tree = TypeAdapter(list[Unit]).validate_json(Path(path).read_bytes())
        hang_together(tree)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{path}: {error.strerror}") from error
    except (ValidationError, Refusal) as error:
        raise argparse.ArgumentTypeError(f"{path} is no tree of units as /_units takes it") from error
    return tuple(tree)


def _parser() -> argparse.ArgumentParser:
    """Return the parser. An option of a mode that is not stated is absent, so that its settings' own value holds."""
    parser = argparse.ArgumentParser(
        prog="standin",
        description="A service that stands in for the central system.",
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument("--mode", choices=MODES, default="batch", help="which contract it keeps (default: batch)")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default: %(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port; 0 takes a free one (default: %(default)s)")
    parser.add_argument("--expose", action="store_true", default=False, help="allow an address other than loopback")
    parser.add_argument("--db", metavar="FILE", help="where to keep everything (default: in memory)")
    parser.add_argument(
        "--units", type=_tree, metavar="FILE", help="tree of units to begin with, as /_units takes it"
    )
    parser.add_argument("--page-cap", type=_positive, metavar="N", help="people on a page (default: 500; rest: 100)")
    rest = f"{RATE.requests}/{RATE.seconds:g} for each account"
    parser.add_argument(
        "--rate", type=_rate, metavar="N/SECONDS", help=f"requests in a window (default: no limit; rest: {rest})"
    )
    parser.add_argument("--token-seconds", type=_positive, metavar="N", help="how long a token lives (default: 900)")
    _add_batch(parser.add_argument_group("only --mode batch"))
    _add_rest(parser.add_argument_group("only --mode rest"))
    return parser


def _add_batch(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--token", help="ask for this bearer token; better given as STANDIN_TOKEN")
    group.add_argument("--client", type=_pair, metavar="ID:SECRET", help="client for which /oauth/token gives tokens")
    group.add_argument("--max-batch", type=_positive, metavar="N", help="operations in a batch (default: 500)")
    group.add_argument("--max-body", type=_positive, metavar="N", help="bytes in a body (default: 4000000)")
    group.add_argument("--receiver", choices=["now", "later", "refuse"], help="how transfers are answered")
    group.add_argument("--strict-codes", action="store_true", help="refuse member codes not given out here")
    group.add_argument("--strict-fields", action="store_true", help="refuse fields that are not kept")


def _add_rest(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--account",
        dest="accounts",
        type=_pair,
        action="append",
        metavar="NAME:PASSWORD",
        help="who may log in; may be repeated (default: officer:standin)",
    )
    group.add_argument(
        "--drop",
        choices=CHANGEABLE,
        action="append",
        metavar="FIELD",
        help="a field that is taken without a word and not kept; may be repeated",
    )
