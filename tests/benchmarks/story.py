"""What happens in a generated package, and the texts that tell it, with the offset of every word that is evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from event_timeline.profile.extents import towns
from tests.benchmarks import words

ACTORS_PER = 20
"""Events for each actor; every actor is at least the agent of one."""
PLACES_PER = 100
A_PARAGRAPH = 4
"""Events told in one paragraph."""
FIRST_DAY = date(2015, 1, 1)
NOTHING = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class World:
    """The people and places of a package: the two tables, and their ids and names by number."""

    tables: dict[str, pl.DataFrame]
    actors: pl.DataFrame
    places: pl.DataFrame
    events: int


def world(events: int, seed: int) -> World:
    """Everybody and everywhere."""
    rng = np.random.default_rng([seed, 0])
    codes = pl.DataFrame({"country": list(words.COUNTRIES), "name": list(words.COUNTRIES.values())})
    codes = codes.with_columns(id=_slug(pl.col("name")))
    n = max(events // PLACES_PER, 1)
    home = codes[rng.integers(0, codes.height, n)]
    largest = towns().group_by("country", maintain_order=True).first()
    around = home.join(largest, on="country", how="left", maintain_order="left")
    cities = pl.DataFrame({
        "name": _surnames(rng, n), "country": home["country"], "within": home["id"], "number": range(n),
        "latitude": (around["lat"] + rng.uniform(-2, 2, n)).round(4), "longitude": (around["lon"] + rng.uniform(-2, 2, n)).round(4),
    })  # fmt: skip
    cities = cities.with_columns(place_id=_numbered("name"), kind=pl.lit("city"))
    before = pl.int_range(pl.len()).over("name", "country")  # two towns of one name in one country would be a finding
    cities = cities.with_columns(
        name=pl.when(before > 0).then(pl.format("{} {}", "name", before + 1)).otherwise("name")
    )
    site = pl.col("number") % 7 == 6
    parent = pl.col("place_id").shift(1)
    names = pl.Series(words.SITES)[rng.integers(0, len(words.SITES), n)]
    cities = cities.with_columns(
        name=pl.when(site).then(names).otherwise("name"), kind=pl.when(site).then(pl.lit("site")).otherwise("kind"),
        within=pl.when(site).then(parent).otherwise("within"), country=pl.when(site).then(pl.col("country").shift(1)).otherwise("country"),
        **{c: pl.when(site).then(pl.col(c).shift(1) + 0.001).otherwise(c) for c in ("latitude", "longitude")},
    )  # fmt: skip
    countries = codes.filter(pl.col("country").is_in(cities["country"].implode())).select(
        place_id="id", name="name", kind=pl.lit("country"), country="country"
    )
    places = pl.concat([cities, countries], how="diagonal").with_columns(
        geonames_id=NOTHING, wikidata=NOTHING, identifiers_source=NOTHING
    )
    actors = _actors(rng, max(events // ACTORS_PER, 2), codes)
    return World(
        {"places": places.sort("place_id"), "actors": actors.sort("actor_id")},
        actors.select("actor_id", "name"), cities.select("place_id", "name"), events,
    )  # fmt: skip


def _actors(rng: np.random.Generator, n: int, codes: pl.DataFrame) -> pl.DataFrame:
    """Countries first, then three persons to two organisations; a person belongs to the organisation before."""
    number = pl.int_range(pl.len())
    kinds = ["organisation", "person", "person", "body", "person", "group"]
    frame = pl.DataFrame(
        {"surname": _surnames(rng, n), "given": pl.Series(words.GIVEN)[rng.integers(0, len(words.GIVEN), n)]}
    )
    frame = frame.with_columns(kind=pl.Series([kinds[i % len(kinds)] for i in range(n)]), number=number)
    bodies = [words.BODIES.get(k, ("",)) for k in frame["kind"]]
    draws = rng.integers(0, 1000, n)
    frame = frame.with_columns(body=pl.Series([b[d % len(b)] for b, d in zip(bodies, draws, strict=True)]))
    person = pl.col("kind") == "person"
    frame = frame.with_columns(
        name=pl.when(person)
        .then(pl.format("{} {}", "given", "surname"))
        .otherwise(pl.format("{} {}", "surname", "body")),
        office=pl.when(person & (number % 3 == 1)).then(pl.Series(words.OFFICES)[draws % len(words.OFFICES)]),
    )
    frame = frame.with_columns(actor_id=_numbered("name"))
    m = min(codes.height, n // 4)
    head = codes.head(m)
    country = number < m
    padded = {c: pl.concat([head[c], pl.Series([None] * (n - m), dtype=pl.String)]) for c in ("name", "id", "country")}
    frame = frame.with_columns(
        name=pl.when(country).then(padded["name"]).otherwise("name"), actor_id=pl.when(country).then(padded["id"]).otherwise("actor_id"),
        kind=pl.when(country).then(pl.lit("country")).otherwise("kind"), office=pl.when(~country).then("office"), country=padded["country"],
    )  # fmt: skip
    host = pl.when(pl.col("kind").is_in(["organisation", "body", "country"])).then("actor_id").forward_fill()
    again = pl.int_range(pl.len()).over("name")
    frame = frame.with_columns(name=pl.when(again > 0).then(pl.format("{} {}", "name", again + 1)).otherwise("name"))
    identified = (number % 5 == 0) & ~country
    return frame.with_columns(
        affiliation=pl.when((pl.col("kind") == "person") & (pl.int_range(pl.len()) % 2 == 0)).then(host),
        wikidata=pl.when(identified).then(pl.format("Q{}", number + 900_000_000)), cameo=pl.col("country"),
        identifiers_source=pl.when(identified).then(pl.lit("gazetteer")), note=NOTHING,
    )  # fmt: skip


def _surnames(rng: np.random.Generator, n: int) -> pl.Series:
    draw = [pl.Series(part)[rng.integers(0, len(part), n)] for part in (words.FIRST, words.MIDDLE, words.LAST)]
    return draw[0] + draw[1] + draw[2]


def _slug(column: pl.Expr) -> pl.Expr:
    plain = column.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"[^a-z0-9]+", "-")
    return plain.str.strip_chars("-")


def _numbered(name: str) -> pl.Expr:
    return pl.format("{}-{}", _slug(pl.col(name)), pl.int_range(pl.len()).cast(pl.String).str.zfill(7))


def tell(world: World, first: int, n: int, a_source: int, seed: int) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Events first … first + n - 1 with all that belongs to them: the tables by name, and (source_id, text)."""
    rng = np.random.default_rng([seed, 1, first])
    events = _dated(rng, _events(rng, world, first, n, a_source))
    events = _worded(rng, world, events)
    texts = _texts(events, a_source)
    events = events.join(
        texts.select("source_id", shift=pl.col("headline").str.len_chars() + 1), on="source_id", maintain_order="left"
    )
    events = events.with_columns(
        at=pl.col("unit").str.len_chars().cum_sum().over("source_id") - pl.col("unit").str.len_chars() + pl.col("shift")
    )
    told = events.group_by("source_id", maintain_order=True).agg(pl.col("unit").str.join(""))
    texts = texts.join(told, on="source_id", maintain_order="left").with_columns(
        text=pl.col("headline") + "\n" + pl.col("unit")
    )
    return _tables(rng, world, events, texts), texts.select("source_id", "text")


