"""CIT, continued: sources against the descriptor's list, their own kind and what rests on them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import Context, Finding, Found, Offenders, rule
from event_timeline.rules.same import folded
from event_timeline.tables.loading import ROW

FOREIGN = frozenset(
    "am ar as be bg bn bo dv dz el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or os pa ps ru sa sd si ta te th "
    "ti tt ug uk ur yi zh".split()
)
"""Languages of ISO 639-1 that are usually not written in Latin letters, by the likely scripts of Unicode's CLDR."""
REGISTERS = (("geonames.org", "geonames_id", "GeoNames"),)


def _descriptor_sources(t: Context) -> dict[str, str]:
    """Address -> title, of the descriptor's `sources` that have an address on the web."""
    given = t.descriptor.get("sources")
    pairs = (
        [(s.get("path"), s.get("title")) for s in given or () if isinstance(s, dict)] if isinstance(given, list) else []
    )
    return {
        path.rstrip("/"): title
        for path, title in pairs
        if isinstance(path, str) and isinstance(title, str) and re.match(r"https?://", path)
    }


@rule("CIT021", severity="warning", needs=("sources",))
def other_title_in_the_descriptor(t: Context) -> Iterator[Finding]:
    listed = _descriptor_sources(t)
    frame = pl.LazyFrame(
        {"key": list(listed), "listed": list(listed.values())}, {"key": pl.String, "listed": pl.String}
    )
    sources = t["sources"].select(ROW, "title", key=pl.col("url").str.strip_chars_end("/")).drop_nulls()
    pairs = sources.join(frame, on="key")
    words, known = (folded(c).str.split(" ").list.unique() for c in ("title", "listed"))
    both = pairs.with_columns(words=words, known=known)
    shared = pl.col("words").list.set_intersection("known").list.len()
    # a shortened title is one, a title with another order of words too: what counts is how many are known
    rows = both.filter(shared * 2 < pl.col("words").list.len())
    yield Offenders("sources", rows, "{title!r}, but the descriptor has {listed!r}", "title")


@rule("CIT022", severity="warning", needs=("sources",))
def source_only_in_the_descriptor(t: Context) -> Iterator[Finding]:
    listed = _descriptor_sources(t)
    if listed:
        known = t["sources"].select(pl.col("url").str.strip_chars_end("/")).drop_nulls().collect()["url"].to_list()
        for url in sorted(set(listed) - set(known)):
            yield Found(
                f"no row of sources has the address {url} of {listed[url]!r}", "sources", column="url", value=url
            )


@rule("CIT023", severity="warning", needs=("sources",))
def language_in_other_letters(t: Context) -> Iterator[Finding]:
    foreign = pl.col("language").str.to_lowercase().is_in(list(FOREIGN))
    rows = t["sources"].filter(pl.col("kind") == "article", foreign, pl.col("title").str.contains(r"\p{Latin}{3}"))
    rows = rows.filter(
        ~pl.col("title").str.replace_all(r"[\p{Latin}\p{Common}\p{Inherited}]", "").str.contains(r"\p{L}")
    )
    yield Offenders("sources", rows, "{title!r} is not in the letters of {language}", "language")


@rule("CIT024", severity="warning", needs=("sources", "places"))  # fmt: skip
def register_without_number(t: Context) -> Iterator[Finding]:
    for host, column, name in REGISTERS:
        register = (
            t["sources"].filter(pl.col("url").str.contains(host, literal=True)).select(identifiers_source="source_id")
        )
        rows = t["places"].filter(pl.col(column).is_null()).join(register, on="identifiers_source", how="semi")
        yield Offenders("places", rows, f"{{place_id}} rests on {name} and has no number of it", column)


@rule("CIT025", severity="warning", needs=("sources", "evidence", "places", "actors", "events"))
def source_of_another_kind(t: Context) -> Iterator[Finding]:
    looked_up = [t[name].select(source_id="identifiers_source").drop_nulls() for name in ("places", "actors", "events")]
    coded = t["evidence"].select("source_id").drop_nulls().unique()
    for kinds, used, what in (
        (["article", "transcript"], pl.concat(looked_up).unique(), "identifiers rest on"),
        (["reference"], coded, "evidence points into"),
    ):
        rows = t["sources"].filter(pl.col("kind").is_in(kinds)).join(used, on="source_id", how="semi")
        yield Offenders("sources", rows, f"{what} {{source_id}}, of kind {{kind}}", "kind")


@rule("CIT026", severity="warning", needs=("sources",))
def unknown_license(t: Context) -> Iterator[Finding]:
    given = t["sources"].select("license").drop_nulls().unique().collect()["license"].to_list()
    wrong = [words for words in given if IDENTIFIER.fullmatch(words) and not _is_licence(words)]
    rows = t["sources"].filter(pl.col("license").is_in(wrong))
    yield Offenders("sources", rows, "SPDX has no licence {license!r}", "license")


IDENTIFIER = re.compile(r"[A-Za-z0-9.+]+(?:-[A-Za-z0-9.+]+)*-[0-9][A-Za-z0-9.+-]*")
"""One word of ASCII with a version at its end, as the licences of texts and data have it: `Copyright` is none."""


def _is_licence(words: str) -> bool:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(words)
    except InvalidLicenseExpression:
        return False
    return True


AT_HAND = pl.any_horizontal(pl.col("url", "sha256").is_not_null()) & (pl.col("kind") != "reference")
"""Whether a source is one text that somebody had before them."""


RULES = (
    of_row(
        "CIT018",
        "source-without-language",
        "sources",
        If(AT_HAND & pl.col("language").is_null(), "the language of this {kind} is missing", "language"),
        severity="warning",
    ),
    of_row(
        "CIT019",
        "source-without-day",
        "sources",
        If(AT_HAND & pl.col("published_edtf").is_null(), "{source_id} has no date of publication", "published_edtf"),
        severity="warning",
    ),
    of_row(
        "CIT020",
        "source-without-publisher",
        "sources",
        If(
            pl.col("publisher").is_null()
            & pl.col("url").is_not_null()
            & pl.col("kind").is_in(["official-document", "reference", "report"]),
            "nobody issued {title!r}",
            "publisher",
        ),
        severity="warning",
    ),
    other_title_in_the_descriptor,
    source_only_in_the_descriptor,
    language_in_other_letters,
    register_without_number,
    source_of_another_kind,
    unknown_license,
)
