"""`--source [ID=]FILE`: the texts of sources, as several commands take them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING

from event_timeline.problem import UserError
from event_timeline.reading import read_text, split_given

if TYPE_CHECKING:
    from event_timeline.tables import Tables
    from event_timeline.text import Text


def read_sources(tables: Tables, given: Iterable[str]) -> dict[str, Text]:
    """source_id -> text of each `[ID=]FILE`.

    Raises UserError where a file cannot be read, is not UTF-8, or it is unclear which source it is.
    """
    return dict(_read_source(tables, one) for one in given)


def at_hand(package: str) -> str:
    """The options that name the texts which lie in the package or beside it, as they are typed here; empty for none."""
    from event_timeline.authoring.texts import lying_by
    from event_timeline.package import open_package
    from event_timeline.tables import load_tables

    opened = open_package(package)
    if "sources" not in opened.resources:
        return ""
    found = lying_by(opened, _hashes(load_tables(opened, "sources")))
    shortest = {s: min(os.path.relpath(path), str(path), key=len) for s, (path, _) in found.items()}
    return " ".join(f"--source {shlex.quote(f'{s}={path}')}" for s, path in shortest.items())


def _read_source(tables: Tables, given: str) -> tuple[str, Text]:
    """(source_id, text) of one `[ID=]FILE`."""
    from event_timeline.text import Text

    source_id, name = split_given(given)
    known = _hashes(tables)
    if not source_id:
        hashed = [s for s, sha256 in known.items() if sha256]
        if len(hashed) != 1:
            raise UserError(
                f"--source {given}: which source is it? {len(hashed)} have a hash in `sources`",
                "write --source ID=FILE",
            )
        source_id = hashed[0]
    elif known and source_id not in known:
        raise UserError(f"--source {given}: the package has no source {source_id!r}", f"it has: {', '.join(known)}")
    return source_id, Text(source_id, read_text(name))


def _hashes(tables: Tables) -> dict[str, str]:
    """source_id -> hash that `sources` gives it, or none; empty where the table could not be read."""
    if not tables.has("sources", "source_id", "sha256"):
        return {}
    rows = tables["sources"].select("source_id", "sha256").drop_nulls("source_id").collect()
    return {source_id: sha256 or "" for source_id, sha256 in rows.iter_rows()}
