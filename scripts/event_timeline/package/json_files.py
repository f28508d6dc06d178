"""JSON objects from untrusted files, with the line and column of what keeps one from being read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from event_timeline.io.utf8 import decode
from event_timeline.model import UserError

MAX_BYTES = 4 * 2**20
"""A descriptor or schema is read whole; real ones are below 100 kB."""
MAX_DEPTH = 100
"""Objects and lists in one another; a descriptor has about six, and Python's readers of JSON bear some hundreds."""
MAX_DIGITS = 308
"""An integer with as many digits is a float (IEEE 754 binary64, at most 1.8e308); one with more may be none."""
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
"""A string, a sign of structure, or a number or word of a JSON text (RFC 8259, 2)."""
ESCAPE = re.compile(r"\\(?:u(?P<unit>[0-9a-fA-F]{4})|.)")
"""An escape inside a JSON string (RFC 8259, 7)."""


INDENTED = re.compile(r'\{\r?\n([ \t]+)"')
"""The beginning of an object whose keys have lines of their own, with their indentation."""
USUAL = '{\n  "": 0\n}\n'
"""A text with the indentation of a new file."""


def rendered_like(former: str, value: Any) -> str:
    """A value as JSON in the layout of a former text: its indentation by blanks or tabs, or one line, and its line ends.

    former: what the file was, or USUAL for a new file.
    """
    text = former.removeprefix("\ufeff").strip(" \t\r\n")
    found = INDENTED.match(text)
    is_one_line = text.startswith("{") and "\n" not in text
    indent = found[1] if found else None if is_one_line else "  "
    rendered = json.dumps(value, indent=indent, ensure_ascii=False)
    end = "\r\n" if "\r\n" in former else "\n"
    return (rendered + "\n").replace("\n", end)


def read_json(file: Path, shown: str, duplicates: list[str] | None = None) -> dict[str, Any]:
    """A JSON object from a file of the package.

    duplicates, if given, receives the keys that are duplicated in one object. Raises UserError with line and
    column where it is not JSON, not UTF-8, half of a surrogate pair, too large, too deep, a number that no float
    can hold, or not an object.
    """
    text = read_text(file, shown, MAX_BYTES, "a descriptor holds metadata only")
    loaded = parse(text, shown, duplicates)
    if not isinstance(loaded, dict):
        raise UserError(f"{shown}: not a JSON object", "a descriptor begins with {")
    _refuse_lone_surrogate(text, shown)
    return loaded


def parse_strictly(text: str, shown: str, first_line: int = 1) -> Any:
    """The value of a JSON text that means the same to every reader: as `parse`, without duplicate keys and halves of characters.

    Raises UserError with line and column.
    """
    duplicates: list[str] = []
    loaded = parse(text, shown, duplicates, first_line)
    if duplicates:
        key, line, column = next(duplicate_keys(text))
        raise UserError(
            f"{shown}:{line + first_line - 1}:{column}: the key {key[:60]!r} is duplicated in one object",
            "remove one of the two",
        )
    _refuse_lone_surrogate(text, shown, first_line)
    return loaded


def _refuse_lone_surrogate(text: str, shown: str, first_line: int = 1) -> None:
    at = lone_surrogate(text)
    if at is not None:
        raise UserError(
            f"{_at(shown, text, at, first_line)}: {text[at : at + 6]} is half a character (a lone surrogate)",
            "write the character itself, or both halves of the pair",
        )


