"""Hashes of many words, asked by several threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from event_timeline.rules import hashing
from event_timeline.text import span_hash


def test_threads_that_forget_what_others_hashed_still_hash_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "KEPT", 5)
    words = [pl.Series([f"word {i % 97}" if i % 7 else None for i in range(start, start + 500)]) for start in range(40)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(hashing._hashes, words))
    expected = [[None if w is None else span_hash(w) for w in series] for series in words]
    assert [series.to_list() for series in found] == expected
