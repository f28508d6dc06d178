"""A first mapping for a table, from the names of its columns and the values of its first rows: to be read and completed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import polars as pl

from event_timeline.importing.mapping import PRESETS, Mapping, file_section, load, value_lists, values
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.mapping.evaluate import slugs, used
from event_timeline.importing.mapping.formats import EDTF
from event_timeline.importing.mapping.toml_lines import Lines, read
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cleaning import cleaned
from event_timeline.importing.rows.delimited import Batch, Delimited, Layout
from event_timeline.importing.rows.fields import Kept
from event_timeline.importing.rows.patterns import remedy, side_pattern, toml_value
from event_timeline.model import UserError

SAMPLE_BYTES = 4 * 2**20
MOST = 0.9
"""Share of the cells of a column that have to be dates or numbers for it to be one of dates or numbers."""
HALF = 0.5
"""The same share where the name of the column says that it is one: the draft lists the other cells."""
MISSING = (
    "NA", "N/A", "n/a", "n.a.", "NaN", "nan", "NULL", "null", "None", "?", "-", "–", "—", "--", "k. A.", "k.A.", "N.N.", "N. N.",
)  # fmt: skip
"""Cells that are taken for missing values where a table has them."""
COUNTS = ("deaths", "casualties", "injured")
"""Fields that count."""
ESTIMATES = {"deaths": ("low", "high"), "casualties": ("casualties_low", "casualties_high")}
"""Count -> the fields of its lowest and highest estimate."""
THOUSANDS = (",", " ", "'", "’")
"""Signs between thousands that a draft recognizes; a point may be one of a fraction."""
SIDES = "side|camp|seite|cote|lado"
ACTORS = "actor|acteur|akteur|party|participant"
MAX_SIDES = 6
"""Different values of columns of sides; with more they are names."""
NUMBERS = tuple("23456789")
"""What ends the names of columns that repeat one whose name ends in 1, or in nothing."""
MAX_ODD = 5
"""Cells of a column that are listed because the import will refuse them."""
MAX_KINDS = 40
"""Different values of a column that are listed as codes of `kind`."""
EDTF_DAY = "%Y-%m-%d"
YEAR = "^(1[0-9]|20)[0-9]{2}$"
"""Figures that a column of dates has for years."""
FORMATS = (
    EDTF_DAY,
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
TIME = (
    r"^(?:.*[0-9])(?P<sign>[T ])[0-9]{1,2}:[0-9]{2}(?P<second>:[0-9]{2})?(?P<part>\.[0-9]+)?(?P<half> ?[AaPp][Mm])?"
    r"(?P<zone> ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?$"
)
"""A day with a time of day behind it, as ISO 8601, databases and spreadsheets write it."""
COUNTED = "(n|no|nr|nb|num|number|how_many|total|nombre|numero|anzahl)_(of_|de_|der_)?((people|persons|personnes|personas)_)?(were_)?"
"""What the names of columns of figures may begin with, as in “How many dead”."""
MAX_KIND_WORDS = 4
"""Words of a cell that names what happened as a code does; more are a sentence."""
DEAD = "fatalit(y|ies)|deaths?|kill(ed|s)?|dead|morts?|deces|tues|muertos|tote"
HURT = "casualt(y|ies)"
WHAT = r"^what_?(happened)?$"
NAMES: dict[str, tuple[str, ...]] = {
    "id": (r"^(event_?)?(id|no|nr|number|numero|num|key|n°|nº)$", r"event_?id|_id$"),
    "start": (
        r"^(event_?|start_?)?(date|fecha|datum)(_?start)?$", r"^(start|from|begin|when|day|date|debut|jour|fecha|datum)",
    ),
    "end": (r"^(date_?end|end(_?date)?|to|until|fin|date_de_fin)$",),
    "kind": (
        r"^(event_?)?(type|kind|category|cat.gorie|tipo|art)$", r"^event_?type|^e_?type$|^(attack|incident|crime|violence|conflict)_?type1?$",
        r"^(event_?)?(type|kind|category|cat.gorie|tipo|art)(_|$)", r"^(cause|classification|code)$", WHAT,
    ),
    "summary": (
        WHAT,
        r"^(notes?|summary|description|text|details|remarks|resume|remarques|notas|beschreibung)$", r"note$|^headline",
    ),
    "country": (r"^country(_?name)?$", r"^(land|state|nation|pays|pais)$"),
    "admin1": (r"^(admin_?1|adm_?1)", r"^(prov_?state|province|state|governorate|provincia|departement|bundesland|region)$"),
    "admin2": (r"^(admin_?2|adm_?2)", r"^(district|county|distrito|kreis)$"),
    "city": (
        r"^(city|town|village|ville|commune|ciudad|stadt)(_?name)?$", r"^(place|placename|location|site|lieu|lugar|ort)(_?name)?$|^where$",
        r"^(e_?local|where_?coordinates)$", r"^(city|town|location|place|village|site|ville|commune|lieu|ciudad|lugar|ort|stadt)",
    ),
    "latitude": (r"^lat",),
    "longitude": (r"^(lon|lng)",),
    "recipient": (
        r"^(actor|acteur|akteur|side|party)_?(2|b)(_?name)?$", r"^(recipient|victim|target|victime|cible)(_?1|_?name)?$|^((to|against)_)?whom$",
        r"^(recipient|victim|target|victime|cible)|^(actor|acteur|akteur|side|party)_?(2|b)(_|$)",
    ),
    "actor": (
        r"^(actor|acteur|akteur|side|party)_?(1|a)?(_?name)?$", r"^(perpetrator|agent|who$|by_whom$|group|g_?name|source_name|attacker|auteur)",
        r"^(actor|acteur|akteur|side|party)",
    ),
    "source": (
        r"^(sources?|publisher|paper|newspaper|outlet|media|fuente|quelle)(_?(office|name))?$",
        r"^(reported|published)_by$", r"^(source|s_?cite|publisher|paper|newspaper|outlet|media|fuente|quelle)",
    ),
    "url": (r"url|link",),
    "deaths": (
        rf"^(n?_?|{COUNTED})({DEAD})(_?(best|total)(_est(imate)?)?)?$|^best(_est(imate)?)?$|^(best|total)_?({DEAD})$",
        rf"^({DEAD})(?!.*_?(low|high|min|max|[ab12]|civ[a-z]*|unknown)$)",
    ),
    "low": (rf"^(({DEAD})_?)?(low|min(imum)?)(_?({DEAD}))?(_est(imate)?)?$",),
    "high": (rf"^(({DEAD})_?)?(high|max(imum)?)(_?({DEAD}))?(_est(imate)?)?$",),
    "casualties": (rf"^n?_?({HURT})(_?(best|total)(_est(imate)?)?)?$|^(best|total)_?({HURT})$",),
    "casualties_low": (rf"^({HURT})_?(low|min(imum)?)(_est(imate)?)?$|^(low|min(imum)?)_?({HURT})$",),
    "casualties_high": (rf"^({HURT})_?(high|max(imum)?)(_est(imate)?)?$|^(high|max(imum)?)_?({HURT})$",),
    "injured": (rf"^(n?_?|{COUNTED})(injured|wound(ed)?|hurt|blesses|heridos|verletzte)$", r"^(injured|wounded|blesses|heridos|verletzte)"),
    "year": (r"^(i?year|st_?yr|annee|ano|jahr)$",),
    "month": (r"^(i?month|st_?mo|mois|mes|monat)$",),
    "day": (r"^(i?day|st_?day|jour|dia|tag)$",),
    "coder": (r"^(coder|coded_by|annotator)$",),
}  # fmt: skip
"""Field -> what its column is often called: the surest names first, each tried on all columns before the next."""


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
    found = _recognized(table.columns, sample)
    found |= _siblings(table.columns, sample, found)
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
    """Field -> column, each column once; a date in three columns is `year`, `month` and `day`."""
    tests: dict[str, Callable[[pl.Series], bool]] = {
        "start": lambda s: bool(_formats(s, named=True)), "end": lambda s: bool(_formats(s, named=True)),
        **dict.fromkeys(("latitude", "longitude"), _is_number),
        **dict.fromkeys((*COUNTS, *ESTIMATES["deaths"], *ESTIMATES["casualties"]), lambda s: _is_number(s, HALF)),
        "id": lambda s: _identifies(s) and not _is_of_days(s),
        "url": lambda s: bool(s.drop_nulls().str.starts_with("http").any()),
        "kind": lambda s: s.n_unique() <= MAX_KINDS,
        "admin1": lambda s: not _most(s, s.str.contains(WORLD_REGION)),
    }  # fmt: skip
    found: dict[str, str] = {}
    worded = _worded(columns)
    sides = [c for c in columns if _is_side(_plain(c))] if _are_sides(columns, sample) else []
    ordered = sorted(columns, key=lambda c: c not in worded)

    def fits(field: str, name: str, column: str) -> bool:
        cells = sample[column]
        called = (_plain(column), worded.get(column, ""))
        if (
            column in found.values()
            or cells.null_count() == sample.height
            or not any(re.search(name, c) for c in called)
        ):
            return False
        if field in ("actor", "recipient") and column in sides:
            return False
        if field in WORDS and (NO_WORDS.search(_plain(column)) or _is_number(cells)):
            return False
        if field == "kind" and name == WHAT and not _are_codes(cells):
            return False
        if field == "country" and _plain(column) == "state" and not _most(cells, _is_country(cells)):
            return False
        return field not in tests or tests[field](cells)

    for field, names in NAMES.items():
        if field in ("year", "month", "day") and ("start" in found or (field != "year" and "year" not in found)):
            continue
        candidates = ((name, column) for name in names for column in ordered)
        column = next((column for name, column in candidates if fits(field, name, column)), None)
        if column is None and field == "start":  # by its values
            dated = (
                c for c in columns if c not in found.values() and not _is_named(c, "end") and _is_of_days(sample[c])
            )
            column = next(dated, None)
        if column is not None:
            found[field] = column
    return found


def _worded(columns: list[str]) -> dict[str, str]:
    """A column of words -> the plain name of that of its codes, which it is beside."""
    names = {_plain(c) for c in columns}
    stems = ((c, _plain(c).rpartition("_")) for c in columns)
    return {c: stem for c, (stem, _, end) in stems if end in WORDED and stem in names}


def _are_codes(cells: pl.Series) -> bool:
    """Whether cells are a few words each, and some of them are equal; sentences are not."""
    there = cells.drop_nulls()
    words = there.str.count_matches(r"\S+") <= MAX_KIND_WORDS
    return bool((words & ~there.str.contains(r"[.!?]$")).all()) and there.n_unique() < there.len()


def _is_country(cells: pl.Series) -> pl.Series:
    """Whether each cell is the name of a country."""
    return cells.str.to_lowercase().is_in([name.lower() for name in value_lists.countries("name")])


def _most(cells: pl.Series, condition: pl.Series, least: float = MOST) -> bool:
    """Whether most of the cells that are there meet a condition."""
    return bool(condition.sum() >= least * (cells.len() - cells.null_count()))


def _plain(column: str) -> str:
    """The name of a column in lower case, without accents, its words separated by `_`, also those in brackets."""
    plain = "".join(c for c in normalize("NFKD", column.lower()) if not combining(c))
    return re.sub(r"[^\w°]+|_+", "_", plain).strip("_")


def _is_named(column: str, field: str) -> bool:
    """Whether the name of a column is one that a field often has."""
    return any(re.search(name, _plain(column)) for name in NAMES[field])


def _is_number(cells: pl.Series, least: float = MOST) -> bool:
    """Whether cells are numbers, but for some that are to be looked at."""
    return _most(cells, _numbers(cells).is_not_null(), least)


def _numbers(cells: pl.Series) -> pl.Series:
    """Cells as numbers, whatever separates their thousands and fractions; missing where they are not numbers."""
    plain = cells.str.replace_all(rf"^(-?[1-9][0-9]{{0,2}})((?:[{''.join(THOUSANDS)}][0-9]{{3}})+)$", "$1").str.replace(
        ",", ".", literal=True
    )
    return plain.cast(pl.Float64, strict=False)


def _is_of_days(cells: pl.Series) -> bool:
    """Whether cells are days by themselves, whatever their column is called; figures and numbered years are not."""
    written = _formats(cells)
    days = [EDTF_DAY if form == EDTF else form for form in written]
    return bool(days) and _most(cells, dates.parsed(cells, days)["day"].is_not_null(), HALF)


def _formats(cells: pl.Series, *, named: bool = False) -> list[str]:
    """The formats that dates have, none that reads one of them differently; empty where too few cells have them.

    EDTF is one of them where some dates are not days: where all are, the format of days is what more people know. named: whether
    the name of the column says that it is one of dates; figures may be years then.
    """
    rest = known = cells.drop_nulls().unique()
    chosen: list[str] = []
    known_forms = [*FORMATS, *_with_times(known)]
    read = {form: dates.parsed(known, [form])["day"].count() for form in known_forms}
    for written in sorted(known_forms, key=lambda form: -read[form]):  # as 01/25/2031 decides how 02/03/2031 is read
        fits = rest.filter(dates.parsed(rest, [written])["day"].is_not_null())
        if fits.len() and dates.parsed(known, [*chosen, written])["two"].null_count() == known.len():
            chosen.append(written)
            rest = rest.filter(dates.parsed(rest, [written])["day"].is_null())
    chosen.sort(key=known_forms.index)
    rest = rest.filter(dates.unread(rest, [EDTF]))
    if rest.len() < known.filter(dates.unread(known, chosen)).len():
        others = [written for written in chosen if written != EDTF_DAY]
        years = named and bool(known.str.contains(YEAR).all())
        if years or others or known.str.contains("[-/]").any():  # else they are figures
            chosen = [EDTF, *others]
        else:
            rest = known
    odd = int(cells.is_in(rest.implode()).sum())
    return chosen if chosen and odd <= (1 - (HALF if named else MOST)) * (cells.len() - cells.null_count()) else []


def _with_times(cells: pl.Series) -> list[str]:
    """The formats of days with the times of day that some cells have behind them."""
    shapes = cells.str.extract_groups(TIME).struct.unnest().drop_nulls("sign")
    shapes = shapes.with_columns(
        pl.col("second", "part").is_not_null(),
        half=pl.col("half").str.replace("(?i)[ap]m", "%p"),
        zone=pl.col("zone").str.replace("[+-].*", "%z"),
    ).unique()
    times = [
        f"{sign}{'%I' if half else '%H'}:%M{':%S' * second}{'%.f' * part}{half or ''}{zone or ''}"
        for sign, second, part, half, zone in shapes.iter_rows()
    ]
    times.sort(key=lambda time: (-len(time), time))  # those with a fraction read seconds without one, too
    return [f"{day}{time}" for day in FORMATS if ":" not in day for time in times]


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
    if "coder" in found:
        yield f"coder = {_quoted(found['coder'])}"
    yield from _precision(sample, "place|geo|where|location", "place_precision", "exact")
    if "year" in found:
        yield from _parts_of_date(sample, found)
    elif "start" in found:
        cells = pl.concat([sample[found[end]].alias("cell") for end in ("start", "end") if end in found])
        written = (
            _formats(cells, named=True) or _formats(sample[found["start"]], named=True) or list(dates.DEFAULT_FORMATS)
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
    yield from _places(found)
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
                yield from _odd(f"not numbers, in {_quoted(column)}", sample[column], lambda c: _numbers(c).is_null())


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
    named = (c for c in sample.columns if c not in found.values() and _is_named(c, "start"))
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
    opposed = all(re.search(rf"^(side|party)_?{side}(_|$)", _plain(found.get(field, ""))) for field, _, side in fields)
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


def _siblings(columns: list[str], sample: pl.DataFrame, found: dict[str, str]) -> dict[str, str]:
    """What is beside the columns that were recognized: sides of actors, a third actor, further sources and their addresses."""
    taken = set(found.values())
    there = {_plain(c): c for c in columns if c not in taken and sample[c].null_count() < sample.height}
    beside: dict[str, str] = {}
    for field, first in (("actor", "[1a]?"), ("recipient", "[2b]")):
        if field in found and not _is_side(_plain(found[field])):
            named = rf"^({SIDES})_?{first}$|^({ACTORS})_?{first}_({SIDES})$"
            if column := next((c for plain, c in there.items() if re.search(named, plain)), None):
                beside[f"side of {field}"] = column
    for field in ("actor", "source", "url"):
        stem = re.sub(r"_?(1|a)$", "", _plain(found.get(field, "")))
        for number in NUMBERS if stem else ():
            column = there.get(f"{stem}{number}") or there.get(f"{stem}_{number}")
            if (
                column
                and column not in beside.values()
                and not _is_number(sample[column])
                and (field, number) != ("actor", "2")
            ):
                beside[f"{field}{number}"] = column
    return beside


def _is_side(plain: str) -> bool:
    """Whether a column, by its plain name, may say on which side its actor is: side_1, side_b, side."""
    return re.search(rf"^({SIDES})_?[12ab]?$", plain) is not None


def _are_sides(columns: list[str], sample: pl.DataFrame) -> bool:
    """Whether columns named for sides say on which side actors are, who are named beside, and are not their names."""
    if not any(re.search(rf"^({ACTORS})_?[1a]?(_?name)?$", _plain(c)) for c in columns):
        return False
    cells = [sample[c].drop_nulls().str.to_lowercase().alias("") for c in columns if _is_side(_plain(c))]
    return bool(cells) and pl.concat(cells).n_unique() <= MAX_SIDES


def _precision(sample: pl.DataFrame, of: str, field: str, term: str) -> Iterator[str]:
    """A line to complete where a column has codes of a precision, whose meaning no draft can know."""
    named = (c for c in sample.columns if re.search(rf"^({of})_?prec(ision)?$", _plain(c)))
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
        if column not in found.values() and _is_named(column, "start") and not _is_number(sample[column]):
            yield f"# WARNING: {_quoted(column)} may have finer dates, of a form that was not recognized: complete the next line"
            yield f'# start = {_quoted(column)}, with formats = ["%d/%m/%Y"]'
            yield from _odd(f"what is in {_quoted(column)}", sample[column], lambda c: c.is_not_null())


def _parts_of_date(sample: pl.DataFrame, found: dict[str, str]) -> Iterator[str]:
    """A date in columns of its own; a month or day of 0, and what is missing, make it as wide as what is there."""
    parts = [found[f] for f in ("year", "month", "day") if f in found]
    words = len(parts) > 1 and not _is_number(sample[parts[1]])
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
    if _is_number(sample[found["kind"]]):
        yield "# the codes are numbers: look up in the codebook of the data what each means"
    yield f"kind = {{ column = {_quoted(found['kind'])}, map = {{ {pairs} }} }}"
    yield f"topic = {_quoted(found['kind'])}"


WORDS = ("summary", "country", "admin1", "admin2", "city", "recipient", "actor", "source")
"""Fields whose cells are words, and not numbers, nor of a column that NO_WORDS says."""
NO_WORDS = re.compile(r"(^|_)(ids?|codes?|iso\d?|fips?|fp|num|nr|prec(ision)?|accuracy|scale|article|date)$")
"""Names of identifiers, codes and degrees, such as `side_a_dset_id` and `location_precision`."""
WORDED = ("txt", "text", "name", "label")
"""What the name of a column of words ends in, beside that of its codes: `country_txt` beside `country`."""
WORLD_REGION = r"(?i)africa|america|asia|europe|caribbean|caucasus|middle east|oceania|antarctica"
"""A region that is larger than a country: no part of one."""
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
