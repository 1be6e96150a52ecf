"""The journal as evidence: whatever somebody does to it behind the program's back is found and named with its place.

Everything here is done as an attacker would: on a copy of the database, with the triggers dropped first, by a raw
connection. What cannot be found from inside is tested too, together with the fingerprint that finds it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.audit import Flaw, Misfit
from tests.support.office import Office, people
from tests.support.standin import LiveStandin, live_standin

COLUMNS = ("at", "event", "run", "who", "facts", "previous", "hash", "salt")
HEADS = (6, 10, 16)
LAST = 17
"""What the story below leaves: three runs, each with its signed head, and an officer's answer after them."""


@pytest.fixture(scope="module", name="centre")
def make_centre() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture(scope="module", name="told")
def tell(centre: LiveStandin, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Three people go out; the same list sends nothing; one goes missing and one comes; an officer answers."""
    office = Office(tmp_path_factory.mktemp("told"), centre.url)
    office.add_list("a")
    office.write("a", people(3))
    office.init()
    assert office.run("sync").code == 0
    shutil.copytree(office.folder, office.folder / "early")
    assert office.run("sync").code == 0
    office.write("a", people(3, start=2))
    assert office.run("sync").code == 3
    (hold,) = office.ask("holds").json["holds"]
    assert office.run("holds", "reject", hold["id"][:8], "--reason", "vẫn sinh hoạt").code == 0
    assert events(office.folder) == [
        *("run.started", "run.planned", "run.released", "batch.sent", "batch.settled", "run.finished"),
        *("run.started", "run.planned", "run.released", "run.finished"),
        *("run.started", "run.planned", "run.released", "batch.sent", "batch.settled", "run.finished"),
        "hold.decided",
    ]
    return office


@pytest.fixture(name="office")
def copy(told: Office, tmp_path: Path) -> Office:
    """A copy of that office, to do things to."""
    return copied(told.folder, tmp_path / "copy", told)


def copied(folder: Path, to: Path, told: Office) -> Office:
    shutil.copytree(folder, to)
    return Office(to, told.url, lists=told.lists)


@contextmanager
def raw(folder: Path, *, guarded: bool = False) -> Iterator[sqlite3.Connection]:
    """The database behind the program's back; what is done to it is committed."""
    with closing(sqlite3.connect(folder / "state.db", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers if not guarded else ():
            database.execute(f"DROP TRIGGER {name}")
        yield database


def events(folder: Path) -> list[str]:
    with raw(folder, guarded=True) as database:
        return [event for (event,) in database.execute("SELECT event FROM journal ORDER BY no")]


# ── the database refuses ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", ["journal", "journal_head"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {table} SET at = 'x'",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE no = 6",
        "INSERT OR IGNORE INTO {table} SELECT * FROM {table} WHERE no = 6",
        "UPDATE OR REPLACE {table} SET no = 10 WHERE no = 6",
    ],
)
def test_the_database_refuses(office: Office, table: str, change: str) -> None:
    with raw(office.folder, guarded=True) as database, pytest.raises(sqlite3.IntegrityError, match="only grows"):
        database.execute(change.format(table=table))
    assert office.run("audit", "verify").code == 0


# ── every byte ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [1, 5, 10, LAST])
def test_any_flipped_byte_of_any_column_is_found_at_its_entry(office: Office, number: int) -> None:
    """Each byte of each column, one at a time: first entry, one in the middle, one that was signed, the last one."""
    flipped = 0
    with raw(office.folder) as database, office.app() as app:
        for column in COLUMNS:
            value = stored(database, column, number)
            for changed in flips(value):
                put(database, column, number, changed)
                found = app.store.journal.examine().misfits
                assert found[:1] == [Misfit(Flaw.EDITED, number, number)], (column, changed)
                flipped += 1
            put(database, column, number, value)
        assert app.store.journal.examine().misfits == []
    assert flipped > 140


def flips(value: str | bytes | int | None) -> Iterator[str | bytes | int | None]:
    """Yield a value with each of its bytes changed in turn: a letter stays a letter, or becomes no text at all."""
    if value is None or isinstance(value, int):
        yield from (0, -1, 2**40) if value is None else (value + 1, None)
        return
    data = value.encode() if isinstance(value, str) else value
    for at in range(len(data)):
        for bit in (1, 128) if at % 8 == 0 else (1,):
            yield data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def stored(database: sqlite3.Connection, column: str, number: int, table: str = "journal") -> Any:
    """Return what stands in a column of an entry."""
    return database.execute(f"SELECT {column} FROM {table} WHERE no = ?", (number,)).fetchone()[0]  # noqa: S608


def put(database: sqlite3.Connection, column: str, number: int, value: object, table: str = "journal") -> None:
    """Store a value in a column; bytes of what is text stand there as text, whether they are any or not."""
    text = column in ("at", "event", "who", "facts") and isinstance(value, bytes)
    what = "CAST(? AS TEXT)" if text else "?"
    database.execute(f"UPDATE {table} SET {column} = {what} WHERE no = ?", (value, number))  # noqa: S608


def test_another_kind_of_value_in_any_column_is_found(office: Office) -> None:
    with raw(office.folder) as database, office.app() as app:
        for column in COLUMNS:
            value = stored(database, column, 9)
            for strange in (b"\xff\x00", "chữ", 7_000_000_000_000, 0.5):
                put(database, column, 9, strange)
                assert app.store.journal.examine().misfits[:1] == [Misfit(Flaw.EDITED, 9, 9)], (column, strange)
            put(database, column, 9, value)
        assert app.store.journal.examine().misfits == []


@pytest.mark.parametrize("column", ["at", "hash", "before", "public_key", "signature"])
def test_any_flipped_byte_of_a_signed_head_is_found(office: Office, column: str) -> None:
    with raw(office.folder) as database, office.app() as app:
        value = stored(database, column, 10, "journal_head")
        for changed in flips(value) if column != "before" else (7, 0):
            put(database, column, 10, changed, "journal_head")
            assert app.store.journal.examine().misfits == [Misfit(Flaw.HEAD_FORGED, 10, 10)], changed


# ── what an attacker does ────────────────────────────────────────────────────────────────────────────────

Attack = Callable[[sqlite3.Connection], object]


def sql(*statements: str) -> Attack:
    """These statements."""
    return lambda database: [database.execute(statement) for statement in statements]


def chained(database: sqlite3.Connection, first: int) -> None:
    """Make the chain fit itself again from an entry on, as anybody can who has read how it is made."""
    rows = database.execute("SELECT no, at, event, run, who, facts, salt, hash FROM journal ORDER BY no").fetchall()
    previous = bytes(32)
    for *parts, salt, link in rows:
        number = parts[0]
        if number >= first:
            content = hashed([*parts, salt.hex()])
            link = hashed([number, content.hex(), previous.hex()])  # noqa: PLW2901
            database.execute("UPDATE journal SET previous = ?, hash = ? WHERE no = ?", (previous, link, number))
        previous = link


def hashed(parts: list[object]) -> bytes:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def forged(first: int, *statements: str) -> Attack:
    """Change entries, and make the chain fit from there on."""

    def attack(database: sqlite3.Connection) -> None:
        sql(*statements)(database)
        chained(database, first)

    return attack


def signed_anew(database: sqlite3.Connection) -> None:
    """Rewrite the whole chain, and sign it at the same places, with a key of the attacker's own."""
    forged(1, "UPDATE journal SET who = 'nobody@nowhere'")(database)
    key, before = Ed25519PrivateKey.generate(), 0
    for number in HEADS:
        (link,) = database.execute("SELECT hash FROM journal WHERE no = ?", (number,)).fetchone()
        (at,) = database.execute("SELECT at FROM journal_head WHERE no = ?", (number,)).fetchone()
        told = ["yumsync journal head", number, at, link.hex(), before]
        signature = key.sign(json.dumps(told, separators=(",", ":")).encode())
        public = key.public_key().public_bytes_raw()
        database.execute(
            "UPDATE journal_head SET hash = ?, public_key = ?, signature = ? WHERE no = ?",
            (link, public, signature, number),
        )
        before = number


SWAP = ("UPDATE journal SET no = -8 WHERE no = 8", "UPDATE journal SET no = 8 WHERE no = 9")
COPY = (
    "INSERT INTO journal SELECT {new}, at, event, run, who, facts, previous, hash, salt FROM journal WHERE no = {old}"
)

ATTACKS: dict[str, tuple[Attack, list[Misfit]]] = {
    "drop one": (sql("DELETE FROM journal WHERE no = 9"), [Misfit(Flaw.REMOVED, 9, 9)]),
    "drop some": (sql("DELETE FROM journal WHERE no IN (7, 8, 9)"), [Misfit(Flaw.REMOVED, 7, 9)]),
    "drop the first": (sql("DELETE FROM journal WHERE no = 1"), [Misfit(Flaw.REMOVED, 1, 1)]),
    "drop two, apart": (
        sql("DELETE FROM journal WHERE no IN (3, 12)"),
        [Misfit(Flaw.REMOVED, 3, 3), Misfit(Flaw.REMOVED, 12, 12)],
    ),
    "insert before the first": (sql(COPY.format(new=0, old=1)), [Misfit(Flaw.INSERTED, 0, 0)]),
    "swap": (
        sql(*SWAP, "UPDATE journal SET no = 9 WHERE no = -8"),
        [Misfit(Flaw.EDITED, 8, 8), Misfit(Flaw.EDITED, 9, 9), Misfit(Flaw.UNLINKED, 10, 10)],
    ),
    "edit one, and its own hash": (
        lambda database: [
            sql("UPDATE journal SET who = 'nobody' WHERE no = 9")(database),
            chained(database, 9),
            database.execute("UPDATE journal SET previous = ? WHERE no = 10", (bytes(32),)),
        ],
        [Misfit(Flaw.EDITED, 10, 10), Misfit(Flaw.REWRITTEN, 7, 10)],
    ),
    "take over what an entry follows": (
        lambda database: [
            database.execute("UPDATE journal SET who = 'nobody' WHERE no = 8"),
            rehash_alone(database, 8),
        ],
        [Misfit(Flaw.UNLINKED, 9, 9)],
    ),
    "truncate into what was signed": (sql("DELETE FROM journal WHERE no > 14"), [Misfit(Flaw.CUT_OFF, 15, 16)]),
    "truncate with its signatures": (
        sql("DELETE FROM journal WHERE no > 12", "DELETE FROM journal_head WHERE no > 12"),
        [Misfit(Flaw.END_CHANGED, 11, 12)],
    ),
    "truncate the unsigned end": (sql("DELETE FROM journal WHERE no = 17"), [Misfit(Flaw.END_CHANGED, 17, 16)]),
    "insert at the end, fitting": (forged(18, COPY.format(new=18, old=17)), [Misfit(Flaw.END_CHANGED, 17, 18)]),
    "replace the whole chain": (
        forged(1, "UPDATE journal SET who = 'nobody@nowhere'"),
        [Misfit(Flaw.REWRITTEN, 1, 6)],
    ),
    "insert in the middle and renumber": (
        forged(
            9,
            "UPDATE journal SET no = -no - 1 WHERE no >= 9",
            "UPDATE journal SET no = -no WHERE no < 0",
            COPY.format(new=9, old=8),
        ),
        [Misfit(Flaw.REWRITTEN, 7, 10)],
    ),
    "rewrite the last run": (
        forged(12, "UPDATE journal SET facts = replace(facts, '1', '2') WHERE no >= 12"),
        [Misfit(Flaw.REWRITTEN, 11, 16)],
    ),
    "replace the chain and take the signatures away": (
        forged(1, "UPDATE journal SET who = 'nobody@nowhere'", "DELETE FROM journal_head"),
        [Misfit(Flaw.END_CHANGED, 1, 17)],
    ),
    "replace the chain and sign it with another key": (
        signed_anew,
        [*(Misfit(Flaw.HEAD_FORGED, number, number) for number in HEADS), Misfit(Flaw.END_CHANGED, 1, 17)],
    ),
    "take a signature away": (sql("DELETE FROM journal_head WHERE no = 10"), [Misfit(Flaw.HEAD_REMOVED, 10, 10)]),
    "take the last signature away": (
        sql("DELETE FROM journal_head WHERE no = 16"),
        [Misfit(Flaw.END_CHANGED, 11, 17)],
    ),
    "take the seal away": (sql("DELETE FROM meta WHERE key = 'journal_head'"), [Misfit(Flaw.END_CHANGED, 17, 17)]),
    "empty everything": (
        sql("DELETE FROM journal", "DELETE FROM journal_head", "DELETE FROM meta WHERE key = 'journal_head'"),
        [Misfit(Flaw.END_CHANGED, 1, 0)],
    ),
}


def rehash_alone(database: sqlite3.Connection, number: int) -> None:
    """Let one entry have the hash of what it says now, and leave those after it as they were."""
    after = database.execute("SELECT no, previous, hash FROM journal WHERE no > ?", (number,)).fetchall()
    chained(database, number)
    for row in after:
        database.execute("UPDATE journal SET previous = ?, hash = ? WHERE no = ?", (row[1], row[2], row[0]))


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found_and_named_with_its_place(office: Office, name: str) -> None:
    attack, misfits = ATTACKS[name]
    with raw(office.folder) as database:
        attack(database)
    told = office.ask("audit", "verify")
    named = [Misfit(Flaw(one["flaw"]), one["first"], one["last"]) for one in told.json["misfits"]]
    assert (told.code, told.json["exit_code"], named) == (6, 6, misfits)
    for lang in ("vi", "en"):
        screen = office.run("audit", "verify", lang=lang)
        assert screen.code == 6
        assert sum(line.startswith("  ✗ ") for line in screen.out.splitlines()) == len(misfits)


# ── what only a fingerprint finds ────────────────────────────────────────────────────────────────────────


def fingerprint(office: Office) -> str:
    """The fingerprint that `audit head` prints."""
    printed: str = office.ask("audit", "head").json["newest"]["fingerprint"]
    assert printed in office.run("audit", "head").out
    return printed


def test_a_journal_put_back_to_an_earlier_day_is_found_by_a_fingerprint_alone(told: Office, tmp_path: Path) -> None:
    """An old copy is whole in itself, with seal and signatures. Only what was written down knows better."""
    written_down = fingerprint(told)
    early = copied(told.folder / "early", tmp_path / "early", told)
    assert early.run("audit", "verify").code == 0
    found = early.ask("audit", "verify", "--since", written_down)
    assert (found.code, found.json["misfits"][0]["flaw"]) == (6, "not-reached")
    assert (found.json["misfits"][0]["first"], found.json["misfits"][0]["last"]) == (7, 17)


def test_another_history_by_the_same_key_is_found_by_a_fingerprint_alone(told: Office, tmp_path: Path) -> None:
    """Whoever has the key can have the program write another history from an old copy on."""
    written_down = fingerprint(told)
    other = copied(told.folder / "early", tmp_path / "other", told)
    for start in (1, 1, 1):
        other.write("a", people(3, start=start))
        assert other.run("sync").code == 0
    assert len(events(other.folder)) >= LAST
    assert other.run("audit", "verify").code == 0
    found = other.ask("audit", "verify", "--since", written_down)
    assert found.code == 6
    assert [(one["flaw"], one["first"], one["last"]) for one in found.json["misfits"]] == [("other-history", 1, 17)]


def test_a_history_that_went_on_continues_what_was_written_down(office: Office, told: Office, tmp_path: Path) -> None:
    written_down = fingerprint(office)
    early = fingerprint(copied(told.folder / "early", tmp_path / "early", told))
    assert office.run("sync").code in (0, 3)
    for typed in (written_down, early, early.lower(), early.replace("-", " ")):
        said = office.run("audit", "verify", "--since", typed)
        assert (said.code, said.err) == (0, "")
        assert "continues" in said.out
    assert fingerprint(office) != written_down


def test_a_fingerprint_copied_wrongly_is_no_tampering(office: Office) -> None:
    written_down = fingerprint(office)
    wrong = written_down[:-4] + ("0" if written_down[-4] != "0" else "2") + written_down[-3:]
    for typed in (wrong, ""):
        said = office.ask("audit", "verify", "--since", typed)
        assert (said.code, said.json["error"]["code"]) == (2, "audit-fingerprint")


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────


def numbers(office: Office, *arguments: str) -> list[int]:
    return [one["number"] for one in office.ask("audit", "log", *arguments).json["entries"]]


def test_the_log_tells_what_is_asked_for(office: Office) -> None:
    first = office.ask("audit", "log").json["entries"][0]
    assert numbers(office) == list(range(1, LAST + 1))
    assert numbers(office, "--run", "2") == [7, 8, 9, 10]
    assert numbers(office, "--event", "batch") == [4, 5, 14, 15]
    assert numbers(office, "--event", "batch.sent") == [4, 14]
    assert numbers(office, "--event", "batch.s") == []
    assert numbers(office, "--run", "3", "--event", "run", "--limit", "2") == [13, 16]
    assert numbers(office, "--who", first["who"].partition("@")[0]) == list(range(1, LAST + 1))
    assert numbers(office, "--who", "nobody") == []
    assert numbers(office, "--since", "2000-01-01", "--until", "31/12/2099", "-n", "1") == [LAST]
    assert numbers(office, "--until", "31/12/2000") == numbers(office, "--since", "2099-01-01") == []
    assert office.ask("audit", "log", "--run", "99").json["error"]["code"] == "run-unknown"
    assert office.ask("audit", "log", "--since", "32/1/2026").code == 2


def test_the_log_speaks_vietnamese_and_names_nobody(office: Office) -> None:
    said = office.run("audit", "log", lang="vi")
    lines = said.out.splitlines()
    assert len(lines) == LAST
    assert "[lần chạy 1] Trung tâm trả lời một gói: được ghi nhận 1–3 (3)" in lines[4]
    assert "Cán bộ trả lời một việc chờ" in lines[-1]
    for row in people(4):
        assert not any(value in said.text for value in row.values())


def test_a_damaged_entry_stops_the_log_with_its_number(office: Office) -> None:
    with raw(office.folder) as database:
        database.execute("UPDATE journal SET facts = '{' WHERE no = 9")
    said = office.ask("audit", "log")
    error: dict[str, Any] = said.json["error"]
    assert (said.code, error["code"], error["details"]["number"]) == (2, "state-journal-damaged", "9")
