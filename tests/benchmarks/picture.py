"""Cost over size as an SVG, from the figures that `compare` wrote: `python -m tests.benchmarks.picture figures.json > cost.svg`."""

from __future__ import annotations

import json
import math
import sys
from html import escape
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 440, 70, 330, 30, 55
COLOURS = ("#0072b2", "#009e73", "#56b4e9", "#e69f00", "#cc79a7", "#d55e00", "#000000", "#777777")
"""Okabe and Ito's palette, and a grey, which colour-blind readers can tell apart."""
DASHES = ("", "6 3", "2 3", "8 3 2 3", "4 4", "1 2", "", "10 4")


def picture(figures: dict[str, Any]) -> str:
    """Rows against seconds of all processors, both on logarithmic scales; a line of slope one is linear cost."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for run in figures["runs"]:
        lines.setdefault(run["tool"], []).append((run["rows"], run["processor"]))
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    x0, x1 = math.floor(math.log10(min(xs))), max(math.ceil(math.log10(max(xs))), math.floor(math.log10(min(xs))) + 1)
    y0, y1 = math.floor(math.log10(min(ys))), max(math.ceil(math.log10(max(ys))), math.floor(math.log10(min(ys))) + 1)

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (math.log10(x) - x0) / (x1 - x0) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - (math.log10(y) - y0) / (y1 - y0) * (HEIGHT - TOP - BOTTOM),
        )

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">',
        "<title>Processor seconds to check a package, by its rows</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]  # fmt: skip
    for power in range(x0, x1 + 1):
        x, _ = at(10**power, 10**y0)
        drawn.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        drawn.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>')
    for power in range(y0, y1 + 1):
        _, y = at(10**x0, 10**power)
        drawn.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#dddddd"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    drawn.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">rows in all tables</text>'
    )
    for i, (tool, points) in enumerate(sorted(lines.items(), key=lambda item: -max(item[1])[1])):
        colour, dash = COLOURS[i % len(COLOURS)], DASHES[i % len(DASHES)]
        places = [at(*p) for p in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        y = TOP + 14 + i * 20
        drawn.append(
            f'<line x1="{WIDTH - RIGHT + 12}" y1="{y - 4}" x2="{WIDTH - RIGHT + 40}" y2="{y - 4}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        drawn.append(f'<text x="{WIDTH - RIGHT + 46}" y="{y}">{escape(tool)}</text>')
    return "\n".join([*drawn, "</svg>"]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(picture(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
