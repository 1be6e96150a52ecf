"""Profiles of upstreams without a network: yumsync writes the import workbook, and reads what is exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

from config.profile.names import record_fields
from config.profile.parts import Part, Stated, Text
from sync.errors import ConfigProblem
from sync.values import Limits, OperationType

SHARED: Mapping[str, str] = {"gender": "date_of_birth", "previous_id": "national_id"}
"""Fields without a column of their own, and the one they are told by."""

NEEDED = ("full_name", "date_of_birth", "unit")
"""The columns no list of members can do without."""

MOVEMENT_NEEDED = ("full_name", "date_of_birth", "unit", "type", "on")

GENDERS = ("male", "female")


def _is_folder(name: str) -> str:
    if set("/\\") & set(name):
        raise PydanticCustomError("profile-not-a-folder-name", "a path")
    return name


Folder = Annotated[Text, AfterValidator(_is_folder)]


class WorkbookLayout(Part):
    """What an import workbook looks like, and where it goes.

    `outgoing`, `incoming`, `finished` and `refused` are folders in the upstream's own, by name: of the workbooks to
    be uploaded, of the exports that confirm them, of those that are confirmed, and of those the officer says were not
    taken (in the words `not_taken`). `columns` and `movement_columns` give the title of each field, from left to
    right; `genders` the titles of the two columns under the birth date. `shown_when_empty` are the words by which an
    export says that a field is empty. `only_members` and `no_gender` say why somebody cannot be written into it.
    """

    outgoing: Folder
    incoming: Folder
    finished: Folder
    refused: Folder
    sheet: Text
    title: Text
    movement_sheet: Text
    movement_title: Text
    only_members: Text
    no_gender: Text
    not_taken: Text
    columns: Mapping[str, Text]
    genders: Mapping[str, Text]
    movement_columns: Mapping[str, Text]
    shown_when_empty: Mapping[str, tuple[Text, ...]] = {}


class WorkbookProfile(Stated):
    """An upstream that takes workbooks which an officer carries."""

    speaks: Literal["workbook"]
    """How the upstream is spoken to."""

    operations: Mapping[OperationType, Text]
    """What each operation is called in the workbook; what is not named is never sent."""

    batch_size: Annotated[StrictInt, Field(ge=1, le=100_000)] = 500
    """People in one workbook."""

    body_bytes: Annotated[StrictInt, Field(ge=1_000, le=1_000_000_000)] = 4_000_000
    """Bytes a batch may take before it becomes a workbook."""

    concurrency: Annotated[StrictInt, Field(ge=1, le=64)] = 1
    """Workbooks written at once."""

    workbook: WorkbookLayout

    @property
    def limits(self) -> Limits:
        """What one workbook may hold, and how many are written at once."""
        return Limits(batch_size=self.batch_size, body_bytes=self.body_bytes, concurrency=self.concurrency)

    @property
    def types(self) -> frozenset[OperationType]:
        """The operations this upstream can be asked for."""
        return frozenset(self.operations)

    @property
    def bare(self) -> frozenset[OperationType]:
        """The movements that go without the record: each has a row on a sheet of its own."""
        return self.types - {OperationType.UPSERT}


def missing_columns(table: Mapping[str, object]) -> Iterator[ConfigProblem]:
    """Yield the columns a raw profile lacks: those a list cannot do without, and those of what may leave."""
    workbook = table.get("workbook")
    wanted = {
        "columns": {*NEEDED, *(SHARED.get(name, name) for name in record_fields() & {*_texts(table.get("fields"))})},
        "genders": set(GENDERS),
        "movement_columns": {*MOVEMENT_NEEDED, *_texts(table.get("movement_fields"))},
    }
    for part, names in wanted.items():
        has = workbook.get(part) if isinstance(workbook, Mapping) else None
        if isinstance(has, Mapping):
            missing = sorted(names - has.keys())
            yield from (ConfigProblem("config-missing-key", key=f"workbook.{part}.{name}") for name in missing)


def _texts(found: object) -> list[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
