"""A first mapping for a table, from the names of its columns and the values of its first rows: to be read and completed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import polars as pl

from event_timeline.importing.mapping import file_section
from event_timeline.importing.mapping.evaluate import slugs
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cleaning import cleaned
from event_timeline.importing.rows.delimited import Batch, Delimited, Layout
from event_timeline.model import UserError

SAMPLE_BYTES = 4 * 2**20
MOST = 0.9
"""Share of the cells of a column that have to be dates or numbers for it to be one of dates or numbers."""
MISSING = (
    "NA", "N/A", "n/a", "n.a.", "NaN", "nan", "NULL", "null", "None", "-", "–", "—", "--", "k. A.", "k.A.", "N.N.", "N. N.",
)  # fmt: skip
"""Cells that are taken for missing values where a table has them."""
MAX_KINDS = 40
"""Different values of a column that are listed as codes of `kind`."""
FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y%m%d",
    "%d.%m.%y",
    "%d %B %Y",
    "%d-%B-%Y",
    "%d-%b-%y",
    "%Y-%m-%d %H:%M:%S",
)
NAMES = {
    "id": r"^(event_?)?(id|no|nr|number|numero|num|key|n°|nº)$|event_?id|_id$",
    "start": r"^(event_?|start_?)?(date|fecha|datum)(_?start)?$|^(start|from|begin|when|day|date|debut|jour|fecha|datum)",
    "end": r"^(date_?end|end(_?date)?|to|until|fin|date_de_fin)$",
    "kind": r"^(event_?)?(type|kind|category|cat.gorie|code|tipo|art)|event_type",
    "summary": r"^(notes?|summary|description|text|details|remarks|resume|remarques|notas|beschreibung)$",
    "country": r"^country(_?name)?$|^(land|state|nation|pays|pais)$",
    "admin1": r"^(admin_?1|adm_?1|province|region|governorate|provincia|departement|bundesland)",
    "admin2": r"^(admin_?2|adm_?2|district|county|distrito|kreis)",
    "city": r"^(city|town|location|place|placename|village|site|ville|commune|lieu|ciudad|lugar|ort|stadt)",
    "latitude": r"^lat",
    "longitude": r"^(lon|lng)",
    "recipient": r"^(recipient|victim|target|victime|cible)|^(actor|acteur|akteur|side|party)_?(2|b)$",
    "actor": r"^(actor|acteur|akteur|side|perpetrator|agent|who|group|source_name|attacker|auteur)",
    "source": r"^(source|publisher|paper|newspaper|outlet|media|fuente|quelle)",
    "url": r"url|link",
    "deaths": r"^(fatalities|deaths|killed|dead|best|morts?|deces|tues|muertos|tote)",
    "injured": r"^(injured|wounded|blesses|heridos|verletzte)",
}
"""Field -> what its column is often called."""


def suggest(file: Path, mapping: Path | None = None) -> str:
    """Draft a mapping, as TOML with comments; it can be used as it is. Raises UserError for what is not a table.

    mapping: one whose section `file` says how the file is written; its other sections are not read.
    """
    given = file_section(mapping) if mapping else {}
    table, batch, ragged = _first_rows(file, Layout.of(given))
    sample = cleaned(batch) if batch else pl.DataFrame(schema=dict.fromkeys(table.columns, pl.String))
    missing = [
        m
        for m in MISSING
        if m in given.get("missing", ()) or sample.select((pl.all() == m).any()).transpose().to_series().any()
    ]
    sample = sample.with_columns(pl.when(~pl.all().is_in(missing)).then(pl.all()))
    found = _recognized(table.columns, sample)
    said = _file_lines(given, table.layout, missing, ragged, decimal=_has_comma(sample, found))
    return "\n".join([*_lines(file, sample, found, said)]) + "\n"


def _first_rows(file: Path, layout: Layout) -> tuple[Delimited, Batch | None, str]:
    """The table, its first rows, and the line of the mapping for records of another length than the header, if there are any."""
    table = Delimited(file, layout)
    try:
        return table, next(table.batches(SAMPLE_BYTES), None), ""
    except UserError as error:
        filled = Delimited(file, replace(layout, fill=True))
        said = "# " + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in error.message)
        try:
            return filled, next(filled.batches(SAMPLE_BYTES), None), f'ragged = "fill"  {said}'
        except UserError:
            cut = Delimited(file, replace(layout, fill=True, cut=True))
            return cut, next(cut.batches(SAMPLE_BYTES), None), f"{said}: correct the file"


def _has_comma(sample: pl.DataFrame, found: dict[str, str]) -> bool:
    """Whether a figure is written with a decimal comma."""
    figures = [sample[found[f]] for f in ("latitude", "longitude", "deaths", "injured") if f in found]
    return any(bool(cells.str.contains(r"^-?[0-9]+,[0-9]+$").any()) for cells in figures)


def _file_lines(given: dict[str, Any], layout: Layout, missing: list[str], ragged: str, *, decimal: bool) -> list[str]:
    """The lines of the section `file`: what is given, and what was recognized."""
    said: dict[str, Any] = {"delimiter": layout.delimiter} if layout.delimiter != "," else {}
    said |= {"decimal": ","} if decimal else {}
    said |= {"missing": missing} if missing else {}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in {**said, **given}.items()]
    return [*lines, ragged] if ragged else lines


def _identifier(sample: pl.DataFrame, found: dict[str, str]) -> tuple[str, str]:
    """What identifies a row, as TOML, and a comment: a column, several, or the number of the row."""
    if "id" in found:
        return _quoted(found["id"]), ""
    spent = [found[f] for f in found if f not in ("id", "kind", "city")]
    first = sample.columns[0]
    if first not in spent and _identifies(sample[first]):
        return _quoted(first), "  # no column was recognized: name the one that identifies a row"
    columns = [found[f] for f in ("start", "city", "kind", "actor", "admin2", "admin1") if f in found]
    for number in range(2, len(columns) + 1):
        text = "-".join(f"{{{c}}}" for c in columns[:number])
        joined = sample.select(pl.concat_str(columns[:number], separator="-")).to_series()
        if not set("{}") & set("".join(columns)) and _identifies(joined):
            return (
                f"{{ text = {_quoted(text)} }}",
                "  # no column identifies a row; these together do in the rows that were read",
            )
    return '{ text = "row-{row}" }', "  # no column identifies a row: the number of the row"


def _identifies(cells: pl.Series) -> bool:
    """Whether cells are identifiers of their rows."""
    ids = slugs(cells)
    return ids.null_count() == 0 and ids.n_unique() == ids.len()


def _recognized(columns: list[str], sample: pl.DataFrame) -> dict[str, str]:
    """Field -> column, each column once."""
    tests: dict[str, Callable[[pl.Series], bool]] = {
        "start": lambda s: bool(_formats(s)), "end": lambda s: bool(_formats(s)),
        "latitude": _is_number, "longitude": _is_number, "deaths": _is_number, "injured": _is_number,
        "id": lambda s: _identifies(s) and not _formats(s),
        "url": lambda s: bool(s.drop_nulls().str.starts_with("http").any()),
        "kind": lambda s: s.n_unique() <= MAX_KINDS,
    }  # fmt: skip
    found: dict[str, str] = {}
    for field in NAMES:
        for column in columns:
            fits = (
                column not in found.values()
                and _is_named(column, field)
                and sample[column].null_count() < sample.height
            )
            if fits and (field not in tests or tests[field](sample[column])):
                found[field] = column
                break
        if field == "start" and field not in found:  # by its values
            dated = (c for c in columns if c not in found.values() and not _is_named(c, "end") and _formats(sample[c]))
            found.update(zip(("start",), dated, strict=False))
    return found


def _is_named(column: str, field: str) -> bool:
    """Whether the name of a column is one that a field often has."""
    plain = "".join(c for c in normalize("NFKD", column.strip().lower()) if not combining(c))
    return re.search(NAMES[field], re.sub(r"[\s_.-]+", "_", plain)) is not None


def _is_number(cells: pl.Series) -> bool:
    """Whether cells are numbers, but for some that are to be looked at."""
    numbers = cells.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return numbers.len() - numbers.null_count() >= MOST * (cells.len() - cells.null_count())


def _formats(cells: pl.Series) -> list[str]:
    """The formats that dates have, none that reads one of them differently; empty where most cells have none of them."""
    rest = known = cells.drop_nulls().unique()
    chosen: list[str] = []
    for written in FORMATS:
        fits = rest.filter(dates.parsed(rest, [written])["day"].is_not_null())
        if fits.len() and dates.parsed(known, [*chosen, written])["two"].null_count() == known.len():
            chosen.append(written)
            rest = rest.filter(dates.parsed(rest, [written])["day"].is_null())
    odd = int(cells.is_in(rest.implode()).sum())
    return chosen if chosen and odd <= (1 - MOST) * (cells.len() - cells.null_count()) else []


def _separator(cells: pl.Series) -> str:
    """What separates the parts of cells that are lists; empty where they seem not to be."""
    return next((s for s in (";", "|") if cells.str.contains(s, literal=True).any()), "")


def _lines(file: Path, sample: pl.DataFrame, found: dict[str, str], said: list[str]) -> Iterator[str]:
    yield f"# A draft for {json.dumps(file.name, ensure_ascii=False)}, from its header and first {sample.height:,} rows: check each line. See docs/import.md."
    if said:
        yield "\n".join(["[file]", *said, ""])
    yield f'[package]\ntitle = {_quoted(f"Events of {file.stem}")}\nlicense = "other-closed"  # or CC-BY-4.0, CC0-1.0: what the terms of the data allow\n'
    yield "[event]"
    first, comment = _identifier(sample, found)
    yield f"id = {first}{comment}"
    parts = [found[f] for f in ("kind", "city") if f in found]
    texts = [", ".join(f"{{{p}}}" for p in parts[:n]) for n in range(len(parts), 0, -1)]
    options = ", ".join(f"{{ text = {_quoted(t)} }}" for t in texts)
    yield f"label = {{ first = [{options}, {first}] }}" if options else f"label = {first}"
    yield from _kind(sample, found)
    if "summary" in found:
        yield f"summary = {_quoted(found['summary'])}  # the data set's own words, not those of an article"
    if "start" in found:
        written = _formats(sample[found["start"]])
        yield f"\n[event.date]\nstart = {_quoted(found['start'])}"
        if "end" in found:
            yield f"end = {_quoted(found['end'])}"
        yield f"formats = [{', '.join(map(_quoted, written))}]"
        cells = sample[found["start"]].drop_nulls().unique()
        odd = cells.filter(dates.parsed(cells, written)["day"].is_null())
        if odd.len():
            yield f"# without one of these forms: {', '.join(map(_quoted, odd.sort().head(5)))}"
    else:
        yield '# no column of dates was recognized: date = { start = "…", formats = ["%d/%m/%Y"] }'
    yield from _places(found)
    for field, role in (("actor", "agent"), ("recipient", "recipient")):
        if field in found:
            yield f'\n[[actors]]\nname = {_list(sample, found[field])}\nrole = {{ value = "{role}" }}\nkind = {{ value = "group" }}'
    if "source" in found:
        yield f"\n[[sources]]\ntitle = {_list(sample, found['source'])}"
        if "url" in found:
            yield f"url = {_quoted(found['url'])}"
    for field, measure in (("deaths", "fatalities"), ("injured", "injured")):
        if field in found:
            yield f'\n[[measures]]\nmeasure = {{ value = "{measure}" }}\nbest = {_quoted(found[field])}\nunit = {{ value = "persons" }}'
    kept = [c for c in sample.columns if c not in found.values()]
    if kept:
        yield f"\n# kept as own columns: {', '.join(json.dumps(c, ensure_ascii=False) for c in kept)}"


def _kind(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    if "kind" not in found:
        yield 'kind = { value = "other" }  # no column of types was recognized'
        yield 'topic = { value = "Events" }'
        return
    codes = sample[found["kind"]].drop_nulls().unique().sort().to_list()
    known = {
        code.lower(): kind for kind, words in KINDS.items() for code in codes if re.search(words, code, re.IGNORECASE)
    }
    pairs = ", ".join(f"{_quoted(code)} = {_quoted(known.get(code.lower(), 'other'))}" for code in codes)
    yield "# the terms of kind are in `timeline explain` and schemas/events.json"
    yield f"kind = {{ column = {_quoted(found['kind'])}, map = {{ {pairs} }} }}"
    yield f"topic = {_quoted(found['kind'])}"


KINDS = {
    "armed-conflict": "combat|battle|clash|fight|war", "remote-violence": "explosion|bomb|shell|strike, air|missile|remote",
    "violence-against-civilians": "civil|one-sided|killing", "protest": "manifest|protest|demonstration|march|strike", "riot": "riot|meute",
    "arrest": "arrest", "agreement": "agreement|treaty", "meeting": "meet|consult|visit", "disaster": "flood|quake|storm|disaster|fire",
    "accident": "accident|crash", "election": "election", "looting": "loot|pillage",
}  # fmt: skip
"""Kind -> words of codes that often mean it."""


def _places(found: dict[str, str]) -> Iterator[str]:
    levels = [kind for kind in ("country", "admin1", "admin2", "city") if kind in found]
    if not levels:
        return
    yield "\n[[places]]"
    if "latitude" in found and "longitude" in found:
        yield f"latitude = {_quoted(found['latitude'])}\nlongitude = {_quoted(found['longitude'])}"
    yield "chain = ["
    for kind in levels:
        code = f', country = {{ column = {_quoted(found[kind])}, map = "country-names" }}' if kind == "country" else ""
        yield f'  {{ kind = "{kind}", name = {_quoted(found[kind])}{code} }},'
    yield "]"


def _list(sample: pl.DataFrame, column: str) -> str:
    separator = _separator(sample[column])
    return f"{{ column = {_quoted(column)}, split = {_quoted(separator)} }}" if separator else _quoted(column)


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
