"""A list typed again in another way says the same: nothing is sent, and each cell that looks different is named.

One list goes through every way of retyping alone, through all of them at once, through any choice of them, and back.
What the centre holds is the measure of what looks different. All people are fabricated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.office import Office, Said, csv_of
from tests.support.standin import LiveStandin, live_standin

UNIT = "Chi đoàn Khu phố 1, Đoàn phường Phú Thủy"
HEADERS = {
    "full_name": "Họ và tên",
    "date_of_birth": "Ngày sinh",
    "gender": "Giới tính",
    "national_id": "Số CCCD",
    "phone": "Số điện thoại",
    "permanent_address": "Địa chỉ thường trú",
    "education_level": "Học vấn",
    "email": "Email",
}
COLUMNS = tuple(HEADERS)
People = list[dict[str, str]]

# As the centre holds them, cell for cell.
HELD: People = [
    dict(zip(COLUMNS, line.split("|"), strict=True))
    for line in """\
Nguyễn Văn Hòa|2004-05-17|male|060204000117|0901000117|12 Lý Thường Kiệt|Hệ 12/12|hoa@example.test
Trần Thị Thúy|2005-09-02|female|060305000218|0901000218|7 Lê Quý Đôn|Trung học cơ sở|thuy@example.test
H'Hen Niê|2004-12-25|female|066304000521|0901000521|3 Phan Đình Phùng|Hệ 12/12|hen@example.test
Đặng Quý Lũy|2007-01-01|male|060207000622|0901000622|44 Trần Quý Cáp|Hệ 12/12|luy@example.test""".splitlines()
]
TYPED: People = [{**one, "gender": {"male": "Nam", "female": "Nữ"}[one["gender"]]} for one in HELD]
"""The same as an officer types it first: every cell but the gender in the centre's own form."""

WORDS = ("full_name", "gender", "permanent_address", "education_level")
SPOKEN = {"Hòa": "Hoà", "Thúy": "Thuý", "Quý": "Quí", "Lũy": "Luỹ", "Lý": "Lí"}
"""Tones on the other letter, and i for y."""


def each(columns: Sequence[str], change: Callable[[str], str]) -> Callable[[People], People]:
    """Return a retyping of some columns, cell by cell."""
    return lambda people: [{**one, **{name: change(one[name]) for name in columns}} for one in people]


def spoken(text: str) -> str:
    """Put tones on the other letter."""
    for old, new in SPOKEN.items():
        text = text.replace(old, new)
    return text


def day_first(text: str) -> str:
    """Write an ISO date as officers do."""
    return "/".join(reversed(text.split("-")))


# In the order in which they are applied: the tones before the letters are taken apart.
WAYS: Mapping[str, Callable[[People], People]] = {
    "tone marks": each(("full_name",), spoken),
    "capitals": each(("full_name",), str.upper),
    "no-break spaces": each(("full_name", "permanent_address"), lambda text: text.replace(" ", "\u00a0")),
    "doubled spaces": each(("full_name", "permanent_address"), lambda text: f" {text.replace(' ', '  ')} "),
    "decomposed": each(WORDS, lambda text: unicodedata.normalize("NFD", text)),
    "lost zeros": each(("phone", "national_id"), lambda text: text.removeprefix("0")),
    "local words": each(("education_level",), lambda text: text.replace("Hệ 12/12", "12")),
    "dates day first": each(("date_of_birth",), day_first),
    "capital e-mail": each(("email",), str.upper),
}
ORDER, WORKBOOK = "columns in another order", "workbook"
KINDS = (*WAYS, ORDER, WORKBOOK)


def looks_different(people: People) -> set[tuple[int, str]]:
    """Return which cells, by person and field, are not as the centre holds them or as anybody plainly types them.

    A date is plain in either form, a gender as Nam or Nữ.
    """
    return {
        (number, name)
        for number, (held, typed, one) in enumerate(zip(HELD, TYPED, people, strict=True))
        for name in COLUMNS
        if one[name] not in {held[name], typed[name], day_first(held[name]) if name == "date_of_birth" else ""}
    }


def retyped(kinds: frozenset[str]) -> People:
    """Type everybody again in some of the ways."""
    people = TYPED
    for kind, way in WAYS.items():
        if kind in kinds:
            people = way(people)
    return people


