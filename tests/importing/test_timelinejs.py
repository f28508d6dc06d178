"""TimelineJS: slides, eras, dates, groups and media of the JSON and of the sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et

ASKED = {"contributors": ["Holm, Mira"], "license": "CC-BY-4.0"}
TITLE = {"text": {"headline": "The <b>plot</b>", "text": "<p>Rome &amp; after.</p>"}}
PLOT = {
    "start_date": {"year": "-44", "month": 3, "day": "15", "hour": 10}, "group": "Rome", "display_date": "the Ides",
    "text": {"headline": "Plot <i>ends</i>", "text": "<p>Caesar dies.</p><script>x()</script><p>Rome&nbsp;mourns.</p>"},
    "media": {"url": "https://media.example.org/caesar.jpg", "caption": "A <a href='x'>bust</a>", "credit": "Museum"},
    "unique_id": "plot-1", "background": {"color": "red"}, "zoom": 3,
}  # fmt: skip
ERA = {"start_date": {"year": 1914}, "end_date": {"year": "1,918", "month": 11}, "text": {"headline": "War"}}


def imported(
    tmp_path: Path, content: str | dict[str, Any], name: str = "plot.json", **options: str
) -> et.ImportedPackage:
    (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return et.import_("timelinejs", tmp_path / name, tmp_path / "out", **ASKED, options=options)  # type: ignore[arg-type]


def cells(package: et.Package, table: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in package[table].select(columns).iter_rows()]


def test_slides_and_eras_are_events(tmp_path: Path) -> None:
    found = imported(tmp_path, {"title": TITLE, "events": [PLOT], "eras": [ERA]})
    package = found.package
    assert {p.code for p in found.report.problems} == {"PKG015"}
    assert package.descriptor["title"] == "The plot"
    assert "Rome & after." in package.descriptor["description"]
    assert cells(package, "events", "event_id", "label", "summary", "kind", "topic", "date_edtf", "time", "display_date") == [
        ("plot-1", "Plot ends", "Caesar dies. Rome mourns.", "other", "rome", "-0043-03-15", "10", "the Ides"),
        ("war", "War", None, "period", "unassigned", "1914/1918-11", None, None),
    ]  # fmt: skip
    assert cells(package, "sources", "kind", "title", "publisher", "url") == [
        ("media", "A bust", "Museum", "https://media.example.org/caesar.jpg"),
    ]  # fmt: skip
    assert cells(package, "event_sources", "event_id", "source_id") == [("plot-1", "a-bust")]
    assert found.notes == [
        "1 values of `zoom` are left out",
        '1 years before 1 are read as years BCE, as TimelineJS shows them; `options={"year_numbering": "astronomical"}` reads them with a year 0',
    ]


@pytest.mark.parametrize(
    ("year", "numbering", "date"),
    [
        ("-44", "", "-0043"), ("-44", "bce", "-0043"), ("-44", "astronomical", "-0044"), ("-1", "bce", "0000"), ("0", "", "0000"),
        (" 1,848 ", "", "1848"), (476, "", "0476"), ("-271820", "astronomical", "Y-271820"),
    ],
)  # fmt: skip
def test_years_before_one_are_numbered_as_asked(tmp_path: Path, year: object, numbering: str, date: str) -> None:
    slide = {"start_date": {"year": year}, "text": {"headline": "x"}}
    found = imported(tmp_path, {"events": [slide]}, year_numbering=numbering)
    assert cells(found.package, "events", "date_edtf") == [(date,)]


SHEET = (
    "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Type,Group\n"
    ",,,,,,,,,The plot,,,,,title,\n"
    '-44,3,15,10:30,,,,,,Plot ends,"<b>Rome</b>,\nagain",https://media.example.org/c.jpg,,,,Rome\n'
    "1914,,,,1918,,,,,War,,,,,era,\n"
    ",,,,,,,,,Undated,,,,,,\n"
    ",,,,,,,,,,,,,,,\n"
)


def test_the_sheet_is_read_like_the_json(tmp_path: Path) -> None:
    found = imported(tmp_path, SHEET, "plot.csv", year_numbering="astronomical")
    assert found.report.valid
    assert found.package.descriptor["title"] == "The plot"
    assert cells(found.package, "events", "label", "summary", "kind", "date_edtf", "time") == [
        ("Plot ends", "Rome, again", "other", "-0044-03-15", "10:30"), ("War", None, "period", "1914/1918", None),
        ("Undated", None, "other", None, None),
    ]  # fmt: skip


def test_the_older_sheet_has_dates_in_one_column(tmp_path: Path) -> None:
    sheet = "Start Date,End Date,Headline,Tag\n1/26/2010,,Strike,Port\n2011,2012,Trial,\n"
    found = imported(tmp_path, sheet, "old.csv")
    assert cells(found.package, "events", "label", "date_edtf", "topic") == [
        ("Strike", "2010-01-26", "port"), ("Trial", "2011/2012", "unassigned"),
    ]  # fmt: skip


def test_a_timeline_of_our_own_comes_back_with_its_dates(tmp_path: Path) -> None:
    harbour = Path(__file__).parents[1] / "packages" / "harbour"
    et.export(harbour, "timelinejs", tmp_path / "harbour.json")
    found = et.import_("timelinejs", tmp_path / "harbour.json", tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert found.report.valid
    before = {e: d for e, d in cells(et.read(harbour), "events", "event_id", "date_edtf") if d}
    after = {str(e): d for e, d in cells(found.package, "events", "event_id", "date_edtf")}
    assert set(after) == set(before)
    plain = {e: d for e, d in before.items() if len(str(d)) == 10}
    assert plain
    assert {e: after[e] for e in plain} == plain


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("{", "x.json", r"x\.json:1:2: not JSON"),
        ('{"events": 3}', "x.json", "no list of `events`"),
        ('{"events": [3]}', "x.json", r"events\[0\] is not an object"),
        ('{"events": [{"start_date": {"year": "soon"}}]}', "x.json", r"events\[0\]\.start_date: 'soon' is not a year"),
        ('{"events": [{"start_date": {"year": 2001, "month": "May"}}]}', "x.json", "'May' is not a month"),
        (
            '{"events": [{"start_date": {"year": 2001, "month": 2, "day": 30}}]}',
            "x.json",
            "2001-02-30 is not in the calendar",
        ),
        ('{"events": [{"start_date": {"year": 2001}, "end_date": {"year": 1999}}]}', "x.json", "ends before it begins"),
        ("[" * 100_000, "x.json", "x.json"),
        ("Name,Date\n", "x.csv", r"x\.csv:1: the header has no Headline"),
        ("Year,Headline\n2001,a\nsoon,b\n", "x.csv", r"x\.csv:3: start date: 'soon' is not a year"),
        ("Year,Headline\n2001,a,b\n", "x.csv", r"x\.csv:2: more cells"),
        ("", "x.csv", r"x\.csv:1"),
    ],
)
def test_names_the_place_of_what_cannot_be_read(tmp_path: Path, content: str, name: str, said: str) -> None:
    with pytest.raises(et.Error, match=said):
        imported(tmp_path, content, name)
    assert not (tmp_path / "out").exists()


def test_refuses_a_numbering_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(et.Error, match=r"`options\[\"year_numbering\"\]` is 'bc'"):
        imported(tmp_path, {"events": []}, year_numbering="bc")


X = {"text": {"headline": "x"}}


@pytest.mark.parametrize(
    ("slide", "said"),
    [
        (X | {"start_date": "2001-05-02"}, r"events\[0\]\.start_date: '2001-05-02' is not an object"),
        (X | {"end_date": [2001]}, r"events\[0\]\.end_date: \[2001\] is not an object"),
        (X | {"start_date": {"month": 5}}, "there is a month or day, but no year"),
        (X | {"start_date": {"year": 2001.5}}, r"2001\.5 is not a year"),
        (X | {"start_date": {"year": "9" * 5000}}, r"'9{39}… is not a year"),
        (X | {"start_date": {"year": 2001, "month": 0}}, "2001-00 is not in the calendar"),
        ({"text": "Hello"}, r"events\[0\]\.text: 'Hello' is not an object"),
        ({"text": {"headline": ["a"]}}, r"events\[0\]\.text\.headline: \[\"a\"\] is not a text"),
        ({"text": {"headline": "x", "text": True}}, r"events\[0\]\.text\.text: true is not a text"),
        ({"text": {"headline": {"text": "x"}}}, r'events\[0\]\.text\.headline: {"text": "x"} is not a text'),
        (X | {"display_date": {"year": 2001}}, r'events\[0\]\.display_date: {"year": 2001} is not a text'),
        (X | {"group": ["Rome"]}, r'events\[0\]\.group: \["Rome"\] is not a text'),
        (X | {"unique_id": True}, r"events\[0\]\.unique_id: true is not a text"),
        (X | {"media": {"url": {}}}, r"events\[0\]\.media\.url: {} is not a text"),
        (X | {"start_date": {"year": 2001, "hour": [5]}}, r"events\[0\]\.start_date\.hour: \[5\] is not a text"),
        (X | {"start_date": {"year": 2001, "month": {}}}, r"events\[0\]\.start_date: {} is not a month"),
        (X | {"media": "https://a.example/x"}, r"events\[0\]\.media: 'https://a.example/x' is not an object"),
    ],
)
def test_a_part_of_another_type_is_refused_with_its_place(tmp_path: Path, slide: dict[str, Any], said: str) -> None:
    with pytest.raises(et.Error, match=said) as caught:
        imported(tmp_path, {"events": [slide]})
    assert caught.value.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"events": [{"start_date":\n {"year": 2001, "year": 2002}}]}', r"x\.json:2:17: the key 'year' is duplicated"),
        ('{"events": [], "events": []}', r"x\.json:1:16: the key 'events' is duplicated"),
        ('{"events": [{"text": {"headline": "a\\ud800b"}}]}', r"x\.json:1:37: \\ud800 is half a character"),
        ('{"events": [{"start_date": {"year": ' + "9" * 5000 + "}}]}", r"x\.json:1:37: 9{20}… \(5,000 characters\) is not a number"),
        ('{"events": [], "title": "Rome"}', r"x\.json: title is not an object"),
    ],
)  # fmt: skip
def test_json_that_readers_take_in_different_ways_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(et.Error, match=said):
        imported(tmp_path, content, "x.json")


@pytest.mark.parametrize(
    ("slide", "date", "note"),
    [
        ({"start_date": {"year": 0}}, "0000", "1 years 0 are read as 1 BCE, which EDTF writes 0000"),
        ({"start_date": {"year": 2001.0}}, "2001", ""),
        ({"start_date": {"year": 2001, "day": 3}}, "2001", "1 days without a month are left out"),
        ({"end_date": {"year": 2001}}, None, "1 ends without a beginning are left out"),
        ({"start_date": {}, "end_date": {"year": "", "month": None}}, None, ""),
    ],
)
def test_what_is_left_out_of_a_date_is_counted(tmp_path: Path, slide: dict[str, Any], date: str, note: str) -> None:
    found = imported(tmp_path, {"events": [X | slide]})
    assert cells(found.package, "events", "date_edtf") == [(date,)]
    assert found.notes == ([note] if note else [])


@pytest.mark.parametrize(
    ("start", "time"),
    [({"hour": 0, "minute": 5}, "00:05"), ({"hour": None, "minute": 5}, None), ({"hour": "7", "minute": ""}, "07")],
)
def test_a_time_of_day_ends_before_its_first_missing_part(
    tmp_path: Path, start: dict[str, Any], time: str | None
) -> None:
    found = imported(
        tmp_path,
        {"events": [X | {"start_date": {"year": 2001, **start}}, X | {"start_date": {"year": 2001, "hour": 1}}]},
    )
    assert cells(found.package, "events", "time") == [(time,), ("01",)]


def test_numbers_are_texts_and_null_is_missing(tmp_path: Path) -> None:
    slide = {
        "text": {"headline": 1848, "text": None}, "media": {"url": None, "alt": 3}, "group": 5, "display_date": 1848.5,
        "unique_id": 7, "start_date": None,
    }  # fmt: skip
    found = imported(tmp_path, {"events": [slide]})
    assert cells(found.package, "events", "event_id", "label", "summary", "topic", "display_date", "media_alt") == [
        ("7", "1848", None, "5", "1848.5", "3"),
    ]  # fmt: skip


def test_control_characters_are_left_out_and_counted(tmp_path: Path) -> None:
    found = imported(tmp_path, {"events": [{"text": {"headline": "a\0b"}}]})
    assert cells(found.package, "events", "label") == [("ab",)]
    assert found.notes == ["1 texts have control characters, which are left out"]


def test_rows_of_a_sheet_that_timelinejs_would_not_take_alike_are_counted(tmp_path: Path) -> None:
    sheet = "Year,Headline,Type\n,One,title\n,Two,title\n2001,x,Era\n"
    found = imported(tmp_path, sheet, "x.csv")
    assert found.package.descriptor["title"] == "One"
    assert found.notes == [
        "1 title slides after the first are left out",
        "1 rows have another type than title or era and are read as events",
    ]


def test_a_sheet_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(et.Error, match=r"y\.csv:1: the column 'Year' is duplicated"):
        imported(tmp_path, "Year,Year,Headline\n2001,2002,x\n", "y.csv")
