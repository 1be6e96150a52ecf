"""Profiles that say, operation by operation, which requests carry it out.

The language is explained key by key in `docs/profiles.md`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

from config.profile.answers import Answers
from config.profile.auth import Auth, NoAuth
from config.profile.paging import Paged, Question
from config.profile.parts import Fields, OverHttp, Part, Pick, Seconds, Status, Text, UrlPath
from config.profile.placeholders import RECORD
from config.profile.units import UnitFacts
from sync.values import OperationType

_FIELD_PATH = re.compile(r'(?:\w+|"[^"]+")(?:\[0\])?(?:\.(?:\w+|"[^"]+")(?:\[0\])?)*\Z')


def _is_field_path(path: str) -> str:
    if not _FIELD_PATH.match(path):
        raise PydanticCustomError("profile-not-a-name", "no name of a field there")
    return path


def _is_date_format(form: str) -> str:
    if not {"%d", "%m", "%Y"} <= set(re.findall(r"%.", form)) or date(2004, 5, 17).strftime(form) == form:
        raise PydanticCustomError("profile-not-a-date", "no form of a date")
    return form


FieldPath = Annotated[Text, AfterValidator(_is_field_path)]
"""What a field is called there: a name, names with dots that lead into what stands within, `[0]` for the first of a
row, quotes around a name with dots of its own. It can be written as well as read."""
DateForm = Annotated[Text, AfterValidator(_is_date_format)]


def _is_scalar(value: JsonValue) -> JsonValue:
    if isinstance(value, list | dict):
        raise PydanticCustomError("string_type", "no single value")
    return value


Scalar = Annotated[JsonValue, AfterValidator(_is_scalar)]


class Rate(Part):
    """How many requests may go out within how many seconds. Sending waits rather than goes beyond."""

    requests: Annotated[StrictInt, Field(ge=1, le=1_000_000)]
    seconds: Seconds


class Dates(Part):
    """How dates are written there (`%d/%m/%Y`). Ours are ISO."""

    write: DateForm = "%Y-%m-%d"
    read: Annotated[tuple[DateForm, ...], Field(min_length=1)] = ("%Y-%m-%d",)
    """The forms a date read back may have, the first that fits."""

    partial: StrictBool = False
    """Whether a year, or a year and month, is sent as it is. Otherwise a date that is not whole is left out."""


class Person(Part):
    """How the upstream shows one person."""

    path: UrlPath
    """Where one person is read, by `{reference}`."""

    reference: Pick
    """The upstream's own handle of a person."""

    member_code: Pick | None = None
    person: Pick | None = None
    """Our reference of the person, where the upstream keeps it."""

    kind: Pick | None = None
    """Which kind of list the person stands on, by `values.kind`; members, where nothing is said of it."""

    unit: Pick | None = None
    """The unit's handle, or its name where there is no `[units]`."""

    status: Pick | None = None
    """Where the person stands, by `values.status`; active, where nothing is said of it."""

    etag: Pick | None = None
    gone: Pick | None = None
    """True of somebody who is shown and is no longer there."""

    same: Fields = ()
    """The fields that tell that it is the same person: one is equal and none differs."""

    find: tuple[Question, ...] = ()
    """How a person is looked for whose handle is not known; each is asked until somebody is found."""


class Units(Paged, UnitFacts):
    """How the tree of units is read. It is also how a unit's name becomes the handle that stands for `{unit}`."""

    parent_name: Text | None = None
    """The name of the unit it stands under, where that one is not in the collection itself."""


