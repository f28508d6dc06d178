"""EVT: each event against its own codes, its participants, its evidence and the other events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.rules.kinds import If, Others, absent, identifiers_with_source, of_row, present, twice
from event_timeline.rules.order import gaps, told_too_early
from event_timeline.rules.rule import Context, Finding, Offenders, cached, rule
from event_timeline.rules.same import alike, folded, repeated
from event_timeline.rules.scopes import OF_EVENTS, by
from event_timeline.tables import uniqueness
from event_timeline.tables.loading import ROW

NEEDED = ("events",)
ROOTS = {
    "AGREE": ("03",), "CONSULT": ("04",), "SUPPORT": ("05",), "COOPERATE": ("06",), "AID": ("07",),
    "CONCEDE": ("08",), "RETREAT": ("08",), "REQUEST": ("02", "10"), "ACCUSE": ("09", "11"), "REJECT": ("12",),
    "THREATEN": ("13",), "PROTEST": ("14",), "MOBILIZE": ("15",), "SANCTION": ("16",), "COERCE": ("17",),
    "ASSAULT": ("18", "19", "20"),
}  # fmt: skip
"""PLOVER event type -> roots of the CAMEO codes that it took over, by the names of the roots in the CAMEO codebook
1.1b3 and the category descriptions of the PLOVER reference (Open Event Data Alliance). PLOVER dropped root 01."""
SIGNING = "057"
"""CAMEO's *sign formal agreement*, of root 05, support. PLOVER's SUPPORT takes signing over by name, its AGREE agreements
in general, so that either type is right, also for an event of kind agreement."""
SETTLED = ("occurred", "ongoing", "habitual")
"""Statuses under which an event is coded as what it is; what is only intended or imagined is often coded as the
intent: a planned AID is an AGREE in PLOVER, and 033 in CAMEO."""
DONE = (
    "assistance", "belief", "conflict-outcome", "membership", "recommendation", "reform", "review", "transition",
)  # fmt: skip
"""Kinds of the profile that somebody does, though they have no counterpart in PLOVER or CAMEO."""
CODED = r"\b(plover|cameo):"
"""In a codebook's mapping: the term is an act of one of the two coding schemes."""
REPORTING = ("report", "mention")
"""Parts of evidence that show where a source reports an event, unlike the words of its date and place."""
BODIES = ("body", "group", "organisation")


@rule("EVT001", needs=NEEDED)
def gap_in_the_order(t: Context) -> Iterator[Finding]:
    rows = gaps(t["events"].select(ROW, "position"))
    yield Offenders("events", rows, "position {position} follows on {before}: what is between is missing", "position")


@rule("EVT002", needs=("events", "evidence"))
def order_of_events(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].filter(pl.col("part").is_in(REPORTING))
    spans = spans.select("event_id", "source_id", "char_start").drop_nulls()
    first = spans.group_by("event_id").agg(
        pl.col("source_id").min(), last_source=pl.col("source_id").max(), start=pl.col("char_start").min()
    )
    alone = first.filter(pl.col("source_id") == pl.col("last_source"))
    told = (
        t["events"]
        .select(ROW, "event_id", "position")
        .drop_nulls()
        .join(alone, on="event_id")
        .sort("source_id", "position", ROW)
    )
    rows = told_too_early(told, "event_id")
    yield Offenders(
        "events",
        rows,
        "first reported at {start} of {source_id}, but {earlier}, which comes before it, at {earlier_start}",
        "position",
    )


