"""Draw docs/architecture.svg and fill in the table of docs/architecture.md, from the code's imports and docstrings.

python scripts/make_architecture.py            write both
python scripts/make_architecture.py --check    exit 1 if one of them is not current

A room is a folder or a module of `scripts/event_timeline`. It is drawn below every room that imports it. An arrow is left
out where a chain of arrows leads to the same room. A count of lines is current while it is within a tenth of the right one,
so that not every change of code needs a new picture.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from html import escape
from itertools import pairwise
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parents[1]
CODE = ROOT / "scripts" / "event_timeline"
PICTURE = ROOT / "docs" / "architecture.svg"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms:begin -->\n", "<!-- rooms:end -->"
PATH = {"package": "1", "tables": "2", "rules": "3", "engine": "3", "reports": "4", "exports": "4"}
"""Room -> which step of a package's path it is."""
WIDTH, BOX_WIDTH, BOX_HEIGHT, ROW_HEIGHT, MARGIN, HEADER = 1040, 170, 46, 82, 24, 58
"""Pixels."""
SWEEPS = 8
"""Passes that order each row by its neighbours; the order of this code is settled after two."""

Graph = Mapping[str, frozenset[str]]

STYLE = """
.page { fill: #ffffff }
.room rect { fill: #f3f5f8; stroke: #7a8699 }
.room.step rect { fill: #e3f0fb; stroke: #0b62b0; stroke-width: 2 }
.room circle { fill: #0b62b0 }
.arrow { fill: none; stroke: #7a8699; stroke-width: 1.3 }
.head { fill: #7a8699 }
text { fill: #1b2430; font: 13px system-ui, "DejaVu Sans", sans-serif; text-anchor: middle }
.name { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-weight: bold; font-size: 14px }
.number { fill: #ffffff; font-weight: bold }
.soft { fill: #4d5a6b; font-size: 12px }
.left { text-anchor: start }
@media (prefers-color-scheme: dark) {
  .page { fill: #14181d }
  .room rect { fill: #222932; stroke: #8794a6 }
  .room.step rect { fill: #16324a; stroke: #74b9f5 }
  .room circle { fill: #74b9f5 }
  .arrow { stroke: #8794a6 }
  .head { fill: #8794a6 }
  text { fill: #e8edf3 }
  .number { fill: #14181d }
  .soft { fill: #b3bfcd }
}
"""


SVG = """\
<!-- Made by scripts/make_architecture.py -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>The rooms of the library, each above the rooms that it imports</title>
<style>{style}</style>
<defs>
  <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
    <path class="head" d="M0,0 L8,4 L0,8 z"/>
  </marker>
</defs>
<rect class="page" width="{width}" height="{height}"/>
<text class="soft left" x="{margin}" y="24">An arrow: imports. Rooms import what is below them, never what is above.</text>
<text class="soft left" x="{margin}" y="42">Blue: the path of a package. 1 opened, 2 read, 3 checked, 4 reported or exported.</text>"""


def room(module: str) -> str:
    """The room of a module's dotted name; the package's entry point belongs to the command line."""
    name = [*module.split("."), ""][1]
    return "cli" if name == "__main__" else name


def sources() -> Iterator[tuple[str, Path]]:
    """Each room with a module of it; the package's own `__init__`, which only names the public interface, is none."""
    for path in sorted(CODE.rglob("*.py")):
        if path != CODE / "__init__.py":
            yield room(".".join(path.relative_to(CODE.parent).with_suffix("").parts)), path


