"""Country codes and language tags."""

from __future__ import annotations

import pytest

from event_timeline.rules.codes import ALPHA_2, COUNTRIES, LANGUAGES, is_country, is_language_tag


@pytest.mark.parametrize("code", ["DNK", "UKR", "TWN", "YUG", "SUN", "XKX", "QZZ", "ZZZ", "AAA"])
def test_codes_in_use_withdrawn_or_left_to_users_are_countries(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["GER", "DEN", "DAN", "EUE", "KOS", "QLA", "UK", "dnk"])
def test_codes_of_other_lists_are_not(code: str) -> None:
    assert not is_country(code)


@pytest.mark.parametrize(
    "tag",
    [
        "en",
        "uk",
        "en-GB",
        "sr-Latn",
        "sr-Latn-RS",
        "zh-Hant-TW",
        "es-419",
        "yue",
        "und",
        "mul",
        "de-1996",
        "en-x-mine",
        "sla",
    ],
)
def test_tags_of_bcp_47_are_languages(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize("tag", ["dk", "ua", "jp", "xq", "en-UK", "sr-Qqqq", "qqx", "english"])
def test_what_stands_in_no_list_is_not(tag: str) -> None:
    assert not is_language_tag(tag)


def test_the_codes_that_pass_unasked_are_those_of_the_library() -> None:
    import pycountry

    assert {c.alpha_3 for c in pycountry.countries} >= COUNTRIES
    assert {c.alpha_3: c.alpha_2 for c in pycountry.countries if c.alpha_3 in COUNTRIES} == ALPHA_2
    assert {c.alpha_2 for c in pycountry.languages if hasattr(c, "alpha_2")} >= LANGUAGES
    assert (len(COUNTRIES), len(LANGUAGES)) == (249, 184)
