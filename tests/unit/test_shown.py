"""People the upstream shows, on their way between two processes: they come as they went."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from sync.charter import Overlay, Status
from sync.ports import RemotePerson
from sync.values import ListKind
from yumsync.shown import Page

TEXT = st.text(max_size=12)
PERSON = st.builds(
    RemotePerson,
    person=st.none() | TEXT,
    member_code=TEXT,
    kind=st.sampled_from(ListKind),
    unit=TEXT,
    record=st.dictionaries(TEXT, st.none() | TEXT, max_size=4),
    etag=st.none() | TEXT,
    status=st.sampled_from(Status),
    overlays=st.dictionaries(st.sampled_from(Overlay), TEXT, max_size=2),
    reference=st.none() | TEXT,
    updated=st.none() | TEXT,
)


@given(st.lists(PERSON, max_size=3))
def test_they_come_as_they_went(people: list[RemotePerson]) -> None:
    (*come,) = pickle.loads(pickle.dumps(Page(people))).people  # noqa: S301 -- our own
    assert come == people
    assert [one.updated for one in come] == [one.updated for one in people]
