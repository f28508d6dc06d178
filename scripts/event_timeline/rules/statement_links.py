"""STM, continued: statements against their speakers' names and deeds, the words around them and the status of events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.actor_links import above
from event_timeline.rules.dates import shown, sure
from event_timeline.rules.rule import Added, Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import folded
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import span_hash

UNUSUAL = {
    "asserts": ("PR-", "PS-"),
    "blames": ("PR-", "PS-", "U"),
    "commits": ("U",),
    "condemns": ("PR-", "PS-", "U"),
    "demands": ("CT-", "PR+", "PR-", "PS+", "PS-"),
    "doubts": ("PR+",),
    "endorses": ("CT-", "PR-", "PS-"),
    "intends": ("CT+",),
    "praises": ("CT-", "PR-", "PS-", "U"),
    "predicts": ("U",),
    "presupposes": ("PR-", "PS-", "U"),
}
"""stance -> factuality values that hardly go with it, by the codebook's definitions: nobody praises what is not."""
AHEAD = ("commits", "demands", "intends", "predicts", "warns")
"""Stances towards what is still to come or to go on."""


def kin(t: Context) -> pl.LazyFrame:
    """(actor_id, other): each actor with itself, all that it belongs to and all that belong to it."""
    wider = above(t)
    return pl.concat(
        [wider.select("actor_id", other="wider"), wider.select(actor_id="wider", other="actor_id")]
    ).unique()


def _given_by(giver: str, *roles: str) -> tuple[Cell | Added, ...]:
    """The new cable of the examples as given by another, to the port in some roles."""
    return (
        Cell("event_actors", "new-cable port-authority agent", "actor_id", giver),
        Cell("events", "cable-promise", "kind", "agreement"),
        *(Added("event_actors", {"event_id": "new-cable", "actor_id": "port-authority", "role": r}) for r in roles),
    )


@rule(
    "STM025",
    severity="warning",
    needs=("statements", "statement_events", "event_actors", "actors", "evidence"),
    bad=bad(
        "the director binds Denmark to give the port a cable",
        *_given_by("denmark", "recipient"),
    ),
    good=good("the director binds Denmark to give a cable", *_given_by("denmark")),
)
def commits_others(t: Context) -> Iterator[Finding]:
    """A statement commits to an event that others do, and that the speaker or somebody joined to the speaker receives.

    Why: a commitment binds the speaker or those spoken for; agent and recipient were exchanged, or the stance is another.
    Repair: correct the roles of the event, or take *demands*, *predicts* or *intends*.
    """
    bound = t["statement_events"].filter(pl.col("stance") == "commits").select(ROW, "statement_id", "event_id")
    spans = t["evidence"].select("source_id", "char_start", "char_end", "part", "actor_id", "statement_id")
    designations = spans.filter(pl.col("part") == "speaker").join(bound, on="statement_id", how="semi")
    designations = designations.select("source_id", "char_start", "char_end", "statement_id")
    named = designations.join(spans.drop("part", "statement_id"), on=["source_id", "char_start"]).drop_nulls("actor_id")
    named = named.filter(pl.col("char_end_right") >= pl.col("char_end")).select("statement_id", by="actor_id")
    record = t["statements"].filter(pl.col("speaker_source").is_null()).select("statement_id", by="speaker_id")
    speakers = pl.concat([named, record.drop_nulls()]).unique()
    joined, sides = kin(t).rename({"other": "by"}), bound.join(speakers, on="statement_id")

    def taking_part(*roles: str) -> pl.LazyFrame:
        """The rows of which a speaker, or somebody joined to one, has such a role in the event."""
        there = t["event_actors"].filter(pl.col("role").is_in(roles)).select("event_id", "actor_id")
        return sides.join(there, on="event_id").join(joined, on=["actor_id", "by"], how="semi").select(ROW).unique()

    rows = sides.join(taking_part("agent", "participant", "host", "chair"), on=ROW, how="anti")
    rows = rows.join(taking_part("recipient", "beneficiary"), on=ROW, how="semi")
    rows = rows.group_by(ROW).agg(pl.col("by").min(), pl.col("event_id").first())
    yield Offenders("statement_events", rows, "{by} commits to {event_id}, which others do", "stance")


