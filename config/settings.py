"""`yumsync.toml`, read whole and checked whole: every problem is reported at once, each naming its key.

A key is named as it stands in the file: `upstream.url`, `list[2].path` for the second `[[list]]`. What the file
says can be overridden by environment variables: `YUMSYNC_UPSTREAM__URL` stands for `upstream.url`. Values found
wrong are never repeated in a message, because one of them may be a secret that was put in the wrong place.

The annotated example beside this module (`config/example/yumsync.toml`) documents every key.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, PrivateAttr, ValidationError

from config.forms import (
    LayoutName,
    PolicyValue,
    Secret,
    Stated,
    as_compared,
    as_list_path,
    as_list_url,
    as_policy,
    as_role,
    as_span,
    as_state_url,
    as_upstream_url,
)
from config.problems import near, problem_of
from sync.errors import ConfigError, ConfigProblem
from sync.reconciliation.policy import Word
from sync.values import ListKind

FILE_NAME = "yumsync.toml"
"""The configuration's name where none is given, looked for in the working folder."""

EXAMPLE = Path(__file__).parent / "example" / FILE_NAME
"""The annotated example: every key with its meaning. `init` writes it."""

PREFIX = "YUMSYNC_"
NESTED = "__"


class Section(BaseModel):
    """A table of the file: frozen, and every key it does not know is a problem. No value is ever shown back."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class UpstreamSettings(Section):
    """`[upstream]`: which profile speaks to it, where it is (a web address, or `folder:PATH` where an officer carries
    workbooks), who asks where the profile logs in, and the secret it asks for."""

    profile: Stated = "standin"
    url: Annotated[Stated, AfterValidator(as_upstream_url)]
    user: Stated | None = None
    token: Secret | None = None


class StateSettings(Section):
    """`[state]`: the database that holds what must survive, and the key that encrypts it."""

    url: Annotated[Stated, AfterValidator(as_state_url)] = "sqlite:///state.db"
    key: Secret = "file:yumsync.key"


class ListSettings(Section):
    """`[[list]]`: a list of people or of units, or a register of movements: files by `path` (one or a glob), or a
    database by `url` and `query`.

    `complete` says that whoever is absent from the list is missing (nobody is by a register); `unit` is the branch
    of a list that has no unit column of its own. `layout` is the saved layout it is read by: a file of the folder
    `layouts`. Of a database, `tls` is what a server on another machine must offer: `verify` (TLS, and proof of who
    answers), `encrypt` (TLS alone) or `off`; `query_seconds` is how long it may stay silent. `vintage` is the
    numbering of the codes of a list of units, where no column of it says.
    """

    name: Stated
    kind: ListKind = ListKind.MEMBERS
    path: Annotated[Stated, AfterValidator(as_list_path)] | None = None
    url: Annotated[Stated, AfterValidator(as_list_url)] | None = None
    query: Stated | None = None
    tls: Literal["verify", "encrypt", "off"] = "verify"
    query_seconds: Annotated[int, Field(ge=1, le=86_400)] = 300
    unit: Stated | None = None
    layout: LayoutName | None = None
    complete: bool = False
    vintage: Stated | None = None


class RoleSettings(Section):
    """`[[role]]`: a role of an account of the operating system, over one `unit` and those below it, or over the
    whole. `names` lets it see people and name them, whatever the role."""

    account: Stated
    role: Annotated[Stated, AfterValidator(as_role)]
    unit: Stated | None = None
    names: bool = False


Words = Annotated[Mapping[str, Word], AfterValidator(as_compared)]


class ReconcileUnitSettings(Section):
    """`[[reconcile.unit]]`: whose word counts for one unit and those below it, on `fields` and by `default`."""

    unit: Stated
    default: Word | None = None
    fields: Words = Field(default_factory=dict)


class ReconcileSettings(Section):
    """`[reconcile]`: whose word counts where lists and upstream differ, `ours`, `theirs`, `newest` or `ask`: on the
    `fields` named, and by `default` on others. The first of `units` that says it for a field is heeded before."""

    default: Word = Word.ASK
    fields: Words = Field(default_factory=dict)
    units: tuple[ReconcileUnitSettings, ...] = Field(default=(), alias="unit")


class RunSettings(Section):
    """`[run]`: how long a run may stay silent before another takes over, how long it may send (0: until all is sent),
    and how often an operation is tried."""

    lease_seconds: Annotated[int, Field(ge=10, le=3600)] = 120
    send_minutes: Annotated[float, Field(ge=0, le=10_000)] = 0
    dead_after_attempts: Annotated[int, Field(ge=1, le=1000)] = 60


class NotifySettings(Section):
    """`[notify]`: the state file for monitors, after how long without a completed run somebody is told (`26h`), in
    which language, and where to: addresses of apprise, each a secret."""

    state_file: Stated = "status.json"
    max_age: Annotated[Stated, AfterValidator(as_span)] = "26h"
    lang: Literal["vi", "en"] = "vi"
    urls: tuple[Secret, ...] = ()


class LogSettings(Section):
    """`[log]`: the least level that is written."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(Section):
    """The whole of `yumsync.toml`, checked. Paths in it are relative to `base`, the folder it lies in."""

    upstream: UpstreamSettings
    state: StateSettings = StateSettings()
    lists: tuple[ListSettings, ...] = Field(default=(), alias="list")
    roles: tuple[RoleSettings, ...] = Field(default=(), alias="role")
    policy: Annotated[Mapping[str, PolicyValue], PlainValidator(as_policy)] = Field(default_factory=dict)
    reconcile: ReconcileSettings = ReconcileSettings()
    run: RunSettings = RunSettings()
    notify: NotifySettings | None = None
    log: LogSettings = LogSettings()
    _file: Path = PrivateAttr(default_factory=lambda: Path.cwd() / FILE_NAME)

    @property
    def base(self) -> Path:
        """The folder that holds the file, absolute."""
        return self._file.parent

    @property
    def file(self) -> str:
        """The file's name, for messages."""
        return self._file.name

    def absolute(self, path: str) -> Path:
        """Return a path of the file as an absolute one; `~` is the home folder."""
        return self.base / Path(path).expanduser()


