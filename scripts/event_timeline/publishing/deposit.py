"""The files of a deposit: the package in one archive, and beside it what repositories and harvesters read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.citations import STYLES
from event_timeline.citations.work import Work, work
from event_timeline.exports import Format, croissant, ownership, parquet, rocrate, write_export, zip_
from event_timeline.exports.dataset import Dataset, file_name
from event_timeline.exports.listed_files import ListedFile, listed_file
from event_timeline.io import atomic
from event_timeline.io.temporary import TemporaryFolder
from event_timeline.model import UserError
from event_timeline.publishing import fair

if TYPE_CHECKING:
    from event_timeline.io.progress import Progress
    from event_timeline.package.opening import Package

METADATA = ("cff", "datacite", "zenodo")
"""The citation styles that are files of a deposit."""
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,40}")


@dataclass(frozen=True)
class Deposit:
    """A deposit that was assembled, or would be: its folder, files, what was left out and why, and the FAIR checklist.

    name, title, version: those of the package; metrics: the version of the checklist's metrics.
    """

    folder: Path
    name: str
    title: str
    version: str
    files: list[str]
    left_out: list[str]
    checks: list[fair.Check]
    metrics: str = fair.METRICS

    def render(self, style: str = "text") -> str:
        """The checklist as text or json. Raises UserError for another style."""
        from event_timeline.publishing import checklist_text

        styles = {"text": checklist_text.as_text, "json": checklist_text.as_json}
        if style not in styles:
            raise UserError(f"no style named {style!r}", f"there are: {', '.join(styles)}")
        return styles[style](self)


def publish(
    package: Package,
    folder: Path | None,
    *,
    dry_run: bool,
    validate: bool,
    force: bool,
    progress: Progress | None = None,
) -> Deposit:
    """Assemble a deposit in a folder, by default NAME-deposit in the current one, and assess it.

    dry_run: write nothing. Raises InvalidPackageError for an invalid package, UserError where the folder is in the way.
    """
    target = folder or Path(f"{file_name(package.descriptor)}-deposit")
    write_export.refuse_target(target, Format("deposit", "-deposit", "a deposit"), package, force)
    data = write_export.load(package, validate=validate, done="assembled", progress=progress)
    if progress:
        progress(0.5, "assembling the files")
    about = work(data.descriptor)
    with _place(target, dry_run, force) as fresh:
        left_out = assemble(data, fresh)
        files = sorted(p.name for p in fresh.iterdir())
    return Deposit(target, about.key, about.title, about.version, files, left_out, fair.assess(about, data.schemas))


@contextmanager
def _place(target: Path, dry_run: bool, force: bool) -> Iterator[Path]:
    """Where the deposit is assembled: in the target's place, or in a temporary folder that is removed."""
    if not dry_run:
        with atomic.replacing(target, force=force, refusal=lambda path: ownership.refusal(path, "deposit")) as fresh:
            yield fresh
        return
    with TemporaryFolder() as folder:
        yield folder.path / target.name


def assemble(data: Dataset, target: Path) -> list[str]:
    """Write the deposit into a new folder, `SHA256SUMS` last; the same bytes each time.

    Two archives, `NAME-VERSION.zip` (the package, its texts included) and `NAME-VERSION-parquet.zip` (its tables typed, which
    croissant.json points into), CITATION.cff, datacite.json, .zenodo.json, croissant.json and
    ro-crate-metadata.json. Returns what was left out and why, one line each: only an invalid package lacks what
    these must say. Raises UserError where not even a citation can be made, OSError where the place is not writable.
    """
    about = work(data.descriptor)
    target.mkdir()
    left_out = (
        [f"{name}: a link out of the package" for name in zip_.outside_links(data.package)] if data.package else []
    )
    stem = _stem(data, about)
    files = [_package(data, target, stem)]
    for style in (STYLES[name] for name in METADATA):
        (target / style.file).write_text(style.renderer()(about) + "\n", encoding="utf-8", newline="\n")
        files.append(listed_file(style.file, target / style.file))
    try:
        files += _croissant(data, about, target, stem)
    except UserError as error:
        left_out.append(f"{croissant.METADATA}: {error.message}")
    try:
        text = rocrate.render(about, sorted(files, key=lambda f: f.path))
        (target / rocrate.METADATA).write_text(text, encoding="utf-8", newline="\n")
    except UserError as error:
        left_out.append(f"{rocrate.METADATA}: {error.message}")
    ownership.write_sums(target)
    return left_out


def _stem(data: Dataset, about: Work) -> str:
    return f"{data.name}-{about.version}" if VERSION.fullmatch(about.version) else data.name


def _package(data: Dataset, target: Path, stem: str) -> ListedFile:
    archive = target / f"{stem}.zip"
    zip_.write(data, archive)
    ownership.seal(archive, "zip")
    held = ", the texts it passes on" if data.package and data.package.source_files() else ""
    about = f"Descriptor, tables in CSV, schemas{held} and papers."
    return listed_file(archive.name, archive, "The data package", about)


def _croissant(data: Dataset, about: Work, target: Path, stem: str) -> list[ListedFile]:
    """The tables in Parquet, in one archive, and the description that points into it."""
    folder, archive = target / "parquet", target / f"{stem}-parquet.zip"
    try:
        parquet.write(data, folder)
        tables = croissant.tables(data, folder)
        zip_.pack({one.path: one.file for one in tables.values()}, archive, ownership.label("parquet"))
        packed = listed_file(archive.name, archive, "The tables in Parquet", "One typed file a table.")
        text = croissant.render(data, about, tables, packed)
    except UserError:
        archive.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    document = target / croissant.METADATA
    document.write_text(text, encoding="utf-8", newline="\n")
    return [packed, listed_file(document.name, document)]
