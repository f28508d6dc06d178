"""Datasets for the tests of exports: the packages as they are, and one whose cells hold the worst."""

from __future__ import annotations

import copy
import dataclasses
import functools
from pathlib import Path

import polars as pl

from event_timeline.exports.dataset import Dataset, dataset
from event_timeline.package.opening import open_package
from event_timeline.tables.loading import load_tables
from event_timeline.texts.text import Text
from tests import builder

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "harbour": builder.HARBOUR,
    "repository": ROOT,
    "lighthouse": builder.LIGHTHOUSE,
    "floodgate": builder.FLOODGATE,
}

WORST = (
    "<script>alert('x')</script> & <b onclick=\"y\">",
    '=HYPERLINK("https://example.org";"x") "]} \\" \\n \\u0041 \\',
    "\u202eאבג\u200f ‮ right to left \u2066\u2069",
    "👩‍🚀🙂 Ọ̀ṣun e\u0301 \U0001f1e9\U0001f1f0",
    "one\ntwo\n\n\tthree , ; : # | ; ''' \"\"\"",
    "]]> --> <!-- {{ x }} ${y} %s %(z)s `w`",
    "é🙂" * 15_000,
)
"""Cells that break a format which does not escape: markup, formulas, quotes, marks, emoji, line ends, length."""
TEXT_COLUMNS = {
    "sources": ("title", "publisher", "note"),
    "places": ("name",),
    "actors": ("name", "office", "note"),
    "events": ("label", "summary"),
    "statements": ("quote", "summary", "cue", "speaker_as_reported"),
    "evidence": ("exact",),
    "codebook": ("label", "definition"),
}


def opened(folder: Path = builder.HARBOUR, *, text: bool = False) -> Dataset:
    """A package's dataset, with the harbour article's text if asked; those of PACKAGES are read once."""
    if folder not in PACKAGES.values():
        return _opened(folder, text)
    data = _committed(folder, text)
    return dataclasses.replace(data, descriptor=copy.deepcopy(data.descriptor), frames=dict(data.frames))


def _opened(folder: Path, text: bool) -> Dataset:
    texts = {"article": Text("article", builder.ARTICLE.read_text(encoding="utf-8"))} if text else {}
    return dataset(load_tables(open_package(folder)), texts)


_committed = functools.cache(_opened)


def worst() -> Dataset:
    """The harbour dispute with WORST in every free text that is set, a different one from row to row."""
    data = opened()
    frames = dict(data.frames)
    for table, columns in TEXT_COLUMNS.items():
        frame = frames[table].collect()
        for shift, column in enumerate(columns):
            values = [WORST[(i + shift) % len(WORST)] for i in range(frame.height)]
            new = pl.Series(column, values, pl.String)
            frame = frame.with_columns(pl.when(pl.col(column).is_null()).then(None).otherwise(new).alias(column))
        frames[table] = frame.lazy()
    descriptor = data.descriptor | {"title": WORST[0] + WORST[4], "description": WORST[1] + WORST[3]}
    return dataclasses.replace(data, frames=frames, descriptor=descriptor)


def with_cells(data: Dataset, table: str, key: str, row: str, **cells: object) -> Dataset:
    """The dataset with some cells of one row changed."""
    frame = data.frame(table)
    changes = [
        pl.when(pl.col(key) == row).then(pl.lit(value, frame.schema[c])).otherwise(pl.col(c)).alias(c)
        for c, value in cells.items()
    ]
    return dataclasses.replace(data, frames=data.frames | {table: frame.with_columns(changes).lazy()})
