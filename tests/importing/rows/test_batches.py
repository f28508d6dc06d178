"""A table that is read in many batches becomes the package that it becomes in one."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import event_timeline as et
from event_timeline.importing import IMPORTS, Request
from event_timeline.importing.mapping import PRESETS, load
from event_timeline.importing.rows import delimited, registry
from event_timeline.importing.rows.delimited import Delimited, Layout
from event_timeline.importing.rows.known_rows import KnownRows
from event_timeline.importing.rows.registry import Seen
from event_timeline.model import UserError

MAPPING = """
[package]
license = "CC0-1.0"

[file]
missing = ["NA", "unknown"]

[event]
id = "No"
label = "What"
kind = {{ column = "What", map = {{ "Flood" = "disaster", "Strike" = "protest" }}, others = "other" }}
date = {{ start = "When", year = "Year" }}
{repeated}

[[places]]
latitude = "Lat"
longitude = "Lon"
chain = [{{ kind = "country", name = "Land" }}, {{ kind = "city", name = "Town" }}]

[[actors]]
name = {{ column = "Who", split = ";" }}
role = {{ value = "side" }}
side = "Side"

[[sources]]
title = {{ column = "Paper", split = "|" }}

[[measures]]
measure = {{ value = "fatalities" }}
best = "Dead"
unit = {{ value = "persons, at least" }}

