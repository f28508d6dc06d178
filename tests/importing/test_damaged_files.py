"""A damaged file of any format is refused with its name, its line where it has lines, and what to do; nothing is written."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from tests.conftest import Timeline
from tests.exports import once
from tests.importing.test_cas import cas

import event_timeline as et
from event_timeline.importing import IMPORTS

HARBOUR = Path(__file__).parents[1] / "packages" / "harbour"
MAPPING = """
[event]
id = "No"
label = "Type"
kind = { value = "other" }
topic = "Type"
date = { start = "When", formats = ["%d/%m/%Y"] }
"""
TABLE = "No,When,Type\nA1,03/02/2031,Flood\nA2,04/02/2031,Strike\n"
TIMEML = '<TimeML>\n<DOCID>d</DOCID>\n<TEXT>They <EVENT eid="e1" class="OCCURRENCE">fled</EVENT>.</TEXT>\n</TimeML>\n'
SLIDES = json.dumps({"events": [{"start_date": {"year": 2001}, "text": {"headline": "x"}}]}, indent=1)
EXPORTS = tuple(
    name
    for name, chosen in IMPORTS.items()
    if (chosen.own or name == "zip") and name not in ("webannotation", "parquet")
)
TEXTS = ("json", "jsonl", "brat", "timeml", "cas", "timelinejs", "csv", *(f.name for f in IMPORTS.values() if f.preset))
"""Formats whose files have lines."""
FORMATS = (*EXPORTS, *(name for name in TEXTS if name not in EXPORTS))


COLUMNS = {
    "acled": "event_id_cnty,event_date", "ucdp-ged": "id,date_start", "icews": "Event ID\tEvent Date",
    "polecat": "Event ID\tEvent Date", "gdelt-events": "\t".join("1" * 58), "gdelt-mentions": "\t".join("1" * 16),
}  # fmt: skip
"""A first line that is read as that of a table of the preset."""


def written(format_: str, folder: Path) -> Path:
    """Write an undamaged file of a format, and return what is to be damaged."""
    if format_ in EXPORTS:
        return once.export(HARBOUR, format_, folder / f"harbour.{format_}")
    if format_ == "brat":
        (folder / "a.txt").write_text("The men stormed it.\n", encoding="utf-8")
        content, name = "T1\tAttack 8 15\tstormed\nT2\tPerson 0 7\tThe men\nE1\tAttack:T1 Agent:T2\n", "a.ann"
    elif format_ == "csv":
        content, name = TABLE, "a.csv"
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    else:
        content, name = {
            "timeml": (TIMEML, "a.tml"), "cas": (cas().to_json(), "a.json"), "timelinejs": (SLIDES, "a.json"),
        }.get(format_) or (f"{COLUMNS[format_]}\n", "a.csv")  # fmt: skip
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def imported(format_: str, file: Path, folder: Path) -> et.ImportedPackage:
    new = format_ not in EXPORTS
    return et.import_(
        format_, file, folder / "out", contributors=["Project"] if new else [], license="CC0-1.0" if new else "",
        mapping=folder / "mapping.toml" if format_ == "csv" else None, date="2031-06-01",
    )  # fmt: skip


def refused(format_: str, file: Path, folder: Path) -> str:
    """The message, which names the file and has a remedy; nothing is left behind."""
    before = sorted(folder.rglob("*"))
    with pytest.raises(et.Error) as caught:
        imported(format_, file, folder)
    assert sorted(folder.rglob("*")) == before
    assert caught.value.hint
    assert file.name in str(caught.value) or folder.name in str(caught.value)
    return str(caught.value)


def archive(name: str, content: bytes = b"{}") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return packed.getvalue()


def test_every_format_is_damaged() -> None:
    assert {*FORMATS, "webannotation", "parquet"} == set(IMPORTS)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"", "blank": lambda _: b" \n\n", "half": lambda content: content[: len(content) // 2 - 2],
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a zip of something else": lambda _: archive("a.txt"),
    "a line of 10 MB": lambda _: b"x" * 10_000_000, "a web page": lambda _: b"<!DOCTYPE html><html><body>Not found</body></html>",
    "UTF-32": lambda content: content.decode("utf-8", "replace").encode("utf-32"),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("format_", FORMATS)
def test_refuses_what_is_not_a_file_of_the_format(tmp_path: Path, format_: str, damage: str) -> None:
    if (format_, damage) in (("brat", "empty"), ("brat", "blank")):  # a text without annotations
        return
    file = written(format_, tmp_path)
    file.write_bytes(DAMAGE[damage](file.read_bytes()))
    refused(format_, file, tmp_path)


@pytest.mark.parametrize("format_", FORMATS)
def test_refuses_a_folder_in_place_of_a_file(tmp_path: Path, format_: str) -> None:
    file = written(format_, tmp_path)
    file.unlink()
    file.mkdir()
    refused(format_, file, tmp_path)


BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@pytest.mark.parametrize("format_", [f for f in TEXTS if f != "cas"])
def test_a_byte_order_mark_changes_nothing(tmp_path: Path, format_: str) -> None:
    file = written(format_, tmp_path)
    (tmp_path / "with").mkdir()
    marked = tmp_path / "with" / file.name
    for other in (p for p in tmp_path.iterdir() if p.is_file()):
        (tmp_path / "with" / other.name).write_bytes(other.read_bytes())
    marked.write_text(BOM + file.read_text(encoding="utf-8"), encoding="utf-8")
    said = []
    for one, folder in ((file, tmp_path), (marked, tmp_path / "with")):
        try:
            package = imported(format_, one, folder).package
            said.append([package[table].rows() for table in ("events", "actors")])
        except et.Error as error:  # a row of a preset, which is not complete
            said.append([str(error).replace(str(folder), "")])
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("format_", "content", "said"),
    [
        ("brat", b"T1\tAttack 8 15\tstormed\nT2\tPerson 0 7\tThe m\xe9n\n", r"a\.ann:2:20: not UTF-8"),
        ("brat", b"T1\tAttack 8 15\tstormed\rT2\tPerson 0 7\tThe men\r", r"a\.ann: its lines end in CR alone"),
        ("brat", "T1\tAttack 8 15\tstormed\n".encode("utf-16"), r"a\.ann: UTF-16, not UTF-8"),
        ("brat", "T1\tAttack 8 15\tstormed\n".encode("utf-16-le"), r"a\.ann:1: "),
        ("timeml", b"<TimeML>\n<TEXT>for\xe9t</TEXT></TimeML>", r"a\.tml:2:10: not well-formed XML"),
        ("timeml", b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><TimeML><TEXT>&x;</TEXT></TimeML>', "a.tml:1: declares entities"),
        ("cas", b'{"%TYPES": "\xe9"}', r"a\.json:1:13: not UTF-8"),
        ("cas", b'{"%FEATURE_STRUCTURES": [\n{"%ID": 1,}]}', r"a\.json: .*line 2"),
        ("timelinejs", b'{"events":\n [{"text": "\xe9"}]}', r"a\.json:2:13: not UTF-8"),
        ("timelinejs", b"\n", r"a\.json:2:1: not JSON"),
        ("jsonl", b'{"a": 1}\n{"b": }\n', r"harbour\.jsonl:(1: not a jsonl export|2:7: not JSON)"),
        ("jsonl", b'{"a": "\xe9"}\n', r"harbour\.jsonl:1:8: not UTF-8"),
        ("json", b'{\n"a": "\xe9"}', r"harbour\.json:2:7: not UTF-8"),
        ("csv", b"No,When,Type\nA1,03/02/2031,Fl\x81ood\n", r"a\.csv:2: byte 17 is neither UTF-8 nor Windows-1252"),
        ("csv", b"No,When,No\nA1,03/02/2031,Flood\n", r"a\.csv:1:3: two columns are named 'No'"),
        ("csv", b"When,Type\n03/02/2031,Flood\n", r"mapping\.toml:3: .*a\.csv has no column 'No'"),
        ("csv", b"No,When,Type\rA1,03/02/2031,Flood\r", r"a\.csv: its lines end in CR alone"),
        ("acled", b"event_id_cnty,event_date\nINV1,2031-04-02\n", r"acled\.toml:\d+: .*a\.csv has no column"),
    ],
)  # fmt: skip
def test_names_the_place_of_the_fault(tmp_path: Path, format_: str, content: bytes, said: str) -> None:
    file = written(format_, tmp_path)
    file.write_bytes(content)
    assert re.search(said, refused(format_, file, tmp_path))


@pytest.mark.parametrize("ends", ["\r\n", "mixed"])
@pytest.mark.parametrize("format_", ["brat", "timeml", "timelinejs", "csv", "jsonl", "json"])
def test_line_ends_of_windows_are_read(tmp_path: Path, format_: str, ends: str) -> None:
    file = written(format_, tmp_path)
    content = file.read_bytes()
    file.write_bytes(content.replace(b"\n", b"\r\n", 1 if ends == "mixed" else -1))
    assert imported(format_, file, tmp_path).report.valid


@pytest.mark.parametrize(
    ("format_", "name", "said"),
    [
        ("zip", "../../evil.json", "leads out of the package"), ("zip", "/tmp/evil.json", "is absolute"),
        ("cas", "../../evil.xmi", "leads out of the zip"), ("cas", "/tmp/evil.xmi", "leads out of the zip"),
    ],
)  # fmt: skip
def test_refuses_a_zip_that_leads_out(tmp_path: Path, format_: str, name: str, said: str) -> None:
    (tmp_path / "a.zip").write_bytes(archive(name))
    assert said in refused(format_, tmp_path / "a.zip", tmp_path)


@pytest.mark.parametrize(
    ("format_", "name"), [("zip", "datapackage.json"), ("xlsx", "xl/workbook.xml"), ("cas", "a.json")]
)
def test_refuses_a_zip_bomb(tmp_path: Path, format_: str, name: str) -> None:
    file = tmp_path / f"a.{'xlsx' if format_ == 'xlsx' else 'zip'}"
    file.write_bytes(archive(name, b"0" * 300_000_000))
    assert "unpack" in refused(format_, file, tmp_path)


@pytest.mark.parametrize("endless", ["/dev/zero", "/proc/self/mem"])
@pytest.mark.parametrize("format_", ["csv", "brat"])
def test_a_mapping_that_is_no_file_is_refused_before_it_fills_the_memory(
    tmp_path: Path, format_: str, endless: str
) -> None:
    file = written(format_, tmp_path)
    with pytest.raises(et.Error, match=r"a device, not a file|cannot write|Input/output error"):
        et.import_(format_, file, tmp_path / "out", contributors=["A"], license="CC0-1.0", mapping=endless)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[event]\nid = \xe9\n", "mapping.toml:2:6: not UTF-8"), (MAPPING.encode("utf-16"), "mapping.toml: UTF-16, not UTF-8"),
        (b"", "mapping.toml:1: the mapping has no 'event'"),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_read_is_refused_with_its_place(tmp_path: Path, content: bytes, said: str) -> None:
    file = written("csv", tmp_path)
    (tmp_path / "mapping.toml").write_bytes(content)
    with pytest.raises(et.Error, match=re.escape(said)):
        imported("csv", file, tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_mapping_of_types_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = written("brat", tmp_path)
    (tmp_path / "types.toml").write_text(f'{BOM}[types]\nPerson = "place"\n', encoding="utf-8")
    made = et.import_(
        "brat", file, tmp_path / "out", contributors=["A"], license="CC0-1.0", mapping=tmp_path / "types.toml"
    )
    assert made.package["places"]["name"].to_list() == ["The men"]


@pytest.mark.parametrize("format_", ["json", "csv", "brat", "timeml", "timelinejs"])
def test_the_command_ends_with_exit_code_2(tmp_path: Path, timeline: Timeline, format_: str) -> None:
    file = written(format_, tmp_path)
    file.write_bytes(b"\xff")
    mapping = ("--mapping", str(tmp_path / "mapping.toml")) if format_ == "csv" else ()
    result = timeline("import", format_, str(file), "-o", str(tmp_path / "out"), "--contributor", "A", *mapping)
    assert (result.code, result.out) == (2, "")
    assert file.name in result.err
    assert "hint: " in result.err
