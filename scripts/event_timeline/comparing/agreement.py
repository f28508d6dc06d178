"""How far two codings of the same text agree.

Records are matched by the text they point to, never by their identifiers: an actor by its mentions,
an event by its reports and mentions, a statement by its quotes and reports. Two records may match if
their spans share at least one code point; among all such pairs the one-to-one assignment with the
greatest sum of Dice coefficients is taken (Kuhn-Munkres, as for mentions in CEAF: Luo 2005,
"On coreference resolution performance metrics"). Vocabulary columns of matched records are compared by
Krippendorff's alpha for nominal data (Krippendorff 2019, "Content Analysis", ch. 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from event_timeline import profile
from event_timeline.arguments import checked
from event_timeline.comparing.matching import (
    RECORDS,
    Coding,
    Matching,
    about,
    intervals,
    match_evidence,
    match_rows,
    match_spans,
    participant,
    relation,
    shared_sources,
)  # fmt: skip
from event_timeline.model import UserError
from event_timeline.tables.loading import ROW, Tables

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
    sources = shared_sources(a, b)
    matchings: dict[str, Matching] = {}
    renamed: dict[str, dict[str, str]] = {}
    for table, key in RECORDS.items():
        matchings[table] = match_spans(
            intervals(a, table, key, {s: s for s in sources}),
            intervals(b, table, key, sources.inverse),
            threshold,
            extra_a=[r[key] for r in a[table]],
            extra_b=[r[key] for r in b[table]],
        )
        renamed[table] = {y: x for x, y, _ in matchings[table].pairs}
    matchings["spans"], matchings["spans, exact"] = match_evidence(a, b, sources, threshold)
    matchings["participants"] = match_rows(a["event_actors"], b["event_actors"], participant(renamed))
    matchings["relations"] = match_rows(a["event_relations"], b["event_relations"], relation(renamed))
    matchings["statement_events"] = match_rows(a["statement_events"], b["statement_events"], about(renamed))
    return Agreement(matchings, _alphas(a, b, matchings))


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
    key_of = about(renamed)
    said_a = {key_of(r, False): r for r in a["statement_events"]}
    said_b = {key_of(r, True): r for r in b["statement_events"]}
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
