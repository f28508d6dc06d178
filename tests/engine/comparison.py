"""One package by polars alone and by an engine that shares out, and the reports as programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from event_timeline import reports
from event_timeline.engine import distributed, run_rules
from event_timeline.engine.chunks import CHUNK_BYTES
from event_timeline.engine.distributed import Pool
from event_timeline.model import MAX_PROBLEMS, Report
from event_timeline.package.opening import open_package
from event_timeline.rules import RULES
from event_timeline.rules.rule import Context, Rule
from event_timeline.tables.loading import load_tables
from event_timeline.texts.text import Text
from tests import builder


def alone(
    folder: Path, rules: Sequence[Rule] = RULES, most: int = MAX_PROBLEMS, texts: Mapping[str, Text] | None = None
) -> Report:  # fmt: skip
    return run_rules.run(Context(load_tables(open_package(folder)), texts or {}), rules, most)


def distributed_context(
    folder: Path, pool: Pool, at_once: int = CHUNK_BYTES, texts: Mapping[str, Text] | None = None
) -> Context:
    return Context(distributed.load(open_package(folder), pool, chunk_bytes=at_once), texts or {})


def shared(
    folder: Path, pool: Pool, at_once: int, rules: Sequence[Rule] = RULES, most: int = MAX_PROBLEMS,
    texts: Mapping[str, Text] | None = None,
) -> Report:  # fmt: skip
    return distributed.run(distributed_context(folder, pool, at_once, texts), rules, most)


def texts_of(rule: Rule) -> dict[str, Text]:
    """The texts that the rule's bad example is checked with."""
    return {"article": Text("article", builder.read(builder.ARTICLE))} if rule.bad.with_text else {}


def json(report: Report) -> str:
    return reports.renderer("json")(report, reports.Style(False, False, "package", None, False))


def with_causes(rule: Rule) -> list[Rule]:
    """The rule and those whose findings explain others'."""
    return [r for r in RULES if r is rule or r.cause]
