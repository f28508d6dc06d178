"""Repairs and hints: every command that one names is complete, and runs in the rule's bad example."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from event_timeline.rules import RULES
from event_timeline.rules.rule import Rule
from tests import builder
from tests.conftest import Timeline
from tests.rules import reported

NAMED = re.compile(r"`timeline ([^`]+)`")
FILLED = {
    "TABLE.COLUMN": "events.topic",
    "TERM": "fishing",
    "…": "Catching fish.",
    "WORDS": "once a year",
    "WORD": "ports",
    "FILE": str(builder.ARTICLE),
    "event:ID": "event:strike",
    "statement:ID": "statement:holm-answer",
    "event_actors/EVENT_ID/ACTOR_ID/ROLE": "event_actors/strike/dockers-union/agent",
}
"""What a hint leaves to the reader, in capitals or as dots -> what a reader may write."""


def named() -> Iterator[tuple[str, Rule]]:
    """Each command that a repair or hint of a rule names, with the first such rule."""
    seen = set()
    for rule in RULES:
        for command in NAMED.findall("\n".join((rule.repair, *reported.recorded()[rule.code]))):
            if command not in seen:
                seen.add(command)
                yield command, rule


@pytest.mark.parametrize(("command", "rule"), list(named()), ids=lambda value: getattr(value, "code", value))
def test_a_command_that_a_rule_names_runs(
    command: str, rule: Rule, tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = builder.edited(tmp_path, rule.bad.edits, rule.bad.package)
    monkeypatch.chdir(package)
    result = timeline(*(FILLED.get(word, word) for word in shlex.split(command)))
    assert result.code == 0, result.err
