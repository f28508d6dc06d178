"""The ready-made views of the SQL exports: plain SELECTs that SQLite and DuckDB both take.

Terms are compared as text: DuckDB stores a vocabulary as an ENUM and refuses a comparison with a term that it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from event_timeline.profile import has_optional

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
AROUND = """around (place_id, around_id, depth) AS (
            SELECT place_id, place_id, 0 FROM places
            UNION ALL
            SELECT r.place_id, p.within, r.depth + 1 FROM around r JOIN places p ON p.place_id = r.around_id
            WHERE p.within IS NOT NULL AND r.depth < 32)"""
"""Each place with itself and the places that it is in, at most 32 of them, where they form a ring."""
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
        ORDER BY e.position, CAST(x.role AS VARCHAR), a.actor_id""",
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
        JOIN actors f ON f.actor_id = p.first_id JOIN actors s ON s.actor_id = p.second_id{once}
        ORDER BY e.position, p.basis, p.first_id, p.second_id""",
    "country_month": """
        WITH RECURSIVE {around},
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
            SELECT event_id, measure, unit,
                   CASE WHEN max(CASE WHEN actor_id IS NULL AND according_to IS NULL THEN 1 ELSE 0 END) = 1 THEN 1
                        WHEN max(CASE WHEN actor_id IS NOT NULL AND according_to IS NULL THEN 1 ELSE 0 END) = 1 THEN 0
                        ELSE max(CASE WHEN actor_id IS NULL THEN 1 ELSE 0 END) END AS by_total
            FROM measures GROUP BY event_id, measure, unit),
        reported AS (
            SELECT m.event_id, m.measure, m.unit, m.actor_id,
                   min(COALESCE(m.low, m.best)) AS low,
                   COALESCE(avg(CASE WHEN m.according_to IS NULL THEN m.best END), avg(m.best)) AS best,
                   max(COALESCE(m.high, m.best)) AS high
            FROM measures m JOIN total t ON t.event_id = m.event_id AND t.measure = m.measure
                 AND COALESCE(t.unit, '') = COALESCE(m.unit, '')
            WHERE t.by_total = CASE WHEN m.actor_id IS NULL THEN 1 ELSE 0 END
            GROUP BY m.event_id, m.measure, m.unit, m.actor_id),
        counted AS (
            SELECT {month} AS month, CAST(r.measure AS VARCHAR) AS measure, r.unit, r.event_id, r.low, r.best, r.high
            FROM reported r JOIN events e ON e.event_id = r.event_id
            WHERE {counted})
        SELECT month, measure, unit, count(DISTINCT event_id) AS events, sum(low) AS low, sum(best) AS best,
               sum(high) AS high, avg(best) AS mean,
               count(DISTINCT event_id) - count(DISTINCT CASE WHEN low IS NULL THEN event_id END) AS low_events,
               count(DISTINCT event_id) - count(DISTINCT CASE WHEN best IS NULL THEN event_id END) AS best_events,
               count(DISTINCT event_id) - count(DISTINCT CASE WHEN high IS NULL THEN event_id END) AS high_events
        FROM counted GROUP BY month, measure, unit
        ORDER BY month IS NULL, month, measure, unit IS NULL, unit""",
    "pledges": """
        WITH pledge AS (
            SELECT e.event_id, x.actor_id, 'event' AS basis, NULL AS statement_id
            FROM events e LEFT JOIN event_actors x ON x.event_id = e.event_id AND CAST(x.role AS VARCHAR) = 'agent'
            WHERE CAST(e.kind AS VARCHAR) = 'pledge' AND CAST(e.polarity AS VARCHAR) = 'affirmed'
            UNION ALL
            SELECT x.event_id, s.speaker_id, 'statement', s.statement_id
            FROM statement_events x JOIN statements s ON s.statement_id = x.statement_id
            WHERE CAST(x.stance AS VARCHAR) = 'commits' AND s.repeats IS NULL),
        target AS (
            SELECT x.event_id, x.actor_id, a.name FROM event_actors x JOIN actors a ON a.actor_id = x.actor_id
            WHERE CAST(x.role AS VARCHAR) IN ('recipient', 'beneficiary', 'addressee'))
        SELECT e.position, p.basis, w.name AS who, e.label AS event, t.name AS to_whom, e.status, e.date_edtf,
               p.statement_id, e.event_id
        FROM pledge p JOIN events e ON e.event_id = p.event_id LEFT JOIN actors w ON w.actor_id = p.actor_id
        LEFT JOIN target t ON t.event_id = p.event_id AND (p.actor_id IS NULL OR t.actor_id <> p.actor_id)
        ORDER BY e.position, p.basis, p.statement_id IS NULL, p.statement_id, who IS NULL, who, to_whom IS NULL, to_whom""",
    "denials": """
        WITH said AS (
            SELECT x.event_id, x.statement_id, a.name AS who, CAST(x.stance AS VARCHAR) AS stance,
                   CAST(x.factuality AS VARCHAR) AS factuality
            FROM statement_events x JOIN statements s ON s.statement_id = x.statement_id
            LEFT JOIN actors a ON a.actor_id = s.speaker_id),
        denial AS (
            SELECT event_id, 'negated' AS sense, NULL AS statement_id, NULL AS who, NULL AS stance, NULL AS factuality
            FROM events WHERE CAST(polarity AS VARCHAR) = 'negated'
            UNION ALL
            SELECT event_id, 'denied', statement_id, who, stance, factuality FROM said
            WHERE stance IN ('denies', 'rejects')
            UNION ALL
            SELECT event_id, 'held_false', statement_id, who, stance, factuality FROM said
            WHERE factuality LIKE '%-')
        SELECT e.position, d.sense, d.who, e.label AS event, d.stance, d.factuality, d.statement_id, e.event_id
        FROM denial d JOIN events e ON e.event_id = d.event_id
        ORDER BY e.position, d.sense, d.statement_id IS NULL, d.statement_id""",
    "attendance": """
        SELECT e.position, e.label AS event, e.date_edtf, e.status, a.name AS actor, x.role, a.actor_id, e.event_id
        FROM event_actors x JOIN actors a ON a.actor_id = x.actor_id JOIN events e ON e.event_id = x.event_id
        WHERE CAST(x.role AS VARCHAR) IN ('participant', 'chair', 'host') AND CAST(e.polarity AS VARCHAR) = 'affirmed'
            AND CAST(e.status AS VARCHAR) NOT IN ('planned', 'conditional', 'hypothetical')
        ORDER BY e.position, CAST(x.role AS VARCHAR), a.actor_id""",
    "said_of_whom": """
        SELECT s.source_id, s.position, w.name AS speaker, s.speaker_as_reported, x.stance, x.factuality,
               a.name AS of_whom, p.role, e.label AS event, s.statement_id, e.event_id
        FROM statements s JOIN statement_events x ON x.statement_id = s.statement_id
        JOIN events e ON e.event_id = x.event_id JOIN event_actors p ON p.event_id = x.event_id
        JOIN actors a ON a.actor_id = p.actor_id LEFT JOIN actors w ON w.actor_id = s.speaker_id
        WHERE s.speaker_id IS NULL OR p.actor_id <> s.speaker_id
        ORDER BY s.source_id, s.position, e.position, CAST(p.role AS VARCHAR), p.actor_id""",
    "certainty": """
        SELECT a.name AS speaker, CAST(x.factuality AS VARCHAR) AS factuality, count(*) AS times
        FROM statement_events x JOIN statements s ON s.statement_id = x.statement_id
        LEFT JOIN actors a ON a.actor_id = s.speaker_id
        WHERE s.repeats IS NULL
        GROUP BY a.name, CAST(x.factuality AS VARCHAR)
        ORDER BY a.name IS NULL, a.name, CAST(x.factuality AS VARCHAR)""",
    "speakers": """
        SELECT a.name AS speaker, CAST(s.kind AS VARCHAR) AS kind, count(*) AS statements,
               count(s.repeats) AS repeated, count(s.speaker_as_reported) AS named_in_text
        FROM statements s LEFT JOIN actors a ON a.actor_id = s.speaker_id
        GROUP BY a.name, CAST(s.kind AS VARCHAR)
        ORDER BY a.name IS NULL, a.name, CAST(s.kind AS VARCHAR)""",
    "accounts": """
        WITH report AS (SELECT event_id, source_id, paragraph FROM evidence
            WHERE event_id IS NOT NULL AND CAST(part AS VARCHAR) IN ('report', 'mention')),
        said AS (
            SELECT x.event_id, s.source_id, CAST(x.factuality AS VARCHAR) AS factuality
            FROM statement_events x JOIN statements s ON s.statement_id = x.statement_id),
        account AS (
            SELECT event_id, source_id FROM ({reports}) UNION SELECT event_id, source_id FROM said),
        counted AS (
            SELECT event_id, source_id, count(*) AS statements,
                   count(CASE WHEN factuality LIKE '%+' THEN 1 END) AS so,
                   count(CASE WHEN factuality LIKE '%-' THEN 1 END) AS not_so
            FROM said GROUP BY event_id, source_id)
        SELECT e.position, e.label AS event, t.source_id,
               (SELECT count(*) FROM account o WHERE o.event_id = t.event_id) AS sources,
               (SELECT count(DISTINCT r.paragraph) FROM report r
                WHERE r.event_id = t.event_id AND r.source_id = t.source_id) AS paragraphs,
               COALESCE(c.statements, 0) AS statements, COALESCE(c.so, 0) AS so, COALESCE(c.not_so, 0) AS not_so,
               e.event_id
        FROM account t JOIN events e ON e.event_id = t.event_id
        LEFT JOIN counted c ON c.event_id = t.event_id AND c.source_id = t.source_id
        ORDER BY e.position, t.source_id""",
    "dates_known": """
        SELECT position, label AS event, date_edtf, earliest, latest,
               CASE WHEN earliest = latest THEN 'day' WHEN earliest IS NOT NULL AND latest IS NOT NULL THEN 'between'
                    WHEN earliest IS NOT NULL THEN 'from' WHEN latest IS NOT NULL THEN 'until'
                    WHEN date_edtf IS NOT NULL THEN 'see date_edtf' ELSE 'no' END AS known,
               date_basis, event_id
        FROM events ORDER BY position""",
    "conditions": """
        SELECT e.position, e.label AS event, e.status, r.relation, o.label AS other_event, o.status AS other_status,
               c.name AS according_to, e.event_id, r.event_id AS other_event_id
        FROM events e
        LEFT JOIN event_relations r ON r.other_event_id = e.event_id
             AND CAST(r.relation AS VARCHAR) IN ('condition_of', 'basis_of', 'supports', 'prevents')
        LEFT JOIN events o ON o.event_id = r.event_id LEFT JOIN actors c ON c.actor_id = r.according_to
        WHERE CAST(e.status AS VARCHAR) IN ('planned', 'conditional', 'hypothetical')
        ORDER BY e.position, CAST(r.relation AS VARCHAR) IS NULL, CAST(r.relation AS VARCHAR), r.event_id""",
    "how_often": """
        SELECT e.position, e.label AS event,
               (SELECT count(*) FROM (SELECT DISTINCT v.source_id, v.paragraph FROM evidence v
                WHERE v.event_id = e.event_id AND CAST(v.part AS VARCHAR) IN ('report', 'mention'))) AS paragraphs,
               (SELECT count(*) FROM statement_events x JOIN statements s ON s.statement_id = x.statement_id
                WHERE x.event_id = e.event_id AND s.repeats IS NULL) AS new_statements,
               (SELECT count(*) FROM statement_events x JOIN statements s ON s.statement_id = x.statement_id
                WHERE x.event_id = e.event_id AND s.repeats IS NOT NULL) AS repeated_statements,
               e.event_id
        FROM events e ORDER BY e.position""",
    "events_in_area": """
        WITH RECURSIVE {around}
        SELECT DISTINCT a.name AS area, e.position, e.label AS event, p.name AS place, e.date_edtf, e.status,
               r.around_id AS area_id, e.event_id
        FROM events e JOIN around r ON r.place_id = e.place_id JOIN places p ON p.place_id = e.place_id
        JOIN places a ON a.place_id = r.around_id
        ORDER BY r.around_id, e.position""",
}
"""Name -> SELECT, with names in braces for what depends on the optional tables and columns that a package has."""
NEEDS = {"measures_by_month": "measures"}
"""View -> the optional table without which it is left out."""
QUESTIONS = {
    "pledges": (
        "Who pledges what to whom?",
        (
            "An event of kind `pledge` says it with its agents (`basis` is `event`), a statement with the stance `commits` with its "
            "speaker (`statement`; words that repeat others are left out). To whom is every recipient, beneficiary and addressee."
        ),
    ),
    "denials": (
        "What is denied?",
        (
            "Three things, kept apart in `sense`: the source itself reports that it is not so (`events.polarity` is `negated`); a "
            "speaker denies or rejects it (`stance`: `denied`); a speaker takes it to be false, in whatever words (`factuality` "
            "ends with `-`: `held_false`). One statement can be in two of them."
        ),
    ),
    "attendance": (
        "Who attended what?",
        "`event_actors.role` is `participant`, `chair` or `host`. Events that are negated, planned or only imagined are left out.",
    ),
    "said_of_whom": (
        "Who said what of whom?",
        (
            "The speaker of a statement, and the actors of the events that it speaks of, without the speaker. `stance` says what the "
            "speaker does with the words, `factuality` how sure the speaker is."
        ),
    ),
    "certainty": (
        "How sure are the speakers?",
        (
            "`statement_events.factuality`: `CT` certain, `PR` probable, `PS` possible, `+` that it is so, `-` that it is not, `U` "
            "neither. Statements that repeat others (`repeats`) are left out."
        ),
    ),
    "speakers": (
        "Who is quoted, and how?",
        (
            "`statements.kind`: in direct words, in the source's words, or in both. A speaker who has no row in `actors` is missing; "
            "`named_in_text` counts the statements whose text names the speaker (`speaker_as_reported`)."
        ),
    ),
    "accounts": (
        "What differs between two sources?",
        (
            "A row for each event and source: in how many paragraphs it is reported, how many statements speak of it, and how many of "
            "these hold that it is so (`factuality` ends with `+`) or not (`-`). `sources` counts the sources of the event: with 1, only "
            "this one has it."
        ),
    ),
    "sources_of_event": (
        "Which sources report an event?",
        "`event_sources` lists them, with the address of a report; else they are the sources of the event's evidence.",
    ),
    "country_month": (
        "How many events are there by country and month?",
        (
            "Affirmed events that are `occurred`, `ongoing` or `unknown`, without those that are the `same_as` another. The country is "
            "that of the place or of the nearest place around it. The month is missing where an event does not lie in one."
        ),
    ),
    "dyads": (
        "Which two actors are opposed, or act on each other?",
        (
            "Actors on different sides (`event_actors.side`; `basis` is `side`), or an agent and a recipient, victim, beneficiary or "
            "addressee (`role`). Events that are the `same_as` another are left out. An event with several actors on a side has as many rows: "
            "add up no measures over them. Associates count as others do; `event_actors.role` distinguishes them."
        ),
    ),
    "measures_by_month": (
        "How many people or things, by month?",
        (
            "`measures` has what is reported, with bounds. A claim (`according_to`) is the best number only where there is no other; "
            "`low` and `high` include claims, so that they span all that is said. Numbers of single actors are left out where the event "
            "has a total; a claimed total counts only where all numbers of single actors are claims, too. An event may have a lowest number "
            "and no best one: `low_events`, `best_events` and `high_events` say how many of the `events` the sum has whole, with a number "
            "for each actor that is counted. Compare two sums only where these are equal. Sums of prices, scores or "
            "intensities mean nothing: use the mean."
        ),
    ),
    "dates_known": (
        "How well is it known when an event took place?",
        (
            "`earliest` and `latest` bound an event: equal, they are its day. `date_edtf` says what kind of date it is, `date_basis` where "
            "it is from."
        ),
    ),
    "conditions": (
        "What is still to come, and on what does it depend?",
        (
            "Events whose `status` is `planned`, `conditional` or `hypothetical`, with the relations that lead to them from others: "
            "`condition_of`, `basis_of`, `supports`, `prevents`. Read a row from the other event: *other*, *relation*, *event*. `according_to` is who says so."
        ),
    ),
    "how_often": (
        "How often is an event reported?",
        (
            "In how many paragraphs `evidence` has it reported or mentioned, and how many statements speak of it, for the first time or "
            "again."
        ),
    ),
    "events_in_area": (
        "What takes place in a country or region?",
        "Every event under its place and every place around it (`places.within`).",
    ),
}
"""View -> the question that it answers, and how the tables answer it."""


def for_tables(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The views of a package with these Table Schemas (table name -> schema): name -> SELECT.

    A view whose name the package gave to a table of its own, or whose optional table it lacks, is left out.
    """
    taken = {name.lower() for name in schemas}
    columns = {name: {f["name"] for f in schema["fields"]} for name, schema in schemas.items()}
    once = "e.same_as IS NULL" if "same_as" in columns["events"] else ""
    words = {
        "reports": SOURCES_FROM_BOTH if has_optional(schemas, "event_sources") else SOURCES_FROM_EVIDENCE,
        "side": "x.side" if "side" in columns["event_actors"] else "CAST(NULL AS VARCHAR)",
        "month": MONTH,
        "counted": COUNTED + (f"\n            AND {once}" if once else ""),
        "once": f"\n        WHERE {once}" if once else "",
        "around": AROUND,
    }
    return {
        name: select.format(**words)
        for name, select in VIEWS.items()
        if name not in taken and (name not in NEEDS or has_optional(schemas, NEEDS[name]))
    }
