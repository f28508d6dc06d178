"""What frictionless reports beyond our rules: problems with the code FRL, without repetition."""

from __future__ import annotations

import ast
import json
import socket
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.io.terminal import unstyle
from event_timeline.reports import FORMATS, is_own
from tests import builder
from tests.conftest import Timeline
from tests.test_frictionless import DAMAGE, damaged

ROOT = Path(__file__).parents[2]
FURTHER = "a type", "a range", "an enum", "a required cell", "a foreign key", "a length", "bytes", "a cell more"


def codes(report: et.Report) -> set[str]:
    return {p.code for p in report.problems}


def test_a_valid_package_stays_valid(harbour: Path) -> None:
    alone, both = et.validate(harbour), et.validate(harbour, with_frictionless=True)
    assert both.valid
    assert both.problems == alone.problems == []
    assert "FRL" in both.ran
    assert "FRL" not in alone.ran


@pytest.mark.parametrize("name", DAMAGE)
def test_repeats_nothing_that_the_rules_report(name: str, tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE[name])
    both = et.validate(package, with_frictionless=True)
    assert both.problems == et.validate(package).problems


@pytest.mark.parametrize("name", FURTHER)
def test_reports_what_the_chosen_rules_leave_out(name: str, tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE[name])
    (resource,) = {p.resource for p in et.validate(package).problems}
    report = et.validate(package, select=["DAT"], with_frictionless=True)
    assert codes(report) == {"FRL"}
    assert {p.resource for p in report.problems} == {resource}
    assert not report.valid


def test_a_problem_has_the_place_and_the_error_type(tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE["a type"])
    (ours,) = et.validate(package).problems
    (theirs,) = et.validate(package, select=["DAT"], with_frictionless=True).problems
    assert theirs.message.startswith("frictionless type-error: ")
    place = ("resource", "path", "line", "row", "column", "value", "severity")
    assert [getattr(theirs, name) for name in place] == [getattr(ours, name) for name in place]


def test_the_limit_holds_and_all_are_counted(harbour: Path) -> None:
    text = builder.read(harbour / "data/places.csv").replace("Pier 4", "").replace("Town Hall", "")
    builder.write(harbour / "data/places.csv", text)
    builder.stamp(harbour)
    report = et.validate(harbour, ignore=["TAB021"], limit=1, with_frictionless=True)
    assert [p.code for p in report.problems] == ["FRL"]
    assert report.counts == {"FRL": 2}
    report = et.validate(harbour, select=["TAB021"], limit=1, with_frictionless=True)
    assert [p.code for p in report.problems] == ["TAB021"]  # both rows are known, though one is listed
    assert report.counts == {"TAB021": 2}


def test_it_is_not_run_over_a_broken_descriptor(tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE["a path out"])
    report = et.validate(package, select=["DAT", "EVT"], with_frictionless=True)
    assert [s.code for s in report.skipped if s.code == "FRL"] == ["FRL"]
    assert "FRL" not in report.ran


def test_it_touches_no_network(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptor = json.loads(builder.read(harbour / "datapackage.json"))
    descriptor["profile"] = "https://example.org/profile.json"
    (harbour / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    def refused(*_args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    report = et.validate(harbour, select=["DAT"], with_frictionless=True)
    assert all("AssertionError" not in p.message for p in report.problems)


def test_every_report_shows_its_code(tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE["a type"])
    report = et.validate(package, select=["DAT"], with_frictionless=True)
    for form in FORMATS:
        text = report.render(form)
        assert "FRL" in text, form
        (tmp_path / "report").write_text(unstyle(text), encoding="utf-8")
        assert is_own(tmp_path / "report", form), form
    assert "FRL" in report.render("text", statistics=True)


def test_the_command_line_has_the_option(tmp_path: Path, timeline: Timeline) -> None:
    package = damaged(tmp_path, DAMAGE["a type"])
    assert "FRL" not in timeline("validate", package).out
    outcome = timeline("validate", package, "--select", "DAT", "--with-frictionless")
    assert outcome.code == 1
    assert "FRL" in outcome.out
    assert timeline("validate", package, "--metadata-only", "--with-frictionless").code == 2


def test_frictionless_is_imported_where_it_is_needed_and_late() -> None:
    importing: dict[str, set[bool]] = {}
    for path in (ROOT / "scripts").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(n.split(".")[0] == "frictionless" for n in names):
                importing.setdefault(path.name, set()).add(node in tree.body)
    assert importing == {
        "cell_formats.py": {False},
        "second_validator.py": {False},
        "frictionless_event_timeline.py": {True, False},
    }


def test_its_code_is_selected_alone_or_beside_rules(tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE["a type"])
    alone = et.validate(package, select=["FRL"], with_frictionless=True)
    assert (alone.ran, codes(alone)) == (["FRL"], {"FRL"})
    assert [line.split()[0] for line in alone.checked] == ["frictionless"]
    beside = et.validate(package, select=["DAT,FRL"], with_frictionless=True)
    assert beside.problems == et.validate(package, select=["DAT"], with_frictionless=True).problems
    assert et.validate(builder.HARBOUR, select=["FRL"], with_frictionless=True).valid


def test_its_code_is_ignored(tmp_path: Path) -> None:
    package = damaged(tmp_path, DAMAGE["a type"])
    report = et.validate(package, select=["DAT"], ignore=["FRL"], with_frictionless=True)
    assert "FRL" not in report.ran
    assert report.problems == []
    assert et.validate(package, ignore=["FRL"]).problems == et.validate(package).problems


@pytest.mark.parametrize("ignore", [["FRL"], ["EVD", "frl"]])
def test_its_code_alone_is_refused_where_nothing_would_be_checked(ignore: list[str], harbour: Path) -> None:
    with pytest.raises(et.Error, match="no rule is left to run"):
        et.validate(harbour, select=["FRL"], ignore=ignore, with_frictionless=True)
    (harbour / "schemas" / "events.json").write_text("{}")
    with pytest.raises(et.Error, match="the descriptor has errors"):
        et.validate(harbour, select=["FRL"], with_frictionless=True)


def test_its_code_without_it_is_refused_with_the_option(harbour: Path, timeline: Timeline) -> None:
    outcome = timeline("validate", harbour, "--select", "FRL")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "error: FRL is reported by frictionless, which is not run", "hint: add --with-frictionless"
    ]  # fmt: skip
    assert timeline("validate", harbour, "--select", "FRL", "--with-frictionless").code == 0


@pytest.mark.parametrize("name", ["FRL", "frl", "frictionless-error"])
def test_its_code_is_explained(name: str) -> None:
    text = et.explain(name)
    assert text.startswith("FRL frictionless-error (error)\n")
    assert "--with-frictionless" in text
