"""Licences and their addresses, and schemas against the profile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from event_timeline import profile
from event_timeline.rules.explanations import Replaced
from tests import builder
from tests.rules.asking import found

ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(("path", "wrong"), [
    ("LICENSE", False), ("https://spdx.org/licenses/CC-BY-4.0.html", False), ("https://spdx.org/licenses/CC-BY-4.0", False),
    ("https://creativecommons.org/licenses/by/4.0/deed.de", False), ("http://www.example.org/terms", False),
    ("https://spdx.org/licenses/MIT.html", True), ("https://creativecommons.org/licenses/by-nc-sa/4.0/", True),
    ("https://creativecommons.org/licenses/by/3.0/", True), ("https://creativecommons.org/publicdomain/zero/1.0/", True),
    ("https://opendatacommons.org/licenses/odbl/1-0/", True),
])  # fmt: skip
def test_only_the_known_address_of_another_licence_contradicts(path: str, wrong: bool, tmp_path: Path) -> None:
    assert bool(found(tmp_path, "PKG014", Replaced("datapackage.json", ADDRESS, path))) == wrong


@pytest.mark.parametrize(("old", "new", "n"), [
    ('"maxLength": 80', '"maxLength": 60', 0), ('"maxLength": 80', '"maxLength": 90', 1), ('"maxLength": 80', '"minLength": 1', 1),
])  # fmt: skip
def test_a_schema_may_be_narrower_than_the_profile_and_not_wider(old: str, new: str, n: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, "PKG009", Replaced("schemas/events.json", old, new))) == n


@pytest.mark.parametrize(("pattern", "n"), [("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", 0), ("^[a-z]{2,8}$", 1)])
def test_the_narrower_pattern_of_languages_that_version_1_0_0_shipped_is_no_departure(
    pattern: str, n: int, tmp_path: Path
) -> None:
    fields = {f["name"]: f for f in profile.table_schema("sources")["fields"]}
    edit = Replaced("schemas/sources.json", fields["language"]["constraints"]["pattern"], pattern)
    assert len(found(tmp_path, "PKG009", edit)) == n


@pytest.mark.parametrize("size", ["5", "5.0"])
def test_a_wrong_size_is_reported_however_the_number_is_written(size: str, harbour: Path, timeline) -> None:
    path = harbour / "datapackage.json"
    builder.write(path, re.sub(r'"bytes": \d+', f'"bytes": {size}', builder.read(path), count=1))
    result = timeline("validate", harbour, "--select", "PKG005")
    assert result.code == 1
    assert f"bytes where the descriptor says {size}" in result.out
