"""`--fix` mends what is safe and nothing else; `--diff` shows it and writes nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

import event_timeline as et
from event_timeline import profile
from event_timeline.editing.csv_tables import CsvTable
from event_timeline.editing.fix import cells
from event_timeline.rules.explanations import Added, Cell
from event_timeline.tables import quoting
from tests import builder
from tests.builder import contents
from tests.conftest import Timeline

PLACES, EVENTS, EVIDENCE, SOURCES = (f"data/{t}.csv" for t in ("places", "events", "evidence", "sources"))


def replaced(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        text = builder.read(package / path)
        assert old in text
        builder.write(package / path, text.replace(old, new, 1))

    return change


def converted(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(package: Path) -> None:
        (package / path).write_bytes(change((package / path).read_bytes()))

    return damage


def swapped(raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join([lines[0], lines[2], lines[1], *lines[3:]])


def widened(raw: bytes) -> bytes:
    return b"".join(line + b",,\n" for line in raw.splitlines()) + b",,,,,,,,,,,\n,,,,,,,,,,,\n"


SAFE: dict[str, tuple[Callable[[Path], None], str]] = {
    "line ends": (converted(PLACES, lambda raw: raw.replace(b"\n", b"\r\n")), "line ends CR LF made LF"),
    "old line ends": (converted(PLACES, lambda raw: raw.replace(b"\n", b"\r")), "line ends CR made LF"),
    "a byte order mark": (converted(PLACES, lambda raw: b"\xef\xbb\xbf" + raw), "byte order mark removed"),
    "a lost last line end": (converted(PLACES, lambda raw: raw[:-1]), "last line ended"),
    "blanks around a name": (replaced(PLACES, "Town Hall", " Town Hall\u00a0"), "name: blanks removed (1 cell)"),
    "blanks in the header": (replaced(PLACES, "place_id,name", "place_id, name "), "blanks removed from the header"),
    "letters that are not composed": (replaced(PLACES, "Town Hall", "Ra\u030adhus"), "name: composed to NFC (1 cell)"),
    "rows out of order": (converted(PLACES, swapped), "rows sorted by place_id"),
    "blank rows and columns": (converted(PLACES, widened), "2 blank columns removed"),
    "a blank line": (replaced(PLACES, "\nosterhavn", "\n\nosterhavn"), "1 blank row removed"),
    "a line for Excel": (converted(PLACES, lambda raw: b"sep=,\n" + raw), "first line removed, which names the separator"),
    "a line for Excel with semicolons": (converted(PLACES, lambda raw: b'"sep=;"\r\n' + raw.replace(b",", b";")), "semicolons between the cells made commas"),
    "bounds that are not those of the date": (replaced(EVENTS, "2024-03,2024-03-01,2024-03-31", "2024-03,,2024-03-30"), "latest: computed from date_edtf (1 cell)"),
    "a stale hash": (replaced("datapackage.json", '"hash": "sha256:', '"hash": "sha256:0000'), "bytes and hash updated"),
    "a stale size": (replaced("datapackage.json", '"bytes": ', '"bytes": 9'), "bytes and hash updated"),
}  # fmt: skip


@pytest.mark.parametrize("name", SAFE)
def test_what_is_safe_is_shown_then_mended_and_said(name: str, harbour: Path, timeline: Timeline) -> None:
    damage, note = SAFE[name]
    before = contents(harbour)
    damage(harbour)
    damaged = contents(harbour)
    assert timeline("validate", harbour, "--strict").code == 1
    shown = timeline("validate", harbour, "--diff", "--fix")
    assert contents(harbour) == damaged
    assert shown.code == 1
    assert f"would fix: {'datapackage.json' if 'hash' in note else 'data/'}" in shown.err
    assert note in shown.err
    assert shown.out.startswith("--- da")
    result = timeline("validate", harbour, "--fix", "--strict")
    assert (result.code, "fixed: " in result.err, note in result.err) == (0, True, True), result.out + result.err
    if name != "letters that are not composed":
        assert contents(harbour) == before


def test_what_is_mended_stays_mended(harbour: Path, timeline: Timeline) -> None:
    for name in ("line ends", "rows out of order", "blanks around a name"):
        SAFE[name][0](harbour)
    timeline("validate", harbour, "--fix")
    result = timeline("validate", harbour, "--diff")
    assert (result.code, result.out, result.err) == (0, "", "nothing to fix\n")


def test_a_valid_package_is_not_touched(harbour: Path, timeline: Timeline) -> None:
    times = {p: p.stat().st_mtime_ns for p in harbour.rglob("*")}
    result = timeline("validate", harbour, "--fix", "--source", builder.ARTICLE)
    assert (result.code, result.err) == (0, "nothing to fix\n")
    assert times == {p: p.stat().st_mtime_ns for p in harbour.rglob("*")}


def test_the_text_proves_length_hash_and_paragraph(harbour: Path) -> None:
    before = contents(harbour)
    replaced(SOURCES, ",944,", ",943,")(harbour)
    row = next(
        r for r in csv.DictReader((harbour / EVIDENCE).read_text(encoding="utf-8").splitlines()) if r["part"] == "cue"
    )
    replaced(EVIDENCE, row["sha256"], "0" * 64)(harbour)
    replaced(EVIDENCE, "council-vote-report-671,article,6,", "council-vote-report-671,article,7,")(harbour)
    builder.stamp(harbour)
    et.fix(harbour)
    assert contents(harbour) != before
    repair = et.fix(harbour, sources={"article": builder.ARTICLE})
    assert any("characters: taken from the text (1 cell)" in note for note in repair.notes)
    assert contents(harbour) == before


def test_another_text_proves_nothing(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    replaced(SOURCES, ",944,", ",943,")(harbour)
    builder.stamp(harbour)
    (tmp_path / "other.txt").write_text("Another text.", encoding="utf-8")
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix", "--source", tmp_path / "other.txt")
    assert (result.code, contents(harbour)) == (1, before)


MEANING = {
    "a span moved": (EVIDENCE, ",article,2,108,112,", ",article,2,109,113,"),
    "other words": (EVIDENCE, ",Pier 4,", ",Pier 5,"),
    "a term that is none": (EVENTS, ",habitual,", ",usual,"),
    "a reference to nothing": (PLACES, "site,osterhavn", "site,osterhaven"),
    "a date that is none": (EVENTS, "2024-03,2024-03-01", "03/2024,2024-03-01"),
    "a formula": (PLACES, "Town Hall", "=B7"),
    "blanks in a verbatim cue": ("data/statements.csv", ",said,", ",said ,"),
}


@pytest.mark.parametrize("name", MEANING)
def test_what_a_cell_means_is_never_touched(name: str, harbour: Path, timeline: Timeline) -> None:
    path, old, new = MEANING[name]
    replaced(path, old, new)(harbour)
    builder.stamp(harbour)
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix", "--source", builder.ARTICLE)
    assert result.code == 1
    assert contents(harbour) == before


DAMAGED = {
    "not UTF-8": converted(PLACES, lambda raw: raw.replace(b"Town Hall", b"R\xe5dhus")),
    "binary": converted(PLACES, lambda raw: raw + b"\0"),
    "cut off": converted(PLACES, lambda raw: raw[:-12]),
    "a cell too few": replaced(PLACES, "osterhavn,Osterhavn,city,", "osterhavn,Osterhavn,"),
    "another header": replaced(PLACES, "latitude", "breadth"),
    "an open quotation mark": replaced(PLACES, "Town Hall", '"Town Hall'),
    "values in a column without a name": converted(PLACES, lambda raw: raw.replace(b"\n", b",x\n").replace(b"source,x", b"source,", 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_left_alone_and_not_stamped(name: str, harbour: Path, timeline: Timeline) -> None:
    DAMAGED[name](harbour)
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix")
    assert result.code == 1
    assert "left alone: data/places.csv: " in result.err
    assert contents(harbour) == before
    assert "PKG006" in result.out
    assert not re.search(r"^next +`timeline explain PKG", result.out, re.MULTILINE)  # the damage is the cause


def test_a_missing_file_is_left_alone(harbour: Path, timeline: Timeline) -> None:
    (harbour / PLACES).unlink()
    result = timeline("validate", harbour, "--fix")
    assert (result.code, "left alone: data/places.csv: " in result.err) == (1, True)


def test_the_descriptors_layout_is_kept(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "datapackage.json"
    text = builder.read(path).replace('"roles": [\n', '"roles":   [\n')
    builder.write(path, text)
    replaced(PLACES, "Town Hall", "Town House")(harbour)
    timeline("validate", harbour, "--fix")
    changed = [(a, b) for a, b in zip(text.splitlines(), builder.read(path).splitlines(), strict=True) if a != b]
    assert len(changed) == 2
    assert json.loads(builder.read(path))["resources"][1]["bytes"] == (harbour / PLACES).stat().st_size


def test_a_descriptor_without_hashes_gets_them(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "datapackage.json"
    descriptor = json.loads(builder.read(path))
    del descriptor["resources"][1]["hash"]
    builder.write(path, json.dumps(descriptor))
    timeline("validate", harbour, "--fix")
    wanted = hashlib.sha256((harbour / PLACES).read_bytes()).hexdigest()
    assert json.loads(builder.read(path))["resources"][1]["hash"] == f"sha256:{wanted}"


def test_an_archive_is_not_mended(harbour: Path, timeline: Timeline, tmp_path: Path) -> None:
    archive = tmp_path / "harbour.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(harbour / "datapackage.json", "datapackage.json")
    result = timeline("validate", archive, "--fix")
    assert (result.code, result.out) == (2, "")
    assert "unpack it" in result.err


def test_all_is_written_or_nothing(harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("line ends", "rows out of order"):
        SAFE[name][0](harbour)
    replaced(EVENTS, "2024-03,2024-03-01", "2024-03,2024-03-02")(harbour)
    before = contents(harbour)
    whole, calls = Path.replace, []

    def fail_late(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:  # the journal, a first table, a second one
            raise PermissionError(13, "Permission denied")
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", fail_late)
    result = timeline("validate", harbour, "--fix")
    monkeypatch.undo()
    assert result.code == 2
    assert "cannot write" in result.err
    assert contents(harbour) == before


def test_mode_of_a_file_is_kept(harbour: Path, timeline: Timeline) -> None:
    (harbour / PLACES).chmod(0o640)
    SAFE["line ends"][0](harbour)
    timeline("validate", harbour, "--fix")
    assert stat.S_IMODE((harbour / PLACES).stat().st_mode) == 0o640


def test_a_difference_shows_invisible_characters(harbour: Path, timeline: Timeline) -> None:
    replaced(PLACES, "Town Hall", " Town\x1b[2J Hall ")(harbour)
    result = timeline("validate", harbour, "--diff")
    assert "\x1b" not in result.out
    assert "-town-hall, Town\\x1b[2J Hall ,site" in result.out


def test_a_file_that_was_changed_since_it_was_stamped_is_said_to_be_so(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "statement_events.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    result = timeline("validate", harbour, "--fix")
    assert "statement_events: bytes and hash updated; the file was changed since it was stamped, by" in result.err
    assert "bytes fewer" in result.err


def test_rows_that_are_missed_elsewhere_do_not_get_a_new_hash(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "evidence.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-2]))
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix")
    assert (result.code, contents(harbour)) == (1, before)
    assert "left alone: datapackage.json: evidence: bytes and hash; the file was changed since" in result.err
    assert "bytes fewer" in result.err
    assert "bytes fewer and has or causes errors (EVD014)" in result.err
    assert "PKG006" in result.out


@pytest.mark.parametrize(
    ("name", "code"), [("a term that is none", "TAB022"), ("a reference to nothing", "KEY003"), ("a formula", "TAB040")]
)
def test_a_changed_file_with_errors_does_not_get_a_new_hash(
    name: str, code: str, harbour: Path, timeline: Timeline
) -> None:
    path, old, new = MEANING[name]
    replaced(path, old, new)(harbour)
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix")
    assert (result.code, contents(harbour)) == (1, before)
    assert re.search(rf"left alone: datapackage\.json: .* and has or causes errors \(.*{code}", result.err)


def test_lost_rows_that_others_refer_to_are_named_as_references_to_nothing(harbour: Path, timeline: Timeline) -> None:
    path = harbour / PLACES
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    result = timeline("validate", harbour, "--fix")
    assert "left alone: datapackage.json: places: bytes and hash" in result.err
    assert "and has or causes errors (KEY003)" in result.err


def test_a_reference_to_nothing_is_no_error_of_the_tables_that_it_does_not_refer_to(
    harbour: Path, timeline: Timeline
) -> None:
    replaced("data/event_actors.csv", ",town-council,", ",no-council,")(harbour)
    builder.stamp(harbour)
    replaced(EVENTS, "The union warns of the cable", "The union warns of a cable")(harbour)
    replaced("data/actors.csv", "Town council", "City council")(harbour)
    result = timeline("validate", harbour, "--fix")
    left = [line for line in result.err.splitlines() if "left alone: datapackage.json" in line]
    assert not [line for line in left if " events: " in line and "KEY003" in line]
    assert [line for line in left if " actors: " in line and "KEY003" in line]


def test_what_is_mended_in_a_stamped_file_with_errors_is_stamped(harbour: Path, timeline: Timeline) -> None:
    replaced(EVENTS, ",habitual,", ",usual,")(harbour)
    replaced(EVENTS, "The union warns of the cable", "The union warns of the cable ")(harbour)
    builder.stamp(harbour)
    result = timeline("validate", harbour, "--fix")
    assert "fixed: datapackage.json: events: bytes and hash updated\n" in result.err
    assert "PKG006" not in result.out
    assert "TAB022" in result.out


def test_nothing_is_said_to_be_mended_where_it_cannot_be_written(
    harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted(PLACES, lambda raw: raw.replace(b"\n", b"\r\n"))(harbour)

    def refuse(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("event_timeline.package.journal.write_synced", refuse)
    result = timeline("validate", harbour, "--fix")
    assert (result.code, "fixed: " in result.err, "cannot write" in result.err) == (2, False, True)


def test_what_is_mended_once_is_mended(harbour: Path, timeline: Timeline) -> None:
    converted(PLACES, lambda raw: raw.replace(b"\n", b"\r\r\n"))(harbour)
    timeline("validate", harbour, "--fix")
    assert b"\r" not in (harbour / PLACES).read_bytes()
    assert (timeline("validate", harbour).code, timeline("validate", harbour, "--diff").out) == (0, "")


def countries(*rows: str) -> Callable[[Path], None]:
    """Places that are countries, as lines `id,name,code`, after those of the harbour."""

    def change(package: Path) -> None:
        for row in rows:
            key, name, code = row.split(",")
            builder.apply(package, Added("places", {"place_id": key, "name": name, "kind": "country", "country": code}))
        builder.stamp(package)

    return change


def country_cells(package: Path, table: str) -> dict[str, str]:
    with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[f"{table[:-1]}_id"]: row["country"] for row in csv.DictReader(file)}


def test_a_country_gets_the_code_that_iso_3166_lists(harbour: Path, timeline: Timeline) -> None:
    for table in ("places", "actors"):
        builder.apply(harbour, Cell(table, "denmark", "country", ""))
    builder.stamp(harbour)
    result = timeline("validate", harbour, "--fix", "--strict")
    assert (result.code, country_cells(harbour, "places")["denmark"]) == (0, "DNK"), result.out
    assert country_cells(harbour, "actors")["denmark"] == "DNK"
    assert "fixed: data/actors.csv: country: DNK written" in result.err
    assert "nothing to fix\n" in timeline("validate", harbour, "--fix").err


def test_a_country_gets_the_code_of_its_cameo_code_or_of_the_place_of_its_name(
    harbour: Path, timeline: Timeline
) -> None:
    builder.apply(harbour, Cell("actors", "denmark", "name", "The Danes"))
    builder.apply(harbour, Cell("actors", "denmark", "country", ""))
    countries("norge,Norge,NOR")(harbour)
    builder.apply(harbour, Added("actors", {"actor_id": "norge", "name": "NORGE", "kind": "country"}))
    builder.stamp(harbour)
    timeline("validate", harbour, "--fix")
    codes = country_cells(harbour, "actors")
    assert (codes["denmark"], codes["norge"]) == ("DNK", "NOR")


@pytest.mark.parametrize(
    "rows",
    [
        ("congo,Congo,",),
        ("ottomans,Ottoman Empire,",),
        ("norge,Norway,", "norway,Kingdom of Norway,"),
        ("danes,Denmark,",),
    ],
)
def test_a_code_that_is_not_certain_is_not_written(rows: tuple[str, ...], harbour: Path, timeline: Timeline) -> None:
    countries(*rows)(harbour)
    before = contents(harbour)
    timeline("validate", harbour, "--fix")
    assert contents(harbour) == before


def test_sources_that_disagree_about_a_code_decide_nothing(harbour: Path, timeline: Timeline) -> None:
    builder.apply(harbour, Cell("actors", "denmark", "country", ""))
    builder.apply(harbour, Cell("actors", "denmark", "cameo", "NORGOV"))
    builder.stamp(harbour)
    timeline("validate", harbour, "--fix")
    assert country_cells(harbour, "actors")["denmark"] == ""


def in_column(path: str, column: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def damage(package: Path) -> None:
        header, *rows = builder.table(package / path)
        at = header.index(column)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([header, *([*row[:at], change(row[at]), *row[at + 1 :]] for row in rows)])
        builder.write(package / path, out.getvalue())

    return damage


def with_decimals(cell: str) -> str:
    return f"{int(cell)}.0" if cell.isdecimal() else cell


NUMBERS = {
    "codes without their zero": in_column(EVENTS, "cameo", lambda cell: cell.lstrip("0")),
    "codes with decimals": in_column(EVENTS, "cameo", with_decimals),
    "whole numbers with decimals": in_column(EVIDENCE, "char_start", with_decimals),
    "positions with decimals": in_column(EVENTS, "position", with_decimals),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_what_was_taken_for_a_number_is_restored_where_one_value_is_possible(
    name: str, harbour: Path, timeline: Timeline
) -> None:
    before = contents(harbour)
    NUMBERS[name](harbour)
    assert contents(harbour) != before
    assert timeline("validate", harbour).code == 1
    assert timeline("validate", harbour, "--fix", "--strict").code == 0
    assert contents(harbour) == before


def test_a_code_that_may_have_been_another_is_left_and_both_are_named(harbour: Path, timeline: Timeline) -> None:
    assert {"10", "010"} <= profile.cameo_codes()
    in_column(EVENTS, "cameo", lambda cell: "10.0" if cell == "143" else cell)(harbour)
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix")
    assert (result.code, contents(harbour)) == (1, before)
    assert "'10.0' was taken for a number; it said '10' or '010'" in result.out


@pytest.mark.parametrize("sign", [";", "\t"])
def test_another_separator_is_replaced_and_no_cell_changes(sign: str, harbour: Path, timeline: Timeline) -> None:
    before = contents(harbour)
    for path in (EVENTS, EVIDENCE, "data/statements.csv"):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n", delimiter=sign).writerows(builder.table(harbour / path))
        builder.write(harbour / path, "\ufeff" + out.getvalue().replace("\n", "\r\n"))
    assert sign == "\t" or b'"' in (harbour / EVENTS).read_bytes()
    result = timeline("validate", harbour, "--fix", "--strict")
    assert (result.code, "between the cells made commas" in result.err) == (0, True), result.out + result.err
    assert contents(harbour) == before


def test_another_separator_is_left_where_a_record_has_another_number_of_cells(
    harbour: Path, timeline: Timeline
) -> None:
    converted(PLACES, lambda raw: raw.replace(b",", b";").replace(b"Town Hall", b"Town; Hall"))(harbour)
    before = contents(harbour)
    result = timeline("validate", harbour, "--fix")
    assert (result.code, contents(harbour)) == (1, before)
    assert "left alone: data/places.csv: some records have more or fewer cells" in result.err


def test_rows_are_sorted_by_what_their_cells_say_in_the_end(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "codebook.csv"
    sound = path.read_bytes()
    damaged = sound.replace(b"events.cameo,046,", b"events.cameo,46,")
    assert damaged != sound
    header, *rows = damaged.decode("utf-8").splitlines(keepends=True)
    path.write_bytes((header + "".join(sorted(rows, key=lambda row: row.split(",")[:2]))).encode("utf-8"))
    assert path.read_bytes().index(b"events.cameo,46,") > path.read_bytes().index(b"events.cameo,143,")
    assert timeline("validate", harbour, "--fix").code == 0
    assert path.read_bytes() == sound


@pytest.mark.parametrize(("first", "sign"), [(b"sep=;", b","), (b"sep=,", b";"), (b"sep=", b","), (b"sep=;;;x", b";")])
def test_a_first_line_that_does_not_name_the_separator_below_is_left(
    first: bytes, sign: bytes, harbour: Path, timeline: Timeline
) -> None:
    converted(PLACES, lambda raw: first + b"\n" + raw.replace(b",", sign))(harbour)
    before = (harbour / PLACES).read_bytes()
    assert timeline("validate", harbour, "--fix").code == 1
    assert (harbour / PLACES).read_bytes() == before


def defined(*codes: str) -> Callable[[Path], None]:
    """The codebook with these CAMEO codes in place of 143."""

    def change(package: Path) -> None:
        path = package / "data" / "codebook.csv"
        rows = [line for line in builder.read(path).splitlines() if not line.startswith("events.cameo,143,")]
        builder.write(path, "\n".join([*rows, *(f"events.cameo,{code},Code {code},A code.," for code in codes)]) + "\n")

    return change


def test_a_code_that_only_the_codebook_tells_from_another_gets_its_zero_back(harbour: Path, timeline: Timeline) -> None:
    defined("010")(harbour)
    in_column(EVENTS, "cameo", lambda cell: "10" if cell == "143" else cell.lstrip("0"))(harbour)
    rows = builder.table(harbour / EVENTS)
    at = rows[0].index("cameo")
    lost = [row[0] for row in rows if row[at] == "10"]
    found = timeline("validate", harbour, "--select", "TAB047,VOC005")
    assert lost
    assert found.out.count("TAB047  '10' was taken for a number; it said '010'") == len(lost)
    assert "VOC005" not in found.out
    timeline("validate", harbour, "--fix")
    assert [row[0] for row in builder.table(harbour / EVENTS) if row[at] == "010"] == lost
    assert timeline("validate", harbour, "--select", "TAB047,VOC005").code == 0


def test_a_code_beside_others_that_kept_their_zeros_is_left_alone(harbour: Path, timeline: Timeline) -> None:
    defined("010")(harbour)
    in_column(EVENTS, "cameo", lambda cell: "10" if cell == "143" else cell)(harbour)
    before = builder.read(harbour / EVENTS)
    assert ",0" in before
    timeline("validate", harbour, "--fix")
    assert builder.read(harbour / EVENTS) == before


def test_a_code_that_the_codebook_has_beside_the_one_with_a_zero_is_kept(harbour: Path, timeline: Timeline) -> None:
    defined("010", "10")(harbour)
    in_column(EVENTS, "cameo", lambda cell: "10" if cell == "143" else cell)(harbour)
    before = builder.read(harbour / EVENTS)
    assert timeline("validate", harbour, "--select", "TAB047,VOC005").code == 0
    timeline("validate", harbour, "--fix")
    assert builder.read(harbour / EVENTS) == before


def test_what_fix_has_just_left_alone_is_not_said_to_be_for_fix(harbour: Path, timeline: Timeline) -> None:
    in_column(EVENTS, "cameo", lambda cell: "10.0" if cell == "143" else cell)(harbour)
    before, after = timeline("validate", harbour), timeline("validate", harbour, "--fix")
    assert "fix      `timeline validate --fix`" in before.out
    assert "left it alone" not in before.out
    assert "TAB047" in after.out
    assert "\nfix " not in after.out
    assert "here --fix has left it alone\n" in after.out


def test_terms_of_the_profile_are_defined_in_its_words_and_own_terms_are_left(harbour: Path) -> None:
    book = harbour / "data" / "codebook.csv"
    head, *rows = builder.read(book).splitlines(keepends=True)
    own = [
        row
        for row in rows
        if row.startswith(("events.topic,", "events.cameo,", "events.kind,accident,", "events.kind,strike,"))
    ]
    builder.write(book, "".join([head, *own]))
    builder.stamp(harbour)
    assert set(et.validate(harbour).counts) == {"VOC001"}
    et.fix(harbour)
    assert et.validate(harbour).counts == {}
    defined = builder.read(book).splitlines(keepends=True)
    assert {row.split(",")[1] for row in defined} == {row.split(",")[1] for row in [head, *rows]}
    schema = harbour / "schemas" / "events.json"
    builder.write(
        schema,
        builder.read(schema).replace(
            '"enum": [\n          "meeting",', '"enum": [\n          "die-in",\n          "meeting",'
        ),
    )
    et.fix(harbour)
    assert [p.value for p in et.validate(harbour, select=["VOC001"]).problems] == ["die-in"]
    assert builder.read(book).splitlines(keepends=True) == defined


def test_an_optional_column_of_the_profile_gets_its_field_where_the_header_has_it(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    path, data = package / "schemas" / "actors.json", package / "data" / "actors.csv"
    before = builder.read(path)
    schema = json.loads(before)
    schema["fields"] = [f for f in schema["fields"] if f["name"] not in ("sector", "same_as")]
    schema["foreignKeys"] = [key for key in schema["foreignKeys"] if key["fields"] != "same_as"]
    builder.write(path, json.dumps(schema, indent=2) + "\n")
    assert "TAB008" in et.validate(package).counts
    repair = et.fix(package)
    assert (
        "schemas/actors.json: sector, same_as added, which the profile has and the file of actors, too" in repair.notes
    )
    assert et.validate(package).problems == []
    assert json.loads(builder.read(path)) == json.loads(before)
    builder.write(data, builder.read(data).replace("sector", "sectors", 1))
    assert et.fix(package).after == {}


@pytest.mark.parametrize("indent", [None, 1, 4, "\t"], ids=["one line", "one blank", "four blanks", "tabs"])
def test_a_schema_keeps_its_layout(indent: int | str | None, tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    path = package / "schemas" / "actors.json"
    whole = json.loads(builder.read(path))
    schema = whole | {"fields": [f for f in whole["fields"] if f["name"] != "sector"]}
    builder.write(path, json.dumps(schema, indent=indent, ensure_ascii=False) + "\n")
    fixed = et.fix(package)
    assert builder.read(path) == json.dumps(json.loads(builder.read(path)), indent=indent, ensure_ascii=False) + "\n"
    assert "sector" in [f["name"] for f in json.loads(builder.read(path))["fields"]], fixed.notes


def test_a_schema_is_left_where_other_columns_differ_too(tmp_path: Path) -> None:
    package = builder.edited(tmp_path, [], "marshes")
    path, data = package / "schemas" / "actors.json", package / "data" / "actors.csv"
    schema = json.loads(builder.read(path))
    schema["fields"] = [f for f in schema["fields"] if f["name"] != "sector"]
    builder.write(path, json.dumps(schema, indent=2) + "\n")
    builder.write(data, builder.read(data).replace("office", "offices", 1))
    assert et.fix(package).after == {}


def test_no_term_is_defined_where_a_column_of_the_packages_own_must_be_filled(harbour: Path) -> None:
    book, schema = harbour / "data" / "codebook.csv", harbour / "schemas" / "codebook.json"
    head, first, *rows = builder.read(book).splitlines()
    builder.write(book, "\n".join([f"{head},origin", *(f"{row},ours" for row in rows)]) + "\n")
    fields = json.loads(builder.read(schema))
    fields["fields"].append({"name": "origin", "type": "string", "constraints": {"required": True}})
    builder.write(schema, json.dumps(fields))
    builder.stamp(harbour)
    assert et.validate(harbour).counts == {"VOC001": 1}, first
    assert et.fix(harbour).after == {}


def test_each_different_cell_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    clean = cells._clean

    def noted(cell: str) -> str:
        asked.append(cell)
        return clean(cell)

    monkeypatch.setattr(cells, "_clean", noted)
    rows = [{"name": name} for name in ("a", " a", "ra\u030a", " ra\u030a") * 50]
    table = CsvTable("actors", "data/actors.csv", {}, ["name"], rows)
    assert cells.fix_cells(table) == ["name: blanks removed (100 cells)", "name: composed to NFC (100 cells)"]
    assert [row["name"] for row in rows] == ["a", "a", "rå", "rå"] * 50
    assert sorted(asked) == sorted({"a", " a", "ra\u030a", " ra\u030a"})


def test_no_file_with_sound_quoting_is_searched_for_faults(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[BinaryIO] = []

    def noted(file: BinaryIO) -> Iterator[quoting.QuotingFault]:
        searched.append(file)
        return iter(())

    monkeypatch.setattr(quoting, "faults", noted)
    assert b'"' in b"".join((harbour / path).read_bytes() for path in (PLACES, EVENTS, EVIDENCE))
    et.fix(harbour, dry_run=True)
    assert searched == []
