"""One HTML page to look at a package: timeline, statements, network and table, with the data inside.

The page needs no network and could not reach one: its Content Security Policy (Level 3) names the hashes of
its own script and style and allows nothing else. Its parts are in the folder `page`. Cells travel as JSON, in
which no character can end the element they are in, and reach the page as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from event_timeline import profile
from event_timeline.citations import STYLES
from event_timeline.citations.work import work
from event_timeline.exports import iris, ownership
from event_timeline.exports.visual.dates import DOUBTS, briefly, explained, words
from event_timeline.exports.visual.page_blocks import OVERVIEW_PARTS, blocks
from event_timeline.exports.visual.page_overview import BIG, overview
from event_timeline.exports.visual.svg_shapes import SHAPES
from event_timeline.exports.visual.timeline import FACTUAL_STATUSES, STATUSES, extent
from event_timeline.model import UserError
from event_timeline.package.json_files import objects

if TYPE_CHECKING:
    from datetime import date

    from event_timeline.exports.dataset import Dataset

PAGE = Path(__file__).parent / "page"
FIRST = ("shared", "layout", "base", "axis", "unpack", "overview", "overview_parts", "overview_map")
"""Scripts that need no tables."""
SECOND = ("data", "filters", "timeline", "detail", "text", "records", "statements", "network", "table", "about", "main")
"""Scripts that begin when the tables are there."""
SCRIPTS = (*FIRST, *SECOND)
"""Files of the one script, in the order in which they follow each other."""
MODULES = ("shared", "layout")
"""Scripts that are modules, which the workbench loads as well."""
MODULE = re.compile(r"^(?:export |import .*\n)", re.MULTILINE)
"""What makes a module of a file: left out where all files are one script."""
LEFT_OUT = {"evidence": {"sha256"}}
"""Columns that readers do not need and that do not compress: table -> names."""
TOKEN = re.compile(r"\{\{(\w+)\}\}")
CITED = {"apa": "APA 7", "bibtex": "BibTeX"}
"""Styles of the citations under About, and their titles."""
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end a script element or a line of it, and their JSON escapes."""
EPOCH = 719_163
"""Day number of 1970-01-01: JavaScript counts days from there."""


def write(data: Dataset, target: Path) -> None:
    """Write the page."""
    style = (PAGE / "page.css").read_text(encoding="utf-8")
    script = f'(() => {{\n"use strict";\n{_code(FIRST)}\nfunction begin(data) {{\n{_code(SECOND)}\n}}\narrive(begin);\n}})();\n'
    first, second = _data(data)
    parts = {
        "policy": f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'",
        "mark": ownership.ownership_mark("html"),
        "title": html.escape(_title(data)),
        "style": style,
        "shapes": "".join(_symbol(name) for name in SHAPES),
        "data": _elements(first),
        "script": script,
        "tables": _elements(second),
    }
    page = TOKEN.sub(lambda found: parts[found[1]], (PAGE / "page.html").read_text(encoding="utf-8"))
    target.write_text(page, encoding="utf-8", newline="\n")


def content(data: Dataset) -> dict[str, Any]:
    """What the page is given: about the package, the profile's tables by column, and how events are drawn."""
    return {
        "about": _about(data),
        "tables": {
            name: _table(data, name)
            for name in (
                *profile.TABLES,
                *(t for t in profile.OPTIONAL_TABLES if profile.has_optional(data.schemas, t)),
            )
        },
        "drawn": _drawn(data),
        "said": [words(edtf, None, None) if edtf else "" for edtf in data.frame("statements")["date_edtf"].to_list()],
        "statuses": STATUSES,
        "held": sorted(FACTUAL_STATUSES),
        **({"texts": {name: text.content for name, text in sorted(data.texts.items())}} if data.include_texts else {}),
    }


