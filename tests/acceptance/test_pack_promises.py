"""What docs/audit.md promises of packs, row by row: which forgery is found, and by which fingerprint of the minutes.

`verify.py` ends with 0 (whole), 3 (not proved yet) or 6 (does not fit). A forger without the key has another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from adapters.packs import verify
from sync.audit import Fingerprint
from tests.acceptance.test_audit import (  # noqa: F401 - fixtures are found by their own names
    copied,
    make_centre,
    tell,
)
from tests.acceptance.test_pack_tampering import (  # noqa: F401 - fixtures are found by their own names
    forger,
    make_pack,
    open_pack,
    real_key,
    rewritten,
    write_down,
)
from tests.support.office import Office, people
from tests.support.packs import Files, Sign, chained, lines, opened, resigned, with_lines

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
MIDDLE = 10
"""The entry of the fingerprint in the minutes, in forgeries of what comes after it. There is a head at 10 and 16."""


class Minutes(NamedTuple):
    """What the minutes say: the fingerprint of the pack's last entry, that of an earlier one, that of the key."""

    last: str
    middle: str
    key: str


class Forger(NamedTuple):
    """Somebody with a key, the office's own or another one."""

    sign: Sign
    public: bytes


@pytest.fixture(scope="module", name="minutes")
def take_minutes(files: Files, head: str, told: Office) -> Minutes:
    entry = lines(files, verify.ENTRIES)[MIDDLE - 1]
    middle = str(Fingerprint(MIDDLE, bytes.fromhex(entry["hash"])[:15]))
    return Minutes(head, middle, told.ask("audit", "head").json["public_key_fingerprint"])


@pytest.fixture(scope="module", name="outsider")
def has_another_key() -> Forger:
    return Forger(*forger())


@pytest.fixture(scope="module", name="holder")
def has_the_key(real: tuple[Sign, bytes]) -> Forger:
    return Forger(*real)


def examined(files: Files, head: str, key: str) -> verify.Found:
    return verify.examine(files, verify.read_fingerprint(head) if head else None, key)


Codes = tuple[int, int, int, int]


def codes(files: Files, head: str, key: str) -> Codes:
    """Return what `verify.py` ends with given nothing, the head, the key, both."""
    asked = (("", ""), (head, ""), ("", key), (head, key))
    one, two, three, four = (examined(files, *told).code for told in asked)
    return one, two, three, four


# ── forgeries ────────────────────────────────────────────────────────────────────────────────────────────

Forge = Callable[[Files, Forger, Minutes], Files]


def altered(files: Files, _who: Forger, _minutes: Minutes) -> Files:
    return {**files, "report.html": files["report.html"][:-1]}


def edited(files: Files, who: Forger, _minutes: Minutes) -> Files:
    """Entry 12 is another one, under its old hash."""
    told = [{**one, "who": "nobody"} if one["number"] == 12 else one for one in lines(files, verify.ENTRIES)]
    return resigned(with_lines(files, verify.ENTRIES, told), *who)


def report(files: Files, who: Forger, _minutes: Minutes) -> Files:
    return resigned({**files, "report.html": b"<p>nobody was struck off</p>", "decisions.csv": b""}, *who)


def verifier(files: Files, who: Forger, _minutes: Minutes) -> Files:
    return resigned({**files, "verify.py": b"print('WHOLE.')\n"}, *who)


def hidden(files: Files, who: Forger, _minutes: Minutes) -> Files:
    """What entry 12 says is left out, as if it had not been asked for."""
    told = lines(files, verify.ENTRIES)
    content = verify.content_of(told[11], "salt").hex()
    told[11] = {"number": 12, "content": content, "hash": told[11]["hash"]}
    return resigned(with_lines(files, verify.ENTRIES, told), *who)


def history(files: Files, who: Forger, _minutes: Minutes) -> Files:
    """What entries 11 to 16 say was done by somebody else; the hashes follow."""
    return resigned(with_lines(files, verify.ENTRIES, chained(rewritten(files))), *who)


def tail(last: int) -> Forge:
    def cut(files: Files, who: Forger, _minutes: Minutes) -> Files:
        return resigned(with_lines(files, verify.ENTRIES, lines(files, verify.ENTRIES)[:last]), *who)

    return cut


def front(files: Files, who: Forger, _minutes: Minutes) -> Files:
    """Entries 1 to 12 are dropped."""
    told = lines(files, verify.ENTRIES)
    start = {"number": 12, "hash": told[11]["hash"]}
    return resigned(with_lines(files, verify.ENTRIES, told[12:]), *who, start=start)


