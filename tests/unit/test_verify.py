"""The verifier of a pack, by itself: its Ed25519, its fingerprints, its container; and it needs nothing of ours."""

from __future__ import annotations

import ast
import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.packs import verify
from sync.audit import Fingerprint, key_fingerprint

SOURCE = Path(verify.__file__)

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
        "25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
        "87b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
        "a7c15e9716ed28dc027beceea1ec40a",
    ),
]
"""Section 7.1: public key, message, signature."""


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_the_vectors_of_the_standard_hold(public: str, message: str, signature: str) -> None:
    told = bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message)
    assert verify.is_signed(*told)
    assert not verify.is_signed(*told[:2], told[2] + b"\0")


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 767))
def test_it_says_of_any_signature_what_the_library_says(seed: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify.is_signed(public, signature, message)
    changed = bytearray(public + signature)
    changed[bit // 8] ^= 1 << bit % 8
    told = bytes(changed[:32]), bytes(changed[32:]), message
    assert verify.is_signed(*told) is by_library(*told) is False


def by_library(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_a_signature_has_one_form_only() -> None:
    """The second half plus the order of the group fits the same equation; the standard has it refused."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"x")
    order = 2**252 + 27742317777372353535851937790883648493
    other = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert verify.is_signed(public, signature, b"x")
    assert not verify.is_signed(public, signature[:32] + other, b"x")


@pytest.mark.parametrize("public", [b"", bytes(31), b"\xff" * 32, (2**255 - 19).to_bytes(32, "little"), b"\2" * 32])
def test_what_is_no_key_signs_nothing(public: bytes) -> None:
    assert not verify.is_signed(public, bytes(64), b"")
    assert not verify.is_signed(bytes(32), bytes(63), b"")


# ── fingerprints ─────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 10**17), st.binary(min_size=32, max_size=32))
def test_fingerprints_are_the_programs(number: int, link: bytes) -> None:
    printed = Fingerprint(number, link[:15])
    assert verify.fingerprint(number, link) == str(printed)
    for typed in (str(printed), str(printed).lower().replace("-", " "), str(printed).replace("0", "o")):
        assert verify.read_fingerprint(typed) == (number, verify.letters(link[:15]))
    key = key_fingerprint(link)
    assert verify.key_letters(link) == key
    assert verify.read_key(key.lower().replace("0", "o")) == verify.read_key(f" {key} ") == key.replace("-", "")


@pytest.mark.parametrize("typed", ["", "1234", "x", "0-0000-0000-0000-0000-0000-0000-00", "1-" + "U" * 26, "ữ" * 30])
def test_what_is_no_fingerprint_is_refused(typed: str) -> None:
    assert verify.read_fingerprint(typed) is None


# ── the container ────────────────────────────────────────────────────────────────────────────────────────

FILES = {"a.txt": b"", "b.json": b"{}", "verify.py": b"x" * 300}


def test_any_program_opens_the_container() -> None:
    with zipfile.ZipFile(io.BytesIO(verify.packed(FILES))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == FILES


def test_only_the_containers_own_form_is_taken() -> None:
    data = verify.packed(FILES)
    assert verify.unpacked(data) == FILES
    for changed in (b"x" + data, data + b"x", data[:-1], data[30:], b"", data + data):
        assert verify.unpacked(changed) is None
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 1
        assert verify.unpacked(bytes(flipped)) is None, at
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in FILES.items():
            made.writestr(name, content)
    assert verify.unpacked(other.getvalue()) is None


# ── alone ────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_written_for_python_3_8_and_its_standard_library() -> None:
    tree = ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 8))
    imported = {
        (node.module or "").partition(".")[0] if isinstance(node, ast.ImportFrom) else name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported <= sys.stdlib_module_names
    newer = {"removeprefix", "removesuffix", "bit_count", "batched", "pairwise"}
    assert not newer & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def pythons() -> list[str]:
    """The interpreters of this machine that it is to run with: the one that runs, and any older one."""
    found = [sys.executable, *filter(None, (shutil.which(f"python3.{minor}") for minor in (8, 9, 10)))]
    return [one for one in found if not subprocess.run([one, "-c", ""], capture_output=True, check=False).returncode]


@pytest.mark.parametrize("python", pythons())
def test_it_runs_alone_in_an_empty_folder(tmp_path: Path, python: str) -> None:
    """Without site packages, environment or any file of ours: it starts, and has nothing to check."""
    alone = tmp_path / "verify.py"
    shutil.copyfile(SOURCE, alone)
    ended = subprocess.run(
        [python, "-I", "-S", alone, tmp_path], capture_output=True, check=False, env={}, cwd=tmp_path, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (6, b"")
    assert "KHÔNG KHỚP" in ended.stdout.decode().splitlines()[0]


def test_a_fingerprint_copied_wrongly_is_no_tampering(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option, typed in (
        ("--head", "12-ABCD"),
        ("--head", ""),
        ("--key", "ABCD-EFGH"),
        ("--key", ""),
        ("--key", "-"),
    ):
        assert verify.main([str(tmp_path), option, typed]) == 2
    assert verify.main([str(tmp_path / "none.zip")]) == 2
    assert "chép chưa đúng" in capsys.readouterr().err
