"""The ready-made views of the SQL exports: plain SELECTs that SQLite and DuckDB both take."""

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
}
