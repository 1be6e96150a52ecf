"""A profile's file, read and checked whole: every problem is reported at once, each naming its key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.problems import Place, key_of, near, problem_of
from config.profile.contract import ContractProfile
from config.profile.names import unknown_names
from config.profile.placeholders import misplaced
from config.profile.requests import RequestsProfile
from config.profile.schema import keys_of
from config.profile.workbook import WorkbookProfile, missing_columns
from sync.errors import ConfigError, ConfigProblem
from sync.values import ASKED_FOR, OperationType

Profile = ContractProfile | RequestsProfile | WorkbookProfile
"""What is particular to one upstream, by the way it is spoken to."""

PROFILES = Path(__file__).parents[1] / "profiles"

SPEAKS: Mapping[str, type[Profile]] = {
    "contract": ContractProfile,
    "requests": RequestsProfile,
    "workbook": WorkbookProfile,
}
"""The ways an upstream can be spoken to."""


OPERATIONS = frozenset(type_.value for type_ in ASKED_FOR)

_TABLES = ("steps", "rules", "find")
"""The keys that hold several tables, where others hold several texts."""


def load_profile(name_or_path: str | Path, base: Path = Path()) -> Profile:
    """Return the profile of that name, or in that file when a path or a name ending in `.toml` is given.

    A relative path is looked for from `base`, the folder of the configuration that names it; `~` is the home folder.

    Raises `ConfigError`: `config-wrong-choice` for a name there is no profile of; `profile-no-file`,
    `config-unreadable`, `config-not-text`, `config-syntax` for a file; `profile-invalid` with every problem found.
    """
    path = _locate(name_or_path, base)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("profile-no-file", key="upstream.profile", file=str(path)) from None
    except UnicodeDecodeError:
        raise ConfigError("config-not-text", file=path.name) from None
    except OSError:
        raise ConfigError("config-unreadable", file=str(path)) from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, column = _place(str(error), text)
        raise ConfigError("config-syntax", file=path.name, line=line, column=column) from None
    return read_profile(table, path.name)


def read_profile(table: Mapping[str, object], file: str) -> Profile:
    """Return the profile a TOML document describes; `file` names it in the errors."""
    speaks = table.get("speaks", "contract")
    if not isinstance(speaks, str) or speaks not in SPEAKS:
        problem = ConfigProblem("config-wrong-choice", key="speaks", choices=", ".join(SPEAKS))
        raise ConfigError("profile-invalid", (problem,), file=file, count=1)
    problems = list(_across(table))
    try:
        profile = SPEAKS[speaks].model_validate(table)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        problems += [_problem_of(each, SPEAKS[speaks]) for each in found if not _follows(each, found)]
    if problems:
        problems.sort(key=lambda problem: str(problem.details["key"]))
        raise ConfigError("profile-invalid", tuple(problems), file=file, count=len(problems))
    return profile


def _locate(name_or_path: str | Path, base: Path) -> Path:
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix == ".toml" or path.name != name_or_path:
        return base / path.expanduser()
    named = PROFILES / f"{name_or_path}.toml"
    if not named.is_file():
        choices = sorted(file.stem for file in PROFILES.glob("*.toml"))
        raise ConfigError("config-wrong-choice", key="upstream.profile", choices=", ".join(choices))
    return named


def _place(words: str, text: str) -> tuple[int, int]:
    """Return line and column of a syntax error, the end of the text where the reader names none."""
    found = re.search(r"line (\d+), column (\d+)", words)
    if found:
        return int(found[1]), int(found[2])
    lines = text.rstrip("\n").split("\n")
    return len(lines), len(lines[-1]) + 1


def _across(table: Mapping[str, object]) -> Iterator[ConfigProblem]:
    """Yield what is wrong between the keys of the raw profile, also where single values are wrong too."""
    operations = table.get("operations")
    if isinstance(operations, Mapping):
        if OperationType.UPSERT not in operations:
            yield ConfigProblem("config-missing-key", key="operations.upsert")
        if operations.keys() & set(OperationType) - {OperationType.UPSERT} and "movement_fields" not in table:
            yield ConfigProblem("config-missing-key", key="movement_fields")
        if table.get("speaks") == "requests":
            yield from _about_steps(operations, bulk="bulk" in table)
    yield from unknown_names(table)
    yield from misplaced(table)
    yield from missing_columns(table)


def _about_steps(operations: Mapping[str, object], *, bulk: bool) -> Iterator[ConfigProblem]:
    """Yield the operations that have neither steps nor another one they are like; of a bulk, those of many steps."""
    tables = {name: found for name, found in operations.items() if isinstance(found, Mapping)}
    stepped = [name for name, found in tables.items() if "steps" in found]
    for name, found in tables.items():
        steps, like = found.get("steps"), found.get("like")
        if ("steps" in found) == ("like" in found):
            yield ConfigProblem("config-missing-key", key=f"operations.{name}.steps")
        elif like is not None and like in OPERATIONS and like not in stepped:
            yield ConfigProblem("config-wrong-choice", key=f"operations.{name}.like", choices=", ".join(stepped))
        if bulk and isinstance(steps, list):
            when = [step.get("when", "always") for step in steps if isinstance(step, Mapping)]
            if any(sum(each in (one, "always") for each in when) > 1 for one in ("new", "known")):
                yield ConfigProblem("profile-bulk-steps", key=f"operations.{name}.steps")


def _problem_of(error: ErrorDetails, model: type[Profile]) -> ConfigProblem:
    """Return a problem that pydantic found, at the key as it stands in the file."""
    kind, place = error["type"], _in_file(error["loc"])
    if place[-1] == "[key]" and kind in {"enum", "literal_error"}:
        return near("config-unknown-key", key_of(place[:-1]), _quoted(error, "expected"), key_of(place[:-2]) + ".")
    place = tuple(part for part in place if part != "[key]")
    if kind == "union_tag_invalid":
        choices = ", ".join(_quoted(error, "expected_tags"))
        return ConfigProblem("config-wrong-choice", key=key_of((*place, "kind")), choices=choices)
    if kind == "union_tag_not_found":
        return ConfigProblem("config-missing-key", key=key_of((*place, "kind")))
    if kind == "tuple_type" and place[-1] not in _TABLES:
        return ConfigProblem("config-wrong-type", key=key_of(place), wanted="texts")
    if kind == "missing":
        return ConfigProblem("config-missing-key", key=key_of(place))
    return problem_of({**error, "loc": place}, lambda above: keys_of(model, above))


def _in_file(place: Place) -> Place:
    """Return a place without the kind of `[auth]`, which pydantic names in it."""
    return ("auth", *place[2:]) if place[0] == "auth" and len(place) > 2 else place


def _quoted(error: ErrorDetails, name: str) -> list[str]:
    return re.findall(r"'([^']*)'", str(error["ctx"][name]))


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether a row is only found empty because what stands in it is wrong."""
    place = error["loc"]
    deeper = any(len(each["loc"]) > len(place) and each["loc"][: len(place)] == place for each in errors)
    return error["type"] == "too_short" and deeper
