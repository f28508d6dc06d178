"""Damage by spreadsheet programs: one finding a cell, and it names the cause."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from event_timeline import validate
from event_timeline.profile.edtf import days
from event_timeline.rules.explanations import Cell, Replaced
from event_timeline.texts.spreadsheet_damage import DAMAGED_DATE
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import cells, found

NOTE = ("actors", "town-council")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "= 3*(2-1)", "=1/2", "=SUM(A1:A9)", "+A1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "=-A1",
     "+B7*2", "=$B$7", "='Port 2'!B7", "=cmd|'/c dir'!A1", "=Port!B7", '="a"&B7', "={1,2}", "+_xlfn.CONCAT(A1)", "=(A1+B1)/2"],
)  # fmt: skip
def test_formulas_are_told(text: str, tmp_path: Path) -> None:
    assert len(found(tmp_path, "TAB040", *cells(*NOTE, note=text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "+45 12 34 56 78",
        "+1-202-555-0143",
        "a = b",
        "1+1=2",
        "=1",
        "= 50 %",
        "=1 and more",
        "=5-3 to them",
        "+Europa",
        "+Brugge residents",
        "+B12 for all",
        "+972 Magazine",
        "=Equal",
        "+M23rebels",
        "mail@example.org",
        "-5",
    ],
)
def test_signs_inside_and_numbers_are_no_formulas(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "TAB040", *cells(*NOTE, note=text)) == []


def test_a_name_that_a_source_writes_with_an_at_sign_is_none(tmp_path: Path) -> None:
    assert found(tmp_path / "a", "TAB040", *cells("statements", "traders-claim", speaker_as_reported="@traders")) == []
    assert found(tmp_path / "b", "TAB040", *cells("actors", "town-council", name="@osterhavn")) == []


@pytest.mark.parametrize("text", ["#NAME?", "#REF!", "#DIV/0!", "Err:508", "########"])
def test_error_values_are_told(text: str, tmp_path: Path) -> None:
    assert [p.value for p in found(tmp_path, "TAB041", *cells(*NOTE, note=text))] == [text]


@pytest.mark.parametrize(
    "words", ["the dockers’ union", "São João", "Kyïv", "“quoted” – and…", "Ærø, Öland, Åbo", "🙂", "€ 5", "à la carte"]
)
def test_words_read_in_the_wrong_encoding_are_told_and_restored(words: str, tmp_path: Path) -> None:
    wrong = "".join(
        bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in words.encode()
    )
    (problem,) = found(tmp_path / "wrong", "TAB042", *cells(*NOTE, note=wrong))
    assert problem.message.endswith(f"it said {words!r}")
    assert found(tmp_path / "right", "TAB042", *cells(*NOTE, note=words)) == []


@pytest.mark.parametrize("words", ["Governo promete “AMANHÔ", "Câmara debate «MAÇû", "“MANHÔ e «IRMû"])
def test_a_capital_with_a_tilde_before_a_closing_mark_is_no_damage(words: str, tmp_path: Path) -> None:
    words = words.replace("Ô", "Ã”").replace("û", "Ã»")
    assert found(tmp_path, "TAB042", *cells(*NOTE, note=words)) == []


def test_words_that_cannot_be_restored_are_not_repeated(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB042", *cells(*NOTE, note="dockersâ€ union"))
    assert problem.message == "'dockersâ€ union' was read in a wrong encoding"


@pytest.mark.parametrize(("title", "n"), [
    ("Port\u00a0: le journal", 0), ("10\u202f000 dockers", 0), ("«\u00a0Non\u00a0» au port", 0), ("Le port\u00a0– fermé", 0), ("Le\u00a0port", 1),
])  # fmt: skip
def test_typography_may_ask_for_blanks_of_its_own(title: str, n: int, tmp_path: Path) -> None:
    assert len(found(tmp_path, "TAB036", *cells("sources", "port-log", title=title))) == n


@pytest.mark.parametrize(("sign", "proved", "n"), [
    ("\u200b", True, 0), ("\u00ad", True, 0), ("\u200b", False, 1), ("\x1b", True, 1), ("\x1b", False, 1),
])  # fmt: skip
def test_signs_that_the_source_itself_has_stay_in_its_words(sign: str, proved: bool, n: int, tmp_path: Path) -> None:
    words = f"The{sign}council"
    edits = cells(
        "evidence", "town-council-mention-620", exact=words, sha256=span_hash(words if proved else "The council")
    )
    assert len(found(tmp_path / "span", "TAB033", *edits)) == n
    # a statement's words are held against their spans
    assert len(found(tmp_path / "cue", "TAB033", *cells("statements", "traders-claim", cue=words))) == (sign == "\x1b")
    assert len(found(tmp_path / "name", "TAB033", *cells("actors", "town-council", name=words))) == 1


DAMAGED = ["14/05/2024", "5/14/24", "14.05.2024", "14-May-24", "14. Mai 2024", "May 14, 2024", "May-24", "45426", "2024-05-14 00:00:00", "2024/05/14",
           "2024–05–14", "'2024-05-14", "’2024", "14/05/2024?"]  # fmt: skip
WELL = [
    "2024-05-14",
    "2024",
    "2024-05~",
    "2023/2024",
    "2022/..",
    "202X",
    "2024-21",
    "Y12345",
    "[2023,2024]",
    "2024-05-14T10:00:00Z",
    "-0044",
]


@pytest.mark.parametrize("text", DAMAGED)
def test_dates_in_a_countrys_form_are_told_and_are_no_edtf(text: str, tmp_path: Path) -> None:
    assert days(text) is None
    problems = validate(
        str(builder.edited(tmp_path, cells("statements", "union-strike", date_edtf=text))), select=["TAB", "DAT001"]
    ).problems
    assert [(p.code, p.value) for p in problems] == [("TAB043", text)]


@pytest.mark.parametrize("text", WELL)
def test_edtf_is_never_taken_for_damage(text: str) -> None:
    assert days(text) is not None
    assert not pl.Series([text]).str.contains(DAMAGED_DATE).item()


def test_a_damaged_cell_is_one_finding_though_it_breaks_other_rules(tmp_path: Path) -> None:
    edits = (
        Cell("events", "council-vote", "earliest", "17/05/2024"), Cell("events", "strike", "place_id", "#REF!"),
        Cell("places", "osterhavn", "wikidata", "1.00E+05"), Cell("event_actors", "strike union-members agent", "role", "=C2"),
    )  # fmt: skip
    counts = validate(str(builder.edited(tmp_path, edits)), select=["TAB", "KEY", "VOC"]).counts
    assert counts == {"TAB043": 1, "TAB041": 1, "TAB044": 1, "TAB040": 1}


def test_other_cells_of_a_damaged_column_are_still_told(tmp_path: Path) -> None:
    edits = (
        Cell("events", "council-vote", "earliest", "17/05/2024"),
        Cell("events", "monday-talks", "earliest", "Monday"),
    )
    problems = validate(str(builder.edited(tmp_path, edits)), select=["TAB"]).problems
    assert [(p.code, p.value) for p in problems] == [("TAB020", "Monday"), ("TAB043", "17/05/2024")]


def test_a_rule_that_is_asked_for_alone_tells_all_it_finds(tmp_path: Path) -> None:
    edits = cells("events", "council-vote", earliest="17/05/2024")
    assert [p.value for p in found(tmp_path, "TAB020", *edits)] == ["17/05/2024"]


@pytest.mark.parametrize("blank", [",", ",,,", ", ,"])
def test_blank_columns_are_one_finding_however_many(blank: str, tmp_path: Path) -> None:
    edit = Replaced("data/places.csv", "identifiers_source\n", f"identifiers_source{blank}\n")
    assert validate(str(builder.edited(tmp_path, [edit]))).counts == {"TAB045": 1}


@pytest.mark.parametrize(("key", "words"), [
    ("dockers-union-mention-76", "The dockers’ union of Osterhavn"), ("monday-talks-mention-506", "Monday's talks with the union"),
])  # fmt: skip
def test_marks_that_were_exchanged_are_the_cause_of_a_wrong_hash(key: str, words: str, tmp_path: Path) -> None:
    problems = validate(
        str(builder.edited(tmp_path, cells("evidence", key, exact=words))), select=["TAB046", "EVD005"]
    ).problems
    assert [p.code for p in problems] == ["TAB046"]


def test_other_words_than_those_of_the_hash_are_not(tmp_path: Path) -> None:
    problems = validate(
        str(
            builder.edited(
                tmp_path, cells("evidence", "dockers-union-mention-76", exact="The docker’s union of Osterhavn")
            )
        ),
        select=["TAB046", "EVD005"],
    ).problems
    assert [p.code for p in problems] == ["EVD005"]


@pytest.mark.parametrize(("table", "column"), [("events", "cameo"), ("codebook", "vocabulary"), ("codebook", "term")])
def test_a_table_without_a_column_of_codes_has_lost_no_zeros(table: str, column: str, harbour: Path) -> None:
    path, schema = harbour / "data" / f"{table}.csv", harbour / "schemas" / f"{table}.json"
    rows = builder.table(path)
    at = rows[0].index(column)
    builder.write(path, "".join(",".join(f'"{cell}"' for cell in row[:at] + row[at + 1 :]) + "\n" for row in rows))
    declared = json.loads(builder.read(schema))
    declared["fields"] = [f for f in declared["fields"] if f["name"] != column]
    declared["primaryKey"] = declared["sortedBy"] = [declared["fields"][0]["name"]]
    builder.write(schema, json.dumps(declared))
    assert validate(str(harbour), select=["TAB047"]).counts == {}


def test_a_letter_beyond_latin_1_does_not_hide_damage_beside_it(tmp_path: Path) -> None:
    name = "â€œĀdaži"
    (problem,) = found(tmp_path, "TAB042", Cell("places", "pier-4", "name", name))
    assert problem.value == name
