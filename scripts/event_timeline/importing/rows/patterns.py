"""Values of a mapping whose column has a pattern, such as the letter of a side: what does not match it, and the key that helps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from event_timeline import profile
from event_timeline.importing.mapping import Mapping
from event_timeline.importing.mapping.evaluate import slugs, written
from event_timeline.importing.rows.cells import Cells
from event_timeline.io.counting import counted

COLUMNS = {
    ("event", "cameo"): ("events", "cameo"), ("actors", "side"): ("event_actors", "side"), ("actors", "cameo"): ("actors", "cameo"),
    ("sources", "language"): ("sources", "language"),
}  # fmt: skip
"""Values of a mapping -> the columns that they fill."""
MAX_VALUES_SHOWN = 5
"""Different values of one field that a note lists."""


class Patterns:
    """Collects the values that do not match the pattern of their column: they are written, and validation reports each."""

    def __init__(self, mapping: Mapping, cells: Cells) -> None:
        self._cells = cells
        self._fields = list(_fields(mapping))
        self._unfit: dict[str, dict[str, tuple[int, int]]] = {}
        """Field -> value -> the number of rows that have it, and the line of the first."""

    def check(self, made: pl.DataFrame) -> None:
        """Look at the values of a batch."""
        for where, column, spec, pattern, _ in self._fields:
            values = written(spec)
            if made.schema[column] == pl.List or (
                values is not None and all(re.fullmatch(pattern, value) for value in values)
            ):
                continue
            wrong = (~made[column].str.contains(f"^(?:{pattern})$")).fill_null(False).arg_true()
            rows = pl.DataFrame({"row": wrong, "value": made[column].gather(wrong)})
            for value, row, number in (
                rows.group_by("value", maintain_order=True).agg(pl.first("row"), pl.len()).iter_rows()
            ):
                known = self._unfit.setdefault(where, {})
                line = known[value][1] if value in known else next(iter(self._cells.lines([row])), 0)
                known[value] = (known.get(value, (0, 0))[0] + number, line)

    def notes(self) -> list[str]:
        """What does not match, once for each field, with the key of the mapping that helps."""
        return [
            self._said(where, spec, pattern, target, self._unfit[where])
            for where, _, spec, pattern, target in self._fields
            if where in self._unfit
        ]

    def _said(self, where: str, spec: Any, pattern: str, target: str, unfit: dict[str, tuple[int, int]]) -> str:
        shown = [
            f"{value!r} ({counted(number, 'row')}, the first is line {line})"
            for value, (number, line) in list(unfit.items())[:MAX_VALUES_SHOWN]
        ]
        more = f" and {len(unfit) - MAX_VALUES_SHOWN:,} more" if len(unfit) > MAX_VALUES_SHOWN else ""
        key = where.rpartition(", ")[2]
        value = {"column": spec} if isinstance(spec, str) else spec
        return (
            f"warning: {where}: {', '.join(shown)}{more} does not match the form of {target}, {pattern}: "
            f"write {key} = {toml_value({**value, **remedy(list(unfit), pattern)})}"
        )


def remedy(values: Sequence[str], pattern: str) -> dict[str, Any]:
    """The key of a mapping that makes values match a pattern, with its value: a letter case, or a map to be completed."""
    cases = {
        "lower": [v.lower() for v in values],
        "upper": [v.upper() for v in values],
        "slug": slugs(pl.Series(values, dtype=pl.String)).to_list(),
    }
    for case, changed in cases.items():
        if all(value and re.fullmatch(pattern, value) for value in changed):
            return {"case": case}
    letters = pattern == "^[a-z]$" and len(values) <= 26
    codes = sorted({value.lower(): value for value in values}.values())
    return {"map": {code: chr(ord("a") + n) if letters else "…" for n, code in enumerate(codes[:26])}}


def toml_value(spec: Any) -> str:
    """A value of a mapping as TOML on one line."""
    if isinstance(spec, dict):
        bare = re.compile("[A-Za-z0-9_-]+")
        keys = (f"{k if bare.fullmatch(k) else toml_value(k)} = {toml_value(v)}" for k, v in spec.items())
        return f"{{ {', '.join(keys)} }}"
    if isinstance(spec, list):
        return f"[{', '.join(map(toml_value, spec))}]"
    return json.dumps(spec, ensure_ascii=False).replace("\x7f", "\\u007f")


def side_pattern() -> str:
    """The pattern of `event_actors.side`."""
    return _pattern("event_actors", "side")


def _pattern(table: str, column: str) -> str:
    found: str = profile.known_fields(table)[column]["constraints"]["pattern"]
    return found


def _fields(mapping: Mapping) -> Iterator[tuple[str, str, Any, str, str]]:
    """The field, the column of a batch that has its values, the value of the mapping, the pattern, and the column that it fills."""
    for (section, name), (table, column) in COLUMNS.items():
        blocks = [mapping.section(section)] if section == "event" else mapping.blocks(section)
        for number, block in enumerate(blocks, 1):
            if name in block:
                where = section if section == "event" else f"{section} {number}"
                made = name if section == "event" else f"{where} {name}"
                yield f"{where}, {name}", made, block[name], _pattern(table, column), f"{table}.{column}"
