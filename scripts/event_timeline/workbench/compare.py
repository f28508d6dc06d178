"""Another coding of the same text beside the package: where the two differ, and the operations that take over what it has.

Records are matched as `timeline agree` does, by the words that they point to and never by their identifiers. The other
package is only read.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from event_timeline.comparing import agreement, matching
from event_timeline.editing.cell_values import reference_target, term_choices
from event_timeline.editing.csv_tables import CsvTable, Row
from event_timeline.editing.draft import Draft
from event_timeline.editing.evidence_rows import has_offsets
from event_timeline.editing.record_types import BY_TABLE
from event_timeline.model import UserError
from event_timeline.texts.text import Text

Span = tuple[str, int, int]
"""source_id in the package, and half-open offsets in code points."""
Operation = dict[str, Any]

LINKS = {
    "event_actors": ("event_id", "actor_id"),
    "event_relations": ("event_id", "other_event_id"),
    "statement_events": ("statement_id", "event_id"),
}
"""Tables of rows that join two records, and the columns that name these."""
BETWEEN = ("role", "relation", "stance", "factuality")
"""Columns that say how two records are joined."""
WORDINGS = frozenset({"name", "label", "summary", "title", "office"})
"""Columns that each coder words in her own way."""
LEFT_OUT = frozenset({"position", "note", "coder", "confidence", "weight"})
"""Columns that say nothing of the article."""


@dataclass(frozen=True)
class Difference:
    """One thing that the two codings have otherwise.

    kind: `missing` (only the other has the record or row), `extra` (only the package has it), `value` or `wording` (a
    cell), `words` (evidence of one part); table, key: the package's row, key empty where it has none; other: the other's
    row, empty where it has none; first, second: what either has, in words; spans: where in the text, first of the package,
    then of the other.
    """

    kind: str
    table: str
    key: str
    other: str
    column: str
    label: str
    first: str
    second: str
    here: tuple[Span, ...] = ()
    there: tuple[Span, ...] = ()
    operations: tuple[Operation, ...] = field(default=(), compare=False)
    """What takes over the other's coding."""
    both: tuple[Operation, ...] = field(default=(), compare=False)
    """What adds the other's coding to the package's; empty where only one can be right."""

    @cached_property
    def id(self) -> str:
        """Names the difference as long as the other's coding is what it is."""
        named = json.dumps([self.kind, self.table, self.key, self.other, self.column, self.second, self.there])
        return hashlib.sha256(named.encode()).hexdigest()[:16]

    def described(self) -> dict[str, Any]:
        """As the page and the decisions have it."""
        own = asdict(self)
        return {"id": self.id} | {k: v for k, v in own.items() if k not in ("operations", "both")}


