"""STM: who says what, in which order and on which occasion, and what it says of the events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.cycles import rings
from event_timeline.rules.order import gaps, told_too_early
from event_timeline.rules.rule import Added, Cell, Context, Dropped, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import folded, repeated
from event_timeline.rules.statement_links import kin
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import JOINT, span_hash

NEEDED = ("statements",)
POSITIVE = ("CT+", "PR+", "PS+")
AT_ODDS = {"asserts": ("CT-", "U"), "denies": (*POSITIVE, "U"), "doubts": ("CT+",)}
"""stance -> factuality values that contradict it by the codebook's definitions, whatever is said."""
MARKS = '“”"„«»'
WITHOUT_BLANKS = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""Letters of scripts that put no blanks between words."""


def _with_marks(words: str) -> tuple[Cell, ...]:
    """Another quote for the examples, that begins a character earlier, with its evidence."""
    name, start = "veld-good-start-quote-536", 536
    cells = (
        ("char_start", str(start)),
        ("char_end", str(start + len(words))),
        ("exact", words),
        ("sha256", span_hash(words)),
    )
    return (
        Cell("statements", "veld-good-start", "quote", words), Cell("evidence", "veld-good-start-quote-537", "evidence_id", name),
        *(Cell("evidence", name, column, value) for column, value in cells),
    )  # fmt: skip


ELEVENTH = (
    Added("statements", {"statement_id": "somebody", "source_id": "article", "position": "11", "kind": "indirect", "summary": "Something is said."}),
    Added("evidence", {
        "evidence_id": "somebody-report-932", "source_id": "article", "paragraph": "10", "char_start": "932", "char_end": "942",
        "sha256": span_hash("since 2022"), "part": "report", "statement_id": "somebody",
    }),
    Cell("statements", "somebody", "cue", "bargaining"),
    Added("evidence", {
        "evidence_id": "somebody-cue-900", "source_id": "article", "paragraph": "10", "char_start": "900", "char_end": "910",
        "exact": "bargaining", "sha256": span_hash("bargaining"), "part": "cue", "statement_id": "somebody",
    }),
)  # fmt: skip
"""An eleventh statement for the examples; without the last two edits nothing attributes it."""


def _pointed(t: Context, column: str, *columns: str) -> pl.LazyFrame:
    """Statements that point to another by `column`, with columns of both; the other's end in _other."""
    own = t["statements"].select(ROW, "statement_id", column, *columns).drop_nulls(column)
    return own.join(
        t["statements"].select("statement_id", *columns), left_on=column, right_on="statement_id", suffix="_other"
    )


def _not_after(column: str) -> pl.Expr:
    """Of `_pointed`: whether a statement comes before the one it points to, or is that one."""
    return (pl.col("position") < pl.col("position_other")) | (pl.col("statement_id") == pl.col(column))


@rule(
    "STM001",
    needs=NEEDED,
    bad=bad("an indirect statement called mixed", Cell("statements", "veld-promise", "kind", "mixed")),
    good=good("a quoted one called mixed", Cell("statements", "union-strike", "kind", "mixed")),
)
def direct_without_quote(t: Context) -> Iterator[Finding]:
    """A direct or mixed statement has no quote.

    Why: *direct* means that all of it stands in quotation marks, *mixed* that a part does.
    Repair: copy the words between the marks into `quote`, or make the statement indirect.
    """
    rows = t["statements"].filter(pl.col("kind").is_in(["direct", "mixed"]), pl.col("quote").is_null())
    yield Offenders("statements", rows, "{kind}, but there is no quote", "quote")


@rule(
    "STM002",
    needs=NEEDED,
    bad=bad("a quoted one called indirect", Cell("statements", "union-strike", "kind", "indirect")),
    good=good("a part of it is quoted", Cell("statements", "headline-strike", "kind", "mixed")),
)
def indirect_with_quote(t: Context) -> Iterator[Finding]:
    """An indirect statement has a quote.

    Why: *indirect* means that none of it stands in quotation marks.
    Repair: make it direct or mixed, or empty `quote` if the words are the source's own.
    """
    rows = t["statements"].filter(pl.col("kind") == "indirect", pl.col("quote").is_not_null())
    yield Offenders("statements", rows, "indirect, but {quote!r} is quoted", "kind")


def _reported(t: Context) -> pl.LazyFrame:
    return t["evidence"].filter(pl.col("part") == "report").select("statement_id").drop_nulls()


