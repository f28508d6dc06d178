"""DataCite JSON and XML of kernel 4.6.

The XML meets the XML Schema of 4.6, as an institution tightened it (tests/vendored), and says what the XML writer of the `datacite` package
says. That package has the JSON Schema of 4.5 only; between the two kernels only vocabularies grew, so the JSON is
held against 4.5's structure with 4.6's vocabularies, read from the XML Schema.
"""

from __future__ import annotations

import copy
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import datacite.schema45
import jsonschema
import pytest
from lxml import etree

from event_timeline.citations import datacite as ours
from event_timeline.citations import datacite_xml
from event_timeline.citations.work import Work, bare_orcid, work
from tests.citations.works import ORGANISATION, PERSONS, organisation, persons

KERNEL = Path(__file__).parents[1] / "vendored" / "datacite-4.6-eth"
XML = "{http://datacite.org/schema/kernel-4}"
VOCABULARIES = {"dateType": "dateType", "resourceTypeGeneral": "resourceType"}
"""Definition in the JSON Schema of 4.5 -> file of the XML Schema that has the vocabulary of 4.6."""


@cache
def kernel_46() -> jsonschema.Draft201909Validator:
    schema = copy.deepcopy(datacite.schema45.validator.schema)
    for definition, file in VOCABULARIES.items():
        root = ET.parse(KERNEL / "include" / f"datacite-{file}-v4.xsd").getroot()
        terms = [e.get("value") for e in root.iter("{http://www.w3.org/2001/XMLSchema}enumeration")]
        assert set(terms) > set(schema["definitions"][definition]["enum"])
        schema["definitions"][definition]["enum"] = terms
    return jsonschema.Draft201909Validator(schema, format_checker=datacite.schema45.validator.format_checker)


def registered(record: dict[str, Any]) -> dict[str, Any]:
    """The record as it is registered; a draft without a DOI is given one to be valid."""
    return {"doi": "10.5555/draft", "url": "https://example.org/"} | record


@cache
def xml_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(KERNEL / "metadata.xsd"))


def bare() -> Work:
    """The least that can be cited."""
    keep = ("name", "title", "created", "contributors")
    return work({k: v for k, v in ORGANISATION.items() if k in keep})


@pytest.mark.parametrize("make", [organisation, persons])
def test_the_xml_meets_datacites_schema_4_6(make: Callable[[], Work]) -> None:
    text = datacite_xml.render(make())
    xml_schema().assertValid(etree.fromstring(text.encode()))
    assert "http://datacite.org/schema/kernel-4.6/metadata.xsd" in text


def test_the_xml_schema_would_notice_another_date_type() -> None:
    text = datacite_xml.render(organisation())
    assert '"Coverage"' in text
    assert not xml_schema().validate(etree.fromstring(text.replace('"Coverage"', '"Imagined"').encode()))


@pytest.mark.parametrize("make", [organisation, persons, bare])
def test_the_record_meets_datacites_schema(make: Callable[[], Work]) -> None:
    kernel_46().validate(registered(json.loads(ours.render(make()))))


def test_the_packages_own_id_stands_beside_a_doi() -> None:
    made = ours.record(work(ORGANISATION | {"doi": "10.5555/harbour"}))
    assert made["doi"] == "10.5555/harbour"
    assert [i["alternateIdentifier"] for i in made["alternateIdentifiers"]] == [ORGANISATION["id"]]
    assert ours.record(persons())["alternateIdentifiers"] == [
        {"alternateIdentifier": PERSONS["homepage"], "alternateIdentifierType": "URL"}
    ]


@pytest.mark.parametrize("key", ["creators", "titles", "publicationYear", "types", "schemaVersion"])
def test_datacites_schema_would_notice_what_is_missing(key: str) -> None:
    record = registered(ours.record(persons()))
    del record[key]
    assert not kernel_46().is_valid(record)


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


@pytest.mark.parametrize("make", [organisation, persons, bare])
def test_the_xml_says_what_datacites_own_writer_says(make: Callable[[], Work]) -> None:
    theirs = said(datacite.schema45.tostring(registered(ours.record(make()))))
    mine = [
        (tag, "10.5555/draft" if text == datacite_xml.NO_DOI else text, attributes)
        for tag, text, attributes in said(datacite_xml.render(make()))
    ]
    assert mine == theirs


JANE = {"title": "Jane Doe", "roles": ["creator"]}


@pytest.mark.parametrize(
    ("contributor", "kind"),
    [
        (JANE, None),
        (JANE | {"organization": "Harbour Archive"}, None),
        (JANE | {"title": "Harbour Archive", "organization": "Harbour Archive"}, "Organizational"),
        ({"organization": "Harbour Archive", "roles": ["creator"]}, "Organizational"),
        (JANE | {"path": "0000-0002-1825-0097"}, "Personal"),
        (JANE | {"familyName": "Doe", "givenName": "Jane"}, "Personal"),
    ],
)
def test_the_kind_of_a_name_is_said_only_where_it_is_known(contributor: dict[str, Any], kind: str | None) -> None:
    made = work(ORGANISATION | {"contributors": [contributor]})
    assert ours.record(made)["creators"][0].get("nameType") == kind
    assert ("nameType=" in datacite_xml.render(made)) == (kind is not None)


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1694-233X", "0000-0002-1694-233X"),
        ("http://www.orcid.org/0000-0002-1694-233x/", "0000-0002-1694-233X"),
        ("ORCID: 0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", ""),
        ("https://orcid.org/0000-0002-1694-2330", ""),
        ("https://example.org/0000-0002-1825-0097", ""),
        ("000000021825-0097", ""),
        ("٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧", ""),
    ],
)
def test_an_orcid_is_taken_where_its_checksum_holds(text: str, orcid: str) -> None:
    assert bare_orcid(text) == orcid
