"""What a comparison of lists, ledger and a live stand-in tells apart. All people are fabricated."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sync.errors import Unavailable
from sync.ports import RemotePerson, Upstream
from sync.reconciliation.differences import Changed, Difference, Standing
from tests.support.office import HEADERS, Office, Row, expected, people, person, table
from tests.support.standin import LiveStandin

HEADER = "Mã đơn vị,Bộ mã,Tên đơn vị,Cấp,Cấp trên,Từ ngày,Đến ngày,Sáp nhập vào\n"
UNITS = "68,2025,Tỉnh đoàn Lâm Đồng,,,,,\nP1,2004,Đoàn phường Phú Thủy,,68,,,\nP3,2004,Đoàn xã Hàm Liêm,,68,,,\n"
MERGED = UNITS.replace("Thủy,,68,,,", "Thủy,,68,,30/06/2025,N1") + "N1,2025,Đoàn phường Phan Thiết,,68,01/07/2025,,\n"
ONE, OTHER, NEW = (
    f"{name}, Tỉnh đoàn Lâm Đồng" for name in ("Đoàn phường Phú Thủy", "Đoàn xã Hàm Liêm", "Đoàn phường Phan Thiết")
)
MEN = [*({**one, "unit": ONE} for one in people(4)), *({**one, "unit": OTHER} for one in people(3, 5))]

Told = tuple[str, Standing, dict[str, Changed]]
"""Of somebody: their national ID, how they stand, which fields differ by whose change."""


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """Two units of a tree, in step with the centre."""
    made = new_office(tmp_path / "office", standin)
    assert made.run("sync").code == 0
    return made


def new_office(folder: Path, standin: LiveStandin, rows: Sequence[Row] = MEN) -> Office:
    made = Office(folder, standin.url)
    made.add_list("doan-vien", unit=None)
    made.add_list("don-vi", kind="units", unit=None)
    made.init()
    made.put("don-vi.csv", HEADER + UNITS)
    write(made, rows)
    return made


def write(office: Office, rows: Sequence[Row]) -> None:
    with (office.folder / "doan-vien.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table(rows, (*HEADERS, "unit")))


@pytest.fixture
def codes(office: Office, standin: LiveStandin) -> dict[str, str]:
    """The centre's code of each, by national ID."""
    return codes_of(standin)


def codes_of(standin: LiveStandin) -> dict[str, str]:
    return {one["fields"]["national_id"]: one["member_code"] for one in standin.people()}


def compared(
    office: Office,
    unit: str | None = None,
    *,
    lists: bool = True,
    through: Callable[[Upstream], Upstream] | None = None,
) -> list[Difference]:
    """Return whoever is not in step; `through` stands between the program and the stand-in."""
    with office.app() as app:
        reconciliation = app.reconciliation()
        if through is not None:
            reconciliation = replace(reconciliation, upstream=lambda: through(app.upstream()))
        with reconciliation.compare(unit, lists=lists) as comparison:
            return list(comparison)


def told(found: Sequence[Difference]) -> list[Told]:
    """Return what was told, in the order of national IDs."""
    return sorted(
        (str(record(one).get("national_id")), one.standing, {each.field: each.changed for each in one.fields})
        for one in found
    )


def record(one: Difference) -> Any:
    held = one.base or (one.coming.operation if one.coming else one.theirs)
    return held.record if held is not None else {}


