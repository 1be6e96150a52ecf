"""What the pages say is so: commands exist, screens are the real ones, links lead somewhere, tables are complete.

The `console` blocks of the README and of the officers' guide are one session each, from top to bottom. The lists and
configurations shown between them are written as shown, the commands are run as a user runs them against a live
stand-in, and what is shown must be what the program prints. A comment `faults` gives the stand-in rules to refuse by;
an empty list takes them away. On a page `…` stands for anything: alone on a line for
any lines, inside a line for any text.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path
from typing import Any, get_args

import httpx
import orjson
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from config.policy import policy_values
from config.settings import EXAMPLE, load_settings
from config.wording import Wording
from standin.faults import Rule
from yumsync.cli.face import Face
from yumsync.cli.frame import parted
from yumsync.cli.verbs import command

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
GUIDE = ROOT / "docs" / "huong-dan.md"
PAGES = sorted([README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
FOLDERS = "adapters|bench|config|docs|examples|standin|state|sync|tests|yumsync"

by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the words after it, and what stands in it."""

    language: str
    about: str
    text: str


def blocks(page: Path) -> list[Block]:
    """Return a page's fenced blocks in order."""
    found = re.findall(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [Block(*parts) for parts in found]


def prose(page: Path) -> str:
    """Return a page's text without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def table(page: Path, heading: str) -> list[list[str]]:
    """Return the rows of the first table below a heading, without its own header."""
    below = page.read_text("utf-8").partition(f"\n{heading}\n")[2]
    assert below, f"{page.name} has no heading {heading!r}"
    lines = re.search(r"^\|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", below, re.MULTILINE)
    assert lines, f"no table below {heading!r}"
    return [[cell.strip() for cell in line.strip("|\n").split(" | ")] for line in lines[1].splitlines()]


# ── links and names ──────────────────────────────────────────────────────────────────────────────────────────


def anchors(page: Path) -> set[str]:
    """Return the fragments of a page's headings, as they are made on the web."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@by_page
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.exists(), f"{page.name}: {target}"
        assert not fragment or fragment in anchors(aim), f"{page.name}: {target}"


@by_page
def test_names_of_files_are_right(page: Path) -> None:
    """Whatever stands as code and looks like a path of this repository is one."""
    for name in re.findall(rf"`((?:{FOLDERS})/[\w./*-]*)`", prose(page)):
        assert list(ROOT.glob(name.rstrip("/"))), f"{page.name}: {name}"


@by_page
def test_targets_of_make_exist(page: Path) -> None:
    text = prose(page) + "".join(block.text for block in blocks(page) if block.language == "sh")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {(README.parent / link).resolve() for link in re.findall(r"\]\(([\w/.-]+)\)", prose(README))}
    assert {page for page in PAGES if page not in (README, ROOT / "examples" / "README.md")} <= linked


def test_the_folder_tables_name_every_folder() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    readme = {row[0].strip("`/") for row in table(README, "## Where things live")}
    assert readme == packages | {"docs", "examples"}
    drawn = {row[0].strip("`/") for row in table(ROOT / "docs" / "architecture.md", "## The folders and the arrows")}
    assert drawn == packages - {"tests", "bench"}


def test_every_promise_names_its_tests() -> None:
    rows = table(README, "## Promises")
    told = re.findall(r"^(\d+)\. (.+)$", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
    promised = [text for _, text in told[-len(rows) :]]
    assert [row[1] for row in rows] == promised
    for row in rows:
        names = re.findall(r"`(tests/[^`]+)`", row[2])
        assert names, row[1]
        assert all((ROOT / name).is_file() for name in names), row


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────


def commands(page: Path) -> Iterator[str]:
    """Yield every command line of the program that a page shows, in blocks and in prose."""
    for block in blocks(page):
        if block.language in {"sh", "console"}:
            lines = re.findall(r"^(?:\$ )?(?:\S*/)?yumsync( [^\n#>]*)?(?:[#>].*)?$", block.text, re.MULTILINE)
            yield from (line.strip() for line in lines if block.language == "sh" or line)
        elif block.language in {"cron", "ini"}:
            yield from (line.strip() for line in re.findall(r"bin/yumsync ([^\n>]*)", block.text))
    yield from re.findall(r"`yumsync ([^`]+)`", prose(page))


@by_page
def test_commands_exist(page: Path) -> None:
    """Verbs and options are the program's own."""
    program = command(Face(Wording("en")), completing=True)
    general = {option for parameter in program.params for option in parameter.opts}
    for line in commands(page):
        written = shlex.split(line)
        options, rest = parted(written)
        assert set(options) <= general
        if not rest or rest[0].startswith("-"):
            assert set(rest) <= general | {"--help", "-h"}, f"{page.name}: yumsync {line}"
            continue
        assert rest[0] in program.commands, f"{page.name}: yumsync {line}"
        verb = program.commands[rest[0]]
        if rest[1:2] and rest[1] in getattr(verb, "commands", {}):
            verb = verb.commands[rest[1]]
        known = {option for parameter in verb.params for option in parameter.opts} | {"--help", "-h"}
        used = {part.partition("=")[0] for part in rest[1:] if part.startswith("-")}
        assert used <= known, f"{page.name}: yumsync {line}"


def test_the_script_is_installed_by_that_name() -> None:
    (script,) = entry_points(group="console_scripts", name="yumsync")
    assert script.value == "yumsync.cli:main"


# ── configuration and data ───────────────────────────────────────────────────────────────────────────────────

TOML = [(page, block) for page in PAGES for block in blocks(page) if block.language == "toml"]


@pytest.mark.parametrize(("page", "block"), TOML, ids=lambda value: getattr(value, "name", None))
def test_configurations_are_usable_or_quoted(page: Path, block: Block, tmp_path: Path) -> None:
    """A block is a whole `yumsync.toml` that loads, or stands in the file it names to the letter."""
    if block.about == "yumsync.toml":
        (tmp_path / "yumsync.toml").write_text(block.text, "utf-8")
        load_settings(tmp_path / "yumsync.toml")
    else:
        assert block.text in (ROOT / block.about).read_text("utf-8"), f"{page.name}: {block.about}"


def test_the_annotated_example_is_linked_and_not_copied() -> None:
    page = ROOT / "docs" / "configuration.md"
    assert f"](../{EXAMPLE.relative_to(ROOT).as_posix()})" in page.read_text("utf-8")
    comments = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line.startswith("# ") and len(line) > 40]
    assert not [line for line in comments if line in page.read_text("utf-8")]


def test_the_table_of_policy_values_is_the_program_s() -> None:
    shown = {
        row[0].strip("`"): tomllib.loads(f"value = {row[1].strip('`')}")["value"]
        for row in table(ROOT / "docs" / "configuration.md", "## Policy values")
    }
    assert shown == policy_values()


def test_the_rules_shown_for_faults_are_rules() -> None:
    shown = [block for block in blocks(ROOT / "docs" / "standin.md") if block.about == "faults"]
    assert [Rule.model_validate(rule) for block in shown for rule in orjson.loads(block.text)]
    told = {row[0].strip("`") for row in table(ROOT / "docs" / "standin.md", "## Failing on demand")}
    assert told == set(get_args(Rule.model_fields["do"].annotation))


def test_every_code_of_a_list_is_told() -> None:
    """What reading can find wrong is in the page about lists, and nothing else is."""
    sources = [*(ROOT / "adapters" / "lists").rglob("*.py"), *(ROOT / "sync").rglob("*.py")]
    sources += (ROOT / "yumsync").glob("*.py")
    sources.remove(ROOT / "sync" / "planning" / "planner.py")  # its codes are of holds
    raised = {code for path in sources for code in re.findall(r'"(list-[a-z-]+)"', path.read_text("utf-8"))}
    page = ROOT / "docs" / "lists.md"
    told = set(re.findall(r"^\| `(list-[a-z-]+)` \|", page.read_text("utf-8"), re.MULTILINE))
    assert told == raised


def test_every_reason_for_setting_a_row_aside_is_told() -> None:
    entries = (ROOT / "config" / "messages" / "en" / "findings.ftl").read_text("utf-8")
    told = {row[0].strip("`") for row in table(ROOT / "docs" / "lists.md", "## What is set aside")}
    assert told == set(re.findall(r"^aside-([a-z]+) =", entries, re.MULTILINE))


def imported() -> set[str]:
    """Return the distributions the program's packages import from, or name as a database driver."""
    owners = packages_distributions()
    found: set[str] = set()
    for package in ("adapters", "config", "standin", "state", "sync", "yumsync"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text("utf-8")
            modules = re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)
            found |= {owner.lower() for module in modules for owner in owners.get(module, ())}
            found |= {"psycopg"} if '"psycopg"' in text else set()
    return found


def test_every_library_earns_its_place() -> None:
    """Those of the program that it really uses, and all of development's, are told, and no others."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    def names(requirements: Sequence[str]) -> set[str]:
        return {re.split(r"[\[>=<]", one)[0] for one in requirements}

    def told(heading: str) -> set[str]:
        return {name for row in table(ROOT / "docs" / "libraries.md", heading) for name in row[0].split(", ")}

    assert told("## At run time") == names(project["dependencies"]) & imported()
    assert told("## For development") == names(project["optional-dependencies"]["dev"])


def test_every_table_of_the_state_is_told() -> None:
    from state.tables import metadata  # noqa: PLC0415 (no other test here needs the database's library)

    told = {
        row[0].strip("`"): {name.strip("`") for name in row[2].strip("| ").split(", ")} - {""}
        for row in table(ROOT / "docs" / "architecture.md", "## What must survive: the tables")
    }
    assert told.keys() == metadata.tables.keys()
    for name, sealed in told.items():
        assert sealed <= set(metadata.tables[name].columns.keys())


# ── the two sessions ─────────────────────────────────────────────────────────────────────────────────────────

RUN = re.compile(r"\b01[0-9A-HJKMNP-TV-Z]{10,24}\b")
HELD = re.compile(r"\bholds (?:show|decide) (\w{4,})"), re.compile(r"--same-as (\w{3,})")
"""The ids of a question and of a candidate, as the program names them for the next command."""

VOLATILE = ((RUN, "RUN"), (re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d"), "MOMENT"))


def settled(line: str) -> str:
    """Return a line without what differs from run to run."""
    for pattern, word in VOLATILE:
        line = pattern.sub(word, line)
    return line.rstrip()


def fits(shown: str, real: str) -> bool:
    """Whether a screen on a page is a screen of the program, cut short where it says so."""
    parts = []
    for line in shown.rstrip("\n").split("\n"):
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(piece) for piece in settled(line).split("…")) + r"\n")
    lines = "\n".join(settled(line) for line in real.rstrip("\n").split("\n")) + "\n"
    return re.fullmatch("".join(parts), lines) is not None


@contextmanager
def stand_in() -> Iterator[str]:
    """Give the address of a stand-in that runs as a user starts it."""
    words = [sys.executable, "-m", "yumsync", "standin", "--port", "0"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            process.wait(10)


class Session:
    """One page's story, carried out in a folder of its own."""

    def __init__(self, folder: Path, language: str, upstream: str) -> None:
        paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        # Pages show screens of a hundred columns, whatever the terminal the tests run in.
        wide = {"COLUMNS": "100", "YUMSYNC_LANG": language}
        mine = {**wide, "YUMSYNC_UPSTREAM__URL": upstream, "PYTHONPATH": paths}
        self.folder = folder
        self.environment: Mapping[str, str] = {**os.environ, **mine}
        self.last_run = ""
        self.ids: dict[str, str] = {}
        """Ids of the page, by the program's own, for the question and the candidate named last."""
        self.checked = 0

    def write(self, name: str, text: str) -> None:
        """Put a file where a page says it is."""
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def write_workbook(self, name: str, drawn: str) -> None:
        """Put a workbook where a page says it is: a table whose first row and column are Excel's own."""
        (self.folder / name).parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(str(self.folder / name)) as book:
            sheet = book.add_worksheet()
            for line in drawn.strip().split("\n")[2:]:
                row, *cells = (cell.strip() for cell in line.strip("|").split("|"))
                for column, cell in enumerate(cells):
                    if cell.isascii() and cell.isdigit() and not cell.startswith("0"):
                        sheet.write_number(int(row) - 1, column, int(cell))
                    elif cell:
                        sheet.write_string(int(row) - 1, column, cell)

    def run(self, line: str) -> str:
        """Run the program; return its screen. The page's run is replaced by the one the program named last."""
        own = {shown: real for real, shown in self.ids.items()}
        words = [own.get(word, RUN.sub(self.last_run, word)) for word in shlex.split(line)]
        done: Any = subprocess.run(
            [sys.executable, "-m", "yumsync", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in done.stderr
        named = RUN.findall(done.stdout)
        self.last_run = named[-1] if named else self.last_run
        return str(done.stdout)

    def as_shown(self, real: str, console: str) -> str:
        """Return a screen with the page's ids of the question and the candidate in place of the program's own."""
        for pattern in HELD:
            named, shown = pattern.search(real), pattern.search(console)
            if named and shown:
                self.ids[named[1]] = shown[1]
        for own, page in self.ids.items():
            real = re.sub(rf"\b{own}\b", page, real)
        return real

    def follow(self, console: str) -> None:
        """Run each command of a block and compare what it prints with what is shown below it."""
        for line, shown in re.findall(r"^\$ yumsync ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", console, re.MULTILINE):
            real = self.as_shown(self.run(line), console)
            assert fits(shown, real), f"yumsync {line}\n--- the page shows\n{shown}\n--- the program prints\n{real}"
            self.checked += 1


STEP = re.compile(
    r"^```(?P<language>console|csv|toml) ?(?P<name>[^\n]*)\n(?P<text>.*?)^```$"
    r"|^<!-- workbook (?P<book>\S+) -->\n\n(?P<drawn>(?:\|[^\n]*\n)+)"
    r"|^<!-- faults (?P<faults>\[.*?\]) -->$",
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize(("page", "language"), [(README, "en"), (GUIDE, "vi")], ids=["readme", "guide"])
def test_the_story_of_the_page_is_the_program_s(page: Path, language: str, tmp_path: Path) -> None:
    with stand_in() as upstream:
        session = Session(tmp_path, language, upstream)
        if "$ yumsync init" not in page.read_text("utf-8"):
            session.run("init")
        for step in STEP.finditer(page.read_text("utf-8")):
            if step["book"]:
                session.write_workbook(step["book"], step["drawn"])
            elif step["faults"]:
                httpx.delete(f"{upstream}/_faults").raise_for_status()
                httpx.post(f"{upstream}/_faults", json=orjson.loads(step["faults"])).raise_for_status()
            elif step["language"] == "console":
                session.follow(step["text"])
            else:
                session.write(step["name"], step["text"])
    assert session.checked >= 6


def test_a_screen_that_is_not_the_program_s_is_noticed() -> None:
    real = "Run 01M82E376J683A246BH3DAXT92\n  Sent 4 changes:\n          4  applied\n\nDone.\n"
    assert fits("Run 01M82E376J683A246BH3DAXT93\n…\nDone.\n", real)
    assert fits("Run …\n  Sent 4 changes:\n          4  applied\n\nDone.\n", real)
    assert not fits("Run 01M82E376J683A246BH3DAXT92\n  Sent 5 changes:\n…\nDone.\n", real)
    assert not fits("Run 01M82E376J683A246BH3DAXT92\n  Sent 4 changes:\n", real)
    assert not fits("Run 01M82E376J683A246BH3DAXT92\n\nDone.\n", real)
