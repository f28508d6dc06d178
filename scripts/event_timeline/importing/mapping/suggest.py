"""A first mapping for a table, from the names of its columns and the values of its first rows: to be read and completed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.importing.mapping import PRESETS, Mapping, file_section, load, values
from event_timeline.importing.mapping.cell_forms import (
    THOUSANDS,
    as_numbers,
    date_formats,
    identifies,
    is_country,
    is_number,
    list_separator,
)
from event_timeline.importing.mapping.column_names import (
    COUNTS,
    ESTIMATES,
    NUMBERS,
    WORDS,
    is_named,
    plain_name,
    recognized,
    siblings,
)
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.mapping.evaluate import used
from event_timeline.importing.mapping.formats import EDTF
from event_timeline.importing.mapping.toml_lines import Lines, read
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cleaning import cleaned
from event_timeline.importing.rows.delimited import Batch, Delimited, Layout
from event_timeline.importing.rows.fields import Kept
from event_timeline.importing.rows.patterns import remedy, side_pattern, toml_value
from event_timeline.model import UserError

SAMPLE_BYTES = 4 * 2**20
MISSING = (
    "NA", "N/A", "n/a", "n.a.", "NaN", "nan", "NULL", "null", "None", "?", "-", "–", "—", "--", "k. A.", "k.A.", "N.N.", "N. N.",
)  # fmt: skip
"""Cells that are taken for missing values where a table has them."""
MAX_ODD = 5
"""Cells of a column that are listed because the import will refuse them."""


def suggest(file: Path, mapping: Path | None = None) -> str:
    """Draft a mapping, as TOML with comments; it can be used as it is. Raises UserError for what is not a table.

    mapping: one whose section `file` says how the file is written; its other sections are not read.
    """
    given = file_section(mapping) if mapping else {}
    preset = _fitting_preset(file)
    try:
        table, batch, ragged = _first_rows(file, Layout.of(given))
    except UserError as error:  # as of a file without header
        if not preset:
            raise
        raise UserError(
            error.message, f"its columns are those of {preset}: `timeline import {preset} {file}`"
        ) from None
    sample = cleaned(batch) if batch else pl.DataFrame(schema=dict.fromkeys(table.columns, pl.String))
    missing = [
        m
        for m in MISSING
        if m in given.get("missing", ()) or sample.select((pl.all() == m).any()).transpose().to_series().any()
    ]
    sample = sample.with_columns(pl.when(~pl.all().is_in(missing)).then(pl.all()))
    found = recognized(table.columns, sample)
    found |= siblings(table.columns, sample, found)
    absent = _absent(sample, found)
    sample = sample.with_columns(pl.when(~pl.all().is_in(absent)).then(pl.all()))
    missing += absent
    said = _file_lines(given, table.layout, missing, ragged, signs=_signs(sample, found))
    fits = f"# The columns are those of {preset}: `timeline import {preset} FILE` needs no mapping.\n" if preset else ""
    draft = "\n".join(_lines(file, sample, found, said)) + "\n"
    kept = list(_kept(draft, table.columns))
    return "\n".join([fits + draft, *kept]) + "\n" if kept else fits + draft


def _kept(draft: str, columns: list[str]) -> Iterator[str]:
    """Comments on the columns that the import will keep as own ones, as the mapping is: in no field, or not whole in one."""
    mapping = Mapping(read(draft, "the draft"), "the draft", Path(), Lines(draft))
    known = Columns(mapping, columns, "the table")
    own = Kept(mapping, known).own
    fields = {known.names.get(known.key(name)) for _, spec in values(mapping.content) for name in used(spec)}
    for said, some in (
        ("kept as own columns", [c for c in own if c not in fields]),
        ("kept as own columns too, since a field does not take them whole", [c for c in own if c in fields]),
    ):
        if some:
            yield f"# {said}: {', '.join(map(_quoted, some))}"


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


def _absent(sample: pl.DataFrame, found: dict[str, str]) -> list[str]:
    """Codes such as -99 among words or counts, where no coordinate can be one of them."""
    spent = [sample[found[f]] for f in (*WORDS, *COUNTS) if f in found]
    codes = {c for cells in spent for c in cells.filter(cells.str.contains(ABSENT)).to_list()}
    points = {c for f in ("latitude", "longitude") if f in found for c in sample[found[f]].to_list()}
    return sorted(codes - points)


def _signs(sample: pl.DataFrame, found: dict[str, str]) -> dict[str, str]:
    """`decimal` where a figure has a decimal comma, and otherwise `thousands` where one has groups of three digits."""
    points = [sample[found[f]] for f in ("latitude", "longitude") if f in found]
    counts = [sample[found[f]] for f in COUNTS if f in found]
    fraction = r"^-?[0-9]+,[0-9]+$"
    if any(bool(cells.str.contains(fraction).any()) for cells in points):
        return {"decimal": ","}
    for sign in THOUSANDS:
        grouped = rf"^[1-9][0-9]{{0,2}}({sign}[0-9]{{3}})+$"
        if any(bool(cells.str.contains(grouped).any()) for cells in counts):
            return {"thousands": sign}
    return {"decimal": ","} if any(bool(cells.str.contains(fraction).any()) for cells in counts) else {}


def _file_lines(
    given: dict[str, Any], layout: Layout, missing: list[str], ragged: str, signs: dict[str, str]
) -> list[str]:
    """The lines of the section `file`: what is given, and what was recognized."""
    said: dict[str, Any] = {"delimiter": layout.delimiter} if layout.delimiter != "," else {}
    said |= {} if {"decimal", "thousands"} & set(given) else signs
    said |= {"missing": missing} if missing else {}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in {**said, **given}.items()]
    return [*lines, ragged] if ragged else lines


def _identifier(sample: pl.DataFrame, found: dict[str, str]) -> tuple[str, str]:
    """What identifies a row, as TOML, and a comment: a column, several, or the number of the row."""
    if "id" in found:
        return _quoted(found["id"]), ""
    spent = [found[f] for f in found if f not in ("id", "kind", "city")]
    first = sample.columns[0]
    if first not in spent and identifies(sample[first]):
        return _quoted(first), "  # no column was recognized: name the one that identifies a row"
    columns = [found[f] for f in ("start", "city", "kind", "actor", "admin2", "admin1") if f in found]
    for number in range(2, len(columns) + 1):
        text = "-".join(f"{{{c}}}" for c in columns[:number])
        joined = sample.select(pl.concat_str(columns[:number], separator="-")).to_series()
        if not set("{}") & set("".join(columns)) and identifies(joined):
            return (
                f"{{ text = {_quoted(text)} }}",
                "  # no column identifies a row; these together do in the rows that were read",
            )
    return '{ text = "row-{row}" }', "  # no column identifies a row: the number of the row"


def _swapped(written: str) -> str:
    """A format with day and month in the other order."""
    return written.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def _two_readings(cells: pl.Series, formats: Sequence[str]) -> Iterator[str]:
    """A comment where every day could be read with day and month in the other order."""
    own = [written for written in formats if re.match("%d[/.-]%m|%m[/.-]%d", written)]
    others = [_swapped(written) for written in own]
    days = pl.DataFrame({"own": dates.parsed(cells, own)["day"], "other": dates.parsed(cells, others)["day"]})
    days = days.drop_nulls("own")
    if days.height and not days["other"].null_count() and (days["own"] != days["other"]).any():
        yield f"# could also be {', '.join(map(_quoted, others))}: no day is greater than 12, so the order of day and month is not certain"


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
    if "coder" in found:
        yield f"coder = {_quoted(found['coder'])}"
    yield from _precision(sample, "place|geo|where|location", "place_precision", "exact")
    if "year" in found:
        yield from _parts_of_date(sample, found)
    elif "start" in found:
        cells = pl.concat([sample[found[end]].alias("cell") for end in ("start", "end") if end in found])
        written = (
            date_formats(cells, named=True)
            or date_formats(sample[found["start"]], named=True)
            or list(dates.DEFAULT_FORMATS)
        )
        yield f"\n[event.date]\nstart = {_quoted(found['start'])}"
        if "end" in found:
            apart = "# " * _have_own_ends(sample, found, written)
            yield f"{apart}end = {_quoted(found['end'])}{'  # not beside dates that are intervals or sets' * bool(apart)}"
        yield f"formats = [{', '.join(map(_quoted, written))}]"
        yield from _two_readings(cells, written)
        yield from _precision(sample, "date|time", "precision", "day")
        yield from _odd(
            "without one of these forms",
            cells.drop_nulls(),
            lambda c: dates.unread(c, written),
        )
    else:
        yield from _no_date(sample, found)
    yield from _places(sample, found)
    yield from _actors(sample, found)
    for number in ("", *NUMBERS):
        if f"source{number}" in found:
            yield f"\n[[sources]]\ntitle = {_list(sample, found[f'source{number}'])}"
            if f"url{number}" in found:
                yield f"url = {_quoted(found[f'url{number}'])}"
    for field, measure in (("deaths", "fatalities"), ("casualties", "casualties"), ("injured", "injured")):
        if field in found:
            ends = zip(("low", "high"), ESTIMATES.get(field, ()), strict=False)
            estimates = {key: found[end] for key, end in ends if end in found}
            figures = "\n".join(f"{k} = {_quoted(c)}" for k, c in [("best", found[field]), *estimates.items()])
            yield f'\n[[measures]]\nmeasure = {{ value = "{measure}" }}\n{figures}\nunit = {{ value = "persons" }}'
            for column in (found[field], *estimates.values()):
                yield from _odd(f"not numbers, in {_quoted(column)}", sample[column], lambda c: as_numbers(c).is_null())


def _odd(said: str, cells: pl.Series, is_odd: Callable[[pl.Series], pl.Series]) -> Iterator[str]:
    """A comment that lists cells, which the import will refuse."""
    different = cells.drop_nulls().unique().sort()
    odd = different.filter(is_odd(different))
    if odd.len():
        more = f" and {odd.len() - MAX_ODD:,} more" if odd.len() > MAX_ODD else ""
        yield f"# {said}: {', '.join(map(_quoted, odd.head(MAX_ODD)))}{more}"


def _no_date(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    """What is said where no column is one of dates: which was meant for one, by its name, and what is in it."""
    yield "# WARNING: no column of dates was recognized, so no event will have a date: complete the next line"
    named = (c for c in sample.columns if c not in found.values() and is_named(c, "start"))
    column = next(named, "")
    yield f'# date = {{ start = {_quoted(column or "…")}, formats = ["edtf", "%d/%m/%Y"] }}'
    if column:
        yield from _odd(f"what is in {_quoted(column)}", sample[column], lambda c: c.is_not_null())


def _actors(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    """Who acts and to whom, or two sides where the columns are named so: which of them attacked is not said then."""
    fields = (("actor", "agent", "a"), ("recipient", "recipient", "b"))
    further = [(f"actor{number}", "participant", "") for number in NUMBERS]
    sides = pl.concat(
        [pl.Series([], dtype=pl.String), *(sample[found[f]].alias("") for f in found if f.startswith("side of "))]
    )
    opposed = all(
        re.search(rf"^(side|party)_?{side}(_|$)", plain_name(found.get(field, ""))) for field, _, side in fields
    )
    for field, role, side in (*fields, *further):
        if field in found:
            takes = (
                f'role = {{ value = "side" }}\nside = {{ value = "{side}" }}'
                if opposed
                else f'role = {{ value = "{role}" }}'
            )
            yield f'\n[[actors]]\nname = {_list(sample, found[field])}\n{takes}\nkind = {{ value = "group" }}'
            if column := found.get(f"side of {field}"):
                yield f"side = {_side(column, sides)}"


def _side(column: str, sides: pl.Series) -> str:
    """The side of an actor by a column of it, whose values become letters; sides: the cells of all such columns."""
    values = sides.drop_nulls().unique().sort().to_list()
    if all(re.fullmatch(side_pattern(), value) for value in values):
        return _quoted(column)
    said = remedy(values, side_pattern())
    comment = "  # sides are letters: check which is which" if "map" in said else ""
    return f"{toml_value({'column': column, **said})}{comment}"


def _precision(sample: pl.DataFrame, of: str, field: str, term: str) -> Iterator[str]:
    """A line to complete where a column has codes of a precision, whose meaning no draft can know."""
    named = (c for c in sample.columns if re.search(rf"^({of})_?prec(ision)?$", plain_name(c)))
    for column in named:
        code = next(iter(sample[column].drop_nulls().unique().sort()), "1")
        yield f"# {field} = {{ column = {_quoted(column)}, map = {{ {_quoted(code)} = {_quoted(term)} }} }}  # say what each code means"


def _have_own_ends(sample: pl.DataFrame, found: dict[str, str], formats: Sequence[str]) -> bool:
    """Whether a date of a table with a column of ends is an interval or a set, which has an end of its own."""
    if EDTF not in formats:
        return False
    texts = [dates.texts(dates.parsed(sample[found[end]], formats)).to_list() for end in ("start", "end")]
    return any(dates.of_texts(*both)["fault"] == "apart" for both in zip(*texts, strict=True))


def _finer_dates(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    """A warning of columns that are named as dates are, beside a year or month, and that are in no form that is known."""
    for column in sample.columns:
        if column not in found.values() and is_named(column, "start") and not is_number(sample[column]):
            yield f"# WARNING: {_quoted(column)} may have finer dates, of a form that was not recognized: complete the next line"
            yield f'# start = {_quoted(column)}, with formats = ["%d/%m/%Y"]'
            yield from _odd(f"what is in {_quoted(column)}", sample[column], lambda c: c.is_not_null())


def _parts_of_date(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    """A date in columns of its own; a month or day of 0, and what is missing, make it as wide as what is there."""
    parts = [found[f] for f in ("year", "month", "day") if f in found]
    words = len(parts) > 1 and not is_number(sample[parts[1]])
    digits = r'pattern = "^0*([1-9][0-9]*)$"'
    named = {part: f"{{{field}_given}}" for field, part in zip(("year", "month", "day"), parts, strict=False)}
    order = [named[p] for p in parts]
    texts = [order[:n] for n in range(len(order), 0, -1)]
    made = ", ".join(
        f"{{ text = {_quoted((' ' if words else '-').join(reversed(t) if words else t))} }}" for t in texts
    )
    formats = ["%d %B %Y", "%B %Y", "%Y"] if words else ["%Y-%m-%d", "%Y-%m", "%Y"]
    yield f"\n[event.date]\nstart = {{ first = [{made}] }}"
    yield f"formats = [{', '.join(map(_quoted, formats[3 - len(parts) :]))}]"
    if "day" not in found:
        yield from _finer_dates(sample, found)
    yield "\n[values]"
    for field, part in zip(("year", "month", "day"), parts, strict=False):
        rest = "" if words and field == "month" else f", {digits}"
        yield f"{field}_given = {{ column = {_quoted(part)}{rest} }}"


def _likely_kind(code: str) -> str:
    return next((k for k, words in KINDS.items() if re.search(rf"\b(?:{words})", code, re.IGNORECASE)), "other")


def _kind(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    if "kind" not in found:
        yield 'kind = { value = "other" }  # no column of types was recognized'
        yield 'topic = { value = "Events" }'
        return
    codes = sample[found["kind"]].drop_nulls().unique().sort().to_list()
    pairs = ", ".join(f"{_quoted(code)} = {_quoted(_likely_kind(code))}" for code in codes)
    yield "# the terms of kind: `timeline explain events.kind`, and schemas/events.json"
    if is_number(sample[found["kind"]]):
        yield "# the codes are numbers: look up in the codebook of the data what each means"
    yield f"kind = {{ column = {_quoted(found['kind'])}, map = {{ {pairs} }} }}"
    yield f"topic = {_quoted(found['kind'])}"


ABSENT = r"^-(99?|88?|999+)$"
"""Codes of data sets for what is not known."""
KINDS = {
    "ceasefire": "cease-?fire|truce|armistice",
    "remote-violence": "explosi|bomb|shelling|artillery|missile|rocket|grenade|landmine|ied$|remote|(air|drone)[a-z/ -]*(strike|raid)",
    "violence-against-civilians": "(against|on) civil|one-sided|abduct|kidnap|massacre|killings? of|sexual violence",
    "riot": "riots?$|riot[^a-z]|rioting|[ée]meute|mob ",
    "armed-conflict": "combat|battle|clash|fight|war$|war ",
    "protest": "manifest|protest|demonstration|march|strike|sit-in|rall(y|ies)", "arrest": "arrest",
    "agreement": "agreement|treaty", "meeting": "meet|consult|visit", "election": "election", "looting": "loot|pillage",
    "disaster": "flood|earthquake|storms?$|cyclone|hurricane|disaster|wildfire|fires?$", "accident": "accident|crash",
}  # fmt: skip
"""Kind -> beginnings of words that codes of it often have; the first that fits a code counts."""


def _fitting_preset(file: Path) -> str:
    """The preset whose columns the file has, or nothing."""
    for path in sorted(PRESETS.glob("*.toml")):
        preset = load(path)
        try:
            columns = Columns(preset, Delimited(file, Layout.of(preset.section("file"))).columns, str(file))
        except UserError:
            continue
        named = {value if isinstance(value, str) else value.get("column") for _, value in values(preset.content)}
        if all(columns.key(n) in columns.names for n in named - {None} - set(preset.section("values"))):
            return path.stem
    return ""


def _places(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
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
        if code:
            said = f'not in country-names, in {_quoted(found[kind])} (add them behind it: more = {{ "…" = "code" }})'
            yield from (f"  {line}" for line in _odd(said, sample[found[kind]], lambda c: ~is_country(c)))
    yield "]"


def _list(sample: pl.DataFrame, column: str) -> str:
    separator = list_separator(sample[column])
    return f"{{ column = {_quoted(column)}, split = {_quoted(separator)} }}" if separator else _quoted(column)


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
