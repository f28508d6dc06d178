"""Rows of joined packages, found by key or by identifiers from outside in a time that does not grow with their number."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from event_timeline.editing.csv_tables import CsvTable, Row

SAME_BY = {"sources": ("sha256", "url"), "places": ("geonames_id", "wikidata"), "actors": ("wikidata",)}
"""Table -> the identifiers from outside by which two rows are one. Events and statements are never merged."""

Pattern = tuple[str | None, ...]
"""Identifiers of a row in the order of SAME_BY, each exact (empty for a missing one) or None for any."""


class CorpusRows:
    """The rows of one table, in their order; of several with one key the last, in the place of the first."""

    def __init__(self, table: str) -> None:
        self._identifiers, self._is_source = SAME_BY.get(table, ()), table == "sources"
        self._key: Sequence[str] = ()
        self._places: dict[tuple[str, ...], int] = {}
        self._rows: list[Row] = []
        self._identified: dict[Pattern, list[int]] = {}
        """Pattern -> a heap of the places of the rows that match it, or matched it before an identifier was filled in."""

    def index(self, table: CsvTable) -> None:
        """Hold the rows of a table instead of those from before."""
        self._key, self._places, self._rows, self._identified = table.key or table.columns, {}, [], defaultdict(list)
        for row in table.rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Hold one more row."""
        place = self._places.setdefault(self._key_of(row), len(self._rows))
        self._rows[place : place + 1] = [row]
        self.identify(row)

    def find(self, *key: str) -> Row | None:
        """The row of a key."""
        place = self._places.get(key)
        return None if place is None else self._rows[place]

    def identify(self, row: Row) -> None:
        """Find a row by its identifiers as they are now; they may be filled in, but do not change otherwise."""
        place = self._places[self._key_of(row)]
        own = [row.get(c, "") for c in self._identifiers]
        for pattern in product(*((value, None) for value in own)):
            if any(pattern):
                heapq.heappush(self._identified[pattern], place)

    def same(self, row: Row) -> Row | None:
        """The first row with an identifier of this one, if no other identifier of both differs; or an equal source."""
        places = [place for pattern in self._allowed(row) if (place := self._first(pattern)) is not None]
        if self._is_source and self.find(key := row["source_id"]) == row:
            places.append(self._places[(key,)])
        return self._rows[min(places)] if places else None

    def _allowed(self, row: Row) -> Iterator[Pattern]:
        """What the identifiers of a row that is the same may be."""
        own = [row.get(c, "") for c in self._identifiers]
        return (p for p in product(*((value, "") if value else (None,) for value in own)) if any(p))

    def _first(self, pattern: Pattern) -> int | None:
        places = self._identified.get(pattern, [])
        while places:
            now = (self._rows[places[0]].get(c, "") for c in self._identifiers)
            if all(a is None or a == b for a, b in zip(pattern, now, strict=True)):
                return places[0]
            heapq.heappop(places)
        return None

    def _key_of(self, row: Row) -> tuple[str, ...]:
        return tuple(row.get(c, "") for c in self._key)
