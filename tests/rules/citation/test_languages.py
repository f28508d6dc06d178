"""The languages of the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Cell
from tests.rules.asking import cells, found


@pytest.mark.parametrize(("title", "language"), [("TASS", "ru"), ("BBC Persian", "fa")])
def test_the_names_of_services_are_in_any_letters(title: str, language: str, tmp_path: Path) -> None:
    assert found(tmp_path, "CIT023", *cells("sources", "port-log", title=title, language=language)) == []


@pytest.mark.parametrize("tag", ["en-US-u-ca-buddhist", "en-x-mine", "x-mine", "i-klingon", "sl-rozaj-biske-1994"])
def test_singletons_and_private_subtags_of_a_language_tag_are_allowed(tag: str, tmp_path: Path) -> None:
    edit = Cell("sources", "port-log", "language", tag)
    for code in ("TAB023", "CIT014"):
        assert found(tmp_path / code, code, edit) == []


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-UK-x-mine", "CIT014"),
        ("dk-x-mine", "CIT014"),
        ("en-a-foo-a-bar", "CIT014"),
        ("i-mine", "CIT014"),
        ("en-x", "TAB023"),
        ("x", "TAB023"),
        ("en-u", "TAB023"),
        ("english", "TAB023"),
        ("en_GB", "TAB023"),
    ],
)
def test_a_wrong_subtag_beside_a_singleton_is_still_found(tag: str, code: str, tmp_path: Path) -> None:
    (problem,) = found(tmp_path, code, Cell("sources", "port-log", "language", tag))
    assert problem.value == tag
