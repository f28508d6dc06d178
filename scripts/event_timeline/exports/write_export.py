"""Writing one format of a package: the format by its name, the target, the checks before, all at once or not at all."""

from __future__ import annotations

import dataclasses
import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.arguments import Sources, given_files
from event_timeline.exports import FORMATS, Format, ownership
from event_timeline.exports.output_paths import refuse_own
from event_timeline.io import atomic
from event_timeline.io.progress import Progress, part_of
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import InvalidPackageError, UserError

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset
    from event_timeline.package.opening import Package

CHUNK_BYTES = 2**20
FULL = 2**20
"""Bytes that are free on a disk which is taken for full where polars reports only that it could not write."""
MAX_LISTED = 5
"""Problems of one rule that are named where an invalid package is refused."""
WITH_FILES = ("zip", "bagit", "rocrate")
"""The formats that hold the package's own files."""
OTHER_NAMES = {
    "csv": ("flat", "zip"), "tsv": ("flat",), "excel": ("xlsx",), "xls": ("xlsx",), "ods": ("xlsx",), "db": ("sqlite",),
    "sql": ("sqlite",), "sqlite3": ("sqlite",), "rdf": ("turtle", "jsonld"), "ttl": ("turtle",), "ndjson": ("jsonl",),
    "gephi": ("gexf", "graphml"), "ical": ("ics",), "calendar": ("ics",), "map": ("geojson",), "web": ("html",),
    "picture": ("svg", "png"), "arrow": ("parquet",), "ro-crate": ("rocrate",), "dcat-ap": ("dcat",), "bag": ("bagit",),
}  # fmt: skip
"""What people call a format -> what it is called here."""


def find_format(name: str | None) -> Format:
    """The format of a name. Raises UserError where there is none, with the nearest name."""
    if name is None:
        raise UserError("which format?", "see `timeline export --list`")
    if name not in FORMATS:
        from difflib import get_close_matches

        folded = name.lower().lstrip(".")
        near = OTHER_NAMES.get(folded) or get_close_matches(folded, FORMATS, 1)
        hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
        raise UserError(f"there is no format {name!r}", f"{hint}see `timeline export --list`")
    return FORMATS[name]


def load(
    package: Package,
    sources: Sources = (),
    *,
    validate: bool = True,
    done: str = "exported",
    progress: Progress | None = None,
) -> Dataset:
    """The tables and texts of a package, as formats see them.

    done: what is refused for an invalid package; progress: of the validation, as its first half. Raises InvalidPackageError where `validate` finds errors, UserError
    where a table or text cannot be read.
    """
    from event_timeline.exports.dataset import dataset
    from event_timeline.tables.loading import load_tables
    from event_timeline.texts.source_arguments import read_sources

    tables = load_tables(package, trusting=not validate)
    texts = read_sources(tables, sources)
    if validate:
        from event_timeline.engine.validation import check
        from event_timeline.rules import RULES
        from event_timeline.rules.rule import Context

        errors = [r for r in RULES if r.severity == "error"]
        report = check(Context(tables, texts), errors, MAX_LISTED, progress=part_of(progress, 0, 0.5))
        if not report.valid:
            raise InvalidPackageError(report, done)
    return dataset(tables, texts)


