"""Youth: listed without being members, admitted as the same person, and on two kinds of list without a flutter.

Each test is a few nights of one office whose upstream lives in memory. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.errors import Unavailable
from sync.reports import SyncReport
from sync.values import ListKind
from tests.support.office import HEADERS, UNIT, Office, Row, person
from yumsync.bootstrap import App

COMMUNE = "Đoàn phường Phú Thủy"
ALL = tuple(HEADERS)
NO_ID = ("full_name", "date_of_birth", "phone")
ONE, TWO, THREE, FOUR = (person(serial) for serial in (1, 2, 3, 4))
MEMBERS, YOUTH = ListKind.MEMBERS, ListKind.YOUTH

Outcome = tuple[int, int, dict[str, int]]


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture(params=["youth first", "members first"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """A branch's list of members and its commune's list of youth, in either order of the configuration."""
    made = Office(tmp_path, "http://127.0.0.1:1")
    lists = [("youth", {"kind": "youth", "unit": COMMUNE}), ("members", {"kind": "members"})]
    for name, keys in lists if request.param == "youth first" else reversed(lists):
        made.add_list(name, **keys)
    made.init()
    return made


def sync(office: Office, upstream: MemoryUpstream) -> SyncReport:
    with App(load_settings(office.config), _upstream=upstream) as app:
        return app.sync()


def outcome(report: SyncReport) -> Outcome:
    """Return the exit code, how many operations were sent, and how many questions of each kind are open."""
    assert report.plan is not None
    assert report.delivery is not None
    assert all(one.tally.balanced for one in report.plan.lists)
    return report.exit_code, report.delivery.sent, dict(report.plan.holds_total)


def night(
    office: Office,
    upstream: MemoryUpstream,
    members: Sequence[Row],
    youth: Sequence[Row],
    columns: Sequence[str] = ALL,
    youth_columns: Sequence[str] | None = None,
) -> Outcome:
    """The office writes both lists, cron runs."""
    office.write("members", members, columns)
    office.write("youth", youth, youth_columns or columns)
    return outcome(sync(office, upstream))


def held(upstream: MemoryUpstream) -> dict[str, tuple[ListKind, str]]:
    """Return of whom the upstream knows, by name: which kind, and in which unit."""
    people = [(str(one.record["full_name"]), (one.kind, one.unit)) for one in upstream.held.values()]
    assert len(dict(people)) == len(people), "somebody is held twice"
    return dict(people)


def counts(office: Office) -> dict[str, int]:
    return {name: count for name, count in office.ask("status").json["people"].items() if count}


NAMES = [one["full_name"] for one in (ONE, TWO, THREE, FOUR)]
QUIET: Outcome = (0, 0, {})


def test_youth_are_no_members(office: Office, upstream: MemoryUpstream) -> None:
    """Sent, kept and counted as what they are; without anything only members have."""
    assert night(office, upstream, [ONE], [TWO, THREE]) == (0, 3, {})
    assert night(office, upstream, [ONE], [TWO, THREE]) == QUIET
    assert held(upstream) == {NAMES[0]: (MEMBERS, UNIT), NAMES[1]: (YOUTH, COMMUNE), NAMES[2]: (YOUTH, COMMUNE)}
    assert counts(office) == {"members": 1, "youth": 2}


def test_a_youth_of_whom_little_is_known(office: Office, upstream: MemoryUpstream) -> None:
    """Name and year of birth are enough for a list of youth."""
    columns = ("Họ và tên", "Năm sinh", "Nghề nghiệp")
    youth = [{"Họ và tên": "Nguyễn Văn Đá", "Năm sinh": "2006", "Nghề nghiệp": "Học sinh"}]
    assert night(office, upstream, [ONE], youth, ALL, columns)[::2] == (0, {})
    assert night(office, upstream, [ONE], youth, ALL, columns) == QUIET
    assert held(upstream)["Nguyễn Văn Đá"] == (YOUTH, COMMUNE)


# ── admitted ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stays", [True, False], ids=["stays on the youth list", "leaves it"])
def test_a_youth_who_is_admitted_is_the_same_person(office: Office, upstream: MemoryUpstream, stays: bool) -> None:
    """One change, to a member of the branch that lists them; nobody is missing, nobody is there twice."""
    night(office, upstream, [ONE], [TWO, THREE])
    before = {str(one.record["full_name"]): one.member_code for one in upstream.held.values()}
    youth = [TWO, THREE] if stays else [THREE]
    assert night(office, upstream, [ONE, TWO], youth) == (0, 1, {})
    for _ in range(3):
        assert night(office, upstream, [ONE, TWO], youth) == QUIET
    assert held(upstream)[NAMES[1]] == (MEMBERS, UNIT)
    assert {str(one.record["full_name"]): one.member_code for one in upstream.held.values()} == before
    assert counts(office) == {"members": 2, "youth": 1}


def test_admission_is_shown_as_what_it_is(office: Office, upstream: MemoryUpstream) -> None:
    night(office, upstream, [ONE], [TWO])
    office.write("members", [ONE, TWO])
    said = office.run("plan", lang="vi")
    assert said.code == 0
    assert "loại: thanh niên → đoàn viên" in said.out
    assert f"đơn vị: {COMMUNE} → {UNIT}" in said.out


def test_admitted_with_corrections(office: Office, upstream: MemoryUpstream) -> None:
    """The members' list says more and otherwise; the youth list keeps the old phone, which counts no more."""
    night(office, upstream, [ONE], [TWO])
    admitted = {**TWO, "phone": "0388888888"}
    assert night(office, upstream, [ONE, admitted], [TWO]) == (0, 1, {})
    for _ in range(2):
        assert night(office, upstream, [ONE, admitted], [TWO]) == QUIET
    assert night(office, upstream, [ONE, admitted], [{**TWO, "phone": "0377777777"}]) == QUIET
    (phone,) = [one.record["phone"] for one in upstream.held.values() if one.record["full_name"] == NAMES[1]]
    assert phone == "0388888888"


