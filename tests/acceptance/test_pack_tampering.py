"""The auditor's pack against forgers: whatever is done to it is found offline by whoever has the last printed head.

What cannot be found without one is tested too.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.packs import verify
from state.archive import Archive
from sync.audit import Fingerprint, key_fingerprint
from tests.acceptance.test_audit import (  # noqa: F401 - fixtures are found by their own names
    copied,
    make_centre,
    tell,
)
from tests.support.office import Office, people
from tests.support.packs import Files, Line, Sign, chained, lines, listed, opened, signed_anew, with_lines, wrong

SEED = 20261123


@pytest.fixture(scope="module", name="pack")
def make_pack(told: Office) -> Path:
    """A pack of the third run alone: of the entries before it only the links are in there."""
    out = told.folder / "pack.zip"
    assert told.run("audit", "export", str(out), "--run", "3").code == 0
    return out


@pytest.fixture(scope="module", name="files")
def open_pack(pack: Path) -> Files:
    return opened(pack)


@pytest.fixture(scope="module", name="head")
def write_down(told: Office, pack: Path) -> str:
    """The fingerprint in the minutes: the end of the journal when the pack was made."""
    assert pack.exists()
    printed: str = told.ask("audit", "head").json["newest"]["fingerprint"]
    return printed


@pytest.fixture(scope="module", name="real")
def real_key(told: Office) -> tuple[Sign, bytes]:
    """The installation's own signature, as somebody has it who can read the key file; and its public key."""
    with told.app() as app:
        archive = app.store.archive
        assert isinstance(archive, Archive)
        return archive._signer.sign, app.store.journal.public_key


def forger() -> tuple[Sign, bytes]:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return key.sign, key.public_key().public_bytes_raw()


def test_the_pack_as_it_was_made_is_whole(files: Files, head: str, told: Office) -> None:
    assert wrong(files, head) == []
    assert [one["number"] for one in lines(files, verify.ENTRIES)] == list(range(1, 19))
    assert [one["number"] for one in lines(files, verify.ENTRIES) if "content" not in one] == [*range(11, 17), 18]
    key = told.ask("audit", "head").json["public_key_fingerprint"]
    assert wrong(files, key=key) == []
    found = verify.examine(files, verify.read_fingerprint(head), key)
    assert (found.code, len(found.right)) == (0, 5)
    assert found.notes == []


# ── any byte ─────────────────────────────────────────────────────────────────────────────────────────────


