"""Rings among records that refer to each other: an event that is a part of its own part."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import polars as pl

from event_timeline.tables.loading import ROW

ROUNDS = 16
"""Rounds of joins before what is left is walked edge by edge; hierarchies are rarely so deep."""


def rings(edges: pl.DataFrame) -> pl.LazyFrame:
    """One row for each knot of records that lead back to themselves.

    edges: ROW, `a` and `b` (text), an edge from a to b; missing ends are left out. Returns ROW, the first edge's
    row of the knot (a strongly connected component), and `ring`, the shortest way around through that edge.
    """
    rows = [(row, " → ".join(ring)) for row, ring in _rings(_core(edges.select(ROW, "a", "b").drop_nulls()))]
    return pl.LazyFrame(rows, schema={ROW: pl.UInt32, "ring": pl.String}, orient="row").sort(ROW)


def _core(left: pl.DataFrame) -> pl.DataFrame:
    """The edges without those that cannot lie on a ring because nothing leads to them or on from them."""
    for _ in range(ROUNDS):
        before = left.height
        if not before:
            break
        left = left.join(left.select(a="b").unique(), on="a", how="semi")
        left = left.join(left.select(b="a").unique(), on="b", how="semi")
        if left.height == before:
            break
    return left


def _rings(edges: pl.DataFrame) -> Iterator[tuple[int, list[str]]]:
    ways: dict[str, list[str]] = {}
    for a, b in edges.select("a", "b").iter_rows():
        ways.setdefault(a, []).append(b)
    knot = _components(ways)
    yielded: set[int] = set()
    for row, a, b in edges.sort(ROW).iter_rows():
        if knot[a] == knot.get(b) and knot[a] not in yielded:
            yielded.add(knot[a])
            yield row, [a, *_way(ways, b, a, knot)]


def _way(ways: dict[str, list[str]], start: str, goal: str, knot: dict[str, int]) -> list[str]:
    """The shortest way from start to goal inside their component, both included."""
    came: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue and goal not in came:
        node = queue.popleft()
        for other in ways.get(node, ()):
            if other not in came and knot.get(other) == knot[goal]:
                came[other] = node
                queue.append(other)
    path: list[str] = []
    at: str | None = goal
    while at is not None:
        path.append(at)
        at = came[at]
    return path[::-1]


def _components(ways: dict[str, list[str]]) -> dict[str, int]:
    """node -> number of its strongly connected component (Kosaraju and Sharir 1981, without recursion).

    Two nodes have the same number exactly if each can be reached from the other.
    """
    back: dict[str, list[str]] = {}
    for a, others in ways.items():
        for b in others:
            back.setdefault(b, []).append(a)
    seen: set[str] = set()
    finished = [node for root in ways for node in _finished(ways, root, seen)]
    seen = set()
    return {node: number for number, root in enumerate(reversed(finished)) for node in _finished(back, root, seen)}


def _finished(ways: dict[str, list[str]], root: str, seen: set[str]) -> Iterator[str]:
    """The nodes that can be reached from a root and were not seen, each after all that can be reached from it."""
    if root in seen:
        return
    seen.add(root)
    work = [(root, iter(ways.get(root, ())))]
    while work:
        node, rest = work[-1]
        other = next((o for o in rest if o not in seen), None)
        if other is None:
            work.pop()
            yield node
        else:
            seen.add(other)
            work.append((other, iter(ways.get(other, ()))))
