"""The policy values of `policy.toml`, with what configuration sets otherwise."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import cast

from sync.errors import ConfigError, ConfigProblem
from sync.movements.leaving import RemovalGuard
from sync.papers.due import DuePolicy
from sync.planning.guards import GuardPolicy
from sync.tables.dateorder import OrderPolicy
from sync.tables.fields import CleaningPolicy, JoinAges
from sync.text.tidying import match_key

_FILE = Path(__file__).with_name("policy.toml")
_CHOICES: dict[str, tuple[str, ...]] = {
    "national_id.mismatch": ("warn", "error", "off"),
    "national_id.restore_zero": ("propose", "apply"),
    "member_code.other": ("error", "warn", "keep"),
    "units.unknown": ("warn", "error"),
    "units.bare_name": ("subtree", "tree", "never"),
}


def policy_values(overrides: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return every policy value by its dotted key (`national_id.mismatch`), overrides applied.

    Raises `ConfigError` with one problem per key that does not exist or value that cannot be.
    """
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    values: dict[str, object] = {
        f"{table}.{key}": value for table, entries in tables.items() for key, value in entries.items()
    }
    problems = []
    for key, value in (overrides or {}).items():
        if key not in values:
            problems.append(ConfigProblem("config-unknown-key", key=f"policy.{key}"))
        elif (problem := _problem(key, values[key], value)) is not None:
            problems.append(problem)
        else:
            values[key] = value
    if problems:
        raise ConfigError("config-invalid", tuple(problems), file="yumsync.toml", count=len(problems))
    return values


def _problem(key: str, default: object, value: object) -> ConfigProblem | None:
    """Return what is wrong with a key's value, or None."""
    named = f"policy.{key}"
    if key in _CHOICES:
        choices = _CHOICES[key]
        return (
            None if value in choices else ConfigProblem("config-wrong-choice", key=named, choices=", ".join(choices))
        )
    if isinstance(default, bool):
        return None if isinstance(value, bool) else ConfigProblem("config-wrong-type", key=named, wanted="truth")
    if isinstance(default, int):
        if isinstance(value, bool) or not isinstance(value, int):
            return ConfigProblem("config-wrong-type", key=named, wanted="number")
        return None if value >= 1 else ConfigProblem("config-too-small", key=named, limit=1)
    texts = isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
    return None if texts else ConfigProblem("config-wrong-type", key=named, wanted="texts")


def _number(values: Mapping[str, object], key: str) -> int:
    return cast(int, values[key])


def cleaning_policy(values: Mapping[str, object]) -> CleaningPolicy:
    """Return the policy cleaning decides by, from values of `policy_values`."""

    number = partial(_number, values)

    return CleaningPolicy(
        id_mismatch=values["national_id.mismatch"],  # type: ignore[arg-type]  # one of _CHOICES, checked above
        restore_zero=values["national_id.restore_zero"],  # type: ignore[arg-type]
        member_code_digits=number("member_code.digits"),
        member_code_other=values["member_code.other"],  # type: ignore[arg-type]
        earliest_year=number("date.earliest_year"),
        order=OrderPolicy(
            slips=number("date.order_slips"),
            slip_percent=number("date.order_slip_percent"),
            swapped_cells=number("date.swapped_cells"),
            swapped_texts=number("date.swapped_texts"),
            swapped_few_cells=number("date.swapped_few_cells"),
            swapped_few_texts=number("date.swapped_few_texts"),
            swapped_few_percent=number("date.swapped_few_percent"),
        ),
        max_length=number("text.max_length"),
        empty_words=tuple(cast(list[str], values["text.empty_words"])),
        ditto_words=tuple(cast(list[str], values["text.ditto_words"])),
        join=JoinAges(
            check=bool(values["join.check"]),
            min_error=number("join.min_age_error"),
            min_warn=number("join.min_age_warn"),
            max_warn=number("join.max_age_warn"),
            max_error=number("join.max_age_error"),
        ),
    )


def due_policy(values: Mapping[str, object]) -> DuePolicy:
    """Return the terms the lists of whom to look at go by, from values of `policy_values`."""

    number = partial(_number, values)

    return DuePolicy(
        away_days=number("away.max_days"),
        temporary_days=number("temporary.max_days"),
        soon=number("away.soon_days"),
        transfer_days=number("transfer.present_within_days"),
        due_age=number("maturity.due_age"),
        last_age=number("maturity.last_age"),
        no_office=frozenset(match_key(one) for one in cast(list[str], values["maturity.no_office"])),
    )


def removal_guard(values: Mapping[str, object]) -> RemovalGuard:
    """Return the limits on removals, from values of `policy_values`."""

    number = partial(_number, values)

    return RemovalGuard(
        unit_least=number("removals.unit_least"),
        unit_share=number("removals.unit_percent") / 100,
        total_least=number("removals.total_least"),
        total_share=number("removals.total_percent") / 100,
        window_days=number("removals.window_days"),
    )


def list_guards(values: Mapping[str, object]) -> GuardPolicy:
    """Return from when on a change is a question about a list, from values of `policy_values`."""

    def number(key: str) -> int:
        return _number(values, f"lists.{key}")

    return GuardPolicy(
        missing_least=number("missing_least"),
        missing_share=number("missing_percent") / 100,
        older_least=number("older_least"),
        older_share=number("older_percent") / 100,
        column_least=number("column_least"),
        emptied_share=number("emptied_percent") / 100,
        changed_share=number("changed_percent") / 100,
        renamed_share=number("renamed_percent") / 100,
    )


def audit_months(values: Mapping[str, object]) -> int:
    """Return for how many months the journal is kept, from values of `policy_values`; 0 for good."""
    return _number(values, "audit.keep_months")
