"""Whatever known headers a list has, in whatever order and depth: exactly the fields that were put in come out."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from config.headers import load_headers
from sync.tables.layout import SAMPLE_ROWS, Merge, recognise
from sync.values import Cell
from tests.unit.test_layout_words import DOMAIN_BOOK

TABLE = load_headers()
NAMES = {"full_name", "family_name", "given_name"}
LONE = {name: headers for name, headers in DOMAIN_BOOK.items() if name not in NAMES | {"row_no", "date_of_birth"}}
TITLES = ["ĐOÀN PHƯỜNG MẪU", "BCH ĐOÀN TNCS HỒ CHÍ MINH", "DANH SÁCH ĐOÀN VIÊN", "Năm 2026", "", "Độc lập - Tự do"]
ABOVE = ["THÔNG TIN CÁ NHÂN", "I. THÔNG TIN CHUNG", "Sơ yếu lý lịch"]


@dataclass(frozen=True)
class Block:
    """Some columns under one header: its levels, each a text for every column, and the fields they are to give."""

    levels: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def width(self) -> int:
        return len(self.fields)


def one(header: str, name: str, cell: Cell = "văn bản") -> Block:
    return Block(((header,),), (name,), (cell,))


GROUPS = [
    Block(
        (("CCCD", "", ""), ("Số", "Ngày cấp", "Nơi cấp")),
        ("national_id", "id_issue_date", "id_issue_place"),
        ("001204000001", "01/01/2022", "Lâm Đồng"),
    ),
    Block(
        (("Trình độ", "", ""), ("Văn hóa", "Chuyên môn", "LLCT")),
        ("education_level", "professional_level", "political_theory_level"),
        ("12/12", "Đại học", ""),
    ),
    Block(
        (("Dân tộc", "", ""), ("Kinh", "Tày", "Khác")),
        ("ethnicity=Kinh", "ethnicity=Tày", "ethnicity=Khác"),
        ("x", "", ""),
    ),
    Block(
        (("Nghề nghiệp", ""), ("Học sinh", "Sinh viên")),
        ("occupation=Học sinh", "occupation=Sinh viên"),
        ("", "X"),
    ),
    Block(
        (("Chuyển đến", "", ""), ("Nơi", "Ngày", "Lý do")),
        ("transfer_in_place", "transfer_in_date", "transfer_in_reason"),
        ("Chi đoàn 2", "01/01/2024", ""),
    ),
    Block(
        (("Chuyển đi", "", ""), ("Nơi đến", "Ngày", "Lý do")),
        ("transfer_out_place", "transfer_out_date", "transfer_out_reason"),
        ("", "", ""),
    ),
    Block((("Xóa tên", ""), ("Lý do", "Số quyết định")), ("strike_off_reason", "strike_off_decision"), ("", "")),
    Block((("Độ tuổi", ""), ("16-18", "Trên 18")), ("", ""), ("x", "")),
    Block((("Trình độ", ""), ("Tin học", "Ngoại ngữ")), ("it_level", "language_level"), ("", "Bậc 2")),
]

NAME_BLOCKS = [
    *(one(header, "full_name", "Nguyễn Thử An") for header in DOMAIN_BOOK["full_name"]),
    Block((("Họ đệm", "Tên"),), ("family_name", "given_name"), ("Nguyễn Thử", "An")),
    Block((("Họ và tên", ""), ("Họ đệm", "Tên")), ("family_name", "given_name"), ("Nguyễn Thử", "An")),
]
BIRTH_BLOCKS = [
    *(one(header, "date_of_birth", "01/02/2004") for header in DOMAIN_BOOK["date_of_birth"]),
    Block((("Ngày sinh", ""), ("Nam", "Nữ")), ("date_of_birth:male", "date_of_birth:female"), ("01/02/2004", "")),
]


@dataclass
class Sheet:
    """A sheet under construction: its header's rows, its merged ranges, the fields by column, a row of data."""

    depth: int
    merged: bool
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    fields: dict[int, str] = field(default_factory=dict)
    data: list[Cell] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [[] for _ in range(self.depth)]

    def put(self, block: Block, above: str) -> None:
        """Add a block's columns, under a header of their own where there is room."""
        left, right = len(self.data), len(self.data) + block.width - 1
        levels = list(block.levels)
        if above and len(levels) < self.depth:
            levels.insert(0, (above, *[""] * (block.width - 1)))
        for row in range(self.depth):
            self.rows[row].extend(levels[row] if row < len(levels) else [""] * block.width)
        for row, level in enumerate(levels):
            for place, text in enumerate(level):
                wide = row < len(levels) - 1
                if text and self.merged and (wide or row < self.depth - 1):
                    until = right if wide else left + place
                    self.merges.append((row, left + place, row if wide else self.depth - 1, until))
        self.fields.update({left + place: name for place, name in enumerate(block.fields) if name})
        self.data.extend(block.cells)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[list[Cell]], list[Merge], dict[int, str], int]:
    groups = draw(st.lists(st.sampled_from(GROUPS), max_size=4, unique_by=lambda group: group.fields))
    taken = {name.partition("=")[0] for group in groups for name in group.fields}
    weak_under = set(TABLE.weak)
    lone = draw(st.lists(st.sampled_from(sorted(LONE)), max_size=8, unique=True))
    blocks = [one(draw(st.sampled_from(LONE[name])), name) for name in lone if name not in taken]
    if {"transfer_in_place", "transfer_out_place"} & taken:
        blocks = [block for block in blocks if block.fields[0] not in ("origin", "destination")]
    seen: set[str] = set()
    for group in groups:
        names = {name.partition("=")[0] for name in group.fields if name}
        if not names & seen:
            blocks.append(group)
            seen |= names
    birth = draw(st.sampled_from(BIRTH_BLOCKS))
    if len(birth.fields) == 2:
        blocks = [block for block in blocks if block.fields[0] != "gender"]
    blocks += [draw(st.sampled_from(NAME_BLOCKS)), birth]
    deepest = max(len(block.levels) for block in blocks)
    sheet = Sheet(draw(st.integers(deepest, 3)), draw(st.booleans()))
    if draw(st.booleans()):
        sheet.put(one(draw(st.sampled_from(["STT", "Stt", "#"])), "row_no", 1), "")
    for block in draw(st.permutations(blocks)):
        may = len(block.levels) < sheet.depth and not any(TABLE.fold(text) in weak_under for text in block.levels[0])
        sheet.put(block, draw(st.sampled_from(ABOVE)) if may and sheet.merged and draw(st.booleans()) else "")
        if draw(st.integers(0, 5)) == 0:
            sheet.put(Block((("",),), ("",), ("",)), "")
    titles: list[list[Cell]] = [[title] for title in draw(st.lists(st.sampled_from(TITLES), max_size=6))]
    people = [list(sheet.data) for _ in range(draw(st.integers(1, 4)))]
    top = len(titles)
    merges = [(row + top, left, bottom + top, right) for row, left, bottom, right in sheet.merges]
    return [*titles, *sheet.rows, *people], merges, sheet.fields, top + sheet.depth


