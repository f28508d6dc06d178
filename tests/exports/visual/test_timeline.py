"""How events are said and placed before any picture draws them."""

from __future__ import annotations

import itertools
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from event_timeline.exports.visual.axis import Axis, axis, ticks
from event_timeline.exports.visual.dates import briefly
from event_timeline.exports.visual.svg_shapes import width
from event_timeline.exports.visual.timeline import Extent, extent, timeline_entries
from tests.exports.datasets import PACKAGES, opened

D = date


def O(year: int, month: int, day: int) -> int:  # noqa: E743
    return date(year, month, day).toordinal()


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "expected"),
    [
        ("2023-11-29", D(2023, 11, 29), D(2023, 11, 29), "29 Nov 2023"),
        ("2023-11-28/2023-11-29", D(2023, 11, 28), D(2023, 11, 29), "28–29 Nov 2023"),
        ("2023-11-28/2023-12-02", D(2023, 11, 28), D(2023, 12, 2), "28 Nov – 2 Dec 2023"),
        ("2023-12-28/2024-01-02", D(2023, 12, 28), D(2024, 1, 2), "28 Dec 2023 – 2 Jan 2024"),
        ("2022-02-24/..", D(2022, 2, 24), None, "since 24 Feb 2022"),
        ("../2022", None, D(2022, 12, 31), "until 2022"),
        ("2022/", D(2022, 1, 1), None, "2022 – …"),
        ("2024-03?", D(2024, 3, 1), D(2024, 3, 31), "Mar 2024 ?"),
        ("2024~", D(2024, 1, 1), D(2024, 12, 31), "2024 ≈"),
        (None, D(2024, 1, 1), D(2024, 1, 31), "in 1–31 Jan 2024"),
        (None, D(2024, 1, 1), None, "after 1 Jan 2024"),
        (None, None, D(2024, 1, 1), "before 1 Jan 2024"),
        (None, None, None, ""),
        ("not a date", None, None, "not a date"),
    ],
)
def test_a_date_is_said_in_few_words(edtf: str | None, earliest: D | None, latest: D | None, expected: Any) -> None:
    assert briefly(edtf, earliest, latest) == expected


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest", "expected"),
    [
        ("2023-11-29", D(2023, 11, 29), D(2023, 11, 29), Extent(*[O(2023, 11, 29)] * 4)),  # type: ignore[arg-type]
        ("2024-03", D(2024, 3, 1), D(2024, 3, 31), Extent(O(2024, 3, 1), O(2024, 3, 31), None, None)),
        (
            "2023-11-28/2023-11-29",
            D(2023, 11, 28),
            D(2023, 11, 29),
            Extent(O(2023, 11, 28), O(2023, 11, 29), O(2023, 11, 28), O(2023, 11, 29)),
        ),
        (
            "2022/2023-05-01",
            D(2022, 1, 1),
            D(2023, 5, 1),
            Extent(O(2022, 1, 1), O(2023, 5, 1), O(2022, 12, 31), O(2023, 5, 1)),
        ),
        ("2022/..", D(2022, 1, 1), None, Extent(O(2022, 1, 1), None, O(2022, 12, 31), O(2022, 12, 31), goes_on=True)),
        ("../2022", None, D(2022, 12, 31), Extent(None, O(2022, 12, 31), O(2022, 1, 1), O(2022, 1, 1), goes_back=True)),
        ("2022-05-01?", D(2022, 5, 1), D(2022, 5, 1), Extent(*[O(2022, 5, 1)] * 4, doubt="?")),  # type: ignore[arg-type, misc]
        (None, D(2022, 5, 1), None, Extent(O(2022, 5, 1), None, None, None)),
        ("-0044-03-15", None, None, Extent(*[-16362] * 4)),  # type: ignore[arg-type]
        ("[..2026-05-31]", None, D(2026, 5, 31), Extent(O(2026, 5, 31), O(2026, 5, 31), None, None, or_before=True)),
        ("[2026-05..]", D(2026, 5, 1), None, Extent(O(2026, 5, 1), O(2026, 5, 31), None, None, or_after=True)),
        (
            "../2026-05-31",
            None,
            D(2026, 5, 31),
            Extent(None, O(2026, 5, 31), O(2026, 5, 31), O(2026, 5, 31), goes_back=True),
        ),
        (
            "2022-05-01?/2022-05-03~",
            D(2022, 5, 1),
            D(2022, 5, 3),
            Extent(*[O(2022, 5, 1), O(2022, 5, 3)] * 2, doubt="~", doubt_start="?"),  # type: ignore[arg-type, misc]
        ),
        (
            "2022-05-01?/2022-05-03",
            D(2022, 5, 1),
            D(2022, 5, 3),
            Extent(*[O(2022, 5, 1), O(2022, 5, 3)] * 2, doubt_start="?"),  # type: ignore[arg-type, misc]
        ),
        ("{2022-05-01,2022-05-03}", D(2022, 5, 1), D(2022, 5, 3), Extent(O(2022, 5, 1), O(2022, 5, 3), None, None)),
        ("2024-05-1X", None, None, Extent(O(2024, 5, 10), O(2024, 5, 19), None, None)),
        ("../..", None, None, None),
        ("XXXX-12-25", None, None, None),
        (None, None, None, None),
        (None, D(2022, 5, 2), D(2022, 5, 1), None),
    ],
)
def test_what_is_sure_is_told_from_what_is_possible(
    edtf: str | None, earliest: D | None, latest: D | None, expected: Any
) -> None:
    assert extent(edtf, earliest, latest) == expected


