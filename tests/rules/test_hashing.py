"""Hashes of the words of evidence."""

from __future__ import annotations

import polars as pl
import pytest

from event_timeline.rules import hashing
from event_timeline.text import span_hash


class Forgetful(dict[str, str]):
    """What is known, of which another thread clears everything between two questions."""

    def __contains__(self, word: object) -> bool:
        known = super().__contains__(word)
        self.clear()
        return known

    def get(self, word: str, default: str | None = None) -> str | None:  # type: ignore[override]
        known = super().get(word, default)
        self.clear()
        return known


def test_what_another_thread_forgets_is_hashed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_known", Forgetful())
    words = ["the council", None, "said", "the council", "yes"]
    expected = [None if w is None else span_hash(w) for w in words]
    assert hashing._hashes(pl.Series(words)).to_list() == expected


def test_what_is_known_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_known", {})
    monkeypatch.setattr(hashing, "KEPT", 5)
    for start in range(0, 100, 5):
        hashing._hashes(pl.Series([f"word {i}" for i in range(start, start + 5)]))
        assert len(hashing._known) <= 10
