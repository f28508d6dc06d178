"""The records with problems, as written: read again only where there are problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from event_timeline.model import Excerpt, Problem
from event_timeline.package.opening import Package, UnsafePathError

LONGEST = 2**16
"""Bytes of a line; of a longer one nothing is shown."""
MOST_LINES = 20
"""Physical lines of one record; a quotation mark that is never closed must not show the whole file."""


def excerpts(package: Package, problems: Iterable[Problem]) -> dict[Problem, Excerpt]:
    """The excerpt of each problem that has a path and a line and whose file can be read."""
    by_path: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.path and problem.line:
            by_path[problem.path].append(problem)
    found = {}
    for path, here in by_path.items():
        try:
            lines = _lines(package.file(path), {p.line or 0 for p in here})
        except (OSError, UnsafePathError):
            continue
        header = [_unquoted(lines[1][a:b]) for a, b in cell_spans(lines[1])] if 1 in lines else []
        for problem in here:
            if problem.line in lines:
                found[problem] = _excerpt(problem, lines[problem.line], header)
    return found


def _excerpt(problem: Problem, text: str, header: list[str]) -> Excerpt:
    if problem.column is None or problem.column not in header:
        return Excerpt(text)
    spans = cell_spans(text)
    at = header.index(problem.column)
    return Excerpt(text, *spans[at]) if at < len(spans) else Excerpt(text, len(text), len(text))


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def cell_spans(record: str) -> list[tuple[int, int]]:
    """(start, end) of each cell of a CSV record, quotation marks included; an open one runs to the end."""
    spans, start, quoted = [], 0, False
    for at, char in enumerate(record):
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            spans.append((start, at))
            start = at + 1
    return [*spans, (start, len(record))]


def _lines(path: Path, wanted: set[int]) -> dict[int, str]:
    """The header (line 1) and each wanted line, with the lines that a quoted cell goes on in."""
    found: dict[int, str] = {}
    open_record, held = 0, 0
    for number, raw in _numbered(path, max(wanted) + MOST_LINES):
        text = raw.decode("utf-8", "replace").rstrip("\r\n")
        if open_record:
            found[open_record] += "\n" + text
            held += 1
            if found[open_record].count('"') % 2 == 0 or held >= MOST_LINES:
                open_record = 0
        if number in wanted or number == 1:
            found[number] = text.removeprefix("\ufeff")
            open_record, held = (number, 1) if text.count('"') % 2 else (0, 0)
    return found


def _numbered(path: Path, last: int) -> Iterator[tuple[int, bytes]]:
    """(number, bytes) of each line up to `last` that is not too long to be shown."""
    number, whole = 1, True
    with path.open("rb") as file:
        while number <= last and (raw := file.readline(LONGEST)):
            ended = raw.endswith(b"\n")
            if whole and (ended or len(raw) < LONGEST):
                yield number, raw
            whole = ended
            number += ended
