"""The auditor's pack: what is in it by period, unit, person and run, under whose permission, naming nobody."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.packs import verify
from adapters.packs.writing import csv_file
from tests.acceptance.test_audit import (  # noqa: F401 - fixtures are found by their own names
    copied,
    make_centre,
)
from tests.support.office import Office, people
from tests.support.packs import Files, dumped, lines, opened, rows, wrong
from tests.support.standin import LiveStandin

OTHER_UNIT = "Chi đoàn 2, Đoàn phường Phú Thủy"
REASON = "vẫn sinh hoạt, xem giấy"


@pytest.fixture(scope="module", name="told")
def tell(centre: LiveStandin, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Two lists of two units, three people each; one of the first goes missing and an officer answers; a look at one
    of the second. Entries: 6 of the first run, 6 of the second, the answer (13), the look (14)."""
    office = Office(tmp_path_factory.mktemp("told"), centre.url)
    office.add_list("a")
    office.add_list("b", unit=OTHER_UNIT)
    office.write("a", people(3))
    office.write("b", people(3, start=11))
    office.init()
    assert office.run("sync").code == 0
    office.write("a", people(3, start=2))
    assert office.run("sync").code == 3
    (hold,) = office.ask("holds").json["holds"]
    assert office.run("holds", "reject", hold["id"][:8], "--reason", REASON).code == 0
    assert office.run("why", people(1, start=11)[0]["national_id"]).code == 0
    return office


@pytest.fixture(name="office")
def copy(told: Office, tmp_path: Path) -> Office:
    return copied(told.folder, tmp_path / "copy", told)


def exported(office: Office, *selection: str) -> Files:
    """Make a pack, and return what is in it; the verifier finds nothing wrong with it."""
    out = office.folder / "goi.zip"
    said = office.ask("audit", "export", str(out), "--force", *selection)
    assert (said.code, said.err) == (0, "")
    files = opened(out)
    assert wrong(files, said.json["end"]["fingerprint"]) == []
    return files


def told_entries(files: Files) -> list[int]:
    return [one["number"] for one in lines(files, verify.ENTRIES) if "content" not in one]


# ── what is selected ─────────────────────────────────────────────────────────────────────────────────────


def test_everything_is_in_it_where_nothing_is_asked_for(office: Office) -> None:
    files = exported(office)
    assert told_entries(files) == list(range(1, 16))
    assert [row["Change"] for row in rows(files, "changes.csv")] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [row["Entry"] for row in rows(files, "entries.csv")] == [str(number) for number in range(1, 16)]
    (decision,) = rows(files, "decisions.csv")
    assert (decision["Decision"], decision["Unit"]) == ("1", "Chi đoàn 1, Đoàn phường Phú Thủy")


@pytest.mark.parametrize(
    ("selection", "entries", "changes"),
    [
        (["--run", "2"], [7, 8, 9, 10, 11, 12, 15], ["7"]),
        (["--until", "31/12/2000"], [15], []),
        (["--since", "2000-01-01", "--until", "31/12/2099"], list(range(1, 16)), ["1", "2", "3", "4", "5", "6", "7"]),
        (["--unit", OTHER_UNIT], [1, 2, 3, 4, 5, 6, 14, 15], ["4", "5", "6"]),
        (["--person", people(1, start=11)[0]["national_id"]], [1, 2, 3, 4, 5, 6, 14, 15], ["4"]),
        (["--person", people(1)[0]["national_id"]], [1, 2, 3, 4, 5, 6, 13, 15], ["1"]),
        (["--person", people(1, start=4)[0]["national_id"]], [7, 8, 9, 10, 11, 12, 15], ["7"]),
        (["--person", people(1)[0]["national_id"], "--run", "2"], [15], []),
    ],
)
def test_a_selection_has_the_entries_about_it_and_the_links_of_the_rest(
    office: Office, selection: list[str], entries: list[int], changes: list[str]
) -> None:
    """The entry that tells of the pack itself is always in it: number 15."""
    files = exported(office, *selection)
    assert told_entries(files) == entries
    assert [one["number"] for one in lines(files, verify.ENTRIES)] == list(range(1, 16))
    assert [row["Change"] for row in rows(files, "changes.csv")] == changes


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        (["--run", "9"], "run-unknown"),
        (["--person", "nobody at all"], "why-unknown"),
        (["--unit", "không có"], "unit-unknown"),
        (["--since", "32/1/2026"], "usage-bad-day"),
    ],
)
def test_who_or_what_is_not_there_is_said_and_no_pack_made(office: Office, selection: list[str], code: str) -> None:
    out = office.folder / "goi.zip"
    assert office.ask("audit", "export", str(out), *selection).json["error"]["code"] == code
    assert not out.exists()
    assert office.ask("audit", "head").json["newest"]["number"] == 14


