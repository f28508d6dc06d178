"""The values of a mapping, computed for the rows of a batch."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from event_timeline.importing.mapping import BRACES, Mapping, value_lists, values
from event_timeline.importing.mapping.columns import Columns
from event_timeline.importing.rows.known_rows import KnownRows
from event_timeline.model import UserError

Path = tuple[str | int, ...]
MAX_CODES = 300
"""Different codes of a column beyond which it is plain text, without a vocabulary."""
_NOT_LATIN = r"[[\p{L}\p{N}]--[\p{Latin}0-9]]"


class Unknown:
    """Codes that a map has not, by the value that asked for them. lines: the lines of rows of the batch, which ascend."""

    def __init__(self, lines: Callable[[Sequence[int]], Sequence[int]]) -> None:
        self._lines = lines
        self.counts: dict[str, Counter[str]] = {}
        """Value -> code -> how often it was met."""
        self.first_lines: dict[str, dict[str, int]] = {}
        """Value -> code -> the line where it was met first, of the first MAX_CODES codes."""

    def add(self, where: str, found: pl.DataFrame) -> None:
        """Count codes. found: `row` of the batch, ascending, and `code`."""
        equal = found.group_by("code", maintain_order=True).agg(pl.first("row"), pl.len())
        counts = self.counts.setdefault(where, Counter())
        first = self.first_lines.setdefault(where, {})
        new = equal.filter(~pl.col("code").is_in(list(first))).head(max(MAX_CODES - len(counts), 0))
        first.update(zip(new["code"], self._lines(new["row"].to_list()), strict=True))
        counts.update(dict(equal.select("code", "len").iter_rows()))


@dataclass
class Query:
    """Columns that are computed together of one frame after another, and which of their cells are unknown codes."""

    columns: dict[str, pl.Expr]
    unknown: list[tuple[str, pl.Expr, pl.Expr]]
    """The value, its codes, and whether each is unknown."""
    looked_up: dict[str, dict[str, pl.Expr]] = field(default_factory=dict)
    """Column of the frame -> columns that are made once for each of its different cells."""

    def __post_init__(self) -> None:
        self._known = {column: KnownRows() for column in self.looked_up}
        self.codes: dict[str, set[str]] = {column: set() for column in self.looked_up}
        """Column of `looked_up` -> its different cells so far; more than MAX_CODES, but not all, where there are more."""

    def run(self, frame: pl.DataFrame, found: Unknown, rows: pl.Series | None = None) -> pl.DataFrame:
        """The columns for the rows of a frame; what is unknown is counted. rows: those of the batch, where they are others."""
        checks = [wrong.any().alias(f"?{n}") for n, (_, _, wrong) in enumerate(self.unknown)]
        columns = [expression.alias(name) for name, expression in self.columns.items()]
        for column, made_of in self.looked_up.items():
            make = partial(self._columns, self.codes[column], made_of)
            frame = frame.hstack(self._known[column].made(frame.select(column), make))
        made = frame.lazy().select(pl.int_range(pl.len()).alias("row"), *columns, *checks).collect()
        for n, (where, codes, wrong) in enumerate(self.unknown):
            if made.height and made[f"?{n}"][0]:
                row = pl.int_range(pl.len()) if rows is None else pl.lit(rows)
                found.add(where, frame.lazy().select(row=row.filter(wrong), code=codes.filter(wrong)).collect())
        return made.select("row", *self.columns)

    @staticmethod
    def _columns(codes: set[str], made_of: dict[str, pl.Expr], frame: pl.DataFrame) -> pl.DataFrame:
        """What is made of the cells of the column of a frame, which are met for the first time."""
        codes.update(frame.to_series().drop_nulls().head(MAX_CODES + 1))
        return frame.select(**made_of)


class Evaluator:
    """Values of a mapping as polars expressions. Raises UserError, with the mapping's line, where a value cannot be."""

    def __init__(self, mapping: Mapping, columns: Columns) -> None:
        self.mapping, self.columns = mapping, columns
        self.unknown: list[tuple[str, pl.Expr, pl.Expr]] = []
        """What `Query.unknown` is to have of the values since `query` was last called."""
        self._looked_up: dict[str, dict[str, pl.Expr]] = {}
        """What `Query.looked_up` is to have, likewise."""
        self._lists: dict[str, tuple[list[str], list[str]]] = {}
        self._made: dict[str, pl.Expr] = {}
        """Values by what the mapping says of them, so that an unknown code is counted once."""
        self._named: dict[str, Any] = {_key(name): spec for name, spec in mapping.section("values").items()}
        self._check()

    def columns_of(self, specs: Iterable[Any]) -> list[str]:
        """The columns of the file that values are made of, also by way of `first` and of values with a name."""
        found, seen = dict[str, None](), set[str]()
        names = [name for spec in specs for name in _deep(spec)]
        while names:
            key = _key(names.pop())
            if key not in seen and key in self._named:
                names += _deep(self._named[key])
            elif (column := self.columns.names.get(key)) in self.columns.written:
                found[column] = None
            seen.add(key)
        return list(found)

    def query(self, columns: dict[str, pl.Expr]) -> Query:
        """The query of values that were asked for since the last one."""
        made = Query(columns, self.unknown, self._looked_up)
        self.unknown, self._looked_up = [], {}
        return made

    def list_separator(self, spec: Any) -> str | None:
        """What separates the parts of a value that is a list."""
        return spec["split"] if isinstance(spec, dict) and "split" in spec and "part" not in spec else None

    def value(self, spec: Any, where: str) -> pl.Expr:
        """A value of each row, as text."""
        if isinstance(spec, str):
            return self._column(spec)
        key = repr(spec)
        if key not in self._made:
            cells = self._begun(spec, where)
            by_column = "map" in spec and "column" in spec and cells.meta.is_column()
            self._made[key] = (self._made_once if by_column else self._changed)(cells, spec, where)
        return self._made[key]

    def _made_once(self, column: pl.Expr, spec: dict[str, Any], where: str) -> pl.Expr:
        """A value that is made once for each different cell of a column, with its unknown codes."""
        made = self._looked_up.setdefault(column.meta.output_name(), {})
        known = len(self.unknown)
        name = f"\x00{len(self._made)}"
        made[name] = self._changed(column, spec, where)
        for n, (asked, codes, wrong) in enumerate(self.unknown[known:], known):
            made[f"{name} {n}"] = pl.when(wrong).then(codes)
            self.unknown[n] = (asked, pl.col(f"{name} {n}"), pl.col(f"{name} {n}").is_not_null())
        return pl.col(name)

    def parts(self, spec: Any) -> pl.Expr:
        """The parts of a value that is a list, as they are written."""
        return self._begun(spec, "").str.split(spec["split"])

    def finish(self, parts: pl.Expr, spec: Any, where: str) -> pl.Expr:
        """What is done with the parts of a list, one a row."""
        return self._changed(parts, {k: v for k, v in spec.items() if k != "split"}, where)

    def _begun(self, spec: dict[str, Any], where: str) -> pl.Expr:
        if "column" in spec:
            return self._column(spec["column"])
        if "value" in spec:
            return constant(str(spec["value"]))
        if "text" in spec:
            pieces = [
                self._column(piece) if place % 2 else pl.lit(piece)
                for place, piece in enumerate(BRACES.split(spec["text"]))
                if piece
            ]
            return pl.concat_str(pieces)
        return pl.coalesce([self.value(one, where) for one in spec["first"]])

    def _column(self, name: str) -> pl.Expr:
        if _key(name) in self._named:
            return self.value(self._named[_key(name)], f"values, {name}")
        column = self.columns.names[_key(name)]
        return constant(None) if column in self.columns.absent else pl.col(column)

    def _changed(self, cells: pl.Expr, spec: dict[str, Any], where: str) -> pl.Expr:
        if "split" in spec:
            cells = cells.str.split(spec["split"]).list.get(spec["part"], null_on_oob=True).str.strip_chars()
            cells = pl.when(~cells.is_in(["", *self.mapping.section("file").get("missing", ())])).then(cells)
        if "pattern" in spec:
            groups = re.search(r"(?<!\\)\((?!\?)", spec["pattern"]) is not None
            cells = cells.str.extract(spec["pattern"], 1 if groups else 0).str.strip_chars()
        if "case" in spec:
            cells = _cased(cells, spec["case"])
        if "map" in spec:
            cells = self._mapped(cells, spec, where)
        if "filled" in spec:
            cells = pl.when(cells.is_not_null()).then(pl.lit(spec["filled"]))
        if "empty" in spec:
            cells = cells.fill_null(spec["empty"])
        return cells

    def _mapped(self, cells: pl.Expr, spec: dict[str, Any], where: str) -> pl.Expr:
        old, new = self._list(spec)
        found = cells.str.to_lowercase().replace_strict(old, new, default=None, return_dtype=pl.String)
        if "others" not in spec:
            self.unknown.append((where, cells, found.is_null() & cells.is_not_null()))
        elif spec["others"]:
            found = pl.when(found.is_null() & cells.is_not_null()).then(pl.lit(spec["others"])).otherwise(found)
        return found

    def _list(self, spec: dict[str, Any]) -> tuple[list[str], list[str]]:
        """Codes of a map in lower case, and the value of each; those of `more` replace others."""
        known, more = spec["map"], spec.get("more", {})
        key = repr((known, more))
        if key not in self._lists:
            pairs = value_lists.values(known, self.mapping.folder) if isinstance(known, str) else known
            lower = value_lists.without_case(pairs) | value_lists.without_case(more)
            # programs write whole numbers of a column with empty cells as 1.0
            lower |= {f"{code}.0": value for code, value in lower.items() if code.isdigit()} | lower
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
                    self._list(spec)
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
    return BRACES.findall(spec.get("text", ""))