@rule(
    "EVT006",
    severity="warning",
    needs=("events", "event_actors", "evidence", "codebook"),
    groups=(by("event_id", "events", "event_actors", "evidence", beside=("codebook",)),),
)
def no_participant(t: Context) -> Iterator[Finding]:
    events = t["events"].select(ROW, "event_id", "kind", "plover", "cameo").drop_nulls("event_id")
    rows = events.join(t["event_actors"].select("event_id"), on="event_id", how="anti")
    acts = t["codebook"].filter(pl.col("vocabulary") == "events.kind", pl.col("mapping").str.contains(CODED))
    done = pl.concat([acts.select(kind="term"), pl.LazyFrame({"kind": list(DONE)})])
    acted = rows.join(done, on="kind", how="semi").select(ROW)
    coded = rows.filter(pl.any_horizontal(pl.col("plover", "cameo").is_not_null())).select(ROW)
    rows = rows.join(pl.concat([acted, coded]).unique(), on=ROW, how="semi")
    parts = t["evidence"].filter(pl.col("event_id").is_not_null()).group_by("event_id").agg(pl.col("part").unique())
    mentioned = parts.filter(pl.col("part").list.contains("mention"), ~pl.col("part").list.contains("report"))
    rows = rows.join(mentioned, on="event_id", how="anti")
    yield Offenders("events", rows, "event {event_id}, of kind {kind}, has no participants", "event_id")


@rule("EVT007", severity="warning", needs=("events", "event_actors"))
def same_label(t: Context) -> Iterator[Finding]:
    labels = _indistinct(t, "label")
    told = _duplicates(t).select(ROW)
    yield Offenders("events", labels.join(told, on=ROW, how="anti"), "{label!r} is the label of {first} too", "label")
    summaries = _indistinct(t, "summary").join(pl.concat([told, labels.select(ROW)]), on=ROW, how="anti")
    yield Offenders("events", summaries, "{summary!r} is the summary of {first} too", "summary")


def _indistinct(t: Context, column: str) -> pl.LazyFrame:
    """Events with the summary of an earlier one of the same date, or, if undated, the label or summary of any: ROW, first."""
    several = _said_twice(t, column)
    key = ["same", "date_edtf"]
    alike = several.group_by(key).agg(
        n=pl.len(), first_row=pl.col(ROW).min(), first=pl.col("event_id").get(pl.col(ROW).arg_min())
    )
    alike = several.join(alike.filter(pl.col("n") > 1), on=key, nulls_equal=True)
    alike = alike.filter(pl.col(ROW) != pl.col("first_row"))
    if column == "label":  # on one day there may be two protests in one town
        alike = alike.filter(pl.col("date_edtf").is_null())
    dated = several.filter(pl.col("date_edtf").is_not_null())
    dated = dated.group_by("same").agg(first=pl.col("event_id").get(pl.col(ROW).arg_min()))
    undated = several.filter(pl.col("date_edtf").is_null()).join(dated, on="same")
    found = [frame.select(ROW, column, "first") for frame in (alike, undated)]
    return pl.concat(found).unique(ROW, keep="first", maintain_order=True)


@rule("EVT008", severity="warning", needs=("events", "event_actors"))
def likely_duplicate(t: Context) -> Iterator[Finding]:
    message = "the same summary, kind, date, place and participants as {first}: {part}"
    yield Offenders("events", _duplicates(t), message, "event_id")


@cached
def _duplicates(t: Context) -> pl.LazyFrame:
    """Events that are like an earlier one in summary, kind, polarity, date, place and participants: ROW, first, part."""
    return _found_twice(t)


def _found_twice(t: Context) -> pl.LazyFrame:
    key = ["kind", "polarity", "date_edtf", "where", "same"]
    words = _said_twice(t, "summary").select(ROW, "event_id", *key).drop_nulls(key)
    alike = words.join(words.group_by(key).len().filter(pl.col("len") > 1), on=key, how="semi")
    if not alike.select(pl.len()).collect(engine="streaming").item():  # mostly, and no participants are read
        return alike.select(ROW, first="event_id", part=pl.lit(""))
    who = t["event_actors"].select("event_id", part=pl.concat_str("actor_id", "role", separator=" ")).drop_nulls()
    parts = who.join(alike, on="event_id", how="semi").group_by("event_id").agg(pl.col("part").sort().str.join(", "))
    rows = repeated(alike.join(parts, on="event_id"), [*key, "part"], "event_id").select(ROW, "first", "part")
    return rows.unique(ROW, keep="first", maintain_order=True)


