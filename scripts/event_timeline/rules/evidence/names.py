"""EVD: names and titles in the text of a source."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, compress

import polars as pl

from event_timeline.model import Problem
from event_timeline.rules.evidence.text_checks import of_text
from event_timeline.rules.rule import ROW, Context, Finding, cached
from event_timeline.rules.scopes import by
from event_timeline.texts.passages import WORD, name_occurrences
from event_timeline.texts.proper_names import named
from event_timeline.texts.spans import Spans
from event_timeline.texts.text import Text


@of_text("EVD025", severity="warning", needs=("sources",), groups=(by("source_id", "sources", "evidence"),))
def title_not_in_text(t: Context, text: Text, spans: Spans) -> Iterator[Finding]:  # noqa: ARG001
    row, title = _titles(t).get(text.source_id, (0, ""))
    if title not in text.content and _plain(title) not in _plain(text.content):
        message = f"the text of {text.source_id} does not hold this title"
        yield Problem(message=message, resource="sources", row=row, column="title", value=title)


@cached
def _titles(t: Context) -> dict[str, tuple[int, str]]:
    """source_id -> row and title of the articles whose headline is in the text or may be, read once."""
    inside = pl.col("headline").ne_missing("metadata")
    articles = t.with_optional("sources").filter(pl.col("kind") == "article", inside)
    articles = articles.select("source_id", ROW, "title").drop_nulls()
    return {source_id: (row, title) for source_id, row, title in t.tables.collect(articles).iter_rows()}


def _plain(words: str) -> str:
    """Letters and digits alone, in one case."""
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", words).casefold()))


@of_text("EVD026", severity="warning", needs=("evidence", "sources", "actors"), complete=("mentions",))
def name_without_mention(t: Context, text: Text, spans: Spans) -> Iterator[Finding]:
    by_actor, proper_names, countries, noun_capitals = _actor_names(t)
    names = {name for actor in {*spans.actor_id} if _is_name(name := by_actor.get(actor or "", ""))}
    if names - proper_names:
        names &= proper_names | {*compress(spans.exact, spans.actor_id)}
    if not names or text.source_id in noun_capitals:
        return
    covered = sorted(compress(zip(spans.char_start, spans.char_end, strict=True), spans.actor_id))
    others = list(name_occurrences(text.content, names, dict(covered)))
    if not others:
        return
    starts, furthest = [start for start, _ in covered], [0, *accumulate((end for _, end in covered), max)]
    overlooked = [
        (start, end, text.content[start:end]) for start, end in others if furthest[bisect_right(starts, start)] < end
    ]
    if not overlooked:
        return
    missed = Counter(words for _, _, words in overlooked)
    all_of = Counter(text.content[start:end] for start, end in name_occurrences(text.content, names))
    for start, end, words in overlooked:
        if words not in countries or missed[words] * NEARLY_ALL <= all_of[words]:
            place = f"[{start}, {end}) in paragraph {text.paragraph_at(start)} of {text.source_id}"
            yield Problem(message=f"{words!r} at {place} is in no mention", resource="evidence", value=words)


NEARLY_ALL = 6
"""One of so many occurrences of a country's name may be an oversight; more are places, or a habit of the coder."""
NOUNS_IN_CAPITALS = frozenset({"de", "gsw", "lb", "nds"})
"""Languages of which a common noun looks like a name: German and its neighbours."""


@cached
def _actor_names(t: Context) -> tuple[dict[str, str], set[str], set[str], set[str]]:
    """actor_id -> name, what is surely a name, names of countries, sources in languages of capitalised nouns; read once."""
    actors = t.tables.collect(t["actors"].select("actor_id", "name", "kind").drop_nulls())
    language = pl.col("language").str.split("-").list.first().str.to_lowercase()
    sources = t["sources"].filter(language.is_in(list(NOUNS_IN_CAPITALS))).select("source_id").drop_nulls()
    return (
        dict(actors.select("actor_id", "name").iter_rows()),
        set(actors.filter(named("name", "kind"))["name"]),
        set(actors.filter(pl.col("kind") == "country")["name"]),
        set(t.tables.collect(sources)["source_id"].to_list()),
    )


@lru_cache(2**16)
def _is_name(words: str) -> bool:
    """Whether every word of more than three letters, and at least one, begins with a capital: `The council` does not."""
    long = [w for w in WORD.findall(words) if len(w) > 3]
    return bool(long) and all(w[0].isupper() for w in long)
