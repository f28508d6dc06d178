"""Actors: circles, names and sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found, placed

ACTORS = "data/actors.csv"


def test_a_circle_of_three_is_told_once(tmp_path: Path) -> None:
    edits = (
        *cells("actors", "dockers-union", affiliation="mira-holm"),
        *cells("actors", "mira-holm", affiliation="union-members"),
    )
    (problem,) = found(tmp_path, "ACT006", *edits)
    assert problem.message == "belongs to itself: dockers-union → mira-holm → union-members → dockers-union"


def test_an_actor_of_its_own_is_a_circle_too(tmp_path: Path) -> None:
    assert placed(tmp_path, "ACT006", *cells("actors", "denmark", affiliation="denmark")) == [
        (ACTORS, 2, "affiliation")
    ]


def test_two_circles_are_two_findings(tmp_path: Path) -> None:
    edits = (
        *cells("actors", "denmark", affiliation="denmark"),
        *cells("actors", "town-council", affiliation="town-council"),
    )
    assert [line for _, line, _ in placed(tmp_path, "ACT006", *edits)] == [2, 8]


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


def test_each_side_that_an_agent_takes_too_is_reported(tmp_path: Path) -> None:
    rows = [
        Added("event_actors", {"event_id": "strike", "actor_id": "dockers-union", "role": r})
        for r in ("recipient", "addressee")
    ]
    assert len(found(tmp_path, "ACT014", *rows)) == 2


def test_followers_may_belong_to_a_person(tmp_path: Path) -> None:
    assert found(tmp_path, "ACT012", *cells("actors", "union-members", affiliation="mira-holm")) == []


def country(actor: str, name: str, **columns: str) -> Added:
    return Added("actors", {"actor_id": actor, "name": name, "kind": "country", **columns})


def test_a_country_that_is_entered_twice_is_told_once(tmp_path: Path) -> None:
    twin = country("denmark-2", "Denmark", country="DNK", wikidata="Q35", identifiers_source="port-log")
    assert [len(found(tmp_path / c, c, twin)) for c in ("ACT005", "ACT004", "ACT007")] == [1, 0, 0]
    alike = country("denmark-2", "Denmark", country="DNK")
    assert [len(found(tmp_path / f"alike-{c}", c, alike)) for c in ("ACT005", "ACT004", "ACT007")] == [0, 1, 0]


@pytest.mark.parametrize(("name", "cameo", "code"), [
    ("Norway", "", "NOR"), ("Kingdom of Norway", "", "NOR"), ("Norge", "NORGOV", "NOR"), ("Norge", "", None),
    ("Austria-Hungary", "", None), ("Yugoslavia", "", None),
])  # fmt: skip
def test_a_country_without_a_code_is_told_where_the_code_is_known(
    name: str, cameo: str, code: str | None, tmp_path: Path
) -> None:
    told = found(tmp_path, "ACT003", country("norway", name, cameo=cameo))
    assert [p.message for p in told] == ([f"{name} is a country, whose code is {code}"] if code else [])


def test_a_place_tells_the_code_of_the_actor(tmp_path: Path) -> None:
    place = Added("places", {"place_id": "norge", "name": "Norge", "kind": "country", "country": "NOR"})
    assert len(found(tmp_path, "ACT003", country("norge", "NORGE"), place)) == 1


@pytest.mark.parametrize(("cameo", "told"), [("ROM", False), ("ROU", False), ("DEU", True)])
def test_cameo_has_letters_of_its_own_for_some_countries(cameo: str, told: bool, tmp_path: Path) -> None:
    assert (found(tmp_path, "ACT011", country("romania", "Romania", country="ROU", cameo=cameo)) != []) == told


@pytest.mark.parametrize("kind", ["cooperation", "project"])
def test_joint_work_may_have_a_chair_and_a_host(kind: str, tmp_path: Path) -> None:
    edits = cells("events", "crane-inspections", kind=kind)
    for role in ("chair", "host"):
        row = Added("event_actors", {"event_id": "crane-inspections", "actor_id": "denmark", "role": role})
        assert found(tmp_path / role, "ACT023", *edits, row) == []


@pytest.mark.parametrize("code", ["IGOWSTNAT", "DEUGOV"])
def test_a_country_with_the_code_of_somebody_else_is_asked_about(code: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "ACT011", *cells("actors", "denmark", cameo=code))
    assert problem.value == code


@pytest.mark.parametrize(("names", "columns", "twice"), [
    (("England", "Scotland"), {}, 0), (("United Kingdom", "Wales"), {}, 0), (("United Kingdom", "Britain"), {}, 1),
    (("North", "South"), {"wikidata": ("Q1", "Q2")}, 0), (("North", "South"), {"affiliation": ("", "north")}, 0),
])  # fmt: skip
def test_parts_of_a_country_share_its_code(
    names: tuple[str, str], columns: dict[str, tuple[str, str]], twice: int, tmp_path: Path
) -> None:
    values = [{column: pair[i] for column, pair in columns.items()} for i in (0, 1)]
    rows = [country(n.split()[0].lower(), n, country="GBR", **v) for n, v in zip(names, values, strict=True)]
    assert len(found(tmp_path, "ACT004", *rows)) == twice
