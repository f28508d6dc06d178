"""STM: who says what, in which order and on which occasion, and what it says of the events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.cycles import rings
from event_timeline.rules.kinds import If, Others, of_row, present
from event_timeline.rules.order import gaps, told_too_early
from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.rules.same import folded, repeated
from event_timeline.rules.scopes import OF_STATEMENTS, by
from event_timeline.rules.statement_links import kin
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import JOINT

NEEDED = ("statements",)
POSITIVE = ("CT+", "PR+", "PS+")
AT_ODDS = {"asserts": ("CT-", "U"), "denies": (*POSITIVE, "U"), "doubts": ("CT+",)}
"""stance -> factuality values that contradict it by the codebook's definitions, whatever is said."""
MARKS = '“”"„«»'
WITHOUT_BLANKS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""Letters of scripts that put no blanks between words."""


def _pointed(t: Context, column: str, *columns: str) -> pl.LazyFrame:
    """Statements that point to another by `column`, with columns of both; the other's end in _other."""
    own = t["statements"].select(ROW, "statement_id", column, *columns).drop_nulls(column)
    return own.join(
        t["statements"].select("statement_id", *columns), left_on=column, right_on="statement_id", suffix="_other"
    )


def _not_after(column: str) -> pl.Expr:
    """Of `_pointed`: whether a statement comes before the one it points to, or is that one."""
    return (pl.col("position") < pl.col("position_other")) | (pl.col("statement_id") == pl.col(column))


def _reported(t: Context) -> pl.LazyFrame:
    return t["evidence"].filter(pl.col("part") == "report").select("statement_id").drop_nulls()


@rule("STM004", needs=("statements", "evidence"), groups=(OF_STATEMENTS,))
def mixed_without_report(t: Context) -> Iterator[Finding]:
    paraphrased = t["statements"].filter(pl.col("kind").is_in(["mixed", "indirect"]))
    content = t["evidence"].select("statement_id").drop_nulls()
    rows = paraphrased.join(content, on="statement_id", how="semi").join(_reported(t), on="statement_id", how="anti")
    yield Offenders(
        "statements", rows, "{kind}, but no report shows the words of {statement_id} outside quotation marks", "kind"
    )


@rule("STM005", needs=NEEDED, groups=(by("source_id", "statements"),))
def gap_in_the_reading_order(t: Context) -> Iterator[Finding]:
    rows = gaps(t["statements"].select(ROW, "source_id", "position"), ["source_id"])
    message = "position {position} in {source_id} follows on {before}: what is between is missing"
    yield Offenders("statements", rows, message, "position")


@rule("STM006", needs=("statements", "evidence"), groups=(by("source_id", "statements", "evidence"),))
def reading_order(t: Context) -> Iterator[Finding]:
    content = (
        t["evidence"]
        .filter(pl.col("part").is_in(["quote", "report"]))
        .select("statement_id", "source_id", "char_start")
    )
    first = content.drop_nulls().group_by("statement_id", "source_id").agg(start=pl.col("char_start").min())
    told = (
        t["statements"]
        .select(ROW, "statement_id", "source_id", "position")
        .drop_nulls()
        .join(first, on=["statement_id", "source_id"])
    )
    rows = told_too_early(told.sort("source_id", "position", ROW), "statement_id")
    yield Offenders(
        "statements",
        rows,
        "begins at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}",
        "position",
    )


@rule("STM007", needs=NEEDED)
def within_a_later_one(t: Context) -> Iterator[Finding]:
    pairs = _pointed(t, "within", "source_id", "position")
    rows = pairs.filter(pl.col("source_id") == pl.col("source_id_other"), _not_after("within"))
    yield Offenders(
        "statements", rows, "{statement_id} is no. {position}, but within {within}, no. {position_other}", "within"
    )


@rule("STM008", needs=NEEDED)
def within_another_source(t: Context) -> Iterator[Finding]:
    rows = _pointed(t, "within", "source_id").filter(pl.col("source_id") != pl.col("source_id_other"))
    yield Offenders("statements", rows, "{source_id} here, {source_id_other} in {within}", "within")


