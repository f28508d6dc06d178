"""An edited export of any format back into its package: by key, three versions compared, all or nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from tests import builder, storage_formats
from tests.exports import once

import event_timeline as et
from event_timeline.model import RowsError

SUFFIX = {f.name: f.suffix for f in et.formats()}
LABEL = "The dockers walk out"


def _json(file: Path) -> None:
    document = json.loads(file.read_text(encoding="utf-8"))
    next(e for e in document["events"] if e["event_id"] == "strike")["label"] = LABEL
    file.write_text(json.dumps(document), encoding="utf-8")


def _jsonl(file: Path) -> None:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["table"] == "events" and line["row"]["event_id"] == "strike":
            line["row"]["label"] = LABEL
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def _sqlite(file: Path) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("UPDATE events SET label = ? WHERE event_id = 'strike'", [LABEL])
    connection.close()


def _duckdb(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE events SET label = ? WHERE event_id = 'strike'", [LABEL])


def _parquet(folder: Path) -> None:
    frame = pl.read_parquet(folder / "events.parquet")
    changed = pl.when(pl.col("event_id") == "strike").then(pl.lit(LABEL)).otherwise("label").alias("label")
    frame.with_columns(changed).write_parquet(folder / "events.parquet")


EDITS: dict[str, Callable[[Path], None]] = {
    "json": _json, "jsonl": _jsonl, "sqlite": _sqlite, "duckdb": _duckdb, "parquet": _parquet,
}  # fmt: skip


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return builder.copy_of_harbour(tmp_path)


def exported(package: Path, name: str) -> Path:
    return once.export(package, name, package.parent / f"out{SUFFIX[name]}")


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_comes_back_and_nothing_else_changes(name: str, package: Path) -> None:
    before = builder.contents(package)
    file = exported(package, name)
    assert et.import_(name, file, package).changes.render() == "no difference"
    assert builder.contents(package) == before
    EDITS[name](file)
    shown = et.import_(name, file, package, dry_run=True)
    assert builder.contents(package) == before
    made = et.import_(name, file, package)
    assert made.changes.render() == shown.changes.render()
    assert made.changes.render().endswith(f"-> {LABEL}")
    assert "\n" not in made.changes.render()
    after = builder.contents(package)
    assert {path for path in after if after[path] != before[path]} == {"data/events.csv", "datapackage.json"}
    assert made.report.valid


@pytest.mark.parametrize("name", EDITS)
def test_an_export_that_was_not_edited_takes_nothing_back(name: str, package: Path) -> None:
    file = exported(package, name)
    with et.edit(package) as draft:
        draft.set("events/strike", summary="The dockers stopped their work at noon.")
    before = builder.contents(package)
    assert et.import_(name, file, package).changes.render() == "no difference"
    assert builder.contents(package) == before


@pytest.mark.parametrize("name", EDITS)
def test_a_table_that_changed_on_both_sides_is_refused(name: str, package: Path) -> None:
    file = exported(package, name)
    EDITS[name](file)
    with et.edit(package) as draft:
        draft.set("events/strike", summary="The dockers stopped their work at noon.")
    before = builder.contents(package)
    with pytest.raises(et.Error, match="events was changed in the package since the export") as raised:
        et.import_(name, file, package)
    assert '`et.diff("FOLDER")`' in raised.value.hint
    assert builder.contents(package) == before


def test_an_edit_that_is_not_valid_names_its_row(package: Path) -> None:
    file = exported(package, "sqlite")
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("UPDATE events SET place_id = 'nowhere' WHERE event_id = 'strike'")
    connection.close()
    with pytest.raises(RowsError, match=r"table events, row \d+ place_id"):
        et.import_("sqlite", file, package)


def test_an_edit_of_a_document_in_another_order_is_named_by_its_place_there(package: Path) -> None:
    file = exported(package, "json")
    document = json.loads(file.read_text(encoding="utf-8"))
    document["events"].reverse()
    number = next(n for n, row in enumerate(document["events"]) if row["event_id"] == "strike")
    document["events"][number]["place_id"] = "nowhere"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(RowsError) as raised:
        et.import_("json", file, package)
    assert [p.path for p in raised.value.problems] == [f"out.json $.events[{number}] place_id"]


def test_a_package_whose_tables_are_written_in_another_way_is_left_so(package: Path) -> None:
    path = package / "data" / "places.csv"
    path.write_bytes(path.read_bytes().replace(b",10.5031,", b",10.50310,"))
    builder.stamp(package)
    file = exported(package, "json")
    _json(file)
    before = builder.contents(package)
    et.import_("json", file, package)
    after = builder.contents(package)
    assert {p for p in after if after[p] != before[p]} == {"data/events.csv", "datapackage.json"}


def test_a_table_in_several_files_is_compared_and_not_changed(tmp_path: Path) -> None:
    package = storage_formats.in_parts(builder.HARBOUR, tmp_path / "parts", 2)
    file = exported(package, "jsonl")
    assert et.import_("jsonl", file, package).changes.render() == "no difference"
    _jsonl(file)
    with pytest.raises(et.Error, match="not one CSV file"):
        et.import_("jsonl", file, package)


def test_a_dry_run_needs_a_package(package: Path, tmp_path: Path) -> None:
    with pytest.raises(et.Error, match="not a package to compare with"):
        et.import_("json", exported(package, "json"), tmp_path / "new", dry_run=True)


def test_an_added_column_is_refused(package: Path) -> None:
    file = exported(package, "parquet")
    frame = pl.read_parquet(file / "events.parquet")
    frame.with_columns(mood=pl.lit("calm")).write_parquet(file / "events.parquet")
    with pytest.raises(et.Error, match="no column 'mood'"):
        et.import_("parquet", file, package)


@pytest.mark.parametrize("value", ["Another name", None])
def test_a_key_that_is_there_twice_is_refused(value: str | None, package: Path) -> None:
    file, before = exported(package, "jsonl"), builder.contents(package)
    lines = file.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if json.loads(line)["table"] == "actors")
    again = json.loads(lines[number - 1])
    again["row"] |= {"name": value or again["row"]["name"]}
    file.write_text("\n".join([*lines, json.dumps(again)]), encoding="utf-8")
    with pytest.raises(RowsError, match=f"line {len(lines) + 1} .* is there twice: also in .*line {number}"):
        et.import_("jsonl", file, package)
    assert builder.contents(package) == before


def test_changes_that_are_not_in_the_database_yet_are_refused(package: Path) -> None:
    file, before = exported(package, "sqlite"), builder.contents(package)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE events SET label = ? WHERE event_id = 'strike'", [LABEL])
    with pytest.raises(et.Error, match=r"out.sqlite-wal: holds changes that are not in out.sqlite yet"):
        et.import_("sqlite", file, package)
    assert builder.contents(package) == before
    connection.close()
    assert et.import_("sqlite", file, package).changes.render().endswith(f"-> {LABEL}")


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE sources ADD COLUMN mood TEXT", "the table sources has no such column: 'mood'"),
        ("CREATE TABLE moods AS SELECT 1 AS mood", "the package has no table 'moods'"),
        ("ALTER TABLE sources DROP COLUMN notes", "the table sources lacks its column 'notes'"),
    ],
)
def test_columns_and_tables_of_others_are_refused(name: str, statement: str, said: str, package: Path) -> None:
    file, before = exported(package, name), builder.contents(package)
    column = et.read(package)["sources"].columns[-1]
    with (sqlite3 if name == "sqlite" else duckdb).connect(str(file)) as connection:
        connection.execute(statement.replace("notes", column))
    with pytest.raises(et.Error, match=said.replace("notes", column)):
        et.import_(name, file, package)
    assert builder.contents(package) == before


def _without(*keys: str) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        for row in document["events"] if len(keys) > 1 else [document]:
            del row[keys[-1]]

    return edit


def _with(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(values)


@pytest.mark.parametrize("new", [False, True])
@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (_with(statements="x"), "$.statements: not a list"),
        (_with(statements=None), "$.statements: not a list"),
        (_with(events={}), "$.events: not a list"),
        (_without("sources"), "$.sources: the table sources is missing"),
        (_without("events", "participants"), "$.events: the list 'participants' is missing in every row"),
        (lambda d: d["events"][2].update(relations=None), "$.events[2].relations: not a list"),
        (_with(package="x"), "$.package: not an object"),
        (_with(other_tables=[]), "$.other_tables: not an object"),
        (_with(other_tables={"moods": "x"}), "$.other_tables.moods: not a list"),
        (_without("other_tables"), "$.other_tables: is missing"),
        (_with(measures=[]), "$.measures: the export has no such property"),
    ],
)
def test_a_document_without_a_list_of_its_rows_does_not_delete_them(
    edit: Callable[[dict[str, Any]], None], said: str, new: bool, package: Path, tmp_path: Path
) -> None:
    file, before = exported(package, "json"), builder.contents(package)
    document = json.loads(file.read_text(encoding="utf-8"))
    edit(document)
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(RowsError) as raised:
        et.import_("json", file, tmp_path / "new" if new else package)
    assert [f"{p.path} {p.message}" for p in raised.value.problems] == [f"out.json {said}"]
    assert builder.contents(package) == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["json", "jsonl", "sqlite", "duckdb", "parquet"])
def test_rows_of_a_table_that_is_not_coded_are_refused_with_the_reason(name: str, tmp_path: Path) -> None:
    package = tmp_path / "marshes"
    shutil.copytree(builder.PACKAGES / "marshes", package)
    file = exported(package, name)
    row = {"event_id": "a", "relation": "part_of", "related_event_id": "b"}
    if name == "json":
        document = json.loads(file.read_text(encoding="utf-8"))
        document["events"][0]["relations"].append({k: v for k, v in row.items() if k != "event_id"})
        file.write_text(json.dumps(document), encoding="utf-8")
    elif name == "jsonl":
        with file.open("a", encoding="utf-8") as opened:
            opened.write(json.dumps({"table": "event_relations", "row": row}))
    elif name == "parquet":
        pl.DataFrame([row]).write_parquet(file / "event_relations.parquet")
    else:
        connection = (sqlite3 if name == "sqlite" else duckdb).connect(str(file))
        connection.execute("DROP TABLE event_relations")
        connection.execute("CREATE TABLE event_relations AS SELECT 1 AS event_id")
        connection.commit()
        connection.close()
    with pytest.raises(et.Error, match="the package declares that relations are not coded"):
        et.import_(name, file, package)


@pytest.mark.parametrize(
    ("name", "place"), [("json", "$.actors[0] name"), ("jsonl", "line 1 name"), ("sqlite", "table actors, row 1 name")]
)
def test_a_nul_names_its_place_in_the_export(name: str, place: str, package: Path) -> None:
    file = exported(package, name)
    if name == "sqlite":
        connection = sqlite3.connect(file, isolation_level=None)
        connection.execute("UPDATE actors SET name = ? WHERE rowid = 1", ["a\0b"])
        connection.close()
    else:
        text = file.read_text(encoding="utf-8")
        before, found, after = text.partition('"actors": [' if name == "json" else '"table":"actors"')
        at = after.index('"name":') + len('"name":')
        end = after.index('",', at)
        file.write_text(f'{before}{found}{after[:at]} "a\\u0000b{after[end:]}', encoding="utf-8")
        line = before.count("\n") + 1
        place = place.replace("line 1", f"line {line}")
    with pytest.raises(RowsError) as raised:
        et.import_(name, file, package)
    assert raised.value.problems[0].message.startswith(f"{place}: holds a NUL")


@pytest.mark.parametrize("name", ["json", "jsonl", "parquet"])
def test_a_file_that_is_not_described_is_not_left_out(name: str, package: Path) -> None:
    file = exported(package, name)
    held = file / "package.json" if name == "parquet" else file
    first, *lines = held.read_text(encoding="utf-8").splitlines() if name == "jsonl" else [held.read_text("utf-8")]
    document = json.loads(first)
    document["files"][-1] = "data/events.csv"
    held.write_text("\n".join([json.dumps(document), *lines]), encoding="utf-8")
    with pytest.raises(et.Error, match="the files of the package are described in another way"):
        et.import_(name, file, package)


def test_a_line_with_more_than_a_table_and_a_row_is_refused(package: Path) -> None:
    file = exported(package, "jsonl")
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | {"rwo": {}})
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(et.Error, match=r"out.jsonl:2: a line is an object with `table` and `row` only"):
        et.import_("jsonl", file, package)


def test_a_parquet_file_of_a_table_that_the_package_lacks_is_refused(package: Path) -> None:
    file = exported(package, "parquet")
    pl.DataFrame({"mood": ["calm"]}).write_parquet(file / "moods.parquet")
    with pytest.raises(et.Error, match=r"moods.parquet: the package has no table 'moods'"):
        et.import_("parquet", file, package)


@pytest.mark.parametrize("name", ["sqlite", "duckdb", "parquet"])
def test_a_table_that_is_missing_does_not_delete_its_rows(name: str, package: Path) -> None:
    file, before = exported(package, name), builder.contents(package)
    if name == "parquet":
        (file / "statement_events.parquet").unlink()
    else:
        connection = (sqlite3 if name == "sqlite" else duckdb).connect(str(file))
        connection.execute("DROP TABLE statement_events")
        connection.close()
    with pytest.raises(et.Error, match=r"statement_events(\.parquet)? is missing"):
        et.import_(name, file, package)
    assert builder.contents(package) == before


def test_a_table_without_the_order_of_its_rows_is_refused(package: Path) -> None:
    file = exported(package, "sqlite")
    columns = ", ".join(et.read(package)["actors"].columns[1:])
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(
        "PRAGMA legacy_alter_table = ON; PRAGMA foreign_keys = OFF; ALTER TABLE actors RENAME TO before;"
        f"CREATE TABLE actors (actor_id PRIMARY KEY, {columns}) WITHOUT ROWID;"
        "INSERT INTO actors SELECT * FROM before; DROP TABLE before;"
    )
    connection.close()
    with pytest.raises(et.Error, match="a table is declared WITHOUT ROWID"):
        et.import_("sqlite", file, package)


NEW_EVENT: dict[str, Any] = {
    "event_id": "walk-back", "label": "The dockers go back", "summary": "The dockers went back to work.", "kind": "strike",
    "topic": "labour", "status": "occurred", "polarity": "affirmed", "date_edtf": "2024-05-12/2024-05-13", "date_basis": "inferred",
}  # fmt: skip


def import_rows(package: Path, table: str, change: Callable[[list[dict[str, Any]]], object]) -> list[str]:
    """The differences that changed rows of an export in JSON make, the same in a dry run; the package is valid after."""
    file = once.export(package, "json", package.parent / "out.json", validate=False)
    document = json.loads(file.read_text(encoding="utf-8"))
    change(document[table])
    file.write_text(json.dumps(document), encoding="utf-8")
    shown = et.import_("json", file, package, dry_run=True)
    made = et.import_("json", file, package)
    assert made.changes.render() == shown.changes.render()
    assert not {p.code for p in made.report.problems} & {"DAT002", "DAT003", "TAB026", "EVT001", "STA001"}
    return made.changes.render().splitlines()


def put(key: str, **cells: Any) -> Callable[[list[dict[str, Any]]], None]:
    def change(rows: list[dict[str, Any]]) -> None:
        next(r for r in rows if key in r.values()).update(cells)

    return change


def order(package: Path, table: str = "events") -> list[str]:
    """The identifiers of a table by position; the positions run from 1."""
    rows = sorted(et.read(package)[table].to_dicts(), key=lambda r: r["position"])
    assert [r["position"] for r in rows] == [*range(1, len(rows) + 1)]
    return [r[f"{table.removesuffix('s')}_id"] for r in rows]


def bounds_of(package: Path, event: str) -> tuple[str, str]:
    row = next(r for r in et.read(package)["events"].to_dicts() if r["event_id"] == event)
    return str(row["earliest"] or ""), str(row["latest"] or "")


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ({"date_edtf": "2024-04"}, ("2024-04-01", "2024-04-30")),
        ({"date_edtf": "2024-04/.."}, ("2024-04-01", "")),
        ({"date_edtf": "2024-04", "earliest": None, "latest": None}, ("2024-04-01", "2024-04-30")),
        ({"date_edtf": "2024-04", "earliest": "2024-04-01"}, ("2024-04-01", "2024-04-30")),
        ({"date_edtf": None, "date_basis": None}, ("", "")),
    ],
)
def test_the_bounds_of_a_changed_date_are_computed(
    edit: dict[str, Any], expected: tuple[str, str], package: Path
) -> None:
    import_rows(package, "events", put("worn-cable-warning", **edit))
    assert bounds_of(package, "worn-cable-warning") == expected


def test_bounds_that_were_edited_in_a_wrong_way_are_named(package: Path) -> None:
    edit = put("worn-cable-warning", date_edtf="2024-04", latest="2024-05-30")
    with pytest.raises(RowsError, match=r"out\.json \$\.events\[\d+\] latest DAT002 latest is 2024-05-30"):
        import_rows(package, "events", edit)


def test_the_remedy_of_a_wrong_bound_works_in_the_export(package: Path) -> None:
    before = bounds_of(package, "worn-cable-warning")
    with pytest.raises(RowsError) as raised:
        import_rows(package, "events", put("worn-cable-warning", latest="2024-05-30"))
    (hint,) = {p.hint for p in raised.value.problems}
    assert "empty earliest and latest in the export" in hint
    assert import_rows(package, "events", put("worn-cable-warning", earliest=None, latest=None)) == ["no difference"]
    assert bounds_of(package, "worn-cable-warning") == before


def test_a_renamed_identifier_leads_to_the_command_that_renames_it_everywhere(package: Path) -> None:
    with pytest.raises(RowsError) as raised:
        import_rows(package, "events", put("strike", event_id="walk-out"))
    (hint,) = {p.hint for p in raised.value.problems}
    assert hint.endswith(
        "restore it in the export, import that, and then run `timeline set events/strike event_id=walk-out`"
    )


def test_a_repair_of_packages_is_not_offered_for_an_export(package: Path) -> None:
    with pytest.raises(RowsError) as raised:
        import_rows(package, "events", put("worn-cable-warning", label="The worn cable "))
    assert "repairs the package and not the export: correct the export by hand" in raised.value.problems[0].hint


def test_a_new_event_gets_its_bounds_and_the_next_position(package: Path) -> None:
    before = order(package)
    again = NEW_EVENT | {"event_id": "walk-out"}
    assert import_rows(package, "events", lambda rows: rows.extend([NEW_EVENT, again])) == [
        "+ events walk-back",
        "+ events walk-out",
    ]
    assert order(package) == [*before, "walk-back", "walk-out"]
    assert bounds_of(package, "walk-back") == ("2024-05-12", "2024-05-13")


def test_an_event_in_the_middle_moves_those_after_it(package: Path) -> None:
    before = order(package)
    changes = import_rows(package, "events", lambda rows: rows.append(NEW_EVENT | {"position": 12}))
    assert changes[0] == "+ events walk-back"
    assert changes[1:] == [
        "~ events crane-inspections: position 12 -> 13",
        "~ events shift-bargaining: position 13 -> 14",
    ]
    assert order(package) == [*before[:11], "walk-back", *before[11:]]


def test_an_event_in_the_middle_whose_next_ones_were_partly_moved(package: Path) -> None:
    before = order(package)

    def change(rows: list[dict[str, Any]]) -> None:
        rows.append(NEW_EVENT | {"position": 10})
        put("cable-cut", position=11)(rows)
        put("empty-harbour", position=12)(rows)

    import_rows(package, "events", change)
    assert order(package) == [*before[:9], "walk-back", *before[9:]]


@pytest.mark.parametrize(("event", "position"), [("back-1", 16), ("back-3", 14), ("back-1", 15)])
def test_a_moved_event_takes_its_place_as_with_set(event: str, position: int, package: Path, tmp_path: Path) -> None:
    new = [NEW_EVENT | {"event_id": name} for name in ("back-1", "back-2", "back-3")]
    import_rows(package, "events", lambda rows: rows.extend(new))
    other = tmp_path / "set"
    shutil.copytree(package, other)
    with et.edit(other) as draft:
        draft.set(f"events/{event}", position=str(position))
    import_rows(package, "events", put(event, position=position))
    assert order(package) == order(other)
    assert order(package)[position - 1] == event


def test_positions_close_up_where_rows_were_deleted(package: Path) -> None:
    import_rows(package, "events", lambda rows: rows.append(NEW_EVENT | {"position": 11}))
    before = order(package)
    changes = import_rows(
        package, "events", lambda rows: rows.remove(next(r for r in rows if "walk-back" in r.values()))
    )
    assert changes[0] == "- events walk-back"
    assert len(changes) == 4
    before.remove("walk-back")
    assert order(package) == before


def test_a_position_beyond_all_is_named(package: Path) -> None:
    with pytest.raises(RowsError, match=r"EVT001 position 99 follows on 13"):
        import_rows(package, "events", lambda rows: rows.append(NEW_EVENT | {"position": 99}))


def test_a_new_statement_gets_the_next_position_of_its_source(package: Path) -> None:
    before = order(package, "statements")
    new = {"statement_id": "holm-later", "source_id": "article", "summary": "Holm said more.", "kind": "indirect"}
    import_rows(package, "statements", lambda rows: rows.append(new | {"speaker_id": "mira-holm"}))
    assert order(package, "statements") == [*before, "holm-later"]


def test_what_a_database_lacks_is_computed(package: Path) -> None:
    file, before = exported(package, "sqlite"), order(package)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("UPDATE events SET date_edtf = '2024-04' WHERE event_id = 'worn-cable-warning'")
    connection.close()
    et.import_("sqlite", file, package)
    assert bounds_of(package, "worn-cable-warning") == ("2024-04-01", "2024-04-30")
    assert order(package) == before
