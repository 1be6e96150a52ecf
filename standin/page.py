"""The stand-in's page: what it holds, for a person to look at. No script, nothing from elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode

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

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #1d5fa8; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ab8ee; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; flex-wrap: wrap; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0 1rem; } a { color: var(--accent); }
dl.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; }
dl.counts div { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; }
dt { font-size: .85rem; opacity: .8; } dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
form { display: flex; gap: .5rem; flex-wrap: wrap; } label { flex-basis: 100%; font-size: .9rem; }
input { flex: 1 1 16rem; font: inherit; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .4rem; }
button { font: inherit; padding: .4rem 1.2rem; border-radius: .4rem; border: 1px solid var(--line); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; font-size: .9rem; background: var(--soft); } td.n { text-align: right; }
th.n { text-align: right; } .n { font-variant-numeric: tabular-nums; }
"""

Row = Sequence[str]


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
    switch = _link(words["other"], q=query, unit=unit, code=code, lang=other)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(words['title'])}</title><style>{STYLE}</style></head><body>"
        f"<header><h1>{escape(words['title'])}</h1>{switch}</header><main><p>{escape(words['about'])}</p>"
        f"{_counts(store, words)}{_search(query, words, lang)}{body}{home}</main></body></html>"
    )


def _counts(store: Store, words: Mapping[str, str]) -> str:
    counts = store.counts()
    names = ("members", "youth", "units", "batches", "effects", "rejected")
    boxes = (f"<div><dt>{escape(words[name])}</dt><dd>{_number(counts[name])}</dd></div>" for name in names)
    return f'<dl class="counts">{"".join(boxes)}</dl>'


def _search(query: str, words: Mapping[str, str], lang: str) -> str:
    return (
        f'<form role="search"><label for="q">{escape(words["search"])}</label>'
        f'<input id="q" name="q" type="search" value="{escape(query)}">'
        f'<input type="hidden" name="lang" value="{lang}">'
        f"<button>{escape(words['find'])}</button></form>"
    )


def _overview(store: Store, words: Mapping[str, str], lang: str) -> str:
    units = [
        (
            _link(str(unit["unit"]), unit=str(unit["unit"]), lang=lang),
            _number(unit["members"]),
            _number(unit["youth"]),
        )
        for unit in store.unit_numbers()
    ]
    batches = [
        (escape(str(b["batch"])), _number(b["operations"]), _number(b["applied"]), escape(str(b["at"])[:19]))
        for b in store.latest_batches(10)
    ]
    heads = [words[name] for name in ("batch", "operations", "applied", "at")]
    return _section(words["latest"], heads, batches, words, numbers={1, 2}) + _section(
        words["units"], [words[name] for name in ("unit", "members", "youth")], units, words, numbers={1, 2}
    )


def _people(found: Iterable[dict[str, object]], words: Mapping[str, str], lang: str, title: str) -> str:
    shown = list(islice(found, SHOWN + 1))
    rows = []
    for member in shown[:SHOWN]:
        fields = _fields(member)
        code = str(member["member_code"])
        name = _link(fields.get("full_name", "?"), code=code, lang=lang)
        kind = words[str(member["kind"])]
        if member["status"] != ACTIVE:
            kind += f" · {_standing(member, lang)}"
        cells = (code, name, fields.get("date_of_birth", ""), kind, str(member["unit"]))
        rows.append([cell if cell is name else escape(cell) for cell in cells])
    heads = [words[name] for name in ("code", "name", "born", "kind", "unit")]
    more = f"<p>{escape(words['more'])}</p>" if len(shown) > SHOWN else ""
    return _section(title, heads, rows, words) + more


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
    rows = [(f'<th scope="row">{escape(label)}</th>', escape(value)) for label, value in pairs]
    lines = "".join(f"<tr>{label}<td>{value}</td></tr>" for label, value in rows)
    return f'<h2>{escape(fields.get("full_name", code))}</h2><div class="wide"><table>{lines}</table></div>'


def _section(
    title: str,
    heads: Row,
    rows: Sequence[Row],
    words: Mapping[str, str],
    numbers: frozenset[int] | set[int] = frozenset(),
) -> str:
    if not rows:
        return f"<h2>{escape(title)}</h2><p>{escape(words['none'])}</p>"
    marks = [' class="n"' if index in numbers else "" for index in range(len(heads))]
    head = "".join(f'<th scope="col"{mark}>{escape(text)}</th>' for mark, text in zip(marks, heads, strict=True))
    lines = (
        "<tr>" + "".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, row, strict=True)) + "</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f'<h2>{escape(title)}</h2><div class="wide">{table}</div>'


def _link(text: str, **query: str) -> str:
    stated = {name: value for name, value in query.items() if value}
    return f'<a href="/?{escape(urlencode(stated))}">{escape(text)}</a>'


def _number(value: object) -> str:
    """Return a count as Vietnamese officers write it, with points: 18.041."""
    return f"{value:,}".replace(",", ".")


def _fields(member: Mapping[str, object]) -> Mapping[str, str]:
    fields = member["fields"]
    return fields if isinstance(fields, dict) else {}


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _matches(member: Mapping[str, object], query: str) -> bool:
    fields = _fields(member)
    wanted = query.strip()
    if wanted.isdigit():
        return wanted in (member["member_code"], fields.get("national_id"))
    return _fold(wanted) in _fold(fields.get("full_name", ""))
