"""Reorganisations: one event on units takes everybody along, without a transfer, once an officer has said so.

Each test is some nights of one office with a tree of units and a live stand-in. Units of the worked example are
real, all people are fabricated.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import HEADERS, Office, Row, people, person, table
from tests.support.standin import LiveStandin, live_standin

HEADER = "Mã đơn vị,Bộ mã,Tên đơn vị,Cấp,Cấp trên,Từ ngày,Đến ngày,Sáp nhập vào\n"
BEFORE = (
    "68,2025,Tỉnh đoàn Lâm Đồng,,,,,\n"
    "P1,2004,Đoàn phường Phú Thủy,,68,,,\n"
    "P2,2004,Đoàn phường Thanh Hải,,68,,,\n"
    "P3,2004,Đoàn xã Hàm Liêm,,68,,,\n"
)
AFTER = (
    "68,2025,Tỉnh đoàn Lâm Đồng,,,,,\n"
    "P1,2004,Đoàn phường Phú Thủy,,68,,30/06/2025,N1\n"
    "P2,2004,Đoàn phường Thanh Hải,,68,,30/06/2025,N1\n"
    "P3,2004,Đoàn xã Hàm Liêm,,68,,,\n"
    "N1,2025,Đoàn phường Phan Thiết,,68,01/07/2025,,\n"
)
OLD, SECOND, STAYS = (
    f"{name}, Tỉnh đoàn Lâm Đồng" for name in ("Đoàn phường Phú Thủy", "Đoàn phường Thanh Hải", "Đoàn xã Hàm Liêm")
)
NEW = "Đoàn phường Phan Thiết, Tỉnh đoàn Lâm Đồng"
MEN = [
    *({**one, "unit": OLD} for one in people(4)),
    *({**one, "unit": SECOND} for one in people(3, 5)),
    {**person(8), "unit": STAYS},
]


@pytest.fixture
def standin() -> Iterator[LiveStandin]:
    with live_standin() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path / "office", standin.url)
    made.add_list("doan-vien", unit=None)
    made.add_list("don-vi", kind="units", unit=None)
    made.init()
    made.put("don-vi.csv", HEADER + BEFORE)
    write(made, MEN)
    return made


def write(office: Office, rows: Sequence[Row], name: str = "doan-vien") -> None:
    """Write a list of members; a unit's path holds commas."""
    with (office.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table(rows, (*HEADERS, "unit")))


def sync(office: Office, code: int) -> dict[str, Any]:
    said = office.ask("sync")
    assert said.code == code, said.json.get("error") or [
        *(said.json["plan"]["holds_total"], said.json["unbalanced"], said.json["plan"]["units"]),
        *(finding for one in said.json["plan"]["lists"] for finding in one["findings"][:3]),
    ]
    return said.json


def approve(office: Office, verb: str = "approve", code: str = "reorganisation") -> int:
    said = office.ask("holds", verb, "--code", code, "--reason", "Nghị quyết sáp nhập", "--yes")
    assert said.code == 0, said.text
    return len(said.json["decisions"])


def holds(said: Mapping[str, Any]) -> dict[str, int]:
    return {code: count for code, count in said["plan"]["holds_total"].items() if count}


def units(standin: LiveStandin) -> Counter[str]:
    return Counter(one["unit"] for one in standin.people())


def of(standin: LiveStandin, one: Row) -> dict[str, Any]:
    [found] = [each for each in standin.people() if each["fields"]["national_id"] == one["national_id"]]
    return found


def kinds(standin: LiveStandin) -> Counter[str]:
    """What took effect, by kind."""
    return Counter(one["what"] for one in standin.effects())


def figures(office: Office) -> dict[str, dict[str, Any]]:
    """The movement identity of the whole time, by unit."""
    said = office.ask("report", "movements", "--from", "2000-01-01", "--to", "2099-12-31")
    assert said.code == 0, said.text
    return {one["unit"]: one for one in said.json["units"]}


# ── one question for each pair of units ──────────────────────────────────────────────────────────────────────────


