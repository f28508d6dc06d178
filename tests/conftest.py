"""Fixtures: the valid package, copies of it, and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from event_timeline.cli import group
from event_timeline.texts.text import Text

from tests import economy  # isort: skip  (before polars is imported)
from tests import builder, validation_cache

TESTS = Path(__file__).parent
SLOW = (
    "tests/benchmarks/", "tests/cli/", "tests/comparing/", "tests/editing/", "tests/engine/", "tests/exports/",
    "tests/importing/", "tests/io/test_kills.py", "tests/io/test_terminal.py", "tests/mutation/",
    "tests/package/test_history.py", "tests/profile/test_code_lists.py", "tests/profile/test_conformity.py",
    "tests/profile/test_former_schemas.py", "tests/properties/", "tests/reports/test_own.py",
    "tests/reports/test_text.py", "tests/rules/integrity/test_number_keys.py", "tests/rules/places/test_extents.py",
    "tests/rules/tables/test_numbers.py", "tests/rules/tables/test_spreadsheets.py", "tests/rules/test_aliases.py",
    "tests/rules/test_causes.py", "tests/rules/test_coding.py", "tests/rules/test_needs.py",
    "tests/rules/test_optional_columns.py", "tests/rules/test_partial_evidence.py", "tests/rules/test_repairs.py",
    "tests/rules/test_same_as.py", "tests/tables/test_parquet_cache.py", "tests/test_api.py", "tests/test_arguments.py",
    "tests/test_attack.py", "tests/test_attack_files.py", "tests/test_bad_input.py", "tests/test_first_version.py",
    "tests/test_frictionless.py", "tests/test_packages.py", "tests/test_remedies.py", "tests/test_spreadsheet_damage.py",
    "tests/test_versions.py", "tests/workbench/",
)  # fmt: skip
"""Folders and files whose tests `make quick` leaves out since they take long."""
LONGEST = (
    "tests/workbench/test_page.py::test_codes_the_harbour_article", "tests/exports/visual/test_html_browser.py",
    "tests/io/test_kills.py", "tests/importing/test_workbook_properties.py", "tests/test_contributing.py",
    "tests/engine/test_distributed.py::test_cells_and_records",
)  # fmt: skip
"""What takes more than ten seconds, in one process of xdist, begins first, so that no process of xdist waits for it at the end."""
PROCESSES = {"browser", "programs", "subprocess"}
"""Modules that start a process: `make quick` leaves out the tests of a file that imports one."""


validation_cache.install()
economy.begin()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin each test with what is remembered of validations, or without."""
    validation_cache.begin(item)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import nothing of what `make quick` leaves out anyway."""
    path = f"tests/{collection_path.relative_to(TESTS).as_posix()}"
    left_out = f"{path}/".startswith(SLOW) or path in SLOW
    return True if left_out and "not slow" in (config.option.markexpr or "") else None


def pytest_collection_finish() -> None:
    """Let the garbage collector watch what tests make, and not what was collected."""
    economy.collected()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that are slow, before -m chooses among them, and those that run in one process of xdist; longest first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    shared = config.pluginmanager.hasplugin("xdist")
    for item in items:
        if shared and any(f[-1].scope == "module" for f in _fixtures(item)):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        generated = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        starts = PROCESSES & set(vars(getattr(item, "module", None) or object))
        if generated or starts or item.nodeid.startswith(SLOW):
            item.add_marker("slow")


def _fixtures(item: pytest.Item) -> Iterator[Sequence[pytest.FixtureDef[Any]]]:
    """The definitions of each fixture that a test uses, the one that counts last."""
    info = getattr(item, "_fixtureinfo", None)
    yield from (found for found in (info.name2fixturedefs.values() if info else ()) if found)


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


class Timeline(Protocol):
    """A run of `timeline` with some arguments, each given to it as text."""

    def __call__(self, *args: object) -> Outcome: ...


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A copy of the valid package."""
    return builder.copy_of_harbour(tmp_path)


@pytest.fixture
def timeline(capsys: pytest.CaptureFixture[str]) -> Timeline:
    """Run `timeline` with some arguments."""

    def run(*args: object) -> Outcome:
        code = group.run([str(a) for a in args])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def text() -> Text:
    """The text that the valid package was coded from."""
    return Text("article", builder.read(builder.ARTICLE))
