"""A format whose library is not installed says which extra brings it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from event_timeline.exports import FORMATS
from event_timeline.model import UserError
from tests.exports.datasets import opened


@pytest.mark.parametrize(
    ("name", "library", "extra"),
    [
        ("turtle", "rdflib", "rdf"),
        ("jsonld", "rdflib", "rdf"),
        ("dcat", "rdflib", "rdf"),
        ("ics", "icalendar", "ics"),
        ("graphml", "networkx", "graph"),
        ("gexf", "networkx", "graph"),
    ],
)
def test_the_extra_is_named(
    name: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UserError) as told:
        FORMATS[name].writer()(opened(), tmp_path / "x")
    assert (told.value.message, told.value.hint) == (
        f"the {name} export needs {library}",
        f"pip install 'event-timeline[{extra}]'",
    )
    assert FORMATS[name].extra == extra
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_said_to_read_a_format_back_does_so_in_its_tests(name: str) -> None:
    chosen = FORMATS[name]
    module = (chosen.module or chosen.name).rpartition(".")[2]
    files = [f.read_text(encoding="utf-8") for f in Path(__file__).parent.rglob("test_*.py")]
    own = [text.lower() for text in files if re.search(rf"\b{module}\b", text)]
    for reader in chosen.read_by.split(", "):
        word = {
            "GDAL": "gdal(",
            "LibreOffice": "saved_by_libreoffice(",
            "TimelineJS in Chromium": "@knight-lab/timelinejs",
            "Chromium": "browser",
            "axe-core": "axe",
        }
        assert any(word.get(reader, reader).lower() in text for text in own), reader
