"""EVT: each event against its own codes, its participants, its evidence and the other events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.rules.order import gaps, told_too_early
from event_timeline.rules.rule import Added, Cell, Context, Dropped, Finding, Offenders, bad, good, rule
from event_timeline.rules.same import alike, folded, repeated
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


def _coded(plover: str, cameo: str, event: str = "cable-promise") -> tuple[Cell, Cell]:
    return Cell("events", event, "plover", plover), Cell("events", event, "cameo", cameo)


@rule(
    "EVT001",
    needs=NEEDED,
    bad=bad("a thirteenth event at place fourteen", Cell("events", "shift-bargaining", "position", "14")),
    good=good(
        "the last event is deleted",
        Dropped("events", "shift-bargaining"),
        *(Dropped("evidence", f"shift-bargaining-{s}") for s in ("report-890", "date-932")),
        *(Dropped("event_actors", f"shift-bargaining {a} participant") for a in ("dockers-union", "port-authority")),
    ),
)
def gap_in_the_order(t: Context) -> Iterator[Finding]:
    """The positions of the events do not run from 1 without gaps.

    Why: a gap is where an event was deleted or lost; the order is what undated events are shown by.
    Repair: restore the event that was lost; if none was, number them anew in the order in which the source first tells them.
    """
    rows = gaps(t["events"].select(ROW, "position"))
    yield Offenders("events", rows, "position {position} follows on {before}: what is between is missing", "position")


@rule(
    "EVT002",
    needs=("events", "evidence"),
    bad=bad("the strike loses its headline", Dropped("evidence", "strike-report-0")),
    good=good("the fall loses its second telling", Dropped("evidence", "container-fall-report-268")),
)
def order_of_events(t: Context) -> Iterator[Finding]:
    """An event comes later in the order than one that its source reports after it.

    Why: the order is that of the first report or mention, so that undated events are where a reader met them. The words of a
    date or a place may come in a sentence before.
    Repair: number the events by their first report or mention, or add the earlier evidence that is missing.
    """
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
    "EVT003",
    needs=NEEDED,
    bad=bad("repairs that occurred and did not", Cell("events", "council-repairs", "status", "occurred")),
    good=good(
        "a vote of last week that was called off",
        *(
            Cell("events", "council-vote", c, v)
            for c, v in (
                ("polarity", "negated"),
                *((c, "2024-05-10") for c in ("date_edtf", "earliest", "latest")),
                *((c, "") for c in ("plover", "cameo")),
            )
        ),
    ),
)
def occurred_and_negated(t: Context) -> Iterator[Finding]:
    """An event has occurred and is negated.

    Why: what did not take place has not occurred; counts of what happened come out too high.
    Repair: decide on one. What did not come about keeps *negated*, with the status that it has without the *not*: *planned* if
    it had been intended, *hypothetical* if it was only needed, wished or feared, *ongoing* if its absence lasts, *habitual* if
    that is the rule, else *asserted*.
    """
    rows = t["events"].filter(pl.col("status") == "occurred", pl.col("polarity") == "negated")
    yield Offenders("events", rows, "{event_id} has occurred and is negated", "polarity")


@rule(
    "EVT004",
    needs=NEEDED,
    bad=bad("aid that is not given, coded as aid", Cell("events", "council-repairs", "plover", "AID")),
    good=good("aid that is not given, without a code", Cell("events", "council-repairs", "plover", "")),
)
def negated_and_coded(t: Context) -> Iterator[Finding]:
    """A negated event has a PLOVER or CAMEO code.

    Why: the schemes know no negation, so whoever counts acts by code counts what did not happen. Where the event is said to
    have occurred as well, EVT003 tells that first.
    Repair: empty the code; where refusing is an act of its own, it is an event of its own.
    """
    rows = t["events"].filter(pl.col("polarity") == "negated", pl.col("status").ne_missing("occurred"))
    for column in ("plover", "cameo"):
        yield Offenders("events", rows.filter(pl.col(column).is_not_null()), f"negated, but coded {{{column}}}", column)


@rule(
    "EVT005",
    needs=("events", "event_relations"),
    bad=bad(
        "a cable on a condition that is not named", Dropped("event_relations", "council-funding condition_of new-cable")
    ),
    good=good(
        "a cable that is simply planned",
        Dropped("event_relations", "council-funding condition_of new-cable"),
        Cell("events", "new-cable", "status", "planned"),
    ),
)
def conditional_on_nothing(t: Context) -> Iterator[Finding]:
    """A conditional event has no condition.

    Why: *conditional* means after or only if another event comes about; which one must be said.
    Repair: add the relation *condition* condition_of *this event*, or choose another status.
    """
    conditions = (
        t["event_relations"].filter(pl.col("relation") == "condition_of").select(event_id="other_event_id").unique()
    )
    rows = t["events"].filter(pl.col("status") == "conditional").join(conditions, on="event_id", how="anti")
    yield Offenders("events", rows, "no event is the condition_of {event_id}", "status")


@rule(
    "EVT006",
    severity="warning",
    needs=("events", "event_actors", "evidence", "codebook"),
    bad=bad("a vote in which nobody takes part", Dropped("event_actors", "council-vote town-council participant")),
    good=good(
        "a vote that a noun phrase mentions and no clause reports",
        Dropped("event_actors", "council-vote town-council participant"),
        Cell("evidence", "council-vote-report-671", "part", "mention"),
        Cell("evidence", "council-vote-report-671", "evidence_id", "council-vote-mention-671"),
    ),
)
def no_participant(t: Context) -> Iterator[Finding]:
    """An event of a kind that somebody does has no participant.

    Why: an event is mostly who did what; without a who it is in no network and no count by actor. Kinds that a package adds,
    such as an accident or an earthquake, may have no actor, unless the codebook maps them to a PLOVER type or CAMEO code:
    both schemes code acts. A noun phrase such as *the recent review* need not say who does it: an event that is only
    mentioned, and that no clause reports, may have no actor either.
    Repair: add those who act or undergo it, also those whom any reader would name though the sentence does not.
    """
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


@rule(
    "EVT007",
    severity="warning",
    needs=("events", "event_actors"),
    bad=bad(
        "the fall of another container of the same name",
        Cell("events", "cable-cut", "label", "A Container falls onto the pier."),
    ),
    good=good(
        "talks that are held again on another day",
        Cell("events", "council-vote", "label", "Talks of the port and the union"),
    ),
)
def same_label(t: Context) -> Iterator[Finding]:
    """Two events have the same summary, or the same label where one is undated, but for case and signs.

    Why: on a timeline they look the same, and most likely they are one event that is reported twice. Events of one day that
    only share a label, such as two protests in one town, are two if their summaries differ. Where kind, place and participants
    are the same too, EVT008 reports it.
    Repair: keep one row and give it all the evidence, or say in the label or the date what is different.
    """
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


@rule(
    "EVT008",
    severity="warning",
    needs=("events", "event_actors"),
    bad=bad(
        "the warning of one month reported twice",
        *(
            Cell("events", "cable-promise", c, v)
            for c, v in (
                ("summary", "The union tells the port that the crane's cable is worn out!"),
                ("kind", "recommendation"),
                ("date_edtf", "2024-03"),
                ("earliest", "2024-03-01"),
                ("latest", "2024-03-31"),
                ("date_basis", "inferred"),
            )
        ),
        Dropped("event_actors", "cable-promise jonas-veld agent"),
        Dropped("event_actors", "cable-promise dockers-union addressee"),
        Added("event_actors", {"event_id": "cable-promise", "actor_id": "dockers-union", "role": "agent"}),
        Added("event_actors", {"event_id": "cable-promise", "actor_id": "port-authority", "role": "addressee"}),
        Cell("statements", "veld-promise", "occasion", ""),
    ),
    good=good(
        "a second warning by the same union in the same month, of the same label",
        *(
            Cell("events", "cable-promise", c, v)
            for c, v in (
                ("label", "The union warns of the cable."),
                ("kind", "recommendation"),
                ("date_edtf", "2024-03"),
                ("earliest", "2024-03-01"),
                ("latest", "2024-03-31"),
                ("date_basis", "inferred"),
            )
        ),
        Dropped("event_actors", "cable-promise jonas-veld agent"),
        Dropped("event_actors", "cable-promise dockers-union addressee"),
        Added("event_actors", {"event_id": "cable-promise", "actor_id": "dockers-union", "role": "agent"}),
        Added("event_actors", {"event_id": "cable-promise", "actor_id": "port-authority", "role": "addressee"}),
        Cell("statements", "veld-promise", "occasion", ""),
    ),
)
def likely_duplicate(t: Context) -> Iterator[Finding]:
    """Two dated events have the same summary, kind, polarity, date, place and participants.

    Why: one event that is reported twice is one row with more evidence; duplicates are the commonest fault of event data. A
    label is short, and events of one day and town may share it: only the summary is compared.
    Repair: merge the rows, or say in the summary, date, place or roles what is different.
    """
    message = "the same summary, kind, date, place and participants as {first}: {part}"
    yield Offenders("events", _duplicates(t), message, "event_id")


def _duplicates(t: Context) -> pl.LazyFrame:
    """Events that are like an earlier one in summary, kind, polarity, date, place and participants: ROW, first, part."""
    return t.once("duplicate events", lambda: _found_twice(t))


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


def _said_twice(t: Context, column: str) -> pl.LazyFrame:
    """A small superset of the events whose label or summary another has too, folded as `same`, with `where` for the place."""
    kept = (ROW, "event_id", column, "kind", "polarity", "date_edtf")
    rows = t["events"].select(*kept, where=pl.col("place_id").fill_null(""), same=folded(column))
    rows = rows.filter(pl.col("same") != "")
    return t.once(f"events with one {column}", lambda: uniqueness.repeated(rows, ["same"]))


@rule(
    "EVT009",
    severity="warning",
    needs=("events", "evidence"),
    bad=bad(
        "words for the place, and no place",
        Cell("events", "council-vote", "place_id", ""),
        Cell("places", "town-hall", "kind", "city"),
        Cell("events", "strike", "place_id", "town-hall"),
    ),
    good=good("a place without words", Dropped("evidence", "council-vote-place-710")),
)
def words_without_place(t: Context) -> Iterator[Finding]:
    """Words give the place of an event that has none.

    Why: the place was forgotten or lost, and the event is missing from the map.
    Repair: set `place_id`, or delete the evidence if the words place something else.
    """
    placed = t["evidence"].filter(pl.col("part") == "place").select("event_id").drop_nulls()
    rows = t["events"].filter(pl.col("place_id").is_null()).join(placed, on="event_id", how="semi")
    yield Offenders("events", rows, "evidence of part place for {event_id}, but no place_id", "place_id")


@rule(
    "EVT010",
    needs=NEEDED,
    bad=bad(
        "a code between two others",
        Cell("events", "council-vote", "cameo", "047"),
        Added(
            "codebook",
            {
                "vocabulary": "events.cameo",
                "term": "047",
                "label": "Consult again",
                "definition": "A code that is none.",
            },
        ),
    ),
    good=good(
        "one that exists",
        Cell("events", "council-vote", "cameo", "042"),
        Added(
            "codebook",
            {
                "vocabulary": "events.cameo",
                "term": "042",
                "label": "Make a visit",
                "definition": "An actor goes to see another.",
            },
        ),
    ),
)
def unknown_cameo_code(t: Context) -> Iterator[Finding]:
    """A CAMEO code is not in the CAMEO codebook.

    Why: tools that look its name, root or Goldstein score up find nothing.
    Repair: take the code from CAMEO 1.1b3; its parent, such as 040 for 047, is right where nothing narrower fits.
    """
    rows = t["events"].select(ROW, "cameo").filter(~pl.col("cameo").is_in(profile.cameo_codes()))
    yield Offenders("events", rows, "CAMEO has no code {cameo}", "cameo")


@rule(
    "EVT011",
    severity="warning",
    needs=NEEDED,
    bad=bad("a promise in one scheme, talks in the other", *_coded("AGREE", "040")),
    good=good("a promise in both", *_coded("AGREE", "030")),
)
def schemes_disagree(t: Context) -> Iterator[Finding]:
    """An event's PLOVER type and CAMEO code belong to different sorts of act.

    Why: analyses come to different results by the scheme that they use; one of the codes was left behind or mistyped.
    Repair: code both for the same act; the first two digits of CAMEO name the sort.
    """
    signing = (pl.col("cameo") == SIGNING) & pl.col("plover").is_in(["AGREE", "SUPPORT"])
    allowed = [plover + root for plover, roots in ROOTS.items() for root in roots]
    rows = t["events"].select(ROW, "plover", "cameo").drop_nulls().filter(pl.col("plover").is_in(list(ROOTS)))
    rows = rows.filter(~(pl.col("plover") + pl.col("cameo").str.slice(0, 2)).is_in(allowed), ~signing)
    yield Offenders("events", rows, "PLOVER {plover} with CAMEO {cameo}", "cameo")


@rule(
    "EVT012",
    severity="warning",
    needs=("events", "codebook"),
    bad=bad("a pledge that is coded as talks", *_coded("CONSULT", "")),
    good=good(
        "a plan that is coded as the intent",
        Cell("events", "strike", "plover", "THREATEN"),
        Cell("events", "strike", "cameo", ""),
    ),
)
def code_against_kind(t: Context) -> Iterator[Finding]:
    """An event's PLOVER type or sort of CAMEO code is not the one that the codebook maps its kind to.

    Why: the same kind is coded in two ways, by haste or because the kind is wrong. What is only planned, imagined
    or claimed is not compared, since both schemes code it as the intent.
    Repair: correct the code or the kind; if both are right, widen the mapping in the codebook.
    """
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
    "EVT013",
    severity="warning",
    needs=("events", "statement_events", "event_relations"),
    bad=bad("a claim that nobody makes", Cell("events", "crane-inspections", "status", "asserted")),
    good=good("what the source itself denies", Cell("events", "council-repairs", "status", "asserted")),
)
def claimed_by_nobody(t: Context) -> Iterator[Finding]:
    """An event is *asserted*, but no statement speaks of it and no speaker relates it to another.

    Why: *asserted* means that a party claims it; which one, only `statement_events` says. What is *negated* the source itself
    may deny, and then no statement speaks of it.
    Repair: add the statement that claims it, or choose the status that the source itself supports.
    """
    spoken = [t["statement_events"].select("event_id")]
    claimed = t["event_relations"].filter(pl.col("according_to").is_not_null())
    spoken += [claimed.select("event_id"), claimed.select(event_id="other_event_id")]
    claims = t["events"].filter(pl.col("status") == "asserted", pl.col("polarity").ne_missing("negated"))
    rows = claims.join(pl.concat(spoken), on="event_id", how="anti")
    yield Offenders("events", rows, "nobody speaks of {event_id}", "status")


@rule(
    "EVT014",
    severity="warning",
    needs=("events", "event_actors", "actors"),
    bad=bad(
        "talks of one man",
        Dropped("event_actors", "monday-talks dockers-union participant"),
        Cell("event_actors", "monday-talks jonas-veld host", "role", "participant"),
    ),
    good=good(
        "a press conference, to which the director alone is named",
        Dropped("event_actors", "monday-talks dockers-union participant"),
    ),
)
def meeting_of_one(t: Context) -> Iterator[Finding]:
    """A single person or country bargains with nobody, or takes part in a meeting on equal terms with nobody.

    Why: it takes two; the other side was forgotten, or lost in a merge. Who hosts, chairs or calls a meeting may be the only
    one whom the source names.
    Repair: add the other participants, or correct the role; a council that meets is one body, which is enough.
    """
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


@rule(
    "EVT015",
    needs=NEEDED,
    bad=bad(
        "two accidents with one item",
        *(
            Cell("events", e, c, v)
            for e in ("container-fall", "cable-cut")
            for c, v in (("wikidata", "Q350"), ("identifiers_source", "port-log"))
        ),
    ),
    good=good(
        "two accidents with two items",
        *(
            Cell("events", e, c, v)
            for e, q in (("container-fall", "Q350"), ("cable-cut", "Q351"))
            for c, v in (("wikidata", q), ("identifiers_source", "port-log"))
        ),
    ),
)
def one_item_for_two_events(t: Context) -> Iterator[Finding]:
    """Two events have the same Wikidata item.

    Why: linked data makes one event of them; a part that was given its whole's item is the usual case.
    Repair: keep the item at the event that it describes, or merge the rows.
    """
    rows = repeated(t["events"].select(ROW, "event_id", "wikidata"), ["wikidata"], "event_id")
    yield Offenders("events", rows, "{first} has {wikidata} too", "wikidata")


@rule(
    "EVT016",
    severity="warning",
    needs=NEEDED,
    bad=bad("an item from nowhere", Cell("events", "container-fall", "wikidata", "Q350")),
    good=good(
        "an item with its source",
        Cell("events", "container-fall", "wikidata", "Q350"),
        Cell("events", "container-fall", "identifiers_source", "port-log"),
    ),
)
def event_identifiers_without_source(t: Context) -> Iterator[Finding]:
    """An event has a Wikidata item without its source, or a source of nothing.

    Why: whoever doubts or reuses the item must know where it was looked up.
    Repair: name the source in `identifiers_source`, or empty it where there is no item.
    """
    item, source = pl.col("wikidata"), pl.col("identifiers_source")
    yield Offenders(
        "events",
        t["events"].filter(item.is_not_null(), source.is_null()),
        "{wikidata} rests on no source",
        "identifiers_source",
    )
    yield Offenders(
        "events",
        t["events"].filter(item.is_null(), source.is_not_null()),
        "nothing rests on {identifiers_source}",
        "identifiers_source",
    )


@rule(
    "EVT017",
    needs=("events", "evidence"),
    bad=bad("a vote that only its day and place show", Dropped("evidence", "council-vote-report-671")),
    good=good("talks that a noun phrase shows", Dropped("evidence", "monday-talks-date-506")),
)
def dated_but_not_told(t: Context) -> Iterator[Finding]:
    """Evidence gives an event's time or place, but no words tell or name it.

    Why: *on Friday* proves nothing about what happened on Friday.
    Repair: add the clause that tells it as `report`, or the noun phrase that refers to it as `mention`.
    """
    spans = t["evidence"].select(
        "event_id", told=pl.col("part").is_in(REPORTING), shown=pl.col("part").is_in(["date", "place"])
    )
    spans = spans.filter(pl.col("event_id").is_not_null(), pl.col("told") | pl.col("shown"))
    untold = spans.group_by("event_id").agg(pl.col("told", "shown").any()).filter("shown", ~pl.col("told"))
    rows = t["events"].select(ROW, "event_id").join(untold, on="event_id", how="semi")
    yield Offenders("events", rows, "no report or mention of {event_id}", "event_id")


@rule(
    "EVT018",
    severity="warning",
    needs=NEEDED,
    bad=bad("a summary that repeats the label", Cell("events", "cable-cut", "summary", "The cable is cut.")),
    good=good(
        "a summary that adds who says so", Cell("events", "cable-cut", "summary", "The cable is cut, as some say.")
    ),
)
def summary_says_no_more(t: Context) -> Iterator[Finding]:
    """An event's summary is its label.

    Why: the summary is there to say what the label has no room for.
    Repair: tell in a sentence of your own who does what to whom.
    """
    rows = alike(t["events"].select(ROW, "label", "summary"), "label", "summary")
    yield Offenders("events", rows, "{summary!r} says no more than the label", "summary")


RULES = (
    gap_in_the_order,
    order_of_events,
    occurred_and_negated,
    negated_and_coded,
    conditional_on_nothing,
    no_participant,
    same_label,
    likely_duplicate,
    words_without_place,
    unknown_cameo_code,
    schemes_disagree,
    code_against_kind,
    claimed_by_nobody,
    meeting_of_one,
    one_item_for_two_events,
    event_identifiers_without_source,
    dated_but_not_told,
    summary_says_no_more,
)
