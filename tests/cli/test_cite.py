"""`timeline cite` as a user meets it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph, URIRef

from event_timeline.citations import STYLES
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("style", list(STYLES))
def test_every_style_names_title_creator_and_year(harbour: Path, timeline: Timeline, style: str) -> None:
    outcome = timeline("cite", harbour, "--style", style)
    assert outcome.code == 0
    assert outcome.err == ""
    for part in ("The harbour dispute: a small event timeline for the tests", "Event Timeline project", "2024"):
        assert part in outcome.out


def test_a_row_in_place_of_a_package_is_referred_to_its_option(timeline: Timeline) -> None:
    result = timeline("cite", "events/strike")
    assert result.code == 2
    assert "to cite a row, write --row TABLE/KEY" in result.err


def test_the_list_names_every_style(timeline: Timeline) -> None:
    outcome = timeline("cite", "--list")
    assert outcome.code == 0
    assert all(s.name in outcome.out and s.purpose in outcome.out for s in STYLES.values())


def test_a_row_is_cited_by_its_label_and_key(harbour: Path, timeline: Timeline) -> None:
    outcome = timeline("cite", harbour, "--row", "events/strike")
    assert "Strike of the dockers (events, strike), in: The harbour dispute" in outcome.out
    assert outcome.out.endswith("#events/strike\n")


@pytest.mark.parametrize("style", [name for name, style in STYLES.items() if style.rows])
def test_a_label_of_several_lines_is_cited_on_one(tmp_path: Path, timeline: Timeline, style: str) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "label", "Strike\n  of the dockers")])
    folded = timeline("cite", package, "--row", "events/strike", "--style", style)
    plain = timeline("cite", builder.HARBOUR, "--row", "events/strike", "--style", style)
    assert (folded.code, folded.out) == (0, plain.out)


def test_a_key_that_was_mistyped_is_answered_with_the_nearest(harbour: Path, timeline: Timeline) -> None:
    outcome = timeline("cite", harbour, "--row", "event_actors/council-vote/town-counsel/participant")
    assert outcome.code == 2
    assert "did you mean event_actors/council-vote/town-council/" in outcome.err
    assert "did you mean" not in timeline("cite", harbour, "--row", "events/xyzzy").err
    assert "such as events/KEY;" in timeline("cite", harbour, "--row", "").err


@pytest.mark.parametrize("command", [("cite", "--row"), ("remove",)])
def test_a_key_is_not_answered_with_one_that_has_only_the_vocabulary_in_common(
    command: tuple[str, ...], harbour: Path, timeline: Timeline
) -> None:
    far = timeline(*command, "codebook/events.kind/x", harbour)
    assert (far.code, "did you mean" in far.err) == (2, False)
    near = timeline(*command, "codebook/events.topic/labor", harbour)
    assert (near.code, "events.topic/labour" in near.err) == (2, True)


ADDRESS = {
    "apa": lambda text: text.split()[-1],
    "chicago": lambda text: text.split()[-1].removesuffix("."),
    "bibtex": lambda text: re.search(r"(?:url = \{|, )((?:https|urn):\S+)\}", text)[1].replace("\\#", "#"),
    "ris": lambda text: re.search(r"^(?:UR|AN)  - (.*)$", text, re.MULTILINE)[1],
    "csl": lambda text: json.loads(text)[0].get("URL") or json.loads(text)[0]["number"],
}
"""Style that cites rows -> how its text gives the address."""


def described(package: Path, **changes: object) -> Path:
    path = package / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")
    return package


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize(
    ("changes", "base"),
    [
        ({}, "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"),
        ({"id": "https://doi.org/10.5555/harbour.1"}, "https://doi.org/10.5555/harbour.1"),
        ({"homepage": "https://example.org/harbour"}, "https://example.org/harbour"),
    ],
)
def test_every_style_cites_a_row_of_a_version_or_says_which_do(
    harbour: Path, timeline: Timeline, style: str, changes: dict[str, Any], base: str
) -> None:
    package = described(harbour, version="2.3.4", created="2025-02-03T00:00:00Z", **changes)
    outcome = timeline("cite", package, "--row", "events/strike", "--style", style)
    if style not in ADDRESS:
        assert outcome.code == 2
        assert "apa, chicago, bibtex, ris, csl" in outcome.err
        return
    assert outcome.code == 0
    assert ADDRESS[style](outcome.out.strip()) == f"{base}#events/strike"
    for part in ("Strike of the dockers (events, strike), in: The harbour dispute", "2.3.4", "2025"):
        assert part in outcome.out
    whole = timeline("cite", package, "--style", style)
    assert ADDRESS[style](whole.out.strip()) == base


def test_the_styles_that_cite_rows_are_those_that_say_so(timeline: Timeline) -> None:
    assert {s.name for s in STYLES.values() if s.rows} == set(ADDRESS)
    assert timeline("cite", "--list").out.count("rows, too") == len(ADDRESS)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"id": "https://doi.org/10.5555/a(1)#<x>"},
        {"doi": "http://dx.doi.org/10.5555/a"},
        {"homepage": "https://example.org/harbour"},
        {"homepage": "https://example.org/harbour#about"},
        {"homepage": "javascript:alert(1)"},
    ],
)
def test_a_cited_row_has_the_address_of_its_node_in_rdf(
    harbour: Path, timeline: Timeline, tmp_path: Path, changes: dict[str, Any]
) -> None:
    described(harbour, **changes)
    assert timeline("export", "turtle", harbour, "-o", tmp_path / "out.ttl", "--no-validate").code == 0
    graph = Graph().parse(tmp_path / "out.ttl")
    for row in (
        "events/strike", "actors/port-authority", "statements/nobody-hurt", "event_actors/cable-cut/port-authority/recipient",
        "event_actors/cable-cut,port-authority,recipient", "event_relations/monday-talks,before,strike",
        "statement_events/veld-warning/strike", "codebook/statement_events.factuality,CT+",
    ):  # fmt: skip
        (item,) = json.loads(timeline("cite", harbour, "--row", row, "--style", "csl").out)
        assert (URIRef(item.get("URL") or item["number"]), None, None) in graph


@pytest.mark.parametrize("style", list(STYLES))
def test_an_older_versions_archive_is_cited_as_that_version(
    harbour: Path, timeline: Timeline, tmp_path: Path, style: str
) -> None:
    assert timeline("export", "zip", harbour, "-o", tmp_path / "old.zip").code == 0
    described(harbour, version="9.0.0", created="2031-01-01T00:00:00Z")
    old, new = (timeline("cite", p, "--style", style).out for p in (tmp_path / "old.zip", harbour))
    assert "1.2.0" in old
    assert "2024" in old
    assert "9.0.0" in new
    assert "2031" in new


def test_the_citation_file_of_this_repository_is_the_one_that_cite_writes(timeline: Timeline) -> None:
    outcome = timeline("cite", ROOT, "--style", "cff")
    assert (ROOT / "CITATION.cff").read_text(encoding="utf-8") == outcome.out


def test_a_bumped_citation_file_still_says_what_cite_says(harbour: Path, timeline: Timeline) -> None:
    assert timeline("cite", harbour, "--style", "cff", "-o", harbour / "CITATION.cff").code == 0
    assert timeline("bump", "minor", harbour, "--date", "2025-02-03").code == 0
    written = yaml.safe_load((harbour / "CITATION.cff").read_text(encoding="utf-8"))
    assert written == yaml.safe_load(timeline("cite", harbour, "--style", "cff").out)
    assert written["identifiers"][0]["value"] == "urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (
            "event_actors/cable-cut,port-authority,recipient",
            "Port Authority of Osterhavn, recipient in The cable is cut",
        ),
        ("event_relations/monday-talks/before/strike", "Talks of the port and the union, before Strike of the dockers"),
        (
            "event_relations/empty-harbour,outcome_of,strike",
            "The harbour falls idle, outcome of Strike of the dockers, according to Jonas Veld",
        ),
        ("statement_events/veld-warning,empty-harbour", "Jonas Veld on The harbour falls idle: warns, PS+"),
        ("statement_events/traders-claim/cable-cut", "Traders of Osterhavn on The cable is cut: asserts, CT+"),
        ("codebook/events.status,occurred", "Occurred, term of events.status"),
        ("evidence/strike-report-0", "report of Strike of the dockers"),
    ],
)
@pytest.mark.parametrize("between", [",", "/"])
def test_a_row_that_joins_others_is_called_by_their_names(
    row: str, label: str, between: str, harbour: Path, timeline: Timeline
) -> None:
    table, *key = row.replace(",", "/").split("/")
    outcome = timeline("cite", harbour, "--row", f"{table}/{between.join(key)}", "--style", "chicago")
    assert f"{label} ({table}, {'/'.join(key)}), in: " in outcome.out
    assert f"#{table}/{'/'.join(key)}." in outcome.out


@pytest.mark.parametrize("row", ["events/nothing", "nothing/strike", "events", "events/a,b"])
def test_a_row_that_is_not_there_is_said(harbour: Path, timeline: Timeline, row: str) -> None:
    assert timeline("cite", harbour, "--row", row).code == 2


def test_a_row_of_a_table_without_a_key_is_cited_by_its_event(timeline: Timeline) -> None:
    outcome = timeline("cite", builder.MARSHES, "--row", "measures/ferry-strike/participants")
    assert outcome.code == 2
    assert "measures has no key by which a row is cited" in outcome.err
    assert "cite the event: --row events/ferry-strike" in outcome.err


def test_a_style_for_whole_datasets_refuses_a_row(harbour: Path, timeline: Timeline) -> None:
    assert timeline("cite", harbour, "--style", "datacite", "--row", "events/strike").code == 2


def test_an_unknown_style_is_met_with_the_nearest(harbour: Path, timeline: Timeline) -> None:
    outcome = timeline("cite", harbour, "--style", "bibtx")
    assert outcome.code == 2
    assert "bibtex" in outcome.err


def test_a_file_is_written_once_and_replaced_by_force(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    target = tmp_path / "CITATION.cff"
    assert timeline("cite", harbour, "--style", "cff", "-o", target).code == 0
    assert target.read_text(encoding="utf-8").startswith("cff-version: 1.2.0\n")
    assert timeline("cite", harbour, "--style", "cff", "-o", target).code == 0, "nothing is lost where it says the same"
    target.write_text("mine\n", encoding="utf-8")
    assert timeline("cite", harbour, "--style", "cff", "-o", target).code == 2
    assert target.read_text(encoding="utf-8") == "mine\n"
    assert timeline("cite", harbour, "--style", "cff", "-o", target, "--force").code == 0


@pytest.mark.parametrize(
    "change", [{"title": None}, {"contributors": []}, {"created": "lately"}, {"contributors": "me"}]
)
def test_a_descriptor_without_what_a_citation_needs_is_refused(
    harbour: Path, timeline: Timeline, change: dict[str, Any]
) -> None:
    path = harbour / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    outcome = timeline("cite", harbour)
    assert outcome.code == 2
    assert next(iter(change)) in outcome.err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("council-vote", "write --row TABLE/KEY, such as events/council-vote;"),
        ("events", "write --row TABLE/KEY, such as events/KEY;"),
        ("places", "write --row TABLE/KEY, such as places/KEY;"),
        ("happenings/council-vote", "the tables are sources"),
        ("event_actors/council-vote,x", "write --row event_actors/EVENT_ID/ACTOR_ID/ROLE"),
    ],
)
def test_a_row_that_is_not_named_well_is_told_how(given: str, told: str, timeline: Timeline) -> None:
    result = timeline("cite", builder.HARBOUR, "--row", given)
    assert result.code == 2
    assert told in result.err


def test_a_style_in_capitals_leads_to_the_style(timeline: Timeline) -> None:
    assert "did you mean 'apa'" in timeline("cite", builder.HARBOUR, "--style", "APA").err