@rule(
    "STM003",
    needs=("statements", "evidence"),
    bad=bad("half of it paraphrased, and called direct", Cell("statements", "union-strike", "kind", "direct")),
    good=good(
        "nothing of it paraphrased",
        Cell("statements", "union-strike", "kind", "direct"),
        Dropped("evidence", "union-strike-report-129"),
    ),
)
def direct_with_report(t: Context) -> Iterator[Finding]:
    """A direct statement has content outside quotation marks.

    Why: its `report` evidence says that a part is paraphrased, and readers of `quote` miss that part.
    Repair: make it mixed, or delete the report if it is the source's own words about the statement.
    """
    quoted = t["statements"].filter(pl.col("kind") == "direct", pl.col("quote").is_not_null())
    rows = quoted.join(_reported(t), on="statement_id", how="semi")
    yield Offenders(
        "statements", rows, "direct, but a report shows content of {statement_id} outside quotation marks", "kind"
    )


@rule(
    "STM004",
    needs=("statements", "evidence"),
    bad=bad("all of it quoted, and called mixed", Cell("statements", "holm-worn-cable", "kind", "mixed")),
    good=good(
        "all of it quoted, and called direct",
        Cell("statements", "union-strike", "kind", "direct"),
        Dropped("evidence", "union-strike-report-129"),
    ),
)
def mixed_without_report(t: Context) -> Iterator[Finding]:
    """A mixed or indirect statement has no content outside quotation marks.

    Why: what is paraphrased has a `report` span; without one nothing proves that it was said.
    Repair: add the report, or make the statement direct if all of it is quoted.
    """
    paraphrased = t["statements"].filter(pl.col("kind").is_in(["mixed", "indirect"]))
    content = t["evidence"].select("statement_id").drop_nulls()
    rows = paraphrased.join(content, on="statement_id", how="semi").join(_reported(t), on="statement_id", how="anti")
    yield Offenders(
        "statements", rows, "{kind}, but no report shows the words of {statement_id} outside quotation marks", "kind"
    )


@rule(
    "STM005",
    needs=NEEDED,
    bad=bad("a tenth statement at place eleven", Cell("statements", "veld-warning", "position", "11")),
    good=good("an eleventh statement at place eleven", *ELEVENTH),
)
def gap_in_the_reading_order(t: Context) -> Iterator[Finding]:
    """The positions of a source's statements do not run from 1 without gaps.

    Why: a gap is where a statement was deleted or lost.
    Repair: restore the statement that was lost; if none was, number them anew, by the first character of their content.
    """
    rows = gaps(t["statements"].select(ROW, "source_id", "position"), ["source_id"])
    message = "position {position} in {source_id} follows on {before}: what is between is missing"
    yield Offenders("statements", rows, message, "position")


@rule(
    "STM006",
    needs=("statements", "evidence"),
    bad=bad(
        "a warning that begins before the claim it follows",
        Added(
            "evidence",
            {
                "evidence_id": "veld-warning-report-744",
                "source_id": "article",
                "paragraph": "7",
                "char_start": "744",
                "char_end": "748",
                "sha256": span_hash("that"),
                "part": "report",
                "statement_id": "veld-warning",
            },
        ),
    ),
    good=good(
        "a cue that stands before the words of the one before it",
        Added(
            "evidence",
            {
                "evidence_id": "veld-warning-speaker-461",
                "source_id": "article",
                "paragraph": "5",
                "char_start": "461",
                "char_end": "471",
                "exact": "Jonas Veld",
                "sha256": span_hash("Jonas Veld"),
                "part": "speaker",
                "statement_id": "veld-warning",
            },
        ),
        Dropped("evidence", "veld-warning-speaker-807"),
        Cell("statements", "veld-warning", "speaker_as_reported", "Jonas Veld"),
    ),
)
def reading_order(t: Context) -> Iterator[Finding]:
    """A statement comes later in the order than one whose content begins after it.

    Why: the order is that in which a reader meets the words.
    Repair: number the source's statements by the first character of their quote or report.
    """
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


@rule(
    "STM007",
    needs=NEEDED,
    bad=bad("within one that comes after it", Cell("statements", "not-this-year", "within", "veld-warning")),
    good=good("within an earlier one", Cell("statements", "not-this-year", "summary", "The cable is to come later.")),
)
def within_a_later_one(t: Context) -> Iterator[Finding]:
    """A statement is within itself or one that comes after it.

    Why: who reports another's words begins before them; the two were exchanged, or the identifier is a slip.
    Repair: point `within` from the words that are reported to the statement that reports them.
    """
    pairs = _pointed(t, "within", "source_id", "position")
    rows = pairs.filter(pl.col("source_id") == pl.col("source_id_other"), _not_after("within"))
    yield Offenders(
        "statements", rows, "{statement_id} is no. {position}, but within {within}, no. {position_other}", "within"
    )


