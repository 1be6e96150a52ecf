"""`status --max-age` and `--notify`: one line for a monitor, and telling whoever should know."""

from __future__ import annotations

from datetime import timedelta

from config.durations import duration
from sync.errors import YumsyncError
from sync.exits import ExitCode
from yumsync.alarm import Age, age, tell
from yumsync.cli.face import Face


def watched(face: Face, max_age: str, *, notify: bool) -> int:
    """Do what was asked for and return the exit code: 2 where nothing ran to its end within `max_age`, else 0.

    Raises YumsyncError `usage-bad-span`, and as `yumsync.alarm.tell`.
    """
    most = _typed(max_age) if max_age else None
    lines: list[str] = []
    shown: dict[str, object] = {}
    code = ExitCode.IN_STEP
    with face.open() as program:
        if most is not None:
            found = age(program, most)
            code = ExitCode.USAGE if found.silent else ExitCode.IN_STEP
            lines.append(_aged(found, max_age, face))
            shown |= {"completed": found.completed, "silent": found.silent}
        if notify:
            told = tell(program)
            lines.append(face.wording.say("notify-told", count=told))
            shown |= {"told": told}
    face.answer({**shown, "exit_code": int(code)}, lines)
    return code


def _typed(text: str) -> timedelta:
    found = duration(text)
    if found is None:
        raise YumsyncError("usage-bad-span", name="--max-age")
    return found


def _aged(found: Age, most: str, face: Face) -> str:
    say = face.wording.say
    if found.completed is None:
        return say("age-never")
    when = face.screen.moment(found.completed)
    return say("age-silent" if found.silent else "age-well", when=when, most=most.strip())