@cached
def _said_twice(t: Context, column: str) -> pl.LazyFrame:
    """A small superset of the events whose label or summary another has too, folded as `same`, with `where` for the place."""
    kept = (ROW, "event_id", column, "kind", "polarity", "date_edtf")
    rows = t["events"].select(*kept, where=pl.col("place_id").fill_null(""), same=folded(column))
    rows = rows.filter(pl.col("same") != "")
    return uniqueness.repeated(rows, ["same"])


@rule("EVT011", severity="warning", needs=NEEDED, scope="rows")
def schemes_disagree(t: Context) -> Iterator[Finding]:
    signing = (pl.col("cameo") == SIGNING) & pl.col("plover").is_in(["AGREE", "SUPPORT"])
    allowed = [plover + root for plover, roots in ROOTS.items() for root in roots]
    rows = t["events"].select(ROW, "plover", "cameo").drop_nulls().filter(pl.col("plover").is_in(list(ROOTS)))
    rows = rows.filter(~(pl.col("plover") + pl.col("cameo").str.slice(0, 2)).is_in(allowed), ~signing)
    yield Offenders("events", rows, "PLOVER {plover} with CAMEO {cameo}", "cameo")


@rule("EVT012", severity="warning", needs=("events", "codebook"), scope="rows", beside=("codebook",))
def code_against_kind(t: Context) -> Iterator[Finding]:
    words = (
        t["codebook"]
        .filter(pl.col("vocabulary") == "events.kind")
        .select("term", code=pl.col("mapping").str.split(" "))
        .explode("code")
    )
    mapped = words.with_columns(pl.col("code").str.split_exact(":", 1).struct.rename_fields(["scheme", "code"]))
    mapped = mapped.unnest("code").drop_nulls()
    signed = (pl.col("cameo") == SIGNING) | (pl.col("plover") == "SUPPORT")
    signed = (pl.col("kind") == "agreement") & signed.fill_null(False)
    events = t["events"].filter(pl.col("status").is_in(SETTLED), ~signed).select(ROW, "kind", "plover", "cameo")
    for column, shown in (("plover", pl.col("plover")), ("cameo", pl.col("cameo").str.slice(0, 2))):
        wanted = mapped.filter(pl.col("scheme") == column).select(kind="term", wanted="code")
        wanted = wanted.with_columns(short=pl.col("wanted").str.slice(0, 2) if column == "cameo" else pl.col("wanted"))
        judged = events.drop_nulls(column).with_columns(short=shown)
        known = judged.join(wanted.group_by("kind").agg(pl.col("wanted").sort().str.join(", ")), on="kind")
        rows = known.join(wanted.select("kind", "short"), on=["kind", "short"], how="anti")
        if column == "cameo":
            rows = rows.filter(pl.col("plover").is_null())
        yield Offenders(
            "events", rows, f"{column} {{{column}}} for a {{kind}}, which the codebook maps to {{wanted}}", column
        )


@rule(
    "EVT014",
    severity="warning",
    needs=("events", "event_actors", "actors"),
    groups=(by("event_id", "events", "event_actors", beside=("actors",)),),
)
def meeting_of_one(t: Context) -> Iterator[Finding]:
    kinds = t["actors"].select("actor_id", actor_kind="kind")
    met = t["events"].filter(pl.col("kind").is_in(["meeting", "negotiation"]), pl.col("status").is_in(SETTLED))
    parts = t["event_actors"].select("event_id", "actor_id", "role")
    parts = parts.join(met.select("event_id"), on="event_id", how="semi").join(kinds, on="actor_id")
    alone = parts.group_by("event_id").agg(
        pl.col("actor_id").n_unique().alias("n"),
        actor=pl.col("actor_id").first(),
        actor_kind=pl.col("actor_kind").first(),
        equal=(pl.col("role") == "participant").any(),
    )
    alone = alone.filter(pl.col("n") == 1, ~pl.col("actor_kind").is_in(BODIES))
    rows = met.join(alone, on="event_id").filter((pl.col("kind") == "negotiation") | pl.col("equal"))
    yield Offenders("events", rows, "{actor} alone takes part in a {kind}", "event_id")


