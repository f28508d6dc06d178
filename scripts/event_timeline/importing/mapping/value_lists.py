"""Lists of values that a mapping names: those that come along, of countries, and CSV files beside the mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from event_timeline import profile
from event_timeline.model import UserError
from event_timeline.texts.files import read_text

BESIDE = Path(__file__).parents[1] / "mappings"


def names() -> list[str]:
    """The lists that come along."""
    return sorted([*_COUNTRY_LISTS, *_PROFILE_LISTS, *(p.stem for p in BESIDE.glob("*.csv"))])


def values(name: str, folder: Path) -> dict[str, str]:
    """A list by its name, or a CSV file in the folder of the mapping: code -> value.

    Raises UserError, with file and line, where there is none or it is not a list of two columns.
    """
    if name in _COUNTRY_LISTS:
        return countries(_COUNTRY_LISTS[name])
    if name in _PROFILE_LISTS:
        return _PROFILE_LISTS[name]()
    own = BESIDE / f"{name}.csv"
    file = own if own.is_file() else folder / name
    if not own.is_file() and (Path(name).is_absolute() or ".." in Path(name).parts):
        raise UserError(f"{name} leads out of the folder of the mapping", "put the list beside the mapping")
    hint = f"name a CSV file of two columns beside the mapping, or one of {', '.join(names())}"
    content = read_text(file, hint).removeprefix("\ufeff")
    header = content.partition("\n")[0]
    try:
        lines = io.StringIO(content, newline="")
        rows = list(csv.reader(lines, delimiter=";" if ";" in header and "," not in header else ","))
    except csv.Error as error:
        raise UserError(f"cannot read the list of values {name}: {error}", hint) from None
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2:
            raise UserError(
                f"{file}:{number}: {len(row)} cells",
                "a list of values has a header and two columns, separated by commas or semicolons",
            )
    first: dict[str, tuple[int, str]] = {}
    for number, (code, value) in enumerate(rows[1:], 2):
        line, same = first.setdefault(code, (number, value))
        if same != value:
            raise UserError(
                f"{file}:{number}: the code {code!r} is in row {line} already, with another value",
                "keep one of them",
            )
    return dict(rows[1:])


def without_case(pairs: Mapping[str, object]) -> dict[str, str]:
    """Codes as they are compared -> values. Raises UserError where two codes are one then, and have different values."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    for code, value in pairs.items():
        key = " ".join(str(code).split()).lower()
        if found.setdefault(key, str(value)) != str(value):
            raise UserError(
                f"the codes {first[key]!r} and {str(code)!r} differ in letter case or blanks only, and have different values",
                "keep one of them: codes are compared without regard to case",
            )
        first.setdefault(key, str(code))
    return found


_COUNTRY_LISTS = {"iso-numeric": "numeric", "iso-alpha-2": "alpha_2", "iso-alpha-3": "alpha_3", "country-names": "name"}


@cache
def countries(key: str) -> dict[str, str]:
    """Code or name of a country -> its code of ISO 3166-1 alpha-3.

    By name: those of ISO 3166-1, and those of `mappings/country-aliases.csv`: the names that event data sets use, English
    names of Unicode's CLDR (its short and variant forms too), and abbreviations of the CIA's World Factbook, with points
    or without. `CAR` is left out, since it is a word, and so is what two countries may be meant by, as `Saint Martin`. A
    number is known with and without the zeros that it begins with.
    """
    with (profile.folder() / "reference" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if not r["withdrawal_date"]]
    if key == "name":
        with (BESIDE / "country-aliases.csv").open(encoding="utf-8", newline="") as lines:
            known = dict(list(csv.reader(lines))[1:])
        return {r[c]: r["alpha_3"] for r in rows for c in ("official_name", "common_name", "name") if r[c]} | known
    found = {r[key]: r["alpha_3"] for r in rows}
    return found | {code.lstrip("0"): alpha_3 for code, alpha_3 in found.items()} if key == "numeric" else found


def _country_of_code() -> dict[str, str]:
    """Code of ISO 3166-1 alpha-3 -> the name of the country in use."""
    with (profile.folder() / "reference" / "countries.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if not r["withdrawal_date"]]
    return {r["alpha_3"]: r["common_name"] or r["name"] for r in rows}


_PROFILE_LISTS: dict[str, Callable[[], dict[str, str]]] = {
    "cameo-codes": lambda: {code: code for code in profile.cameo_terms()},
    "cameo-labels": lambda: {code: label for code, (label, _) in profile.cameo_terms().items()},
    "country-of-alpha-3": _country_of_code,
}
