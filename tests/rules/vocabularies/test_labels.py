"""Categories and labels of terms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline import validate
from tests import builder

TERMS = ["affirmed", "negated"]
LABELLED = [{"value": "affirmed", "label": "Affirmed"}, {"value": "negated", "label": "Negated"}]


@pytest.mark.parametrize(("enum", "categories", "differ"), [
    (TERMS, LABELLED, False), (TERMS, TERMS, False), (None, None, False), (TERMS, None, True), (None, LABELLED, True),
    (TERMS, LABELLED[::-1], True), (TERMS, LABELLED[:1], True), (TERMS[:1], LABELLED, True), (TERMS, [], True),
])  # fmt: skip
def test_categories_and_terms_are_the_same_in_the_same_order(
    enum: list[str] | None, categories: list[object] | None, differ: bool, harbour: Path
) -> None:
    path = harbour / "schemas" / "events.json"
    schema = json.loads(builder.read(path))
    field = next(f for f in schema["fields"] if f["name"] == "polarity")
    for owner, key, value in ((field["constraints"], "enum", enum), (field, "categories", categories)):
        del owner[key]
        if value is not None:
            owner[key] = value
    builder.write(path, json.dumps(schema))
    assert (validate(str(harbour), select=["VOC004"]).counts == {"VOC004": 1}) is differ
