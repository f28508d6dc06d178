"""brat standoff: texts with their .ann files, the configuration of their types, and several annotators.

Follows the description of the format at brat.nlplab.org/standoff.html and brat's own reader (server/src/annotation.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from event_timeline.importing import Request, annotated_package
from event_timeline.importing.annotations import Annotation, Document, Frame, Group, Piece, Relation, Span
from event_timeline.importing.brat_settings import read_settings
from event_timeline.importing.offsets import best_way, moved, same_words
from event_timeline.io.paths import files_below, refuse_links
from event_timeline.model import UserError
from event_timeline.texts.files import read_text

TEXT_FOLDERS = ("text", "texts", "txt")
"""Folders of texts whose .ann files are in a folder beside them, as in PolNeAR."""
ON_ONE_LINE = "EARM*"
"""What annotations begin with that have neither words nor a note, so that no line continues them."""
HINT = "compare the line with https://brat.nlplab.org/standoff.html and correct it"
LINE = re.compile(r"(?:[TERAMN#]\d[\w.-]*|\*)\t")
"""The beginning of an annotation; a line that has none continues the words or the note of the line before."""


SPACED = re.compile(r"T\d+ +\S+ +\d+ +\d+\b|[ER]\d+ +\S+:[TE]\d+\b")
"""An annotation whose parts are separated by blanks."""
TABS = "separate its identifier, its type and offsets, and its words by tabs, as brat does"


def read(request: Request, folder: Path) -> list[str]:
    """Write a package, or one for each annotator where several annotated the same text. Raises UserError."""
    files = _files(request)
    sorts = read_settings(request.file if request.file.is_dir() else request.file.parent)
    documents = []
    for number, (text, ann, name, annotator) in enumerate(files):
        request.progress(number / len(files), f"reading {name}")
        documents.append(_document(text, ann, name, annotator))
    notes = [note for _, of_document in documents for note in of_document]
    return notes + annotated_package.write([d for d, _ in documents], sorts, request, folder)


def _files(request: Request) -> list[tuple[Path, Path, str, str]]:
    """(text, annotations, name, annotator) of each document, in the order of their paths."""
    root = request.file
    if root.is_file():
        if root.suffix not in (".ann", ".txt"):
            raise UserError(f"{root}: neither a folder nor a .ann file", "name the folder of .txt and .ann files")
        anns, root = [root.with_suffix(".ann")], root.parent
        if not anns[0].is_file():
            raise UserError(f"{anns[0]}: no such file", "name a text that has its .ann file beside it")
    else:
        anns = [p for p in files_below(root) if p.suffix == ".ann"]
    if not anns:
        raise UserError(f"{root}: holds no .ann file", "name the folder of .txt and .ann files")
    found = []
    elsewhere = _texts_elsewhere(root, request.source_dir)
    for ann in anns:
        text = ann.with_suffix(".txt")
        if text.is_file():
            found.append((text, ann, ann.relative_to(root).with_suffix("").as_posix(), ""))
            continue
        stem = next((ann.stem[:n] for n in range(len(ann.stem), 0, -1) if ann.stem[:n] in elsewhere and
                     (n == len(ann.stem) or ann.stem[n] == "_")), None)  # fmt: skip
        if stem is None:
            raise UserError(
                f"{ann}: there is no {text.name} beside it", "add the text, or name its folder with --source-dir"
            )
        found.append((elsewhere[stem], ann, stem, ann.stem[len(stem) :].strip("_")))
    return _annotators(found)


def _texts_elsewhere(root: Path, source_dir: Path | None) -> dict[str, Path]:
    """Stem -> text, of the folder that the user names and of folders of texts beside those of annotations."""
    folders = [f for name in TEXT_FOLDERS for f in sorted(root.rglob(name)) if f.is_dir()]
    beside = [f for name in TEXT_FOLDERS if (f := root.parent / name).is_dir() and not f.is_symlink()]
    for folder in beside:
        refuse_links(folder)
    folders += beside
    return {p.stem: p for f in (*folders, *([source_dir] if source_dir else ())) for p in sorted(f.glob("*.txt"))}


def _annotators(files: list[tuple[Path, Path, str, str]]) -> list[tuple[Path, Path, str, str]]:
    """The same, with sub-folders as annotators where they have the same text under the same name."""
    same: dict[tuple[str, str], set[str]] = defaultdict(set)
    parts = {name: name.partition("/") for _, _, name, annotator in files if not annotator}
    for text, _, name, annotator in files:
        if not annotator and (tail := parts[name][2]):
            same[tail, read_text(text)].add(parts[name][0])
    several = set().union(*(people for people in same.values() if len(people) > 1)) if same else set()
    found = []
    for text, ann, name, annotator in files:
        first, _, tail = parts.get(name, ("", "", ""))
        found.append((text, ann, tail, first) if first in several and tail else (text, ann, name, annotator))
    return found


def _document(text_file: Path, ann: Path, name: str, annotator: str) -> tuple[Document, list[str]]:
    """A document, and what is to be known of it. Raises UserError for a line that is not standoff."""
    document = Document(name, read_text(text_file), annotator, cells={})
    quoted: dict[str, tuple[int, str]] = {}
    loose: list[tuple[int, str, str, list[str]]] = []
    first: dict[str, int] = {}
    notes = []
    for number, line in _lines(ann, read_text(ann)):
        mark = line.partition("\t")[0]
        if mark[0] in "TER" and first.setdefault(mark, number) != number:
            if mark[0] != "R":
                raise UserError(
                    f"{ann}:{number}: {mark} is in line {first[mark]} already", "give each annotation its own number"
                )
            notes.append(f"{ann}:{number}: {mark} is in line {first[mark]} already; both are imported")
        try:
            _read_line(document, number, line, quoted, loose)
        except (ValueError, IndexError):
            hint = TABS if SPACED.match(line) else HINT
            raise UserError(f"{ann}:{number}: {line[:60]!r} is not an annotation", hint) from None
    notes += _place_words(document, ann, quoted)
    return document, notes + _attach(document, ann, loose) + _broken_references(document, ann, first)


def _lines(file: Path, content: str) -> list[tuple[int, str]]:
    """(line number, annotation); a line that begins no annotation continues the one before. Raises UserError for line ends of CR."""
    found: list[tuple[int, str]] = []
    if "\r" in content and "\n" not in content:
        raise UserError(f"{file}: its lines end in CR alone", "save the file with the line ends LF or CR LF")
    for number, line in enumerate(content.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        if LINE.match(line) or SPACED.match(line) or not found:
            if line.strip():
                found.append((number, line))
        elif line.strip() and found[-1][1][0] in ON_ONE_LINE:
            raise UserError(f"{file}:{number}: {line[:60]!r} is not an annotation", HINT)
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
    return [(number, line.rstrip("\n")) for number, line in found]


def _read_line(
    document: Document, number: int, line: str, quoted: dict[str, tuple[int, str]],
    loose: list[tuple[int, str, str, list[str]]],
) -> None:  # fmt: skip
    """Add one annotation. Raises ValueError or IndexError where it is malformed."""
    mark, _, rest = line.partition("\t")
    head, _, words = rest.partition("\t")
    if LINE.match(line) is None:
        raise ValueError(line)
    if mark[0] == "T":
        kind, _, places = head.partition(" ")
        pieces = [_piece(place) for place in places.split(";")]
        document.spans[mark] = Span(mark, kind, pieces=pieces)
        quoted[mark] = (number, words)
    elif mark[0] == "E":
        arguments = [_argument(a) for a in head.split()]
        document.frames[mark] = Frame(mark, arguments[0][0], trigger=arguments[0][1], roles=arguments[1:])
    elif mark[0] == "R":
        kind, first, second = head.split()
        document.relations.append(Relation(mark, kind, source=_argument(first)[1], target=_argument(second)[1]))
    elif mark == "*":
        kind, *members = head.split()
        document.groups.append(Group(f"*{number}", kind, members=members))
    else:  # of another annotation: attributes, links, notes
        kind, target, *others = head.split()
        loose.append((number, mark, target, [kind, *others, words]))


def _piece(place: str) -> Piece:
    start, end = place.split()
    return int(start), int(end)


def _argument(argument: str) -> tuple[str, str]:
    role, colon, target = argument.partition(":")
    if not (role and colon and target):
        raise ValueError(argument)
    return role, target


def _place_words(document: Document, ann: Path, quoted: dict[str, tuple[int, str]]) -> list[str]:
    """Count the spans as the file's author did, and report those whose words are others than the file quotes."""
    spans = document.spans
    way = best_way(document.text, [(spans[mark].pieces, words) for mark, (_, words) in quoted.items()])
    notes = []
    for mark, (line, words) in quoted.items():
        if empty := next(((a, b) for a, b in spans[mark].pieces if a >= b), None):
            said = "has no characters" if empty[0] == empty[1] else "ends before it begins"
            raise UserError(
                f"{ann}:{line}: {mark} {said}: {empty[0]} {empty[1]}",
                "give it the offsets of its words, or delete it and what refers to it",
            )
        pieces = moved(spans[mark].pieces, way)
        if pieces is None:
            raise UserError(
                f"{ann}:{line}: {mark} lies outside the text, which has {len(way) - 1:,} characters",
                f"correct its offsets, or add the text that {ann.name} was made from",
            )
        spans[mark].pieces = pieces
        if words and not same_words(document.text, pieces, words):
            there = " ".join(document.text[a:b] for a, b in pieces)
            notes.append(f"{ann}:{line}: {mark} quotes {words[:60]!r}, but the text has {there[:60]!r} there")
    return notes


