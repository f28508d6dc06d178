"""Actors that a text describes and does not name: rules compare them inside one text."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added, Edit
from event_timeline.rules.similarity import alike
from event_timeline.texts.proper_names import named
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import found


def actor(key: str, name: str, kind: str, source: str, start: int, words: str = "") -> list[Edit]:
    """An actor with a mention in a source."""
    words = words or name
    row = {"evidence_id": f"{key}-mention-{start}", "source_id": source, "paragraph": "1", "char_start": str(start)}
    row |= {"char_end": str(start + len(words)), "exact": words, "sha256": span_hash(words), "part": "mention"}
    return [Added("actors", {"actor_id": key, "name": name, "kind": kind}), Added("evidence", row | {"actor_id": key})]


@pytest.mark.parametrize(("name", "kind", "across"), [
    ("analysts", "group", 0), ("Analysts", "group", 0), ("she", "person", 0), ("She", "person", 0), ("the police", "body", 0),
    ("Police", "body", 0), ("Houthis", "group", 0), ("記者", "person", 0), ("Jonas Berg", "person", 1), ("Adele", "person", 1),
    ("NATO", "organisation", 1), ("UN", "organisation", 1), ("Port Authority", "body", 1), ("Norway", "country", 1),
])  # fmt: skip
def test_actors_of_one_name_are_compared_across_texts_only_where_it_is_a_name(
    name: str, kind: str, across: int, tmp_path: Path
) -> None:
    first = actor("one", name, kind, "article", 3)
    other, same = actor("two", name, kind, "port-log", 3), actor("two", name, kind, "article", 30)
    assert len(found(tmp_path / "across", "ACT007", *first, *other)) == across
    assert len(found(tmp_path / "inside", "ACT007", *first, *same)) == 1


@pytest.mark.parametrize(("name", "kind", "across"), [("analysts", "group", 0), ("Jonas Berg", "person", 1)])
def test_a_mention_by_the_words_of_another_is_compared_in_the_text_of_that_other(
    name: str, kind: str, across: int, tmp_path: Path
) -> None:
    first = actor("one", name, kind, "article", 3)
    assert (
        len(found(tmp_path / "a", "EVD033", *first, *actor("two", "Experts", "group", "port-log", 3, name))) == across
    )
    assert len(found(tmp_path / "i", "EVD033", *first, *actor("two", "Experts", "group", "article", 30, name))) == 1


@pytest.mark.parametrize(("name", "is_name"), [
    ("Mira Holm", True), ("Ministry of Defence", True), ("EU", True), ("The union", False), ("a man", False), ("They", False),
    ("", False), ("Élysée Palace", True), ("U.S. Army", True),
])  # fmt: skip
def test_what_is_a_name(name: str, is_name: bool) -> None:
    frame = pl.DataFrame({"name": [name], "kind": ["body"]})
    assert frame.select(named("name", "kind")).item() is is_name


@pytest.mark.parametrize(("words", "overlooked"), [("They", 0), ("Monday", 1)])
def test_a_word_in_capitals_is_looked_for_in_a_text_that_mentions_its_actor_by_it(
    words: str, overlooked: int, tmp_path: Path
) -> None:
    """The article has the word *Monday*, which the name of an actor from another text need not mean."""
    text = builder.read(builder.ARTICLE)
    start = text.index(words) if words == "They" else 900
    edits = actor("monday", "Monday", "body", "article", start, words)
    package = builder.edited(tmp_path, edits)
    problems = validate(str(package), [str(builder.ARTICLE)], select=["EVD026"]).problems
    assert [p.value for p in problems] == ["Monday"] * overlooked


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Port Authority", "port  AUTHORITY", True), ("Port", "Harbour", False), ("…", "—", False), ("", "", False), ("Ｐort", "port", True),
])  # fmt: skip
def test_names_are_alike_where_their_letters_and_digits_are(one: str, other: str, same: bool) -> None:
    rows = pl.DataFrame({"one": [one], "other": [other]})
    assert rows.select(alike("one", "other")).item() is same
