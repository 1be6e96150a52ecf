"""A saved layout: written, read back, and held against the file it is bound to."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.lists.layoutfile import load_layouts
from adapters.lists.layoutsave import layout_text, saved_tables, write_layout
from config.headers import load_headers
from config.knowledge import load_knowledge
from config.wording import LANGUAGES, Wording
from sync.errors import ConfigError
from sync.tables.layout import recognise
from sync.tables.saved import SavedColumn, SavedLayout, SavedTable, find_layout
from sync.values import Column, Match

WORDS = load_headers()
FIELDS = sorted(load_knowledge({}).fields)
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Ghi chú", "Dân tộc"]
ROW = ["1", "Nguyễn Văn An", "01/02/2004", "079204000001", "", "Kinh"]


def loaded(folder: Path, text: str, name: str = "phuong-1") -> SavedLayout:
    (folder / "layouts").mkdir(exist_ok=True)
    (folder / "layouts" / f"{name}.toml").write_text(text, "utf-8")
    return load_layouts([name], folder, FIELDS)[name]


def problems(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    assert caught.value.details["file"] == "layouts/phuong-1.toml"
    assert caught.value.details["count"] == len(caught.value.problems)
    return [(one.code, str(one.details["key"])) for one in caught.value.problems]


def saved_from(rows: list[list[str]], sheet: str = "") -> SavedLayout:
    layout = recognise(rows, WORDS)
    assert layout is not None
    return SavedLayout("phuong-1", saved_tables([(sheet, layout)]))


def plain(columns: object) -> list[tuple[object, ...]]:
    assert isinstance(columns, tuple)
    return [(one.field, one.index, one.implies, one.value, one.group) for one in columns if isinstance(one, Column)]


# ── written and read back ────────────────────────────────────────────────────────────────────────────────

TEXT = st.text(min_size=1, max_size=12).filter(str.strip)
PLAIN = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
ANY_COLUMN = st.builds(
    SavedColumn,
    index=st.integers(3, 700),
    header=st.text(st.characters(codec="utf-8"), max_size=20),
    field=st.sampled_from(["", *FIELDS]),
    implies=st.none() | st.tuples(st.sampled_from(FIELDS), PLAIN.map(str.strip)),
    value=st.none() | PLAIN.map(str.strip),
    group=st.just("") | PLAIN.map(str.strip),
)
NAMED = (SavedColumn(0, "Họ và tên", "full_name"), SavedColumn(1, "Ngày sinh", "date_of_birth"))


@st.composite
def any_table(draw: st.DrawFn, sheet: str) -> SavedTable:
    columns = draw(st.lists(ANY_COLUMN, max_size=8, unique_by=lambda one: one.index))
    top, depth = draw(st.tuples(st.integers(0, 90), st.integers(1, 3)))
    unit = draw(st.none() | PLAIN.map(str.strip))
    return SavedTable((sheet,), top, depth, (*NAMED, *sorted(columns, key=lambda one: one.index)), unit)


@given(data=st.data(), lang=st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back(
    data: st.DataObject, lang: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any header text, value and unit survives the file, quotes, line ends and all."""
    sheets = data.draw(st.lists(PLAIN.map(str.strip), min_size=1, max_size=3, unique=True))
    tables = tuple(data.draw(any_table(sheet)) for sheet in sheets)
    text = layout_text("phuong-1", tables, Wording(lang))
    assert loaded(tmp_path_factory.mktemp("l"), text).tables == tables


def test_the_file_is_small_explained_and_in_vietnamese(tmp_path: Path) -> None:
    """An officer opens it in Notepad: the field's Vietnamese name stands beside each column."""
    text = layout_text("phuong-1", saved_from([HEADER, ROW], "Sheet1").tables, Wording("vi"), ["Chi đoàn 1"])
    assert '{ letter = "B", header = "Họ và tên", field = "full_name" },  # họ và tên' in text
    assert '{ letter = "E", header = "Ghi chú", ignore = true },  # không dùng' in text
    assert '\n# unit = "Chi đoàn 1"\n' in text
    assert tomllib.loads(text)["table"][0]["header_rows"] == [1]
    assert loaded(tmp_path, text).tables == saved_from([HEADER, ROW], "Sheet1").tables


def test_a_corrected_layout_is_not_overwritten_by_itself(tmp_path: Path) -> None:
    """Only `--force` replaces a layout that differs; the same one again is no matter."""
    path = tmp_path / "layouts" / "a.toml"
    write_layout(path, "version = 1\n")
    write_layout(path, "version = 1\n")
    with pytest.raises(ConfigError, match="config-layout-exists"):
        write_layout(path, "version = 2\n")
    assert path.read_text("utf-8") == "version = 1\n"
    write_layout(path, "version = 2\n", force=True)
    assert path.read_text("utf-8") == "version = 2\n"
    assert [each.name for each in path.parent.iterdir()] == ["a.toml"]


