"""The lists of values that come along with mappings."""

from __future__ import annotations

import pytest

from event_timeline.importing.mapping import value_lists
from event_timeline.profile import codes


@pytest.mark.parametrize(("name", "code"), [
    ("UK", "GBR"), ("U.K.", "GBR"), ("US", "USA"), ("USA", "USA"), ("U.S.", "USA"), ("UAE", "ARE"), ("DRC", "COD"), ("D.R.C.", "COD"),
    ("PNG", "PNG"), ("DPRK", "PRK"), ("ROK", "KOR"), ("PRC", "CHN"), ("BiH", "BIH"), ("NZ", "NZL"), ("Congo (DRC)", "COD"),
    ("Congo - Brazzaville", "COG"), ("Trinidad & Tobago", "TTO"), ("St. Lucia", "LCA"), ("The Bahamas", "BHS"), ("Ivory Coast", "CIV"),
])  # fmt: skip
def test_common_english_names_of_countries_are_known(name: str, code: str) -> None:
    assert value_lists.countries("name")[name] == code


@pytest.mark.parametrize("name", ["CAR", "Saint Martin", "Korea", "America", "Virgin Islands", "IOM", "AS"])
def test_a_name_of_two_countries_or_of_something_else_is_not_known(name: str) -> None:
    assert name.lower() not in value_lists.without_case(value_lists.countries("name"))


def test_no_name_of_a_country_is_the_code_or_the_name_of_another() -> None:
    known = value_lists.without_case(value_lists.countries("name"))
    by_code = {code.lower(): alpha_3 for alpha_3, alpha_2 in codes.ALPHA_2.items() for code in (alpha_2, alpha_3)}
    assert {name: code for name, code in known.items() if by_code.get(name, code) != code} == {}
    by_name = {name.lower(): code for name, code in codes.codes_by_name().items()}
    assert {name: code for name, code in known.items() if by_name.get(name, code) != code} == {}
