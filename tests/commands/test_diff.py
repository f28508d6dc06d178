from __future__ import annotations

import json
from pathlib import Path

from tests import builder


def test_each_difference_is_a_line(harbour: Path, timeline) -> None:
    path = harbour / "data" / "places.csv"
    builder.write(path, builder.read(path).replace("Town Hall", "Town House"))
    result = timeline("diff", builder.HARBOUR, harbour)
    assert (result.code, result.out) == (0, "~ places town-hall: name Town Hall -> Town House\n")
    assert timeline("diff", builder.HARBOUR, harbour, "--exit-code").code == 1
    assert timeline("diff", harbour, harbour, "--exit-code").code == 0
    assert json.loads(timeline("diff", builder.HARBOUR, harbour, "--format", "json").out)["level"] == "patch"
    markdown = timeline("diff", builder.HARBOUR, harbour, "--format", "markdown").out
    assert markdown == "- `places`: `town-hall` `name` `Town Hall` → `Town House`.\n"


def test_what_is_no_package_exits_with_2(tmp_path: Path, timeline) -> None:
    assert timeline("diff", tmp_path, builder.HARBOUR).code == 2
