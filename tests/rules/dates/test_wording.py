"""The year of a date against its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.editing.date_bounds import bounds
from event_timeline.rules.explanations import Added, Cell
from tests.rules.asking import cells, found


def worded(text: str, *words: str) -> list[Cell | Added]:
    """Bargaining of some years with this date and these words for it, the first in place of its own."""
    earliest, latest = bounds(text)
    edits: list[Cell | Added] = [
        *cells("events", "shift-bargaining", date_edtf=text, earliest=earliest, latest=latest, date_basis="stated"),
        Cell("evidence", "shift-bargaining-date-932", "exact", words[0]),
    ]
    for position, other in enumerate(words[1:]):
        row = {"evidence_id": f"words-{position}", "source_id": "article", "exact": other, "part": "date"}
        edits.append(Added("evidence", row | {"event_id": "shift-bargaining"}))
    return edits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1913", ["in 1931"]),
        ("1913", ["4 May 1931"]),
        ("1913-05-04", ["on Monday, May 4th, 1931"]),
        ("1913", ["seit 1931"]),
        ("1913", ["1931"]),
        ("2012", ["2021年5月"]),
        ("2012-05-04", ["04.05.2021"]),
        ("-0406", ["in 406 BC"]),
        ("0406", ["406 B.C."]),
        ("0406", ["406 v. Chr."]),
        ("../1913", ["in 1931"]),
        ("1913", ["in 1931", "4 May"]),
        ("1913", ["in 1931", "in 1932"]),
        ("[1913,1915]", ["in 1931"]),
        ("1930", ["in 1931"]),
        ("1932", ["in 1931"]),
        ("1928", ["in 1929"]),
        ("1932-01-01/1932-04-03", ["in 1931"]),
        ("1931-01-02", ["in 1930"]),
    ],
)
def test_a_stated_date_outside_the_years_of_its_words_is_reported(text: str, words: list[str], tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "DAT031", *worded(text, *words))
    assert problem.message.startswith(f"{text!r} is stated, but its words are ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1931", ["in 1931"]),
        ("1931-05-04", ["in 1931"]),
        ("1932-01-01/1932-04-02", ["in 1931"]),
        ("1931-01-01", ["in 1930"]),
        ("1929-04-02", ["in 1928"]),
        ("193X", ["in 1931"]),
        ("1930/1932", ["in 1931"]),
        ("../1931", ["in 1931"]),
        ("1931/..", ["since 1931"]),
        ("-0405", ["in 406 BC"]),
        ("1932", ["in 1931", "in 1932"]),
        ("1913~", ["in 1931"]),
        ("1913?", ["in 1931"]),
        ("1930", ["by 1931"]),
        ("1932", ["a year after 1931"]),
        ("1932", ["in 1931", "a year later"]),
        ("1932", ["in the 1931 season"]),
        ("2021", ["at the 2020 Olympics"]),
        ("2021", ["Euro 2020"]),
        ("1985", ["the 1990s"]),
        ("1985", ["1998-2003"]),
        ("1985", ["in 1931/32"]),
        ("-0406", ["407/6 BC"]),
        ("2024", ["in 2567"]),
        ("2024", ["1445 AH"]),
        ("2024", ["in 1403"]),
        ("2024", ["in 2081"]),
        ("2024-05-13", ["13 May", "1430"]),
        ("2024-05-13", ["13 May", "1930"]),
        ("2024-05-13", ["1000 days ago"]),
        ("2024-01-01", ["31 December 2023"]),
        ("1604-02-10", ["10 February 1603"]),
        ("1900-01-08", ["27 December 1899"]),
        ("1932-01", ["in the summer of 1931"]),
        ("2024-05-13", ["on Monday"]),
    ],
)
def test_a_date_that_its_words_may_mean_is_not_reported(text: str, words: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, "DAT031", *worded(text, *words)) == []


def test_a_date_that_is_not_stated_is_not_compared_with_words(tmp_path: Path) -> None:
    edits = [*worded("1913", "in 1931"), Cell("events", "shift-bargaining", "date_basis", "inferred")]
    assert found(tmp_path, "DAT031", *edits) == []
