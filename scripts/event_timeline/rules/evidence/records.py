"""EVD: the records that spans are evidence of."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.tables.key_hashes import looked_up

RECORDS = {"actor_id": "actors", "event_id": "events", "statement_id": "statements"}
PARTS_OF = {
    "actor_id": ("mention",),
    "event_id": ("report", "mention", "date", "place"),
    "statement_id": ("quote", "report", "cue", "speaker", "date"),
}
"""Which parts show which sort of record (coding guide, Evidence)."""
PLACES = ("mention", "place")
"""Those that show a place, where evidence has the optional `place_id`."""
PART, EXACT = pl.col("part"), pl.col("exact")
NAMED_BY = (pl.coalesce(*RECORDS), "part", "char_start")
EXPECTED = pl.concat_str(NAMED_BY, separator="-")


def _has_places(t: Context) -> bool:
    """Whether evidence may be of places, too."""
    return profile.has_coding(t.profile_version) and t.tables.has("evidence", "place_id")


@rule("EVD003", needs=("evidence",), scope="rows")
def not_exactly_one_record(t: Context) -> Iterator[Finding]:
    columns = [*RECORDS, *(["place_id"] if _has_places(t) else [])]
    n = pl.sum_horizontal(pl.col(c).is_not_null().cast(pl.Int8) for c in columns)
    rows = t["evidence"].filter(n != 1).with_columns(n=n)
    yield Matches("evidence", rows, f"{{n}} of {', '.join(columns)} are set, not one", where=n != 1)


exact_part_conflict = of_row(
    "EVD006", "exact-part-conflict", "evidence",
    If(
        pl.when(PART == "report").then(EXACT.is_not_null()).otherwise(EXACT.is_null() & (PART != "mention")),
        "part {part} with exact {exact!r}", "exact",
    ),
)  # fmt: skip
part_record_mismatch = of_row(
    "EVD007", "part-record-mismatch", "evidence",
    *(
        If(
            pl.col(column).is_not_null() & ~PART.is_in(parts),
            f"part {{part}} cannot show one of the {RECORDS[column]}", "part",
        )
        for column, parts in PARTS_OF.items()
    ),
    If(
        lambda t: pl.col("place_id").is_not_null() & ~PART.is_in(PLACES) if _has_places(t) else pl.lit(value=False),
        "part {part} cannot show one of the places", "part",
    ),
)  # fmt: skip
evidence_id_mismatch = of_row(
    "EVD034", "evidence-id-mismatch", "evidence",
    If(  # it is the expected one, or goes on with a dash
        ~(pl.col("evidence_id") + "-").str.starts_with(pl.concat_str([*NAMED_BY, pl.lit("")], separator="-")),
        "{evidence_id!r} should begin with {expected!r}", "evidence_id", {"expected": EXPECTED},
    ),
    severity="warning",
)  # fmt: skip


@rule(
    "EVD014", needs=("evidence", *RECORDS.values(), "event_actors", "event_relations"), complete=("evidence",),
    looks_in=tuple(f"{table}.{column}" for column, name in RECORDS.items() for table in ("evidence", name)),
)  # fmt: skip
def no_evidence(t: Context) -> Iterator[Finding]:
    uses = (("event_actors", "actor_id"), ("statements", "speaker_id"), ("event_relations", "according_to"))
    for column, table in RECORDS.items():
        if column == "actor_id" and t.coding["mentions"] != "complete":
            continue
        records = t["evidence"].select(column).drop_nulls()
        rows = looked_up(t[table].select(ROW, column).drop_nulls(), records, [column], "anti", small=t.tables.small)
        if column == "actor_id":
            wider = t["actors"].select(actor_id="affiliation").drop_nulls()
            busy = [t[name].select(actor_id=who).join(wider, on="actor_id", how="semi") for name, who in uses]
            wider = wider.join(pl.concat(busy), on="actor_id", how="anti")
            rows = rows.join(wider, on="actor_id", how="anti")
        yield Matches(table, rows, f"no evidence for {{{column}!r}}", column)
