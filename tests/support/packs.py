"""Auditors' packs in tests: what they hold, and what forgers make of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from adapters.packs import verify
from sync.audit import Fingerprint

Files = dict[str, bytes]
Line = dict[str, Any]
Sign = Callable[[bytes], bytes]


def opened(path: Path) -> Files:
    """Return the files of a pack."""
    files = verify.unpacked(path.read_bytes())
    assert files is not None
    return files


def lines(files: Files, name: str) -> list[Line]:
    """Return the objects on the lines of a file."""
    return [json.loads(line) for line in files[name].splitlines()]


def with_lines(files: Files, name: str, told: list[Line]) -> Files:
    """Return the files with other lines in one of them."""
    return {**files, name: "".join(f"{dumped(one)}\n" for one in told).encode()}


def rows(files: Files, name: str) -> list[dict[str, str]]:
    """Return the rows of a table by their headers, as Excel would read it."""
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"), newline="")))


def dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def wrong(files: Files, head: str = "", key: str = "") -> list[str]:
    """Return what the verifier finds wrong, in English; `head` and `key` are what the minutes say."""
    written_down = Fingerprint.read(head) if head else None
    read = verify.read_fingerprint(head) if head else None
    assert (read is None) is (written_down is None)
    return [one.en for one in verify.examine(files, read, key).wrong]


# ── what forgers do ──────────────────────────────────────────────────────────────────────────────────────


def listed(files: Files, sign: Sign, **facts: object) -> Files:
    """Return files with a manifest that fits them, signed."""
    manifest = json.loads(files[verify.MANIFEST])
    manifest["files"] = {
        name: sha256(content).hexdigest()
        for name, content in files.items()
        if name not in {verify.MANIFEST, verify.SIGNATURE}
    }
    told = dumped({**manifest, **facts}).encode() + b"\n"
    signature = sign(b"yumsync audit pack\n" + told).hex().encode() + b"\n"
    return {**files, verify.MANIFEST: told, verify.SIGNATURE: signature}


def chained(told: list[Line]) -> list[Line]:
    """Return the entries with hashes that fit each other again, numbered from 1."""
    made, previous = [], "00" * 32
    for number, one in enumerate(told, start=1):
        line = {**one, "number": number}
        if "content" not in line:
            parts = [line[name] for name in ("number", "at", "event", "run", "who", "facts", "salt")]
            content = sha256(dumped(parts).encode()).hexdigest()
        else:
            content = line["content"]
        line["hash"] = previous = sha256(dumped([number, content, previous]).encode()).hexdigest()
        made.append(line)
    return made


def signed_anew(files: Files, told: list[Line], sign: Sign, public: bytes) -> Files:
    """Return a pack of other entries, all of it fitting itself: chain, heads, manifest. `sign` is the forger's."""
    return resigned(with_lines(files, verify.ENTRIES, chained(told)), sign, public)


def resigned(
    files: Files, sign: Sign, public: bytes, heads: Mapping[int, str] | None = None, **facts: object
) -> Files:
    """Return the files with every signature made anew: of the heads there are up to the last entry, or of those
    given, and of the manifest, with other `facts` in it. The chain stays as it is."""
    told = lines(files, verify.ENTRIES)
    links, last = {one["number"]: one["hash"] for one in told}, told[-1]["number"]
    if heads is None:
        heads = {one["number"]: one["hash"] for one in lines(files, verify.HEADS) if one["number"] <= last}
    at, before, made = "2026-11-23T02:15:09.000000+00:00", 0, []
    for number, link in heads.items():
        named = {"number": number, "at": at, "hash": links.get(number, link), "before": before}
        message = dumped(["yumsync journal head", *named.values()]).encode()
        made.append({**named, "public_key": public.hex(), "signature": sign(message).hex()})
        before = number
    forged = with_lines(files, verify.HEADS, made)
    end = {"number": last, "hash": links[last]}
    return listed(forged, sign, **{"end": end, "public_key": public.hex(), **facts})
