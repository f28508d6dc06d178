"""A citation of a package or of one of its rows, as text or in a file that is not one of the package's own."""

from __future__ import annotations

from pathlib import Path

from event_timeline.citations import find_style
from event_timeline.citations.rows import find_row
from event_timeline.citations.work import row_of, work
from event_timeline.package.opening import Package


def cite(package: Package, style: str, row: str | None, path: Path | None, *, force: bool) -> str:
    """Return a citation in a style, of the package or of the row at `TABLE/KEY`, and write it to `path` if that is given.

    force: replace the file. Raises UserError for an unknown style or row, a row in a style that describes whole datasets
    only, and a file that is in the way.
    """
    chosen = find_style(style, row=row is not None)
    if path is not None:
        from event_timeline.exports.output_paths import refuse_own

        refuse_own(path, package, paper=chosen.file)
    cited = work(package.descriptor)
    if row is not None:
        found = find_row(package, row)
        cited = row_of(cited, found.table, found.key, found.label)
    text = chosen.renderer()(cited)
    if path is not None:
        from event_timeline.io import atomic

        atomic.write_text(path, text + "\n", force=force)
    return text
