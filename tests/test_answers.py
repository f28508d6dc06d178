"""The fifteen questions: SQL, polars, pandas and R give the same rows in the same order."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from event_timeline.exports import views
from tests import builder
from tests.exports import programs

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "docs" / "answers"
PACKAGES = {
    "repository": ROOT,
    "harbour": builder.HARBOUR,
    "lighthouse": builder.LIGHTHOUSE,
    "floodgate": builder.FLOODGATE,
    "marshes": builder.MARSHES,
}
BY_PACKAGE = pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
Answers = dict[str, tuple[list[str], list[list[Any]]]]


def plain(cell: Any) -> Any:
    """A cell as all four give it: numbers as numbers, dates as text, missing as nothing."""
    if cell is None or cell == "":
        return None
    try:
        return round(float(str(cell)), 9)
    except ValueError:
        return str(cell)


def answered(package: Path, folder: Path, *command: str) -> Answers:
    done = subprocess.run(
        [*command, package, folder], capture_output=True, text=True, check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        found[path.stem] = (header, [[plain(c) for c in row] for row in rows])
    return found


def by_views(package: Path) -> Answers:
    opened = et.read(package)
    frames = {name: opened.view(name) for name in views.QUESTIONS if name in opened.views}
    return {name: (f.columns, [[plain(c) for c in row] for row in f.iter_rows()]) for name, f in frames.items()}


def without_views(answers: Answers, known: Answers) -> Answers:
    """The answers that a package has a view for; the others have no row."""
    assert all(not rows for name, (_, rows) in answers.items() if name not in known)
    assert set(answers) == set(views.QUESTIONS)
    return {name: answer for name, answer in answers.items() if name in known}


@pytest.mark.parametrize("script", ["with_polars.py", "with_pandas.py"])
@BY_PACKAGE
def test_python_answers_as_the_views_do(package: Path, script: str, tmp_path: Path) -> None:
    known = by_views(package)
    assert without_views(answered(package, tmp_path, sys.executable, str(SCRIPTS / script)), known) == known


@pytest.mark.programs
@BY_PACKAGE
def test_r_answers_as_the_views_do(package: Path, tmp_path: Path) -> None:
    known = by_views(package)
    found = answered(package, tmp_path, programs.r("readr"), str(SCRIPTS / "with_r.R"))
    assert without_views(found, known) == known


SCRIPTS_TO_ASK = {
    "polars": (sys.executable, SCRIPTS / "with_polars.py"),
    "pandas": (sys.executable, SCRIPTS / "with_pandas.py"),
    "analysis": (sys.executable, SCRIPTS.parent / "analysis" / "three_questions.py"),
    "r": ("readr", SCRIPTS / "with_r.R"),
    "analysis in r": ("readr", SCRIPTS.parent / "analysis" / "three_questions.R"),
}


@pytest.mark.parametrize("given", ["--help", "no such folder"])
@pytest.mark.parametrize(
    "script", [pytest.param(s, marks=pytest.mark.programs if s.endswith("r") else ()) for s in SCRIPTS_TO_ASK]
)
def test_what_is_not_a_package_gets_the_usage_and_no_empty_answers(script: str, given: str, tmp_path: Path) -> None:
    program, path = SCRIPTS_TO_ASK[script]
    program = programs.r(program) if program == "readr" else program
    done = subprocess.run([program, path, given], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert f"{given} has no data/events.csv" in done.stderr
    assert "[PACKAGE] [FOLDER]" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("script", [s for s in SCRIPTS_TO_ASK if not s.endswith("r")])
def test_answers_do_not_go_into_a_file(script: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    program, path = SCRIPTS_TO_ASK[script]
    asked = [str(part) for part in (program, path, builder.HARBOUR, "file")]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "file is not a folder" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_every_question_has_an_answer_in_some_package() -> None:
    answers = [by_views(package) for package in PACKAGES.values()]
    assert [name for name in views.QUESTIONS if not any(a[name][1] for a in answers if name in a)] == []


def test_what_is_denied_is_kept_apart_by_who_denies_it() -> None:
    found = et.read(builder.FLOODGATE).view("denials").to_dicts()
    senses = {(r["sense"], r["who"] is None, r["stance"] in ("denies", "rejects")) for r in found}
    assert {("negated", True, False), ("denied", False, True), ("held_false", False, True)} <= senses


def test_two_sources_are_seen_to_differ() -> None:
    found = et.read(builder.FLOODGATE).view("accounts").to_dicts()
    opening = {r["source_id"]: (r["so"], r["not_so"]) for r in found if r["event_id"] == "sluice-opening"}
    assert opening == {"bote": (1, 2), "courier": (4, 0)}


def test_who_pledges_what_to_whom_in_the_article() -> None:
    found = et.read(ROOT).view("pledges").to_dicts()
    by_event = [(r["who"], r["to_whom"]) for r in found if r["event_id"] == "support-pledge" and r["basis"] == "event"]
    assert by_event == [("NATO", "Ukraine"), ("NATO member states", "Ukraine")]
