"""Profiles: everything that is particular to one upstream, as data.

A profile is a TOML file in `config/profiles/`, or any file named by its path. Every problem in it is reported at
once. This one describes upstreams that speak the reference contract.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.problems import near
from sync.errors import ConfigError, ConfigProblem
from sync.values import Limits, OperationType

PROFILES = Path(__file__).parent / "profiles"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait: for a connection, for the next bytes of an answer, to send the next bytes, for a free
    connection of the pool."""

    connect: float = 5.0
    read: float = 60.0
    write: float = 30.0
    pool: float = 60.0


@dataclass(frozen=True, slots=True)
class Retries:
    """The short retries of one request: `attempts` in all, waiting a random time between 0 and
    `min(cap, base · 2ⁿ)` seconds before the n-th repeat (n from 0), or as long as the upstream asks. A wait longer
    than `cap` is not waited for: the request fails and the next run tries again."""

    attempts: int = 4
    base: float = 0.5
    cap: float = 20.0


UNIT_NAMES = ("id", "name", "code", "vintage", "level", "parent", "valid_from", "valid_to", "successors")
"""What an upstream may tell about a unit; the first two it must."""


@dataclass(frozen=True, slots=True)
class UnitReading:
    """How an upstream's tree of units is read: where, and what it calls each of `UNIT_NAMES`. A name with dots leads
    into what stands within: `branch.code`."""

    path: str
    names: Mapping[str, str]


UPSERT_ALONE: Mapping[OperationType, str] = {OperationType.UPSERT: OperationType.UPSERT.value}
"""What an upstream takes whose profile says nothing of operations."""

OUTCOME_PATH = "/v1/operations/{id}"
"""Where an upstream tells what became of an operation; `{id}` stands for the operation's id."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One upstream. `fields` is the allow-list: no other field of a record is ever sent there, in this order.

    `operations` says what the upstream calls each operation it can be asked for; what is not named there is never
    sent. `movement_fields` are the facts of a movement's paper that go out, besides its day. `honours_keys` says that
    a repeat under the same idempotency key takes effect once. `units` is None where the upstream gives out no tree.
    """

    name: str
    fields: tuple[str, ...]
    operations: Mapping[OperationType, str] = field(default_factory=lambda: UPSERT_ALONE)
    movement_fields: tuple[str, ...] = ()
    outcome_path: str = OUTCOME_PATH
    limits: Limits = field(default_factory=Limits)
    page_size: int = 500
    timeouts: Timeouts = Timeouts()
    retries: Retries = Retries()
    honours_keys: bool = True
    units: UnitReading | None = None

    @property
    def types(self) -> frozenset[OperationType]:
        """The operations this upstream can be asked for."""
        return frozenset(self.operations)


@dataclass(frozen=True, slots=True)
class _Range:
    """What a number in a profile may be, both ends included."""

    low: float
    high: float
    whole: bool = False


_SECONDS = _Range(0.01, 3600)

NUMBERS: Mapping[str, Mapping[str, _Range]] = {
    "": {
        "batch_size": _Range(1, 100_000, whole=True),
        "body_bytes": _Range(1_000, 1_000_000_000, whole=True),
        "concurrency": _Range(1, 64, whole=True),
        "page_size": _Range(1, 100_000, whole=True),
    },
    "timeouts": {"connect": _SECONDS, "read": _SECONDS, "write": _SECONDS, "pool": _SECONDS},
    "retries": {"attempts": _Range(1, 20, whole=True), "base": _Range(0, 600), "cap": _Range(0, 3600)},
}
"""The numbers of a profile, by table ("" is the top), and the range of each."""

KEYS: Mapping[str, Collection[str]] = {
    **{section: tuple(ranges) for section, ranges in NUMBERS.items()},
    "": (
        *("name", "fields", "movement_fields", "outcome_path", "honours_keys"),
        *("timeouts", "retries", "units", "operations", *NUMBERS[""]),
    ),
    "units": ("path", *UNIT_NAMES),
    "operations": tuple(type_.value for type_ in OperationType),
}


