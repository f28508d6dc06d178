"""Dates of event tables by their formats."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import event_timeline as et
from event_timeline.importing.mapping.formats import has_form
from event_timeline.importing.rows.dates import parsed

ACLED = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d-%b-%y")


@pytest.mark.parametrize(("cell", "day"), [
    ("06-Mar-24", "2024-03-06"), ("07-May-18", "2018-05-07"), ("01-January-2015", "2015-01-01"), ("2 April 2018", "2018-04-02"),
    ("0476-09-04", "0476-09-04"), ("24-03-06", None), ("0000-00-00", None), ("0000-01-01", None), ("06-Mar-024", None),
])  # fmt: skip
def test_a_year_of_two_digits_is_never_a_year_of_four(cell: str, day: str | None) -> None:
    assert parsed(pl.Series([cell]), ACLED).cast(pl.String)["day"].to_list() == [day]
    assert parsed(pl.Series([cell, "2016-07-02"]), ACLED).cast(pl.String)["day"].to_list() == [day, "2016-07-02"]


@pytest.mark.parametrize("cell", ["2031-02-03T23:30:00-0500", "2031-02-03T00:30:00+0500", "2031-02-03T12:00:00+0000"])
def test_a_time_zone_does_not_move_the_day_that_is_written(cell: str) -> None:
    days = parsed(pl.Series([cell, "2031-02-30T12:00:00+0000"]), ("%Y-%m-%dT%H:%M:%S%z",)).cast(pl.String)["day"]
    assert days.to_list() == ["2031-02-03", None]


@pytest.mark.parametrize(("written", "midnight"), [
    ("%Y-%m-%d", "2031-02-03 00:00:00"), ("%Y-%m-%d", "2031-02-03T00:00:00"), ("%Y-%m-%d", "2031-02-03T00:00:00.000Z"),
    ("%Y-%m-%d", "2031-02-03 00:00"), ("%Y-%m-%d", "2031-02-03 00:00:00+00:00"), ("edtf", "2031-02-03T00:00:00"),
    ("%m/%d/%Y", "2/3/2031 0:00"), ("%m/%d/%Y", "2/3/2031 12:00:00 AM"), ("%d %B %Y", "03 February 2031 00:00:00"),
    ("%Y-%m-%d %H:%M:%S", "2031-02-03 00:00:00"),
])  # fmt: skip
def test_a_day_with_the_time_of_midnight_is_that_day(written: str, midnight: str) -> None:
    assert parsed(pl.Series([midnight]), (written,)).cast(pl.String)["day"].to_list() == ["2031-02-03"]


@pytest.mark.parametrize(("written", "cell"), [
    ("%Y-%m-%d", "2031-02-03 14:30:00"), ("%Y-%m-%d", "2031-02-03 00:00:01"), ("%Y-%m-%d", "2031-02-03 12:00 PM"),
    ("%Y-%m-%d", "2031-02-03T00:00:00+02:00"), ("%Y-%m", "2031-02 00:00:00"), ("edtf", "2031 00:00:00"),
])  # fmt: skip
def test_another_time_is_not_dropped(written: str, cell: str) -> None:
    assert parsed(pl.Series([cell]), (written,))["day"].to_list() == [None]


@pytest.mark.parametrize(
    ("formats", "cell"), [(("%Y",), "0000"), (("%Y-%m",), "0000-05"), (("%Y-%m-%dT%H:%M",), "0000-01-01T00:00")]
)
def test_the_year_0_is_not_read(formats: tuple[str, ...], cell: str) -> None:
    assert parsed(pl.Series([cell]), formats)["day"].to_list() == [None]


@pytest.mark.parametrize(("cell", "formats", "expected"), [
    ("31/04/2024", ("%d/%m/%Y",), True), ("31 April 2024", ("%Y-%m-%d", "%d %B %Y"), True), ("30-Feb-24", ("%d-%b-%y",), True),
    ("2024-02-30", ("edtf",), True), ("0000-00-00", ("%Y-%m-%d",), True), ("2024-02-30 00:00:00", ("%Y-%m-%d",), True), ("31.04.2024", ("%d/%m/%Y",), False), ("April 2024", ("%d %B %Y",), False),
    ("soon", ("edtf",), False),
])  # fmt: skip
def test_a_day_that_the_calendar_does_not_have_has_the_form_of_one(
    cell: str, formats: tuple[str, ...], expected: bool
) -> None:
    assert has_form(cell, formats) is expected


def test_a_cell_of_the_right_form_is_not_answered_by_adding_that_form(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("No,Date\n1,31/04/2024\n2,soon\n3,01/05/2024\n", encoding="utf-8")
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[event]\nid = "No"\nlabel = "No"\nkind = { value = "other" }\ntopic = { value = "x" }\n[event.date]\nstart = "Date"\nformats = ["%d/%m/%Y"]\n',
        encoding="utf-8",
    )
    with pytest.raises(et.RowsError) as caught:
        et.import_("csv", tmp_path / "t.csv", tmp_path / "out", mapping=mapping, contributors=["Holm, Mira"])
    hints = {p.value: p.hint for p in caught.value.problems}
    assert "the calendar has no such day" in hints["31/04/2024"]
    assert "add its form" in hints["soon"]
