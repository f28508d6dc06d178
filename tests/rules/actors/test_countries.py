"""The countries of actors."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import found


def country(actor: str, name: str, **columns: str) -> Added:
    return Added("actors", {"actor_id": actor, "name": name, "kind": "country", **columns})


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


def test_the_actors_own_cameo_code_is_named_before_the_code_of_a_place(tmp_path: Path) -> None:
    place = Added("places", {"place_id": "norge", "name": "Norge", "kind": "country", "country": "NOR"})
    (problem,) = found(tmp_path, "ACT003", country("norge", "Norge", cameo="SWE"), place)
    assert problem.message == "Norge is a country, whose code is SWE"
