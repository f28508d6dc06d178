"""CIT: the languages of the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import polars as pl

from event_timeline import profile
from event_timeline.model import Problem
from event_timeline.profile.codes import language_fault
from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import Context, Finding, Matches, rule


@rule("CIT014", needs=("sources",))
def unknown_language(t: Context) -> Iterator[Finding]:
    tags = t.tables.collect(t["sources"].select("language").drop_nulls().unique())["language"].to_list()
    wrong = {tag: fault for tag in tags if _language_pattern().fullmatch(tag) and (fault := language_fault(tag))}
    rows = t["sources"].filter(pl.col("language").is_in(list(wrong)))
    rows = rows.with_columns(fault=pl.col("language").replace_strict(wrong, default=None, return_dtype=pl.String))
    yield Matches("sources", rows, "{language!r} is not a language tag: {fault}", "language")
    own = t.descriptor.get("language")
    if own is not None:
        fault = language_fault(own) if isinstance(own, str) and own.strip() else "it is not a text"
        if fault:
            said, path = f"{own!r} is not a language tag: {fault}", t.tables.package.descriptor_name
            yield Problem(message=said[:300], path=path, column="$.language", value=str(own)[:80])


@cache
def _language_pattern() -> re.Pattern[str]:
    """What the column's pattern lets pass; the rest has a finding of its own."""
    fields = {f["name"]: f for f in profile.table_schema("sources")["fields"]}
    return re.compile(fields["language"]["constraints"]["pattern"])


FOREIGN = frozenset(
    "am ar as be bg bn bo dv dz el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or os pa ps ru sa sd si ta te th "  # codespell:ignore
    "ti tt ug uk ur yi zh".split()
)
"""Languages of ISO 639-1 that are usually not written in Latin letters, by the likely scripts of Unicode's CLDR."""


@matching("CIT023", "sources", "{title!r} is not in the letters of {language}", "language", severity="warning")
def language_script_mismatch(t: Context) -> pl.LazyFrame:
    foreign = pl.col("language").str.to_lowercase().is_in(list(FOREIGN))
    rows = t["sources"].filter(pl.col("kind") == "article", foreign, pl.col("title").str.contains(r"\p{Latin}{3}"))
    letters = pl.col("title").str.replace_all(r"[\p{Latin}\p{Common}\p{Inherited}]", "")
    return rows.filter(~letters.str.contains(r"\p{L}"))
