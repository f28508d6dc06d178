"""CAMEO codes of actors."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Added
from tests.rules.asking import cells, found


def country(actor: str, name: str, **columns: str) -> Added:
    return Added("actors", {"actor_id": actor, "name": name, "kind": "country", **columns})


@pytest.mark.parametrize(("cameo", "told"), [("ROM", False), ("ROU", False), ("DEU", True)])
def test_cameo_has_letters_of_its_own_for_some_countries(cameo: str, told: bool, tmp_path: Path) -> None:
    assert (found(tmp_path, "ACT011", country("romania", "Romania", country="ROU", cameo=cameo)) != []) == told


@pytest.mark.parametrize("code", ["IGOWSTNAT", "DEUGOV"])
def test_a_country_with_the_code_of_somebody_else_is_asked_about(code: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "ACT011", *cells("actors", "denmark", cameo=code))
    assert problem.value == code
