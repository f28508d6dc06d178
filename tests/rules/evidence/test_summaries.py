"""Summaries that repeat the words of a source that is not free."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline import validate
from event_timeline.rules.evidence.spans import LONGEST
from event_timeline.rules.evidence.summaries import OPEN
from event_timeline.rules.explanations import Cell
from event_timeline.texts.passages import shared_run
from tests import builder

RESERVED = Cell("sources", "article", "license", "All rights reserved")

SENTENCE = "The union and the authority have been bargaining over the night shift since 2022."
"""Of the harbour's article."""


def reported(folder: Path, *edits: Cell) -> list[tuple[str | None, str | None, str]]:
    """(table, column, message) of what EVD035 finds with the text at hand."""
    package = builder.edited(folder, [RESERVED, *edits])
    problems = validate(str(package), [str(builder.ARTICLE)], select=["EVD035"]).problems
    return [(p.resource, p.column, p.message) for p in problems]


@pytest.mark.parametrize(("table", "key"), [("events", "shift-bargaining"), ("statements", "veld-warning")])
@pytest.mark.parametrize("summary", [SENTENCE, f"They say: {SENTENCE.replace(' ', '  ')}", SENTENCE[:LONGEST]])
def test_sixty_characters_of_prose_are_reported(table: str, key: str, summary: str, tmp_path: Path) -> None:
    ((resource, column, message),) = reported(tmp_path, Cell(table, key, "summary", summary))
    assert (resource, column) == (table, "summary")
    assert "characters are those of article: 'The union and the authority" in message


@pytest.mark.parametrize("summary", [
    SENTENCE[: LONGEST - 1], "We told them in March that the cable was worn,” said Mira Holm of the union to all who would hear.",
    SENTENCE.replace("bargaining", "talking"),
])  # fmt: skip
def test_fewer_characters_and_quoted_words_are_not(summary: str, tmp_path: Path) -> None:
    assert reported(tmp_path, Cell("events", "shift-bargaining", "summary", summary)) == []


@pytest.mark.parametrize("license_id", ["CC-BY-4.0", "CC BY-SA 3.0", "CC0-1.0", "Public domain", "ODbL-1.0"])
def test_a_source_under_an_open_licence_may_be_repeated(license_id: str, tmp_path: Path) -> None:
    edits = (Cell("sources", "article", "license", license_id), Cell("events", "shift-bargaining", "summary", SENTENCE))
    assert reported(tmp_path, *edits) == []


@pytest.mark.parametrize(
    "license_id", ["", "All rights reserved", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "MIT-ish", "Copyright 2024"]
)
def test_other_terms_are_not_open(license_id: str) -> None:
    assert not OPEN.match(license_id)


@given(st.text("ab ", max_size=40), st.text("abc", min_size=LONGEST, max_size=90), st.text("ab ", max_size=40))
def test_a_run_is_found_wherever_it_is(before: str, run: str, after: str) -> None:
    assert len(shared_run(before + run + after, f"xyz{run}xyz", LONGEST)) >= LONGEST