def test_a_merger_waits_for_one_answer_for_each_pair_and_then_moves_everybody_at_once(
    office: Office, standin: LiveStandin
) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    asked = sync(office, 3)
    assert holds(asked) == {"reorganisation": 2}
    assert {
        (one["details"]["old"], one["details"]["new"], one["details"]["members"]) for one in asked["plan"]["holds"]
    } == {
        (OLD, NEW, 4),
        (SECOND, NEW, 3),
    }
    assert (units(standin), kinds(standin)) == ({OLD: 4, SECOND: 3, STAYS: 1}, {"created": 8})
    assert approve(office) == 2
    done = sync(office, 0)
    assert (holds(done), done["delivery"]["sent"]) == ({}, 7)
    assert (units(standin), kinds(standin)) == ({NEW: 7, STAYS: 1}, {"created": 8, "reorganise": 7})
    again = sync(office, 0)
    assert (again["delivery"]["sent"], again["plan"]["lists"][0]["tally"]["unchanged"]) == (0, 8)
    office.assert_journal_verifies()


def test_it_is_no_transfer_in_any_figure(office: Office) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    sync(office, 3)
    approve(office)
    sync(office, 0)
    found = figures(office)
    assert all(one["balanced"] for one in found.values())
    assert not any(one["transferred_in"] or one["transferred_out"] for one in found.values())
    out = {unit: (one["reorganised_out"], one["reorganised_in"], one["closing"]) for unit, one in found.items()}
    assert out == {OLD: (4, 0, 0), SECOND: (3, 0, 0), NEW: (0, 7, 7), STAYS: (0, 0, 1)}


def test_the_paper_says_when_the_unit_closed_and_where_from_and_to(office: Office) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    sync(office, 3)
    approve(office)
    said = sync(office, 0)
    [run] = [said["run"]["number"]]
    with office.app() as app:
        sent = [info.operation for info in app.store.plans.operations(run)]
    assert {one.type.value for one in sent} == {"reorganise"}
    facts = [one.paper.facts for one in sent if one.paper is not None]
    assert {one["on"] for one in facts} == {"2025-06-30"}
    assert {(one.left, one.unit) for one in sent} == {(OLD, NEW), (SECOND, NEW)}
    assert len({one.paper.mark for one in sent if one.paper is not None}) == 7


@pytest.mark.parametrize("answer", ["nothing", "reject"])
def test_until_it_is_approved_people_stay_and_what_else_their_rows_say_is_sent(
    office: Office, standin: LiveStandin, answer: str
) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    sync(office, 3)
    code = 3
    if answer == "reject":
        assert approve(office, "reject") == 2
        code = 0
    changed = [{**MEN[0], "phone": "0912345678"}, *MEN[1:]]
    write(office, changed)
    assert sync(office, code)["delivery"]["sent"] == 1
    assert (of(standin, MEN[0])["unit"], of(standin, MEN[0])["fields"]["phone"]) == (OLD, "0912345678")
    assert sync(office, code)["delivery"]["sent"] == 0
    assert (units(standin), kinds(standin)) == ({OLD: 4, SECOND: 3, STAYS: 1}, {"created": 8, "changed": 1})
    assert all(one["balanced"] for one in figures(office).values())


