"""Text whose UTF-8 was read as Windows-1252: known by letters that come back, and never in text that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.lists.garbled import is_garbled
from sync.values import Finding
from tests.lists.writers import data, read, spec


def spoilt(text: str) -> str:
    """The text as a program leaves it that takes its UTF-8 for Windows-1252."""
    return "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize("text", ["Nguyễn", "Lâm Hà", "Đặng Thị Lụa", "Trần", "Hồ Chí Minh", "Sơn", "Võ", "Phường"])
def test_a_spoilt_text_is_known(text: str) -> None:
    assert is_garbled(spoilt(text))
    assert not is_garbled(text)
    assert not is_garbled(text.upper())


@pytest.mark.parametrize(
    "text", ["São Paulo", "señor", "“UBND XÃ”", "LÃ\u00a0THỊ HOA", "LÃ THỊ – XÃ–A", "Ấp «Bá»", "Müller", "Åse", "XÃ…"]
)
def test_other_text_is_not(text: str) -> None:
    assert not is_garbled(text)


HEADER = "Họ và tên,Ngày sinh,Quê quán\n"


def refused(folder: Path, rows: list[str]) -> list[tuple[str, str]]:
    (folder / "a.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    tables, findings = read(spec(folder, "a.csv"))
    for table in tables:
        data(table)
    return [(one.code, str(one.place)) for one in findings if isinstance(one, Finding) and one.severity == "error"]


def test_a_file_is_refused_for_a_name_or_for_two_cells_of_a_column(tmp_path: Path) -> None:
    good = "Lê Giả An,17/05/2004,Lâm Hà"
    town = f"Lê Giả An,17/05/2004,{spoilt('Lâm')} Hà"
    assert refused(tmp_path, [good, town, good]) == []
    assert refused(tmp_path, [good, town, town]) == [("list-encoding", "a.csv › C4")]
    assert refused(tmp_path, [good, f"{spoilt('Lê')} An,17/05/2004,"]) == [("list-encoding", "a.csv › A3")]
