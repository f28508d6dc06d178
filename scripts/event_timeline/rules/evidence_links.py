"""EVD, continued: what the places of words in the text say of each other, and so of the records they show."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

import polars as pl

from event_timeline.rules.proof import Span, per_text
from event_timeline.rules.rule import Added, Cell, Context, Dropped, Finding, Found, Offenders, bad, good, rule
from event_timeline.rules.same import named
from event_timeline.rules.statement_links import kin
from event_timeline.tables.loading import ROW
from event_timeline.texts.text import Text, span_hash

SPAN = ("source_id", "char_start", "char_end", "paragraph")


@rule(
    "EVD030",
    needs=("evidence", "statements"),
    bad=bad(
        "words of the director given to the chair of the union",
        Cell("statements", "veld-good-start", "speaker_id", "mira-holm"),
    ),
    good=good(
        "a source that tells who really said it",
        Cell("statements", "veld-good-start", "speaker_id", "port-authority"),
        Cell("statements", "veld-good-start", "speaker_source", "port-log"),
    ),
)
def speaker_is_another(t: Context) -> Iterator[Finding]:
    """The words that name a statement's speaker mention another actor.

    Why: one of the two is wrong, and the statement is given to somebody who did not make it, or to nobody.
    Repair: correct `speaker_id` or the mention's `actor_id`; where an outside source tells who really said it, name it in `speaker_source`.
    """
    evidence = t["evidence"].select(*SPAN, "part", "exact", "actor_id", "statement_id")
    speakers = evidence.filter(pl.col("part") == "speaker", pl.col("statement_id").is_not_null()).drop(
        "actor_id", "part"
    )
    mentions = evidence.filter(pl.col("actor_id").is_not_null()).select(
        "source_id", "char_start", "actor_id", end="char_end"
    )
    named = speakers.join(mentions, on=["source_id", "char_start"]).filter(pl.col("end") >= pl.col("char_end"))
    told = t["statements"].filter(pl.col("speaker_source").is_null()).select(ROW, "statement_id", "speaker_id")
    pairs = named.join(told, on="statement_id").with_columns(same=pl.col("actor_id").eq_missing(pl.col("speaker_id")))
    rows = pairs.group_by(ROW).agg(pl.col("exact", "actor_id", "speaker_id").first(), same=pl.col("same").any())
    given = pl.format("the speaker is {}", "speaker_id")
    rows = rows.filter(~pl.col("same")).with_columns(
        said=pl.coalesce(given, pl.lit("the statement has no speaker of record"))
    )
    yield Offenders("statements", rows, "{exact!r} mentions {actor_id}, {said}", "speaker_id")


def _inside(t: Context) -> pl.LazyFrame:
    """(statement_id, event_id) wherever a statement's words hold words that tell or mention an event."""
    evidence = t["evidence"].select(*SPAN, "part", "event_id", "statement_id")
    said = evidence.filter(pl.col("statement_id").is_not_null(), pl.col("part").is_in(["quote", "report"]))
    told = evidence.filter(pl.col("event_id").is_not_null(), pl.col("part").is_in(["mention", "report"]))
    pairs = said.select("source_id", "paragraph", "statement_id", a="char_start", b="char_end").join(
        told.select("source_id", "paragraph", "event_id", "char_start", "char_end"), on=["source_id", "paragraph"]
    )
    held = pairs.filter((pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b")))
    return held.select("statement_id", "event_id").unique()


@rule(
    "EVD031",
    severity="warning",
    needs=("evidence", "statements", "statement_events"),
    bad=bad("what Veld says of the talks is forgotten", Dropped("statement_events", "veld-good-start monday-talks")),
    good=good(
        "a statement of no event, another row forgotten that its own words do not tell",
        Dropped("statement_events", "not-this-year new-cable"),
    ),
)
def unsaid_of_an_event(t: Context) -> Iterator[Finding]:
    """A statement's words tell of an event, and no row says what the statement says of it.

    Why: whoever counts who said what of an event misses this statement.
    Repair: add the row to `statement_events`; a statement reported inside this one may have it instead.
    """
    rows = t["statement_events"].select("statement_id", "event_id")
    inner = t["statements"].select("statement_id", outer="within").drop_nulls()
    passed_on = rows.join(inner, on="statement_id").select("event_id", statement_id="outer")
    lost = _inside(t).join(rows, on=["statement_id", "event_id"], how="anti")
    lost = lost.join(passed_on, on=["statement_id", "event_id"], how="anti").sort("statement_id", "event_id")
    placed = lost.join(t["statements"].select(ROW, "statement_id"), on="statement_id")
    yield Offenders(
        "statements", placed, "the words of {statement_id} tell of {event_id}, which it has no row for", "statement_id"
    )


OTHER_MENTION = Added("evidence", {
    "evidence_id": "denmark-mention-822", "source_id": "article", "paragraph": "9", "char_start": "822", "char_end": "825",
    "exact": "nma", "sha256": span_hash("nma"), "part": "mention", "actor_id": "denmark",
})  # fmt: skip
"""Another mention of Denmark for the examples, so that it has one."""


@rule(
    "EVD033",
    severity="warning",
    needs=("evidence", "actors"),
    bad=bad(
        "a name as a mention of somebody else",
        Cell("evidence", "denmark-mention-820", "actor_id", "town-council"),
        OTHER_MENTION,
        Cell("evidence", "denmark-mention-820", "evidence_id", "town-council-mention-820"),
    ),
    good=good(
        "the name of a country for the council that belongs to it",
        Cell("evidence", "denmark-mention-820", "actor_id", "town-council"),
        Cell("evidence", "denmark-mention-820", "evidence_id", "town-council-mention-820"),
        OTHER_MENTION,
        Cell("actors", "town-council", "affiliation", "denmark"),
    ),
)
def mention_of_another(t: Context) -> Iterator[Finding]:
    """A mention is the very name of another actor, to which this one does not belong.

    Why: the words were most likely tied to the wrong actor. A country's name may well mean its team, and an alliance's its
    members, so actors that one belongs to by `affiliation`, or that belong to it, are left out. A description such as *analysts* is
    compared with the actors of the same text only.
    Repair: correct `actor_id`; if the words really mean this actor here, lead from it to the other by `affiliation`, or let the two names differ.
    """
    names = t["actors"].select(name="name", other="actor_id", known=named("name", "kind")).drop_nulls("name")
    own = t["actors"].select("actor_id", own="name")
    mentions = t["evidence"].select(ROW, "source_id", "exact", "actor_id").drop_nulls()
    rows = mentions.join(names, left_on="exact", right_on="name").join(own, on="actor_id")
    rows = rows.filter((pl.col("other") != pl.col("actor_id")) & (pl.col("own") != pl.col("exact")))
    near = mentions.select("source_id", other="actor_id").unique().with_columns(near=True)
    rows = rows.join(near, on=["source_id", "other"], how="left")
    rows = rows.filter(pl.any_horizontal(pl.col("known", "near").fill_null(False)))
    rows = rows.sort(ROW, "other").unique(ROW, keep="first", maintain_order=True)
    rows = rows.join(kin(t), on=["actor_id", "other"], how="anti")
    yield Offenders("evidence", rows, "{exact!r} is the name of {other}, not of {actor_id}", "actor_id")


@rule(
    "EVD034",
    severity="warning",
    needs=("evidence",),
    bad=bad(
        "an identifier that tells another start",
        Cell("evidence", "denmark-mention-820", "evidence_id", "denmark-mention-821"),
    ),
    good=good(
        "one with a suffix that tells two apart",
        Cell("evidence", "denmark-mention-820", "evidence_id", "denmark-mention-820-again"),
    ),
)
def identifier_departs(t: Context) -> Iterator[Finding]:
    """A row's identifier is not that of its record, part and start.

    Why: people read the identifier, and one that names another record or place misleads them; mostly one of the cells was changed alone.
    Repair: name it `record-part-start`, with a suffix where two would be alike, or restore the cell that was changed.
    """
    evidence = t["evidence"].select(ROW, "evidence_id", "actor_id", "event_id", "statement_id", "part", "char_start")
    record = pl.coalesce("actor_id", "event_id", "statement_id")
    wanted = pl.concat_str([record, "part", "char_start"], separator="-")
    begin = pl.concat_str([record, "part", "char_start", pl.lit("")], separator="-")
    where = ~(pl.col("evidence_id") + "-").str.starts_with(begin)  # it is `wanted`, or goes on with a dash
    rows = evidence.filter(where).with_columns(wanted=wanted)
    yield Offenders("evidence", rows, "{evidence_id!r} should begin with {wanted!r}", "evidence_id", where=where)


# --- with the source's text at hand -----------------------------------------------------------------


@rule(
    "EVD025",
    severity="warning",
    needs=("sources",),
    text=True,
    bad=bad(
        "the headline with a word changed",
        Cell("sources", "article", "title", "Dockers in Osterhavn to rest ‘until the crane is safe’ after a load fell"),
        with_text=True,
    ),
    good=good(
        "the headline in capitals and with other marks",
        Cell("sources", "article", "title", "DOCKERS IN OSTERHAVN TO STRIKE 'UNTIL THE CRANE IS SAFE'"),
        with_text=True,
    ),
)
@per_text
def title_not_in_text(t: Context, text: Text, spans: list[Span]) -> Iterator[Finding]:  # noqa: ARG001
    """An article's title is not in its text.

    Why: the headline is a part of the text that is coded, so it was changed, or belongs to another article. Capitals, marks and blanks are not compared.
    Repair: copy the headline from the text.
    """
    row, title = _titles(t).get(text.source_id, (0, ""))
    if title not in text.content and _plain(title) not in _plain(text.content):
        yield Found(
            f"the text of {text.source_id} does not hold this title", "sources", row=row, column="title", value=title
        )


def _titles(t: Context) -> dict[str, tuple[int, str]]:
    """source_id -> row and title of the articles, read once."""

    def made() -> dict[str, tuple[int, str]]:
        articles = t["sources"].filter(pl.col("kind") == "article").select("source_id", ROW, "title").drop_nulls()
        return {source_id: (row, title) for source_id, row, title in articles.collect().iter_rows()}

    return t.once("titles of articles", made)


def _plain(words: str) -> str:
    """Letters and digits alone, in one case."""
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", words).casefold()))


WORD = re.compile(r"\w+")


@rule(
    "EVD026",
    severity="warning",
    needs=("evidence", "sources", "actors"),
    text=True,
    bad=bad(
        "one of the director's two mentions is gone", Dropped("evidence", "jonas-veld-mention-461"), with_text=True
    ),
    good=good(
        "a mention cut down to the name and half of the office",
        Cell("evidence", "jonas-veld-mention-461", "char_end", "486"),
        Cell("evidence", "jonas-veld-mention-461", "exact", "Jonas Veld, the authority"),
        Cell("evidence", "jonas-veld-mention-461", "sha256", span_hash("Jonas Veld, the authority")),
        with_text=True,
    ),
)
@per_text
def name_overlooked(t: Context, text: Text, spans: list[Span]) -> Iterator[Finding]:
    """An actor's name stands in the text and in no mention.

    Why: counts of mentions come out too low, and networks lose ties. Only names in capitals of actors that the text mentions
    elsewhere are looked for: those of countries, where people are born and live too, only if nearly all of them are in mentions,
    not where another word in capitals makes a longer name (Ford Street), and not in languages that write all nouns so. A single
    word that may be a noun, such as *Officials*, is looked for only in a text that mentions its actor by it.
    Repair: add the mention, or the longer one that the name is a part of (`timeline locate` finds it).
    """
    by_actor, known, countries, noun_capitals = _actor_names(t)
    mentions = [span for span in spans if span.actor_id is not None]
    here = {span.exact for span in mentions}
    names = {
        n for span in mentions if _is_name(n := by_actor.get(span.actor_id or "", "")) and (n in known or n in here)
    }
    if not names or text.source_id in noun_capitals:
        return
    covered = sorted((span.char_start, span.char_end) for span in mentions)
    starts, furthest = [start for start, _ in covered], list(accumulate((end for _, end in covered), max))
    told, overlooked = Counter[str](), []
    for start, end in _occurrences(text, names):
        before, words = bisect_right(starts, start), text.content[start:end]
        told[words] += 1
        if not before or furthest[before - 1] < end:
            overlooked.append((start, end, words))
    missed = Counter(words for _, _, words in overlooked)
    for start, end, words in overlooked:
        if words not in countries or missed[words] * NEARLY_ALL <= told[words]:
            paragraph = text.paragraph_at(start)
            yield Found(
                f"{words!r} at [{start}, {end}) in paragraph {paragraph} of {text.source_id} is in no mention",
                "evidence",
                value=words,
            )


NEARLY_ALL = 6
"""One of so many occurrences of a country's name may be an oversight; more are places, or a habit of the coder."""
NOUNS_IN_CAPITALS = frozenset({"de", "gsw", "lb", "nds"})
"""Languages of which a common noun looks like a name: German and its neighbours."""


def _actor_names(t: Context) -> tuple[dict[str, str], set[str], set[str], set[str]]:
    """actor_id -> name, what is surely a name, names of countries, sources in languages of capitalised nouns; read once."""

    def made() -> tuple[dict[str, str], set[str], set[str], set[str]]:
        actors = t["actors"].select("actor_id", "name", "kind").drop_nulls().collect()
        language = pl.col("language").str.split("-").list.first().str.to_lowercase()
        sources = t["sources"].filter(language.is_in(list(NOUNS_IN_CAPITALS))).select("source_id").drop_nulls()
        return (
            dict(actors.select("actor_id", "name").iter_rows()),
            set(actors.filter(named("name", "kind"))["name"]),
            set(actors.filter(pl.col("kind") == "country")["name"]),
            set(sources.collect()["source_id"].to_list()),
        )

    return t.once("names of actors", made)


@lru_cache(2**16)
def _is_name(words: str) -> bool:
    """Whether every word of more than three letters, and at least one, begins with a capital: `The council` does not."""
    long = [w for w in WORD.findall(words) if len(w) > 3]
    return bool(long) and all(w[0].isupper() for w in long)


def _occurrences(text: Text, names: set[str]) -> Iterator[tuple[int, int]]:
    """Where one of the names stands as whole words and as a whole name; the names are looked up by their first word.

    A word in capitals after it, or beside a name of one word, makes another name of the two.
    """
    by_word: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if first := WORD.match(name):
            by_word.setdefault(first.group(), []).append(name)
    content, done, before = text.content, 0, None
    for word in WORD.finditer(content):
        start = word.start()
        for name in by_word.get(word.group(), ()) if start >= done else ():
            end = start + len(name)
            if content.startswith(name, start) and not WORD.match(content, end):
                after = WORD.match(content, end + 1) if content[end : end + 1] in (" ", "-") else None
                joined = before is not None and " " not in name and content[before.end() : start] in (" ", "-")
                if not (after and after[0][0].isupper()) and not (joined and before and before[0][0].isupper()):
                    yield start, end
                done = end
                break
        before = word


RULES = (
    title_not_in_text,
    name_overlooked,
    speaker_is_another,
    unsaid_of_an_event,
    mention_of_another,
    identifier_departs,
)