def test_a_name_may_be_typed_and_does_not_stand_in_the_pack(office: Office) -> None:
    someone = people(1, start=11)[0]
    files = exported(office, "--person", someone["full_name"])
    assert [row["Change"] for row in rows(files, "changes.csv")] == ["4"]
    assert not any(someone["full_name"].encode() in content for content in files.values())


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pack_without_names_has_no_personal_value(office: Office) -> None:
    """No value of anybody's row, and no words of the officer, who may have named somebody."""
    text = b"\n".join(exported(office).values()).decode("utf-8", "replace")
    for row in (*people(4), *people(3, start=11)):
        assert [value for value in row.values() if value in text] == []
    assert REASON not in text
    (decision,) = rows(exported(office), "decisions.csv")
    assert decision["Reason"] == "given; see the pack with names"


def test_people_have_the_same_alias_all_over_one_pack_and_another_in_the_next(office: Office) -> None:
    first, second = exported(office), exported(office)
    aliases = {row["Change"]: row["Person"] for row in rows(first, "changes.csv")}
    assert len(set(aliases.values())) == 7
    assert all(re.fullmatch("P-[0-9A-Z]{4}-[0-9A-Z]{4}", alias) for alias in aliases.values())
    (decision,) = rows(first, "decisions.csv")
    assert decision["Person"] == aliases["1"]
    looked = {row["Event code"]: row["What"] for row in rows(first, "entries.csv")}["person.looked-up"]
    assert looked == f"people {aliases['4']}"
    assert aliases["1"] in first["report.html"].decode()
    assert not set(aliases.values()) & {row["Person"] for row in rows(second, "changes.csv")}


def test_with_names_everybody_stands_under_theirs(office: Office) -> None:
    files = exported(office, "--names")
    named = {row["Change"]: row["Name"] for row in rows(files, "changes.csv")}
    assert named == {
        **{str(number): row["full_name"] for number, row in enumerate(people(3), start=1)},
        **{str(number): row["full_name"] for number, row in enumerate(people(3, start=11), start=4)},
        "7": people(1, start=4)[0]["full_name"],
    }
    (decision,) = rows(files, "decisions.csv")
    assert (decision["Name"], decision["Reason"]) == (people(1)[0]["full_name"], REASON)
    assert people(1)[0]["full_name"] in files["report.html"].decode()
    for row in people(3):
        assert not any(row["national_id"].encode() in content for content in files.values())


@pytest.mark.parametrize(
    ("role", "names", "asked", "permitted"),
    [
        ("auditor", "", [], True),
        ("auditor", "", ["--names"], False),
        ("auditor", "names = true", ["--names"], True),
        ("officer", "", [], False),
        ("administrator", "", [], False),
    ],
)
def test_the_role_permits_a_pack_and_names_in_it(
    office: Office, role: str, names: str, asked: list[str], permitted: bool
) -> None:
    account = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    configured = office.folder / "yumsync.toml"
    table = f'\n[[role]]\naccount = "{account}"\nrole = "{role}"\n{names}\n'
    configured.write_text(configured.read_text("utf-8") + table, "utf-8")
    out = office.folder / "goi.zip"
    said = office.ask("audit", "export", str(out), *asked)
    assert (said.code, out.exists()) == ((0, True) if permitted else (2, False))


# ── what it is made of ───────────────────────────────────────────────────────────────────────────────────


def test_that_a_pack_was_made_is_in_the_journal_and_signed(office: Office) -> None:
    exported(office, "--unit", OTHER_UNIT, "--names")
    newest = office.ask("audit", "log").json["entries"][-1]
    assert newest["event"] == "journal.exported"
    assert newest["facts"] == {"names": True, "within": OTHER_UNIT}
    exported(office, "--person", people(1)[0]["national_id"], "--run", "1")
    newest = office.ask("audit", "log").json["entries"][-1]
    assert newest["facts"].pop("person") > 0
    assert newest["facts"] == {"names": False, "run": 1}
    assert office.ask("audit", "verify").json["covered"] == newest["number"] == 16


def test_the_pack_is_its_owners_alone_and_replaces_nothing_unasked(office: Office) -> None:
    out = office.folder / "goi.zip"
    exported(office)
    assert out.stat().st_mode & 0o777 == 0o600
    assert office.ask("audit", "export", str(out)).json["error"]["code"] == "file-exists"
    assert office.ask("audit", "export", str(out.with_suffix(".tar"))).json["error"]["code"] == "file-pack-not-zip"


