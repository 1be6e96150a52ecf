"""The fonts of before Unicode and the Vietnamese syllable, loaded from `fonts.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from sync.fingerprint import digest
from sync.text.fonts import Fonts, fonts_of


@cache
def load_fonts() -> Fonts:
    """Return what is known of legacy fonts. The file ships with the program and is trusted to be well-formed."""
    text = files("config").joinpath("fonts.toml").read_text(encoding="utf-8")
    return fonts_of(tomllib.loads(text), digest([text]).hex())
