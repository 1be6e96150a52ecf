"""The stand-in's page: what it holds, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from standin.html import counts_of, document, facts, fold, link, number, search_form, section
from standin.movements import ACTIVE
from standin.movements import LABELS as STANDINGS
from standin.records import LABELS

if TYPE_CHECKING:
    from standin.store import Store

SHOWN = 50

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "title": "Hệ thống mô phỏng",
        "about": "Đứng thay hệ thống trung ương để chạy thử. Dữ liệu ở đây là dữ liệu thử.",
        "people": "Người",
        "members": "Đoàn viên",
        "youth": "Thanh niên",
        "units": "Đơn vị",
        "unit": "Đơn vị",
        "batches": "Lô đã nhận",
        "batch": "Lô",
        "rejected": "Thao tác bị từ chối",
        "effects": "Thay đổi",
        "operations": "Thao tác",
        "applied": "Đã thực hiện",
        "at": "Lúc (UTC)",
        "search": "Tìm theo họ tên, mã định danh hoặc số CCCD",
        "find": "Tìm",
        "found": "Kết quả",
        "none": "Không có gì.",
        "more": "Còn nữa; hãy tìm cụ thể hơn.",
        "code": "Mã định danh",
        "name": "Họ và tên",
        "born": "Ngày sinh",
        "kind": "Loại",
        "standing": "Tình trạng",
        "updated": "Cập nhật",
        "version": "Phiên bản",
        "reference": "Mã của nơi gửi",
        "home": "Về đầu trang",
        "other": "English",
        "latest": "Các lô mới nhất",
    },
    "en": {
        "title": "Stand-in upstream",
        "about": "Stands in for the central system while trying things out. What it holds is test data.",
        "people": "People",
        "members": "Members",
        "youth": "Youth",
        "units": "Units",
        "unit": "Unit",
        "batches": "Batches taken",
        "batch": "Batch",
        "rejected": "Operations rejected",
        "effects": "Effects",
        "operations": "Operations",
        "applied": "Applied",
        "at": "At (UTC)",
        "search": "Find by name, member code or national ID",
        "find": "Find",
        "found": "Found",
        "none": "Nothing.",
        "more": "There are more; look for something narrower.",
        "code": "Member code",
        "name": "Full name",
        "born": "Date of birth",
        "kind": "Kind",
        "standing": "Standing",
        "updated": "Updated",
        "version": "Version",
        "reference": "Sender's reference",
        "home": "Back to the beginning",
        "other": "Tiếng Việt",
        "latest": "Latest batches",
    },
}


def render(store: Store, *, query: str, unit: str, code: str, lang: str) -> str:
    """Return the page as HTML: the counts, then one person, what was searched, a unit's people, or the overview."""
    lang = lang if lang in WORDS else "vi"
    words = WORDS[lang]
    if code:
        body = _person(store, code, words, lang)
    elif query:
        body = _people((m for m in store.people() if _matches(m, query)), words, lang, f"{words['found']}: {query}")
    elif unit:
        body = _people(store.people(unit=unit), words, lang, f"{words['unit']}: {unit}")
    else:
        body = _overview(store, words, lang)
    other = "en" if lang == "vi" else "vi"
    home = f'<p><a href="/?lang={lang}">{escape(words["home"])}</a></p>' if code or query or unit else ""
    switch = link(words["other"], q=query, unit=unit, code=code, lang=other)
    return document(
        words,
        lang,
        switch,
        counts_of(store.counts(), ("members", "youth", "units", "batches", "effects", "rejected"), words),
        search_form(query, words, lang),
        body,
        home,
    )


def _overview(store: Store, words: Mapping[str, str], lang: str) -> str:
    units = [
        (
            link(str(unit["unit"]), unit=str(unit["unit"]), lang=lang),
            number(unit["members"]),
            number(unit["youth"]),
        )
        for unit in store.unit_numbers()
    ]
    batches = [
        (escape(str(b["batch"])), number(b["operations"]), number(b["applied"]), escape(str(b["at"])[:19]))
        for b in store.latest_batches(10)
    ]
    heads = [words[name] for name in ("batch", "operations", "applied", "at")]
    return section(words["latest"], heads, batches, words, numbers={1, 2}) + section(
        words["units"], [words[name] for name in ("unit", "members", "youth")], units, words, numbers={1, 2}
    )


def _people(found: Iterable[dict[str, object]], words: Mapping[str, str], lang: str, title: str) -> str:
    shown = list(islice(found, SHOWN + 1))
    rows = []
    for member in shown[:SHOWN]:
        fields = _fields(member)
        code = str(member["member_code"])
        name = link(fields.get("full_name", "?"), code=code, lang=lang)
        kind = words[str(member["kind"])]
        if member["status"] != ACTIVE:
            kind += f" · {_standing(member, lang)}"
        cells = (code, name, fields.get("date_of_birth", ""), kind, str(member["unit"]))
        rows.append([cell if cell is name else escape(cell) for cell in cells])
    heads = [words[name] for name in ("code", "name", "born", "kind", "unit")]
    more = f"<p>{escape(words['more'])}</p>" if len(shown) > SHOWN else ""
    return section(title, heads, rows, words) + more


def _standing(member: Mapping[str, object], lang: str) -> str:
    """Say where a person stands: the status, and what lasts beside it."""
    overlays = member["overlays"]
    named = [str(member["status"]), *(overlays if isinstance(overlays, dict) else ())]
    return ", ".join(STANDINGS[name] if lang == "vi" else name.replace("_", " ") for name in named)


def _person(store: Store, code: str, words: Mapping[str, str], lang: str) -> str:
    member = store.member(code)
    if member is None:
        return f"<p>{escape(words['none'])}</p>"
    fields = _fields(member)
    own = [("code", "member_code"), ("unit", "unit"), ("reference", "person"), ("version", "etag")]
    pairs = [(words[word], str(member[name] or "")) for word, name in own]
    pairs += [
        (words["kind"], words[str(member["kind"])]),
        (words["standing"], _standing(member, lang)),
        (words["updated"], str(member["updated_at"])[:19]),
    ]
    pairs += [(label, fields[name]) for name, label in LABELS.items() if name in fields]
    return facts(fields.get("full_name", code), pairs)


def _fields(member: Mapping[str, object]) -> Mapping[str, str]:
    fields = member["fields"]
    return fields if isinstance(fields, dict) else {}


def _matches(member: Mapping[str, object], query: str) -> bool:
    fields = _fields(member)
    wanted = query.strip()
    if wanted.isdigit():
        return wanted in (member["member_code"], fields.get("national_id"))
    return fold(wanted) in fold(fields.get("full_name", ""))
