from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import builder
from tests.conftest import Timeline
from tests.storage_formats import in_parquet, in_parts


def change(package: Path, table: str, old: str, new: str) -> None:
    path = package / "data" / f"{table}.csv"
    text = builder.read(path)
    assert old in text
    builder.write(path, text.replace(old, new, 1))


def test_a_fresh_package_has_nothing_to_stamp(harbour: Path, timeline: Timeline) -> None:
    result = timeline("stamp", harbour)
    assert (result.code, result.out) == (0, "")
    assert "nothing to do" in result.err


def test_sizes_and_hashes_follow_the_files_and_the_descriptor_keeps_its_form(harbour: Path, timeline: Timeline) -> None:
    before = builder.read(harbour / "datapackage.json")
    change(harbour, "places", "Town Hall", "Town House")
    assert timeline("validate", harbour).code == 1
    result = timeline("stamp", harbour)
    assert "datapackage.json places: bytes 299 -> 300" in result.out
    content = (harbour / "data" / "places.csv").read_bytes()
    declared = next(
        r for r in json.loads(builder.read(harbour / "datapackage.json"))["resources"] if r["name"] == "places"
    )
    assert (declared["bytes"], declared["hash"]) == (len(content), "sha256:" + hashlib.sha256(content).hexdigest())
    after = builder.read(harbour / "datapackage.json")
    assert sum(a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True)) == 2
    assert timeline("validate", harbour).code == 0


def test_check_writes_nothing_and_exits_with_1(harbour: Path, timeline: Timeline) -> None:
    change(harbour, "places", "Town Hall", "Town House")
    before = builder.read(harbour / "datapackage.json")
    result = timeline("stamp", harbour, "--check")
    assert (result.code, builder.read(harbour / "datapackage.json")) == (1, before)
    assert timeline("stamp", builder.HARBOUR, "--check").code == 0


def test_bounds_follow_the_date(harbour: Path, timeline: Timeline) -> None:
    change(harbour, "events", "2024-03,2024-03-01,2024-03-31", "2024-02,2024-03-01,")
    result = timeline("stamp", harbour)
    assert "events worn-cable-warning: earliest 2024-03-01 -> 2024-02-01" in result.out
    assert "2024-02,2024-02-01,2024-02-29" in builder.read(harbour / "data" / "events.csv")


def test_every_date_that_is_not_edtf_is_named_and_the_rest_is_stamped(harbour: Path, timeline: Timeline) -> None:
    change(harbour, "events", "2024-03,2024-03-01,2024-03-31", "March,2024-03-01,")
    change(harbour, "events", "2024-05-17,2024-05-17,2024-05-17", "2024-05-18,2024-05-17,2024-05-17")
    change(harbour, "events", "2022/..,2022-01-01,", "2023/2022,2022-01-01,")
    result = timeline("stamp", harbour)
    assert result.code == 1
    assert "events worn-cable-warning: 'March' is not an EDTF date" in result.err
    assert "events shift-bargaining: '2023/2022' ends before it begins" in result.err
    assert "events council-vote: latest 2024-05-17 -> 2024-05-18" in result.out
    events = builder.read(harbour / "data" / "events.csv")
    assert "2024-05-18,2024-05-18,2024-05-18" in events
    assert "March,2024-03-01," in events
    assert timeline("stamp", harbour, "--check").code == 1


def test_the_coverage_of_events_before_year_1_is_written_as_edtf(harbour: Path, timeline: Timeline) -> None:
    change(harbour, "events", "2024-03,2024-03-01,2024-03-31", "-0044-03-15,,")
    result = timeline("stamp", harbour, "--coverage")
    assert "temporal 2022 to 2024-05-17 -> -0044-03-15 to 2024-05-17" in result.out
    report = timeline("validate", harbour, "--select", "PKG,DAT002,DAT025").out
    assert "-0044" not in report


def test_length_and_hash_of_a_text_follow_the_file_given(harbour: Path, timeline: Timeline) -> None:
    article = harbour / "article.txt"
    builder.write(article, builder.read(article) + "🙂\n")
    result = timeline("stamp", harbour, "--source", f"article={article}")
    assert "sources article: characters 944 -> 946" in result.out
    assert "EVD020" not in timeline("validate", harbour, "--source", article).out