class Comparison:
    """A package and another coding of its text, as both are now. Raises UserError where they share no text."""

    def __init__(self, own: Draft, other: Draft, texts: Mapping[str, Text]) -> None:
        self.own, self.other, self.texts = own, other, texts
        codings = _coding(own), _coding(other)
        self.agreement = agreement.compare(*codings)
        hashes = {r["sha256"]: r["source_id"] for r in own.rows("sources") if r["sha256"]}
        sources = {r["source_id"]: hashes.get(r["sha256"], "") for r in other.rows("sources")}
        self.same: dict[str, dict[str, str]] = {
            "sources": {b: a or b for b, a in sources.items() if a or own.table("sources").find(b)},
            "places": self._same_places(),
        }
        """Table -> identifier of the other's record -> that of the same record in the package."""
        self.coded = {b: a for b, a in sources.items() if a}
        """The other's sources whose text is the package's, too."""
        for table in matching.RECORDS:
            self.same[table] = {y: x for x, y, _ in self.agreement.matchings[table].pairs}
        self.spans = [self._spans(own, {s: s for s in hashes.values()}), self._spans(other, self.coded)]

    def differences(self) -> list[Difference]:
        """All of them in the order of the text; wordings, which always differ, are last."""
        found = [*self._records(), *self._links()]
        order = {table: i for i, table in enumerate([*matching.RECORDS, *LINKS])}
        return sorted(
            found,
            key=lambda d: (d.kind == "wording", min((*d.here, *d.there), default=("~", 0, 0)), order[d.table], d.id),
        )

    def _same_places(self) -> dict[str, str]:
        """Places are the same where they have one name."""
        if "places" not in self.own.package.resources or "places" not in self.other.package.resources:
            return {}
        names = {r["name"].casefold(): r["place_id"] for r in reversed(self.own.rows("places"))}
        return {r["place_id"]: a for r in self.other.rows("places") if (a := names.get(r["name"].casefold()))}

    @staticmethod
    def _spans(draft: Draft, sources: Mapping[str, str]) -> dict[tuple[str, str], dict[str, list[tuple[Span, str]]]]:
        """(table, record) -> part -> its spans with the identifiers of their rows."""
        found: dict[tuple[str, str], dict[str, list[tuple[Span, str]]]] = defaultdict(lambda: defaultdict(list))
        for row in draft.rows("evidence"):
            table = next((t for t, key in matching.RECORDS.items() if row[key]), "")
            if table and row["source_id"] in sources and has_offsets(row):
                span = (sources[row["source_id"]], int(row["char_start"]), int(row["char_end"]))
                found[table, row[matching.RECORDS[table]]][row["part"]].append((span, row["evidence_id"]))
        return found

    def _of(self, side: int, table: str, key: str, *parts: str) -> tuple[Span, ...]:
        """The spans of a record, of some parts or of all that show it."""
        wanted = parts or matching.IDENTIFYING_PARTS[table]
        return tuple(
            sorted(s for part, spans in self.spans[side][table, key].items() if part in wanted for s, _ in spans)
        )

    def _records(self) -> Iterator[Difference]:
        for table in matching.RECORDS:
            records = self.agreement.matchings[table]
            own, other = self.own.table(table), self.other.table(table)
            for key in records.only_b:
                row = _row(other, key)
                operations, _ = self._added(table, key)
                yield Difference(
                    "missing", table, "", key, "", _label(row), "", _label(row), (), self._of(1, table, key), operations
                )
            for key in records.only_a:
                row = _row(own, key)
                removal = ({"do": "remove", "row": f"{table}/{key}"},)
                yield Difference(
                    "extra", table, key, "", "", _label(row), _label(row), "", self._of(0, table, key), (), removal
                )
            for here, there, _ in records.pairs:
                yield from self._cells(table, own, _row(own, here), other, _row(other, there))
                yield from self._words(table, here, there)

    def _spoken(self, actor: str, number: int) -> Iterator[Operation]:
        """Make an actor, whom an operation adds, the speaker of statements that have none: their words name him."""
        own, other = self.own.table("statements"), self.other.table("statements")
        for here, there, _ in self.agreement.matchings["statements"].pairs:
            if _row(other, there)["speaker_id"] == actor and not _row(own, here)["speaker_id"]:
                yield {"do": "set", "row": f"statements/{here}", "cells": {"speaker_id": f"${number}"}}

    def _cells(self, table: str, own: CsvTable, a: Row, other: CsvTable, b: Row) -> Iterator[Difference]:
        kind = BY_TABLE[table]
        left_out = {*own.key, *LEFT_OUT, *kind.derived}
        key, there = "/".join(own.name_of(a)), "/".join(other.name_of(b))
        records = [(t, c) for t, c in ((table, kind.key), *_ends(table)) if c and t in matching.RECORDS]
        spans = [tuple(s for t, c in records for s in self._of(side, t, row[c])) for side, row in ((0, a), (1, b))]
        for column in own.columns:
            if column in left_out or column not in other.columns:
                continue
            value, missing = self._translated(other, column, b[column])
            if value == a[column] and not missing:
                continue
            steps, value = self._reference(other, column, b[column]) if missing else ([], value)
            change = {"do": "set", "row": f"{table}/{key}", "cells": {column: value}}
            shown = self._shown(self.other, other, column, b[column])
            yield Difference(
                "wording" if column in WORDINGS else "value", table, key, there, column, _label(a) or self._joined(table, a),
                self._shown(self.own, own, column, a[column]), shown, spans[0], spans[1], (*steps, change),
            )  # fmt: skip

    def _words(self, table: str, here: str, there: str) -> Iterator[Difference]:
        """Parts of a record's evidence that are at other places."""
        a, b = self.spans[0][table, here], self.spans[1][table, there]
        record = f"{BY_TABLE[table].name}:{here}"
        for part in sorted({*a, *b}):
            first, second = dict(a.get(part, ())), {s for s, _ in b.get(part, ())}
            only_a, only_b = sorted(first.keys() - second), sorted(second - first.keys())
            if not only_a and not only_b:
                continue
            adding: tuple[Operation, ...] = tuple(self._span(record, part, s) for s in only_b)
            moves: list[Operation] = []
            rest = list(only_b)
            for span in only_a:
                near = next((s for s in rest if s[0] == span[0] and s[1] < span[2] and span[1] < s[2]), None)
                if near is None:
                    moves.append({"do": "remove", "row": f"evidence/{first[span]}"})
                else:
                    rest.remove(near)
                    moves.append({"do": "move", "row": f"evidence/{first[span]}", "span": self._quoted(near)})
            yield Difference(
                "words", table, here, there, part, _label(_row(self.own.table(table), here)),
                self._said(only_a), self._said(only_b), tuple(only_a), tuple(only_b),
                (*(self._span(record, part, s) for s in rest), *moves), adding if only_a and only_b else (),
            )  # fmt: skip

    def _links(self) -> Iterator[Difference]:
        """Rows that join two records which both codings have."""
        for table, ends in LINKS.items():
            if table not in self.own.package.resources or table not in self.other.package.resources:
                continue
            own, other = self.own.table(table), self.other.table(table)
            known = [set(self.same[t].values()) for t, _ in _ends(table)]
            mine: dict[tuple[str, ...], list[Row]] = defaultdict(list)
            for row in own.rows:
                if all(value in some for value, some in zip(_values(row, ends), known, strict=True)):
                    mine[_values(row, ends)].append(row)
            theirs: list[tuple[tuple[str, ...], Row]] = []
            for row in other.rows:
                matched = tuple(self.same[t].get(row[c], "") for t, c in _ends(table))
                between = own.key_of({**row, **dict(zip(ends, matched, strict=True))})
                same = next((r for r in mine.get(matched, ()) if own.key_of(r) == between), None)
                if same is not None:
                    mine[matched].remove(same)
                    yield from self._cells(table, own, same, other, row)
                elif all(matched):
                    theirs.append((matched, row))
            for matched, row in theirs:
                if mine.get(matched):
                    yield self._other_link(table, mine[matched].pop(0), row)
                else:
                    yield self._missing_link(table, matched, row)
            for rows in mine.values():
                for row in rows:
                    key, shown = "/".join(own.name_of(row)), self._joined(table, row)
                    removal = ({"do": "remove", "row": f"{table}/{key}"},)
                    yield Difference("extra", table, key, "", "", shown, shown, "", self._at(table, row), (), removal)

    def _other_link(self, table: str, a: Row, b: Row) -> Difference:
        """The role or relation is part of a row's key: another one is another row."""
        own, other = self.own.table(table), self.other.table(table)
        column = next(c for c in own.key if c not in LINKS[table])
        key, there = "/".join(own.name_of(a)), "/".join(other.name_of(b))
        add = {"do": "add", "table": table, "cells": {c: v for c, v in a.items() if v} | {column: b[column]}}
        return Difference(
            "value", table, key, there, column, self._joined(table, a), a[column], b[column], self._at(table, a), (),
            ({"do": "remove", "row": f"{table}/{key}"}, add), (add,),
        )  # fmt: skip

    def _missing_link(self, table: str, ends: tuple[str, ...], row: Row) -> Difference:
        other = self.other.table(table)
        steps: list[Operation] = []
        cells = {}
        for column in other.columns:
            if row[column] and column in self.own.table(table).columns and column not in LEFT_OUT:
                more, cells[column] = self._reference(other, column, row[column], len(steps))
                steps += more
        there, joined = "/".join(other.name_of(row)), {**row, **dict(zip(LINKS[table], ends, strict=True))}
        label, named = self._joined(table, joined), self._joined(table, joined, terms=True)
        add = {"do": "add", "table": table, "cells": cells}
        at = self._at(table, dict(zip(LINKS[table], ends, strict=True)))
        return Difference("missing", table, "", there, "", label, "", named, at, (), (*steps, add))

    def _at(self, table: str, row: Mapping[str, str]) -> tuple[Span, ...]:
        """Where the records that a row joins are in the text."""
        return tuple(s for t, c in _ends(table) for s in self._of(0, t, row[c])[:1])

    # ---- the other's identifiers in the package ----

    def _translated(self, table: CsvTable, column: str, value: str) -> tuple[str, bool]:
        """A cell of the other as the package has it, and whether it names a record that the package has not."""
        target = reference_target(table, column)
        if not value or target is None:
            return value, False
        if target[0] not in self.same:
            return value, False
        return self.same[target[0]].get(value, ""), value not in self.same[target[0]]

    def _reference(
        self, table: CsvTable, column: str, value: str, at: int = 0, within: tuple[tuple[str, str], ...] = ()
    ) -> tuple[list[Operation], str]:
        """What makes the record that a cell of the other names, if the package has none, and the cell: perhaps `$n` of that operation.

        at: the number of operations before; within: the records that are being made.
        """
        target = reference_target(table, column)
        known, missing = self._translated(table, column, value)
        if not missing or target is None:
            return [], known
        if (target[0], value) in within:
            return [], ""
        steps, number = self._added(target[0], value, at, within)
        return list(steps), f"${number}"

    def _added(
        self, name: str, key: str, at: int = 0, within: tuple[tuple[str, str], ...] = ()
    ) -> tuple[tuple[Operation, ...], int]:
        """What makes a record of the other in the package, after those that it names, and the number of its own operation."""
        table, kind = self.other.table(name), BY_TABLE[name]
        row, own = _row(table, key), self.own.package.resources.get(name)
        columns = {f["name"] for f in own.schema["fields"]} if own else set(table.columns)
        steps: list[Operation] = []
        cells = {}
        for column in table.columns:
            value = row[column]
            if not value or column in kind.derived or column in LEFT_OUT - {"note"} or column not in columns:
                continue
            if column == kind.key:
                taken = own is not None and self.own.table(name).find(value) is not None
                cells[column] = "" if taken else value
                continue
            more, cells[column] = self._reference(table, column, value, at + len(steps), (*within, (name, key)))
            steps += more
        operation: Operation = {"do": "add", "table": name, "cells": {c: v for c, v in cells.items() if v}}
        if name in matching.RECORDS:
            parts = self.spans[1][name, key]
            operation["spans"] = {p: [self._quoted(s) for s, _ in sorted(spans)] for p, spans in parts.items()}
        number = at + len(steps)
        spoken = self._spoken(key, number) if name == "actors" else ()
        return (*steps, operation, *spoken), number

    def _span(self, record: str, part: str, span: Span) -> Operation:
        return {"do": "span", "record": record, "part": part, "spans": [self._quoted(span)]}

    def _quoted(self, span: Span) -> list[Any]:
        source, start, end = span
        return [source, start, end, self.texts[source].content[start:end] if source in self.texts else ""]

    def _said(self, spans: list[Span]) -> str:
        return " … ".join(self._quoted(s)[3] or f"{s[0]} {s[1]}–{s[2]}" for s in spans)

    def _shown(self, draft: Draft, table: CsvTable, column: str, value: str) -> str:
        """A cell as it is read: a record by its name."""
        target = reference_target(table, column)
        if value and target is not None and target[0] in draft.package.resources:
            row = draft.table(target[0]).find(value)
            return _label(row) if row else value
        return value

    def _joined(self, table: str, row: Mapping[str, str], *, terms: bool = False) -> str:
        """A row that joins two records, as it is read; the records are the package's.

        terms: how they are joined as in the file, which names the difference also where a codebook has another label.
        """
        (left, a), (right, b) = _ends(table)
        said = [_label(_row(self.own.table(t), row[c])) for t, c in ((left, a), (right, b))]
        between = ", ".join(row[c] if terms else self._term(table, c, row[c]) for c in BETWEEN if row.get(c))
        return f"{said[0]} — {between} — {said[1]}"

    def _term(self, table: str, column: str, value: str) -> str:
        """A term by its label, from either codebook."""
        choices = (c for d in (self.own, self.other) for c in term_choices(d, d.table(table), column))
        return next((label for term, label, _ in choices if term == value and label), value)


