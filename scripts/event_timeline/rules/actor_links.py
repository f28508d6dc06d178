"""ACT, continued: what names, offices, codes and roles say of each other, by affiliation and by kind of event."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.codes import COUNTRIES
from event_timeline.rules.rule import Added, Cell, Context, Dropped, Finding, Offenders, bad, good, rule
from event_timeline.tables import ROW
from event_timeline.text import span_hash

STEPS = 6
"""Affiliations are followed so far: person, department, ministry, government, country."""
DEEDS = (
    "armed-conflict",
    "assistance",
    "conflict-outcome",
    "cooperation",
    "membership",
    "project",
    "reform",
    "transition",
)
"""Kinds of event in which nobody is told anything, and which nobody presides over."""
ACTS = ("agreement", "assistance", "belief", "pledge", "publication", "recommendation", "reform", "refusal")
"""Kinds of event that somebody does: without a doer they are not told."""
ROLES = frozenset(
    "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI IGO IMG INS INT JUD LAB LEG MED MIL MNC MOD NGM NGO OPP PTY RAD REB "
    "REF SEP SET SPY UAF UIS".split()
)
"""Generic role and international codes of the CAMEO codebook 1.1b3, chapter 3."""


def _words(column: str) -> pl.Expr:
    """Lower-case words with one blank between and around; hyphens stay, so that no part of a compound is a word."""
    return pl.format(" {} ", pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{M}\p{N}-]+", " "))


def above(t: Context) -> pl.LazyFrame:
    """(actor_id, wider): each actor with itself and every actor that it belongs to, directly or through others."""
    edges = t["actors"].select(wider="actor_id", next="affiliation").drop_nulls()
    reached = t["actors"].select("actor_id", wider="actor_id")
    found = [reached]
    for _ in range(STEPS):
        reached = reached.join(edges, on="wider").select("actor_id", wider="next")
        found.append(reached)
    return pl.concat(found).unique()


@rule(
    "ACT016",
    severity="warning",
    needs=("actors",),
    bad=bad(
        "a director of the port who is adviser to the union",
        Cell("actors", "jonas-veld", "office", "Adviser to the Dockers' union of Osterhavn"),
    ),
    good=good(
        "a chair of the union whom the office joins to it",
        Cell("actors", "mira-holm", "office", "Chair of the Dockers' union of Osterhavn"),
    ),
)
def belongs_elsewhere(t: Context) -> Iterator[Finding]:
    """A person's office, or a group's name, names an actor that the person or group does not belong to.

    Why: the affiliation was forgotten, or it or the office belongs to another row; sums by country or organisation go wrong.
    Repair: lead from the actor to the one named by `affiliation`, directly or through others, or correct the office.
    """
    titled = [
        t["actors"]
        .filter(pl.col("kind") == kind)
        .select(ROW, "actor_id", "affiliation", said=column, words=_words(column))
        for kind, column in (("person", "office"), ("group", "name"))
    ]
    named = t["actors"].filter(pl.col("kind").ne("person"), pl.col("name").str.len_chars() > 2)
    patterns = named.select(wider="actor_id", word=_words("name")).drop_nulls()
    stem = pl.col("name").str.to_lowercase().str.replace(r"(?s).$", "")
    peoples = named.filter(pl.col("kind") == "country", stem.str.contains(r"^\p{L}{5,}$"))
    stems = pl.concat([patterns, peoples.select(wider="actor_id", word=pl.format(" {}", stem))]).collect(
        engine="in-memory"
    )
    if stems.is_empty():
        return
    hits = pl.concat(titled).drop_nulls("words").with_columns(
        word=pl.col("words").str.extract_many(stems["word"].unique().to_list(), overlapping=True)
    )  # fmt: skip
    hits = hits.explode("word").drop_nulls("word").join(stems.lazy(), on="word")
    hits = hits.filter(pl.col("wider") != pl.col("actor_id"))
    joined = above(t).with_columns(known=True)
    hits = hits.join(joined, on=["actor_id", "wider"], how="left")
    rows = hits.group_by(ROW).agg(pl.col("said", "actor_id").first(), pl.col("wider").min(), pl.col("known").any())
    # at once, since polars' streaming engine panics over functions of text on an empty batch
    rows = rows.filter(~pl.col("known").fill_null(False)).collect(engine="in-memory").lazy()
    yield Offenders("actors", rows, "{said!r} names {wider}, to which {actor_id} does not belong", "affiliation")


def _mentioned(words: str) -> tuple[Cell, ...]:
    row = "jonas-veld-mention-461"
    values = {"exact": words, "char_end": str(461 + len(words)), "sha256": span_hash(words)}
    return (Cell("actors", "jonas-veld", "office", ""), *(Cell("evidence", row, c, v) for c, v in values.items()))


@rule(
    "ACT017",
    severity="warning",
    needs=("actors", "evidence"),
    bad=bad("a director without an office", *_mentioned("Port Director Jonas Veld")),
    good=good("a mere gentleman", *_mentioned("Mr Jonas Veld")),
)
def title_without_office(t: Context) -> Iterator[Finding]:
    """A mention gives a person's name with a title before it, and the person has no office.

    Why: the office was forgotten or lost, though the source itself gives it; readers miss in what capacity somebody acts.
    Repair: write the office in `office`, in full and in the package's language.
    """
    people = t["actors"].filter(pl.col("kind") == "person", pl.col("office").is_null()).select(ROW, "actor_id", "name")
    mentions = t["evidence"].filter(pl.col("part") == "mention").select("actor_id", "exact")
    rows = people.join(mentions, on="actor_id").filter(pl.col("exact").str.ends_with(pl.format(" {}", "name")))
    title = pl.col("exact").str.head(-(pl.col("name").str.len_chars().cast(pl.Int64)))
    rows = rows.filter(title.str.contains(r"\p{Lu}\p{Ll}{3,}")).group_by(ROW).agg(pl.col("exact", "actor_id").first())
    yield Offenders("actors", rows, "{exact!r} has a title, {actor_id} no office", "office")


@rule(
    "ACT018",
    severity="warning",
    needs=("actors",),
    bad=bad("a Danish code for a chair who leads to no country", Cell("actors", "mira-holm", "cameo", "DNKLAB")),
    good=good(
        "one for a chair whose union is Danish",
        Cell("actors", "mira-holm", "cameo", "DNKLAB"),
        Cell("actors", "dockers-union", "affiliation", "denmark"),
    ),
)
def cameo_of_a_stranger(t: Context) -> Iterator[Finding]:
    """A CAMEO actor code begins with a country that the actor does not belong to.

    Why: event data tells the deeds of the actor as those of that country.
    Repair: lead to the country by `affiliation`, or correct or empty the code.
    """
    coded = t["actors"].filter(pl.col("kind") != "country").select(ROW, "actor_id", "cameo").drop_nulls()
    coded = coded.filter(pl.col("cameo").str.slice(0, 3).is_in(COUNTRIES))
    states = t["actors"].select(wider="actor_id", country="country").drop_nulls()
    homes = above(t).join(coded.select("actor_id"), on="actor_id", how="semi").join(states, on="wider")
    at_home = coded.join(homes, on="actor_id").filter(pl.col("cameo").str.slice(0, 3) == pl.col("country"))
    rows = coded.join(at_home.select(ROW), on=ROW, how="anti")
    yield Offenders("actors", rows, "{cameo}, but {actor_id} belongs to no such country", "cameo")


@rule(
    "ACT019",
    severity="warning",
    needs=("actors",),
    bad=bad(
        "one code for union and council",
        Cell("actors", "dockers-union", "cameo", "NGOLABOST"),
        Cell("actors", "town-council", "cameo", "NGOLABOST"),
    ),
    good=good(
        "one code for union and chair",
        Cell("actors", "dockers-union", "cameo", "NGOLABOST"),
        Cell("actors", "mira-holm", "cameo", "NGOLABOST"),
    ),
)
def one_code_for_strangers(t: Context) -> Iterator[Finding]:
    """Two actors that do not belong together have the same CAMEO code of a single organisation.

    Why: a code of three parts or more names one organisation, whose deeds are then told of two.
    Repair: correct or empty one of the two, or join the actors by `affiliation`.
    """
    coded = t["actors"].select(ROW, "actor_id", "cameo").drop_nulls().filter(pl.col("cameo").str.len_chars() > 8)
    pairs = coded.join(coded.select("cameo", other="actor_id"), on="cameo").filter(
        pl.col("actor_id") != pl.col("other")
    )
    kin = above(t).rename({"wider": "other"})
    turned = kin.select(actor_id="other", other="actor_id")
    rows = pairs.join(pl.concat([kin, turned]), on=["actor_id", "other"], how="anti")
    rows = rows.group_by(ROW).agg(pl.col("cameo").first(), pl.col("other").min())
    yield Offenders("actors", rows, "{other}, to which this actor is not joined, has {cameo} too", "cameo")


def _neighbours(code: str) -> set[str]:
    return {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1)}


def _slip(code: str) -> str | None:
    """The code meant by one in which two letters of a role, or of an international code, changed places."""
    at = 3 if code[:3] in COUNTRIES else 0
    part = code[at : at + 3]
    if len(part) < 3 or part in ROLES or (at == 0 and part in COUNTRIES):
        return None
    meant = sorted(ROLES & _neighbours(part))
    return code[:at] + meant[0] + code[at + 3 :] if meant else None


@rule(
    "ACT020",
    severity="warning",
    needs=("actors",),
    bad=bad("the government with two letters exchanged", Cell("actors", "denmark", "cameo", "DNKGVO")),
    good=good("the government", Cell("actors", "denmark", "cameo", "DNKGOV")),
)
def cameo_role_misspelt(t: Context) -> Iterator[Finding]:
    """A CAMEO actor code has two letters of a role exchanged.

    Why: programs that read the role from the code find none.
    Repair: write the role as CAMEO does, such as GOV, MIL or OPP.
    """
    codes = t["actors"].select("cameo").drop_nulls().unique().collect()["cameo"].to_list()
    meant = {code: right for code in codes if (right := _slip(code))}
    slips = pl.LazyFrame(
        {"cameo": list(meant), "right": list(meant.values())}, {"cameo": pl.String, "right": pl.String}
    )
    yield Offenders("actors", t["actors"].join(slips, on="cameo"), "{cameo} is likely {right}", "cameo")


def _country(actor: str, name: str, code: str, cameo: str) -> tuple[Added, Added, Added]:
    return (
        Added("actors", {"actor_id": actor, "name": name, "kind": "country", "country": code, "cameo": cameo}),
        Added("event_actors", {"event_id": "council-vote", "actor_id": actor, "role": "participant"}),
        Added("evidence", {
            "evidence_id": f"{actor}-mention-671", "source_id": "article", "paragraph": "6", "char_start": "671", "char_end": "673",
            "exact": "it", "sha256": span_hash("it"), "part": "mention", "actor_id": actor,
        }),
    )  # fmt: skip


@rule(
    "ACT021",
    severity="warning",
    needs=("actors",),
    bad=bad(
        "two countries with codes and one without",
        *_country("norway", "Norway", "NOR", "NOR"),
        *_country("sweden", "Sweden", "SWE", ""),
    ),
    good=good(
        "one with and two without",
        *_country("norway", "Norway", "NOR", ""),
        *_country("sweden", "Sweden", "SWE", ""),
    ),
)
def country_left_uncoded(t: Context) -> Iterator[Finding]:
    """A country has no CAMEO code, though most countries of the package have theirs.

    Why: it was forgotten, and the country is missing wherever actors are joined by their codes.
    Repair: begin the code with the three letters in `country`, like those of the others.
    """
    states = t["actors"].filter(pl.col("kind") == "country").select(ROW, "actor_id", "cameo")
    coded = states.with_columns(n=pl.col("cameo").count(), bare=pl.col("cameo").null_count())
    rows = coded.filter(pl.col("cameo").is_null(), pl.col("n") > pl.col("bare"), pl.col("n") > 1)
    yield Offenders("actors", rows, "{actor_id} has no code, {n} countries have theirs", "cameo")


@rule(
    "ACT022",
    severity="warning",
    needs=("actors",),
    bad=bad(
        "Norway as a part of Denmark",
        *_country("norway", "Norway", "NOR", ""),
        Cell("actors", "norway", "affiliation", "denmark"),
    ),
    good=good("two countries side by side", *_country("norway", "Norway", "NOR", "")),
)
def country_of_a_country(t: Context) -> Iterator[Finding]:
    """A country is affiliated with another country.

    Why: the deeds of one are added to those of the other; mostly the cell belongs to another row.
    Repair: empty `affiliation`, unless the one is a territory of the other.
    """
    states = t["actors"].filter(pl.col("kind") == "country")
    rows = states.join(states.select(affiliation="actor_id"), on="affiliation", how="semi")
    yield Offenders("actors", rows, "{actor_id} belongs to {affiliation}, a country too", "affiliation")


# --- roles ------------------------------------------------------------------------------------------


def _roles(t: Context) -> pl.LazyFrame:
    return t["event_actors"].select(ROW, "event_id", "actor_id", "role").join(
        t["events"].select("event_id", "kind"), on="event_id"
    )  # fmt: skip


@rule(
    "ACT023",
    severity="warning",
    needs=("event_actors", "events"),
    bad=bad("a chair of repairs", Cell("event_actors", "council-repairs town-council agent", "role", "chair")),
    good=good("a chair of a vote", Cell("event_actors", "council-vote town-council participant", "role", "chair")),
)
def chair_of_a_deed(t: Context) -> Iterator[Finding]:
    """An actor chairs, hosts or is the addressee of an event that is neither a gathering nor an act of speech.

    Why: the role belongs to another event, or another role is meant; networks by role tie the wrong people.
    Repair: use agent, recipient, beneficiary or participant, or correct the kind of event.
    """
    rows = _roles(t).filter(pl.col("role").is_in(["addressee", "chair", "host"]), pl.col("kind").is_in(DEEDS))
    yield Offenders("event_actors", rows, "{actor_id} as {role} of {event_id}, of kind {kind}", "role")


@rule(
    "ACT024",
    severity="warning",
    needs=("event_actors", "events"),
    bad=bad(
        "aid that nobody gives",
        Cell("event_actors", "council-repairs town-council agent", "role", "recipient"),
    ),
    good=good("an accident that nobody causes", Dropped("event_relations", "worn-cable-warning before container-fall")),
)
def done_by_nobody(t: Context) -> Iterator[Finding]:
    """An act has somebody who undergoes it or gains by it, but nobody who does it.

    Why: who acts was lost, or sides and roles were exchanged.
    Repair: add the agent, or those who take part on equal terms, or correct the roles.
    """
    told = _roles(t).filter(pl.col("kind").is_in(ACTS)).group_by("event_id").agg(
        doers=pl.col("role").is_in(["agent", "participant", "host", "chair", "addressee"]).sum()
    )  # fmt: skip
    rows = t["events"].join(told.filter(pl.col("doers") == 0), on="event_id")
    yield Offenders("events", rows, "nobody does {event_id}, of kind {kind}", "event_id")


@rule(
    "ACT025",
    severity="warning",
    needs=("event_actors",),
    bad=bad(
        "repairs in which the council takes part on equal terms with whom it repairs for",
        Cell("event_actors", "council-funding port-authority beneficiary", "role", "recipient"),
        Cell("event_actors", "council-funding town-council agent", "role", "participant"),
    ),
    good=good(
        "repairs by the council",
        Cell("event_actors", "council-funding port-authority beneficiary", "role", "recipient"),
    ),
)
def equal_and_undergoing(t: Context) -> Iterator[Finding]:
    """An event has a recipient, but instead of an agent only those who take part on equal terms.

    Why: what is done to somebody is done by somebody; one of the two roles is not the one that was meant.
    Repair: make the one who does it the agent, or both participants.
    """
    sides = t["event_actors"].group_by("event_id").agg(
        *(pl.col("role").eq(role).any().alias(role) for role in ("agent", "participant", "recipient"))
    )  # fmt: skip
    odd = sides.filter(pl.col("recipient"), pl.col("participant"), ~pl.col("agent")).select("event_id")
    rows = t["event_actors"].filter(pl.col("role") == "participant").join(odd, on="event_id", how="semi")
    yield Offenders("event_actors", rows, "{event_id} is done to somebody, {actor_id} only takes part", "role")


RULES = (
    belongs_elsewhere,
    title_without_office,
    cameo_of_a_stranger,
    one_code_for_strangers,
    cameo_role_misspelt,
    country_left_uncoded,
    country_of_a_country,
    chair_of_a_deed,
    done_by_nobody,
    equal_and_undergoing,
)