def test_an_unknown_source_is_refused_with_the_nearest(harbour: Path, timeline: Timeline) -> None:
    result = timeline("stamp", harbour, "--source", f"artcle={builder.ARTICLE}")  # codespell:ignore
    assert result.code == 2
    assert "did you mean 'article'?" in result.err


def test_a_missing_coverage_in_time_is_that_of_the_events(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    del descriptor["temporal"]
    builder.write(path, json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n")
    timeline("stamp", harbour)
    assert json.loads(builder.read(path))["temporal"] == {"start": "2022-01-01", "end": "2024-05-17"}


def test_the_coverage_holds_an_event_that_goes_on(harbour: Path, timeline: Timeline) -> None:
    descriptor = json.loads(builder.read(harbour / "datapackage.json"))
    descriptor["temporal"] = {"start": "2023"}
    builder.write(harbour / "datapackage.json", json.dumps(descriptor))
    assert "temporal" not in timeline("stamp", harbour).out
    assert "temporal 2023 -> 2022-01-01 to 2024-05-17" in timeline("stamp", harbour, "--coverage").out
    assert timeline("validate", harbour, "--strict").code == 0


@pytest.mark.parametrize("word", ["a\nb", "a\tb", "a\x1bb", "a\u2028b"])
def test_a_keyword_with_a_line_break_is_refused(word: str, harbour: Path, timeline: Timeline) -> None:
    before = builder.contents(harbour)
    for more in ((), ("--check",)):
        result = timeline("stamp", harbour, "--keyword", word, *more)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("error: the keyword 'a")
        assert "has a line break or control character" in result.err
    assert builder.contents(harbour) == before


def test_keywords_are_added_once(harbour: Path, timeline: Timeline) -> None:
    said = timeline("stamp", harbour, "--keyword", "cranes", "--keyword", "harbour").out
    assert said == "datapackage.json: keywords harbour, event data, tests -> harbour, event data, tests, cranes\n"
    assert json.loads(builder.read(harbour / "datapackage.json"))["keywords"][-1] == "cranes"
    assert timeline("stamp", harbour, "--keyword", "cranes", "--check").code == 0


DAMAGED = {
    "empty": b"",
    "latin-1": "place_id,name\nx,Møn\n".encode("latin-1"),
    "semicolons": builder.read(builder.HARBOUR / "data" / "places.csv").replace(",", ";").encode(),
    "byte order mark": b"\xef\xbb\xbf" + (builder.HARBOUR / "data" / "places.csv").read_bytes(),
    "ragged": (builder.HARBOUR / "data" / "places.csv").read_bytes() + b"x,y\n",
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_not_stamped_unless_forced(kind: str, harbour: Path, timeline: Timeline) -> None:
    before = builder.read(harbour / "datapackage.json")
    (harbour / "data" / "places.csv").write_bytes(DAMAGED[kind])
    result = timeline("stamp", harbour)
    assert (result.code, builder.read(harbour / "datapackage.json")) == (2, before)
    assert "data/places.csv" in result.err
    assert "nothing is stamped" in result.err


def test_force_stamps_what_is_damaged(harbour: Path, timeline: Timeline) -> None:
    (harbour / "data" / "places.csv").write_bytes(DAMAGED["ragged"])
    assert timeline("stamp", harbour, "--force").code == 0
    assert timeline("stamp", harbour, "--check", "--force").code == 0


def test_nothing_is_told_where_it_cannot_be_written(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(harbour, "places", "Town Hall", "Town House")

    def refuse(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("event_timeline.package.journal.write_synced", refuse)
    result = timeline("stamp", harbour)
    assert (result.code, result.out, "cannot write" in result.err) == (2, "", True)


def test_another_text_under_evidence_is_warned_of(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(builder.ARTICLE.read_bytes().replace(b"\n", b"\r\n"))
    result = timeline("stamp", harbour, "--check", "--source", f"article={copy}")
    spans = len(builder.table(harbour / "data" / "evidence.csv")) - 1
    assert f"warning: article has another text now, and {spans} spans" in result.err
    assert "warning" not in timeline("stamp", harbour, "--check", "--source", f"article={builder.ARTICLE}").err


@pytest.mark.parametrize("table", ["places", "events"])
@pytest.mark.parametrize("kind", [*DAMAGED, "CR CR LF"])
def test_force_is_named_where_it_helps_and_nowhere_else(
    kind: str, table: str, harbour: Path, timeline: Timeline
) -> None:
    places = harbour / "data" / f"{table}.csv"
    places.write_bytes(DAMAGED[kind] if kind in DAMAGED else places.read_bytes().replace(b"\n", b"\r\r\n"))
    named = "--force" in timeline("stamp", harbour).err
    assert named is (timeline("stamp", harbour, "--force").code == 0)


def test_a_coverage_beyond_the_events_is_mentioned_and_kept(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    assert "temporal" not in timeline("stamp", harbour).err
    descriptor["temporal"] = {"start": "1990", "end": "2024-05-17"}
    builder.write(path, json.dumps(descriptor))
    result = timeline("stamp", harbour)
    said = "`temporal` is 1990 to 2024-05-17, and the events are from 2022-01-01 to 2024-05-17: --coverage sets it"
    assert (result.code, result.err.count(said)) == (0, 1)
    assert "temporal" not in timeline("stamp", harbour, "--coverage").err
    assert "temporal" not in timeline("stamp", harbour).err


def test_errors_that_are_left_after_stamping_are_counted(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "actors.csv"
    head, *rows = builder.read(path).splitlines(keepends=True)
    builder.write(path, head + "".join(row for row in rows if not row.startswith("dockers-union,")))
    result = timeline("stamp", harbour)
    left = json.loads(timeline("validate", harbour, "--format", "json", "--limit", "0").out)["problems"]
    errors = sum(p["severity"] == "error" for p in left)
    assert errors > 1
    assert f"note: {errors} errors left: `timeline validate` lists them\n" in result.err


def test_a_package_without_errors_is_stamped_without_a_note(harbour: Path, timeline: Timeline) -> None:
    change(harbour, "places", "Town Hall", "Town House")
    assert "note:" not in timeline("stamp", harbour).err


def test_a_table_in_several_files_is_stamped_as_it_is_checked(harbour: Path, timeline: Timeline) -> None:
    book, path = harbour / "data" / "codebook.csv", harbour / "datapackage.json"
    head, *rows = builder.read(book).splitlines(keepends=True)
    builder.write(book, "".join([head, *rows[:50]]))
    builder.write(harbour / "data" / "codebook-2.csv", "".join([head, *rows[50:]]))
    whole = builder.read(path)
    builder.write(path, whole.replace('"data/codebook.csv"', '["data/codebook.csv", "data/codebook-2.csv"]'))
    assert timeline("validate", harbour).code == 0, "size and hash are those of one file with one header"
    builder.write(harbour / "data" / "codebook-2.csv", "".join([head, *rows[51:]]))
    said = timeline("validate", harbour, "--select", "PKG").out
    assert re.search(r"\d+ bytes in 2 files, with the header of the first where the descriptor says \d+", said)
    assert timeline("stamp", harbour).code == 0
    assert timeline("validate", harbour, "--select", "PKG").code == 0
    assert timeline("stamp", harbour, "--check").code == 0


def test_of_many_dates_that_are_not_edtf_the_first_are_named_and_all_counted(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "events.csv"
    header, *rows = builder.table(path)
    row = dict(zip(header, rows[0], strict=True))
    made = [{**row, "event_id": f"made-{i}", "position": str(100 + i), "date_edtf": "soon"} for i in range(30)]
    lines = [",".join(made_row[c] if "," not in made_row[c] else "" for c in header) for made_row in made]
    builder.write(path, builder.read(path) + "".join(line + "\n" for line in lines))
    result = timeline("stamp", harbour)
    assert result.code == 1
    assert result.err.count("is not an EDTF date: its bounds stay as they are") == 20
    assert "and 10 more: 30 dates that are not EDTF in all" in result.err


@pytest.mark.parametrize("store", [lambda p, t: in_parts(p, t, 2), in_parquet, lambda p, t: in_parquet(p, t, 2)])
def test_size_and_hash_of_tables_in_parts_or_parquet_are_written(
    store: Callable[[Path, Path], Path], harbour: Path, tmp_path: Path, timeline: Timeline
) -> None:
    package = store(harbour, tmp_path / "stored")
    file = package / "datapackage.json"
    descriptor = json.loads(builder.read(file))
    for resource in descriptor["resources"]:
        del resource["bytes"], resource["hash"]
    builder.write(file, json.dumps(descriptor))
    assert timeline("stamp", package).code == 0
    assert timeline("validate", package, "--strict").code == 0
    assert timeline("stamp", package, "--check").code == 0
