"""The code lists in `schemas/reference/` agree with `pycountry`, which `scripts/make_codes.py` makes them from."""

from __future__ import annotations

import csv
from itertools import product
from string import ascii_lowercase, ascii_uppercase

import pycountry
import pytest

import make_codes
from event_timeline import profile
from event_timeline.profile import codes

LETTERS = range(2, 4)
"""How long the codes of countries and languages are."""


@pytest.mark.parametrize("name", ["countries", "language_codes", "languages", "scripts", "subdivisions"])
def test_a_list_is_what_its_generator_makes(name: str) -> None:
    header, rows = make_codes.LISTS[name]
    with (profile.folder() / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [list(header), *rows()], "run python scripts/make_codes.py"


def test_countries_are_those_in_force_the_former_ones_and_what_is_left_to_users() -> None:
    listed = {c.alpha_3 for c in [*pycountry.countries, *pycountry.historic_countries]}
    every = map("".join, product(ascii_uppercase, repeat=3))
    assert all(codes.is_country(c) == (c in listed or bool(codes.USER_ASSIGNED.fullmatch(c))) for c in every)
    assert {c.alpha_3: c.alpha_2 for c in pycountry.countries} == codes.ALPHA_2
    assert set(codes.ALPHA_2) == codes.COUNTRIES


def test_every_name_of_a_country_has_its_code() -> None:
    for country in pycountry.countries:
        names = {getattr(country, kind, country.name) for kind in ("name", "common_name", "official_name")}
        assert {codes.code_of(n) for n in names - codes.SHARED_NAMES} == {country.alpha_3}
    former = {c.name for c in pycountry.historic_countries}
    current = {c.name for c in pycountry.countries}
    assert {codes.code_of(name) for name in former - current} == {None}


def test_every_subdivision_is_a_part_of_its_country_only() -> None:
    alpha_3 = {two: three for three, two in codes.ALPHA_2.items()}
    for part in pycountry.subdivisions:
        country = alpha_3[part.country_code]
        assert codes.is_part(country, part.name.split("[")[0]) == (codes.code_of(part.name) != country)
    assert not codes.is_part("DNK", "Wales")


def test_every_language_family_and_script_is_valid_and_no_other_language() -> None:
    short = {la.alpha_2 for la in pycountry.languages if hasattr(la, "alpha_2")}
    long = {la.alpha_3 for la in pycountry.languages if not hasattr(la, "alpha_2")}
    listed = short | long | {family.alpha_3 for family in pycountry.language_families} | codes.SPECIAL_LANGUAGES
    for code in (letters for n in LETTERS for letters in map("".join, product(ascii_lowercase, repeat=n))):
        valid = (code in listed or codes.PRIVATE_LANGUAGE.fullmatch(code)) and code not in codes.PREFERRED_LANGUAGES
        assert codes.is_language_tag(code) == bool(valid), code
    assert {
        script.alpha_4 for script in pycountry.scripts if not codes.is_language_tag(f"en-{script.alpha_4}")
    } == set()


def test_a_longer_code_is_refused_with_the_one_of_two_letters() -> None:
    for language in pycountry.languages:
        longer = {language.alpha_3, getattr(language, "bibliographic", language.alpha_3)}
        if two := getattr(language, "alpha_2", ""):
            assert {codes.language_fault(code).endswith(f"write {two!r}") for code in longer} == {True}


def test_a_language_has_the_code_of_three_letters_that_iso_639_3_gives_it() -> None:
    for language in pycountry.languages:
        assert codes.iso_639_3(language.alpha_3) == language.alpha_3
        assert codes.iso_639_3(getattr(language, "alpha_2", language.alpha_3)) == language.alpha_3
    assert {codes.iso_639_3(family.alpha_3) for family in pycountry.language_families} == {""}
    assert codes.iso_639_3("") == codes.iso_639_3("xq") == ""
