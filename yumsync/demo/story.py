"""`yumsync demo`: the whole story on a fabricated province, told by the program's own commands.

Every step runs the real command in a process of its own and prints the line an officer would type, so that each can
be repeated by hand in the folder that is left behind. Every figure that is told is held against what came out.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from config.wording import Wording
from yumsync.demo import month, officer, province, registers, units, writers
from yumsync.demo.month import MonthStory
from yumsync.demo.province import MEMBERS, Person, Province
from yumsync.demo.stage import Say, Stage

DUE = "30/06/2023"
"""The day for which it is asked whom to look at: half a year after the lists."""

LINES = {"admit": "admitted", "readmit": "readmitted", "mature": "matured", "strike_off": "struck_off"} | {
    "expel": "expelled",
    "decease": "deceased",
    "transfer": "transferred_out",
    "reorganise": "reorganised_in",
}
"""The line of the figures in which the operations of a type are counted."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a province: the seed article's, unless a test asks for a smaller one."""

    districts: int = 10
    branches: int = 695
    members: int = 48_000
    youth: int = 12_000


def tell(folder: Path, wording: Wording, *, scale: Scale = Scale(), out: Say | None = None) -> int:
    """Tell the whole story in `folder`; return 0 when the last sync sent nothing and every figure came out as told.

    Raises ConfigError when the folder holds something else, or a step fails.
    """
    say = out or (lambda line: print(line, flush=True))  # noqa: T201
    stage = Stage(folder, wording, say)
    began = time.monotonic()
    try:
        _story(stage, scale)
        stage.tell("end" if stage.as_told else "differs", seconds=round(time.monotonic() - began))
        stage.tell("next", folder=str(folder))
    finally:
        stage.close()
    return 0 if stage.as_told else 1


def _story(stage: Stage, scale: Scale) -> None:
    made = _first(stage, scale)
    story = _month(stage, made)
    held = _answers(stage, story)
    merged = _merger(stage, story, held)
    _figures(stage, story, merged)
    stage.tell("last")
    stage.run("sync", shown=14)
    stage.expect("sent", Counter(), stage.took_effect())
    stage.run("status")


# ── the province, and a month ────────────────────────────────────────────────────────────────────────────────


def _first(stage: Stage, scale: Scale) -> Province:
    stage.tell("begin", branches=scale.branches, folder=stage.folder.name)
    stage.make_folder()
    made = province.generate(
        districts=scale.districts, branches=scale.branches, members=scale.members, youth=scale.youth
    )
    written = writers.write(made, stage.folder)
    written += registers.write(made, stage.folder) + units.write(made, stage.folder)
    stage.start_standin()
    stage.write_config(written)
    stage.tell("province", people=len(made.people), files=len(written.files), lists=len(written.lists), url=stage.url)
    stage.run("init")
    stage.tell("first")
    stage.run("sync")
    stage.expect("sent", Counter(created=made.sound), stage.took_effect())
    return made


def _month(stage: Stage, made: Province) -> MonthStory:
    stage.tell("month")
    story = month.apply(made, stage.folder)
    moved, said = story.moved, stage.wording.say
    stage.tell("month-lists", created=story.creations, updated=story.updates, cosmetic=len(story.cosmetic))
    names = {name: said(f"movement-{name}") for name in moved.sent}
    counted = ", ".join(f"{count} {names[name][:1].lower()}{names[name][1:]}" for name, count in moved.sent.items())
    stage.tell("month-papers", papers=len(moved.papers), movements=counted)
    stage.tell(
        "month-trouble",
        missing=len(story.missing),
        cut=len(story.cut),
        vanished=len(story.vanished),
        **{name.replace("-", "_"): count for name, count in moved.held.items()},
        impossible=len(moved.impossible),
        unlisted=len(moved.unlisted),
        withdrawn=len(moved.withdrawn),
    )
    stage.receivers("later")
    stage.tell("preview")
    stage.run("plan", shown=46)
    stage.tell("second")
    stage.run("apply", stage.latest())
    stage.expect("sent", moved.sent | {"created": story.creations, "changed": story.updates}, stage.took_effect())
    stage.tell("transit", count=moved.sent["transfer"])
    stage.run("report", "transit", "--on", "31/12/2022", shown=4)
    return story


