"""`timeline cite` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline.citations import STYLES


@pytest.mark.parametrize("style", list(STYLES))
def test_every_style_names_title_creator_and_year(harbour: Path, timeline, style: str) -> None:
    outcome = timeline("cite", harbour, "--style", style)
    assert outcome.code == 0
    assert outcome.err == ""
    for part in ("The harbour dispute: a small event timeline for the tests", "Event Timeline project", "2024"):
        assert part in outcome.out


def test_the_list_names_every_style(timeline) -> None:
    outcome = timeline("cite", "--list")
    assert outcome.code == 0
    assert all(s.name in outcome.out and s.purpose in outcome.out for s in STYLES.values())


def test_a_row_is_cited_by_its_label_and_key(harbour: Path, timeline) -> None:
    outcome = timeline("cite", harbour, "--row", "events/strike")
    assert "Strike of the dockers (events, strike), in: The harbour dispute" in outcome.out
    assert outcome.out.endswith("#events/strike\n")


def test_a_row_with_a_key_of_several_columns_is_cited(harbour: Path, timeline) -> None:
    outcome = timeline(
        "cite", harbour, "--row", "event_actors/cable-cut,port-authority,recipient", "--style", "chicago"
    )
    assert outcome.code == 0
    assert "#event_actors/cable-cut,port-authority,recipient." in outcome.out


@pytest.mark.parametrize("row", ["events/nothing", "nothing/strike", "events", "events/a,b"])
def test_a_row_that_is_not_there_is_said(harbour: Path, timeline, row: str) -> None:
    assert timeline("cite", harbour, "--row", row).code == 2


def test_a_style_for_whole_datasets_refuses_a_row(harbour: Path, timeline) -> None:
    assert timeline("cite", harbour, "--style", "datacite", "--row", "events/strike").code == 2


def test_an_unknown_style_is_met_with_the_nearest(harbour: Path, timeline) -> None:
    outcome = timeline("cite", harbour, "--style", "bibtx")
    assert outcome.code == 2
    assert "bibtex" in outcome.err


def test_a_file_is_written_once_and_replaced_by_force(harbour: Path, timeline, tmp_path: Path) -> None:
    target = tmp_path / "CITATION.cff"
    assert timeline("cite", harbour, "--style", "cff", "-o", target).code == 0
    assert target.read_text(encoding="utf-8").startswith("cff-version: 1.2.0\n")
    assert timeline("cite", harbour, "--style", "cff", "-o", target).code == 2
    assert timeline("cite", harbour, "--style", "cff", "-o", target, "--force").code == 0


@pytest.mark.parametrize(
    "change", [{"title": None}, {"contributors": []}, {"created": "lately"}, {"contributors": "me"}]
)
def test_a_descriptor_without_what_a_citation_needs_is_refused(harbour: Path, timeline, change: dict) -> None:
    path = harbour / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    outcome = timeline("cite", harbour)
    assert outcome.code == 2
    assert next(iter(change)) in outcome.err
