"""A sealed file: it opens whole, for the one code it was made for, or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.recovery import Recipient, Recovery
from state.sealedfile import FORMAT, SealedReader, SealedWriter
from sync.errors import StateError

CODE = Recovery(bytes(range(15)))
MESSAGES = [b"Nguyen Thi Lan", b"", b"x" * 300, b"end"]
HEADER = len(FORMAT) + 32 + 32 + 16


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    with pytest.raises(StateError) as caught:
        yield
    assert caught.value.code in codes


def sealed(messages: list[bytes], to: Recipient = CODE.recipient) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, to)
    for message in messages[:-1]:
        writer.write(message)
    writer.write(messages[-1], last=True)
    return file.getvalue()


def opened(data: bytes, code: Recovery = CODE) -> list[bytes]:
    reader = SealedReader(io.BytesIO(data))
    return list(reader.messages(reader.unlock(code)))


def parts(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header, and each message with its length."""
    found, at = [], HEADER
    while at < len(data):
        size = 4 + int.from_bytes(data[at : at + 4])
        found.append(data[at : at + size])
        at += size
    return data[:HEADER], found


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=8))
def test_what_was_sealed_opens_again(messages: list[bytes]) -> None:
    assert opened(sealed(messages)) == messages


def test_nothing_of_it_can_be_read_and_no_two_are_alike() -> None:
    data = sealed(MESSAGES)
    assert b"Lan" not in data
    assert data != sealed(MESSAGES)


def test_any_flipped_bit_is_noticed() -> None:
    """Each byte of the file, with one bit and with all of them changed."""
    data = sealed(MESSAGES)
    for at in range(len(data)):
        for change in (1 << at % 8, 0xFF):
            flipped = bytearray(data)
            flipped[at] ^= change
            with refused("backup-damaged", "backup-cut", "backup-not-one", "backup-newer"):
                opened(bytes(flipped))


def test_any_cut_is_noticed() -> None:
    data = sealed(MESSAGES)
    for length in range(len(data)):
        with refused("backup-cut", "backup-not-one"):
            opened(data[:length])


@pytest.mark.parametrize(
    "done",
    [
        lambda found: found[1:],
        lambda found: [found[0], *found[2:]],
        lambda found: [found[1], found[0], *found[2:]],
        lambda found: [found[0], *found],
        lambda found: [*found, found[-1]],
        lambda found: [*found[:-1], found[0], found[-1]],
    ],
    ids=["first-gone", "second-gone", "swapped", "doubled", "end-doubled", "put-in"],
)
def test_a_message_that_is_gone_moved_or_doubled_is_noticed(done: Callable[[list[bytes]], list[bytes]]) -> None:
    header, found = parts(sealed(MESSAGES))
    with refused("backup-damaged"):
        opened(header + b"".join(done(found)))


def test_a_file_cut_after_a_whole_message_has_no_end() -> None:
    header, found = parts(sealed(MESSAGES))
    with refused("backup-cut"):
        opened(header + b"".join(found[:-1]))


def test_a_message_of_another_file_is_noticed() -> None:
    header, found = parts(sealed(MESSAGES))
    _, other = parts(sealed(MESSAGES))
    with refused("backup-damaged"):
        opened(header + b"".join([other[0], *found[1:]]))


def test_anything_added_is_noticed() -> None:
    with refused("backup-damaged"):
        opened(sealed(MESSAGES) + b"\0")


def test_another_code_is_told_from_damage() -> None:
    with refused("backup-other-code"):
        opened(sealed(MESSAGES), Recovery.new())


def test_whoever_knows_the_public_key_alone_can_make_none() -> None:
    """What a machine is given beside it shows that the file is that machine's."""
    forged = sealed(MESSAGES, Recipient(CODE.recipient.public, bytes(32)))
    with refused("backup-damaged"):
        opened(forged)


def test_what_a_machine_is_given_opens_nothing() -> None:
    data, given_ = sealed(MESSAGES), CODE.recipient
    for secret in (given_.public[:15], given_.sender[:15]):
        with refused("backup-other-code"):
            opened(data, Recovery(secret))


def test_a_later_format_is_told_from_damage() -> None:
    data = sealed(MESSAGES)
    with refused("backup-newer"):
        opened(b"yumsync backup 2\n" + data[len(FORMAT) :])


# ── the code ─────────────────────────────────────────────────────────────────────────────────────────────


@given(st.binary(min_size=15, max_size=15))
def test_a_code_is_read_back_as_it_is_copied(secret: bytes) -> None:
    code = Recovery(secret).code
    assert len(code) == 34
    for copied in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("0", "O")):
        assert Recovery.read(copied) == Recovery(secret)


def test_a_slip_in_any_letter_is_told() -> None:
    code = CODE.code
    for at, letter in enumerate(code):
        if letter != "-":
            other = "7" if letter != "7" else "8"
            with refused("backup-code-slip"):
                Recovery.read(code[:at] + other + code[at + 1 :])
    for other in ("", code[:-1], code + "7", code[5:] + code[:5], "mật khẩu", code[::-1]):
        with refused("backup-code-slip"):
            Recovery.read(other)


def test_what_a_machine_is_given_is_read_back_from_its_line() -> None:
    assert Recipient.read(CODE.recipient.text + "\n") == CODE.recipient
    assert CODE.recipient.public not in CODE.code.encode()
    assert CODE.code not in CODE.recipient.text