def _deep(spec: Any) -> list[str]:
    own = used(spec)
    return own + [name for one in (spec.get("first", ()) if isinstance(spec, dict) else ()) for name in _deep(one)]


def _key(name: str) -> str:
    return Columns.key(name)


def constant(value: str | None) -> pl.Expr:
    """The same value for each row."""
    return pl.lit(value, dtype=pl.String)


def written(spec: Any) -> list[str] | None:
    """All values that a value can have, where they are written in the mapping; None where they are in a file."""
    if isinstance(spec, str):
        return None
    if "first" in spec and not {"map", "filled"} & set(spec):
        several = [written(one) for one in spec["first"]]
        return None if None in several else [value for one in several for value in one or ()]
    mapped = spec.get("map", {})
    more = spec.get("more", {}).values()
    if "filled" not in spec and (isinstance(mapped, str) or not ("value" in spec or mapped)):
        return None
    own = [spec[key] for key in ("value", "others", "filled", "empty") if key in spec]
    return [str(value) for value in (*own, *(mapped.values() if isinstance(mapped, dict) else ()), *more)]


def _cased(cells: pl.Expr, case: str) -> pl.Expr:
    if case == "upper":
        return cells.str.to_uppercase()
    return slug_of(cells) if case == "slug" else cells.str.to_lowercase()


