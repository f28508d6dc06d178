from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.model import UserError
from event_timeline.publishing import bump_version


@pytest.mark.parametrize(
    ("version", "level", "wanted"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.0.0-rc.1", "patch", "1.0.1"),
        ("1.0.0+build.7", "minor", "1.1.0"),
    ],
)
def test_the_next_version(version: str, level: str, wanted: str) -> None:
    assert bump_version.next_version(version, level) == wanted


@pytest.mark.parametrize(
    "version",
    ["one", "1.0.0 garbage", "1.0.0\n", "1.0.0-", "01.0.0", "1.0.\u0663", "1.0.0" + "0" * 5_000, "1." * 9_999],
)
def test_what_is_no_version_is_refused_in_a_short_line(version: str) -> None:
    with pytest.raises(UserError) as error:
        bump_version.next_version(version, "major")
    assert len(error.value.message) < 120


def test_the_citation_file_keeps_everything_else() -> None:
    old = '# by hand\ncff-version: 1.2.0\ntitle: "A: b"\nversion: 1.0.0\ndate-released: "2024-01-01"\nauthors:\n  - name: X\n'
    new = bump_version.citation(old, "1.1.0", "2024-06-01")
    assert new == old.replace("version: 1.0.0", "version: 1.1.0").replace("2024-01-01", "2024-06-01")


def test_a_citation_file_without_date_gets_one() -> None:
    assert (
        bump_version.citation("version: 1.0.0\n", "1.1.0", "2024-06-01")
        == 'version: 1.1.0\ndate-released: "2024-06-01"\n'
    )


def test_zenodo_metadata_keep_everything_else() -> None:
    new = json.loads(bump_version.zenodo('{"title": "T", "version": "1.0.0"}', "1.1.0", "2024-06-01"))
    assert new == {"title": "T", "version": "1.1.0", "publication_date": "2024-06-01"}
    with pytest.raises(UserError):
        bump_version.zenodo("[]", "1.1.0", "2024-06-01")


def test_a_changelog_entry_goes_above_the_newest_one() -> None:
    old = "# Changelog\n\nWords.\n\n## 1.0.0 - 2024-01-01\n\nFirst.\n"
    new = bump_version.changelog(old, "1.1.0", "2024-06-01", "Second.")
    assert new == "# Changelog\n\nWords.\n\n## 1.1.0 - 2024-06-01\n\nSecond.\n\n## 1.0.0 - 2024-01-01\n\nFirst.\n"
    assert (
        bump_version.changelog("# Changelog\n", "0.1.0", "2024-01-01", "First.")
        == "# Changelog\n\n## 0.1.0 - 2024-01-01\n\nFirst.\n"
    )


def test_a_lift_to_a_newer_profile_asks_for_a_minor_version(harbour: Path, tmp_path: Path) -> None:
    former = tmp_path / "former"
    shutil.copytree(harbour, former)
    et.lift(harbour)
    assert et.bump(harbour, "auto", against=former, dry_run=True).level == "minor"
    schema = json.loads((harbour / "schemas" / "events.json").read_text())
    next(f for f in schema["fields"] if f["name"] == "label")["constraints"]["maxLength"] = 40
    (harbour / "schemas" / "events.json").write_text(json.dumps(schema))
    assert et.bump(harbour, "auto", against=former, dry_run=True).level == "major"
