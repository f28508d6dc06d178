"""What is said of the rules is data: one entry a rule, read when it is asked for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from event_timeline.model import UserError
from event_timeline.rules import FAMILIES, RULES, families
from event_timeline.rules.explanations import Replaced, explanation, explanations
from event_timeline.rules.families import FOLDERS
from event_timeline.rules.rule import Rule

ROOT = Path(__file__).parents[2]


def test_every_family_has_one_file() -> None:
    folder = ROOT / "scripts" / "event_timeline" / "rules"
    assert {path.parent.name for path in folder.glob("*/*.toml")} == set(FOLDERS.values())
    assert list(FOLDERS) == list(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_has_one_entry_and_every_entry_a_rule(family: str) -> None:
    assert list(explanations(family)) == sorted(r.code for r in RULES if r.family == family)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.code}-{r.slug}")
def test_an_entry_says_everything_is_in_its_place_and_its_examples_do_something(rule: Rule) -> None:
    codes, entry = list(explanations(rule.family)), explanation(rule.code)
    assert all((entry.summary.strip(), entry.why.strip(), entry.repair.strip()))
    assert all(example.note and example.edits for example in (entry.bad, entry.good))
    at = codes.index(rule.code)
    assert codes[at - 1 : at] < [rule.code], "entries are in the order of their codes"
    assert [rule.code] < codes[at + 1 : at + 2] or rule.code == codes[-1], "entries are in the order of their codes"


@pytest.fixture
def events_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of a family's file in the place of the file."""
    (tmp_path / "events").mkdir()
    path = tmp_path / "events" / "explanations.toml"
    shutil.copy(Path(families.__file__).with_name("events") / path.name, path)
    monkeypatch.setattr(families, "__file__", str(tmp_path / "families.py"))
    explanations.cache_clear()
    yield path
    explanations.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[EVT018]\n", "[EVT018\n", r"events/explanations\.toml is not TOML: .*at line \d+"),
        ("[EVT018]\n", "[EVT918]\n", r"events/explanations\.toml: \[EVT918\] has no 'bad'"),
        ("[EVT018.bad]\nnote", "[EVT018.bad]\nnotes", r"\[EVT018\] cannot be read: .*'notes'"),
        ("[EVT018.bad]\nnote", "[EVT018.evil]\nnote", r"\[EVT018\] has no 'bad'"),
        ("[EVT018.good]\n", "[EVT018.good]\nedits = [{ cel = 1 }]\n[EVT018.spare]\n", "\\[EVT018\\] .*is not an edit"),
    ],
    ids=["not TOML", "another code", "another key", "no example", "not an edit"],
)  # fmt: skip
def test_an_invalid_entry_is_reported_with_its_file_and_code(
    old: str, new: str, message: str, events_entries: Path
) -> None:
    text = events_entries.read_text(encoding="utf-8")
    assert old in text
    events_entries.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UserError, match=message):
        explanation("EVT018")


def test_a_rule_without_an_entry_is_reported_with_the_file_that_should_have_it() -> None:
    with pytest.raises(UserError, match=r"events/explanations\.toml has no \[EVT999\]") as raised:
        explanation("EVT999")
    assert raised.value.hint.startswith("add [EVT999]")


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


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_no_repair_is_to_leave_the_rule_out(rule: Rule) -> None:
    assert "--ignore" not in explanation(rule.code).repair
