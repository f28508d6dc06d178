"""A hostile package: its paths, names, descriptor and schemas. Each attack ends soon, in one clear message.

Archives and huge files are in test_attack_files.py; ordinary damage is in test_bad_input.py.
"""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.io.paths import is_relative
from event_timeline.io.terminal import printable
from event_timeline.package.json_files import lone_surrogate
from tests import builder
from tests.conftest import Timeline

DESCRIPTOR, PLACES, SCHEMA = "datapackage.json", "data/places.csv", "schemas/places.json"
SOON = 20
"""Seconds of processor time; each takes less than one, and the attacks that this guards against take hours."""
Attack = Callable[[Path], None]


def swap(path: str, old: str, new: str) -> Attack:
    def attack(package: Path) -> None:
        text = builder.read(package / path)
        assert old in text
        builder.write(package / path, text.replace(old, new, 1))

    return attack


def linked(path: str, target: str | None = None) -> Attack:
    """A file or folder of the package becomes a link: to `target`, or to itself after it was moved outside."""

    def attack(package: Path) -> None:
        place, outside = package / path, package.parent / "outside"
        if target is None:
            place.rename(outside)
        else:
            place.unlink(missing_ok=True)
        place.symlink_to(target or outside)

    return attack


def fields(count: int) -> str:
    return ",".join(f'{{"name": "x{i}", "type": "string"}}' for i in range(count))


def pattern(expression: str, cell: str = "DNK") -> Attack:
    def attack(package: Path) -> None:
        swap(SCHEMA, '"pattern": "^[A-Z]{3}$"', f'"pattern": {json.dumps(expression)}')(package)
        swap(PLACES, "DNK", cell)(package)

    return attack


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


LINKS = {
    "a folder": (linked("data"), 1, "TAB001  the file leads out of the package through a link"),
    "a table": (linked(PLACES), 1, "TAB001  the file leads out of the package through a link"),
    "a table that is a device": (linked(PLACES, "/dev/zero"), 1, "through a link"),
    "a table that is a link to itself": (linked(PLACES, "places.csv"), 1, "cannot be looked up"),
    "a schema": (linked(SCHEMA), 1, "leads out of the package through a link"),
    "the descriptor": (linked(DESCRIPTOR), 2, "leads out of the folder through a link"),
    "the citation file": (linked("CITATION.cff", "/etc/passwd"), 1, "CIT001"),
    "the changelog": (linked("CHANGELOG.md", "/dev/zero"), 1, "CIT001"),
}
PATHS = {
    "a path of the system": "/etc/passwd",
    "a path upward": "data/../../../etc/passwd",
    "an address": "https://example.org/places.csv",
    "an address of a file": "file:///etc/passwd",
    "a share": "\\\\\\\\example.org\\\\places.csv",
    "a hidden file": ".git/config",
    "an endless path": "x/" * 50_000 + "places.csv",
    "a long name": "data/" + "x" * 900 + ".csv",
    "a pattern": "data/*.csv",
}
JSON = {
    "a deep descriptor": (swap(DESCRIPTOR, '"title":', f'"x": {nested(100_000)}, "title":'), 2, "nested more than"),
    "a deep source": (swap(DESCRIPTOR, '"sources": [', f'"sources": [{nested(400)},'), 2, "nested more than"),
    "a deep schema": (swap(SCHEMA, '"fields":', f'"my:x": {nested(100_000)}, "fields":'), 1, "nested more than"),
    "a schema that refers to itself": (swap(SCHEMA, '"type": "number"', '"type": {"$ref": "#"}'), 1, "PKG004"),
    "a profile elsewhere": (swap(DESCRIPTOR, '"$schema": "', '"$schema": "http://192.0.2.1/'), 1, "PKG001"),
    "a schema elsewhere": (swap(DESCRIPTOR, f'"{SCHEMA}"', '"http://192.0.2.1/places.json"'), 1, "is a URL"),
    "100,000 fields": (swap(SCHEMA, '"fields": [', f'"fields": [{fields(100_000)},'), 1, "100,010 fields"),
    "10,000 fields": (swap(SCHEMA, '"fields": [', f'"fields": [{fields(10_000)},'), 1, "10,010 fields"),
    "10,000 resources": (swap(DESCRIPTOR, '"resources": [', '"resources": [' + "{}," * 10_000), 2, "10,010 resources"),
    "100,000 paths": (swap(DESCRIPTOR, f'"{PLACES}"', f"[{', '.join([json.dumps(PLACES)] * 100_000)}]"), 1, "PKG004"),
    "a million terms": (swap(SCHEMA, '"enum": [', '"enum": [' + '"x",' * 1_500_000), 1, "larger than 4 MB"),
    "100,000 keys": (
        swap(DESCRIPTOR, '"title":', "".join(f'"x{i}": 0, "x{i}": 0, ' for i in range(50_000)) + '"title":'),
        1,
        "PKG008",
    ),
    "half a character": (swap(DESCRIPTOR, '"title": "', '"title": "\\ud800'), 2, "datapackage.json:6:13: "),
    "half a character as a name": (swap(DESCRIPTOR, '"places"', '"\\udfff"'), 2, "half a character"),
    "half a character in a schema": (swap(SCHEMA, '"enum": [', '"enum": ["\\uD800",'), 1, "half a character"),
    "an infinite size": (swap(DESCRIPTOR, '"bytes": ', '"bytes": 1e999, "x": '), 2, "1e999 is not a number"),
    "a bound that is no number": (swap(SCHEMA, '"minimum": -90', '"minimum": NaN'), 1, "PKG004"),
    "a bound of 400 digits": (swap(SCHEMA, '"minimum": -90', f'"minimum": -{"9" * 400}'), 1, "PKG004"),
}
PATTERNS = {
    "exponential to those that backtrack": pattern("^(([a-z]|[a-z0-9])+)+$", "a" * 5_000 + "!"),
    "polynomial to those that backtrack": pattern("(x+x+)+y", "x" * 5_000),
    "of ASCII signs, on the words for missing values": pattern("((((u*)*)*)*)*((n|nn)*)*((k|kk)*)*x", "u" * 5_000),
    "that needs gigabytes": pattern("((a{1000}){1000}){1000}"),
    "that is endless": pattern(r"\pL{90}|" * 3_000 + "a"),
    "with a back reference": pattern(r"(.+)+\1$", "x" * 5_000),
    "that looks ahead": pattern("(?=(x+)+$)x", "x" * 5_000),
}
CITATION = {
    "deep": ("CITATION.cff", "a: " + "[" * 100_000),
    "of aliases": (
        "CITATION.cff",
        "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9) if a != b else 'x'}]\n" for a, b in zip("aabcdefgh", "abcdefghi", strict=True)) + "title: *i\n",
    ),
    "that wants to run": ("CITATION.cff", "title: !!python/object/apply:os.mkdir [pwned]\n"),
    "of a megabyte": ("CITATION.cff", "a: [" + "x, " * 400_000 + "x]\n"),
    "of blanks": ("CHANGELOG.md", "## 1.0.0" + " " * 1_000_000 + "x\n"),
    "of brackets": (".zenodo.json", "[" * 500_000),
}  # fmt: skip