class Step(Part):
    """One request of an operation."""

    when: Literal["new", "known", "always"] = "always"
    """Whether it is for somebody the upstream does not know yet, for somebody it knows, or for both."""

    method: Literal["POST", "PUT", "PATCH", "DELETE"]
    path: UrlPath
    query: Mapping[Text, JsonValue] = {}
    headers: Mapping[Text, Text] = {}
    """Headers besides those of every request; one whose placeholder stands for nothing is left out."""

    body: Mapping[Text, JsonValue] | None = None
    """What is sent as JSON. `"*" = "record"` puts in the record, translated."""

    take: Mapping[Literal["reference", "member_code", "etag"], Pick] = {}
    """What is taken from the answer's content; the version from its header where the content has none. Without the
    reference it names, the answer says nothing."""

    done: tuple[Status, ...] = ()
    """Statuses that say that it was done before."""


class Requests(Part):
    """How one operation is carried out: by steps of its own, or like another one."""

    like: OperationType | None = None
    """The operation that is carried out in the same way."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1)] | None = None
    """The requests, one after another."""

    holds: Mapping[Pick, JsonValue] = {}
    """What reading the person back shows once it took effect: what a JMESPath expression picks, and its value."""

    unless: Mapping[Pick, JsonValue] = {}
    """What the person must not show before: an operation of somebody who does is rejected without being sent."""

    @property
    def sends_record(self) -> bool:
        """Whether the record goes out with it."""
        return any(holds_record(step.body) for step in self.steps or ())


class Bulk(Part):
    """Many operations in one request, each by its one step."""

    path: UrlPath
    body: Mapping[Text, JsonValue]
    """What is sent; `{items}` stands for the operations."""

    item: Mapping[Text, JsonValue]
    """One operation: `{method}`, `{path}`, `{body}` of its step, `{operation}` and `{etag}`."""

    results: Pick
    """Where the answers stand, one for each operation."""

    id: Pick
    """In one of them, the operation it answers."""

    status: Pick
    """In one of them, the status."""

    content: Pick | None = None
    """In one of them, what would be the content of an answer by itself."""

    reference: Pick | None = None
    """In one of them without content, the person's handle; of an address, its last part."""

    etag: Pick | None = None
    """In one of them without content, the version of the person."""


class RequestsProfile(OverHttp):
    """An upstream whose every operation is one or more requests, described here."""

    speaks: Literal["requests"]
    """How the upstream is spoken to."""

    honours_keys: StrictBool = False
    gzip: StrictBool = False
    """Whether bodies are sent compressed."""

    media_type: Text = "application/json"
    """What bodies say that they are."""

    kinds: Annotated[tuple[Literal["members", "youth"], ...], Field(min_length=1)] = ("members", "youth")
    """Which lists' people the upstream takes; others are refused without asking it."""

    auth: Auth = NoAuth(kind="none")
    rate: Rate | None = None
    answers: Answers = Answers()
    person: Person
    """How one person is shown, and read back."""

    people: Paged
    """How everybody is read."""

    names: Mapping[Text, FieldPath] = {}
    """What our fields are called there; one that is not named goes under our name."""

    values: Mapping[Text, Mapping[Text, Scalar]] = {}
    """By field, our value and theirs; what is not named goes as it is."""

    dates: Dates = Dates()
    units: Units | None = None
    operations: Mapping[OperationType, Requests]
    """How each operation is carried out; what is not named is never sent."""

    bulk: Bulk | None = None

    def requests(self, type_: OperationType) -> Requests:
        """How an operation is carried out."""
        found = self.operations[type_]
        return found if found.like is None else self.operations[found.like]

    @property
    def types(self) -> frozenset[OperationType]:
        """The operations this upstream can be asked for."""
        return frozenset(self.operations)

    @property
    def bare(self) -> frozenset[OperationType]:
        """The movements that go without the record: no step of theirs has it in its body."""
        alone = {type_ for type_ in self.types if not self.requests(type_).sends_record}
        return frozenset(alone - {OperationType.UPSERT})


def holds_record(body: object) -> bool:
    """Whether the record is put into a body, wherever in it."""
    if isinstance(body, Mapping):
        return RECORD in body or any(map(holds_record, body.values()))
    return isinstance(body, list) and any(map(holds_record, body))
