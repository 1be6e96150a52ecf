"""What a workbook's main part says: which part holds which sheet, and whether its results wait to be calculated."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from adapters.lists.binary import binary_sheets

_YES = frozenset({"1", "true", "on"})
_NO = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Book:
    """`sheets` maps a sheet's name to the name of its part. `stale`: every formula is to be calculated when the book
    is opened, so that what is stored may be anything; `manual`: only when somebody asks for it."""

    sheets: Mapping[str, str]
    stale: bool
    manual: bool


def read_book(workbook: bytes, links: bytes) -> Book:
    """Read `workbook.xml` and its relationships. Raises `ExpatError`, `LookupError` or `ValueError` for no XML."""
    targets = _targets(links)
    sheets: dict[str, str] = {}
    flags: dict[str, str] = {}

    def main(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            number = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            sheets[attributes.get("name", "")] = _part(targets.get(number, ""))
        elif name == "calcPr":
            flags.update(attributes)

    _parse(workbook, main)
    stale = flags.get("fullCalcOnLoad") in _YES or flags.get("calcCompleted") in _NO
    return Book(sheets, stale, flags.get("calcMode") == "manual")


def read_binary_book(workbook: bytes, links: bytes) -> Book:
    """Read `workbook.bin` and its relationships. Raises `ExpatError`, `LookupError` or `ValueError` for none."""
    targets = _targets(links)
    sheets = {name: _part(targets.get(number, "")) for name, number in binary_sheets(workbook)}
    return Book(sheets, stale=False, manual=False)


def _targets(links: bytes) -> dict[str, str]:
    targets: dict[str, str] = {}

    def link(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    if links:
        _parse(links, link)
    return targets


def _parse(content: bytes, element: Callable[[str, Mapping[str, str]], None]) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: element(name.rpartition(" ")[2], attributes)
    parser.Parse(content, True)


def _part(target: str) -> str:
    """A target is relative to the folder of the workbook's main part, or absolute in the package."""
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
