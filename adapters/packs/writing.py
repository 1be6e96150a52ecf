"""Writing an auditor's pack: every file of it, a manifest with their hashes, and the signature under that."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from adapters.lists.annotate.safe import is_risky, whole_text
from adapters.packs import verify
from adapters.reports.workbook import private_file
from sync.errors import YumsyncError
from sync.evidence.pack import Pack
from sync.ports import ChainLink

Cell = str | int | None

VERSION = 1
README, REPORT, VERIFIER = "README.txt", "report.html", "verify.py"


@dataclass(frozen=True, slots=True)
class Shown:
    """What people read of a pack: the text that says how to check it, the report as a page, and tables by file name,
    each with its header first."""

    readme: str
    report: str
    tables: Mapping[str, Sequence[Sequence[Cell]]]


def check_name(out: Path, *, force: bool) -> None:
    """Raise YumsyncError where a pack cannot be written under this name: `file-pack-not-zip`, `file-exists` unless
    `force` lets it be replaced."""
    if out.suffix.lower() != ".zip":
        raise YumsyncError("file-pack-not-zip", file=out.name)
    if out.exists() and not (force and out.is_file()):
        raise YumsyncError("file-exists", file=out.name)


def write_pack(out: Path, pack: Pack, shown: Shown, attest: Callable[[bytes], bytes], *, force: bool = False) -> None:
    """Write a pack that only its owner may read; `attest` signs its manifest. Raises as `check_name`; OSError."""
    check_name(out, force=force)
    files = _files(pack, shown)
    manifest = _line(_manifest(pack, files))
    files[verify.MANIFEST], files[verify.SIGNATURE] = manifest, attest(manifest).hex().encode() + b"\n"
    with private_file(out) as half:
        half.write_bytes(verify.packed(files))


def _files(pack: Pack, shown: Shown) -> dict[str, bytes]:
    """Return what is in a pack but its manifest, in the order it is shown by."""
    told = {one.number for one in pack.entries}
    return {
        README: shown.readme.replace("\n", "\r\n").encode("utf-8-sig"),
        REPORT: shown.report.encode("utf-8", "replace"),
        **{name: csv_file(rows) for name, rows in shown.tables.items()},
        verify.ENTRIES: b"".join(_line(_link(one, told=one.number in told)) for one in pack.links),
        verify.HEADS: b"".join(
            _line(
                {
                    "number": one.number,
                    "at": one.at,
                    "hash": one.hash.hex(),
                    "before": one.before,
                    "public_key": one.public_key.hex(),
                    "signature": one.signature.hex(),
                }
            )
            for one in pack.heads
        ),
        verify.KEYS: b"".join(
            _line(
                {
                    "number": one.number,
                    "public_key": one.public_key.hex(),
                    "introduced_by": one.before.hex(),
                    "signature": one.signature.hex(),
                }
            )
            for one in pack.introductions
        ),
        VERIFIER: Path(verify.__file__).read_bytes(),
    }


def _link(one: ChainLink, *, told: bool) -> dict[str, object]:
    """Return a link with what its entry says, or only what the chain takes. An entry from before there were salts
    says all of it: its hash cannot be recomputed otherwise."""
    if one.said is None or (one.content is not None and not told):
        content = b"" if one.content is None else one.content
        return {"number": one.number, "content": content.hex(), "hash": one.hash.hex()}
    said = {name: value.hex() if isinstance(value, bytes) else value for name, value in one.said.items()}
    return {**said, "hash": one.hash.hex()}


def _manifest(pack: Pack, files: Mapping[str, bytes]) -> dict[str, object]:
    wanted = pack.selection
    return {
        "purpose": verify.PURPOSE,
        "version": VERSION,
        "installation": pack.installation,
        "made": pack.made.isoformat(),
        "who": pack.who,
        "names": pack.names,
        "since": None if wanted.since is None else wanted.since.isoformat(),
        "until": None if wanted.until is None else wanted.until.isoformat(),
        "unit": wanted.unit or None,
        "by_person": bool(wanted.person),
        "run": wanted.run or None,
        "start": {"number": pack.start[0], "hash": pack.start[1].hex()},
        "end": {"number": pack.end.number, "hash": pack.end.hash.hex()},
        "public_key": pack.public_key.hex(),
        "files": {name: sha256(content).hexdigest() for name, content in files.items()},
    }


def _line(value: object) -> bytes:
    return orjson.dumps(value) + b"\n"


def csv_file(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a table as a CSV that Excel opens as what it is: UTF-8 with its mark, and no text is a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    text = whole_text(value)
    return f"'{text}" if is_risky(text) else text
