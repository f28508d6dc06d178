"""The source texts that an author works from: given by `--source`, or lying in the package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from event_timeline.authoring.draft import Draft
from event_timeline.package import UnsafePathError
from event_timeline.problem import UserError
from event_timeline.text import Text


def read_content(file: str | Path) -> str:
    """A text file as it is, line ends included. Raises UserError where it cannot be read as UTF-8."""
    try:
        return Path(file).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8 at byte {error.start}", "save the text as UTF-8, unchanged otherwise") from None
    except OSError as error:
        raise UserError(f"{file}: {error.strerror or error}", "name the file that holds the source's text") from None


def split_given(given: str) -> tuple[str, str]:
    """(source_id or empty, file) of one `[ID=]FILE`."""
    source_id, sep, file = given.partition("=")
    return ("", given) if not sep or Path(given).exists() else (source_id, file)


def texts_of(draft: Draft, given: Sequence[str] = ()) -> dict[str, Text]:
    """source_id -> text, for the files given, or for those that the descriptor's `sources` name in the package.

    A file without ID is the source with its hash. Raises UserError where no source of the package has it.
    """
    hashes = {r["source_id"]: r["sha256"] for r in draft.table("sources").rows}
    if not given:
        return _inside(draft, hashes)
    texts = {}
    for item in given:
        source_id, file = split_given(item)
        content = read_content(file)
        sha256 = Text("", content).sha256
        if not source_id:
            source_id = next((s for s, h in hashes.items() if h == sha256), "")
        if hashes.get(source_id) != sha256:
            known = ", ".join(s for s, h in hashes.items() if h) or "none has a hash yet"
            raise UserError(
                f"{file} is not the text that the package was coded from ({known})",
                "use the very file; for a new text run `timeline stamp --source ID=FILE`",
            )
        texts[source_id] = Text(source_id, content)
    return texts


def one_text(texts: dict[str, Text]) -> Text:
    """The only text. Raises UserError where there is none or more than one."""
    if len(texts) != 1:
        what = "no text" if not texts else f"{len(texts)} texts ({', '.join(texts)})"
        raise UserError(f"{what} to look in", "name one with --source FILE, or set TIMELINE_SOURCE to it")
    return next(iter(texts.values()))


def _inside(draft: Draft, hashes: dict[str, str]) -> dict[str, Text]:
    texts = {}
    for source in draft.descriptor.get("sources") or ():
        path = source.get("path") if isinstance(source, dict) else None
        try:
            content = draft.package.file(str(path)).read_bytes().decode("utf-8")
        except (OSError, UnsafePathError, UnicodeDecodeError):
            continue
        text = Text("", content)
        source_id = next((s for s, h in hashes.items() if h == text.sha256), "")
        if source_id:
            texts[source_id] = Text(source_id, content)
    return texts