def _events(rng: np.random.Generator, world: World, first: int, n: int, a_source: int) -> pl.DataFrame:
    number = np.arange(first, first + n)
    share = np.array([k[-1] for k in words.KINDS], dtype=float)
    kind = rng.choice(len(words.KINDS), n, p=share / share.sum())
    share = np.array([s[-1] for s in words.STATUSES], dtype=float)
    status = rng.choice(len(words.STATUSES), n, p=share / share.sum())
    status[(number % a_source == 0) & (status == 3)] = 4  # a condition stands before what depends on it
    actors, places = world.actors.height, world.places.height
    agent = np.minimum((actors * rng.random(n) ** 4).astype(np.int64), actors - 1)
    step = number // ACTORS_PER
    agent = np.where((number % ACTORS_PER == 0) & (step < actors), step % actors, agent)
    agent = np.where(world.events < 2 * ACTORS_PER, number % actors, agent)
    recipient = np.minimum((actors * rng.random(n) ** 3).astype(np.int64), actors - 1)
    recipient = np.where(recipient == agent, (recipient + 1) % actors, recipient)
    third = number * 7919 % actors
    step = number // PLACES_PER
    place = np.where(rng.random(n) < 0.6, rng.integers(0, places, n), -1)
    place = np.where((number % PLACES_PER == 0) & (step < places), step % places, place)
    picked = [[row[i] for row in words.KINDS] for i in range(6)]
    frame = pl.DataFrame({
        "number": number, "source": number // a_source, "inside": number % a_source, "agent": agent, "recipient": recipient,
        "third": third, "place": place, "negated": (rng.random(n) < 0.5) & np.isin(status, (4, 6)),
        **{c: pl.Series(picked[i])[kind] for i, c in enumerate(("kind", "past", "base", "topic", "plover", "cameo"))},
        "status": pl.Series([s[0] for s in words.STATUSES])[status], "modal": pl.Series([s[1] for s in words.STATUSES])[status],
        "spoken": (rng.random(n) < 0.3) | (status == 5),
    })  # fmt: skip
    padded = pl.col("source").cast(pl.String).str.zfill(6)
    frame = frame.with_columns(
        source_id=pl.format("article-{}", padded), day=pl.lit(FIRST_DAY) + pl.duration(days=pl.col("source") % 3650)
    )
    return frame.with_columns(
        event_id=pl.format(
            "a{}-{}-{}", padded, "kind", pl.col("inside").cast(pl.String).str.zfill(len(str(a_source - 1)))
        ),
        **{f"{w}_id": world.actors["actor_id"][frame[w]] for w in ("agent", "recipient", "third")},
        **{f"{w}_name": world.actors["name"][frame[w]] for w in ("agent", "recipient")},
        place_id=pl.when(pl.col("place") >= 0).then(world.places["place_id"][frame["place"].clip(lower_bound=0)]),
        place_name=pl.when(pl.col("place") >= 0).then(world.places["name"][frame["place"].clip(lower_bound=0)]),
    )


