"""Source texts: code points, slices, hashes, paragraphs and quotation marks."""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

CLOSING = {
    "“": "”",
    "‘": "’",
    "„": "“”",
    "‚": "‘’",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    '"': '"',
    "'": "'",
    "”": "”",
    "»": "«»",
    "›": "‹›",
}
"""Opening mark -> the marks that may close it (CLDR's quotation marks, Swedish and Danish ways included)."""
MARKS = frozenset(CLOSING) | frozenset("".join(CLOSING.values()))
_MARK = re.compile(f"[{re.escape(''.join(sorted(MARKS)))}]")
APOSTROPHES = frozenset("'’")
OPEN = 64
"""Open marks among which one to close is looked for, and that are quotations to the end where nothing closes them; further
ones lie inside these: a text may be all marks that nothing closes."""
AHEAD = 40
"""Marks that are looked at to tell whether one is an apostrophe: a quotation has few, and a text may be all marks."""
BEFORE_OPENING = frozenset("([{<—–-/…¿¡") | frozenset(CLOSING)


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between two quotation marks, without the marks and white space beside them: half-open, in code points.

    depth is 0 outside other quotations; closed is False where the paragraph ends first, as it does when a
    quotation goes on in the next one.
    """

    start: int
    end: int
    mark: str
    depth: int
    closed: bool


@dataclass(frozen=True)
class Text:
    """A source's text. Offsets everywhere are Unicode code points, not bytes and not UTF-16 units."""

    source_id: str
    content: str

    @cached_property
    def sha256(self) -> str:
        """Hash of the whole text's UTF-8."""
        return span_hash(self.content)

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """(start, end) of each non-empty line; paragraph n of the tables is item n - 1."""
        found, start = [], 0
        for line in self.content.split("\n"):
            if line.strip():
                found.append((start, start + len(line)))
            start += len(line) + 1
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.paragraphs]

    def paragraph_at(self, offset: int) -> int:
        """Number of the paragraph that holds an offset, from 1; 0 before the first."""
        return bisect_right(self._starts, offset)

    def paragraphs_at(self, offsets: Iterable[int]) -> list[int]:
        """The same for each of many offsets."""
        starts = self._starts
        return [bisect_right(starts, offset) for offset in offsets]

    @cached_property
    def quotations(self) -> list[Quotation]:
        """Every quotation, double and single, in order of its start; in a hard-wrapped text one may go over line ends."""
        found: list[Quotation] = []
        for lines in _blocks(self.content, self.paragraphs):
            found += _in_lines(self.content, lines)
        return sorted(found, key=lambda q: (q.start, -q.end))

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of a span in each line that it goes over, without the white space at the line ends."""
        found = []
        for piece in re.finditer(r"[^\r\n]+", self.content[start:end]):
            words = piece.group()
            if words.strip():
                lead = len(words) - len(words.lstrip())
                found.append((start + piece.start() + lead, start + piece.start() + len(words.rstrip())))
        return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a quotation: its words, and its half-open offsets and paragraph in the source."""

    words: str
    source_id: str
    start: int
    end: int
    paragraph: int


def join_pieces(pieces: Sequence[Piece]) -> str:
    """The words of pieces in the text's order, with ` […] ` between them where something is left out.

    Pieces that only a line end parts are joined by a blank, or by nothing between letters of a script without blanks.
    """
    joined = pieces[0].words if pieces else ""
    for before, after in itertools.pairwise(pieces):
        if not _goes_on(before, after):
            joined += JOINT
        elif not (puts_no_blanks(before.words[-1:]) and puts_no_blanks(after.words[:1])):
            joined += " "
        joined += after.words
    return joined


def _goes_on(before: Piece, after: Piece) -> bool:
    """Whether a piece goes on in the next line: nothing but a line end, blanks and an opening mark fit between."""
    same = (before.source_id, before.paragraph + 1) == (after.source_id, after.paragraph)
    return same and 0 < after.start - before.end <= LINE_END


JOINT = " […] "
"""Between the pieces of a quotation from which words are left out."""
LINE_END = 8
"""Code points at most between two lines of one quotation: the line end, an indent, and the mark that opens it again."""
WITHOUT_BLANKS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
"""Thai, Lao, Burmese, Khmer, kana, Han and their punctuation, which put no blanks between words."""


@cache
def _without_blanks() -> re.Pattern[str]:
    return re.compile(WITHOUT_BLANKS)


