"""The source texts that an author works from: given by `--source`, or lying in the package or beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from event_timeline.model import UserError
from event_timeline.package.opening import Package
from event_timeline.texts.files import in_folders, read_text, split_given
from event_timeline.texts.text import Text, copy_of

if TYPE_CHECKING:
    from event_timeline.editing.draft import Draft

ENDINGS = frozenset({".txt", ".md"})
MOST_FILES = 100
LONGEST = 10 * 2**20
"""Files that are looked at, and their size in bytes: an article has some thousands."""


def load_texts(draft: Draft, given: Sequence[str] = ()) -> dict[str, Text]:
    """source_id -> text, for the files given, or else for those found in the package or the folder above it.

    A file without ID is the source with its hash. Raises UserError where no source of the package has it.
    """
    hashes = {r["source_id"]: r["sha256"] for r in draft.table("sources").rows}
    if not given:
        return {s: text for s, (_, text) in find_texts(draft.package, hashes).items()}
    texts = {}
    for item in in_folders(given, [s for s, sha256 in hashes.items() if sha256]):
        source_id, file = split_given(item)
        content = read_text(file)
        sha256 = Text("", content).sha256
        if not source_id:
            source_id = next((s for s, h in hashes.items() if h == sha256), "")
        if hashes.get(source_id) != sha256:
            known = ", ".join(s for s, h in hashes.items() if h) or "none has a hash yet"
            if copy := next(filter(None, (copy_of(content, h) for h in hashes.values())), None):
                raise UserError(f"{file} is the coded text but for {copy.differs}", copy.remedy)
            raise UserError(
                f"{file} is not the text that the package was coded from ({known})",
                "use the very file; if the text of a package that has no evidence yet was changed: `timeline stamp --source ID=FILE`",
            )
        texts[source_id] = Text(source_id, content)
    return texts


def packaged_texts(draft: Draft) -> dict[str, Text | None]:
    """path -> text, of the files that the descriptor's `sources` name: what the package passes on, and nothing else.

    None where the file is not the text of a source, by its hash.
    """
    wanted = {r["sha256"]: r["source_id"] for r in draft.table("sources").rows if r["sha256"]}
    return {path: _text_of(file, wanted) for path, file in draft.package.source_files().items()}


def texts_by_current_id(draft: Draft, texts: dict[str, Text]) -> dict[str, Text]:
    """The texts by what the draft calls their sources now; one whose source is gone is left out."""
    by_hash = {text.sha256: text.content for text in texts.values()}
    rows = draft.table("sources").rows
    return {r["source_id"]: Text(r["source_id"], by_hash[r["sha256"]]) for r in rows if r["sha256"] in by_hash}


def require_texts(texts: dict[str, Text]) -> dict[str, Text]:
    """The texts as they are. Raises UserError where there is none."""
    if not texts:
        raise UserError("no text to look in", "name one with --source FILE, or set TIMELINE_SOURCE to it")
    return texts


def find_texts(package: Package, hashes: Mapping[str, str]) -> dict[str, tuple[Path, Text]]:
    """source_id -> file and text, of those that lie in the package or beside it, each recognised by its hash.

    hashes: source_id -> sha256, empty where it has none.
    """
    wanted = {sha256: source_id for source_id, sha256 in hashes.items() if sha256}
    found: dict[str, tuple[Path, Text]] = {}
    for path in _candidates(package) if wanted else ():
        if len(found) == len(wanted):
            break
        text = _text_of(path, wanted)
        if text:
            found[text.source_id] = path, text
    return {s: found[s] for s in hashes if s in found}


def _text_of(file: Path, wanted: Mapping[str, str]) -> Text | None:
    """The text that a file holds, if it is one of those wanted: sha256 -> source_id."""
    try:
        text = Text("", read_text(file))
    except UserError:
        return None
    source_id = wanted.get(text.sha256)
    return Text(source_id, text.content) if source_id else None


def _candidates(package: Package) -> Iterator[Path]:
    """Files that the descriptor's `sources` name, then text files of the package's folder and the one that it, or its zip, is in."""
    yield from package.source_files().values()
    root = package.root.resolve()
    for folder in (root, package.location.resolve().parent if package.temporary else root.parent):
        with contextlib.suppress(OSError):
            files = sorted(p for p in folder.iterdir() if p.suffix in ENDINGS and p.is_file())[:MOST_FILES]
            yield from (p for p in files if p.stat().st_size <= LONGEST)
