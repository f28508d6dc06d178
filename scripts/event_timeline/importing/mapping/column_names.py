"""Which field each column of a table may be, from its name and what its cells look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import combining, normalize

import polars as pl

from event_timeline.importing.mapping.cell_forms import (
    HALF,
    are_codes,
    are_most,
    date_formats,
    identifies,
    is_country,
    is_number,
    is_of_days,
)

COUNTS = ("deaths", "casualties", "injured")
"""Fields that count."""
ESTIMATES = {"deaths": ("low", "high"), "casualties": ("casualties_low", "casualties_high")}
"""Count -> the fields of its lowest and highest estimate."""
SIDES = "side|camp|seite|cote|lado"
ACTORS = "actor|acteur|akteur|party|participant"
MAX_SIDES = 6
"""Different values of columns of sides; with more they are names."""
NUMBERS = tuple("23456789")
"""What ends the names of columns that repeat one whose name ends in 1, or in nothing."""
MAX_KINDS = 40
"""Different values of a column that are listed as codes of `kind`."""
COUNTED = "(n|no|nr|nb|num|number|how_many|total|nombre|numero|anzahl)_(of_|de_|der_)?((people|persons|personnes|personas)_)?(were_)?"
"""What the names of columns of figures may begin with, as in “How many dead”."""
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


def recognized(columns: list[str], sample: pl.DataFrame) -> dict[str, str]:
    """Field -> column, each column once; a date in three columns is `year`, `month` and `day`."""
    tests: dict[str, Callable[[pl.Series], bool]] = {
        "start": lambda s: bool(date_formats(s, named=True)), "end": lambda s: bool(date_formats(s, named=True)),
        **dict.fromkeys(("latitude", "longitude"), is_number),
        **dict.fromkeys((*COUNTS, *ESTIMATES["deaths"], *ESTIMATES["casualties"]), lambda s: is_number(s, HALF)),
        "id": lambda s: identifies(s) and not is_of_days(s),
        "url": lambda s: bool(s.drop_nulls().str.starts_with("http").any()),
        "kind": lambda s: s.n_unique() <= MAX_KINDS,
        "admin1": lambda s: not are_most(s, s.str.contains(WORLD_REGION)),
    }  # fmt: skip
    found: dict[str, str] = {}
    worded = _worded(columns)
    sides = [c for c in columns if _is_side(plain_name(c))] if _are_sides(columns, sample) else []
    ordered = sorted(columns, key=lambda c: c not in worded)

    def fits(field: str, name: str, column: str) -> bool:
        cells = sample[column]
        called = (plain_name(column), worded.get(column, ""))
        if (
            column in found.values()
            or cells.null_count() == sample.height
            or not any(re.search(name, c) for c in called)
        ):
            return False
        if field in ("actor", "recipient") and column in sides:
            return False
        if field in WORDS and (NO_WORDS.search(plain_name(column)) or is_number(cells)):
            return False
        if field == "kind" and name == WHAT and not are_codes(cells):
            return False
        if field == "country" and plain_name(column) == "state" and not are_most(cells, is_country(cells)):
            return False
        return field not in tests or tests[field](cells)

    for field, names in NAMES.items():
        if field in ("year", "month", "day") and ("start" in found or (field != "year" and "year" not in found)):
            continue
        candidates = ((name, column) for name in names for column in ordered)
        column = next((column for name, column in candidates if fits(field, name, column)), None)
        if column is None and field == "start":  # by its values
            dated = (c for c in columns if c not in found.values() and not is_named(c, "end") and is_of_days(sample[c]))
            column = next(dated, None)
        if column is not None:
            found[field] = column
    return found


def _worded(columns: list[str]) -> dict[str, str]:
    """A column of words -> the plain name of that of its codes, which it is beside."""
    names = {plain_name(c) for c in columns}
    stems = ((c, plain_name(c).rpartition("_")) for c in columns)
    return {c: stem for c, (stem, _, end) in stems if end in WORDED and stem in names}


def plain_name(column: str) -> str:
    """The name of a column in lower case, without accents, its words separated by `_`, also those in brackets."""
    plain = "".join(c for c in normalize("NFKD", column.lower()) if not combining(c))
    return re.sub(r"[^\w°]+|_+", "_", plain).strip("_")


def is_named(column: str, field: str) -> bool:
    """Whether the name of a column is one that a field often has."""
    return any(re.search(name, plain_name(column)) for name in NAMES[field])


def siblings(columns: list[str], sample: pl.DataFrame, found: dict[str, str]) -> dict[str, str]:
    """What is beside the columns that were recognized: sides of actors, a third actor, further sources and their addresses."""
    taken = set(found.values())
    there = {plain_name(c): c for c in columns if c not in taken and sample[c].null_count() < sample.height}
    beside: dict[str, str] = {}
    for field, first in (("actor", "[1a]?"), ("recipient", "[2b]")):
        if field in found and not _is_side(plain_name(found[field])):
            named = rf"^({SIDES})_?{first}$|^({ACTORS})_?{first}_({SIDES})$"
            if column := next((c for plain, c in there.items() if re.search(named, plain)), None):
                beside[f"side of {field}"] = column
    for field in ("actor", "source", "url"):
        stem = re.sub(r"_?(1|a)$", "", plain_name(found.get(field, "")))
        for number in NUMBERS if stem else ():
            column = there.get(f"{stem}{number}") or there.get(f"{stem}_{number}")
            if (
                column
                and column not in beside.values()
                and not is_number(sample[column])
                and (field, number) != ("actor", "2")
            ):
                beside[f"{field}{number}"] = column
    return beside


def _is_side(plain: str) -> bool:
    """Whether a column, by its plain name, may say on which side its actor is: side_1, side_b, side."""
    return re.search(rf"^({SIDES})_?[12ab]?$", plain) is not None


def _are_sides(columns: list[str], sample: pl.DataFrame) -> bool:
    """Whether columns named for sides say on which side actors are, who are named beside, and are not their names."""
    if not any(re.search(rf"^({ACTORS})_?[1a]?(_?name)?$", plain_name(c)) for c in columns):
        return False
    cells = [sample[c].drop_nulls().str.to_lowercase().alias("") for c in columns if _is_side(plain_name(c))]
    return bool(cells) and pl.concat(cells).n_unique() <= MAX_SIDES


WORDS = ("summary", "country", "admin1", "admin2", "city", "recipient", "actor", "source")
"""Fields whose cells are words, and not numbers, nor of a column that NO_WORDS says."""
NO_WORDS = re.compile(r"(^|_)(ids?|codes?|iso\d?|fips?|fp|num|nr|prec(ision)?|accuracy|scale|article|date)$")
"""Names of identifiers, codes and degrees, such as `side_a_dset_id` and `location_precision`."""
WORDED = ("txt", "text", "name", "label")
"""What the name of a column of words ends in, beside that of its codes: `country_txt` beside `country`."""
WORLD_REGION = r"(?i)africa|america|asia|europe|caribbean|caucasus|middle east|oceania|antarctica"
"""A region that is larger than a country: no part of one."""
