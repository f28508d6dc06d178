"""`timeline agree`: its formats, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import event_timeline as et
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline


def test_prints_what_the_library_renders(tmp_path: Path, timeline: Timeline) -> None:
    other = builder.edited(tmp_path, [Cell("events", "strike", "status", "ongoing")])
    result = et.agree(builder.HARBOUR, other)
    assert timeline("agree", builder.HARBOUR, other).out == result.render() + "\n"
    assert timeline("agree", builder.HARBOUR, other, "--list").out == result.render(listing=True) + "\n"
    markdown = timeline("agree", builder.HARBOUR, other, "--format", "markdown")
    assert (markdown.code, markdown.out) == (0, result.render("markdown") + "\n")


def test_the_json_has_figures_pairs_and_differences(tmp_path: Path, timeline: Timeline) -> None:
    other = builder.edited(tmp_path, [Cell("events", "strike", "status", "ongoing")])
    document = json.loads(timeline("agree", builder.HARBOUR, other, "--format", "json").out)
    assert list(document) == ["schema_version", "units", "alpha"]
    events = document["units"]["events"]
    assert (events["precision"], events["recall"], events["f1"]) == (1.0, 1.0, 1.0)
    assert {"a": "strike", "b": "strike", "dice": 1.0} in events["matched"]
    assert (events["only_a"], events["only_b"]) == ([], [])
    (differing,) = document["alpha"]["events.status"]["differing"]
    assert differing == {"unit": "strike", "a": "planned", "b": "ongoing"}


def test_a_package_that_cannot_be_read_exits_with_2(harbour: Path, timeline: Timeline) -> None:
    (harbour / "data" / "events.csv").unlink()
    result = timeline("agree", builder.HARBOUR, harbour)
    assert (result.code, result.out) == (2, "")
    assert "cannot read events" in result.err
