"""A command that is killed at any step leaves the old or the new state, and two commands at once lose nothing.

Some steps and pairs only; `python -m tests.io.killing` runs them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.io.killing import Case, Server, killed, output_cases, package_cases, pair, serving

CASES = {
    f"{c.name}{' again' if c.again else ''}": c for c in (*package_cases(), *output_cases(False), *output_cases(True))
}
SOME = {
    "set": (9, 4), "bump": (6, 3), "undo": (3, 2), "redo": (3, 1), "validate --fix": (11, 5), "new": (13, 7), "export json again": (3, 1),
    "export csvw again": (7, 4), "export xlsx": (8, 8), "publish": (9, 5),
    "validate -o": (3, 2),
}  # fmt: skip
"""Case -> every how manieth step it is killed at, and the first of these."""


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Server, Path]]:
    with serving() as found:
        yield found


@pytest.mark.parametrize("name", SOME)
def test_a_killed_command_leaves_the_old_or_the_new_state(name: str, place: tuple[Server, Path]) -> None:
    server, folder = place
    case: Case = CASES[name]
    every, first = SOME[name]
    assert killed(case, folder, server, every, first) > 0


@pytest.mark.parametrize("number", range(8))
def test_two_commands_at_once_lose_nothing(number: int, place: tuple[Server, Path]) -> None:
    server, folder = place
    assert pair(number, folder, server) in ("both", "one")
