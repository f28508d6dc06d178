"""The film of the README is what the page really shows."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.exports.browser import Browser
from tests.workbench.film import FILM, HIGH, WIDE, chunks, record


def check(film: bytes) -> int:
    """The number of its pictures, after a look at its form."""
    found = list(chunks(film))
    (header,) = (content for kind, content in found if kind == b"IHDR")
    assert struct.unpack(">II", header[:8]) == (WIDE, HIGH)
    (control,) = (content for kind, content in found if kind == b"acTL")
    frames = int(struct.unpack(">II", control)[0])
    assert sum(kind == b"fcTL" for kind, _ in found) == frames
    assert sum(kind in (b"IDAT", b"fdAT") for kind, _ in found) == frames
    assert len(film) < 2**20
    return frames


def test_the_film_of_the_readme_is_an_animated_picture_below_one_megabyte() -> None:
    assert check(FILM.read_bytes()) >= 8


@pytest.mark.programs
@pytest.mark.slow
def test_the_film_can_be_made_again(browser: Browser, tmp_path: Path) -> None:
    assert check(record(browser, tmp_path)) == check(FILM.read_bytes())
