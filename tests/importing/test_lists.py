"""Lists in the cells of an event table: read in parallel, or refused with the line of the mapping."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import event_timeline as et
from event_timeline.model import UserError

EVENT = '[event]\nid = "No"\nlabel = "No"\nkind = { value = "other" }\n'


def imported(folder: Path, mapping: str, *rows: str) -> tuple[pl.DataFrame, pl.DataFrame, str]:
    """The events, their actors and the notes of an import."""
    (folder / "t.csv").write_text("\n".join(["No,Who,Role,Side", *rows]) + "\n", encoding="utf-8")
    (folder / "t.toml").write_text(EVENT + mapping, encoding="utf-8")
    made = et.import_("csv", folder / "t.csv", folder / "out", mapping=folder / "t.toml", contributors=["Project"])
    events, actors = (
        pl.read_csv(folder / f"out/data/{name}.csv", infer_schema=False) for name in ("events", "event_actors")
    )
    return events, actors, "\n".join(made.notes)


LISTS = """
[[actors]]
name = { column = "Who", split = ";" }
role = { column = "Role", split = ";" }
side = { column = "Side", split = ";", case = "lower" }
"""


def test_reads_roles_and_sides_in_parallel_with_names(tmp_path: Path) -> None:
    _, actors, _ = imported(tmp_path, LISTS, "e1,Ann; Bob,side;side,A;B", "e2,Ann,agent,")
    assert actors.rows() == [("e1", "ann", "side", "a"), ("e1", "bob", "side", "b"), ("e2", "ann", "agent", None)]


def test_keeps_roles_that_do_not_match_the_names_one_to_one(tmp_path: Path) -> None:
    events, actors, notes = imported(tmp_path, LISTS, "e1,Ann;Bob,agent,", "e2,Ann,agent,")
    assert actors["role"].to_list() == ["participant", "participant", "agent"]
    assert events["role"].to_list() == ["agent", "agent"]
    assert "actors 1, role: the parts do not match the records one to one" in notes
    assert "line 2 (agent)" in notes


def test_one_actor_may_have_a_list_of_roles(tmp_path: Path) -> None:
    mapping = '[[actors]]\nname = "Who"\nrole = { column = "Role", split = ";" }\n'
    _, actors, _ = imported(tmp_path, mapping, "e1,Ann,agent;victim,")
    assert actors["role"].to_list() == ["agent", "victim"]


@pytest.mark.parametrize(
    ("mapping", "line"),
    [
        ('[[actors]]\nname = "Who"\nrole = { value = "agent" }\ncountry = { column = "Side", split = ";" }\n', 8),
        ('topic = { column = "Side", split = ";" }\n', 5),
        ('topic = { first = [{ column = "Side", split = ";" }, "Who"] }\n', 5),
        ('[[measures]]\nmeasure = { value = "fatalities" }\nunit = { value = "persons" }\nbest = { column = "Side", split = ";" }\n', 8),
    ],
)  # fmt: skip
def test_refuses_a_list_where_one_value_is_needed(tmp_path: Path, mapping: str, line: int) -> None:
    with pytest.raises(UserError, match=rf"t\.toml:{line}: .*split without part makes a list") as refused:
        imported(tmp_path, mapping, "e1,Ann,agent,")
    assert "part = 0" in refused.value.hint