@pytest.mark.parametrize("name", PACKAGES)
def test_dated_events_come_by_day_and_the_others_as_the_text_tells_them(name: str) -> None:
    data = opened(PACKAGES[name])
    events = data.rows("events")
    dated = sorted(
        (e for e in events if e["earliest"] or e["latest"]),
        key=lambda e: (e["earliest"] or e["latest"], e["latest"] or D.max, e["position"]),
    )
    undated = sorted((e for e in events if e not in dated), key=lambda e: e["position"])
    assert [m.event_id for m in timeline_entries(data)] == [e["event_id"] for e in [*dated, *undated]]


def one(day: date) -> Extent:
    return Extent(*[day.toordinal()] * 4)  # type: ignore[arg-type]


def test_an_even_axis_is_linear_and_marks_nothing() -> None:
    extents = [one(D(2024, 1, d)) for d in range(1, 32)]
    on = axis(extents, 0, 620)
    assert on.breaks == []
    steps = [on.at(D(2024, 1, d + 1).toordinal()) - on.at(D(2024, 1, d).toordinal()) for d in range(1, 31)]
    assert steps == pytest.approx([20] * 30)


def test_days_far_from_each_other_are_told_apart_and_the_scale_s_changes_are_marked() -> None:
    far, first, second = D(2022, 2, 24), D(2023, 11, 28), D(2023, 11, 29)
    on = axis([one(far), one(first), one(second)], 0, 500)
    assert on.at(far.toordinal()) == 0
    assert on.at(second.toordinal()) - on.at(first.toordinal()) > 30
    assert on.at(second.toordinal() + 1) == pytest.approx(500)
    assert on.breaks == [far.toordinal() + 1, first.toordinal()]


@pytest.mark.parametrize("gap", [1, 2, 30, 400, 40_000])
def test_marks_stand_where_the_scale_changes_and_nowhere_else(gap: int) -> None:
    days = [D(1850, 1, 1), D(1850, 1, 2), D(1850, 1, 4)]
    far = D.fromordinal(days[-1].toordinal() + gap)
    on = axis([one(d) for d in (*days, far, D.fromordinal(far.toordinal() + 2))], 0, 600)
    scale = {b: on.at(b + 0.25) - on.at(b) for b in on.days[:-1]}
    for before, after in pairwise(scale):
        change = max(scale[before] / scale[after], scale[after] / scale[before])
        assert (after in on.breaks) == (change > 5), (gap, after)