@rule(
    "STM026",
    severity="warning",
    needs=("statements", "actors"),
    bad=bad(
        "an outside source for the man whom the article calls by his last name",
        Cell("statements", "veld-warning", "speaker_source", "port-log"),
    ),
    good=good("an outside source for a mere *she*", Cell("statements", "holm-answer", "speaker_source", "port-log")),
)
def source_for_a_known_speaker(t: Context) -> Iterator[Finding]:
    """The source calls the speaker of record by a part of the name, and an outside source is given for it as well.

    Why: `speaker_source` says that the source names somebody else or nobody; here it hides who is really meant.
    Repair: empty `speaker_source`, or correct `speaker_id` if somebody else spoke.
    """
    people = (
        t["actors"]
        .filter(pl.col("kind").is_in(["person", "country"]))
        .select(speaker_id="actor_id", known=folded("name"))
    )
    said = t["statements"].drop_nulls(["speaker_id", "speaker_source", "speaker_as_reported"]).select(
        ROW, "speaker_id", "speaker_source", "speaker_as_reported", words=folded("speaker_as_reported")
    )  # fmt: skip
    pairs = said.join(people, on="speaker_id").filter(pl.col("words") != pl.col("known"))
    last = pl.col("known").str.split(" ").list.last()
    rows = pairs.filter(last.str.len_chars() > 2, pl.col("words").str.split(" ").list.contains(last))
    yield Offenders("statements", rows, "the source itself names {speaker_as_reported!r}", "speaker_source")


@rule(
    "STM027",
    severity="warning",
    needs=("statements", "evidence"),
    bad=bad(
        "an answer inside the quotation of the chair that is not within her statement",
        Cell("statements", "not-this-year", "within", ""),
    ),
    good=good("one that is", Cell("statements", "not-this-year", "summary", "The cable is to come later.")),
)
def inside_but_not_within(t: Context) -> Iterator[Finding]:
    """The quote of a statement stands inside the quote of another, and it is not `within` that one.

    Why: whoever counts voices takes a reported utterance for one that the source itself reports.
    Repair: name in `within` the statement that reports it.
    """
    spans = t["evidence"].filter(pl.col("part") == "quote").drop_nulls("statement_id").select(
        "source_id", "paragraph", "char_start", "char_end", "statement_id"
    )  # fmt: skip
    outer = spans.rename({"statement_id": "outer", "char_start": "a", "char_end": "b"})
    pairs = spans.join(outer, on=["source_id", "paragraph"]).filter(
        pl.col("statement_id") != pl.col("outer"), pl.col("char_start") > pl.col("a"), pl.col("char_end") <= pl.col("b")
    )
    inner = pairs.select("statement_id", "outer").unique()
    rows = t["statements"].filter(pl.col("within").is_null()).join(inner, on="statement_id")
    yield Offenders("statements", rows, "its quote stands inside the words of {outer}", "within")


@rule(
    "STM028",
    severity="warning",
    needs=("statement_events", "event_relations"),
    bad=bad(
        "talks praised that did not take place",
        Cell("statement_events", "veld-good-start monday-talks", "factuality", "CT-"),
    ),
    good=good(
        "an if-clause: the cable comes if the council pays, of which nothing is said to be so",
        Cell("statement_events", "veld-promise council-funding", "stance", "presupposes"),
        Cell("statement_events", "veld-promise new-cable", "factuality", "U"),
    ),
)
def stance_beside_factuality(t: Context) -> Iterator[Finding]:
    """A stance and a factuality hardly go together.

    Why: who praises or presupposes an event takes it as given, what is promised, foreseen or asserted is more than
    uncommitted, and what should be is no more than that; one of the two cells slipped, or another event is meant. `U` is
    right where the statement names a condition: of the condition, and of what depends on it.
    Repair: correct the one that does not fit the words; of an if-clause add the `condition_of`.
    """
    pairs = [(stance, value) for stance, values in UNUSUAL.items() for value in values]
    odd = pl.LazyFrame(pairs, schema={"stance": pl.String, "factuality": pl.String}, orient="row")
    said = t["statement_events"].select("statement_id", "event_id")
    rows = t["statement_events"].join(odd, on=["stance", "factuality"], how="semi")
    conditions = (
        t["event_relations"].filter(pl.col("relation") == "condition_of").select("event_id", other="other_event_id")
    )
    conditions = pl.concat([conditions, conditions.select(event_id="other", other="event_id")]).unique()
    open_ = (
        rows.filter(pl.col("factuality") == "U").select(ROW, "statement_id", "event_id").join(conditions, on="event_id")
    )
    open_ = open_.join(said.rename({"event_id": "other"}), on=["statement_id", "other"], how="semi")
    rows = rows.join(open_.select(ROW).unique(), on=ROW, how="anti")
    yield Offenders("statement_events", rows, "{statement_id} {stance} {event_id} as {factuality}", "factuality")


