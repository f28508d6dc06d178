"""VOC: the schemas' vocabularies against the codebook."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.profile import vocabulary_columns
from event_timeline.rules.rule import (
    Context,
    Finding,
    Found,
    Offenders,
    literal,
    rule,
)
from event_timeline.tables.loading import ROW

ONTOLOGIES = frozenset({"sem", "schema", "oa", "time", "skos", "prov", "dcterms", "foaf"})
FORMS = {"iso": r"^\d{1,5}(?:-\d+)*(?::\d{4})?$", "wikidata": r"^[QP][1-9]\d*$", "http": r"^//.", "https": r"^//."}
SCHEMES = frozenset({"plover", "cameo", "factbank", *ONTOLOGIES, *FORMS})
"""Prefixes that `codebook.mapping` may use; the guide says what each stands for."""
FACTBANK = frozenset({"CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "CTu", "Uu"})
"""The factuality values of FactBank (Sauri and Pustejovsky 2009)."""
LOCAL = r"^[A-Za-z_][A-Za-z0-9_.-]*$"
"""The form of a class or property of the schemes that are ontologies."""
TRANSLATED = 0.5
"""The share of the profile's definitions from which other words mean another language."""


@rule("VOC001", needs=("codebook",))
def undefined_term(t: Context) -> Iterator[Finding]:
    defined = _defined(t)
    # while one of the profile's tables is missing, a table of another name may be it, and its terms are defined
    known = {n: s for n, s in t.schemas.items() if n in profile.TABLES or not t.absent}
    for vocabulary, terms in vocabulary_columns(known).items():
        for term in terms:
            if term not in defined.get(vocabulary, ()):
                yield Found(
                    f"{vocabulary} allows {term!r}, which has no row", "codebook", column="term", value=str(term)
                )


@rule("VOC002", needs=("codebook",))
def unusable_term(t: Context) -> Iterator[Finding]:
    rows = [(v, term) for v, terms in vocabulary_columns(t.schemas).items() for term in terms]
    allowed = pl.LazyFrame(rows, schema={"vocabulary": pl.String, "term": pl.String}, orient="row")
    closed = allowed.select("vocabulary").unique()
    lost = t["codebook"].select(ROW, "vocabulary", "term").join(closed, on="vocabulary", how="semi")
    lost = lost.join(allowed, on=["vocabulary", "term"], how="anti")
    yield Offenders("codebook", lost, "{vocabulary} does not allow {term!r}", "term")


@rule("VOC003", needs=("codebook",))
def vocabulary_of_nothing(t: Context) -> Iterator[Finding]:
    columns = [f"{table}.{f['name']}" for table, schema in t.schemas.items() for f in schema["fields"]]
    broken = [*t.absent, *(name for name, resource in t.tables.package.resources.items() if resource.broken)]
    unknown = pl.col("vocabulary").str.split(".").list.first().is_in(broken)
    lost = t["codebook"].select(ROW, "vocabulary").filter(~pl.col("vocabulary").is_in(columns) & ~unknown)
    yield Offenders("codebook", lost, "no column is named {vocabulary!r}", "vocabulary")


@rule("VOC004")
def categories_differ(t: Context) -> Iterator[Finding]:
    for name, resource in t.tables.package.resources.items():
        for field in resource.schema.get("fields", ()):
            enum, categories = field.get("constraints", {}).get("enum"), field.get("categories")
            if enum is None and categories is None:
                continue
            labelled = _labels(categories) if isinstance(categories, list) else None
            if labelled is None or list(labelled) != list(enum or ()):
                yield Found(
                    f"`categories` and `enum` of {field['name']!r} differ",
                    name,
                    path=resource.schema_path or t.tables.package.descriptor_name,
                    column=field["name"],
                )


@rule("VOC005", needs=("codebook",), scope="rows", beside=("codebook",))
def uncoded_value(t: Context) -> Iterator[Finding]:
    closed = vocabulary_columns(t.schemas)
    for vocabulary, terms in _defined(t).items():
        table, _, column = vocabulary.partition(".")
        if vocabulary not in closed and t.tables.has(table, column):
            rows = t[table].select(ROW, value=pl.col(column).cast(pl.String)).drop_nulls()
            lost = rows.filter(~pl.col("value").is_in(list(terms))).with_columns(quoted=_quoted("value"))
            meaning = "" if vocabulary == "events.cameo" else ' --definition "…"'
            command = f"timeline add term --vocabulary {literal(shlex.quote(vocabulary))} --term {{quoted}}{meaning}"
            said = f"{{value!r}} has no row of {literal(vocabulary)} in the codebook"
            yield Offenders(table, lost, said, column, "value", hint=f"add the value to `codebook.csv`: `{command}`")


