"""Whatever goes wrong, nobody is found in logs, journal, temporary files, command lines, or the database's bytes.

The whole demo is searched in `test_demo.py`, and at its full size by `make traces`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.support.office import Office, Row, person, table
from tests.support.standin import LiveStandin
from tests.traces.known import Known
from tests.traces.watching import Watch, traces

COLUMNS = ("full_name", "date_of_birth", "national_id", "phone", "email", "Địa chỉ thường trú")
NAMES = ("Tôn Nữ Khuynh Diệp", "Âu Dương Thạch Thảo", "Khổng Tước Vĩ", "Chế Bồng Nga Mi", "Ỷ Lan Nguyên Phi")
ROWS: list[Row] = [
    {
        **person(7_100 + at, full_name=name),
        "email": f"kin.{at}@example.test",
        "Địa chỉ thường trú": f"Ngõ Tịch Mịch {at}",
    }
    for at, name in enumerate(NAMES)
]
EVERYBODY = Known([{**row, "permanent_address": row["Địa chỉ thường trú"]} for row in ROWS])


def test_nobody_is_found_when_the_upstream_refuses_goes_away_and_a_list_is_damaged(
    tmp_path: Path, standin: LiveStandin
) -> None:
    office, watch = Office(tmp_path / "office", standin.url), Watch(tmp_path / "watched")
    office.set_profile(batch_size=2)
    office.add_list("doan-vien")
    office.add_list("khac", "khac.xlsx")
    office.write("doan-vien", ROWS[:4], COLUMNS)
    book = openpyxl.Workbook()
    for line in table(ROWS[3:], COLUMNS):
        book.active.append(line)  # type: ignore[union-attr]
    book.save(office.folder / "khac.xlsx")
    log = ""

    def call(*arguments: str) -> None:
        nonlocal log
        log += office.call(*arguments, "--verbose", **watch.environment).err

    office.init()
    first, second = ROWS[0], ROWS[1]
    refusal = f"{first['full_name']} ({first['national_id']}, {first['email']}) đã có, số {first['phone']}"
    standin.faults(
        {"do": "reject", "where": {"full_name": first["full_name"]}, "code": "trung-so", "detail": refusal},
        {"do": "status", "status": 422, "where": {"full_name": second["full_name"]}, "body": refusal},
        {"do": "garbage", "nth": 1, "when": "after", "body": refusal},
    )
    call("sync")
    call("plan", "--workbook", "duyet.xlsx")
    standin.calm()
    whole = (office.folder / "khac.xlsx").read_bytes()
    office.put("khac.xlsx", whole[: len(whole) // 2])
    office.write("doan-vien", [{**ROWS[0], "phone": "không có"}, {**ROWS[2], "date_of_birth": "31/02/2004"}], COLUMNS)
    call("sync")
    office.configure(url="http://127.0.0.1:9")
    office.write("doan-vien", [{**row, "phone": f"035551234{at}"} for at, row in enumerate(ROWS[:4])], COLUMNS)
    call("sync")
    with office.app() as app:
        journal = json.dumps([dict(one.facts) for one in app.store.journal.entries()], ensure_ascii=False)
    kept = office.count("SELECT count(*) FROM operation WHERE words IS NOT NULL")
    assert kept, "the words that repeat personal values are in the database"
    ended = [json.loads(line)["exit_code"] for line in log.splitlines() if "run.finished" in line]
    assert ended == [1, 7, 4], "it refused, a list was damaged, it was gone"
    assert watch.command_lines().count(b"--verbose") >= 4
    database = sorted(office.folder.glob("state.db*"))
    assert sum(path.stat().st_size for path in database) > 100_000
    assert traces(EVERYBODY, watch, logs=log.encode(), journal=journal.encode(), database=database) == {}


@pytest.mark.parametrize(
    "planted",
    [
        "a log that says TÔN NỮ KHUYNH DIỆP",
        "ton nu khuynh diep",
        '{"name": "T\\u00f4n N\\u1eef Khuynh Di\\u1ec7p"}',
        "079204 007 100 đã có",
        "tel:+0900007100.",
        "mailto:KIN.0@EXAMPLE.TEST>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16"])
def test_what_is_planted_is_found(tmp_path: Path, planted: str, encoding: str) -> None:
    """In every place that is searched, also in a temporary file that its process removed at once."""
    watch = Watch(tmp_path / "watched")
    content = b"\x01\x93" * 500 + planted.encode(encoding) + b"\x00\x9a" * 500
    database = tmp_path / "state.db"
    database.write_bytes(content)
    environment = {**os.environ, **watch.environment}
    hidden = "import sys, tempfile\nwith tempfile.TemporaryFile() as file: file.write(bytes.fromhex(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", hidden, content.hex()], env=environment, check=True, cwd=tmp_path)
    subprocess.run([sys.executable, "-c", "", planted], env=environment, check=True, cwd=tmp_path)
    found = traces(EVERYBODY, watch, logs=content, journal=content, database=[database])
    places = {"log", "journal", "database state.db", "command lines"}
    assert places <= found.keys()
    (temporary,) = found.keys() - places
    assert temporary.startswith("temporary file removed-")


def test_what_is_no_trace_is_not_found() -> None:
    """Numbers of runs, hashes, times, and names of which only half is there."""
    said = "01M83TKFFZZXEK8ABQANER53C3 2026-11-23T09:08:16.887125Z 4e9f07920400710 Tôn Nữ Khuynh, kin.0@example"
    assert EVERYBODY.found(said.encode()) == set()
    assert EVERYBODY.found("Tòn nữ khuynh diệp".encode()) == set(), "other marks, another name"
    assert len(EVERYBODY) == 5 * 4 + 1, "a name, two numbers and an e-mail address each, and the street they share"
