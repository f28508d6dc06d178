"""VOC: the terms of the vocabularies."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.model import Problem
from event_timeline.profile import vocabulary_columns
from event_timeline.rules.kinds import matching
from event_timeline.rules.rule import ROW, Context, Finding, Matches, literal, rule
from event_timeline.rules.tables.suggestions import term_command
from event_timeline.tables.elementwise import each

TRANSLATED = 0.5
"""The share of the profile's definitions from which other words mean another language."""
DEFINED = ("codebook.vocabulary", "codebook.term")


@rule("VOC001", needs=("codebook",), looks_in=DEFINED)
def undefined_term(t: Context) -> Iterator[Finding]:
    defined = _defined(t)
    # while one of the profile's tables is missing, a table of another name may be it, and its terms are defined
    known = {n: s for n, s in t.schemas.items() if n in profile.ALL_TABLES or not t.absent}
    for vocabulary, terms in vocabulary_columns(known).items():
        for term in terms:
            if term not in defined.get(vocabulary, ()):
                message = f"{vocabulary} allows {term!r}, which has no row"
                yield Problem(message=message, resource="codebook", column="term", value=str(term))


@matching("VOC002", "codebook", "{vocabulary} does not allow {term!r}", "term")
def term_not_in_schema(t: Context) -> pl.LazyFrame:
    rows = [(v, term) for v, terms in vocabulary_columns(t.schemas).items() for term in terms]
    allowed = pl.LazyFrame(rows, schema={"vocabulary": pl.String, "term": pl.String}, orient="row")
    closed = allowed.select("vocabulary").unique()
    lost = t["codebook"].select(ROW, "vocabulary", "term").drop_nulls().join(closed, on="vocabulary", how="semi")
    return lost.join(allowed, on=["vocabulary", "term"], how="anti")


@matching("VOC003", "codebook", "no column is named {vocabulary!r}", "vocabulary")
def vocabulary_without_column(t: Context) -> pl.LazyFrame:
    columns = [f"{table}.{f['name']}" for table, schema in t.schemas.items() for f in schema["fields"]]
    broken = (name for name, resource in t.tables.package.resources.items() if resource.broken)
    unread = profile.TABLES if t.profile_version is None else (*t.absent, *t.left_out, *broken)
    unknown = pl.col("vocabulary").str.split(".").list.first().is_in(unread)
    return t["codebook"].select(ROW, "vocabulary").filter(~pl.col("vocabulary").is_in(columns) & ~unknown)


@rule("VOC005", needs=("codebook",), scope="rows", beside=("codebook",), looks_in=DEFINED)
def value_not_in_codebook(t: Context) -> Iterator[Finding]:
    closed = vocabulary_columns(t.schemas)
    for vocabulary, terms in _defined(t).items():
        table, _, column = vocabulary.partition(".")
        if vocabulary not in closed and t.tables.has(table, column):
            rows = t.whole(table).select(ROW, value=pl.col(column).cast(pl.String)).drop_nulls()
            lost = rows.filter(~pl.col("value").is_in(list(terms)))
            lost = lost.with_columns(quoted=each(pl.col("value"), shlex.quote))
            message = f"{{value!r}} has no row of {literal(vocabulary)} in the codebook"
            hint = f"add the value to `codebook.csv`: `{term_command(vocabulary)}`"
            yield Matches(table, lost, message, column, "value", hint)


@rule("VOC009", severity="warning", needs=("codebook",))
def redefined_term(t: Context) -> Iterator[Finding]:
    if t.profile_version is None:
        return
    texts = profile.definitions(t.profile_version)
    profiles = [(*key, *(text or None for text in said)) for key, said in texts.items()]
    columns = dict.fromkeys(("vocabulary", "term", "wanted", "mapped"), pl.String)
    frame = pl.LazyFrame(profiles, schema=columns, orient="row")
    rows = t["codebook"].select(ROW, "vocabulary", "term", "definition", "mapping")
    rows = rows.join(frame, on=["vocabulary", "term"])
    worded = pl.col("definition") != pl.col("wanted")
    translated = t.tables.collect(rows.select(worded.mean() > TRANSLATED)).item()
    for column, right, where, said in (
        ("definition", "wanted", worded & ~pl.lit(bool(translated)), "the profile says of {term}: {wanted}"),
        ("mapping", "mapped", pl.col("mapping").ne_missing(pl.col("mapped")), "the profile maps {term} to {mapped}"),
    ):
        differing = rows.filter(where).with_columns(quoted=each(pl.col(right).fill_null(""), shlex.quote))
        yield Matches("codebook", differing, said, column, hint=RESTORE.replace("COLUMN", column))


RESTORE = (
    "restore the profile's words: `timeline set codebook/{vocabulary}/{term} COLUMN={quoted}`; for another meaning add a term "
    "of your own"
)


def _defined(t: Context) -> dict[str, list[str]]:
    """vocabulary -> terms that the codebook defines."""
    rows = t["codebook"].select("vocabulary", "term").drop_nulls().group_by("vocabulary").agg("term")
    return dict(t.tables.collect(rows).iter_rows())
