"""The report of the rules: its order, its limit, its messages, and the progress until it is there."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline.engine import run_rules
from event_timeline.model import Problem, UserError
from event_timeline.package.opening import open_package
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.rule import Context, Finding, Matches, Rule, cached
from event_timeline.tables import loading
from event_timeline.tables.loading import ROW, load_tables
from tests import builder


def context(folder: Path) -> Context:
    return Context(load_tables(open_package(folder)))


def reporting(*findings: Finding) -> Rule:
    """A rule that reports the same of every package."""

    def check(_: Context) -> Iterator[Finding]:
        yield from findings

    return Rule("EVT001", "test", check)


def labels(*rows: tuple[int, str]) -> pl.LazyFrame:
    return pl.LazyFrame(rows, {ROW: pl.get_index_type(), "label": pl.String}, orient="row")


def of(
    code: str, resource: str | None, row: int | None = None, column: str | None = None, message: str = ""
) -> Problem:
    return Problem(code=code, slug=BY_CODE[code].slug, message=message, resource=resource, row=row, column=column)


def test_problems_come_as_a_reader_meets_them(harbour: Path) -> None:
    """Those of the descriptor first; a table's by line, column, code and message, its size and hash last."""
    ordered = [
        of("PKG001", None), of("EVT004", "sources", 1), of("EVT009", "places", 1, "kind"), of("EVT004", "places", 2),
        of("EVT009", "places", 2, "kind"), of("EVT004", "places", 2, "name"), of("EVT009", "places", 2, "name", "a"),
        of("EVT009", "places", 2, "name", "b"), of("EVT004", "places", 3, "kind"), of("PKG005", "places"),
    ]  # fmt: skip
    mixed = ordered.copy()
    random.Random(12).shuffle(mixed)
    placed = run_rules.with_places(context(harbour), mixed)
    assert [(p.code, p.row, p.column, p.message) for p in placed] == [
        (p.code, p.row, p.column, p.message) for p in ordered
    ]
    lines = [(p.path, p.line) for p in placed]
    assert lines[:3] == [(None, None), ("data/sources.csv", 2), ("data/places.csv", 2)]
    assert lines[-2:] == [("data/places.csv", 4), ("data/places.csv", None)]


def test_a_path_and_a_line_that_a_rule_gives_are_kept(harbour: Path) -> None:
    given = replace(of("PKG019", "places"), path="schemas/x.json", line=7)
    (problem,) = run_rules.with_places(context(harbour), [given])
    assert (problem.path, problem.line) == ("schemas/x.json", 7)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_of_each_rule_so_many_problems_are_listed_and_all_are_counted(limit: int, harbour: Path) -> None:
    rows = labels((2, "b"), (1, "a"))
    rule = reporting(Matches("events", rows, "{label}", "label"), Matches("events", rows, "again {label}", "label"))
    report = run_rules.run(context(harbour), [rule], limit)
    assert report.counts == {"EVT001": 4}
    assert sorted(p.message for p in report.problems) == sorted(["a", "b", "again a", "again b"][:limit])


def test_the_first_records_are_listed_whatever_their_order(harbour: Path) -> None:
    rows = labels((3, "c"), (1, "z"), (1, "a"), (2, "b"))
    report = run_rules.run(context(harbour), [reporting(Matches("events", rows, "{label}", "label"))], 3)
    assert [p.message for p in report.problems] == ["a", "z", "b"]


@pytest.mark.parametrize(("letters", "shown"), [(300, "x" * 300), (301, "x" * 299 + "…"), (5000, "x" * 299 + "…")])
def test_a_message_shows_at_most_300_characters_of_a_value_and_the_report_all(
    letters: int, shown: str, harbour: Path
) -> None:
    rows = labels((1, "x" * letters))
    (problem,) = run_rules.run(context(harbour), [reporting(Matches("events", rows, "{label}", "label"))]).problems
    assert (problem.message, problem.value) == (shown, "x" * letters)


@pytest.mark.parametrize("letters", [300, 301, 5000])
def test_a_hint_never_names_a_command_with_a_part_of_a_value(letters: int, harbour: Path) -> None:
    finding = Matches("events", labels((1, "x" * letters)), "{label}", "label", hint="run `timeline add {label}`")
    rule = reporting(finding)
    (problem,) = run_rules.run(context(harbour), [rule]).problems
    assert problem.hint == (rule.repair if letters > 300 else f"run `timeline add {'x' * 300}`")


def test_a_missing_value_is_nothing_in_a_message(harbour: Path) -> None:
    rows = labels((1, "a")).with_columns(other=pl.lit(None, pl.String), n=pl.lit(0))
    finding = Matches("events", rows, "{label} {other} {n}", "other", hint="not {other}")
    (problem,) = run_rules.run(context(harbour), [reporting(finding)]).problems
    assert (problem.message, problem.hint, problem.value) == ("a nothing 0", "not nothing", None)


@pytest.mark.parametrize("kept", [True, False])
def test_progress_is_a_share_that_never_goes_back(kept: bool, harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading.Tables, "kept", kept)
    shares: list[float] = []
    report = run_rules.run(context(harbour), RULES, progress=lambda done, _: shares.append(done))
    assert report.counts == {}
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    assert (shares[-1] > 0.5) is not kept


def test_a_valid_small_package_costs_few_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each collection costs about as much as reading a table; together they are most of the work beside imports."""
    together: list[int] = []
    collect_all = pl.collect_all

    def counting(frames: Iterable[pl.LazyFrame], **options: Any) -> list[pl.DataFrame]:
        frames = list(frames)
        together.append(len(frames))
        return collect_all(frames, **options)

    monkeypatch.setattr(pl, "collect_all", counting)
    report = run_rules.run(context(builder.HARBOUR), RULES)
    assert not report.problems
    assert len(together) <= 55
    assert sum(together) <= 100


def test_small_packages_do_without_the_unstable_flags_of_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pl, "QueryOptFlags")
    monkeypatch.setattr(loading, "FEW_OPTIMISATIONS", loading.few_optimisations())
    assert loading.FEW_OPTIMISATIONS == {}
    assert not run_rules.run(context(builder.HARBOUR), RULES).problems


def test_what_several_rules_compute_at_once_is_computed_once(harbour: Path) -> None:
    calls = []

    @cached
    def slow(t: Context, number: int) -> int:
        calls.append(number)
        time.sleep(0.01)
        return number

    t = context(harbour)
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda number: slow(t, number % 2), range(16)))
    assert values == [0, 1] * 8
    assert sorted(calls) == [0, 1]


def test_an_error_of_a_rule_ends_the_others(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "SMALL_ROWS", 0)
    ran = []

    def failing(_: Context) -> Iterator[Finding]:
        raise UserError("it cannot be read", "")
        yield

    def after(_: Context) -> Iterator[Finding]:
        ran.append(1)
        time.sleep(0.01)
        yield from ()

    rules = [Rule("EVT001", "test", failing), *(Rule(f"EVT{i:03}", "test", after) for i in range(2, 100))]
    with pytest.raises(UserError, match="cannot be read"):
        run_rules.run(context(harbour), rules)
    assert len(ran) < 50