# ── what an officer decides ──────────────────────────────────────────────────────────────────────────────────


def _answers(stage: Stage, story: MonthStory) -> Mapping[str, int]:
    """Answer some of the questions; return how many wait now, by their code."""
    stage.tell("holds")
    stage.run("status")
    stage.run("holds", "--code", "missing", shown=6)
    waiting = officer.questions(stage)
    stage.expect("holds", story.held, officer.by_code(waiting))
    first, second = officer.missing(waiting, story)[:2]
    stage.tell("decide")
    paper = ("--as", "strike_off", "--on", "05/01/2023", "--decision-no", "31-QĐ/ĐTN")
    stage.run("holds", "approve", first, *paper, "--reason", "Bỏ sinh hoạt ba tháng")
    stage.run("holds", "reject", second, "--reason", "Đang đi học xa, vẫn sinh hoạt")
    stage.tell("review", file=officer.REVIEW)
    stage.run("plan", "--workbook", officer.REVIEW, shown=12)
    filled = officer.fill_in(stage, waiting)
    stage.tell("review-filled", approved=filled["approve"], rejected=filled["reject"])
    stage.run("apply", "--review", officer.REVIEW)
    held = {code: count for code, count in story.held.items() if code not in officer.ANSWERS}
    return {**held, "missing": held["missing"] - 2}


def _merger(stage: Stage, story: MonthStory, held: Mapping[str, int]) -> Sequence[Person]:
    """Merge two communes while what was decided is carried out; return who followed their branch."""
    moved = story.moved
    merger = units.merge(story.province, [*story.contradicted, *moved.still_listed])
    stopped = {number for number, mistake in story.province.deliberate.items() if mistake.stops}
    people = [one for one in story.province.people if one.branch in merger.branches and one.number not in stopped]
    units.write(story.province, stage.folder, merger)
    stage.receivers("now")
    stage.tell(
        "merger",
        communes=" + ".join(one.name for one in merger.communes),
        union=merger.union,
        branches=len(merger.into),
        people=len(people),
    )
    stage.run("sync", shown=36)
    approved = {"strike_off": len(moved.incomplete) + 1, "transfer": len(moved.letterless) + len(moved.unpapered)}
    stage.expect("sent", approved, stage.took_effect())
    pairs = len({one.branch for one in people})
    stage.expect("holds", {**held, "reorganisation": pairs}, officer.by_code(officer.questions(stage)))
    stage.tell("merger-approved")
    decision = ("--decision-no", "15-QĐ/TĐTN", "--reason", "Sắp xếp đơn vị hành chính")
    stage.run("holds", "approve", "--code", "reorganisation", "--yes", *decision)
    stage.run("sync", shown=18)
    stage.expect("sent", {"reorganise": len(people)}, stage.took_effect())
    return people


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────


def _figures(stage: Stage, story: MonthStory, merged: Sequence[Person]) -> None:
    moved = story.moved
    told = moved.sent | {
        "strike_off": moved.sent["strike_off"] + len(moved.incomplete) + 1,
        "transfer": moved.sent["transfer"] + len(moved.letterless) + len(moved.unpapered),
        "reorganise": sum(one.kind == MEMBERS for one in merged),
    }
    stage.tell("figures")
    today = datetime.now(UTC).astimezone().date()
    period = ("--from", f"{today.replace(day=1):%d/%m/%Y}", "--to", f"{today:%d/%m/%Y}")
    stage.run("report", "movements", *period, shown=15)
    rows = stage.ask("report", "movements", *period)["units"]
    for movement, line in LINES.items():
        stage.expect(line, told[movement], sum(row[line] for row in rows))
    stage.expect("balanced", [], [row["unit"] for row in rows if not row["balanced"]])
    stage.tell("due", day=DUE)
    stage.run("report", "due", "--on", DUE, shown=12)
