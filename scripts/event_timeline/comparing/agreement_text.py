"""An agreement of two codings as text, JSON or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from event_timeline.comparing.agreement import Agreement
from event_timeline.io.terminal import json_text, printable


def as_text(result: Agreement, *, listing: bool = False) -> str:
    """Two tables, of the units and of the vocabulary columns; listing: and a line for each difference."""
    return _report(result, _text_table, listing)


def as_markdown(result: Agreement, *, listing: bool = False) -> str:
    """The same in Markdown tables."""
    return _report(result, _markdown_table, listing)


def as_json(result: Agreement, *, listing: bool = True) -> str:  # noqa: ARG001 (has every difference)
    """Everything, for programs."""
    return json_text(_document(result))


def _report(result: Agreement, table: Callable[[list[list[str]]], str], listing: bool) -> str:
    return _tables(result, table) + (f"\n\n{_differences(result)}" if listing else "")


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _tables(result: Agreement, table: Callable[[list[list[str]]], str]) -> str:
    units = [["unit", "A", "B", "matched", "precision", "recall", "F1"]]
    for name, m in result.matchings.items():
        n = len(m.pairs)
        if not (n or m.only_a or m.only_b):
            continue
        units.append(
            [
                name.replace("_", " "),
                str(n + len(m.only_a)),
                str(n + len(m.only_b)),
                str(n),
                _number(m.precision),
                _number(m.recall),
                _number(m.f1),
            ]
        )
    alphas = [["variable", "units", "equal", "alpha", "level"]]
    for name, x in result.alphas.items():
        if x.units:
            alphas.append([name, str(x.units), str(x.equal), _number(x.value), x.level])
    return f"{table(units)}\n\n{table(alphas)}"


def _text_table(rows: list[list[str]]) -> str:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    )


def _markdown_table(rows: list[list[str]]) -> str:
    rule = ["---"] + ["---:"] * (len(rows[0]) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [rows[0], rule, *rows[1:]])


def _differences(result: Agreement) -> str:
    lines = []
    for name, m in result.matchings.items():
        lines += [f"only in A  {name}: {_unit(u)}" for u in m.only_a]
        lines += [f"only in B  {name}: {_unit(u)}" for u in m.only_b]
    for name, x in result.alphas.items():
        lines += [f"differs    {name}: {unit}: A {va}, B {vb}" for unit, va, vb in x.differing]
    return "\n".join(map(printable, lines))


def _unit(unit: Any) -> str:
    return " ".join(unit) if isinstance(unit, tuple) else str(unit)


def _document(result: Agreement) -> dict[str, Any]:
    return {
        "schema_version": "1.1",
        "units": {
            name: {
                "precision": m.precision,
                "recall": m.recall,
                "f1": m.f1,
                "matched": [{"a": x, "b": y, "dice": round(d, 4)} for x, y, d in m.pairs],
                "only_a": m.only_a,
                "only_b": m.only_b,
            }
            for name, m in result.matchings.items()
        },
        "alpha": {
            name: {
                "level": x.level,
                "units": x.units,
                "equal": x.equal,
                "value": x.value,
                "differing": [{"unit": u, "a": va, "b": vb} for u, va, vb in x.differing],
            }
            for name, x in result.alphas.items()
        },
    }
