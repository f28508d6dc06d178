"""Rules that are shared out tell the same as rules that see the whole package, problem for problem."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from event_timeline.engine import chunks, distributed
from event_timeline.package.opening import open_package
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.explanations import Replaced
from event_timeline.rules.rule import Rule
from tests import builder, storage_formats
from tests.benchmarks.generate import generate
from tests.engine.comparison import alone, distributed_context, shared, texts_of, with_causes
from tests.engine.sequential_pool import InTurn

SCOPED = [r for r in RULES if r.scope != "whole"]


def test_a_rule_declares_what_its_scope_needs_and_nothing_else() -> None:
    for r in RULES:
        assert bool(r.groups) == (r.scope == "groups")
        assert not r.beside or r.scope == "rows"
        assert not r.reads_previous or r.scope == "gate"


def test_the_page_on_engines_counts_the_rules_of_each_scope() -> None:
    page = (Path(__file__).parents[2] / "docs" / "engines.md").read_text(encoding="utf-8")
    numbers = [int(line.split("|")[2]) for line in page.split("what a rule needs to see")[1].splitlines()[2:7]]
    kinds = [r.scope.replace("keys", "gate").replace("references", "gate") for r in RULES]
    assert numbers == [kinds.count(kind) for kind in ("rows", "groups", "counts", "gate", "whole")]
    assert sum(numbers) == len(RULES)


def test_causes_are_found_a_record_at_a_time() -> None:
    assert all(r.scope in ("rows", "gate") or r.constraint for r in RULES if r.cause)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_a_rule_finds_in_parts_what_it_finds_in_its_bad_example(rule: Rule, tmp_path: Path) -> None:
    package, texts = builder.edited(tmp_path, rule.bad.edits, rule.bad.package), texts_of(rule)
    found = alone(package, with_causes(rule), texts=texts).counts
    assert rule.code in found
    rules = [
        r for r in RULES if r.code in found
    ]  # that the others find nothing in parts is tested of a healthy package
    expected = alone(package, rules, texts=texts)
    assert expected.counts == found
    assert shared(package, InTurn(), 3000, rules, texts=texts) == expected


def test_a_worker_that_does_not_see_the_package_fails_instead_of_reporting_every_file(harbour: Path) -> None:
    package = open_package(harbour)
    shutil.rmtree(harbour)
    with pytest.raises(FileNotFoundError):
        distributed.load(package, InTurn())


def test_the_language_of_the_package_is_checked_too(tmp_path: Path) -> None:
    """A problem that is in no table comes from no part of one."""
    edits = [Replaced("datapackage.json", '"version":', '"language": "english", "version":')]
    package = builder.edited(tmp_path, edits)
    report = shared(package, InTurn(), 3000, [BY_CODE["CIT014"]])
    assert [p.column for p in report.problems] == ["$.language"]
    assert report == alone(package, [BY_CODE["CIT014"]])


@pytest.mark.parametrize("at_once", [1200, 2**20])
def test_a_healthy_package_is_healthy_however_it_is_cut(harbour: Path, at_once: int) -> None:
    report = shared(harbour, InTurn(), at_once)
    assert report.counts == {}
    assert report == alone(harbour)


def test_a_table_that_workers_cannot_read_is_checked_whole_and_the_others_in_parts(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table, old in (("statements", "The crane gets"), ("places", "Town Hall"), ("actors", "Jonas Veld")):
        path = harbour / "data" / f"{table}.csv"
        builder.write(path, builder.read(path).replace(old, f" {old}", 1))
    read = chunks.read

    def failing(chunk: chunks.Chunk) -> pl.DataFrame:
        if chunk.table == "statements":
            raise chunks.ChunkMismatchError("other records than were counted")
        return read(chunk)

    monkeypatch.setattr(chunks, "read", failing)
    report = shared(harbour, InTurn(), 2000)
    assert report == alone(harbour)
    assert report.counts["TAB031"] == 3


def test_without_a_size_chunks_are_large_and_progress_never_goes_back(harbour: Path) -> None:
    shares: list[float] = []
    context = distributed_context(harbour, InTurn())
    report = distributed.run(context, RULES, 9, progress=lambda done, _: shares.append(done))
    assert report == alone(harbour)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1


def test_the_order_is_held_where_one_chunk_ends_and_the_next_begins(harbour: Path) -> None:
    path = harbour / "data" / "event_actors.csv"
    head, *records = builder.read(path).splitlines(keepends=True)
    builder.write(path, head + "".join(reversed(records)))
    report = shared(harbour, InTurn(), 150, [BY_CODE["TAB030"]])
    assert report.counts == {"TAB030": 1}
    assert f"this record and {len(records) - 2} below it belong further up" in report.problems[0].message
    assert report == alone(harbour, [BY_CODE["TAB030"]])


def test_only_tables_whose_keys_are_asked_for_are_exchanged(harbour: Path) -> None:
    class Watched(InTurn):
        def exchange(self, deal: Any, items: Sequence[Any], judge: Any) -> list[Any]:
            exchanged.update(chunk.table for chunk in items)
            return super().exchange(deal, items, judge)

    exchanged: set[str] = set()
    rule = BY_CODE["EVT014"]
    assert shared(harbour, Watched(), 3000, [rule]) == alone(harbour, [rule])
    assert exchanged == {"events", "event_actors"}


def test_blank_records_are_one_run_across_chunks(harbour: Path) -> None:
    path = harbour / "data" / "event_actors.csv"
    builder.write(path, builder.read(path) + "\n" * 500)
    report = shared(harbour, InTurn(), 200, [BY_CODE["TAB015"], BY_CODE["TAB021"]])
    assert report.counts == {"TAB015": 1}
    assert report == alone(harbour, [BY_CODE["TAB015"], BY_CODE["TAB021"]])


def test_damage_of_a_known_kind_is_counted_and_shown_alike(tmp_path: Path) -> None:
    generate(tmp_path / "made", 200, damage=0.06, texts="none", parts=2, a_source=100)
    for most in (3, 20):
        expected = alone(tmp_path / "made", most=most)
        assert {"TAB020", "TAB022", "TAB031", "KEY003", "EVD005"} <= set(expected.counts)
        assert any(most < n for n in expected.counts.values())
        assert shared(tmp_path / "made", InTurn(), 60_000, most=most) == expected


@pytest.mark.parametrize("form", [storage_formats.in_parts, storage_formats.in_parquet])
def test_tables_in_other_forms_are_told_alike(tmp_path: Path, form: Callable[[Path, Path, int], Path]) -> None:
    edits = (*BY_CODE["KEY003"].bad.edits, *BY_CODE["EVD014"].bad.edits, *BY_CODE["TAB022"].bad.edits)
    package = form(builder.edited(tmp_path, edits), tmp_path / "other", 3)
    expected = alone(package)
    assert {"KEY003", "EVD014", "TAB022"} <= set(expected.counts)
    assert shared(package, InTurn(), 4000) == expected


@pytest.mark.parametrize("seed", [1, 6])
def test_cells_and_records_in_disorder_are_told_alike(tmp_path: Path, seed: int) -> None:
    """Cells emptied, exchanged, lengthened; records lost, doubled, blank: dozens of rules have something to say."""
    folder = tmp_path / "made"
    generate(folder, 600, texts="none", a_source=100)
    chance = random.Random(seed)
    for path in sorted((folder / "data").glob("*.csv")):
        _disorder(path, chance, chance.choice([0.002, 0.01]))
    expected = alone(folder, most=7)
    assert len(expected.counts) > 40
    assert shared(folder, InTurn(), 75_000, most=7) == expected


def _disorder(path: Path, chance: random.Random, share: float) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        for column in range(len(head)):
            if chance.random() < share:
                row[column] = chance.choice(["", chance.choice(rows)[column], "x y", row[column] + "\n"])
    for _ in range(len(rows) // 200 + 1):
        rows[chance.randrange(len(rows))] = chance.choice([[""] * len(head), list(chance.choice(rows))])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
