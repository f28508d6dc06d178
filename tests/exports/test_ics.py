"""The calendar, read back by icalendar and by vobject."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import polars as pl
import pytest
import vobject

from event_timeline.exports import ics, iris
from event_timeline.exports.dataset import Dataset
from tests.exports.datasets import PACKAGES, opened, with_cells, worst


def written(data: Dataset, folder: Path) -> bytes:
    ics.write(data, folder / "x.ics")
    return (folder / "x.ics").read_bytes()


def dated(data: Dataset) -> list[dict[str, Any]]:
    known = pl.col("earliest").is_not_null() | pl.col("latest").is_not_null()
    return data.frame("events").filter(known).sort("position").to_dicts()


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_icalendar_reads_every_dated_event_with_its_values(package: Path, tmp_path: Path) -> None:
    data = opened(package)
    read = icalendar.Calendar.from_ical(written(data, tmp_path))
    places = {p["place_id"]: p for p in data.rows("places")}
    entries = read.walk("VEVENT")
    assert len(entries) == len(dated(data)) > 0
    for entry, event in zip(entries, dated(data), strict=True):
        assert entry["UID"] == iris.part(iris.base(data.descriptor), "events", event["event_id"])
        due = "By May 2025: " if event["date_edtf"] == "[..2025-05]" else ""
        assert entry["SUMMARY"] == due + event["label"]
        assert entry["DESCRIPTION"].startswith(event["summary"] + "\nWhen: ")
        first, last = event["earliest"] or event["latest"], event["latest"] or event["earliest"]
        assert entry.decoded("DTSTART") == first
        assert entry.decoded("DTEND") == last + timedelta(days=1)
        assert type(entry.decoded("DTSTART")) is date
        assert entry.decoded("DTSTAMP") == datetime.fromisoformat(data.descriptor["created"]).astimezone(UTC)
        place = places.get(event["place_id"])
        assert entry.get("LOCATION") == (place["name"] if place else None)
        has_point = place is not None and place["latitude"] is not None
        assert ("GEO" in entry) == has_point
        if has_point:
            assert (entry["GEO"].latitude, entry["GEO"].longitude) == (place["latitude"], place["longitude"])


def test_vobject_reads_the_same_days_and_words(tmp_path: Path) -> None:
    data = opened()
    calendar = vobject.readOne(written(data, tmp_path).decode())
    found = [(e.dtstart.value, e.dtend.value, e.summary.value) for e in calendar.vevent_list]
    assert found == [
        (e["earliest"], (e["latest"] or e["earliest"]) + timedelta(days=1), e["label"]) for e in dated(data)
    ]


def test_undated_events_are_left_out_and_counted(tmp_path: Path) -> None:
    data = opened()
    read = icalendar.Calendar.from_ical(written(data, tmp_path))
    assert len(dated(data)) == 5
    assert "8 of 13 events have no date and are left out." in read["DESCRIPTION"]


def entry(data: Dataset, folder: Path, event: str) -> icalendar.Event:
    read = icalendar.Calendar.from_ical(written(data, folder))
    return next(e for e in read.walk("VEVENT") if e["UID"].endswith(f"/{event}"))  # type: ignore[return-value]


def test_an_open_end_is_explained_and_shown_on_the_first_day(tmp_path: Path) -> None:
    found = entry(opened(), tmp_path, "shift-bargaining")
    assert "When: since 2022\nThe end is open: shown on 1 January 2022." in found["DESCRIPTION"]
    assert found.decoded("DTEND") == date(2022, 1, 2)


def test_an_open_beginning_is_explained_and_shown_on_the_last_day(tmp_path: Path) -> None:
    bounds = {"date_edtf": "../2023", "earliest": None, "latest": date(2023, 12, 31), "date_basis": "stated"}
    found = entry(with_cells(opened(), "events", "event_id", "cable-cut", **bounds), tmp_path, "cable-cut")
    assert "The beginning is open: shown on 31 December 2023." in found["DESCRIPTION"]
    assert found.decoded("DTSTART") == date(2023, 12, 31)


def test_a_deadline_is_on_its_day_and_says_by(tmp_path: Path) -> None:
    bounds = {"date_edtf": "[..2026-05]", "earliest": None, "latest": date(2026, 5, 31)}
    found = entry(with_cells(opened(), "events", "event_id", "council-vote", **bounds), tmp_path, "council-vote")
    assert found["SUMMARY"] == "By May 2026: Vote of the council on the cable"
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2026, 5, 31), date(2026, 6, 1))
    assert "When: by May 2026\nSome time up to and including 31 May 2026" in found["DESCRIPTION"]


@pytest.mark.parametrize("far", ["-0044-03-15", "0000", "Y12345", "Y-17E7/.."])
def test_years_that_a_calendar_cannot_hold_are_left_out_and_counted(far: str, tmp_path: Path) -> None:
    data = with_cells(opened(), "events", "event_id", "monday-talks", date_edtf=far, earliest=None, latest=None)
    read = icalendar.Calendar.from_ical(written(data, tmp_path))
    assert not [e for e in read.walk("VEVENT") if e["UID"].endswith("/monday-talks")]
    assert (
        "9 of 13 events have no date in the years 1 to 9999, which a calendar can hold, and are left out."
        in read["DESCRIPTION"]
    )


def test_an_interval_over_year_1_is_on_the_days_that_a_calendar_can_hold(tmp_path: Path) -> None:
    bounds = {"date_edtf": "-0044/0014", "earliest": None, "latest": date(14, 12, 31)}
    found = entry(with_cells(opened(), "events", "event_id", "monday-talks", **bounds), tmp_path, "monday-talks")
    assert found.decoded("DTSTART") == date(14, 12, 31)
    assert "When: 45 BCE to 14 CE" in found["DESCRIPTION"]


def test_a_doubtful_date_says_so(tmp_path: Path) -> None:
    data = with_cells(opened(), "events", "event_id", "monday-talks", date_edtf="2024-05-13?")
    assert "The date is uncertain." in entry(data, tmp_path, "monday-talks")["DESCRIPTION"]


def test_what_is_planned_is_tentative_and_what_is_denied_says_not(tmp_path: Path) -> None:
    data = with_cells(opened(), "events", "event_id", "monday-talks", polarity="negated", status="habitual")
    assert entry(data, tmp_path, "council-vote")["STATUS"] == "TENTATIVE"
    assert entry(data, tmp_path, "container-fall")["STATUS"] == "CONFIRMED"
    denied = entry(data, tmp_path, "monday-talks")
    assert (denied["STATUS"], denied["SUMMARY"]) == ("TENTATIVE", "Not: Talks of the port and the union")
    assert "This is said not to take place." in denied["DESCRIPTION"]


def test_the_worst_cells_come_back_whole(tmp_path: Path) -> None:
    data = worst()
    content = written(data, tmp_path)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    read = icalendar.Calendar.from_ical(content)
    assert [e["SUMMARY"] for e in read.walk("VEVENT")] == [e["label"] for e in dated(data)]
    assert all(e["DESCRIPTION"].startswith(r["summary"]) for e, r in zip(read.walk("VEVENT"), dated(data), strict=True))
    assert [sorted(e) for e in read.walk("VEVENT")] == [
        sorted(e) for e in icalendar.Calendar.from_ical(written(opened(), tmp_path)).walk("VEVENT")
    ]
    # icalendar does not know NAME of RFC 7986 and leaves its escapes as they stand
    assert read["NAME"] == icalendar.vText(data.descriptor["title"]).to_ical().decode()
