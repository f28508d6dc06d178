"""TimeML in tab-separated files, as the Estonian TimeML Annotated Corpus has it, as documents of XML elements.

A folder has `base-segmentation-morph-syntax` (file, sentence, word, token, …), `event-annotation`, `timex-annotation`,
`timex-annotation-dct` and files of links; the words of a text are its tokens joined by blanks, a sentence a line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from event_timeline.importing.xml_tree import Element
from event_timeline.model import UserError
from event_timeline.texts.files import read_text

TOKENS = "base-segmentation-morph-syntax"
LINKS = ("tlink-event-timex", "tlink-event-dct", "tlink-main-events", "tlink-subordinate-events")
DCT = "t0"
_VALUE = re.compile(r'(\w+)="([^"]*)"')
Word = tuple[int, int]
"""Number of a sentence, and of a word in it."""


def is_tables(folder: Path) -> bool:
    """Whether a folder holds such files."""
    return (folder / TOKENS).is_file()


def documents(folder: Path) -> list[tuple[str, Element]]:
    """(name, root) of each document, as `xml_tree` would read it. Raises UserError, with file and line, for a malformed row."""
    words: dict[str, list[tuple[Word, str]]] = defaultdict(list)
    for place, cells in _rows(folder / TOKENS, 4):
        words[cells[0]].append((_word(place, cells[1:3]), cells[3]))
    marks: dict[str, dict[str, dict[str, list[Word]]]] = defaultdict(
        lambda: {"EVENT": defaultdict(list), "TIMEX": defaultdict(list)}
    )
    found: dict[tuple[str, str], Element] = {}
    for name in ("event-annotation", "timex-annotation"):
        for place, cells in _rows(folder / name, 6):
            element, key = _annotation(place, cells[4], cells[5])
            marks[cells[0]][element.name[:5]][key].append(_word(place, cells[1:3]))
            found.setdefault((cells[0], key), element).attributes.update(element.attributes)
    days = {cells[0]: cells[1] for _, cells in _rows(folder / "timex-annotation-dct", 2)}
    links: dict[str, list[Element]] = defaultdict(list)
    for name in LINKS:
        if (folder / name).is_file():
            for place, cells in _rows(folder / name, 3):
                links[cells[0]].append(_link(name, place, cells))
    return [(d, _document(d, own, marks[d], found, days.get(d, ""), links[d])) for d, own in words.items()]


def _rows(file: Path, least: int) -> Iterator[tuple[str, list[str]]]:
    """(file:line, cells) of each row."""
    if not file.is_file():
        raise UserError(f"there is no {file}", "name the folder `corpus`, with all its files")
    for number, line in enumerate(read_text(file).splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or not line.strip():
            continue
        if len(cells) < least:
            raise UserError(
                f"{file}:{number}: {len(cells)} cells, and at least {least} are needed", "separate them by tabs"
            )
        yield f"{file}:{number}", cells


def _word(place: str, cells: list[str]) -> Word:
    try:
        return int(cells[0]), int(cells[1])
    except ValueError:
        raise UserError(
            f"{place}: {cells[0]!r}, {cells[1]!r} are not numbers of a sentence and a word", "correct the row"
        ) from None


def _annotation(place: str, annotation: str, key: str) -> tuple[Element, str]:
    """An element without words, and its identifier: `EVENT CLASS k="v"` or `TIMEX TYPE value k="v"`."""
    sort, *rest = _VALUE.sub("", annotation).split() or [""]
    if sort not in ("EVENT", "TIMEX") or not key:
        raise UserError(
            f"{place}: {annotation!r} is neither an EVENT nor a TIMEX with an identifier", "correct the row"
        )
    values = dict(_VALUE.findall(annotation))
    names = ("class",) if sort == "EVENT" else ("type", "value")
    values |= dict(zip(names, rest, strict=False))
    line = int(place.rpartition(":")[2])
    own = {"eid": key} if sort == "EVENT" else {"tid": key}
    return Element("EVENT" if sort == "EVENT" else "TIMEX3", own | values, line), key


def _link(name: str, place: str, cells: list[str]) -> Element:
    line = place.rpartition(":")[2]
    end = DCT if name == "tlink-event-dct" else cells[3] if len(cells) > 3 else ""
    where = "relatedToTime" if end.startswith("t") else "relatedToEvent"
    start = "timeID" if cells[1].startswith("t") else "eventID"
    return Element("TLINK", {"lid": f"{name}:{line}", start: cells[1], "relType": cells[2], where: end}, int(line))


def _document(
    name: str, words: list[tuple[Word, str]], marks: dict[str, dict[str, list[Word]]], found: dict[tuple[str, str], Element],
    day: str, links: list[Element],
) -> Element:  # fmt: skip
    events = {word: found[name, key] for key, own in marks["EVENT"].items() for word in own}
    times = {min(own): (found[name, key], max(own)) for key, own in marks["TIMEX"].items()}
    text, inside, last = Element("TEXT", {}, 1), None, (-1, -1)
    sentence = words[0][0][0] if words else 0
    for word, token in sorted(words):
        if inside is not None and word > last:
            inside = None
        blank = "" if not text.content else "\n" if word[0] != sentence else " "
        (inside or text).content.append(blank)
        sentence = word[0]
        if inside is None and word in times:
            inside, last = times[word]
            text.content.append(inside)
        (inside or text).content.append(_marked(events[word], token) if word in events else token)
    dct = Element("TIMEX3", {"tid": DCT, "type": "DATE", "value": day, "functionInDocument": "CREATION_TIME"}, 1)
    return Element("TimeML", {}, 1, [Element("DOCID", {}, 1, [name]), *([dct] if day else []), text, *links])


def _marked(event: Element, token: str) -> Element:
    """An element of an event around one of its words; an event of several words has several."""
    return Element(event.name, event.attributes, event.line, [token])