def _elsewhere(statement: str, column: str) -> tuple[Added | Cell, ...]:
    """A statement in another source, to which one of the article points."""
    return (
        Added("statements", {"statement_id": "log-entry", "source_id": "port-log", "position": "1", "kind": "direct", "quote": "Load lost.", "summary": "A load fell."}),
        Cell("sources", "port-log", "characters", "10"), Cell("sources", "port-log", "sha256", span_hash("Load lost.")),
        Added("evidence", {"evidence_id": "log-entry-quote-0", "source_id": "port-log", "paragraph": "1", "char_start": "0", "char_end": "10", "exact": "Load lost.", "sha256": span_hash("Load lost."), "part": "quote", "statement_id": "log-entry"}),
        Cell("statements", statement, column, "log-entry"),
    )  # fmt: skip


@rule(
    "STM008",
    needs=NEEDED,
    bad=bad("within a statement of the log", *_elsewhere("not-this-year", "within")),
    good=good("a repetition of a statement of the log", *_elsewhere("nobody-hurt", "repeats")),
)
def within_another_source(t: Context) -> Iterator[Finding]:
    """A statement is within one of another source.

    Why: words stand inside the words that report them, in one text.
    Repair: point `within` to the statement of the same source, or use `repeats` for what another source tells too.
    """
    rows = _pointed(t, "within", "source_id").filter(pl.col("source_id") != pl.col("source_id_other"))
    yield Offenders("statements", rows, "{source_id} here, {source_id_other} in {within}", "within")


@rule(
    "STM009",
    needs=("statements", "evidence"),
    bad=bad("words within another's other words", Cell("statements", "not-this-year", "within", "holm-worn-cable")),
    good=good(
        "words within the words that report them",
        Cell("statements", "not-this-year", "cue", ""),
        Dropped("evidence", "not-this-year-cue-406"),
    ),
)
def outside_the_words_around(t: Context) -> Iterator[Finding]:
    """No words of a statement stand inside the words of the one that it is within.

    Why: `within` means that somebody's words are told inside another's.
    Repair: correct `within`, or the spans of one of the two.
    """
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


@rule(
    "STM010",
    needs=NEEDED,
    bad=bad("a repetition of what is still to come", Cell("statements", "veld-good-start", "repeats", "veld-warning")),
    good=good("a repetition of what was said before", Cell("statements", "veld-warning", "repeats", "veld-good-start")),
)
def repeats_a_later_one(t: Context) -> Iterator[Finding]:
    """A statement repeats itself or one that comes after it.

    Why: the first telling is what the others repeat; counts that leave repetitions out would leave the original out.
    Repair: point `repeats` from the later statement to the earlier one.
    """
    pairs = _pointed(t, "repeats", "source_id", "position")
    rows = pairs.filter(pl.col("source_id") == pl.col("source_id_other"), _not_after("repeats"))
    yield Offenders(
        "statements", rows, "{statement_id} is no. {position}, but repeats {repeats}, no. {position_other}", "repeats"
    )


@rule(
    "STM011",
    needs=NEEDED,
    bad=bad(
        "a repetition of a repetition",
        Cell("statements", "veld-promise", "repeats", "veld-good-start"),
        Cell("statements", "veld-warning", "repeats", "veld-promise"),
    ),
    good=good(
        "two repetitions of the first telling",
        Cell("statements", "veld-promise", "repeats", "veld-good-start"),
        Cell("statements", "veld-warning", "repeats", "veld-good-start"),
    ),
)
def repeats_a_repetition(t: Context) -> Iterator[Finding]:
    """A statement repeats one that is a repetition itself.

    Why: all repetitions point to the first telling, so that they group without following chains.
    Repair: point `repeats` to the statement at the end of the chain.
    """
    pairs = _pointed(t, "repeats", "source_id", "position")
    chained = t["statements"].select(repeats="statement_id", origin="repeats").drop_nulls()
    ahead = (pl.col("source_id") != pl.col("source_id_other")) | (pl.col("position") > pl.col("position_other"))
    rows = pairs.filter(ahead).join(chained, on="repeats").filter(pl.col("origin") != pl.col("statement_id"))
    yield Offenders("statements", rows, "{repeats} repeats {origin}", "repeats")


