"""How far two codings of the same text, or of the same events, agree.

Records of a text are matched by the words that they point to, never by their identifiers: an actor by its mentions,
an event by its reports and mentions, a statement by its quotes and reports. Two records may match if
their spans share at least one code point; among all such pairs the one-to-one assignment with the
greatest sum of Dice coefficients is taken (Kuhn-Munkres, as for mentions in CEAF: Luo 2005,
"On coreference resolution performance metrics"). Places and sources are matched by their identifiers, and so is everything
where evidence is declared as not coded. Values of matched records are compared by Krippendorff's alpha.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from event_timeline import profile
from event_timeline.arguments import checked
from event_timeline.comparing.alpha import Alpha, nominal, numeric
from event_timeline.comparing.matching import (
    LINKS,
    RECORDS,
    Coding,
    Columns,
    Matching,
    Renamed,
    Row,
    assign,
    intervals,
    key_of_rows,
    match_evidence,
    match_identifiers,
    match_rows,
    match_spans,
    shared_sources,
)
from event_timeline.model import Rendered, UserError
from event_timeline.tables.loading import ROW, Tables

TABLES = (
    "sources",
    "places",
    "actors",
    "events",
    "event_actors",
    "event_relations",
    "statements",
    "statement_events",
    "evidence",
)
"""The tables that are compared."""
OPTIONAL_TABLES = ("event_places", "event_sources", "measures")
"""Optional tables that are compared where a coding has them."""
LINK_UNITS = {"participants": "event_actors", "relations": "event_relations", "statement_events": "statement_events"}
"""Unit of the report -> the table of its rows."""
ALPHA_COLUMNS = {
    "places": ("kind",),
    "actors": ("kind", "sector"),
    "events": (
        "kind", "status", "polarity", "topic", "plover", "cameo", "date_edtf", "date_precision", "place_id", "place_precision",
    ),
    "statements": ("kind",),
}  # fmt: skip
"""Table -> columns whose values are compared, where both codings have them."""
IDENTIFIED_BY = RECORDS | {"places": "place_id", "sources": "source_id"}
"""Table -> the column whose value only one of its rows has."""
MEASURED = ("low", "best", "high")


@dataclass(frozen=True)
class Agreement(Rendered):
    """All figures of a comparison; `matchings` and `alphas` keep the order of the report.

    Optional tables and columns are in them only where one of the codings (a column: both) has values there.
    """

    matchings: dict[str, Matching]
    alphas: dict[str, Alpha]

    @property
    def f1(self) -> dict[str, float | None]:
        """Unit, such as events -> F1; None where neither coding has any."""
        return {unit: matching.f1 for unit, matching in self.matchings.items()}

    @property
    def alpha(self) -> dict[str, float | None]:
        """Variable, such as events.status -> Krippendorff's alpha; None where the values never vary."""
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

    The table `evidence` is left out where it is declared so. Raises UserError where a table cannot be read, or several
    records have one identifier, of which only one would be compared.
    """
    absent = profile.may_be_absent(tables.package.descriptor)
    schemas = {name: resource.schema for name, resource in tables.package.resources.items()}
    optional = [t for t in OPTIONAL_TABLES if profile.has_optional(schemas, t)]
    required = [t for t in TABLES if t not in absent or t in schemas]
    broken = sorted(t for t in (*required, *optional) if t not in tables)
    if broken:
        raise UserError(
            f"{label}: cannot read {', '.join(broken)}", f"run `timeline validate {label}` and fix what it reports"
        )
    asked = [t for t in TABLES if t != "evidence" or t not in absent]
    found = {
        name: tables[name].drop(ROW).collect().to_dicts() if name in tables else [] for name in (*asked, *optional)
    }
    for table, key in IDENTIFIED_BY.items():
        [(identifier, rows)] = Counter(row[key] for row in found[table] if row.get(key)).most_common(1) or [("", 0)]
        if rows > 1:
            raise UserError(
                f"{label}: {table} has {rows} rows with the {key} {identifier!r}",
                f"run `timeline validate {label}` and fix what it reports",
            )
    return found


def compare(a: Coding, b: Coding, threshold: float = 0.0) -> Agreement:
    """Compare two codings of the same texts, or of the same events where neither has the table `evidence`.

    threshold: records and spans match only where their Dice coefficient exceeds it (0 to below 1).
    Raises UserError where the codings share no source text or no event, or where only one of them has evidence.
    """
    if ("evidence" in a) != ("evidence" in b):
        has, lacks = ("A", "B") if "evidence" in a else ("B", "A")
        raise UserError(
            f"{has} was coded with evidence and {lacks} without, so that their records cannot be matched",
            "compare two codings of one kind: `coding.evidence` in datapackage.json",
        )
    matchings: dict[str, Matching] = {}
    if "evidence" in a:
        sources = shared_sources(a, b)
        for table, key in RECORDS.items():
            matchings[table] = match_spans(
                intervals(a, table, key, {s: s for s in sources}),
                intervals(b, table, key, sources.inverse),
                threshold,
                extra_a=[r[key] for r in a[table] if r[key]],
                extra_b=[r[key] for r in b[table] if r[key]],
            )
        matchings["spans"], matchings["spans, exact"] = match_evidence(a, b, sources, threshold)
    else:
        matchings |= {table: match_identifiers(a, b, table) for table in RECORDS}
        if a["events"] and b["events"] and not matchings["events"].pairs:
            raise UserError(
                "the two packages code different events: no event_id is in both",
                "compare two codings of one list of events, in which each event has the same event_id",
            )
    others = {table: match_identifiers(a, b, table) for table in ("places", "sources")}
    renamed = {t: {y: x for x, y, _ in m.pairs} for t, m in (matchings | others).items()}
    matchings |= {unit: match_rows(a, b, table, renamed) for unit, table in LINK_UNITS.items()}
    matchings["places"] = others["places"]
    matchings |= {t: match_rows(a, b, t, renamed) for t in OPTIONAL_TABLES if a.get(t) or b.get(t)}
    return Agreement(matchings, dict(_alphas(a, b, matchings, renamed)))


# --- values -----------------------------------------------------------------------------------------


def _alphas(a: Coding, b: Coding, matchings: Mapping[str, Matching], renamed: Renamed) -> Iterator[tuple[str, Alpha]]:
    for table, columns in ALPHA_COLUMNS.items():
        key = "place_id" if table == "places" else RECORDS[table]
        rows_a, rows_b = ({r[key]: r for r in coding.get(table, ())} for coding in (a, b))
        pairs = [(x, rows_a[x], rows_b[y]) for x, y, _ in matchings[table].pairs]
        for column in columns:
            values = [(x, row.get(column), other.get(column)) for x, row, other in pairs]
            if column == "place_id":
                values = [(unit, x, y and renamed["places"].get(y, f"(B) {y}")) for unit, x, y in values]
            if column == "kind" or any(x is not None and y is not None for _, x, y in values):
                yield f"{table}.{column}", nominal(values)
    said = _keyed(a, b, "statement_events", renamed)
    for column in ("stance", "factuality"):
        yield f"statement_events.{column}", nominal((" of ".join(k), x[column], y[column]) for k, x, y in said)
    sides = list(_sides(_keyed(a, b, "event_actors", renamed)))
    if sides:
        yield "event_actors.side", nominal(sides)
    places = _keyed(a, b, "event_places", renamed, LINKS["event_places"][:2])
    if places:
        yield "event_places.role", nominal((" ".join(k), x["role"], y["role"]) for k, x, y in places)
    figures = defaultdict(list)
    for key_, x, y in _keyed(a, b, "measures", renamed):
        for column in MEASURED if x["measure"] and x["unit"] else ():
            figures[column, x["measure"], x["unit"]].append((" ".join(filter(None, key_)), x[column], y[column]))
    for column, measure, unit in sorted(figures, key=lambda f: (f[1:], MEASURED.index(f[0]))):
        found = numeric(figures[column, measure, unit])
        if found.units:
            yield f"measures.{column} ({measure}, {unit})", found


def _keyed(
    a: Coding, b: Coding, table: str, renamed: Renamed, columns: Columns | None = None
) -> list[tuple[tuple[str, ...], Row, Row]]:
    """The rows of both codings with a key, by default of LINKS, that one row of each has."""
    key_of = key_of_rows(renamed, columns or LINKS[table])
    rows: list[dict[tuple[str, ...], list[Row]]] = [defaultdict(list), defaultdict(list)]
    for side, coding in enumerate((a, b)):
        for row in coding.get(table, ()):
            rows[side][key_of(row, side == 1)].append(row)
    shared = sorted(k for k in rows[0].keys() & rows[1].keys() if len(rows[0][k]) == len(rows[1][k]) == 1)
    return [(k, rows[0][k][0], rows[1][k][0]) for k in shared]


def _sides(participants: list[tuple[tuple[str, ...], Row, Row]]) -> Iterator[tuple[str, str, str]]:
    """Participants with their sides in A and B; the letters of B's are those of A that most of a side have in each event."""
    given = [(key, x["side"], y["side"]) for key, x, y in participants if x.get("side") and y.get("side")]
    common = Counter(((key[0], x), (key[0], y)) for key, x, y in given)
    letters = {there: here[1] for here, there in assign(common)} if common else {}
    for key, x, y in given:
        yield " ".join(key), x, letters.get((key[0], y), f"(B) {y}")
