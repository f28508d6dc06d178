"""The values of a mapping for all tables, as one query for each batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from event_timeline.importing.mapping import LISTS, Mapping, values
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.mapping.evaluate import Evaluator, Query, constant, used, written
from event_timeline.importing.rows.fields import is_whole, terms

MAX_LABEL_CHARS = 80
"""As `events.label` allows."""

PLAIN = ("", None)
"""The vocabulary and the fallback of a value that has neither."""
OF_PARTS: dict[str, tuple[str, str | None]] = {"role": ("event_actors.role", "participant")}
"""Values that may be lists -> the vocabulary and the fallback of each part, where they have them."""


class RowValues:
    """`query` makes the columns of a batch; `parts` those of the lists of a block, a row for each part, by the block's name."""

    def __init__(self, mapping: Mapping, columns: Columns) -> None:
        self.mapping, self.columns = mapping, columns
        self.evaluator = Evaluator(mapping, columns)
        self.parts: dict[str, Query] = {}
        self.query = self._whole()

    def columns_of(self, spec: Any) -> str:
        """The columns of the file that a value is made of, for messages."""
        if isinstance(spec, dict) and "first" in spec:
            return " or ".join(dict.fromkeys(self.columns_of(one) for one in spec["first"]))
        return ", ".join(self.columns.names.get(Columns.key(name), name) for name in used(spec)) or "event"

    def whole_columns(self, spec: Any) -> list[str]:
        """The columns of the file of which a value is all of the cell."""
        if isinstance(spec, dict) and set(spec) == {"first"}:
            return [name for one in spec["first"] for name in self.whole_columns(one)]
        return [self.columns_of(spec)] if spec is not None and is_whole(spec) else []

    def naming_columns(self) -> list[str]:
        """The columns of the file whose cells name actors, sources and places, or are codes."""
        specs = [block["name"] for block in self.mapping.blocks("actors")]
        specs += [block[n] for block in self.mapping.blocks("sources") for n in ("title", "publisher") if n in block]
        specs += [block["actor"] for block in self.mapping.blocks("measures") if "actor" in block]
        specs += [level["name"] for block in self.mapping.blocks("places") for level in block["chain"]]
        specs += [spec for _, spec in values(self.mapping.content) if isinstance(spec, dict) and "map" in spec]
        return self.evaluator.columns_of(specs)

    def _value(self, spec: Any, where: str, vocabulary: str = "", fallback: str | None = None) -> pl.Expr:
        """A value of each row; one that is not a term of its vocabulary is counted as unknown."""
        if spec is None:
            return constant(fallback)
        return self._term(self.evaluator.value(spec, where), spec, where, vocabulary, fallback)

    def _term(self, found: pl.Expr, spec: Any, where: str, vocabulary: str, fallback: str | None) -> pl.Expr:
        """`_value` of what was computed."""
        if vocabulary and written(spec) is None:  # else it was checked with the mapping (`check_terms`)
            wrong = ~found.is_in(terms(vocabulary, self.mapping)) & found.is_not_null()
            self.evaluator.unknown.append((where, found, wrong))
            found = pl.when(~wrong).then(found)
        return found if fallback is None or not vocabulary else found.fill_null(fallback)

    def _whole(self) -> Query:
        """All values of a row, but what is done with the parts of lists."""
        made = self._event_values() | self._place_values()
        for number, block in enumerate(self.mapping.blocks("actors")):
            where = f"actors {number + 1}"
            for name, vocabulary, fallback in (
                ("kind", "actors.kind", None), ("sector", "actors.sector", None), ("country", "", None), ("cameo", "", None), ("note", "", None),
            ):  # fmt: skip
                made[f"{where} {name}"] = self._value(block.get(name), f"{where}, {name}", vocabulary, fallback)
            made |= self._list_values(where, block, LISTS["actors"])
        for number, block in enumerate(self.mapping.blocks("sources")):
            where = f"sources {number + 1}"
            for name, vocabulary, fallback in (
                ("kind", "sources.kind", None), ("publisher", "", None), ("published", "", None), ("language", "", None),
            ):  # fmt: skip
                made[f"{where} {name}"] = self._value(block.get(name), f"{where}, {name}", vocabulary, fallback)
            made |= self._list_values(where, block, LISTS["sources"])
        for number, block in enumerate(self.mapping.blocks("measures")):
            where = f"measures {number + 1}"
            for name in ("low", "best", "high", "actor", "unit"):
                made[f"{where} {name}"] = self._value(block.get(name), f"{where}, {name}")
            made[f"{where} measure"] = self._value(block["measure"], f"{where}, measure", "measures.measure")
        query = self.evaluator.query(made)
        for name, names in LISTS.items():
            for number, block in enumerate(self.mapping.blocks(name)):
                where = f"{name} {number + 1}"
                lists = {n: block[n] for n in names if self.evaluator.list_separator(block.get(n))}
                done = {
                    n: self._term(
                        self.evaluator.finish(pl.col(n), spec, f"{where}, {n}"),
                        spec,
                        f"{where}, {n}",
                        *OF_PARTS.get(n, PLAIN),
                    )
                    for n, spec in lists.items()
                }
                self.parts[where] = self.evaluator.query(done)
        return query

    def _place_values(self) -> dict[str, pl.Expr]:
        made: dict[str, pl.Expr] = {}
        for number, block in enumerate(self.mapping.blocks("places")):
            where = f"places {number + 1}"
            for n, level in enumerate(block["chain"]):
                name = self._value(level["name"], f"{where}, {level['kind']}")
                if "when" in level:
                    name = pl.when(self._value(level["when"], f"{where}, when").is_not_null()).then(name)
                made[f"{where} name{n}"] = name
                for part, column in (("country", "country"), ("geonames_id", "geonames")):
                    if part in level:
                        made[f"{where} {column}{n}"] = self._value(level[part], f"{where}, {part}")
            names = [made[f"{where} name{n}"].fill_null("") for n in range(len(block["chain"]))]
            made[f"{where} key"] = pl.concat_str(names, separator="\x1f")
            for point in ("latitude", "longitude"):
                made[f"{where} {point}"] = self._value(block.get(point), f"{where}, {point}")
            if number or "role" in block:
                made[f"{where} role"] = self._value(
                    block.get("role"), f"{where}, role", "event_places.role", "location"
                )
        return made

    def _list_values(self, where: str, block: dict[str, Any], names: Sequence[str]) -> dict[str, pl.Expr]:
        """Values of a block that may be lists; those that no list has are missing."""
        return {
            f"{where} {name}": self.evaluator.parts(block[name])
            if self.evaluator.list_separator(block.get(name))
            else self._value(block.get(name), f"{where}, {name}", *OF_PARTS.get(name, PLAIN))
            for name in names
        }

    def _event_values(self) -> dict[str, pl.Expr]:
        spec = self.mapping.section("event")
        label = self._value(spec["label"], "event, label")
        cut = label.str.slice(0, MAX_LABEL_CHARS - 1).str.strip_chars_end() + "…"
        made = {
            "event id": self._value(spec["id"], "event, id"),
            "label": pl.when(label.str.len_chars() > MAX_LABEL_CHARS).then(cut).otherwise(label),
            "summary": self._value(spec.get("summary"), "event, summary"),
            "kind": self._value(spec["kind"], "event, kind", "events.kind", "other"),
            "status": self._value(spec.get("status"), "event, status", "events.status", "occurred"),
            "polarity": self._value(spec.get("polarity"), "event, polarity", "events.polarity", "affirmed"),
            "topic": constant("event") if "topic" not in spec else self._value(spec["topic"], "event, topic").fill_null("other"),
            "plover": self._value(spec.get("plover"), "event, plover", "events.plover"),
            "cameo": self._value(spec.get("cameo"), "event, cameo"),
        }  # fmt: skip
        if "polarity" in spec:  # the profile codes only what took place, and what did not take place has not occurred
            negated = made["polarity"] == "negated"
            made["status"] = (
                pl.when(negated & (made["status"] == "occurred")).then(pl.lit("unknown")).otherwise(made["status"])
            )
            for name in ("plover", "cameo"):
                made[name] = pl.when(~negated).then(made[name])
        for name in ("place_precision", "coder", "confidence", "weight"):
            if name in spec:
                vocabulary = "events.place_precision" if name == "place_precision" else ""
                made[name] = self._value(spec[name], f"event, {name}", vocabulary)
        for name, value in spec.get("date", {}).items():
            if name != "formats":
                vocabulary = "events.date_precision" if name == "precision" else ""
                made[f"date {name}"] = self._value(value, f"event, date, {name}", vocabulary)
        return made
