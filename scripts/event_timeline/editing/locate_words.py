"""Words searched for in the texts of a package, and evidence for what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from event_timeline.arguments import strings
from event_timeline.citations.fragments import shorten
from event_timeline.editing.draft import Location, read_draft
from event_timeline.editing.source_texts import load_texts, require_texts
from event_timeline.editing.spans import split_words
from event_timeline.io.terminal import json_text, one_line
from event_timeline.model import Rendered, UserError
from event_timeline.texts.files import read_text, split_given
from event_timeline.texts.locating import Occurrence, locate, word_around
from event_timeline.texts.text import Text, copy_of


@dataclass(frozen=True, slots=True)
class NumberedOccurrence:
    """An occurrence with its number among all, from 1; source_id is empty where one text only was searched."""

    number: int
    source_id: str
    at: Occurrence

    @property
    def word(self) -> str:
        """The longer word that it is a part of; empty where it is whole words."""
        return word_around(self.at)


MAX_WORDS_CHARS = 200
"""Characters of the words that a message repeats."""


@dataclass(frozen=True)
class SearchResult(Rendered):
    """Where words occur: occurrences, source_ids of the texts that were searched, and why offsets may not fit the package."""

    words: str
    occurrences: list[NumberedOccurrence] = field(default_factory=list)
    source_ids: list[str] = field(default_factory=list)
    warning: str = ""
    asked: tuple[str, ...] = ()
    """The occurrences that the words themselves ask for, as in `WORDS@2` and `WORDS@all`."""

    def spans(self, some: Sequence[NumberedOccurrence]) -> dict[str, list[tuple[int, int]]]:
        """source_id -> half-open offsets of some of the occurrences."""
        return {
            source_id: [(f.at.start, f.at.end) for f in some if f.source_id in ("", source_id)]
            for source_id in self.source_ids
        }

    @property
    def shown_words(self) -> str:
        """The words as a message repeats them: quoted, on one line, of at most MAX_WORDS_CHARS characters."""
        return repr(_brief(self.words))

    def chosen(self, numbers: Sequence[str]) -> list[NumberedOccurrence]:
        """Return the occurrences of some numbers; all of them for none, or for `all`. Raises UserError for an unknown number."""
        found, numbers = self.occurrences, strings(numbers, "numbers")
        if not numbers or "all" in numbers:
            return found
        known = {int(n) for n in numbers if n.isdecimal()}
        if len(known) < len(set(numbers)) or not known <= {f.number for f in found}:
            raise UserError(
                f"--occurrence {' '.join(numbers)}: there are {len(found)}", f"choose from 1 to {len(found)}, or all"
            )
        return [f for f in found if f.number in known]

    def as_evidence(self, numbers: Sequence[str]) -> list[NumberedOccurrence]:
        """Return the occurrences that evidence is to be written for: those of the numbers, else those that are whole words."""
        return self.chosen(numbers) if numbers else [f for f in self.occurrences if not f.word] or self.occurrences

    def inside_words(self, some: Sequence[NumberedOccurrence]) -> list[str]:
        """Return a warning for each of some occurrences that is a part of a longer word."""
        others = "; add --occurrence for another" if len(self.occurrences) > len(some) else ""
        return [f"inside a word: {_brief(f.at.exact)!r} in {_brief(f.word)!r}{others}" for f in some if f.word]

    def render(self, style: str = "text", some: Sequence[NumberedOccurrence] | None = None) -> str:
        """Render occurrences, by default all, as text, a line each, or json. Raises UserError for another style."""
        found = self.occurrences if some is None else some
        if style == "json":
            return json_text({"schema_version": "1.0", "occurrences": [_document(f) for f in found]})
        if style != "text":
            raise UserError(f"no style named {style!r}", "there are: text, json")
        return "\n".join(one_line(_line(f)) for f in found)


def _brief(words: str) -> str:
    return shorten(" ".join(words.split()), MAX_WORDS_CHARS)


def _document(found: NumberedOccurrence) -> dict[str, object]:
    source = {"source_id": found.source_id} if found.source_id else {}
    return {"number": found.number} | source | asdict(found.at)


def _line(found: NumberedOccurrence) -> str:
    at = found.at
    place = f"{found.source_id} [{at.start}, {at.end})".lstrip().ljust(15)
    return f"{found.number:>3}  {place} paragraph {at.paragraph}, line {at.line}  {at.context}"


def search(
    words: str, package: Location, sources: Sequence[str], *, loose: bool = False, ignore_case: bool = False, coded: bool = False
) -> SearchResult:  # fmt: skip
    """Search the texts of a package, or one file, whether it is a text of a package or not.

    sources: `[ID=]FILE` each; coded: only in texts that the package was coded from. Raises UserError where there is no text.
    """
    if not words.strip():
        raise UserError("there are no words to find", "name them in quotation marks")
    warning = ""
    if not coded and len(sources) == 1 and not Path(sources[0]).is_dir():
        source_id, file = split_given(sources[0])
        texts = {source_id: Text(source_id, read_text(file))}
        warning = _other_text(package, file, texts[source_id])
    else:
        texts = require_texts(load_texts(read_draft(package), sources))
    places = [(i, o) for i, t in texts.items() for o in locate(t, words, loose=loose, ignore_case=ignore_case)]
    plain, asked, any_case = split_words(words)
    if not places and plain != words:
        words = plain
        places = [
            (i, o) for i, t in texts.items() for o in locate(t, plain, loose=loose, ignore_case=ignore_case or any_case)
        ]
    else:
        asked = ""
    found = [NumberedOccurrence(n, i if len(texts) > 1 else "", o) for n, (i, o) in enumerate(places, 1)]
    return SearchResult(words, found, list(texts), warning, (asked,) if asked and found else ())


def _other_text(package: Location, file: str, text: Text) -> str:
    """In words, that a text is not the one that the package, if there is one, was coded from; empty where it is."""
    try:
        hashes = [r["sha256"] for r in read_draft(package).table("sources").rows if r["sha256"]]
    except UserError:
        return ""
    if not hashes or text.sha256 in hashes:
        return ""
    copy = next(filter(None, (copy_of(text.content, h) for h in hashes)), None)
    differs = f"the coded text but for {copy.differs}" if copy else "not the coded text"
    name = package if isinstance(package, str | Path) else package.label
    return f"for the package at {name} {file} is {differs}: offsets may differ"
