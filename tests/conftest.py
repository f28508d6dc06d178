"""Fixtures: the valid package, copies of it, and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from event_timeline.cli import group
from tests import builder


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A copy of the valid package."""
    return builder.copy_of_harbour(tmp_path)


@pytest.fixture
def timeline(capsys: pytest.CaptureFixture[str]):
    """Run `timeline` with some arguments."""

    def run(*args: object) -> Outcome:
        code = group.run([str(a) for a in args])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Outcome(code, captured.out, captured.err)

    return run
