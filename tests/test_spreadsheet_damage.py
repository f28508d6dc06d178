"""A package that was opened and saved in a spreadsheet program: the cause is named, and not a hundred followers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import builder
from tests.conftest import Timeline
from tests.exports import programs

INTEGRITY = {"PKG005", "PKG006"}
"""Size and hash: whatever was saved by somebody else is stale, too."""


def found(package: Path, timeline: Timeline, *options: object) -> Counter[str]:
    """How many problems each rule finds, stale sizes and hashes apart."""
    result = timeline("validate", package, "--strict", "--limit", "0", "--format", "json", *options)
    assert result.code == 1
    return Counter(p["code"] for p in json.loads(result.out)["problems"] if p["code"] not in INTEGRITY)


# --- by a program -----------------------------------------------------------------------------------

CSV_AS_A_USER_OPENS_IT = "44,34,76,1,,1033,false,true"
"""LibreOffice's filter options: comma, quotation mark, UTF-8, from line 1, en-US, quoted cells not as text, detect numbers."""


@pytest.fixture
def saved_by_libreoffice(harbour: Path, tmp_path: Path) -> Path:
    """The package's tables opened and saved as CSV by headless LibreOffice, with its defaults."""
    tables = sorted((harbour / "data").glob("*.csv"))
    out = programs.saved_by_libreoffice(tables, "csv", tmp_path / "saved", f"--infilter=CSV:{CSV_AS_A_USER_OPENS_IT}")
    assert sorted(p.name for p in out.glob("*.csv")) == [t.name for t in tables]
    for table in tables:
        shutil.copyfile(out / table.name, table)
    return harbour


@pytest.mark.programs
def test_codes_that_libreoffice_took_for_numbers_are_named(saved_by_libreoffice: Path, timeline: Timeline) -> None:
    before = builder.table(builder.HARBOUR / "data" / "events.csv")
    after = builder.table(saved_by_libreoffice / "data" / "events.csv")
    column = before[0].index("cameo")
    assert {r[column] for r in before[1:]} - {""} > {r[column] for r in after[1:] if r[column].startswith("0")}
    codes = found(saved_by_libreoffice, timeline, "--source", builder.ARTICLE)
    lost = sum(a[column] != b[column] for a, b in zip(before, after, strict=True))
    assert set(codes) <= {"TAB047", "TAB030"}
    assert codes["TAB047"] >= lost > 0


# --- as programs do it ------------------------------------------------------------------------------


def cells(path: str, change: Callable[[str, str], str], **how: object) -> Callable[[Path], None]:
    """A change of every cell of a table, given column and cell, saved with the options of csv.writer."""

    def damage(package: Path) -> None:
        rows = builder.table(package / path)
        changed = [rows[0], *([change(c, cell) for c, cell in zip(rows[0], row, strict=True)] for row in rows[1:])]
        out = io.StringIO()
        csv.writer(out, **{"lineterminator": "\n", **how}).writerows(changed)  # type: ignore[arg-type]
        builder.write(package / path, out.getvalue())

    return damage


def as_bytes(path: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(package: Path) -> None:
        (package / path).write_bytes(change((package / path).read_bytes()))

    return damage


def kept(_: str, cell: str) -> str:
    return cell


def european(column: str, cell: str) -> str:
    return re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", cell)


def american(column: str, cell: str) -> str:
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell)
    return f"{int(match[2])}/{int(match[3])}/{match[1]}" if match else cell


def month_names(column: str, cell: str) -> str:
    return {"2024-03": "Mar-24", "2024-05": "May-24"}.get(cell, european(column, cell))


def serial(column: str, cell: str) -> str:
    return "45425" if cell == "2024-05-13" else "45429" if cell == "2024-05-17" else cell


def zeros_gone(column: str, cell: str) -> str:
    return cell.lstrip("0") if column == "cameo" else cell


def smart(column: str, cell: str) -> str:
    return cell.replace("'", "’") if column == "exact" else cell


def name_error(column: str, cell: str) -> str:
    return "#NAME?" if column == "note" and cell else cell


def formula(column: str, cell: str) -> str:
    return f"=CONCATENATE({cell})" if column == "note" and cell else cell


def mojibake(column: str, cell: str) -> str:
    return cell.encode().decode("cp1252") if "’" in cell else cell


EVENTS, EVIDENCE, SOURCES, PLACES = (f"data/{t}.csv" for t in ("events", "evidence", "sources", "places"))