@rule("EVT017", needs=("events", "evidence"), groups=(OF_EVENTS,))
def dated_but_not_told(t: Context) -> Iterator[Finding]:
    spans = t["evidence"].select(
        "event_id", told=pl.col("part").is_in(REPORTING), shown=pl.col("part").is_in(["date", "place"])
    )
    spans = spans.filter(pl.col("event_id").is_not_null(), pl.col("told") | pl.col("shown"))
    untold = spans.group_by("event_id").agg(pl.col("told", "shown").any()).filter("shown", ~pl.col("told"))
    rows = t["events"].select(ROW, "event_id").join(untold, on="event_id", how="semi")
    yield Offenders("events", rows, "no report or mention of {event_id}", "event_id")


@rule("EVT018", severity="warning", needs=NEEDED, scope="rows")
def summary_says_no_more(t: Context) -> Iterator[Finding]:
    rows = alike(t["events"].select(ROW, "label", "summary"), "label", "summary")
    yield Offenders("events", rows, "{summary!r} says no more than the label", "summary")


NEGATED = (pl.col("polarity") == "negated") & pl.col("status").ne_missing("occurred")


RULES = (
    gap_in_the_order,
    order_of_events,
    of_row(
        "EVT003",
        "occurred-and-negated",
        "events",
        If(
            (pl.col("status") == "occurred") & (pl.col("polarity") == "negated"),
            "{event_id} has occurred and is negated",
            "polarity",
        ),
    ),
    of_row(
        "EVT004",
        "negated-and-coded",
        "events",
        If(NEGATED & pl.col("plover").is_not_null(), "negated, but coded {plover}", "plover"),
        If(NEGATED & pl.col("cameo").is_not_null(), "negated, but coded {cameo}", "cameo"),
    ),
    absent(
        "EVT005",
        "conditional-on-nothing",
        "events",
        ("event_id",),
        Others("event_relations", ("other_event_id",), pl.col("relation") == "condition_of"),
        where=pl.col("status") == "conditional",
        message="no event is the condition_of {event_id}",
        column="status",
        grouped=True,
    ),
    no_participant,
    same_label,
    likely_duplicate,
    present(
        "EVT009",
        "words-without-place",
        "events",
        ("event_id",),
        Others("evidence", ("event_id",), pl.col("part") == "place"),
        where=pl.col("place_id").is_null(),
        message="evidence of part place for {event_id}, but no place_id",
        column="place_id",
        severity="warning",
        grouped=True,
    ),
    of_row(
        "EVT010",
        "unknown-cameo-code",
        "events",
        If(lambda _: ~pl.col("cameo").is_in(profile.cameo_codes()), "CAMEO has no code {cameo}", "cameo"),
    ),
    schemes_disagree,
    code_against_kind,
    absent(
        "EVT013",
        "claimed-by-nobody",
        "events",
        ("event_id",),
        Others("statement_events", ("event_id",)),
        Others("event_relations", ("event_id",), pl.col("according_to").is_not_null()),
        Others("event_relations", ("other_event_id",), pl.col("according_to").is_not_null()),
        where=(pl.col("status") == "asserted") & pl.col("polarity").ne_missing("negated"),
        message="nobody speaks of {event_id}",
        column="status",
        severity="warning",
    ),
    meeting_of_one,
    twice(
        "EVT015",
        "one-item-for-two-events",
        "events",
        "event_id",
        "wikidata",
        "{first} has {wikidata} too",
        grouped=True,
    ),
    identifiers_with_source("EVT016", "event-identifiers-without-source", "events"),
    dated_but_not_told,
    summary_says_no_more,
)