def test_any_flipped_byte_of_the_zip_is_found(pack: Path, files: Files) -> None:
    """Every position where the zip's own structures are, one in seven of the rest."""
    data, chance = bytearray(pack.read_bytes()), random.Random(SEED)
    contents = sum(map(len, files.values()))
    structural = len(data) - contents
    tried = {*range(60), *range(len(data) - structural, len(data)), *chance.sample(range(len(data)), len(data) // 40)}
    for at in tried:
        data[at] ^= 1 << at % 8
        assert verify.unpacked(bytes(data)) is None, at
        data[at] ^= 1 << at % 8
    assert verify.unpacked(bytes(data)) == files


def test_any_flipped_byte_of_any_file_is_found(files: Files, head: str) -> None:
    """The zip is made anew around it. All bytes of the manifest's signature, a sample of every other file."""
    chance = random.Random(SEED)
    for name, content in files.items():
        some = chance.sample(range(len(content)), min(8, len(content)))
        for at in range(len(content)) if name == verify.SIGNATURE else some:
            flipped = content[:at] + bytes([content[at] ^ 1 << at % 7]) + content[at + 1 :]
            assert wrong({**files, name: flipped}, head), (name, at)


def test_any_flipped_byte_of_an_entry_is_found_by_the_chain_alone(
    files: Files, head: str, real: tuple[Sign, bytes]
) -> None:
    """The manifest fits, signed with the real key: what is left to tell are the chain and the heads."""
    chance, sign = random.Random(SEED), real[0]
    for name in (verify.ENTRIES, verify.HEADS):
        content = files[name]
        for at in chance.sample(range(len(content)), 40):
            flipped = content[:at] + bytes([content[at] ^ 1 << at % 7]) + content[at + 1 :]
            assert wrong(listed({**files, name: flipped}, sign), head), (name, at)


def test_an_edited_entry_is_named(files: Files, head: str, real: tuple[Sign, bytes]) -> None:
    told = lines(files, verify.ENTRIES)
    for at, name, value in ((12, "who", "nobody"), (12, "run", 7), (14, "facts", "{}"), (3, "content", "00" * 32)):
        changed = [{**one, name: value} if number == at else one for number, one in enumerate(told)]
        found = wrong(listed(with_lines(files, verify.ENTRIES, changed), real[0]), head)
        assert found == [f"Entry {at + 1} was edited, or does not follow the one before."]


# ── forgeries by somebody without the key ────────────────────────────────────────────────────────────────

Change = Callable[[list[Line]], list[Line]]

CHANGES: dict[str, tuple[Change, str]] = {
    "drop one": (lambda told: [*told[:8], *told[9:]], "Entries 9 to 9 are missing."),
    "drop the first": (lambda told: told[1:], "Entries 1 to 1 are missing."),
    "drop some": (lambda told: [*told[:6], *told[9:]], "Entries 7 to 9 are missing."),
    "insert": (lambda told: [*told[:9], told[8], *told[9:]], "Entry 9 stands in the wrong place (entries.jsonl:10)."),
    "swap": (lambda told: [*told[:7], told[8], told[7], *told[9:]], "Entries 8 to 8 are missing."),
    "truncate": (lambda told: told[:-1], "The end was cut off or replaced: the pack was made up to entry 18."),
    "empty": (lambda told: [], "The end was cut off or replaced: the pack was made up to entry 18."),
    "another chain": (
        lambda told: chained([{**one, "who": "nobody"} if "who" in one else one for one in told]),
        "The end was cut off or replaced: the pack was made up to entry 18.",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_found_with_its_place(files: Files, head: str, real: tuple[Sign, bytes], name: str) -> None:
    """Without the key the manifest does not fit any more; with it the chain still tells."""
    change, said = CHANGES[name]
    forged = with_lines(files, verify.ENTRIES, change(lines(files, verify.ENTRIES)))
    assert "The file entries.jsonl was altered." in wrong(forged)
    assert said in wrong(listed(forged, real[0]), head)


@pytest.mark.parametrize(
    "name", [verify.ENTRIES, "report.html", "changes.csv", "verify.py", verify.HEADS, verify.KEYS]
)
def test_a_file_that_is_missing_or_added_is_found(files: Files, name: str) -> None:
    assert f"The file {name} is missing." in wrong({key: files[key] for key in files if key != name})
    assert wrong({**files, "more.txt": b""}) == ["The file more.txt is not the pack's."]


@pytest.mark.parametrize("which", [0, 1, -1])
def test_a_signature_that_was_taken_away_is_found(files: Files, real: tuple[Sign, bytes], which: int) -> None:
    heads = lines(files, verify.HEADS)
    del heads[which]
    assert wrong(listed(with_lines(files, verify.HEADS, heads), real[0]))


def rewritten(files: Files) -> list[Line]:
    """Another history: what run 3 did was done by somebody else."""
    return [{**one, "who": "nobody@nowhere"} if one.get("run") == 3 else one for one in lines(files, verify.ENTRIES)]


def test_a_forgery_that_fits_itself_shows_by_its_key(files: Files, head: str, told: Office) -> None:
    """With another key the minutes tell: by the head, and by the key's own fingerprint."""
    sign, public = forger()
    forged = signed_anew(files, rewritten(files), sign, public)
    key = told.ask("audit", "head").json["public_key_fingerprint"]
    assert wrong(forged, key=key) == [f"The pack was signed with another key: {key_fingerprint(public)}."]
    assert wrong(forged, head) == [
        "Entry 18 is not the one of the minutes: what leads up to it was rewritten.",
    ]


def test_what_was_signed_earlier_with_the_real_key_does_not_fit_another(files: Files) -> None:
    """A forger who keeps the real signatures, or some of them, is found without any minutes."""
    sign, public = forger()
    forged = signed_anew(files, rewritten(files), sign, public)
    kept = {**forged, verify.HEADS: files[verify.HEADS]}
    assert wrong(listed(kept, sign, public_key=public.hex()))


def test_a_chain_rewritten_under_the_real_signatures_is_found(files: Files, real: tuple[Sign, bytes]) -> None:
    """Hashes and manifest fit; the heads were signed for another history, up to the one before as it was."""
    made = chained(rewritten(files))
    end = {"number": 18, "hash": made[-1]["hash"]}
    found = wrong(listed(with_lines(files, verify.ENTRIES, made), real[0], end=end))
    other = "The signature at entry {} is of another history: what leads up to it was rewritten."
    assert found == [other.format(16), other.format(18)]


def test_a_head_signed_with_another_key_is_found(files: Files, real: tuple[Sign, bytes]) -> None:
    sign, public = forger()
    forged = signed_anew(files, lines(files, verify.ENTRIES), sign, public)
    found = wrong(listed({**files, verify.HEADS: forged[verify.HEADS]}, real[0]))
    assert found == [f"The signature at entry {at} was altered, or is another key's." for at in (6, 10, 16, 18)]


# ── what only the minutes find ───────────────────────────────────────────────────────────────────────────


def test_a_forgery_with_the_real_key_is_found_by_the_last_printed_head_alone(
    files: Files, head: str, real: tuple[Sign, bytes]
) -> None:
    """Whoever has the key can write any history, and sign it. Nothing in the pack can show that."""
    forged = signed_anew(files, rewritten(files), *real)
    assert wrong(forged) == []
    assert wrong(forged, key=key_fingerprint(real[1])) == []
    assert wrong(forged, head) == ["Entry 18 is not the one of the minutes: what leads up to it was rewritten."]


def test_a_tail_cut_off_with_the_real_key_is_found_by_the_last_printed_head_alone(
    files: Files, head: str, real: tuple[Sign, bytes]
) -> None:
    told = lines(files, verify.ENTRIES)[:10]
    heads = [one for one in lines(files, verify.HEADS) if one["number"] <= 10]
    cut = with_lines(with_lines(files, verify.ENTRIES, told), verify.HEADS, heads)
    end = {"number": 10, "hash": told[-1]["hash"]}
    forged = listed(cut, real[0], end=end)
    assert wrong(forged) == []
    assert wrong(forged, head) == ["The pack ends at entry 10, before entry 18 of the minutes."]


def test_an_entry_between_others_that_are_left_out_cannot_be_made_up(
    files: Files, head: str, real: tuple[Sign, bytes]
) -> None:
    """With the real key and the real hashes all around: an entry is shown as another than it was."""
    told = lines(files, verify.ENTRIES)
    forged = [{**one, "facts": "{}"} if one["number"] == 12 else one for one in told]
    own = chained(forged)
    spliced = [*told[:11], own[11], *told[12:]]
    assert wrong(listed(with_lines(files, verify.ENTRIES, spliced), real[0]), head)


def test_the_pack_of_another_history_by_the_same_program_is_found_by_the_head_alone(
    told: Office, head: str, tmp_path: Path
) -> None:
    """From an earlier copy of the database on, the program itself writes another history."""
    other = copied(told.folder / "early", tmp_path / "other", told)
    for _ in range(3):
        other.write("a", people(3))
        assert other.run("sync").code == 0
    out = other.folder / "other.zip"
    assert other.run("audit", "export", str(out)).code == 0
    files = opened(out)
    assert wrong(files) == []
    assert wrong(files, head) == ["Entry 18 is not the one of the minutes: what leads up to it was rewritten."]


def test_an_earlier_head_proves_what_leads_up_to_it(files: Files, told: Office) -> None:
    """What comes after is proved by the signatures alone, so by nothing without the key; the verifier says so."""
    entry = lines(files, verify.ENTRIES)[9]
    early = verify.read_fingerprint(str(Fingerprint(10, bytes.fromhex(entry["hash"])[:15])))
    found = verify.examine(files, early, told.ask("audit", "head").json["public_key_fingerprint"])
    assert (found.code, found.wrong) == (0, [])
    assert "What comes after entry 10 is proved by the signatures alone." in [one.en for one in found.notes]
    found = verify.examine(files, early)
    assert (found.code, found.wrong) == (3, [])
    assert "What comes after entry 10 is not proved by anything yet." in [one.en for one in found.notes]


def test_the_verifier_says_what_it_was_not_told(files: Files) -> None:
    found = verify.examine(files)
    notes = " ".join(one.en for one in found.notes)
    assert "Not compared with the minutes" in notes
    assert "Whose key signed this pack is not known" in notes
    assert (found.code, found.missing) == (3, ["--head", "--key"])


@pytest.mark.parametrize(
    "rubbish", [b"", b"\n", b"{}", b"[]\n", b"null\n", b"\xff\n", b"[" * 100_000, b'{"number":1}\n']
)
def test_rubbish_is_an_answer_and_no_accident(files: Files, real: tuple[Sign, bytes], rubbish: bytes) -> None:
    for name in (verify.MANIFEST, verify.SIGNATURE, verify.HEADS, verify.ENTRIES):
        forged = {**files, name: rubbish}
        assert wrong(forged)
        if name not in {verify.MANIFEST, verify.SIGNATURE}:
            assert wrong(listed(forged, real[0]))


@pytest.mark.parametrize("value", ["x", None, 1.5, True, {}, "00" * 31, 2**70])
def test_another_kind_of_value_anywhere_is_an_answer_and_no_accident(files: Files, value: object) -> None:
    told = json.loads(files[verify.MANIFEST])
    for name in ("purpose", "start", "end", "public_key", "files"):
        assert wrong({**files, verify.MANIFEST: json.dumps({**told, name: value}, separators=(",", ":")).encode()})
    for name in (verify.ENTRIES, verify.HEADS):
        for part, was in lines(files, name)[-1].items():
            changed = lines(files, name)
            changed[-1][part] = value
            assert was is value or wrong(with_lines(files, name, changed))
