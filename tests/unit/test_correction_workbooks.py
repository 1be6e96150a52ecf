"""What officers are to write into their own lists, as workbooks. All people are fabricated."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.reports import write_corrections
from config.wording import Wording
from sync.errors import YumsyncError
from sync.reconciliation.corrections import Correction, Reason
from sync.values import Place
from yumsync.checkfiles import check_files

VI = Wording("vi")
UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"


def changed(place: Place, field: str, old: str | None, new: str | None, name: str = "Trần Thị Yến") -> Correction:
    return Correction(Reason.CHANGED_THERE, place, UNIT, name, field, old, new)


def rows(file: Path, title: str) -> list[list[object]]:
    found: Sequence[Sequence[object]] = list(openpyxl.load_workbook(file)[title].iter_rows(values_only=True))
    return [list(row) for row in found]


def test_each_list_has_its_own_by_file_sheet_and_row(tmp_path: Path) -> None:
    """An officer works through the file from top to bottom; nothing in it is a code or a date written backwards."""
    written = write_corrections(
        tmp_path,
        [
            changed(Place("hai", "hai.xlsx", "Đoàn viên", 9), "gender", "male", "female"),
            changed(Place("một/a", "một.csv", "", 7), "date_of_birth", "2005-02-01", "2005-01-02"),
            changed(Place("hai", "hai.xlsx", "Đoàn viên", 4), "phone", "0912345678", None),
            Correction(Reason.REMOVED_THERE, Place("hai", "hai.xlsx", "Đoàn viên", 5), UNIT, "Lê Văn Ổi"),
        ],
        VI,
    )
    assert [(one.list, one.file.name, one.corrections) for one in written] == [
        ("hai", "sua-danh-sach-hai.xlsx", 3),
        ("một/a", "sua-danh-sach-một-a.xlsx", 1),
    ]
    assert {stat.S_IMODE(one.file.stat().st_mode) for one in written} == {0o600}
    head, *found = rows(written[0].file, "Cần sửa")
    assert head[1:4] == ["Tệp", "Trang tính", "Dòng"]
    where = ["hai.xlsx", "Đoàn viên"]
    change, remove = "sửa ô này theo trung tâm", "bỏ dòng này khỏi danh sách"
    assert [row[:10] for row in found] == [
        [1, *where, 4, UNIT, "Trần Thị Yến", change, "số điện thoại", "0912345678", "(trống)"],
        [2, *where, 5, UNIT, "Lê Văn Ổi", remove, None, None, None],
        [3, *where, 9, UNIT, "Trần Thị Yến", change, "giới tính", "Nam", "Nữ"],
    ]
    assert rows(written[1].file, "Cần sửa")[1][7:10] == ["ngày sinh", "01/02/2005", "02/01/2005"]


def test_who_is_to_be_added_can_be_read_as_a_list(tmp_path: Path) -> None:
    """The sheet is copied from into a list: the program must understand every column of it and find nothing wrong."""
    record = {"full_name": "Trần Thị Yến", "date_of_birth": "2005-02-01", "gender": "female", "ethnicity": "kinh"}
    other = {"full_name": "K'Brểu", "date_of_birth": "2004-05-20", "national_id": "068204000015", "phone": None}
    added = [
        Correction(Reason.ONLY_THERE, Place(""), UNIT, str(one["full_name"]), record=one) for one in (record, other)
    ]
    (written,) = write_corrections(tmp_path, added, Wording("en"))
    assert (written.list, written.file.name, written.corrections) == ("", "sua-danh-sach.xlsx", 2)
    head, *found = rows(written.file, "To add")
    assert head == ["đơn vị", "họ và tên", "ngày sinh", "giới tính", "dân tộc", "số CMND/CCCD"]
    assert found[0] == [UNIT, "K'Brểu", "20/05/2004", None, None, "068204000015"]
    read = check_files([written.file])
    assert [(one.tally.rows, one.tally.set_aside.total()) for one in read.lists] == [(3, 1)]
    assert [finding for one in read.lists for finding in one.findings] == []


def test_two_lists_never_share_a_file_and_none_is_replaced_unasked(tmp_path: Path) -> None:
    asked = [changed(Place(name, "t.csv", "", 2), "phone", "1", "2") for name in ("a/b", "a b", "a-b")]
    written = write_corrections(tmp_path, asked, VI)
    assert sorted(one.file.name for one in written) == sorted(path.name for path in tmp_path.iterdir())
    assert len({one.file for one in written}) == 3
    written[1].file.write_text("của ai đó", "utf-8")
    written[0].file.unlink()
    with pytest.raises(YumsyncError) as refused:
        write_corrections(tmp_path, asked, VI)
    assert refused.value.code == "file-exists"
    assert not written[0].file.exists()
    assert written[1].file.read_text("utf-8") == "của ai đó"
    assert len(write_corrections(tmp_path, asked, VI, force=True)) == 3


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "＝", ""]), st.text(min_size=1, max_size=9))
)
def test_whatever_the_centre_says_stays_a_text(tmp_path: Path, said: str) -> None:
    """A name or an address typed at the centre must not run in the officer's Excel."""
    place = Place("t", said, said, 2)
    only = Correction(Reason.ONLY_THERE, place, said, said, record={"full_name": said, "hometown": said})
    (written,) = write_corrections(tmp_path, [changed(place, "hometown", said, said, said), only], VI, force=True)
    for sheet in openpyxl.load_workbook(written.file).worksheets:
        for cell in (cell for line in sheet.iter_rows(min_row=2) for cell in line):
            assert cell.data_type in {"s", "n", "inlineStr"}
            assert not str(cell.value or "").startswith(("=", "+", "-", "@")) or cell.quotePrefix