def _dated(rng: np.random.Generator, events: pl.DataFrame) -> pl.DataFrame:
    """EDTF dates, their bounds, what they rest on and the words for them."""
    u, back = rng.random(events.height), pl.Series(rng.integers(1, 40, events.height))
    sort = np.where(
        u < 0.55, "day", np.where(u < 0.65, "month", np.where(u < 0.72, "interval", np.where(u < 0.78, "year", "none")))
    )
    status = pl.col("status")
    day = (
        pl.when(status == "planned")
        .then(pl.col("day") + pl.duration(days=back))  # type: ignore[arg-type]
        .otherwise(pl.col("day") - pl.duration(days=back))  # type: ignore[arg-type]
    )
    events = events.with_columns(sort=pl.Series(sort), when=day.cast(pl.Date))
    sort_ = (
        pl.when(status == "occurred").then("sort")
        .when((status == "planned") & (pl.col("sort") == "day")).then(pl.lit("day"))
        .when((status == "ongoing") & (pl.col("sort") != "none")).then(pl.lit("open"))
        .otherwise(pl.lit("none"))
    )  # fmt: skip
    events = events.with_columns(sort=sort_)
    is_, when = pl.col("sort").eq, pl.col("when")
    month, year = when.dt.offset_by("-2mo").dt.month_start(), (when.dt.year() - 1).cast(pl.String)
    earliest = (
        pl.when(is_("month")).then(month).when(is_("year")).then((year + "-01-01").str.to_date("%Y-%m-%d"))
        .when(is_("interval")).then(when.dt.offset_by("-3d")).when(is_("day") | is_("open")).then(when)
    )  # fmt: skip
    latest = (
        pl.when(is_("month")).then(month.dt.month_end()).when(is_("year")).then((year + "-12-31").str.to_date("%Y-%m-%d"))
        .when(is_("interval") | is_("day")).then(when)
    )  # fmt: skip
    events = events.with_columns(earliest=earliest, latest=latest)
    iso = pl.col("earliest").dt.strftime("%Y-%m-%d")
    edtf = (
        pl.when(is_("month")).then(pl.col("earliest").dt.strftime("%Y-%m")).when(is_("year")).then(year)
        .when(is_("interval")).then(iso + "/" + pl.col("latest").dt.strftime("%Y-%m-%d")).when(is_("open")).then(iso + "/..")
        .when(is_("day")).then(iso)
    )  # fmt: skip
    said = pl.Series(rng.random(events.height) < 0.7) & (is_("day") | is_("month"))
    outside = pl.Series(rng.random(events.height) < 0.15)
    basis = (
        pl.when(is_("none")).then(NOTHING).when(said).then(pl.lit("stated")).when(outside).then(pl.lit("external"))
        .otherwise(pl.lit("inferred"))
    )  # fmt: skip
    date_words = (
        pl.when(is_("day"))
        .then(pl.col("earliest").dt.strftime("%-d %B %Y"))
        .otherwise(pl.col("earliest").dt.strftime("%B %Y"))
    )
    return events.with_columns(
        date_edtf=edtf, date_basis=basis, date_source=pl.when(basis == "external").then(pl.lit("chronicle")),
        date_words=pl.when(basis == "stated").then(date_words).otherwise(pl.lit("")),
        date_before=pl.when(basis == "stated").then(pl.when(is_("day")).then(pl.lit("On ")).otherwise(pl.lit("In "))).otherwise(pl.lit("")),
    )  # fmt: skip


