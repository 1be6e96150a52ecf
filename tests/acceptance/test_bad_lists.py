"""Bad lists as officers send them: a message that names the place, the other lists done, and nothing lost.

Each list is bad at first, is then mended, and turns bad once more when it had been in step.
"""

from __future__ import annotations

import io
import re
import struct
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.wording import LANGUAGES, entries
from tests.lists.writers import write_xlsx
from tests.support.office import Office, Row, Said, assert_in_step, csv_of, held, people, table
from tests.support.standin import LiveStandin

EXPORT = Path(__file__).parents[1] / "data" / "central_export_fabricated.xlsx"
OTHERS, OURS = people(2), people(3, start=11)
GOOD = csv_of(OURS)


@dataclass(frozen=True)
class Case:
    """One way for a list to be bad: the message's code, where it points, how the run ends, whom it still sends."""

    name: str
    file: str
    content: Callable[[], bytes]
    code: str
    place: str
    outcome: int = 7
    sent: Sequence[Row] = ()


def workbook(rows: Sequence[Row]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder) / "made.xlsx", table(rows)).read_bytes()


def encrypted_workbook() -> bytes:
    """A compound file with the two streams an encrypted workbook has, and nothing readable in them."""
    free, end, chain = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    header += struct.pack("<108I", *[free] * 108)
    sectors = struct.pack("<128I", chain, end, *range(3, 10), end, *[free] * 118)

    def entry(name: str, kind: int, child: int, start: int, size: int, right: int = free) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<BBIII", kind, 1, free, right, child)
        return (
            text.ljust(64, b"\0") + struct.pack("<H", len(text)) + links + bytes(36) + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry("EncryptionInfo", 2, free, end, 0, right=2)
    directory += entry("EncryptedPackage", 2, free, 2, 4096) + bytes(128)
    return header + sectors + directory + bytes(range(256)) * 16


def bomb() -> bytes:
    """A workbook whose sheet unpacks to a thousand times its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(OURS))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b" " * 40_000_000 if name.endswith("sheet1.xml") else b""))
    return out.getvalue()


def changed(old: str, new: str | bytes) -> Callable[[], bytes]:
    """The good list with one text replaced."""
    assert GOOD.count(old) == 1
    return lambda: GOOD.encode().replace(old.encode(), new.encode() if isinstance(new, str) else new)


def plus(row: Row) -> Callable[[], bytes]:
    """The good list with one row more."""
    return lambda: csv_of([*OURS, row]).encode()


SECOND = OURS[1]
SENT = (OURS[0], OURS[2])
FILES = (
    Case("empty", "list.xlsx", lambda: b"", "list-empty", "list.xlsx"),
    Case("empty text", "list.csv", lambda: b"", "list-empty", "list.csv"),
    Case("another kind of file", "list.xlsx", lambda: b"%PDF-1.7 ...", "list-not-a-workbook", "list.xlsx"),
    Case("a web page", "list.csv", lambda: b"<html><body>404</body></html>", "list-not-a-csv", "list.csv"),
    Case("encrypted", "list.xlsx", encrypted_workbook, "list-encrypted", "list.xlsx"),
    Case("truncated", "list.xlsx", lambda: EXPORT.read_bytes()[:9000], "list-damaged", "list.xlsx"),
    Case("zip bomb", "list.xlsx", bomb, "list-bomb", "list.xlsx"),
    Case("NUL", "list.csv", changed(SECOND["phone"], b"09\x00"), "list-nul", "list.csv › 3"),
    Case("code page", "list.csv", lambda: GOOD.encode("cp1258", "replace"), "list-encoding", "list.csv › 1"),
    Case("letters lost", "list.csv", lambda: GOOD.encode("ascii", "replace"), "list-lost-letters", "list.csv › "),
    Case("no header", "list.csv", GOOD.partition("\n")[2].encode, "list-no-header", "list.csv"),
    Case("two columns", "list.csv", changed("Số điện thoại", "Họ tên"), "list-duplicate-column", "list.csv › D1"),
    Case(
        "another unit",
        "list.csv",
        f"Danh sách đoàn viên\nĐơn vị: Chi đoàn 9, Đoàn xã Khác\n{GOOD}".encode,
        "list-other-unit",
        "list.csv",
    ),
)
ROWS = (
    Case("31/02", "list.csv", changed(SECOND["date_of_birth"], "31/02/2004"), "date-impossible", "B3", 1, SENT),
    Case("text in a date", "list.csv", changed(SECOND["date_of_birth"], "chưa rõ"), "date-unreadable", "B3", 1, SENT),
    Case("no name", "list.csv", changed(SECOND["full_name"], ""), "required-missing", "A3", 1, SENT),
    Case("no birth date", "list.csv", changed(SECOND["date_of_birth"], ""), "required-missing", "B3", 1, SENT),
    Case("ID too short", "list.csv", changed(SECOND["national_id"], "0792"), "national-id-length", "C3", 1, SENT),
    Case("said twice", "list.csv", plus(SECOND), "row-repeated", "5", 0, OURS),
    Case("said twice otherwise", "list.csv", plus({**SECOND, "phone": "0911111111"}), "duplicate", "5", 3, SENT),
)


def office_with(folder: Path, url: str, case: Case) -> Office:
    """The list under test comes first, a good one after it."""
    office = Office(folder, url)
    office.add_list("dang-thu", case.file)
    office.add_list("tot", "good.csv")
    office.put("good.csv", csv_of(OTHERS))
    office.put(case.file, case.content())
    office.init()
    return office


def good(case: Case, rows: Sequence[Row] = OURS) -> bytes:
    """What the officer meant to send."""
    return workbook(rows) if case.file.endswith(".xlsx") else csv_of(rows).encode()


def says(said: Said, lang: str, code: str) -> bool:
    """Whether the program said the message of this code, in this language, whatever fills its places."""
    known = entries(lang)
    body = next(known[name] for name in (f"finding-{code}", f"error-{code}", f"hold-{code}") if name in known)
    if "->" in body:
        body = body.partition("{")[0]
    parts = [re.escape(" ".join(part.split())) for part in re.split(r"\{[^}]*\}", body)]
    return re.search(r"\s*.*?\s*".join(parts), " ".join(said.text.split())) is not None


@pytest.mark.parametrize("case", FILES + ROWS, ids=lambda case: case.name)
def test_a_bad_list(tmp_path: Path, standin: LiveStandin, case: Case) -> None:
    """Named in both languages; the rest is done; mended, it is in step."""
    office = office_with(tmp_path, standin.url, case)
    for lang in LANGUAGES:
        for verb in ("plan", "sync"):
            said = office.run(verb, lang=lang)
            assert said.code == case.outcome
            assert says(said, lang, case.code), said.out
            assert case.place in said.out
        assert_in_step(standin, [*OTHERS, *case.sent])

    office.put(case.file, good(case))
    mended = office.ask("sync")
    assert (mended.code, mended.json["delivery"]["sent"]) == (0, len(OURS) - len(case.sent))
    assert_in_step(standin, [*OTHERS, *OURS])
    assert office.ask("sync").json["delivery"]["sent"] == 0
    office.assert_journal_verifies()


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_a_list_that_turned_bad(tmp_path: Path, standin: LiveStandin, case: Case) -> None:
    """Nobody counts as missing from a list that could not be read, and nothing of it is forgotten."""
    office = office_with(tmp_path, standin.url, case)
    office.put(case.file, good(case))
    assert office.run("sync").code == 0
    office.put(case.file, case.content())
    office.put("good.csv", csv_of([*OTHERS, *people(1, start=40)]))
    said = office.ask("sync")
    assert (said.code, said.json["delivery"]["applied"]) == (7, 1)
    assert (said.json["plan"]["holds_total"], said.json["plan"]["lists"][0]["tally"]["missing"]) == ({}, 0)
    assert [finding["code"] for finding in said.json["plan"]["lists"][0]["unread"]] == [case.code]
    assert office.ask("status").json["people"]["members"] == 6

    office.put(case.file, good(case))
    mended = office.ask("sync")
    assert (mended.code, mended.json["delivery"]["sent"]) == (0, 0)
    assert_in_step(standin, [*OTHERS, *OURS, *people(1, start=40)])


@pytest.mark.parametrize("case", FILES + ROWS, ids=lambda case: case.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_check_says_the_same(tmp_path: Path, case: Case, lang: str) -> None:
    """A file alone, as an officer looks at it before sending; duplicates need the state to be seen."""
    office = Office(tmp_path, "http://127.0.0.1:1")
    office.add_list("dang-thu", case.file)
    office.put(case.file, case.content())
    office.init()
    before = (tmp_path / "state.db").read_bytes()
    said = office.run("check", lang=lang)
    assert (tmp_path / "state.db").read_bytes() == before
    if case.code in ("duplicate", "row-repeated"):
        assert said.code == 0
        return
    assert said.code == case.outcome
    assert says(said, lang, case.code), said.out
    assert case.place in said.out


def test_a_list_that_is_not_there(tmp_path: Path, standin: LiveStandin) -> None:
    """A typing error in `path`, or a share that is not mounted: named, and the other list is done."""
    case = Case("gone", "list.csv", GOOD.encode, "list-no-file", "list.csv")
    office = office_with(tmp_path, standin.url, case)
    (tmp_path / "list.csv").unlink()
    for lang in LANGUAGES:
        said = office.run("sync", lang=lang)
        assert said.code == 7
        assert says(said, lang, "list-no-file")
        assert "list.csv" in said.out
    assert set(held(standin)) == {row["national_id"] for row in OTHERS}


def test_one_bad_file_among_many_of_a_list(tmp_path: Path, standin: LiveStandin) -> None:
    """The other files of the same list are sent; nobody counts as missing while one was not read."""
    office = Office(tmp_path, standin.url)
    office.add_list("phuong", "*.csv")
    office.put("a.csv", csv_of(OURS))
    office.put("b.csv", csv_of(OTHERS))
    office.init()
    assert office.run("sync").code == 0
    more = people(1, start=60)
    office.put("a.csv", csv_of([*OURS, *more]))
    office.put("b.csv", GOOD.encode("utf-16-le"))
    said = office.ask("sync")
    assert (said.code, said.json["delivery"]["applied"], said.json["plan"]["holds_total"]) == (7, 1, {})
    assert_in_step(standin, [*OURS, *OTHERS, *more])
    office.put("b.csv", csv_of(OTHERS))
    assert office.ask("sync").json["delivery"]["sent"] == 0