@pytest.mark.parametrize("name", ["../a", "a/b", "", ".a", "a.", "/etc/x", "a\\b", "a\nb", "x" * 81])
def test_a_layout_is_named_and_not_pathed(name: str, tmp_path: Path) -> None:
    """Nothing outside the folder `layouts` is read or written."""
    with pytest.raises(ConfigError) as caught:
        load_layouts([name], tmp_path, FIELDS)
    codes = {caught.value.code, *(one.code for one in caught.value.problems)}
    assert "config-layout-name" in codes


# ── wrong files ──────────────────────────────────────────────────────────────────────────────────────────

WRONG = """
version = 7
colour = "red"

[[table]]
sheets = ["A"]
header_rows = [6, 5]
columns = [
  { letter = "A", header = "STT", field = "row_no" },
  { letter = "A", header = "Tên", field = "full_nam" },
  { letter = "b", header = "Ngày", field = "date_of_birth", ignore = true },
  { letter = "C", header = "x" },
  { letter = "D", header = 5, field = "gender", hint = "" },
  { letter = "E", header = "y", field = "gender", implies = { gendr = "male", unit = "x" } },
]

[[table]]
sheets = ["A"]
header_rows = [1]
columns = [{ letter = "A", header = "Họ tên", field = "full_name" }]
"""


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    """One look is enough to mend the file; each key is named as it stands there."""
    first = "table[1].columns"
    assert sorted(problems(tmp_path, WRONG)) == sorted(
        [
            ("config-unknown-key", "colour"),
            ("config-layout-version", "version"),
            ("config-layout-rows", "table[1].header_rows"),
            ("config-layout-column-twice", f"{first}[2].letter"),
            ("config-layout-field-near", f"{first}[2].field"),
            ("config-layout-letter", f"{first}[3].letter"),
            ("config-layout-field-or-ignore", f"{first}[3]"),
            ("config-layout-field-or-ignore", f"{first}[4]"),
            ("config-wrong-type", f"{first}[5].header"),
            ("config-unknown-key", f"{first}[5].hint"),
            ("config-layout-implies", f"{first}[6].implies"),
            ("config-layout-field-near", f"{first}[6].implies"),
            ("config-layout-no-name", first),
            ("config-layout-sheet-twice", "table[2].sheets"),
            ("config-layout-no-identity", "table[2].columns"),
        ]
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"version = ", "config-syntax"),
        (b"\xff\xfe", "config-not-text"),
        (b"", "config-missing-key"),
        (b"version = 1\ntable = []\n", "config-missing-key"),
        (b"a = " + b"[" * 5000, "config-syntax"),
        (b"#" * 300_000, "config-not-text"),
    ],
)
def test_files_that_are_no_layouts(content: bytes, code: str, tmp_path: Path) -> None:
    """Said, never raised as anything else."""
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "a.toml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_layouts(["a"], tmp_path, FIELDS)
    assert code in {one.code for one in caught.value.problems}


def test_problems_of_several_layouts_come_together(tmp_path: Path) -> None:
    """Two lists, two broken layouts, one message."""
    loaded(tmp_path, layout_text("x", saved_from([HEADER, ROW]).tables, Wording("vi")), "good")
    with pytest.raises(ConfigError) as caught:
        load_layouts(["gone", "good", "lost"], tmp_path, FIELDS)
    assert caught.value.details["file"] == "layouts/gone.toml, layouts/lost.toml"
    assert [one.code for one in caught.value.problems] == ["config-layout-missing"] * 2


# ── bound to a file ──────────────────────────────────────────────────────────────────────────────────────


def test_the_columns_come_from_the_layout() -> None:
    """A corrected field counts, an ignored column is not read, and each column says that it is saved."""
    table = saved_from([HEADER, ROW]).tables[0]
    columns = tuple(
        SavedColumn(one.index, one.header, {3: "member_code", 5: ""}.get(one.index, one.field))
        for one in table.columns
    )
    saved = SavedLayout("x", (SavedTable((), table.top, table.depth, columns, "Chi đoàn 9"),))
    layout = find_layout([HEADER, ROW], WORDS, (), saved)
    assert layout is not None
    assert layout.problems == ()
    assert [(one.field, one.index) for one in layout.columns] == [
        ("row_no", 0),
        ("full_name", 1),
        ("date_of_birth", 2),
        ("member_code", 3),
    ]
    assert {one.match for one in layout.columns} == {Match.SAVED}
    assert layout.unit == "Chi đoàn 9"
    assert list(layout.preamble) == ["header"]


