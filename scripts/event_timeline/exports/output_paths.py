"""Where a command must never write, whatever is forced: over what it reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from event_timeline.model import UserError
from event_timeline.package.opening import Package, open_package
from event_timeline.texts.files import split_given
from event_timeline.texts.stores import SUFFIX

DOCUMENTS = frozenset({"README", "CHANGELOG", "CITATION", "LICENSE", "LICENCE", "RIGHTS", "MERGED", ".ZENODO"})
ENDINGS = frozenset({"", ".md", ".txt", ".rst", ".cff", ".json"})
"""Names and their endings of the papers that lie beside a descriptor."""


TABLES = frozenset({".csv", ".parquet"})
"""Endings of the files whose folders hold tables alone."""


def refuse_own(target: Path, package: Package | str, sources: Sequence[str] = (), paper: str = "") -> None:
    """Raise UserError where the target is, or holds, a part of the package or a text that the command is given.

    A file between the package's tables is refused too: it would be one that the descriptor does not name.

    sources: `[ID=]FILE` each, or folders of texts; paper: the name of the one that the command is there to write.
    Raises UserError also where the package cannot be opened.
    """
    place, parts = target.resolve(), [part.resolve() for part in _parts(package, paper)]
    for part in parts:
        if part.is_relative_to(place):
            said = "is part of the package itself" if part == place else "holds the package itself"
            raise UserError(f"{target} {said}", "name another place")
    root, *others = parts
    folders = {part.parent for part in others if part.suffix in TABLES} - {root.parent}
    if place.parent in folders and not place.name.startswith("."):
        raise UserError(
            f"{target} would be between the package's tables, where datapackage.json names every file",
            "name a file in another folder",
        )
    for given in sources:
        text = Path(split_given(given)[1])
        among = text.is_dir() and place.parent == text.resolve() and place.suffix == SUFFIX
        if among or text.resolve().is_relative_to(place):
            raise UserError(f"{target} is, or holds, the text given with --source", "name another place")


def _parts(package: Package | str, paper: str) -> Iterator[Path]:
    """The package's own files but for one paper, or the one archive that holds them."""
    location = Path(package) if isinstance(package, str) else package.location
    if location.is_file() and location.suffix.lower() != ".json":
        yield location
        return
    opened = open_package(package) if isinstance(package, str) else package
    tables, schemas = opened.resources.values(), [Path(opened.root, "schemas", "profile.json")]
    schemas += [opened.root / r.schema_path for r in tables if r.schema_path]
    yield opened.root / opened.descriptor_name
    yield from (opened.root / path for r in tables for path in r.paths)
    yield from opened.source_files().values()
    yield from dict.fromkeys(p for schema in schemas for p in (schema, schema.with_name("profile.json")))
    for file in opened.root.iterdir():
        if file.stem.upper() in DOCUMENTS and file.suffix.lower() in ENDINGS and file.name != paper:
            yield file
