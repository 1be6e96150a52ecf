"""`yumsync erase`: no byte of the person is left in any file that is not an officer's own, and they do not come back
unseen."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import category, normalize

import openpyxl
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import Office, Row, held, people, person
from tests.support.standin import LiveStandin

COLUMNS = ("full_name", "date_of_birth", "national_id", "phone", "email", "Địa chỉ thường trú")
NAME = "Đỗ Nữ Khuynh Thạch"
GONE: Row = {
    **person(7_001, full_name=NAME),
    "email": "khuynh.thach@example.test",
    "Địa chỉ thường trú": "Ngõ Tịch Mịch 7 Xã Bí Mật",
}
ERASE = ("erase", NAME, "--reason", "Đương sự đề nghị", "--decision-no", "07-CV/ĐTN", "--yes")


def forms(row: Row) -> set[bytes]:
    """Every value of somebody as it may stand in a file; worked out here by hand, apart from the program's own."""
    found: set[bytes] = set()
    for name, value in row.items():
        if name == "date_of_birth":
            continue
        bare = "".join(c for c in normalize("NFD", value.replace("Đ", "D").replace("đ", "d")) if category(c) != "Mn")
        for one in (value, normalize("NFD", value), value.upper(), value.lower(), bare, bare.upper(), bare.lower()):
            found |= {one.encode(), one.encode("utf-16-le"), json.dumps(one)[1:-1].encode()}
    return found


def parts(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of everything that is packed in it."""
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as package:
            yield from (package.read(name) for name in package.namelist())


def holding(office: Office, wanted: set[bytes], besides: tuple[str, ...] = ()) -> list[str]:
    """The files of the working folder in which anything wanted stands."""
    return sorted(
        path.name
        for path in office.folder.rglob("*")
        if path.is_file()
        and path.name not in besides
        and any(one in content for content in parts(path) for one in wanted)
    )


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, state_url: str) -> Office:
    made = Office(tmp_path / "office", standin.url, state=state_url)
    made.set_profile(batch_size=10, fields=("full_name", "date_of_birth", "national_id", "phone", "email"))
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", [*people(3), GONE], COLUMNS)
    made.init()
    assert made.run("sync").code == 0
    return made


def sealed(office: Office) -> set[bytes]:
    """Every sealed byte and every keyed hash about the person, as the database has them."""
    with office.app() as app:
        url = app.secrets.state_url
        (who,) = [one.person for one in app.store.ledger.scan() if one.record["full_name"] == NAME]
    engine = create_engine(url, poolclass=NullPool)
    found: set[bytes] = set()
    with engine.connect() as connection:
        for query in (
            "SELECT payload FROM record JOIN operation USING (no) WHERE person = :who",
            "SELECT digest FROM operation WHERE person = :who",
            "SELECT identity FROM record JOIN operation USING (no) WHERE person = :who",
            "SELECT answer FROM ledger WHERE person = :who AND answer IS NOT NULL",
            "SELECT hash FROM identifier WHERE person = :who",
        ):
            found |= {bytes(one) for one in connection.execute(text(query), {"who": who}).scalars()}
    engine.dispose()
    assert len(found) > 3
    return found


def test_no_byte_of_the_person_is_left(office: Office, standin: LiveStandin) -> None:
    """Pages, review sheets and reports that were asked for are gone too; of an officer's own files one is told."""
    office.write("chi-doan-1", [*people(3), {**GONE, "phone": "0911222333"}], COLUMNS)
    assert office.run("plan", "--workbook", str(office.folder / "duyet.xlsx")).code == 0
    assert office.run("why", NAME, "--html", str(office.folder / "chuyen.html")).code == 0
    office.put("thu-rieng.txt", f"Gửi {NAME.upper()} và gia đình".encode("utf-16"))
    office.put(".chuyen.html.4242", "dở dang " + GONE["email"])
    book = openpyxl.Workbook()
    book.active.append(["Danh sách khen thưởng", normalize("NFD", NAME)])  # type: ignore[union-attr]
    book.save(office.folder / "khen-thuong.xlsx")
    ciphertext = sealed(office)
    mine = {"chi-doan-1.csv", "thu-rieng.txt", "khen-thuong.xlsx"}
    made = {"duyet.xlsx", "chuyen.html", ".chuyen.html.4242"}
    assert set(holding(office, forms(GONE))) == mine | made
    if office.state.startswith("sqlite"):
        assert "state.db" in holding(office, ciphertext)

    preview = office.ask(*ERASE[:-1])
    assert (preview.code, preview.json["erased"]) == (3, None)
    assert {one["path"]: one["kind"] for one in preview.json["files"]} == {
        **dict.fromkeys(made, "made"),
        **dict.fromkeys(mine - {"chi-doan-1.csv"}, "other"),
    }
    done = office.ask(*ERASE)
    assert done.code == 3, "an officer has to take them off the list"
    assert {one["path"] for one in done.json["files"]} == mine - {"chi-doan-1.csv"}
    assert [(one["file"], one["row"]) for one in done.json["listed"]] == [("chi-doan-1.csv", 5)]

    assert set(holding(office, forms(GONE))) == mine
    assert holding(office, ciphertext) == []
    assert office.run("audit", "verify").code == 0
    assert office.run("why", NAME).code == 2
    assert office.run(*ERASE).code == 2, "nobody is known by that name any more"
    assert [one["full_name"] for one in held(standin).values()].count(NAME) == 1, "the centre is asked by letter"


def test_who_was_erased_is_not_created_anew_from_a_list(office: Office, standin: LiveStandin) -> None:
    """It is a question until an officer answers it; nothing of theirs is kept for it, and others go on."""
    assert office.run(*ERASE).code == 3
    sent = standin.stats()["effects"]
    office.write("chi-doan-1", [*people(5), {**GONE, "phone": "0911222333"}], COLUMNS)
    said = office.run("sync", lang="vi")
    assert said.code == 3
    assert "đã được xóa ngày" in said.out
    assert NAME not in said.out
    assert standin.stats()["effects"] == sent + 2
    (asked,) = office.ask("holds").json["holds"]
    assert (asked["hold"]["code"], asked["hold"]["stated"], asked["hold"]["person"]) == ("erased", {}, None)
    assert (asked["hold"]["place"]["file"], asked["hold"]["place"]["row"]) == ("chi-doan-1.csv", 7)
    if office.state.startswith("sqlite"):
        assert holding(office, forms(GONE)) == ["chi-doan-1.csv"]

    assert office.run("holds", "reject", asked["id"], "--reason", "Không nhận lại").code == 0
    assert office.run("sync").code == 0
    assert office.ask("why", NAME).code == 2
    assert office.ask("holds", "decided").json["decisions"][0]["name"] == ""


def test_an_officer_may_take_them_in_again(office: Office, standin: LiveStandin) -> None:
    """As somebody new: the centre still has the old one here, and says so itself."""
    assert office.run(*ERASE).code == 3
    assert office.run("sync").code == 3
    (asked,) = office.ask("holds").json["holds"]
    assert office.run("holds", "approve", asked["id"], "--reason", "Xin vào lại").code == 0
    assert office.ask("sync").json["plan"]["lists"][0]["tally"]["created"] == 1
    assert office.ask("why", NAME).code == 0
    assert office.ask("holds").json["holds"] == []


def test_off_the_list_the_run_is_quiet(office: Office, standin: LiveStandin) -> None:
    """Nobody is missing, nothing is sent, every figure balances."""
    assert office.run(*ERASE).code == 3
    office.write("chi-doan-1", people(3), COLUMNS)
    said = office.ask("sync")
    assert (said.code, said.json["delivery"]["sent"]) == (0, 0)
    assert office.ask("holds").json["holds"] == []
    assert sum(office.ask("status").json["people"].values()) == 3
    assert len(held(standin)) == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--decision-no", "7"), "erase-without-reason"),
        (("--reason", "x"), "erase-without-number"),
        (("--reason", "x", "--decision-no", f"đơn của {GONE['national_id']}"), "erase-reason-names"),
        (("--reason", "đơn của do nu khuynh thach", "--decision-no", "7"), "erase-reason-names"),
    ],
)
def test_what_is_kept_may_not_tell_who_it_was(office: Office, arguments: tuple[str, ...], code: str) -> None:
    said = office.ask("erase", GONE["national_id"], *arguments, "--yes")
    assert (said.code, said.json["error"]["code"]) == (2, code)
    assert office.run("why", NAME).code == 0


