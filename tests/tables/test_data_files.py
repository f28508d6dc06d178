"""A table in one CSV file, in several, in Parquet: the same records give the same problems."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import event_timeline as et
from event_timeline import validate
from event_timeline.rules.explanations import Added, Cell
from event_timeline.tables import data_files
from tests import builder, storage_formats
from tests.benchmarks.generate import generate

DAMAGE = (
    Cell("places", "pier-4", "latitude", "155.25"),
    Cell("places", "denmark", "country", "XXX"),
    Cell("events", "council-vote", "status", "happened"),
    Cell("events", "container-fall", "position", "two"),
    Cell("events", "strike", "earliest", "2024-13-01"),
    Cell("actors", "dockers-union", "name", "Dockers’ union "),
    Cell("event_relations", "council-funding condition_of new-cable", "according_to", "jonas-weld"),
    Added("event_actors", {"event_id": "council-vote", "actor_id": "town-council", "role": "participant"}),
)
FORMS = {
    "CSV parts": lambda package, target: storage_formats.in_parts(package, target, 3),
    "Parquet": lambda package, target: storage_formats.in_parquet(package, target),
    "Parquet parts": lambda package, target: storage_formats.in_parquet(package, target, 3),
}


def told(package: Path, texts: Path | None = None) -> Counter[Any]:
    """What a report says, but for the file and the line; texts: of a generated package."""
    sources = [] if texts else [f"article={builder.ARTICLE}"]
    report = validate(str(package), sources, source_dir=texts, limit=10**6)
    return Counter((p.code, p.message, p.resource, p.row, p.column, p.value) for p in report.problems)


@pytest.mark.parametrize("form", FORMS)
def test_damage_is_told_alike_in_every_form(form: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, DAMAGE)
    expected = told(package)
    assert {"TAB020", "TAB022", "TAB024", "TAB031", "KEY001", "KEY003"} <= {code for code, *_ in expected}
    assert told(FORMS[form](package, tmp_path / "other")) == expected


@pytest.mark.parametrize("n", [1, 3])
def test_a_healthy_package_of_typed_parquet_is_healthy(n: int, harbour: Path, tmp_path: Path) -> None:
    package = storage_formats.in_parquet(harbour, tmp_path / "other", n, typed=True)
    report = validate(str(package), [f"article={builder.ARTICLE}"])
    assert report.counts == {}
    assert report.skipped == []


def retyped(package: Path, part: str, retype: pl.Expr) -> None:
    """Write a column of one Parquet part with another type, and describe the parts as they are then."""
    file = package / part
    pl.read_parquet(file).with_columns(retype).write_parquet(file)
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    resource = next(r for r in descriptor["resources"] if part in r["path"])
    facts = data_files.combine(data_files.inspect((p, package / p) for p in resource["path"]))
    resource |= {"bytes": facts.size, "hash": f"sha256:{facts.sha256}"}
    builder.write(path, json.dumps(descriptor))


STATUSES = ["asserted", "conditional", "habitual", "hypothetical", "occurred", "ongoing", "planned"]
OTHER_TYPES = {
    "Int32": pl.col("position").cast(pl.Int32),
    "UInt8": pl.col("position").cast(pl.UInt8),
    "number as text": pl.col("position").cast(pl.String),
    "Categorical": pl.col("label").cast(pl.Categorical),
    "Enum": pl.col("status").cast(pl.Enum(STATUSES)),
    "date as text": pl.col("earliest").cast(pl.String),
    "all null": pl.lit(None).alias("wikidata"),
}


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_parts_of_parquet_may_have_different_types(kind: str, part: int, harbour: Path, tmp_path: Path) -> None:
    """Each part is text by itself, whichever comes first, and so are the records that one file has."""
    package = storage_formats.in_parquet(harbour, tmp_path / "other", 3, typed=True)
    retyped(package, f"data/events-{part}.parquet", OTHER_TYPES[kind])
    files = [(p.name, p) for p in sorted((package / "data").glob("events-*.parquet"))]
    alone = [data_files.scan(data_files.inspect([f]), "_").drop("_").collect() for f in files]
    together = data_files.scan(data_files.inspect(files), "_").collect()
    assert together["_"].to_list() == list(range(1, sum(a.height for a in alone) + 1))
    assert together.drop("_").equals(pl.concat(alone))
    assert validate(str(package), [f"article={builder.ARTICLE}"]).counts == {}


def test_parts_of_parquet_with_different_types_give_the_same_problems(tmp_path: Path) -> None:
    damaged = builder.edited(tmp_path, DAMAGE)
    package = storage_formats.in_parquet(damaged, tmp_path / "other", 3)
    for part, table, column in ((0, "events", "label"), (1, "actors", "name"), (1, "places", "country")):
        retyped(package, f"data/{table}-{part}.parquet", pl.col(column).cast(pl.Categorical))
    assert told(package) == told(damaged)


@pytest.mark.parametrize("broken", [0, 1])
def test_a_damaged_part_among_different_types_is_named(broken: int, harbour: Path, tmp_path: Path) -> None:
    package = storage_formats.in_parquet(harbour, tmp_path / "other", 2, typed=True)
    retyped(package, "data/events-1.parquet", pl.col("position").cast(pl.Int32))
    file = package / f"data/events-{broken}.parquet"
    content = file.read_bytes()
    file.write_bytes(content[:20] + b"\xff" * 180 + content[200:])
    found = validate(str(package), select=["TAB012"]).problems
    assert {p.path for p in found} == {f"data/events-{broken}.parquet"}


def test_lines_are_those_of_the_part(tmp_path: Path) -> None:
    package = storage_formats.in_parts(builder.edited(tmp_path, DAMAGE), tmp_path / "other", 3)
    seen: Counter[Any] = Counter()
    for problem in validate(str(package)).problems:
        if problem.code in ("TAB022", "TAB024", "TAB031"):
            with (package / str(problem.path)).open(encoding="utf-8", newline="") as file:
                header, *records = csv.reader(file)
            assert records[(problem.line or 0) - 2][header.index(problem.column or "")] == problem.value
            seen[problem.path] += 1
    assert len(seen) > 1


def test_a_large_package_is_told_alike_in_every_form(tmp_path: Path) -> None:
    """Of a generated package with texts, damaged in a hundredth of its rows."""
    made = generate(tmp_path / "one", 1500, damage=0.02, a_source=100)
    reports = []
    for package in (
        made.folder,
        storage_formats.in_parts(made.folder, tmp_path / "csv", 4),
        storage_formats.in_parquet(made.folder, tmp_path / "pq", 4),
    ):
        report = validate(str(package), source_dir=made.folder / "texts", limit=10**6)
        assert all("could not be read" in s.reason for s in report.skipped)
        reports.append(
            (
                report.counts,
                report.skipped,
                Counter((p.code, p.message, p.row, p.column, p.value) for p in report.problems),
            )
        )
    assert reports[0][0]
    assert reports[1:] == [reports[0]] * 2


def test_frictionless_finds_parts_of_csv_valid(harbour: Path, tmp_path: Path) -> None:
    package = storage_formats.in_parts(harbour, tmp_path / "other", 3)
    run = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", package / "datapackage.json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(run.stdout)
    assert report["valid"], report["errors"] or [t["errors"] for t in report["tasks"] if t["errors"]]


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (["data/places.csv", "data/places.parquet"], "one form"),
        (["data/places.csv", "data/places.csv"], "names a path twice"),
        (["data/places.csv", "../places.csv"], "leads out of the package"),
        (["data/places.csv", "data/nowhere.csv"], "does not exist"),
    ],
)
def test_parts_that_cannot_be_one_table_are_refused(paths: list[str], said: str, harbour: Path) -> None:
    path = harbour / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    next(r for r in descriptor["resources"] if r["name"] == "places")["path"] = paths
    builder.write(path, json.dumps(descriptor))
    report = et.validate(harbour)
    assert not report.valid
    assert any(said in p.message for p in report.problems)


def test_a_part_with_another_header_is_named(harbour: Path, tmp_path: Path) -> None:
    package = storage_formats.in_parts(harbour, tmp_path / "other", 2)
    second = package / "data" / "actors-1.csv"
    builder.write(second, builder.read(second).replace("actor_id,", "actor,", 1))
    problems = et.validate(package, select=["TAB"]).problems
    assert ("data/actors-1.csv", 1, "actor_id") in {(p.path, p.line, p.column) for p in problems}


def test_mending_leaves_a_table_in_parts_alone(harbour: Path, tmp_path: Path) -> None:
    package = storage_formats.in_parts(harbour, tmp_path / "other", 2)
    before = builder.contents(package)
    repair = et.fix(package)
    assert any("a table in parts is not fixed" in note for note in repair.left)
    assert et.validate(package).valid
    assert builder.contents(package) == before


def test_size_and_hash_of_parts_are_those_of_one_file(harbour: Path, tmp_path: Path) -> None:
    package = storage_formats.in_parts(harbour, tmp_path / "other", 3)
    cut = sorted((package / "data").glob("events-*.csv"))
    assert len(cut) == 3
    facts = data_files.combine(data_files.inspect((p.name, p) for p in cut))
    whole = data_files.combine(data_files.inspect([("events.csv", harbour / "data" / "events.csv")]))
    assert (facts.size, facts.sha256) == (whole.size, whole.sha256)


def test_files_are_inspected_beside_the_caller_and_their_errors_told_when_asked_for(harbour: Path) -> None:
    places = harbour / "data" / "places.csv"
    asked = {"places": lambda: [("places.csv", places)], "none": lambda: [("none.csv", harbour / "none.csv")]}
    with data_files.inspect_ahead(asked) as inspected:
        assert inspected["places"].result() == data_files.inspect([("places.csv", places)])
        with pytest.raises(FileNotFoundError):
            inspected["none"].result()


def test_nothing_is_inspected_any_longer_when_the_caller_leaves(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(2**33)  # bytes that take no room on the disk
    asked = {n: lambda: [("big.parquet", big)] for n in ("a", "b", "c")}
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), data_files.inspect_ahead(asked, hashed=False) as inspected:
        raise KeyboardInterrupt
    assert time.monotonic() - start < 2
    assert inspected["c"].cancelled()


@pytest.mark.parametrize("fault", ["missing", "folder", "link"])
def test_the_part_that_cannot_be_read_is_named(fault: str, harbour: Path) -> None:
    descriptor = harbour / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace('"data/events.csv"', '["data/events.csv", "data/more.csv"]'), encoding="utf-8")
    more = harbour / "data" / "more.csv"
    if fault == "folder":
        more.mkdir()
    elif fault == "link":
        more.symlink_to(builder.ARTICLE)
    found = [p for p in validate(str(harbour), select=["TAB001"]).problems if p.resource == "events"]
    assert [p.path for p in found] == ["data/more.csv"]
