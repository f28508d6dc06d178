"""Actors that are perhaps the same, and their identifiers."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found, placed

ACTORS = "data/actors.csv"


@pytest.mark.parametrize(
    "name", ["MIRA HOLM", "Mira  Holm.", "Ｍｉｒａ Holm", "mira-holm"],
)  # fmt: skip
def test_names_are_alike_without_case_signs_and_forms_of_letters(name: str, tmp_path: Path) -> None:
    assert placed(tmp_path, "ACT007", *cells("actors", "jonas-veld", name=name)) == [(ACTORS, 6, "name")]


@pytest.mark.parametrize("name", ["Mira Hölm", "Mira Holm II", "Holm Mira"])
def test_other_letters_make_another_name(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, "ACT007", *cells("actors", "jonas-veld", name=name)) == []


def test_names_without_letters_are_not_compared(tmp_path: Path) -> None:
    edits = (*cells("actors", "jonas-veld", name="?"), *cells("actors", "mira-holm", name="!"))
    assert found(tmp_path, "ACT007", *edits) == []


def country(actor: str, name: str, **columns: str) -> Added:
    return Added("actors", {"actor_id": actor, "name": name, "kind": "country", **columns})


def test_a_country_that_is_entered_twice_is_told_once(tmp_path: Path) -> None:
    twin = country("denmark-2", "Denmark", country="DNK", wikidata="Q35", identifiers_source="port-log")
    assert [len(found(tmp_path / c, c, twin)) for c in ("ACT005", "ACT004", "ACT007")] == [1, 0, 0]
    alike = country("denmark-2", "Denmark", country="DNK")
    assert [len(found(tmp_path / f"alike-{c}", c, alike)) for c in ("ACT005", "ACT004", "ACT007")] == [0, 1, 0]


@pytest.mark.parametrize(("names", "columns", "twice"), [
    (("England", "Scotland"), {}, 0), (("United Kingdom", "Wales"), {}, 0), (("United Kingdom", "Britain"), {}, 1),
    (("North", "South"), {"wikidata": ("Q1", "Q2")}, 0), (("North", "South"), {"affiliation": ("", "north")}, 0),
    (("North", "South"), {"affiliation": ("south", "")}, 0), (("North", "South"), {"affiliation": ("town-council", "")}, 1),
    (("North", "South"), {"affiliation": ("", "town-council")}, 1), (("North", "South"), {"wikidata": ("Q1", "")}, 1),
])  # fmt: skip
def test_parts_of_a_country_share_its_code(
    names: tuple[str, str], columns: dict[str, tuple[str, str]], twice: int, tmp_path: Path
) -> None:
    values = [{column: pair[i] for column, pair in columns.items()} for i in (0, 1)]
    rows = [country(n.split()[0].lower(), n, country="GBR", **v) for n, v in zip(names, values, strict=True)]
    assert len(found(tmp_path, "ACT004", *rows)) == twice
