"""Values that the codebook does not define."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from event_timeline.rules import BY_CODE
from event_timeline.rules.explanations import Added, Cell
from tests.rules.asking import found

OFFICE = Added(
    "codebook", {"vocabulary": "actors.office", "term": "Mayor", "label": "Mayor", "definition": "Presides."}
)


@pytest.mark.parametrize("letters", [20, 298, 299, 4000])
def test_the_command_that_defines_a_value_has_all_of_it(letters: int, tmp_path: Path) -> None:
    office = "Speaker of " + "x" * (letters - 11)
    problems = found(tmp_path / "package", "VOC005", OFFICE, Cell("actors", "jonas-veld", "office", office))
    (problem,) = [p for p in problems if p.value == office]
    command = f"--vocabulary actors.office --term {shlex.quote(office)} "
    assert (command in problem.hint) == (letters <= 298)
    assert letters <= 298 or problem.hint == BY_CODE["VOC005"].repair
