"""A damaged package, and what is said of it in each format."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from tests import builder
from tests.conftest import Timeline

HOSTILE = "Pier\x1b[31m 4|<script>alert(1)</script>`x`*_@someone_#12%0A::error::\u2028]]>"


class Rendered(Protocol):
    """The report of the damaged package in a format, with some options of `validate`."""

    def __call__(self, format_: str, *options: str) -> str: ...


@pytest.fixture
def damaged(harbour: Path) -> Path:
    """Errors and warnings in several files, a stale hash, and a cell that attacks every format."""
    places = harbour / "data" / "places.csv"
    builder.write(places, builder.read(places).replace("55.25,", "155.25,").replace("Pier 4,site", f'"{HOSTILE}",pier'))
    actors = harbour / "data" / "event_actors.csv"
    builder.write(actors, builder.read(actors).replace(",participant", ",bystander"))
    builder.write(harbour / "data" / "draft, 50%.csv", "a,b\n")
    builder.stamp(harbour)
    codebook = harbour / "data" / "codebook.csv"
    builder.write(codebook, builder.read(codebook) + "\n")
    return harbour


@pytest.fixture
def rendered(damaged: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> Rendered:
    """The report of the damaged package in a format, run from the folder above it."""
    monkeypatch.chdir(damaged.parent)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)

    def render(format_: str, *options: str) -> str:
        result = timeline("validate", damaged.name, "--format", format_, *options)
        said = [line for line in result.err.splitlines() if not line.startswith("hint: the coded text is nearby")]
        assert (result.code, said) == (1, [])
        return result.out

    return render
