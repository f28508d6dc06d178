"""Every rule reports its bad example, and no other rule does; no rule reports its near miss.

reported.json has the place, severity, message and hint of each problem.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, ValuesView
from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.model import Report
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
from event_timeline.rules.explanations import Edit, Example
from event_timeline.rules.rule import Context, Matches, Rule
from event_timeline.tables import loading
from event_timeline.tables.loading import Table, load_tables
from event_timeline.texts.text import Text
from tests import builder
from tests.rules import reported

CAUSES = [rule.code for rule in RULES if rule.cause]
NAMED = pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.slug}")
Choose = Callable[[Rule, Example], list[str]]


class Recorded(dict[str, Table]):
    """Tables, and the names of those that were read."""

    def __init__(self, tables: dict[str, Table]) -> None:
        super().__init__(tables)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Table:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Table | None = None) -> Table | None:  # type: ignore[override]
        self.names.add(name)
        return super().get(name, default)

    def __iter__(self) -> Iterator[str]:
        self.names.update(self.keys())
        return super().__iter__()

    def items(self) -> ItemsView[str, Table]:  # type: ignore[override]
        self.names.update(self.keys())
        return super().items()

    def values(self) -> ValuesView[str, Table]:  # type: ignore[override, type-arg]
        self.names.update(self.keys())
        return super().values()


def tables_read() -> dict[str, set[str]]:
    """Code -> the tables that a rule reads in the valid package, for rules that need a table."""
    tables = load_tables(open_package(builder.HARBOUR))
    recorded = Recorded(tables.tables)
    tables.tables = recorded
    texts = {"article": Text("article", builder.read(builder.ARTICLE))}
    read = {}
    for rule in RULES:
        recorded.names = set(rule.needs)
        found = list(rule.check(Context(tables, texts)))
        read[rule.code] = recorded.names | {f.table for f in found if isinstance(f, Matches)}
    return {rule.code: read[rule.code] for rule in RULES if rule.needs}


def changed_table(edit: Edit) -> str:
    """The table that an edit changes; empty for any other file."""
    path = Path(getattr(edit, "path", "") or f"data/{getattr(edit, 'table', '')}.csv")
    return path.stem if path.parent.name == "data" else ""


@pytest.fixture(scope="session")
def choose(request: pytest.FixtureRequest) -> Choose:
    """The codes of the rules to run over an example: all that could report something in it.

    A rule that reads none of the changed tables finds what it finds in the valid package: nothing. `make quick` runs
    the rule itself and, where it reports something, those whose problems replace others.
    """
    if "not slow" in (request.config.option.markexpr or ""):
        return lambda rule, example: [rule.code, *(CAUSES if example is rule.bad else ())]
    read = tables_read()

    def chosen(_: Rule, example: Example) -> list[str]:
        if example.package != builder.HARBOUR.name:
            return [r.code for r in RULES]
        changed = {changed_table(edit) for edit in example.edits}
        return [r.code for r in RULES if "" in changed or r.code not in read or read[r.code] & changed]

    return chosen


def report(folder: Path, rule: Rule, example: Example, choose: Choose) -> Report:
    package = builder.edited(folder, example.edits, example.package)
    sources = [str(builder.ARTICLE)] if example.with_text else []
    return validate(str(package), sources, select=choose(rule, example))


def listed(found: Report) -> str:
    """The problems of a report, a line for each, with the code of the rule."""
    codes = [p.code for p in found.problems]
    return "\n".join(f"{c} {line}" for c, line in zip(codes, reported.lines(found.problems), strict=True))


@NAMED
def test_the_bad_example_is_reported_by_this_rule_alone(rule: Rule, tmp_path: Path, choose: Choose) -> None:
    found = report(tmp_path, rule, rule.bad, choose)
    assert set(found.counts) == {rule.code}, listed(found)
    assert reported.lines(found.problems) == reported.recorded().get(rule.code), f"if on purpose: {reported.COMMAND}"


@pytest.mark.slow
@NAMED
def test_a_package_that_is_not_small_is_reported_alike(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small packages are asked with fewer optimisations, and what several rules ask for is computed once."""
    monkeypatch.setattr(loading, "SMALL_ROWS", -1)
    found = report(tmp_path, rule, rule.bad, lambda rule, _: [rule.code])
    assert reported.lines(found.problems) == reported.recorded().get(rule.code)


@NAMED
def test_the_near_miss_is_reported_by_no_rule(rule: Rule, tmp_path: Path, choose: Choose) -> None:
    found = report(tmp_path, rule, rule.good, choose)
    assert set(found.counts) == set(), listed(found)