def _said_on(statement: str, day: str) -> tuple[Cell, ...]:
    """A day for a statement of the examples."""
    values = (("date_edtf", day), ("date_basis", "external"), ("date_source", "port-log"))
    return tuple(Cell("statements", statement, column, value) for column, value in values)


@rule(
    "STM029",
    severity="warning",
    needs=("statement_events", "statements", "events"),
    bad=bad(
        "a prediction, made the day after, of what happened",
        Cell("statement_events", "nobody-hurt container-fall", "stance", "predicts"),
        *_said_on("nobody-hurt", "2024-05-14"),
    ),
    good=good(
        "a prediction, made before, of what happened then",
        Cell("statement_events", "nobody-hurt container-fall", "stance", "predicts"),
        *_said_on("nobody-hurt", "2024-05-12"),
    ),
)
def ahead_of_what_is_done(t: Context) -> Iterator[Finding]:
    """A statement commits to, demands, intends, predicts or warns of an event that was over before it was made.

    Why: these stances look ahead; the act and what it promises were mixed up, or the stance or one of the dates slipped. Only
    where both dates are given and sure can that be told: what was promised may since have come about.
    Repair: point to the event that is to come, or correct the stance or the date.
    """
    done = t["events"].filter(pl.col("status") == "occurred", pl.col("polarity") == "affirmed").select("event_id")
    over = sure(t, "events", "event_id").select("event_id", over="last_day").join(done, on="event_id", how="semi")
    made = sure(t, "statements", "statement_id").select("statement_id", made="first_day")
    rows = (
        t["statement_events"]
        .filter(pl.col("stance").is_in(AHEAD))
        .join(over, on="event_id")
        .join(made, on="statement_id")
    )
    rows = rows.filter(pl.col("over") < pl.col("made"))
    message = "{statement_id} of {made} {stance} {event_id}, which was over on {over}"
    yield Offenders("statement_events", shown(rows, "made", "over"), message, "stance")


@rule(
    "STM030",
    severity="warning",
    needs=("statements",),
    bad=bad(
        "one summary for two statements", Cell("statements", "holm-answer", "summary", "Somebody severed the cable")
    ),
    good=good(
        "one summary for a statement and its repetition",
        Cell("statements", "union-strike", "summary", "The dockers stop work for as long as the crane is unsafe."),
    ),
)
def same_summary(t: Context) -> Iterator[Finding]:
    """Two statements of one source have summaries that differ in case or signs at most, and neither repeats the other.

    Why: one of the two was copied, and readers learn nothing of what it says.
    Repair: say in a sentence of your own what each means, or mark the later one by `repeats`.
    """
    said = t["statements"].select(
        ROW,
        "statement_id",
        "source_id",
        "summary",
        origin=pl.coalesce("repeats", "statement_id"),
        same=folded("summary"),
    )
    said = said.filter(pl.col("same") != "")
    several = said.group_by("source_id", "same").agg(
        first=pl.col("statement_id").sort_by(ROW).first(),
        first_origin=pl.col("origin").sort_by(ROW).first(),
        n=pl.col("origin").n_unique(),
    )
    rows = said.join(several.filter(pl.col("n") > 1), on=["source_id", "same"])
    rows = rows.filter(pl.col("origin") != pl.col("first_origin"))
    yield Offenders("statements", rows, "{summary!r} is the summary of {first} too", "summary")


