"""EVD: the records that spans are evidence of."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.tables.loading import ROW

RECORDS = {"actor_id": "actors", "event_id": "events", "statement_id": "statements"}


PARTS_OF = {
    "actor_id": ("mention",),
    "event_id": ("report", "mention", "date", "place"),
    "statement_id": ("quote", "report", "cue", "speaker", "date"),
}
"""Which parts show which sort of record (coding guide, Evidence)."""


@rule("EVD014", needs=("evidence", *RECORDS.values(), "event_actors", "event_relations"))
def no_evidence(t: Context) -> Iterator[Finding]:
    told = (("event_actors", "actor_id"), ("statements", "speaker_id"), ("event_relations", "according_to"))
    for column, table in RECORDS.items():
        shown = t["evidence"].select(column).drop_nulls()
        rows = t[table].select(ROW, column).join(shown, on=column, how="anti")
        if column == "actor_id":
            wider = t["actors"].select(actor_id="affiliation").drop_nulls()
            busy = [t[name].select(actor_id=who).join(wider, on="actor_id", how="semi") for name, who in told]
            wider = wider.join(pl.concat(busy), on="actor_id", how="anti")
            rows = rows.join(wider, on="actor_id", how="anti")
        yield Offenders(table, rows, f"no evidence for {{{column}!r}}", column)


RECORDS_SET = pl.sum_horizontal(pl.col(c).is_not_null().cast(pl.Int8) for c in RECORDS)


not_one_record = of_row(
    "EVD003",
    "not-one-record",
    "evidence",
    If(RECORDS_SET != 1, "{n} of the three record columns are set, not one", shown={"n": RECORDS_SET}),
)


exact_against_part = of_row(
    "EVD006",
    "exact-against-part",
    "evidence",
    If(
        pl.when(pl.col("part") == "report")
        .then(pl.col("exact").is_not_null())
        .otherwise(pl.col("exact").is_null() & (pl.col("part") != "mention")),
        "part {part} with exact {exact!r}",
        "exact",
    ),
)


part_of_wrong_record = of_row(
    "EVD007",
    "part-of-wrong-record",
    "evidence",
    *(
        If(
            pl.col(column).is_not_null() & ~pl.col("part").is_in(parts),
            f"part {{part}} cannot show one of the {RECORDS[column]}",
            "part",
        )
        for column, parts in PARTS_OF.items()
    ),
)