PIECES = (
    "date_before", "date_words", "date_after", "agent_name", "blank", "verb", "blank", "recipient_name", "place_before",
    "place_words", "stop", "mark_a", "quote_a", "mark_b", "speaker", "blank_s", "cue", "that", "content", "mark_c",
    "quote_b", "mark_d", "end", "break",
)  # fmt: skip
"""What one event and the statement about it are written with, in order."""


def _worded(rng: np.random.Generator, world: World, events: pl.DataFrame) -> pl.DataFrame:
    """Add the pieces, the whole (`unit`), and where each piece begins in it (`at:` its name)."""
    n = events.height
    sort = pl.Series(np.array(["direct", "mixed", "indirect"])[rng.choice(3, n, p=(0.3, 0.4, 0.3))])
    marks = rng.integers(0, len(words.MARKS), n)
    opening, closing = (pl.Series([m[i] for m in words.MARKS])[marks] for i in (0, 1))
    lines = {"quote": words.QUOTES, "content": words.CONTENTS, "cue": tuple(words.CUES)}
    drawn = {c: pl.Series(values)[rng.integers(0, len(values), n)] for c, values in lines.items()}
    over = events["status"].is_in(["occurred", "habitual"]) & drawn["cue"].is_in(words.AHEAD)
    drawn["cue"] = drawn["cue"].set(over, "said")
    events = events.with_columns(sort_=sort, opening=opening, closing=closing, **{f"{c}_": v for c, v in drawn.items()})
    where = pl.Series(world.places["name"])[rng.integers(0, world.places.height, n)]
    events = events.with_columns(pl.col(c).str.replace("{place}", where, literal=True) for c in ("quote_", "content_"))  # type: ignore[arg-type]
    events = events.with_columns(quote_=pl.format("{}, as of item {}", "quote_", "inside"))
    spoken, direct, mixed = pl.col("spoken"), pl.col("sort_") == "direct", pl.col("sort_") == "mixed"

    def only(condition: pl.Expr, value: pl.Expr | str) -> pl.Expr:
        return (
            pl.when(spoken & condition).then(pl.lit(value) if isinstance(value, str) else value).otherwise(pl.lit(""))
        )

    always = pl.lit(True)
    infinitive = pl.format("{} {}{}", "modal", pl.when("negated").then(pl.lit("not ")).otherwise(pl.lit("")), "base")
    last = pl.col("inside") % A_PARAGRAPH == A_PARAGRAPH - 1
    whole_end = pl.int_range(pl.len()).over("source_id") == pl.len().over("source_id") - 1
    events = events.with_columns(
        date_after=pl.when(pl.col("date_words") != "").then(pl.lit(", ")).otherwise(pl.lit("")), blank=pl.lit(" "),
        verb=pl.when(pl.col("modal") == "").then("past").otherwise(infinitive),
        place_before=pl.when(pl.col("place") >= 0).then(pl.lit(" in ")).otherwise(pl.lit("")),
        place_words=pl.col("place_name").fill_null(""), stop=pl.lit("."),
        mark_a=only(direct, pl.format(" {}", "opening")), quote_a=only(direct, pl.format("{},", "quote_")),
        mark_b=only(direct, pl.format("{} ", "closing")), speaker=only(always, pl.col("agent_name")), blank_s=only(always, " "),
        cue=only(always, pl.col("cue_")), that=only(~direct, " that "), content=only(~direct, pl.col("content_")),
        mark_c=only(mixed, pl.format(": {}", "opening")), quote_b=only(mixed, pl.format("{}.", "quote_")), mark_d=only(mixed, pl.col("closing")),
        end=only(~mixed, "."), **{"break": pl.when(last | whole_end).then(pl.lit("\n")).otherwise(pl.lit(" "))},
    ).with_columns(speaker_gap=only(~direct, " "))  # fmt: skip
    pieces = [p for piece in PIECES for p in (("speaker_gap", piece) if piece == "speaker" else (piece,))]
    starts, so_far = {}, pl.lit(0, dtype=pl.Int64)
    for piece in pieces:
        starts[f"at:{piece}"] = so_far
        so_far = so_far + pl.col(piece).str.len_chars().cast(pl.Int64)
    return events.with_columns(unit=pl.concat_str(pieces), **starts)


