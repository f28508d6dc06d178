from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from event_timeline.comparing import diff_text
from event_timeline.comparing.diff import Cell, Diff, Duplicate, TableDiff, compare
from event_timeline.comparing.revisions import open_any
from event_timeline.rules.explanations import Added, Dropped, Edit, Replaced
from event_timeline.rules.explanations import Cell as Changed
from tests import builder

CODEBOOK_TERM = {"vocabulary": "events.topic", "term": "weather", "label": "Weather", "definition": "Wind and water."}


def difference(folder: Path, *edits: Edit) -> Diff:
    return compare(open_any(str(builder.HARBOUR)), open_any(str(builder.edited(folder, edits))))


def table(diff: Diff, name: str) -> TableDiff:
    return next(t for t in diff.tables if t.name == name)


def test_a_package_does_not_differ_from_itself(tmp_path: Path) -> None:
    diff = difference(tmp_path)
    assert not diff
    assert diff.level == ""
    assert diff_text.as_text(diff) == "no difference"


def test_a_changed_cell_is_a_patch(tmp_path: Path) -> None:
    diff = difference(tmp_path, Changed("actors", "mira-holm", "office", "Chair"))
    assert table(diff, "actors").changed == [Cell(("mira-holm",), "office", "Chair of the dockers' union", "Chair")]
    assert diff.level == "patch"
    assert "~ actors mira-holm: office Chair of the dockers' union -> Chair" in diff_text.as_text(diff)


def test_an_added_row_is_minor(tmp_path: Path) -> None:
    diff = difference(tmp_path, Added("actors", {"actor_id": "new", "name": "New", "kind": "group"}))
    assert table(diff, "actors").added == [("new",)]
    assert diff.level == "minor"


def test_a_lost_identifier_is_major_and_a_lost_link_is_not(tmp_path: Path) -> None:
    lost = difference(tmp_path / "a", Dropped("places", "town-hall"))
    assert table(lost, "places").removed == [("town-hall",)]
    assert lost.level == "major"
    link = difference(tmp_path / "b", Dropped("event_actors", "strike union-members agent"))
    assert table(link, "event_actors").removed == [("strike", "union-members", "agent")]
    assert link.level == "patch"


def renamed(folder: Path, old: str, new: str) -> Path:
    package = builder.copy_of_harbour(folder)
    for path in (package / "data").glob("*.csv"):
        builder.write(path, builder.read(path).replace(old, new))
    return package


def test_a_renamed_identifier_is_told_apart_from_a_removal_and_references_do_not_count(tmp_path: Path) -> None:
    diff = compare(
        open_any(str(builder.HARBOUR)), open_any(str(renamed(tmp_path, "dockers-union", "union-of-dockers")))
    )
    assert table(diff, "actors").renamed == [(("dockers-union",), ("union-of-dockers",))]
    assert {t.name for t in diff.tables} == {"actors", "evidence"}
    assert not any(t.changed or t.added or t.removed for t in diff.tables)
    assert len(table(diff, "evidence").renamed) == 5
    assert diff.level == "major"
    assert "> actors dockers-union -> union-of-dockers" in diff_text.as_text(diff)


def test_a_renamed_place_is_known_by_the_places_within_it(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path / "before")
    places = package / "data" / "places.csv"
    ports = "".join(f"port-{n},Port {n},city,denmark,DNK,,,,,\n" for n in (5, 6))
    builder.write(places, builder.read(places) + ports)
    after = Path(shutil.copytree(package, tmp_path / "after"))
    text = builder.read(places).replace(
        "denmark,Denmark,country,,DNK,,,,Q35", "kingdom,Kingdom,country,,DNK,,,,Q756617"
    )
    builder.write(after / "data" / "places.csv", text)
    for path in (after / "data").glob("*.csv"):
        builder.write(path, builder.read(path).replace(",denmark,", ",kingdom,"))
    assert table(compare(open_any(str(package)), open_any(str(after))), "places").renamed == [
        (("denmark",), ("kingdom",))
    ]


def test_a_value_changed_in_a_renamed_row_is_still_told(tmp_path: Path) -> None:
    package = renamed(tmp_path, "veld-warning", "idle-harbour-warning")
    path = package / "data" / "statements.csv"
    builder.write(
        path,
        builder.read(path).replace(
            "If the dockers stay out for long, the harbour falls idle.", "The harbour may fall idle."
        ),
    )
    diff = compare(open_any(str(builder.HARBOUR)), open_any(str(package)))
    (cell,) = table(diff, "statements").changed
    assert (cell.key, cell.column, cell.new) == (("idle-harbour-warning",), "summary", "The harbour may fall idle.")


