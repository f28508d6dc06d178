"""VOC: codes of other schemes in the codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from event_timeline import profile
from event_timeline.rules.kinds import If, of_query
from event_timeline.rules.rule import ROW, Context

ONTOLOGIES = frozenset({"sem", "schema", "oa", "time", "skos", "prov", "dcterms", "foaf", "owl"})
FORMS = {
    "iso": r"^\d{1,5}(?:-\d+)*(?::\d{4})?$", "wikidata": r"^[QP][1-9]\d*$", "http": r"^//.", "https": r"^//.",
    **dict.fromkeys(("acled", "gdelt", "icews", "polecat", "timeml", "ucdp"), r"^\S"),
}  # fmt: skip
SCHEMES = frozenset({"plover", "cameo", "factbank", *ONTOLOGIES, *FORMS})
"""Prefixes that `codebook.mapping` may use; the guide says what each stands for."""
FACTBANK = frozenset({"CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "CTu", "Uu"})
"""The factuality values of FactBank (Sauri and Pustejovsky 2009)."""
LOCAL = r"^[A-Za-z_][A-Za-z0-9_.-]*$"
"""The form of a class or property of the schemes that are ontologies."""
KNOWN: dict[str, Callable[[], Iterable[str]]] = {
    "plover": profile.plover_codes, "cameo": profile.cameo_codes, "factbank": lambda: FACTBANK,
}  # fmt: skip
SCHEME, CODE = pl.col("scheme"), pl.col("code")


def _mapped(t: Context) -> pl.LazyFrame:
    """Each mapping by itself, `one`, with its `scheme` and `code`."""
    rows = t["codebook"].select(ROW, "mapping").drop_nulls().with_columns(one=pl.col("mapping").str.split(" "))
    scheme, code = (pl.col("one").str.extract(profile.MAPPING, part) for part in (2, 3))
    return rows.explode("one").with_columns(scheme=scheme, code=code)


def _unlisted(t: Context) -> pl.Expr:  # noqa: ARG001
    """Whether a scheme has no such code; the codes are read from the profile."""
    listed = [(scheme == SCHEME) & CODE.is_in(sorted(codes())) for scheme, codes in KNOWN.items()]
    forms = {**dict.fromkeys(ONTOLOGIES, LOCAL), **FORMS}
    listed += [(scheme == SCHEME) & CODE.str.contains(form) for scheme, form in forms.items()]
    return SCHEME.is_in(sorted(SCHEMES)) & ~pl.any_horizontal(listed)


unknown_scheme = of_query(
    "VOC007", "unknown-scheme", "codebook", _mapped,
    If(~SCHEME.is_in(sorted(SCHEMES)), "{scheme!r} is not a scheme that mappings may use", "mapping"), severity="warning",
)  # fmt: skip
unknown_code_in_mapping = of_query(
    "VOC008", "unknown-code-in-mapping", "codebook", _mapped,
    If(_unlisted, "{scheme} has no {code!r}", "mapping", value="one"),
)  # fmt: skip