def export(
    package: Package,
    chosen: Format,
    target: Path | None,
    *,
    sources: Sources = (),
    include_text: bool = False,
    validate: bool = True,
    force: bool = False,
    notify: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write a package in a format to `target`, by default NAME and the format's ending in the current folder.

    notify: called with a sentence on each file that is left out; progress: with the share done and what comes next.
    Raises InvalidPackageError for an invalid package, UserError where the target is in the way or something that the
    format needs is missing, OSError where the place cannot be written. Nothing is written then.
    """
    if target is None:
        from event_timeline.exports.dataset import file_name

        target = Path(file_name(package.descriptor) + chosen.suffix)
    refuse_target(target, chosen, package, force, sources)
    data = prepared(package, chosen, sources, include_text=include_text, validate=validate, progress=progress)
    part_of(progress, 0.5, 1)(0, f"writing {chosen.name}")
    with atomic.replacing(target, force=force, refusal=lambda path: ownership.refusal(path, chosen.name)) as fresh:
        write(chosen, data, fresh)
    if notify and chosen.name in WITH_FILES:
        from event_timeline.exports.zip_ import outside_links

        for name in outside_links(package):
            notify(f"{name} is a link out of the package and is left out: put the file itself there")
    return target


def prepared(
    package: Package, chosen: Format, sources: Sources, *, include_text: bool = False, validate: bool = True,
    progress: Progress | None = None,
) -> Dataset:  # fmt: skip
    """What a format needs of a package. Raises as `export` does."""
    if include_text:
        _refuse_inclusion(chosen, sources)
    data = load(package, sources, validate=validate, progress=progress)
    if chosen.source and not data.texts:
        if not data.frames["evidence"].head(1).collect().height:
            raise UserError(
                f"{chosen.name} shows words of a text, and the package has no evidence that points into one",
                "export another format: `timeline export --list`",
            )
        raise UserError(f"{chosen.name} needs the text of a source", "add --source [ID=]FILE")
    return dataclasses.replace(data, include_texts=include_text)


def _refuse_inclusion(chosen: Format, sources: Sources) -> None:
    if not chosen.can_include:
        able = ", ".join(f.name for f in FORMATS.values() if f.can_include)
        raise UserError(f"{chosen.name} cannot hold a source's text", f"leave --include-text out, or export {able}")
    if not sources:
        raise UserError("--include-text: which text?", "add --source [ID=]FILE")


def stream(
    package: Package,
    chosen: Format,
    sources: Sources = (),
    *,
    include_text: bool = False,
    validate: bool = True,
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """The bytes of a format that is one file, in pieces. Raises as `export` does, and for a format that is a folder."""
    if chosen.folder:
        raise UserError(
            f"{chosen.name} is a folder of files and cannot be a stream of bytes",
            f"write the folder: `timeline export {chosen.name}`",
        )
    data = prepared(package, chosen, sources, include_text=include_text, validate=validate, progress=progress)
    part_of(progress, 0.5, 1)(0, f"writing {chosen.name}")
    return _pieces(chosen, data)


def _pieces(chosen: Format, data: Dataset) -> Iterator[bytes]:
    with TemporaryFolder() as folder:
        file = folder.path / "export"
        write(chosen, data, file)
        with file.open("rb") as written:
            while chunk := written.read(CHUNK_BYTES):
                yield chunk


def refuse_target(target: Path, chosen: Format, package: Package, force: bool, sources: Sources = ()) -> None:
    """Raise UserError where the target is in the way: the package itself, a text, a folder, other people's work."""
    refuse_own(target, package, given_files(sources))
    if target.is_dir() and not chosen.folder:
        raise UserError(
            f"{target} is a folder, and {chosen.name} is a file", f"name a file: -o {target / ('NAME' + chosen.suffix)}"
        )
    if target.is_dir() and any(target.iterdir()) and not ownership.has_sums(target):
        raise UserError(
            f"{target} is a folder that holds other things", "name a new folder; --force does not empty this one"
        )
    if chosen.folder and target.exists() and not target.is_dir():
        raise UserError(f"{target} is a file, and {chosen.name} is a folder", "name another place")
    if target.is_dir() and not force and (other := ownership.format_of(target)) not in ("", chosen.name):
        raise UserError(
            f"{target} holds a {other} export, which {chosen.name} would replace", "name another place, or add --force"
        )
    atomic.refuse(target, force=force, refusal=lambda path: ownership.refusal(path, chosen.name))


def write(chosen: Format, data: Dataset, fresh: Path) -> None:
    """Write a format's file or folder, and its mark. Raises UserError where a table cannot be read, OSError."""
    from polars.exceptions import PolarsError

    try:
        chosen.writer()(data, fresh)
    except PolarsError as error:
        if "transport error" in str(error) and shutil.disk_usage(fresh.parent).free < FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(fresh)) from error
        first = (str(error).splitlines() or [""])[0]
        raise UserError(
            f"{chosen.name}: a table cannot be read: {first}", "run `timeline validate` and fix what it reports"
        ) from error
    if chosen.folder:
        ownership.write_sums(fresh)
    else:
        ownership.seal(fresh, chosen.name)
