"""What the cells of a column look like: numbers, dates and their formats, codes, identifiers."""

from __future__ import annotations

import polars as pl

from event_timeline.importing.mapping import value_lists
from event_timeline.importing.mapping.evaluate import slugs
from event_timeline.importing.mapping.formats import EDTF
from event_timeline.importing.rows import dates

MOST = 0.9
"""Share of the cells of a column that have to be dates or numbers for it to be one of dates or numbers."""
HALF = 0.5
"""The same share where the name of the column says that it is one: the draft lists the other cells."""
THOUSANDS = (",", " ", "'", "’")
"""Signs between thousands that a draft recognizes; a point may be one of a fraction."""
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
MAX_KIND_WORDS = 4
"""Words of a cell that names what happened as a code does; more are a sentence."""


def identifies(cells: pl.Series) -> bool:
    """Whether cells are identifiers of their rows."""
    ids = slugs(cells)
    return ids.null_count() == 0 and ids.n_unique() == ids.len()


def are_codes(cells: pl.Series) -> bool:
    """Whether cells are a few words each, and some of them are equal; sentences are not."""
    there = cells.drop_nulls()
    words = there.str.count_matches(r"\S+") <= MAX_KIND_WORDS
    return bool((words & ~there.str.contains(r"[.!?]$")).all()) and there.n_unique() < there.len()


def is_country(cells: pl.Series) -> pl.Series:
    """Whether each cell is the name of a country."""
    names = value_lists.without_case(value_lists.countries("name"))
    return cells.str.to_lowercase().str.replace_all(" {2,}", " ").is_in(list(names))


def are_most(cells: pl.Series, condition: pl.Series, least: float = MOST) -> bool:
    """Whether most of the cells that are there meet a condition."""
    return bool(condition.sum() >= least * (cells.len() - cells.null_count()))


def is_number(cells: pl.Series, least: float = MOST) -> bool:
    """Whether cells are numbers, but for some that are to be looked at."""
    return are_most(cells, as_numbers(cells).is_not_null(), least)


def as_numbers(cells: pl.Series) -> pl.Series:
    """Cells as numbers, whatever separates their thousands and fractions; missing where they are not numbers."""
    plain = cells.str.replace_all(rf"^(-?[1-9][0-9]{{0,2}})((?:[{''.join(THOUSANDS)}][0-9]{{3}})+)$", "$1").str.replace(
        ",", ".", literal=True
    )
    return plain.cast(pl.Float64, strict=False)


def is_of_days(cells: pl.Series) -> bool:
    """Whether cells are days by themselves, whatever their column is called; figures and numbered years are not."""
    written = date_formats(cells)
    days = [EDTF_DAY if form == EDTF else form for form in written]
    return bool(days) and are_most(cells, dates.parsed(cells, days)["day"].is_not_null(), HALF)


def date_formats(cells: pl.Series, *, named: bool = False) -> list[str]:
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


def list_separator(cells: pl.Series) -> str:
    """What separates the parts of cells that are lists; empty where they seem not to be."""
    return next((s for s in (";", "|") if cells.str.contains(s, literal=True).any()), "")
