"""What `check` leaves behind where it is asked to: a saved layout, an annotated copy. Lists are never touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from config.wording import Wording
from sync.errors import YumsyncError
from sync.reports import CheckReport
from sync.tables.layout import Layout
from sync.values import Place

ANNOTATED_FINDINGS = 100_000
"""Findings carried for an annotated copy; on the screen fewer are shown."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a check is asked for besides its report.

    `layout` names the saved layout to read by, `save_layout` the one to make, `annotate` is the copy to write;
    `force` lets the last two replace what stands there.
    """

    layout: str | None = None
    save_layout: str | None = None
    annotate: Path | None = None
    force: bool = False
    wording: Wording | None = None

    def refuse(self, files: Sequence[Path]) -> None:
        """Raise YumsyncError for what does not go together: a copy of anything but one file."""
        if self.annotate is not None and len(files) != 1:
            raise YumsyncError("usage-one-file", name="--annotate")
        if self.layout is not None and not files:
            raise YumsyncError("usage-one-file", name="--layout")


def finish(
    report: CheckReport,
    recognised: Sequence[tuple[Place, Layout]],
    extras: Extras,
    base: Path,
    file: Path | None = None,
) -> CheckReport:
    """Write what was asked for and return the report that tells of it. `base` is the folder `layouts` lies in.

    Raises ConfigError for a layout, ListError or YumsyncError for a copy that cannot be written, and OSError.
    """
    wording = extras.wording or Wording()
    if extras.save_layout is not None:
        report = replace(report, saved_layout=_save(recognised, extras.save_layout, extras, base, wording))
    if extras.annotate is not None and file is not None:
        from adapters.lists.annotate.writing import annotate  # noqa: PLC0415 -- slow to load

        made = annotate(file, report.lists[0], extras.annotate, wording, force=extras.force)
        report = replace(report, annotated=made)
    return report


def _save(recognised: Sequence[tuple[Place, Layout]], name: str, extras: Extras, base: Path, wording: Wording) -> str:
    from adapters.lists.layoutfile import FOLDER, layout_path  # noqa: PLC0415 -- needs pydantic
    from adapters.lists.layoutsave import layout_text, saved_tables, units_of, write_layout  # noqa: PLC0415

    path = layout_path(name, base)
    seen = [(place.sheet, layout) for place, layout in recognised]
    tables = saved_tables(seen)
    write_layout(path, layout_text(name, tables, wording, units_of(tables, seen)), force=extras.force)
    return f"{FOLDER}/{path.name}"
