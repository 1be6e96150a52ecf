"""The example of the reorganisation of 2025: old codes and old paths lead to the units of today.

What each row of the example means is written here by hand, from the map of old and new communes.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from config.units import load_unit_words
from sync.units.names import UnitWords
from tests.support.office import ROOT, Office, Said
from tests.support.standin import LiveStandin

EXAMPLE = ROOT / "examples" / "units"
WARD = "Đoàn phường Mũi Né, Tỉnh đoàn Lâm Đồng"
SENT = {
    "Trần Thị Mận": "Chi đoàn Khu phố 1, Đoàn phường Phú Thủy",
    "Nguyễn Văn Mơ": "Chi đoàn Khu phố 1, Đoàn phường Phú Thủy",
    "Lê Thị Na": "Chi đoàn Khu phố Đức Long 1, Đoàn phường Tiến Thành",
    "Phạm Văn Ổi": "Chi đoàn Thôn 2, Đoàn phường Mũi Né",
    "Hoàng Thị Quýt": WARD,
    "Đặng Văn Roi": WARD,
    "Bùi Thị Sầu": "Đoàn đặc khu Phú Quý, Tỉnh đoàn Lâm Đồng",
    "Võ Văn Táo": "Đoàn xã Trà Tân, Tỉnh đoàn Lâm Đồng",
    "Ngô Thị Xoài": "Chi đoàn Thôn 9, Đoàn xã Bắc Bình",
}
FOUND = {
    (4, "unit-succeeded"),
    (5, "unit-succeeded"),
    (7, "unit-succeeded"),
    (9, "unit-succeeded"),
    (10, "unit-ambiguous"),
    (11, "unit-closed"),
    (12, "unit-unknown"),
}


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """The example as an officer would try it, against a stand-in of this test's own."""
    folder = tmp_path / "units"
    shutil.copytree(EXAMPLE, folder)
    config = folder / "yumsync.toml"
    config.write_text(re.sub(r'url = "http://[^"]*"', f'url = "{standin.url}"', config.read_text("utf-8")), "utf-8")
    made = Office(folder, standin.url)
    made.init()
    return made


def shown(office: Office, *arguments: str) -> Said:
    said = office.ask("units", *arguments)
    assert said.code == 0, said.text
    return said


def test_every_row_of_the_example_means_what_its_readme_says(office: Office, standin: LiveStandin) -> None:
    said = office.ask("sync")
    assert said.code == 1  # two rows are in error
    assert {one["fields"]["full_name"]: one["unit"] for one in standin.people()} == SENT
    [members] = said.json["plan"]["lists"]
    assert {(finding["place"]["row"], finding["code"]) for finding in members["findings"]} == FOUND
    ambiguous = next(finding for finding in members["findings"] if finding["code"] == "unit-ambiguous")
    assert ambiguous["details"]["candidates"] == (
        "Đoàn xã Trà Tân, Tỉnh đoàn Lâm Đồng; Đoàn xã Hàm Tân, Tỉnh đoàn Lâm Đồng"
    )
    again = office.ask("sync").json
    assert again["delivery"]["sent"] == 0
    readme = (EXAMPLE / "README.md").read_text("utf-8")
    assert all(f"`{unit}`" in readme for unit in set(SENT.values()))


def test_the_tree_holds_both_times_each_with_its_codes(office: Office) -> None:
    made = shown(office, "import").json
    assert (made["size"], made["units"][0]["findings"]) == (184, [])
    tree = shown(office).json
    # Lâm Đồng, the 45 communes of today, five branches.
    assert (tree["open"], tree["closed"]) == (1 + 45 + 5, 1 + 10 + 121 + 1)
    old = shown(office, "22936").json
    assert (old["open"], old["valid_to"], old["codes"]) == (False, "2025-06-30", [["22936", "2004"]])
    assert old["line"] == ["Đoàn phường Thanh Hải", "Thành đoàn Phan Thiết", "Tỉnh đoàn Bình Thuận"]
    assert old["successors"] == ["Đoàn phường Phú Thủy, Tỉnh đoàn Lâm Đồng"]
    new = shown(office, "22945@2025-07-01").json
    assert (new["open"], new["valid_from"]) == (True, "2025-07-01")
    assert len(new["predecessors"]) == 3
    assert shown(office, "60").json["successors"] == ["Tỉnh đoàn Lâm Đồng"]


def test_a_name_that_two_old_communes_bore_is_answered_with_both(office: Office) -> None:
    shown(office, "import")
    said = office.run("units", "Đoàn xã Tân Hà", lang="vi")
    assert said.code == 2
    assert "Đoàn xã Tân Hà, Huyện đoàn Hàm Tân, Tỉnh đoàn Bình Thuận (23257@2004)" in said.err
    assert "Đoàn xã Tân Hà, Huyện đoàn Đức Linh, Tỉnh đoàn Bình Thuận (23221@2004)" in said.err


def test_no_two_real_communes_of_one_district_are_one_name() -> None:
    """The key folds spelling, and real names are the test of it: none of 121 neighbours fall together."""
    words: UnitWords = load_unit_words()
    lines = [line.split(",") for line in (EXAMPLE / "don-vi.csv").read_text("utf-8").splitlines()[1:]]
    keys = [(line[4], words.key(line[2])) for line in lines]
    assert len(keys) == len(set(keys))
