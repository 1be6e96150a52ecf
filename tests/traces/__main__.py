"""The full demo under watch: run it, and search everything it left but lists and the stand-in's own database."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path

from config.wording import Wording
from tests.support.office import Office
from tests.traces.known import Known
from tests.traces.watching import Watch, traces
from yumsync.demo.story import tell


def main() -> int:
    """Return 0 where nobody was found; print where anybody was."""
    with tempfile.TemporaryDirectory() as kept:
        base = Path(kept)
        watch, folder, log = Watch(base / "watched"), base / "demo", base / "log"
        os.environ.update(watch.environment)
        os.environ.pop("YUMSYNC_CONFIG", None)
        with log.open("wb") as errors, contextlib.redirect_stdout(io.StringIO()):
            own = os.dup(sys.stderr.fileno())
            os.dup2(errors.fileno(), sys.stderr.fileno())
            try:
                code = tell(folder, Wording("vi"))
            finally:
                os.dup2(own, sys.stderr.fileno())
        with Office(folder, "").app() as app:
            known = Known({**one.record, "member_code": one.member_code} for one in app.store.ledger.scan())
            journal = json.dumps([dict(one.facts) for one in app.store.journal.entries()], ensure_ascii=False)
        database = sorted(folder.glob("state.db*"))
        logs = log.read_bytes()
        found = traces(known, watch, logs=logs, journal=journal.encode(), database=database)
        size = sum(path.stat().st_size for path in database)
        searched = f"{len(logs)} bytes of logs, {len(journal)} of journal, {size} of database"
        commands, temporary = len(watch.command_lines()), len(watch.temporary())
        print(f"{len(known)} names, numbers and addresses looked for")
        print(f"in {searched}, {commands} of command lines, {temporary} temporary files")
        for place, people in found.items():
            print(f"! {place}: {len(people)}, such as {', '.join(people[:5])}")
        print("nobody was found" if not found else "somebody was found")
        return 1 if found or code else 0


sys.exit(main())
