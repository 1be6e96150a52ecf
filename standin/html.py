"""What the pages of a stand-in are made of: the frame, counts, a search, tables. No script, nothing from elsewhere.

`words` are a page's texts in one language. What is put into a table's cells is HTML; everything else is escaped here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from fastapi import Response

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

Words = Mapping[str, str]
Row = Sequence[str]


def document(words: Words, lang: str, switch: str, *parts: str) -> str:
    """Return a whole page: its title and what it is about, a link to the other language, and its parts."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(words['title'])}</title><style>{STYLE}</style></head><body>"
        f"<header><h1>{escape(words['title'])}</h1>{switch}</header><main><p>{escape(words['about'])}</p>"
        f"{''.join(parts)}</main></body></html>"
    )


def page_response(html: str) -> Response:
    """Return the answer that carries a page, kept from reaching out and from being kept."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return Response(html, headers=headers, media_type="text/html; charset=utf-8")


def counts_of(counts: Mapping[str, int], names: Sequence[str], words: Words) -> str:
    """Return the counts of these names as boxes."""
    boxes = (f"<div><dt>{escape(words[name])}</dt><dd>{number(counts[name])}</dd></div>" for name in names)
    return f'<dl class="counts">{"".join(boxes)}</dl>'


def search_form(query: str, words: Words, lang: str) -> str:
    """Return the form that asks the page for `q`."""
    return (
        f'<form role="search"><label for="q">{escape(words["search"])}</label>'
        f'<input id="q" name="q" type="search" value="{escape(query)}">'
        f'<input type="hidden" name="lang" value="{lang}">'
        f"<button>{escape(words['find'])}</button></form>"
    )


def section(title: str, heads: Row, rows: Sequence[Row], words: Words, numbers: Collection[int] = ()) -> str:
    """Return a table under its title; the columns of `numbers` are set to the right."""
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


def facts(title: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return what is known of one thing, label and value by line, under its title."""
    lines = (f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>' for label, value in pairs)
    return f'<h2>{escape(title)}</h2><div class="wide"><table>{"".join(lines)}</table></div>'


def link(text: str, **query: str) -> str:
    """Return a link to the page that this query asks for."""
    stated = {name: value for name, value in query.items() if value}
    return f'<a href="/?{escape(urlencode(stated))}">{escape(text)}</a>'


def number(value: object) -> str:
    """Return a count as Vietnamese officers write it, with points: 18.041."""
    return f"{value:,}".replace(",", ".")


def fold(text: str) -> str:
    """Return a text without marks and in small letters, for finding."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
