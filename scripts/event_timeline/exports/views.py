"""The ready-made views of the SQL exports: plain SELECTs that SQLite and DuckDB both take.

Terms are compared as text: DuckDB stores a vocabulary as an ENUM and refuses a comparison with a term that it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SOURCES_FROM_EVIDENCE = (
    "SELECT DISTINCT event_id, source_id, NULL AS url, NULL AS note FROM evidence WHERE event_id IS NOT NULL"
)
SOURCES_FROM_BOTH = """SELECT event_id, source_id, url, note FROM event_sources
            UNION ALL
            SELECT DISTINCT v.event_id, v.source_id, NULL, NULL FROM evidence v
            WHERE v.event_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM event_sources x WHERE x.event_id = v.event_id AND x.source_id = v.source_id)"""
COUNTED = """CAST(e.polarity AS VARCHAR) = 'affirmed'
            AND CAST(e.status AS VARCHAR) IN ('occurred', 'ongoing', 'unknown')"""
"""Events that a count includes: not negated, and not planned, imagined or only claimed."""
MONTH = """CASE WHEN substr(CAST(e.earliest AS VARCHAR), 1, 7) = substr(CAST(e.latest AS VARCHAR), 1, 7)
                 THEN substr(CAST(e.earliest AS VARCHAR), 1, 7) END"""
"""`YYYY-MM` where the whole event lies in one month, otherwise NULL."""
MAX_PLACE_DEPTH = 32
"""Places around a place that are searched for its country."""
VIEWS = {
    "timeline": """
        SELECT e.position, e.event_id, e.label, e.date_edtf, e.earliest, e.latest, e.status, e.polarity, e.kind,
               e.topic, p.name AS place, e.plover, e.cameo, e.summary
        FROM events e LEFT JOIN places p ON p.place_id = e.place_id
        ORDER BY CASE WHEN e.date_edtf LIKE '-%' THEN 0 WHEN e.date_edtf LIKE '0000%' THEN 1
                      WHEN e.earliest IS NULL AND e.latest IS NULL THEN 3 ELSE 2 END,
                 CASE WHEN e.date_edtf LIKE '-%' THEN substr(e.date_edtf, 2, 4) END DESC,
                 COALESCE(e.earliest, e.latest), e.position""",
    "who_did_what": """
        SELECT e.position, a.name AS actor, x.role, e.label AS event, e.status, e.polarity, e.date_edtf,
               a.actor_id, e.event_id
        FROM event_actors x JOIN actors a ON a.actor_id = x.actor_id JOIN events e ON e.event_id = x.event_id
        ORDER BY e.position, x.role, a.actor_id""",
    "who_said_what": """
        SELECT s.source_id, s.position, a.name AS speaker, s.speaker_as_reported, s.kind, s.quote, s.summary,
               x.stance, x.factuality, e.label AS event, s.repeats, s.statement_id, e.event_id
        FROM statements s LEFT JOIN actors a ON a.actor_id = s.speaker_id
        LEFT JOIN statement_events x ON x.statement_id = s.statement_id
        LEFT JOIN events e ON e.event_id = x.event_id
        ORDER BY s.source_id, s.position, e.position""",
    "sources_of_event": """
        SELECT e.position, e.event_id, e.label AS event, s.source_id, s.title AS source, s.publisher,
               COALESCE(r.url, s.url) AS url, r.note
        FROM ({reports}) r JOIN events e ON e.event_id = r.event_id JOIN sources s ON s.source_id = r.source_id
        ORDER BY e.position, s.source_id, r.url IS NULL, r.url, r.note IS NULL, r.note""",
    "dyads": """
        WITH part AS (
            SELECT x.event_id, x.actor_id, CAST(x.role AS VARCHAR) AS role, {side} AS side FROM event_actors x),
        pair AS (
            SELECT DISTINCT a.event_id, a.actor_id AS first_id, b.actor_id AS second_id, 'side' AS basis
            FROM part a JOIN part b ON b.event_id = a.event_id AND a.side < b.side AND a.actor_id <> b.actor_id
            UNION ALL
            SELECT DISTINCT a.event_id, a.actor_id, b.actor_id, 'role'
            FROM part a JOIN part b ON b.event_id = a.event_id AND a.actor_id <> b.actor_id
            WHERE a.role = 'agent' AND b.role IN ('recipient', 'victim', 'beneficiary', 'addressee')
              AND (a.side IS NULL OR b.side IS NULL))
        SELECT e.position, e.event_id, e.label AS event, p.first_id, f.name AS first_actor, p.second_id,
               s.name AS second_actor, p.basis, e.kind, e.status, e.polarity, e.date_edtf
        FROM pair p JOIN events e ON e.event_id = p.event_id
        JOIN actors f ON f.actor_id = p.first_id JOIN actors s ON s.actor_id = p.second_id
        ORDER BY e.position, p.basis, p.first_id, p.second_id""",
    "country_month": """
        WITH RECURSIVE around (place_id, around_id, depth) AS (
            SELECT place_id, place_id, 0 FROM places
            UNION ALL
            SELECT r.place_id, p.within, r.depth + 1 FROM around r JOIN places p ON p.place_id = r.around_id
            WHERE p.within IS NOT NULL AND r.depth < {max_place_depth}),
        candidate AS (
            SELECT r.place_id, r.depth,
                   COALESCE(p.country, CASE WHEN CAST(p.kind AS VARCHAR) = 'country' THEN p.place_id END) AS country
            FROM around r JOIN places p ON p.place_id = r.around_id),
        located AS (
            SELECT place_id, country, row_number() OVER (PARTITION BY place_id ORDER BY depth) AS nth
            FROM candidate WHERE country IS NOT NULL),
        counted AS (
            SELECT l.country, {month} AS month, CAST(e.kind AS VARCHAR) AS kind
            FROM events e LEFT JOIN located l ON l.place_id = e.place_id AND l.nth = 1
            WHERE {counted})
        SELECT country, month, kind, count(*) AS events
        FROM counted GROUP BY country, month, kind
        ORDER BY country IS NULL, country, month IS NULL, month, kind IS NULL, kind""",
    "measures_by_month": """
        WITH total AS (
            SELECT event_id, measure, unit, max(CASE WHEN actor_id IS NULL THEN 1 ELSE 0 END) AS has_total
            FROM measures GROUP BY event_id, measure, unit),
        reported AS (
            SELECT m.event_id, m.measure, m.unit, m.actor_id,
                   min(COALESCE(m.low, m.best)) AS low,
                   COALESCE(avg(CASE WHEN m.according_to IS NULL THEN m.best END), avg(m.best)) AS best,
                   max(COALESCE(m.high, m.best)) AS high
            FROM measures m JOIN total t ON t.event_id = m.event_id AND t.measure = m.measure
                 AND COALESCE(t.unit, '') = COALESCE(m.unit, '')
            WHERE t.has_total = 0 OR m.actor_id IS NULL
            GROUP BY m.event_id, m.measure, m.unit, m.actor_id),
        counted AS (
            SELECT {month} AS month, CAST(r.measure AS VARCHAR) AS measure, r.unit, r.event_id, r.low, r.best, r.high
            FROM reported r JOIN events e ON e.event_id = r.event_id
            WHERE {counted})
        SELECT month, measure, unit, count(DISTINCT event_id) AS events, sum(low) AS low, sum(best) AS best,
               sum(high) AS high, avg(best) AS mean
        FROM counted GROUP BY month, measure, unit
        ORDER BY month IS NULL, month, measure, unit IS NULL, unit""",
}
"""Name -> SELECT, with names in braces for what depends on the optional tables and columns that a package has."""
NEEDS = {"measures_by_month": "measures"}
"""View -> the optional table without which it is left out."""


def for_tables(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The views of a package with these Table Schemas (table name -> schema): name -> SELECT.

    A view whose name the package gave to a table of its own, or whose optional table it lacks, is left out.
    """
    taken = {name.lower() for name in schemas}
    columns = {name: {f["name"] for f in schema["fields"]} for name, schema in schemas.items()}
    once = "\n            AND e.same_as IS NULL" if "same_as" in columns["events"] else ""
    words = {
        "reports": SOURCES_FROM_BOTH if "event_sources" in schemas else SOURCES_FROM_EVIDENCE,
        "side": "x.side" if "side" in columns["event_actors"] else "CAST(NULL AS VARCHAR)",
        "month": MONTH,
        "counted": COUNTED + once,
        "max_place_depth": str(MAX_PLACE_DEPTH),
    }
    return {
        name: select.format(**words)
        for name, select in VIEWS.items()
        if name not in taken and NEEDS.get(name, "events") in schemas
    }
