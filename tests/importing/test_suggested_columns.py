"""Which columns a drafted mapping takes for figures, kinds and words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et


def drafted(folder: Path, **columns: str) -> dict[str, Any]:
    """The draft for two rows of some columns, each with the cell that is given."""
    file = folder / "table.csv"
    names = ["No", "Date", *columns]
    rows = [f"{n};2031-02-0{n};{';'.join(columns.values())}" for n in (1, 2)]
    file.write_text("\n".join([";".join(names), *rows]) + "\n", encoding="utf-8")
    return tomllib.loads(et.suggest_mapping(file))


@pytest.mark.parametrize("names", [
    ("Killed (low)", "Killed (best)", "Killed (high)"), ("Killed low", "Killed best", "Killed high"), ("Dead (min)", "Dead", "Dead (max)"),
    ("deaths [low]", "deaths", "deaths [high]"), ("Deaths: low", "Deaths: best", "Deaths: high"), ("low_est", "best_est", "high_est"),
])  # fmt: skip
def test_the_best_estimate_is_the_figure_and_the_lowest_is_not(names: tuple[str, str, str], tmp_path: Path) -> None:
    (measure,) = drafted(tmp_path, **dict(zip(names, "123", strict=True)))["measures"]
    assert (measure["low"], measure["best"], measure["high"]) == names


def test_casualties_are_drafted_with_their_estimates_and_are_not_deaths(tmp_path: Path) -> None:
    names = ("Casualties low", "Casualties best", "Casualties high", "Killed")
    deaths, casualties = drafted(tmp_path, **dict(zip(names, "1231", strict=True)))["measures"]
    assert (deaths["measure"], deaths["best"]) == ({"value": "fatalities"}, "Killed")
    assert casualties["measure"] == {"value": "casualties"}
    assert (casualties["low"], casualties["best"], casualties["high"]) == names[:3]
    assert "low" not in deaths


@pytest.mark.parametrize(("code", "kind"), [
    ("Air/drone strike", "remote-violence"), ("Air strike", "remote-violence"), ("Drone strikes", "remote-violence"), ("Hunger strike", "protest"),
    ("Strike", "protest"), ("General strike", "protest"), ("Shelling/artillery/missile attack", "remote-violence"), ("Suicide bomb", "remote-violence"),
    ("Armed clash", "armed-conflict"), ("Battles", "armed-conflict"), ("War", "armed-conflict"), ("Warning", "other"), ("Software", "other"),
    ("Mob violence", "riot"), ("Riots", "riot"), ("Émeute", "riot"), ("Patriotic ceremony", "other"), ("Chariot race", "other"),
    ("Abduction/forced disappearance", "violence-against-civilians"), ("Violence against civilians", "violence-against-civilians"),
    ("Civil society meeting", "meeting"), ("Ceasefire", "ceasefire"), ("Fire", "disaster"), ("Storming of a building", "other"),
    ("Storm", "disaster"), ("Peaceful protest", "protest"), ("Arrests", "arrest"), ("Attack", "other"), ("Looting/property destruction", "looting"),
])  # fmt: skip
def test_a_kind_is_drafted_by_the_words_of_a_code(code: str, kind: str, tmp_path: Path) -> None:
    event = drafted(tmp_path, Type=code)["event"]
    assert event["kind"] == {"column": "Type", "map": {code: kind}}


def test_what_happened_is_the_summary_and_a_remark_is_not(tmp_path: Path) -> None:
    event = drafted(tmp_path, **{"What happened": "Dockers stop work.", "Remarks": "checked"})["event"]
    assert event["summary"] == "What happened"


def test_numbered_sources_are_both_drafted(tmp_path: Path) -> None:
    sources = drafted(tmp_path, **{"Source 1": "Radio Vell", "Source 2": "Vell Herald"})["sources"]
    assert [s["title"] for s in sources] == ["Source 1", "Source 2"]


@pytest.mark.parametrize(("name", "cell", "path"), [
    ("How many dead", "3", "measures best"), ("Number killed", "3", "measures best"), ("No. killed", "3", "measures best"),
    ("Number of people killed", "3", "measures best"), ("Total deaths", "3", "measures best"), ("nkill", "3", "measures best"),
    ("No. wounded", "3", "measures best"), ("Victims", "Villagers", "actors name"), ("To whom", "Villagers", "actors name"),
    ("Who", "Army", "actors name"), ("Reported by", "Radio Vell", "sources title"), ("Published by", "Radio Vell", "sources title"),
    ("What happened", "Clash", "event topic"), ("Where", "Oss", "places chain"),
])  # fmt: skip
def test_a_column_is_recognized_by_a_common_name(name: str, cell: str, path: str, tmp_path: Path) -> None:
    section, key = path.split()
    draft = drafted(tmp_path, **{name: cell})
    (block,) = [draft[section]] if section == "event" else draft[section]
    assert block[key] == ([{"kind": "city", "name": name}] if key == "chain" else name)


@pytest.mark.parametrize("name", [
    "Whole", "Who coded", "Whereabouts", "How many deadlines", "Notes killed", "Number of deadlines", "Whereas", "Reported by phone", "Anyone hurt by",
])  # fmt: skip
def test_a_name_that_only_begins_like_a_common_one_is_not_recognized(name: str, tmp_path: Path) -> None:
    draft = drafted(tmp_path, **{name: "3"}) | drafted(tmp_path, **{name: "Vell"})
    assert not {"measures", "actors", "sources", "places"} & set(draft)


def test_a_question_mark_is_a_missing_value(tmp_path: Path) -> None:
    assert drafted(tmp_path, Killed="?")["file"]["missing"] == ["?"]
