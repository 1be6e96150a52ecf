"""An upstream of workbooks, opened over an app's parts, and what it leaves for an officer to do."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.upstream.workbook import Handover, WorkbookUpstream
from config.forms import FOLDER
from config.headers import load_headers
from config.profile import WorkbookProfile
from sync.engine import Engine
from sync.errors import ConfigError, UpstreamError

if TYPE_CHECKING:
    from yumsync.bootstrap import App

__all__ = ["Handover", "by_hand", "handover", "open_workbooks"]


def open_workbooks(app: App, profile: WorkbookProfile) -> WorkbookUpstream:
    """Return the upstream in the folder that the configuration names, told of what earlier runs sent.

    Raises ConfigError `upstream-not-a-folder`, and whatever reading the state raises.
    """
    url = app.settings.upstream.url
    if not url.startswith(FOLDER):
        raise ConfigError("upstream-not-a-folder", key="upstream.url")
    folder = app.settings.absolute(url.removeprefix(FOLDER).strip())
    reading = replace(app.reading(), units=app.keeping.rules(app.store.units.tree()))
    sent = [(one.key, one.body, one.ids) for one in app.store.outbox.accepted(bodies=True)]
    return WorkbookUpstream(profile, folder, reading, load_headers(), sent)


def by_hand(engine: Engine) -> Engine:
    """Return an engine that leaves what was accepted to an officer, and asks about all of it in every run: what
    stands in a file need not be asked politely."""
    return replace(engine, by_hand=True, delivery=replace(engine.delivery, polls=sys.maxsize))


def handover(app: App) -> Handover | None:
    """Return what an officer has to carry; None for an upstream over a network, or where its folder cannot be
    reached: a run says so itself. Raises ConfigError."""
    upstream = app.upstream() if isinstance(app.profile, WorkbookProfile) else None
    if not isinstance(upstream, WorkbookUpstream):
        return None
    try:
        return upstream.handover()
    except UpstreamError:
        return None
