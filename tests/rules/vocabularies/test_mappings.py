"""Mappings to other schemes, and codebooks in other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Cell
from tests import builder
from tests.rules.asking import cells, found, placed

STRIKE = "events.kind strike"


@pytest.mark.parametrize(("mapping", "code"), [
    ("foaf:based_near", None), ("iso:4217", None), ("iso:3166-1", None), ("iso:8601-2:2019", None), ("wikidata:Q49776", None),
    ("https://www.wikidata.org/entity/Q49776", None), ("schema:Event skos:exactMatch", None),
    ("foo:done", "VOC007"), ("wikidata:strike", "VOC008"), ("iso:dk", "VOC008"), ("plover:STRIKES", "VOC008"), ("schema:a/b", "VOC008"),
])  # fmt: skip
def test_a_mapping_names_a_scheme_and_something_of_its_form(mapping: str, code: str | None, tmp_path: Path) -> None:
    told = [c for c in ("VOC007", "VOC008") if found(tmp_path / c, c, *cells("codebook", STRIKE, mapping=mapping))]
    assert told == ([code] if code else [])


def test_a_translated_codebook_is_compared_by_its_mappings(tmp_path: Path) -> None:
    header, *rows = builder.table(builder.HARBOUR / "data" / "codebook.csv")
    keys = [f"{row[0]} {row[1]}" for row in rows]
    words = [row[header.index("definition")] for row in rows]
    edits = [Cell("codebook", key, "definition", f"Auf Deutsch: {said}") for key, said in zip(keys, words, strict=True)]
    assert found(tmp_path / "translated", "VOC009", *edits) == []
    assert len(found(tmp_path / "changed", "VOC009", *edits[:3])) == 3
    mapped = cells("codebook", "sources.kind article", mapping="schema:Dataset")
    assert [column for _, _, column in placed(tmp_path / "mapped", "VOC009", *edits, *mapped)] == ["mapping"]
