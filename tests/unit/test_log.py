"""The log: names and numbers, never a personal value, and one door only."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.reports import Tally
from yumsync.log import CODES, NUMBERS, Log, withhold

ROOT = Path(__file__).parents[2]
PERSONAL = {
    "name": "Nguyễn Văn A",
    "full_name": "Nguyen Van A",
    "national_id": "001204012345",
    "phone": "0912345678",
    "email": "a@example.test",
    "found": "31/02/2004",
    "record": {"full_name": "Nguyễn Văn A"},
    "date_of_birth": "2004-05-17",
    "unit": "Chi đoàn 1",
    "exc_info": True,
    "file": "Nguyễn Văn A.xlsx",
}


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def logged(**facts: object) -> dict[str, object]:
    """Return the one line that an event with these facts gives."""
    stream = io.StringIO()
    Log("debug", stream).info("run.finished", **facts)
    line = stream.getvalue()
    assert line.count("\n") == 1
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


# ── promise 10 ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_with_personal_keys_is_stripped_and_says_so() -> None:
    """No personal value in logs: unknown keys are withheld, and named as withheld."""
    line = logged(run="01JD0000000000000000000000", rows=12, **PERSONAL)
    assert line["withheld"] == sorted(PERSONAL)
    assert (line["event"], line["rows"], line["run"]) == ("run.finished", 12, "01JD0000000000000000000000")
    text = json.dumps(line, ensure_ascii=False)
    for value in PERSONAL.values():
        if isinstance(value, str):
            assert value not in text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("run", "Nguyễn Văn A"),
        ("list", "Nguyen Van A"),
        ("code", "001204012345"),
        ("key", "phone:0912345678"),
        ("error", "invalid literal for int(): '0912345678'"),
        ("state", {"full_name": "x"}),
        ("rows", "Nguyễn Văn A"),
        ("rows", ["Nguyễn Văn A"]),
        ("number", 1204012345),
        ("counts", {"Nguyễn Văn A": 1}),
        ("counts", {"rows": "Nguyễn Văn A"}),
        ("where", "x" * 81),
    ],
)
def test_a_personal_value_under_a_known_key_is_withheld_too(key: str, value: object) -> None:
    """A known key holds numbers or codes; a name, a sentence or a long number is neither."""
    line = logged(**{key: value})
    assert key not in line
    assert line["withheld"] == [key]


def test_a_personal_key_is_not_named_either() -> None:
    """Where a dictionary keyed by people is spread into the facts, not even the keys are written."""
    line = logged(**{"Nguyễn Văn A": 1, "0912345678": 2})
    assert line["withheld"] == ["?", "?"]


@pytest.mark.parametrize("event", ["synced Nguyễn Văn A", "run finished", "Run.Finished", "run.", "run", "run.a b"])
def test_a_sentence_is_no_event(event: str) -> None:
    """An event is `noun.verb`; whatever else stands there may hold anything."""
    stream = io.StringIO()
    Log("debug", stream).info(event)
    assert json.loads(stream.getvalue())["event"] == "event.withheld"


@given(
    st.dictionaries(
        st.one_of(st.text(max_size=12), st.sampled_from(sorted(NUMBERS | CODES | set(PERSONAL) | {"counts"}))),
        st.one_of(st.text(max_size=30), st.integers(), st.lists(st.text()), st.dictionaries(st.text(), st.text())),
    )
)
def test_nothing_but_known_keys_and_safe_values_is_ever_kept(facts: dict[str, object]) -> None:
    """Over any facts: each kept value is a small number or a short code under a known key."""
    kept = withhold(None, "info", {**facts, "event": "run.finished"})
    for name, value in kept.items():
        if name in {"event", "level", "timestamp", "withheld"}:
            continue
        assert name in NUMBERS | CODES | {"counts"}
        if isinstance(value, str):
            assert value.isascii()
            assert " " not in value
            assert len(value) <= 80
        elif isinstance(value, dict):
            assert set(value) <= NUMBERS
        else:
            assert isinstance(value, int)


def test_this_is_the_programs_one_door_to_a_log() -> None:
    """A second logger would not pass by the list of keys."""
    doors = []
    for package in ("sync", "adapters", "state", "config", "yumsync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name.partition(".")[0] in {"structlog", "logging"} for name in names):
                    doors.append(path.relative_to(ROOT).as_posix())
    assert doors == ["yumsync/log.py"]


# ── how it is written ────────────────────────────────────────────────────────────────────────────────────


def test_every_figure_of_a_run_has_its_key() -> None:
    """The counts of a run's report reach its one line in the log."""
    figures = set(Tally.__dataclass_fields__) | {
        "holds",
        "unread",
        "sent",
        "applied",
        "rejected",
        "pending",
    }
    assert figures <= NUMBERS


def test_lines_are_json_off_a_terminal_and_for_reading_on_one() -> None:
    """Cron's mail is for machines, a terminal for people."""
    assert set(logged(rows=3)) == {"event", "level", "rows", "timestamp"}
    screen = Terminal()
    Log("info", screen).warning("run.finished", rows=3, full_name="Nguyễn Văn A")
    assert "run.finished" in screen.getvalue()
    assert "Nguyễn" not in screen.getvalue()
    assert not screen.getvalue().startswith("{")


def test_below_its_level_nothing_is_written_and_nothing_loaded() -> None:
    """A quiet run does not pay for a log it does not write."""
    stream = io.StringIO()
    quiet = Log("warning", stream)
    quiet.debug("run.started")
    quiet.info("run.finished")
    assert stream.getvalue() == ""
    quiet.error("run.failed")
    assert json.loads(stream.getvalue())["level"] == "error"
    program = (
        "import sys; from yumsync.log import Log; Log('warning').info('run.finished');"
        "print('structlog' in sys.modules, 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False", "False"]