def test_columns_and_terms_added_are_minor(tmp_path: Path) -> None:
    diff = difference(
        tmp_path,
        Replaced(
            "schemas/events.json",
            '"enum": [\n          "diplomacy",',
            '"enum": [\n          "weather",\n          "diplomacy",',
        ),
        Added("codebook", CODEBOOK_TERM),
    )
    assert table(diff, "events").terms_added == [("topic", "weather")]
    assert diff.level == "minor"


def test_a_column_that_is_gone_is_major(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    path = package / "schemas" / "actors.json"
    document = json.loads(builder.read(path))
    document["fields"] = [f for f in document["fields"] if f["name"] != "note"]
    builder.write(path, json.dumps(document))
    rows = [r[:-1] for r in builder.table(package / "data" / "actors.csv")]
    builder.write(
        package / "data" / "actors.csv", "".join(",".join(f'"{c}"' if "," in c else c for c in r) + "\n" for r in rows)
    )
    diff = compare(open_any(str(builder.HARBOUR)), open_any(str(package)))
    assert table(diff, "actors").columns_removed == ["note"]
    assert diff.level == "major"
    assert compare(open_any(str(package)), open_any(str(builder.HARBOUR))).level == "minor"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"type": "number"', '"type": "string"', "latitude: type number -> string"),
        ('"minimum": -90', '"minimum": -80', "latitude: minimum -90 -> -80"),
    ],
)
def test_another_type_or_constraint_is_major(tmp_path: Path, old: str, new: str, said: str) -> None:
    diff = difference(tmp_path, Replaced("schemas/places.json", old, new))
    assert table(diff, "places").schema_changed == [said]
    assert diff.level == "major"


def test_the_descriptor_counts_but_its_sizes_and_version_do_not(tmp_path: Path) -> None:
    diff = difference(
        tmp_path,
        Replaced("datapackage.json", '"version": "1.2.0"', '"version": "9.0.0"'),
        Replaced("datapackage.json", "The harbour dispute: a small", "A harbour dispute: a small"),
    )
    assert [name for name, _, _ in diff.descriptor] == ["title"]
    assert (diff.old_version, diff.new_version) == ("1.2.0", "9.0.0")


def test_json_holds_every_difference(tmp_path: Path) -> None:
    diff = difference(
        tmp_path,
        Changed("actors", "mira-holm", "office", "Chair"),
        Added("actors", {"actor_id": "new", "name": "New", "kind": "group"}),
    )
    document = json.loads(diff_text.as_json(diff))
    assert document["level"] == "minor"
    (actors,) = document["tables"]
    assert actors["added"] == [["new"]]
    assert actors["changed"] == [
        {"key": ["mira-holm"], "column": "office", "old": "Chair of the dockers' union", "new": "Chair"}
    ]


def test_markdown_counts_what_it_does_not_list(tmp_path: Path) -> None:
    edits = [Added("actors", {"actor_id": f"new-{i}", "name": f"New {i}", "kind": "group"}) for i in range(5)]
    assert "5 rows added: `new-0`, `new-1`, and 3 more." in diff_text.as_markdown(difference(tmp_path, *edits), most=2)


@pytest.mark.parametrize(
    ("limit", "level"), [('"maxLength": 60', "major"), ('"maxLength": 200', "minor"), ('"minLength": 1', "minor")]
)
def test_cells_that_may_be_longer_are_minor_and_shorter_ones_are_major(limit: str, level: str, tmp_path: Path) -> None:
    diff = difference(tmp_path, Replaced("schemas/events.json", '"maxLength": 80', limit))
    events = table(diff, "events")
    assert any(
        change.startswith("label: maxLength 80 -> ") for change in [*events.schema_changed, *events.limits_lifted]
    )
    assert bool(events.limits_lifted) == (level == "minor")


def marshes(folder: Path, *edits: Edit) -> Diff:
    """The marshes, whose measures and sources of events have no primary key, and a copy with edits."""
    return compare(open_any(str(builder.MARSHES)), open_any(str(builder.edited(folder, edits, "marshes"))))


