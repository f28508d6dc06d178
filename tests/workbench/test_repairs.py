"""What the page offers to do about a finding, and what it says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.model import Problem
from event_timeline.rules import BY_SLUG, RULES
from event_timeline.workbench.repairs import COMMAND, HINTS, REPAIRS, WITHOUT_ROW, page_hint
from event_timeline.workbench.session import Session
from tests import builder


def session_of(folder: Path, slug: str) -> tuple[Session, Path]:
    """A package with the bad example of a rule, open with its text."""
    example = BY_SLUG[slug].bad
    package = builder.edited(folder, example.edits, example.package)
    return Session(package), package


@pytest.mark.parametrize("slug", sorted({*REPAIRS, *WITHOUT_ROW}))
def test_one_click_takes_the_finding_away_and_brings_no_error(tmp_path: Path, slug: str) -> None:
    session, package = session_of(tmp_path, slug)
    state = session.state()
    found = [p for p in state["problems"] if p["slug"] == slug]
    assert found
    offered = [p for p in found if p["repairs"]]
    assert offered, found
    errors = sum(p["severity"] == "error" for p in state["problems"])
    after = session.change(state["version"], offered[0]["repairs"][0]["operations"], "a repair")
    assert len([p for p in after["problems"] if p["slug"] == slug]) == len(found) - 1
    assert sum(p["severity"] == "error" and not p["pending"] for p in after["problems"]) <= errors
    before = builder.contents(package)
    session.undo(after["version"])
    assert builder.contents(package) != before


def test_a_quotation_beside_a_statement_that_lost_its_quote_is_offered(harbour: Path) -> None:
    with et.edit(harbour) as editor:
        editor.remove("evidence/headline-strike-quote-32")
    session = Session(harbour)
    state = session.state()
    (found,) = (
        p for p in state["problems"] if p["slug"] == "direct-without-quote" or p["slug"] == "unassigned-quotation"
    )
    assert "until the crane is safe" in str(found)


@pytest.mark.parametrize("slug", sorted(r.slug for r in RULES if r.fixable or r.secondary))
def test_files_are_repaired_where_the_rule_says_so(tmp_path: Path, slug: str) -> None:
    session, package = session_of(tmp_path, slug)
    try:
        state = session.state()
    except et.Error:  # such a file is no table, and `timeline validate --fix` is what opens it again
        return
    found = [p for p in state["problems"] if p["slug"] == slug]
    assert all({"label": "Repair the files…", "fix": True} in p["repairs"] for p in found)
    before = builder.contents(package)
    planned = session.fix(state["version"], dry_run=True)
    assert builder.contents(package) == before
    if planned["notes"]:
        after = session.fix(state["version"], dry_run=False)
        assert after["notes"] == planned["notes"]
        assert not [p for p in after["problems"] if p["slug"] == slug]
        assert after["steps"]["undo"] == ["timeline edit: repair the files"]
        session.undo(after["version"])
        assert builder.contents(package) == before
    else:
        assert planned["left"], "neither repaired nor said why not"


def test_files_that_another_program_changed_are_not_repaired(harbour: Path) -> None:
    session = Session(harbour)
    version = session.state()["version"]
    with et.edit(harbour) as editor:
        editor.set("actors/denmark", note="By the command line.")
    with pytest.raises(et.Error, match="another tab or program"):
        session.fix(version, dry_run=False)


def test_hints_of_the_page_name_no_command_but_for_what_is_done_in_a_terminal() -> None:
    assert set(HINTS) <= set(BY_SLUG)
    for rule in RULES:
        hint = page_hint(Problem(code=rule.code, slug=rule.slug, hint=rule.repair))
        assert hint
        if COMMAND.search(hint):
            assert hint == f"in a terminal: {rule.repair}"
            assert rule.family in ("CIT", "PKG", "EVD"), hint


def test_a_hint_without_a_command_is_the_rules_own() -> None:
    for rule in RULES:
        if not COMMAND.search(rule.repair) and rule.slug not in HINTS:
            assert page_hint(Problem(code=rule.code, slug=rule.slug, hint=rule.repair)) == rule.repair


def test_no_hint_asks_for_a_terminal_or_for_a_cell_that_the_page_computes(tmp_path: Path) -> None:
    session = Session(tmp_path / "new")
    new = session.create({"text": "Ada said so.\n", "title": "Ada", "contributor": "Ek, Ada"})
    hints = {p["column"]: p["hint"] for p in new["problems"] if p["slug"] == "incomplete-metadata"}
    assert hints["$.temporal"] == "it is written with the first event that has a date."
    assert not [h for h in hints.values() if "terminal" in h or "timeline" in h]
    for slug in ("unattributed-speaker", "direct-without-quote", "quote-evidence-mismatch", "cue-evidence-mismatch"):
        rule = BY_SLUG[slug]
        assert "press the number of" in page_hint(Problem(code=rule.code, slug=slug, hint=rule.repair))


def test_findings_of_one_rule_follow_the_text(tmp_path: Path) -> None:
    """And not the digits of their offsets, by which 1000 comes before 90."""
    text = "\n".join(f'"Nothing will stop the {n} ships," Ada said.' for n in range(10, 50))
    found = Session(tmp_path / "new").create({"text": text, "title": "Ships", "contributor": "Ek, Ada"})["problems"]
    starts = [int(p["message"].partition("[")[2].partition(",")[0]) for p in found if "[" in p["message"]]
    assert starts == sorted(starts)
    assert len(starts) > 30
