"""The ready-made views of event tables: their rows in SQLite, DuckDB and a package read from Python."""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.exports import duckdb_, sql, sqlite_, views
from event_timeline.rules.explanations import Added, Cell, Edit
from tests import builder
from tests.exports.reading import load
from tests.test_answers import SCRIPTS, answered, by_views

duckdb = pytest.importorskip("duckdb")
NEW = ("sources_of_event", "dyads", "country_month", "measures_by_month")


def rows(package: Path, view: str, folder: Path) -> list[dict[str, Any]]:
    """Rows of a view, which are the same in both databases and in a package."""
    data = load(package)
    target = folder / f"{view}.sqlite"
    target.unlink(missing_ok=True)
    sqlite_.write(data, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(r) for r in connection.execute(f"SELECT * FROM {view}")]
    with duckdb_.connect(data) as connection:
        assert connection.execute(f"SELECT * FROM {view}").fetchall() == [tuple(r.values()) for r in found]
    assert et.read(package).view(view).to_dicts() == found
    return found


def marshes(folder: Path, *edits: Edit) -> Path:
    return builder.edited(folder, edits, "marshes")


def test_pairs_of_actors_are_opposed_or_act_on_each_other(tmp_path: Path) -> None:
    found = rows(builder.MARSHES, "dyads", tmp_path)
    assert [(r["event_id"], r["first_id"], r["second_id"], r["basis"]) for r in found] == [
        ("oss-shelling", "marsh-front", "people-of-oss", "role"),
        ("reed-island-clash", "army-of-vell", "marsh-front-south", "side"),
        ("reed-island-clash", "police-of-vell", "marsh-front-south", "side"),
        ("tarn-arrests", "police-of-vell", "marsh-front", "role"),
        ("grain-convoy", "army-of-vell", "people-of-oss", "role"),
    ]
    assert (found[1]["first_actor"], found[1]["second_actor"]) == ("Army of Vell", "Marsh Front (South)")


def test_a_pair_with_sides_and_roles_is_one_pair(tmp_path: Path) -> None:
    sides = [
        Cell("event_actors", f"tarn-arrests {actor} {role}", "side", side)
        for actor, role, side in (("marsh-front", "recipient", "b"), ("police-of-vell", "agent", "a"))
    ]
    found = [r for r in rows(marshes(tmp_path, *sides), "dyads", tmp_path) if r["event_id"] == "tarn-arrests"]
    assert [(r["first_id"], r["second_id"], r["basis"]) for r in found] == [("police-of-vell", "marsh-front", "side")]


def test_a_package_without_sides_has_pairs_by_role(harbour: Path, tmp_path: Path) -> None:
    pairs = [(r["first_id"], r["second_id"], r["basis"]) for r in rows(harbour, "dyads", tmp_path)]
    assert ("jonas-veld", "dockers-union", "role") in pairs
    assert {basis for *_, basis in pairs} == {"role"}


def test_every_report_of_an_event_is_a_row(tmp_path: Path) -> None:
    found = rows(builder.MARSHES, "sources_of_event", tmp_path)
    with (builder.MARSHES / "data" / "event_sources.csv").open(encoding="utf-8", newline="") as file:
        listed = [(r["event_id"], r["source_id"], r["note"] or None) for r in csv.DictReader(file)]
    assert sorted((r["event_id"], r["source_id"], r["note"]) for r in found) == sorted(listed, key=str) != []
    assert [(r["source"], r["url"]) for r in found if r["event_id"] == "tarn-arrests"] == [
        ("Vell Herald", "https://herald.example.org/2031/tarn")
    ]


def test_a_report_without_an_address_has_that_of_its_source(tmp_path: Path) -> None:
    added = Added("event_sources", {"event_id": "marsh-fire", "source_id": "vell-herald"})
    found = rows(marshes(tmp_path, added), "sources_of_event", tmp_path)
    assert [r["url"] for r in found if r["event_id"] == "marsh-fire"] == [None, "https://herald.example.org/"]


def test_the_sources_of_a_coded_event_are_those_of_its_evidence(tmp_path: Path) -> None:
    found = {(r["event_id"], r["source_id"]) for r in rows(builder.FLOODGATE, "sources_of_event", tmp_path)}
    evidence = load(builder.FLOODGATE).rows("evidence")
    assert found == {(r["event_id"], r["source_id"]) for r in evidence if r["event_id"]}


