"""Checking files that are named, of a configured list or of none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from config.headers import load_headers
from config.settings import FILE_NAME, ListSettings, load_settings
from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.lists.checking import SHOWN, check_lists
from sync.ports import ListSource, Progress
from sync.reports import CheckReport
from sync.tables.layout import Layout
from sync.values import ListKind, Place
from yumsync.bootstrap import App, Silence
from yumsync.checks import ANNOTATED_FINDINGS, Extras, finish
from yumsync.listparts import list_source, reading_by, register_rules, saved_layouts
from yumsync.named import as_configured, by_itself, file_settings, layout_names, list_of


def check_files(
    files: Sequence[Path],
    kind: ListKind | None = None,
    *,
    config: Path | None = None,
    progress: Progress | None = None,
    extras: Extras | None = None,
) -> CheckReport:
    """Read and clean files, each a list of its own with nothing said about who is absent; touch nothing.

    They are read by the policy and the units of the configuration; by the usual policy where no configuration is
    named and there is none in the working folder. A file of exactly one configured list is read by that list's unit,
    kind and layout, unless `kind` or `extras` say otherwise; for a layout to be saved it is read afresh. Where nobody
    says the kind, a file that says it is a register of movements is read as one. What `extras` ask for is written
    beside them. Of a list whose people whoever asks may not see, no cell is shown and no copy made.
    Raises ConfigError, ListError for a copy that is not made, AccessRefused, YumsyncError.
    """
    extras = extras or Extras()
    extras.refuse(files)
    configured = config is not None or Path(FILE_NAME).exists()
    settings = load_settings(config) if configured else None
    base = settings.base if settings else Path.cwd()
    headers, seen = load_headers(), list[tuple[Place, Layout]]()
    belong = [list_of(file, settings) if settings and not extras.save_layout else None for file in files]
    loose = [file_settings(file, kind, of, extras.layout) for file, of in zip(files, belong, strict=True)]
    layouts = saved_layouts(layout_names(loose), base)
    if kind is None:

        def opened(one: ListSettings) -> ListSource:
            return list_source(one, Path.cwd(), headers, None, layouts.get(one.layout or ""))

        loose = [one if of else by_itself(one, opened) for one, of in zip(loose, belong, strict=True)]
    sources = [
        as_configured(list_source(one, Path.cwd(), headers, None, layouts.get(one.layout or ""), seen), file, of)
        for one, file, of in zip(loose, files, belong, strict=True)
    ]
    by = reading_by(settings.policy if settings else {})
    if settings is not None:
        with App(settings) as app:
            app.actor.require(Permission.PREVIEW)
            units = [None if (of := list_of(file, settings)) is None else of.unit or WHOLE for file in files]
            for unit in units if extras.annotate else ():
                if unit is not None:
                    app.actor.require(Permission.PEOPLE, unit)
            by = replace(by, units=app.units_as_listed()[0])
            sight = app.actor.sight()
    shown = ANNOTATED_FINDINGS if extras.annotate else SHOWN
    report = check_lists(sources, by, progress or Silence(), seen, shown=shown, register=register_rules())
    for one, unit in zip(report.lists, units, strict=True) if settings is not None else ():
        if unit is not None:
            Shown(sight).list(one, unit)
    return finish(report, seen, extras, base, files[0])
