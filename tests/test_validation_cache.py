"""What tests remember of validations: the report of the same bytes under the same rules, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from event_timeline import validate
from event_timeline.engine import run_rules
from tests import builder
from tests.validation_cache import MEMORY


@pytest.fixture
def run_anew(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Validate as a test does that patches nothing; whether the rules were run."""
    runs: list[int] = []
    run = run_rules.run

    def counted(*given: Any, **named: Any) -> Any:
        runs.append(1)
        return run(*given, **named)

    monkeypatch.setattr(run_rules, "run", counted)
    monkeypatch.setattr(MEMORY, "reports", {})

    def anew(*given: object, on: bool = True, **named: object) -> bool:
        MEMORY.on = on
        before = len(runs)
        validate(*given, **named)  # type: ignore[arg-type]
        return len(runs) > before

    return anew


def test_the_rules_run_once_over_the_same_bytes_in_any_folder(
    harbour: Path, tmp_path: Path, run_anew: Callable[..., bool]
) -> None:
    assert run_anew(harbour, select=["GEO"])
    assert not run_anew(harbour, select=["GEO"])
    assert not run_anew(builder.copy_of_harbour(tmp_path / "other"), select=["GEO"])


def test_they_run_anew_over_what_differs_in_anything(harbour: Path, run_anew: Callable[..., bool]) -> None:
    assert run_anew(harbour, select=["EVD"])
    assert run_anew(harbour, select=["EVD001"])
    assert run_anew(harbour, [str(builder.ARTICLE)], select=["EVD"])
    assert run_anew(harbour, select=["EVD"], clock=lambda *_: None)
    builder.write(harbour / "README.md", "Another file.\n")
    assert run_anew(harbour, select=["EVD"])
    (harbour / "README.md").chmod(0o600)
    assert run_anew(harbour, select=["EVD"])
    (harbour / "link").symlink_to("README.md")
    assert run_anew(harbour, select=["EVD"])
    assert run_anew(harbour, select=["EVD"])


def test_they_run_anew_where_another_number_of_problems_would_be_listed(
    harbour: Path, run_anew: Callable[..., bool]
) -> None:
    places = harbour / "data" / "places.csv"
    assert run_anew(harbour, select=["TAB"])
    assert not run_anew(harbour, select=["TAB"], limit=1)
    builder.write(places, builder.read(places).replace("Pier 4", "").replace("Town Hall", ""))
    assert run_anew(harbour, select=["TAB021"], limit=1)
    assert run_anew(harbour, select=["TAB021"], limit=2)
    assert not run_anew(harbour, select=["TAB021"])
    assert not run_anew(harbour, select=["TAB021"], limit=1)


def test_they_run_anew_where_a_test_patches_anything(
    harbour: Path, run_anew: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_anew(harbour, select=["GEO"])
    assert run_anew(harbour, select=["GEO"], on=False)
    MEMORY.on = True
    monkeypatch.setenv("TZ", "CET")
    assert MEMORY.on
    monkeypatch.setattr(builder, "ARTICLE", builder.ARTICLE)
    assert not MEMORY.on


def test_a_remembered_report_is_not_shared(harbour: Path, run_anew: Callable[..., bool]) -> None:
    builder.write(harbour / "data" / "places.csv", "nothing\n")
    assert run_anew(harbour, [str(builder.ARTICLE)])
    MEMORY.on = True
    first, second = (validate(harbour, [str(builder.ARTICLE)]) for _ in range(2))
    assert first.counts == second.counts != {}
    first.counts.clear()
    assert validate(harbour, [str(builder.ARTICLE)]).counts == second.counts
