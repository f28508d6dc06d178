"""Country codes and language tags."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from event_timeline.profile.codes import is_country, is_language_tag, language_fault


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
        "qaa",
        "qtz",
        "qaa-Qaaa-QM",
        "en-EU",
        "ru-SU",
        "sh",
        "ar-001",
        "en-US-u-ca-buddhist",
        "de-a-foo-x-b",
        "x-mine",
        "x-a-b",
        "i-klingon",
        "en-GB-oed",
    ],
)
def test_tags_of_bcp_47_are_languages(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize("tag", [
    "dk", "ua", "jp", "xq", "en-UK", "sr-Qqqq", "quu", "english", "", "i-mine", "x", "en-x", "en-u", "en-u-x-a",
    "en-a-foo-a-bar", "dk-x-mine"])  # fmt: skip
def test_what_stands_in_no_list_is_not(tag: str) -> None:
    assert not is_language_tag(tag)


@pytest.mark.parametrize(
    ("tag", "right"),
    [
        ("eng", "en"), ("deu", "de"), ("ger", "de"), ("fre-CA", "fr-CA"), ("ukr", "uk"), ("iw", "he"), ("in", "id"),
        ("ji", "yi"), ("jw", "jv"), ("mo", "ro"), ("zho-Hant-TW", "zh-Hant-TW"), ("pt-TP", "TL"),
    ],
)  # fmt: skip
def test_another_code_than_the_shortest_one_in_force_is_refused_with_the_right_one(tag: str, right: str) -> None:
    assert language_fault(tag).endswith((f"write {right!r}", f"write {right!r} in its place"))


def test_every_language_of_the_registry_is_judged_as_the_registry_does() -> None:
    registry = json.loads(resources.files("language_tags").joinpath("data/json/registry.json").read_text("utf-8"))
    languages = [r for r in registry if r["Type"] == "language" and ".." not in r["Subtag"]]
    valid = {r["Subtag"] for r in languages if "Deprecated" not in r}
    assert not {tag for tag in valid if language_fault(tag)}
    assert not {
        r["Subtag"]
        for r in languages
        if len(r["Subtag"]) == 2 and "Deprecated" in r and not language_fault(r["Subtag"])
    }
