"""Wires settings, secrets, state, lists, knowledge and upstream into the one `App` that every verb is given.

What only some verbs need is wired over it by modules of their own beside this one.
Everything heavy is imported where it is first needed, so that a nightly run over unchanged lists starts fast.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from config.charter import load_movements
from config.headers import load_headers
from config.policy import list_guards, policy_values, removal_guard
from config.profile import Profile, RequestsProfile, WorkbookProfile, load_profile
from config.secrets import Secrets, gather, gather_lists, gather_state
from config.settings import Settings, load_settings
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.delivery.sending import DeliveryPolicy
from sync.engine import Engine
from sync.errors import ConfigError, ConfigProblem, YumsyncError
from sync.lists.checking import check_lists
from sync.lists.reading import Reading
from sync.lists.streaming import Part
from sync.looking import SHOWN_OPERATIONS, Looking
from sync.planning.planner import Movements
from sync.ports import ListSource, Progress, RunInfo, Store, UnitSource, Upstream
from sync.reports import CheckReport, PlanReport, RunReport, StatusReport, SyncReport, UnitImportReport
from sync.tables.layout import Layout
from sync.units.importing import UnitKeeping
from sync.units.report import UnitsReport
from sync.units.rows import UnitRules
from sync.unittree import UnitTree
from sync.values import ListKind, Place
from yumsync.checks import Extras, finish
from yumsync.listparts import list_source, reading_by, register_rules, saved_layouts
from yumsync.unitparts import unit_keeping, with_units

if TYPE_CHECKING:
    from httpx import BaseTransport

    from sync.access.actor import Actor
    from sync.delivery.unanswered import Unanswered
    from sync.erasure.erasing import Erasing
    from sync.evidence.auditing import Audit
    from sync.evidence.exports import Exports
    from sync.evidence.stories import Stories
    from sync.questions.holds import Holds
    from sync.reconciliation.comparing import Reconciliation
    from sync.reconciliation.settling import Settling
    from sync.units.resolving import Resolver
    from yumsync.doctor import Health
    from yumsync.guarantees import Guarantee
    from yumsync.handover import Handover
    from yumsync.reporting import Reports


class Silence:
    """A progress that shows nothing."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Ignore."""

    def advance(self, count: int, **facts: int) -> None:
        """Ignore."""


