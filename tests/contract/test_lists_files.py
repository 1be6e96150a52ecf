"""Where lists lie: folders that cannot be read, links, names in any form, files that are open, shares that fail."""

from __future__ import annotations

import errno
import io
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO
from unicodedata import normalize

import pytest

from adapters.lists import csvfile, files
from sync.errors import ListError
from sync.values import Cell, Severity
from tests.lists.writers import data, errors, read, spec, write_csv, write_xlsx

HEADER: list[Cell] = ["Họ và tên", "Ngày sinh", "Quê quán"]
ROW: list[Cell] = ["Nguyễn Thử An", "01/02/2004", "Xã A"]
ROWS = [HEADER, ROW]


def refused(folder: Path, path: str) -> ListError:
    """What the list as a whole is refused with."""
    with pytest.raises(ListError) as caught:
        read(spec(folder, path))
    return caught.value


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kept", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("path", ["đoàn phường/chi đoàn số 1.xlsx", "đoàn phường/*.xlsx", "đoàn phường/chi đoàn*"])
def test_letters_of_a_name_may_be_composed_or_not(tmp_path: Path, kept: str, written: str, path: str) -> None:
    folder = tmp_path / normalize(kept, "đoàn phường")
    folder.mkdir()
    write_xlsx(folder / normalize(kept, "chi đoàn số 1.xlsx"), ROWS)
    (table,), findings = read(spec(tmp_path, normalize(written, path)))
    assert normalize("NFC", table.file) == "đoàn phường/chi đoàn số 1.xlsx"
    assert findings == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x1b[31mb.csv", "a\ufffd[31mb.csv"),
        ("a\nb.csv", "a\ufffdb.csv"),
        ("a\u202egpj.csv", "a\ufffdgpj.csv"),
        (os.fsdecode(b"a\xff\xfe.csv"), "a\ufffd\ufffd.csv"),
        ("danh sách “Đ” – 1.csv", "danh sách “Đ” – 1.csv"),
    ],
)
def test_a_name_is_shown_so_that_it_can_be_printed(tmp_path: Path, name: str, shown: str) -> None:
    write_csv(tmp_path / name, ROWS)
    (table,), _ = read(spec(tmp_path, "*.csv"))
    assert table.file == shown
    assert table.file.encode("utf-8")
    assert len(data(table)) == 1


@pytest.mark.parametrize(
    "path", ["a\0b.csv", "a\0*.csv", "x" * 5000, "x/" * 3000 + "*.csv", "x" * 300 + "*.csv", "", "**x"]
)
def test_a_path_that_can_be_none_is_no_file(tmp_path: Path, path: str) -> None:
    (tmp_path / "other.csv").write_bytes(b"x")
    assert refused(tmp_path, path).code in {"list-no-file", "list-not-a-file"} if path else True


@pytest.mark.parametrize("path", ["/dev/null", "/dev/zero", "/proc/self/mem"])
def test_a_device_is_not_read(tmp_path: Path, path: str) -> None:
    link = tmp_path / "list.csv"
    link.symlink_to(path)
    _, findings = read(spec(tmp_path, "list.csv"))
    assert errors(findings)[0] in {"list-not-a-file", "list-empty", "list-unreadable"}


def test_a_socket_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("list.xlsx")
        _, findings = read(spec(tmp_path, "list.xlsx"))
    assert errors(findings) == ["list-not-a-file"]


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Whoever may put a file into the folder may not have another of the office read."""
    folder, outside = tmp_path / "lists", tmp_path / "outside.csv"
    folder.mkdir()
    write_csv(outside, ROWS)
    write_csv(folder / "a.csv", ROWS)
    (folder / "b.csv").symlink_to(outside)
    (folder / "c.csv").symlink_to(folder / "a.csv")
    (folder / "d").symlink_to(tmp_path)
    for pattern in ("lists/*.csv", "lists/../lists/*.csv", f"{folder}/*.csv", "lists/**/*.csv"):
        tables, findings = read(spec(tmp_path, pattern))
        assert [Path(table.file).name for table in tables] == ["a.csv", "c.csv"], pattern
        assert {(f.code, f.severity, Path(f.place.file).name) for f in findings} == {
            ("list-link-outside", Severity.ERROR, "b.csv")
        }, pattern
    _, findings = read(spec(tmp_path, "lists/*/outside.csv"))
    assert errors(findings) == ["list-link-outside"]


