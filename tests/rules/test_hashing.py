"""Hashes of the words of evidence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest

from event_timeline.rules import hashing
from event_timeline.texts.text import span_hash


def asked(*pairs: tuple[str | None, str | None]) -> list[bool]:
    """Which pairs of words and hash are told to be wrong."""
    cells = pl.DataFrame(pairs, schema={"words": pl.String, "hash": pl.String}, orient="row")
    return hashing._wrong(cells.select(pl.struct("words", "hash")).to_series()).to_list()


@pytest.fixture(autouse=True)
def nothing_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_proved", pl.Series(dtype=pl.UInt64))


def test_a_pair_is_wrong_whatever_was_asked_before() -> None:
    right, wrong = ("the council", span_hash("the council")), ("the council", span_hash("the union"))
    for _ in range(2):
        assert asked(right, wrong, right, wrong) == [False, True, False, True]
    assert asked(wrong) == [True]
    assert asked(right) == [False]


def test_what_is_missing_is_not_wrong() -> None:
    known = span_hash("yes")
    assert asked((None, known), ("yes", None), (None, None), ("no", known)) == [False, False, False, True]
    assert asked((None, known)) == [False]
    assert asked() == []


def test_words_and_hash_that_changed_places_are_wrong() -> None:
    words = "the council"
    assert asked((words, span_hash(words))) == [False]
    assert asked((span_hash(words), words)) == [True]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "KEPT", 5)
    for start in range(0, 100, 5):
        words = [f"word {i}" for i in range(start, start + 5)]
        assert not any(asked(*((w, span_hash(w)) for w in words)))
        assert len(hashing._proved) <= 10


def test_threads_that_ask_at_once_are_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "KEPT", 50)
    words = [f"word {i}" for i in range(400)]
    pairs = [(w, span_hash(w if i % 7 else "another")) for i, w in enumerate(words)]
    expected = [i % 7 == 0 for i in range(400)]
    with ThreadPoolExecutor(8) as pool:
        rounds = [pool.submit(asked, *pairs[start : start + 40]) for start in range(0, 400, 40) for _ in range(5)]
        starts = [start for start in range(0, 400, 40) for _ in range(5)]
        for start, found in zip(starts, rounds, strict=True):
            assert found.result() == expected[start : start + 40]
