"""`timeline view` as a user meets it."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest

from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser is asked to open, from a folder of its own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: asked.append(address) is None)  # type: ignore[func-returns-value]
    return asked


def test_the_page_is_written_here_and_opened(harbour: Path, timeline: Timeline, opened: list[str]) -> None:
    assert timeline("view", harbour).code == 0
    page = Path("harbour-dispute.html")
    assert page.is_file()
    assert opened == [page.resolve().as_uri()]


def test_the_page_is_that_of_the_export(harbour: Path, timeline: Timeline, opened: list[str]) -> None:
    timeline("view", harbour, "-o", "view.html", "--no-open")
    timeline("export", "html", harbour, "-o", "export.html")
    assert Path("view.html").read_bytes() == Path("export.html").read_bytes()
    assert opened == []


def test_the_text_is_in_it_only_when_asked_for(harbour: Path, timeline: Timeline, opened: list[str]) -> None:
    source = ("--source", builder.ARTICLE, "--no-open")
    reported = builder.ARTICLE.read_text(encoding="utf-8").splitlines()[2][:60].replace('"', '\\"')
    for asked in ((), ("--include-text",)):
        assert timeline("view", harbour, *source, *asked).code == 0
        assert (reported in Path("harbour-dispute.html").read_text(encoding="utf-8")) == bool(asked)


def test_an_invalid_package_is_not_opened(tmp_path: Path, timeline: Timeline, opened: list[str]) -> None:
    package = builder.edited(tmp_path, [Cell("events", "strike", "status", "imagined")])
    outcome = timeline("view", package)
    assert outcome.code == 1
    assert "imagined" in outcome.err
    assert opened == []
    assert list(Path().iterdir()) == []


def test_a_page_is_not_for_the_terminal(harbour: Path, timeline: Timeline, opened: list[str]) -> None:
    outcome = timeline("view", harbour, "-o", "-")
    assert outcome.code == 2
    assert "timeline export html -o -" in outcome.err


def test_without_a_browser_the_page_is_named(
    harbour: Path, timeline: Timeline, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    outcome = timeline("view", harbour)
    assert outcome.code == 0
    assert "open harbour-dispute.html yourself" in outcome.err
