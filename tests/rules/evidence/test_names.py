"""Names and titles in the text of a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.evidence.names import _is_name
from event_timeline.texts.text import Piece
from tests import builder
from tests.rules.asking import cells
from tests.rules.evidence.test_offsets import package


@pytest.mark.parametrize(("title", "wrong"), [
    ("DOCKERS IN OSTERHAVN TO STRIKE", False), ("Dockers in Osterhavn to strike 'until the crane is safe' after a load fell", False),
    ("Dockers in Vesterhavn to strike", True),
])  # fmt: skip
def test_a_title_may_be_written_in_capitals_and_with_other_marks(title: str, wrong: bool, tmp_path: Path) -> None:
    harbour = builder.edited(tmp_path, cells("sources", "article", title=title))
    problems = validate(str(harbour), [str(builder.ARTICLE)], select=["EVD025"]).problems
    assert [p.value for p in problems] == [title] * wrong


@pytest.mark.parametrize(("content", "language", "found"), [
    ("Mira Holm left. Mira Holm came.", "en", ["Mira Holm"]), ("Mira Holm left. Then Mira Holm Street was empty.", "en", []),
    ("Mira Holm left. Dann kam Mira Holm.", "de-AT", []), ("Mira Holm left. Holm came.", "en", []),
])  # fmt: skip
def test_names_are_looked_for_where_they_are_whole_names(
    content: str, language: str, found: list[str], tmp_path: Path
) -> None:
    harbour, source = package(tmp_path, content, [(0, 9, "Mira Holm")])
    for edit in cells("sources", "article", language=language):
        builder.apply(harbour, edit)
    assert [p.value for p in validate(str(harbour), [source], select=["EVD026"]).problems] == found


@pytest.mark.parametrize(("content", "kind", "found"), [
    ("Ford left in a car. Ford came back.", "person", ["Ford"]), ("Ford left in a Ford Mustang, past Ford Street and Mount Ford.", "person", []),
    ("Ford left. She was born in Ford.", "country", []),
])  # fmt: skip
def test_a_word_in_capitals_beside_a_name_makes_another_name(
    content: str, kind: str, found: list[str], tmp_path: Path
) -> None:
    harbour, source = package(tmp_path, content, [(0, 4, "Ford")])
    for edit in cells("actors", "mira-holm", name="Ford", kind=kind):
        builder.apply(harbour, edit)
    assert [p.value for p in validate(str(harbour), [source], select=["EVD026"]).problems] == found


@pytest.mark.parametrize(("marked", "found"), [(5, ["Sweden"]), (4, [])])
def test_a_country_is_looked_for_where_nearly_all_its_names_are_marked(
    marked: int, found: list[str], tmp_path: Path
) -> None:
    content = "Sweden paid. " * (marked + 1)
    spans = [(13 * i, 13 * i + 6, "Sweden") for i in range(marked)]
    harbour, source = package(tmp_path, content, spans)
    for edit in cells("actors", "mira-holm", name="Sweden", kind="country"):
        builder.apply(harbour, edit)
    assert [p.value for p in validate(str(harbour), [source], select=["EVD026"]).problems] == found


def spans(*pieces: tuple[int, int, str]) -> list[Piece]:
    """Pieces of one quotation: paragraph, start, words."""
    return [Piece(words, "article", start, start + len(words), paragraph) for paragraph, start, words in pieces]


@pytest.mark.parametrize(
    ("words", "name"), [("Mira of the Port", True), ("the Port", True), ("The council", False), ("Ira", False), ("the van Port", True)]
)  # fmt: skip
def test_words_of_at_most_three_letters_make_no_name_and_prevent_none(words: str, name: bool) -> None:
    assert _is_name(words) is name
