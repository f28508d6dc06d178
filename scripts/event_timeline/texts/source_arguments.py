"""The texts of sources as callers name them: a mapping of identifiers to files, or `[ID=]FILE` each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from event_timeline.arguments import Sources, files_of
from event_timeline.model import UserError
from event_timeline.texts.files import in_folders, read_text, split_given
from event_timeline.texts.text import Text

if TYPE_CHECKING:
    from event_timeline.tables.loading import Tables


def read_sources(tables: Tables, given: Sources) -> dict[str, Text]:
    """source_id -> text of each file given.

    Raises UserError where a file cannot be read, is not UTF-8, or it is unclear which source it is.
    """
    named = files_of(given)
    if not named:
        return {}
    known = tables.ask(hashes_of)
    if isinstance(named, dict):
        return dict(_checked_source(known, source_id, file) for source_id, file in named.items())
    return dict(_read_source(known, one) for one in in_folders(named, known))


def _read_source(known: Mapping[str, str], given: str) -> tuple[str, Text]:
    """(source_id, text) of one `[ID=]FILE`."""
    source_id, name = split_given(given)
    if not source_id:
        hashed = [s for s, sha256 in known.items() if sha256]
        if len(hashed) != 1:
            raise UserError(
                f"--source {given}: which source is it? {len(hashed)} have a hash in `sources`",
                "write --source ID=FILE",
            )
        source_id = hashed[0]
    return _checked_source(known, source_id, name)


def _checked_source(known: Mapping[str, str], source_id: str, file: str) -> tuple[str, Text]:
    if known and source_id not in known:
        raise UserError(
            f"--source {source_id}={file}: the package has no source {source_id!r}", f"it has: {', '.join(known)}"
        )
    return source_id, Text(source_id, read_text(file))


def hashes_of(tables: Tables) -> dict[str, str]:
    """source_id -> hash that `sources` gives it, or none; empty where the table could not be read."""
    if not tables.has("sources", "source_id", "sha256"):
        return {}
    rows = tables["sources"].select("source_id", "sha256").drop_nulls("source_id").collect()
    return {source_id: sha256 or "" for source_id, sha256 in rows.iter_rows()}