DAMAGE: dict[str, tuple[Callable[[Path], None], set[str], set[str]]] = {
    # name: (damage, codes of which one or more must be found, codes that may come with it)
    "dates day first": (cells(EVENTS, european), {"TAB043"}, set()),
    "dates month first": (cells(EVENTS, american), {"TAB043"}, set()),
    "months by name": (cells(EVENTS, month_names), {"TAB043"}, set()),
    "dates as serial numbers": (cells(EVENTS, serial), {"TAB043"}, set()),
    "zeros gone": (cells(EVENTS, zeros_gone), {"TAB047"}, set()),
    "semicolons": (cells(EVENTS, kept, delimiter=";"), {"TAB010"}, set()),
    "tabs": (cells(EVENTS, kept, delimiter="\t"), {"TAB010"}, set()),
    "a byte order mark": (as_bytes(EVENTS, lambda raw: b"\xef\xbb\xbf" + raw), {"TAB005"}, set()),
    "CR LF": (cells(EVENTS, kept, lineterminator="\r\n"), {"TAB006"}, set()),
    "CSV UTF-8 of Excel": (as_bytes(EVENTS, lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")), {"TAB005", "TAB006"}, set()),
    "CSV of old Macintoshes": (as_bytes(EVENTS, lambda raw: raw.replace(b"\n", b"\r")), {"TAB006"}, set()),
    "UTF-16": (as_bytes(EVENTS, lambda raw: raw.decode().encode("utf-16")), {"TAB003"}, set()),
    "Windows-1252": (as_bytes(EVIDENCE, lambda raw: raw.decode().encode("cp1252", "replace")), {"TAB004"}, set()),
    "read as Windows-1252 and saved as UTF-8": (cells(SOURCES, mojibake), {"TAB042"}, set()),
    "smart quotes": (cells(EVIDENCE, smart), {"TAB046"}, {"EVD011", "EVD009"}),
    "#NAME?": (cells(SOURCES, name_error), {"TAB041"}, set()),
    "formulas": (cells(SOURCES, formula), {"TAB040"}, set()),
    "blank rows at the end": (as_bytes(PLACES, lambda raw: raw + b",,,,,,,,,\n" * 200), {"TAB015"}, set()),
    "blank columns at the end": (as_bytes(PLACES, lambda raw: raw.replace(b"\n", b",,,\n")), {"TAB045"}, set()),
    "an Excel file under the name": (as_bytes(PLACES, lambda raw: b"PK\x03\x04\x14\x00\x06\x00" + bytes(200)), {"TAB003"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_the_cause_is_named_and_nothing_follows(name: str, harbour: Path, timeline: Timeline) -> None:
    damage, causes, may_follow = DAMAGE[name]
    before = {p: p.read_bytes() for p in (harbour / "data").iterdir()}
    damage(harbour)
    assert before != {p: p.read_bytes() for p in (harbour / "data").iterdir()}, "nothing was damaged"
    codes = found(harbour, timeline)
    assert set(codes) - may_follow == causes


@pytest.mark.parametrize("table", sorted(p.stem for p in (builder.HARBOUR / "data").glob("*.csv")))
def test_two_hundred_blank_rows_are_one_finding_in_every_table(table: str, harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / f"{table}.csv"
    commas = builder.read(path).split("\n")[0].count(",")
    builder.write(path, builder.read(path) + ("," * commas + "\n") * 200)
    assert found(harbour, timeline) == {"TAB015": 1}


def test_a_table_that_cannot_be_read_brings_no_findings_of_other_tables(harbour: Path, timeline: Timeline) -> None:
    DAMAGE["semicolons"][0](harbour)
    report = json.loads(timeline("validate", harbour, "--format", "json").out)
    assert {p["resource"] for p in report["problems"]} == {"events"}


REPAIRED = (
    "semicolons",
    "tabs",
    "zeros gone",
    "a byte order mark",
    "CR LF",
    "CSV UTF-8 of Excel",
    "CSV of old Macintoshes",
    "blank rows at the end",
    "blank columns at the end",
)


@pytest.mark.parametrize("name", REPAIRED)
def test_what_only_changed_the_form_is_mended(name: str, harbour: Path, timeline: Timeline) -> None:
    before = builder.contents(harbour)
    DAMAGE[name][0](harbour)
    assert timeline("validate", harbour, "--fix", "--strict").code == 0
    assert before == builder.contents(harbour)
