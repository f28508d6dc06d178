"""Damage that is known: one bad cell in some rows of the large tables, each kind the business of one rule."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import polars as pl

KINDS = {
    "events": (
        ("TAB022", "status", lambda c: pl.lit("rumoured")),
        ("TAB031", "summary", lambda c: c + " "),
        ("TAB033", "summary", lambda c: c + "\u200b."),
        ("TAB025", "label", lambda c: c + "x" * 80),
    ),
    "event_actors": (("TAB022", "role", lambda c: pl.lit("bystander")),),
    "event_relations": (("KEY003", "according_to", lambda c: pl.lit("nobody-at-all")),),
    "statement_events": (("TAB022", "factuality", lambda c: pl.lit("maybe")), ("TAB021", "stance", lambda c: pl.lit(None, dtype=pl.String))),
    "statements": (("TAB031", "summary", lambda c: c + " "), ("TAB022", "kind", lambda c: pl.lit("hearsay"))),
    "evidence": (("EVD005", "sha256", lambda c: c.str.slice(1) + "0"), ("TAB020", "paragraph", lambda c: pl.lit("two"))),
}  # fmt: skip
"""table -> (rule, column, what becomes of the cell)."""


class Damage:
    """Damages a share of rows and counts, by rule, what it did."""

    def __init__(self, share: float, seed: int) -> None:
        self.share = share
        self.rng = np.random.default_rng([seed, 2])
        self.counts: Counter[str] = Counter()

    def apply(self, table: str, frame: pl.DataFrame, schema: dict[str, Any]) -> pl.DataFrame:
        """The frame with its damage; text where a typed column cannot hold it."""
        if not self.share or table not in KINDS:
            return frame
        kinds = KINDS[table]
        hit = self.rng.random(frame.height) < self.share
        which = self.rng.integers(0, len(kinds), frame.height)
        for number, (code, column, change) in enumerate(kinds):
            chosen = pl.Series(hit & (which == number))
            if code == "EVD005":
                chosen &= frame["exact"].is_not_null()
            self.counts[code] += int(chosen.sum())
            written = pl.col(column).cast(pl.String)
            frame = frame.with_columns(pl.when(chosen).then(change(written)).otherwise(written).alias(column))
        return frame