def load_profile(name_or_path: str | Path, base: Path = Path()) -> Profile:
    """Return the profile of that name, or in that file when a path or a name ending in `.toml` is given.

    A relative path is looked for from `base`, the folder of the configuration that names it; `~` is the home folder.

    Raises `ConfigError`: `config-wrong-choice` for a name there is no profile of; `profile-no-file`,
    `config-unreadable`, `config-not-text`, `config-syntax` for a file; `config-invalid` with every problem found.
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
    problems: list[ConfigProblem] = []
    sections = {section: _numbers(table, section, problems) for section in NUMBERS}
    name, fields = table.get("name"), table.get("fields")
    if not (isinstance(name, str) and name):
        problems.append(_wrong("name", name, "text"))
    problems.extend(_about_fields("fields", fields))
    operations = _operations(table.get("operations"), problems)
    papers = table.get("movement_fields")
    if "movement_fields" in table or operations.keys() - UPSERT_ALONE:
        problems.extend(_about_fields("movement_fields", papers))
    outcome_path = table.get("outcome_path", OUTCOME_PATH)
    problems.extend(_about_outcome_path(outcome_path))
    honours = table.get("honours_keys", True)
    if not isinstance(honours, bool):
        problems.append(_wrong("honours_keys", honours, "truth"))
    units = _units(table.get("units"), problems)
    if problems:
        problems.sort(key=lambda problem: str(problem.details["key"]))
        raise ConfigError("config-invalid", tuple(problems), file=file, count=len(problems))
    top, retries = sections[""], sections["retries"]
    limits = {key: int(top[key]) for key in ("batch_size", "body_bytes", "concurrency") if key in top}
    waits = {key: retries[key] for key in ("base", "cap") if key in retries}
    return Profile(
        name=str(name),
        fields=tuple(fields) if isinstance(fields, list) else (),
        operations=operations,
        movement_fields=tuple(papers) if isinstance(papers, list) else (),
        outcome_path=str(outcome_path),
        limits=Limits(**limits),
        page_size=int(top.get("page_size", 500)),
        timeouts=Timeouts(**sections["timeouts"]),
        retries=Retries(attempts=int(retries.get("attempts", Retries().attempts)), **waits),
        honours_keys=honours is True,
        units=units,
    )


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


def _numbers(table: Mapping[str, object], section: str, problems: list[ConfigProblem]) -> dict[str, float]:
    """Return a section's numbers that are fit for use, and add what is wrong with the section to `problems`."""
    found = table.get(section, {}) if section else table
    if not isinstance(found, Mapping):
        problems.append(_wrong(section, found, "table"))
        return {}
    prefix = f"{section}." if section else ""
    problems.extend(
        near("config-unknown-key", prefix + key, KEYS[section], prefix) for key in found.keys() - KEYS[section]
    )
    fit: dict[str, float] = {}
    for key, allowed in NUMBERS[section].items():
        value = found.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int if allowed.whole else int | float):
            problems.append(_wrong(prefix + key, value, "number"))
        elif not allowed.low <= value <= allowed.high:
            small = value < allowed.low
            code, limit = ("config-too-small", allowed.low) if small else ("config-too-large", allowed.high)
            problems.append(ConfigProblem(code, key=prefix + key, limit=format(limit, "g")))
        else:
            fit[key] = value
    return fit


def _units(found: object, problems: list[ConfigProblem]) -> UnitReading | None:
    """Return how units are read, None where the profile says nothing of it; add what is wrong to `problems`."""
    if found is None:
        return None
    if not isinstance(found, Mapping):
        problems.append(_wrong("units", found, "table"))
        return None
    problems.extend(
        near("config-unknown-key", f"units.{key}", KEYS["units"], "units.")
        for key in found.keys() - set(KEYS["units"])
    )
    for key in KEYS["units"]:
        value = found.get(key)
        if (key in found or key in ("path", *UNIT_NAMES[:2])) and not (isinstance(value, str) and value):
            problems.append(_wrong(f"units.{key}", value, "text"))
    path = found.get("path")
    if isinstance(path, str) and path and not path.startswith("/"):
        problems.append(ConfigProblem("profile-not-a-path", key="units.path"))
    return UnitReading(str(path), {name: str(found[name]) for name in UNIT_NAMES if name in found})


def _operations(found: object, problems: list[ConfigProblem]) -> Mapping[OperationType, str]:
    """Return what the upstream calls each operation it takes, a record alone where the profile says nothing of it."""
    if found is None:
        return UPSERT_ALONE
    if not isinstance(found, Mapping):
        problems.append(_wrong("operations", found, "table"))
        return {}
    known = KEYS["operations"]
    problems.extend(
        near("config-unknown-key", f"operations.{key}", known, "operations.") for key in found.keys() - set(known)
    )
    wanted = {*(name for name in known if name in found), OperationType.UPSERT.value}
    problems.extend(
        _wrong(f"operations.{name}", found.get(name), "text")
        for name in wanted
        if not (isinstance(found.get(name), str) and found[name])
    )
    return {type_: str(found[type_.value]) for type_ in OperationType if type_.value in found}


def _about_outcome_path(path: object) -> Iterator[ConfigProblem]:
    if not isinstance(path, str):
        yield _wrong("outcome_path", path, "text")
    elif not path.startswith("/"):
        yield ConfigProblem("profile-not-a-path", key="outcome_path")
    elif path.count("{id}") != 1:
        yield ConfigProblem("profile-path-without-id", key="outcome_path")


def _about_fields(key: str, fields: object) -> Iterator[ConfigProblem]:
    if not isinstance(fields, list) or not all(isinstance(name, str) and name for name in fields):
        yield _wrong(key, fields, "texts")
    elif not fields and key == "fields":
        yield ConfigProblem("config-empty", key=key)
    else:
        twice = sorted({name for name in fields if fields.count(name) > 1})
        yield from (ConfigProblem("profile-field-twice", key=key, field=name) for name in twice)


def _wrong(key: str, value: object, wanted: str) -> ConfigProblem:
    if value is None:
        return ConfigProblem("config-missing-key", key=key)
    return ConfigProblem("config-wrong-type", key=key, wanted=wanted)
