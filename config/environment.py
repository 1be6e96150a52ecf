"""Overrides from the environment, `YUMSYNC_UPSTREAM__URL` and the like, read by pydantic-settings.

Apart from `config.settings` because loading pydantic-settings takes longer than reading the whole file, and most
runs override nothing. The lists are not overridden: they are many, and a variable cannot say which it means.
"""

from __future__ import annotations

from typing import Any

from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from config.settings import NESTED, PREFIX, LogSettings, NotifySettings, RunSettings, StateSettings, UpstreamSettings


class Environment(BaseSettings):
    """The tables of `yumsync.toml` that the environment may override."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter=NESTED)

    upstream: UpstreamSettings
    state: StateSettings
    policy: dict[str, Any]
    run: RunSettings
    notify: NotifySettings
    log: LogSettings


def read_environment() -> dict[str, Any]:
    """Return what `YUMSYNC_…` variables set, as the tables of the file. Raises ValueError for one not understood."""
    return EnvSettingsSource(Environment)()
