"""`timeline explain TABLE.COLUMN`: the terms of a vocabulary, of the package in the current folder or of the profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline import profile
from tests.conftest import Timeline


def test_the_terms_of_a_vocabulary_are_listed_with_their_definitions(timeline: Timeline) -> None:
    for name, term in (
        ("events.kind", "protest"),
        ("event_actors.role", "agent"),
        ("measures.measure", "fatalities"),
        ("events.cameo", "190"),
    ):
        out = " ".join(timeline("explain", name).out.split())
        definition = {**profile.definitions(), ("events.cameo", "190"): profile.cameo_terms()["190"][::-1]}[name, term][
            0
        ]
        assert out.startswith(f"{name}: ")
        assert f" {term} {definition}" in out
    assert timeline("explain", "events.kind").code == 0


def test_topics_are_those_of_the_package(
    harbour: Path, tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = timeline("explain", "events.topic")
    assert result.code == 2
    assert "each package defines its own" in result.err
    assert "timeline add term --vocabulary events.topic" in result.err
    monkeypatch.chdir(harbour)
    assert "labour" in timeline("explain", "events.topic").out


def test_terms_are_explained_in_full(timeline: Timeline) -> None:
    out = timeline("explain", "events.kind", "protest", "riot").out
    assert out.startswith("events.kind protest: Protest\n")
    assert "\nevents.kind riot: Riot\n" in out
    assert "\nExample: " in out
    assert "plover:" in out
    assert timeline("explain", "events.kind", "protest", "EVT003").out.count("EVT003 occurred-and-negated") == 1


def test_the_terms_are_those_of_the_package_in_the_current_folder(
    timeline: Timeline, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    definition = "A boat race is rowed in the harbour."
    timeline("add", "term", "--vocabulary", "events.kind", "--term", "boat-race", "--definition", definition)
    listed = timeline("explain", "events.kind").out
    assert f"terms of the package {et.read(harbour).name}" in listed
    assert f"  boat-race\n      {definition}" in listed
    assert "boat-race" in et.explain("events.kind", harbour)
    assert "boat-race" not in et.explain("events.kind")
    assert timeline("explain", "events.topic").code == 0


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (("events.kin",), "there is no vocabulary 'events.kin'", "did you mean events.kind? there are: actors.kind"),
        (("events.label",), "there is no vocabulary 'events.label'", "there are: actors.kind"),
        (("events.kind", "protst"), "events.kind has no term 'protst'", "did you mean protest? `timeline explain events.kind` lists"),
    ],
)  # fmt: skip
def test_a_misspelt_one_is_met_with_the_nearest(
    words: tuple[str, ...], said: str, hint: str, timeline: Timeline
) -> None:
    result = timeline("explain", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert hint in result.err
    with pytest.raises(et.Error) as caught:
        et.explain(" ".join(words))
    assert "timeline explain" not in (caught.value.hint or "")


def test_rules_and_terms_come_as_json(timeline: Timeline) -> None:
    document = json.loads(timeline("explain", "EVD004", "events.kind", "protest", "--format", "json").out)
    assert document["schema_version"] == "1.0"
    assert [(r["code"], r["slug"]) for r in document["rules"]] == [("EVD004", "exact-length-mismatch")]
    assert set(document["rules"][0]) == {"code", "slug", "severity", "summary", "why", "repair"}
    (vocabulary,) = document["vocabularies"]
    assert (vocabulary["vocabulary"], [t["term"] for t in vocabulary["terms"]]) == ("events.kind", ["protest"])
    assert set(vocabulary["terms"][0]) == {"term", "label", "definition", "mapping", "example", "counter_example"}
    every = json.loads(timeline("explain", "--format", "json").out)
    assert len(every["rules"]) > 250


def test_a_package_without_a_readable_schema_is_no_hindrance(
    timeline: Timeline, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    (harbour / "schemas" / "events.json").write_text(
        '{"fields": [1, {"name": 3, "constraints": []}]}', encoding="utf-8"
    )
    result = timeline("explain", "events.kind")
    assert (result.code, result.err) == (0, "")


def test_a_vocabulary_is_completed(timeline: Timeline) -> None:
    from event_timeline import cli_support

    assert "events.kind" in {v.name for v in cli_support.vocabularies()}