@rule("VOC006", severity="warning", needs=("codebook",))
def labels_differ(t: Context) -> Iterator[Finding]:
    labels = [
        (f"{table}.{field['name']}", term, label)
        for table, schema in t.schemas.items()
        for field in schema["fields"]
        if isinstance(field.get("categories"), list)
        for term, label in _labels(field["categories"]).items()
        if label is not None and isinstance(term, str)
    ]
    frame = pl.LazyFrame(labels, schema={"vocabulary": pl.String, "term": pl.String, "other": pl.String}, orient="row")
    rows = t["codebook"].select(ROW, "vocabulary", "term", "label").join(frame, on=["vocabulary", "term"])
    rows = rows.filter(pl.col("label") != pl.col("other"))
    yield Offenders("codebook", rows, "{term!r} is {label!r} here and {other!r} in the schema", "label")


@rule("VOC007", severity="warning", needs=("codebook",))
def unknown_scheme(t: Context) -> Iterator[Finding]:
    rows = t["codebook"].select(ROW, "mapping").drop_nulls().with_columns(one=pl.col("mapping").str.split(" "))
    rows = rows.explode("one").with_columns(scheme=pl.col("one").str.split(":").list.first())
    rows = rows.filter(~pl.col("scheme").is_in(list(SCHEMES)))
    yield Offenders("codebook", rows, "{scheme!r} is not a scheme that mappings may use", "mapping")


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
    yield Offenders("codebook", rows, "{scheme} has no {code!r}", "mapping", "one")


@rule("VOC009", severity="warning", needs=("codebook",))
def redefined_term(t: Context) -> Iterator[Finding]:
    if t.profile_version is None:
        return
    profiles = [
        (*key, *(text or None for text in texts)) for key, texts in profile.definitions(t.profile_version).items()
    ]
    columns = dict.fromkeys(("vocabulary", "term", "wanted", "mapped"), pl.String)
    frame = pl.LazyFrame(profiles, schema=columns, orient="row")
    rows = (
        t["codebook"].select(ROW, "vocabulary", "term", "definition", "mapping").join(frame, on=["vocabulary", "term"])
    )
    worded = pl.col("definition") != pl.col("wanted")
    translated = rows.select(worded.mean() > TRANSLATED).collect().item()
    yield Offenders(
        "codebook",
        rows.filter(worded & ~pl.lit(bool(translated))),
        "the profile says of {term}: {wanted}",
        "definition",
    )
    yield Offenders(
        "codebook",
        rows.filter(pl.col("mapping").ne_missing(pl.col("mapped"))),
        "the profile maps {term} to {mapped}",
        "mapping",
    )


def _defined(t: Context) -> dict[str, list[str]]:
    """vocabulary -> terms that the codebook defines."""
    rows = t["codebook"].select("vocabulary", "term").drop_nulls().group_by("vocabulary").agg("term").collect()
    return dict(rows.iter_rows())


def _quoted(column: str) -> pl.Expr:
    """A column's values as a shell takes them for one word; see `shlex.quote`."""
    value = pl.col(column)
    return (
        pl.when(value.str.contains(r"^[A-Za-z0-9_@%+=:,./-]+$"))
        .then(value)
        .otherwise(pl.lit("'") + value.str.replace_all("'", "'\"'\"'", literal=True) + pl.lit("'"))
    )


def _labels(categories: list[object]) -> dict[object, str | None]:
    """value -> label; Data Package v2 allows bare values and objects. What is neither text nor a number is left out."""
    labels: dict[object, str | None] = {}
    for category in categories:
        value = category.get("value") if isinstance(category, dict) else category
        if isinstance(value, str | int | float):
            labels[value] = str(category["label"]) if isinstance(category, dict) and "label" in category else None
    return labels


RULES = (
    undefined_term,
    unusable_term,
    vocabulary_of_nothing,
    categories_differ,
    uncoded_value,
    labels_differ,
    unknown_scheme,
    unknown_code_in_mapping,
    redefined_term,
)