def puts_no_blanks(text: str) -> bool:
    """Whether a text begins in a script that puts no blanks between words."""
    return _without_blanks().match(text) is not None


BOM = "\ufeff"
_Step = tuple[Callable[[str], str], str, str]
_MARKED: tuple[_Step, ...] = (
    (lambda text: text, "", ""),
    (lambda text: text.removeprefix(BOM), "a byte order mark", "without a byte order mark"),
    (lambda text: BOM + text, "a byte order mark that is missing", "as UTF-8 with a byte order mark"),
)
_ENDED: tuple[_Step, ...] = (
    (lambda text: text, "", ""),
    (lambda text: _lines(text, "\n"), "its line ends", "with the line ends LF"),
    (lambda text: _lines(text, "\r\n"), "its line ends", "with the line ends CR LF"),
    (lambda text: _lines(text, "\r"), "its line ends", "with the line ends CR"),
)
_CLOSED: tuple[_Step, ...] = (
    (lambda text: text, "", ""),
    (lambda text: text.rstrip("\r\n"), "line ends after its last word", "with no line end after the last word"),
    (lambda text: _closed(text), "the line end after its last word", "with one line end after the last word"),
)
"""What programs change on saving a text: (the change undone, what differs, how to save it instead)."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that is another one but for its form. differs: in what, remedy: how to save it, both in words."""

    differs: str
    remedy: str


def copy_of(content: str, sha256: str | None) -> Copy | None:
    """What distinguishes a text from the one with that hash, if nothing does but byte order mark, line ends and last line ends.

    The hash of the text with these changed back proves it. None for the very text, too.
    """
    if not sha256 or span_hash(content) == sha256:
        return None
    for steps in itertools.product(_MARKED, _ENDED, _CLOSED):
        changed = content
        for change, _, _ in steps:
            changed = change(changed)
        if span_hash(changed) == sha256:
            return Copy(_joined([d for _, d, _ in steps if d]), "save it " + _joined([r for _, _, r in steps if r]))
    return None


def _lines(text: str, end: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end)


def _closed(text: str) -> str:
    """With one line end of its own sort after the last word."""
    end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    return text.rstrip("\r\n") + end


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def span_hash(words: str) -> str:
    """SHA-256 of the words' UTF-8, as lower-case hexadecimal."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


_Lines = list[tuple[int, int]]
TERMINAL = frozenset(".!?…:。！？：|") | MARKS
"""Signs that end a line which is not wrapped: a paragraph, a list's head, a row of a table."""
MOST_LINES = 40
"""Lines of one quotation in a hard-wrapped text: a longer one has lost its closing mark."""


def _blocks(text: str, paragraphs: _Lines) -> Iterator[_Lines]:
    """The lines with no blank line between them, where most of them are wrapped; else each line by itself."""
    block: _Lines = []
    for line in paragraphs:
        if block and line[0] != block[-1][1] + 1:
            yield from _wrapped(text, block)
            block = []
        block.append(line)
    yield from _wrapped(text, block)


def _wrapped(text: str, block: _Lines) -> list[_Lines]:
    wrapped = sum(text[start:end].rstrip()[-1] not in TERMINAL for start, end in block[:-1])
    return [block] if wrapped and 2 * wrapped >= len(block) - 1 else [[line] for line in block]


def _in_lines(text: str, lines: _Lines) -> Iterator[Quotation]:
    """Quotations of lines that follow each other; one that a line leaves open may be closed in a later one."""
    at = 0
    while at < len(lines):
        start, end = lines[at]
        found, opened = _quotations(text, start, end)
        last = at
        if opened:
            for later in range(at + 1, min(at + MOST_LINES, len(lines))):
                if text[lines[later][0] : lines[later][1]].lstrip()[0] in CLOSING and _opens(text, lines[later][0]):
                    break
                further, still = _quotations(text, start, lines[later][1])
                if opened[0] not in still:
                    found, last = further, later
                    if not still:
                        break
                    opened = still
        yield from found
        at = last + 1


def _opens(text: str, start: int) -> bool:
    """Whether a line begins with a mark that opens a quotation again, as each paragraph of a long one does."""
    line = text[start:].lstrip()[:2]
    return not line[1:].isspace()


