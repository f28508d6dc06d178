"""Code lists of the `pycountry` package, which brings ISO 3166, ISO 639 and ISO 15924 along."""

from __future__ import annotations

import re
from functools import cache

USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
"""Codes that ISO 3166-1 leaves to its users (8.1.3), such as XKX, which many use for Kosovo."""
GRANDFATHERED = frozenset({"i", "x"})
"""First subtags of registered and private tags of BCP 47 that no code list has."""
SPECIAL_LANGUAGES = frozenset({"und", "mul", "mis", "zxx"})


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes, withdrawn ones included: old news is about old countries."""
    import pycountry

    former = {c.alpha_3 for c in pycountry.historic_countries if hasattr(c, "alpha_3")}
    return frozenset({c.alpha_3 for c in pycountry.countries} | former)


def is_country(code: str) -> bool:
    """Whether a code is one of ISO 3166-1 alpha-3 or left to users by it."""
    return code in countries() or USER_ASSIGNED.fullmatch(code) is not None


@cache
def is_language_tag(tag: str) -> bool:
    """Whether a BCP 47 tag's language, script and region are in their code lists; other subtags pass."""
    import pycountry

    language, *others = tag.lower().split("-")
    if language in GRANDFATHERED:
        return True
    if len(language) == 2:
        known = pycountry.languages.get(alpha_2=language) is not None
    else:
        known = language in SPECIAL_LANGUAGES or any(
            codes.get(alpha_3=language) is not None for codes in (pycountry.languages, pycountry.language_families)
        )
    return known and all(_is_subtag(part) for part in _before_extensions(others))


def _before_extensions(parts: list[str]) -> list[str]:
    """Subtags up to the first singleton, after which private rules hold."""
    ends = [i for i, part in enumerate(parts) if len(part) == 1]
    return parts[: ends[0]] if ends else parts


def _is_subtag(part: str) -> bool:
    import pycountry

    if len(part) == 4 and part.isalpha():
        return pycountry.scripts.get(alpha_4=part.title()) is not None
    if len(part) == 2:
        return pycountry.countries.get(alpha_2=part.upper()) is not None
    return True
