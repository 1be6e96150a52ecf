"""`check FILE` on a file of a configured list: it is read as the list is, and that is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.acceptance.test_check_explained import NOWHERE, write
from tests.support.office import Office

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
ROWS: list[list[Any]] = [HEADER, [1, "Nguyễn Văn Đá", "05/02/2004", "060204000021"]]
UNIT = "Chi đoàn 2, Đoàn phường Phú Thủy"


def made(folder: Path, *paths: str, **keys: Any) -> Office:
    office = Office(folder, NOWHERE)
    (folder / "lists").mkdir()
    for number, path in enumerate(paths):
        office.add_list(f"ds{number}", path, unit=UNIT, **keys)
    write(folder / "lists" / "a.xlsx", ROWS)
    return office


def codes(office: Office, *arguments: str) -> list[str]:
    (one,) = office.ask("check", str(office.folder / "lists" / "a.xlsx"), *arguments).json["lists"]
    return sorted(finding["code"] for finding in one["findings"])


def test_a_file_of_a_list_is_read_by_its_unit(tmp_path: Path) -> None:
    office = made(tmp_path, "lists/*.xlsx")
    assert codes(office) == ["list-as-configured"]
    said = office.run("check", str(tmp_path / "lists" / "a.xlsx"), lang="vi")
    assert said.code == 0
    assert "ds0" in said.out


def test_a_file_of_no_list_or_of_several_is_read_alone(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "two").mkdir()
    assert "list-as-configured" not in codes(made(tmp_path / "none", "lists/b*.xlsx"))
    assert "list-as-configured" not in codes(made(tmp_path / "two", "lists/*.xlsx", "lists/a.xlsx"))


def test_the_kind_of_the_list_counts_unless_youth_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "youth").mkdir()
    office = made(tmp_path / "youth", "lists/a.xlsx", kind="youth")
    assert office.ask("check", str(office.folder / "lists" / "a.xlsx")).json["lists"][0]["kind"] == "youth"
    (tmp_path / "members").mkdir()
    office = made(tmp_path / "members", "lists/a.xlsx")
    path = str(office.folder / "lists" / "a.xlsx")
    assert office.ask("check", path, "--youth").json["lists"][0]["kind"] == "youth"
    assert office.ask("check", path).json["lists"][0]["kind"] == "members"


def test_the_layout_of_the_list_counts_unless_another_is_named(tmp_path: Path) -> None:
    office = made(tmp_path, "lists/a.xlsx", layout="cua-ds")
    path = str(tmp_path / "lists" / "a.xlsx")
    assert office.run("check", path).code != 0, "its layout does not exist yet"
    assert office.run("check", path, "--save-layout", "cua-ds").code in {0, 1}
    assert codes(office) == ["list-as-configured"]
    assert office.run("check", path, "--layout", "khac").code != 0, "the one that is named does not exist"
