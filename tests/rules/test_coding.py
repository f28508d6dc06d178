"""What a package declares as coded: rules that ask for completeness ask only for what is complete."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from pathlib import Path

import pytest

from event_timeline import profile, validate
from event_timeline.editing.lift_profile import lift_package
from event_timeline.model import Report
from event_timeline.rules import RULES
from event_timeline.rules.rule import Rule
from tests import builder

COMPLETE = [rule for rule in RULES if rule.complete]
TABLES = {
    "evidence": "evidence",
    "participants": "event_actors",
    "relations": "event_relations",
    "stances": "statement_events",
}
"""Aspect -> the table from which rows may be taken one by one."""
LATER = {"VOC009"}
"""`accident` was a term of the package's own, which the profile defines since 1.1."""


def declare(package: Path, **coding: str) -> None:
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path)) | {"coding": coding}
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")


def without_table(package: Path, name: str) -> None:
    (package / "data" / f"{name}.csv").unlink()
    path = package / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != name]
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")


def keep_some(package: Path, table: str, share: float, seed: int) -> None:
    """Take rows out of a table at random."""
    path = package / "data" / f"{table}.csv"
    header, *rows = builder.table(path)
    chance = random.Random(seed)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *(r for r in rows if chance.random() < share)])
    builder.write(path, out.getvalue())
    builder.stamp(package)


def report(package: Path, *sources: Path, select: tuple[str, ...] = ()) -> Report:
    return validate(str(package), [str(s) for s in sources], select=list(select))


@pytest.fixture
def lifted(harbour: Path) -> Path:
    lift_package(harbour, profile.VERSION)
    return harbour


@pytest.mark.parametrize("rule", COMPLETE, ids=lambda r: r.code)
def test_what_asks_for_completeness_asks_only_for_what_is_complete(rule: Rule, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, rule.bad.edits, rule.bad.package)
    if profile.version_of(json.loads(builder.read(package / "datapackage.json"))) != profile.VERSION:
        lift_package(package, profile.VERSION)
    sources = [builder.ARTICLE] if rule.bad.with_text else []
    assert set(report(package, *sources, select=(rule.code,)).counts) == {rule.code}
    for aspect in rule.complete:
        declare(package, **{aspect: "partial"})
        found = report(package, *sources, select=("PKG001", rule.code))
        assert set(found.counts) == set()
        assert [(s.code, s.reason) for s in found.skipped] == [(rule.code, f"`coding` declares {aspect} as partial")]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("aspect", TABLES)
def test_a_part_of_the_rows_is_right_where_the_coding_is_partial(aspect: str, seed: int, lifted: Path) -> None:
    keep_some(lifted, TABLES[aspect], 0.6, seed)
    declare(
        lifted,
        **{aspect: "partial"} | ({"mentions": "partial", "quotations": "partial"} if aspect == "evidence" else {}),
    )
    found = report(lifted, builder.ARTICLE)
    assert set(found.counts) - LATER == set(), [p.message for p in found.problems if p.code not in LATER]


@pytest.mark.parametrize("aspect", TABLES)
def test_a_table_that_is_declared_as_none_may_be_absent(aspect: str, lifted: Path) -> None:
    without_table(lifted, TABLES[aspect])
    assert "PKG003" in report(lifted).counts
    declare(lifted, **{aspect: "none"})
    found = report(lifted, builder.ARTICLE)
    assert set(found.counts) - LATER == set(), [(p.code, p.message) for p in found.problems if p.code not in LATER]


@pytest.mark.parametrize("extent", ["complete", "partial"])
@pytest.mark.parametrize("table", profile.TABLES)
def test_a_missing_table_is_reported_whatever_is_declared(table: str, extent: str, lifted: Path) -> None:
    declare(lifted, **dict.fromkeys(profile.ASPECTS, extent))
    without_table(lifted, table)
    assert "PKG003" in report(lifted).counts


@pytest.mark.parametrize(("aspect", "message"), [
    ("participant", "'participant' is not known here; did you mean 'participants'?"),
    ("xyz", "'xyz' is not known here; known are evidence, participants, mentions, quotations, statements, stances, relations"),
])  # fmt: skip
def test_an_aspect_that_does_not_exist_is_named_beside_one_that_does(aspect: str, message: str, lifted: Path) -> None:
    declare(lifted, **{aspect: "none"})
    assert [(p.column, p.message) for p in report(lifted, select=("PKG001",)).problems] == [("$.coding", message)]


def test_an_empty_title_is_too_short(lifted: Path) -> None:
    path = lifted / "datapackage.json"
    builder.write(path, json.dumps(json.loads(builder.read(path)) | {"title": ""}) + "\n")
    assert [p.message for p in report(lifted, select=("PKG001",)).problems] == ['"" is shorter than 1 character']


