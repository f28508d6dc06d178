from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests import builder
from tests.conftest import Timeline
from tests.exports import programs


@pytest.fixture
def changed(harbour: Path) -> Path:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Town Hall", "Town House"))
    builder.write(harbour / "CITATION.cff", 'cff-version: 1.2.0\nversion: 1.2.0\ndate-released: "2024-06-01"\n')
    builder.write(harbour / ".zenodo.json", '{"version": "1.2.0", "publication_date": "2024-06-01"}')
    return harbour


def test_auto_takes_the_level_from_the_difference_and_writes_it_everywhere(changed: Path, timeline: Timeline) -> None:
    result = timeline("bump", "auto", changed, "--against", builder.HARBOUR, "--date", "2024-07-01")
    assert (result.code, result.out) == (0, "1.2.0 -> 1.2.1 (patch), 2024-07-01\n")
    descriptor = json.loads(builder.read(changed / "datapackage.json"))
    assert (descriptor["version"], descriptor["created"]) == ("1.2.1", "2024-07-01T00:00:00Z")
    assert builder.read(changed / "CITATION.cff").splitlines()[1:] == ["version: 1.2.1", 'date-released: "2024-07-01"']
    assert json.loads(builder.read(changed / ".zenodo.json")) == {"version": "1.2.1", "publication_date": "2024-07-01"}
    log = builder.read(changed / "CHANGELOG.md")
    assert "## 1.2.1 - 2024-07-01\n" in log
    assert "- `places`: `town-hall` `name` `Town Hall` → `Town House`." in log
    assert timeline("stamp", changed, "--check").code == 0


def test_a_dry_run_writes_nothing(changed: Path, timeline: Timeline) -> None:
    before = builder.contents(changed)
    result = timeline("bump", "auto", changed, "--against", builder.HARBOUR, "--dry-run")
    assert result.out.startswith("1.2.0 -> 1.2.1 (patch)\n\n")
    assert builder.contents(changed) == before


def test_a_level_by_hand_is_taken_with_a_word_where_the_difference_asks_for_another(
    changed: Path, timeline: Timeline
) -> None:
    result = timeline("bump", "major", changed, "--against", builder.HARBOUR, "--date", "2024-07-01")
    assert "2.0.0 (major)" in result.out
    assert "patch would do" in result.err
    path = changed / "schemas" / "places.json"
    builder.write(path, builder.read(path).replace('"minimum": -90', '"minimum": -80'))
    result = timeline("bump", "patch", changed, "--against", builder.HARBOUR, "--dry-run")
    assert "asks for major" in result.err


def test_auto_needs_something_to_compare_with(
    changed: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(changed.parent))
    assert "--against" in timeline("bump", "auto", changed).err
    assert timeline("bump", "minor", changed, "--date", "2024-07-01").code == 0
    assert "Not compared with an earlier version." in builder.read(changed / "CHANGELOG.md")


def test_nothing_changed_is_nothing_to_release(harbour: Path, timeline: Timeline) -> None:
    result = timeline("bump", "auto", harbour, "--against", builder.HARBOUR)
    assert (result.code, "nothing changed" in result.err) == (2, True)


def test_an_identifier_that_is_gone_is_major(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "sources.csv"
    builder.write(path, "".join(x for x in builder.read(path).splitlines(True) if not x.startswith("port-log,")))
    result = timeline("bump", "auto", harbour, "--against", builder.HARBOUR, "--dry-run")
    assert "1.2.0 -> 2.0.0 (major)" in result.out


def test_an_identifier_that_is_renamed_is_major(harbour: Path, timeline: Timeline) -> None:
    for path in (harbour / "data").glob("*.csv"):
        builder.write(path, builder.read(path).replace("town-hall", "guildhall"))
    result = timeline("bump", "auto", harbour, "--against", builder.HARBOUR, "--dry-run")
    assert "1.2.0 -> 2.0.0 (major)" in result.out


def test_a_version_that_was_set_already_is_not_raised_again(changed: Path, timeline: Timeline) -> None:
    assert timeline("bump", "auto", changed, "--against", builder.HARBOUR, "--date", "2024-07-01").code == 0
    log = builder.read(changed / "CHANGELOG.md")
    again = timeline("bump", "auto", changed, "--against", builder.HARBOUR, "--date", "2024-07-01")
    assert again.code == 2
    assert "the version is 1.2.1 already" in again.err
    assert builder.read(changed / "CHANGELOG.md") == log


def test_links_are_named_and_not_changed(changed: Path, tmp_path: Path, timeline: Timeline) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("# Changes\n", encoding="utf-8")
    for name in ("CHANGELOG.md", "CITATION.cff"):
        (changed / name).unlink(missing_ok=True)
        (changed / name).symlink_to(outside)
    result = timeline("bump", "minor", changed, "--against", builder.HARBOUR, "--date", "2024-07-01")
    assert result.code == 0
    for name in ("CHANGELOG.md", "CITATION.cff"):
        assert f"note: {name} is a link and was not changed" in result.err
    assert "read CHANGELOG.md over" not in result.err
    assert builder.read(outside) == "# Changes\n"


@pytest.mark.parametrize(("date", "warned"), [("2000-01-01", True), ("2099-01-01", False)])
def test_a_date_before_that_of_the_former_version_is_warned_of(
    changed: Path, timeline: Timeline, date: str, warned: bool
) -> None:
    result = timeline("bump", "minor", changed, "--against", builder.HARBOUR, "--date", date)
    assert (result.code, "is earlier than" in result.err) == (0, warned)


def test_an_empty_name_is_not_compared_with(changed: Path, timeline: Timeline) -> None:
    result = timeline("bump", "auto", changed, "--against", "")
    assert (result.code, result.err.splitlines()[0]) == (2, "error: an empty name is not a package")


def test_a_revision_without_its_colon_is_answered_with_it(changed: Path, timeline: Timeline) -> None:
    assert "v1.2.0:" in timeline("bump", "auto", changed, "--against", "v1.2.0").err


def test_a_revision_that_is_missing_is_named_with_one_colon(changed: Path, timeline: Timeline) -> None:
    subprocess.run([programs.git(), "init", "-q", changed], check=True)
    result = timeline("bump", "auto", changed, "--against", "v9:")
    assert result.err.startswith("error: v9: no revision 'v9': ")
