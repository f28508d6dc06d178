"""A baseline: known findings do not count, new ones do, and what is gone is said."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

import event_timeline as et
from event_timeline import profile
from event_timeline.reports import FORMATS, is_own
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline


def spoil(package: Path, table: str, old: str, new: str) -> None:
    """Replace text in a table once, and stamp the package."""
    path = package / "data" / f"{table}.csv"
    before = builder.read(path)
    assert old in before
    builder.write(path, before.replace(old, new, 1))
    builder.stamp(package)


@pytest.fixture
def spoiled(harbour: Path) -> Path:
    """Two unknown roles and a latitude beyond the pole."""
    spoil(harbour, "event_actors", ",participant", ",bystander")
    spoil(harbour, "event_actors", ",participant", ",onlooker")
    spoil(harbour, "places", "55.25,", "155.25,")
    return harbour


@pytest.fixture
def known(spoiled: Path, tmp_path: Path) -> Path:
    file = tmp_path / "known.json"
    report = et.validate(spoiled, write_baseline=file)
    assert (report.valid, report.errors, report.warnings) == (True, 0, 0)
    return file


def test_what_was_found_is_known_from_then_on(spoiled: Path, known: Path) -> None:
    found = et.validate(spoiled)
    report = et.validate(spoiled, baseline=known)
    assert found.errors > 0
    assert (report.errors, report.warnings, report.problems) == (0, 0, [])
    (accepted,) = report.accepted
    assert (accepted.by, accepted.counts, accepted.gone) == (str(known), found.counts, [])
    assert accepted.problems == found.problems


def test_a_file_that_is_changed_again_after_its_stale_hash_was_known_is_a_new_finding(
    harbour: Path, tmp_path: Path
) -> None:
    path, file = harbour / "data" / "places.csv", tmp_path / "known.json"
    builder.write(path, builder.read(path).replace("Town Hall", "Town Halls"))
    et.validate(harbour, select=["PKG"], write_baseline=file)
    assert et.validate(harbour, select=["PKG"], baseline=file).problems == []
    builder.write(path, builder.read(path).replace("Town Halls", "Town Houses"))
    report = et.validate(harbour, select=["PKG"], baseline=file)
    assert {p.code for p in report.problems} == {"PKG005", "PKG006"}


@pytest.mark.parametrize("name", ["known.json", "../data/known.json"])
def test_no_file_is_written_between_the_tables(name: str, harbour: Path, timeline: Timeline) -> None:
    before = builder.contents(harbour)
    target = harbour / "data" / name
    for command in (
        ("validate", "--write-baseline", target),
        ("validate", "-o", target),
        ("export", "json", "-o", target),
    ):
        done = timeline(*command, harbour)
        assert (done.code, "between the package's tables" in done.err) == (2, True), command
    assert builder.contents(harbour) == before
    assert timeline("validate", "--write-baseline", harbour / "known.json", harbour, "--strict").code == 0


@pytest.mark.parametrize("option", ["--write-baseline", "--baseline", "-o"])
def test_a_diff_takes_no_file_that_it_would_neither_write_nor_read(
    option: str, harbour: Path, tmp_path: Path, timeline: Timeline
) -> None:
    done = timeline("validate", "--diff", option, tmp_path / "file", harbour)
    assert (done.code, "--diff checks nothing" in done.err) == (2, True)
    assert not (tmp_path / "file").exists()


def test_the_file_follows_its_schema_and_is_sorted(known: Path) -> None:
    document = json.loads(known.read_text(encoding="utf-8"))
    jsonschema.validate(document, json.loads((profile.folder() / "baseline.json").read_text(encoding="utf-8")))
    places = [(f.get("resource", ""), f.get("key", ""), f["code"]) for f in document["findings"]]
    assert places == sorted(places)
    assert ("places", "osterhavn", "TAB024") in places


def test_a_new_finding_counts(spoiled: Path, known: Path) -> None:
    spoil(spoiled, "events", ",planned,", ",foreseen,")
    report = et.validate(spoiled, baseline=known)
    assert {p.code for p in report.problems} == set(report.counts) == {"TAB022"}
    assert [p.value for p in report.problems] == ["foreseen"]


def test_another_wrong_value_is_a_new_finding(spoiled: Path, known: Path) -> None:
    spoil(spoiled, "event_actors", ",bystander", ",spectator")
    report = et.validate(spoiled, baseline=known)
    assert [(p.code, p.value) for p in report.problems] == [("TAB022", "spectator")]
    assert len(report.accepted[0].gone) == 1


def test_rows_may_move(spoiled: Path, known: Path) -> None:
    path = spoiled / "data" / "event_actors.csv"
    header, first, *rows = builder.read(path).splitlines(keepends=True)
    builder.write(path, "".join([header, *rows, first]))
    builder.stamp(spoiled)
    report = et.validate(spoiled, baseline=known)
    assert "TAB022" not in report.counts
    assert report.accepted[0].gone == []


def test_what_is_gone_is_said_and_does_not_fail(spoiled: Path, known: Path) -> None:
    spoil(spoiled, "event_actors", ",bystander", ",participant")
    report = et.validate(spoiled, baseline=known)
    assert report.valid
    (gone,) = report.accepted[0].gone
    assert gone.startswith("TAB022 event_actors/")
    assert gone.endswith(" role")
    assert "1 known finding no longer found (TAB022 event_actors/" in report.render("text")


def test_what_was_not_asked_is_not_gone(spoiled: Path, known: Path) -> None:
    assert et.validate(spoiled, baseline=known, select=["KEY"]).accepted[0].gone == []
    assert et.validate(spoiled, baseline=known, resource="sources").accepted[0].gone == []
    assert et.validate(spoiled, baseline=known, metadata_only=True).accepted[0].gone == []


def test_the_same_finding_twice_is_known_as_often_as_it_was_there(harbour: Path, tmp_path: Path) -> None:
    path = harbour / "data" / "event_actors.csv"
    row = builder.read(path).splitlines()[1]
    builder.write(path, builder.read(path) + f"{row}\n{row}\n")
    builder.stamp(harbour)
    file = tmp_path / "known.json"
    assert et.validate(harbour, select=["KEY"], write_baseline=file).valid
    builder.write(path, builder.read(path) + f"{row}\n")
    builder.stamp(harbour)
    report = et.validate(harbour, select=["KEY"], baseline=file)
    assert report.errors == 1


def test_all_findings_are_written_and_only_some_are_listed(spoiled: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    report = et.validate(spoiled, write_baseline=file, limit=1)
    assert len([p for p in report.accepted[0].problems if p.code == "TAB022"]) == 1
    assert et.validate(spoiled, baseline=file).valid


def test_writing_keeps_what_was_not_asked(spoiled: Path, known: Path) -> None:
    before = known.read_bytes()
    et.validate(spoiled, select=["KEY"], write_baseline=known)
    assert known.read_bytes() == before


def test_a_table_that_cannot_be_read_stays_an_error(spoiled: Path, tmp_path: Path) -> None:
    (spoiled / "data" / "places.csv").write_bytes(b'place_id,"label\n')
    file = tmp_path / "known.json"
    report = et.validate(spoiled, write_baseline=file)
    assert not report.valid
    assert not et.validate(spoiled, baseline=file).valid


def test_what_was_proved_is_said_of_what_was_found(harbour: Path, tmp_path: Path) -> None:
    """A known finding does not turn into a proof."""
    spoil(harbour, "evidence", ",article,", ",article,9")
    text = {"article": harbour / "article.txt"}
    checked = et.validate(harbour, text).checked
    report = et.validate(harbour, text, write_baseline=tmp_path / "known.json")
    assert report.accepted[0].counts
    assert report.checked == checked


@pytest.mark.parametrize("format_", FORMATS)
def test_each_format_says_it_and_is_known_again(format_: str, spoiled: Path, known: Path, tmp_path: Path) -> None:
    spoil(spoiled, "event_actors", ",bystander", ",participant")
    report = et.validate(spoiled, baseline=known)
    text = report.render(format_)
    assert "no longer found" in text or '"gone": [\n' in text
    file = tmp_path / "report"
    file.write_text(text, encoding="utf-8")
    assert is_own(file, format_)
    quiet = report.render(format_, quiet=True)
    assert "known.json" in quiet


def test_sarif_lists_what_is_known_as_suppressed(spoiled: Path, known: Path) -> None:
    (run,) = json.loads(et.validate(spoiled, baseline=known).render("sarif"))["runs"]
    assert run["results"]
    assert all(r["suppressions"][0]["status"] == "accepted" for r in run["results"])
    schema = json.loads((Path("tests/reports/sarif-2.1.0-rtm.5.json")).read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(et.validate(spoiled, baseline=known).render("sarif")), schema)


def test_junit_has_it_as_a_property(spoiled: Path, known: Path) -> None:
    tree = ET.fromstring(et.validate(spoiled, baseline=known).render("junit"))
    (line,) = [p.get("value") or "" for p in tree.iter("property")]
    assert "known findings do not count" in line
    assert tree.get("failures") == "0"


def test_json_follows_its_schema(spoiled: Path, known: Path) -> None:
    document = json.loads(et.validate(spoiled, baseline=known).render("json"))
    jsonschema.validate(document, json.loads((profile.folder() / "report.json").read_text(encoding="utf-8")))
    assert sum(document["accepted"][0]["counts"].values()) > 0


BAD = {
    "not JSON": (b"{", "not JSON"),
    "not UTF-8": (b"\xff", "not UTF-8"),
    "a list": (b"[]", "not a baseline"),
    "another document": (b'{"a": 1}', "not a baseline"),
    "another version": (b'{"baseline": "2.0", "findings": []}', "not a baseline: baseline"),
    "no code": (b'{"baseline": "1.0", "findings": [{"key": "a"}]}', "findings[0]"),
    "an unknown member": (b'{"baseline": "1.0", "findings": [{"code": "TAB022", "line": 3}]}', "findings[0]"),
    "a count of one": (b'{"baseline": "1.0", "findings": [{"code": "TAB022", "count": 1}]}', "findings[0].count"),
    "a key twice": (b'{"baseline": "1.0", "findings": [], "findings": []}', "'findings' is there twice"),
    "a huge count": (b'{"baseline": "1.0", "findings": [{"code": "TAB022", "count": 9e30}]}', "findings[0].count"),
    "a code with a line break": (b'{"baseline": "1.0", "findings": [{"code": "TAB022\\n"}]}', "findings[0].code"),
    "too deep": (b"[" * 5000 + b"]" * 5000, "nested"),
}


@pytest.mark.parametrize("name", BAD)
def test_another_file_is_refused(name: str, harbour: Path, tmp_path: Path) -> None:
    content, said = BAD[name]
    file = tmp_path / "known.json"
    file.write_bytes(content)
    with pytest.raises(et.Error, match=r"known\.json") as refused:
        et.validate(harbour, baseline=file)
    assert said in refused.value.message
    with pytest.raises(et.Error, match="exists and was not made by this command"):
        et.validate(harbour, write_baseline=file)
    assert file.read_bytes() == content
    et.validate(harbour, write_baseline=file, force=True)
    assert et.validate(harbour, baseline=file).valid


def test_the_command_reads_and_writes_it(spoiled: Path, tmp_path: Path, timeline: Timeline) -> None:
    file = tmp_path / "known.json"
    assert timeline("validate", spoiled, "--baseline", file).code == 2
    assert timeline("validate", spoiled, "--write-baseline", file).code == 0
    result = timeline("validate", spoiled, "--baseline", file, "--strict")
    assert (result.code, result.out.splitlines()[-1][-6:]) == (0, " known")
    both = timeline("validate", spoiled, "--baseline", file, "--write-baseline", file)
    assert (both.code, "either read or written" in both.err) == (2, True)


def test_it_is_never_written_over_the_package_or_a_text(spoiled: Path) -> None:
    text = spoiled / "article.txt"
    for file in (spoiled / "datapackage.json", spoiled / "data" / "events.csv", text):
        before = file.read_bytes()
        with pytest.raises(et.Error):
            et.validate(spoiled, {"article": text}, write_baseline=file, force=True)
        assert file.read_bytes() == before


def test_the_report_is_not_written_over_it(spoiled: Path, known: Path, timeline: Timeline) -> None:
    before = known.read_bytes()
    for option in ("--baseline", "--write-baseline"):
        assert timeline("validate", spoiled, option, known, "-o", known, "--force").code == 2
    assert known.read_bytes() == before


def test_a_wrong_text_and_an_unknown_profile_always_count(harbour: Path, tmp_path: Path) -> None:
    """Rules are not run there, so that nobody knows what is hidden."""
    wrong, file = tmp_path / "wrong.txt", tmp_path / "known.json"
    wrong.write_text("Another text.", encoding="utf-8")
    assert set(et.validate(harbour, {"article": wrong}, write_baseline=file).counts) == {"EVD020"}
    descriptor = builder.read(harbour / "datapackage.json")
    builder.write(harbour / "datapackage.json", descriptor.replace("profile:1.", "profile:9."))
    assert "PKG002" in et.validate(harbour, write_baseline=file).counts


def test_another_file_at_the_same_place_is_a_new_finding(harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    (harbour / "data" / "old.csv").write_text("a\n", encoding="utf-8")
    assert set(et.validate(harbour, write_baseline=file).accepted[0].counts) == {"PKG013"}
    (harbour / "data" / "old.csv").rename(harbour / "data" / "secret.csv")
    assert set(et.validate(harbour, baseline=file).counts) == {"PKG013"}


def test_keys_of_several_parts_do_not_collide(harbour: Path, tmp_path: Path) -> None:
    path, file = harbour / "data" / "event_actors.csv", tmp_path / "known.json"
    header, row, *rows = builder.read(path).splitlines(keepends=True)
    cells = row.split(",")

    def write(event: str, actor: str) -> None:
        builder.write(path, "".join([header, ",".join([event, actor, *cells[2:]]), *rows]))
        builder.stamp(harbour)

    write("x/y", "z")
    et.validate(harbour, select=["KEY003"], write_baseline=file)
    write("x", "y/z")
    assert et.validate(harbour, select=["KEY003"], baseline=file).errors > 0


@pytest.mark.parametrize(
    ("table", "code", "first", "other"),
    [
        ("measures", "EVT022", (",3,5,9,", ",300,5,9,"), (",200,250,400,", ",300,250,400,")),
        (
            "event_sources",
            "TAB023",
            ("https://herald.example.org/2031/oss,", "address,"),
            ("https://herald.example.org/2031/tarn,", "address,"),
        ),
    ],
)
def test_the_same_value_in_a_record_of_another_event_is_a_new_finding(
    table: str, code: str, first: tuple[str, str], other: tuple[str, str], tmp_path: Path
) -> None:
    package, file = builder.edited(tmp_path, [], "marshes"), tmp_path / "known.json"
    spoil(package, table, *first)
    et.validate(package, select=[code], write_baseline=file)
    assert et.validate(package, select=[code], baseline=file).problems == []
    spoil(package, table, *reversed(first))
    spoil(package, table, *other)
    assert et.validate(package, select=[code], baseline=file).counts == {code: 1}


def test_a_rule_that_is_there_no_more_is_gone(harbour: Path, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_text('{"baseline": "1.0", "findings": [{"code": "EVT999", "count": 1e6}]}', encoding="utf-8")
    assert et.validate(harbour, baseline=file).accepted[0].gone == ["EVT999 package, 1,000,000 times"]
    et.validate(harbour, write_baseline=file)
    assert "EVT999" not in file.read_text(encoding="utf-8")


def test_what_is_no_file_is_refused_at_once(harbour: Path, tmp_path: Path) -> None:
    endless = tmp_path / "endless.json"
    endless.symlink_to("/dev/zero")
    for file in (endless, tmp_path, tmp_path / "none", "a\0b", "\ud800"):
        with pytest.raises(et.Error):
            et.validate(harbour, baseline=file)


@pytest.mark.parametrize(("length", "kept"), [(200, "x" * 200), (201, "x" * 100 + "… sha256:")])
def test_of_a_long_value_the_beginning_and_a_hash_are_kept(
    length: int, kept: str, harbour: Path, tmp_path: Path
) -> None:
    for end in ("y", "z"):
        value = "x" * (length - 1) + end
        builder.apply(harbour, Cell("events", "strike", "kind", value))
        builder.stamp(harbour)
        et.validate(harbour, select=["TAB022"], write_baseline=tmp_path / end)
    first, other = (
        json.loads((tmp_path / end).read_text(encoding="utf-8"))["findings"][0]["value"] for end in ("y", "z")
    )
    assert first != other
    assert first.startswith(kept[:-1])
    assert len(first) == (200 if length == 200 else len(kept) + 64)
