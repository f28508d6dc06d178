"""A package's own columns change no finding, whatever their names: also those that rules give to columns of theirs."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import event_timeline
from event_timeline import profile, validate
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.rule import Rule
from event_timeline.tables import loading
from event_timeline.tables.loading import RAW, Tables
from tests import builder
from tests.rules import reported

ROOMS = ("rules", "tables", "texts", "engine", "profile")


@cache
def names() -> frozenset[str]:
    """Names that the code gives to columns, and those that the profile gives to columns of other tables."""
    found = {column["name"] for table in profile.ALL_TABLES for column in profile.table_schema(table)["fields"]}
    for path in (p for room in ROOMS for p in (Path(event_timeline.__file__).parent / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "attr", "")
                found |= (
                    {k.arg for k in node.keywords if k.arg} if called in ("select", "with_columns", "agg") else set()
                )
                strings = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                found |= {s for s in strings if s.isidentifier()} if called in ("alias", "col") else set()
    return frozenset(found)


def widened(tables: Tables, kind: str) -> Tables:
    """The same tables with a column of every name, all of whose cells are the same."""
    cell = {"string": "x", "integer": 1, "boolean": True}[kind]
    for name, table in tables.tables.items():
        fields: list[dict[str, Any]] = table.resource.schema["fields"]
        known = {f["name"] for f in fields} | set(profile.optional_fields(name))
        added = dict.fromkeys(sorted(names() - known), cell)
        fields += [{"name": n, "type": kind} for n in added]
        written = {n: pl.lit(str(c).lower()) for n, c in added.items()}
        typed = {n: pl.lit(c) for n, c in added.items()}
        raw = {} if kind == "string" else {RAW + n: c for n, c in written.items()}
        tables.tables[name] = replace(
            table, text=table.text.with_columns(**written), frame=table.frame.with_columns(**typed),
            checked=table.checked.with_columns(**typed, **raw),
        )  # fmt: skip
    return tables


def widen(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    load = loading.load_tables
    monkeypatch.setattr(loading, "load_tables", lambda *a, **named: widened(load(*a, **named), kind))


@pytest.mark.slow
@pytest.mark.parametrize("rule", [r for r in RULES if r.slug != "blank-row"], ids=lambda r: f"{r.code}-{r.slug}")
def test_a_rule_finds_the_same_beside_own_columns(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a record with cells in own columns is not blank
    package = builder.edited(tmp_path, rule.bad.edits, rule.bad.package)
    widen(monkeypatch, "string")
    sources = [str(builder.ARTICLE)] if rule.bad.with_text else []
    found = validate(str(package), sources, select=[rule.code])
    assert (reported.lines(found.problems) or None) == reported.recorded().get(rule.code)


@pytest.mark.parametrize("kind", ["string", "integer", "boolean"])
@pytest.mark.parametrize("package", [builder.HARBOUR, builder.MARSHES, builder.FLOODGATE], ids=lambda p: p.name)
def test_a_valid_package_stays_valid_with_own_columns(
    package: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    widen(monkeypatch, kind)
    found = validate(str(package))
    assert [p.code for p in found.problems if BY_CODE[p.code].layer == "data"] == []
