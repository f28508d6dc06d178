"""How a drafted mapping reads dates: with times of day, in two orders, beside columns of years and of ends."""

from __future__ import annotations

import random
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et

FORMS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S.123", "%Y-%m-%d 00:00:00.000", "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT00:00:00", "%Y-%m-%dT%H:%M:%S.5Z", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+02:00", "%d/%m/%Y", "%m/%d/%Y",
    "%m/%d/%Y %I:%M %p", "%m/%d/%Y 12:00:00 AM", "%d.%m.%Y %H:%M", "%d.%m.%y", "%d-%m-%Y", "%d %B %Y", "%d %B %Y %H:%M", "%d-%b-%y",
    "%Y%m%d",
)  # fmt: skip


def drafted(folder: Path, *rows: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """The draft for a table, its first row the header, and what it says of dates."""
    (folder / "table.csv").write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    draft = et.suggest_mapping(folder / "table.csv")
    (folder / "table.toml").write_text(draft, encoding="utf-8")
    return draft, tomllib.loads(draft)["event"].get("date", {})


@pytest.mark.parametrize("beside", [(), ("year",), ("year", "end"), ("end",)])
@pytest.mark.parametrize("form", FORMS)
def test_a_draft_reads_all_dates_of_a_table_as_they_are(tmp_path: Path, form: str, beside: tuple[str, ...]) -> None:
    choose = random.Random(f"{form} {beside}")
    days = [date(2031, 1, 13) + timedelta(days=choose.randrange(300)) for _ in range(20)]
    days[0] = date(2031, 5, 27)  # so that the order of day and month is certain
    header = ("no", *(n for n in beside if n == "year"), "date", *(n for n in beside if n == "end"), "town")
    rows = []
    for number, day in enumerate(days):
        time = timedelta(minutes=choose.randrange(24 * 60))
        begin = (date.min + timedelta(days=day.toordinal() - 1), time)
        start = written(*begin, form)
        cells = {"no": f"A{number}", "year": "2031", "date": start, "end": start, "town": f"Town {number}"}
        rows.append(tuple(cells[name] for name in header))
    drafted(tmp_path, header, *rows)
    package = et.import_(
        "csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["Project"]
    )
    assert package.report.problems == []
    assert package.package["events"]["date_edtf"].to_list() == [day.isoformat() for day in days]


def written(day: date, time: timedelta, form: str) -> str:
    """A day and a time of day in a form."""
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) + time).strftime(form)


def test_the_dates_that_are_most_certain_say_how_the_others_are_read(tmp_path: Path) -> None:
    draft, spec = drafted(tmp_path, ("no", "date"), ("1", "02/03/2031"), ("2", "03/04/2031"), ("3", "01/25/2031"))
    assert spec["formats"] == ["%m/%d/%Y"]
    assert "could also be" not in draft


@pytest.mark.parametrize(
    ("form", "other"), [("{}/{}/2031", "%m/%d/%Y"), ("{}.{}.2031", "%m.%d.%Y"), ("{}/{}/2031 14:30", "%m/%d/%Y %H:%M")]
)
def test_a_draft_says_where_the_order_of_day_and_month_is_not_certain(tmp_path: Path, form: str, other: str) -> None:
    rows = [(str(n), form.format(f"0{n}", f"0{9 - n}")) for n in range(1, 9)]
    draft, _ = drafted(tmp_path, ("no", "date"), *rows)
    assert f'# could also be "{other}": no day is greater than 12' in draft
    draft, _ = drafted(tmp_path, ("no", "date"), *rows, ("9", form.format("13", "02")))
    assert "could also be" not in draft
    draft, _ = drafted(tmp_path, ("no", "date"), ("1", form.format("02", "02")))
    assert "could also be" not in draft


def test_a_year_beside_dates_that_are_not_recognized_is_warned_of(tmp_path: Path) -> None:
    header = ("no", "year", "date", "town")
    draft, spec = drafted(tmp_path, header, ("1", "2031", "the first", "Oss"), ("2", "2031", "the 2nd", "Oss"))
    assert spec["formats"] == ["%Y"]
    assert '# WARNING: "date" may have finer dates' in draft
    assert '# what is in "date": "the 2nd", "the first"' in draft


def test_an_interval_has_no_other_end(tmp_path: Path) -> None:
    draft, spec = drafted(
        tmp_path, ("no", "date", "end"), ("1", "2031-03-01/2031-03-04", "2031-03-05"), ("2", "2031-03", "2031-04")
    )
    assert "end" not in spec
    assert '# end = "end"' in draft
    et.import_(
        "csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["Project"]
    )
