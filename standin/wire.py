"""The shapes on the wire, for the OpenAPI document. Bodies are read by hand: a batch holds hundreds of records."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from standin.movements import TABLE
from standin.records import LABELS


class Movement(BaseModel):
    """What the paper of a movement states. Which of these a movement needs, the register's own table says."""

    on: str = Field(description="The day it took effect, as an ISO date that may be cut to its month or year.")
    decision_no: str | None = None
    reason: str | None = None
    origin: str | None = Field(None, description="The unit somebody comes from.")
    destination: str | None = Field(None, description="The unit, or the place, somebody goes to.")
    expected_return: str | None = None


class Operation(BaseModel):
    """One change to one person."""

    id: str = Field(description="Unique for ever. The same id takes effect once, in whatever batch it comes.")
    type: str = Field(json_schema_extra={"enum": ["upsert", *TABLE]})
    person: str = Field(description="The sender's own, opaque reference; kept, and used to find the person again.")
    kind: Literal["members", "youth"]
    unit: str = Field(description="The unit's path, smallest unit first.")
    member_code: str | None = Field(None, pattern=r"^\d{7}$", description="The register's code, where it is known.")
    if_match: str | None = Field(None, description="The ETag the change is based on; stale means rejected.")
    fields: dict[str, str | None] = Field(
        description="Stated values replace, null clears, what is absent stays. Kept fields: " + ", ".join(LABELS)
    )
    movement: Movement | None = Field(None, description="The paper of a movement; none for an upsert.")


class BatchRequest(BaseModel):
    """Operations, carried out in order, each judged by itself."""

    operations: list[Operation] = Field(min_length=1)


class ProblemDocument(BaseModel):
    """RFC 9457. The last part of `type` is the stable code."""

    type: str = Field(examples=["/problems/national-id-taken"])
    title: str
    status: int
    detail: str
    field: str | None = None


class OperationResult(BaseModel):
    """The verdict on one operation."""

    id: str
    status: Literal["applied", "accepted", "rejected"]
    member_code: str | None
    etag: str | None
    problem: ProblemDocument | None


class BatchAnswer(BaseModel):
    """The verdicts on a batch, in its order."""

    batch: str
    results: list[OperationResult]


class OperationState(OperationResult):
    """What became of an operation, and in which batch."""

    batch: str


class Member(BaseModel):
    """A person as the register holds them. Empty fields are absent."""

    member_code: str
    person: str | None
    kind: Literal["members", "youth"]
    unit: str
    status: Literal["active", "transferring", "matured", "struck_off", "expelled", "deceased"]
    overlays: dict[str, str] = Field(description="What lasts beside the status, by the day it began.")
    transfer_to: str | None = Field(description="Where a transfer under way goes to.")
    fields: dict[str, str]
    etag: str
    updated_at: datetime


class MemberPage(BaseModel):
    """Some people, and the cursor of the next page."""

    items: list[Member]
    next: str | None


class Unit(BaseModel):
    """A unit of the register's tree. `parent` and `successors` are ids; days are ISO dates, the last one included."""

    id: str = Field(min_length=1, max_length=80)
    name: str = Field(min_length=1, max_length=300)
    code: str | None = Field(None, description="The official code; it may mean another unit in another vintage.")
    vintage: str | None = Field(None, description="The day, or year, from which the numbering of the code holds.")
    level: str | None = None
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: list[str] = Field(default=[], description="The units it went into.")


class UnitPage(BaseModel):
    """Some units, and the cursor of the next page."""

    items: list[Unit]
    next: str | None


class UnitNumbers(BaseModel):
    """A unit as people were put into it, and how many it has."""

    unit: str
    members: int
    youth: int


class UnitNumbersList(BaseModel):
    """All units that have people, by name."""

    items: list[UnitNumbers]


class Service(BaseModel):
    """What this is and how much it takes at once."""

    name: str
    version: str
    time: datetime
    max_batch: int
    max_body: int
    page_cap: int


class Token(BaseModel):
    """A bearer token of the client-credentials grant."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int


def request_schemas() -> dict[str, Any]:
    """Return the component schemas of bodies that FastAPI does not read itself."""
    template = "#/components/schemas/{model}"
    models = [(model, "validation") for model in (BatchRequest, ProblemDocument)]
    _, definitions = models_json_schema(models, ref_template=template)  # type: ignore[arg-type]
    return dict(definitions["$defs"])