@rule(
    "STM012",
    needs=NEEDED,
    bad=bad(
        "article and log repeat each other",
        *_elsewhere("nobody-hurt", "repeats"),
        Cell("statements", "log-entry", "repeats", "nobody-hurt"),
    ),
    good=good(
        "the log repeats the article",
        *_elsewhere("nobody-hurt", "repeats"),
        Cell("statements", "nobody-hurt", "repeats", ""),
        Cell("statements", "log-entry", "repeats", "nobody-hurt"),
    ),
)
def repeated_in_a_circle(t: Context) -> Iterator[Finding]:
    """Statements of several sources repeat each other in a circle.

    Why: none of them is the first telling, and a count that leaves repetitions out counts none.
    Repair: decide which source told it first, and empty its `repeats`.
    """
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
    bad=bad(
        "the port's director at the council's vote", Cell("statements", "veld-promise", "occasion", "council-vote")
    ),
    good=good(
        "the port's director at the talks that the port holds",
        Dropped("event_actors", "monday-talks jonas-veld host"),
        Added("event_actors", {"event_id": "monday-talks", "actor_id": "port-authority", "role": "host"}),
        Cell("statements", "veld-promise", "occasion", "monday-talks"),
    ),
)
def speaker_not_at_the_occasion(t: Context) -> Iterator[Finding]:
    """Neither a speaker nor anybody joined to the speaker takes part in the occasion of the statement.

    Why: the occasion is where or whereby the words were said; the speaker was there, for themselves or for whom they belong
    to by `affiliation`, or another occasion is meant. A speaker of record from outside the source is not compared.
    Repair: add the speaker to the occasion's participants, or correct `occasion` or `speaker_id`.
    """
    there = t["event_actors"].select(occasion="event_id", speaker_id="actor_id")
    said = t["statements"].filter(pl.col("speaker_source").is_null()).drop_nulls(["speaker_id", "occasion"])
    rows = said.join(there, on=["occasion", "speaker_id"], how="anti")
    joined = rows.select(ROW, "occasion", "speaker_id").join(kin(t).rename({"actor_id": "speaker_id"}), on="speaker_id")
    joined = joined.join(there.rename({"speaker_id": "other"}), on=["occasion", "other"], how="semi")
    rows = rows.join(joined.select(ROW), on=ROW, how="anti")
    yield Offenders("statements", rows, "{speaker_id} takes no part in {occasion}", "occasion")


@rule(
    "STM014",
    severity="warning",
    needs=("statements", "sources"),
    bad=bad(
        "traders whom no words name",
        Cell("statements", "traders-claim", "speaker_as_reported", ""),
        Dropped("evidence", "traders-claim-speaker-725"),
    ),
    good=good(
        "a headline that the article repeats with the name",
        Cell("statements", "union-strike", "cue", ""),
        Dropped("evidence", "union-strike-cue-108"),
    ),
)
def speaker_from_nowhere(t: Context) -> Iterator[Finding]:
    """A statement has a speaker of record, but neither the source's words nor an outside source names one.

    Why: nothing shows whose words they are. A statement that repeats another, or is repeated, may borrow its speaker, and a
    transcript is of somebody's words as a whole.
    Repair: copy the source's designation into `speaker_as_reported`, name the outside source, or empty `speaker_id`.
    """
    named = pl.any_horizontal(pl.col("speaker_as_reported", "speaker_source").is_not_null())
    columns = ("statement_id", "source_id", "speaker_id", "speaker_as_reported", "speaker_source")
    told = t["statements"].select(ROW, *columns, origin=pl.coalesce("repeats", "statement_id"))
    known = told.filter(named).select("origin", "speaker_id").drop_nulls()
    transcripts = t["sources"].filter(pl.col("kind") == "transcript").select("source_id")
    rows = told.filter(~named, pl.col("speaker_id").is_not_null()).join(known, on=["origin", "speaker_id"], how="anti")
    rows = rows.join(transcripts, on="source_id", how="anti")
    yield Offenders("statements", rows, "nothing says that {speaker_id} is the speaker", "speaker_id")


