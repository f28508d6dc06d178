"""Codes of countries, their parts, languages and scripts: ISO 3166, ISO 639 and ISO 15924.

The lists are in `schemas/reference/`, made by `scripts/make_codes.py`.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache

from event_timeline.profile import folder

USER_ASSIGNED = re.compile(r"AA[A-Z]|Q[M-Z][A-Z]|X[A-Z]{2}|ZZ[A-Z]")
"""Codes that ISO 3166-1 leaves to its users (8.1.3), such as XKX, which many use for Kosovo."""
GRANDFATHERED = frozenset(
    "i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu".split()
)
"""The registered tags that begin with i (RFC 5646, 2.1, `irregular`); no more are registered."""
SPECIAL_LANGUAGES = frozenset({"und", "mul", "mis", "zxx", "bh", "dek", "him", "nte"})  # codespell:ignore
"""Of all and no languages, and those that are in the IANA registry and no longer in ISO 639."""
PREFERRED_LANGUAGES = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
PREFERRED_REGIONS = {"BU": "MM", "DD": "DE", "FX": "FR", "TP": "TL", "YD": "YE", "ZR": "CD"}
OTHER_REGIONS = frozenset("AC AN CP CQ CS DG EA EU EZ IC NT SU TA UN YU".split())
"""Deprecated codes of two letters and their preferred values, and regions that are not countries of ISO 3166-1: the IANA
Language Subtag Registry, File-Date 2024-05-16."""
PRIVATE_LANGUAGE = re.compile("q[a-t][a-z]")
PRIVATE_SCRIPT = re.compile("qa(?:a[a-z]|b[a-x])")
PRIVATE_REGION = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")
"""Codes that are left to their users: qaa to qtz, Qaaa to Qabx, AA, QM to QZ, XA to XZ, ZZ (RFC 5646, 2.2.1, 2.2.3, 2.2.4)."""


@cache
def _rows(name: str) -> list[list[str]]:
    """The rows of a code list, without its header."""
    with (folder() / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


_COUNTRIES = _rows("countries")
ALPHA_2 = {alpha_3: alpha_2 for alpha_3, alpha_2, *_, withdrawn in _COUNTRIES if not withdrawn}
"""ISO 3166-1 alpha-3 codes in force, and the alpha-2 code of each."""
COUNTRIES = frozenset(ALPHA_2)
_FORMER = frozenset(alpha_3 for alpha_3, *_ in _COUNTRIES)
"""ISO 3166-1 alpha-3 codes, withdrawn ones included: old news is about old countries."""


def is_country(code: str) -> bool:
    """Whether a code is one of ISO 3166-1 alpha-3 or left to users by it."""
    return code in _FORMER or USER_ASSIGNED.fullmatch(code) is not None


SHARED_NAMES = frozenset({"Congo"})
"""Short names of ISO 3166-1 that people use for another country too: Congo is Brazzaville's there, and often Kinshasa's."""


@cache
def codes_by_name() -> dict[str, str]:
    """Name of a country in force (ISO 3166-1) -> its code, without names that two countries use."""
    in_force = [(alpha_3, names) for alpha_3, _, _, *names, withdrawn in _COUNTRIES if not withdrawn]
    return {name: alpha_3 for alpha_3, names in in_force for name in names if name and name not in SHARED_NAMES}


def code_of(name: str) -> str | None:
    """The code of a country by a name that ISO 3166-1 gives it; None where it lists no such name, or two countries use it."""
    return codes_by_name().get(name)


@cache
def _subdivisions() -> dict[str, list[str]]:
    """Alpha-2 code of a country -> the names of its parts (ISO 3166-2)."""
    names: dict[str, list[str]] = defaultdict(list)
    for code, name in _rows("subdivisions"):
        names[code.partition("-")[0]].append(name)
    return names


@cache
def is_part(country: str, name: str) -> bool:
    """Whether ISO 3166-2 lists a name among the parts of a country (alpha-3), as it does England, Scotland and Wales."""
    if code_of(name) == country:  # Luxembourg is also one of its cantons
        return False
    parts = _subdivisions().get(ALPHA_2.get(country, ""), [])
    return normalize_word(name) in {normalize_word(part.split("[")[0]) for part in parts}  # Wales [Cymru GB-CYM]


@cache
def _alpha_3() -> dict[str, str]:
    """ISO 639-1 code -> that of ISO 639-3."""
    return {alpha_2: alpha_3 for alpha_2, alpha_3, _ in _rows("languages")}


@cache
def _alpha_2() -> dict[str, str]:
    """Code of three letters, of ISO 639-3 or ISO 639-2/B -> that of ISO 639-1."""
    return {code: alpha_2 for alpha_2, *others in _rows("languages") for code in others if code}


@cache
def _three_letter_codes() -> dict[str, str]:
    """Code of a language or a family of languages -> the part of ISO 639 that has it, 3 or 5."""
    return dict(_rows("language_codes"))


def iso_639_3(language: str) -> str:
    """The ISO 639-3 code of a language that ISO 639-1 or ISO 639-3 has (lower case); empty for any other code."""
    return _alpha_3().get(language) or (language if _three_letter_codes().get(language) == "3" else "")


def is_language_tag(tag: str) -> bool:
    """Whether a BCP 47 tag is valid, and written with the shortest codes that are in force; see `language_fault`."""
    return not language_fault(tag)


@cache
def language_fault(tag: str) -> str:
    """What is wrong with a language tag, with the right one where it is known; empty where nothing is.

    Language, script and region must be in their code lists (RFC 5646, 2.2.9); a language that has a code of two letters
    has no other (2.2.1), and a subtag that the IANA registry deprecates gives way to its preferred value (2.2.9, 3.1.6).
    Other subtags pass; what follows a singleton is only checked to be there (2.2.6, 2.2.7).
    """
    language, *others = tag.lower().split("-")
    if tag.lower() in GRANDFATHERED:
        return ""
    if language == "i":
        return f"it is not one of the registered tags {', '.join(sorted(GRANDFATHERED))}"
    if fault := _singleton_fault([language, *others]):
        return fault
    if language == "x":
        return ""
    if preferred := PREFERRED_LANGUAGES.get(language):
        return f"{language!r} is deprecated: write {_rest(preferred, tag)!r}"
    if shorter := _alpha_2().get(language):
        return f"{language!r} has the shorter code {shorter!r}: write {_rest(shorter, tag)!r}"
    if not _is_language(language):
        return f"{language!r} is in no list of languages"
    for part in _before_extensions(others):
        if preferred := PREFERRED_REGIONS.get(part.upper()):
            return f"{part!r} is deprecated: write {preferred!r} in its place"
        if not _is_subtag(part):
            return f"{part!r} is in no list of scripts or regions"
    return ""


def _rest(language: str, tag: str) -> str:
    """A tag with another language."""
    return "-".join([language, *tag.split("-")[1:]])


def _is_language(language: str) -> bool:
    private = PRIVATE_LANGUAGE.fullmatch(language) is not None
    return language in _alpha_3() or language in SPECIAL_LANGUAGES or private or language in _three_letter_codes()


def _singleton_fault(parts: list[str]) -> str:
    """What is wrong with the singletons of a tag: one that is duplicated, or followed by no subtag of its own."""
    ends = parts.index("x") if "x" in parts else len(parts)
    singletons = [i for i, part in enumerate(parts[:ends]) if len(part) == 1]
    for i in singletons:
        if parts[i] in parts[:i]:
            return f"the singleton {parts[i]!r} is duplicated"
        if i + 1 >= ends or len(parts[i + 1]) == 1:
            return f"no subtag of at least two letters follows the singleton {parts[i]!r}"
    return "no subtag follows 'x'" if parts[ends:] == ["x"] else ""


def _before_extensions(parts: list[str]) -> list[str]:
    """Subtags up to the first singleton, after which private rules hold."""
    ends = [i for i, part in enumerate(parts) if len(part) == 1]
    return parts[: ends[0]] if ends else parts


@cache
def _scripts() -> frozenset[str]:
    """ISO 15924 codes, in lower case as in a tag."""
    return frozenset(code.lower() for code, _ in _rows("scripts"))


def _is_subtag(part: str) -> bool:
    if len(part) == 4 and part.isalpha():
        return PRIVATE_SCRIPT.fullmatch(part) is not None or part in _scripts()
    if len(part) == 2:
        region = part.upper()
        private = PRIVATE_REGION.fullmatch(region) is not None
        return private or region in OTHER_REGIONS or region in ALPHA_2.values()
    return True


def normalize_word(word: str) -> str:
    """A word without what is changed by accident: case, blanks and signs."""
    return re.sub(r"[\W_]+", "-", word.casefold()).strip("-")