@given(sheets())
@settings(max_examples=150)
def test_exactly_the_fields_put_in_come_out(made: tuple[list[list[Cell]], list[Merge], dict[int, str], int]) -> None:
    rows, merges, fields, data = made
    layout = recognise(rows, TABLE, merges)
    assert layout is not None
    got = {
        column.index: column.field
        + (f"={column.value}" if column.value else "")
        + (f":{column.implies[1]}" if column.implies else "")
        for column in layout.columns
    }
    assert got == fields
    assert layout.problems == ()
    assert list(layout.unknown) == []
    assert layout.data <= data
    assert not any(any(row) for row in rows[layout.data : data]), "only a blank row may be left for the data"


@given(sheets(), st.lists(st.lists(st.sampled_from(["", "x", "Họ và tên", "Ngày sinh", 1]), max_size=9), max_size=5))
@settings(max_examples=50)
def test_what_stands_below_the_sample_changes_nothing(
    made: tuple[list[list[Cell]], list[Merge], dict[int, str], int], below: list[list[Cell]]
) -> None:
    """A list that grows keeps its layout, and with it what is remembered of its rows."""
    rows, merges, _, _ = made
    sample = [*rows, *[rows[-1]] * (SAMPLE_ROWS - len(rows))]
    assert recognise([*sample, *below], TABLE, merges) == recognise(sample, TABLE, merges)
