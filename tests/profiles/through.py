"""A story told through each profile: everybody is created, one in a hundred changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.profile import load_profile
from tests.profiles.ways import BASE, BRANCHES, Way, way
from tests.support.office import Row, csv_of, person

COLUMNS = (
    *("member_code", "full_name", "date_of_birth", "gender", "national_id", "phone", "email"),
    *("ethnicity", "occupation", "position"),
)
SHARE = 100


@dataclass(frozen=True)
class Told:
    """What one profile made of the story: `wrong` are the codes of people the upstream does not hold as it should."""

    name: str
    people: int
    created: Mapping[str, int]
    changed: Mapping[str, int]
    again: Mapping[str, int]
    carries: Sequence[str]
    wrong: Sequence[str] = field(default_factory=list)

    @property
    def lacks(self) -> list[str]:
        """The fields of the lists that the profile declares it cannot carry."""
        return [name for name in COLUMNS if name not in self.carries]


def member(serial: int, **other: str) -> Row:
    """Fabricate a member with values every central system knows."""
    return person(
        serial,
        member_code=f"{5_000_000 + serial}",
        gender="Nam" if serial % 2 else "Nữ",
        ethnicity="Kinh",
        occupation="Sinh viên",
        position="Đoàn viên",
        **other,
    )


def tell(name: str, count: int, folder: Path) -> Told:
    """Tell the story to the upstream of a profile, and read it back."""
    with way(name, folder) as told:
        office = told.office
        for number in range(1, BRANCHES + 1):
            office.add_list(f"chi-doan-{number}", unit=f"Chi đoàn {number}, {BASE}")
        people = [member(serial) for serial in range(1, count + 1)]
        _write(told, people)
        office.init()
        created = told.sync()
        for number in range(0, count, SHARE):
            people[number] |= {"phone": f"08{number:08}"}
        _write(told, people)
        changed, again = told.sync(), told.sync()
        carries = [field for field in COLUMNS if field in load_profile(office.profile, office.folder).fields]
        held = told.held()
    wanted = {one["member_code"]: _expected(one, carries) for one in people}
    shown = {code: {name: record.get(name) for name in carries} for code, record in held.items()}
    wrong = sorted(code for code in wanted.keys() | shown.keys() if wanted.get(code) != shown.get(code))
    return Told(name, count, created, changed, again, carries, wrong)


def _write(told: Way, people: Sequence[Row]) -> None:
    for number in range(1, BRANCHES + 1):
        rows = people[number - 1 :: BRANCHES]
        told.office.put(f"chi-doan-{number}.csv", csv_of(rows, COLUMNS))


def _expected(row: Row, carries: Sequence[str]) -> dict[str, str | None]:
    """What the upstream is to show of a row whose values are all plain."""
    day, month, year = row["date_of_birth"].split("/")
    gender = "male" if row["gender"] == "Nam" else "female"
    clean = row | {"date_of_birth": f"{year}-{month}-{day}", "gender": gender}
    return {name: clean[name] for name in carries}
