from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline.rules.rule import Cell, Replaced
from tests import builder

REFERENCE = Path(__file__).parents[2]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    text = Cell("sources", "article", "sha256", "a" * 64)
    return builder.edited(tmp_path / "second", [text, Replaced("datapackage.json", '"name": "harbour-dispute"', '"name": "second"'),
                                                Cell("actors", "denmark", "name", "Kingdom of Denmark")])  # fmt: skip


def test_the_corpus_validates_and_says_what_was_done(second: Path, tmp_path: Path, timeline) -> None:
    corpus = tmp_path / "corpus"
    result = timeline("merge", builder.HARBOUR, second, "-o", corpus, "--title", "Two harbours", "--date", "2024-07-01")
    assert result.code == 0, result.err
    assert "conflict: actors denmark name: kept 'Denmark', not 'Kingdom of Denmark'" in result.err
    document = json.loads(timeline("validate", corpus, "--format", "json").out)
    assert document["errors"] == 0
    assert {t["name"]: t["rows"] for t in document["tables"]}["evidence"] == 152
    assert timeline("validate", corpus, "--source", f"article={corpus / 'texts' / 'article.txt'}").code == 0
    said = builder.read(corpus / "MERGED.md")
    assert "- `actors` `denmark` name: kept 'Denmark', not 'Kingdom of Denmark'" in said
    assert "- `events` `second-strike` was strike in second, which another package uses" in said


def test_a_package_of_another_article_joins_too(tmp_path: Path, timeline) -> None:
    assert timeline("merge", builder.HARBOUR, REFERENCE, "-o", tmp_path / "corpus").code == 0
    assert timeline("validate", tmp_path / "corpus").code == 0


def test_the_same_parts_make_the_same_bytes(second: Path, tmp_path: Path, timeline) -> None:
    for name in ("a", "b"):
        timeline("merge", builder.HARBOUR, second, "-o", tmp_path / name, "--name", "corpus", "--date", "2024-07-01")
    first, other = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
        for n in ("a", "b")
    )
    assert first == other


def test_one_package_is_no_corpus_and_nothing_is_overwritten(
    harbour: Path, second: Path, tmp_path: Path, timeline
) -> None:
    assert timeline("merge", harbour, "-o", tmp_path / "corpus").code == 2
    assert timeline("merge", builder.HARBOUR, second, "-o", harbour).code == 2
    assert builder.read(harbour / "datapackage.json") == builder.read(builder.HARBOUR / "datapackage.json")
