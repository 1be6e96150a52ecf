"""People who do not exist, marked so that everybody sees it: for trying a profile and an upstream.

The name says what it is, the national ID begins with a province there is none of, the address of mail leads nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.values import ListKind, OperationType, Outgoing, Record

NAME = "Kiểm Thử Yumsync"
"""What every marked person is called, before a word of their own."""

PAPER = "KT-YUMSYNC"
"""The number of every paper about them."""

_LETTERS = "BCDGHKLMNPQRSTVX"
_SENTINEL = "1907"
"""No number of theirs holds this, so that a year can be found in what is sent."""


@dataclass
class Marked:
    """A marked person: `token` (hexadecimal, 16 digits) makes them one of their own; what an upstream gives is kept.

    `examples` are values of the other fields, by name.
    """

    token: str
    unit: str
    allowed: Collection[str]
    examples: Mapping[str, str]
    with_code: bool = False
    member_code: str | None = None
    etag: str | None = None
    reference: str | None = None
    known: bool = False
    sent: int = field(default=0, init=False)

    @property
    def name(self) -> str:
        """Their name, which nobody else has."""
        return f"{NAME} {''.join(_LETTERS[int(digit, 16)] for digit in self.token[:8]).capitalize()}"

    @property
    def person(self) -> str:
        """Our reference of them."""
        return f"kiem-thu-{self.token}"

    @property
    def digits(self) -> str:
        """Nine digits of their own."""
        found = f"{int(self.token, 16) % 10**9:09}"
        return found if _SENTINEL not in found else found.replace(_SENTINEL, "7091")

    @property
    def record(self) -> dict[str, str | None]:
        """Their whole record, of the allowed fields alone."""
        own = {
            "full_name": self.name,
            "date_of_birth": "2004-05-17",
            "national_id": f"000{self.digits}",
            "email": f"kiem-thu-{self.digits}@example.test",
            "phone": "0900000000",
            **dict.fromkeys(("card_no", "book_no", "student_code"), f"KT{self.digits}"),
        }
        if self.with_code:
            own["member_code"] = self.own_code
        stated = {**self.examples, **own}
        return {name: stated[name] for name in self.allowed if stated.get(name)}

    @property
    def own_code(self) -> str:
        """A member code no centre gives."""
        return f"KT{self.digits}"

    def outgoing(
        self,
        type_: OperationType = OperationType.UPSERT,
        *,
        unit: str = "",
        today: date | None = None,
        changed: Record | None = None,
    ) -> Outgoing:
        """Return an operation on them, under an id of its own. `changed` are other values of their record."""
        self.sent += 1
        paper: Record | None = None
        if type_ is not OperationType.UPSERT:
            on = (today or date(2026, 1, 5)).isoformat()
            paper = {"on": on, "decision_no": PAPER, "destination": unit or self.unit, "origin": self.unit}
        return Outgoing(
            id=f"{self.person}-{self.sent}",
            type=type_,
            person=self.person,
            kind=ListKind.MEMBERS,
            unit=unit or self.unit,
            record={**self.record, **(changed or {})},
            member_code=self.member_code or (self.own_code if self.with_code else None),
            etag=self.etag,
            movement=paper,
            reference=self.reference,
            known=self.known,
        )
