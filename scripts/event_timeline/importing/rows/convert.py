"""The rows of a batch as rows of the tables of a package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.importing.mapping import Mapping
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.mapping.evaluate import MAX_CODES, Unknown, constant, identifiers, slugs, written
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cells import Cells
from event_timeline.importing.rows.cleaning import on_one_line, stripped, with_outer_blanks, with_single_blanks
from event_timeline.importing.rows.delimited import Batch
from event_timeline.importing.rows.event_dates import EventDates
from event_timeline.importing.rows.fields import Kept
from event_timeline.importing.rows.patterns import Patterns
from event_timeline.importing.rows.registry import OF_ALL, Names, Places, Registry, Seen
from event_timeline.importing.rows.row_values import MAX_LABEL_CHARS, RowValues
from event_timeline.importing.rows.sorted_runs import EventIds, Ranks, RecordRanks, SortedRuns

COUNTS = (
    "fatalities", "injured", "casualties", "missing", "abducted", "arrested", "displaced", "participants", "votes", "reports",
)  # fmt: skip
"""Terms of `measures.measure` that count."""
ORDER = {
    "event_actors": ["event_id", "actor_id", "role"],
    "event_sources": ["event_id", "source_id", "url", "note"],
    "event_places": ["event_id", "place_id", "role"],
    "measures": ["event_id", "measure", "actor_id", "according_to", "source_id", "unit"],
}
"""Tables that are sorted when all rows are read -> the order, as `sortedBy` of their schemas."""
WORDS = {
    "event_actors": ("actors", ("side",)), "event_sources": ("sources", ("url", "note", "keep")),
    "event_places": ("places", ()), "measures": ("measures", ("unit",)),
}  # fmt: skip
"""Tables of ORDER -> the blocks of the mapping that fill them, and their values that may be any text."""
CSV_SIGNS = '",\r\n'
"""Characters for which a cell of a CSV file is quoted."""
ACTOR, SOURCE = {"kind": "organisation"}, {"kind": "news-outlet"}
"""What an actor and a source are of which no row says more."""
FIRST_SAID = {"actors": ("kind", "country", "sector", "cameo", "note"), "sources": ("kind", "language")}
"""Section -> the columns of which a record has the first value that a row gives."""
SAID = "said "
"""Before the name of a column: what a row says, whatever its record has."""
EQUAL_ROWS = (
    "the row is equal in every cell to an earlier one, and became an event of its own; to make one event of all rows of an id, "
    'write repeated = "merge" in [event] of the mapping'
)
"""What is said of rows whose id got a number, and that are copies."""
RECORDS = ("event_id", "actor_id", "source_id")
"""Columns that hold numbers of records until all rows are read."""


class Converter:
    """Turns batches into rows of events, and collects what the other tables are made of."""

    def __init__(
        self, mapping: Mapping, columns: Columns, folder: Path, *, leave_empty: bool = False,
        emptied: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.mapping, self.columns = mapping, columns
        self._values = RowValues(mapping, columns)
        self._naming_columns = self._values.naming_columns()
        self.kept = Kept(mapping, columns, emptied)
        signs = {sign: mapping.section("file").get(sign) for sign in ("decimal", "thousands")}
        self.cells = Cells(columns.file, leave_empty=leave_empty, **signs)
        self.patterns = Patterns(mapping, self.cells)
        self.unknown = Unknown(self.cells.lines)
        self.actors = Registry(("name", "kind", "sector", "country", "cameo", "note"), self._actor, ACTOR)
        self.sources = Registry(("title", "kind", "publisher", "published_edtf", "language"), self._source, SOURCE)
        self.places = Places()
        self.runs = {name: SortedRuns(folder, name, order) for name, order in ORDER.items()}
        looked_up = self._values.query.codes
        self.codes = {own: looked_up.get(column, set()) for column, own in self.kept.codes.items()}
        """Own column -> its different codes; more than MAX_CODES, but not all, where there are more."""
        self._codes_to_collect = [own for column, own in self.kept.codes.items() if column not in looked_up]
        self.topics: dict[str, str] = {}
        self.cameo: set[str] = set()
        """The CAMEO codes that are used."""
        self.odd_measures = 0
        """Measures whose estimates were out of order."""
        self.events = self._rows = 0
        self._event_ids = EventIds(folder)
        self._ranks: dict[str, Ranks] = {}
        self.dates = EventDates(self.cells, self._values)
        self.seen = Seen()
        self._rows_seen = Seen()
        self._actor_names, self.source_names = Names("actor"), Names("source")
        self._merging = mapping.section("event").get("repeated") == "merge"

    def _actor(self, row: dict[str, Any]) -> str:
        return self._actor_names.new(row["name"], row["kind"], row.get("country") or "")

    def _source(self, row: dict[str, Any]) -> str:
        return self.source_names.new(row["title"], row.get("publisher") or "", row.get("published_edtf") or "")

    def emptied(self) -> frozenset[str]:
        """The columns of which cells are left empty, and that no own column keeps."""
        said = {one for names in self.cells.emptied for one in (names, *names.split(" or "), *names.split(", "))}
        return frozenset(c for c in self.columns.written if c in said and c not in self.kept.own)

    def events_of(self, batch: Batch) -> pl.DataFrame:
        """The rows of `events` of a batch; those of the other tables are collected."""
        self.cells.batch = batch
        clean = self._cleaned(batch)
        frame = self.columns.numbered(clean, self._rows)
        self._rows += frame.height
        named = with_single_blanks(frame, self._naming_columns)
        made = self._values.query.run(named, self.unknown)
        self.patterns.check(made)
        frame = frame.with_columns(named[column] for column in self.kept.codes)
        ids = identifiers(made["event id"])
        if ids.null_count():
            spec = self.mapping.section("event")["id"]
            hint = 'fill it in, or make the id of several columns: id = { text = "{A}-{B}" }'
            self.cells.missing(ids, "event, id", self._values.columns_of(spec), hint)
            ids = ids.fill_null("missing")
        again = self.seen.repeated(ids)
        if not self._merging:
            self.cells.warn("the id is that of an earlier row, and got a number behind it", again, (ids,))
            equal = again & self._rows_seen.repeated(clean.hash_rows())
            self.cells.warn(EQUAL_ROWS, equal, (ids,))
            ids = self.seen.numbered(ids, again)
        events = self._events(frame, made, ids)
        numbers = self._event_ids.add(ids, repeated=self._merging)
        self._further_places(made, numbers)
        self._actors(made, numbers)
        self._sources(frame, made, numbers)
        self._measures(made, numbers)
        if self._merging and again.any():
            events = events.filter(~again)
        position = pl.int_range(self.events + 1, self.events + 1 + events.height, eager=True)
        self.events += events.height
        return events.with_columns(position=position)

    def _cleaned(self, batch: Batch) -> pl.DataFrame:
        """The frame of a batch with clean cells; line breaks in cells and blanks around them are noted."""
        if batch.breaks:
            broken = (pl.when(pl.col(c).str.contains(r"\S\s*[\r\n]\s*\S")).then(pl.lit(c)) for c in batch.frame.columns)
            first = batch.frame.select(pl.coalesce(broken).alias("column")).to_series()
            self.cells.warn("cells with line breaks, which are blanks now", first.is_not_null(), (first,))
        frame = on_one_line(batch)
        columns = with_outer_blanks(frame)
        if not columns:
            return frame
        clean = stripped(frame, columns, batch)
        changed = (pl.when(pl.col(c) != pl.lit(clean[c])).then(pl.lit(c)) for c in columns)
        first = frame.select(pl.coalesce(changed).alias("column")).to_series()
        self.cells.warn("cells with blanks around them, which are removed", first.is_not_null(), (first,))
        return clean

    def merged(self, table: str) -> Iterator[pl.DataFrame]:
        """The rows of a table of ORDER in order. `rank` has been called."""
        once = (self._once if table == "event_actors" else _unique) if self._merging else None
        return self.runs[table].merged(self._ranks, once)

    def needs_quotes(self, table: str) -> bool:
        """Whether a cell of a table of ORDER may need quotation marks; identifiers, terms and numbers need none."""
        section, names = WORDS[table]
        specs = [block[name] for block in self.mapping.blocks(section) for name in names if name in block]
        words = [None if isinstance(spec, list) else written(spec) for spec in specs]
        odd = table == "measures" and self.odd_measures > 0
        return odd or any(word is None or not set(CSV_SIGNS).isdisjoint("".join(word)) for word in words)

    def rank(self) -> None:
        """Give all records their places in the order of their identifiers, when all rows are read."""
        self._event_ids.close()
        self._ranks = {
            "event_id": self._event_ids,
            "actor_id": RecordRanks(self.actors.identifiers()),
            "source_id": RecordRanks(self.sources.identifiers()),
        }

    def _events(self, frame: pl.DataFrame, made: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
        spec = self.mapping.section("event")
        names = ("label", "summary", "kind", "status", "polarity", "plover", "cameo", "place_precision", "coder")
        cells: dict[str, pl.Series] = {"event_id": ids, **{n: made[n] for n in names if n in made.columns}}
        if cells["label"].null_count():
            said = "the label is missing, or a part of its text is: the identifier is the label"
            self.cells.warn(said, cells["label"].is_null(), (ids,))
            cells["label"] = made.select(pl.coalesce("label", pl.lit(ids))).to_series()
        cells["topic"] = self._topics(made["topic"])
        cells |= self.dates.of_rows(made)
        for name, high in (("confidence", 1.0), ("weight", 1e18)):
            if name in spec:
                cells[name] = self.cells.numbers(
                    made[name], f"event, {name}", self._values.columns_of(spec[name]), 0, high
                )
        if "cameo" in spec:
            self.cameo |= set(cells["cameo"].drop_nulls().unique())
        cells |= self._place(made)
        for column, own in self.kept.own.items():
            cells[own] = frame[column] if own not in cells else cells[own]
        for own in self._codes_to_collect:
            if len(self.codes[own]) <= MAX_CODES:
                self.codes[own].update(cells[own].drop_nulls().unique())
        return pl.DataFrame(cells)

    def _topics(self, labels: pl.Series) -> pl.Series:
        """Topics as terms; the codebook has their labels."""
        known = labels.unique(maintain_order=True)
        found = dict(zip(known, slugs(known).fill_null("other"), strict=True))
        for label, term in found.items():
            self.topics.setdefault(term, label)
        return labels.replace_strict(found, return_dtype=pl.String)

    def _place(self, made: pl.DataFrame) -> dict[str, pl.Series]:
        """`place_id` of the events, and own columns for points that are not those of their places."""
        for block in self.mapping.blocks("places")[:1]:
            if "role" not in block:
                named = self._chain(block, "places 1", made)
                found = self._places_of(block, "places 1", named)
                given = made.select(pl.col("^places 1 .*$"))
                return {"place_id": found["id"], **self._other_points(block, named, found, given)}
        return {}

    def _further_places(self, made: pl.DataFrame, ids: pl.Series) -> None:
        """Collect the rows of `event_places`."""
        for number, block in enumerate(self.mapping.blocks("places")):
            if number == 0 and "role" not in block:
                continue
            where = f"places {number + 1}"
            found = self._places_of(block, where, self._chain(block, where, made))
            rows = pl.DataFrame({"event_id": ids, "place_id": found["id"], "role": made[f"{where} role"]})
            self.runs["event_places"].add(_unique(rows.drop_nulls("place_id")))

    def _places_of(self, block: dict[str, Any], where: str, named: pl.DataFrame) -> pl.DataFrame:
        """The places of the rows, and a note of those that may be another place, whose chain has a level more or less."""
        found = self.places.ids(block["chain"], named)
        said = f"{where}: a place that may be the same as another, but a level is missing; fill it in where they are the same"
        self.cells.warn(said, found["other"].is_not_null(), (found["other"],))
        for n, level in enumerate(block["chain"]):
            spec = level.get("country")
            if spec is None or (isinstance(spec, dict) and "map" in spec and "others" not in spec):
                continue  # no code is expected, or what the map has not is noted as an unknown code
            said = f"{where}: the country is not recognised and its places have no country code; correct it, or add it to a map"
            name = named[f"name{n}"]
            self.cells.warn(said, name.is_not_null() & named[f"country{n}"].is_null(), (name,))
        return found

    def _chain(self, block: dict[str, Any], where: str, made: pl.DataFrame) -> pl.DataFrame:
        """The names, key and point of the places of a block."""
        prefix = f"{where} "
        named = made.select(
            pl.col(c).alias(c.removeprefix(prefix))
            for c in made.columns
            if c.startswith(prefix) and c != f"{where} role"
        )
        points = {
            short: self.cells.numbers(
                named[name], f"{where}, {name}", self._values.columns_of(block[name]), -high, high
            )
            for short, name, high in (("lat", "latitude", 90), ("lon", "longitude", 180))
            if name in block
        }
        return named.with_columns(**{short: points.get(short, constant(None)) for short in ("lat", "lon")})

    def _other_points(
        self, block: dict[str, Any], named: pl.DataFrame, found: pl.DataFrame, made: pl.DataFrame
    ) -> dict[str, pl.Series]:
        """The own columns of latitude and longitude: those of the rows that have another point than their place.

        A cell that was left empty is as the file has it.
        """
        columns = [block.get(c) for c in ("latitude", "longitude")]
        if not all(isinstance(c, str) for c in columns):
            return {}
        differs = named["lat"].ne_missing(found["lat"]) | named["lon"].ne_missing(found["lon"])
        points = {}
        for column, short in zip(columns, ("latitude", "longitude"), strict=True):
            name = self.kept.own.get(self.columns.names[Columns.key(str(column))])
            if name:
                read = named[short[:3]]
                whole = made.select(pl.coalesce(pl.lit(read), f"places 1 {short}").alias(name))
                points[name] = whole.select(pl.when(pl.lit(differs | read.is_null())).then(name)).to_series()
        return points

    def _actors(self, made: pl.DataFrame, ids: pl.Series) -> None:
        blocks = []
        for number, block in enumerate(self.mapping.blocks("actors")):
            where = f"actors {number + 1}"
            rows = made.select("row", *(pl.col(f"{where} {c}").alias(c) for c in ("role", "side", "name")))
            of_actor = ("name", "role", "side", "kind", "sector", "country", "cameo", "note")
            self._keep_of_nameless("actors", number, of_actor, made)
            names = ["name", *(n for n in ("role", "side") if rows.schema[n] == pl.List)]
            rows = self._listed(rows, block, names, where).drop_nulls("name")
            blocks.append(_with_said(rows, number, made, where, FIRST_SAID["actors"]))
        blocks = [b for b in blocks if b.height]
        if not blocks:
            return
        rows = pl.concat(blocks)
        rows = rows.with_columns(actor_id=self.actors.numbers(rows, partial(self._actor_records, made)))
        for column in FIRST_SAID["actors"]:
            self._complete("actors", column, self.actors, rows["actor_id"], rows)
        rows = rows.with_columns(event_id=ids.gather(rows["row"]))
        columns = ("event_id", "actor_id", "role", "side")
        once = rows.select(columns) if self._merging else self._once(rows.select(*columns, "row"))
        self.runs["event_actors"].add(once.select(columns))

    def _complete(self, section: str, column: str, registry: Registry, numbers: pl.Series, rows: pl.DataFrame) -> None:
        """Let records have the first value that a row gives, and note the rows that give another. rows: as `_with_said` gives them."""
        blocks = self.mapping.blocks(section)
        names = [_held(block, column) if column in block else "" for block in blocks]
        for name in dict.fromkeys(filter(None, names)):
            cells = rows[SAID + column]
            if cells.null_count() == len(cells):
                continue
            if set(names) != {name}:
                own = [number for number, other in enumerate(names) if other == name]
                cells = rows.select(pl.when(pl.col("block").is_in(own)).then(cells.name).alias("given")).to_series()
            if column == "country":  # one that is not a country has none
                of_countries = registry.values("kind", numbers) == "country"
                if (cells.is_not_null() & ~of_countries).any():
                    self._keep_whole(section, column)
                cells = rows.select(pl.when(pl.lit(of_countries)).then(pl.lit(cells)).alias("given")).to_series()
            differs = registry.differing(name, numbers, cells, rows["row"])
            if differs.any():
                self._keep_whole(section, column)
                called = rows["name"] if "name" in rows.columns else rows["title"]
                odd = (
                    pl.DataFrame([rows["row"], called.alias("name"), cells.alias("given")]).filter(differs).sort("row")
                )
                said = (
                    f"{section}, {column}: not what the first row that gives one for the same name says, which is kept"
                )
                self.cells.warn(said, odd["row"].is_not_null(), (odd["name"], odd["given"]), odd["row"])

    def _keep_whole(self, section: str, name: str) -> None:
        """Let the columns that blocks take whole into a field be kept as own ones, since it lacks some of their cells."""
        for block in self.mapping.blocks(section):
            self.cells.emptied.update(self._values.whole_columns(block.get(name)))

    def _keep_of_nameless(self, section: str, number: int, names: Sequence[str], made: pl.DataFrame) -> None:
        """Let what rows say of records that they do not name be kept in own columns. names: that of the record first."""
        record, *others = names
        block, nameless = self.mapping.blocks(section)[number], made[f"{section} {number + 1} {record}"].is_null()
        for name in others if nameless.any() else ():
            columns = self._values.whole_columns(block.get(name))
            if columns and not made[f"{section} {number + 1} {name}"].filter(nameless).is_null().all():
                self.cells.emptied.update(columns)

    def _actor_records(self, made: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
        """The rows in which actors are named first, with what else is said of them there."""
        parts = []
        for part in first.with_row_index("place").partition_by("block"):
            number = part["block"][0]
            block, where = self.mapping.blocks("actors")[number], f"actors {number + 1}"
            more = made.select(
                pl.col(f"{where} {name}").alias(_held(block, name)) for name in ("kind", "sector", "cameo", "note")
            )
            country = pl.when(pl.col(f"{where} kind") == "country").then(f"{where} country")
            more = more.with_columns(made.select(country.alias(_held(block, "country"))))
            parts.append(pl.concat([part, more[part["row"]]], how="horizontal"))
        return pl.concat(parts, how="diagonal").sort("place")

    def _source_records(self, made: pl.DataFrame, number: int, first: pl.DataFrame) -> pl.DataFrame:
        """The rows in which sources are named first, with what else is said of them there."""
        block = self.mapping.blocks("sources")[number]
        more = made.select(
            pl.col(f"sources {number + 1} {name}").alias(_held(block, name))
            for name in ("kind", "publisher", "language")
        )[first["row"]]
        published = (
            first["published"] if "published" in first.columns else pl.Series([None] * first.height, dtype=pl.String)
        )
        return more.with_columns(title=first["title"], published_edtf=published)

    def _once(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Each actor once in each role of an event; one that is on two sides is a participant without a side."""
        return _where_repeated(rows, "actor_id", self._once_of_repeated)

    def _once_of_repeated(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same, of events that have an actor more than once."""
        key = ["event_id", "actor_id", "role"]
        unique = rows.unique(key, keep="first", maintain_order=True)
        if unique.height == rows.height:
            return rows
        sides = rows.group_by(key).agg(sides=pl.col("side").n_unique()).filter(pl.col("sides") > 1)
        both = unique.select(key).join(sides, on=key, how="left", maintain_order="left")["sides"].is_not_null()
        sided = unique.filter(both)
        divided = unique["event_id"].is_in(unique["event_id"].filter(both).implode())
        role = pl.when(both & (pl.col("role") == "side")).then(pl.lit("participant")).otherwise("role")
        unique = unique.with_columns(role=role, side=pl.when(~divided).then("side"))
        again = rows.filter(~pl.struct(key).is_first_distinct()).join(sides, on=key, how="anti", maintain_order="left")
        for said, odd in (
            ("actors that are on both sides of an event, which is given no sides", sided),
            ("actors that a row names twice in one role", again),
        ):
            if "row" in rows.columns:
                odd = odd.sort("row")
                self.cells.warn(
                    said, odd["row"].is_not_null(), (self.actors.values("name", odd["actor_id"]),), odd["row"]
                )
            else:  # of several rows
                self.cells.counts[said] += odd.height
        return unique.unique(key, keep="first", maintain_order=True)

    def _listed(self, rows: pl.DataFrame, block: dict[str, Any], names: Sequence[str], where: str) -> pl.DataFrame:
        """A row for each part of the values that are lists; those that cannot be paired are noted, and kept as own columns.

        names: that of the record first. Beside one part of the first list a note is a whole; otherwise both need the same length.
        """
        lists = [name for name in names if rows.schema[name] == pl.List]
        record, *beside = names
        for name in beside:
            lost = pl.col(record).is_null() & pl.col(name).is_not_null()
            if lists and name in lists[1:]:
                size = pl.col(lists[0]).list.len()
                lost |= (pl.lit(name != "note") | (size > 1)) & (pl.col(name).list.len() != size)
            self._keep_unpaired(rows.filter(lost), block, name, where)
        if not lists:
            return rows
        missing = ["", *self.mapping.section("file").get("missing", ())]
        first, *others = lists
        if first == record:
            rows = rows.drop_nulls(first)
        if others:
            rows = rows.with_columns(pl.col(first).fill_null(pl.concat_list(constant(None))))
            size, none = pl.col(first).list.len(), pl.col(first).list.eval(pl.lit(None, pl.String))
            rows = rows.with_columns(
                pl.when(pl.col(n).list.len() == size).then(n)
                .when((size == 1) & pl.lit(n == "note")).then(pl.concat_list(pl.col(n).list.join(block[n]["split"])))
                .otherwise(none)
                for n in others
            )  # fmt: skip
        rows = rows.explode(lists).with_columns(pl.col(lists).str.strip_chars())
        rows = rows.with_columns(pl.when(~pl.col(name).is_in(missing)).then(name).alias(name) for name in lists)
        for name in beside if first == record else ():
            self._keep_unpaired(rows.filter(pl.col(record).is_null() & pl.col(name).is_not_null()), block, name, where)
        return rows.with_columns(self._values.parts[where].run(rows, self.unknown, rows["row"]).drop("row"))

    def _keep_unpaired(self, rows: pl.DataFrame, block: dict[str, Any], name: str, where: str) -> None:
        """Note rows whose value belongs to none of their records, and let its column be kept as an own one."""
        if not rows.height:
            return
        columns = self._values.columns_of(block[name])
        self.cells.emptied.add(columns)
        said = f"{where}, {name}: the parts do not match the records one to one; they are kept in the own column of {columns}"
        value = rows[name] if rows.schema[name] == pl.String else rows[name].list.join(block[name]["split"])
        rows = rows.with_columns(value.str.slice(0, MAX_LABEL_CHARS).alias(name)).unique(
            "row", keep="first", maintain_order=True
        )
        self.cells.warn(said, rows["row"].is_not_null(), (rows[name],), rows["row"])

    def _sources(self, frame: pl.DataFrame, made: pl.DataFrame, ids: pl.Series) -> None:
        blocks = self.mapping.blocks("sources")
        further = [n for n in ("publisher", "published") if any(n in block for block in blocks)]
        for number, block in enumerate(blocks):
            where = f"sources {number + 1}"
            names = [n for n in ("title", "url", "note") if n in block]
            rows = made.select("row", *(pl.col(f"{where} {c}").alias(c) for c in (*names, *further)))
            self._keep_of_nameless("sources", number, ("title", "published", "publisher", "language"), made)
            if "published" in block:
                formats, column = (
                    block.get("formats", dates.DEFAULT_FORMATS),
                    self._values.columns_of(block["published"]),
                )
                published = self.cells.days(rows["published"], formats, f"{where}, published", column)
                rows = rows.with_columns(published=dates.texts(published))
            own = frame.select(pl.col(column).alias(own) for column, own in self.kept.reports.items())
            rows = pl.concat([rows, own], how="horizontal")
            rows = self._listed(rows, block, names, where).drop_nulls("title")
            rows = rows.with_columns(constant(None).alias(c) for c in ("url", "note") if c not in names)
            if "url" in names:
                written_urls = rows["url"]
                rows = rows.with_columns(pl.col("url").str.extract(r"^(https?://\S+)$", 1))
                if rows["url"].null_count() > written_urls.null_count():
                    odd = rows.select("row", written_urls.alias("url")).filter(rows["url"].is_null()).drop_nulls("url")
                    columns = self._values.columns_of(block["url"])
                    said = (
                        f"{where}, url: not an address with http or https; such are kept in the own column of {columns}"
                    )
                    self.cells.warn(said, odd["row"].is_not_null(), (odd["url"],), odd["row"])
                    self.cells.emptied.update(self._values.whole_columns(block["url"]))
            key = (
                pl.concat_str(pl.col("title", *further).fill_null(""), separator="\x1f") if further else pl.col("title")
            )
            rows = rows.with_columns(key.alias("key"))
            source = self.sources.numbers(rows, partial(self._source_records, made, number))
            rows = _with_said(rows, number, made, where, FIRST_SAID["sources"])
            for column in FIRST_SAID["sources"]:
                self._complete("sources", column, self.sources, source, rows)
            rows = rows.select(
                pl.lit(ids.gather(rows["row"])).alias("event_id"),
                source.alias("source_id"),
                "url",
                "note",
                *own.columns,
            )
            self.runs["event_sources"].add(_where_repeated(rows, "source_id", _unique))

    def _measures(self, made: pl.DataFrame, ids: pl.Series) -> None:
        for number, block in enumerate(self.mapping.blocks("measures")):
            where = f"measures {number + 1}"
            counts = made[f"{where} measure"].is_in(COUNTS) | (made[f"{where} unit"] == "persons")
            figures = {
                name: self.cells.numbers(
                    made[f"{where} {name}"], f"{where}, {name}", self._values.columns_of(block[name]), counts=counts
                )
                for name in ("low", "best", "high")
                if name in block
            }
            rows = pl.DataFrame([ids.alias("event_id"), *(made[f"{where} {c}"].alias(c) for c in ("measure", "unit"))])
            rows = rows.with_columns(made["row"], **figures)
            if "actor" in block:
                actor = self.actors.known(made[f"{where} actor"])
                unknown = actor.is_null() & made[f"{where} actor"].is_not_null()
                if unknown.any():
                    said = f"{where}, actor: no actor has this name; such are kept in the own column of {self._values.columns_of(block['actor'])}"
                    self.cells.warn(said, unknown, (made[f"{where} actor"],))
                    self.cells.emptied.update(self._values.whole_columns(block["actor"]))
                rows = rows.with_columns(actor_id=actor)
            columns = ("event_id", "measure", "actor_id", "low", "best", "high", "unit", "according_to", "source_id")
            rows = rows.filter(pl.any_horizontal(pl.col(list(figures)).is_not_null())).drop_nulls(["measure", "unit"])
            rows = rows.with_columns(
                pl.lit(None, pl.UInt32 if c in RECORDS else pl.String).alias(c)
                for c in columns
                if c not in rows.columns
            ).select("row", *columns)
            rows = self._ordered(rows, where) if len(figures) > 1 else rows.with_columns(as_reported=constant(None))
            self.runs["measures"].add(rows.drop("row"))

    def _ordered(self, rows: pl.DataFrame, where: str) -> pl.DataFrame:
        """Measures whose estimates are in order; of others only the best, and the file's own in a text. They keep their `row`."""
        low, best, high = (pl.col(c).cast(pl.Float64) for c in ("low", "best", "high"))
        wrong = ((low > best) | (best > high) | (low > high)).fill_null(False)
        said = pl.concat_str(
            [pl.lit("low "), pl.col("low").fill_null("none"), pl.lit(", best "), pl.col("best").fill_null("none"),
             pl.lit(", high "), pl.col("high").fill_null("none")]
        )  # fmt: skip
        rows = rows.with_columns(as_reported=pl.when(wrong).then(said))
        odd = rows["as_reported"].len() - rows["as_reported"].null_count()
        if odd:
            note = f"{where}: low, best and high are out of order; only one is kept as a number"
            self.cells.warn(note, rows["as_reported"].is_not_null(), (rows["as_reported"],), rows["row"])
            self.odd_measures += odd
            kept = pl.coalesce("best", "low")
            rows = rows.with_columns(
                best=pl.when(wrong).then(kept).otherwise("best"),
                low=pl.when(~wrong).then("low"),
                high=pl.when(~wrong).then("high"),
            )
        return rows


def _unique(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.unique(maintain_order=True)


def _where_repeated(rows: pl.DataFrame, record: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """Rows of which only those are changed whose event has a record more than once. record: the column with its number."""
    keys = rows.select(pl.col("event_id").cast(pl.UInt64) * 2**32 + pl.col(record)).to_series().sort()
    again = keys.filter(keys == keys.shift())
    if not again.len():
        return rows
    to_change = rows["event_id"].is_in((again // 2**32).cast(pl.UInt32).unique().implode())
    return pl.concat([rows.filter(~to_change), change(rows.filter(to_change))])


def _with_said(rows: pl.DataFrame, block: int, made: pl.DataFrame, where: str, columns: Sequence[str]) -> pl.DataFrame:
    """Rows of records with the number of their block, and what their rows of the file say in some columns, under SAID."""
    cells = {SAID + column: made[f"{where} {column}"] for column in columns}
    said = (
        constant(None).alias(name) if cell.null_count() == cell.len() else cell.gather(rows["row"]).alias(name)
        for name, cell in cells.items()
    )  # fmt: skip
    return rows.with_columns(pl.lit(block, pl.UInt32).alias("block"), *said)


def _held(block: dict[str, Any], name: str) -> str:
    """The column of a registry that holds a value of a block: another one where the mapping says it of all rows."""
    spec = block.get(name)
    return OF_ALL + name if isinstance(spec, dict) and set(spec) == {"value"} else name
