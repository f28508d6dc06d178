"""The example analysis: what polars answers is what Python's own csv module counts, and what R answers."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests import builder
from tests.exports import programs

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "docs" / "analysis"
ANSWERS = ("who-does-what", "how-sure", "how-often")
PACKAGES = {
    "repository": ROOT,
    "harbour": builder.HARBOUR,
    "lighthouse": builder.LIGHTHOUSE,
    "floodgate": builder.FLOODGATE,
}
BY_PACKAGE = pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asked(package: Path, folder: Path, *command: str) -> dict[str, list[dict[str, str]]]:
    done = subprocess.run(
        [*command, package, folder], capture_output=True, text=True, check=False,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {name: rows(folder / f"{name}.csv") for name in ANSWERS}


def with_polars(package: Path, folder: Path) -> dict[str, list[dict[str, str]]]:
    return asked(package, folder, sys.executable, str(SCRIPTS / "three_questions.py"))


def counts(answer: list[dict[str, str]]) -> Counter[tuple[str, str]]:
    """(first column, second column) -> the third."""
    return Counter({(a, b): int(n) for a, b, n in (row.values() for row in answer)})


@BY_PACKAGE
def test_polars_answers_what_can_be_counted_by_hand(package: Path, tmp_path: Path) -> None:
    answers = with_polars(package, tmp_path / "of polars" / "not there yet")
    data = {t: rows(package / "data" / f"{t}.csv") for t in (
        "actors", "events", "event_actors", "statements", "statement_events", "evidence",
    )}  # fmt: skip
    names = {r["actor_id"]: r["name"] for r in data["actors"]}
    events = {r["event_id"]: r for r in data["events"]}
    status = {k: "negated" if r["polarity"] == "negated" else r["status"] for k, r in events.items()}
    acting = [(names[r["actor_id"]], status[r["event_id"]]) for r in data["event_actors"] if r["role"] == "agent"]
    assert counts(answers["who-does-what"]) == Counter(acting)

    said = {r["statement_id"]: r for r in data["statements"]}
    sure = [
        (names[said[r["statement_id"]]["speaker_id"]], r["factuality"])
        for r in data["statement_events"]
        if said[r["statement_id"]]["speaker_id"] and not said[r["statement_id"]]["repeats"]
    ]
    assert counts(answers["how-sure"]) == Counter(sure)

    told = {
        (r["event_id"], r["source_id"], r["paragraph"]) for r in data["evidence"] if r["part"] in ("report", "mention")
    }
    paragraphs = Counter(event for event, _, _ in told if event)
    again = Counter(r["event_id"] for r in data["statement_events"] if said[r["statement_id"]]["repeats"])
    spoken = Counter(r["event_id"] for r in data["statement_events"])
    expected = {r["label"]: (paragraphs[k], spoken[k] - again[k], again[k]) for k, r in events.items()}
    found = {r["label"]: (int(r["paragraphs"]), int(r["new"]), int(r["repeated"])) for r in answers["how-often"]}
    assert found == expected


@pytest.mark.programs
@BY_PACKAGE
def test_r_answers_the_same_in_the_same_order(package: Path, tmp_path: Path) -> None:
    r = programs.r("readr")
    assert asked(package, tmp_path / "of R" / "not there yet", r, str(SCRIPTS / "three_questions.R")) == with_polars(
        package, tmp_path / "py"
    )
    for name in ANSWERS:
        assert (tmp_path / "of R" / "not there yet" / f"{name}.pdf").read_bytes().startswith(b"%PDF")


@BY_PACKAGE
def test_the_pictures_have_a_bar_for_each_value(package: Path, tmp_path: Path) -> None:
    answers = with_polars(package, tmp_path)
    for name, answer in answers.items():
        root = ElementTree.parse(tmp_path / f"{name}.svg").getroot()
        words = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
        assert {next(iter(row.values())) for row in answer} <= set(words)
        last = [float(e.get("x", 0)) + float(e.get("width", 0)) for e in root.iter("{http://www.w3.org/2000/svg}rect")]
        assert max(last) <= float(root.get("width", 0))


def test_the_answers_on_the_page_are_current(tmp_path: Path) -> None:
    with_polars(ROOT, tmp_path)
    for name in ANSWERS:
        for ending in (".csv", ".svg"):
            old = f"{name}{ending} is old: python docs/analysis/three_questions.py . docs/analysis"
            assert (SCRIPTS / f"{name}{ending}").read_bytes() == (tmp_path / f"{name}{ending}").read_bytes(), old
