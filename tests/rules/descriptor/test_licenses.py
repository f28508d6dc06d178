"""The licences of the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Replaced
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
