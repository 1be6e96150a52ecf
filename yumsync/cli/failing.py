"""From an error to what the user reads: what went wrong, each problem, and the next step. Never a traceback.

With `--verbose` the way an unexpected error came is shown: files and lines, without the error's own text, which may
hold personal values.
"""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Sequence
from dataclasses import replace

from sync.errors import ConfigError, DecisionError, YumsyncError
from yumsync.cli.face import Face
from yumsync.exits import exit_code, explained
from yumsync.log import Log

_USAGE = {
    "NoSuchOption": "usage-unknown-option",
    "MissingParameter": "usage-missing",
    "BadOptionUsage": "usage-needs-value",
    "BadParameter": "usage-bad-value",
    "BadArgumentUsage": "usage-bad-value",
    "UsageError": "usage-too-many",
}
"""The command line library's own errors, by class."""

_OF_A_PROFILE = "profile-invalid"
"""The error whose problems stand in another file than the one that others of their families would have mended."""


def report(error: BaseException, face: Face, typed: Sequence[str] = ()) -> int:
    """Say what went wrong with what was typed, in the user's language, and return the exit code."""
    foreign = not isinstance(error, YumsyncError)
    ours = usage_error(error) or explained(error)
    if ours.code.startswith("usage-"):
        ours.details = {**ours.details, **_meant(error, face, typed)}
    code = exit_code(error if isinstance(error, KeyboardInterrupt) else ours)
    if foreign and ours.code == "unexpected":
        Log("error").error("program.failed", error=ours.details["kind"], where=ours.details["where"])
    if face.json:
        face.print_json({"error": as_value(ours, face), "exit_code": code})
    else:
        face.complain(spoken(ours, face))
    if face.verbose and foreign:
        face.complain([line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)])
    return code


def spoken(error: YumsyncError, face: Face) -> Sequence[str]:
    """Return the lines that tell of an error: what, each problem with its own next step, and the next step."""
    say, problems = face.wording, _problems(error)
    lines = [f"✗ {say.error(error)}"]
    advised: set[str] = set()
    general = say.advice(error.code, error.details)
    for problem in problems:
        lines.append(f"  · {say.error(problem)}")
        advice = _advice(problem, face, within=error.code)
        if advice and advice != general and advice not in advised:
            advised.add(advice)
            lines.append(f"    → {advice}")
    return [*lines, f"→ {general}"] if general else lines


def as_value(error: YumsyncError, face: Face, within: str = "") -> dict[str, object]:
    """Return an error as plain JSON values; `within` is the code of the error it is a problem of."""
    value: dict[str, object] = {
        "code": error.code,
        "message": face.wording.error(error),
        "advice": _advice(error, face, within),
        "details": dict(error.details),
    }
    problems = [as_value(problem, face, error.code) for problem in _problems(error)]
    return {**value, "problems": problems} if problems else value


def _advice(error: YumsyncError, face: Face, within: str) -> str:
    return face.wording.advice(error.code, error.details, family=within != _OF_A_PROFILE)


def _problems(error: YumsyncError) -> Sequence[YumsyncError]:
    return error.problems if isinstance(error, ConfigError | DecisionError) else ()


def usage_error(error: BaseException) -> YumsyncError | None:
    """Return what the command line library found wrong as an error of ours; None for any other error."""
    if not hasattr(error, "format_message"):
        return None
    code = _USAGE.get(type(error).__name__, "usage-wrong")
    option = getattr(error, "option_name", None)
    name = str(option or _parameter(getattr(error, "param", None)))
    if code == "usage-unknown-option":
        return near(code, name, getattr(error, "possibilities", None) or ())
    return YumsyncError(code, name=name)


def _meant(error: BaseException, face: Face, typed: Sequence[str]) -> dict[str, str]:
    """Return the verb that was meant, as it is typed, and what its help calls the argument that is wrong.

    Help is worded only where it is asked for, so the command line is put together once more.
    """
    from yumsync.cli.verbs import command  # noqa: PLC0415 -- it needs this module

    meant, words = command(replace(face, helping=True)), ["yumsync"]
    for word in typed:
        below = getattr(meant, "commands", {}).get(word)
        if below is None:
            break
        meant = below
        words.append(word)
    wrong = getattr(error, "param", None)
    if wrong is None or wrong.param_type_name != "argument":
        return {"verb": " ".join(words)}
    called = next((one for one in meant.params if one.name == wrong.name), wrong)
    return {"verb": " ".join(words), "name": _parameter(called)}


def near(code: str, name: str, known: Sequence[str]) -> YumsyncError:
    """Return the error of an unknown word, with the nearest known one proposed where one is near."""
    nearest = difflib.get_close_matches(name, known, n=1)
    return YumsyncError(f"{code}-near", name=name, nearest=nearest[0]) if nearest else YumsyncError(code, name=name)


def _parameter(parameter: object) -> str:
    if getattr(parameter, "param_type_name", "") == "argument":
        return str(getattr(parameter, "metavar", None) or getattr(parameter, "name", "?")).upper()
    options = getattr(parameter, "opts", None) or ["?"]
    return str(max(options, key=len))
