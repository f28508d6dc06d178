"""Make the code lists in `schemas/reference/`: countries, subdivisions, languages, language_codes and scripts.

Run `python scripts/make_codes.py`, with `pycountry` installed (dependency group `test`). It has Debian's iso-codes
(LGPL-2.1-or-later), which has the lists of ISO 3166, ISO 639 and ISO 15924; the lists made here stay under that licence.
`tests/profile/test_code_lists.py` compares them with `pycountry`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pycountry

OUT = Path(__file__).parents[1] / "schemas" / "reference"
COUNTRY = ("alpha_3", "alpha_2", "numeric", "name", "common_name", "official_name", "withdrawal_date")
LANGUAGE = ("alpha_2", "alpha_3", "bibliographic")


def countries() -> Iterator[list[str]]:
    """ISO 3166-1 and, with the date of their withdrawal, ISO 3166-3: one row a country."""
    for listed in (pycountry.countries, pycountry.historic_countries):
        yield from sorted(_values(country, COUNTRY) for country in listed)


def languages() -> Iterator[list[str]]:
    """ISO 639-1, with the code of ISO 639-3 and, where it is another one, of ISO 639-2/B."""
    yield from sorted(_values(language, LANGUAGE) for language in pycountry.languages if hasattr(language, "alpha_2"))


def language_codes() -> Iterator[list[str]]:
    """The codes of ISO 639-3, languages, and of ISO 639-5, families of languages."""
    for part, listed in (("3", pycountry.languages), ("5", pycountry.language_families)):
        yield from sorted([language.alpha_3, part] for language in listed)


def scripts() -> Iterator[list[str]]:
    """ISO 15924."""
    yield from sorted(_values(script, ("alpha_4", "name")) for script in pycountry.scripts)


def subdivisions() -> Iterator[list[str]]:
    """ISO 3166-2: the code, which begins with the country's of two letters, and the name."""
    yield from sorted(_values(part, ("code", "name")) for part in pycountry.subdivisions)


def _values(entry: Any, names: Iterable[str]) -> list[str]:
    return [getattr(entry, name, None) or "" for name in names]


LISTS = {
    "countries": (COUNTRY, countries),
    "languages": (LANGUAGE, languages),
    "language_codes": (("code", "part"), language_codes),
    "scripts": (("code", "name"), scripts),
    "subdivisions": (("code", "name"), subdivisions),
}
"""File -> its header, and the function that yields its rows."""


def main() -> None:
    """Write the lists."""
    for name, (header, rows) in LISTS.items():
        with (OUT / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows()])


if __name__ == "__main__":
    main()
