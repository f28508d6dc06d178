"""CIT: the sources of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import If, Others, has, lacks, matching, of_row, referring, related, unpaired
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule
from event_timeline.rules.similarity import folded, repeated

IDENTIFIER = re.compile(r"[A-Za-z0-9.+]+(?:-[A-Za-z0-9.+]+)*-[0-9][A-Za-z0-9.+-]*")
"""One word of ASCII with a version at its end, as the licences of texts and data have it: not `Copyright`."""
URL = r"^https?://[^\s/?#.]+(?:\.[^\s/?#.]+)*\.?(?::\d+)?(?:[/?#]\S*)?$"


@rule("CIT017", severity="warning", needs=("sources",))
def duplicate_source(t: Context) -> Iterator[Finding]:
    columns = ("url", "sha256")
    for column in columns:
        same = repeated(t, t["sources"].select(ROW, "source_id", column), [column], "source_id")
        yield Matches("sources", same, f"the same {column} as {{first}}", column)
    by, on = folded("publisher").fill_null(""), pl.col("published_edtf").fill_null("")
    titles = t["sources"].filter(pl.all_horizontal(pl.col(columns).is_null()))
    titles = titles.select(ROW, "source_id", "title", same=folded("title"), by=by, on=on)
    titles = titles.filter(pl.col("same") != "")
    if t.tables.nothing(titles):
        return
    undated = repeated(t, titles, ["same", "by"], "source_id", "on")
    undated = undated.filter((pl.col("on") == "") | (pl.col("first_on") == ""))
    of_a_day = repeated(t, titles.filter(pl.col("on") != ""), ["same", "by", "on"], "source_id")
    both = pl.concat([rows.select(ROW, "title", "first") for rows in (of_a_day, undated)])
    both = both.unique(ROW, keep="first", maintain_order=True)
    yield Matches("sources", both, "{title!r} is titled like {first}", "title")


incomplete_source_hash = of_row(
    "CIT010", "incomplete-source-hash", "sources",
    unpaired("sha256", "characters", "sha256 without characters"), unpaired("characters", "sha256", "characters without sha256"),
)  # fmt: skip
evidence_without_source_hash = related(
    "CIT011", "evidence-without-source-hash", "sources", has(Others("evidence", ("source_id",))),
    where=pl.col("sha256").is_null() & pl.col("characters").is_null(),
    message="evidence points into {source_id}, which has no hash", column="sha256",
)  # fmt: skip
text_without_evidence = related(
    "CIT012", "text-without-evidence", "sources", lacks(Others("evidence", ("source_id",))),
    where=pl.col("sha256").is_not_null(), message="no evidence points into {source_id}", column="sha256",
    severity="warning", complete=("evidence",),
)  # fmt: skip
unused_source = related(
    "CIT013", "unused-source", "sources", lacks(*referring("sources"), key=("source_id",)),
    where=pl.col("sha256").is_null(), message="nothing refers to {source_id}", column="source_id", severity="warning",
)  # fmt: skip
malformed_url = of_row(
    "CIT015", "malformed-url", "sources",
    If(~pl.col("url").str.contains(URL), "{url!r} is not a valid address", "url"),
)  # fmt: skip
GEONAMES = Others("sources", ("source_id",), pl.col("url").str.contains("geonames.org", literal=True))
geonames_source_without_id = related(
    "CIT024", "geonames-source-without-id", "places", has(GEONAMES, key=("identifiers_source",)),
    where=pl.col("geonames_id").is_null(), needs=("sources",), column="geonames_id", severity="warning",
    message="{place_id} has GeoNames as its source and no number of it",
)  # fmt: skip


@rule("CIT025", severity="warning", needs=("sources", "evidence", "places", "actors", "events"))
def source_kind_mismatch(t: Context) -> Iterator[Finding]:
    looked_up = [t[name].select(source_id="identifiers_source").drop_nulls() for name in ("places", "actors", "events")]
    coded = t["evidence"].select("source_id").drop_nulls().unique()
    for kinds, used, what in (
        (["article", "transcript"], pl.concat(looked_up).unique(), "identifiers come from"),
        (["reference"], coded, "evidence points into"),
    ):
        rows = t["sources"].filter(pl.col("kind").is_in(kinds)).join(used, on="source_id", how="semi")
        yield Matches("sources", rows, f"{what} {{source_id}}, of kind {{kind}}", "kind")


SEVERAL = ("reference", "dataset", "news-outlet", "informant")
"""Kinds of sources that are not one text."""
ONE_TEXT = ("article", "official-document", "transcript", "report", "social-media")
AT_HAND = (pl.col("sha256").is_not_null() & ~pl.col("kind").is_in(SEVERAL)) | (
    pl.col("url").is_not_null() & pl.col("kind").is_in(ONE_TEXT)
)
"""Whether a source is one text that somebody had before them. A kind that a package adds may have no words, as a picture."""
source_without_language = of_row(
    "CIT018", "source-without-language", "sources",
    If(AT_HAND & pl.col("language").is_null(), "the language of this {kind} is missing", "language"),
    severity="warning",
)  # fmt: skip
source_without_day = of_row(
    "CIT019", "source-without-day", "sources",
    If(AT_HAND & pl.col("published_edtf").is_null(), "{source_id} has no date of publication", "published_edtf"),
    severity="warning",
)  # fmt: skip
PUBLISHED = pl.col("url").is_not_null() & pl.col("kind").is_in(["official-document", "reference", "report"])
source_without_publisher = of_row(
    "CIT020", "source-without-publisher", "sources",
    If(PUBLISHED & pl.col("publisher").is_null(), "{title!r} has no publisher", "publisher"), severity="warning",
)  # fmt: skip


@matching("CIT026", "sources", "SPDX has no licence {license!r}", "license", severity="warning")
def unknown_license(t: Context) -> pl.LazyFrame:
    given = t.tables.collect(t["sources"].select("license").drop_nulls().unique())["license"].to_list()
    wrong = [words for words in given if IDENTIFIER.fullmatch(words) and not _is_licence(words)]
    return t["sources"].filter(pl.col("license").is_in(wrong))


def _is_licence(words: str) -> bool:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(words)
    except InvalidLicenseExpression:
        return False
    return True
