"""The presets: one small invented file in each layout, valid without a warning, and what becomes of its columns."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import event_timeline as et
from event_timeline.importing import IMPORTS
from event_timeline.importing.mapping import PRESETS, load

GED = '''id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob
9,INV-1,2031,1,Clear,1,7,7,Norway: Government,8,8,Gov - NRA,5,5,Government of Norway,6,6,NRA,2,"""Post,2031-04-02,Clash"";""FM,2031-04-03,Dead""",Post;FM,2031-04-02;2031-04-03,Clash;Dead,army,1,Hamar,near Hamar,Innlandet,,60.79,11.06,POINT (11.06 60.79),1,Norway,385,Europe,1,2,2031-04-01 00:00:00.000,2031-04-03 00:00:00.000,1,3,0,1,5,7,4,385,
10,INV-2,2031,1,Clear,3,7,7,NRA - Civilians,8,8,NRA - Civilians,6,6,NRA,1,1,Civilians,1,,FM,2031-05-01,,,6,Norway,,,,61.0,9.0,,2,Norway,385,Europe,1,4,2031-04-01 00:00:00.000,2031-04-30 00:00:00.000,0,0,3,0,3,2,5,,
'''


def imported(folder: Path, preset: str, content: str) -> et.ImportedPackage:
    (folder / "table.txt").write_text(content, encoding="utf-8")
    return et.import_(preset, folder / "table.txt", folder / "out", contributors=["Project"], date="2031-06-01")


def tabs(columns: list[str], *rows: dict[str, str], header: bool = True) -> str:
    lines = [columns] if header else []
    return "".join("\t".join(line) + "\n" for line in [*lines, *([row.get(c, "") for c in columns] for row in rows)])


@pytest.mark.parametrize("name", [f.preset for f in IMPORTS.values() if f.preset])
def test_a_preset_is_a_mapping_that_keeps_to_the_schema(name: str) -> None:
    assert load(PRESETS / f"{name}.toml").content["about"]


def test_ucdp_ged_sides_deaths_and_sources(tmp_path: Path) -> None:
    package = imported(tmp_path, "ucdp-ged", GED)
    assert package.report.problems == []
    tl = package.package
    assert tl["events"]["date_edtf"].to_list() == ["2031-04-01/2031-04-03", "2031-04"]
    assert tl["events"]["date_precision"].to_list() == ["days", "month"]
    assert tl["event_actors"].select("event_id", "actor_id", "role", "side").rows() == [
        ("10", "civilians", "victim", None), ("10", "nra", "agent", None),
        ("9", "government-of-norway", "side", "a"), ("9", "nra", "side", "b"),
    ]  # fmt: skip
    deaths = tl["measures"].filter(pl.col("event_id") == "9").select("actor_id", "low", "best", "high", "unit").rows()
    assert (None, 4.0, 5.0, 7.0, "persons") in deaths
    assert ("nra", None, 3.0, None, "persons") in deaths
    odd = tl["measures"].drop_nulls("as_reported").select("event_id", "low", "best", "high", "as_reported").rows()
    assert odd == [("10", None, 3.0, None, "low 5, best 3, high 2")]
    assert tl["event_sources"].filter(pl.col("event_id") == "9").select("source_id", "note").rows() == [
        ("fm", "Dead"), ("post", "Clash"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("offices", "headlines", "notes"),
    [
        ("Post", "Many dead;  more hurt", ["Many dead;  more hurt"]),
        ("Post;FM", "Clash; more hurt;Dead", [None, None]),
        ("Post;FM;NTB", "Clash;Dead", [None, None, None]),
        ("Post;;FM", "Clash;Lost;Dead", ["Dead", "Clash"]),
        ("", "Clash", []),
    ],
)
def test_headlines_that_cannot_be_paired_with_sources_are_kept(
    tmp_path: Path, offices: str, headlines: str, notes: list[str | None]
) -> None:
    package = imported(
        tmp_path, "ucdp-ged", GED.replace("Post;FM,", f"{offices},").replace(",Clash;Dead,", f",{headlines},")
    )
    assert package.report.problems == []
    tl = package.package
    assert tl["event_sources"].filter(pl.col("event_id") == "9")["note"].to_list() == notes
    said = [note for note in package.notes if "own column of source_headline: 1 row: line 2 (" in note]
    kept = tl["events"]["source_headline"].to_list() if "source_headline" in tl["events"].columns else []
    assert (len(said), kept) == ((0, []) if notes == [headlines] else (1, [headlines, None]))


ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip


def test_icews_countries_sectors_and_a_code_that_cameo_has_not(tmp_path: Path) -> None:
    row = {
        "Event ID": "71", "Event Date": "2031-04-02", "Source Name": 'Police "Blue" (Norway)', "Source Sectors": "Government,Police",
        "Event Text": "Consult", "CAMEO Code": "040", "Intensity": "1", "Target Name": "Sweden", "Target Sectors": "NULL",
        "Story ID": "5", "Sentence Number": "2", "Publisher": "Post", "City": "NA", "Country": "Norway", "Latitude": "59.9",
        "Longitude": "10.7",
    }  # fmt: skip
    odd = row | {
        "Event ID": "72",
        "CAMEO Code": "13y",
        "Source Name": "Sweden",
        "Source Sectors": "",
        "Target Name": "Norway",
    }
    package = imported(tmp_path, "icews", tabs(list(ICEWS), row, odd))
    assert package.report.problems == []
    assert [n for n in package.notes if "'13y' (1 row, the first is line " in n]
    tl = package.package
    assert tl["events"]["cameo"].to_list() == ["040", None]
    assert tl["events"]["cameo_code"].to_list() == ["040", "13y"]
    assert tl["actors"].select("name", "kind", "country", "sector").rows() == [
        ("Norway", "country", "NOR", None), ('Police "Blue" (Norway)', "group", None, "police"), ("Sweden", "country", "SWE", None),
    ]  # fmt: skip
    assert tl["event_sources"]["note"].to_list() == ["Story 5, sentence 2"] * 2


def gdelt_row(**cells: str) -> dict[str, str]:
    return {
        "GLOBALEVENTID": "900", "SQLDATE": "20310402", "Actor1Code": "NOR", "Actor1Name": "OSLO", "Actor1CountryCode": "NOR",
        "Actor2Code": "SWECOP", "Actor2Name": "POLICE", "Actor2CountryCode": "SWE", "Actor2Type1Code": "COP",
        "IsRootEvent": "1", "EventCode": "040", "EventBaseCode": "040", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.0",
        "NumMentions": "4", "NumSources": "1", "NumArticles": "4", "AvgTone": "-2.5", "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Hamar, Innlandet, Norway", "ActionGeo_Lat": "60.79", "ActionGeo_Long": "11.06", "SOURCEURL": "https://www.post.example/a",
    } | cells  # fmt: skip


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_gdelt_events_of_each_layout_by_the_number_of_columns(tmp_path: Path, layout: int) -> None:
    columns = load(PRESETS / "gdelt-events.toml").content["file"]["columns"][layout]
    package = imported(tmp_path, "gdelt-events", tabs(columns, gdelt_row(), header=False))
    assert package.report.problems == []
    tl = package.package
    assert tl["events"].select("label", "kind", "cameo", "weight").rows() == [
        ("Consult, in a way not named below: Norway – POLICE (SWE)", "meeting", "040", 4.0)
    ] or tl["events"]["label"][0].endswith(": Norway – POLICE (SWE)")
    assert tl["places"]["place_id"].to_list() == ["hamar", "innlandet", "norway"]
    if layout < 2:
        assert tl["event_sources"].select("source_id", "url").rows() == [("post-example", "https://www.post.example/a")]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_a_gdelt_header_that_is_partly_different_is_refused(tmp_path: Path, delimiter: str) -> None:
    columns = load(PRESETS / "gdelt-events.toml").content["file"]["columns"][0]
    content = tabs(columns, gdelt_row()).replace("MonthYear", "Month").replace("\t", delimiter)
    with pytest.raises(
        et.Error, match=r"table\.txt:1:3: a header that differs from the mapping's columns: 'Month' is not 'MonthYear'"
    ):
        imported(tmp_path, "gdelt-events", content)
    moved = content.replace(f"Month{delimiter}Year", f"Year{delimiter}MonthYear")
    with pytest.raises(et.Error, match="'Year' is not 'MonthYear'"):
        imported(tmp_path, "gdelt-events", moved)
    whole = imported(tmp_path, "gdelt-events", content.replace(f"Month{delimiter}", f"MonthYear{delimiter}"))
    assert whole.package["events"].height == 1


def test_a_gdelt_event_without_a_place_has_no_precision_of_one(tmp_path: Path) -> None:
    columns = load(PRESETS / "gdelt-events.toml").content["file"]["columns"][0]
    nowhere = (
        gdelt_row() | dict.fromkeys([c for c in columns if c.startswith("ActionGeo_")], "") | {"ActionGeo_Type": "0"}
    )
    package = imported(tmp_path, "gdelt-events", tabs(columns, nowhere, header=False))
    assert (package.report.problems, package.notes) == ([], [])
    assert package.package["events"].select("place_id", "place_precision", "actiongeo_type").rows() == [
        (None, None, "0")
    ]


def test_gdelt_mentions_of_one_event_are_one_event_with_several_reports(tmp_path: Path) -> None:
    columns = load(PRESETS / "gdelt-mentions.toml").content["file"]["columns"][0]
    row = dict.fromkeys(columns, "1") | {
        "GLOBALEVENTID": "900", "EventTimeDate": "20310402101500", "MentionSourceName": "post.example",
        "MentionIdentifier": "https://post.example/a", "SentenceID": "3", "Extras": "",
    }  # fmt: skip
    other = row | {"MentionSourceName": "BBC Monitoring", "MentionIdentifier": "BBC Monitoring"}
    package = imported(
        tmp_path, "gdelt-mentions", tabs(columns, row, other, row | {"GLOBALEVENTID": "901"}, header=False)
    )
    assert package.report.problems == []
    assert package.package["events"]["event_id"].to_list() == ["900", "901"]
    reports = package.package["event_sources"].select("event_id", "source_id", "url", "mentionidentifier").rows()
    assert ("900", "bbc-monitoring", None, "BBC Monitoring") in reports
    assert len(reports) == 3


def test_polecat_modes_negation_and_short_rows(tmp_path: Path) -> None:
    columns = [
        "Event ID", "Event Date", "Event Type", "Event Mode", "Event Intensity", "Quad Code", "Contexts", "Actor Name",
        "Actor Country", "Primary Actor Sector", "Recipient Name", "Primary Recipient Sector", "City", "Province", "Country", "Latitude", "Longitude",
        "GeoNames ID", "Source", "Publication Date", "Version",
    ]  # fmt: skip
    row = {
        "Event ID": "X1", "Event Date": "2031-04-02", "Event Type": "PROTEST", "Event Mode": "demo", "Event Intensity": "-5",
        "Quad Code": "MATERIAL CONFLICT", "Actor Name": "Students' union", "Primary Actor Sector": "EDU", "Recipient Name": "None",
        "City": "Hamar", "Country": "Norway", "Latitude": "60.79", "Longitude": "11.06", "GeoNames ID": "3153823", "Source": "Post",
    }  # fmt: skip
    not_so = row | {"Event ID": "X2", "Event Type": "COERCE", "Event Mode": "negation"}
    text = tabs(columns, row, not_so).replace("\t\t\n", "\n")
    package = imported(tmp_path, "polecat", text)
    assert package.report.errors == 0, package.report.problems
    events = package.package["events"]
    assert events["plover"].to_list() == ["PROTEST", None]
    assert events["polarity"].to_list() == ["affirmed", "negated"]
    assert package.package["places"].filter(pl.col("place_id") == "hamar")["geonames_id"].item() == "3153823"