def _texts(events: pl.DataFrame, a_source: int) -> pl.DataFrame:
    headline = pl.format("News of {}: {} stories", pl.col("day").first().dt.strftime("%-d %B %Y"), pl.len())
    return events.group_by("source_id", maintain_order=True).agg(headline=headline, day=pl.col("day").first())


def _tables(
    rng: np.random.Generator, world: World, events: pl.DataFrame, texts: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    statements = _statements(events)
    nothing = {"wikidata": NOTHING, "identifiers_source": NOTHING}
    coded, dated = ~pl.col("negated"), (pl.col("number") % 2 == 0) & pl.col("occasion").is_null()
    return {
        "sources": texts.select(
            "source_id", kind=pl.lit("article"), title="headline", publisher=pl.lit("Benchmark Gazette"),
            published_edtf=pl.col("day").dt.strftime("%Y-%m-%d"), language=pl.lit("en"), characters=pl.col("text").str.len_chars().cast(pl.Int64),
            sha256=_hashed(texts["text"]), license=pl.lit("CC-BY-4.0"), url=NOTHING, note=NOTHING,
        ),
        "events": events.select(
            "event_id", "kind", "status", "topic", "date_edtf", "earliest", "latest", "date_basis", "date_source", "place_id",
            position=pl.col("number") + 1, label=pl.format("{} {} of {} and {}", pl.col("kind").str.replace("-", " ").str.to_titlecase(), pl.col("number") + 1, "agent_name", "recipient_name").str.slice(0, 80).str.strip_chars(),
            summary=pl.format("Story {} of the corpus: {} has to do with {}, and the matter is one of {}.", pl.col("number") + 1, "agent_name", "recipient_name", "topic"),
            polarity=pl.when("negated").then(pl.lit("negated")).otherwise(pl.lit("affirmed")),
            plover=pl.when(coded).then("plover"), cameo=pl.when(coded).then("cameo"), **nothing,
        ),
        "event_actors": _participants(events), "event_relations": _relations(rng, events),
        "statements": statements.select(
            "statement_id", "source_id", "position", "quote", "cue", "repeats", "occasion", kind="sort_", within=NOTHING, speaker_id="agent_id",
            speaker_as_reported="speaker", speaker_source=NOTHING,
            summary=pl.format("{} speaks about story {}, on what happened between them and {}.", "agent_name", pl.col("number") + 1, "recipient_name"),
            date_edtf=pl.when(dated).then(pl.col("day").dt.strftime("%Y-%m-%d")),
            date_basis=pl.when(dated).then(pl.lit("inferred")), date_source=NOTHING,
        ),
        "statement_events": _spoken_of(statements), "evidence": _evidence(events, statements),
    }  # fmt: skip


def _participants(events: pl.DataFrame) -> pl.DataFrame:
    meeting = pl.col("kind") == "meeting"
    more = events.filter((events["third"] != events["agent"]) & (events["third"] != events["recipient"]))
    return pl.concat([
        events.select("event_id", actor_id="agent_id", role=pl.when(meeting).then(pl.lit("participant")).otherwise(pl.lit("agent"))),
        events.select("event_id", actor_id="recipient_id", role=pl.when(meeting).then(pl.lit("participant")).otherwise(pl.lit("recipient"))),
        more.select("event_id", actor_id="third_id", role=pl.when(pl.col("kind").is_in(words.SPEECH)).then(pl.lit("addressee")).otherwise(pl.lit("associate"))),
    ]).sort("event_id", "actor_id", "role")  # fmt: skip


def _relations(rng: np.random.Generator, events: pl.DataFrame) -> pl.DataFrame:
    """Each conditional event has its condition; others follow from, support or precede the one before."""
    u = pl.Series(rng.random(events.height))
    inside = pl.col("inside") > 0
    pairs = events.with_columns(
        other=pl.col("event_id").shift(1),
        other_earliest=pl.col("earliest").shift(1),
        other_latest=pl.col("latest").shift(1),
        real=_real() & _real().shift(1),
        claimed=pl.col("spoken") & (u * 7 % 1 < 0.6),
    ).filter(inside)
    u = u.filter(events["inside"] > 0)
    in_order = pl.col("real") & (
        pl.col("other_earliest").is_null()
        | pl.col("earliest").is_null()
        | (pl.col("other_earliest") <= pl.col("earliest"))
    )
    relation = (
        pl.when(pl.col("status") == "conditional").then(pl.lit("condition_of"))
        .when((pl.col("other_latest") < pl.col("earliest")) & (u < 0.3)).then(pl.lit("before"))
        .when(in_order & (u < 0.05)).then(pl.lit("basis_of")).when(in_order & (u < 0.1)).then(pl.lit("supports"))
        .when((u < 0.4) & (pl.col("status") == "hypothetical")).then(pl.lit("prevents"))
        .otherwise(NOTHING)
    )  # fmt: skip
    made = pairs.with_columns(relation=relation).filter(pl.col("relation").is_not_null())
    return made.select(
        "relation", event_id="other", other_event_id="event_id",
        according_to=pl.when(pl.col("claimed") & (pl.col("relation") != "before")).then("agent_id"),
    ).sort("event_id", "relation", "other_event_id")  # fmt: skip


def _real() -> pl.Expr:
    return (pl.col("status") == "occurred") & ~pl.col("negated")


def _statements(events: pl.DataFrame) -> pl.DataFrame:
    former = {"former": pl.col("event_id").shift(1), "former_real": _real().shift(1) & (pl.col("inside") > 0)}
    spoken = events.with_columns(**former).filter("spoken")
    spoken = spoken.with_columns(
        position=pl.int_range(pl.len()).over("source_id") + 1, statement_id=pl.col("event_id") + "-said"
    )
    quote = pl.when(pl.col("sort_") == "direct").then("quote_a").when(pl.col("sort_") == "mixed").then("quote_b")
    alike = pl.all_horizontal(pl.col(c) == pl.col(c).shift(1) for c in ("source_id", "agent", "cue")).fill_null(False)
    return spoken.with_columns(alike=alike).with_columns(
        quote=quote,
        # the first telling is what is repeated, never a repetition
        repeats=pl.when(pl.col("alike") & ~pl.col("alike").shift(1, fill_value=False)).then(
            pl.col("statement_id").shift(1)
        ),
        occasion=pl.when((pl.col("kind") == "meeting") & (pl.col("status") == "occurred")).then("event_id"),
    )


def _spoken_of(statements: pl.DataFrame) -> pl.DataFrame:
    stances = pl.DataFrame(
        [(c, *v) for c, v in words.CUES.items()], schema=["cue", "stance", "factuality"], orient="row"
    )
    about = statements.join(stances, on="cue", maintain_order="left")
    also = about.filter((pl.col("number") % 3 == 0) & pl.col("former_real") & pl.col("repeats").is_null())
    sure = (pl.col("stance") == "asserts") & (pl.col("factuality") == "CT+")
    untrue, unsure = sure & pl.col("negated"), sure & (pl.col("status") == "hypothetical")
    stance = pl.when(untrue).then(pl.lit("denies")).otherwise("stance")
    factuality = pl.when(untrue).then(pl.lit("CT-")).when(unsure).then(pl.lit("PS+")).otherwise("factuality")
    return pl.concat([
        about.select("statement_id", "event_id", stance=stance, factuality=factuality),
        also.select("statement_id", stance=pl.lit("presupposes"), factuality=pl.lit("CT+"), event_id="former"),
    ], how="diagonal").sort("statement_id", "event_id")  # fmt: skip


def _evidence(events: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    tail = pl.col("source_id").str.slice(-6)

    def spans(
        frame: pl.DataFrame, column: str, record: str, part: str, first: str, last: str | None = None
    ) -> pl.DataFrame:
        """The span of one piece, or from `first` up to where `last` begins."""
        start = pl.col("at") + pl.col(f"at:{first}")
        end = start + pl.col(first).str.len_chars() if last is None else pl.col("at") + pl.col(f"at:{last}")
        words_ = pl.col("unit").str.slice(pl.col(f"at:{first}"), end - start)
        suffix = (
            pl.format("-a{}", tail) if column == "actor_id" else pl.lit("")
        )  # one actor may stand at one place of two texts
        return frame.filter(pl.col(first) != "").select(
            "source_id", evidence_id=pl.format("{}-{}-{}{}", record, pl.lit(part), start, suffix), paragraph=pl.col("inside") // A_PARAGRAPH + 2,
            char_start=start, char_end=end, words=words_, part=pl.lit(part), **{column: pl.col(record)},
        )  # fmt: skip

    made = pl.concat([
        spans(events, "event_id", "event_id", "report", "agent_name", "stop"),
        spans(events, "event_id", "event_id", "date", "date_words"), spans(events, "event_id", "event_id", "place", "place_words"),
        spans(events, "actor_id", "agent_id", "mention", "agent_name"), spans(events, "actor_id", "recipient_id", "mention", "recipient_name"),
        spans(statements, "actor_id", "agent_id", "mention", "speaker"), spans(statements, "statement_id", "statement_id", "speaker", "speaker"),
        spans(statements, "statement_id", "statement_id", "cue", "cue"), spans(statements, "statement_id", "statement_id", "report", "content"),
        spans(statements, "statement_id", "statement_id", "quote", "quote_a"), spans(statements, "statement_id", "statement_id", "quote", "quote_b"),
    ], how="diagonal")  # fmt: skip
    made = made.with_columns(exact=pl.when(pl.col("part") != "report").then("words"), sha256=_hashed(made["words"]))
    return made.sort("source_id", "char_start", "char_end", "evidence_id")


def _hashed(texts: pl.Series) -> pl.Series:
    known = texts.unique()
    hashes = pl.Series([hashlib.sha256(t.encode()).hexdigest() for t in known], dtype=pl.String)
    return texts.replace_strict(known, hashes, return_dtype=pl.String)
