"""Records of one key brought together from all chunks: rules over groups, and whether keys are unique and exist.

First every chunk is partitioned by its keys (`partition`), then each partition is checked (`check`). Equal keys are always
in one partition; which others are in it does not matter.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from event_timeline.engine import chunks, slices
from event_timeline.engine.chunks import Chunk
from event_timeline.engine.slices import Found, Job
from event_timeline.profile.constraints import comparable
from event_timeline.rules import BY_CODE
from event_timeline.rules.scopes import Group
from event_timeline.tables.key_hashes import key_hash
from event_timeline.tables.loading import ROW

Packet = tuple[tuple[str, ...], bytes]
"""(table and column of the key, or side of a reference; records as Arrow IPC)."""


@dataclass(frozen=True)
class Grouping:
    """Records brought together by one key, and the rules that then check those of each key together.

    columns: (table, column that holds the key); optional: those that a record may lack; rules: code -> its groups.
    """

    columns: tuple[tuple[str, str], ...]
    optional: frozenset[tuple[str, str]]
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
        return {table for table, _ in question.columns}
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


def groupings(groups: Mapping[str, tuple[Group, ...]], required: Mapping[str, set[str]]) -> Iterator[Grouping]:
    """The fewest partitionings that serve all groups: one a key. required: table -> columns that must be filled."""
    for key in dict.fromkeys(group.key for several in groups.values() for group in several):
        rules = {code: tuple(group for group in several if group.key == key) for code, several in groups.items()}
        rules = {code: several for code, several in rules.items() if several}
        columns = dict.fromkeys(pair for several in rules.values() for group in several for pair in group.columns)
        optional = frozenset((table, column) for table, column in columns if column not in required[table])
        yield Grouping(tuple(columns), optional, rules)


def partition(exchange: Exchange, chunk: Chunk) -> Iterator[tuple[int, Packet]]:
    """Yield the records of a chunk by the number of their partition. Raises ChunkMismatchError, OSError."""
    frame = chunks.read(chunk)
    table = slices.table(exchange.job, chunk.table, frame)
    typed = table.checked.collect()
    fields = {f["name"]: f for f in table.resource.schema["fields"]}
    for place, question in enumerate(exchange.questions):
        for name, rows, key in _keyed(question, chunk.table, table.text.collect(), typed, fields):
            numbered = rows.with_columns((key_hash(key) % exchange.partitions).alias("\0number"))
            for (number,), share in numbered.partition_by("\0number", as_dict=True, include_key=False).items():
                yield place * exchange.partitions + int(number), (name, _packed(share))


def _keyed(
    question: Question, table: str, text: pl.DataFrame, typed: pl.DataFrame, fields: Mapping[str, dict[str, Any]]
) -> Iterator[tuple[tuple[str, ...], pl.DataFrame, list[str]]]:
    """(name, records, their key) that a table has for a question. Keys that are alike as floats are asked for again."""
    if isinstance(question, Grouping):
        for pair in question.columns:
            if pair[0] == table:
                yield pair, text.drop_nulls(pair[1]) if pair in question.optional else text, [pair[1]]
    elif isinstance(question, UniqueKey):
        if question.table == table:
            keys, lacking = typed.select(question.columns), pl.any_horizontal(pl.col(question.columns).is_null())
            hashes = keys.select(key_hash(list(question.columns)).alias("hash"), lacking=lacking)
            yield (), hashes if question.is_primary else hashes.filter(~pl.col("lacking")), ["hash"]
    else:
        here = (("here", question.table, question.columns), ("there", question.other, question.targets))
        for side, name, columns in here:
            if name == table:
                compared = [comparable(fields[c]) for c in columns]
                keys = typed.select(c.cast(pl.String).alias(str(i)) for i, c in enumerate(compared))
                yield (side,), keys.drop_nulls().unique(), keys.columns


def _packed(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_ipc(out, compression="lz4")
    return out.getvalue()


def check(exchange: Exchange, number: int, packets: Iterable[Packet]) -> KeyMatches:
    """Check the records of one partition."""
    frames: dict[tuple[str, ...], list[pl.DataFrame]] = {}
    for name, data in packets:
        frames.setdefault(name, []).append(pl.read_ipc(data))
    tables = {name: pl.concat(several) for name, several in frames.items()}
    place = number // exchange.partitions
    question = exchange.questions[place]
    if isinstance(question, Grouping):
        return KeyMatches(_matches(exchange.job, question, {n: frame.sort(ROW) for n, frame in tables.items()}), set())
    if isinstance(question, UniqueKey):
        hashes = tables[()]
        broken = hashes["lacking"].any() or hashes["hash"].is_duplicated().any()
        return KeyMatches(Found(), {place} if broken else set())
    here, there = tables.get(("here",)), tables.get(("there",))
    missing = here is not None and (there is None or here.join(there, on=here.columns, how="anti").height > 0)
    return KeyMatches(Found(), {place} if missing else set())


def _matches(job: Job, grouping: Grouping, keyed: Mapping[tuple[str, ...], pl.DataFrame]) -> Found:
    alike: dict[tuple[frozenset[tuple[str, str]], tuple[str, ...]], dict[str, dict[str, pl.DataFrame | None]]] = {}
    for code, groups in grouping.rules.items():
        for group in groups:
            several = sum(table == group.table for table, _ in group.columns) > 1
            rows = keyed[group.columns[0]].select(ROW) if several and group.columns[0] in keyed else None
            alike.setdefault((frozenset(group.columns), group.beside), {}).setdefault(code, {})[group.table] = rows
    found = Found()
    for (columns, beside), wanted in alike.items():
        frames: dict[str, list[pl.DataFrame]] = {}
        for table, column in columns & keyed.keys():
            frames.setdefault(table, []).append(keyed[table, column])
        together = {n: pl.concat(f).unique(ROW).sort(ROW) if len(f) > 1 else f[0] for n, f in frames.items()}
        part = slices.context(job, together, beside)
        found += slices.check(job, part, [BY_CODE[code] for code in wanted], wanted)
    return found