@rule(
    "STM015",
    severity="warning",
    needs=("statements", "actors"),
    bad=bad(
        "an outside source for the man whom the article names",
        Cell("statements", "veld-good-start", "speaker_source", "port-log"),
    ),
    good=good("an outside source for a mere *they*", Cell("statements", "not-this-year", "speaker_source", "port-log")),
)
def needless_speaker_source(t: Context) -> Iterator[Finding]:
    """The source names the speaker of record by name, and an outside source is given for it as well.

    Why: `speaker_source` says that the source names somebody else or nobody; here readers look for a difference in vain.
    Repair: empty `speaker_source`, or correct `speaker_id` if somebody else spoke.
    """
    names = t["actors"].select(speaker_id="actor_id", known=folded("name"))
    said = (
        t["statements"].drop_nulls(["speaker_id", "speaker_source", "speaker_as_reported"]).join(names, on="speaker_id")
    )
    rows = said.filter(folded("speaker_as_reported") == pl.col("known"))
    yield Offenders("statements", rows, "the source itself names {speaker_as_reported!r}", "speaker_source")


@rule(
    "STM016",
    needs=NEEDED,
    bad=bad(
        "a source that says who nobody is",
        Cell("statements", "traders-claim", "speaker_id", ""),
        Cell("statements", "traders-claim", "speaker_source", "port-log"),
        Cell("actors", "town-council", "affiliation", "freight-traders"),
    ),
    good=good("a source that says who somebody is", Cell("statements", "traders-claim", "speaker_source", "port-log")),
)
def speaker_source_without_speaker(t: Context) -> Iterator[Finding]:
    """There is a source for the speaker of record, but no speaker.

    Why: the speaker was lost, or the source belongs to another row.
    Repair: restore `speaker_id`, or empty `speaker_source`.
    """
    rows = t["statements"].filter(pl.col("speaker_id").is_null(), pl.col("speaker_source").is_not_null())
    yield Offenders(
        "statements", rows, "{speaker_source} is to say who spoke, but there is no speaker_id", "speaker_id"
    )


@rule(
    "STM017",
    needs=NEEDED,
    bad=bad(
        "the article itself as the outside source", Cell("statements", "traders-claim", "speaker_source", "article")
    ),
    good=good("another source", Cell("statements", "traders-claim", "speaker_source", "port-log")),
)
def speaker_source_is_the_source(t: Context) -> Iterator[Finding]:
    """The outside source of a speaker is the coded text itself.

    Why: `speaker_source` is for what the coded text does not say.
    Repair: empty it, or name the source that says who spoke.
    """
    rows = t["statements"].filter(pl.col("speaker_source") == pl.col("source_id"))
    yield Offenders("statements", rows, "{speaker_source} is the text that the statement stands in", "speaker_source")


@rule(
    "STM018",
    needs=("statement_events",),
    bad=bad(
        "a claim of what certainly did not happen",
        Cell("statement_events", "traders-claim cable-cut", "factuality", "CT-"),
    ),
    good=good(
        "a promise that something will certainly not come about",
        Cell("statement_events", "veld-promise new-cable", "factuality", "CT-"),
    ),
)
def stance_against_factuality(t: Context) -> Iterator[Finding]:
    """A stance and a factuality contradict each other.

    Why: who asserts presents the event as the case, who denies it as not the case, and who doubts is not certain of it.
    Repair: correct the one that does not fit the words; what must or should be is `demands` and `U`.
    """
    pairs = [(stance, value) for stance, values in AT_ODDS.items() for value in values]
    odd = pl.LazyFrame(pairs, schema={"stance": pl.String, "factuality": pl.String}, orient="row")
    rows = t["statement_events"].join(odd, on=["stance", "factuality"], how="semi")
    yield Offenders("statement_events", rows, "{statement_id} {stance} {event_id} as {factuality}", "factuality")


@rule(
    "STM019",
    severity="warning",
    needs=NEEDED,
    bad=bad("the director repeats the chair", Cell("statements", "veld-warning", "repeats", "holm-answer")),
    good=good("the director repeats himself", Cell("statements", "veld-warning", "repeats", "veld-good-start")),
)
def repeated_by_another(t: Context) -> Iterator[Finding]:
    """A statement repeats one of another speaker.

    Why: *repeats* means that one utterance is told again; what somebody else says is a statement of its own.
    Repair: correct `speaker_id` of one of the two, or empty `repeats`.
    """
    rows = _pointed(t, "repeats", "speaker_id").filter(pl.col("speaker_id") != pl.col("speaker_id_other"))
    yield Offenders("statements", rows, "{speaker_id} here, {speaker_id_other} in {repeats}", "speaker_id")


