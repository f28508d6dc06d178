"""Bags, validated and read by bagit-python, the Library of Congress's own."""

from __future__ import annotations

from pathlib import Path

import bagit
import pytest

from event_timeline.exports import bagit_
from event_timeline.rules.explanations import Replaced
from tests import builder
from tests.conftest import Timeline
from tests.exports.reading import load

pytestmark = pytest.mark.filterwarnings("default")


def test_the_bag_is_valid_and_complete(package: Path, tmp_path: Path) -> None:
    data = load(package)
    bagit_.write(data, tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate(processes=1)
    assert bag.version == "1.0"
    entries = bag.payload_entries()
    for resource in data.descriptor["resources"]:
        assert f"sha256:{entries['data/' + resource['path']]['sha256']}" == resource["hash"]
    for name in entries:
        assert (tmp_path / "bag" / name).read_bytes() == (package / name.removeprefix("data/")).read_bytes()
    assert bag.info["External-Identifier"] == data.descriptor["id"]
    assert bag.info["External-Description"].startswith(data.descriptor["title"])
    assert bag.info["Payload-Oxum"] == f"{sum((tmp_path / 'bag' / n).stat().st_size for n in entries)}.{len(entries)}"


def test_the_text_is_in_the_bag(harbour: Path, tmp_path: Path) -> None:
    bagit_.write(load(harbour), tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate(processes=1)
    assert "data/article.txt" in bag.payload_entries()


@pytest.mark.parametrize("spoil", ["data/data/events.csv", "bag-info.txt", "gone"])
def test_the_library_notices_what_was_changed(harbour: Path, tmp_path: Path, spoil: str) -> None:
    bagit_.write(load(harbour), tmp_path / "bag")
    if spoil == "gone":
        (tmp_path / "bag" / "data" / "datapackage.json").unlink()
    else:
        builder.write(tmp_path / "bag" / spoil, builder.read(tmp_path / "bag" / spoil) + "x: y\n")
    assert not bagit.Bag(str(tmp_path / "bag")).is_valid()


def test_paths_and_titles_with_line_ends_survive(tmp_path: Path) -> None:
    package = builder.copy_of_harbour(tmp_path)
    (package / "data" / "places.csv").rename(package / "data" / "100\nA.csv")
    builder.apply(package, Replaced("datapackage.json", '"path": "data/places.csv"', '"path": "data/100\\nA.csv"'))
    builder.apply(
        package,
        Replaced("datapackage.json", "The harbour dispute: a", "One\\nBagging-Date: 1999-01-01\\r\\nharbour: a"),
    )
    bagit_.write(load(package), tmp_path / "bag")
    bag = bagit.Bag(str(tmp_path / "bag"))
    assert bag.validate(processes=1)
    assert "Bagging-Date" not in bag.info
    assert "One Bagging-Date: 1999-01-01 harbour" in bag.info["External-Description"]


def test_percent_signs_are_encoded_as_the_standard_says() -> None:
    """RFC 8493, 2.1.3; bagit-python 1.9 does not decode them, so it cannot be the judge here."""
    assert bagit_.escaped("data/100%0A\r\n.csv") == "data/100%250A%0D%0A.csv"


def test_the_folder_that_the_command_makes_is_a_valid_bag(harbour: Path, tmp_path: Path, timeline: Timeline) -> None:
    assert timeline("export", "bagit", harbour, "-o", tmp_path / "bag").code == 0
    assert bagit.Bag(str(tmp_path / "bag")).validate(processes=1)
    assert timeline("export", "bagit", harbour, "-o", tmp_path / "bag").code == 0
    (tmp_path / "bag" / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    assert timeline("export", "bagit", harbour, "-o", tmp_path / "bag").code == 2
