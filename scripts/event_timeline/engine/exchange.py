"""Records of one key brought together from all chunks: rules over groups, and whether keys are unique and exist.

First every chunk is partitioned by its keys (`partition`), then each partition is checked (`check`). Equal keys are always
in one partition; which others are in it does not matter.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from event_timeline.engine import chunks, slices
from event_timeline.engine.chunks import Chunk
from event_timeline.engine.slices import Found, Job
from event_timeline.profile.constraints import comparable
from event_timeline.rules import BY_CODE
from event_timeline.rules.scopes import Group
from event_timeline.tables.loading import ROW

Packet = tuple[str, bytes]
"""(table, its records as Arrow IPC)."""


@dataclass(frozen=True)
class Grouping:
    """Tables partitioned by one key, and the rules that then check the records of each key together.

    columns: table -> the column that holds the key; optional: tables whose records may lack it; rules: code ->
    its groups.
    """

    key: str
    columns: Mapping[str, str]
    optional: frozenset[str]
    rules: Mapping[str, tuple[Group, ...]]


@dataclass(frozen=True)
class UniqueKey:
    """A key of a table that no two records may have in common; of the primary one no part may be missing."""

    table: str
    columns: tuple[str, ...]
    is_primary: bool = False


@dataclass(frozen=True)
class Reference:
    """A foreign key: values of `columns` that must be in `targets` of the table `other`."""

    table: str
    columns: tuple[str, ...]
    other: str
    targets: tuple[str, ...]


Question = Grouping | UniqueKey | Reference


def tables_of(question: Question) -> set[str]:
    """The tables whose records answer a question."""
    if isinstance(question, Grouping):
        return set(question.columns)
    return {question.table} | ({question.other} if isinstance(question, Reference) else set())


@dataclass(frozen=True)
class Exchange:
    """A job, the questions about its keys, and into how many partitions the keys of each question go."""

    job: Job
    questions: tuple[Question, ...]
    partitions: int


@dataclass
class KeyMatches:
    """What rules over groups find, and the questions (by their places) whose keys are duplicated or missing."""

    found: Found
    broken: set[int]


def groupings(groups: Mapping[str, tuple[Group, ...]], required: Mapping[str, set[str]]) -> list[Grouping]:
    """The fewest partitionings that serve all groups: one a key. required: table -> columns that must be filled."""
    merged: dict[str, tuple[dict[str, str], dict[str, list[Group]]]] = {}
    for code, several in groups.items():
        for group in several:
            columns, rules = merged.setdefault(_name(group, merged), ({}, {}))
            columns.update(group.columns)
            rules.setdefault(code, []).append(group)
    return [
        Grouping(
            key, columns, frozenset(t for t, c in columns.items() if c not in required[t]),
            {code: tuple(several) for code, several in rules.items()},
        )
        for key, (columns, rules) in merged.items()
    ]  # fmt: skip


def _name(group: Group, merged: Mapping[str, tuple[dict[str, str], Any]]) -> str:
    """The key's name; another one where a table is already partitioned by another of its columns."""
    name = group.key
    while name in merged and any(merged[name][0].get(t, c) != c for t, c in group.columns):
        name += "'"
    return name


def partition(exchange: Exchange, chunk: Chunk) -> Iterator[tuple[int, Packet]]:
    """Yield the records of a chunk by the number of their partition. Raises ChunkMismatchError, OSError."""
    frame = chunks.read(chunk)
    table = slices.table(exchange.job, chunk.table, frame)
    typed = table.checked.collect()
    fields = {f["name"]: f for f in table.resource.schema["fields"]}
    for place, question in enumerate(exchange.questions):
        for name, rows, key in _keyed(question, chunk.table, table.text.collect(), typed, fields):
            numbered = rows.with_columns((_hash(key) % exchange.partitions).alias("\0number"))
            for (number,), share in numbered.partition_by("\0number", as_dict=True, include_key=False).items():
                yield place * exchange.partitions + int(number), (name, _packed(share))


def _keyed(
    question: Question, table: str, text: pl.DataFrame, typed: pl.DataFrame, fields: Mapping[str, dict[str, Any]]
) -> Iterator[tuple[str, pl.DataFrame, list[str]]]:
    """(name, records, their key) that a table has for a question. Keys that are alike as floats are asked for again."""
    if isinstance(question, Grouping):
        column = question.columns.get(table)
        if column:
            yield table, text.drop_nulls(column) if table in question.optional else text, [column]
    elif isinstance(question, UniqueKey):
        if question.table == table:
            keys, lacking = typed.select(question.columns), pl.any_horizontal(pl.col(question.columns).is_null())
            hashes = keys.select(_hash(list(question.columns)).alias("hash"), lacking=lacking)
            yield "", hashes if question.is_primary else hashes.filter(~pl.col("lacking")), ["hash"]
    else:
        here = (("here", question.table, question.columns), ("there", question.other, question.targets))
        for side, name, columns in here:
            if name == table:
                compared = [comparable(fields[c]) for c in columns]
                keys = typed.select(c.cast(pl.String).alias(str(i)) for i, c in enumerate(compared))
                yield side, keys.drop_nulls().unique(), keys.columns


def _hash(key: Sequence[str]) -> pl.Expr:
    """64 bits of a key; a part that is missing has a number of its own."""
    first, *others = (pl.col(c).hash(seed) for seed, c in enumerate(key, 1))
    bits: pl.Expr = first
    for other in others:
        bits = bits.xor(other)
    return bits


def _packed(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_ipc(out, compression="lz4")
    return out.getvalue()


def check(exchange: Exchange, number: int, packets: Iterable[Packet]) -> KeyMatches:
    """Check the records of one partition."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for name, data in packets:
        frames.setdefault(name, []).append(pl.read_ipc(data))
    tables = {name: pl.concat(several) for name, several in frames.items()}
    place = number // exchange.partitions
    question = exchange.questions[place]
    if isinstance(question, Grouping):
        return KeyMatches(_matches(exchange.job, question, tables), set())
    if isinstance(question, UniqueKey):
        hashes = tables[""]
        broken = hashes["lacking"].any() or hashes["hash"].is_duplicated().any()
        return KeyMatches(Found(), {place} if broken else set())
    here, there = tables.get("here"), tables.get("there")
    missing = here is not None and (there is None or here.join(there, on=here.columns, how="anti").height > 0)
    return KeyMatches(Found(), {place} if missing else set())


def _matches(job: Job, grouping: Grouping, tables: Mapping[str, pl.DataFrame]) -> Found:
    sorted_frames = {name: frame.sort(ROW) for name, frame in tables.items()}
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, set[str]]] = {}
    for code, groups in grouping.rules.items():
        for group in groups:
            names = tuple(sorted(t for t, _ in group.columns))
            alike.setdefault((names, group.beside), {}).setdefault(code, set()).add(group.table)
    found = Found()
    for (names, beside), of_problems in alike.items():
        part = slices.context(job, {t: sorted_frames[t] for t in names if t in sorted_frames}, beside)
        found += slices.check(job, part, [BY_CODE[code] for code in of_problems], of_problems)
    return found