@rule(
    "STM020",
    severity="warning",
    needs=("statements", "statement_events"),
    bad=bad(
        "certain in the headline, possible in the text",
        Cell("statement_events", "union-strike strike", "factuality", "PS+"),
    ),
    good=good(
        "possible in both",
        *(Cell("statement_events", f"{s} strike", "factuality", "PS+") for s in ("headline-strike", "union-strike")),
    ),
)
def repeated_otherwise(t: Context) -> Iterator[Finding]:
    """A statement that repeats another says something else of the same event.

    Why: the same words cannot be certain once and possible another time; the coding slipped in one of the two.
    Repair: make stance and factuality the same, or empty `repeats` if the words differ that much.
    """
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


@rule(
    "STM021",
    severity="warning",
    needs=NEEDED,
    bad=bad(
        "a repetition that nothing marks",
        Cell("statements", "union-strike", "repeats", ""),
        Cell("statements", "headline-strike", "speaker_source", "port-log"),
    ),
    good=good("a repetition that is marked", Cell("statements", "headline-strike", "speaker_source", "port-log")),
)
def echo_not_marked(t: Context) -> Iterator[Finding]:
    """Two statements of one speaker in one source have the same quote of four words or more, and neither repeats the other.

    Why: one utterance that a text tells twice counts as two. Short answers are given more than once and not compared.
    Repair: point `repeats` of the later one to the earlier one.
    """
    said = t["statements"].select(ROW, "statement_id", "source_id", "speaker_id", "repeats", words=folded("quote"))
    words = pl.col("words")
    long = (words.str.count_matches(" ", literal=True) >= 3) | (words.str.count_matches(WITHOUT_BLANKS) >= 8)
    said = said.filter(long).with_columns(origin=pl.coalesce("repeats", "statement_id"))
    twice = repeated(said, ["source_id", "speaker_id", "words"], "origin")
    yield Offenders(
        "statements", twice.filter(pl.col("first") != pl.col("origin")), "{first} has the same words", "repeats"
    )


@rule(
    "STM022",
    severity="warning",
    needs=NEEDED,
    bad=bad("quotation marks inside the quote", *_with_marks("“a good start 🙂”")),
    good=good("quotation marks of a word inside it", *_with_marks("a “good” strt 🙂")),
)
def marks_in_the_quote(t: Context) -> Iterator[Finding]:
    """A quote, or a piece of it, begins and ends with quotation marks, and what they hold is no statement of its own.

    Why: the quote is what stands between the marks; with them it is quoted twice wherever it is shown. Words that the speaker
    quotes from others, marks and all, are a statement `within`.
    Repair: leave the outer marks out of `quote` and of the span, or add the statement that is quoted in it.
    """
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


@rule(
    "STM023",
    severity="warning",
    needs=NEEDED,
    bad=bad("a summary of the words themselves", Cell("statements", "not-this-year", "summary", "Not this year.")),
    good=good("a summary in other words", Cell("statements", "not-this-year", "summary", "Not before next year.")),
)
def summary_is_the_quote(t: Context) -> Iterator[Finding]:
    """A statement's summary is its quote.

    Why: the summary is the dataset's own words, which may be shared freely; the quote is the speaker's.
    Repair: say in a sentence of your own what is meant.
    """
    rows = t["statements"].filter(folded("summary") == folded("quote"))
    yield Offenders("statements", rows, "{summary!r} are the speaker's words", "summary")


@rule(
    "STM024",
    severity="warning",
    needs=("statements", "evidence"),
    bad=bad("indirect words of nobody", *ELEVENTH[:2]),
    good=good("indirect words with a verb and nobody named", *ELEVENTH),
)
def attributed_to_nobody(t: Context) -> Iterator[Finding]:
    """An indirect statement has neither speaker, designation nor cue.

    Why: a statement is an attributed utterance; without marks and attribution the words are the source's own.
    Repair: add who is said to say it, or delete the statement and keep the event.
    """
    attributed = pl.any_horizontal(pl.col("speaker_id", "speaker_as_reported", "cue").is_not_null())
    rows = t["statements"].filter(pl.col("kind") == "indirect", ~attributed)
    yield Offenders("statements", rows, "nothing attributes {statement_id} to anybody", "speaker_id")


RULES = (
    direct_without_quote,
    indirect_with_quote,
    direct_with_report,
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
    speaker_source_without_speaker,
    speaker_source_is_the_source,
    stance_against_factuality,
    repeated_by_another,
    repeated_otherwise,
    echo_not_marked,
    marks_in_the_quote,
    summary_is_the_quote,
    attributed_to_nobody,
)