def test_a_journal_that_does_not_prove_itself_is_not_packed(office: Office) -> None:
    with sqlite3.connect(office.folder / "state.db") as database:
        database.execute("DROP TRIGGER journal_keeps_update")
        database.execute("UPDATE journal SET who = 'x' WHERE no = 3")
    said = office.ask("audit", "export", str(office.folder / "goi.zip"))
    assert (said.code, said.json["error"]["code"]) == (6, "audit-tampered")
    assert not (office.folder / "goi.zip").exists()


def test_tables_open_in_excel_and_hold_no_formula(office: Office) -> None:
    """They begin with the mark of UTF-8, and lines end as Excel ends them."""
    files = exported(office)
    for name in ("entries.csv", "changes.csv", "decisions.csv"):
        assert files[name].startswith(b"\xef\xbb\xbf")
        assert files[name].endswith(b"\r\n")
    made = csv_file([["=1+2", "@x", " -1", "\tx", 'a,"b"', 5, None]])
    assert made == b'\xef\xbb\xbf\'=1+2,\'@x,\' -1,\'\tx,"a,""b""",5,\r\n'


def test_the_report_loads_nothing_and_tells_what_happened(office: Office) -> None:
    report = exported(office)["report.html"].decode()
    assert "default-src 'none'" in report
    assert not re.search(r"<script|src=|href=", report)
    assert re.findall(r"<h2>(Run \d+: \w+)", report) == ["Run 1: finished", "Run 2: finished"]
    assert "Decision 1: " in report


def test_vietnamese_comes_first(office: Office) -> None:
    out = office.folder / "goi.zip"
    assert "Đã ghi" in office.run("audit", "export", str(out), lang="vi").out
    files = opened(out)
    readme = files["README.txt"].decode("utf-8-sig")
    assert readme.index("Kiểm tra trong ba bước") < readme.index("Check it in three steps")
    assert '<html lang="vi">' in files["report.html"].decode()
    assert rows(files, "changes.csv")[0]["Người"].startswith("P-")


def test_the_verifier_in_the_pack_is_the_trees_own_and_proves_it_unpacked_or_not(office: Office) -> None:
    files = exported(office)
    assert files["verify.py"] == Path(verify.__file__).read_bytes()
    folder = office.folder / "unpacked"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    printed = office.ask("audit", "head").json
    both = ["--head", printed["newest"]["fingerprint"], "--key", printed["public_key_fingerprint"]]
    script = str(folder / "verify.py")
    for arguments in ([str(office.folder / "goi.zip"), *both], both):
        ended = subprocess.run([sys.executable, "-I", "-S", script, *arguments], capture_output=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, b"")
        assert ended.stdout.decode().startswith("NGUYÊN VẸN.\n")
    for arguments, missing in ((both[:2], "--key"), (both[2:], "--head"), ([], "--head --key")):
        ended = subprocess.run([sys.executable, "-I", "-S", script, *arguments], capture_output=True, check=False)
        assert (ended.returncode, ended.stderr) == (3, b"")
        assert ended.stdout.decode().startswith(f"CHƯA ĐỦ BẰNG CHỨNG, thiếu: {missing}. ")
        assert "NGUYÊN VẸN" not in ended.stdout.decode()
    (folder / "report.html").write_text("x", "utf-8")
    ended = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout.decode().splitlines()[1]) == (6, "  ✗ Tệp report.html đã bị sửa.")


def test_a_key_that_was_replaced_is_followed(office: Office) -> None:
    """The key of the minutes introduced the one that signs today: its signatures and its fingerprint hold."""
    before = office.ask("audit", "head").json
    assert office.run("key", "rotate").code == 0
    files = exported(office)
    (introduced,) = lines(files, verify.KEYS)
    assert introduced["introduced_by"] == before["public_key"]
    for key in (before["public_key_fingerprint"], office.ask("audit", "head").json["public_key_fingerprint"]):
        assert wrong(files, before["newest"]["fingerprint"], key) == []
    for name, value in (("number", introduced["number"] + 1), ("introduced_by", "11" * 32), ("signature", "00" * 64)):
        forged = {**files, verify.KEYS: f"{dumped({**introduced, name: value})}\n".encode()}
        assert any("was not introduced" in said for said in wrong(forged))


def test_an_introduction_of_some_other_key_introduces_nobody(office: Office) -> None:
    """A forger's key introduces another one of theirs, properly signed: neither signs here."""
    files = exported(office)
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    own, other = key.public_key().public_bytes_raw().hex(), "22" * 32
    signature = key.sign(dumped(["yumsync journal key", 6, other, own]).encode()).hex()
    told = {"number": 6, "public_key": other, "introduced_by": own, "signature": signature}
    found = wrong({**files, verify.KEYS: f"{dumped(told)}\n".encode()})
    assert "The key from entry 6 on was not introduced by the one before." in found
