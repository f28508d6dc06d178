"""The data of a big package inside its page: columns with each value once, compressed, in one element a table.

The page takes them apart with `DecompressionStream` (WHATWG Compression Standard; `deflate` is zlib, RFC 1950), see page/unpack.js.
"""

from __future__ import annotations

import base64
import json
import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

LEVEL = 6
LEAST = -(2**31)
"""The least integer of 32 bits, which stands for none."""
OVERVIEW_PARTS = ("packed-facts", "packed-columns")
"""Elements that come before the script, which draws the overview while the rest is still read."""


def blocks(
    content: dict[str, Any], facts: dict[str, Any], columns: Iterable[Sequence[int | None]]
) -> Iterator[tuple[str, str]]:
    """Identifier and text of each element, in the order in which the page takes them: the overview first, then the rest."""
    yield OVERVIEW_PARTS[0], _packed(_json(facts))
    yield OVERVIEW_PARTS[1], _packed(_numbers(columns, wide=facts["wide"]))
    rest = {k: v for k, v in content.items() if k not in ("tables", "drawn")}
    drawn = content["drawn"]
    width = max((len(d) for d in drawn if d), default=0)
    rest["drawn"] = [_column([d[i] if d and i < len(d) else None for d in drawn]) for i in range(width)]
    yield "packed-rest", _packed(_json(rest))
    for name, table in content["tables"].items():
        packed = {**table, "columns": {column: _column(cells) for column, cells in table["columns"].items()}}
        yield f"packed-table-{name}", _packed(_json(packed))


def _column(cells: list[Any]) -> list[Any] | dict[str, list[Any]]:
    """The cells, or where half of them or more repeat others: `values` and, for each cell, the number `at` of its value."""
    # a number and the text of it, True and 1 are equal or look alike: the type is part of the key
    numbers: dict[tuple[type, Any], int] = {}
    at = [numbers.setdefault((type(cell), cell), len(numbers)) for cell in cells]
    return {"values": [value for _, value in numbers], "at": at} if 2 * len(numbers) <= len(cells) else cells


def is_wide(columns: Iterable[Sequence[int | None]]) -> bool:
    """Whether a number does not fit in 32 bits, such as a day of the year 10,000,000: then all are of 64 bits, as floats."""
    return any(n is not None and not LEAST < n < -LEAST for column in columns for n in column)


def _numbers(columns: Iterable[Sequence[int | None]], *, wide: bool) -> bytes:
    """The columns as little-endian integers of 32 bits or, if wide, floats of 64; None as the least that these can hold."""
    numbers: array[Any] = array("d" if wide else "i")
    least = -math.inf if wide else LEAST
    for column in columns:
        numbers.extend(least if n is None else n for n in column)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, LEVEL)).decode("ascii")