@pytest.mark.parametrize(("table", "key", "hint"), [
    ("evidence", "coding", 'add the resource, with a file that has at least the header; if it was not coded, declare `"coding": {"evidence": "none"}`'),
    ("evidence", "codings", 'declare `"coding": {"evidence": "none"}` (there is \'codings\', which means nothing)'),
    ("places", "codings", "add the resource, with a file that has at least the header; since version 1.1 a package declares"),
])  # fmt: skip
def test_a_missing_table_is_reported_with_the_way_to_declare_it(table: str, key: str, hint: str, lifted: Path) -> None:
    declare(lifted, **dict.fromkeys(profile.ASPECTS, "complete"))
    path = lifted / "datapackage.json"
    builder.write(path, builder.read(path).replace('"coding":', f'"{key}":'))
    without_table(lifted, table)
    (problem,) = report(lifted, select=("PKG003",)).problems
    assert hint in problem.hint


def test_everything_but_the_events_may_be_absent(lifted: Path) -> None:
    for table in ("evidence", "statement_events", "statements", "event_actors", "event_relations"):
        without_table(lifted, table)
    declare(lifted, evidence="none", statements="none", participants="none", relations="none")
    assert set(report(lifted).counts) - LATER == set()


def test_the_first_version_knows_no_declaration(harbour: Path) -> None:
    declare(harbour, evidence="none")
    without_table(harbour, "evidence")
    assert "PKG003" in report(harbour).counts
    assert profile.coding(json.loads(builder.read(harbour / "datapackage.json"))) == dict.fromkeys(
        profile.ASPECTS, "complete"
    )


def test_what_is_coded_without_what_it_depends_on_is_contradictory(lifted: Path) -> None:
    for table in ("evidence", "statements", "statement_events"):
        without_table(lifted, table)
    declare(lifted, evidence="none", statements="none", quotations="complete", mentions="partial", stances="none")
    assert [(p.code, p.column) for p in report(lifted, select=("PKG022", "PKG024")).problems] == [
        ("PKG024", "$.coding.mentions"),
        ("PKG024", "$.coding.quotations"),
    ]
    declare(lifted, evidence="partial", statements="none", mentions="complete", quotations="none")
    assert report(lifted, select=("PKG024",)).problems == []


def test_an_extent_that_is_not_one_breaks_the_profile(lifted: Path) -> None:
    declare(lifted, evidence="some", numbers="none")
    problems = [p for p in report(lifted).problems if p.code == "PKG001"]
    assert {p.column for p in problems} == {"$.coding", "$.coding.evidence"}


def test_without_evidence_there_are_no_mentions_and_no_quotations() -> None:
    coded = profile.coding({"conformsTo": profile.URN + profile.VERSION, "coding": {"evidence": "none"}})
    assert coded == dict.fromkeys(profile.ASPECTS, "complete") | dict.fromkeys(
        ("evidence", "mentions", "quotations"), "none"
    )


def test_an_event_table_without_texts_is_valid_without_a_warning() -> None:
    found = report(builder.MARSHES)
    assert (found.valid, found.counts) == (True, {})
    assert [a.counts for a in found.accepted] == [{"EVT006": 1}]


def test_it_is_what_its_source_makes(tmp_path: Path) -> None:
    from tests.packages import marshes_source

    marshes_source.write(tmp_path)
    assert builder.contents(tmp_path) == builder.contents(builder.MARSHES)


@pytest.mark.parametrize("table", ["events", "event_actors", "event_sources", "measures"])
def test_a_column_of_the_profile_that_is_there_follows_the_profile(table: str, tmp_path: Path) -> None:
    package = tmp_path / "marshes"
    shutil.copytree(builder.MARSHES, package)
    path = package / "schemas" / f"{table}.json"
    schema = json.loads(builder.read(path))
    schema["fields"][-1]["type"] = "any"
    schema["foreignKeys"] = schema["foreignKeys"][:-1]
    builder.write(path, json.dumps(schema, indent=2) + "\n")
    messages = [p.message for p in report(package, select=("PKG009",)).problems]
    assert any(f"the field {schema['fields'][-1]['name']!r} has type 'any'" in m for m in messages)
    if table != "event_actors":  # whose last key is not of an optional column, but is one of the profile
        assert any(m.startswith("foreignKeys lacks") for m in messages)


def test_a_profiles_column_of_a_package_of_the_first_version_is_its_own(harbour: Path) -> None:
    path = harbour / "schemas" / "event_actors.json"
    schema = json.loads(builder.read(path))
    schema["fields"].append({"name": "side", "title": "Side", "description": "Port or starboard.", "type": "integer"})
    builder.write(path, json.dumps(schema, indent=2) + "\n")
    data = harbour / "data" / "event_actors.csv"
    builder.write(data, builder.read(data).replace("\n", ",1\n").replace("role,1", "role,side"))
    builder.stamp(harbour)
    assert report(harbour).counts == {}