def _attach(document: Document, ann: Path, loose: list[tuple[int, str, str, list[str]]]) -> list[str]:
    """Give attributes, links and notes to what they are about; those of nothing are reported."""
    annotations, notes = document.annotations(), []
    for line, mark, target, (kind, *values) in loose:
        about: Annotation | None = annotations.get(target)
        if about is None:
            notes.append(f"{ann}:{line}: {mark} is about {target}, which is not in the file; left out")
        elif mark[0] == "#":
            about.notes.append(values[-1] if kind == "AnnotatorNotes" else f"{kind}: {values[-1]}")
        elif mark[0] == "N":
            register, _, identifier = values[0].partition(":")
            about.links.append((register, identifier, values[-1]))
        else:
            about.values[kind] = " ".join(v for v in values if v) or "yes"
    return notes


def _broken_references(document: Document, ann: Path, lines: dict[str, int]) -> list[str]:
    """What events, relations and groups refer to and the file does not have, and those that refer to themselves."""
    there = document.annotations()
    named = [(f.id, [f.trigger, *(target for _, target in f.roles)]) for f in document.frames.values()]
    named += [(r.id, [r.source, r.target]) for r in document.relations]
    named += [(g.id, g.members) for g in document.groups]
    notes = []
    for mark, targets in named:
        line = lines.get(mark) or int(mark.removeprefix("*"))
        shown = "Equiv" if mark[0] == "*" else mark
        for target in dict.fromkeys(t for t in targets if t and t not in there):
            notes.append(
                f"{ann}:{line}: {shown} refers to {target}, which is not in the file; it is kept in `annotations`, or without it"
            )
        if mark in targets or (mark[0] == "R" and len(set(targets)) == 1):
            notes.append(
                f"{ann}:{line}: {shown} relates {targets[0] if mark[0] == 'R' else mark} to itself; it is kept in `annotations`"
            )
    return notes
