"""Editing a package that lacks tables, as its `coding` allows, and has optional ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline import profile
from tests import builder
from tests.conftest import Timeline


def test_a_record_is_renamed_wherever_an_optional_table_names_it(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    with et.edit(package) as draft:
        draft.set("events/oss-shelling", event_id="mortars-on-oss")
        draft.set("actors/marsh-front", actor_id="front")
    tables = et.read(package)
    for table in ("event_actors", "event_sources", "measures"):
        identifiers = tables[table]["event_id"].to_list()
        assert "mortars-on-oss" in identifiers, table
        assert "oss-shelling" not in identifiers, table
    assert tables["events"].filter(event_id="oss-shelling-radio")["same_as"].to_list() == ["mortars-on-oss"]
    assert tables["actors"].filter(actor_id="marsh-front-south")["same_as"].to_list() == ["front"]
    report = et.validate(package)
    assert (report.errors, report.warnings) == (0, 0)


def test_a_removed_event_takes_its_rows_of_optional_tables_along(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    with et.edit(package) as draft:
        draft.remove("events/grain-convoy")
    tables = et.read(package)
    for table in ("events", "event_actors", "event_sources", "event_places", "measures"):
        assert "grain-convoy" not in tables[table]["event_id"].to_list(), table
    assert et.validate(package).valid


def test_an_exception_follows_its_record(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    with et.edit(package) as draft:
        draft.set("events/tarn-explosion", event_id="station-bomb")
    assert et.read(package)["exceptions"]["key"].to_list() == ["station-bomb"]
    report = et.validate(package)
    assert (report.errors, report.warnings) == (0, 0)
    with et.edit(package) as draft:
        draft.remove("events/station-bomb")
    assert et.read(package)["exceptions"].height == 0
    assert et.validate(package).valid


ROWS: dict[str, dict[str, object]] = {
    "event_sources": {"event_id": "marsh-fire", "source_id": "vell-herald", "url": "https://herald.example.org/fire"},
    "event_places": {"event_id": "marsh-fire", "place_id": "reed-island", "role": "affected"},
    "measures": {"event_id": "marsh-fire", "measure": "displaced", "best": 40, "unit": "persons", "source_id": "radio-vell"},
    "exceptions": {"code": "EVT006", "resource": "events", "key": "marsh-fire", "reason": "A fire has no agent here."},
}  # fmt: skip
"""Table -> a new row of it in the marshes."""
CELLS: dict[str, dict[str, object]] = {
    "event_sources": {"note": "Page 3."}, "event_places": {"role": "target"}, "measures": {"high": 60},
    "exceptions": {"reason": "Nobody is known to have lit it."},
}  # fmt: skip
ADDRESSES = {
    "event_sources": "event_sources/marsh-fire/vell-herald", "event_places": "event_places/marsh-fire",
    "measures": "measures/marsh-fire", "exceptions": "exceptions/EVT006/events/marsh-fire",
}  # fmt: skip


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("keys", ["keys", "no keys"])
def test_a_row_of_an_optional_table_is_added_changed_and_removed(table: str, keys: str, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    before = builder.read(package / f"data/{table}.csv")
    with et.edit(package) as draft:
        name = draft.add(table, evidence=None, **ROWS[table])
    given = [str(v) for v in ROWS[table].values()]
    assert [cell for cell in name.split("/") if cell and cell in given][:2] == given[:2]
    address = f"{table}/{name}" if keys == "keys" or table in ("event_places", "exceptions") else ADDRESSES[table]
    with et.edit(package) as draft:
        draft.set(address, **CELLS[table])
    new = set(et.read(package)[table].rows()) - set(et.read(builder.PACKAGES / "marshes")[table].rows())
    [row] = [dict(zip(et.read(package)[table].columns, cells, strict=True)) for cells in new]
    assert {c: row[c] for c in CELLS[table]} == CELLS[table]
    with et.edit(package) as draft:
        draft.remove(
            f"{table}/{name.replace('affected', 'target')}" if keys == "keys" else address.replace("affected", "target")
        )
    assert builder.read(package / f"data/{table}.csv") == before


def test_a_row_without_a_key_is_named_by_as_many_values_as_single_it_out(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    with pytest.raises(et.Error, match="2 rows of `measures` begin with it") as caught, et.edit(package) as draft:
        draft.remove("measures/oss-shelling/fatalities")
    one = "measures/oss-shelling/fatalities/people-of-oss//vell-herald/persons"
    assert one in caught.value.hint
    with et.edit(package, dry_run=True) as draft:
        assert draft.set(one, best=6).lines() == [
            "~ measures oss-shelling fatalities people-of-oss vell-herald persons: best 5 -> 6"
        ]
    with (
        pytest.raises(et.Error, match="the key of `measures` is event_id, measure, actor_id") as caught,
        et.edit(package) as draft,
    ):
        draft.remove("measures/")
    with pytest.raises(et.Error, match="has no row 'oss-shelling/displaced'"), et.edit(package) as draft:
        draft.remove("measures/oss-shelling/displaced")


def test_a_report_with_an_address_is_named_by_it(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    with et.edit(package) as draft:
        removal = draft.remove(
            "event_sources/oss-shelling/vell-herald/https://herald.example.org/2031/oss-2/Headline: Toll rises in Oss"
        )
    assert len(removal.gone) == 1
    assert et.read(package)["event_sources"].filter(url="https://herald.example.org/2031/oss-2").height == 0


@pytest.mark.parametrize("table", ROWS)
def test_an_optional_table_that_is_not_there_is_made_with_its_first_row(table: str, tmp_path: Path) -> None:
    package = without(builder.edited(tmp_path, [], "marshes"), table)
    assert et.validate(package).errors == 0
    with et.edit(package) as draft:
        draft.add(table, evidence=None, **ROWS[table])
        assert draft.notes == [f"added the table {table}: data/{table}.csv"]
    assert et.read(package)[table].height == 1
    assert [p.code for p in et.validate(package).problems if p.severity == "error"] == []
    assert set(et.read(package)["codebook"]["vocabulary"]) >= (
        {"measures.measure"} if table == "measures" else {"event_places.role"} if table == "event_places" else set()
    )


def test_an_optional_column_is_made_with_its_first_value(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "floodgate")
    (one, other), actor = et.read(package)["events"]["event_id"][:2], et.read(package)["actors"]["actor_id"][0]
    with et.edit(package) as draft:
        draft.set(f"events/{one}", confidence=0.5, date_precision="day")
        draft.set(f"events/{one}", weight=None)
        draft.set(f"actors/{actor}", same_as=None)
        assert draft.notes == ["added the column events.confidence", "added the column events.date_precision"]
    events = et.read(package)["events"]
    assert events.filter(event_id=one).select("confidence", "date_precision").row(0) == (0.5, "day")
    assert events.columns[-2:] == ["confidence", "date_precision"]
    report = et.validate(package)
    assert (report.errors, report.warnings) == (0, 0)
    with et.edit(package) as draft:
        draft.set(f"events/{one}", same_as=other)
        with pytest.raises(et.Error, match="there is no 'nowhere' in `events`"):
            draft.set(f"events/{one}", same_as="nowhere")


def test_a_misspelt_optional_column_is_named(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "floodgate")
    with pytest.raises(et.Error, match="`events` has no column 'confidences'") as caught, et.edit(package) as draft:
        draft.set("events/" + et.read(package)["events"]["event_id"][0], confidences=1)
    assert caught.value.hint == "did you mean 'confidence'?"


def test_profile_1_0_has_no_optional_tables_or_columns(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "harbour")
    assert et.read(package).descriptor["conformsTo"].endswith("1.0.0")
    event = et.read(package)["events"]["event_id"][0]
    for change in (
        lambda d: d.add("measures", event_id=event, measure="cost", best=1, unit="EUR"),
        lambda d: d.set(f"events/{event}", confidence=1),
    ):
        with (
            pytest.raises(et.Error, match=r"profile 1\.0\.0, which the package follows, has no") as caught,
            et.edit(package) as draft,
        ):
            change(draft)
        assert "`et.lift(...)`" in caught.value.hint


@pytest.mark.parametrize(
    "arguments",
    [
        "add actor --name X --kind group --sector labour",
        "add event --label L --summary S. --kind project --status planned --confidence 1",
        "add event --label L --summary S. --kind trial --status planned --topic conflict",
        "add participant --event strike --actor port-authority --role victim",
        "add relation --event strike --relation causes --other-event container-fall",
        "add measure --event strike --measure participants --low 3",
        "add exception --code EVT006 --resource events --key strike --reason Known.",
        "add term --vocabulary event_actors.side --term a --definition First.",
        "set events/strike status=unknown",
    ],
)
def test_what_only_a_newer_profile_has_is_refused_with_the_remedy(
    arguments: str, harbour: Path, timeline: Timeline
) -> None:
    before = builder.contents(harbour)
    done = timeline(*arguments.split(), harbour)
    assert (done.code, "`timeline bump --profile`" in done.err) == (2, True), done.err
    assert builder.contents(harbour) == before


def test_what_is_declared_as_not_coded_is_not_added(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    row: dict[str, object] = {"event_id": "oss-shelling", "relation": "causes", "other_event_id": "ferry-strike"}
    with pytest.raises(et.Error, match="declares that relations are not coded") as caught, et.edit(package) as draft:
        draft.add("event_relations", evidence=None, **row)
    assert caught.value.hint == "set coding.relations in datapackage.json to partial or complete"
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["coding"]["relations"] = "partial"
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    with et.edit(package) as draft:
        draft.add("event_relations", evidence=None, **row)
    assert et.validate(package).errors == 0


def without(package: Path, table: str) -> Path:
    """A package that lacks a table."""
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != table]
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    for path in (f"data/{table}.csv", f"schemas/{table}.json"):
        (package / path).unlink()
    return package


OTHERS = {
    "measures": "name,value",
    "event_places": "note,grade",
    "event_sources": "a,b",
    "exceptions": "resource,words",
}
"""Optional table of profile 1.1 -> the columns of a table of that name which a package of 1.0.0 made for itself."""


def with_other_table(name: str, folder: Path) -> Path:
    """The harbour, which follows profile 1.0.0, with such a table."""
    package = builder.edited(folder, [], "harbour")
    header = OTHERS[name]
    (package / "data" / f"{name}.csv").write_text(f"{header}\nevents,x\n", encoding="utf-8")
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    fields = [{"name": column, "type": "string"} for column in header.split(",")]
    descriptor["resources"].append({"name": name, "path": f"data/{name}.csv", "schema": {"fields": fields}})
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return package


@pytest.mark.parametrize("name", OTHERS)
def test_a_table_of_ones_own_with_the_name_of_an_optional_one_is_not_taken_for_it(name: str, tmp_path: Path) -> None:
    package = with_other_table(name, tmp_path)
    with pytest.raises(et.Error, match=r"there is no 'killed' in measures.measure") as caught:
        et.export(package, "zip", tmp_path / "part.zip", where={"measure": "killed"}, validate=False)
    assert caught.value.hint == "the package has none"
    part = et.export(package, "zip", tmp_path / "part.zip", where={"source": "article"}, validate=False)
    assert et.read(part)[name].rows() == [("events", "x")]
    with et.edit(package) as draft:
        draft.set("events/strike", event_id="the-strike")
        draft.remove("events/cable-cut")
    assert et.read(package)[name].rows() == [("events", "x")]


@pytest.mark.parametrize("name", OTHERS)
def test_what_would_make_such_a_package_invalid_is_refused_with_what_to_rename(name: str, tmp_path: Path) -> None:
    package = with_other_table(name, tmp_path)
    before = builder.contents(package)
    for change in (
        lambda: et.lift(package),
        lambda: et.merge([package, builder.FLOODGATE], tmp_path / "corpus"),
        lambda: et.export(package, "zip", tmp_path / "part.zip", where={"place": "pier-4"}, validate=False),
    ):
        with pytest.raises(et.Error, match=f"the table '{name}' of .*harbour is another one") as caught:
            change()
        assert caught.value.hint.startswith("rename the resource in datapackage.json")
    assert builder.contents(package) == before
    assert not (tmp_path / "corpus").exists()


def test_terms_of_the_profile_come_with_their_examples_where_the_codebook_has_them(
    tmp_path: Path, timeline: Timeline
) -> None:
    root, package = Path(__file__).parents[2], tmp_path / "package"
    shutil.copytree(root / "data", package / "data")
    shutil.copytree(root / "schemas", package / "schemas")
    shutil.copy(root / "datapackage.json", package)
    before = {(r["vocabulary"], r["term"]) for r in et.read(package)["codebook"].to_dicts()}
    with et.edit(package) as draft:
        draft.set("actors/nato", sector="international")
    term = ("add", "term", "--vocabulary", "events.cameo", "--term")
    assert timeline(*term, "046", package).code == 0
    assert timeline(*term, "172", "--example", "The port was closed by decree.", package).code == 0
    known = {(r["vocabulary"], r["term"]): r for r in profile.codebook()}
    added = {
        (r["vocabulary"], r["term"]): (r["example"], r["counter_example"])
        for r in et.read(package)["codebook"].to_dicts()
        if (r["vocabulary"], r["term"]) not in before
    }
    closed = ("events.cameo", "172")
    assert added.pop(closed)[0] == "The port was closed by decree."
    assert {k: v for k, v in added.items() if k in known} == {
        k: (known[k]["example"], known[k]["counter_example"]) for k in added if k in known
    }
    assert ("actors.sector", "labour") in added


def test_a_codebook_without_examples_gets_none(tmp_path: Path, timeline: Timeline) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    assert timeline("add", "term", "--vocabulary", "events.cameo", "--term", "046", package).code == 0
    assert "example" not in et.read(package)["codebook"].columns
