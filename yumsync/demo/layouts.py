"""How officers keep their lists: the layouts of the domain book §4, one a district.

A layout is a row of data; `writers` knows how to draw one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of keeping a list.

    `columns` are (field, header) pairs; besides the fields there are `row_no`, `family_name` and `given_name` for
    a name in two columns, and `born_male` and `born_female` for a birth date that tells the gender. `per` says
    whose people share a file; in a workbook each branch has a sheet of its own (each commune, where `per` is
    `district`), unless `head` is `centre`: the central system's export, one sheet and its hidden DATA sheet.
    `head` is `plain` (header in row 1), `title` (a title and an empty row above), `letterhead` or `centre`.
    `dates` and `phones` are the representations in use, mixed by person; `loose` uses everyday words for the
    centre's labels; `unit` false leaves the unit to the configuration.
    """

    name: str
    form: Literal["csv", "xlsx"]
    per: Literal["district", "commune", "branch"]
    columns: Columns
    head: Literal["plain", "title", "letterhead", "centre"] = "plain"
    footer: bool = False
    delimiter: str = ","
    bom: bool = True
    dates: tuple[str, ...] = ("dmy",)
    phones: tuple[str, ...] = ("text",)
    capitals: bool = False
    loose: bool = False
    unit: bool = True


CENTRE: Columns = (
    ("row_no", "STT"),
    ("full_name", "Họ và tên"),
    ("member_code", "Mã định danh đoàn viên"),
    ("born_male", "Nam"),
    ("born_female", "Nữ"),
    ("ethnicity", "Dân tộc"),
    ("religion", "Tôn giáo"),
    ("hometown", "Quê quán"),
    ("permanent_address", "Địa chỉ thường trú"),
    ("national_id", "Số CMND/CCCD"),
    ("id_issue_date", "Ngày cấp"),
    ("id_issue_place", "Nơi cấp"),
    ("education_level", "Trình độ văn hóa "),
    ("professional_level", "Trình độ chuyên môn"),
    ("political_theory_level", "Trình độ LLCT"),
    ("it_level", "Tin học"),
    ("language_level", "Ngoại ngữ"),
    ("union_join_date", "Thời gian vào đoàn"),
    ("admission_resolution_no", "Số Nghị quyết chuẩn y kết nạp đoàn viên"),
    ("card_no", "Số thẻ đoàn"),
    ("party_join_date", "Thời gian vào Đảng"),
    ("occupation", "Nghề nghiệp hiện nay"),
    ("membership_type", "Đối tượng đoàn viên"),
    ("training_status", "Rèn luyện đoàn viên"),
    ("rating", "Đánh giá, xếp loại đoàn viên"),
    ("reward", "Khen thưởng"),
    ("discipline", "Kỷ luật"),
    ("position", "Chức vụ trong chi đoàn"),
    ("association", "Hội"),
    ("honorary", "Đoàn viên danh dự"),
    ("email", "Email liên hệ"),
    ("phone", "Điện thoại liên hệ"),
    ("unit", "Đơn vị"),
)
"""The 33 columns of the central system's export, in its order and with its own trailing space."""

_FULL: Columns = (
    ("member_code", "Mã đoàn viên"),
    ("full_name", "Họ và tên"),
    ("gender", "Giới tính"),
    ("date_of_birth", "Ngày, tháng, năm sinh"),
    ("ethnicity", "Dân tộc"),
    ("religion", "Tôn giáo"),
    ("hometown", "Quê quán"),
    ("permanent_address", "Địa chỉ thường trú"),
    ("national_id", "Số CMND/CCCD"),
    ("id_issue_date", "Ngày cấp"),
    ("id_issue_place", "Nơi cấp"),
    ("education_level", "Học vấn"),
    ("professional_level", "Trình độ chuyên môn"),
    ("political_theory_level", "Lý luận chính trị"),
    ("union_join_date", "Ngày vào đoàn"),
    ("union_join_place", "Nơi vào đoàn"),
    ("book_no", "Sổ đoàn viên"),
    ("occupation", "Nghề nghiệp"),
    ("position", "Chức vụ"),
    ("email", "Email"),
    ("phone", "Số điện thoại"),
    ("unit", "Chi đoàn"),
)

