"""What the page of a big package is given to draw its overview, before and apart from the tables: days, topics, actors, sources, places.

Numbers of events, actors and sources are those of their rows in the package's files, counted from 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from event_timeline import profile
from event_timeline.exports.visual.page_blocks import is_wide
from event_timeline.exports.visual.timeline import labels

if TYPE_CHECKING:
    from event_timeline.exports.dataset import Dataset

BIG = 5_000
"""Events from which on the page shows an overview first, and its tables are compressed."""
NAMED = 60
"""Actors and sources whose names are known before the tables are unpacked: those with most events."""
OR_BEFORE, OR_AFTER, GOES_ON, GOES_BACK, DOUBT, SURE_START, END_UNKNOWN, PLACED_AROUND = (1 << i for i in range(8))
"""Bits of `kind`: see exports/visual/timeline.py, `Extent`. SURE_START: it surely takes place on its first day. PLACED_AROUND: the
coordinates are those of a place around its own."""


def overview(data: Dataset, drawn: Sequence[Sequence[Any] | None]) -> tuple[dict[str, Any], list[Sequence[int | None]]]:
    """Facts and names, and the columns of whole numbers that `facts["columns"]` names; `drawn` as the page has it.

    None stands for a day that is open or not known; `facts["wide"]` is whether a number does not fit in 32 bits.
    """
    events = data.frames["events"].select("event_id", "position", "topic", "place_id").collect()
    named = labels(data)
    topics = _topics(events)
    points, place_of, around = _places(data, events["place_id"].to_list())
    first, last, kind = _days(drawn, around)
    number_of = {t: i for i, t in enumerate(topics)}
    by_actor = _pairs(data, events["event_id"], "actors", "actor_id", ["event_actors"])
    by_source = _pairs(data, events["event_id"], "sources", "source_id", ["event_sources", "evidence"])
    columns: dict[str, Sequence[int | None]] = {
        "first": first,
        "last": last,
        "kind": kind,
        "topic": [number_of[t] for t in events["topic"].to_list()],
        "place": place_of,
        "actorEvent": by_actor[0],
        "actor": by_actor[1],
        "sourceEvent": by_source[0],
        "source": by_source[1],
    }
    facts = {
        "events": events.height,
        "counts": {t: data.frames[t].select(pl.len()).collect().item() for t in ("statements", "actors", "sources")},
        "topics": [[t, named.get(("events.topic", t), t) if t else ""] for t in topics],
        "actors": _names(data, "actors", "name", "actor_id", by_actor[1]),
        "sources": _names(data, "sources", "title", "source_id", by_source[1]),
        "places": points,
        "columns": [[name, len(cells)] for name, cells in columns.items()],
        "wide": is_wide(columns.values()),
    }
    return facts, list(columns.values())


def _topics(events: pl.DataFrame) -> list[str | None]:
    """The topics in the order in which the narrative brings them up, as the page gives them their hues."""
    at = pl.coalesce("position", pl.int_range(pl.len()) + 1)
    return events.sort(at, maintain_order=True)["topic"].unique(maintain_order=True).to_list()


def _days(
    drawn: Sequence[Sequence[Any] | None], around: set[int]
) -> tuple[list[int | None], list[int | None], list[int]]:
    first, last, kind = list[int | None](), list[int | None](), list[int]()
    for i, one in enumerate(drawn):
        placed = PLACED_AROUND if i in around else 0
        if one is None or len(one) < 4:
            first.append(None)
            last.append(None)
            kind.append(placed)
            continue
        _, _, _, begins, ends, sure_from, _, goes_on, goes_back, doubt, doubt_start, or_before, or_after = one
        first.append(begins)
        last.append(ends)
        bits = (
            or_before,
            or_after,
            goes_on,
            goes_back,
            doubt or doubt_start,
            begins is not None and sure_from == begins,
        )
        unknown = ends is None and not (goes_on or or_after)
        kind.append(placed | sum(bool(b) << n for n, b in enumerate(bits)) | (END_UNKNOWN if unknown else 0))
    return first, last, kind


def _places(data: Dataset, of_events: list[str | None]) -> tuple[list[list[Any]], list[int], set[int]]:
    """Latitude, longitude and name of places; for each event the number of its own or -1; the events placed by one around their own."""
    rows = {r["place_id"]: r for r in data.rows("places")}
    found: dict[str | None, str | None] = {None: None}
    numbers: dict[str, int] = {}
    for place in set(of_events) - {None}:
        at, seen = place, set[str | None]()
        while at in rows and at not in seen and None in (rows[at]["latitude"], rows[at]["longitude"]):
            seen.add(at)
            at = rows[at]["within"]
        found[place] = at if at in rows and at not in seen else None
    place_of, around = [], set()
    for i, own in enumerate(of_events):
        seat = found[own]
        place_of.append(-1 if seat is None else numbers.setdefault(seat, len(numbers)))
        if seat is not None and seat != own:
            around.add(i)
    points = [[float(rows[p]["latitude"]), float(rows[p]["longitude"]), rows[p]["name"] or p] for p in numbers]
    return points, place_of, around


def _pairs(
    data: Dataset, event_ids: pl.Series, table: str, key: str, links: Iterable[str]
) -> tuple[list[int], list[int]]:
    """Numbers of events and of the actors or sources that they have, each pair once."""
    events = pl.LazyFrame({"event_id": event_ids}).with_row_index("event")
    others = data.frames[table].select(key).with_row_index("other")
    there = [t for t in links if t in profile.TABLES or profile.has_optional(data.schemas, t)]
    pairs = pl.concat([data.frames[t].select("event_id", key) for t in there]).unique()
    made = (
        pairs.join(events, on="event_id")
        .join(others, on=key)
        .select("event", "other")
        .unique()
        .sort("event", "other")
        .collect()
    )
    return made["event"].to_list(), made["other"].to_list()


def _names(data: Dataset, table: str, name: str, key: str, numbers: list[int]) -> dict[int, list[str]]:
    """Number -> identifier and name, of those that occur most often."""
    most = {n for n, _ in Counter(numbers).most_common(NAMED)}
    rows = data.frames[table].select(key, name).collect().rows()
    return {n: [rows[n][0], rows[n][1] or rows[n][0]] for n in sorted(most)}
