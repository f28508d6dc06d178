"""Annotated texts, whose names were marked in each text by itself: `coding` declares the evidence as partial."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import profile, validate
from event_timeline.editing.lift_profile import lift_package
from event_timeline.model import Problem, Report
from event_timeline.rules import BY_CODE
from event_timeline.rules.explanations import Added, Edit
from tests import builder
from tests.rules.test_coding import declare
from tests.rules.test_similarity import actor

PARTIAL = {"evidence": "partial"}


def report(folder: Path, code: str, edits: list[Edit], *sources: Path, **coding: str) -> Report:
    """What one rule reports about the harbour under profile 1.1, after the edits and with this coding."""
    package = builder.edited(folder, edits)
    lift_package(package, profile.VERSION)
    declare(package, **coding)
    return validate(str(package), [str(s) for s in sources], select=[code, "PKG001"])


def found(folder: Path, code: str, *edits: Edit, **coding: str) -> list[Problem]:
    return report(folder, code, list(edits), **coding).problems


def pair(first: str, second: str, *, kinds: tuple[str, str] = ("person", "person"), words: str = "") -> list[Edit]:
    """Two actors of one text; words: another mention of the first."""
    edits = [*actor("one", first, kinds[0], "article", 3), *actor("two", second, kinds[1], "article", 130)]
    return edits + ([actor("one", first, kinds[0], "article", 230, words)[1]] if words else [])


@pytest.mark.parametrize(("first", "second"), [
    ("Tom", "TOM"), ("The Wolfes", "the Wolfes"), ("Jonas Berg", "Jonas Berg"), ("Élise", "ÉLISE"), ("Zoë Ward", "ZOË WARD"),
])  # fmt: skip
def test_a_proper_name_of_two_actors_of_one_text_is_a_duplicate(first: str, second: str, tmp_path: Path) -> None:
    assert [p.value for p in found(tmp_path, "ACT007", *pair(first, second), **PARTIAL)] == [second]


@pytest.mark.parametrize(("first", "second"), [
    ("he", "HE"), ("I", "I."), ("'em", "` em"), ("yeh", "yeh"), ("Mr.", "MR."), ("Mrs.", "MRS."), ("Miss", "MISS"),
    ("the army", "The army"), ("wardmaid", "Wardmaid"), ("you", "YOU"), ("ta", "Ta"), ("ihr", "IHR"), ("彼", "彼"),
])  # fmt: skip
def test_pronouns_titles_and_nouns_of_annotated_texts_are_no_duplicates(
    first: str, second: str, tmp_path: Path
) -> None:
    assert found(tmp_path / "partial", "ACT007", *pair(first, second), **PARTIAL) == []
    assert len(found(tmp_path / "complete", "ACT007", *pair(first, second), evidence="complete")) == 1


def test_a_word_that_the_text_has_in_small_letters_too_is_no_name(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "ACT007", *pair("They", "THEY", words="they"), **PARTIAL) == []
    assert found(tmp_path / "c", "ACT007", *pair("HIS", "His", words="his"), **PARTIAL) == []
    assert len(found(tmp_path / "b", "ACT007", *pair("Tom", "TOM", words="he"), **PARTIAL)) == 1


def test_one_name_of_two_kinds_may_be_two_actors(tmp_path: Path) -> None:
    edits = pair("Washington", "Washington", kinds=("person", "organisation"))
    assert found(tmp_path, "ACT007", *edits, **PARTIAL) == []


def test_names_of_two_annotated_texts_are_not_compared(tmp_path: Path) -> None:
    edits = [*actor("one", "Jonas Berg", "person", "article", 3), *actor("two", "Jonas Berg", "person", "port-log", 3)]
    assert found(tmp_path / "partial", "ACT007", *edits, **PARTIAL) == []
    assert len(found(tmp_path / "complete", "ACT007", *edits)) == 1


@pytest.mark.parametrize(("table", "row"), [
    ("actors", {"actor_id": "none-of-them", "name": "none", "kind": "person"}),
    ("places", {"place_id": "none-of-them", "name": "none", "kind": "site"}),
])  # fmt: skip
def test_a_name_of_an_annotated_text_may_be_a_word_for_a_missing_value(
    table: str, row: dict[str, str], tmp_path: Path
) -> None:
    assert found(tmp_path / "partial", "TAB035", Added(table, row), **PARTIAL) == []
    assert [p.value for p in found(tmp_path / "complete", "TAB035", Added(table, row))] == ["none"]


def test_a_word_for_a_missing_value_is_reported_in_other_columns_of_annotated_texts(tmp_path: Path) -> None:
    edits = [Added("actors", {"actor_id": "tom", "name": "Tom", "kind": "person", "office": "n/a"})]
    assert [p.value for p in found(tmp_path, "TAB035", *edits, **PARTIAL)] == ["n/a"]


def mention(name: str, source: str, words: str) -> list[Edit]:
    """An actor of the article, and another one whose mention in a source has some words."""
    return [*actor("one", name, "person", "article", 3), *actor("two", "Experts", "group", source, 130, words)]


def test_a_mention_by_the_name_of_another_actor_of_the_text_is_reported(tmp_path: Path) -> None:
    edits = mention("Jonas Berg", "article", "Jonas Berg")
    assert [(p.column, p.message) for p in found(tmp_path, "EVD033", *edits, **PARTIAL)] == [
        ("actor_id", "'Jonas Berg' is the name of one, not of two")
    ]


@pytest.mark.parametrize(("name", "source"), [("Jonas Berg", "port-log"), ("he", "article"), ("analysts", "article")])
def test_a_mention_by_words_of_another_text_or_by_no_name_is_not(name: str, source: str, tmp_path: Path) -> None:
    edits = mention(name, source, name)
    assert found(tmp_path / "partial", "EVD033", *edits, **PARTIAL) == []
    assert len(found(tmp_path / "complete", "EVD033", *edits)) == 1


def test_a_part_of_a_quotation_is_a_quote_where_the_quotations_are_partial(tmp_path: Path) -> None:
    edits = list(BY_CODE["EVD024"].bad.edits)
    whole = report(tmp_path / "a", "EVD024", edits, builder.ARTICLE, evidence="partial", quotations="complete")
    assert [(p.code, p.value) for p in whole.problems] == [("EVD024", "that")]
    part = report(tmp_path / "b", "EVD024", edits, builder.ARTICLE, evidence="partial", quotations="partial")
    assert part.problems == []
    assert [(s.code, s.reason) for s in part.skipped] == [("EVD024", "`coding` declares quotations as partial")]


def test_a_whole_quotation_is_right_where_only_the_evidence_is_partial(tmp_path: Path) -> None:
    assert report(tmp_path, "EVD024", [], builder.ARTICLE, evidence="partial").problems == []
