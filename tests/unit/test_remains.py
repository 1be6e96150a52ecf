"""Files that hold somebody: what is found in them, what is taken out, and what is left alone."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl

from adapters.remains import WorkingFolder
from sync.erasure.traces import Traces
from sync.ports.remains import Kind, Remain

LAN = Traces(
    frozenset({("full_name", "Đỗ Thị Lan"), ("national_id", "079204000061"), ("phone", "0355512345")}),
    frozenset({"2004-03-01"}),
)


def test_of_a_workbook_for_the_centre_only_the_persons_rows_go(tmp_path: Path) -> None:
    """A namesake's row stays: another number, another birth date."""
    rows = [
        ["Họ tên", "Ngày sinh", "CCCD"],
        ["Trần Bình", "02/03/2004", "079204000062"],
        ["đỗ thị lan", "01/03/2004", None],
        ["Đỗ Thị Lan", "05/06/2005", "079204000063"],
        ["D.T. Lan", None, "079204000061"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    done = tmp_path / "da-xong"
    done.mkdir()
    book.save(done / "yumsync-1.xlsx")
    folder = WorkingFolder(tmp_path, [tmp_path], [], [done])
    found = folder.search(LAN.pattern)
    assert found == [Remain("da-xong/yumsync-1.xlsx", Kind.HANDED)]
    folder.clear(found, LAN.stands_in)
    left = openpyxl.load_workbook(done / "yumsync-1.xlsx").active
    assert left is not None
    assert [list(row) for row in left.iter_rows(values_only=True)] == [rows[0], rows[1], rows[3]]
    with ZipFile(done / "yumsync-1.xlsx") as package:
        assert not any(b"079204000061" in package.read(name) for name in package.namelist())


def test_a_part_of_another_word_or_number_is_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Đỗ Thị Lanh, 1079204000061, 07920400006", "utf-8")
    (tmp_path / "b.txt").write_text("gửi ĐỖ THỊ LAN.", "utf-16")
    (tmp_path / "c.txt").write_text("số 079204000061,", "utf-8")
    folder = WorkingFolder(tmp_path, [tmp_path], [tmp_path / "c.txt"], [])
    assert folder.search(LAN.pattern) == [Remain("b.txt", Kind.OTHER)]
    folder.clear(folder.search(LAN.pattern), LAN.stands_in)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "c.txt"]


def test_texts_that_name_somebody() -> None:
    assert LAN.names("Trùng với do thi lan")
    assert LAN.names("số 079 204 000 061 đã có")
    assert not LAN.names("Đỗ Thị Lanh")
    assert not LAN.names("0792040000612")
    assert not LAN.names("")
    assert not Traces().names("bất cứ ai")
