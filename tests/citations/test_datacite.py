"""DataCite JSON and XML, against the schema and the XML writer of the `datacite` package (kernel 4.5).

Kernel 4.6 adds to 4.5 the date type Coverage, which is the one thing here that 4.5 does not know.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import datacite.schema45
import pytest

from event_timeline.citations import datacite as ours
from event_timeline.citations import datacite_xml
from tests.citations.works import organisation, persons

XML = "{http://datacite.org/schema/kernel-4}"


def in_45(record: dict) -> dict:
    """The record as kernel 4.5 knows it; a draft without a DOI is given one to be valid."""
    dates = [d for d in record["dates"] if d["dateType"] != "Coverage"]
    return {"doi": "10.5555/draft", "url": "https://example.org/"} | record | {"dates": dates}


@pytest.mark.parametrize("make", [organisation, persons])
def test_the_record_meets_datacites_schema(make) -> None:
    record = in_45(json.loads(ours.render(make())))
    datacite.schema45.validator.validate(record)


@pytest.mark.parametrize("key", ["creators", "titles", "publicationYear", "types", "schemaVersion"])
def test_datacites_schema_would_notice_what_is_missing(key: str) -> None:
    record = in_45(ours.record(persons()))
    del record[key]
    assert not datacite.schema45.validate(record)


def test_the_record_says_what_the_descriptor_says() -> None:
    record = json.loads(ours.render(persons()))
    assert record["doi"] == "10.5555/example"
    assert record["titles"] == [{"title": persons().title}]
    assert [c["name"] for c in record["creators"]] == ["Lund, Ada Maria", "Święty, Jean-Luc", "Harbour & Sons Archive"]
    assert record["creators"][0]["nameIdentifiers"][0]["nameIdentifier"] == "0000-0002-1825-0097"
    assert record["publisher"] == {"name": "Harbour & Sons Archive"}
    assert {"date": "2022/2024-05-17", "dateType": "Coverage"} in record["dates"]
    assert [r["relatedIdentifier"] for r in record["relatedIdentifiers"]] == ["https://example.org/article"]
    assert record["geoLocations"][0]["geoLocationPoint"] == {"pointLongitude": 10.5, "pointLatitude": 55.25}
    assert record["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"


def said(xml: str) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """(element, text, attributes) of everything that holds text, in a fixed order."""
    root = ET.fromstring(xml)
    return sorted(
        (e.tag.removeprefix(XML), e.text.strip(), tuple(sorted((k, v) for k, v in e.attrib.items() if "lang" not in k)))
        for e in root.iter()
        if e.text and e.text.strip()
    )


@pytest.mark.parametrize("make", [organisation, persons])
def test_the_xml_says_what_datacites_own_writer_says(make) -> None:
    record = in_45(ours.record(make()))
    theirs = said(datacite.schema45.tostring(record))
    mine = [
        (tag, "10.5555/draft" if text == datacite_xml.NO_DOI else text, attributes)
        for tag, text, attributes in said(datacite_xml.render(make()))
        if ("dateType", "Coverage") not in attributes
    ]
    assert mine == theirs
