"""Compare the dates that `timeline dates` proposes with those that annotators gave: `python -m tests.corpora.dates FOLDER`.

FOLDER holds TimeML files (.tml), such as `data/TBAQ-cleaned` of jspotter/TempEval-3. Times whose value has an unspecified part (`1989-WXX`)
are left out, as no date can equal it. A week is the same as an interval and as one day of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from event_timeline.importing.timex import edtf
from event_timeline.texts.date_expressions import DateProposal, find, propose

UNSPECIFIED = re.compile(r".{4}.*X")


@dataclass
class Time:
    """A TIMEX3 of a text: half-open offsets, its words and its date, empty for a duration or a set."""

    start: int
    end: int
    words: str
    value: str
    date: str


def read(file: Path) -> tuple[str, date, list[Time]]:
    """The text of a TimeML file, the day that it was made, and its times."""
    root = ET.parse(file).getroot()
    made, content = root.find("DCT/TIMEX3"), root.find("TEXT")
    assert made is not None
    assert content is not None
    pieces: list[str] = []
    times: list[Time] = []

    def walk(element: ET.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3":
            value = element.get("value", "")
            words = "".join(element.itertext())
            times.append(Time(start, start + len(words), words, value, plain(edtf(value, element.get("mod", "")))))

    walk(content)
    return "".join(pieces), date.fromisoformat(edtf(made.get("value", ""))), times


def plain(value: str) -> str:
    """A date without marks, open ends and the form of its period."""
    value = re.sub(r"^\.\./|/\.\.$|^\[\.\.|[\]~]", "", value)
    return re.sub(r"^\[|-1X$|\.\.$", "", value).replace("..", "/")


def texts(folder: Path) -> Iterator[tuple[str, date, list[Time]]]:
    """All files of a folder, without those that macOS puts beside them."""
    return (read(f) for f in sorted(folder.rglob("*.tml")) if not f.name.startswith("._"))


def main(folder: Path) -> None:
    """Print how many proposals are right, for the words of each time alone and for whole texts."""
    alone, whole = [0, 0, 0, 0], [0, 0, 0]
    for text, made, times in texts(folder):
        for time in times:
            if UNSPECIFIED.match(time.value) and time.date:
                continue
            values = [plain(p.edtf) for p in propose(time.words, made)]
            count(alone, values, {time.date} - {""})
            alone[3] += bool(time.date)
        for found in find(text, made):
            near = [t for t in times if t.start < found.end and found.start < t.end]
            if any(UNSPECIFIED.match(t.value) and t.date for t in near):
                continue
            count(
                whole, [plain(p.edtf) for p in core(found.words, found.proposals, made)], {t.date for t in near} - {""}
            )
    report("words of a time", alone[:3], alone[3])
    report("whole texts", whole, alone[3])


def core(words: str, proposals: tuple[DateProposal, ...], made: date) -> tuple[DateProposal, ...]:
    """The date inside `before` and `after`, which annotators leave out of a time."""
    bare = re.sub(r"^(?:before|after) ", "", words)
    return proposals if bare == words else tuple(propose(bare, made))


def count(totals: list[int], values: list[str], right: set[str]) -> None:
    """Add one to the proposals, the first that are right, and those of which any is right."""
    if values:
        totals[0] += 1
        totals[1] += values[0] in right
        totals[2] += bool(right.intersection(values))


def report(name: str, totals: list[int], times: int) -> None:
    """Print a line."""
    proposed, first, some = totals
    print(
        f"{name}: {proposed:,} proposed, first right {first / proposed:.1%}, one of them right {some / proposed:.1%};"
        f" of {times:,} dates {some / times:.1%} are found"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
