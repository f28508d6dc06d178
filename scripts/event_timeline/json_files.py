"""JSON objects from untrusted files, with the line and column of what keeps one from being read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from event_timeline.problem import UserError

MAX_BYTES = 4 * 2**20
"""A descriptor or schema is read whole; real ones are below 100 kB."""
ESCAPE = re.compile(r"\\(?:u(?P<unit>[0-9a-fA-F]{4})|.)")
"""An escape inside a JSON string (RFC 8259, 7)."""


def read_json(file: Path, shown: str, duplicates: list[str] | None = None) -> dict[str, Any]:
    """A JSON object from a file of the package.

    duplicates, if given, receives the keys that stand twice in one object. Raises UserError with line and
    column where it is not JSON, not UTF-8, half of a surrogate pair, too large, too deep or not an object.
    """

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if duplicates is not None and len(result) < len(pairs):
            seen: set[str] = set()
            twice = {k for k, _ in pairs if k in seen or seen.add(k)}  # type: ignore[func-returns-value]
            duplicates.extend(sorted(twice))
        return result

    try:
        if file.stat().st_size > MAX_BYTES:
            raise UserError(f"{shown}: larger than {MAX_BYTES // 2**20} MB", "a descriptor holds metadata only")
        text = file.read_bytes().decode("utf-8-sig")
        loaded = json.loads(text, object_pairs_hook=collect)
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: not UTF-8 at byte {error.start}", "save it as UTF-8") from None
    except json.JSONDecodeError as error:
        raise UserError(
            f"{shown}:{error.lineno}:{error.colno}: not JSON: {error.msg}", "mend the file at that place"
        ) from None
    except (RecursionError, ValueError):
        raise UserError(
            f"{shown}: JSON nested too deeply or with absurd numbers", "a descriptor is a few levels deep"
        ) from None
    except OSError as error:
        raise UserError(f"{shown}: {error.strerror or error}", "check that you may read it") from None
    if not isinstance(loaded, dict):
        raise UserError(f"{shown}: not a JSON object", "a descriptor begins with {")
    at = lone_surrogate(text)
    if at is not None:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        raise UserError(
            f"{shown}:{line}:{column}: {text[at : at + 6]} is half a character (a lone surrogate)",
            "write the character itself, or both halves of the pair",
        )
    return loaded


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
