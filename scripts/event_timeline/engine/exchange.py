"""Records of one key brought together from all slices: rules over groups, and whether keys hold.

First every slice is dealt out by its keys (`deal`), then what came together under one number is judged (`judge`).
Equal keys always meet; which others they meet does not matter.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from event_timeline.engine import chunks, slices
from event_timeline.engine.chunks import Chunk
from event_timeline.engine.slices import Job, Told
from event_timeline.rules import BY_CODE
from event_timeline.rules.scopes import Group
from event_timeline.tables.loading import ROW

Packet = tuple[str, bytes]
"""(table, its records as Arrow IPC)."""


@dataclass(frozen=True)
class Sharing:
    """Tables dealt out by one key, and the rules that then see the records of each key together.

    columns: table -> the column that holds the key; optional: tables whose records may lack it; rules: code ->
    its groups.
    """

    key: str
    columns: Mapping[str, str]
    optional: frozenset[str]
    rules: Mapping[str, tuple[Group, ...]]


@dataclass(frozen=True)
class Unique:
    """A key of a table that no two records may have in common."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """A foreign key: values of `columns` that must stand in `targets` of the table `other`."""

    table: str
    columns: tuple[str, ...]
    other: str
    targets: tuple[str, ...]


Question = Sharing | Unique | Reference


@dataclass(frozen=True)
class Dealt:
    """A job, what is asked of its keys, and over how many numbers the keys of each question are dealt."""

    job: Job
    questions: tuple[Question, ...]
    numbers: int


@dataclass
class Answer:
    """What came out: findings of rules over groups, and the questions (their places) whose keys do not hold."""

    told: list[Told]
    broken: set[int]


def sharings(groups: Mapping[str, tuple[Group, ...]], required: Mapping[str, set[str]]) -> list[Sharing]:
    """The fewest dealings that serve all groups: one a key. required: table -> columns that must be filled."""
    merged: dict[str, tuple[dict[str, str], dict[str, list[Group]]]] = {}
    for code, several in groups.items():
        for group in several:
            columns, rules = merged.setdefault(_name(group, merged), ({}, {}))
            columns.update(group.columns)
            rules.setdefault(code, []).append(group)
    return [
        Sharing(
            key, columns, frozenset(t for t, c in columns.items() if c not in required[t]),
            {code: tuple(several) for code, several in rules.items()},
        )
        for key, (columns, rules) in merged.items()
    ]  # fmt: skip


def _name(group: Group, merged: Mapping[str, tuple[dict[str, str], Any]]) -> str:
    """The key's name; another one where a table is already dealt out by another of its columns."""
    name = group.key
    while name in merged and any(merged[name][0].get(t, c) != c for t, c in group.columns):
        name += "'"
    return name


def deal(dealt: Dealt, chunk: Chunk) -> Iterator[tuple[int, Packet]]:
    """The records of a chunk, each question's under its own numbers. Raises OddChunkError, OSError."""
    frame = chunks.read(chunk)
    table = slices.context(dealt.job, {chunk.table: frame}).tables.tables[chunk.table]
    typed = table.frame.collect()
    for place, question in enumerate(dealt.questions):
        for name, rows, key in _asked(question, chunk.table, table.text.collect(), typed):
            numbered = rows.with_columns((_hash(key) % dealt.numbers).alias("\0number"))
            for (number,), share in numbered.partition_by("\0number", as_dict=True, include_key=False).items():
                yield place * dealt.numbers + int(number), (name, _packed(share))


def _asked(
    question: Question, table: str, text: pl.DataFrame, typed: pl.DataFrame
) -> Iterator[tuple[str, pl.DataFrame, list[str]]]:
    """(name, records, their key) that a table has for a question."""
    if isinstance(question, Sharing):
        column = question.columns.get(table)
        if column:
            yield table, text.drop_nulls(column) if table in question.optional else text, [column]
    elif isinstance(question, Unique):
        if question.table == table:
            keys = typed.select(question.columns).drop_nulls()
            yield "", keys.select(_hash(list(question.columns)).alias("hash")), ["hash"]
    else:
        here = (("here", question.table, question.columns), ("there", question.other, question.targets))
        for side, name, columns in here:
            if name == table:
                keys = typed.select(pl.col(c).cast(pl.String).alias(str(i)) for i, c in enumerate(columns))
                yield side, keys.drop_nulls().unique(), keys.columns


def _hash(key: Sequence[str]) -> pl.Expr:
    """64 bits of a key; a part that is missing has a number of its own."""
    first, *others = (pl.col(c).hash(seed) for seed, c in enumerate(key, 1))
    made: pl.Expr = first
    for other in others:
        made = made.xor(other)
    return made


def _packed(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_ipc(out, compression="lz4")
    return out.getvalue()


def judge(dealt: Dealt, number: int, packets: Iterable[Packet]) -> Answer:
    """What the records under one number tell."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for name, data in packets:
        frames.setdefault(name, []).append(pl.read_ipc(data))
    came = {name: pl.concat(several) for name, several in frames.items()}
    place = number // dealt.numbers
    question = dealt.questions[place]
    if isinstance(question, Sharing):
        return Answer(list(_told(dealt.job, question, came)), set())
    if isinstance(question, Unique):
        return Answer([], {place} if came[""]["hash"].is_duplicated().any() else set())
    here, there = came.get("here"), came.get("there")
    lost = here is not None and (there is None or here.join(there, on=here.columns, how="anti").height > 0)
    return Answer([], {place} if lost else set())


def _told(job: Job, sharing: Sharing, came: Mapping[str, pl.DataFrame]) -> Iterator[Told]:
    sorted_frames = {name: frame.sort(ROW) for name, frame in came.items()}
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, set[str]]] = {}
    for code, groups in sharing.rules.items():
        for group in groups:
            tables = tuple(t for t, _ in group.columns)
            alike.setdefault((tables, group.beside), {}).setdefault(code, set()).add(group.about)
    for (tables, beside), about in alike.items():
        part = slices.context(job, {t: sorted_frames[t] for t in tables if t in sorted_frames}, beside)
        yield from slices.find(job, part, [BY_CODE[code] for code in about], about)
