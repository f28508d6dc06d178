"""The citation styles: one file per style, listed in `__init__.py`.

Each module has `render(work: Work) -> str`; everything it says comes from `datapackage.json`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.citations.work import Work


@dataclass(frozen=True)
class Style:
    """One style as `timeline cite --style` names it; `file` is its customary file name, if it has one."""

    name: str
    module: str
    purpose: str
    file: str = ""
    rows: bool = False
    """Whether it can cite one row as well; the others describe a whole dataset."""

    def renderer(self) -> Callable[[Work], str]:
        """The style's `render`, imported now."""
        return cast("Callable[[Work], str]", import_module(f"event_timeline.citations.{self.module}").render)


STYLES: dict[str, Style] = {
    s.name: s
    for s in (
        Style("apa", "apa", "a reference list in APA 7", rows=True),
        Style("chicago", "chicago", "a bibliography in Chicago 17, author-date", rows=True),
        Style("bibtex", "bibtex", "LaTeX", "citation.bib", rows=True),
        Style("ris", "ris", "reference managers", "citation.ris", rows=True),
        Style("csl", "csl", "citation processors (CSL-JSON)", "citation.json", rows=True),
        Style("cff", "cff", "code hosts (Citation File Format 1.2.0)", "CITATION.cff"),
        Style("datacite", "datacite", "DOI registration (DataCite 4.6, JSON)", "datacite.json"),
        Style("datacite-xml", "datacite_xml", "DOI registration (DataCite 4.6, XML)", "datacite.xml"),
        Style("zenodo", "zenodo", "a deposit at Zenodo", ".zenodo.json"),
        Style("schemaorg", "schemaorg", "dataset search engines (schema.org Dataset, JSON-LD)", "dataset.jsonld"),
    )
}


def find_style(name: str, *, row: bool = False) -> Style:
    """The style of a name. Raises UserError where there is none, or it cannot cite a row and `row` asks for it."""
    if name not in STYLES:
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), STYLES, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UserError(f"there is no style {name!r}", f"{hint}see `timeline cite --list`")
    if row and not STYLES[name].rows:
        raise UserError(
            f"{name} describes a whole dataset, not a row",
            f"one row is cited in {', '.join(s.name for s in STYLES.values() if s.rows)}",
        )
    return STYLES[name]
