"""`check` reads lists and nothing else: it needs no key, and for files no configuration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from config.wording import LANGUAGES
from tests.support.office import HEADERS, Office, Row, people, person

NOWHERE = "http://127.0.0.1:1"
COLUMNS = (*HEADERS, "Đơn vị")
NO_POLICY = '[policy]\nnational_id.mismatch = "perhaps"\n'


def in_unit(row: Row) -> Row:
    """A file that is no list of the configuration names the unit itself."""
    return {**row, "Đơn vị": "Chi đoàn 1"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A folder with one list in it, and nothing else: no configuration, no key, no database."""
    made = Office(tmp_path, NOWHERE)
    made.write("chi-doan-1", [in_unit(row) for row in people(3)], COLUMNS)
    return made


def there(office: Office) -> list[str]:
    return sorted(path.name for path in office.folder.iterdir())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_are_checked_without_a_configuration(office: Office, lang: str) -> None:
    """An officer looks at a file wherever it lies; nothing is made beside it."""
    office.write("wrong", [in_unit(person(9, date_of_birth="31/02/2004"))], COLUMNS)
    before = there(office)
    for arguments in (["chi-doan-1.csv"], ["--youth", str(office.folder / "chi-doan-1.csv")]):
        said = office.call("check", *arguments, "--lang", lang)
        assert (said.code, said.err) == (0, "")
        assert "3" in said.out
    assert office.call("check", "wrong.csv", "--lang", lang).code == 1
    assert there(office) == before


def test_files_are_read_by_the_configuration_where_there_is_one(office: Office) -> None:
    """Its policy counts, so a wrong one is said; its key, token and lists do not."""
    office.add_list("gone", "gone.csv")
    office.configure(token="env:YUM_NOT_SET")
    assert office.call("check", "chi-doan-1.csv").code == 0
    office.configure(settings=NO_POLICY)
    said = office.call("check", "chi-doan-1.csv")
    assert said.code == 2
    assert "national_id.mismatch" in said.err


def test_a_configuration_that_is_named_must_be_there(office: Office) -> None:
    """Whoever names one means it."""
    said = office.call("--config", "other.toml", "check", "chi-doan-1.csv", "--lang", "en")
    assert said.code == 2
    assert "other.toml" in said.err


def test_the_lists_are_checked_without_key_token_or_state(office: Office) -> None:
    """What sending needs is not asked for; what a list needs is, and that alone."""
    office.add_list("chi-doan-1")
    with closing(sqlite3.connect(office.folder / "school.db")) as database:
        database.execute("CREATE TABLE people (name TEXT, born TEXT)")
        database.execute("INSERT INTO people VALUES ('Đặng Thúy Kiều', '03/04/2005')")
        database.commit()
    office.add_list(
        "school", url="env:YUM_SCHOOL", query='SELECT name AS "Họ và tên", born AS "Ngày sinh" FROM people'
    )
    office.configure(token="env:YUM_NOT_SET", state="env:YUM_NO_STATE")
    before = there(office)
    said = office.call("check", YUM_SCHOOL="sqlite:///school.db")
    assert (said.code, said.err) == (0, "")
    missing = office.call("check", "--lang", "en")
    assert missing.code == 2
    assert "list[2].url" in missing.err
    assert "YUM_SCHOOL" in missing.err
    assert not any(other in missing.err for other in ("state.key", "YUM_NOT_SET", "YUM_NO_STATE"))
    assert there(office) == before