[codes]
Desk = {{ n = "News" }}
"""
COLUMNS = ("No", "What", "When", "Year", "Land", "Town", "Lat", "Lon", "Who", "Side", "Paper", "Dead", "Desk")


def rows(number: int, ids: int) -> list[str]:
    pick = random.Random(number)
    return [
        ",".join(
            (
                str(pick.randrange(ids)), pick.choice(["Flood", "Strike", '"Fire, large"', "NA"]), f"2031-04-{pick.randint(1, 30):02}",
                pick.choice(["2031", "2031.0", "", "2030"]), pick.choice(["Norway", "NA"]), pick.choice([" Oss", "Tarn ", '"NA"', ""]),
                pick.choice(["60", "61"]), "10", pick.choice(["A;B", "A", "B;A;A", "unknown", '"C, D"']),
                pick.choice(["a", "b", '"x, y"']), pick.choice(["Post|Herald|Post", "Herald", ""]),
                pick.choice(["", "1", "2"]), pick.choice("nst"),
            )
        )
        for _ in range(number)
    ]  # fmt: skip


def files(folder: Path, format_: str, mapping: Path | None = None) -> tuple[dict[str, bytes], list[str]]:
    out = folder / "out"
    out.mkdir()
    notes = IMPORTS[format_].reader()(Request(folder / "table.csv", contributors=("Project",), mapping=mapping), out)
    found = {path.name: path.read_bytes() for part in ("data", "schemas") for path in (out / part).iterdir()}
    out.rename(folder / f"done-{len(list(folder.iterdir()))}")
    return found, sorted(notes)


@pytest.mark.parametrize("repeated", ["", 'repeated = "merge"'])
def test_small_batches_make_the_same_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repeated: str) -> None:
    (tmp_path / "table.csv").write_text("\n".join([",".join(COLUMNS), *rows(200, 60)]) + "\n", encoding="utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING.format(repeated=repeated), encoding="utf-8")
    whole = files(tmp_path, "csv", mapping)
    for size in (150, 4_000):
        monkeypatch.setattr(delimited, "BATCH_BYTES", size)
        monkeypatch.setattr(delimited, "NEAR_END_BYTES", size // 2)
        monkeypatch.setattr(registry, "MAX_UNSORTED", 20)
        assert files(tmp_path, "csv", mapping) == whole
    tables = {
        name.removesuffix(".csv"): pl.read_csv(content, infer_schema=False)
        for name, content in whole[0].items()
        if name.endswith(".csv")
    }
    key = ["event_id", "actor_id", "role"]
    assert tables["event_actors"].select(key).is_unique().all()
    assert tables["event_sources"].is_unique().all()
    assert (tables["events"].height < 200) == bool(repeated)
    if not repeated:  # in a merged event an actor may be on several sides, which are none then
        assert set(tables["event_actors"]["side"].drop_nulls()) == {"a", "b", "x, y"}
    assert set(tables["measures"]["unit"]) == {"persons, at least"}


def test_a_report_of_two_batches_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = load(PRESETS / "gdelt-mentions.toml").content["file"]["columns"][0]
    row = dict.fromkeys(columns, "1") | {
        "EventTimeDate": "20310402101500",
        "MentionIdentifier": "BBC Monitoring",
        "Extras": "",
    }
    line = "\t".join(row[c] for c in columns) + "\n"
    (tmp_path / "table.csv").write_text(line * 40, encoding="utf-8")
    monkeypatch.setattr(delimited, "BATCH_BYTES", 5 * len(line))
    package = et.import_("gdelt-mentions", tmp_path / "table.csv", tmp_path / "out", contributors=["Project"]).package
    assert (package["events"].height, package["event_sources"].height) == (1, 1)


CELLS = st.sampled_from(["", "NA", "N A", "NAN", "é", "None", "x"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_a_word_for_no_value_is_missing_in_quotation_marks_too(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "table.csv"
    path.write_text("a,b,n\n" + "".join(f'{a},"{b}",{n}\n' for n, (a, b) in enumerate(cells)), encoding="utf-8")
    missing = ("NA", "é", "None")
    (batch,) = Delimited(path, Layout(missing=missing)).batches()
    assert batch.frame.rows() == [
        (*(None if cell in ("", *missing) else cell for cell in row), str(n)) for n, row in enumerate(cells)
    ]


IDS = st.lists(st.sampled_from([str(n) for n in range(40)]), min_size=1, max_size=10)


@settings(max_examples=60, deadline=None)
@given(st.lists(IDS, max_size=12))
def test_an_identifier_is_repeated_where_it_was_in_any_batch_before(batches: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "MAX_UNSORTED", 6)
        seen, before = Seen(), set()
        for ids in batches:
            expected = []
            for one in ids:
                expected.append(one in before)
                before.add(one)
            assert seen.repeated(pl.Series(ids)).to_list() == expected


ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from([1, None])), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, max_size=6), st.sampled_from([None, 1]))
def test_what_is_made_of_a_row_is_the_same_whether_it_is_known(
    batches: list[list[tuple[str | None, int | None]]], most: int | None
) -> None:
    known = KnownRows(most)
    for batch in batches:
        frame = pl.DataFrame(batch, schema={"x": pl.String, "y": pl.Int64}, orient="row")
        made = known.made(
            frame, lambda new: new.select(z=pl.format("{}{}", pl.col("x").fill_null("-"), pl.col("y").fill_null(0)))
        )
        assert made["z"].to_list() == [f"{x or '-'}{y or 0}" for x, y in batch]


@pytest.mark.parametrize("blank", ["\n", "\r\n\r\n", " \n", ",,\n", "\ufeff\n;;\n"])
def test_blank_lines_before_the_header_are_skipped(tmp_path: Path, blank: str) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(f"{blank}No,When\n1,2\n3,4\n".encode())
    file = Delimited(table, Layout())
    assert file.columns == ["No", "When"]
    (batch,) = file.batches()
    assert batch.frame.rows() == [("1", "2"), ("3", "4")]
    assert batch.lines_of([0, 1]) == [blank.count("\n") + 2, blank.count("\n") + 3]
    table.write_bytes(f"{blank}No,No\n1,2\n".encode())
    with pytest.raises(UserError, match=rf"t\.csv:{blank.count(chr(10)) + 1}:2: two columns"):
        Delimited(table, Layout())


def test_blank_lines_before_the_rows_of_a_file_without_header_are_skipped(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_bytes(b"\n\n1,2\n")
    file = Delimited(table, Layout(header=False, columns=(("No", "When"),)))
    (batch,) = file.batches()
    assert (batch.frame.rows(), batch.lines_of([0])) == ([("1", "2")], [3])
