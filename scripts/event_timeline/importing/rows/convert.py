"""The rows of a batch as rows of the tables of a package."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl

from event_timeline.importing.mapping import Mapping
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.mapping.evaluate import Evaluator, slugs
from event_timeline.importing.rows import dates
from event_timeline.importing.rows.cells import Cells
from event_timeline.importing.rows.cleaning import cleaned
from event_timeline.importing.rows.delimited import Batch
from event_timeline.importing.rows.fields import Kept, terms
from event_timeline.importing.rows.registry import Names, Places, Registry, Seen
from event_timeline.importing.rows.sorted_runs import SortedRuns

MAX_LABEL_CHARS = 80
"""As `events.label` allows."""
MAX_CODES = 300
"""Different codes of a column beyond which it is plain text, without a vocabulary."""
ORDER = {
    "event_actors": ["event_id", "actor_id", "role"],
    "event_sources": ["event_id", "source_id", "url", "note"],
    "event_places": ["event_id", "place_id", "role"],
    "measures": ["event_id", "measure", "actor_id", "according_to", "source_id", "unit"],
}
"""Tables that are sorted when all rows are read -> the order, as `sortedBy` of their schemas."""


class Converter:
    """Turns batches into rows of events, and collects what the other tables are made of."""

    def __init__(self, mapping: Mapping, columns: Columns, folder: Path) -> None:
        self.mapping, self.columns = mapping, columns
        self.evaluator = Evaluator(mapping, columns)
        self.kept = Kept(mapping, columns)
        self.cells = Cells(mapping, columns.file)
        self.actors = Registry(("name", "kind", "sector", "country", "cameo", "note"), self._actor)
        self.sources = Registry(("title", "kind", "publisher", "published_edtf", "language"), self._source)
        self.places = Places()
        self.runs = {name: SortedRuns(folder, name, order) for name, order in ORDER.items()}
        self.codes: dict[str, Counter[str]] = {column: Counter() for column in self.kept.codes.values()}
        self.topics: dict[str, str] = {}
        self.cameo: set[str] = set()
        """The CAMEO codes that are used."""
        self.odd_measures = 0
        """Measures whose estimates were out of order."""
        self.events = 0
        self.first_day = self.last_day = ""
        self.seen = Seen()
        self._actor_names, self.source_names = Names("actor"), Names("source")

    def _actor(self, row: dict[str, Any]) -> str:
        return self._actor_names.new(row["name"], row["kind"], row.get("country") or "")

    def _source(self, row: dict[str, Any]) -> str:
        return self.source_names.new(row["title"], row.get("publisher") or "", row.get("published_edtf") or "")

    def events_of(self, batch: Batch) -> pl.DataFrame:
        """The rows of `events` of a batch; those of the other tables are collected."""
        self.cells.batch = batch
        frame = cleaned(batch)
        frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in self.columns.absent)
        self.evaluator.begin(frame)
        ids = self._identifiers(frame)
        merging = self.mapping.section("event").get("repeated") == "merge"
        again = self.seen.repeated(ids)
        if not merging:
            self.cells.counts["rows with the id of an earlier row, which got a number behind it"] += int(
                again.sum() or 0
            )
            ids = self.seen.numbered(ids, again)
        events = self._events(frame, ids)
        self._actors(ids)
        self._sources(frame, ids)
        self._measures(ids)
        if merging and again.any():
            events = events.filter(~again)
        position = pl.int_range(self.events + 1, self.events + 1 + events.height, eager=True)
        self.events += events.height
        return events.with_columns(position=position.cast(pl.String))

    def _value(self, spec: Any, where: str, vocabulary: str = "", fallback: str | None = None) -> pl.Series:
        """A value of each row; one that is not a term of its vocabulary is counted as unknown."""
        if spec is None:
            return self.evaluator.constant(fallback)
        found = self.evaluator.value(spec, where)
        return self._term(found, where, vocabulary, fallback) if vocabulary else found

    def _term(self, found: pl.Series, where: str, vocabulary: str, fallback: str | None) -> pl.Series:
        wrong = ~found.is_in(terms(vocabulary)) & found.is_not_null()
        if wrong.any():
            self.evaluator.unknown.add(where, found.filter(wrong))
            found = pl.select(pl.when(~wrong).then(found)).to_series()
        return found if fallback is None else found.fill_null(fallback)

    def _identifiers(self, frame: pl.DataFrame) -> pl.Series:
        ids = slugs(self._value(self.mapping.section("event")["id"], "event, id"))
        return self.cells.valid(
            pl.Series(["nothing"]).new_from_index(0, frame.height),
            ids,
            "event, id",
            "an identifier",
            "name other columns",
        )

    def _events(self, frame: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
        spec = self.mapping.section("event")
        label = self._value(spec["label"], "event, label").fill_null(ids)
        if (label.str.len_bytes() > MAX_LABEL_CHARS).any():
            cut = label.str.slice(0, MAX_LABEL_CHARS - 1).str.strip_chars_end() + "…"
            label = pl.select(pl.when(label.str.len_chars() > MAX_LABEL_CHARS).then(cut).otherwise(label)).to_series()
        cells = {
            "event_id": ids,
            "label": label,
            "summary": self._value(spec.get("summary"), "event, summary"),
            "kind": self._value(spec["kind"], "event, kind", "events.kind", "other"),
            "status": self._value(spec.get("status"), "event, status", "events.status", "occurred"),
            "polarity": self._value(spec.get("polarity"), "event, polarity", "events.polarity", "affirmed"),
            "topic": self._topic(spec.get("topic")),
            **self._dates(spec.get("date")),
            "plover": self._value(spec.get("plover"), "event, plover", "events.plover"),
            "cameo": self._value(spec.get("cameo"), "event, cameo"),
        }
        negated = cells["polarity"] == "negated"
        if negated.any():  # the profile codes only what took place, and what did not take place has not occurred
            status = (
                pl.when(negated & (cells["status"] == "occurred")).then(pl.lit("unknown")).otherwise(cells["status"])
            )
            cells["status"] = pl.select(status).to_series()
            for name in ("plover", "cameo"):
                cells[name] = pl.select(pl.when(~negated).then(cells[name])).to_series()
        for name in ("place_precision", "coder"):
            if name in spec:
                vocabulary = "events.place_precision" if name == "place_precision" else ""
                cells[name] = self._value(spec[name], f"event, {name}", vocabulary)
        for name, high in (("confidence", 1.0), ("weight", 1e18)):
            if name in spec:
                cells[name] = self.cells.numbers(self._value(spec[name], f"event, {name}"), f"event, {name}", 0, high)
        self.cameo |= set(cells["cameo"].drop_nulls().unique())
        cells |= self._places(ids)
        for column, own in self.kept.own.items():
            cells[own] = frame[column] if own not in cells else cells[own]
        for own, counts in self.codes.items():
            if len(counts) <= MAX_CODES:
                counts.update(dict(cells[own].drop_nulls().value_counts(name="n").iter_rows()))
        return pl.DataFrame(cells)

    def _topic(self, spec: Any) -> pl.Series:
        """Topics as terms; the codebook has their labels."""
        labels = self._value(spec, "event, topic", fallback="event").fill_null("other")
        known = labels.unique(maintain_order=True)
        found = dict(zip(known, slugs(known).fill_null("other"), strict=True))
        for label, term in found.items():
            self.topics.setdefault(term, label)
        return labels.replace_strict(found, return_dtype=pl.String)

    def _dates(self, spec: dict[str, Any] | None) -> dict[str, pl.Series]:
        names = ("date_edtf", "earliest", "latest", "date_basis")
        if spec is None:
            return {name: self.evaluator.constant(None) for name in names}
        formats = spec.get("formats", dates.DEFAULT_FORMATS)
        start = self.cells.days(self._value(spec["start"], "event, date, start"), formats, "event, date, start")
        end = None
        if "end" in spec:
            end = self.cells.days(self._value(spec["end"], "event, date, end"), formats, "event, date, end")
            backwards = (end < start).fill_null(False)
            if backwards.any():
                self.cells.counts["rows that end before they begin, of which the beginning is kept"] += int(
                    backwards.sum()
                )
                end = pl.select(pl.when(~backwards).then(end)).to_series()
        extra = {}
        if "precision" in spec:
            extra["date_precision"] = self._value(spec["precision"], "event, date, precision", "events.date_precision")
            extra["date_precision"] = pl.select(pl.when(start.is_not_null()).then(extra["date_precision"])).to_series()
        found = dates.edtf(start, end, extra.get("date_precision"))
        for name in ("earliest", "latest"):
            first, last = found[name].min(), found[name].max()
            if isinstance(first, str) and isinstance(last, str):
                self.first_day, self.last_day = min(self.first_day or first, first), max(self.last_day, last)
        basis = found.select(pl.when(pl.col("date_edtf").is_not_null()).then(pl.lit("stated")).alias("date_basis"))
        return {**found.to_dict(), "date_basis": basis["date_basis"], **extra}

    def _places(self, ids: pl.Series) -> dict[str, pl.Series]:
        """`place_id` of the events; further places are collected."""
        blocks = self.mapping.blocks("places")
        own: dict[str, pl.Series] = {"place_id": self.evaluator.constant(None)}
        for number, block in enumerate(blocks):
            where = f"places {number + 1}"
            named, point = self._chain(block, where)
            found = self.places.ids([level["kind"] for level in block["chain"]], named)
            if number == 0 and "role" not in block:
                own["place_id"] = found["id"]
                if point:
                    differs = (named["lat"].ne_missing(found["lat"])) | (named["lon"].ne_missing(found["lon"]))
                    for column, cells in ((point[0], named["lat"]), (point[1], named["lon"])):
                        name = self.kept.own.get(column)
                        if name and differs.any():
                            own[name] = pl.select(pl.when(differs).then(cells)).to_series()
                        elif name:
                            own[name] = self.evaluator.constant(None)
                continue
            role = self._value(block.get("role"), f"{where}, role", "event_places.role", "location")
            rows = pl.DataFrame({"event_id": ids, "place_id": found["id"], "role": role}).drop_nulls("place_id")
            self.runs["event_places"].add(rows.unique(maintain_order=True))
        return own

    def _chain(self, block: dict[str, Any], where: str) -> tuple[pl.DataFrame, tuple[str, str] | None]:
        levels = {}
        for n, level in enumerate(block["chain"]):
            name = self._value(level["name"], f"{where}, {level['kind']}")
            if "when" in level:
                there = self._value(level["when"], f"{where}, when").is_not_null()
                name = pl.select(pl.when(there).then(name)).to_series()
            levels[f"name{n}"] = name
            for part, column in (("country", "country"), ("geonames_id", "geonames")):
                if part in level:
                    levels[f"{column}{n}"] = self._value(level[part], f"{where}, {part}")
        names = pl.DataFrame({k: v for k, v in levels.items() if k.startswith("name")})
        key = names.select(pl.concat_str(pl.all().fill_null(""), separator="\x1f").alias("key"))["key"]
        lat, lon = (
            self._point(block.get(c), f"{where}, {c}", high) for c, high in (("latitude", 90), ("longitude", 180))
        )
        frame = pl.DataFrame({"key": key, **levels, "lat": lat, "lon": lon})
        columns = tuple(
            self.columns.names[self.columns.key(block[c])]
            for c in ("latitude", "longitude")
            if isinstance(block.get(c), str)
        )
        return frame, (columns[0], columns[1]) if len(columns) == 2 else None

    def _point(self, spec: Any, where: str, high: float) -> pl.Series:
        return self.cells.numbers(self._value(spec, where), where, -high, high)

    def _actors(self, ids: pl.Series) -> None:
        blocks = []
        for number, block in enumerate(self.mapping.blocks("actors")):
            where = f"actors {number + 1}"
            fields = {
                name: self._value(block.get(name), f"{where}, {name}", vocabulary, fallback)
                for name, vocabulary, fallback in (
                    ("role", "event_actors.role", "participant"), ("side", "", None), ("kind", "actors.kind", "organisation"),
                    ("sector", "actors.sector", None), ("country", "", None), ("cameo", "", None), ("note", "", None),
                )
            }  # fmt: skip
            rows = pl.DataFrame({"event_id": ids, **fields}).with_row_index("row")
            blocks.append(self._listed(rows, {"name": block["name"]}, where).drop_nulls("name"))
        blocks = [b for b in blocks if b.height]
        if not blocks:
            return
        rows = pl.concat(blocks)
        country = pl.when(pl.col("kind") == "country").then("country")
        rows = rows.with_columns(key=pl.col("name"), country=country)
        rows = rows.with_columns(actor_id=self.actors.ids(rows))
        self.runs["event_actors"].add(self._once(rows.select("event_id", "actor_id", "role", "side")))

    def _once(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Each actor once in each role of an event; one that is on two sides is a participant without a side."""
        key = ["event_id", "actor_id", "role"]
        unique = rows.unique(key, keep="first", maintain_order=True)
        if unique.height == rows.height:
            return rows
        sides = rows.group_by(key).agg(sides=pl.col("side").n_unique()).filter(pl.col("sides") > 1)
        both = unique.select(key).join(sides, on=key, how="left", maintain_order="left")["sides"].is_not_null()
        divided = unique["event_id"].is_in(unique["event_id"].filter(both).implode())
        role = pl.when(both & (pl.col("role") == "side")).then(pl.lit("participant")).otherwise("role")
        unique = unique.with_columns(role=role, side=pl.when(~divided).then("side"))
        counts = self.cells.counts
        counts["actors that are on both sides of an event, which is given no sides"] += int(both.sum())
        counts["actors that a row names twice in one role"] += rows.height - unique.height - int(both.sum())
        return unique.unique(key, keep="first", maintain_order=True)

    def _listed(self, rows: pl.DataFrame, specs: dict[str, Any], where: str) -> pl.DataFrame:
        """Rows with further values, a row for each part where these are lists; lists of other lengths than the first are cut."""
        lists = {name: spec for name, spec in specs.items() if self.evaluator.list_separator(spec)}
        plain = {n: self._value(s, f"{where}, {n}") for n, s in specs.items() if n not in lists}
        rows = rows.with_columns(**plain)
        if not lists:
            return rows
        parts = {name: self.evaluator.parts(spec) for name, spec in lists.items()}
        first, *others = parts
        size = parts[first].list.len()
        for name in others:
            fits = parts[name].list.len() == size
            single = parts[first].list.eval(pl.lit(None, pl.String))
            parts[name] = pl.select(pl.when(fits).then(parts[name]).otherwise(single)).to_series()
        rows = rows.with_columns(**parts).explode(list(parts))
        stripped = {n: rows[n].str.strip_chars() for n in parts}
        rows = rows.with_columns(pl.when(s != "").then(s).alias(n) for n, s in stripped.items())
        return rows.with_columns(
            **{name: self.evaluator.finish(rows[name], spec, f"{where}, {name}") for name, spec in lists.items()}
        )

    def _sources(self, frame: pl.DataFrame, ids: pl.Series) -> None:
        for number, block in enumerate(self.mapping.blocks("sources")):
            where = f"sources {number + 1}"
            own = {own: frame[column] for column, own in self.kept.reports.items()}
            published = self._value(block.get("published"), f"{where}, published")
            if published.null_count() < published.len():
                formats = block.get("formats", dates.DEFAULT_FORMATS)
                published = self.cells.days(published, formats, f"{where}, published").cast(pl.String)
            fields = {
                "kind": self._value(block.get("kind"), f"{where}, kind", "sources.kind", "news-outlet"),
                "publisher": self._value(block.get("publisher"), f"{where}, publisher"),
                "published_edtf": published,
                "language": self._value(block.get("language"), f"{where}, language"),
            }
            specs: dict[str, Any] = {name: block[name] for name in ("title", "url", "note") if name in block}
            rows = self._listed(pl.DataFrame({"event_id": ids, **fields, **own}), specs, where).drop_nulls("title")
            rows = rows.with_columns(pl.lit(None, pl.String).alias(c) for c in ("url", "note") if c not in specs)
            if "url" in specs:
                web = rows["url"].str.extract(r"^(https?://\S+)$", 1)
                rows = rows.with_columns(url=web)
            key = pl.concat_str(pl.col("title", "publisher", "published_edtf").fill_null(""), separator="\x1f")
            rows = rows.with_columns(key=key)
            rows = rows.with_columns(source_id=self.sources.ids(rows))
            rows = rows.select("event_id", "source_id", "url", "note", *own)
            self.runs["event_sources"].add(rows.unique(maintain_order=True))

    def _measures(self, ids: pl.Series) -> None:
        for number, block in enumerate(self.mapping.blocks("measures")):
            where = f"measures {number + 1}"
            figures = {
                name: self.cells.numbers(self._value(block.get(name), f"{where}, {name}"), f"{where}, {name}")
                for name in ("low", "best", "high")
            }
            actor = self.evaluator.constant(None)
            if "actor" in block:
                actor = self.actors.known(self._value(block["actor"], where))
            rows = pl.DataFrame(
                {
                    "event_id": ids, "measure": self._value(block["measure"], f"{where}, measure", "measures.measure"),
                    "actor_id": actor, **figures, "unit": self._value(block["unit"], f"{where}, unit"),
                    "according_to": self.evaluator.constant(None), "source_id": self.evaluator.constant(None),
                }
            )  # fmt: skip
            rows = rows.filter(pl.any_horizontal(pl.col("low", "best", "high").is_not_null())).drop_nulls(
                ["measure", "unit"]
            )
            self.runs["measures"].add(self._ordered(rows))

    def _ordered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Measures whose estimates are in order; of others only the best, and the file's own in a text."""
        low, best, high = (pl.col(c).cast(pl.Float64) for c in ("low", "best", "high"))
        wrong = ((low > best) | (best > high) | (low > high)).fill_null(False)
        said = pl.concat_str(
            [pl.lit("low "), pl.col("low").fill_null("none"), pl.lit(", best "), pl.col("best").fill_null("none"),
             pl.lit(", high "), pl.col("high").fill_null("none")]
        )  # fmt: skip
        rows = rows.with_columns(as_reported=pl.when(wrong).then(said))
        odd = rows["as_reported"].len() - rows["as_reported"].null_count()
        if odd:
            self.cells.counts["estimates whose low, best and high are out of order; only one is kept as a number"] += (
                odd
            )
            self.odd_measures += odd
            kept = pl.coalesce("best", "low")
            rows = rows.with_columns(
                best=pl.when(wrong).then(kept).otherwise("best"),
                low=pl.when(~wrong).then("low"),
                high=pl.when(~wrong).then("high"),
            )
        return rows
