"""The values of a mapping, computed for the rows of a batch."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl

from event_timeline.importing.mapping import Mapping, value_lists, values
from event_timeline.importing.mapping.columns import Columns
from event_timeline.model import UserError

Path = tuple[str | int, ...]
_NAME = re.compile(r"\{([^{}]*)\}")


class Unknown:
    """Codes that a map has not: how often each was met, by the value that asked for it."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}

    def add(self, where: str, codes: pl.Series) -> None:
        """Count codes."""
        counted = codes.value_counts(name="n")
        self.counts.setdefault(where, Counter()).update(dict(counted.iter_rows()))


class Evaluator:
    """Computes values for one frame after another. Raises UserError, with the mapping's line, where a value cannot be."""

    def __init__(self, mapping: Mapping, columns: Columns) -> None:
        self.mapping, self.columns = mapping, columns
        self.unknown = Unknown()
        self._lists: dict[str, tuple[list[str], list[str]]] = {}
        self._named: dict[str, Any] = {_key(name): spec for name, spec in mapping.section("values").items()}
        self.frame = pl.DataFrame()
        self._done: dict[str, pl.Series] = {}
        self._check()

    def begin(self, frame: pl.DataFrame) -> None:
        """Take the next frame, whose columns have the names of `Columns.names`."""
        self.frame, self._done = frame, {}

    def list_separator(self, spec: Any) -> str | None:
        """What separates the parts of a value that is a list."""
        return spec["split"] if isinstance(spec, dict) and "split" in spec and "part" not in spec else None

    def value(self, spec: Any, where: str) -> pl.Series:
        """A value of each row, as text."""
        if isinstance(spec, str):
            return self._column(spec)
        key = f"{spec!r}"
        if key not in self._done:
            self._done[key] = self._changed(self._begun(spec, where), spec, where)
        return self._done[key]

    def parts(self, spec: Any) -> pl.Series:
        """The parts of a value that is a list, as they are written."""
        return self._begun(spec, "").str.split(spec["split"])

    def finish(self, parts: pl.Series, spec: Any, where: str) -> pl.Series:
        """What is done with the parts of a list, one a row."""
        return self._changed(parts, {k: v for k, v in spec.items() if k != "split"}, where)

    def _begun(self, spec: dict[str, Any], where: str) -> pl.Series:
        if "column" in spec:
            return self._column(spec["column"])
        if "value" in spec:
            return self.constant(str(spec["value"]))
        if "text" in spec:
            pieces = [
                pl.lit(self._column(piece)) if place % 2 else pl.lit(piece)
                for place, piece in enumerate(_NAME.split(spec["text"]))
                if piece
            ]
            return self.frame.select(pl.concat_str(pieces).alias("text")).to_series()
        found = [self.value(one, where) for one in spec["first"]]
        return self.frame.select(pl.coalesce([pl.lit(s) for s in found]).alias("first")).to_series()

    def constant(self, value: str | None) -> pl.Series:
        """The same value for each row."""
        return pl.Series("value", [value], dtype=pl.String).new_from_index(0, self.frame.height)

    def _column(self, name: str) -> pl.Series:
        if _key(name) in self._named:
            return self.value(self._named[_key(name)], f"values, {name}")
        return self.frame[self.columns.names[_key(name)]]

    def _changed(self, series: pl.Series, spec: dict[str, Any], where: str) -> pl.Series:
        if "split" in spec:
            series = series.str.split(spec["split"]).list.get(spec["part"], null_on_oob=True).str.strip_chars()
        if "pattern" in spec:
            groups = re.search(r"(?<!\\)\((?!\?)", spec["pattern"]) is not None
            series = series.str.extract(spec["pattern"], 1 if groups else 0)
            series = series.str.strip_chars()
        if "case" in spec:
            series = _cased(series, spec["case"])
        if "map" in spec:
            series = self._mapped(series, spec, where)
        if "filled" in spec:
            series = pl.select(pl.when(series.is_not_null()).then(pl.lit(spec["filled"]))).to_series()
        if "empty" in spec:
            series = series.fill_null(spec["empty"])
        return series

    def _mapped(self, series: pl.Series, spec: dict[str, Any], where: str) -> pl.Series:
        old, new = self._list(spec["map"])
        codes = series.str.to_lowercase()
        found = codes.replace_strict(old, new, default=None, return_dtype=pl.String)
        lost = found.is_null() & series.is_not_null()
        if lost.any():
            if "others" not in spec:
                self.unknown.add(where, series.filter(lost))
            elif spec["others"]:
                found = pl.select(pl.when(lost).then(pl.lit(spec["others"])).otherwise(found)).to_series()
        return found

    def _list(self, known: Any) -> tuple[list[str], list[str]]:
        """Codes in lower case, and the value of each."""
        key = repr(known)
        if key not in self._lists:
            pairs = value_lists.values(known, self.mapping.folder) if isinstance(known, str) else known
            lower = {" ".join(str(code).split()).lower(): str(value) for code, value in pairs.items()}
            self._lists[key] = (list(lower), list(lower.values()))
        return self._lists[key]

    def _check(self) -> None:
        """Look every column and list up, and every named value for circles."""
        for path, spec in values(self.mapping.content):
            for name in used(spec):
                if _key(name) not in self._named:
                    self.columns.require(name, path)
            if isinstance(spec, dict) and "map" in spec:
                try:
                    self._list(spec["map"])
                except UserError as error:
                    raise self.mapping.error((*path, "map"), error.message, error.hint) from None
        for name in self.mapping.section("values"):
            self._follow(name, [])

    def _follow(self, name: str, chain: Sequence[str]) -> None:
        if name in chain:
            ring = " > ".join([*chain[chain.index(name) :], name])
            raise self.mapping.error(
                ("values", name), f"the values go round in a circle: {ring}", "let one of them begin with a column"
            )
        written = {_key(n): n for n in self.mapping.section("values")}
        for inner in _deep(self._named[_key(name)]):
            if _key(inner) in written:
                self._follow(written[_key(inner)], [*chain, name])


def used(spec: Any) -> list[str]:
    """The columns that a value names itself, without those of `first`, which are values of their own."""
    if isinstance(spec, str):
        return [spec]
    if "column" in spec:
        return [spec["column"]]
    return _NAME.findall(spec.get("text", ""))


def _deep(spec: Any) -> list[str]:
    own = used(spec)
    return own + [name for one in (spec.get("first", ()) if isinstance(spec, dict) else ()) for name in _deep(one)]


def _key(name: str) -> str:
    return Columns.key(name)


def _cased(series: pl.Series, case: str) -> pl.Series:
    if case == "upper":
        return series.str.to_uppercase()
    return slugs(series) if case == "slug" else series.str.to_lowercase()


def slugs(series: pl.Series) -> pl.Series:
    """Texts as identifiers: letters without marks, digits and hyphens; missing where nothing is left."""
    lower = series.str.to_lowercase()
    if lower.str.contains("^[a-z0-9]+(-[a-z0-9]+)*$").all():
        return lower
    plain = lower.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.replace_all("[^a-z0-9]+", "-")
    plain = plain.str.strip_chars("-")
    return pl.select(pl.when(plain != "").then(plain)).to_series()
