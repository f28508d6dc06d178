"""`timeline agree A B`: how far two codings of the same text agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from event_timeline import api
from event_timeline.io.terminal import json_text, printable

if TYPE_CHECKING:
    from event_timeline.api import Agreement

FORMATS = ("text", "json", "markdown")


@click.command(
    "agree",
    epilog="""\b
Examples:
  timeline agree mine theirs                   the figures
  timeline agree mine theirs --list            and every difference, for reconciling
  timeline agree mine theirs --format markdown > docs/agreement.md
""",
)
@click.argument("a", type=click.Path())
@click.argument("b", type=click.Path())
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    show_default=True,
    help="Match only what overlaps by more than this Dice coefficient (0: by one code point or more).",
)
@click.option(
    "--list", "listing", is_flag=True, help="List what only one of the codings has, and each differing value."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
def command(a: str, b: str, threshold: float, listing: bool, format_: str) -> None:
    """Compare two codings of the same text, packages A and B.

    Actors, events and statements are matched by the words they point to, not by their identifiers, so two
    people who never agreed on names can be compared. Prints precision, recall and F1 (A as the reference)
    and Krippendorff's alpha for the vocabulary columns of what matched.
    """
    result = api.agree(a, b, threshold=threshold)
    if format_ == "json":
        click.echo(json_text(_as_json(result)))
        return
    click.echo(_tables(result, markdown=format_ == "markdown"))
    if listing:
        click.echo("\n" + _differences(result))


def _number(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _tables(result: Agreement, markdown: bool) -> str:
    units = [["unit", "A", "B", "matched", "precision", "recall", "F1"]]
    for name, m in result.matchings.items():
        n = len(m.pairs)
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
    alphas = [["column", "units", "equal", "alpha"]]
    for name, x in result.alphas.items():
        alphas.append([name, str(x.units), str(x.equal), _number(x.value)])
    render = _markdown_table if markdown else _text_table
    return f"{render(units)}\n\n{render(alphas)}"


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


def _as_json(result: Agreement) -> dict[str, Any]:
    return {
        "schema_version": "1.0",
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
                "units": x.units,
                "equal": x.equal,
                "value": x.value,
                "differing": [{"unit": u, "a": va, "b": vb} for u, va, vb in x.differing],
            }
            for name, x in result.alphas.items()
        },
    }
