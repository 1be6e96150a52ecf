"""The page of this mode: the cells and members it holds, and what happened to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from standin.html import Words, counts_of, document, facts, fold, link, number, search_form, section

if TYPE_CHECKING:
    from standin.rest.store import RestStore

SHOWN = 50

WORDS: Mapping[str, Words] = {
    "vi": {
        "title": "Hệ thống đoàn viên mô phỏng",
        "about": "Đứng thay một hệ thống nhận từng đoàn viên một. Dữ liệu ở đây là dữ liệu thử.",
        "people": "Đoàn viên",
        "pending": "Chờ duyệt",
        "approved": "Đã duyệt",
        "removed": "Trong thùng rác",
        "cells": "Chi đoàn",
        "transfers": "Lần chuyển",
        "effects": "Thay đổi",
        "search": "Tìm theo họ tên hoặc mã đoàn viên",
        "find": "Tìm",
        "found": "Kết quả",
        "none": "Không có gì.",
        "more": "Còn nữa; hãy tìm cụ thể hơn.",
        "code": "Mã đoàn viên",
        "name": "Họ và tên",
        "born": "Ngày sinh",
        "cell": "Chi đoàn",
        "cell-code": "Mã chi đoàn",
        "branch": "Đoàn cơ sở",
        "standing": "Tình trạng",
        "from": "Từ",
        "to": "Đến",
        "on": "Ngày",
        "decision": "Quyết định",
        "what": "Việc",
        "times": "Số lần",
        "at": "Lúc (UTC)",
        "home": "Về đầu trang",
        "other": "English",
        "active": "đang sinh hoạt",
        "transferred": "đã chuyển",
        "graduated": "đã trưởng thành",
        "paused": "tạm dừng",
        "did-created": "thêm mới",
        "did-changed": "sửa thông tin",
        "did-moved": "sửa chi đoàn",
        "did-transferred": "chuyển sinh hoạt",
        "did-approved": "duyệt",
        "did-removed": "xóa vào thùng rác",
        "did-restored": "lấy lại từ thùng rác",
    },
    "en": {
        "title": "Stand-in member system",
        "about": "Stands in for a system that takes members one by one. What it holds is test data.",
        "people": "Members",
        "pending": "Pending",
        "approved": "Approved",
        "removed": "In the bin",
        "cells": "Cells",
        "transfers": "Transfers",
        "effects": "Effects",
        "search": "Find by name or member code",
        "find": "Find",
        "found": "Found",
        "none": "Nothing.",
        "more": "There are more; look for something narrower.",
        "code": "Member code",
        "name": "Full name",
        "born": "Date of birth",
        "cell": "Cell",
        "cell-code": "Cell code",
        "branch": "Union branch",
        "standing": "Standing",
        "from": "From",
        "to": "To",
        "on": "On",
        "decision": "Decision",
        "what": "What",
        "times": "Times",
        "at": "At (UTC)",
        "home": "Back to the beginning",
        "other": "Tiếng Việt",
        "active": "active",
        "transferred": "transferred",
        "graduated": "graduated",
        "paused": "paused",
        "did-created": "created",
        "did-changed": "changed",
        "did-moved": "cell changed",
        "did-transferred": "transferred",
        "did-approved": "approved",
        "did-removed": "moved to the bin",
        "did-restored": "restored from the bin",
    },
}

STORY = ("transfers", "effects")
COUNTS = ("people", "pending", "approved", "removed", "cells", "transfers", "effects")


def render(store: RestStore, *, query: str, member: str, lang: str) -> str:
    """Return the page as HTML: the counts, then one member by id, those found, or everybody and the cells."""
    lang = lang if lang in WORDS else "vi"
    words = WORDS[lang]
    cells = store.every_cell()
    names = {str(cell["id"]): str(cell["name"]) for cell in cells}
    if member:
        body = _member(store.story(member), names, words)
    else:
        found = (one for one in store.everybody() if _matches(one, query))
        body = _members(found, names, words, lang, f"{words['found']}: {query}" if query else words["people"])
        body += "" if query else _cells(cells, words)
    home = f'<p><a href="/?lang={lang}">{escape(words["home"])}</a></p>' if query or member else ""
    switch = link(words["other"], q=query, member=member, lang="en" if lang == "vi" else "vi")
    parts = (counts_of(store.counts(), COUNTS, words), search_form(query, words, lang), body, home)
    return document(words, lang, switch, *parts)


def _members(
    found: Iterable[Mapping[str, object]], names: Mapping[str, str], words: Words, lang: str, title: str
) -> str:
    shown = list(islice(found, SHOWN + 1))
    rows = [
        (
            escape(str(one["memberCode"])),
            link(str(one["fullName"]), member=str(one["id"]), lang=lang),
            escape(str(one["dateOfBirth"] or "")),
            escape(_standing(one, words)),
            escape(names.get(str(one["unionCellId"]), "")),
        )
        for one in shown[:SHOWN]
    ]
    heads = [words[name] for name in ("code", "name", "born", "standing", "cell")]
    more = f"<p>{escape(words['more'])}</p>" if len(shown) > SHOWN else ""
    return section(title, heads, rows, words) + more


def _cells(cells: Iterable[Mapping[str, object]], words: Words) -> str:
    rows = [tuple(escape(str(text)) for text in (cell["code"], cell["name"], _branch(cell))) for cell in cells]
    return section(words["cells"], [words[name] for name in ("cell-code", "cell", "branch")], rows, words)


def _member(one: Mapping[str, Any] | None, names: Mapping[str, str], words: Words) -> str:
    if one is None:
        return f"<p>{escape(words['none'])}</p>"
    pairs = [(words["standing"], _standing(one, words))]
    pairs += [(name, str(value)) for name, value in one.items() if name not in STORY and value is not None]
    moves = [
        [
            escape(names.get(str(line["fromCellId"]), "")),
            escape(names.get(str(line["toCellId"]), "")),
            escape(str(line["onDate"] or "")),
            escape(str(line["decisionNo"] or "")),
            escape(str(line["createdAt"])[:19]),
        ]
        for line in one["transfers"]
    ]
    counted = [(escape(words[f"did-{what}"]), number(times)) for what, times in one["effects"].items()]
    return (
        facts(str(one["fullName"]), pairs)
        + section(words["transfers"], [words[name] for name in ("from", "to", "on", "decision", "at")], moves, words)
        + section(words["effects"], [words["what"], words["times"]], counted, words, numbers={1})
    )


def _standing(one: Mapping[str, object], words: Words) -> str:
    """Say where a member stands: approved or not, active or not, and whether they are in the bin."""
    told = [words[str(one["status"])], words[str(one["activityStatus"])]]
    return ", ".join([*told, words["removed"]] if one["deletedAt"] else told).capitalize()


def _branch(cell: Mapping[str, object]) -> object:
    branch = cell["UnionBranch"]
    return branch["name"] if isinstance(branch, Mapping) else ""


def _matches(one: Mapping[str, object], query: str) -> bool:
    return fold(query.strip()) in fold(f"{one['memberCode']} {one['fullName']}")