@rule("STM009", needs=("statements", "evidence"))
def outside_the_words_around(t: Context) -> Iterator[Finding]:
    spans = (
        t["evidence"]
        .filter(pl.col("part").is_in(["quote", "report"]))
        .select("statement_id", "source_id", "char_start", "char_end")
        .drop_nulls()
    )
    around = spans.select(within="statement_id", source_id="source_id", a="char_start", b="char_end")
    ordered = _pointed(t, "within", "source_id", "position").filter(
        pl.col("source_id") == pl.col("source_id_other"), pl.col("position") > pl.col("position_other")
    ).select(ROW, "statement_id", "within")  # fmt: skip
    pairs = ordered.join(spans, on="statement_id").join(around, on=["within", "source_id"])
    inside = (pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b"))
    rows = pairs.group_by(ROW, "statement_id", "within").agg(inside=inside.any()).filter(~pl.col("inside"))
    yield Offenders("statements", rows, "no words of {statement_id} stand inside those of {within}", "within")


@rule("STM010", needs=NEEDED)
def repeats_a_later_one(t: Context) -> Iterator[Finding]:
    pairs = _pointed(t, "repeats", "source_id", "position")
    rows = pairs.filter(pl.col("source_id") == pl.col("source_id_other"), _not_after("repeats"))
    yield Offenders(
        "statements", rows, "{statement_id} is no. {position}, but repeats {repeats}, no. {position_other}", "repeats"
    )


@rule("STM011", needs=NEEDED)
def repeats_a_repetition(t: Context) -> Iterator[Finding]:
    pairs = _pointed(t, "repeats", "source_id", "position")
    chained = t["statements"].select(repeats="statement_id", origin="repeats").drop_nulls()
    ahead = (pl.col("source_id") != pl.col("source_id_other")) | (pl.col("position") > pl.col("position_other"))
    rows = pairs.filter(ahead).join(chained, on="repeats").filter(pl.col("origin") != pl.col("statement_id"))
    yield Offenders("statements", rows, "{repeats} repeats {origin}", "repeats")


@rule("STM012", needs=NEEDED)
def repeated_in_a_circle(t: Context) -> Iterator[Finding]:
    ahead = (pl.col("source_id") != pl.col("source_id_other")) | (pl.col("position") > pl.col("position_other"))
    edges = _pointed(t, "repeats", "source_id", "position").filter(ahead)
    yield Offenders(
        "statements",
        rings(edges.select(ROW, a="statement_id", b="repeats")),
        "repeats itself: {ring}",
        "repeats",
        "ring",
    )


@rule(
    "STM013",
    needs=("statements", "event_actors", "actors"),
    groups=(by("event_id", "statements.occasion", "event_actors", beside=("actors",)),),
)
def speaker_not_at_the_occasion(t: Context) -> Iterator[Finding]:
    there = t["event_actors"].select(occasion="event_id", speaker_id="actor_id")
    said = t["statements"].filter(pl.col("speaker_source").is_null()).drop_nulls(["speaker_id", "occasion"])
    rows = said.join(there, on=["occasion", "speaker_id"], how="anti")
    joined = rows.select(ROW, "occasion", "speaker_id").join(kin(t).rename({"actor_id": "speaker_id"}), on="speaker_id")
    joined = joined.join(there.rename({"speaker_id": "other"}), on=["occasion", "other"], how="semi")
    rows = rows.join(joined.select(ROW), on=ROW, how="anti")
    yield Offenders("statements", rows, "{speaker_id} takes no part in {occasion}", "occasion")


@rule("STM014", severity="warning", needs=("statements", "sources"))
def speaker_from_nowhere(t: Context) -> Iterator[Finding]:
    named = pl.any_horizontal(pl.col("speaker_as_reported", "speaker_source").is_not_null())
    columns = ("statement_id", "source_id", "speaker_id", "speaker_as_reported", "speaker_source")
    told = t["statements"].select(ROW, *columns, origin=pl.coalesce("repeats", "statement_id"))
    known = told.filter(named).select("origin", "speaker_id").drop_nulls()
    transcripts = t["sources"].filter(pl.col("kind") == "transcript").select("source_id")
    rows = told.filter(~named, pl.col("speaker_id").is_not_null()).join(known, on=["origin", "speaker_id"], how="anti")
    rows = rows.join(transcripts, on="source_id", how="anti")
    yield Offenders("statements", rows, "nothing says that {speaker_id} is the speaker", "speaker_id")


@rule("STM015", severity="warning", needs=("statements", "actors"), scope="rows", beside=("actors",))
def needless_speaker_source(t: Context) -> Iterator[Finding]:
    names = t["actors"].select(speaker_id="actor_id", known=folded("name"))
    said = (
        t["statements"].drop_nulls(["speaker_id", "speaker_source", "speaker_as_reported"]).join(names, on="speaker_id")
    )
    rows = said.filter(folded("speaker_as_reported") == pl.col("known"))
    yield Offenders("statements", rows, "the source itself names {speaker_as_reported!r}", "speaker_source")


@rule("STM019", severity="warning", needs=NEEDED)
def repeated_by_another(t: Context) -> Iterator[Finding]:
    rows = _pointed(t, "repeats", "speaker_id").filter(pl.col("speaker_id") != pl.col("speaker_id_other"))
    yield Offenders("statements", rows, "{speaker_id} here, {speaker_id_other} in {repeats}", "speaker_id")


@rule("STM020", severity="warning", needs=("statements", "statement_events"))
def repeated_otherwise(t: Context) -> Iterator[Finding]:
    said = t["statement_events"].select(ROW, "statement_id", "event_id", "stance", "factuality")
    pairs = said.join(t["statements"].select("statement_id", "repeats").drop_nulls(), on="statement_id")
    first = said.select(
        repeats="statement_id", event_id="event_id", stance_other="stance", factuality_other="factuality"
    )
    rows = pairs.join(first, on=["repeats", "event_id"])
    rows = rows.filter(
        (pl.col("stance") != pl.col("stance_other")) | (pl.col("factuality") != pl.col("factuality_other"))
    )
    message = "{stance} {factuality} of {event_id}, but {repeats}, which it repeats, {stance_other} {factuality_other}"
    yield Offenders("statement_events", rows, message, "factuality")


@rule("STM021", severity="warning", needs=NEEDED, groups=(by("source_id", "statements"),))
def echo_not_marked(t: Context) -> Iterator[Finding]:
    said = t["statements"].select(ROW, "statement_id", "source_id", "speaker_id", "repeats", words=folded("quote"))
    words = pl.col("words")
    long = (words.str.count_matches(" ", literal=True) >= 3) | (words.str.count_matches(WITHOUT_BLANKS) >= 8)
    said = said.filter(long).with_columns(origin=pl.coalesce("repeats", "statement_id"))
    twice = repeated(said, ["source_id", "speaker_id", "words"], "origin")
    yield Offenders(
        "statements", twice.filter(pl.col("first") != pl.col("origin")), "{first} has the same words", "repeats"
    )


@rule("STM022", severity="warning", needs=NEEDED, groups=(by("source_id", "statements"),))
def marks_in_the_quote(t: Context) -> Iterator[Finding]:
    pieces = (
        t["statements"].select(ROW, "source_id", piece=pl.col("quote").str.split(JOINT)).drop_nulls().explode("piece")
    )
    quoted = t["statements"].select("source_id", inner="quote").drop_nulls()
    rows = pieces.filter(pl.col("piece").str.contains(f"^[{MARKS}].*[{MARKS}]$")).filter(
        pl.col("piece").str.slice(1).str.head(-1).str.contains(f"^[^{MARKS}]*$")
    )  # fmt: skip
    inner = pl.col("piece").str.slice(1).str.head(-1).str.strip_chars()
    rows = rows.with_columns(inner=inner).join(quoted, on=["source_id", "inner"], how="anti").unique(ROW)
    yield Offenders("statements", rows, "{piece!r} has its quotation marks", "quote", "piece")


@rule("STM024", severity="warning", needs=("statements", "evidence"), scope="rows")
def attributed_to_nobody(t: Context) -> Iterator[Finding]:
    attributed = pl.any_horizontal(pl.col("speaker_id", "speaker_as_reported", "cue").is_not_null())
    rows = t["statements"].filter(pl.col("kind") == "indirect", ~attributed)
    yield Offenders("statements", rows, "nothing attributes {statement_id} to anybody", "speaker_id")


RULES = (
    of_row(
        "STM001",
        "direct-without-quote",
        "statements",
        If(
            pl.col("kind").is_in(["direct", "mixed"]) & pl.col("quote").is_null(),
            "{kind}, but there is no quote",
            "quote",
        ),
    ),
    of_row(
        "STM002",
        "indirect-with-quote",
        "statements",
        If((pl.col("kind") == "indirect") & pl.col("quote").is_not_null(), "indirect, but {quote!r} is quoted", "kind"),
    ),
    present(
        "STM003",
        "direct-with-report",
        "statements",
        ("statement_id",),
        Others("evidence", ("statement_id",), pl.col("part") == "report"),
        where=(pl.col("kind") == "direct") & pl.col("quote").is_not_null(),
        message="direct, but a report shows content of {statement_id} outside quotation marks",
        column="kind",
        grouped=True,
    ),
    mixed_without_report,
    gap_in_the_reading_order,
    reading_order,
    within_a_later_one,
    within_another_source,
    outside_the_words_around,
    repeats_a_later_one,
    repeats_a_repetition,
    repeated_in_a_circle,
    speaker_not_at_the_occasion,
    speaker_from_nowhere,
    needless_speaker_source,
    of_row(
        "STM016",
        "speaker-source-without-speaker",
        "statements",
        If(
            pl.col("speaker_id").is_null() & pl.col("speaker_source").is_not_null(),
            "{speaker_source} is to say who spoke, but there is no speaker_id",
            "speaker_id",
        ),
    ),
    of_row(
        "STM017",
        "speaker-source-is-the-source",
        "statements",
        If(
            pl.col("speaker_source") == pl.col("source_id"),
            "{speaker_source} is the text that the statement stands in",
            "speaker_source",
        ),
    ),
    of_row(
        "STM018",
        "stance-against-factuality",
        "statement_events",
        If(
            pl.any_horizontal(
                (pl.col("stance") == stance) & pl.col("factuality").is_in(list(values))
                for stance, values in AT_ODDS.items()
            ),
            "{statement_id} {stance} {event_id} as {factuality}",
            "factuality",
        ),
    ),
    repeated_by_another,
    repeated_otherwise,
    echo_not_marked,
    marks_in_the_quote,
    of_row(
        "STM023",
        "summary-is-the-quote",
        "statements",
        If(folded("summary") == folded("quote"), "{summary!r} are the speaker's words", "summary"),
        severity="warning",
    ),
    attributed_to_nobody,
)