def test_a_change_and_an_approval_in_one_night_are_one_operation(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    sync(office, 3)
    approve(office)
    write(office, [{**MEN[0], "phone": "0912345678"}, *MEN[1:]])
    said = sync(office, 0)
    assert said["delivery"]["sent"] == 7
    assert [one["field"] for one in said["plan"]["operations"][0]["operation"]["changes"]] == ["unit", "phone"]
    assert (of(standin, MEN[0])["unit"], of(standin, MEN[0])["fields"]["phone"]) == (NEW, "0912345678")
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_an_approval_covers_whoever_is_read_later_and_not_another_pair_or_day(
    office: Office, standin: LiveStandin
) -> None:
    """A list that comes late is covered; a third unit that closes, or the same one on another day, is asked about."""
    late = {**person(20), "unit": OLD}
    office.add_list("muon", unit=None)
    write(office, [late], "muon")
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    office.put("muon.csv", "")  # cannot be read tonight
    sync(office, 7)
    approve(office)
    sync(office, 7)
    assert units(standin) == {NEW: 7, STAYS: 1, OLD: 1}
    write(office, [late], "muon")
    assert holds(sync(office, 0)) == {}
    assert units(standin) == {NEW: 8, STAYS: 1}
    office.put("don-vi.csv", HEADER + AFTER.replace("Đoàn xã Hàm Liêm,,68,,,", "Đoàn xã Hàm Liêm,,68,,31/12/2025,N1"))
    assert holds(sync(office, 3)) == {"reorganisation": 1}
    approve(office)
    office.put("don-vi.csv", HEADER + AFTER.replace("Đoàn xã Hàm Liêm,,68,,,", "Đoàn xã Hàm Liêm,,68,,31/01/2026,N1"))
    assert holds(sync(office, 3)) == {"reorganisation": 1}
    assert units(standin) == {NEW: 8, STAYS: 1}


@pytest.mark.parametrize("typed", ["N1", "P1", OLD, "ĐCS P. Phú Thuỷ, Tỉnh đoàn Lâm Đồng", NEW])
def test_rows_may_name_the_old_unit_its_code_or_the_new_one(office: Office, standin: LiveStandin, typed: str) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    write(office, [{**one, "unit": typed if one["unit"] == OLD else one["unit"]} for one in MEN])
    sync(office, 3)
    approve(office)
    assert sync(office, 0)["delivery"]["sent"] == 7
    assert units(standin) == {NEW: 7, STAYS: 1}
    assert sync(office, 0)["delivery"]["sent"] == 0


# ── who goes where ───────────────────────────────────────────────────────────────────────────────────────────────

SPLIT = AFTER.replace("30/06/2025,N1\nP2", "30/06/2025,N1; P3\nP2")


def test_of_a_unit_that_was_parted_the_lists_say_who_goes_where(office: Office, standin: LiveStandin) -> None:
    nameless = {**person(9), "national_id": "", "unit": OLD}
    rows = [*MEN, nameless]
    write(office, rows)
    sync(office, 0)
    office.put("don-vi.csv", HEADER + SPLIT)
    said = sync(office, 3)  # the rows say the old unit still: which of the two is not said
    assert said["plan"]["lists"][0]["tally"]["in_error"] == 5
    assert holds(said) == {"reorganisation": 1}
    write(
        office,
        [
            {**one, "unit": (NEW if number % 2 else STAYS) if one["unit"] == OLD else one["unit"]}
            for number, one in enumerate(rows)
        ],
    )
    said = sync(office, 3)
    assert {
        (one["details"]["old"], one["details"]["new"]): one["details"]["members"] for one in said["plan"]["holds"]
    } == {
        (OLD, NEW): 2,
        (OLD, STAYS): 3,
        (SECOND, NEW): 3,
    }
    approve(office)
    sync(office, 0)
    assert units(standin) == {NEW: 2 + 3, STAYS: 3 + 1}
    assert kinds(standin) == {"created": 9, "reorganise": 8}
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_who_is_on_the_list_of_a_third_unit_is_a_transfer_to_ask_about(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    write(office, [{**MEN[0], "unit": STAYS}, *MEN[1:]])
    assert holds(sync(office, 3)) == {"reorganisation": 2, "unit-changed": 1}
    approve(office)
    assert holds(sync(office, 3)) == {"unit-changed": 1}
    assert units(standin) == {NEW: 6, OLD: 1, STAYS: 1}
    approve(office, code="unit-changed")
    sync(office, 0)
    sync(office, 0)
    assert units(standin) == {NEW: 6, STAYS: 2}
    found = figures(office)
    assert all(one["balanced"] for one in found.values())
    assert (found[OLD]["transferred_out"], found[OLD]["reorganised_out"]) == (1, 3)


@pytest.mark.parametrize("change", ["renamed", "typed", "moved"])
def test_a_unit_that_is_called_or_stands_otherwise_is_the_same_unit(
    office: Office, standin: LiveStandin, change: str
) -> None:
    sync(office, 0)
    text, rows = BEFORE, MEN
    if change == "renamed":
        text = text.replace("Đoàn phường Phú Thủy", "Đoàn phường Phan Thiết")
    elif change == "moved":
        text = text.replace("P1,2004,Đoàn phường Phú Thủy,,68", "P1,2004,Đoàn phường Phú Thủy,,P3")
    else:
        rows = [{**one, "unit": one["unit"].replace("Đoàn phường", "ĐCS P.")} for one in MEN]
    office.put("don-vi.csv", HEADER + text)
    write(office, rows)
    assert sync(office, 0)["delivery"]["sent"] == 0
    write(office, [{**rows[0], "phone": "0912345678"}, *rows[1:]])
    assert sync(office, 0)["delivery"]["sent"] == 1
    assert kinds(standin) == {"created": 8, "changed": 1}
    assert all(one["balanced"] for one in figures(office).values())


# ── beside other changes ─────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_of_a_closed_unit_is_removed_by_it_and_removals_are_counted_without_it(
    office: Office, standin: LiveStandin
) -> None:
    """Seven people change units: no guard on removals speaks. Who is missing is asked about as ever."""
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    write(office, MEN[1:])
    assert holds(sync(office, 3)) == {"reorganisation": 2, "missing": 1}
    approve(office)
    assert holds(sync(office, 3)) == {"missing": 1}
    assert units(standin) == {NEW: 6, OLD: 1, STAYS: 1}
    write(office, [{**one, "email": f"moi.{one['email']}"} for one in MEN[2:]])
    assert holds(sync(office, 3)) == {"missing": 2}
    assert {one["status"] for one in standin.people()} == {"active"}


def test_a_paper_in_the_same_night_leaves_the_unit_that_the_upstream_knows(
    office: Office, standin: LiveStandin
) -> None:
    office.add_list("so", kind="movements", unit=OLD, complete=None)
    columns = "Họ và tên,Ngày sinh,CCCD,Loại biến động,Ngày,Số quyết định,Lý do\n"
    office.put("so.csv", columns)
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    gone = MEN[0]
    who = ",".join(gone[name] for name in ("full_name", "date_of_birth", "national_id"))
    line = f"{who},Trưởng thành,01/10/2026,12-QĐ,Đủ tuổi\n"
    office.put("so.csv", columns + line)
    write(office, MEN[1:])
    sync(office, 3)
    assert (of(standin, gone)["status"], of(standin, gone)["unit"]) == ("matured", OLD)
    approve(office)
    sync(office, 0)
    assert kinds(standin) == {"created": 8, "mature": 1, "reorganise": 6}
    found = figures(office)
    assert all(one["balanced"] for one in found.values())
    assert (found[OLD]["matured"], found[OLD]["reorganised_out"], found[NEW]["closing"]) == (1, 3, 6)


@pytest.mark.parametrize("mended", ["row", "asked"])
def test_what_the_upstream_refuses_is_not_sent_again_until_it_is_mended(
    office: Office, standin: LiveStandin, mended: str
) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    sync(office, 3)
    approve(office)
    standin.faults({"do": "reject", "where": {"national_id": MEN[0]["national_id"]}, "code": "refused"})
    assert sync(office, 1)["delivery"]["rejected"] == 1
    standin.calm()
    again = sync(office, 1)
    assert (again["delivery"]["sent"], again["plan"]["lists"][0]["tally"]["still_refused"]) == (0, 1)
    assert units(standin) == {NEW: 6, OLD: 1, STAYS: 1}
    if mended == "row":
        write(office, [{**MEN[0], "phone": "0912345678"}, *MEN[1:]])
    assert office.ask("sync", *(["--retry-refused"] if mended == "asked" else [])).code == 0
    assert units(standin) == {NEW: 7, STAYS: 1}


def test_an_upstream_that_takes_no_reorganisation_is_said_once_and_nothing_moves(
    office: Office, standin: LiveStandin
) -> None:
    sync(office, 0)
    office.set_profile(operations={"upsert": '"upsert"'})
    office.put("don-vi.csv", HEADER + AFTER)
    write(office, [{**MEN[0], "phone": "0912345678"}, *MEN[1:]])
    said = sync(office, 3)
    assert holds(said) == {"movement-unsupported": 1}
    assert said["plan"]["holds"][0]["details"]["count"] == 7
    assert units(standin) == {OLD: 4, SECOND: 3, STAYS: 1}
    office.set_profile(operations={"upsert": '"upsert"', "reorganise": '"upsert"'}, movement_fields=["origin"])
    sync(office, 3)
    approve(office)
    sync(office, 0)
    assert units(standin) == {NEW: 7, STAYS: 1}


@pytest.mark.parametrize("phone", [MEN[0]["phone"], "0912345678"], ids=["same", "other"])
def test_who_stands_on_two_lists_follows_once_and_not_while_the_lists_disagree(
    office: Office, standin: LiveStandin, phone: str
) -> None:
    office.add_list("hai", unit=None)
    write(office, MEN[:2], "hai")
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    write(office, [{**MEN[0], "phone": phone}, MEN[1]], "hai")
    agree = phone == MEN[0]["phone"]
    said = sync(office, 3)
    assert holds(said) == {"reorganisation": 2, **({} if agree else {"lists-disagree": 1})}
    assert sum(one["people"] for one in said["plan"]["reorganised"]) == 7 - (not agree)
    approve(office)
    sync(office, 0 if agree else 3)
    assert units(standin) == ({NEW: 7, STAYS: 1} if agree else {NEW: 6, OLD: 1, STAYS: 1})
    assert sync(office, 0 if agree else 3)["delivery"]["sent"] == 0


def test_two_lists_that_state_one_change_agree_also_where_a_pair_was_rejected(
    office: Office, standin: LiveStandin
) -> None:
    office.add_list("hai", unit=None)
    write(office, MEN[:2], "hai")
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    sync(office, 3)
    approve(office, "reject")
    changed = {**MEN[0], "phone": "0912345678"}
    write(office, [changed, *MEN[1:]])
    write(office, [changed, MEN[1]], "hai")
    assert holds(sync(office, 0)) == {}
    assert (of(standin, MEN[0])["unit"], of(standin, MEN[0])["fields"]["phone"]) == (OLD, "0912345678")


@pytest.mark.parametrize("answered", [False, True])
def test_nobody_follows_by_a_list_that_breaks_off(office: Office, standin: LiveStandin, answered: bool) -> None:
    """It breaks off when the first thousand were decided already."""
    rows = [{**one, "unit": OLD} for one in people(1100)]
    write(office, rows)
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    if answered:
        sync(office, 3)
        approve(office)
    path = office.folder / "doan-vien.csv"
    path.write_text(path.read_text("utf-8") + '"', "utf-8")
    said = sync(office, 7)
    assert (said["plan"]["reorganised"], holds(said)) == ([], {})
    assert units(standin) == {OLD: 1100}
    write(office, rows)
    assert holds(sync(office, 0 if answered else 3)) == ({} if answered else {"reorganisation": 1})


# ── what an officer sees before ──────────────────────────────────────────────────────────────────────────────────


def test_a_preview_shows_each_pair_before_and_after_and_changes_nothing(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.put("don-vi.csv", HEADER + AFTER)
    shown = {one["old"]: one for one in office.ask("plan").json["reorganised"]}
    names = ("new", "people", "old_before", "old_after", "new_before", "new_after", "answer")
    assert [[shown[old][name] for name in names] for old in (OLD, SECOND)] == [
        [NEW, 4, 4, 0, 0, 7, ""],
        [NEW, 3, 3, 0, 0, 7, ""],
    ]
    said = office.run("plan", lang="vi")
    assert f"{OLD} (4 → 0) → {NEW} (0 → 7): 4 người, chờ duyệt" in said.out
    assert office.count("SELECT count(*) FROM unit WHERE valid_to IS NOT NULL") == 0
    sync(office, 3)
    approve(office)
    plan = office.ask("plan").json
    assert {one["answer"] for one in plan["reorganised"]} == {"approve"}
    assert plan["movements"] == {"reorganise": 7}
    assert office.run("apply", plan["run"]["id"]).code == 0
    assert units(standin) == {NEW: 7, STAYS: 1}
    assert "reorganised" in office.ask("plan").json
    assert office.ask("plan").json["reorganised"] == []


def test_a_screen_lists_twenty_pairs_and_counts_the_rest(office: Office) -> None:
    numbers = range(1, 26)
    before = "".join(f"B{one},2004,Chi đoàn {one},,P3,,,\n" for one in numbers)
    write(office, [{**person(one), "unit": f"Chi đoàn {one}, Đoàn xã Hàm Liêm"} for one in numbers])
    office.put("don-vi.csv", HEADER + BEFORE + before)
    sync(office, 0)
    office.put(
        "don-vi.csv",
        HEADER + BEFORE + before.replace(",P3,,,", ",P3,,30/06/2025,C1") + "C1,2025,Chi đoàn Một,,P3,,,\n",
    )
    said = office.run("plan")
    assert said.code == 3
    assert said.out.count(", waits for approval") == 20
    assert "… and 5 more" in said.out


# ── the reorganisation of 2025 ───────────────────────────────────────────────────────────────────────────────────

PER_WARD = 200


WARDS = (
    ("22918", "Phường Hàm Tiến", "22918", "Phường Mũi Né"),
    ("22951", "Phường Bình Hưng", "22945", "Phường Phan Thiết"),
    ("22954", "Phường Đức Long", "22954", "Phường Tiến Thành"),
    ("22933", "Phường Xuân An", "22933", "Phường Hàm Thắng"),
    ("22960", "Xã Phong Nẫm", "22960", "Phường Bình Thuận"),
    ("22957", "Xã Thiện Nghiệp", "22918", "Phường Mũi Né"),
    ("22945", "Phường Lạc Đạo", "22945", "Phường Phan Thiết"),
    ("22915", "Phường Mũi Né", "22918", "Phường Mũi Né"),
    ("22921", "Phường Phú Hài", "22924", "Phường Phú Thủy"),
    ("22927", "Phường Phú Tài", "22960", "Phường Bình Thuận"),
)
"""Ten communes of Phan Thiết: code and name before July 2025, code and name of the ward each went into (the decree's
map)."""


def test_a_district_of_ten_communes_and_two_thousand_people(tmp_path: Path, standin: LiveStandin) -> None:
    """Lists keep the old codes; everybody follows, nobody is transferred, and the second night sends nothing."""
    new = {code: name for _, _, code, name in WARDS}
    top = (
        "68,2025-07-01,Tỉnh đoàn Lâm Đồng,,,,,\n"
        "60,2004,Tỉnh đoàn Bình Thuận,,,,{},{}\n"
        "593,2004,Thành đoàn Phan Thiết,,60@2004,,{},\n"
    )
    old = "".join(f"{code},2004,Đoàn {name.lower()},,593@2004,,{{}},{{}}\n" for code, name, _, _ in WARDS)
    office = Office(tmp_path / "office", standin.url)
    office.add_list("doan-vien", unit=None)
    office.add_list("don-vi", kind="units", unit=None)
    office.init()
    open_ = top.format("", "", "") + "".join(line.format("", "") + "\n" for line in old.splitlines())
    office.put("don-vi.csv", HEADER + open_)
    rows = [
        {**person(number * PER_WARD + serial), "unit": f"{code}@2004"}
        for number, (code, _, _, _) in enumerate(WARDS)
        for serial in range(1, PER_WARD + 1)
    ]
    write(office, rows)
    sync(office, 0)
    closed = top.format("30/06/2025", "68@2025-07-01", "30/06/2025") + "".join(
        line.format("30/06/2025", f"{code}@2025-07-01") + "\n"
        for line, (_, _, code, _) in zip(old.splitlines(), WARDS, strict=True)
    )
    closed += "".join(
        f"{gso},2025-07-01,Đoàn {ward.lower()},,68@2025-07-01,01/07/2025,,\n" for gso, ward in new.items()
    )
    office.put("don-vi.csv", HEADER + closed)
    asked = sync(office, 3)
    assert holds(asked) == {"reorganisation": 10}
    assert asked["delivery"]["sent"] == 0
    assert sum(one["people"] for one in asked["plan"]["reorganised"]) == 10 * PER_WARD
    assert approve(office) == 10
    done = sync(office, 0)
    assert (done["delivery"]["sent"], done["unbalanced"]) == (10 * PER_WARD, [])
    assert kinds(standin) == {"created": 10 * PER_WARD, "reorganise": 10 * PER_WARD}
    wanted = Counter(f"Đoàn {name.lower()}" for _, _, _, name in WARDS)
    assert Counter(unit.split(",")[0].lower() for unit in units(standin).elements()) == {
        unit.lower(): count * PER_WARD for unit, count in wanted.items()
    }
    found = figures(office)
    assert all(one["balanced"] for one in found.values())
    assert sum(one["reorganised_in"] for one in found.values()) == 10 * PER_WARD
    assert not any(one["transferred_in"] or one["transferred_out"] for one in found.values())
    again = sync(office, 0)
    assert (again["delivery"]["sent"], holds(again)) == (0, {})