def _quotations(text: str, start: int, end: int) -> tuple[list[Quotation], list[int]]:
    """Quotations from one offset to another, by a stack of open marks; and the positions of those that are left open."""
    found: list[Quotation] = []
    stack: list[int] = []
    marks = [match.start() for match in _MARK.finditer(text, start, end)]
    for number, at in enumerate(marks):
        mark = text[at]
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if _inside_a_word(mark, before, after):
            continue
        closes = next(
            (i for i in reversed(range(max(0, len(stack) - OPEN), len(stack))) if mark in CLOSING[text[stack[i]]]), None
        )
        if closes is not None and not (mark in APOSTROPHES and after.isalnum()) and not _must_open(mark, before, after):
            if _closed_later(text, stack[: closes + 1], marks[number : number + AHEAD], end):
                continue
            for depth, i in enumerate(stack[closes + 1 :], closes + 1):
                found.append(Quotation(i + 1, at, text[i], depth, text[i] in APOSTROPHES))
            opened = stack[closes]
            del stack[closes:]
            found.append(Quotation(opened + 1, at, text[opened], len(stack), True))
        elif mark in CLOSING and _may_open(mark, before, after) and not _elided(text, at, end):
            stack.append(at)
    found += [Quotation(i + 1, end, text[i], depth, False) for depth, i in enumerate(stack[:OPEN])]
    words = (_stripped(text, q) for q in found if not (q.mark in APOSTROPHES and not q.closed))
    return [q for q in words if q.end > q.start and not _is_a_letter(text, q)], stack


def _stripped(text: str, q: Quotation) -> Quotation:
    """Without the blanks that French and others set beside the marks."""
    words = text[q.start : q.end]
    if words.strip() in ("", words):
        return q
    return replace(q, start=q.end - len(words.lstrip()), end=q.start + len(words.rstrip()))


def _is_a_letter(text: str, q: Quotation) -> bool:
    """Whether nothing is left, or one letter between single marks: that is *rock 'n' roll*, or a grade, and no utterance."""
    words = text[q.start : q.end]
    return not words.strip() or (q.mark in "'’‘" and len(words) == 1 and words.lower() != words.upper())


def _inside_a_word(mark: str, before: str, after: str) -> bool:
    """An apostrophe between letters or digits, or the double mark that Hebrew sets before an acronym's last letter."""
    if mark in APOSTROPHES:
        return before.isalnum() and after.isalnum()
    return mark == '"' and "\u05d0" <= before <= "\u05ea" and "\u05d0" <= after <= "\u05ea"


def _closed_later(text: str, stack: list[int], marks: list[int], end: int) -> bool:
    """Whether the first of `marks`, which could close the last open one, leaves that to another further on.

    An apostrophe after a word (*the dockers’ strike*) does if a mark follows that is next to punctuation, and a
    double mark after a digit (*6'2" tall*) if one follows that can only close, both before another could open.
    """
    at, mark = marks[0], text[marks[0]]
    before, rest = text[at - 1], text[at + 1 : min(end, at + 3)]
    inches = mark == '"' and before.isdigit()
    if not inches and not (mark in APOSTROPHES and before.isalpha() and rest[:1].isspace() and rest[1:2].isalnum()):
        return False
    around = {c for i in stack[:-1] for c in CLOSING[text[i]]}
    for other in marks[1:]:
        sign, earlier, later = text[other], text[other - 1], text[other + 1 : other + 2] if other + 1 < end else ""
        if _inside_a_word(sign, earlier, later or " ") or (inches and sign == mark and earlier.isdigit() and later):
            continue
        if sign != mark:
            if sign in around or mark in CLOSING.get(sign, ""):
                return False
            continue
        if _must_open(sign, earlier, later or " "):
            return False
        if inches or not (earlier.isalnum() and later.isspace()):
            return True
    return False


def _must_open(mark: str, before: str, after: str) -> bool:
    """A straight mark after a blank and before a word opens, even where another is open."""
    return mark in "\"'" and before.isspace() and not after.isspace()


def _may_open(mark: str, before: str, after: str) -> bool:
    if mark in "\"'”»›":
        return (before.isspace() or before in BEFORE_OPENING) and not after.isspace()
    return True


_ELIDED = re.compile(r"[^\W\d_]-\w|\d\d[^\W\d_]\b")


def _elided(text: str, at: int, end: int) -> bool:
    """Whether a mark stands for what a word lost at its beginning: *'s-Hertogenbosch*, *the '90s*."""
    return text[at] in APOSTROPHES and _ELIDED.match(text, at + 1, end) is not None