@dataclass
class App:
    """The program, wired: what each verb of the command line calls. Close it when done."""

    settings: Settings
    progress: Progress = field(default_factory=Silence)
    stop: Callable[[], bool] = lambda: False
    warnings: list[ConfigProblem] = field(default_factory=list)
    _store: Store | None = None
    _upstream: Upstream | None = None
    _secrets: Secrets | None = None
    _actor: Actor | None = None

    # ── parts, made when first needed ────────────────────────────────────────────────────────────────────

    @property
    def secrets(self) -> Secrets:
        """The configuration's secrets, resolved. Raises ConfigError."""
        if self._secrets is None:
            self._secrets = gather(self.settings, self.warnings.append)
        return self._secrets

    @property
    def actor(self) -> Actor:
        """Who asks, with their roles. Raises ConfigError."""
        if self._actor is None:
            from yumsync.access import actor  # noqa: PLC0415

            self._actor = actor(self)
        return self._actor

    @property
    def who(self) -> str:
        """Who asks, for the journal: account and machine."""
        return f"{self.actor.account}@{socket.gethostname()}"

    @property
    def store(self) -> Store:
        """The state. Raises ConfigError, StateError or Busy."""
        if self._store is None:
            from state.store import open_store  # noqa: PLC0415

            self._store = open_store(self.secrets.state_url, self.secrets.key, who=self.who)
        return self._store

    @property
    def profile(self) -> Profile:
        """The upstream's profile. Raises ConfigError."""
        return load_profile(self.settings.upstream.profile, self.settings.base)

    def upstream(self) -> Upstream:
        """The upstream, opened when something is to be sent. Raises ConfigError."""
        if self._upstream is None:
            self._upstream = self.open_as(self.profile)
        return self._upstream

    def open_as(self, profile: Profile, url: str = "", transport: BaseTransport | None = None) -> Upstream:
        """Return an upstream spoken to by a profile, with this configuration's user and secret; at `url`, or at the
        configuration's own address. Raises ConfigError."""
        if isinstance(profile, WorkbookProfile):
            from yumsync.handover import open_workbooks  # noqa: PLC0415

            return open_workbooks(self, profile)
        url, token, user = url or self.settings.upstream.url, self.secrets.token, self.settings.upstream.user
        if isinstance(profile, RequestsProfile):
            from adapters.upstream.requests.upstream import RequestsUpstream  # noqa: PLC0415

            return RequestsUpstream(profile, url, token, user, transport=transport)
        from adapters.upstream.contract import HttpUpstream  # noqa: PLC0415

        return HttpUpstream(profile, url, token, user, transport=transport)

    def sources(
        self, recognised: list[tuple[Place, Layout]] | None = None, *, bound: bool = True
    ) -> list[ListSource]:
        """The lists of people of the configuration, unopened. Key and token are not asked for. Raises ConfigError.

        `recognised` is told the layout of each table that is read; `bound` lets saved layouts count.
        """
        return [one for one in self._lists(recognised, bound=bound) if one.kind is not ListKind.UNITS]

    @property
    def keeping(self) -> UnitKeeping:
        """What keeps the tree of units, with the lists of units of the configuration. Raises ConfigError."""
        lists = [one for one in self._lists() if one.kind is ListKind.UNITS] if self._has_units else []
        return unit_keeping(lists, self.settings.policy)

    @property
    def _has_units(self) -> bool:
        return any(one.kind is ListKind.UNITS for one in self.settings.lists)

    def _lists(self, recognised: list[tuple[Place, Layout]] | None = None, *, bound: bool = True) -> list[UnitSource]:
        headers = load_headers()
        secrets = self._secrets
        urls = secrets.lists if secrets else gather_lists(self.settings, self.warnings.append)
        base, lists = self.settings.base, self.settings.lists
        layouts = saved_layouts([one.layout for one in lists if one.layout and bound], base)
        return [
            list_source(one, base, headers, urls.get(one.name), layouts.get(one.layout or ""), recognised)
            for one in lists
        ]

    def reading(self) -> Reading:
        """What rows are read by; today is the office's own day at the start of the run."""
        return reading_by(self.settings.policy)

    def engine(self) -> Engine:
        """The use cases over these parts."""
        run = self.settings.run
        engine = Engine(
            store=self.store,
            sources=self.sources(),
            reading=self.reading(),
            fields=self.profile.fields,
            movements=self.movements,
            upstream=self.upstream,
            progress=self.progress,
            who=self.who,
            actor=self.actor,
            guards=list_guards(policy_values(self.settings.policy)),
            delivery=DeliveryPolicy(dead_after=run.dead_after_attempts, seconds=run.send_minutes * 60 or None),
            lease_seconds=run.lease_seconds,
            keeping=self.keeping,
            stop=self.stop,
            ahead=self._ahead,
        )
        if isinstance(self.profile, WorkbookProfile):
            from yumsync.handover import by_hand  # noqa: PLC0415

            return by_hand(engine)
        return engine

    def looking(self) -> Looking:
        """What may be seen of the state; no list is opened for it."""
        return Looking(self.store, self.actor, by_hand=isinstance(self.profile, WorkbookProfile))

    def _ahead(self, name: str, parts: Iterator[Part]) -> Iterator[Part]:
        """Read the files of a list ahead of its plan. A connection to a database is not for two processes."""
        from yumsync.ahead import ahead  # noqa: PLC0415

        in_files = any(one.name == name and one.path for one in self.settings.lists)
        return ahead(parts) if in_files else parts

    @property
    def movements(self) -> Movements:
        """What papers are decided by. Raises ConfigError."""
        values = policy_values(self.settings.policy)
        profile = self.profile
        return Movements(load_movements(), profile.types, profile.bare, removal_guard(values))

    # ── verbs ────────────────────────────────────────────────────────────────────────────────────────────

    def check(self, extras: Extras | None = None) -> CheckReport:
        """Read and clean the lists of the configuration; touch nothing. A layout to be saved is read afresh.

        Raises ConfigError.
        """
        self.actor.require(Permission.PREVIEW)
        extras, seen = extras or Extras(), list[tuple[Place, Layout]]()
        extras.refuse(())
        sources = self.sources(seen, bound=extras.save_layout is None)
        units, reports = self.units_as_listed()
        reading = replace(self.reading(), units=units)
        checked = check_lists(sources, reading, self.progress, seen, register=register_rules())
        report = self.shown(with_units(checked, reports))
        return finish(report, seen, extras, self.settings.base)

    def shown(self, report: CheckReport) -> CheckReport:
        """Leave out of a check what whoever asks may not see: the rows of lists of other units."""
        shown, units = Shown(self.actor.sight()), {one.name: one.unit or "" for one in self.settings.lists}
        for one in report.lists:
            if one.name in units:
                shown.list(one, units[one.name])
        return report

    def units_as_listed(self) -> tuple[UnitRules | None, Sequence[UnitsReport]]:
        """The tree as the next run would have it, and what was read for that; nothing of it is kept.

        The state is only read. Where there is none, or it cannot be read just now, the lists of units are all that is
        known.
        """
        from state.store import units_kept  # noqa: PLC0415

        try:
            known = units_kept(gather_state(self.settings))
        except YumsyncError:
            known = UnitTree()
        made = self.keeping.from_lists(known, self.progress)
        return self.keeping.rules(made.tree), made.reports

    def plan(self) -> PlanReport:
        """Preview: see `Engine.plan`."""
        return self.engine().plan()

    def apply(self, run: str, answers: Callable[[RunInfo], int] | None = None) -> SyncReport:
        """Carry out a reviewed plan: see `Engine.apply`."""
        with self._at_the_end():
            return self.engine().apply(run, answers=answers)

    def sync(self, *, retry_refused: bool = False) -> SyncReport:
        """Plan and apply: see `Engine.sync`. `retry_refused` sends once more what was refused before."""
        with self._at_the_end():
            return self.engine().sync(retry_refused=retry_refused)

    def _at_the_end(self) -> AbstractContextManager[None]:
        """What is done at the end of a run: whoever should know is told what changed."""
        if self.settings.notify is None:
            return nullcontext()
        from yumsync.alarm import at_the_end  # noqa: PLC0415

        return at_the_end(self)

    def status(self) -> StatusReport:
        """Where things stand."""
        return self.looking().status()

    def runs(self, limit: int = 20) -> Sequence[RunInfo]:
        """The latest runs, newest first."""
        return self.looking().runs(limit)

    def run(self, run: str, *, whole: bool = False) -> RunReport:
        """One run with its operations, the first or all of them, and its holds."""
        return self.looking().run(run, limit=None if whole else SHOWN_OPERATIONS)

    def handover(self) -> Handover | None:
        """What an officer has to carry to an upstream of workbooks; None for any other. Raises ConfigError."""
        if not isinstance(self.profile, WorkbookProfile):
            return None
        from yumsync.handover import handover  # noqa: PLC0415

        return handover(self)

    def guarantee(self) -> Guarantee:
        """What a run can guarantee with this profile where an answer is lost. Raises ConfigError."""
        from yumsync.guarantees import guarantee  # noqa: PLC0415

        return guarantee(self.profile)

    def holds(self) -> Holds:
        """What waits for an officer, and what is decided about it."""
        from sync.questions.holds import Holds  # noqa: PLC0415
        from yumsync.reviewing import approving  # noqa: PLC0415

        def resolver() -> Resolver | None:
            units = self.units()
            return None if units is None else units.resolver

        return Holds(self.store, approving(self.store), self.settings.run.lease_seconds, resolver, self.actor)

    def unanswered(self) -> Unanswered:
        """What was sent and has no answer, and taking down what an officer found became of it."""
        from sync.delivery.unanswered import Unanswered  # noqa: PLC0415

        return Unanswered(self.store, lambda: self.upstream().promises, self.settings.run.lease_seconds, self.actor)

    def reconciliation(self) -> Reconciliation:
        """What compares lists, ledger and upstream."""
        from sync.reconciliation.comparing import Reconciliation  # noqa: PLC0415

        engine = self.engine()
        return Reconciliation(
            self.store,
            self.upstream,
            engine.draft,
            engine.reading,
            engine.units,
            self.profile.fields,
            self.progress,
            engine.who,
            engine.lease_seconds,
            self.actor,
        )

    def settling(self) -> Settling:
        """What settles what a reconciliation finds."""
        from config.reconcile import reconcile_policy  # noqa: PLC0415
        from sync.reconciliation.settling import Settling  # noqa: PLC0415
        from yumsync.asof import as_of  # noqa: PLC0415

        policy = reconcile_policy(self.settings.reconcile)
        return Settling(self.reconciliation(), self.engine(), policy, as_of(self.settings))

    def stories(self) -> Stories:
        """What tells one person's whole story."""
        from sync.evidence.stories import Stories  # noqa: PLC0415

        return Stories(self.store, self.actor)

    def exports(self) -> Exports:
        """What hands out all that is kept of one person."""
        from sync.evidence.exports import Exports  # noqa: PLC0415

        return Exports(self.store, self.actor)

    def erasing(self) -> Erasing:
        """What takes one person out of everything that is kept. Raises ConfigError."""
        from yumsync.erasing import erasing  # noqa: PLC0415

        return erasing(self)

    def audit(self) -> Audit:
        """The journal, to look into and to prove."""
        from sync.evidence.auditing import Audit  # noqa: PLC0415

        return Audit(self.store, self.actor)

    def reports(self) -> Reports:
        """What officers look at: candidates, transfers, who is away, figures."""
        from yumsync.reporting import Reports  # noqa: PLC0415

        return Reports(self.store, self.settings.policy, self.rules_kept, self.actor)

    def rules_kept(self) -> UnitRules | None:
        """The tree of units as the state knows it, for what must know it before anything is permitted."""
        return self.keeping.rules(self.store.units.tree())

    def units(self) -> UnitRules | None:
        """The tree of units as the state knows it; None where none was imported."""
        return self.engine().units()

    def import_units(self, *, upstream: bool = False) -> UnitImportReport:
        """Bring the tree of units up to date: from the upstream, or from the lists of units. See `Engine`.

        Raises ConfigError where there is neither such a list nor `upstream`.
        """
        if not upstream and not self._has_units:
            raise ConfigError("config-no-units", key="[[list]]")
        return self.engine().import_units(upstream=upstream)

    def doctor(self) -> Sequence[Health]:
        """Check configuration, key, database, clock, disk and upstream; never raises for what it finds."""
        from yumsync.doctor import examine  # noqa: PLC0415

        return examine(self)

    def close(self) -> None:
        """Release what was opened."""
        for part in (self._upstream, self._store):
            if part is not None:
                part.close()
        self._upstream = self._store = None

    def __enter__(self) -> App:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_app(
    config: Path | None = None, *, progress: Progress | None = None, stop: Callable[[], bool] | None = None
) -> App:
    """Load a configuration and return the program over it. Raises ConfigError."""
    return App(load_settings(config), progress or Silence(), stop or (lambda: False))


def prepare(settings: Settings) -> None:
    """Make or upgrade the state's database. Raises ConfigError, StateError or Busy."""
    from state.migrate import upgrade  # noqa: PLC0415

    upgrade(gather(settings).state_url)