def slug_of(cells: pl.Expr) -> pl.Expr:
    """Texts as identifiers: letters without marks, digits and hyphens; missing where nothing is left."""
    whole = cells.str.replace(r"^([0-9]+)\.0$", "$1")  # as programs write whole numbers of a column with empty cells
    plain = whole.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    plain = plain.str.replace_all("[^a-z0-9]+", "-").str.strip_chars("-")
    return pl.when(plain != "").then(plain)


def slugs(series: pl.Series) -> pl.Series:
    """`slug_of`, faster where the texts are identifiers but for their case."""
    lower = series.str.to_lowercase()
    if lower.str.contains("^[a-z0-9]+(-[a-z0-9]+)*$").all():
        return lower
    return series.to_frame("cell").select(slug_of(pl.col("cell"))).to_series()


def identifiers(cells: pl.Series) -> pl.Series:
    """`slugs` of cells that identify events; one with letters that are not Latin, or with signs alone, has its hash: `Д1` is not `1`."""
    found = slugs(cells)
    if found.null_count() == cells.null_count() and (cells.str.len_bytes() == cells.str.len_chars()).all():
        return found
    lost = found.is_null() & cells.is_not_null()
    wrong = lost | cells.str.normalize("NFKD").str.contains(_NOT_LATIN).fill_null(False)
    if not wrong.any():
        return found
    hashes = {cell: hashlib.sha256(cell.encode()).hexdigest()[:12] for cell in cells.filter(wrong).unique()}
    digest = cells.replace_strict(hashes, default=None, return_dtype=pl.String)
    with_hash = pl.concat_str(pl.lit(found.fill_null("event")), pl.lit("-"), pl.lit(digest))
    return pl.select(pl.when(pl.lit(wrong)).then(with_hash).otherwise(pl.lit(found))).to_series()