def test_an_axis_rises_and_holds_at_the_ends_of_the_calendar() -> None:
    on = axis([one(D.min), one(D(2000, 1, 1)), one(D.max)], 10, 500)
    assert list(on.places) == sorted(on.places)
    assert on.at(D.min.toordinal()) == 10
    assert on.at(D.max.toordinal() + 1) == pytest.approx(500)
    assert next(t.first for t in ticks(on, [one(D.min), one(D.max)], 12, 500)) == "1"


def test_names_of_days_do_not_lie_on_each_other() -> None:
    extents = [one(D(2022, 2, 24)), one(D(2023, 11, 28)), one(D(2023, 11, 29))]
    named = ticks(axis(extents, 0, 480), extents, 12, 500)
    assert [(t.first, t.second) for t in named if t.first in ("24", "28", "29")] == [
        ("24", "Feb 2022"),
        ("28", "Nov"),
        ("29", ""),
    ]
    places = [t.place for t in named]
    assert all(b - a > 18 for a, b in itertools.pairwise(places))


@pytest.mark.parametrize("edtf", ["-0044-03-15/0014", "Y-17E7", "Y17E8", "Y-17E7/..", "0000"])
def test_years_that_no_date_holds_are_on_the_axis_and_named(edtf: str) -> None:
    extents = [e for e in (extent(edtf, None, None), one(D(2024, 5, 13))) if e]
    on = axis(extents, 0, 480)
    assert list(on.places) == sorted(on.places)
    named = ticks(on, extents, 12, 500)
    assert any("BCE" in f"{t.first} {t.second}" or "," in f"{t.first} {t.second}" for t in named)


DEADLINES = {
    "[..2026-05-31]": D(2026, 5, 31),
    "[..2026-05]": D(2026, 5, 31),
    "../2026-05-31": D(2026, 5, 31),
    "[..2024-05-20]": D(2024, 5, 20),
    "[..2023-11-30]": D(2023, 11, 30),
    "[..1850]": D(1850, 12, 31),
}


@pytest.mark.parametrize("edtf", DEADLINES)
def test_the_day_of_a_deadline_is_named(edtf: str) -> None:
    day = DEADLINES[edtf]
    deadline = extent(edtf, None, day)
    assert deadline
    extents = [one(D(2022, 1, 1)), one(D(2023, 11, 28)), one(D(2024, 5, 13)), deadline]
    on = axis(extents, 0, 480)
    (tick,) = [t for t in ticks(on, extents, 12, 506) if t.place == on.at(day.toordinal())]
    assert tick.first == str(day.day)


@pytest.mark.parametrize("edtf", DEADLINES)
def test_names_of_days_stay_inside_the_picture_and_apart(edtf: str) -> None:
    extents = [one(D(2022, 1, 1)), one(D(2023, 11, 28)), one(D(2023, 11, 29)), extent(edtf, None, DEADLINES[edtf])]
    named = ticks(axis(extents, 0, 480), extents, 12, 506)  # type: ignore[arg-type]
    for line, weight in (("first", 600), ("second", 400)):
        spans = []
        for tick in named:
            wide = width(getattr(tick, line), 12, weight)
            left = tick.place if tick.middle is None else tick.middle - wide / 2
            spans += [(left, left + wide)] if wide else []
        assert spans
        assert all(left >= 0 and right <= 506 for left, right in spans)
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_a_month_is_named_again_where_the_day_before_in_it_has_no_name() -> None:
    extents = [one(D(2022, 2, 24)), one(D(2023, 11, 28)), one(D(2023, 11, 29)), one(D(2024, 3, 1))]
    named = [(t.first, t.second) for t in ticks(axis(extents, 0, 120), extents, 12, 150)]
    assert named == [("24", "Feb 2022"), ("29", "Nov 2023")]


def test_an_axis_without_dates_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a date"):
        axis([], 0, 1)


def test_a_place_between_two_edges_is_between_their_places() -> None:
    assert Axis([0, 10], [100, 200], []).at(5) == 150