def invented(gap: int) -> Forge:
    """Nothing of the office's is in it but the 120 bits of a hash that the minutes have. The pack starts so many
    entries after that one; it has a head there."""

    def forge(files: Files, who: Forger, minutes: Minutes) -> Files:
        written_down = Fingerprint.read(minutes.last)
        known = written_down.start + bytes(17)
        first, link = written_down.number + gap, bytes([7]) * 32 if gap else known
        start, made = {"number": first, "hash": link.hex()}, []
        for number in range(first + 1, first + 4):
            said = {"number": number, "at": "2026-11-23", "event": "run.finished", "run": 1, "who": "nobody"}
            said.update(facts="{}", salt="ab" * 16)
            link = verify.link_of(number, verify.content_of(said, "salt"), link)
            made.append({**said, "hash": link.hex()})
        forged = {verify.MANIFEST: files[verify.MANIFEST], verify.KEYS: b"", "report.html": b"all is well"}
        heads = {written_down.number: known.hex(), first + 3: link.hex()}
        return resigned(with_lines(forged, verify.ENTRIES, made), *who, heads, start=start)

    return forge


class Case(NamedTuple):
    """A forgery by somebody without the key and by somebody with it, and what is found with which minutes."""

    row: str
    forge: Forge
    outsider: Codes
    holder: Codes
    early: bool = False
    """The head in the minutes is the earlier one."""


ALWAYS, EITHER, BY_KEY, BY_HEAD, NEVER = (6, 6, 6, 6), (3, 6, 6, 6), (3, 3, 6, 6), (3, 6, 3, 6), (3, 3, 3, 0)
WORDS = {ALWAYS: "always", EITHER: "`--head` or `--key`", BY_KEY: "`--key`", BY_HEAD: "`--head`", NEVER: "**never**"}
UNLINKED = (3, 6, 3, 0)
"""With the key too: found, until the key says that the signature is to be believed."""

AFTER = "entries after that of the head edited, dropped, inserted, swapped or made up, and every hash after it"
UP_TO = "entries up to that of the head edited, dropped, inserted or swapped, and every hash after it"
FRONT, INVENTED = (
    "the front cut off",
    "everything made up, the head's entry standing before the first one of the pack",
)
CASES = [
    Case("any byte of the zip, or of any file in it; files added or taken out", altered, ALWAYS, ALWAYS),
    Case("an entry edited, dropped, inserted or swapped, the hashes as they were", edited, ALWAYS, ALWAYS),
    Case("`report.html` or a table rewritten", report, BY_KEY, NEVER),
    Case("what an entry says left out, its hash in place", hidden, BY_KEY, NEVER),
    Case(UP_TO, history, EITHER, BY_HEAD),
    Case(AFTER, history, BY_KEY, NEVER, early=True),
    Case("the tail cut off before the head's entry", tail(MIDDLE), EITHER, BY_HEAD),
    Case("the tail cut off after the head's entry", tail(16), BY_KEY, NEVER, early=True),
    Case(FRONT, front, BY_KEY, NEVER),
    Case(INVENTED, invented(5), EITHER, UNLINKED),
    Case(INVENTED, invented(0), EITHER, UNLINKED),
    Case("`verify.py` replaced, and another copy of it run", verifier, BY_KEY, NEVER),
]
EARLIER, OTHER = (
    "the pack of an earlier copy of the database",
    "the pack of another history that the program wrote from an earlier copy on",
)
UNTESTABLE = "`verify.py` replaced, and that one run"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_a_forgery_is_found_with_what_the_page_says(
    files: Files, minutes: Minutes, outsider: Forger, holder: Forger, case: Case
) -> None:
    head = minutes.middle if case.early else minutes.last
    assert codes(case.forge(files, outsider, minutes), head, minutes.key) == case.outsider
    assert codes(case.forge(files, holder, minutes), head, minutes.key) == case.holder


def test_a_pack_that_nobody_touched_is_whole_by_both_and_not_proved_by_less(files: Files, minutes: Minutes) -> None:
    assert codes(files, minutes.last, minutes.key) == codes(files, minutes.middle, minutes.key) == (3, 3, 3, 0)


def test_old_copies_are_found_by_the_head(told: Office, minutes: Minutes, tmp_path: Path) -> None:
    """The program itself makes these packs, signed with the office's key."""
    for name, runs in (("earlier", 0), ("other", 3)):
        office = copied(told.folder / "early", tmp_path / name, told)
        for _ in range(runs):
            office.write("a", people(3))
            assert office.run("sync").code == 0
        out = office.folder / "pack.zip"
        assert office.run("audit", "export", str(out)).code == 0
        assert codes(opened(out), minutes.last, minutes.key) == BY_HEAD