_SHORT: Columns = (
    ("row_no", "Stt"),
    ("full_name", "Họ tên"),
    ("date_of_birth", "Ngày sinh"),
    ("gender", "Phái"),
    ("ethnicity", "Dân tộc"),
    ("national_id", "CCCD/CMND"),
    ("permanent_address", "Thường trú"),
    ("union_join_date", "Ngày kết nạp"),
    ("position", "Chức vụ"),
    ("occupation", "Nghề nghiệp"),
    ("phone", "SĐT"),
)

_SPLIT: Columns = (
    ("row_no", "STT"),
    ("member_code", "Mã Số Đoàn Viên"),
    ("family_name", "Họ đệm"),
    ("given_name", "Tên"),
    ("gender", "Giới tính"),
    ("date_of_birth", "Ngày sinh"),
    ("ethnicity", "Dân tộc"),
    ("national_id", "CCCD"),
    ("id_issue_date", "Ngày cấp"),
    ("permanent_address", "Địa chỉ"),
    ("education_level", "Trình độ văn hóa"),
    ("professional_level", "Chuyên môn"),
    ("union_join_date", "Ngày vào đoàn"),
    ("position", "Chức vụ"),
    ("occupation", "Nghề nghiệp"),
    ("phone", "Số điện thoại"),
    ("unit", "Chi đoàn"),
)

_MACHINE: Columns = (
    ("student_code", "masv"),
    ("full_name", "hoten"),
    ("date_of_birth", "ngaysinh"),
    ("gender", "gioitinh"),
    ("ethnicity", "Dân tộc"),
    ("national_id", "CCCD"),
    ("union_join_date", "ngay_vao_doan"),
    ("position", "chuc_vu"),
    ("occupation", "Nghề nghiệp"),
    ("permanent_address", "diachi"),
    ("email", "Email"),
    ("phone", "sdt"),
    ("unit", "Tổ chức"),
)

MEMBERS_LAYOUTS: tuple[Layout, ...] = (
    Layout("export", "xlsx", "commune", CENTRE, head="centre", capitals=True),
    Layout("plain-csv", "csv", "district", _FULL, phones=("text", "text", "spaced", "plus")),
    Layout("sheets", "xlsx", "commune", _FULL, dates=("cell",)),
    Layout("by-branch", "xlsx", "branch", _SHORT, head="letterhead", footer=True, unit=False),
    Layout("semicolon-csv", "csv", "district", (*_SHORT[1:], ("unit", "Đơn vị")), delimiter=";", loose=True),
    Layout("letterhead-sheets", "xlsx", "commune", (*_SHORT, ("unit", "Chi đoàn")), head="letterhead", footer=True),
    Layout("machine-csv", "csv", "district", _MACHINE, head="title", bom=False, dates=("iso",)),
    Layout("export-again", "xlsx", "commune", CENTRE, head="centre"),
    Layout("split-csv", "csv", "district", _SPLIT[1:], dates=("short",), phones=("text", "old"), loose=True),
    Layout(
        "mixed-sheets",
        "xlsx",
        "commune",
        _SPLIT,
        head="title",
        footer=True,
        dates=("dmy", "cell", "iso", "short"),
        phones=("number",),
        loose=True,
    ),
)

_YOUTH: Columns = (
    ("full_name", "Họ và tên"),
    ("date_of_birth", "Ngày sinh"),
    ("gender", "Giới tính"),
    ("ethnicity", "Dân tộc"),
    ("national_id", "Số định danh"),
    ("permanent_address", "Địa chỉ thường trú"),
    ("education_level", "Học vấn"),
    ("occupation", "Nghề nghiệp"),
    ("association", "Hội"),
    ("phone", "Số điện thoại"),
    ("unit", "Chi đoàn"),
)

YOUTH_LAYOUTS: tuple[Layout, ...] = (
    Layout("youth-csv", "csv", "district", _YOUTH),
    Layout("youth-book", "xlsx", "district", (("row_no", "STT"), *_YOUTH), head="title", footer=True),
    Layout("youth-semicolon", "csv", "district", _YOUTH, delimiter=";", dates=("iso",)),
)


def layout_of(district: int, kind: str) -> Layout:
    """Return the layout in which a district keeps its list of `members` or `youth`."""
    table = MEMBERS_LAYOUTS if kind == "members" else YOUTH_LAYOUTS
    return table[district % len(table)]
