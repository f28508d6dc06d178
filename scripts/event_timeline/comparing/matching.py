"""Matching the units of two codings: records by their spans, spans by their offsets, rows of link tables by their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from event_timeline.model import UserError

Row = Mapping[str, Any]
Coding = Mapping[str, list[dict[str, Any]]]
"""Table name -> rows as dictionaries, missing values as None."""

RECORDS = {"actors": "actor_id", "events": "event_id", "statements": "statement_id"}
IDENTIFYING_PARTS = {
    "actors": frozenset({"mention"}),
    "events": frozenset({"report", "mention"}),
    "statements": frozenset({"quote", "report"}),
}


IDENTIFIERS = {
    "sources": ("sha256", "source_id", "url"),
    "places": ("wikidata", "geonames_id", "place_id", "name"),
    "actors": ("wikidata", "actor_id", "name"),
    "events": ("event_id",),
    "statements": ("statement_id",),
}
"""Table -> columns by which records are matched where no spans are, the first of them first."""


Columns = list[tuple[str, str | None]]
LINKS: dict[str, Columns] = {
    "event_actors": [("event_id", "events"), ("actor_id", "actors"), ("role", None)],
    "event_relations": [("event_id", "events"), ("relation", None), ("other_event_id", "events")],
    "statement_events": [("statement_id", "statements"), ("event_id", "events")],
    "event_places": [("event_id", "events"), ("place_id", "places"), ("role", None)],
    "event_sources": [("event_id", "events"), ("source_id", "sources")],
    "measures": [
        ("event_id", "events"), ("measure", None), ("actor_id", "actors"), ("unit", None), ("according_to", "actors"),
        ("source_id", "sources"),
    ],
}  # fmt: skip
"""Table -> the columns by which its rows are matched, and the table whose identifiers they hold."""


@dataclass(frozen=True)
class Matching:
    """A one-to-one matching of units of two codings.

    pairs: (unit of A, unit of B, Dice coefficient of their spans, or 1.0 where units match exactly).
    """

    pairs: list[tuple[Any, Any, float]]
    only_a: list[Any]
    only_b: list[Any]

    @property
    def precision(self) -> float | None:
        """Share of B's units that A has as well, None where B has none."""
        return share(len(self.pairs), len(self.pairs) + len(self.only_b))

    @property
    def recall(self) -> float | None:
        """Share of A's units that B has as well, None where A has none."""
        return share(len(self.pairs), len(self.pairs) + len(self.only_a))

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; symmetric in A and B."""
        return share(2 * len(self.pairs), 2 * len(self.pairs) + len(self.only_a) + len(self.only_b))


@dataclass(frozen=True)
class Sources:
    """Source identifiers of A, and the same texts' identifiers in B mapped to A's."""

    ids: list[str]
    inverse: dict[str, str]

    def __iter__(self) -> Any:
        return iter(self.ids)


def shared_sources(a: Coding, b: Coding) -> Sources:
    """Pair the texts that both have. Raises UserError where there is none."""
    texts_a = {r["sha256"]: r["source_id"] for r in a["sources"] if r.get("sha256")}
    texts_b = {r["sha256"]: r["source_id"] for r in b["sources"] if r.get("sha256")}
    shared = [s for s in texts_a if s in texts_b]
    if not shared:
        raise UserError(
            "the two packages code different texts: no source has the same sha256 in both",
            "compare two codings of one text, and fill in `sha256` of the text in both tables `sources`",
        )
    return Sources([texts_a[s] for s in shared], {texts_b[s]: texts_a[s] for s in shared})


def share(part: int, whole: int) -> float | None:
    """Return a share of a whole; None where that is nothing."""
    return part / whole if whole else None


# --- matching by spans -------------------------------------------------------------------------------

Interval = tuple[str, int, int]


def intervals(coding: Coding, table: str, key: str, sources: Mapping[str, str]) -> dict[str, list[Interval]]:
    """Record -> its spans as merged, disjoint intervals (source, start, end); spans of no record of the table are left out."""
    spans: dict[str, list[Interval]] = defaultdict(list)
    known = {row[key] for row in coding[table] if row[key]}
    for row in coding["evidence"]:
        if (
            _is_placed(row)
            and row[key] in known
            and row["part"] in IDENTIFYING_PARTS[table]
            and row["source_id"] in sources
        ):
            spans[row[key]].append((sources[row["source_id"]], row["char_start"], row["char_end"]))
    return {record: _merged(found) for record, found in spans.items()}


def _is_placed(row: Row) -> bool:
    return row["char_start"] is not None and row["char_end"] is not None


def _merged(spans: list[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for source, start, end in sorted(spans):
        if merged and merged[-1][0] == source and start <= merged[-1][2]:
            merged[-1] = (source, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((source, start, end))
    return merged


def match_spans(
    a: dict[Any, list[Interval]],
    b: dict[Any, list[Interval]],
    threshold: float,
    extra_a: Iterable[Any] = (),
    extra_b: Iterable[Any] = (),
) -> Matching:
    """Best one-to-one matching by Dice; `extra_*` are units that may have no spans at all."""
    scores = {pair: dice for pair, dice in _dice(a, b).items() if dice > threshold}
    pairs = [(x, y, scores[x, y]) for x, y in assign(scores)]
    got_a, got_b = {x for x, _, _ in pairs}, {y for _, y, _ in pairs}
    return Matching(
        sorted(pairs),
        sorted({*a, *extra_a} - got_a),
        sorted({*b, *extra_b} - got_b),
    )


def _dice(a: dict[Any, list[Interval]], b: dict[Any, list[Interval]]) -> dict[tuple[Any, Any], float]:
    """Dice coefficient of every pair of records whose spans overlap (a sweep over all spans)."""
    shared: dict[tuple[Any, Any], int] = defaultdict(int)
    ends = sorted(
        [(s, start, end, 0, r) for r, spans in a.items() for s, start, end in spans]
        + [(s, start, end, 1, r) for r, spans in b.items() for s, start, end in spans],
        key=lambda e: e[:3],
    )
    open_spans: list[tuple[str, int, int, int, Any]] = []
    for span in ends:
        source, start, end, side, record = span
        open_spans = [o for o in open_spans if o[0] == source and o[2] > start]
        for _, _, other_end, other_side, other in open_spans:
            if other_side != side:
                pair = (record, other) if side == 0 else (other, record)
                shared[pair] += min(end, other_end) - start
        open_spans.append(span)
    size = [{r: sum(e - s for _, s, e in spans) for r, spans in x.items()} for x in (a, b)]
    return {(x, y): 2 * n / (size[0][x] + size[1][y]) for (x, y), n in shared.items()}


def assign(scores: Mapping[tuple[Any, Any], float]) -> list[tuple[Any, Any]]:
    """The one-to-one pairs with the greatest sum of scores, found per connected component."""
    try:
        import numpy
        from scipy.optimize import linear_sum_assignment
    except ImportError as error:
        raise UserError(f"`timeline agree` needs {error.name}", "pip install 'event-timeline[agree]'") from None
    pairs: list[tuple[Any, Any]] = []
    for component in _components(scores):
        xs, ys = sorted({x for x, _ in component}), sorted({y for _, y in component})
        matrix = numpy.zeros((len(xs), len(ys)))
        for x, y in component:
            matrix[xs.index(x), ys.index(y)] = scores[x, y]
        for i, j in zip(*linear_sum_assignment(matrix, maximize=True), strict=True):
            if matrix[i, j] > 0:
                pairs.append((xs[i], ys[j]))
    return pairs


def _components(scores: Iterable[tuple[Any, Any]]) -> list[list[tuple[Any, Any]]]:
    """Pairs grouped so that no unit is in two groups."""
    parent: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    edges = list(scores)
    for x, y in edges:
        parent[root((0, x))] = root((1, y))
    groups: dict[Hashable, list[tuple[Any, Any]]] = defaultdict(list)
    for x, y in edges:
        groups[root((0, x))].append((x, y))
    return list(groups.values())


def match_evidence(a: Coding, b: Coding, sources: Sources, threshold: float) -> tuple[Matching, Matching]:
    """Evidence rows matched within record type and part: by overlap, and by equal offsets."""
    same = {s: s for s in sources}
    lenient: list[Matching] = []
    exact: list[Matching] = []
    units_a, units_b = _by_part(a, same), _by_part(b, sources.inverse)
    for group in sorted({*units_a, *units_b}):
        x, y = units_a.get(group, {}), units_b.get(group, {})
        lenient.append(match_spans(x, y, threshold))
        exact.append(_match_exactly(x, y))
    return _joined(lenient), _joined(exact)


def _by_part(coding: Coding, sources: Mapping[str, str]) -> dict[tuple[str, str], dict[str, list[Interval]]]:
    groups: dict[tuple[str, str], dict[str, list[Interval]]] = defaultdict(dict)
    for row in coding["evidence"]:
        record = next((t for t, key in {**RECORDS, "places": "place_id"}.items() if row.get(key)), None)
        if record and row["source_id"] in sources and _is_placed(row):
            span = (sources[row["source_id"]], row["char_start"], row["char_end"])
            groups[record, row["part"] or ""][row["evidence_id"] or ""] = [span]
    return groups


def _match_exactly(a: dict[str, list[Interval]], b: dict[str, list[Interval]]) -> Matching:
    waiting: dict[Interval, list[str]] = defaultdict(list)
    for unit, (span,) in b.items():
        waiting[span].append(unit)
    pairs = [(unit, waiting[span].pop(), 1.0) for unit, (span,) in a.items() if waiting.get(span)]
    got_a, got_b = {x for x, _, _ in pairs}, {y for _, y, _ in pairs}
    return Matching(pairs, sorted(set(a) - got_a), sorted(set(b) - got_b))


def _joined(parts: list[Matching]) -> Matching:
    return Matching(
        [p for m in parts for p in m.pairs],
        [u for m in parts for u in m.only_a],
        [u for m in parts for u in m.only_b],
    )


# --- matching by identifiers ---------------------------------------------------------------------------


def match_identifiers(a: Coding, b: Coding, table: str) -> Matching:
    """Match records with the same value in an identifying column, if it is in one record of each coding only."""
    first, *_ = (c for c in IDENTIFIERS[table] if c.endswith("_id") and c != "geonames_id")
    rest_a, rest_b = ({r[first]: r for r in coding.get(table, ()) if r[first]} for coding in (a, b))
    pairs = []
    for column in IDENTIFIERS[table]:
        values_a, values_b = (_once(rows, column) for rows in (rest_a, rest_b))
        for value in values_a.keys() & values_b.keys():
            pairs.append((values_a[value], values_b[value], 1.0))
            del rest_a[values_a[value]], rest_b[values_b[value]]
    return Matching(sorted(pairs), sorted(rest_a), sorted(rest_b))


def _once(rows: Mapping[str, Row], column: str) -> dict[str, str]:
    """Value of a column -> the record that has it, where no other one has; letters of either case are one."""
    having: dict[str, list[str]] = defaultdict(list)
    for key, row in rows.items():
        if row.get(column) is not None:
            having[str(row[column]).casefold()].append(key)
    return {value: keys[0] for value, keys in having.items() if len(keys) == 1}


# --- rows of the link tables, after B's identifiers are renamed to A's --------------------------------

Renamed = Mapping[str, Mapping[str, str]]
KeyOf = Callable[[Row, bool], tuple[str, ...]]


def key_of_rows(renamed: Renamed, columns: Columns) -> KeyOf:
    """A row's key; `columns` are (column, table whose identifiers it holds). Unmatched ones of B stay apart."""

    def key(row: Row, of_b: bool) -> tuple[str, ...]:
        values = []
        for column, table in columns:
            value = row[column] or ""
            values.append(renamed[table].get(value, f"(B) {value}") if of_b and table and value else value)
        return tuple(values)

    return key


def match_rows(a: Coding, b: Coding, table: str, renamed: Renamed) -> Matching:
    """Match the rows of a link table that are equal in its columns of LINKS."""
    key = key_of_rows(renamed, LINKS[table])
    keys_a, keys_b = {key(r, False) for r in a.get(table, ())}, {key(r, True) for r in b.get(table, ())}
    both = sorted(keys_a & keys_b)
    return Matching([(k, k, 1.0) for k in both], sorted(keys_a - keys_b), sorted(keys_b - keys_a))
