"""Words searched for in the texts of a package, and evidence for what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from event_timeline.editing.draft import open_draft
from event_timeline.editing.texts import some_texts, texts_of
from event_timeline.model import UserError
from event_timeline.texts.files import read_text, split_given
from event_timeline.texts.locating import Occurrence, locate, word_around
from event_timeline.texts.text import Text, copy_of


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence with its number among all, from 1; source_id is empty where one text only was searched."""

    number: int
    source_id: str
    at: Occurrence

    @property
    def word(self) -> str:
        """The longer word that it is a part of; empty where it is whole words."""
        return word_around(self.at)


@dataclass(frozen=True)
class Search:
    """Where words occur: occurrences, source_ids of the texts that were searched, and why offsets may not fit the package."""

    occurrences: list[Found] = field(default_factory=list)
    source_ids: list[str] = field(default_factory=list)
    warning: str = ""

    def spans(self, some: Sequence[Found]) -> dict[str, list[tuple[int, int]]]:
        """source_id -> half-open offsets of some of the occurrences."""
        return {
            source_id: [(f.at.start, f.at.end) for f in some if f.source_id in ("", source_id)]
            for source_id in self.source_ids
        }


def search(
    words: str, package: str, sources: Sequence[str], *, loose: bool = False, ignore_case: bool = False, coded: bool = False
) -> Search:  # fmt: skip
    """Search the texts of a package, or one file, whether it is a text of a package or not.

    sources: `[ID=]FILE` each; coded: only in texts that the package was coded from. Raises UserError where there is no text.
    """
    if not words.strip():
        raise UserError("there are no words to find", "name them in quotation marks")
    warning = ""
    if not coded and len(sources) == 1:
        source_id, file = split_given(sources[0])
        texts = {source_id: Text(source_id, read_text(file))}
        warning = _other_text(package, file, texts[source_id])
    else:
        texts = some_texts(texts_of(open_draft(package), sources))
    places = [(i, o) for i, t in texts.items() for o in locate(t, words, loose=loose, ignore_case=ignore_case)]
    found = [Found(n, i if len(texts) > 1 else "", o) for n, (i, o) in enumerate(places, 1)]
    return Search(found, list(texts), warning)


def _other_text(package: str, file: str, text: Text) -> str:
    """In words, that a text is not the one that the package, if there is one, was coded from; empty where it is."""
    try:
        hashes = [r["sha256"] for r in open_draft(package).table("sources").rows if r["sha256"]]
    except UserError:
        return ""
    if not hashes or text.sha256 in hashes:
        return ""
    copy = next(filter(None, (copy_of(text.content, h) for h in hashes)), None)
    differs = f"the coded text but for {copy.differs}" if copy else "not the coded text"
    return f"for the package at {package} {file} is {differs}: offsets may differ"
