"""The optional tables of profile 1.1 in words, a line a row: for formats that hold an event as one record.

A package without such a table has no lines. The texts are plain: who writes them into markup escapes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from event_timeline import profile
from event_timeline.exports.dataset import Dataset

Row = dict[str, Any]
Lines = dict[str, list[str]]
"""event_id -> lines, in the table's order."""
COLUMNS = ("date_precision", "place_precision", "confidence", "weight", "coder", "same_as")
"""The optional columns of events."""


def reports(data: Dataset) -> Lines:
    """The sources that report each event: title, address of the report, note."""
    titles = _names(data, "sources", "source_id", "title")
    found: Lines = defaultdict(list)
    for row in _rows(data, "event_sources"):
        more = [x for x in (row["url"], row["note"]) if x is not None]
        found[row["event_id"]].append(titles[row["source_id"]] + (f" ({', '.join(more)})" if more else ""))
    return found


def further_places(data: Dataset) -> Lines:
    """The places of each event beside its own: role and name."""
    names, labels = _names(data, "places", "place_id", "name"), _labels(data)
    found: Lines = defaultdict(list)
    for row in _rows(data, "event_places"):
        role = labels.get(("event_places.role", row["role"]), row["role"])
        found[row["event_id"]].append(f"{role}: {names[row['place_id']]}")
    return found


def measures(data: Dataset) -> Lines:
    """The numbers of each event: measure, number with its bounds, unit, whom it counts, who gives it, source."""
    actors, titles = _names(data, "actors", "actor_id", "name"), _names(data, "sources", "source_id", "title")
    labels = _labels(data)
    found: Lines = defaultdict(list)
    for row in _rows(data, "measures"):
        number = " ".join(filter(None, [_range(row["low"], row["best"], row["high"]), row["unit"]]))
        parts = [
            f"{labels.get(('measures.measure', row['measure']), row['measure'])}: {number}",
            actors[row["actor_id"]] if row["actor_id"] is not None else "",
            f"according to {actors[row['according_to']]}" if row["according_to"] is not None else "",
            f"source: {titles[row['source_id']]}" if row["source_id"] is not None else "",
        ]
        found[row["event_id"]].append(", ".join(filter(None, parts)))
    return found


def participants(data: Dataset) -> Iterator[tuple[Row, str]]:
    """Each row of `event_actors` with the actor's name, and its side where it has one: `Marsh Front (side b)`."""
    names = _names(data, "actors", "actor_id", "name")
    for row in data.rows("event_actors"):
        side = f" (side {row['side']})" if row.get("side") is not None else ""
        yield row, names[row["actor_id"]] + side


def lines(data: Dataset) -> Lines:
    """All of it: the optional columns of each event, then its further places, its numbers and its sources."""
    found: Lines = defaultdict(list)
    titles = {f["name"]: f.get("title") or f["name"] for f in data.fields("events") if f["name"] in COLUMNS}
    labels = _labels(data)
    for row in data.frame("events").select("event_id", *titles).to_dicts() if titles else ():
        for column, title in titles.items():
            if (value := row[column]) is not None:
                shown = _number(value) if isinstance(value, float) else labels.get((f"events.{column}", value), value)
                found[row["event_id"]].append(f"{title}: {shown}")
    for start, of in (("", further_places), ("", measures), ("Source: ", reports)):
        for event, some in of(data).items():
            found[event] += [f"{start}{line}" for line in some]
    return found


def _range(low: float | None, best: float | None, high: float | None) -> str:
    """A number with its bounds: `5 (3 to 9)`, `at least 12`, `3 to 9`."""
    bounds = (
        f"{_number(low)} to {_number(high)}"
        if low is not None and high is not None
        else f"at least {_number(low)}"
        if low is not None
        else f"at most {_number(high)}"
        if high is not None
        else ""
    )
    if best is None:
        return bounds
    return f"{_number(best)} ({bounds})" if bounds else _number(best)


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


def _names(data: Dataset, table: str, key: str, name: str) -> _Names:
    """Key -> name, or the key where there is none."""
    return _Names({r[key]: r[name] or r[key] for r in data.frame(table).select(key, name).to_dicts()})


def _labels(data: Dataset) -> dict[tuple[str, str], str]:
    return {(r["vocabulary"], r["term"]): r["label"] or r["term"] for r in data.rows("codebook")}


def _rows(data: Dataset, table: str) -> list[Row]:
    return data.rows(table) if profile.has_optional(data.schemas, table) else []
