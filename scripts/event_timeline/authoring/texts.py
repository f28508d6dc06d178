"""The source texts that an author works from: given by `--source`, or lying in the package or beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from event_timeline.authoring.draft import Draft
from event_timeline.package import UnsafePathError
from event_timeline.problem import UserError
from event_timeline.reading import read_text
from event_timeline.text import Text, copy_of

ENDINGS = frozenset({".txt", ".md"})
MOST_FILES = 100
LONGEST = 10 * 2**20
"""Files that are looked at, and their size in bytes: an article has some thousands."""


def split_given(given: str) -> tuple[str, str]:
    """(source_id or empty, file) of one `[ID=]FILE`."""
    source_id, sep, file = given.partition("=")
    return ("", given) if not sep or Path(given).exists() else (source_id, file)


def texts_of(draft: Draft, given: Sequence[str] = ()) -> dict[str, Text]:
    """source_id -> text, for the files given, or else for those found in the package or the folder above it.

    A file without ID is the source with its hash. Raises UserError where no source of the package has it.
    """
    hashes = {r["source_id"]: r["sha256"] for r in draft.table("sources").rows}
    if not given:
        return _inside(draft, hashes)
    texts = {}
    for item in given:
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


def some_texts(texts: dict[str, Text]) -> dict[str, Text]:
    """The texts as they are. Raises UserError where there is none."""
    if not texts:
        raise UserError("no text to look in", "name one with --source FILE, or set TIMELINE_SOURCE to it")
    return texts


def _inside(draft: Draft, hashes: dict[str, str]) -> dict[str, Text]:
    """The texts that lie in the package or beside it, each told by its hash."""
    wanted = {sha256: source_id for source_id, sha256 in hashes.items() if sha256}
    texts: dict[str, Text] = {}
    for path in _candidates(draft):
        if len(texts) == len(wanted):
            break
        try:
            text = Text("", read_text(path))
        except UserError:
            continue
        source_id = wanted.get(text.sha256)
        if source_id:
            texts[source_id] = Text(source_id, text.content)
    return {s: texts[s] for s in hashes if s in texts}


def _candidates(draft: Draft) -> Iterator[Path]:
    """Files that the descriptor's `sources` name, then text files of the package's folder and the one above it."""
    for source in draft.descriptor.get("sources") or ():
        with contextlib.suppress(OSError, UnsafePathError):
            yield draft.package.file(str(source.get("path") if isinstance(source, dict) else ""))
    root = draft.root.resolve()
    for folder in (root, root.parent):
        with contextlib.suppress(OSError):
            files = sorted(p for p in folder.iterdir() if p.suffix in ENDINGS and p.is_file())[:MOST_FILES]
            yield from (p for p in files if p.stat().st_size <= LONGEST)
