"""The walk through the texts: made once for all rules, beside the queries, and ended with them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from event_timeline.engine import run_rules, text_walk
from event_timeline.engine.validation import chosen_rules
from event_timeline.model import UserError
from event_timeline.package.opening import open_package
from event_timeline.rules.rule import Context
from event_timeline.tables import loading
from event_timeline.tables.loading import load_tables
from event_timeline.texts.files import read_text
from event_timeline.texts.text import Text


class Counting(Mapping[str, Text]):
    """The text of the source `article`, and how often it was read."""

    def __init__(self, content: str, fails: bool = False) -> None:
        self.read, self._content, self._fails = 0, content, fails

    def __getitem__(self, source_id: str) -> Text:
        if source_id != "article":
            raise KeyError(source_id)
        self.read += 1
        if self._fails:
            raise UserError("the text cannot be read", "")
        return Text(source_id, self._content)

    def __contains__(self, source_id: object) -> bool:
        return source_id == "article"

    def __iter__(self) -> Iterator[str]:
        return iter(("article",))

    def __len__(self) -> int:
        return 1


def context(harbour: Path, *, fails: bool = False) -> tuple[Context, Counting]:
    texts = Counting(read_text(harbour / "article.txt"), fails)
    return Context(load_tables(open_package(harbour)), texts), texts


@pytest.fixture(params=["small", "large"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How large packages are taken to be: in small ones the walk has no thread of its own."""
    if request.param == "large":
        monkeypatch.setattr(loading, "SMALL_ROWS", 0)
    return str(request.param)


def test_one_walk_serves_all_rules(harbour: Path) -> None:
    rules = chosen_rules(["EVD021", "EVD022", "EVD023", "EVD024"])
    t, texts = context(harbour)
    with text_walk.begun(t, rules):
        found = [run_rules.found_by(rule, t) for rule in rules]
    assert texts.read == 1
    assert not run_rules.found_by(chosen_rules(["EVD026"])[0], t)  # which was not among them
    alone, _ = context(harbour)
    assert found == [run_rules.found_by(rule, alone) for rule in rules]


def test_python_waits_as_before_when_the_walk_is_over(harbour: Path, size: str) -> None:
    before = sys.getswitchinterval()
    t, _ = context(harbour)

    def interrupted() -> None:
        with text_walk.begun(t, chosen_rules(["EVD021"])):
            assert (sys.getswitchinterval() < before) is (size == "large")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert sys.getswitchinterval() == before


def test_a_text_that_cannot_be_read_is_said_by_the_rule_that_asks(harbour: Path) -> None:
    t, _ = context(harbour, fails=True)
    with pytest.raises(UserError, match="cannot be read"):
        run_rules.run(t, chosen_rules(["EVD021"]))


def test_without_rules_on_texts_no_text_is_read(harbour: Path) -> None:
    t, texts = context(harbour)
    run_rules.run(t, chosen_rules(["EVD001"]))
    assert not texts.read
