"""Records that many rows name: each is one record, with an identifier made from its name where it first appears."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain, count
from typing import Any

import polars as pl

from event_timeline.editing.new_package import slug
from event_timeline.importing.rows.known_rows import KnownRows

_MISSING = frozenset({"na", "n-a", "nan", "null", "none", "nil", "unknown", "tbd"})
"""Words that mean that there is no value, and so are not used as identifiers."""
_SIGNS = re.compile("[^a-z0-9]+")
MAX_UNSORTED = 1_000_000
"""Identifiers that are read whole to find repeated ones; looking up those of a batch among sorted ones costs as much."""
MAX_ALIKE = 100
"""Places of one kind and name that a new one is compared with."""
OF_ALL = "~"
"""What the name of a column begins with that holds what is said of all rows."""
Make = Callable[[dict[str, Any]], str]


def _slug(name: str) -> str:
    """`slug`, faster for plain ASCII."""
    if not name.isascii() or "'" in name or len(name) > 60:
        return slug(name)
    return _SIGNS.sub("-", name.lower()).strip("-")


class Names:
    """Identifiers that are taken."""

    def __init__(self, fallback: str) -> None:
        self._taken: set[str] = set()
        self._fallback = fallback

    def new(self, name: str, *more: str) -> str:
        """An identifier of a name that no other record has: its slug, else with the first of `more`, else with a number.

        A name without a letter that ASCII has an equivalent of is known by its hash.
        """
        own = _slug(name) or f"{self._fallback}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        if own in _MISSING:
            own = f"{own}-{self._fallback}"
        if own in self._taken:
            longer = (f"{own}-{part}" for part in map(_slug, more) if part)
            numbered = (f"{own}-{number}" for number in count(2))
            own = next(one for one in chain(longer, numbered) if one not in self._taken)
        self._taken.add(own)
        return own


class Registry:
    """The records of one table by the key under which rows name them.

    What the mapping says of all rows of a block is in columns of its own (`OF_ALL` before the name), and gives way to what a row says.
    defaults: what a column has of which neither says anything.
    """

    def __init__(self, columns: Sequence[str], make: Make, defaults: Mapping[str, str]) -> None:
        self.columns = [*columns, *(OF_ALL + name for name in columns)]
        self._defaults = defaults
        self._make = make
        self._known = pl.DataFrame(schema={"key": pl.String, "number": pl.UInt32})
        self._records = pl.DataFrame(schema=dict.fromkeys(["id", *self.columns], pl.String))

    def numbers(self, rows: pl.DataFrame, records: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.Series:
        """The numbers of the records of rows; what is not known yet becomes one, in the order of the column `row`.

        rows: `key`, or `name` in its place, and `row`; records: the rows that name a record first -> its columns.
        """
        keys = rows["key"] if "key" in rows.columns else rows["name"]
        found = self.known(keys)
        if found.null_count() == keys.null_count():
            return found
        new = rows.with_columns(key=keys).filter(pl.lit(found).is_null()).drop_nulls("key")
        new = new.sort("row", maintain_order=True).unique("key", keep="first", maintain_order=True)
        fresh = new.select("key").with_row_index("number", self._records.height).select("key", "number")
        made = records(new)
        made = made.select(c for c in self.columns if c in made.columns)
        named = made.select(self._whole(made.columns)).iter_rows(named=True)
        ids = pl.Series("id", [self._make(row) for row in named], dtype=pl.String)
        self._records = pl.concat([self._records, made.with_columns(ids)], how="diagonal")
        self._known = pl.concat([self._known, fresh])
        return self.known(keys)

    def differing(self, column: str, numbers: pl.Series, given: pl.Series, rows: pl.Series) -> pl.Series:
        """Give records that lack a value of a column the first that rows have; returns which rows have another than theirs.

        numbers: those of the records of rows; given: their values; rows: their places in the batch, in any order.
        """
        own = self._records[column].gather(numbers)
        if own.null_count():
            new = pl.DataFrame([numbers.alias("number"), given.alias("given"), rows.alias("row")])
            new = new.filter(own.is_null() & given.is_not_null()).sort("row", maintain_order=True)
            if new.height:
                new = new.unique("number", keep="first", maintain_order=True)
                self._records = self._records.with_columns(
                    self._records[column].scatter(new["number"].to_list(), new["given"]).alias(column)
                )
                own = self._records[column].gather(numbers)
        return (own != given).fill_null(False)

    def known(self, keys: pl.Series) -> pl.Series:
        """The numbers of the records of keys, missing where there is no such record."""
        return keys.to_frame("key").join(self._known, on="key", how="left", maintain_order="left")["number"]

    def values(self, column: str, numbers: pl.Series) -> pl.Series:
        """What records have in a column, by their numbers."""
        return self._records.select(self._whole([column, OF_ALL + column])).to_series().gather(numbers)

    def _whole(self, there: Sequence[str]) -> list[pl.Expr]:
        """The columns of records from those that there are: what a row says, what is said of all, or a default."""
        names = dict.fromkeys(name.removeprefix(OF_ALL) for name in there)
        return [
            pl.coalesce(
                *(pl.col(n) for n in (name, OF_ALL + name) if n in there), pl.lit(self._defaults.get(name), pl.String)
            ).alias(name)
            for name in names
        ]

    def identifiers(self) -> pl.Series:
        """The identifiers of the records in the order of their numbers."""
        return self._records["id"]

    def frame(self, key: str) -> pl.DataFrame:
        """The records, with their identifier under the name `key`."""
        return self._records.select(pl.col("id").alias(key), *self._whole(self.columns))


class Places:
    """Places in chains: each lies within the one before it, and is the same wherever the whole chain before it is."""

    COLUMNS = ("name", "kind", "within", "country", "latitude", "longitude", "geonames_id")

    def __init__(self) -> None:
        self._names = Names("place")
        self._places: dict[tuple[str | None, str, str], dict[str, Any]] = {}
        """The identifier of the place around it, kind and name -> a place."""
        self._ids = defaultdict[tuple[str, ...], KnownRows](lambda: KnownRows(max_rows=None))
        """The kinds of a chain -> the places of its keys."""
        self._alike = defaultdict[tuple[str, str], list[dict[str, Any]]](list)
        """Kind and name -> the places that have them, at most MAX_ALIKE."""
        self._chains: dict[str | None, tuple[str, ...]] = {None: ()}
        """The identifier of a place -> the names from the outermost to its own."""

    def ids(self, chain: Sequence[dict[str, Any]], named: pl.DataFrame) -> pl.DataFrame:
        """`id` of the innermost place of each row, `lat` and `lon`, the point that it has, and `other`.

        chain: the levels of the mapping, from the outermost; named: `key`, and `name0`, `country0`, `geonames0`… of each level, `lat` and
        `lon`; the key differs where a name does. other: the chains of the place and of an earlier one that may be the same, where
        one of them lacks a level of the other.
        """
        kinds = tuple(level["kind"] for level in chain)
        return self._ids[kinds].made(named, partial(self._new, kinds), ["key"])

    def _new(self, kinds: Sequence[str], named: pl.DataFrame) -> pl.DataFrame:
        """The same of places that are met for the first time."""
        if "country0" not in named.columns:
            named = named.with_columns(country0=pl.lit(None, pl.String))
        cells = named.with_columns(country=pl.coalesce("^country[0-9]+$")).to_dict(as_series=False)
        names = zip(*(cells[f"name{level}"] for level in range(len(kinds))), strict=True)
        made = [self._add(kinds, row, number, cells) or {} for number, row in enumerate(names)]
        columns = {"id": "place_id", "lat": "latitude", "lon": "longitude", "other": "other"}
        return pl.DataFrame(
            {short: [place.get(column) for place in made] for short, column in columns.items()},
            schema=dict.fromkeys(columns, pl.String),
        )

    def _other(self, place: dict[str, Any]) -> str | None:
        """The chains of a new place and of one that is the same but for a level that one of them lacks; None without such."""
        alike = self._alike[place["kind"], place["name"]]
        own, point = self._chains[place["place_id"]], (place["latitude"], place["longitude"])
        found = None
        for one in alike:
            other = self._chains[one["place_id"]]
            short, long = sorted((own, other), key=len)
            others_point = (one["latitude"], one["longitude"])
            if (
                len(short) < len(long)
                and _lies_in(short, long)
                and (None in point + others_point or point == others_point)
            ):
                found = f"{' > '.join(own)} and {' > '.join(other)}"
        if len(alike) < MAX_ALIKE:
            alike.append(place)
        return found

    def _add(
        self, kinds: Sequence[str], names: Sequence[str | None], row: int, cells: dict[str, list[str | None]]
    ) -> dict[str, Any] | None:
        """The innermost of the places of a row. row: its number in the columns `cells`."""
        inner: dict[str, Any] | None = None
        new = False
        for level, (kind, name) in enumerate(zip(kinds, names, strict=True)):
            if not name:
                continue
            outer = inner["place_id"] if inner else None
            inner = self._places.get((outer, kind, name))
            new = inner is None
            if inner is None:
                inner = self._places[outer, kind, name] = {
                    "place_id": self._names.new(name, kind, *([f"{kind}-of-{outer}"] if outer else [])),
                    "name": name, "kind": kind, "within": outer, "country": cells["country"][row], "latitude": None,
                    "longitude": None, "geonames_id": cells[f"geonames{level}"][row] if f"geonames{level}" in cells else None,
                }  # fmt: skip
                self._chains[inner["place_id"]] = (*self._chains[outer], name)
        if inner and inner["latitude"] is None and cells["lat"][row] and cells["lon"][row]:
            inner["latitude"], inner["longitude"] = cells["lat"][row], cells["lon"][row]
        return inner | {"other": self._other(inner)} if inner and new else inner

    def frame(self) -> pl.DataFrame:
        """The records of the table `places`."""
        schema = {"place_id": pl.String, **dict.fromkeys(self.COLUMNS, pl.String)}
        return pl.DataFrame(list(self._places.values()), schema=schema)


def _lies_in(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the names of a chain are in another, in their order."""
    rest = iter(long)
    return all(name in rest for name in short)