def imported() -> Graph:
    """Room -> the rooms that its modules import, read from their syntax trees."""
    graph: dict[str, set[str]] = {}
    for name, path in sources():
        targets = graph.setdefault(name, set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = node.module == CODE.name
                modules = [f"{node.module}.{alias.name}" for alias in node.names] if whole else [node.module]
            elif isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            else:
                continue
            targets |= {room(m) for m in modules if m.startswith(f"{CODE.name}.")} - {name}
    return {name: frozenset(targets & graph.keys()) for name, targets in graph.items()}


def lines() -> dict[str, int]:
    """Room -> lines of its Python files."""
    counts: dict[str, int] = {}
    for name, path in sources():
        counts[name] = counts.get(name, 0) + len(path.read_text(encoding="utf-8").splitlines())
    return counts


def described() -> dict[str, str]:
    """Room -> the first paragraph of its docstring."""
    texts = {}
    for name in imported():
        path = CODE / name / "__init__.py" if (CODE / name).is_dir() else CODE / f"{name}.py"
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        texts[name] = " ".join(doc.partition("\n\n")[0].split())
    return texts


def ranks(graph: Graph) -> dict[str, int]:
    """Room -> the length of the longest chain of imports below it. Raises ValueError where rooms import each other."""
    rank: dict[str, int] = {}
    while left := graph.keys() - rank.keys():
        ready = {name for name in left if graph[name] <= rank.keys()}
        if not ready:
            raise ValueError(f"these rooms import each other: {', '.join(sorted(left))}")
        rank |= {name: 1 + max((rank[target] for target in graph[name]), default=-1) for name in ready}
    return rank


def reduced(graph: Graph) -> Graph:
    """The graph without the imports that a chain of others implies (its transitive reduction)."""
    below: dict[str, frozenset[str]] = {}
    for name in sorted(graph, key=ranks(graph).__getitem__):
        below[name] = frozenset().union(graph[name], *(below[target] for target in graph[name]))
    return {
        name: frozenset(t for t in targets if not any(t in below[other] for other in targets))
        for name, targets in graph.items()
    }


def layout(graph: Graph) -> tuple[dict[str, tuple[float, float]], list[list[str]]]:
    """Node -> the centre of its box, and each arrow as the nodes that it passes.

    The layered drawing of Sugiyama, Tagawa and Toda (1981): an arrow over several rows gets a place of its own in each
    (a node with a blank in its name), and rows are ordered by the mean position of their neighbours.
    """
    rank = ranks(graph)
    arrows = []
    for name in sorted(graph):
        for target in sorted(graph[name]):
            passed = [f"{name} {target} {level}" for level in range(rank[name] - 1, rank[target], -1)]
            rank |= {node: rank[name] - 1 - i for i, node in enumerate(passed)}
            arrows.append([name, *passed, target])
    rows = [sorted(node for node in rank if rank[node] == level) for level in range(max(rank.values()), -1, -1)]
    neighbours: dict[str, list[str]] = {node: [] for node in rank}
    for arrow in arrows:
        for upper, lower in pairwise(arrow):
            neighbours[upper].append(lower)
            neighbours[lower].append(upper)
    places: dict[str, tuple[float, float]] = {}
    for level, row in enumerate(rows):
        places |= _placed(row, level)
    for _ in range(SWEEPS):
        for level, row in enumerate(rows):
            row.sort(key=lambda node: (mean(places[n][0] for n in neighbours[node] or [node]), node))
            places |= _placed(row, level)
    return places, arrows


def _placed(row: list[str], level: int) -> dict[str, tuple[float, float]]:
    """A row's nodes, spread evenly; the place of an arrow is narrow."""
    widths = [BOX_WIDTH if " " not in node else 40 for node in row]
    gap = (WIDTH - 2 * MARGIN - sum(widths)) / (len(row) + 1)
    left, places = MARGIN + gap, {}
    for node, width in zip(row, widths, strict=True):
        places[node] = (left + width / 2, HEADER + BOX_HEIGHT / 2 + level * ROW_HEIGHT)
        left += width + gap
    return places


def picture(graph: Graph, counts: Mapping[str, int], texts: Mapping[str, str]) -> str:
    """The drawing as SVG."""
    places, arrows = layout(reduced(graph))
    height = max(y for _, y in places.values()) + BOX_HEIGHT / 2 + MARGIN
    parts = [
        SVG.format(width=WIDTH, height=round(height), margin=MARGIN, style=STYLE),
        *(_arrow([places[node] for node in arrow]) for arrow in arrows),
        *(_box(name, places[name], counts[name], texts[name]) for name in sorted(graph)),
        "</svg>",
    ]
    return "\n".join([*parts, ""])


def _arrow(points: list[tuple[float, float]]) -> str:
    """A curve from the lower edge of the first box through the places between to the upper edge of the last."""
    half = BOX_HEIGHT / 2
    (x, y), steps = points[0], []
    y += half
    for i, (next_x, centre) in enumerate(points[1:], start=2):
        next_y = centre - half
        middle = (y + next_y) / 2
        steps.append(f"C{x:.0f},{middle:.0f} {next_x:.0f},{middle:.0f} {next_x:.0f},{next_y:.0f}")
        x, y = next_x, next_y
        if i < len(points):
            y = centre + half
            steps.append(f"L{x:.0f},{y:.0f}")
    start = f"M{points[0][0]:.0f},{points[0][1] + half:.0f}"
    return f'<path class="arrow" marker-end="url(#head)" d="{start} {" ".join(steps)}"/>'


def _box(name: str, place: tuple[float, float], count: int, text: str) -> str:
    x, y = place
    left, top, step = x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2, PATH.get(name, "")
    badge = (
        f'<circle cx="{left + 4:.0f}" cy="{top + 4:.0f}" r="10"/>'
        f'<text class="number" x="{left + 4:.0f}" y="{top + 9:.0f}">{step}</text>'
    )
    return (
        f'<g class="{"room step" if step else "room"}"><title>{escape(text)}</title>'
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6"/>'
        f'<text class="name" x="{x:.0f}" y="{y - 3:.0f}">{name}</text>'
        f'<text class="soft lines" x="{x:.0f}" y="{y + 14:.0f}">{count:,} lines</text>{badge if step else ""}</g>'
    )


def page(text: str, graph: Graph, texts: Mapping[str, str]) -> str:
    """The page with the table of rooms, from the top of the picture to its bottom."""
    rank = ranks(graph)
    rows = "".join(
        f"| `{name}{'/' if (CODE / name).is_dir() else '.py'}` | {texts[name]} |\n"
        for name in sorted(graph, key=lambda n: (-rank[n], n))
    )
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    return f"{before}{BEGIN}| room | holds |\n|---|---|\n{rows}{END}{after}"


def kept(drawn: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The counts, with those of a drawing in place of the ones that differ from them by less than a tenth."""
    old = {name: int(n.replace(",", "")) for name, n in re.findall(r">(\w+)</text><text [^>]*>([\d,]+) lines<", drawn)}
    return {name: old[name] if abs(old.get(name, 0) - n) < n / 10 else n for name, n in counts.items()}


def main(args: list[str]) -> int:
    """Write or check the two files; return the exit code."""
    graph, counts, texts = imported(), lines(), described()
    written = page(PAGE.read_text(encoding="utf-8"), graph, texts)
    if "--check" not in args:
        PICTURE.write_text(picture(graph, counts, texts), encoding="utf-8")
        PAGE.write_text(written, encoding="utf-8")
        return 0
    drawn = PICTURE.read_text(encoding="utf-8")
    expected = {PICTURE: picture(graph, kept(drawn, counts), texts), PAGE: written}
    old = [path.relative_to(ROOT) for path, text in expected.items() if path.read_text(encoding="utf-8") != text]
    for path in old:
        print(f"{path} is not current: python scripts/make_architecture.py")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
