"""The families of rules: the letters that their codes begin with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from event_timeline.model import UserError

_FAMILIES = {
    "PKG": ("descriptor", "the descriptor, its schemas and the integrity of its files"),
    "TAB": ("tables", "files, headers, types and constraints"),
    "KEY": ("integrity", "primary, unique and foreign keys"),
    "VOC": ("vocabularies", "vocabularies against the codebook (TAB022 reports a cell with an unknown term)"),
    "DAT": ("dates", "dates by themselves, against each other and against publication"),
    "GEO": ("places", "places, their codes and coordinates, and what lies within what"),
    "ACT": ("actors", "actors, their codes, what they belong to and what they do"),
    "EVT": ("events", "events against their codes, participants, evidence and each other"),
    "REL": ("relations", "relations between events, as a graph and against the events"),
    "STM": ("statements", "statements: quotes, order, speakers, occasions, stances"),
    "EVD": ("evidence", "evidence against records, spans and source texts"),
    "CIT": ("citation", "citation files against the descriptor, and the sources of the data"),
}
IN_PACKAGE = "event_timeline/rules/"
"""Before the path of a file of the rules, in messages."""
FAMILIES = {letters: about for letters, (_, about) in _FAMILIES.items()}
FOLDERS = {letters: folder for letters, (folder, _) in _FAMILIES.items()}
"""The package of `event_timeline.rules` that has the rules of a family, and their explanations."""
TOPICS = {
    "descriptor": "coding files licenses properties schemas standard",
    "tables": "constraints files rows spreadsheets text_cells",
    "integrity": "exceptions references uniqueness",
    "vocabularies": "labels mappings terms",
    "dates": "basis notation ordering plausibility publication wording",
    "places": "coordinates countries extents hierarchy identifiers precision",
    "actors": "affiliations codes countries duplicates roles",
    "events": "codes descriptions duplicates factuality measures participants sequence",
    "relations": "graph parts pledges status",
    "statements": "nesting occasions repetition sequence speakers stances wording",
    "evidence": "agreement attribution names records source_text spans summaries",
    "citation": "descriptor_sources files languages sources",
}
"""Package of a family -> its modules; the rules of a module that is not named here are not run."""


@cache
def reference(folder: str) -> dict[str, Any]:
    """The facts of standards, code lists and languages that the rules in a folder look up, from its `reference.toml`."""
    return toml(f"{folder}/reference.toml")


def toml(path: str) -> dict[str, Any]:
    """The content of a TOML file of the rules, by its path in `rules/`. Raises UserError, which names the file and the line, if it is not TOML."""
    import tomllib

    try:
        return tomllib.loads((Path(__file__).parent / path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{IN_PACKAGE}{path} is not TOML: {error}", "correct the file at that place") from error