def test_events_are_counted_by_country_month_and_kind_and_a_duplicate_is_not(tmp_path: Path) -> None:
    found = rows(builder.MARSHES, "country_month", tmp_path)
    assert [tuple(r.values()) for r in found] == [
        ("vell", "2031-03", "armed-conflict", 1),
        ("vell", "2031-03", "arrest", 1),
        ("vell", "2031-03", "assistance", 1),
        ("vell", "2031-03", "disaster", 1),
        ("vell", "2031-03", "protest", 1),
        ("vell", "2031-03", "remote-violence", 2),  # the third, oss-shelling-radio, is the same as oss-shelling
    ]


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({"status": "planned"}, None),
        ({"polarity": "negated"}, None),
        ({"date_edtf": "2031-02-27/2031-03-02", "earliest": "2031-02-27", "latest": "2031-03-02"}, ("vell", None)),
        ({"place_id": ""}, (None, "2031-03")),
    ],
)
def test_what_did_not_happen_is_not_counted_and_what_is_unknown_is_null(
    cells: dict[str, str], left: tuple[str | None, str | None] | None, tmp_path: Path
) -> None:
    package = marshes(tmp_path, *(Cell("events", "ferry-strike", c, v) for c, v in cells.items()))
    found = [(r["country"], r["month"]) for r in rows(package, "country_month", tmp_path) if r["kind"] == "protest"]
    assert found == ([left] if left else [])


def test_the_country_of_a_place_is_the_nearest_code_around_it(tmp_path: Path) -> None:
    coded = [Cell("places", "north-vell", "country", "NLD"), Cell("places", "oss", "country", "DEU")]
    found = {(r["country"], r["kind"]) for r in rows(marshes(tmp_path, *coded), "country_month", tmp_path)}
    assert {("DEU", "assistance"), ("NLD", "arrest"), ("DEU", "protest")} <= found


def test_measures_are_summed_by_month_and_a_claim_counts_for_the_bounds_only(tmp_path: Path) -> None:
    found = rows(builder.MARSHES, "measures_by_month", tmp_path)
    assert [tuple(r.values()) for r in found] == [
        ("2031-03", "arrested", "persons", 1, 17, 17, 17, 17, 1, 1, 1),
        # of the clash, one side has a highest number only
        ("2031-03", "fatalities", "persons", 2, 3 + 2, 5 + 2, 11 + 2 + 6, 3.5, 1, 1, 2),
        ("2031-03", "injured", "persons", 1, 12, None, None, None, 1, 0, 0),
        ("2031-03", "intensity", "goldstein", 1, -10, -10, -10, -10, 1, 1, 1),
        ("2031-03", "participants", "persons", 1, 200, 250, 400, 250, 1, 1, 1),
        ("2031-03", "quantity", "t", 1, 38, 38, 38, 38, 1, 1, 1),
    ]


def test_the_total_of_an_event_is_not_added_to_its_parts(tmp_path: Path) -> None:
    total = Added("measures", {"event_id": "oss-shelling", "measure": "fatalities", "best": "6", "unit": "persons"})
    found = rows(marshes(tmp_path, total), "measures_by_month", tmp_path)
    assert [r["best"] for r in found if r["measure"] == "fatalities"] == [6 + 2]


def number(best: str, actor: str = "", by: str = "") -> Added:
    cells = {"measure": "injured", "best": best, "actor_id": actor, "according_to": by, "unit": "persons"}
    return Added("measures", {"event_id": "reed-island-clash", **{k: v for k, v in cells.items() if v}})


@pytest.mark.parametrize(
    ("numbers", "best"),
    [
        ((number("40", by="marsh-front"), number("3", "army-of-vell"), number("4", "marsh-front-south")), 3 + 4),
        ((number("40", by="marsh-front"), number("3", "army-of-vell", "marsh-front")), 40),
        ((number("40", by="marsh-front"),), 40),
        ((number("8"), number("40", by="marsh-front"), number("3", "army-of-vell")), 8),
    ],
)
def test_a_claimed_total_does_not_replace_numbers_that_are_no_claims(
    numbers: tuple[Edit, ...], best: int, tmp_path: Path
) -> None:
    package = marshes(tmp_path, *numbers)
    assert [r["best"] for r in rows(package, "measures_by_month", tmp_path) if r["measure"] == "injured"] == [best]
    known = by_views(package)["measures_by_month"]
    for script in ("with_polars.py", "with_pandas.py"):
        (tmp_path / script).mkdir()
        assert answered(package, tmp_path / script, sys.executable, str(SCRIPTS / script))["measures_by_month"] == known


def test_the_tables_are_loaded_for_the_first_view_only(monkeypatch: pytest.MonkeyPatch) -> None:
    package = et.read(builder.MARSHES)
    assert package.view("dyads").height > 0
    monkeypatch.setattr(duckdb_, "connect", None)
    assert package.view("sources_of_event").height > 0


def test_a_view_is_left_out_where_its_table_is_absent_or_its_name_is_taken(harbour: Path) -> None:
    data = load(harbour)
    assert set(NEW) - set(sql.views(data)) == {"measures_by_month"}
    data.schemas["dyads"] = {"fields": []}
    assert "dyads" not in sql.views(data)


def test_the_python_page_names_every_view_and_each_is_described_or_answers_a_question() -> None:
    page = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
    names = sql.views(load(builder.MARSHES))
    assert [name for name in names if f"`{name}`" not in page] == []
    assert [name for name in names if f"| `{name}` |" not in page and name not in views.QUESTIONS] == []


def test_places_within_each_other_do_not_hang_a_view(tmp_path: Path) -> None:
    package = marshes(tmp_path, Cell("places", "vell", "within", "oss"))
    assert rows(package, "country_month", tmp_path) != []
