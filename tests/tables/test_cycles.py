"""Rings in graphs, held against a search that is too simple to be wrong."""

from __future__ import annotations

import itertools

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from event_timeline.tables.cycles import ROUNDS, rings
from event_timeline.tables.loading import ROW

NODES = st.sampled_from("abcdefgh")
EDGES = st.lists(st.tuples(NODES, NODES), max_size=16, unique=True)


def asked(edges: list[tuple[str | None, str | None]]) -> list[tuple[int, str]]:
    frame = pl.LazyFrame(edges, schema={"a": pl.String, "b": pl.String}, orient="row").with_row_index(ROW, 1)
    return rings(frame.collect()).collect().rows()


def reachable(edges: list[tuple[str, str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        at = todo.pop()
        for a, b in edges:
            if a == at and b not in seen:
                seen.add(b)
                todo.append(b)
    return seen


@settings(deadline=None)
@given(EDGES)
def test_there_is_a_ring_exactly_where_somebody_reaches_himself(edges: list[tuple[str, str]]) -> None:
    reach = {node: reachable(edges, node) for node in "abcdefgh"}
    knots = {frozenset(m for m in reach[node] if node in reach[m]) for node in reach if node in reach[node]}
    told = asked(edges)  # type: ignore[arg-type]
    assert len(told) == len(knots)
    for row, ring in told:
        way = ring.split(" → ")
        assert way[0] == way[-1]
        assert tuple(way[:2]) == edges[row - 1]
        assert all(step in edges for step in itertools.pairwise(way))
        assert any(set(way) <= knot for knot in knots)


@settings(deadline=None)
@given(EDGES)
def test_edges_that_only_go_up_make_no_ring(edges: list[tuple[str, str]]) -> None:
    assert asked([(min(e), max(e)) for e in edges if e[0] != e[1]]) == []


@settings(deadline=None)
@given(st.integers(1, 30))
def test_a_ring_of_any_length_is_told_once_and_in_full(n: int) -> None:
    edges = [(f"n{i}", f"n{(i + 1) % n}") for i in range(n)]
    ((row, ring),) = asked(edges)  # type: ignore[arg-type]
    assert row == 1
    assert ring.split(" → ") == [*(f"n{i}" for i in range(n)), "n0"]


def test_a_chain_longer_than_the_rounds_of_joins_is_no_ring() -> None:
    assert asked([(str(i), str(i + 1)) for i in range(10 * ROUNDS)]) == []


def test_a_deep_chain_does_not_exhaust_the_stack() -> None:
    n = 20_000
    ((row, ring),) = asked([(str(i), str((i + 1) % n)) for i in range(n)])
    assert row == 1
    assert ring.count("→") == n


def test_the_way_around_is_the_shortest_one() -> None:
    ((_, ring),) = asked([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("b", "a")])
    assert ring == "a → b → a"


def test_missing_ends_lead_nowhere() -> None:
    assert asked([("a", None), (None, "a"), ("a", "b")]) == []


def test_no_edges_make_no_ring() -> None:
    assert asked([]) == []
