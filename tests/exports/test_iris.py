"""IRIs rest on the package's own DOI, homepage or id, and on nothing invented."""

from __future__ import annotations

from typing import Any

import pytest

from event_timeline.citations.work import row_of, work
from event_timeline.exports import iris
from tests.exports.datasets import opened


@pytest.mark.parametrize(
    ("descriptor", "base"),
    [
        ({"id": "10.5281/zenodo.1", "homepage": "https://a.example/x"}, "https://doi.org/10.5281/zenodo.1"),
        ({"doi": "https://doi.org/10.5281/zenodo.1"}, "https://doi.org/10.5281/zenodo.1"),
        ({"id": "urn:uuid:1", "homepage": "https://a.example/x#top"}, "https://a.example/x"),
        ({"id": "urn:uuid:1", "name": "n"}, "urn:uuid:1"),
        ({"id": "not an iri", "name": "a name"}, "urn:event-timeline:package:a%20name"),
        ({"id": "x:<script>", "name": "n"}, "urn:event-timeline:package:n"),
        ({}, "urn:event-timeline:package:unnamed"),
    ],
)
def test_the_most_lasting_address_is_the_base(descriptor: dict[str, Any], base: str) -> None:
    assert iris.base(descriptor) == base


def test_a_row_has_the_address_that_it_is_cited_by() -> None:
    descriptor = opened().descriptor
    for key in (("events", "strike"), ("event_actors", "strike", "union", "agent"), ("codebook", "a.b", "é/,CT+")):
        cited = row_of(work(descriptor), key[0], key[1:], "Strike").address
        assert iris.part(iris.base(descriptor), *key) == cited


def test_what_is_no_part_of_an_iri_is_encoded() -> None:
    assert iris.part("urn:x", "codebook", "a.b", "CT+") == "urn:x#codebook/a.b/CT+"
    assert iris.part("urn:x", 'a/b "<>é') == "urn:x#a%2Fb%20%22%3C%3E%C3%A9"


@pytest.mark.parametrize("cell", ["javascript:alert(1)", "data:text/html,x", "ftp://a", "https://a b", "", "x"])
def test_only_web_addresses_become_links(cell: str) -> None:
    assert not iris.is_web(cell)


def test_a_web_address_is_one() -> None:
    assert iris.is_web("https://www.example.org/ä?b=c#d")