def test_admitted_without_an_id_in_the_same_unit(office: Office, upstream: MemoryUpstream) -> None:
    """Name and birth date tell within one unit, between kinds of lists too."""
    office.configure(lists=[{**one, "unit": UNIT} for one in office.lists])
    night(office, upstream, [ONE], [TWO], NO_ID)
    assert night(office, upstream, [ONE, TWO], [], NO_ID) == (0, 1, {})
    assert held(upstream) == {NAMES[0]: (MEMBERS, UNIT), NAMES[1]: (MEMBERS, UNIT)}
    assert night(office, upstream, [ONE, TWO], [], NO_ID) == QUIET


def test_admitted_without_an_id_elsewhere_is_asked_about(office: Office, upstream: MemoryUpstream) -> None:
    """The same name and birth date in another unit may be another person; an officer says, and that is that."""
    night(office, upstream, [ONE], [TWO], NO_ID)
    assert night(office, upstream, [ONE, TWO], [TWO], NO_ID) == (3, 0, {"ambiguous-identity": 1})
    (hold,) = office.ask("holds").json["holds"]
    (candidate,) = office.ask("holds", "show", hold["id"]).json["candidates"]
    assert candidate["candidate"]["someone"]["kind"] == "youth"
    chosen = ("--same-as", candidate["id"], "--reason", "mới kết nạp")
    assert office.run("holds", "decide", hold["id"], *chosen).code == 0
    assert night(office, upstream, [ONE, TWO], [TWO], NO_ID) == (0, 1, {})
    assert held(upstream)[NAMES[1]] == (MEMBERS, UNIT)
    changed = {**TWO, "phone": "0388888888"}
    assert night(office, upstream, [ONE, changed], [], NO_ID) == (0, 1, {})
    assert night(office, upstream, [ONE, changed], [], NO_ID) == QUIET


def test_admitted_under_a_corrected_name_on_a_first_list(office: Office, upstream: MemoryUpstream) -> None:
    """Without numbers a corrected name is a question, also where the branch had no list before."""
    office.configure(lists=[{**one, "unit": UNIT} for one in office.lists])
    night(office, upstream, [], [TWO], NO_ID)
    corrected = {**TWO, "full_name": TWO["full_name"] + "h"}
    for _ in range(2):
        assert night(office, upstream, [corrected], [], NO_ID) == (3, 0, {"ambiguous-identity": 1})
    assert held(upstream) == {NAMES[1]: (YOUTH, UNIT)}


def test_an_admission_that_did_not_arrive(office: Office, upstream: MemoryUpstream) -> None:
    """The centre was away: still a youth, then a member; never both, never missing."""
    night(office, upstream, [ONE], [TWO])
    upstream.fail(Unavailable("upstream-unreachable"), times=3)
    assert night(office, upstream, [ONE, TWO], [])[0] == 4
    assert counts(office) == {"members": 1, "youth": 1}
    assert night(office, upstream, [ONE, TWO], []) == (0, 1, {})
    assert night(office, upstream, [ONE, TWO], []) == QUIET
    assert held(upstream)[NAMES[1]] == (MEMBERS, UNIT)


# ── on both at once ──────────────────────────────────────────────────────────────────────────────────────


def test_on_both_lists_from_the_first_night(office: Office, upstream: MemoryUpstream) -> None:
    """One person, a member; the youth's row is noted and counted, and unchanged from then on."""
    office.write("members", [ONE, TWO])
    office.write("youth", [TWO, THREE])
    report = sync(office, upstream)
    assert outcome(report) == (0, 3, {})
    assert report.plan is not None
    assert report.plan.counts["known_members"] == 1
    notes = [finding for one in report.plan.lists for finding in one.findings if finding.code == "youth-is-member"]
    assert [(note.place.list, note.place.row, note.details["list"]) for note in notes] == [("youth", 2, "members")]
    for unchanged in (3, 4):  # read once more, after who they are was confirmed
        again = sync(office, upstream)
        assert outcome(again) == QUIET
        assert again.plan is not None
        assert again.plan.counts["unchanged"] == unchanged
    assert held(upstream)[NAMES[1]] == (MEMBERS, UNIT)


