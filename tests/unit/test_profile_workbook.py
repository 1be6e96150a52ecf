"""The profile of workbooks: every column that is needed, told at once; and a folder in place of a web address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.profile import PROFILES, WorkbookProfile, load_profile
from config.settings import load_settings
from config.wording import LANGUAGES, Wording
from sync.errors import ConfigError
from sync.values import OperationType

SHIPPED = (PROFILES / "workbook.toml").read_text("utf-8")


def problems(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "profile.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_profile(path)
    for lang in LANGUAGES:
        assert not any(Wording(lang).error(each).startswith("error-") for each in caught.value.problems)
    return [(each.code, str(each.details["key"])) for each in caught.value.problems]


def without(*keys: str) -> str:
    """Return the shipped profile without these keys, wherever they stand."""
    return re.sub(rf"^({'|'.join(keys)}) = .*\n", "", SHIPPED, flags=re.MULTILINE)


def test_the_one_that_ships_carries_what_an_export_can_show() -> None:
    profile = load_profile("workbook")
    assert isinstance(profile, WorkbookProfile)
    assert profile.limits.batch_size == 2000
    assert profile.types == {
        OperationType.UPSERT,
        OperationType.ADMIT,
        OperationType.TRANSFER,
        OperationType.TRANSFER_IN,
        OperationType.READMIT,
        OperationType.MATURE,
        OperationType.STRIKE_OFF,
        OperationType.EXPEL,
        OperationType.DECEASE,
    }
    assert "reason" not in profile.movement_fields


def test_every_missing_column_is_told_at_once(tmp_path: Path) -> None:
    """Of what may leave, each field needs its column; a birth date needs both, and a paper its own."""
    assert problems(tmp_path, without("phone", "female", "destination")) == [
        ("config-missing-key", "workbook.columns.phone"),
        ("config-missing-key", "workbook.genders.female"),
        ("config-missing-key", "workbook.movement_columns.destination"),
    ]


def test_a_folder_has_a_name_and_no_path(tmp_path: Path) -> None:
    text = SHIPPED.replace('incoming = "xuat-ve"', 'incoming = "../xuat-ve"')
    assert problems(tmp_path, text) == [("profile-not-a-folder-name", "workbook.incoming")]


@pytest.mark.parametrize(("url", "code"), [("folder:", "config-empty"), ("folder:  ", "config-empty")])
def test_a_folder_in_place_of_an_address_must_be_named(tmp_path: Path, url: str, code: str) -> None:
    path = tmp_path / "yumsync.toml"
    text = '[upstream]\nprofile = "workbook"\nurl = "{}"\n[[list]]\nname = "one"\npath = "one.csv"\n'
    path.write_text(text.format("folder:trung-tam"), "utf-8")
    assert load_settings(path).upstream.url == "folder:trung-tam"
    path.write_text(text.format(url), "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    assert [(each.code, each.details["key"]) for each in caught.value.problems] == [(code, "upstream.url")]