def load_settings(path: Path | None = None) -> Settings:
    """Read and check a configuration file; without a path, `yumsync.toml` of the working folder.

    Raises ConfigError: `config-no-file`, `config-unreadable`, `config-not-text`, `config-syntax` (with `line` and
    `column`) where the file cannot be read at all, else `config-invalid` with all its `problems`.
    """
    path = Path(FILE_NAME) if path is None else path
    found = _read(path)
    overrides, problems = _overrides()
    found = _merged(found, overrides)
    problems.extend(_across(found))
    settings: Settings | None = None
    try:
        settings = Settings.model_validate(found)
    except ValidationError as error:
        problems = [
            problem_of(each, _known) for each in error.errors(include_url=False, include_input=False)
        ] + problems
    if problems or settings is None:
        raise ConfigError("config-invalid", tuple(problems), file=path.name, count=len(problems))
    settings._file = path.absolute()
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError("config-no-file", file=str(path)) from None
    except UnicodeDecodeError:
        raise ConfigError("config-not-text", file=str(path)) from None
    except OSError:
        raise ConfigError("config-unreadable", file=str(path)) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = place.groups() if place else _end(text)
        raise ConfigError("config-syntax", file=str(path), line=int(line), column=int(column)) from None
    except RecursionError:
        raise ConfigError("config-syntax", file=str(path), line=1, column=1) from None


def _end(text: str) -> tuple[str, str]:
    lines = text.rstrip("\n").split("\n")
    return str(len(lines)), str(len(lines[-1]) + 1)


# ── the environment ──────────────────────────────────────────────────────────────────────────────────────


def _overrides() -> tuple[dict[str, Any], list[ConfigProblem]]:
    """Return what the environment sets, as nested tables. pydantic-settings is loaded only when it sets anything."""
    sections = set(Settings.model_fields) - {"lists", "roles"}
    names = [name for name in os.environ if _section_of(name) in sections]
    strange = [
        name
        for name in os.environ
        if name.upper().startswith(PREFIX) and NESTED in name and _section_of(name) not in sections
    ]
    problems = [near("config-unknown-variable", name, _variables()) for name in strange]
    if not names:
        return {}, problems
    from config.environment import read_environment  # noqa: PLC0415 -- 50 ms that a run without overrides saves

    try:
        return read_environment(), problems
    except ValueError:
        return {}, [*problems, ConfigProblem("config-variable", key=", ".join(sorted(names)))]


def _section_of(variable: str) -> str:
    variable = variable.upper()
    return variable.removeprefix(PREFIX).partition(NESTED)[0].lower() if variable.startswith(PREFIX) else ""


def _variables() -> list[str]:
    return [
        f"{PREFIX}{section}{NESTED}{key}".upper()
        for section in ("upstream", "state", "run", "notify", "log")
        for key in _known((section,))
    ]


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


# ── what holds between keys ──────────────────────────────────────────────────────────────────────────────


def _across(found: Mapping[str, Any]) -> Iterator[ConfigProblem]:
    """Yield what is wrong between the keys of the raw file, also where single values are wrong too."""
    lists = found.get("list")
    names: dict[str, int] = {}
    if lists is None or lists == []:
        yield ConfigProblem("config-missing-key", key="[[list]]")
    for number, each in enumerate(lists if isinstance(lists, list) else (), start=1):
        if not isinstance(each, dict):
            continue
        yield from _source_of(each, f"list[{number}]")
        if each.get("kind") == ListKind.MOVEMENTS and "complete" in each:
            yield ConfigProblem("config-complete-register", key=f"list[{number}].complete")
        name = each.get("name")
        if isinstance(name, str) and name.strip():
            earlier = names.setdefault(name.strip().casefold(), number)
            if earlier != number:
                yield ConfigProblem(
                    "config-duplicate-list", key=f"list[{number}].name", other=f"list[{earlier}].name"
                )


def _source_of(table: Mapping[str, Any], key: str) -> Iterator[ConfigProblem]:
    has = {name for name in ("path", "url", "query") if name in table}
    if not has & {"path", "url"}:
        yield ConfigProblem("config-list-without-source", key=key)
    elif {"path", "url"} <= has:
        yield ConfigProblem("config-list-two-sources", key=key)
    elif has == {"url"}:
        yield ConfigProblem("config-missing-key", key=f"{key}.query")
    elif has == {"path", "query"}:
        yield ConfigProblem("config-query-without-url", key=f"{key}.query")
    if "url" not in has:
        for name in ("tls", "query_seconds"):
            if name in table:
                yield ConfigProblem("config-needs-url", key=f"{key}.{name}")


# ── problems ─────────────────────────────────────────────────────────────────────────────────────────────


def _known(place: tuple[int | str, ...]) -> list[str]:
    """Return the keys a table knows; `place` leads to the table."""
    tables: dict[str, type[Section]] = {
        "upstream": UpstreamSettings,
        "state": StateSettings,
        "list": ListSettings,
        "role": RoleSettings,
        "reconcile": ReconcileSettings,
        "run": RunSettings,
        "notify": NotifySettings,
        "log": LogSettings,
    }
    table: type[Section] = tables.get(str(place[0]), Settings) if place else Settings
    return [info.alias or name for name, info in table.model_fields.items()]
