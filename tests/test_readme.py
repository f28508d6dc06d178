"""What the README and the pages say is so: recipes run, figures are those of the files and the commands."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import krippendorff
import pytest

from event_timeline import profile
from event_timeline.citations import STYLES
from event_timeline.cli.group import COMMANDS
from event_timeline.exports import views
from event_timeline.rules import FAMILIES, RULES
from tests.conftest import Timeline
from tests.exports import programs

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, containing: str) -> str:
    (found,) = [
        b for b in re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE) if containing in b
    ]
    return found


def events(containing: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(ROOT)
    namespace: dict[str, Any] = {}
    exec(compile(block("python", containing), "README.md", "exec"), namespace)
    return namespace["events"]


def the_meeting(rows: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(rows) == written_rows("events")
    return next(r for r in rows if r["event_id"] == "council-meeting")


def table_of(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written_rows(table: str) -> int:
    return len(table_of(table))


def test_the_pandas_recipe_keeps_codes_dates_and_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = events("import pandas", monkeypatch)
    row = the_meeting(frame.to_dict("records"))
    assert (row["cameo"], row["earliest"].date(), str(frame["position"].dtype)) == ("040", date(2023, 11, 29), "Int64")
    assert frame.loc[frame["event_id"] == "war", "latest"].isna().all()
    assert frame["wikidata"].isna().sum() == len(frame) - 1


def test_the_polars_recipe_keeps_codes_dates_and_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = events("import polars", monkeypatch)
    row = the_meeting(frame.to_dicts())
    assert (row["cameo"], row["earliest"], row["wikidata"]) == ("040", date(2023, 11, 29), None)
    assert isinstance(row["position"], int)


def test_the_duckdb_recipe_keeps_codes_dates_and_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    relation = events("import duckdb", monkeypatch)
    row = the_meeting([dict(zip(relation.columns, values, strict=True)) for values in relation.fetchall()])
    assert (row["cameo"], row["earliest"], row["wikidata"]) == ("040", date(2023, 11, 29), None)
    assert isinstance(row["position"], int)


@pytest.mark.programs
def test_the_r_recipe_keeps_codes_dates_and_blanks(tmp_path: Path) -> None:
    rscript = programs.r("readr")
    show = """
    row <- events[events$event_id == "council-meeting", ]
    cat(row$cameo, format(row$earliest), is.na(row$wikidata), class(events$position), nrow(events), sep = "|")
    """
    script = tmp_path / "recipe.R"
    script.write_text(block("r", "readr") + show, encoding="utf-8")
    done = subprocess.run([rscript, str(script)], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip().endswith(f"040|2023-11-29|TRUE|integer|{written_rows('events')}")


def test_the_row_counts_are_those_of_the_tables() -> None:
    told = dict(re.findall(r"^\| \[`(\w+)`\]\(data/\w+\.csv\) \| (\d+) \|", README, re.MULTILINE))
    assert {t: int(n) for t, n in told.items()} == {p.stem: written_rows(p.stem) for p in (ROOT / "data").glob("*.csv")}


def test_the_figures_of_agreement_are_what_the_command_prints(timeline: Timeline) -> None:
    passes = [str(ROOT / "docs" / "agreement" / f"{n}-pass.zip") for n in ("first", "second")]
    page = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    told = page.split("<!-- agree:begin -->\n")[1].split("<!-- agree:end -->")[0]
    assert told == timeline("agree", *passes, "--format", "markdown").out
    figures = json.loads(timeline("agree", *passes, "--format", "json").out)
    words = " ".join(README.split())
    f1 = {name: f"{figures['units'][name]['f1']:.3f}" for name in figures["units"]}
    assert (
        "F1 {actors} for actors, {events} for events, {statements} for statements and {spans} for spans, "
        "{participants} for participants and {relations} for relations"
    ).format(**f1) in words
    status, factuality = (
        f"{figures['alpha'][c]['value']:.3f}" for c in ("events.status", "statement_events.factuality")
    )
    assert f"alpha {status} for status and {factuality} for factuality" in words


def test_the_figures_of_the_ordered_lists_are_what_the_two_passes_give() -> None:
    decided = [_decided(ROOT / "docs" / "agreement" / f"stance-{n}.csv") for n in ("first", "second")]
    page = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    rows = page.split("<!-- stance:begin -->\n")[1].split("<!-- stance:end -->")[0].splitlines()[2:]
    listed = {(row["statement_id"], row["event_id"]) for row in table_of("statement_events")}
    assert decided[0].keys() == decided[1].keys() == listed
    for column, row in zip(("stance", "factuality"), rows, strict=True):
        pairs = [(decided[0][key][column], decided[1][key][column]) for key in sorted(listed)]
        terms = sorted({term for pair in pairs for term in pair})
        coded = [[terms.index(pair[side]) for pair in pairs] for side in (0, 1)]
        alpha = krippendorff.alpha(reliability_data=coded, level_of_measurement="nominal")
        equal = sum(a == b for a, b in pairs)
        assert row.startswith(f"| {column} | {len(pairs)} | {equal} | {alpha:.3f} |")
        assert column == "stance" or f"agreed with alpha {alpha:.3f}" in " ".join(README.split())


def _decided(path: Path) -> dict[tuple[str, str], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["statement_id"], row["event_id"]): row for row in csv.DictReader(file)}


def test_the_citation_is_the_command_s(timeline: Timeline) -> None:
    assert "> " + timeline("cite", ROOT, "--style", "apa").out.strip() in README
    assert f"```bibtex\n{timeline('cite', ROOT, '--style', 'bibtex').out.strip()}\n```" in README


def test_the_picture_is_current(timeline: Timeline, tmp_path: Path) -> None:
    fresh = tmp_path / "timeline.svg"
    assert timeline("export", "svg", ROOT, "-o", fresh).code == 0
    assert fresh.read_bytes() == (ROOT / "docs" / "timeline.svg").read_bytes()


def test_the_reference_pages_are_current() -> None:
    import sys

    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_reference.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


NUMBERS = dict(
    zip(
        "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split(),
        range(4, 18),
        strict=True,
    )
)
"""Small numbers of other things (`two tables`) are prose."""
COUNTED = {
    r"({}) styles": {len(STYLES)},
    r"one row in ({})": {sum(style.rows for style in STYLES.values())},
    r"({}) questions": {len(views.QUESTIONS), len(list((ROOT / "docs" / "queries").glob("*.rq")))},
    r"(?:(?:all|the) ({}) tables(?! of)|has ({}) tables|- \[({}) tables)": {len(profile.TABLES)},
    r"({}|\d{{3}}) rules": {len(RULES)},
    r"({}) (?:commands|subcommands)(?! of| and)": {len(COMMANDS)},
    r"({}) families": {len(FAMILIES)},
}
"""What a page may count -> how many there are."""
WORK = ("agreement.md", "measurements.md", "tutorial.md")
"""Pages with numbers of what was done once, or that a test of their own checks."""


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.stem
)
def test_a_number_in_prose_is_how_many_there_are(page: Path) -> None:
    text = " ".join(page.read_text(encoding="utf-8").split())
    for pattern, right in COUNTED.items():
        for match in re.finditer(pattern.replace("{}", "|".join(NUMBERS)).replace("{{3}}", "{3}"), text, re.IGNORECASE):
            number = next(filter(None, match.groups())).lower()
            assert page.name in WORK or NUMBERS.get(number, number) in {*right, *map(str, right)}, match[0]


def test_every_file_that_is_linked_is_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
