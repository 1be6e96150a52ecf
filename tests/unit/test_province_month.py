"""A month of the fabricated province: what is told has changed, and nothing else."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.lists import ListSpec, open_list
from config.charter import load_movements
from config.headers import load_register_headers, load_register_titles
from config.knowledge import load_knowledge
from sync.lists.reading import Reading
from sync.papers.lives import Movement
from sync.papers.registers import Register
from sync.papers.rows import RegisterRows
from sync.values import CleanRow, Finding, ListKind, Place
from tests.support.province import (
    province,
    story,
    typed_rows,
    written,
)
from yumsync.demo import month
from yumsync.demo.month import MonthStory
from yumsync.demo.province import AS_OF, MEMBERS, Province, generate
from yumsync.demo.writers import ListEntry, documents

__all__ = ["province", "story", "written"]


# ── a month ──────────────────────────────────────────────────────────────────────────────────────────────


GONE, COMES = ("mature", "strike_off", "expel", "decease"), ("admit", "transfer_in", "temporary_in", "transfer")


def _lines(folder: Path) -> Counter[bytes]:
    lists = (path for path in folder.rglob("*.csv") if path.stem != "so-bien-dong")
    return Counter(line for path in lists for line in path.read_bytes().splitlines())


def test_the_story_adds_up(province: Province, story: tuple[Path, Path, MonthStory]) -> None:
    _, _, told = story
    # 1 100 people and 900 members: 1.5 %, half of 0.6 % and 0.4 % of them, and a third of 18 mistakes
    assert (len(told.updated), len(told.admitted), len(told.missing), len(told.corrected)) == (16, 3, 4, 6)
    assert (len(told.pasted), len(told.contradicted), len(told.new_cards)) == (4, 3, 8)
    assert told.sent == 16 + 3 + 6 + 8 + sum(told.moved.sent.values())
    assert told.held_missing == 4 + len(told.cut) + len(told.vanished)
    mended = sum(mistake.stops for mistake in told.corrected.values())
    assert told.creations == 3 + mended
    assert told.updates == 16 + 8 + 6 - mended


def test_nobody_is_touched_twice(story: tuple[Path, Path, MonthStory]) -> None:
    _, _, told = story
    groups = [
        told.updated, told.new_cards, told.admitted, told.corrected, told.missing, told.cut, told.pasted,
        told.contradicted, told.vanished, set(told.moved.touched),
    ]  # fmt: skip
    touched = Counter(number for group in groups for number in group)
    assert max(touched.values()) == 1


def test_only_what_is_told_has_changed(province: Province, story: tuple[Path, Path, MonthStory]) -> None:
    _, _, told = story
    before = {person.number: person for person in province.people}
    after = {person.number: person for person in told.province.people}
    moved = told.moved
    came = {number for name in ("admit", "transfer_in", "temporary_in") for number in moved.carried[name]}
    assert after.keys() - before.keys() == {*told.admitted, *came}
    left = {number for name in GONE for number in moved.carried[name]} - {*moved.carried["readmit"]}
    away = {number for number in moved.carried["transfer"] if number not in after}
    assert away > set(moved.on_the_way)
    unlisted = {*told.missing, *told.cut, *told.vanished, *left, *away, *moved.incomplete}
    gone = {number for number in before if number not in after}
    assert gone >= unlisted
    assert all(province.deliberate[number].stops for number in gone - unlisted)
    changed = {number for number in before.keys() & after.keys() if before[number] != after[number]}
    elsewhere = {*moved.carried["transfer"], *moved.letterless, *moved.unpapered} - away
    assert changed == {*told.updated, *told.new_cards, *elsewhere}
    assert all(before[number].branch != after[number].branch for number in elsewhere)
    for number, fields in told.updated.items():
        was, now = before[number].values, after[number].values
        assert {field for field in now if was.get(field) != now[field]} == set(fields)
    for number in told.new_cards:
        assert (len(before[number].values["national_id"]), len(after[number].values["national_id"])) == (9, 12)


def test_a_changed_field_is_a_column_of_the_list(story: tuple[Path, Path, MonthStory]) -> None:
    _, _, told = story
    columns = {
        person.number: {field for field, _ in document.layout.columns}
        for document in documents(told.province)
        for sheet in document.sheets
        for person in sheet.people
    }
    assert all(columns[number] >= set(fields) for number, fields in told.updated.items())
    assert all("national_id" in columns[number] for number in told.new_cards)


def test_rows_of_people_who_did_not_change_keep_their_bytes(story: tuple[Path, Path, MonthStory]) -> None:
    before, after, told = story
    in_csv = {
        person.number
        for document in documents(told.province)
        if document.layout.form == "csv" and document.path not in told.reordered
        for sheet in document.sheets
        for person in sheet.people
    }
    touched = {*told.updated, *told.new_cards, *told.admitted, *told.corrected, *told.contradicted, *told.pasted}
    touched |= {*told.moved.letterless, *told.moved.unpapered}
    touched |= {number for name in COMES for number in told.moved.carried[name]}
    (swapped,) = told.reordered
    now, then = _lines(after), _lines(before)
    for folder, lines in ((after, now), (before, then)):
        lines.subtract((folder / swapped).read_bytes().splitlines())
    assert sum((now - then).values()) == len(touched & in_csv)


def test_a_branch_came_back_empty(province: Province, story: tuple[Path, Path, MonthStory]) -> None:
    _, _, told = story
    here = {entry.name: entry for entry in told.written.lists}[told.vanished_list]
    assert here.unit is not None
    was = [
        person.number for person in province.people if person.values["unit"] == here.unit and person.kind == MEMBERS
    ]
    unheard = {number for number, mistake in province.deliberate.items() if mistake.stops}
    assert set(told.vanished) == set(was) - unheard
    assert not [d for d in documents(told.province) if d.entry.name == here.name for s in d.sheets for _ in s.people]


# ── movements ────────────────────────────────────────────────────────────────────────────────────────────


def test_every_movement_happens_to_somebody(story: tuple[Path, Path, MonthStory]) -> None:
    """Every movement of the domain book, §3, stands in a register, but for what only a receiver would write."""
    told = story[2].moved
    written = {paper.movement for paper in told.papers}
    assert set(load_movements()) - written == {"transfer_refused", "transfer_expired"}
    assert {name for name, count in told.sent.items() if count} == written - {
        "transfer_out", "transfer_withdrawn"
    } | {"transfer"}  # fmt: skip
    assert all(told.held.values())


def _papers(entry: ListEntry, folder: Path) -> Iterator[tuple[str | None, str, str, dict[str, str | None]]]:
    """Every row of a register as the program reads it: whose it is, which movement, when, and what it states."""
    headers = load_register_headers()
    reading = Reading(load_knowledge(), headers.rows, AS_OF + timedelta(days=60))
    kind, register = ListKind(entry.kind), Register(load_movements())
    source = open_list(
        ListSpec(entry.name, kind, entry.path, None, False, None, folder, headers, titles=load_register_titles())
    )
    for table in source.tables():
        assert not isinstance(table, Finding), table
        rows = RegisterRows(register, table.columns, Place(entry.name), table.layout.movement)
        read = reading.reader(table, source)
        for chunk in table.chunks():
            for index, number in enumerate(chunk.numbers):
                row = read(number, chunk.cells(index))
                if isinstance(row, CleanRow):
                    stated = rows.movement(row)
                    assert isinstance(stated, Movement), row
                    yield (
                        row.values.get("national_id") or row.values["previous_id"],
                        stated.type,
                        stated.on,
                        dict(stated.facts),
                    )


def test_every_row_of_a_register_is_read_as_its_paper(story: tuple[Path, Path, MonthStory]) -> None:
    """In each of the ways in which districts keep theirs: who, which movement, when, and what it states."""
    _, after, told = story
    found = [each for entry in told.written.lists if entry.kind == "movements" for each in _papers(entry, after)]
    meant = [
        (paper.person.values["national_id"], paper.movement, paper.on.isoformat(), dict(paper.facts))
        for paper in told.moved.papers
    ]
    assert sorted(found, key=repr) == sorted(meant, key=repr)


def test_a_list_lost_its_second_half(province: Province, story: tuple[Path, Path, MonthStory]) -> None:
    _, _, told = story
    was = [p.number for d in documents(province) if d.entry.name == told.cut_list for s in d.sheets for p in s.people]
    now = [
        p.number
        for d in documents(told.province)
        if d.entry.name == told.cut_list
        for s in d.sheets
        for p in s.people
    ]
    lost = was[len(was) - len(was) // 2 :]
    unheard = {number for number, mistake in province.deliberate.items() if mistake.stops}
    assert tuple(number for number in lost if number not in unheard) == told.cut
    assert now == was[: len(was) - len(was) // 2]


def test_retyping_changes_letters_and_no_value(story: tuple[Path, Path, MonthStory]) -> None:
    before, after, told = story
    assert len(told.retyped) == 2
    (swapped,) = told.reordered
    for path in told.retyped:
        document = next(d for d in documents(told.province) if d.path == path)
        names = [str(row.get("full_name") or row.get("family_name")) for row in typed_rows(document, after)]
        assert all(name.endswith("\N{NO-BREAK SPACE}") for name in names if name != "None")
    heads = [next(csv.reader((folder / swapped).read_text("utf-8-sig").splitlines())) for folder in (before, after)]
    if "DANH SÁCH" not in heads[0][0]:
        assert heads[0] != heads[1]
        assert sorted(heads[0]) == sorted(heads[1])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month_is_the_same_for_the_same_seed(seed: int, tmp_path: Path) -> None:
    small = generate(seed=seed, members=300, youth=60, branches=6, districts=6)
    first, again = month.apply(small, tmp_path / "a", seed), month.apply(small, tmp_path / "b", seed)
    assert first.province == again.province
    assert [path.read_bytes() for path in first.written.files] == [path.read_bytes() for path in again.written.files]