def put(office: Office, kinds: frozenset[str]) -> None:
    """Put the list, typed in these ways, in place of the one that is there."""
    columns = COLUMNS[::-1] if ORDER in kinds else COLUMNS
    rows = [{HEADERS[name]: cell for name, cell in one.items()} for one in retyped(kinds)]
    headers = [HEADERS[name] for name in columns]
    for old in office.folder.glob("list.*"):
        old.unlink()
    if WORKBOOK in kinds:
        with xlsxwriter.Workbook(str(office.folder / "list.xlsx")) as book:
            sheet = book.add_worksheet("Danh sách")
            sheet.write_row(0, 0, headers)
            for number, row in enumerate(rows, 1):
                for column, header in enumerate(headers):
                    cell = row[header]
                    write = sheet.write_number if lost_zero(cell) else sheet.write_string
                    write(number, column, int(cell) if lost_zero(cell) else cell)
    else:
        office.put("list.csv", csv_of(rows, headers))


def lost_zero(cell: str) -> bool:
    """Whether a cell is a number without its zero: a workbook holds such a thing as a number."""
    return cell.isdecimal() and len(cell) in (9, 11) and not cell.startswith("0")


@pytest.fixture(scope="module")
def standin() -> Iterator[LiveStandin]:
    """One upstream for the module: what is planned here is not sent."""
    with live_standin() as server:
        yield server


def office_of(folder: Path, standin: LiveStandin, kinds: frozenset[str]) -> Office:
    """Return an office whose list, typed in these ways, is in step with the centre."""
    office = Office(folder, standin.url)
    office.settings = '[policy]\nnational_id.restore_zero = "apply"\n'
    office.add_list("list", "list.*", unit=UNIT)
    put(office, kinds)
    office.init()
    said = office.ask("sync")
    assert said.code == 0
    return office


@pytest.fixture(scope="module")
def in_step(tmp_path_factory: pytest.TempPathFactory, standin: LiveStandin) -> Office:
    """An office whose list was sent as first typed."""
    return office_of(tmp_path_factory.mktemp("office"), standin, frozenset())


def assert_says_the_same(said: Said) -> list[Mapping[str, object]]:
    """Nothing is to be sent, asked or mended; return the edits."""
    (read,) = said.json["lists"]
    tally = read["tally"]
    assert said.code == 0
    assert not said.json["operations"]
    assert [tally[name] for name in ("created", "updated", "held", "in_error", "missing", "waiting")] == [0] * 6
    assert tally["in_step"] + tally["unchanged"] == len(HELD)
    edits: list[Mapping[str, object]] = read["cosmetic"]
    assert tally["cosmetic"] == len(edits)
    return edits


def named(edits: Sequence[Mapping[str, object]]) -> set[tuple[int, str]]:
    """Return the cells that edits name: person by row, and field."""
    found = set()
    for edit in edits:
        place, changes = edit["place"], edit["edits"]
        assert isinstance(place, dict)
        assert isinstance(changes, list)
        found |= {(place["row"] - 2, change["field"]) for change in changes}
    return found


def assert_named(office: Office, kinds: frozenset[str]) -> None:
    """Type the list again in these ways: the same people, and each cell that looks different is named."""
    put(office, kinds)
    edits = assert_says_the_same(office.ask("plan"))
    assert named(edits) == looks_different(retyped(kinds))


@pytest.mark.parametrize("kind", KINDS)
def test_one_way_of_retyping(in_step: Office, kind: str) -> None:
    assert_named(in_step, frozenset({kind}))


def test_all_ways_at_once(in_step: Office) -> None:
    assert_named(in_step, frozenset(KINDS))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.frozensets(st.sampled_from(KINDS), min_size=2))
def test_any_ways_together(in_step: Office, kinds: frozenset[str]) -> None:
    assert_named(in_step, kinds)


@pytest.mark.parametrize(
    "kinds",
    [{"lost zeros"}, {"local words"}, {"dates day first"}, set(KINDS)],
    ids=["zeros", "words", "dates", "all"],
)
def test_the_way_back(tmp_path: Path, kinds: set[str]) -> None:
    """A list first sent as it was typed carelessly, then typed with care: nothing is sent either."""
    with live_standin() as standin:
        office = office_of(tmp_path, standin, frozenset(kinds))
        put(office, frozenset())
        assert_says_the_same(office.ask("plan"))
