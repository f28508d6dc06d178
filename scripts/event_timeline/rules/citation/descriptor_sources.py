"""CIT: the sources of the data against those of the descriptor."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from event_timeline.model import Problem
from event_timeline.package.citation_files import scalar
from event_timeline.package.json_files import objects
from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.similarity import folded

ADDRESS = pl.col("url").str.strip_chars_end("/")


@rule("CIT016", severity="warning", needs=("sources",), scope="rows")
def source_not_in_the_descriptor(t: Context) -> Iterator[Finding]:
    given = t.descriptor.get("sources")
    if isinstance(given, list):
        known = [scalar(s.get("path")).rstrip("/") for s in objects(given)]
        rows = t["sources"].filter(pl.col("url").is_not_null(), ~ADDRESS.is_in(known))
        yield Matches("sources", rows, "the descriptor does not list {url}", "url")


def _descriptor_sources(t: Context) -> dict[str, str]:
    """Address -> title, of the descriptor's `sources` that have an address on the web."""
    items = objects(t.descriptor.get("sources"))
    return {
        path.rstrip("/"): title
        for path, title in ((s.get("path"), s.get("title")) for s in items)
        if isinstance(path, str) and isinstance(title, str) and re.match(r"https?://", path)
    }


@matching("CIT021", "sources", "{title!r}, but the descriptor has {listed!r}", "title", severity="warning")
def descriptor_title_mismatch(t: Context) -> pl.LazyFrame:
    columns = {"key": pl.String, "listed": pl.String}
    frame = pl.LazyFrame(list(_descriptor_sources(t).items()), columns, orient="row")
    sources = t["sources"].select(ROW, "title", key=ADDRESS).drop_nulls()
    pairs = sources.join(frame, on="key")
    words, known = (folded(c).str.split(" ").list.unique() for c in ("title", "listed"))
    both = pairs.with_columns(words=words, known=known)
    shared = pl.col("words").list.set_intersection("known").list.len()
    # a shortened title is one, a title with another order of words too: what counts is how many are known
    return both.filter(shared * 2 < pl.col("words").list.len())


# an event table comes from a data set, and `sources` has the reports
@rule("CIT022", severity="warning", needs=("sources",), complete=("evidence",))
def source_only_in_the_descriptor(t: Context) -> Iterator[Finding]:
    listed = _descriptor_sources(t)
    if listed:
        known = t.tables.collect(t["sources"].select(ADDRESS).drop_nulls())["url"]
        for url in sorted(set(listed) - set(known)):
            message = f"no row of sources has the address {url} of {listed[url]!r}"
            yield Problem(message=message, resource="sources", column="url", value=url)
