"""One wide CSV, a row per event, for people who open a spreadsheet."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from event_timeline import profile
from event_timeline.exports import event_details
from event_timeline.exports.dataset import Dataset
from event_timeline.profile.edtf import days

BETWEEN = "; "
"""Between several values in one cell."""
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection, the wide signs included)."""
DETAILS = {
    "further_places": ("event_places", event_details.further_places),
    "measures": ("measures", event_details.measures),
    "sources": ("event_sources", event_details.reports),
}
"""Column -> the optional table that it holds, a row in words."""
NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def write(data: Dataset, target: Path) -> None:
    """Write CSV: the event's own columns, its place, participants by role, relations and statements, and the optional tables in words.

    A statement reads `Speaker (stance, factuality): summary`. Stance and factuality are about the row's event, so they
    are separate from what was said: `Jonas Veld (denies, CT-): ...` has him deny the event, not the words that follow.

    UTF-8 with the byte order mark that Excel needs to see that it is UTF-8. A text or column name that begins like a
    formula gets an apostrophe in front, so that no spreadsheet runs it; numbers and EDTF dates (`-0405`) are not formulas.
    """
    text = pl.selectors.string()
    harmless = (
        pl.when(text.map_batches(_runs, return_dtype=pl.Boolean, is_elementwise=True))
        .then("'" + text)
        .otherwise(text)
        .name.keep()
    )
    frame = flat(data).with_columns(harmless)
    frame.columns = _marked(frame.columns)
    frame.write_csv(target, include_bom=True)


def _runs(cells: pl.Series) -> pl.Series:
    """Whether a spreadsheet may take each cell for a formula."""
    begins = cells.str.contains(FORMULA)
    if not begins.any():
        return begins
    found = (bool(b) and not (NUMBER.fullmatch(c) or days(c)) for b, c in zip(begins, cells, strict=True))
    return pl.Series(cells.name, found, dtype=pl.Boolean)


def _marked(names: list[str]) -> list[str]:
    """Column names, marked as cells are; with more apostrophes where the package has a column of the marked name."""
    taken, marked = set(names), []
    for name in names:
        new = name
        while re.match(FORMULA, name) and new in taken:
            new = f"'{new}"
        taken.add(new)
        marked.append(new)
    return marked


def flat(data: Dataset) -> pl.DataFrame:
    """The wide table: one row per event in `position` order."""
    roles = _roles(data)
    first = [
        "position",
        "event_id",
        "label",
        "date_edtf",
        "earliest",
        "latest",
        "status",
        "polarity",
        "kind",
        "topic",
        "summary",
    ]
    details = {name: of(data) for name, (table, of) in DETAILS.items() if profile.has_optional(data.schemas, table)}
    made = ["place", "latitude", "longitude", *(r for r in roles), "relations", "statements", *details]
    last = ["plover", "cameo", "wikidata", "date_basis", "date_source", "identifiers_source"]
    own = [f["name"] for f in data.fields("events") if f["name"] not in {*first, *last, "place_id"}]
    extra = {name: f"event_{name}" if name in made else name for name in own}
    actors = data.frames["actors"].select("actor_id", "name")
    places = data.frames["places"].select("place_id", place="name", latitude="latitude", longitude="longitude")
    wide = data.frames["events"].rename(extra).join(places, on="place_id", how="left")
    participants = data.frames["event_actors"].join(actors, on="actor_id").sort("event_id", "name")
    if "side" in participants.collect_schema():
        side = pl.format(" (side {})", "side").fill_null("")
        participants = participants.with_columns(name=pl.col("name") + side)
    for role in roles:
        named = participants.filter(pl.col("role") == role).group_by("event_id")
        wide = wide.join(named.agg(pl.col("name").str.join(BETWEEN).alias(role)), on="event_id", how="left")
    wide = wide.join(_relations(data), on="event_id", how="left")
    wide = wide.join(_statements(data, actors), on="event_id", how="left")
    for name, lines in details.items():
        joined = {"event_id": list(lines), name: [BETWEEN.join(of) for of in lines.values()]}
        wide = wide.join(
            pl.LazyFrame(joined, schema={"event_id": pl.String, name: pl.String}), on="event_id", how="left"
        )
    return wide.select(*first, *made, *last, *extra.values()).sort("position").collect()


def _roles(data: Dataset) -> list[str]:
    """The roles of the package's vocabulary, in its order."""
    field = next(f for f in data.fields("event_actors") if f["name"] == "role")
    terms: list[str] = field.get("constraints", {}).get("enum", [])
    return terms


def _relations(data: Dataset) -> pl.LazyFrame:
    labels = data.frames["events"].select(other_event_id="event_id", other="label")
    actors = data.frames["actors"].select(according_to="actor_id", claimant="name")
    claimed = (
        pl.when(pl.col("claimant").is_null())
        .then(pl.lit(""))
        .otherwise(pl.format(" (according to {})", pl.col("claimant")))
    )
    return (
        data.frames["event_relations"]
        .join(labels, on="other_event_id")
        .join(actors, on="according_to", how="left")
        .sort("event_id", "relation", "other_event_id")
        .group_by("event_id")
        .agg(pl.format("{}: {}{}", "relation", "other", claimed).str.join(BETWEEN).alias("relations"))
    )


def _statements(data: Dataset, actors: pl.LazyFrame) -> pl.LazyFrame:
    said = data.frames["statements"].select("statement_id", "source_id", "position", "speaker_id", "summary", "quote")
    words = pl.coalesce("summary", "quote", "statement_id")
    return (
        data.frames["statement_events"]
        .join(said, on="statement_id")
        .join(actors.rename({"actor_id": "speaker_id", "name": "speaker"}), on="speaker_id", how="left")
        .sort("event_id", "source_id", "position")
        .group_by("event_id")
        .agg(
            pl.format("{} ({}, {}): {}", pl.col("speaker").fill_null("Somebody"), "stance", "factuality", words)
            .str.join(BETWEEN)
            .alias("statements")
        )
    )
