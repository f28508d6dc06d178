"""A removed row takes along what hangs on it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import profile
from event_timeline.editing.csv_tables import columns_of
from event_timeline.editing.draft import Draft, open_draft
from event_timeline.editing.remove_row import remove_row
from event_timeline.model import UserError
from tests import builder
from tests.conftest import Timeline


def dangling(draft: Draft) -> list[tuple[str, str, str]]:
    """(table, column, value) of every reference that leads nowhere, counted from the schemas alone."""
    found = []
    for name, resource in draft.package.resources.items():
        for key in resource.schema.get("foreignKeys") or ():
            (column,), reference = columns_of(key["fields"]), key["reference"]
            (target,) = columns_of(reference["fields"])
            known = {r[target] for r in draft.table(reference.get("resource") or name).rows}
            found += [(name, column, r[column]) for r in draft.table(name).rows if r[column] and r[column] not in known]
    return found


def all_rows(package: Path) -> list[str]:
    draft = open_draft(package)
    names = [t for t in profile.TABLES if t != "codebook"]
    return [f"{n}/{'/'.join(draft.table(n).key_of(r))}" for n in names for r in draft.table(n).rows]


@pytest.mark.parametrize("row", all_rows(builder.HARBOUR))
def test_nothing_refers_to_what_is_gone_and_positions_close_up(row: str, draft: Draft) -> None:
    before = {t: {draft.table(t).key_of(r) for r in draft.table(t).rows} for t in profile.TABLES}
    removal = remove_row(draft, row)
    assert dangling(draft) == []
    after = {t: {draft.table(t).key_of(r) for r in draft.table(t).rows} for t in profile.TABLES}
    gone = {f"{t} {' '.join(k)}" for t in profile.TABLES for k in before[t] - after[t]}
    assert {place for place, _ in removal.gone} == gone
    assert not any(after[t] - before[t] for t in profile.TABLES)
    positions = sorted(int(r["position"]) for r in draft.table("events").rows)
    assert positions == list(range(1, len(positions) + 1))
    told = sorted(int(r["position"]) for r in draft.table("statements").rows)
    assert told == list(range(1, len(told) + 1))


def test_a_references_cell_is_emptied_where_it_may_be(draft: Draft) -> None:
    removal = remove_row(draft, "places/osterhavn")
    assert [place for place, _ in removal.gone] == ["places osterhavn"]
    assert {(c.place, c.column, c.old, c.new) for c in removal.changed} >= {
        ("places pier-4", "within", "osterhavn", ""),
        ("events strike", "place_id", "osterhavn", ""),
    }


def test_a_relation_goes_with_the_one_who_claims_it(draft: Draft) -> None:
    claimed = [r for r in draft.table("event_relations").rows if r["according_to"] == "jonas-veld"]
    remove_row(draft, "actors/jonas-veld")
    assert claimed
    assert not [r for r in draft.table("event_relations").rows if r in claimed or r["according_to"] == "jonas-veld"]


def test_a_statement_follows_the_evidence_that_is_left(draft: Draft) -> None:
    changed = remove_row(draft, "evidence/headline-strike-quote-32").changed
    statement = draft.table("statements").find("headline-strike")
    assert (statement["quote"], statement["kind"]) == ("", "indirect")
    assert [(c.column, c.old) for c in changed] == [("kind", "mixed"), ("quote", "until the crane is safe")]
    remove_row(draft, "evidence/holm-answer-quote-445")
    assert draft.table("statements").find("holm-answer")["quote"] == "They answered ‘not this year’,"


def test_a_table_of_ones_own_is_seen_to_by_its_keys(harbour: Path, timeline: Timeline) -> None:
    fields = [{"name": n, "type": "string"} for n in ("shift_id", "event_id", "actor_id", "role", "place_id")]
    keys = [
        {"fields": ["event_id", "actor_id", "role"],
         "reference": {"resource": "event_actors", "fields": ["event_id", "actor_id", "role"]}},
        {"fields": "place_id", "reference": {"resource": "places", "fields": "place_id"}},
    ]  # fmt: skip
    builder.write(
        harbour / "data" / "shifts.csv",
        "shift_id,event_id,actor_id,role,place_id\n"
        "early,strike,dockers-union,agent,pier-4\nlate,strike,union-members,agent,pier-4\nnight,,,,pier-4\n",
    )
    descriptor = json.loads(builder.read(harbour / "datapackage.json"))
    schema = {"fields": fields, "primaryKey": "shift_id", "foreignKeys": keys}
    descriptor["resources"].append({"name": "shifts", "path": "data/shifts.csv", "schema": schema})
    builder.write(harbour / "datapackage.json", json.dumps(descriptor))
    draft = open_draft(harbour)
    remove_row(draft, "places/pier-4")
    assert [r["place_id"] for r in draft.table("shifts").rows] == ["", "", ""]
    remove_row(draft, "actors/union-members")
    assert [r["event_id"] for r in draft.table("shifts").rows] == ["strike", "", ""]


def test_a_term_goes_from_the_schema_too_unless_rows_have_it(draft: Draft, harbour: Path, timeline: Timeline) -> None:
    term = ("--vocabulary", "events.topic", "--term", "weather", "--definition", "Wind and water.")
    before = builder.read(harbour / "schemas" / "events.json")
    assert timeline("add", "term", harbour, *term).code == 0
    assert timeline("remove", "codebook/events.topic/weather", harbour).code == 0
    assert builder.read(harbour / "schemas" / "events.json") == before
    with pytest.raises(UserError, match="rows have the term 'labour'"):
        remove_row(draft, "codebook/events.topic,labour")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("events", "the key of `events` is event_id"),
        ("strike", "which row of which table"),
        ("event/strike", "no table 'event'"),
        ("events/strik", "no row 'strik'"),
        ("events/a/b", "no row 'a/b'"),
        ("event_actors/strike", "the key of `event_actors` is event_id, actor_id, role"),
        ("events/", "the key of `events` is event_id"),
    ],
)
def test_a_row_that_is_not_there_is_said(given: str, said: str, draft: Draft) -> None:
    with pytest.raises(UserError, match=said):
        remove_row(draft, given)


@pytest.mark.parametrize("table", ["event_actors", "actors"])
def test_of_two_equal_rows_one_is_removed_and_nothing_else(table: str, harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / f"{table}.csv"
    sound = builder.read(path)
    header, first, *rest = sound.splitlines()
    builder.write(path, "\n".join([header, first, first, *rest]) + "\n")
    builder.stamp(harbour)
    assert timeline("validate", harbour).code == 1
    key = "/".join(first.split(",")[: 3 if table == "event_actors" else 1])
    result = timeline("remove", f"{table}/{key}", harbour)
    assert (result.code, "one of 2 equal rows" in result.out) == (0, True)
    assert builder.read(path) == sound


def test_rows_of_one_key_that_differ_are_not_chosen_from(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "actors.csv"
    builder.write(path, builder.read(path) + "mira-holm,Another,person,,,,,,,\n")
    result = timeline("remove", "actors/mira-holm", harbour)
    assert (result.code, "2 rows of `actors` have this key" in result.err) == (2, True)
    assert "correct or remove one of them in data/actors.csv" in result.err