class Shown:
    """An upstream that shows its people in another way, and is the real one in all else."""

    def __init__(self, real: Upstream, show: Callable[[list[RemotePerson]], list[RemotePerson]]) -> None:
        self._real, self._show = real, show

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        return iter(self._show(list(self._real.people(unit))))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def showing(show: Callable[[list[RemotePerson]], list[RemotePerson]]) -> Any:
    return lambda real: Shown(real, show)


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_one_unit_whoever_was_moved_is_not_removed_and_nobody_else_is_told_of(
    office: Office, standin: LiveStandin, codes: dict[str, str]
) -> None:
    moved_out, removed, moved_in, elsewhere = (MEN[at]["national_id"] for at in (4, 5, 0, 1))
    stranger, far = person(901), person(902)
    standin.drift(
        {"member_code": codes[moved_out], "unit": ONE},
        {"member_code": codes[removed], "removed": True},
        {"member_code": codes[moved_in], "unit": OTHER},
        {"member_code": codes[elsewhere], "fields": {"phone": "0911111111"}},
        {"member_code": "7000001", "unit": OTHER, "fields": expected(stranger)},
        {"member_code": "7000002", "unit": ONE, "fields": expected(far)},
    )
    moved = {"unit": Changed.THEIRS}
    assert told(compared(office, OTHER)) == [
        (moved_in, Standing.THEIRS_CHANGED, moved),
        (moved_out, Standing.THEIRS_CHANGED, moved),
        (removed, Standing.REMOVED_THERE, {"status": Changed.THEIRS}),
        (stranger["national_id"], Standing.ONLY_THERE, {}),
    ]


def test_of_a_unit_those_below_it_are_told_of_too(
    office: Office, standin: LiveStandin, codes: dict[str, str]
) -> None:
    stranger = person(901)
    standin.drift(
        {"member_code": codes[MEN[0]["national_id"]], "removed": True},
        {"member_code": "7000001", "unit": OTHER, "fields": expected(stranger)},
    )
    assert told(compared(office, "Tỉnh đoàn Lâm Đồng")) == [
        (MEN[0]["national_id"], Standing.REMOVED_THERE, {"status": Changed.THEIRS}),
        (stranger["national_id"], Standing.ONLY_THERE, {}),
    ]


def test_a_closed_unit_is_the_one_it_went_into(office: Office, standin: LiveStandin, codes: dict[str, str]) -> None:
    office.put("don-vi.csv", HEADER + MERGED)
    assert office.run("sync").code == 3, "the reorganisation waits for an officer"
    assert compared(office) == []
    standin.drift({"member_code": codes[MEN[0]["national_id"]], "unit": NEW})
    assert compared(office) == []
    standin.drift({"member_code": codes[MEN[0]["national_id"]], "unit": OTHER})
    assert told(compared(office)) == [(MEN[0]["national_id"], Standing.THEIRS_CHANGED, {"unit": Changed.THEIRS})]


# ── who is who ───────────────────────────────────────────────────────────────────────────────────────────


def test_on_first_use_whoever_the_centre_has_already_is_recognised(
    office: Office, standin: LiveStandin, tmp_path: Path
) -> None:
    """Another installation, whose ledger is empty and whose references the centre has never heard of."""
    newcomer = {**person(50), "unit": ONE}
    stranger = MEN[-1]
    other = new_office(tmp_path / "other", standin, [*MEN[:-1], newcomer])
    found = compared(other)
    by_id = {ident: (standing, set(fields.values())) for ident, standing, fields in told(found)}
    assert by_id.pop(newcomer["national_id"]) == (Standing.ONLY_HERE, set())
    assert by_id.pop(stranger["national_id"]) == (Standing.ONLY_THERE, set())
    assert by_id == {one["national_id"]: (Standing.BOTH_CHANGED, {Changed.ALIKE, Changed.THEIRS}) for one in MEN[:-1]}
    theirs = {each.field for one in found for each in one.fields if each.changed is Changed.THEIRS}
    assert theirs == {"member_code"}, "the lists do not state it"


def test_the_same_person_shown_twice_counts_once(office: Office) -> None:
    assert compared(office, through=showing(lambda shown: [*shown, *shown[:2]])) == []


def test_the_right_one_is_found_though_the_double_comes_first(
    office: Office, standin: LiveStandin, codes: dict[str, str]
) -> None:
    row = MEN[2]
    fields = {name: value for name, value in expected(row).items() if name != "unit"}
    standin.drift({"member_code": "7000001", "unit": row["unit"], "fields": fields})
    for turn in (list, lambda shown: shown[::-1]):
        (one,) = compared(office, through=showing(turn))
        assert (one.standing, one.fields, one.member_code) == (Standing.TWO_CODES, (), codes[row["national_id"]])
        assert [other.member_code for other in one.others] == ["7000001"]


