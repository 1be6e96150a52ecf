"""Names of units and lists, each kept once and known by a number."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from state.bulk import Insert, Statement, fixed
from state.session import Session
from state.tables import name

_BY_TEXT = Statement(lambda _: select(name.c.no).where(name.c.text == bindparam("wanted")), "wanted")
_BY_NUMBER = Statement(lambda _: select(name.c.text).where(name.c.no == bindparam("wanted")), "wanted")
_LAST = Statement(lambda _: select(func.coalesce(func.max(name.c.no), fixed(0))))
_INSERT = Insert(name, "no", "text")


class Names:
    """Numbers of names, remembered; what a rolled back transaction added is forgotten."""

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
            with self._session.reading() as connection:
                row = _BY_TEXT.run(connection, text).one_or_none()
            if row is not None:
                number = self._numbers[text] = int(row[0])
        return number

    def number(self, text: str) -> int:
        """Return a name's number, giving it one in the transaction under way if it has none."""
        number = self._numbers.get(text) or self.find(text)
        if number is None:
            with self._session.transaction() as connection:
                number = int(_LAST.run(connection).scalar_one()) + 1
                _INSERT.run(connection, [(number, text)])
            self._numbers[text] = number
        return number

    def text(self, number: int) -> str:
        """Return the name of a number."""
        text = self._texts.get(number)
        if text is None:
            with self._session.reading() as connection:
                text = self._texts[number] = str(_BY_NUMBER.run(connection, number).scalar_one())
        return text
