"""`--source [ID=]FILE`: the texts of sources, as several commands take them."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.problem import UserError
from event_timeline.reading import read_text

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
    tables = load_tables(opened, "sources")
    if not tables.has("sources", "source_id", "sha256"):
        return ""
    rows = tables["sources"].select("source_id", "sha256").drop_nulls("source_id").collect()
    found = lying_by(opened, {source_id: sha256 or "" for source_id, sha256 in rows.iter_rows()})
    shortest = {s: min(os.path.relpath(path), str(path), key=len) for s, (path, _) in found.items()}
    return " ".join(f"--source {shlex.quote(f'{s}={path}')}" for s, path in shortest.items())


def _read_source(tables: Tables, given: str) -> tuple[str, Text]:
    """(source_id, text) of one `[ID=]FILE`."""
    from event_timeline.text import Text

    source_id, sep, name = given.partition("=")
    if not sep or Path(given).exists():
        source_id, name = "", given
    known = _sources(tables)
    if not source_id:
        hashed = [s for s, has in known.items() if has]
        if len(hashed) != 1:
            raise UserError(
                f"--source {given}: which source is it? {len(hashed)} have a hash in `sources`",
                "write --source ID=FILE",
            )
        source_id = hashed[0]
    elif known and source_id not in known:
        raise UserError(f"--source {given}: the package has no source {source_id!r}", f"it has: {', '.join(known)}")
    return source_id, Text(source_id, read_text(name))


def _sources(tables: Tables) -> dict[str, bool]:
    """source_id -> whether `sources` gives it a hash; empty where the table could not be read."""
    if not tables.has("sources", "source_id", "sha256"):
        return {}
    rows = tables["sources"].select("source_id", "sha256").drop_nulls("source_id").collect()
    return {source_id: sha256 is not None for source_id, sha256 in rows.iter_rows()}