# ── what is compared ─────────────────────────────────────────────────────────────────────────────────────


def test_a_field_that_never_comes_back_is_not_compared_and_one_that_was_cleared_is(
    standin: LiveStandin, tmp_path: Path
) -> None:
    office = new_office(tmp_path / "office", standin, [{**one, "unit": ONE} for one in people(25)])
    assert office.run("sync").code == 0
    cleared = person(3)["national_id"]
    standin.drift({"member_code": codes_of(standin)[cleared], "fields": {"phone": None}})

    def without_email(shown: list[RemotePerson]) -> list[RemotePerson]:
        return [one._replace(record={**one.record, "email": None}) for one in shown]

    expected_alone = [(cleared, Standing.THEIRS_CHANGED, {"phone": Changed.THEIRS})]
    assert told(compared(office, through=showing(without_email))) == expected_alone


def test_what_is_on_its_way_explains_the_difference(
    office: Office, standin: LiveStandin, codes: dict[str, str]
) -> None:
    """One change is pending since the centre was out of reach, one was carried out and its answer lost."""
    pending, lost, also_theirs = MEN[0], MEN[1], MEN[4]
    changed = [{**one, "phone": "0911111111"} for one in (lost, pending, also_theirs)]
    write(office, [changed[0], *MEN[2:4], MEN[0], *MEN[4:]])
    standin.faults({"do": "drop", "when": "after", "path": "/v1/batches"})
    assert office.run("sync").code == 4
    standin.calm()
    write(office, [*changed, *MEN[2:4], *MEN[5:]])
    standin.faults({"do": "status", "status": 503, "path": "/v1"})
    assert office.run("sync").code == 4
    standin.calm()
    standin.drift({"member_code": codes[also_theirs["national_id"]], "fields": {"phone": "0922222222"}})
    found = {record(one)["national_id"]: one for one in compared(office, lists=False)}
    explained = {ident: (one.standing, one.settled_by) for ident, one in found.items()}
    assert explained == {
        pending["national_id"]: (Standing.OURS_NEWER, "upsert"),
        lost["national_id"]: (Standing.BOTH_CHANGED, "upsert"),
        also_theirs["national_id"]: (Standing.BOTH_CHANGED, ""),
    }
    again = {record(one)["national_id"]: one.settled_by for one in compared(office)}
    assert again[pending["national_id"]] == "", "the lists were read again, and it is this plan's now"
    write(office, [changed[0], *MEN[:1], *MEN[2:4], *changed[2:], *MEN[5:]])
    taken_back = {record(one)["national_id"] for one in compared(office)}
    assert taken_back == {lost["national_id"], also_theirs["national_id"]}, "what is pending is no longer wanted"


# ── the frame ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_compared_is_in_the_journal_and_signed(office: Office, standin: LiveStandin) -> None:
    standin.drift({"member_code": "7000001", "unit": ONE, "fields": expected(person(901))})
    compared(office)
    with office.app() as app:
        last = list(app.store.journal.entries())
        entry = next(one for one in reversed(last) if one.event == "reconciled")
        assert entry.facts == {"counts": {"in-step": len(MEN), "only-there": 1}}
        assert app.store.journal.signed() >= entry.number
        assert app.store.lease.holder() is None
    office.assert_journal_verifies()


def test_a_centre_that_breaks_off_ends_the_comparison_and_nothing_is_told_as_whole(
    office: Office, standin: LiveStandin
) -> None:
    office.set_profile(page_size=2)
    standin.faults({"do": "status", "status": 503, "path": "/v1/members", "method": "GET", "nth": [3, 4]})
    with pytest.raises(Unavailable):
        compared(office)
    with office.app() as app:
        assert not [one for one in app.store.journal.entries() if one.event == "reconciled"]
        assert app.store.lease.holder() is None
    standin.calm()
    assert compared(office) == []
