"""Editing a package that lacks tables, as its `coding` allows, and has optional ones."""

from __future__ import annotations

from pathlib import Path

import event_timeline as et
from tests import builder


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
