"""One package by polars alone and by an engine that shares out, and the reports as programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from event_timeline import reports
from event_timeline.engine import distributed, run_rules
from event_timeline.engine.distributed import Pool
from event_timeline.model import MAX_PROBLEMS, Report
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
from event_timeline.rules.rule import Context, Rule
from event_timeline.tables.loading import load_tables


def alone(folder: Path, rules: Sequence[Rule] = RULES, most: int = MAX_PROBLEMS) -> Report:
    return run_rules.run(Context(load_tables(open_package(folder))), rules, most)


def shared(
    folder: Path, pool: Pool, at_once: int, rules: Sequence[Rule] = RULES, most: int = MAX_PROBLEMS
) -> Report:  # fmt: skip
    return distributed.run(Context(load_tables(open_package(folder))), rules, pool, most, chunk_bytes=at_once)


def json(report: Report) -> str:
    return reports.renderer("json")(report, reports.Style(False, False, "package", None, False))


def with_causes(rule: Rule) -> list[Rule]:
    """The rule and those whose findings explain others'."""
    return [r for r in RULES if r is rule or r.cause]
