"""VOC: categories and labels of terms."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.model import Problem
from event_timeline.package.opening import Resource
from event_timeline.rules.kinds import matching, of_schema
from event_timeline.rules.rule import ROW, Context


@of_schema("VOC004", layer="schemas")
def categories_differ(t: Context, resource: Resource) -> Iterator[Problem]:  # noqa: ARG001
    for field in resource.schema.get("fields", ()):
        enum, categories = field.get("constraints", {}).get("enum"), field.get("categories")
        labelled = list(_labels(categories)) if isinstance(categories, list) else None
        if (enum is not None or categories is not None) and labelled != list(enum or ()):
            yield Problem(message=f"`categories` and `enum` of {field['name']!r} differ", column=field["name"])


@matching("VOC006", "codebook", "{term!r} is {label!r} here and {other!r} in the schema", "label", severity="warning")
def labels_differ(t: Context) -> pl.LazyFrame:
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
    return rows.filter(pl.col("label") != pl.col("other"))


def _labels(categories: list[object]) -> dict[object, str | None]:
    """value -> label; Data Package v2 allows bare values and objects. What is neither text nor a number is left out."""
    labels: dict[object, str | None] = {}
    for category in categories:
        value = category.get("value") if isinstance(category, dict) else category
        if isinstance(value, str | int | float):
            labels[value] = str(category["label"]) if isinstance(category, dict) and "label" in category else None
    return labels