def test_while_a_batch_of_theirs_is_on_its_way_nothing_is_done(office: Office, standin: LiveStandin) -> None:
    """Not even to files: the same bytes may have to go out again."""
    office.write("chi-doan-1", [*people(3), {**GONE, "phone": "0911222333"}], COLUMNS)
    assert office.run("why", NAME, "--html", str(office.folder / "chuyen.html")).code == 0
    standin.faults({"do": "drop", "when": "after"}, {"do": "drop", "method": "GET"})
    assert office.run("sync").code == 4
    said = office.ask(*ERASE)
    assert (said.code, said.json["error"]["code"]) == (2, "erase-unsettled")
    assert (office.folder / "chuyen.html").exists()
    standin.calm()
    assert office.run("sync").code == 0
    assert office.run(*ERASE).code == 3
    assert not (office.folder / "chuyen.html").exists()


def test_several_of_one_name_are_told_apart_first(office: Office) -> None:
    twin = {**person(7_500, full_name=NAME), "email": "khac@example.test"}
    office.write("chi-doan-1", [*people(3), GONE, twin], COLUMNS)
    assert office.run("sync").code == 0
    said = office.ask(*ERASE)
    assert said.code == 2
    (chosen,) = [one for one in said.json["several"] if one["record"]["national_id"] == GONE["national_id"]]
    assert office.run(*ERASE, "--which", chosen["id"]).code == 3
    assert office.ask("why", NAME).json["standing"]["record"]["national_id"] == twin["national_id"]
