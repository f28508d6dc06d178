"""VOC: codes of other schemes in the codebook."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.rules.rule import Context, Finding, Matches, rule
from event_timeline.tables.loading import ROW

ONTOLOGIES = frozenset({"sem", "schema", "oa", "time", "skos", "prov", "dcterms", "foaf"})


FORMS = {"iso": r"^\d{1,5}(?:-\d+)*(?::\d{4})?$", "wikidata": r"^[QP][1-9]\d*$", "http": r"^//.", "https": r"^//."}


SCHEMES = frozenset({"plover", "cameo", "factbank", *ONTOLOGIES, *FORMS})
"""Prefixes that `codebook.mapping` may use; the guide says what each stands for."""


FACTBANK = frozenset({"CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "CTu", "Uu"})
"""The factuality values of FactBank (Sauri and Pustejovsky 2009)."""


LOCAL = r"^[A-Za-z_][A-Za-z0-9_.-]*$"
"""The form of a class or property of the schemes that are ontologies."""


@rule("VOC007", severity="warning", needs=("codebook",))
def unknown_scheme(t: Context) -> Iterator[Finding]:
    rows = t["codebook"].select(ROW, "mapping").drop_nulls().with_columns(one=pl.col("mapping").str.split(" "))
    rows = rows.explode("one").with_columns(scheme=pl.col("one").str.split(":").list.first())
    rows = rows.filter(~pl.col("scheme").is_in(list(SCHEMES)))
    yield Matches("codebook", rows, "{scheme!r} is not a scheme that mappings may use", "mapping")


@rule("VOC008", needs=("codebook",))
def unknown_code_in_mapping(t: Context) -> Iterator[Finding]:
    known = {
        "plover": profile.plover_codes(),
        "cameo": profile.cameo_codes(),
        "factbank": FACTBANK,
    }
    rows = t["codebook"].select(ROW, "mapping").drop_nulls().with_columns(one=pl.col("mapping").str.split(" "))
    rows = rows.explode("one").with_columns(
        scheme=pl.col("one").str.split(":").list.first(), code=pl.col("one").str.replace(r"^[^:]*:?", "")
    )
    listed = pl.lit(False)
    for scheme, codes in known.items():
        listed |= (pl.col("scheme") == scheme) & pl.col("code").is_in(sorted(codes))
    for scheme, form in {**dict.fromkeys(ONTOLOGIES, LOCAL), **FORMS}.items():
        listed |= (pl.col("scheme") == scheme) & pl.col("code").str.contains(form)
    rows = rows.filter(pl.col("scheme").is_in(sorted(SCHEMES)) & ~listed)
    yield Matches("codebook", rows, "{scheme} has no {code!r}", "mapping", "one")
