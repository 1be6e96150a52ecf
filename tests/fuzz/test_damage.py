"""Damaged bytes of real lists, read in a process with little memory and time: it always answers, and never breaks."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]

from sync.values import Cell
from tests.fuzz.damage import damaged
from tests.lists.writers import csv_text, write_ods, write_sqlite, write_xls
from tests.lists.xlsb import write_xlsb

ROOT = Path(__file__).parents[2]
LONG = os.environ.get("YUMSYNC_PROFILE") == "long"
FIRST = int(os.environ.get("YUMSYNC_FUZZ_SEED", "0"))
HEADER: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Chi đoàn", "Điện thoại"]
NAMES = ("Nguyễn Thử An", "TRẦN THỊ MẪU", "K'Brểu", "Lê Giả Lập")
CASES = {
    "xlsx": (150, 12_000),
    "csv": (150, 12_000),
    "db": (60, 4_000),
    "xls": (25, 2_000),
    "xlsb": (25, 2_000),
    "ods": (25, 2_000),
}
"""Damaged files of each format in the short profile and in the long one."""


def rows() -> list[list[Cell]]:
    """A small list with what lists have: a title, dates of several kinds, gaps, a total."""
    people: list[list[Cell]] = [
        [n, NAMES[n % 4], ("01/02/2004", "2004-05-17", "1999", 38018)[n % 4], "x" if n % 2 else "Nữ",
         f"00120400{n:04}", "Chi đoàn 1, Đoàn xã Mẫu", 900000000 + n]
        for n in range(12)
    ]  # fmt: skip
    return [["", "DANH SÁCH ĐOÀN VIÊN"], ["", "CHI ĐOÀN THỬ 1"], HEADER, *people, ["", "Tổng cộng: 12"]]


def originals(folder: Path) -> dict[str, bytes]:
    """Real lists by name, two or three of each format."""
    table = rows()
    write_xls(folder / "old.xls", table)
    write_ods(folder / "open.ods", table)
    write_xlsb(folder / "binary.xlsb", table)
    write_sqlite(folder / "base.db", [["full_name", "date_of_birth", "national_id"], *[["Lê Giả", "2004", "1"]] * 40])
    with xlsxwriter.Workbook(str(folder / "rich.xlsx")) as book:
        for name in ("Chi đoàn 1", "Chi đoàn 2"):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 1, 0, 5, "DANH SÁCH")
            sheet.merge_range(3, 2, 3, 3, "Ngày sinh")
            sheet.write_row(3, 0, ["STT", "Họ và tên"])
            sheet.write_row(4, 2, ["Nam", "Nữ"])
            for number, row in enumerate(table[3:], 5):
                born = row[2:3] if number % 2 else ["", *row[2:3]]
                sheet.write_row(number, 0, [*row[:2], *born])
            sheet.write_formula(6, 1, '=UPPER("lê giả")', None, "LÊ GIẢ")
            sheet.write_formula(7, 2, "=NA()", None, "#N/A")
            sheet.autofilter(4, 0, 12, 5)
        book.add_worksheet("DM").hide()
    plain = openpyxl.Workbook()
    assert plain.active is not None
    for row in table:
        plain.active.append(row)
    plain.active["A5"] = "=ROW()-3"
    plain.save(folder / "plain.xlsx")
    rich = folder / "rich.xlsx"
    rich.write_bytes(calculated(rich.read_bytes()))
    made = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    quoted = csv_text([[f'{cell}, "x"\n' if n == 5 else cell for n, cell in enumerate(row)] for row in table])
    return {
        **made,
        "centre.xlsx": (ROOT / "tests" / "data" / "central_export_fabricated.xlsx").read_bytes(),
        "comma.csv": csv_text(table).encode("utf-8-sig"),
        "quoted.csv": quoted.encode(),
        "wide.csv": csv_text(table, ";", "\r\n").encode("utf-16"),
    }


def calculated(content: bytes) -> bytes:
    """A workbook as Excel leaves it: without the mark that everything waits to be calculated."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b' fullCalcOnLoad="1"', b""))
    return out.getvalue()


@dataclass
class Worker:
    """The process that reads; a new one where one is gone."""

    errors: Path
    process: subprocess.Popen[str] | None = None
    answers: Counter[str] = field(default_factory=Counter)

    def read(self, path: Path) -> dict[str, object]:
        """What the process says of a file; `gone` where it says nothing."""
        if self.process is None:
            with self.errors.open("ab") as errors:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "tests.fuzz.worker"],
                    cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
                )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(f"{path}\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            code = self.close()
            return {"gone": f"ended with {code}: {self.errors.read_text('utf-8', 'replace')[-2000:]}"}
        found: dict[str, object] = json.loads(answer)
        return found

    def close(self) -> int | None:
        """End the process."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        assert process.stdin
        assert process.stdout
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        return process.wait(90)


@pytest.fixture(name="worker")
def make_worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path / "errors.txt")
    yield worker
    worker.close()


@pytest.mark.parametrize("kind", CASES)
def test_damaged_lists_are_read_or_refused(tmp_path: Path, kind: str, worker: Worker) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    files = originals(folder)
    ours = {name: content for name, content in files.items() if name.endswith(f".{kind}")}
    for name, content in ours.items():
        (tmp_path / name).write_bytes(content)
        assert "exit" in worker.read(tmp_path / name), name
    broken: list[str] = []
    for seed in range(FIRST, FIRST + CASES[kind][LONG]):
        name = random.Random(seed).choice(sorted(ours))
        path = tmp_path / name
        path.write_bytes(damaged(seed, name, ours[name], list(files.values())))
        answer = worker.read(path)
        worker.answers[str(answer.get("codes", "broke"))] += 1
        problem = answer.get("gone") or answer.get("broke") or answer.get("wrong")
        if problem:
            (tmp_path / f"{seed}-{name}").write_bytes(path.read_bytes())
            broken.append(f"seed {seed}, {name}: {problem}")
    sys.stderr.write(f"\n{kind}: {sum(worker.answers.values())} files, {dict(worker.answers.most_common())}\n")
    assert not broken, f"{len(broken)} of {sum(worker.answers.values())}, kept in {tmp_path}\n" + "\n".join(
        broken[:5]
    )


def test_the_net_holds_what_it_should(tmp_path: Path, worker: Worker) -> None:
    """Damage is not only refused at the door: some of it is read, some refused inside."""
    folder = tmp_path / "made"
    folder.mkdir()
    files = originals(folder)
    seen: set[str] = set()
    for seed in range(60):
        (tmp_path / "rich.xlsx").write_bytes(damaged(seed, "rich.xlsx", files["rich.xlsx"], [b"x"]))
        answer = worker.read(tmp_path / "rich.xlsx")
        seen.add(str(answer.get("codes")))
    assert "[]" in seen
    assert len(seen) >= 3