@pytest.fixture
def attacked(harbour: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Carry out an attack and validate: the text report and messages, after exit code and time were looked at."""

    def run(attack: Attack, code: int = 1, *, stamped: bool = False) -> str:
        monkeypatch.chdir(harbour.parent)
        attack(harbour)
        if stamped:
            builder.stamp(harbour)
        start = time.process_time()
        result = timeline("validate", harbour)
        assert time.process_time() - start < SOON
        assert result.code == code, result.err + result.out
        assert "unexpected" not in result.err
        assert all(len(line) < 4_000 for line in result.out.splitlines())
        assert not [c for c in result.out + result.err if ord(c) < 32 and c != "\n"]
        return result.out + result.err

    return run


@pytest.mark.parametrize("name", LINKS)
def test_a_link_is_not_followed_out_of_the_package(name: str, attacked: Callable[..., str]) -> None:
    attack, code, said = LINKS[name]
    out = attacked(attack, code)
    assert said in out
    assert "root:" not in out


@pytest.mark.parametrize("name", PATHS)
def test_a_path_is_not_followed_out_of_the_package(name: str, attacked: Callable[..., str]) -> None:
    out = attacked(swap(DESCRIPTOR, f'"path": "{PLACES}"', f'"path": "{PATHS[name]}"'))
    assert "PKG004" in out or "TAB001" in out
    assert "root:" not in out


@pytest.mark.parametrize("name", JSON)
def test_a_hostile_descriptor_or_schema_ends_in_a_message(name: str, attacked: Callable[..., str]) -> None:
    attack, code, said = JSON[name]
    out = attacked(attack, code)
    assert said in out


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_can_hold_the_validator_up(name: str, attacked: Callable[..., str]) -> None:
    out = attacked(PATTERNS[name], stamped=True)
    assert "PKG009" in out


@pytest.mark.parametrize("name", CITATION)
def test_no_citation_file_can_hold_the_validator_up(name: str, harbour: Path, timeline: Timeline) -> None:
    path, text = CITATION[name]
    (harbour / path).write_text(text, encoding="utf-8")
    start = time.process_time()
    result = timeline("validate", harbour, "--select", "CIT", "--strict")
    assert time.process_time() - start < SOON
    assert result.code == 1
    assert path in result.out
    assert not Path("pwned").exists()


OWN = ['odd "name', "{0.__class__}", "naïve, with a comma", " lead", "$", "value", "said", "n", "Called", "col(*)"]
REFUSED = ["^.*$", "^x$", "*", "_row", "_raw:latitude", "two\nlines", "\x1b[2Jname", "", "x" * 201]


def with_column(name: str, kind: str) -> Attack:
    """A column of one's own more, with 5 in every record."""

    def attack(package: Path) -> None:
        schema = json.loads(builder.read(package / SCHEMA))
        schema["fields"].append({"name": name, "type": kind, "title": "Own", "description": "Own.", "example": "5"})
        builder.write(package / SCHEMA, json.dumps(schema))
        rows = builder.table(package / PLACES)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([[*rows[0], name], *([*row, "5"] for row in rows[1:])])
        builder.write(package / PLACES, out.getvalue())

    return attack


@pytest.mark.parametrize("kind", ["string", "integer"])
@pytest.mark.parametrize("name", OWN)
def test_a_column_of_any_name_is_read(name: str, kind: str, attacked: Callable[..., str]) -> None:
    attacked(with_column(name, kind), 0, stamped=True)


@pytest.mark.parametrize("name", ['odd "name', "{0.__class__}", "col(*)"])
def test_a_finding_in_a_column_of_any_name_names_it(name: str, harbour: Path, timeline: Timeline) -> None:
    with_column(name, "integer")(harbour)
    path = harbour / PLACES
    builder.write(path, builder.read(path).replace(",5\n", ",{five}\n", 1))
    builder.stamp(harbour)
    result = timeline("validate", harbour, "--format", "json", "--select", "TAB")
    (found,) = json.loads(result.out)["problems"]
    assert (found["code"], found["line"], found["column"], found["value"]) == ("TAB020", 2, name, "{five}")
    excerpt = timeline("validate", harbour, "--select", "TAB").out.splitlines()
    at = next(i for i, line in enumerate(excerpt) if line.endswith(",{five}"))
    assert excerpt[at + 1].rstrip().endswith("^" * len("{five}"))
    assert len(excerpt[at + 1].rstrip()) == len(excerpt[at])


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_no_column_can_have_is_refused(name: str, attacked: Callable[..., str]) -> None:
    assert "no column can have" in attacked(with_column(name, "string"), stamped=True)


def test_escape_sequences_reach_no_terminal(attacked: Callable[..., str], harbour: Path) -> None:
    (harbour / "data" / "\x1b[2Jx.csv").write_text("a\n", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(harbour / "data") + b"/\xff.csv")).write_text("a\n", encoding="utf-8")
    swap(DESCRIPTOR, '"version": "', '"version": "\\u001b]0;x\\u0007')(harbour)
    out = attacked(swap(PLACES, "Pier 4,site", "\x1b[2JPier,\x1b]0;x\x07\u202e"), stamped=True)
    assert r"\x1b[2Jx.csv" in out
    assert r"\x1b]0;x\x07" in out
    assert "\u202e" not in out