@rule(
    "STM031",
    severity="warning",
    needs=("statement_events", "events"),
    bad=bad(
        "a cut that everybody takes for certain, called imagined",
        Cell("events", "cable-cut", "status", "hypothetical"),
    ),
    good=good(
        "a fall that occurred, of which the port says that it did not",
        Cell("statement_events", "nobody-hurt container-fall", "stance", "denies"),
        Cell("statement_events", "nobody-hurt container-fall", "factuality", "CT-"),
    ),
)
def status_against_all_speakers(t: Context) -> Iterator[Finding]:
    """Everybody who speaks of an event takes it as certain, and it is hypothetical or negated.

    Why: one of the cells slipped. What is only promised as certain may still be imagined, and an accused or a government may
    be the only voice and deny what the source itself reports, so that these are not compared.
    Repair: correct status, polarity or factuality; where the source contradicts its speakers, the row may stand.
    """
    value = pl.col("factuality")
    stances = pl.col("stance").is_in(["asserts", "presupposes", "condemns", "praises", "blames"])
    told = (
        t["statement_events"]
        .filter(value.is_not_null())
        .group_by("event_id")
        .agg(sure=(value.eq("CT+") & stances).all())
    )
    odd = pl.col("sure") & ((pl.col("polarity") != "affirmed") | (pl.col("status") == "hypothetical"))
    rows = t["events"].join(told, on="event_id").filter(odd)
    yield Offenders("events", rows, "{event_id} is {status} and {polarity}, all speakers say CT+", "status")


def _claimed_too(within: str = "") -> tuple[Cell | Added, ...]:
    """The director's words claimed by the next statement of the examples as well."""
    words, statement = "a good start 🙂", "veld-promise"
    span = {"source_id": "article", "paragraph": "5", "char_start": "537", "char_end": str(537 + len(words))}
    hashed = {"exact": words, "sha256": span_hash(words), "part": "quote", "statement_id": statement}
    values = (("quote", words), ("kind", "mixed"), ("within", within))
    return (
        *(Cell("statements", statement, column, value) for column, value in values),
        Added("evidence", {"evidence_id": f"{statement}-quote-537", **span, **hashed}),
    )


@rule(
    "STM032",
    severity="warning",
    needs=("statements", "evidence"),
    bad=bad("a quotation that the next statement has as well", *_claimed_too()),
    good=good("a quotation of a statement within the other", *_claimed_too(within="veld-good-start")),
)
def quotation_of_two(t: Context) -> Iterator[Finding]:
    """Two statements claim the same quotation, and neither is within the other.

    Why: one utterance counts as two, most likely since it was added twice or the wrong quotation was chosen.
    Repair: delete one of the two, or give it its own words; what several said together is one statement of all of them.
    """
    place = ["source_id", "char_start", "char_end"]
    quotes = t["evidence"].filter(pl.col("part") == "quote").select(*place, "statement_id").drop_nulls()
    several = quotes.group_by(place).agg(n=pl.col("statement_id").n_unique()).filter(pl.col("n") > 1).select(place)
    claims = quotes.join(several, on=place, how="semi").unique()
    claims = claims.join(t["statements"].select(ROW, "statement_id", "within", "position"), on="statement_id")
    pairs = claims.join(claims.select(*place, "within", "position", other="statement_id"), on=place, suffix="_other").filter(
        pl.col("position") > pl.col("position_other"),
        pl.col("within").ne_missing(pl.col("other")), pl.col("within_other").ne_missing(pl.col("statement_id")),
    )  # fmt: skip
    rows = pairs.group_by(ROW).agg(pl.col("other").min(), pl.col("source_id", "char_start", "char_end").first())
    yield Offenders(
        "statements",
        rows,
        "the quotation [{char_start}, {char_end}) of {source_id} is claimed by {other} too",
        "statement_id",
    )


RULES = (
    commits_others,
    source_for_a_known_speaker,
    inside_but_not_within,
    stance_beside_factuality,
    ahead_of_what_is_done,
    same_summary,
    status_against_all_speakers,
    quotation_of_two,
)
