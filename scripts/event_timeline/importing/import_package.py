"""Importing one file or folder: the format by its name, the target, a package at once or not at all, and its validation."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.editing.check_and_save import describe
from event_timeline.editing.line_breaks import refuse_line_breaks
from event_timeline.editing.new_package import DESCRIPTOR
from event_timeline.importing import IMPORTS, ImportFormat, Request
from event_timeline.io import atomic
from event_timeline.io.progress import Progress, part_of
from event_timeline.model import Report, UserError

if TYPE_CHECKING:
    from event_timeline.comparing.diff import Diff
    from event_timeline.importing.own_exports import OwnExport


READING_SHARE = 0.7
"""Share of the progress that reading a file of another format takes; the validation takes the rest."""
COMPARING = 0.3
"""Share of the progress after which an edited export is compared with its package."""


@dataclass(frozen=True)
class Imported:
    """What was imported: its folder, what the user should know, and what its validation says."""

    folder: Path
    notes: list[str]
    report: Report
    changes: Diff | None = None
    """What an update changed, or would change."""


def find_format(name: str | None) -> ImportFormat:
    """The format of a name. Raises UserError where there is none, with the nearest name."""
    if name not in IMPORTS:
        from difflib import get_close_matches

        near = get_close_matches((name or "").lower().lstrip("."), IMPORTS, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        there = f"there is no import format {name!r}" if name else "which format?"
        raise UserError(there, f"{hint}there are: {', '.join(IMPORTS)}")
    return IMPORTS[name]


def import_package(
    chosen: ImportFormat,
    request: Request,
    folder: Path,
    sources: Sequence[str] = (),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[Imported]:
    """Read a file into a package in a new folder, or into several below it, and validate each.

    What is not valid is written too, since all that was read is to be seen and repaired. Our own export into the folder of a
    package changes that package; dry_run: only compare with it; progress: of reading and of validating. Raises UserError, and writes nothing, where the file
    cannot be read, something that the package needs is missing, the folder is in use, or a change is not valid.
    """
    if not request.file.exists():
        raise UserError(f"there is no {request.file}", "name the file or folder to import")
    if request.mapping is not None and not chosen.mapped:
        raise UserError(f"{chosen.name} takes no mapping", "leave the mapping out, or import csv")
    for option in request.options:
        if option not in chosen.options:
            raise UserError(f"{chosen.name} takes no {option.replace('_', '-')}", "leave it out")
    refuse_line_breaks("title", [request.title])
    refuse_line_breaks("contributor", request.contributors)
    if request.options.get("include_text") and not request.options.get("text_license"):
        raise UserError(
            "--include-text needs --text-license LICENSE",
            "name the licence that allows passing the texts on, or leave --include-text out",
        )
    load = chosen.loader_of(request.file) if (folder / DESCRIPTOR).is_file() else None
    if load is not None:
        part_of(progress, 0, 1)(0, f"reading {request.file.name}")
        export = load(request.file)
        return [_updated(export, folder, sources, dry_run=dry_run, progress=part_of(progress, COMPARING, 1))]
    if chosen.name == "zip" and (folder / DESCRIPTOR).is_file():
        raise UserError(
            f"{folder} is a package, and a zip is a whole one, which does not say what was edited in it",
            f"compare the two: `{shlex.join(['timeline', 'diff', str(folder), str(request.file)])}`; or name a new folder: -o FOLDER",
        )
    if dry_run:
        raise UserError(f"{folder} is not a package to compare with", "name one: -o FOLDER, or leave --dry-run out")
    try:
        atomic.refuse(folder, force=False, refusal=lambda _: "is a folder that is in use")
    except UserError as error:
        raise UserError(error.message, "name a new folder: -o FOLDER, or remove this one") from None
    if texts := request.options.get("save_texts"):
        atomic.refuse(Path(texts), force=False)
    with atomic.replacing(folder) as fresh:
        fresh.mkdir()
        reading = part_of(progress, 0, READING_SHARE)
        reading(0, f"reading {request.file.name}")
        notes = chosen.reader()(replace(request, progress=reading), fresh)
    _save_texts(request)
    made = _packages(folder)
    ends = [READING_SHARE + (1 - READING_SHARE) * n / len(made) for n in range(len(made) + 1)]
    return [
        Imported(one, notes, _report(one, request, part_of(progress, start, end)))
        for one, (start, end) in zip(made, pairwise(ends), strict=True)
    ]


def _save_texts(request: Request) -> None:
    """Write the texts that were read, one ID.txt for each source, where the user asks for them."""
    if (target := request.options.get("save_texts")) and request.texts:
        with atomic.replacing(Path(target)) as fresh:
            fresh.mkdir()
            for source_id, text in request.texts.items():
                (fresh / f"{source_id}.txt").write_bytes(text.content.encode())


def _updated(export: OwnExport, folder: Path, sources: Sequence[str], *, dry_run: bool, progress: Progress) -> Imported:
    from event_timeline.engine.validation import validate
    from event_timeline.importing.update_package import update_package
    from event_timeline.package.opening import open_package

    progress(0, "comparing")
    update = update_package(export, folder, sources, dry_run=dry_run)
    notes = [*export.notes, *describe(update.problems, with_places=True)]
    return Imported(folder, notes, validate(open_package(folder), progress=part_of(progress, 0.5, 1)), update.changes)


def _packages(folder: Path) -> list[Path]:
    """The package in a folder, or those below it: one for each annotator."""
    if (folder / DESCRIPTOR).is_file():
        return [folder]
    return sorted(p.parent for p in folder.glob(f"*/{DESCRIPTOR}"))


def _report(folder: Path, request: Request, progress: Progress) -> Report:
    """The validation of a package, its spans proven against the texts that were read."""
    from event_timeline.engine.validation import validate
    from event_timeline.package.opening import open_package

    return validate(open_package(folder), texts=request.texts, progress=progress)