def test_a_member_who_is_put_on_the_youth_list_as_well(office: Office, upstream: MemoryUpstream) -> None:
    night(office, upstream, [ONE, TWO], [THREE])
    for _ in range(2):
        assert night(office, upstream, [ONE, TWO], [THREE, TWO]) == QUIET
    changed = {**TWO, "phone": "0388888888"}
    assert night(office, upstream, [ONE, changed], [THREE, TWO]) == (0, 1, {})
    assert night(office, upstream, [ONE, changed], [THREE, TWO]) == QUIET
    assert night(office, upstream, [ONE, changed], [THREE]) == QUIET


# ── a member is not made a youth ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("known", [True, False], ids=["was on both", "comes to the youth list as they leave"])
def test_a_member_whom_only_the_youth_list_names_is_asked_about(
    office: Office, upstream: MemoryUpstream, known: bool
) -> None:
    """Nobody leaves the Union by a list: one question, every night, until the list is right again."""
    night(office, upstream, [ONE, TWO], [THREE, TWO] if known else [THREE])
    for _ in range(3):
        assert night(office, upstream, [ONE], [THREE, TWO]) == (3, 0, {"kind-changed": 1})
    assert held(upstream)[NAMES[1]] == (MEMBERS, UNIT)
    assert night(office, upstream, [ONE, TWO], [THREE, TWO]) == QUIET


def test_a_member_gone_from_both_is_missing_once(office: Office, upstream: MemoryUpstream) -> None:
    """It is the members' list that misses them."""
    night(office, upstream, [ONE, TWO], [THREE, TWO])
    for _ in range(2):
        assert night(office, upstream, [ONE], [THREE]) == (3, 0, {"missing": 1})


def test_a_youth_gone_from_the_youth_list_is_missing_there(office: Office, upstream: MemoryUpstream) -> None:
    night(office, upstream, [ONE], [TWO, THREE])
    for _ in range(2):
        assert night(office, upstream, [ONE], [THREE]) == (3, 0, {"missing": 1})


def test_while_the_members_list_cannot_be_read(office: Office, upstream: MemoryUpstream) -> None:
    """Who was on it is taken to be there still."""
    night(office, upstream, [ONE, TWO], [THREE])
    office.put("members.csv", "Họ và t?n,Ng?y sinh\nNguy?n V?n An,01/01/2004\n")
    office.write("youth", [THREE, TWO])
    assert outcome(sync(office, upstream))[1:] == (0, {})


def test_a_youth_list_that_cannot_be_read(office: Office, upstream: MemoryUpstream) -> None:
    """Nothing of it counts, and its youth are not missing."""
    night(office, upstream, [ONE, TWO], [THREE, TWO])
    good = (office.folder / "youth.csv").read_text("utf-8")
    office.put("youth.csv", good + '"' + "broken\n")
    code, sent, holds = outcome(sync(office, upstream))
    assert (code, sent, holds) == (7, 0, {})
    office.put("youth.csv", good)
    assert outcome(sync(office, upstream)) == QUIET


def test_a_namesake_comes_as_the_name_is_corrected(office: Office, upstream: MemoryUpstream) -> None:
    """The youth is taken for the member while the old name stands, and is somebody else once it does not."""
    office.configure(lists=[{**one, "unit": UNIT} for one in office.lists])
    member = {**ONE, "national_id": ""}
    night(office, upstream, [{**member, "Mã đoàn viên": "2000001"}], [], ("Mã đoàn viên", *NO_ID))
    corrected = {**member, "Mã đoàn viên": "2000001", "full_name": ONE["full_name"] + "h"}
    namesake = {**member, "phone": "0355555555"}
    columns = ("Mã đoàn viên", *NO_ID)
    assert night(office, upstream, [corrected], [namesake], columns, NO_ID) == (0, 1, {})
    assert night(office, upstream, [corrected], [namesake], columns, NO_ID) == (0, 1, {})
    assert night(office, upstream, [corrected], [namesake], columns, NO_ID) == QUIET
    assert held(upstream) == {corrected["full_name"]: (MEMBERS, UNIT), namesake["full_name"]: (YOUTH, UNIT)}


def test_one_row_twice_on_the_youth_list(office: Office, upstream: MemoryUpstream) -> None:
    night(office, upstream, [ONE, TWO], [])
    for _ in range(2):
        assert night(office, upstream, [ONE, TWO], [TWO, {**TWO, "phone": "0377777777"}]) == QUIET


def test_half_of_the_members_on_the_youth_list(office: Office, upstream: MemoryUpstream) -> None:
    """The list itself is asked about too: it is likely the wrong file."""
    people = [person(serial) for serial in range(1, 9)]
    night(office, upstream, people, [])
    assert night(office, upstream, people[:2], people[2:]) == (3, 0, {"list-shrunken": 1, "kind-changed": 6})
    assert night(office, upstream, people, []) == QUIET
