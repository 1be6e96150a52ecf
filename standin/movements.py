"""What a movement does to a person's standing in the register; no SQL and no HTTP in here.

`TABLE` is the register's own: which standing a movement may follow, where it leads, what it opens and closes, and
what its paper must state. A transfer is a workflow: it is taken, and carried out when the receiving branch confirms;
until then the person's record and unit stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from standin.problems import Problem

ACTIVE, TRANSFERRING = "active", "transferring"
ON_LIST = (ACTIVE, TRANSFERRING)

Receiver = Literal["now", "later", "refuse"]
"""How receiving branches answer a transfer: at once, when told to, or always with a refusal."""

LABELS: Mapping[str, str] = {
    ACTIVE: "đang sinh hoạt",
    TRANSFERRING: "đang chuyển sinh hoạt",
    "matured": "đã trưởng thành",
    "struck_off": "đã xóa tên",
    "expelled": "đã khai trừ",
    "deceased": "đã mất",
    "away": "đi làm ăn xa",
    "temporary_out": "sinh hoạt tạm thời nơi khác",
    "temporary_in": "sinh hoạt tạm thời tại đây",
    "extended": "ở lại sinh hoạt",
    "party": "đảng viên",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One movement. `follows` are the standings it may follow, `unknown` whether somebody new may come by it, `moves`
    whether the person stands in the operation's unit at once."""

    follows: tuple[str, ...] = (ACTIVE,)
    to: str | None = None
    opens: str | None = None
    closes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unknown: bool = False
    moves: bool = False


TABLE: Mapping[str, Rule] = {
    "admit": Rule(follows=(), to=ACTIVE, needs=("decision_no",), unknown=True),
    "transfer_in": Rule(follows=(), to=ACTIVE, unknown=True),
    "transfer": Rule(to=TRANSFERRING, needs=("destination",)),
    "temporary_out": Rule(opens="temporary_out", needs=("destination",)),
    "temporary_in": Rule(opens="temporary_in", needs=("origin",), unknown=True),
    "temporary_end": Rule(closes=("temporary_out", "temporary_in")),
    "away": Rule(opens="away", needs=("destination",)),
    "returned": Rule(closes=("away",)),
    "strike_off": Rule(to="struck_off", needs=("decision_no",)),
    "expel": Rule(to="expelled", needs=("decision_no",)),
    "mature": Rule(to="matured", needs=("decision_no",)),
    "extend": Rule(opens="extended", needs=("decision_no",)),
    "party_admit": Rule(opens="party"),
    "decease": Rule(follows=(*ON_LIST, "matured", "struck_off", "expelled"), to="deceased"),
    "readmit": Rule(follows=("struck_off", "expelled"), to=ACTIVE, needs=("decision_no",), moves=True),
    "reorganise": Rule(follows=ON_LIST, moves=True),
}

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_LONGEST = 1000


@dataclass(slots=True)
class Standing:
    """Where a person stands: one status, the overlays that last by the day they began, and the transfer under way."""

    status: str = ACTIVE
    overlays: dict[str, str] = field(default_factory=dict)
    transfer: dict[str, Any] | None = None
    """`operation`, `unit` they go to, the day it was `on`, and the `fields` it was stated with."""


def malformed(operation: Mapping[str, Any]) -> Problem | None:
    """Return what is wrong with a movement's paper, whoever it is about."""
    movement = operation.get("movement")
    if not isinstance(movement, dict):
        return _invalid("movement", "phải là một đối tượng")
    for name, value in movement.items():
        if value is not None and not (isinstance(value, str) and len(value) <= _LONGEST):
            return _invalid(f"movement.{name}", f"phải là chữ, không quá {_LONGEST} ký tự")
    if not _DAY.fullmatch(movement.get("on") or ""):
        return _invalid("movement.on", "phải là ngày dạng ISO")
    for name in TABLE[operation["type"]].needs:
        if not (movement.get(name) or "").strip():
            return Problem("movement-incomplete", 422, f"Thiếu “{name}” của biến động.", f"movement.{name}")
    return None


def move(standing: Standing | None, operation: Mapping[str, Any], unit: str = "") -> Standing | Problem:
    """Return where a person stands after a movement, or why it cannot be.

    `standing` is None for somebody unknown, `unit` the one they are in. A transfer goes to the operation's unit where
    that is another one, else to the destination its paper names.
    """
    name, on = operation["type"], operation["movement"]["on"]
    rule = TABLE[name]
    if standing is None:
        if not rule.unknown:
            return Problem("unknown-member", 404, "Chưa có người này, nên không ghi biến động được.", "person")
        return Standing(overlays={rule.opens: on} if rule.opens else {})
    if standing.status not in rule.follows:
        return _impossible(f"Người này {LABELS[standing.status]}.")
    if rule.opens in standing.overlays:
        return _impossible(f"Người này {LABELS[str(rule.opens)]} từ {standing.overlays[str(rule.opens)]}.")
    closed = [overlay for overlay in rule.closes if overlay in standing.overlays]
    if rule.closes and not closed:
        return _impossible(f"Người này không {' hay '.join(LABELS[overlay] for overlay in rule.closes)}.")
    if any(on < standing.overlays[overlay][: len(on)] for overlay in closed):
        return _impossible("Ngày kết thúc trước ngày bắt đầu.")
    overlays = {overlay: since for overlay, since in standing.overlays.items() if overlay not in closed}
    if rule.opens:
        overlays[rule.opens] = on
    status = rule.to or standing.status
    transfer = standing.transfer if status == TRANSFERRING else None
    if name == "transfer":
        there = operation["unit"] if operation["unit"] != unit else operation["movement"]["destination"]
        transfer = {"operation": operation["id"], "unit": there, "on": on}
    return Standing(status, overlays if status in ON_LIST else {}, transfer)


def _impossible(words: str) -> Problem:
    return Problem("movement-impossible", 409, words, "type")


def _invalid(name: str, words: str) -> Problem:
    return Problem("operation-invalid", 422, f"“{name}” {words}.", name)
