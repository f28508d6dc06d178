"""How far two codings of the same text agree.

Records are matched by the text they point to, never by their identifiers: an actor by its mentions,
an event by its reports and mentions, a statement by its quotes and reports. Two records may match if
their spans share at least one code point; among all such pairs the one-to-one assignment with the
greatest sum of Dice coefficients is taken (Kuhn-Munkres, as for mentions in CEAF: Luo 2005,
"On coreference resolution performance metrics"). Vocabulary columns of matched records are compared by
Krippendorff's alpha for nominal data (Krippendorff 2019, "Content Analysis", ch. 12).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from event_timeline import profile
from event_timeline.arguments import checked
from event_timeline.model import UserError
from event_timeline.tables.loading import ROW, Tables

Row = Mapping[str, Any]
Coding = Mapping[str, list[dict[str, Any]]]
"""Table name -> rows as dictionaries, missing values as None."""

RECORDS = {"actors": "actor_id", "events": "event_id", "statements": "statement_id"}
IDENTIFYING_PARTS = {
    "actors": frozenset({"mention"}),
    "events": frozenset({"report", "mention"}),
    "statements": frozenset({"quote", "report"}),
}
TABLES = (
    "sources",
    "actors",
    "events",
    "event_actors",
    "event_relations",
    "statements",
    "statement_events",
    "evidence",
)
"""The tables that are compared."""
ALPHA_COLUMNS = {
    "actors": ("kind",),
    "events": ("kind", "status", "polarity", "topic"),
    "statements": ("kind",),
}


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
        return _share(len(self.pairs), len(self.pairs) + len(self.only_b))

    @property
    def recall(self) -> float | None:
        """Share of A's units that B has as well, None where A has none."""
        return _share(len(self.pairs), len(self.pairs) + len(self.only_a))

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; symmetric in A and B."""
        return _share(2 * len(self.pairs), 2 * len(self.pairs) + len(self.only_a) + len(self.only_b))


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha over `units` pairs of values, None where the values never vary."""

    units: int
    equal: int
    value: float | None
    differing: list[tuple[str, Any, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Agreement:
    """All figures of a comparison; `matchings` and `alphas` keep the order of the report."""

    matchings: dict[str, Matching]
    alphas: dict[str, Alpha]

    @property
    def f1(self) -> dict[str, float | None]:
        """Unit, such as events -> F1; None where neither coding has any."""
        return {unit: matching.f1 for unit, matching in self.matchings.items()}

    @property
    def alpha(self) -> dict[str, float | None]:
        """Vocabulary column, such as events.status -> Krippendorff's alpha; None where the values never vary."""
        return {column: alpha.value for column, alpha in self.alphas.items()}

    @checked
    def render(self, style: str = "text", *, listing: bool = False) -> str:
        """The figures as text, json or markdown; listing: with each difference. Raises UserError for another style."""
        from event_timeline.comparing import agreement_text

        styles = {
            "text": agreement_text.as_text,
            "json": agreement_text.as_json,
            "markdown": agreement_text.as_markdown,
        }
        if style not in styles:
            raise UserError(f"no style named {style!r}", f"there are: {', '.join(styles)}")
        return styles[style](self, listing=listing)


def coding(label: str, tables: Tables) -> Coding:
    """Return the rows of a package's tables that are compared; none of a table that its `coding` declares as not coded.

    Raises UserError where a table cannot be read, and where there is no evidence, by which records are matched.
    """
    absent = profile.may_be_absent(tables.package.descriptor) - set(tables.package.resources)
    if "evidence" in absent:
        raise UserError(
            f"{label} has no evidence, by whose spans codings are compared", "`timeline diff A B` compares rows"
        )
    broken = sorted(t for t in TABLES if t not in tables and t not in absent)
    if broken:
        raise UserError(
            f"{label}: cannot read {', '.join(broken)}", f"run `timeline validate {label}` and fix what it reports"
        )
    return {name: tables[name].drop(ROW).collect().to_dicts() if name in tables else [] for name in TABLES}


def compare(a: Coding, b: Coding, threshold: float = 0.0) -> Agreement:
    """Compare two codings of the same texts.

    threshold: records and spans match only where their Dice coefficient exceeds it (0 to below 1).
    Raises UserError where the codings share no source text.
    """
    sources = _shared_sources(a, b)
    matchings: dict[str, Matching] = {}
    renamed: dict[str, dict[str, str]] = {}
    for table, key in RECORDS.items():
        matchings[table] = _match_spans(
            _intervals(a, table, key, {s: s for s in sources}),
            _intervals(b, table, key, sources.inverse),
            threshold,
            extra_a=[r[key] for r in a[table]],
            extra_b=[r[key] for r in b[table]],
        )
        renamed[table] = {y: x for x, y, _ in matchings[table].pairs}
    matchings["spans"], matchings["spans, exact"] = _match_evidence(a, b, sources, threshold)
    matchings["participants"] = _match_rows(a["event_actors"], b["event_actors"], _participant(renamed))
    matchings["relations"] = _match_rows(a["event_relations"], b["event_relations"], _relation(renamed))
    about = _match_rows(a["statement_events"], b["statement_events"], _about(renamed))
    matchings["statement_events"] = about
    return Agreement(matchings, _alphas(a, b, matchings))


@dataclass(frozen=True)
class _Sources:
    """Source identifiers of A, and the same texts' identifiers in B mapped to A's."""

    ids: list[str]
    inverse: dict[str, str]

    def __iter__(self) -> Any:
        return iter(self.ids)


def _shared_sources(a: Coding, b: Coding) -> _Sources:
    texts_a = {r["sha256"]: r["source_id"] for r in a["sources"] if r.get("sha256")}
    texts_b = {r["sha256"]: r["source_id"] for r in b["sources"] if r.get("sha256")}
    shared = [s for s in texts_a if s in texts_b]
    if not shared:
        raise UserError(
            "the two packages code different texts: no source has the same sha256 in both",
            "compare two codings of one text, and fill in `sha256` of the text in both tables `sources`",
        )
    return _Sources([texts_a[s] for s in shared], {texts_b[s]: texts_a[s] for s in shared})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


# --- matching by spans -------------------------------------------------------------------------------

Interval = tuple[str, int, int]


def _intervals(coding: Coding, table: str, key: str, sources: Mapping[str, str]) -> dict[str, list[Interval]]:
    """Record -> its spans as merged, disjoint intervals (source, start, end); spans of no record of the table are left out."""
    spans: dict[str, list[Interval]] = defaultdict(list)
    known = {row[key] for row in coding[table]}
    for row in coding["evidence"]:
        placed = row["char_start"] is not None and row["char_end"] is not None
        if placed and row[key] in known and row["part"] in IDENTIFYING_PARTS[table] and row["source_id"] in sources:
            spans[row[key]].append((sources[row["source_id"]], row["char_start"], row["char_end"]))
    return {record: _merged(found) for record, found in spans.items()}


def _merged(spans: list[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for source, start, end in sorted(spans):
        if merged and merged[-1][0] == source and start <= merged[-1][2]:
            merged[-1] = (source, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((source, start, end))
    return merged


def _match_spans(
    a: dict[Any, list[Interval]],
    b: dict[Any, list[Interval]],
    threshold: float,
    extra_a: Iterable[Any] = (),
    extra_b: Iterable[Any] = (),
) -> Matching:
    """Best one-to-one matching by Dice; `extra_*` are units that may have no spans at all."""
    scores = {pair: dice for pair, dice in _dice(a, b).items() if dice > threshold}
    pairs = [(x, y, scores[x, y]) for x, y in _assign(scores)]
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


def _assign(scores: Mapping[tuple[Any, Any], float]) -> list[tuple[Any, Any]]:
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


def _match_evidence(a: Coding, b: Coding, sources: _Sources, threshold: float) -> tuple[Matching, Matching]:
    """Evidence rows matched within record type and part: by overlap, and by equal offsets."""
    same = {s: s for s in sources}
    lenient: list[Matching] = []
    exact: list[Matching] = []
    units_a, units_b = _by_part(a, same), _by_part(b, sources.inverse)
    for group in sorted({*units_a, *units_b}):
        x, y = units_a.get(group, {}), units_b.get(group, {})
        lenient.append(_match_spans(x, y, threshold))
        exact.append(_match_exactly(x, y))
    return _joined(lenient), _joined(exact)


def _by_part(coding: Coding, sources: Mapping[str, str]) -> dict[tuple[str, str], dict[str, list[Interval]]]:
    groups: dict[tuple[str, str], dict[str, list[Interval]]] = defaultdict(dict)
    for row in coding["evidence"]:
        record = next((t for t, key in RECORDS.items() if row[key]), None)
        if record and row["source_id"] in sources:
            span = (sources[row["source_id"]], row["char_start"], row["char_end"])
            groups[record, row["part"]][row["evidence_id"]] = [span]
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


# --- rows of the link tables, after B's identifiers are renamed to A's --------------------------------

Renamed = Mapping[str, Mapping[str, str]]
KeyOf = Callable[[Row, bool], tuple[str, ...]]


def _key(renamed: Renamed, columns: list[tuple[str, str | None]]) -> KeyOf:
    """A row's key; `columns` are (column, table whose identifiers it holds). Unmatched ones of B stay apart."""

    def key(row: Row, of_b: bool) -> tuple[str, ...]:
        values = []
        for column, table in columns:
            value = row[column]
            values.append(renamed[table].get(value, f"(B) {value}") if of_b and table else value)
        return tuple(values)

    return key


def _participant(renamed: Renamed) -> KeyOf:
    return _key(renamed, [("event_id", "events"), ("actor_id", "actors"), ("role", None)])


def _relation(renamed: Renamed) -> KeyOf:
    return _key(renamed, [("event_id", "events"), ("relation", None), ("other_event_id", "events")])


def _about(renamed: Renamed) -> KeyOf:
    return _key(renamed, [("statement_id", "statements"), ("event_id", "events")])


def _match_rows(a: list[dict[str, Any]], b: list[dict[str, Any]], key: KeyOf) -> Matching:
    keys_a, keys_b = {key(r, False) for r in a}, {key(r, True) for r in b}
    both = sorted(keys_a & keys_b)
    return Matching([(k, k, 1.0) for k in both], sorted(keys_a - keys_b), sorted(keys_b - keys_a))


# --- vocabularies -----------------------------------------------------------------------------------


def _alphas(a: Coding, b: Coding, matchings: Mapping[str, Matching]) -> dict[str, Alpha]:
    alphas = {}
    for table, columns in ALPHA_COLUMNS.items():
        key = RECORDS[table]
        rows_a, rows_b = {r[key]: r for r in a[table]}, {r[key]: r for r in b[table]}
        for column in columns:
            values = [(x, rows_a[x][column], rows_b[y][column]) for x, y, _ in matchings[table].pairs]
            alphas[f"{table}.{column}"] = _alpha(values)
    renamed = {t: {y: x for x, y, _ in matchings[t].pairs} for t in RECORDS}
    about = _about(renamed)
    said_a = {about(r, False): r for r in a["statement_events"]}
    said_b = {about(r, True): r for r in b["statement_events"]}
    for column in ("stance", "factuality"):
        values = [
            (" of ".join(k), said_a[k][column], said_b[k][column]) for k, _, _ in matchings["statement_events"].pairs
        ]
        alphas[f"statement_events.{column}"] = _alpha(values)
    return alphas


def _alpha(values: list[tuple[str, Any, Any]]) -> Alpha:
    """Nominal alpha of two coders; pairs in which one of them gave no value are left out."""
    values = [v for v in values if v[1] is not None and v[2] is not None]
    differing = [v for v in values if v[1] != v[2]]
    terms = sorted({x for _, *pair in values for x in pair})
    if len(terms) < 2:
        return Alpha(len(values), len(values), None)
    try:
        import krippendorff
    except ImportError as error:
        raise UserError(f"`timeline agree` needs {error.name}", "pip install 'event-timeline[agree]'") from None
    codes = [[terms.index(pair[side]) for _, *pair in values] for side in (0, 1)]
    value = float(krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal"))
    return Alpha(len(values), len(values) - len(differing), value, differing)
