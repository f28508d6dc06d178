"""Commands that take long on large packages say at a terminal how far they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.cli import progress
from tests.conftest import Timeline


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("validate",), "validating:"),
        (("validate", "--diff"), "repairing:"),
        (("set", "events/strike", "label=Walk out"), "changing:"),
        (("remove", "evidence/strike-report-0", "--unfinished"), "removing:"),
    ],
)
def test_a_long_command_shows_how_far_it_is(
    command: tuple[str, ...], said: str, harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QUIET", "AGAIN"):
        monkeypatch.setattr(progress, name, 0.0)
    monkeypatch.setattr(progress, "obeys", lambda stream: True)
    lines = [line for line in timeline(*command, harbour).err.split("\r") if said in line]
    shares = [int(line.partition(said)[2].partition("%")[0]) for line in lines]
    assert len(shares) > 3
    assert shares == sorted(shares)