def read_text(file: Path, shown: str, most: int, remedy: str) -> str:
    """The text of a JSON file of at most `most` bytes; remedy: for a larger one. Raises UserError where it cannot be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
        if len(content) > most:
            size = f"{most // 2**30} GB" if most >= 2**30 else f"{most // 2**20} MB"
            raise UserError(f"{shown}: larger than {size}", remedy)
        return decode(content, shown).removeprefix("\ufeff")
    except OSError as error:
        raise UserError(f"{shown}: {error.strerror or error}", "check that you may read it") from None


def parse(text: str, shown: str, duplicates: list[str] | None = None, first_line: int = 1) -> Any:
    """The value of a JSON text, as RFC 8259 has it and every reader can hold it: no NaN, nothing beyond a float.

    duplicates, if given, receives the keys that are duplicated in one object; first_line: the number of the text's first
    line in the file. Raises UserError with line and column.
    """

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if duplicates is not None and len(result) < len(pairs):
            seen: set[str] = set()
            twice = {k for k, _ in pairs if k in seen or seen.add(k)}  # type: ignore[func-returns-value]
            duplicates.extend(sorted(twice))
        return result

    try:
        loaded = json.loads(
            text, object_pairs_hook=collect, parse_constant=_refuse, parse_float=_float, parse_int=_integer
        )
        deep = _depth(loaded) > MAX_DEPTH
    except json.JSONDecodeError as error:
        raise UserError(
            f"{shown}:{error.lineno + first_line - 1}:{error.colno}: not JSON: {error.msg}",
            "fix the file at that place",
        ) from None
    except _NumberError as error:
        token = str(error)
        at = next((found.start() for found in TOKEN.finditer(text) if found[0] == token), 0)
        said = token if len(token) <= 20 else f"{token[:20]}… ({len(token):,} characters)"
        raise UserError(
            f"{_at(shown, text, at, first_line)}: {said} is not a number that JSON and its readers can hold",
            "write the right one",
        ) from None
    except RecursionError:
        deep = True
    if deep:
        raise UserError(
            f"{_at(shown, text, _too_deep(text), first_line)}: nested more than {MAX_DEPTH} levels deep",
            "the file is damaged, or another than was meant: a file for this command is a few levels deep",
        )
    return loaded


def duplicate_keys(text: str) -> Iterator[tuple[str, int, int]]:
    """(key, line, column) of each key that is duplicated in one object of a well-formed JSON text."""
    objects: list[set[str] | None] = []
    last: re.Match[str] | None = None
    line, start, counted = 1, 0, 0  # start: offset of the line's first character
    for token in TOKEN.finditer(text):
        if token[0] in "{[":
            objects.append(set() if token[0] == "{" else None)
        elif token[0] in "}]":
            objects.pop()
        elif token[0] == ":" and last is not None and objects and (keys := objects[-1]) is not None:
            key = json.loads(last[0]) if "\\" in last[0] else last[0][1:-1]
            if key in keys:
                at = last.start()
                if breaks := text.count("\n", counted, at):
                    line, start = line + breaks, text.rfind("\n", counted, at) + 1
                counted = at
                yield key, line, at - start + 1
            keys.add(key)
        last = token


class _NumberError(ValueError):
    """An invalid number, as written in the text."""


def _refuse(token: str) -> NoReturn:
    raise _NumberError(token)


def _float(token: str) -> float:
    number = float(token)
    if not math.isfinite(number) or (number == 0 and token.lower().partition("e")[0].strip("-.0")):
        _refuse(token)
    return number


def _integer(token: str) -> int:
    """Raises _NumberError for one that is beyond a float: most readers of JSON know no other numbers."""
    if len(token) > MAX_DIGITS:
        _refuse(token)
    return int(token)


def _depth(value: Any) -> int:
    """Return how deep objects and lists are nested, counted without recursion; counting ends one above the limit."""
    level, depth = [value], 0
    while (level := [v for v in level if isinstance(v, dict | list)]) and depth <= MAX_DEPTH:
        depth += 1
        level = [child for v in level for child in (v.values() if isinstance(v, dict) else v)]
    return depth


def _too_deep(text: str) -> int:
    """Where the first bracket opens that is one too deep."""
    depth = 0
    for token in TOKEN.finditer(text):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth > MAX_DEPTH:
            return token.start()
    return 0


def _at(shown: str, text: str, at: int, first_line: int) -> str:
    line, column = text.count("\n", 0, at) + first_line, at - text.rfind("\n", 0, at)
    return f"{shown}:{line}:{column}"


def lone_surrogate(text: str) -> int | None:
    """Where a JSON text escapes half of a surrogate pair, which no UTF-8 can hold (RFC 7493, 2.1); None if nowhere."""
    if "\\u" not in text:
        return None
    high: re.Match[str] | None = None
    for escape in ESCAPE.finditer(text):
        unit = int(escape["unit"] or "0", 16)
        low = 0xDC00 <= unit < 0xE000
        paired = high is not None and low and high.end() == escape.start()
        if high is not None and not paired:
            return high.start()
        if low and not paired:
            return escape.start()
        high = escape if 0xD800 <= unit < 0xDC00 else None
    return None if high is None else high.start()


def as_list(value: Any) -> list[Any]:
    """A list as it is, another value as the only item of one; empty where there is no value."""
    return [] if value is None else value if isinstance(value, list) else [value]


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; what has the wrong type counts as missing."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
