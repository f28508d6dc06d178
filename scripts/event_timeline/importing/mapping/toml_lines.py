"""Where in a TOML file a value is: tomllib reads values, and says nothing of their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

from event_timeline.model import UserError

_HEADER = re.compile(r"\s*(\[{1,2})([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+(?:\s*\.\s*(?:"[^"]*"|[A-Za-z0-9_-]+))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
Path = tuple[str | int, ...]


def read(text: str, name: str) -> dict[str, Any]:
    """Parse a TOML text. Raises UserError with line and column where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (place[1], place[2]) if place and place[1] else (str(text.count("\n") + 1), "1")
        message = _PLACE.sub("", str(error))
        raise UserError(
            f"{name}:{line}:{column}: not TOML: {message}",
            "strings need quotation marks, and each key is in its section once; see docs/import.md",
        ) from None
    except (RecursionError, ValueError):
        raise UserError(f"{name}: too many levels, or a number of thousands of digits", "see docs/import.md") from None


class Lines:
    """The lines of the keys of a TOML text."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        section: Path = ()
        counts: dict[Path, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                names = tuple(a or b or c for a, b, c in _PART.findall(header[2]))
                section = self._numbered(names[:-1], counts)
                here = (*section, names[-1])
                if header[1] == "[[":
                    counts[here] = counts.get(here, -1) + 1
                    here = (*here, counts[here])
                section = here
                self._lines.setdefault(section, number)
            elif key := _KEY.match(line):
                names = tuple(a or b or c for a, b, c in _PART.findall(key[1]))
                for end in range(1, len(names) + 1):
                    self._lines.setdefault((*section, *names[:end]), number)

    @staticmethod
    def _numbered(names: Sequence[str], counts: dict[Path, int]) -> Path:
        """The path of a header's parents, where those that are arrays mean their last member."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in counts:
                path = (*path, counts[path])
        return path

    def of(self, path: Sequence[str | int]) -> int:
        """The line of a value, or of the nearest key around it; 1 where none is known."""
        whole = tuple(path)
        return next((self._lines[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in self._lines), 1)
