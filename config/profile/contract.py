"""Profiles that speak the reference contract (`docs/standin.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from config.profile.auth import Auth, HeaderAuth
from config.profile.parts import OverHttp, Text, UrlPath
from config.profile.units import UnitFacts
from sync.values import OperationType


def _with_id(path: str) -> str:
    if path.count("{id}") != 1:
        raise PydanticCustomError("profile-path-without-id", "no {id}")
    return path


class ContractUnits(UnitFacts):
    """Where the tree of units is read, by the contract's pages."""

    path: UrlPath


class ContractProfile(OverHttp):
    """An upstream that speaks the reference contract."""

    speaks: Literal["contract"] = "contract"
    """How the upstream is spoken to."""

    auth: Auth = HeaderAuth()
    """How a request says who asks; a bearer token where nothing else is stated."""

    operations: Mapping[OperationType, Text] = {OperationType.UPSERT: "upsert"}
    """What the upstream calls each operation it takes; what is not named is never sent."""

    outcome_path: Annotated[UrlPath, AfterValidator(_with_id)] = "/v1/operations/{id}"
    """Where an upstream tells what became of an operation; `{id}` stands for the operation's id."""

    units: ContractUnits | None = None
    """How the tree of units is read, where the upstream gives one out."""

    @property
    def types(self) -> frozenset[OperationType]:
        """The operations this upstream can be asked for."""
        return frozenset(self.operations)

    @property
    def bare(self) -> frozenset[OperationType]:
        """The movements that go without the record: none."""
        return frozenset()
