"""`csv` and the presets: a table with a row for each event becomes a valid package, by a mapping and nothing else."""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.conftest import Timeline

import event_timeline as et
from event_timeline.importing.rows.delimited import Delimited
from event_timeline.model import RowsError

DOCS = Path(__file__).parents[2] / "docs"
MAPPING = """
[package]
license = "CC0-1.0"
keywords = ["floods"]

[event]
id = "No"
label = { text = "{What} in {Town}" }
summary = "Remarks"
kind = { column = "What", map = { "Flood" = "disaster", "Strike" = "protest" } }
topic = "What"

[event.date]
start = "From"
end = "To"
formats = ["%d/%m/%Y"]

[[places]]
latitude = "Lat"
longitude = "Lon"
chain = [
  { kind = "country", name = "Land", country = { column = "Land", map = "country-names" } },
  { kind = "city", name = "Town" },
]

[[actors]]
name = { column = "Who", split = ";" }
role = { value = "agent" }
kind = { value = "group" }

[[sources]]
title = { column = "Paper", split = "|" }
note = { column = "Headline", split = "|" }

[[measures]]
measure = { value = "fatalities" }
low = "Low"
best = "Dead"
unit = { value = "persons" }
"""
HEADER = "No,What,From,To,Land,Town,Lat,Lon,Who,Paper,Headline,Low,Dead,Remarks,Desk"
ROWS = (
    "A-1,Flood,03/02/2031,05/02/2031,Norway,Oss,60.1,10.5,River; Rain,Herald|Radio,Water|Rain,1,2,The river rose.,n",
    "A-2,Strike,01/03/2031,31/03/2031,Norway,Oss,60.1,10.5,Crews,Herald,,,,\"Crews\n walk  out.\",s",
    "A-3,Fire,07/03/2031,,Norway,Tarn,,,,,,,0,,n",
)  # fmt: skip


