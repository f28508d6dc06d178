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
    told: set[int] = set()
    for row, a, b in edges.sort(ROW).iter_rows():
        if knot[a] == knot.get(b) and knot[a] not in told:
            told.add(knot[a])
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
    """node -> number of its strongly connected component (Tarjan 1972, without recursion).

    Two nodes have the same number exactly if each can be reached from the other.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    knot: dict[str, int] = {}
    open_nodes: list[str] = []
    for root in ways:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        work = [(root, iter(ways[root]))]
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    open_nodes.append(other)
                    work.append((other, iter(ways.get(other, ()))))
                    break
                if other not in knot:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    _close(node, index[node], open_nodes, knot)
    return knot


def _close(node: str, number: int, open_nodes: list[str], knot: dict[str, int]) -> None:
    while True:
        member = open_nodes.pop()
        knot[member] = number
        if member == node:
            return