def in_file(table: str, old: str, new: str) -> Replaced:
    return Replaced(f"data/{table}.csv", old, new)


def test_a_corrected_figure_is_a_changed_cell_of_its_measure(tmp_path: Path) -> None:
    diff = marshes(tmp_path, in_file("measures", ",3,5,9,", ",3,6,9,"))
    key = ("oss-shelling", "fatalities", "people-of-oss", "persons", "", "vell-herald")
    assert table(diff, "measures").changed == [Cell(key, "best", "5", "6")]
    assert not table(diff, "measures").added
    assert not table(diff, "measures").removed
    assert diff.level == "patch"
    said = "~ measures oss-shelling fatalities people-of-oss persons vell-herald: best 5 -> 6"
    assert said in diff_text.as_text(diff)


def test_figures_of_another_kind_or_provider_are_other_rows(tmp_path: Path) -> None:
    edits = [
        in_file("measures", "oss-shelling,injured", "oss-shelling,missing"),
        in_file("measures", "11,,persons,marsh-front", "11,,persons,army-of-vell"),
    ]
    measures = table(diff := marshes(tmp_path, *edits), "measures")
    assert (len(measures.added), len(measures.removed), measures.changed) == (2, 2, [])
    assert ("oss-shelling", "injured", "people-of-oss", "12", "", "", "persons", "", "border-watch") in measures.removed
    assert diff.level == "minor"


def test_of_several_reports_of_a_source_the_most_similar_is_the_changed_one(tmp_path: Path) -> None:
    diff = marshes(
        tmp_path,
        in_file("event_sources", "Headline: Toll rises in Oss", "Headline: Toll rises"),
        in_file("event_sources", "2031/oss,", "2031/oss-market,"),
    )
    key = ("oss-shelling", "vell-herald")
    assert set(map(str, table(diff, "event_sources").changed)) == {
        str(Cell(key, "url", "https://herald.example.org/2031/oss", "https://herald.example.org/2031/oss-market")),
        str(Cell(key, "note", "Headline: Toll rises in Oss", "Headline: Toll rises")),
    }
    assert diff.level == "patch"


def test_reports_of_a_source_with_nothing_in_common_are_other_rows(tmp_path: Path) -> None:
    edits = [
        in_file("event_sources", "https://herald.example.org/2031/oss,Headline: Mortars hit market", "https://a.example.org/1,"),
        in_file("event_sources", "https://herald.example.org/2031/oss-2,Headline: Toll rises in Oss", ",Page 3"),
    ]  # fmt: skip
    reports = table(marshes(tmp_path, *edits), "event_sources")
    assert (len(reports.added), len(reports.removed), reports.changed) == (2, 2, [])


def test_one_of_two_equal_rows_that_is_gone_is_one_row(tmp_path: Path) -> None:
    row = "marsh-fire,radio-vell,,\n"
    twice = builder.edited(tmp_path, [in_file("event_sources", row, row + row)], "marshes")
    diff = compare(open_any(str(twice)), open_any(str(builder.MARSHES)))
    assert table(diff, "event_sources").removed == [("marsh-fire", "radio-vell", "", "")]
    assert not table(diff, "event_sources").added
    assert diff.level == "patch"


