"""What is said of the rules is data: one entry a rule, read when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from event_timeline.rules import FAMILIES, RULES
from event_timeline.rules.explanations import Replaced, explanation, explanations
from event_timeline.rules.families import FOLDERS

ROOT = Path(__file__).parents[2]


def test_every_family_has_one_file() -> None:
    folder = ROOT / "scripts" / "event_timeline" / "rules"
    assert {path.parent.name for path in folder.rglob("*.toml")} == set(FOLDERS.values())
    assert list(FOLDERS) == list(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_has_one_entry_and_every_entry_a_rule(family: str) -> None:
    assert list(explanations(family)) == sorted(r.code for r in RULES if r.family == family)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_entry_says_everything_and_its_examples_do_something(family: str) -> None:
    for entry in explanations(family).values():
        assert all((entry.summary.strip(), entry.why.strip(), entry.repair.strip()))
        assert all(example.note and example.edits for example in (entry.bad, entry.good))


def test_no_more_than_two_rules_have_examples_with_the_same_note() -> None:
    """An example is about the limit of its rule; one that fits many rules shows the limit of none."""
    notes = Counter(note for r in RULES for note in {r.bad.note, r.good.note})
    assert [note for note, rules in notes.items() if rules > 2] == []


def test_an_edit_may_write_bytes_that_are_not_utf_8() -> None:
    (edit,) = explanation("TAB004").bad.edits
    assert isinstance(edit, Replaced)
    assert edit.new.encode("utf-8", "surrogateescape") == "Mira Hølm".encode("latin-1")


def test_an_edit_may_repeat_its_last_sign() -> None:
    (edit,) = explanation("TAB014").bad.edits
    assert isinstance(edit, Replaced)
    assert edit.new == "longitude," + "," * 2000


def test_a_sound_package_is_validated_without_reading_them() -> None:
    code = (
        "from event_timeline import validate; from event_timeline.rules.explanations import explanations;"
        "report = validate('.'); print(report.problems, explanations.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[] 0\n"