class Seen:
    """The identifiers of events so far, or hashes of their rows, as 64-bit hashes: 8 bytes of memory for each."""

    def __init__(self) -> None:
        self._recent = pl.Series([], dtype=pl.UInt64)
        self._sorted: list[pl.DataFrame] = []
        """Earlier ones, each of these at least as long as the next."""
        self._repeats: dict[str, int] = {}

    def repeated(self, ids: pl.Series) -> pl.Series:
        """Which of them were there before, in this call or an earlier one."""
        hashes = ids.hash()
        again = ~hashes.is_first_distinct()
        known = [self._recent.filter(self._recent.is_in(hashes.implode()))]
        in_order = hashes.sort()
        for earlier in self._sorted:
            places = earlier["h"].search_sorted(in_order).clip(upper_bound=earlier.height - 1)
            known.append(in_order.filter(earlier["h"].gather(places) == in_order))
        if any(found.len() for found in known):
            again = again | hashes.is_in(pl.concat(known).implode())
        self._recent = pl.concat([self._recent, hashes])
        if self._recent.len() > MAX_UNSORTED:
            self._sort()
        return again

    def _sort(self) -> None:
        """Sort the recent ones, so that they are not read again for each batch."""
        new = self._recent.sort().to_frame("h")
        while self._sorted and self._sorted[-1].height <= new.height:
            new = self._sorted.pop().merge_sorted(new, "h")
        self._sorted.append(new)
        self._recent = self._recent.clear()

    def numbered(self, ids: pl.Series, again: pl.Series) -> pl.Series:
        """The identifiers, those that were there before with the next number that is free."""
        if not again.any():
            return ids
        whole, rows = ids.to_list(), again.arg_true().to_list()
        first = [whole[row] for row in rows]
        while rows:
            for row, own in zip(rows, first, strict=True):
                self._repeats[own] = number = self._repeats.get(own, 1) + 1
                whole[row] = f"{own}-{number}"
            taken = self.repeated(pl.Series([whole[row] for row in rows])).to_list()
            first = [own for own, again_taken in zip(first, taken, strict=True) if again_taken]
            rows = [row for row, again_taken in zip(rows, taken, strict=True) if again_taken]
        return pl.Series(ids.name, whole, dtype=pl.String)
