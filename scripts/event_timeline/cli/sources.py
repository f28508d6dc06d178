"""The source texts that are at hand, as the options that name them."""

from __future__ import annotations

import os
import shlex


def at_hand(package: str) -> str:
    """The options that name the texts which lie in the package or beside it, as they are typed here; empty for none."""
    from event_timeline.editing.texts import lying_by
    from event_timeline.package.opening import open_package
    from event_timeline.tables.loading import load_tables
    from event_timeline.texts.given import hashes_of

    opened = open_package(package)
    if "sources" not in opened.resources:
        return ""
    found = lying_by(opened, hashes_of(load_tables(opened, "sources")))
    shortest = {s: min(os.path.relpath(path), str(path), key=len) for s, (path, _) in found.items()}
    return " ".join(f"--source {shlex.quote(f'{s}={path}')}" for s, path in shortest.items())