def _code(names: Sequence[str]) -> str:
    return MODULE.sub("", "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in names))


def _data(data: Dataset) -> tuple[dict[str, str], dict[str, str]]:
    """What holds the data before and after the script, by the elements' identifiers: JSON, or of a big package compressed parts."""
    held = content(data)
    if len(held["drawn"]) < BIG:
        return {"data": _json(held)}, {}
    made = blocks(held, *overview(data, held["drawn"]))
    return {name: next(made)[1] for name in OVERVIEW_PARTS}, dict(made)


def _elements(parts: dict[str, str]) -> str:
    kind = {"data": "application/json"}
    return "\n".join(
        f'<script type="{kind.get(i, "text/plain")}" id="{i}">{part}</script>' for i, part in parts.items()
    )


def _hash(inside: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"


def _json(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: UNSAFE[found[0]], text)


def _title(data: Dataset) -> str:
    return str(data.descriptor.get("title") or data.name)


def _about(data: Dataset) -> dict[str, Any]:
    """The descriptor's facts that a reader needs, whatever shape a stranger's descriptor has."""
    given = data.descriptor
    plain = {
        key: str(given[key]) for key in ("name", "description", "version", "created", "rights", "id") if given.get(key)
    }
    licences = [_link(x, x.get("title") or x.get("name")) for x in objects(given.get("licenses"))]
    return plain | {
        "title": _title(data),
        "licenses": [x for x in licences if x["title"]],
        "contributors": [str(x["title"]) for x in objects(given.get("contributors")) if x.get("title")],
        "sources": [_link(x, x["title"]) for x in objects(given.get("sources")) if x.get("title")],
        "citations": _citations(given),
    }


def _citations(descriptor: dict[str, Any]) -> list[dict[str, str]]:
    """How to cite the package, in the styles of CITED; none where the descriptor lacks what a citation needs."""
    try:
        cited = work(descriptor)
    except UserError:
        return []
    return [{"style": s, "title": title, "text": STYLES[s].renderer()(cited)} for s, title in CITED.items()]


def _link(of: dict[str, Any], title: Any) -> dict[str, str]:
    path = str(of.get("path") or "")
    return {"title": str(title or ""), "url": path if iris.is_web(path) else ""}


def _table(data: Dataset, name: str) -> dict[str, Any]:
    """Titles of the fields and the cells by column, dates as ISO 8601; rows in the file's order."""
    fields = [f for f in data.fields(name) if f["name"] not in LEFT_OUT.get(name, ())]
    frame = data.frame(name)
    columns = {f["name"]: [_cell(v) for v in frame[f["name"]].to_list()] for f in fields}
    titles = [{"name": f["name"], "title": str(f.get("title") or f["name"])} for f in fields]
    return {"fields": titles, "rows": frame.height, "columns": columns}


def _cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _drawn(data: Dataset) -> list[list[Any] | None]:
    """For each event in the file's order, None or its days and words: see `Drawn` in page/data.js."""
    columns = data.frames["events"].select("date_edtf", "earliest", "latest").collect()
    made: dict[tuple[Any, ...], list[Any] | None] = {}  # many events share a date
    return [made[row] if row in made else made.setdefault(row, _drawn_date(*row)) for row in columns.iter_rows()]


def _drawn_date(edtf: str | None, earliest: date | None, latest: date | None) -> list[Any] | None:
    if not (edtf or earliest or latest):
        return None
    at = extent(edtf, earliest, latest)
    days = [None if d is None else d - EPOCH for d in (at.first, at.last, at.sure_from, at.sure_to)] if at else []
    return [
        briefly(edtf, earliest, latest),
        words(edtf, earliest, latest),
        explained(edtf, earliest, latest, on_a_day=False),
        *([*days, at.goes_on, at.goes_back, DOUBTS[at.doubt], DOUBTS[at.doubt_start], at.or_before, at.or_after] if at else []),
    ]  # fmt: skip


def _symbol(status: str) -> str:
    inside = SHAPES[status].format(full=' fill="currentColor"', line=' fill="none" stroke="currentColor"', gap="")
    return f'<symbol id="shape-{status or "other"}" viewBox="-8 -8 16 16">{inside}</symbol>'