def figures(found: agreement.Agreement) -> dict[str, float | None]:
    """F1 of each unit and alpha of each vocabulary, rounded."""
    named = found.f1 | found.alpha
    return {name: None if value is None else round(value, 3) for name, value in named.items()}


def _coding(draft: Draft) -> matching.Coding:
    """The rows that `agreement.compare` takes. Raises UserError where there is no evidence."""
    if "evidence" not in draft.package.resources:
        raise UserError(
            f"{draft.package.label} has no evidence, by whose spans codings are compared",
            "compare packages that have it",
        )
    found: dict[str, list[dict[str, Any]]] = {}
    for name in agreement.TABLES:
        rows = draft.rows(name)
        found[name] = [{c: v or None for c, v in row.items()} for row in rows]
    for row, written in zip(found["evidence"], draft.rows("evidence"), strict=True):
        placed = has_offsets(written)
        row |= {c: int(written[c]) if placed else None for c in ("char_start", "char_end")}
    return found


def _ends(table: str) -> tuple[tuple[str, str], ...]:
    """The tables and columns of the records that a row joins."""
    tables = {"event_id": "events", "other_event_id": "events", "actor_id": "actors", "statement_id": "statements"}
    return tuple((tables[c], c) for c in LINKS.get(table, ()))


def _values(row: Mapping[str, str], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row[c] for c in columns)


def _row(table: CsvTable, key: str) -> Row:
    return table.find(key) or {}


def _label(row: Mapping[str, str]) -> str:
    return next((row[c] for c in ("name", "label", "title", "summary") if row.get(c)), "")