MOVES = {
    "renamed": ([*HEADER[:3], "Mã định danh", *HEADER[4:]], [("D", "Số CCCD", "Mã định danh")]),
    "taken out": ([*HEADER[:4], *HEADER[5:]], [("E", "Ghi chú", "Dân tộc"), ("F", "Dân tộc", "")]),
    "added at the end": ([*HEADER, "Tôn giáo"], [("G", "", "Tôn giáo")]),
    "swapped": (
        [HEADER[0], HEADER[2], HEADER[1], *HEADER[3:]],
        [("B", "Họ và tên", "Ngày sinh"), ("C", "Ngày sinh", "Họ và tên")],
    ),
    "put in": (
        ["STT", "Lớp", *HEADER[1:]],
        [
            ("B", "Họ và tên", "Lớp"),
            ("C", "Ngày sinh", "Họ và tên"),
            ("D", "Số CCCD", "Ngày sinh"),
            ("E", "Ghi chú", "Số CCCD"),
            ("F", "Dân tộc", "Ghi chú"),
        ],
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_header_that_moved_is_refused_and_named(name: str) -> None:
    """Column, saved header and found header, so that an officer sees what happened."""
    header, told = MOVES[name]
    layout = find_layout([header, ROW], WORDS, (), saved_from([HEADER, ROW]))
    assert layout is not None
    assert [
        (one.code, one.details["column"], one.details["saved"], one.details["header"]) for one in layout.problems
    ] == [("list-layout-changed", *each) for each in told]


def test_retyping_a_header_is_no_change() -> None:
    """Case, spaces, line breaks and decomposed letters are the same header."""
    header = ["stt", "HỌ VÀ  TÊN", "Nga\u0300y sinh ", "Số\nCCCD", "Ghi chú:", "dân tộc"]
    layout = find_layout([header, ROW], WORDS, (), saved_from([HEADER, ROW]))
    assert layout is not None
    assert layout.problems == ()


@given(
    header=st.permutations(HEADER),
    above=st.lists(st.lists(st.sampled_from(["", "DANH SÁCH", "x"]), max_size=3), max_size=3),
)
def test_saved_and_read_again_means_the_same(header: list[str], above: list[list[str]]) -> None:
    """Round trip: a layout saved from a file reads that file to the same columns."""
    rows = [*above, header, ROW]
    found = recognise(rows, WORDS)
    assert found is not None
    again = find_layout(rows, WORDS, (), SavedLayout("x", saved_tables([("", found)])))
    assert again is not None
    assert plain(tuple(again.columns)) == plain(tuple(found.columns))
    assert (again.top, again.depth, again.unit, again.preamble, again.headers) == (
        found.top,
        found.depth,
        found.unit,
        found.preamble,
        found.headers,
    )
    assert not again.problems


@pytest.mark.parametrize("rows", [[], [[]], [["x"]], [["STT"], ["1"]]])
def test_a_file_that_is_shorter_than_the_layout_is_refused(rows: list[list[str]]) -> None:
    """The header row may be beyond its end."""
    saved = saved_from([["DANH SÁCH"], [], HEADER, ROW])
    layout = find_layout(rows, WORDS, (), saved)
    assert layout is not None
    assert {one.code for one in layout.problems} == {"list-layout-changed"}


def test_a_sheet_the_layout_does_not_know_is_refused_where_it_looks_like_a_list() -> None:
    """A sheet of notes is none of the layout's business; a new branch's sheet is."""
    saved = saved_from([HEADER, ROW], "Chi đoàn 1")
    assert find_layout([["ghi chú"]], WORDS, (), saved, "Ghi chú") is None
    other = find_layout([HEADER, ROW], WORDS, (), saved, "Chi đoàn 2")
    assert other is not None
    assert [one.code for one in other.problems] == ["list-layout-sheet"]
    known = find_layout([HEADER, ROW], WORDS, (), saved, "Chi đoàn 1")
    assert known is not None
    assert not known.problems


def test_two_tables_on_their_sheets() -> None:
    """A table names its sheets; one that names none holds for the others."""
    one = SavedTable(("A",), 0, 1, NAMED)
    rest = SavedTable((), 4, 2, NAMED)
    layout = SavedLayout("x", (one, rest))
    assert layout.table_for("A") is one
    assert layout.table_for("B") is rest
    assert SavedLayout("x", (one,)).table_for("B") is None
    assert SavedLayout("x", (one,)).table_for("") is one


def test_alike_sheets_share_a_table_and_unlike_ones_do_not() -> None:
    """One sheet per branch needs one table; the same sheet laid out two ways cannot be saved."""
    first, second = recognise([HEADER, ROW], WORDS), recognise([["x"], HEADER[1:], ROW[1:]], WORDS)
    assert first is not None
    assert second is not None
    assert [table.sheets for table in saved_tables([("A", first), ("B", first), ("C", second)])] == [
        ("A", "B"),
        ("C",),
    ]
    with pytest.raises(ConfigError, match="config-layout-differs"):
        saved_tables([("A", first), ("A", second)])
    with pytest.raises(ConfigError, match="config-layout-nothing"):
        saved_tables([])


def test_the_digest_tells_layouts_apart() -> None:
    """It is salt: a corrected field must make every row be read again."""
    layout = saved_from([HEADER, ROW])
    table = layout.tables[0]
    other = SavedTable(table.sheets, table.top, table.depth, table.columns[:-1], table.unit)
    assert layout.digest == saved_from([HEADER, ROW]).digest
    assert layout.digest != SavedLayout("x", (other,)).digest