def imported(
    folder: Path, rows: tuple[str, ...] = ROWS, mapping: str = MAPPING, header: str = HEADER
) -> et.ImportedPackage:
    (folder / "table.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (folder / "table.toml").write_text(mapping, encoding="utf-8")
    return et.import_(
        "csv",
        folder / "table.csv",
        folder / "out",
        mapping=folder / "table.toml",
        contributors=["Project"],
        date="2031-06-01",
    )


def said(folder: Path, rows: tuple[str, ...] = ROWS, mapping: str = MAPPING, header: str = HEADER) -> str:
    """The error of an import, which has written nothing, with its hint."""
    with pytest.raises(et.Error) as caught:
        imported(folder, rows, mapping, header)
    assert not (folder / "out").exists()
    return f"{caught.value.message} ({caught.value.hint})".replace(f"{folder}/", "")


def test_a_table_becomes_a_valid_package(tmp_path: Path) -> None:
    package = imported(tmp_path)
    assert package.report.problems == []
    events = package.package["events"]
    assert events["event_id"].to_list() == ["a-1", "a-2", "a-3"]
    assert events["label"].to_list() == ["Flood in Oss", "Strike in Oss", "Fire in Tarn"]
    assert events["summary"].to_list() == ["The river rose.", "Crews walk out.", None]
    assert events["date_edtf"].to_list() == ["2031-02-03/2031-02-05", "2031-03", "2031-03-07"]
    assert events["latest"].cast(pl.String).to_list() == ["2031-02-05", "2031-03-31", "2031-03-07"]
    assert events["kind"].to_list() == ["disaster", "protest", "other"]
    assert events["place_id"].to_list() == ["oss", "oss", "tarn"]


def test_a_quoted_empty_cell_is_missing_and_a_doubled_mark_is_one(tmp_path: Path) -> None:
    row = ROWS[1].replace("Oss", '""').replace("Crews\n walk  out.", 'They say ""no"".')
    events = imported(tmp_path, (row,)).package["events"]
    assert events.select("label", "place_id", "summary").rows() == [("a-2", "norway", 'They say "no".')]


def test_blanks_around_cells_are_removed_and_noted(tmp_path: Path) -> None:
    rows = (ROWS[0], ROWS[1], ROWS[2].replace("Tarn", " Tarn ").replace(",n,", ",n ,"))
    package = imported(tmp_path, rows)
    assert package.package["events"]["desk"].to_list() == ["n", "s", "n"]
    assert [note for note in package.notes if "blanks around" in note] == [
        "cells with blanks around them, which are removed: 1 row: line 5 (Town)"
    ]


def test_a_cell_of_blanks_alone_is_missing_and_not_noted(tmp_path: Path) -> None:
    package = imported(tmp_path, (ROWS[1].replace("Oss", "  "),))
    assert not [note for note in package.notes if "blanks around" in note]
    assert package.package["events"]["place_id"].to_list() == ["norway"]


def test_columns_that_no_field_takes_whole_are_kept_as_they_are(tmp_path: Path) -> None:
    events = imported(tmp_path).package["events"]
    assert events["desk"].to_list() == ["n", "s", "n"]
    assert events["no"].to_list() == ["A-1", "A-2", "A-3"]  # an identifier is in lower case
    assert not {"from", "remarks", "who", "dead"} & set(events.columns)


def test_translated_codes_get_a_vocabulary_and_unknown_ones_are_reported(tmp_path: Path) -> None:
    package = imported(tmp_path)
    assert (
        package.notes[0]
        == "event, kind: 1 row has a code that the mapping does not know: 'Fire' (1 row, the first is line 5); "
        'add it to the map, or beside the name of a list, as more = { Fire = "…" }'
    )
    book = package.package["codebook"].filter(pl.col("vocabulary") == "events.what")
    assert book["term"].to_list() == ["Fire", "Flood", "Strike"]
    field = next(f for f in package.package.schema("events")["fields"] if f["name"] == "what")
    assert field["constraints"]["enum"] == ["Fire", "Flood", "Strike"]


def test_lists_become_records_in_parallel(tmp_path: Path) -> None:
    package = imported(tmp_path).package
    assert package["event_actors"]["actor_id"].to_list() == ["rain", "river", "crews"]
    assert package["event_sources"].select("source_id", "note").rows() == [
        ("herald", "Water"), ("radio", "Rain"), ("herald", None),
    ]  # fmt: skip
    assert package["places"].sort("place_id").select("place_id", "within", "country", "latitude").rows() == [
        ("norway", None, "NOR", None), ("oss", "norway", "NOR", 60.1), ("tarn", "norway", "NOR", None),
    ]  # fmt: skip
    assert package["measures"].select("event_id", "low", "best").rows() == [("a-1", 1.0, 2.0), ("a-3", None, 0.0)]


def test_a_source_without_notes_is_kept(tmp_path: Path) -> None:
    mapping = MAPPING.replace('title = { column = "Paper", split = "|" }', 'title = "Paper"')
    sources = imported(tmp_path, ROWS[1:2], mapping).package["event_sources"]
    assert sources.select("source_id", "note").rows() == [("herald", None)]


def test_addresses_of_one_source_are_not_joined(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[[measures]]", 'url = { column = "Desk", split = "|" }\n\n[[measures]]')
    desk = "http://a.no|http://b.no"
    package = imported(tmp_path, (ROWS[1].removesuffix("s") + desk,), mapping)
    assert package.package["event_sources"].select("source_id", "url").rows() == [("herald", None)]
    assert package.package["events"]["desk"].to_list() == [desk]


ACTORS = """name = "What"
role = { value = "agent" }
kind = { column = "Desk", map = { g = "group", c = "country" }, others = "" }
country = { value = "NOR" }
sector = { column = "Low", map = { 1 = "rebel", 2 = "militia" }, others = "" }

[[actors]]
name = { column = "Who", split = ";" }
role = { value = "associate" }

[[sources]]
title = "Town"
kind = { column = "Desk", map = { g = "dataset" }, others = "" }

[[sources]]"""


@pytest.mark.parametrize("rows_of_batch", [1, 100])
def test_an_actor_has_the_first_kind_and_sector_that_a_row_gives(
    tmp_path: Path, rows_of_batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("event_timeline.importing.rows.delimited.BATCH_BYTES", rows_of_batch * 60)
    old = MAPPING[MAPPING.index('name = { column = "Who"') : MAPPING.index("[[sources]]")]
    mapping = MAPPING.replace(old + "[[sources]]", ACTORS).replace("low =", "high =")
    row = "A-{},{},03/02/2031,,Norway,Oss,,,{},,,{},,,{}"
    rows = [("Oak", "Fir;Elm", "", ""), ("Fir", "Oak", "1", "g"), ("Oak", "Yew", "2", "c"), ("Fir", "Elm", "2", "g")]
    lines = tuple(row.format(n, name, who, low, desk) for n, (name, who, low, desk) in enumerate(rows))
    for order in (lines, (*lines[1:3], lines[0], lines[3])):
        package = imported(tmp_path, order, mapping)
        assert package.package["actors"].select("actor_id", "kind", "sector", "country").rows() == [
            ("elm", "organisation", None, None), ("fir", "group", "rebel", None),
            ("oak", "country", "militia", "NOR"), ("yew", "organisation", None, None),
        ]  # fmt: skip
        assert package.package["sources"]["kind"].to_list() == ["dataset"]
        said = "actors, sector: not what the first row that gives one for the same name says, which is kept"
        assert [note for note in package.notes if note.startswith("actors, ")] == [
            f"{said}: 1 row: line 5 (Fir, militia)"
        ]
        shutil.rmtree(tmp_path / "out")


def test_a_repeated_identifier_gets_a_number_and_no_row_is_lost(tmp_path: Path) -> None:
    package = imported(tmp_path, (*ROWS, ROWS[0].replace("Flood", "Strike")))
    assert package.package["events"]["event_id"].to_list() == ["a-1", "a-2", "a-3", "a-1-2"]
    assert "the id is that of an earlier row, and got a number behind it: 1 row: line 6 (a-1)" in package.notes


def test_copies_of_rows_are_counted_among_the_repeated_identifiers(tmp_path: Path) -> None:
    package = imported(tmp_path, (*ROWS, ROWS[0].replace("Flood", "Strike"), ROWS[2].replace("Tarn", "Tarn "), ROWS[2]))
    assert [note.partition(": ")[2] for note in package.notes if "earlier" in note] == [
        "3 rows: line 6 (a-1), line 7 (a-3), line 8 (a-3)", "2 rows: line 7 (a-3), line 8 (a-3)"
    ]  # fmt: skip
    assert any('repeated = "merge" in [event]' in note for note in package.notes)


def test_copies_of_rows_are_one_event_where_rows_of_an_identifier_are_merged(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[event]", '[event]\nrepeated = "merge"')
    package = imported(tmp_path, (*ROWS, *ROWS), mapping)
    assert package.package["events"].height == len(ROWS)
    assert not [note for note in package.notes if "earlier" in note]


def test_rows_that_are_equal_but_for_the_identifier_are_not_copies(tmp_path: Path) -> None:
    package = imported(tmp_path, (*ROWS, ROWS[0].replace("A-1", "A-4")))
    assert not [note for note in package.notes if "earlier" in note]


def test_estimates_out_of_order_and_unknown_parts_of_lists_are_noted_with_their_lines(tmp_path: Path) -> None:
    split = '{ column = "Who", split = ";", map = { River = "The River", Rain = "The Rain", Crews = "Crews" } }'
    mapping = MAPPING.replace('{ column = "Who", split = ";" }', split)
    rows = (*ROWS, ROWS[0].replace("A-1", "A-4").replace("River; Rain", "River; Wind").replace(",1,2,", ",9,2,"))
    assert imported(tmp_path, rows, mapping).notes[1:4] == [
        (
            "actors 1, name: 1 row has a code that the mapping does not know: 'Wind' (1 row, the first is line 6); "
            'add it to the map, or beside the name of a list, as more = { Wind = "…" }'
        ),
        "cells with line breaks, which are blanks now: 1 row: line 3 (Remarks)",
        "measures 1: low, best and high are out of order; only one is kept as a number: 1 row: line 6 (low 9, best 2, high none)",
    ]


def test_the_names_of_columns_are_found_in_any_case_and_by_alias(tmp_path: Path) -> None:
    header = HEADER.replace("No,", "NUMBER,").replace("Desk", "desk").lower()
    mapping = MAPPING + '\n[aliases]\nNo = ["Number"]\n'
    assert imported(tmp_path, mapping=mapping, header=header).report.valid


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((ROWS[0], ROWS[1].replace("01/03/2031", "31/31/2031")), "table.csv:3:From event, date, start: '31/31/2031' is not a date"),
        ((ROWS[0], "A-2,Strike,01/03/2031"), "table.csv:3: 3 cells where there are 15 columns"),
        ((ROWS[0] + ",more",), "table.csv:2: 16 cells where there are 15 columns"),
        ((ROWS[0], ROWS[2].replace("Tarn", "T\0rn")), "table.csv:3:30: a NUL byte"),
        ((ROWS[0].replace(",2,The", ",two,The"),), "table.csv:2:Dead measures 1, best: 'two' is not a number"),
        ((ROWS[0].replace(",2,The", ",1e-400,The"),), "table.csv:2:Dead measures 1, best: '1e-400' is not a number"),
        ((ROWS[0].replace(",2,The", ",inf,The"),), "table.csv:2:Dead measures 1, best: 'inf' is not a number"),
        ((ROWS[0].replace("60.1", "160.1"),), "table.csv:2:Lat places 1, latitude: '160.1' is not a number from -90 to 90"),
        ((ROWS[0].replace("The river", '"The" river'),), "table.csv:2: a quotation mark is out of its place"),
        ((), "there are no rows below the header"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_line_and_a_remedy(tmp_path: Path, rows: tuple[str, ...], expected: str) -> None:
    message = said(tmp_path, rows)
    assert expected in message
    assert not message.endswith("()")


def test_all_bad_cells_are_reported_at_once_and_beyond_a_hundred_counted(tmp_path: Path) -> None:
    rows = [f"A-{n},Flood,{n}/13/2031,,Norway,Oss,x{n},10.5,,,,,many,," for n in range(1, 81)]
    (tmp_path / "table.csv").write_text("\n".join([HEADER, *rows, "A-99,cut off"]) + "\n", encoding="utf-8")
    (tmp_path / "table.toml").write_text(MAPPING, encoding="utf-8")
    with pytest.raises(et.Error) as caught:
        et.import_("csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["P"])
    assert "table.csv:82: 2 cells where there are 15 columns" in str(caught.value)
    (tmp_path / "table.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(et.Error) as caught:
        et.import_("csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["P"])
    assert isinstance(caught.value, RowsError)
    assert caught.value.total == 240
    assert len(caught.value.problems) == 100
    assert caught.value.listed == 179  # each of the 80 equal cells, and the first 99 others
    first, last = caught.value.problems[0], caught.value.problems[-1]
    assert (first.line, first.column, first.value) == (2, "From", "1/13/2031")
    assert (last.line, last.column, last.value) == (51, "From", "50/13/2031")
    (many,) = (p for p in caught.value.problems if p.value == "many")
    assert str(many).endswith(
        "table.csv:2:Dead measures 1, best: 'many' is not a number (80 cells, lines 2, 3, 4, 5, 6, …)"
    )
    assert many.hint.endswith('missing = ["many"]')


def test_a_day_that_two_formats_read_differently_is_refused(tmp_path: Path) -> None:
    mapping = MAPPING.replace('["%d/%m/%Y"]', '["%d/%m/%Y", "%m/%d/%Y"]')
    assert imported(tmp_path, (ROWS[0].replace("03/02", "02/02").replace("05/02", "13/02"),), mapping).report.valid
    (tmp_path / "again").mkdir()
    message = said(tmp_path / "again", mapping=mapping)
    assert (
        "table.csv:2:From event, date, start: '03/02/2031' is not one date: 2031-02-03 by %d/%m/%Y, 2031-03-02 by"
        in message
    )


def test_a_format_without_day_is_a_month_and_one_without_month_a_year(tmp_path: Path) -> None:
    mapping = MAPPING.replace('["%d/%m/%Y"]', '["%d/%m/%Y", "%m/%Y", "%Y"]').replace('end = "To"\n', "")
    rows = tuple(
        row.replace(row.split(",")[2], day) for row, day in zip(ROWS, ("03/02/2031", "02/2031", "2031"), strict=True)
    )
    events = imported(tmp_path, rows, mapping).package["events"]
    assert events["date_edtf"].to_list() == ["2031-02-03", "2031-02", "2031"]
    assert events["latest"].cast(pl.String).to_list() == ["2031-02-03", "2031-02-28", "2031-12-31"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{HEADER}\r{ROWS[0]}\r", "lines end in CR alone"),
        (f'{HEADER}\n{ROWS[2]}\n{ROWS[0].replace("The river", chr(34) + "The river")}\n{ROWS[2]}\n', "table.csv:3: a quotation mark is out of its place or not closed"),
        (f"{HEADER}\n\n\n{ROWS[0]}x\n{ROWS[0]},,\n", "table.csv:5: 17 cells where there are 15 columns"),
        (f"{HEADER}\n\n{ROWS[2]}\n,Fire,07/03/2031,,Norway,Tarn,,,,,,,0,,n\n", "table.csv:4:No event, id: the cell is empty"),
        (f"{HEADER}\n{ROWS[2]}\n{ROWS[0].replace('The river', 'x' * 3_000_000)}\n", "table.csv:3: Remarks: a cell of 3,000,006 characters"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_its_line(tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "table.csv").write_bytes(content.encode())
    (tmp_path / "table.toml").write_text(MAPPING, encoding="utf-8")
    with pytest.raises(et.Error) as caught:
        et.import_("csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["P"])
    assert expected in str(caught.value)
    assert caught.value.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("quote", ['"', "'", ""])
@pytest.mark.parametrize("delimiter", [".", "^", "$", "*", "\\", "|", "+", "("])
def test_any_ascii_sign_may_be_the_delimiter(tmp_path: Path, delimiter: str, quote: str) -> None:
    rows = [["no", "what", "day"], ["a1", f"{quote}a, b{quote}", "01-02-2031"], ["a2", "c", "02-02-2031"]]
    (tmp_path / "t.csv").write_text("".join(delimiter.join(row) + "\n" for row in rows), encoding="utf-8")
    mapping = f"""[file]\ndelimiter = {json.dumps(delimiter)}\nquote = {json.dumps(quote)}
[event]\nid = "no"\nlabel = "what"\nkind = {{ value = "other" }}\ndate = {{ start = "day", formats = ["%d-%m-%Y"] }}\n"""
    (tmp_path / "t.toml").write_text(mapping, encoding="utf-8")
    package = et.import_("csv", tmp_path / "t.csv", tmp_path / "out", mapping=tmp_path / "t.toml", contributors=["P"])
    assert package.package["events"]["label"].to_list() == ["a, b", "c"]


def test_a_bad_cell_can_be_left_empty(tmp_path: Path) -> None:
    rows = (ROWS[0].replace("03/02/2031", "soon"), *ROWS[1:])
    package = imported(tmp_path, rows, MAPPING + '\n[file]\ninvalid = "empty"\n')
    assert package.report.valid
    assert package.package["events"]["date_edtf"][0] == "/2031-02-05"
    assert package.notes[1:3] == [
        "cells that could not be read and are left empty: 1",
        f"left empty: {tmp_path}/table.csv:2:From event, date, start: 'soon' is not a date of the form %d/%m/%Y",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"No"', '"No', "table.toml:7:"),
        ('topic = "What"', 'topics = "What"', "table.toml:11: unknown field 'topics' in event (did you mean 'topic'?"),
        ('"Remarks"', '"Remark"', "table.toml:9: table.csv has no column 'Remark' (did you mean 'Remarks'?"),
        (
            '= "disaster"',
            '= "disastre"',
            "table.toml:10: 'disastre' is not a term of events.kind (did you mean 'disaster'?",
        ),
        ('kind = { column = "What",', 'kind = { column = "What", text = "x",', "has column and text"),
        ("[[measures]]", '[values]\na = "b"\nb = "a"\n\n[[measures]]', "go round in a circle: a > b > a"),
        ('map = "country-names"', 'map = "countries"', "countries: No such file or directory"),
        ('"%d/%m/%Y"', '"%d/%q/%Y"', "table.toml:16: event, date, formats: '%d/%q/%Y': %q is not a directive"),
        ('"%d/%m/%Y"', '"%d/%m"', "table.toml:16: event, date, formats: '%d/%m': it has no year"),
        ('formats = ["%d/%m/%Y"]', "formats = 3", "table.toml:16: event, date, formats is 3 (write a list)"),
    ],
)
def test_a_bad_mapping_is_refused_with_its_line_and_a_remedy(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in MAPPING
    message = said(tmp_path, mapping=MAPPING.replace(old, new, 1))
    assert expected in message
    assert not message.endswith("()")


def test_an_empty_file_a_workbook_and_a_missing_mapping_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    (tmp_path / "table.toml").write_text(MAPPING, encoding="utf-8")
    for content, expected in (
        (b"", "empty"),
        (b"PK\x03\x04 and more", "workbook"),
        ("a,b\n".encode("utf-16"), "UTF-16"),
    ):
        table.write_bytes(content)
        with pytest.raises(et.Error, match=expected):
            et.import_("csv", table, tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["P"])
    with pytest.raises(et.Error, match="csv needs a mapping"):
        et.import_("csv", table, tmp_path / "out", contributors=["P"])


def test_a_record_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with (tmp_path / "table.csv").open("wb") as file:
        file.write(f"{HEADER}\nA-1,".encode())
        file.seek(2**31)
        file.write(b"\n")
    (tmp_path / "table.toml").write_text(MAPPING, encoding="utf-8")
    with pytest.raises(et.Error, match=r"table.csv:2:5: a NUL byte"):
        et.import_("csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["P"])
    (tmp_path / "table.csv").write_bytes(f"{HEADER}\nA-1,".encode() + b"x" * 40_000_000)
    with pytest.raises(et.Error, match=r"table.csv:2: a record of more than 16 MB"):
        et.import_("csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["P"])


def test_lines_that_are_not_utf_8_are_read_as_windows_1252(tmp_path: Path) -> None:
    (tmp_path / "table.toml").write_text(MAPPING, encoding="utf-8")
    lines = [HEADER.encode(), ROWS[0].replace("Oss", "Åmli").encode(), ROWS[1].replace("Oss", "Sætre").encode("cp1252")]
    (tmp_path / "table.csv").write_bytes(b"\n".join(lines))
    package = et.import_(
        "csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["Project"]
    )
    assert set(package.package["places"]["name"]) == {"Norway", "Åmli", "Sætre"}
    assert "1 lines are not UTF-8 and were read as Windows-1252; the first is line 3" in package.notes


ACLED = """event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp
XYZ1,2031-04-02,2031,1,Demonstrations,Protests,Peaceful protest,Protesters (Norway),Students; XYZ: Example Party,Protesters,,,,Protesters only,,578,Europe,Norway,Oslo,,,Oslo,59.91,10.75,1,Post; Herald,National,Students march.,0,crowd size=around 50,1930000000
XYZ2,02 April 2031,2031,2,Political violence,Battles,Armed clash,Militia A,,Political militia,Militia B,,Political militia,x,,578,Europe,Norway,Oslo,,,Oslo,59.92,10.75,2,Post,National,They fight.,3,,1930000001
"""


def test_acled_sides_weeks_and_fatalities(tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(ACLED, encoding="utf-8")
    package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"])
    assert package.report.problems == []
    assert package.notes == []
    events = package.package["events"]
    assert events["date_edtf"].to_list() == ["2031-04-02", "2031-03-31/2031-04-06"]
    assert events["kind"].to_list() == ["protest", "armed-conflict"]
    assert events["latitude"].to_list() == [None, "59.92"]  # the point of the place is that of its first row
    assert package.package["event_actors"].select("actor_id", "role", "side").rows() == [
        ("protesters-norway", "agent", None), ("students", "associate", None), ("xyz-example-party", "associate", None),
        ("militia-a", "side", "a"), ("militia-b", "side", "b"),
    ]  # fmt: skip
    assert package.package["measures"]["best"].to_list() == [0.0, 3.0]
    assert package.package.descriptor["licenses"][0]["name"] == "other-closed"


@pytest.mark.parametrize(
    ("event_type", "inter1", "inter2", "roles"),
    [
        ("Violence against civilians", "Political militia", "Civilians", ("agent", "victim")),
        ("Violence against civilians", "3", "7", ("agent", "victim")),
        ("violence against civilians", "", "", ("agent", "victim")),
        ("Violence against civilians", "7", "3", ("victim", "agent")),
        ("Explosions/Remote violence", "Rebel group", "Civilians", ("agent", "victim")),
        ("Explosions/Remote violence", "Rebel group", "State forces", ("side", "side")),
        ("Riots", "Rioters", "Civilians", ("agent", "victim")),
        ("Riots", "Rioters", "State forces", ("side", "side")),
        ("Protests", "Protesters", "State forces", ("side", "side")),
        ("Strategic developments", "State forces", "Civilians", ("side", "side")),
        ("Battles", "Rebel group", "State forces", ("side", "side")),
    ],
)
def test_acled_says_who_attacked_whom_where_one_of_both_is_unarmed(
    tmp_path: Path, event_type: str, inter1: str, inter2: str, roles: tuple[str, str]
) -> None:
    battle = "Battles,Armed clash,Militia A,,Political militia,Militia B,,Political militia"
    assert battle in ACLED
    row = ACLED.replace(battle, f"{event_type},,Militia A,Friends,{inter1},Militia B,Farmers,{inter2}")
    (tmp_path / "acled.csv").write_text(row, encoding="utf-8")
    package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"])
    assert [p for p in package.report.problems if p.severity == "error"] == []
    parts = package.package["event_actors"].filter(event_id="xyz2").select("actor_id", "role", "side").rows()
    assert parts == [
        ("farmers", "associate", "b"), ("friends", "associate", "a"),
        ("militia-a", roles[0], "a"), ("militia-b", roles[1], "b"),
    ]  # fmt: skip


def test_what_a_mapping_says_of_all_gives_way_to_what_a_row_says(tmp_path: Path) -> None:
    """An associate of ACLED is a group until it is an actor itself, in whatever order of the rows."""
    own = "Battles,Armed clash,XYZ: Example Party,,Political militia,Militia B,,Political militia"
    header, first, second = ACLED.replace(
        "Battles,Armed clash,Militia A,,Political militia,Militia B,,Political militia", own
    ).splitlines()
    for rows in ([first, second], [second, first]):
        (tmp_path / "acled.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"])
        kinds = dict(package.package["actors"].select("actor_id", "kind").rows())
        assert (kinds["xyz-example-party"], kinds["students"]) == ("organisation", "group")
        assert not [note for note in package.notes if note.startswith("actors")]
        shutil.rmtree(tmp_path / "out")


def test_a_week_is_as_both_pages_say(tmp_path: Path) -> None:
    day, whole = "[2024-05-06..2024-05-12]", "2024-05-06/2024-05-12"
    assert [p.edtf for p in et.propose_dates("last week", "2024-05-14")] == [day, whole]
    editing, guide = (
        (DOCS / name).read_text(encoding="utf-8").replace("\n", " ") for name in ("editing.md", "coding-guide.md")
    )
    assert f"the set `{day}`, one day of it, or the interval `{whole}`, all of it" in editing
    assert f"`{day}` | `{whole}`, on all days of it" in guide
    (tmp_path / "acled.csv").write_text(ACLED.replace("02 April 2031,2031,2", "2031-02-05,2031,2"), encoding="utf-8")
    package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"]).package
    date = package["events"].filter(event_id="xyz2")["date_edtf"].item()
    precision = package["events"].filter(event_id="xyz2")["date_precision"].item()
    assert f"the interval from Monday to Sunday, `{date}`, with the `date_precision` `{precision}`" in (
        DOCS / "import.md"
    ).read_text(encoding="utf-8")


def test_the_example_of_the_documentation_works(tmp_path: Path) -> None:
    page = (DOCS / "import.md").read_text(encoding="utf-8")
    table = page.split("`incidents.csv`:\n\n```\n")[1].split("```")[0]
    mapping = page.split("when it is finished:\n\n```toml\n")[1].split("```")[0]
    (tmp_path / "incidents.csv").write_text(table, encoding="utf-8")
    (tmp_path / "incidents.toml").write_text(mapping, encoding="utf-8")
    package = et.import_(
        "csv",
        tmp_path / "incidents.csv",
        tmp_path / "out",
        mapping=tmp_path / "incidents.toml",
        contributors=["Project"],
    )
    assert package.report.problems == []
    assert package.notes == []
    assert package.package["events"]["kind"].to_list() == ["disaster", "protest"]


@pytest.mark.parametrize("content", [ACLED, "\n".join([HEADER.replace("No", "ID"), *ROWS]) + "\n", "a;b\n1;x\n2;y\n"])
def test_a_suggested_mapping_works_as_it_is(tmp_path: Path, timeline: Timeline, content: str) -> None:
    (tmp_path / "table.csv").write_text(content, encoding="utf-8")
    drafted = timeline("import", "csv", tmp_path / "table.csv", "--suggest")
    assert drafted.code == 0
    (tmp_path / "table.toml").write_text(drafted.out, encoding="utf-8")
    package = et.import_(
        "csv", tmp_path / "table.csv", tmp_path / "out", mapping=tmp_path / "table.toml", contributors=["Project"]
    )
    assert package.report.errors == 0, package.report.problems
    assert package.package["events"].height == content.count("\n") - content.count("\n walk") - 1


def test_a_mapping_changes_a_preset_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(
        ACLED.replace("Peaceful protest", "Sit-in").replace("event_date,", "jour,"), encoding="utf-8"
    )
    own = """[package]
title = "Marches of Norway"

[aliases]
event_date = ["jour"]

[terms."events.kind"]
sit-in = "People occupy a place by sitting down in it."

[event]
kind = { column = "sub_event_type", map = { "Sit-in" = "sit-in" }, others = "armed-conflict" }
"""
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    package = et.import_(
        "acled", tmp_path / "acled.csv", tmp_path / "out", mapping=tmp_path / "own.toml", contributors=["P"]
    )
    assert package.report.problems == []
    assert package.package.descriptor["title"] == "Marches of Norway"
    assert package.package.descriptor["licenses"][0]["name"] == "other-closed"  # as the preset says
    assert package.package["events"]["kind"].to_list() == ["sit-in", "armed-conflict"]
    assert package.package["events"]["date_edtf"].to_list() == ["2031-04-02", "2031-03-31/2031-04-06"]
    book = package.package["codebook"].filter(pl.col("term") == "sit-in")
    assert book.select("vocabulary", "label", "definition").rows() == [
        ("events.kind", "Sit in", "People occupy a place by sitting down in it.")
    ]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("[event]\ntopics = 'x'\n", "own.toml:2: unknown field 'topics' in event"),
        ("\n[event]\nkind = { value = 'sit-in' }\n", "own.toml:3: 'sit-in' is not a term of events.kind"),
        ("[event]\nid = 'number'\n", "own.toml:2: {}acled.csv has no column 'number'"),
        ("[aliases]\n", "acled.toml:"),
    ],
)
def test_what_is_wrong_in_a_mapping_over_a_preset_is_found_in_its_own_file(
    tmp_path: Path, own: str, expected: str
) -> None:
    (tmp_path / "acled.csv").write_text(ACLED.replace("actor1,", "akteur,", 1), encoding="utf-8")
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    with pytest.raises(et.Error) as caught:
        et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", mapping=tmp_path / "own.toml", contributors=["P"])
    assert expected.format(f"{tmp_path}/") in caught.value.message


def test_a_missing_value_names_no_actor_and_a_wrong_year_is_reported_with_its_line(tmp_path: Path) -> None:
    content = (
        ACLED.replace("Students; XYZ: Example Party", "NA")
        .replace("Militia A,,", "Militia A, N/A ,")
        .replace("02 April 2031,2031", "02 April 2031,2030")
    )
    (tmp_path / "acled.csv").write_text(content, encoding="utf-8")
    package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["P"])
    assert package.report.problems == []
    assert set(package.package["actors"]["name"]) == {"Protesters (Norway)", "Militia A", "Militia B"}
    assert package.notes == ["the year is not that of the date, which is kept: 1 row: line 3 (2030, 2031-04-02)"]


def test_the_command_leaves_bad_cells_empty_and_lists_them(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "acled.csv").write_text(
        ACLED.replace("02 April 2031", "April").replace("59.92", "north"), encoding="utf-8"
    )
    command = ("import", "acled", tmp_path / "acled.csv", "-o", tmp_path / "out", "--contributor", "P")
    refused = timeline(*command)
    assert refused.code == 2
    assert f"{tmp_path}/acled.csv:3:event_date event, date, start: 'April' is not a date" in refused.err
    assert f"{tmp_path}/acled.csv:3:latitude places 1, latitude: 'north' is not a number" in refused.err
    assert "has 2 errors; nothing written" in refused.err
    assert not (tmp_path / "out").exists()
    done = timeline(*command, "--invalid", "empty")
    assert done.code == 0
    assert "cells that could not be read and are left empty: 2" in done.err
    assert "acled.csv:3:latitude places 1, latitude: 'north'" in done.err


def test_whole_numbers_that_a_program_wrote_as_decimals_are_the_same_codes(tmp_path: Path) -> None:
    content = (
        ACLED.replace("XYZ1,", "17.0,")
        .replace("02 April 2031,2031,2", "02 April 2031,2031.0,2.0")
        .replace(",578,", ",578.0,")
    )
    (tmp_path / "acled.csv").write_text(content, encoding="utf-8")
    package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["P"])
    assert package.report.problems == []
    assert package.notes == []
    assert package.package["events"]["event_id"].to_list() == ["17", "xyz2"]
    assert package.package["events"]["date_edtf"].to_list() == ["2031-04-02", "2031-03-31/2031-04-06"]
    assert package.package["places"]["country"].unique().to_list() == ["NOR"]
    labels = dict(
        package.package["codebook"].filter(vocabulary="events.time_precision").select("term", "label").iter_rows()
    )
    assert labels == {"1": "Day", "2.0": "Week"}


def test_a_french_table_of_excel_is_drafted_with_its_comma_its_missing_values_and_its_dates(
    tmp_path: Path, timeline: Timeline
) -> None:
    header = "N°;Date;Type d'événement;Acteur 1;Acteur 2;Pays;Ville;Latitude;Longitude;Morts;Notes"
    rows = (
        f"{n};{day};Émeute ;Garde;NA;Norvège; Tromsø;69,6{n};18,9;{n % 3};calme – {n}"
        for n, day in enumerate(["03/12/2031", "2031-12-24", "13.02.2031"] * 7)
    )
    (tmp_path / "t.csv").write_bytes(
        "\r\n".join([header, *rows, "99;mars 2031;Émeute;NA;n/a;Norvège;Oslo;NA;NA;dix;"]).encode("cp1252")
    )
    drafted = timeline("import", "csv", tmp_path / "t.csv", "--suggest")
    assert drafted.code == 0
    assert '# without one of these forms: "mars 2031"' in drafted.out
    (tmp_path / "t.toml").write_text(drafted.out, encoding="utf-8")
    command = (
        "import",
        "csv",
        tmp_path / "t.csv",
        "-o",
        tmp_path / "out",
        "--mapping",
        tmp_path / "t.toml",
        "--contributor",
        "P",
    )
    refused = timeline(*command)
    assert f"{tmp_path}/t.csv:23:Date event, date, start: 'mars 2031' is not a date" in refused.err
    assert f"{tmp_path}/t.csv:23:Morts measures 1, best: 'dix' is not a number" in refused.err
    assert "add --invalid empty" in refused.err
    assert timeline(*command, "--invalid", "empty").code == 0
    package = et.read(tmp_path / "out")
    assert set(package["actors"]["name"]) == {"Garde"}
    assert package["events"]["kind"].unique().to_list() == ["riot"]
    assert package["events"]["date_edtf"][:3].to_list() == ["2031-12-03", "2031-12-24", "2031-02-13"]
    assert package["places"].filter(name="Tromsø")["latitude"].to_list() == [69.60]


@pytest.mark.parametrize("mark", [";", ","])
def test_a_point_before_three_digits_of_a_count_has_two_readings_unless_the_file_says_which(
    tmp_path: Path, mark: str
) -> None:
    mapping = """[file]\ndelimiter = "MARK"\n[event]\nid = "no"\nlabel = "no"\nkind = { value = "other" }
[[measures]]\nmeasure = { value = "fatalities" }\nbest = "dead"\nunit = { value = "persons" }
[[measures]]\nmeasure = { value = "score" }\nbest = "score"\nunit = { value = "points" }\n""".replace("MARK", mark)
    rows = ("1,1.200,1.200", "2,12.5,2", "3,0.125,-1.5")
    (tmp_path / "a").mkdir()
    error = said(tmp_path / "a", tuple(r.replace(",", mark) for r in rows), mapping, f"no{mark}dead{mark}score")
    assert "table.csv:2:dead measures 1, best: '1.200' is not one number: it is 1200 or 1.2" in error
    assert "set file.decimal" in error
    for decimal, expected in ((",", [1200.0, 12.5]), (".", [1.2, 12.5])):
        folder = tmp_path / f"decimal{ord(decimal)}"
        folder.mkdir()
        declared = mapping.replace("[file]", f'[file]\ndecimal = "{decimal}"')
        package = imported(
            folder, tuple(r.replace(",", mark) for r in rows[:2]), declared, f"no{mark}dead{mark}score"
        ).package
        assert package["measures"].filter(measure="fatalities")["best"].to_list() == expected


def test_a_declared_decimal_comma_makes_points_separate_thousands(tmp_path: Path) -> None:
    mapping = """[file]\ndelimiter = ";"\ndecimal = ","\n[event]\nid = "no"\nlabel = "no"\nkind = { value = "other" }
[[measures]]\nmeasure = { value = "cost" }\nbest = "cost"\nunit = { value = "EUR" }\n"""
    rows = ("1;1.234.567,5", "2;1.200", "3;-3,25")
    package = imported(tmp_path, rows, mapping, "no;cost").package
    assert package["measures"]["best"].to_list() == [1234567.5, 1200.0, -3.25]


def test_what_an_emptied_cell_said_is_kept_in_an_own_column(tmp_path: Path) -> None:
    rows = (
        ROWS[0].replace("03/02/2031", "soon").replace("60.1", "north").replace(",1,2,", ",few,2,"),
        *ROWS[1:],
    )
    package = imported(tmp_path, rows, MAPPING + '\n[file]\ninvalid = "empty"\n')
    assert package.report.valid
    events = package.package["events"]
    assert events["from"].to_list() == ["soon", "01/03/2031", "07/03/2031"]
    assert events["low"].to_list() == ["few", None, None]
    assert events["lat"][0] == "north"
    assert not {"to", "dead"} & set(events.columns)


def test_only_what_stops_an_import_is_an_error_where_other_cells_are_left_empty(tmp_path: Path) -> None:
    rows = (ROWS[0].replace("03/02/2031", "soon"), ROWS[1].replace("A-2", ""), ROWS[2].replace(",0,,", ",none,,"))
    for option, lines in (("", [2, 3, 5]), ('\n[file]\ninvalid = "empty"\n', [3])):
        with pytest.raises(RowsError) as caught:
            imported(tmp_path, rows, MAPPING + option)
        assert [p.line for p in caught.value.problems] == lines
        assert caught.value.total == len(lines)


def test_a_record_that_is_too_long_is_refused_beside_one_that_is_too_short(tmp_path: Path) -> None:
    width = ROWS[0].count(",")
    rows = (*ROWS, "81,Flood,07/03/2031,,Norway,,,,,,,0,,,n,the lost words", "82,Flood,07/03/2031,,Norway,,,,,,,0,,")
    assert [row.count(",") - width for row in rows[-2:]] == [1, -1]
    with pytest.raises(et.Error, match=":6: 16 cells where there are 15 columns"):
        imported(tmp_path, rows, MAPPING + '\n[file]\nragged = "fill"\n')


def test_what_changes_a_text_without_an_error_is_noted(tmp_path: Path) -> None:
    rows = (*ROWS, "81,Flood,07/03/2031,,Norway,,,,,,,0,,,n", "82,Flood,07/03/2031")
    package = imported(tmp_path, rows, MAPPING + '\n[file]\nragged = "fill"\n')
    notes = "\n".join(package.notes)
    label = "the label is missing, or a part of its text is: the identifier is the label"
    assert f"{label}: 2 rows: line 6 (81), line 7 (82)" in notes
    assert "1 line has fewer or more cells than there are columns: " in notes
    assert "cells with line breaks, which are blanks now: 1" in notes


DRAFTED = """Nr;wann;Anlass;Tote
1;03.02.2031;Flut;k. A.
2;04.02.2031;Streik
2;05.02.2031;Streik;-
3;k. A.;Flut;1
"""


def test_a_draft_reads_columns_by_their_values_and_takes_no_column_that_repeats_for_the_identifier(
    tmp_path: Path, timeline: Timeline
) -> None:
    (tmp_path / "t.csv").write_text(DRAFTED, encoding="utf-8")
    drafted = timeline("import", "csv", tmp_path / "t.csv", "--suggest")
    assert drafted.code == 0
    assert 'start = "wann"' in drafted.out
    assert 'formats = ["%d.%m.%Y"]' in drafted.out
    assert 'missing = ["-", "k. A."]' in drafted.out
    assert f'ragged = "fill"  # {tmp_path}/t.csv:3: 3 cells where there are 4 columns' in drafted.out
    assert 'id = { text = "row-{row}" }' in drafted.out
    (tmp_path / "t.toml").write_text(drafted.out, encoding="utf-8")
    package = et.import_(
        "csv", tmp_path / "t.csv", tmp_path / "out", mapping=tmp_path / "t.toml", contributors=["Project"]
    )
    assert package.report.errors == 0
    assert package.package["events"]["event_id"].to_list() == ["row-1", "row-2", "row-3", "row-4"]


def test_a_draft_joins_columns_that_identify_a_row_together(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "Datum;Ort\n03.02.2031;Oslo\n03.02.2031;Bergen\n04.02.2031;Oslo\n", encoding="utf-8"
    )
    assert 'id = { text = "{Datum}-{Ort}" }' in et.suggest_mapping(tmp_path / "t.csv")


GTD = (
    "eventid,iyear,imonth,iday,country,country_txt,region,region_txt,provstate,city,latitude,longitude,summary,attacktype1,attacktype1_txt,targtype1,target1,gname,nkill,nwound,scite1\n"
    "199805030001,1998,5,3,151,Norway,8,Western Europe,Innlandet,Hamar,60.8,11.1,A bridge was hit.,3,Bombing/Explosion,14,Bridge,Northern Front,2,,Post\n"
    "199805000002,1998,5,0,151,Norway,8,Western Europe,Oslo,Oslo,59.9,10.7,A man was taken.,6,Hostage Taking,14,Clerk,Unknown,,1,Post\n"
    "199800000003,1998,0,0,151,Norway,8,Western Europe,Oslo,Oslo,59.9,10.7,A fire was laid.,7,Arson,14,Shop,Unknown,0,0,Post\n"
)
GED_LIKE = (
    "id,code_status,type_of_violence,side_a_dset_id,side_a,side_b_dset_id,side_b,source_article,source_office,where_prec,where_coordinates,adm_1,country,region,event_clarity,date_start,date_end,deaths_a,best,high,low\n"
    '7,Clear,1,5,Government,6,NRA,"""Post,2031-04-02,Clash""",Post,1,Hamar,Innlandet,Norway,Europe,1,2031-04-01,2031-04-03,1,5,7,4\n'
    '8,Clear,3,6,NRA,9,Civilians,"""FM,2031-05-02,Dead""",FM,4,Oslo,Oslo,Norway,Europe,1,2031-05-01,2031-05-01,0,3,3,3\n'
)
SCAD_LIKE = (
    "eventid,ccode,countryname,startdate,enddate,stday,stmo,styr,etype,actor1,target1,ndeath,elocal,issuenote,nsource,notes,coder,latitude,longitude,location_precision\n"
    "4040001,404,Guinea-Bissau,1-Jan-90,2-Jan-90,1,1,1990,1,students,government,-99,Bissau,Wages,AP,,7,11.9,-15.6,1\n"
    "4040002,404,Guinea-Bissau,3-Jan-90,3-Jan-90,3,1,1990,8,-99,government,2,Gabu,Wages,AP,,7,12.3,-14.2,1\n"
)
OWN_NAMES = (
    "event_no,violence_type,side_a,side_b,date_start,date_precision,town,country,geo_precision,dead_a,dead_b,dead_civ,dead_low,dead_best,dead_high,coder\n"
    "1,1,Government,NRA,2031-04-01,1,Hamar,Norway,1,1,2,0,2,3,6,mk\n"
    "2,3,NRA,Civilians,2031-05-01,2,Oslo,Norway,4,0,0,4,2,4,7,jl\n"
)
NEWSROOM = (
    "name,age,month,day,year,streetaddress,city,state,latitude,longitude,county_fp,geo_id,lawenforcementagency,cause\n"
    "A B,16,February,23,2031,Clearview Ln,Millbrook,AL,32.5,-86.4,51,1051,Millbrook Police,Gunshot\n"
    "C D,NA,April,2,2031,Iris Park Dr,Pineville,LA,31.3,-92.4,79,2207,Rapides Sheriff,Taser\n"
)


@pytest.mark.parametrize(
    ("content", "lines", "dates"),
    [
        (
            GTD,
            ('kind = { column = "attacktype1_txt",', 'kind = "country", name = "country_txt"', 'kind = "admin1", name = "provstate"',
             'name = "gname"', 'name = "target1"', 'best = "nkill"', 'best = "nwound"', 'title = "scite1"'),
            ["1998-05-03", "1998-05", "1998"],
        ),
        (
            GED_LIKE,
            ('kind = { column = "type_of_violence",', 'name = "side_a"', 'name = "side_b"', 'title = "source_office"', 'best = "best"', 'low = "low"',
             'high = "high"', 'kind = "admin1", name = "adm_1"', 'kind = "city", name = "where_coordinates"', "the codes are numbers"),
            ["2031-04-01/2031-04-03", "2031-05-01"],
        ),
        (
            SCAD_LIKE,
            ('missing = ["-99"]', 'kind = { column = "etype",', 'kind = "country", name = "countryname"', 'kind = "city", name = "elocal"', 'name = "actor1"',
             'summary = "issuenote"', 'best = "ndeath"'),
            ["1990-01-01/1990-01-02", "1990-01-03"],
        ),
        (
            OWN_NAMES,
            ('kind = { column = "violence_type",', 'name = "side_a"\nrole = { value = "side" }\nside = { value = "a" }',
             'name = "side_b"\nrole = { value = "side" }\nside = { value = "b" }', 'best = "dead_best"\nlow = "dead_low"\nhigh = "dead_high"',
             'coder = "coder"', '# precision = { column = "date_precision", map = { "1" = "day" } }', '# place_precision = { column = "geo_precision"',
             'kept as own columns: "date_precision", "geo_precision", "dead_a", "dead_b", "dead_civ"'),
            ["2031-04-01", "2031-05-01"],
        ),
        (
            NEWSROOM,
            ('kind = "admin1", name = "state"', 'kind = "city", name = "city"', 'kind = { column = "cause",'),
            ["2031-02-23", "2031-04-02"],
        ),
    ],
    ids=["a table of attacks", "a table of fatal events", "a table of protests", "sides and figures in own names", "a newsroom's table"],
)  # fmt: skip
def test_a_draft_takes_the_surest_column_of_each_field(
    tmp_path: Path, content: str, lines: tuple[str, ...], dates: list[str]
) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    drafted = et.suggest_mapping(tmp_path / "t.csv")
    for line in lines:
        assert line in drafted
    (tmp_path / "t.toml").write_text(drafted, encoding="utf-8")
    package = et.import_(
        "csv", tmp_path / "t.csv", tmp_path / "out", mapping=tmp_path / "t.toml", contributors=["Project"]
    )
    assert package.report.errors == 0
    assert package.package["events"]["date_edtf"].to_list() == dates
    assert not {"-99", "5", "6"} & set(package.package["actors"]["name"])


def test_a_draft_names_the_preset_that_has_the_columns(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(ACLED, encoding="utf-8")
    assert "# The columns are those of acled: " in et.suggest_mapping(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text(ACLED.replace("actor1", "someone", 1), encoding="utf-8")
    assert "# The columns are those of" not in et.suggest_mapping(tmp_path / "t.csv")
    (tmp_path / "events.CSV").write_text("\t".join(["1"] * 58) + "\n", encoding="utf-8")
    with pytest.raises(et.Error, match="two columns are named '1'") as caught:
        et.suggest_mapping(tmp_path / "events.CSV")
    assert 'its columns are those of gdelt-events: `et.import_("gdelt-events"' in (caught.value.hint or "")


def test_a_region_that_is_larger_than_a_country_is_no_part_of_one(tmp_path: Path) -> None:
    table = "id,region,country\n1,{0},Norway\n2,{0},Norway\n"
    for region, taken in (("Northern Europe", False), ("Innlandet", True)):
        (tmp_path / "t.csv").write_text(table.format(region), encoding="utf-8")
        assert ('kind = "admin1", name = "region"' in et.suggest_mapping(tmp_path / "t.csv")) == taken


def test_a_draft_is_read_as_the_mapping_says(tmp_path: Path, timeline: Timeline) -> None:
    (tmp_path / "t.csv").write_text("1*a, b*03.02.2031\n2*c*04.02.2031\n", encoding="utf-8")
    (tmp_path / "f.toml").write_text(
        '[file]\ndelimiter = "*"\nheader = false\ncolumns = [["id", "what", "day"]]\n', encoding="utf-8"
    )
    drafted = timeline("import", "csv", tmp_path / "t.csv", "--suggest", "--mapping", tmp_path / "f.toml")
    (tmp_path / "t.toml").write_text(drafted.out, encoding="utf-8")
    package = et.import_("csv", tmp_path / "t.csv", tmp_path / "out", mapping=tmp_path / "t.toml", contributors=["P"])
    assert package.package["events"]["date_edtf"].to_list() == ["2031-02-03", "2031-02-04"]
    (tmp_path / "f.toml").write_text('[file]\ndelimeter = "*"\n', encoding="utf-8")
    refused = timeline("import", "csv", tmp_path / "t.csv", "--suggest", "--mapping", tmp_path / "f.toml")
    assert refused.code == 2
    assert "f.toml:2: unknown field 'delimeter'" in refused.err


def test_a_draft_is_made_of_a_file_with_a_line_that_is_too_long(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,what\n1,a\n2,b,c\n", encoding="utf-8")
    assert "t.csv:3: 3 cells where there are 2 columns: correct the file" in et.suggest_mapping(tmp_path / "t.csv")


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_list_beside_the_mapping_has_commas_or_semicolons(tmp_path: Path, mark: str) -> None:
    (tmp_path / "kinds.csv").write_text(f"code{mark}kind\nFlood{mark}disaster\n", encoding="utf-8")
    mapping = MAPPING.replace('map = { "Flood" = "disaster", "Strike" = "protest" }', 'map = "kinds.csv"')
    package = imported(tmp_path, ROWS, mapping).package
    assert package["events"]["kind"].to_list() == ["disaster", "other", "other"]


def test_a_list_with_rows_of_other_lengths_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "kinds.csv").write_text("code;kind\nFlood;disaster;1\n", encoding="utf-8")
    mapping = MAPPING.replace('map = { "Flood" = "disaster", "Strike" = "protest" }', 'map = "kinds.csv"')
    assert "kinds.csv:2: 3 cells" in said(tmp_path, ROWS, mapping)


def test_blanks_inside_a_name_make_no_other_record(tmp_path: Path) -> None:
    rows = (
        "A-1,Flood,03/02/2031,,Norway,Upper  Oss,,,Ann  Moe;Ray,The  Herald,,,,Two  blanks.,x  y",
        "A-2,Flood,04/02/2031,,Norway,Upper Oss,,,Ann Moe;Ray,The Herald,,,,Ø \u200b Ø,n",
        "A-3,Flood,05/02/2031,,Norway,Upper \u200b Oss,,,Ann \u200b Moe,The \u200b Herald,,,,,n",
    )
    tl = imported(tmp_path, rows).package
    assert tl["actors"]["name"].to_list() == ["Ann Moe", "Ray"]
    assert tl["places"]["name"].to_list() == ["Norway", "Upper Oss"]
    assert tl["sources"]["title"].to_list().count("The Herald") == 1
    assert tl["events"].select("summary", "desk").rows()[0] == ("Two  blanks.", "x  y")


def test_blanks_inside_a_code_make_no_other_code(tmp_path: Path) -> None:
    mapping = MAPPING.replace('"Flood" = "disaster"', '"Flash Flood" = "disaster"').replace(
        'name = { column = "Who", split = ";" }', 'name = "agent"'
    )
    rows = (
        "A-1,Flash  Flood,03/02/2031,,Norway,Oss,,,Ann  Moe,Herald,,,,,",
        "A-2,Flash Flood,03/02/2031,,Norway,Oss,,,Ann Moe,Herald,,,,,",
        "A-3,Old  Town,03/02/2031,,Norway,Oss,,,,Herald,,,,,",
    )
    values = '[values]\nagent = { first = ["Who", { value = "Nobody" }] }\n'
    package = imported(tmp_path, rows, mapping + values)
    assert package.package["actors"]["name"].to_list() == ["Ann Moe", "Nobody"]
    assert not [p for p in package.report.problems if p.severity == "error"]
    assert package.package["events"].select("kind", "what").rows() == [
        ("disaster", "Flash Flood"), ("disaster", "Flash Flood"), ("other", "Old Town"),
    ]  # fmt: skip


def test_a_missing_part_of_a_list_names_no_actor(tmp_path: Path) -> None:
    mapping = MAPPING.replace('split = ";" }', 'split = ";", part = 1 }') + '\n[file]\nmissing = ["NA"]\n'
    rows = (ROWS[0], ROWS[0].replace("River; Rain", "River; NA"), ROWS[0].replace("River; Rain", "River; "))
    assert imported(tmp_path, rows, mapping).package["actors"]["name"].to_list() == ["Rain"]


@pytest.mark.parametrize("word", ["", "NA", "N/A", "NULL", "-"])
def test_a_location_without_the_region_around_it_is_noted_and_a_word_for_nothing_is_no_region(
    word: str, tmp_path: Path
) -> None:
    rows = ACLED.replace(",Oslo,,,Oslo,", ",Oslo,Inner,,Oslo,", 1).replace("59.92", "59.91")
    rows = rows.replace(",Oslo,,,Oslo,", f",Oslo,{word},,Oslo,").replace("Militia A,,", f"Militia A,{word},")
    (tmp_path / "acled.csv").write_text(rows, encoding="utf-8")
    package = et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"])
    assert not {"-", "N/A", "NULL"} & {*package.package["actors"]["name"], *package.package["places"]["name"]}
    assert package.notes == [
        (
            "places 1: a place that may be the same as another, but a level is missing; fill it in where they are the same: "
            "1 row: line 3 (Norway > Oslo > Oslo and Norway > Oslo > Inner > Oslo)"
        )
    ]


def test_a_country_that_is_misspelt_is_noted_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(ACLED.replace("x,,578,Europe,Norway", "x,,,Europe,Norwya"), encoding="utf-8")
    assert et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"]).notes == [
        "places 1: the country is not recognised and its places have no country code; correct it, or add it to a map: 1 row: line 3 (Norwya)"
    ]


def test_a_location_at_another_point_is_another(tmp_path: Path) -> None:
    rows = ACLED.replace(",Oslo,,,Oslo,", ",Oslo,Inner,,Oslo,", 1)
    (tmp_path / "acled.csv").write_text(rows, encoding="utf-8")
    assert et.import_("acled", tmp_path / "acled.csv", tmp_path / "out", contributors=["Project"]).notes == []


def test_places_of_other_kinds_with_one_name_are_two(tmp_path: Path) -> None:
    second = '[[places]]\nrole = { value = "destination" }\nchain = [ { kind = "country", name = "Land" }, { kind = "feature", name = "Town" } ]\n'
    tl = imported(tmp_path, ROWS, MAPPING.replace("[[actors]]", second + "[[actors]]")).package
    kinds = dict(tl["places"].select("place_id", "kind").iter_rows())
    assert {kinds[p] for p in tl["events"]["place_id"]} == {"city"}
    assert {kinds[p] for p in tl["event_places"]["place_id"]} == {"feature"}


def test_a_table_that_cannot_be_read_to_its_end_is_not_called_unwritable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Delimited, "_lines", fail)
    assert said(tmp_path).startswith("cannot read table.csv: Input/output error")


def test_a_table_outside_ascii_without_names_of_records_is_imported(tmp_path: Path) -> None:
    mapping = '[event]\nid = "no"\nlabel = "what"\nkind = { value = "other" }\n'
    package = imported(tmp_path, ("1,Überfall",), mapping, "no,what").package
    assert package["events"]["label"].to_list() == ["Überfall"]
