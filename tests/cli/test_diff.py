from __future__ import annotations

import json
from pathlib import Path

import pytest

from event_timeline.comparing.diff import Cell, Diff, TableDiff
from event_timeline.comparing.diff_text import as_markdown
from tests import builder
from tests.comparing.test_revisions import git
from tests.conftest import Timeline


def test_each_difference_is_a_line(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Town Hall", "Town House"))
    result = timeline("diff", builder.HARBOUR, harbour)
    assert (result.code, result.out) == (0, "~ places town-hall: name Town Hall -> Town House\n")
    assert timeline("diff", builder.HARBOUR, harbour, "--exit-code").code == 1
    assert timeline("diff", harbour, harbour, "--exit-code").code == 0
    assert json.loads(timeline("diff", builder.HARBOUR, harbour, "--format", "json").out)["level"] == "patch"
    markdown = timeline("diff", builder.HARBOUR, harbour, "--format", "markdown").out
    assert markdown == "- `places`: `town-hall` `name` `Town Hall` → `Town House`.\n"


def test_what_is_no_package_exits_with_2(tmp_path: Path, timeline: Timeline) -> None:
    assert timeline("diff", tmp_path, builder.HARBOUR).code == 2


def test_a_revision_is_of_the_other_version_where_the_current_folder_has_no_repository(
    tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = builder.copy_of_harbour(tmp_path)
    git(package, "init", "-q")
    git(package, "add", "-A")
    git(package, "commit", "-qm", "first")
    path = package / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Town Hall", "Town House"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert timeline("diff", "HEAD:", package.name).out == "~ places town-hall: name Town Hall -> Town House\n"
    assert timeline("diff", package.name, "HEAD:").out == "~ places town-hall: name Town House -> Town Hall\n"
    assert timeline("diff", "HEAD:", "HEAD:").code == 2


def test_one_changed_value_of_many_is_singular() -> None:
    changed = [Cell(("town-hall",), "name", "Town Hall", "Town House")]
    diff = Diff("1.0.0", "1.0.1", [TableDiff("places", changed=changed)])
    assert as_markdown(diff, most=0) == "- `places`: 1 value changed, in `name`."
