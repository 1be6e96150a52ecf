"""The vault: what it seals opens only with the same key, for the same purpose, at the same row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.vault import Cipher, DataKeys, Vault, generate_key, read_key
from sync.errors import ConfigError, StateError

KEY = bytes(range(32))


def vault_of(*sealing: bytes, matching: bytes = KEY) -> Vault:
    return Vault(DataKeys(sealing or (KEY,), matching))


@given(st.binary(max_size=2000), st.binary(max_size=30))
def test_what_was_sealed_opens_again(plain: bytes, bound: bytes) -> None:
    sealed = vault_of().cipher("payload").seal(plain, bound)
    assert vault_of().cipher("payload").open(sealed, bound) == plain


@given(st.binary(min_size=8, max_size=200))
def test_what_was_sealed_cannot_be_read(plain: bytes) -> None:
    sealed = vault_of().cipher("payload").seal(plain, b"")
    assert plain not in sealed
    assert sealed != vault_of().cipher("payload").seal(plain, b"")


@given(st.data())
def test_one_changed_bit_is_noticed(data: st.DataObject) -> None:
    cipher = vault_of().cipher("payload")
    sealed = bytearray(cipher.seal(b"Nguyen Thi Lan", b"1"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(StateError):
        cipher.open(bytes(sealed), b"1")


@pytest.mark.parametrize("length", range(30))
def test_a_cut_value_is_noticed(length: int) -> None:
    cipher = vault_of().cipher("payload")
    with pytest.raises(StateError) as caught:
        cipher.open(cipher.seal(b"xyz", b"")[:length], b"")
    assert caught.value.code == "state-damaged"


def test_neither_another_row_nor_purpose_nor_key_opens_it() -> None:
    sealed = vault_of().cipher("payload").seal(b"x", b"1")
    for vault, purpose, bound in (
        (vault_of(), "payload", b"2"),
        (vault_of(), "answer", b"1"),
        (vault_of(bytes(32)), "payload", b"1"),
    ):
        with pytest.raises(StateError):
            vault.cipher(purpose).open(sealed, bound)


def test_the_keys_a_vault_gives_out_open_nothing_it_sealed() -> None:
    vault = vault_of()
    for purpose in ("payload", "row"):
        with pytest.raises(StateError):
            Cipher([vault.key(purpose)], purpose).open(vault.cipher(purpose).seal(b"x", b"1"), b"1")


def test_what_an_earlier_key_sealed_opens_beside_the_new_one_which_seals() -> None:
    old, new = vault_of(), vault_of(bytes(32))
    both = vault_of(bytes(32), KEY)
    assert both.cipher("payload").open(old.cipher("payload").seal(b"x", b"1"), b"1") == b"x"
    assert new.cipher("payload").open(both.cipher("payload").seal(b"x", b"1"), b"1") == b"x"
    with pytest.raises(StateError):
        both.cipher("payload").open(old.cipher("payload").seal(b"x", b"1"), b"2")


def test_what_is_found_by_being_made_again_does_not_depend_on_the_key_that_seals() -> None:
    for purpose in ("row", "identifier", "seal"):
        assert vault_of(bytes(32)).key(purpose) == vault_of().key(purpose)
        assert vault_of(matching=bytes(32)).key(purpose) != vault_of().key(purpose)
    for purpose in ("journal", "journal signature"):
        assert vault_of(bytes(32)).key(purpose) != vault_of().key(purpose)


def test_derived_keys_differ_and_are_always_the_same() -> None:
    purposes = ["row", "identifier", "record", "seal", "payload"]
    keys = [vault_of().key(purpose) for purpose in purposes]
    assert keys == [vault_of().key(purpose) for purpose in purposes]
    assert len({*keys, KEY}) == 6
    # Worked out with another implementation of HKDF-SHA256 (RFC 5869): salt of 32 zero bytes, one block.
    assert keys[0] == _hkdf(KEY, b"yumsync key row")


def _hkdf(key: bytes, info: bytes) -> bytes:
    import hmac  # noqa: PLC0415

    extracted = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def test_a_generated_key_is_read_back_from_its_file() -> None:
    text = generate_key()
    assert len(read_key(text)) == 32
    assert read_key(f"# khóa của yumsync, giữ kín\n\n  {text}  \r\n") == read_key(text)
    assert generate_key() != text
    assert read_key(KEY.hex()) == KEY


@pytest.mark.parametrize(
    "text", ["", "# only a comment", "abc", "x" * 43 + "!", "ab" * 31, "é" * 43, "A" * 44, "A" * 42]
)
def test_a_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_key(text)
    assert caught.value.code == "key-unreadable"
    assert not caught.value.details


def test_a_key_of_another_length_is_no_key() -> None:
    with pytest.raises(ValueError, match="32"):
        DataKeys((b"short",), KEY)
