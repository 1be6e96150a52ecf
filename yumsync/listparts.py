"""What lists are opened with and their rows read by, wired from the configuration. No list is opened here yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from config.charter import load_movements
from config.forms import PolicyValue
from config.headers import load_headers, load_register_headers, load_register_titles
from config.knowledge import load_knowledge
from config.settings import ListSettings
from config.units import load_unit_words
from sync.lists.reading import Reading
from sync.papers.registers import Register
from sync.ports import UnitSource
from sync.tables.headers import HeaderTable
from sync.tables.layout import Layout
from sync.tables.saved import SavedLayout
from sync.values import ListKind, Place


def saved_layouts(names: Sequence[str], base: Path) -> Mapping[str, SavedLayout]:
    """Return the saved layouts of these names. Raises ConfigError with all that is wrong in any of them."""
    if not names:
        return {}
    from adapters.lists.layoutfile import load_layouts  # noqa: PLC0415

    return load_layouts(names, base, load_knowledge({}).fields)


def list_source(
    one: ListSettings,
    base: Path,
    headers: HeaderTable,
    url: str | None,
    layout: SavedLayout | None = None,
    recognised: list[tuple[Place, Layout]] | None = None,
) -> UnitSource:
    """Return a list of the configuration, unopened. A path stands beside `base`; `url` is where it has one instead.

    `recognised` is told the layout of each table that is read.
    """
    from adapters.lists import ListSpec, open_list  # noqa: PLC0415

    return open_list(
        ListSpec(
            name=one.name,
            kind=one.kind,
            path=url or one.path or "",
            unit=one.unit,
            complete=one.complete,
            query=one.query,
            tls=one.tls,
            query_seconds=one.query_seconds,
            base=base,
            headers=load_register_headers() if one.kind is ListKind.MOVEMENTS else headers,
            layout=layout,
            notice=None if recognised is None else lambda place, found: recognised.append((place, found)),
            unit_words=load_unit_words() if one.kind is ListKind.UNITS else None,
            titles=load_register_titles() if one.kind is ListKind.MOVEMENTS else None,
        ),
        one.vintage or "",
    )


def register_rules() -> Register:
    """Return how registers and columns of movements are read."""
    return Register(load_movements())


def reading_by(policy: Mapping[str, PolicyValue]) -> Reading:
    """Return what rows are read by under a policy; today is the office's own day."""
    today = date.today()  # noqa: DTZ011  (dates in lists are the office's own)
    return Reading(load_knowledge(policy), load_headers().rows, today)
