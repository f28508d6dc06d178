"""Print a table of all corpora: rows, errors and warnings by rule, and the commit of each repository."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import event_timeline as et
from tests.corpora import CORPORA, HERE, Corpus, clone_of, copy_files, git


def main() -> None:
    """Import every corpus that is there; `--keep FOLDER` keeps the packages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", type=Path, help="folder of the clones")
    parser.add_argument("--keep", type=Path, help="folder in which the packages stay")
    parser.add_argument("--only", default="", help="part of the name of a repository")
    parser.add_argument("--list", action="store_true", help="list the findings too, but for PKG015 and CIT019")
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    print(
        "| corpus | format | texts | events | rows | errors | warnings | by rule |\n|---|---|--:|--:|--:|--:|--:|---|"
    )
    for corpus in CORPORA:
        clone = clone_of(corpus.repository, given.clones)
        if clone is None or given.only not in corpus.repository:
            continue
        with tempfile.TemporaryDirectory() as folder:
            print(line(corpus, clone, Path(folder), given.keep, listing=given.list), flush=True)


ON_DESCRIPTION = frozenset({"PKG015", "CIT019"})
"""Rules about what only the curator knows: keywords, coverage, the day of publication."""


def line(corpus: Corpus, clone: Path, folder: Path, keep: Path | None, *, listing: bool = False) -> str:
    """One line of the table; listing: and a line for each problem."""
    commit = git(clone, "log", "-1", "--format=%h %cs").decode().strip()
    name = ", ".join(filter(None, (corpus.repository, corpus.part, commit)))
    (folder / "files").mkdir()
    file = copy_files(corpus, clone, folder / "files")
    target = (keep or folder) / f"{corpus.repository}-{corpus.part}".strip("-").replace("/", "-").replace(" ", "-")
    try:
        imported = et.import_(
            corpus.format, file, target, contributors=["Project"], mapping=HERE / corpus.mapping if corpus.mapping else None,
            options=corpus.options, license=corpus.license, date="2031-01-01",
        )  # fmt: skip
    except et.Error as error:
        return f"| {name} | {corpus.format} | refused: {error.message} ({error.hint}) |"
    packages = [imported, *imported.others]
    events = sum(p.package["events"].height for p in packages)
    texts = sum(p.package["sources"]["sha256"].count() for p in packages)
    whole = sum(p.package[table].height for p in packages for table in p.package if table != "codebook")
    counts: dict[str, int] = {}
    for package in packages:
        for code, count in package.report.counts.items():
            counts[code] = counts.get(code, 0) + count
    found = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()) if count) or "none"
    errors, warnings = (sum(getattr(p.report, kind) for p in packages) for kind in ("errors", "warnings"))
    shown = f"{texts or ''} | {events:,} | {whole:,} | {errors:,} | {warnings:,} | {found}"
    problems = [p for package in packages for p in package.report.problems if p.code not in ON_DESCRIPTION]
    listed = "".join(f"\n  {p.severity}: {p}" for p in problems) if listing else ""
    return f"| {name} | {corpus.format} | {shown} |{listed}"


if __name__ == "__main__":
    main()