def test_a_file_that_is_named_is_read_wherever_it_lies(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    write_csv(tmp_path / "outside.csv", ROWS)
    (inside / "link.csv").symlink_to(tmp_path / "outside.csv")
    (inside / "folder").symlink_to(tmp_path)
    for path in ("link.csv", "../outside.csv", str(tmp_path / "outside.csv"), "folder/outside.csv"):
        (table,), _ = read(spec(inside, path))
        assert len(data(table)) == 1
    (table,), _ = read(spec(tmp_path, "in/folder/out*.csv"))
    assert len(data(table)) == 1, "the folder is named, so its link is meant"


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    (tmp_path / "down").mkdir()
    (tmp_path / "down" / "up").symlink_to(tmp_path)
    write_csv(tmp_path / "down" / "c.csv", ROWS)
    tables, findings = read(spec(tmp_path, "**/*.csv"))
    assert [table.file for table in tables] == ["down/c.csv"]
    assert errors(findings) == ["list-unreadable", "list-unreadable"]


# ── folders and shares that fail ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["lists/*.csv", "lists/**/*.csv", "*/xã B/*.csv", "lists/*/a.csv"])
@pytest.mark.parametrize(("number", "code"), [(errno.EACCES, "list-permission"), (errno.EIO, "list-unreadable")])
def test_a_folder_that_cannot_be_looked_into_is_no_empty_folder(
    tmp_path: Path, path: str, number: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lists in it would be gone, and everybody on them missing."""
    for name in ("xã A", "xã B"):
        (tmp_path / "lists" / name).mkdir(parents=True)
        write_csv(tmp_path / "lists" / name / "a.csv", ROWS)
    write_csv(tmp_path / "lists" / "a.csv", ROWS)
    forbidden = tmp_path / "lists" if path == "lists/*.csv" else tmp_path / "lists" / "xã B"
    scan = os.scandir

    def scandir(folder: Any = ".") -> Any:
        if Path(folder) == forbidden:
            raise OSError(number, os.strerror(number), str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found = refused(tmp_path, path)
    assert found.code == code
    assert found.place is not None
    assert found.place.file == forbidden.relative_to(tmp_path).as_posix()


class Failing(io.FileIO):
    """A file on a share that goes away after some bytes."""

    left = 1 << 62

    def readinto(self, buffer: Any) -> int | None:
        count = super().readinto(memoryview(buffer)[:4096])
        Failing.left -= count or 0
        if Failing.left < 0:
            raise OSError(errno.EIO, "input/output error")
        return count


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
@pytest.mark.parametrize("good", [0, 5000, 150_000])
def test_a_share_that_fails_while_a_file_is_read(
    tmp_path: Path, name: str, good: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write: Callable[..., Path] = write_csv if name == "list.csv" else write_xlsx
    write(tmp_path / name, [HEADER, *[[f"{n}", *ROW[1:]] for n in range(9_000)]])

    def open_failing(self: Path, mode: str = "r") -> BinaryIO:
        assert mode == "rb"
        Failing.left = good
        return io.BufferedReader(Failing(str(self), "r"))  # type: ignore[return-value]

    monkeypatch.setattr(Path, "open", open_failing)
    try:
        tables, findings = read(spec(tmp_path, name))
        for table in tables:
            data(table)
        codes = errors(findings)
    except ListError as problem:
        codes = [problem.code]
    assert codes == ["list-unreadable"]


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_a_share_that_forgets_an_open_file(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write: Callable[..., Path] = write_csv if name == "list.csv" else write_xlsx
    write(tmp_path / name, ROWS)

    def stale(_: object) -> files.Stamp:
        raise OSError(errno.ESTALE, "stale file handle")

    monkeypatch.setattr(files.Stamp, "of", stale)
    monkeypatch.setattr(csvfile.Stamp, "of", stale)
    _, findings = read(spec(tmp_path, name))
    assert errors(findings) == ["list-unreadable"]


# ── files that are open, or half there ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lock", ["~$list.xlsx", ".~lock.list.xlsx#"])
@pytest.mark.parametrize("path", ["list.xlsx", "*.xlsx", "*"])
def test_a_list_that_is_open_is_read_as_it_was_saved(tmp_path: Path, lock: str, path: str) -> None:
    write_xlsx(tmp_path / "list.xlsx", ROWS)
    (tmp_path / lock).write_bytes(b"\x05Tester")
    (table,), findings = read(spec(tmp_path, path))
    assert len(data(table)) == 1
    assert [(f.code, f.severity, f.place.file) for f in findings] == [
        ("list-open-elsewhere", Severity.WARNING, "list.xlsx")
    ]


def test_a_lock_of_no_list_is_passed_over(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", ROWS)
    (tmp_path / "~$other.xlsx").write_bytes(b"\x05Tester")
    _, findings = read(spec(tmp_path, "*.xlsx"))
    assert [(f.code, f.details) for f in findings] == [("list-skipped-file", {"reason": "lock"})]


HALF = "Họ và tên,Ngày sinh,Quê quán\nNguyễn Thử An,01/02/2004,Xã A\nTrần Mẫu,05/06/2003,Xã B\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_that_breaks_off_is_refused(tmp_path: Path, encoding: str, end: str) -> None:
    """Half a copy must not pass for a list of fewer people, the last of them without a birth date."""
    text = ("\ufeff" if encoding == "utf-16-be" else "") + HALF.replace("\n", end)
    for cut in ("Trần", "Trần Mẫu,", "Trần Mẫu,05/06/20"):
        whole = text[: text.index("Trần")] + cut
        (tmp_path / "list.csv").write_bytes(whole.encode(encoding))
        (table,), _ = read(spec(tmp_path, "list.csv"))
        if cut.count(",") == 2:
            continue
        with pytest.raises(ListError) as caught:
            data(table)
        assert (caught.value.code, caught.value.place and caught.value.place.row) == ("list-cut-short", 3)


@pytest.mark.parametrize(
    "text",
    [
        HALF,
        HALF[:-1],
        HALF + "\n\n",
        HALF + "Lê Giả,1999\n",
        HALF.replace(",Xã A", "").replace(",Xã B\n", ""),
        HALF + "   ",
    ],
)
def test_a_csv_that_ends_as_people_end_files_is_whole(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.csv").write_text(text, "utf-8")
    (table,), _ = read(spec(tmp_path, "list.csv"))
    assert len(data(table)) >= 2