def test_without_the_key_nothing_is_said_to_be_proved_by_signatures(
    files: Files, minutes: Minutes, outsider: Forger
) -> None:
    for forged in (report(files, outsider, minutes), files):
        found = examined(forged, minutes.last, "")
        proved = " ".join(one.en for one in found.right)
        assert not re.search("report|table|signature|key", proved)
        assert any("report, tables and signatures prove nothing yet" in one.en for one in found.notes)


def test_what_the_signature_of_report_and_tables_says_is_said(files: Files, minutes: Minutes, holder: Forger) -> None:
    found = examined(report(files, holder, minutes), minutes.last, minutes.key)
    assert any("they are the holder's, not that they are true" in one.en for one in found.right)


def test_a_pack_without_its_front_says_so_first(
    files: Files, minutes: Minutes, holder: Forger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pack.zip"
    out.write_bytes(verify.packed(front(files, holder, minutes)))
    assert verify.main([str(out), "--head", minutes.last, "--key", minutes.key]) == 0
    said = capsys.readouterr().out
    assert said.startswith("NGUYÊN VẸN TỪ MỤC 13.\n")
    assert "\nWHOLE FROM ENTRY 13 ON.\n" in said
    assert "Các mục từ 1 đến 12 không có trong gói này" in said
    assert "Entries 1 to 12 are not in this pack" in said
    assert verify.main([str(out)]) == 3
    assert "Entries 1 to 12 are not in this pack" in capsys.readouterr().out


@pytest.mark.parametrize("gap", [0, 5])
def test_a_head_before_the_pack_is_linked_by_signatures_alone(
    files: Files, minutes: Minutes, outsider: Forger, holder: Forger, gap: int
) -> None:
    forge = invented(gap)
    (said,) = (one.en for one in examined(forge(files, outsider, minutes), minutes.last, "").wrong)
    assert said.startswith("Entry 18 of the minutes is not in the pack")
    assert "(--key)" in said
    found = examined(forge(files, holder, minutes), minutes.last, minutes.key)
    assert not any("continues the history" in one.en for one in found.right)
    assert any("signatures alone link it to them" in one.en for one in found.notes)


def test_a_pack_that_starts_from_nothing_starts_from_no_hash(files: Files, holder: Forger) -> None:
    for start in ({"number": 0, "hash": "11" * 32}, {"number": -1, "hash": "00" * 32}):
        assert examined(resigned(files, *holder, start=start), "", "").code == 6


def test_the_key_that_was_replaced_is_said_to_be(told: Office, minutes: Minutes, tmp_path: Path) -> None:
    office = copied(told.folder, tmp_path / "rotated", told)
    assert office.run("key", "rotate").code == 0
    now = office.ask("audit", "head").json["public_key_fingerprint"]
    out = office.folder / "rotated.zip"
    assert office.run("audit", "export", str(out)).code == 0
    found = examined(opened(out), minutes.middle, minutes.key)
    assert found.code == 0
    assert f"The key of the minutes has been replaced; it is {now} now." in [one.en for one in found.notes]


# ── what the office says ─────────────────────────────────────────────────────────────────────────────────


def test_the_office_prints_both_fingerprints_for_the_minutes(told: Office, tmp_path: Path) -> None:
    """On the screen of `audit head`, and in the command that `audit export` hands on."""
    office = copied(told.folder, tmp_path / "copy", told)
    exported = office.run("audit", "export", str(office.folder / "goi.zip")).out
    printed = office.ask("audit", "head").json
    head, key = printed["newest"]["fingerprint"], printed["public_key_fingerprint"]
    shown = office.run("audit", "head").out
    assert head in shown
    assert key in shown
    assert f"python3 verify.py goi.zip --head {head} --key {key}" in exported
    files = opened(office.folder / "goi.zip")
    for name in ("README.txt", "report.html"):
        said = files[name].decode("utf-8-sig")
        assert re.search("verify.py [A-Z]+.zip --head .* --key ", said)
        assert re.search("never from the pack|not from this page", said)


def test_the_page_says_what_is_found_here() -> None:
    """Each row of its table of packs is one of these cases, with what finds it at the front of both cells."""
    table = PAGE.read_text("utf-8").partition("| done to a pack")[2].partition("\n\n")[0].splitlines()[2:]
    page = {cells[1]: (cells[2], cells[3]) for cells in ([cell.strip() for cell in row.split("|")] for row in table)}
    due = {case.row: (WORDS[case.outsider], WORDS.get(case.holder, WORDS[NEVER])) for case in CASES}
    due |= dict.fromkeys((EARLIER, OTHER), (WORDS[BY_HEAD], WORDS[BY_HEAD]))
    due[UNTESTABLE] = (WORDS[NEVER], WORDS[NEVER])
    assert list(page) == list(page | due)
    assert set(page) == set(due)
    for row, said in due.items():
        assert [re.split("[:;,]", cell)[0] for cell in page[row]] == list(said), row
