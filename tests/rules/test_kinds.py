"""Kinds of rules: what they report of one small package, and what they declare to the engine."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from event_timeline.package.opening import open_package
from event_timeline.rules import RULES, kinds
from event_timeline.rules.explanations import Cell, Edit
from event_timeline.rules.families import FOLDERS
from event_timeline.rules.kinds import (
    Dates,
    If,
    Others,
    compared,
    has,
    lacks,
    of_date,
    of_row,
    related,
)
from event_timeline.rules.rule import Context, Matches, Rule
from event_timeline.tables.loading import ROW, load_tables
from tests import builder
from tests.rules.asking import moved

PLACES = Others("evidence", where=pl.col("part") == "place")
STRIKE = "dockers-strike"


def test_the_docstring_lists_every_kind_with_a_rule_that_is_declared_so() -> None:
    examples = dict(re.findall(r"^(\w+)  +.*\(([A-Z]{3}\d{3})\)$", kinds.__doc__ or "", re.MULTILINE))
    declaring = {
        name
        for name, value in inspect.getmembers(kinds, inspect.isfunction)
        if value.__module__ == kinds.__name__
        and re.search(r"\bRule\b", str(inspect.signature(value).return_annotation))
    }
    assert set(examples) == declaring
    for kind, code in examples.items():
        folder = Path(kinds.__file__).with_name(FOLDERS[code[:3]])
        modules = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
        assert re.search(rf"\b{kind}\(\s*\"{code}\"", modules), (kind, code)


def context(folder: Path, edits: Iterable[Edit] = (), package: str = "harbour") -> Context:
    return Context(load_tables(open_package(builder.edited(folder, edits, package))))


def reported(t: Context, rule: Rule) -> list[dict[str, str | None]]:
    """Each record that a rule reports, with the message."""
    findings = [f for f in rule.check(t) if isinstance(f, Matches)]
    return [{"message": f.message.format_map(row), **row} for f in findings for row in f.rows.collect().to_dicts()]


def keys(t: Context, rule: Rule) -> set[str]:
    return {str(row["event_id"]) for row in reported(t, rule)}


@pytest.mark.parametrize("rule", [r for r in RULES if r.scope in ("rows", "groups")], ids=lambda r: r.code)
def test_a_condition_is_true_of_the_records_that_are_reported(rule: Rule, tmp_path: Path) -> None:
    t = context(tmp_path, rule.bad.edits, rule.bad.package)
    for finding in rule.check(t):
        mask = (finding.where if finding.only_if is None else finding.only_if) if isinstance(finding, Matches) else None
        if isinstance(finding, Matches) and mask is not None:
            rows = set(finding.rows.collect()[ROW])
            counted = set(t.tables.tables[finding.table].checked.filter(mask).collect()[ROW])
            if finding.reads_previous:  # true of some record, if any is reported
                assert counted or not rows
            else:
                assert rows <= counted
                assert finding.where is None or rows == counted


def test_absent_and_present_divide_the_records(tmp_path: Path) -> None:
    t = context(tmp_path)
    without = keys(
        t, related("EVT901", "without-place", "events", lacks(PLACES), message="{event_id}", column="event_id")
    )
    within = keys(t, related("EVT902", "with-place", "events", has(PLACES), message="{event_id}", column="event_id"))
    assert without | within == set(t["events"].collect()["event_id"])
    assert not without & within
    assert within == set(t["evidence"].filter(pl.col("part") == "place").collect()["event_id"].drop_nulls())


def test_all_conditions_of_a_relation_are_met(tmp_path: Path) -> None:
    t = context(tmp_path)
    dates = Others("evidence", where=pl.col("part") == "date")
    rule = related("EVT903", "date-only", "events", has(dates), lacks(PLACES), message="{key}", column="event_id")
    parts = t["evidence"].drop_nulls("event_id").group_by("event_id").agg("part").collect()
    expected = {e for e, p in parts.iter_rows() if "date" in p and "place" not in p}
    assert expected
    assert keys(t, rule) == expected


def test_a_key_may_be_computed_and_a_missing_one_is_neither_present_nor_absent(tmp_path: Path) -> None:
    t = context(tmp_path)
    key = pl.col("event_id").str.to_uppercase()
    shouted = Others("events", (key,), pl.col("status") == "occurred")
    rule = related("EVT904", "upper-case", "events", has(shouted, key=(key,)), message="{event_id}", column="event_id")
    assert keys(t, rule) == set(t["events"].filter(pl.col("status") == "occurred").collect()["event_id"])
    towns = Others("places", ("place_id",), pl.col("kind") == "city")
    elsewhere = related("EVT905", "elsewhere", "events", lacks(towns, key=("place_id",)), message="", column="kind")
    at = dict(t["events"].collect().select("event_id", "place_id").iter_rows())
    assert None in at.values()
    assert keys(t, elsewhere) == {event for event, place in at.items() if place not in (None, "osterhavn")}


def test_records_are_compared_by_the_columns_of_both(tmp_path: Path) -> None:
    t = context(tmp_path)
    rule = compared(
        "STM901", "within-another", Others("statements", ("within",)), Others("statements", ("statement_id",)),
        where=pl.col("position") > pl.col("position_other"), message="{statement_id} {position} {position_other}",
        column="within",
    )  # fmt: skip
    statements = {row["statement_id"]: row for row in t["statements"].collect().to_dicts()}
    pairs = [(s, statements[s["within"]]) for s in statements.values() if s["within"]]
    expected = {
        f"{s['statement_id']} {s['position']} {o['position']}" for s, o in pairs if s["position"] > o["position"]
    }
    assert expected
    assert {row["message"] for row in reported(t, rule)} == expected


def test_days_are_compared_as_numbers_and_shown_as_dates(tmp_path: Path) -> None:
    rule = compared(
        "DAT901", "same-day", Others("events", ("event_id",), dates="sure"), Others("events", ("event_id",), dates="sure"),
        where=pl.col("first_day") == pl.col("last_day_other"), message="{first_day} {last_day_other}", column="date_edtf",
    )  # fmt: skip
    rows = reported(context(tmp_path, moved("council-vote", "-0043-03-15")), rule)
    assert ["-0043-03-15 -0043-03-15", "-0043-03-15"] in [[row["message"], row["text"]] for row in rows]


def test_an_unsure_date_is_bounded_and_not_sure(tmp_path: Path) -> None:
    t = context(tmp_path, moved("council-vote", "2024-05?"))
    events = {
        kind: Others("events", dates=kind).records(t, ["event_id"]).collect()["event_id"]
        for kind in ("bounded", "sure", "unsure")
    }
    assert "council-vote" in events["unsure"]
    assert "council-vote" not in events["sure"]
    assert set(events["bounded"]) == set(events["sure"]) | set(events["unsure"])


def test_a_date_meets_one_of_the_cases_with_its_record(tmp_path: Path) -> None:
    t = context(tmp_path, moved("council-vote", "1824"))
    old, held = pl.col("first_day") < 700_000, pl.col("event_id") == "council-vote"
    cases = [Dates(old & (pl.col("table") == "events"), held), Dates(~pl.col("valid"))]
    rule = of_date("DAT902", "old", *cases, message="{text}: {first_day}", tables=("events", "statements"))
    assert [row["message"] for row in reported(t, rule)] == ["1824: 1824-01-01"]
    other = of_date("DAT903", "older", Dates(old, ~held), message="{text}", tables=("events",))
    assert "1824" not in [row["message"] for row in reported(t, other)]


def test_several_tables_are_looked_at_in_turn(tmp_path: Path) -> None:
    t = context(tmp_path, [Cell("events", "council-vote", "date_basis", "")])
    rule = of_row(
        "DAT904", "bare", ("events", "statements"), If(pl.col("date_basis").is_null(), "{position}", "date_basis")
    )
    assert rule.needs == ("events", "statements")
    assert [f.table for f in rule.check(t) if isinstance(f, Matches)] == ["events", "statements"]
    assert "council-vote" in {row.get("event_id") for row in reported(t, rule)}


def test_a_costly_condition_is_computed_only_where_a_cheap_one_is_true(tmp_path: Path) -> None:
    sizes = []

    def costly(cells: pl.Series) -> pl.Series:
        sizes.append(len(cells))
        return pl.Series([True] * len(cells))

    occurred = pl.col("status") == "occurred"
    t = context(tmp_path)
    slow = pl.col("label").map_batches(costly, return_dtype=pl.Boolean, is_elementwise=True)
    rule = of_row("EVT906", "costly", "events", If(slow, "{label}", "label", only_if=occurred))
    expected = t["events"].filter(occurred).collect().height
    assert len(reported(t, rule)) == expected
    assert sum(sizes) == expected
