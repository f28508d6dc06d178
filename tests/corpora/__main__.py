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
    given = parser.parse_args()
    print(
        "| repository | commit | format | events | rows | errors | warnings | by rule |\n|---|---|---|--:|--:|--:|--:|---|"
    )
    for corpus in CORPORA:
        clone = clone_of(corpus.repository, given.clones)
        if clone is None or given.only not in corpus.repository:
            continue
        with tempfile.TemporaryDirectory() as folder:
            print(line(corpus, clone, Path(folder), given.keep), flush=True)


def line(corpus: Corpus, clone: Path, folder: Path, keep: Path | None) -> str:
    """One line of the table."""
    commit = git(clone, "log", "-1", "--format=%h %cs").decode().strip()
    (folder / "files").mkdir()
    file = copy_files(corpus, clone, folder / "files")
    target = (keep or folder) / corpus.repository.replace("/", "-")
    try:
        imported = et.import_(
            corpus.format, file, target, contributors=["Project"], mapping=HERE / corpus.mapping if corpus.mapping else None,
            options=corpus.options, license=corpus.license, date="2031-01-01",
        )  # fmt: skip
    except et.Error as error:
        return f"| {corpus.repository} | {commit} | {corpus.format} | refused: {error.message} ({error.hint}) |"
    packages = [imported, *imported.others]
    rows = {table: sum(p.package[table].height for p in packages if table in p.package) for table in ("events",)}
    whole = sum(p.package[table].height for p in packages for table in p.package if table != "codebook")
    counts: dict[str, int] = {}
    for package in packages:
        for code, count in package.report.counts.items():
            counts[code] = counts.get(code, 0) + count
    found = ", ".join(f"{code} {count}" for code, count in sorted(counts.items()) if count) or "none"
    errors, warnings = (sum(getattr(p.report, kind) for p in packages) for kind in ("errors", "warnings"))
    shown = f"{rows['events']:,} | {whole:,} | {errors:,} | {warnings:,} | {found}"
    return f"| {corpus.repository} | {commit} | {corpus.format} | {shown} |"


if __name__ == "__main__":
    main()
