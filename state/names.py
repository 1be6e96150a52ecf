"""Names of units and lists, each kept once and known by a number."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from state.bulk import Insert, Statement, fixed
from state.session import Session
from state.tables import name

_SINCE = Statement(lambda _: select(name.c.no, name.c.text).where(name.c.no > bindparam("known")), "known")
_LAST = Statement(lambda _: select(func.coalesce(func.max(name.c.no), fixed(0))))
_INSERT = Insert(name, "no", "text")


class Names:
    """Numbers of names, all of them read at once; what a rolled back transaction added is forgotten."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[str, int] = {}
        self._texts: dict[int, str] = {}
        session.after_rollback.append(self._numbers.clear)
        session.after_rollback.append(self._texts.clear)

    def find(self, text: str) -> int | None:
        """Return a name's number, None for one that never was written."""
        number = self._numbers.get(text)
        if number is None:
            self._load()
            number = self._numbers.get(text)
        return number

    def number(self, text: str) -> int:
        """Return a name's number, giving it one in the transaction under way if it has none."""
        number = self._numbers.get(text) or self.find(text)
        if number is None:
            with self._session.transaction() as connection:
                number = int(_LAST.run(connection).scalar_one()) + 1
                _INSERT.run(connection, [(number, text)])
            self._keep(number, text)
        return number

    def text(self, number: int) -> str:
        """Return the name of a number."""
        if number not in self._texts:
            self._load()
        return self._texts[number]

    def _load(self) -> None:
        """Read what is not known yet: another store may have given names since."""
        with self._session.reading() as connection:
            rows = _SINCE.run(connection, max(self._texts, default=0)).all()
        for number, text in rows:
            self._keep(number, text)

    def _keep(self, number: int, text: str) -> None:
        self._numbers[text], self._texts[number] = number, text