def test_formulas_are_reported_as_such(attacked: Callable[..., str]) -> None:
    assert "TAB040" in attacked(swap(PLACES, "Pier 4", "=cmd|'/c calc'!A1"), stamped=True)


def test_half_a_pair_is_found_and_a_whole_one_is_none() -> None:
    assert lone_surrogate(r'{"a": "\ud83d\ude42 \\ud800 \u00e9"}') is None
    assert lone_surrogate(r'"\ud800"') == 1
    assert lone_surrogate(r'"\ud83d\ude42\ude42"') == 13
    assert lone_surrogate(r'"\ud83d \ude42"') == 1


def test_printable_writes_out_what_a_terminal_obeys() -> None:
    assert printable("a\x1b[2J\u202eb\n") == r"a\x1b[2J\u202eb\n"
    assert not is_relative("x/../y")


@given(st.lists(st.sampled_from(["\\ud83d", "\\ude42", "\\\\", "\\n", "\\u0041", "a", "ud800"]), max_size=8))
def test_half_a_pair_is_found_exactly_where_the_text_cannot_be_encoded(pieces: list[str]) -> None:
    text = f'"{"".join(pieces)}"'
    try:
        json.loads(text).encode()
    except UnicodeEncodeError:
        assert lone_surrogate(text) is not None
    else:
        assert lone_surrogate(text) is None