def test_measures_of_a_renamed_event_are_unchanged(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    for path in (package / "data").glob("*.csv"):
        builder.write(path, builder.read(path).replace("oss-shelling", "oss-mortars"))
    diff = compare(open_any(str(builder.MARSHES)), open_any(str(package)))
    assert (("oss-shelling",), ("oss-mortars",)) in table(diff, "events").renamed
    assert {"measures", "event_sources"}.isdisjoint(t.name for t in diff.tables)


def test_a_column_added_to_a_table_without_key_changes_no_row(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [in_file("measures", ",source_id\n", ",source_id,desk\n")], "marshes")
    schema = json.loads(builder.read(package / "schemas" / "measures.json"))
    schema["fields"].append({"name": "desk", "type": "string"})
    builder.write(package / "schemas" / "measures.json", json.dumps(schema))
    path = package / "data" / "measures.csv"
    header, *rows = builder.read(path).splitlines()
    builder.write(path, "\n".join([header, *(f"{row},north" for row in rows)]) + "\n")
    measures = table(compare(open_any(str(builder.MARSHES)), open_any(str(package))), "measures")
    assert (measures.columns_added, measures.added, measures.removed, measures.changed) == (["desk"], [], [], [])


@pytest.mark.parametrize(("unique", "changed"), [([["unit"]], 2), ([], 0)])
def test_a_unique_key_identifies_a_row_where_the_schema_has_one(
    tmp_path: Path, unique: list[list[str]], changed: int
) -> None:
    """Only the quantity is in tonnes; event and figure differ."""
    edits = [in_file("measures", "grain-convoy,quantity,,,38,", "marsh-fire,quantity,,,39,")]
    before, after = (builder.edited(tmp_path / n, e, "marshes") for n, e in (("a", []), ("b", edits)))
    for package in (before, after):
        schema = json.loads(builder.read(package / "schemas" / "measures.json"))
        builder.write(package / "schemas" / "measures.json", json.dumps(schema | {"uniqueKeys": unique}))
    assert len(table(compare(open_any(str(before)), open_any(str(after))), "measures").changed) == changed


def with_lines_added(folder: Path, *lines: str) -> Path:
    """The package with more lines at the end of events.csv, which has 14."""
    package = builder.copy_of_harbour(folder)
    events = package / "data" / "events.csv"
    builder.write(events, builder.read(events) + "".join(lines))
    return package


def second_line(changed: bool) -> str:
    line = builder.read(builder.HARBOUR / "data" / "events.csv").splitlines(keepends=True)[1]
    return line.replace("strike,1,", "strike,2,") if changed else line


@pytest.mark.parametrize("changed", [False, True], ids=["equal", "changed"])
def test_a_key_that_is_duplicated_in_one_version_is_reported_with_its_places(changed: bool, tmp_path: Path) -> None:
    other = with_lines_added(tmp_path, second_line(changed))
    one, several = ["data/events.csv:2"], ["data/events.csv:2", "data/events.csv:15"]
    diff = compare(open_any(str(builder.HARBOUR)), open_any(str(other)))
    assert diff.tables == [TableDiff("events", duplicated=[Duplicate(("strike",), one, several)], identified=True)]
    back = compare(open_any(str(other)), open_any(str(builder.HARBOUR)))
    assert table(back, "events").duplicated == [Duplicate(("strike",), several, one)]
    said = "duplicate key (old data/events.csv:2; new data/events.csv:2, data/events.csv:15)"
    assert diff_text.as_text(diff) == f"~ events strike: {said}"
    assert diff_text.as_markdown(diff) == f"- `events`: {said.replace('key', 'key `strike`')}."
    (events,) = json.loads(diff_text.as_json(diff))["tables"]
    assert events["duplicated"] == [{"key": ["strike"], "old": one, "new": several}]


def test_rows_under_a_duplicated_key_are_compared_whatever_their_order(tmp_path: Path) -> None:
    first = with_lines_added(tmp_path / "a", second_line(True))
    (tmp_path / "b").mkdir()
    second = with_lines_added(tmp_path / "b")
    events = second / "data" / "events.csv"
    builder.write(events, builder.read(events).replace("strike,1,", "strike,2,", 1) + second_line(False))
    assert not compare(open_any(str(first)), open_any(str(second)))
    builder.write(events, builder.read(events) + second_line(False))
    assert table(compare(open_any(str(first)), open_any(str(second))), "events").duplicated == [
        Duplicate(
            ("strike",),
            ["data/events.csv:2", "data/events.csv:15"],
            [f"data/events.csv:{line}" for line in (2, 15, 16)],
        )
    ]


def test_a_key_that_is_new_and_duplicated_is_added_once_with_its_places(tmp_path: Path) -> None:
    row = second_line(False).replace("strike,1,", "lock-out,1,")
    broken = row.replace("Strike of the dockers", '"Strike\nof the dockers"')
    events = table(
        compare(open_any(str(builder.HARBOUR)), open_any(str(with_lines_added(tmp_path, broken, row)))), "events"
    )
    assert events.added == [("lock-out",)]
    assert events.duplicated == [Duplicate(("lock-out",), [], ["data/events.csv:15", "data/events.csv:17"])]


def test_a_duplicated_key_is_a_difference_for_the_exit_code() -> None:
    assert Diff("1.0.0", "1.0.0", [TableDiff("events", duplicated=[Duplicate(("strike",), [], [])])])
    assert TableDiff("events", duplicated=[Duplicate(("strike",), [], [])])
