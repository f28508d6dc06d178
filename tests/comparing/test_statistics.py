"""The figures of a package: counted again by Python's csv module, and shown."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline


def rows(package: Path, table: str) -> list[dict[str, str]]:
    header, *body = builder.table(package / "data" / f"{table}.csv")
    return [dict(zip(header, row, strict=True)) for row in body]


@pytest.mark.parametrize("package", [builder.HARBOUR, builder.FLOODGATE, builder.LIGHTHOUSE], ids=lambda p: p.name)
def test_figures_are_those_that_can_be_counted_by_hand(package: Path) -> None:
    found = et.stats(package)
    events, parts, statements = (rows(package, t) for t in ("events", "event_actors", "statements"))
    assert found.rows["events"] == len(events)
    assert found.rows["evidence"] == len(rows(package, "evidence"))
    assert found.statuses == dict(Counter(r["status"] for r in events if r["status"]))
    assert list(found.statuses.values()) == sorted(found.statuses.values(), reverse=True)
    assert found.negated == sum(r["polarity"] == "negated" for r in events)
    in_events = Counter(actor for _, actor in {(r["event_id"], r["actor_id"]) for r in parts})
    speaking = Counter(r["speaker_id"] for r in statements)
    assert {a.actor_id: (a.events, a.statements) for a in found.actors} == {
        r["actor_id"]: (in_events[r["actor_id"]], speaking[r["actor_id"]]) for r in rows(package, "actors")
    }
    day = sum(bool(r["earliest"]) and r["earliest"] == r["latest"] for r in events)
    assert (found.dates["day"], sum(found.dates.values())) == (day, len(events))


def test_dates_are_distinguished_by_what_is_known(tmp_path: Path) -> None:
    edits = [
        Cell("events", "cable-cut", column, value)
        for column, value in (("date_edtf", "[..2024-05-31]"), ("earliest", ""), ("latest", "2024-05-31"))
    ]
    before, after = et.stats(builder.HARBOUR).dates, et.stats(builder.edited(tmp_path, edits)).dates
    assert after["until"] == before["until"] + 1
    old_folder = tmp_path / "old"
    old_folder.mkdir()
    old = [Cell("events", "cable-cut", c, v) for c, v in (("date_edtf", "-0405"), ("earliest", ""), ("latest", ""))]
    assert et.stats(builder.edited(old_folder, old)).dates["other"] == 1


@pytest.mark.parametrize("edtf", ["-0405", "Y9999999", "Y-170000002", "XXXX-12-25"])
def test_a_date_without_a_bound_is_counted_by_words_that_hold_for_each(edtf: str, tmp_path: Path) -> None:
    cells = [Cell("events", "cable-cut", c, v) for c, v in (("date_edtf", edtf), ("earliest", ""), ("latest", ""))]
    found = et.stats(builder.edited(tmp_path, cells))
    assert found.dates["other"] == 1
    assert re.search("^ *1  no bound in the years 1 to 9999 ", found.render(), re.MULTILINE)


def test_coverage_is_that_of_the_command_for_it(harbour: Path) -> None:
    (text,) = et.stats(harbour).texts
    sentences = et.coverage(harbour).sentences["article"]
    assert (text.sentences, text.coded) == (len(sentences), sum(s.is_coded for s in sentences))
    assert text.sentences == text.coded + text.actors_only + text.without_evidence


def test_problems_are_counted_by_family_and_severity(tmp_path: Path) -> None:
    damaged = builder.edited(
        tmp_path, [Cell("actors", "mira-holm", "kind", "robot"), Cell("events", "strike", "topic", "x")]
    )
    report, found = et.validate(damaged), et.stats(damaged).problems
    assert sum(n["error"] for n in found.values()) == report.errors > 0
    assert sum(n["warning"] for n in found.values()) == report.warnings


def test_an_event_table_has_figures_without_texts(timeline: Timeline) -> None:
    outcome = timeline("stats", builder.MARSHES)
    assert outcome.code == 0
    assert "texts: none found" in outcome.out
    assert et.stats(builder.MARSHES).rows["measures"] == len(rows(builder.MARSHES, "measures"))


def test_two_codings_are_compared(harbour: Path, timeline: Timeline) -> None:
    document = json.loads(timeline("stats", harbour, "--against", builder.HARBOUR, "--format", "json").out)
    assert document["agreement"] == json.loads(et.agree(harbour, builder.HARBOUR).render("json"))
    assert document["name"] == "harbour-dispute"
    assert "precision" in timeline("stats", harbour, "--against", builder.HARBOUR).out


def test_lists_are_cut_with_a_word_on_what_is_left(harbour: Path, timeline: Timeline) -> None:
    out = timeline("stats", harbour, "--most", "2").out
    assert f"and {len(rows(harbour, 'actors')) - 2} more" in out
    assert "█" not in et.stats(harbour).render(encoding="ascii")
    assert " ####" in et.stats(harbour).render(encoding="ascii")
