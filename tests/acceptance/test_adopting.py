"""First use on a centre that is filled already: who is equal is linked, nothing is sent, nobody is created twice."""

from __future__ import annotations

from pathlib import Path

from sync.reconciliation.corrections import Reason
from tests.acceptance.test_reconcile_fix import NAME, fix
from tests.support.office import UNIT, Office, Row, expected, held, people, person
from tests.support.standin import LiveStandin

ELSEWHERE = "Chi đoàn 9, Đoàn phường Phú Thủy"
PEOPLE = 300


def entered(standin: LiveStandin, code: int, row: Row, *, unit: str = UNIT, **other: str | None) -> None:
    """Let somebody enter a person at the centre by hand."""
    fields = {name: value for name, value in {**expected(row), **other}.items() if value is not None}
    standin.drift({"member_code": str(code), "unit": unit, "fields": fields})


def test_a_filled_centre_is_linked(tmp_path: Path, standin: LiveStandin) -> None:
    office = Office(tmp_path, standin.url)
    office.add_list(NAME)
    office.init()
    rows = people(PEOPLE)
    for number, row in enumerate(rows[:-3]):
        # The centre knows more of some than the list says.
        entered(standin, 2_000_000 + number, row, hometown="Xã Sơn Mỹ" if number % 3 else None)
    differing, twin, stranger = rows[0], rows[-1], person(5000)
    standin.drift({"member_code": "2000000", "fields": {"phone": "0999000111"}})
    entered(standin, 3_000_000, twin, unit=ELSEWHERE, national_id=None)  # perhaps the last of the list, perhaps not
    entered(standin, 3_000_001, stranger)
    office.write(NAME, rows)
    before = standin.stats()["effects"]

    report = fix(office)
    assert report.linked == PEOPLE - 4
    assert sorted(hold.code for hold in report.asked) == ["both-changed", "only-there", "perhaps-there"]
    assert [one.reason for one in report.corrections] == [Reason.ONLY_THERE]
    assert report.corrections[0].name == stranger["full_name"]
    assert report.run.delivery is not None
    # Two of the list were not there; nothing else is sent, and nobody else created.
    assert (report.run.delivery.sent, standin.stats()["effects"] - before) == (2, 2)
    assert len(standin.people()) == PEOPLE - 3 + 2 + 2

    # The nights after send nothing either, to whoever is asked about least of all.
    assert office.ask("sync").json["delivery"]["sent"] == 0
    assert held(standin, unit=UNIT)[differing["national_id"]]["phone"] == "0999000111"

    # Once answered: the twin is the same person, the other phone is right, the stranger is not ours.
    for hold in office.ask("holds").json["holds"]:
        word = "--ours" if hold["hold"]["code"] == "only-there" else "--theirs"
        assert office.run("holds", "decide", hold["id"], word, "--reason", "đã hỏi").code == 0
    again = fix(office)
    assert again.linked >= 1
    assert len(standin.people()) == PEOPLE - 3 + 2 + 2, "nobody was created twice"
