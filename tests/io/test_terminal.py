"""All output goes one way, and only shows: over every command, with a package that is hostile wherever it holds text."""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import os
import pty
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from event_timeline.cli.group import COMMANDS
from event_timeline.io import terminal
from tests import builder
from tests.conftest import Timeline

CODE = Path(__file__).parents[2] / "scripts" / "event_timeline"
HOSTILE = "\x1b]0;x\x07\x1b]8;;http://example.org\x07\x1b[31m\u202e\u2066\u200b\x9b2J\x7f\r\U000e0041"
"""A window's title, a link, a colour, bidi controls, a blank of no width, a C1 control, DEL, CR and a tag."""
FORGED = "\n::forged file=x::error: forged"
"""A line of its own, which looks like a message, or like a command of a GitHub workflow."""
TEXTS = {
    "sources": ("title", "publisher", "note"),
    "places": ("name",),
    "actors": ("name", "office", "note"),
    "events": ("label", "summary", "topic", "status"),
    "statements": ("quote", "summary", "cue", "speaker_as_reported"),
    "evidence": ("exact",),
    "codebook": ("label", "definition"),
    "event_actors": ("role",),
}


def dangerous(text: str) -> set[str]:
    """Characters that a terminal obeys or that are not seen; the oracle knows nothing of the module."""
    return {c for c in text if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


# --- the stream ----------------------------------------------------------------------------------------------------


def written(text: str, *, tty: bool = False) -> str:
    stream = io.StringIO()
    stream.isatty = lambda: tty  # type: ignore[method-assign]
    terminal.Guarded(stream).write(text)
    return stream.getvalue()


@given(st.text(st.characters()))
def test_a_stream_lets_pass_only_what_shows(text: str) -> None:
    out = written(text)
    assert dangerous(out) <= {"\u200c", "\u200d"}
    assert not terminal.UNSEEN.search(out)


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines\tand a tab",
        "« mot »",  # codespell:ignore
        "👩‍🚀🙂 é Ọ̀ṣun 🇩🇰 ❤️",
        "می‌خواهم",
        "क्‍ष",
        "日本語　全角",
        "I̶t̶",
    ],
)
def test_what_people_write_is_shown_as_it_is(text: str) -> None:
    assert written(text) == text


def test_joiners_between_latin_letters_are_written_out() -> None:
    assert written("pay\u200dpal") == r"pay\u200dpal"


@pytest.mark.parametrize(
    ("tty", "term", "shown"),
    [
        (True, "xterm", "\x1b[31;1mred\x1b[0m"),
        (True, "", "\x1b[31;1mred\x1b[0m"),
        (True, "dumb", "red"),
        (False, "xterm", "red"),
    ],
)
def test_colours_of_ours_are_for_terminals(tty: bool, term: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert written(terminal.style("red", "red", bold=True), tty=tty) == shown
    assert terminal.unstyle(terminal.style("red", "red")) == "red"


def test_a_colour_of_anyone_else_is_not_obeyed() -> None:
    assert written("\x1b[31mred\0abcdef31m", tty=True) == r"\x1b[31mred\x00abcdef31m"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_shows_and_loses_nothing(text: str) -> None:
    out = terminal.json_text({text: [text]})
    assert not dangerous(out)
    assert json.loads(out) == {text: [text]}


# --- no other way --------------------------------------------------------------------------------------------------

FORBIDDEN_NAMES = {"print", "input", "breakpoint"}
FORBIDDEN_ATTRIBUTES = {
    "buffer": "", "__stdout__": "", "__stderr__": "", "secho": "", "unstyle": "click", "style": "click", "echo_via_pager": "", "progressbar": "",
    "get_binary_stream": "", "get_text_stream": "", "write": "os", "StreamHandler": "", "basicConfig": "",
}  # fmt: skip
"""Attribute -> the module that it must not be taken from, any where none is named."""


def ways_around(tree: ast.AST) -> Iterator[str]:
    fixed = {  # words of our own, written before Python has streams
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) == 2 and isinstance(node.args[1], ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_NAMES:
            yield f"{node.lineno}: {node.func.id}()"
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_ATTRIBUTES:
            owner = FORBIDDEN_ATTRIBUTES[node.attr]
            if not owner or (
                isinstance(node.value, ast.Name) and node.value.id == owner and node.value.lineno not in fixed
            ):
                yield f"{node.lineno}: .{node.attr}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if "\x1b" in node.value:
                yield f"{node.lineno}: an escape sequence"
            if node.value in ("unicode_escape", "/dev/tty"):
                yield f"{node.lineno}: {node.value}"
        if isinstance(node, ast.ImportFrom) and node.module == "click":
            yield f"{node.lineno}: from click import"


@pytest.mark.parametrize("path", sorted(CODE.rglob("*.py")), ids=lambda p: p.relative_to(CODE).as_posix())
def test_no_module_writes_around_the_guarded_streams(path: Path) -> None:
    if path != CODE / "io" / "terminal.py":
        assert not list(ways_around(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "line",
    ["print(x)", "sys.stdout.buffer.write(x)", "sys.__stderr__.write(x)", "os.write(1, x)", "click.secho(x)", "click.style(x)", "x = '\x1b[2K'"],
)  # fmt: skip
def test_the_ways_around_are_known(line: str) -> None:
    assert list(ways_around(ast.parse(line)))


def test_output_is_written_by_the_command_line_only() -> None:
    """The library returns values; what it says is the caller's to show."""
    writing = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("echo", "prompt", "confirm", "stdout", "stderr"):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                if owner in ("click", "sys"):
                    writing.add(path.relative_to(CODE).parts[0])
    # tables.data_files keeps a panic's words, which are not Python's, from the file of stderr
    assert writing <= {"cli", "io", "tables"}


# --- every command -------------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A package that is hostile in its cells, descriptor, schemas, text and the name of its folder."""
    return make_hostile(tmp_path)


def make_hostile(folder: Path, words: str = HOSTILE) -> Path:
    package = builder.copy_of_harbour(folder).rename(folder / "har\x1b[2J\u202ebour")
    article = package / "article.txt"
    builder.write(article, builder.read(article) + f"\nLater he said: “All{words} is well.”\n")
    content = article.read_bytes()
    for name, columns in TEXTS.items():
        path = package / "data" / f"{name}.csv"
        header, *rows = builder.table(path)
        for row in rows:
            if name == "sources" and row[header.index("sha256")]:
                row[header.index("sha256")] = hashlib.sha256(content).hexdigest()
                row[header.index("characters")] = str(len(content.decode()))
            for column in columns:
                if row[header.index(column)]:
                    row[header.index(column)] += words.replace("\r", "")  # CSV ends a record there
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *rows])
        builder.write(path, out.getvalue())
    for path in (package / "schemas").glob("*.json"):
        schema = json.loads(builder.read(path))
        for field in schema["fields"]:
            field["title"] = field.get("title", "") + words
            field["description"] = field.get("description", "") + words
        builder.write(path, json.dumps(schema))
    descriptor = json.loads(builder.read(package / "datapackage.json"))
    builder.write(package / "datapackage.json", json.dumps(soiled(descriptor, words)))
    builder.stamp(package)
    return package


def soiled(value: object, words: str, key: str = "") -> object:
    if isinstance(value, dict):
        return {k: soiled(v, words, k) for k, v in value.items()}
    if isinstance(value, list):
        return [soiled(v, words, key) for v in value]
    shown = ("title", "description", "keywords", "rights", "publisher") + ("version",) * (words == FORGED)
    return value + words if isinstance(value, str) and key in shown else value


TEXT = ["--source", "article={P}/article.txt"]
RUNS: list[list[str]] = [
    *[["validate", "{P}", "--format", f] for f in ("text", "github", "markdown", "junit", "sarif", "json")],
    ["validate", "{P}", "--source", "article={P}/article.txt", "-v"], ["validate", "{P}", "--select", "X\x1b[2J"],
    ["validate", "{P}", "--statistics"], ["validate", "{P}", "--diff"], ["validate", "{P}", "--fix"], ["validate", "{P}/no\x1b[2Jne"],
    ["explain", "X\x1b[2J"], ["explain"], ["show", "{P}"], ["show", "{P}", "-l"],
    ["show", "{P}", "--actor", "x\x1b[2J"], ["show", "{P}", "--status", "x\x1b"], ["show", "{P}", "--actor", "denmark", "-l"],
    ["export", "flat", "{P}", "-o", "{P}/../o\x1b[2J.csv", "--no-validate"], ["export", "xlsx", "{P}"], ["export", "x\x1b[2J", "{P}"],
    ["export", "--list"], ["export", "brat", "{P}", *TEXT, "-o", "x\x1b", "--no-validate"],
    ["cite", "{P}"], ["cite", "{P}", "--style", "chicago"], ["cite", "{P}", "--row", "actors/denmark"], ["cite", "{P}", "--row", "x\x1b[2J"],
    *[["cite", "{P}", "--style", s] for s in ("csl", "datacite", "zenodo", "schemaorg")], ["cite", "--style", "x\x1b[2J"],
    ["publish", "{P}", "--dry-run", "--no-validate"], ["publish", "{P}", "--dry-run", "--no-validate", "--format", "json"], ["publish", "{P}"],
    ["new", "new\x1b[2J", "--source", "{P}/article.txt", "--title", "x\x1b", "--contributor", "y\x1b"], ["new", "new\x1b[2J", "--source", "no\x1b"],
    ["history", "{P}"], ["undo", "{P}"], ["redo", "{P}"], ["undo", "x\x1b[2J"], ["edit", "--port", "x\x1b[2J"],
    ["import", "--list"], ["import", "x\x1b[2J", "{P}"], ["import", "zip", "no\x1b[2J"], ["import", "zip", "{P}", "-o", "x\x1b"],
    ["locate", "Port", "{P}", *TEXT], ["locate", "All", "{P}", *TEXT, "--format", "json"], ["locate", "All", "{P}", *TEXT], ["locate", "x\x1b[2J", "{P}", *TEXT],
    ["locate", "All", "{P}", *TEXT, "--append", "actor:denmark", "--part", "mention"],
    ["dates", "{P}", *TEXT], ["dates", "{P}", *TEXT, "--format", "json"], ["dates", "last\x1b[2J Monday", "{P}"], ["dates", "{P}", "--on", "x\x1b[2J"],
    ["quotes", "{P}", *TEXT], ["quotes", "{P}", *TEXT, "--format", "json"], ["coverage", "{P}", *TEXT], ["stats", "{P}", *TEXT], ["stats", "{P}", *TEXT, "--format", "json"], ["coverage", "{P}", *TEXT, "--format", "json"],
    ["add", "actor", "{P}", "--name", f"New {HOSTILE}", "--kind", "person"], ["add", "actor", "{P}", "--name", "New", "--kind", "x\x1b[2J"],
    ["add", "x\x1b[2J", "{P}"], ["set", "actors/denmark", "name=x\x1b[2J\u202e", "{P}"], ["set", "actors/denmark", "name=Danmark", "{P}"],
    ["set", "x\x1b[2J", "name=y", "{P}"], ["remove", "actors/denmark", "{P}"], ["remove", "actors/jonas-veld", "{P}", "--dry-run"],
    ["remove", "x\x1b", "{P}"], ["stamp", "{P}"], ["stamp", "{P}", "--check"], ["diff", "{H}", "{P}"], ["diff", "{H}", "{P}", "--format", "markdown"],
    ["diff", "{H}", "{P}", "--format", "json"], ["diff", "HEAD\x1b:", "{P}"], ["bump", "auto", "{P}", "--against", "{H}", "--dry-run"],
    ["bump", "major", "{P}", "--against", "{H}"], ["bump", "patch", "{P}"], ["agree", "{H}", "{P}", "--list"], ["agree", "{H}", "{P}", "--format", "markdown"],
    ["agree", "{H}", "{P}", "--format", "json"], ["merge", "{H}", "{P}", "-o", "{P}/../corpus\x1b"], ["merge", "{L}", "{P}", "-o", "corpus\x1b"],
    ["view", "{P}"], ["view", "{P}", "--no-validate"], ["x\x1b[2J\u202e"], ["validate", "--x\x1b[2J"], ["validate", "{P}", "--format", "x\x1b[2J"],
    ["--help"], ["--version"],
]  # fmt: skip


def filled(args: list[str], package: Path) -> list[str]:
    places = {"{P}": str(package), "{H}": str(builder.HARBOUR), "{L}": str(builder.LIGHTHOUSE)}
    for name, place in places.items():
        args = [a.replace(name, place) for a in args]
    return args


def test_every_command_is_run() -> None:
    assert set(COMMANDS) <= {run[0] for run in RUNS}


@pytest.mark.parametrize("args", RUNS, ids=lambda args: ascii(" ".join(args)))
def test_no_command_writes_what_a_terminal_obeys(
    hostile: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    monkeypatch.setenv("FORCE_COLOR", "")
    monkeypatch.chdir(hostile.parent)
    result = timeline(*filled(args, hostile))
    assert dangerous(result.out) == set()
    assert dangerous(result.err) == set()
    assert "unexpected" not in result.err
    if "json" in args and result.out:
        json.loads(result.out)


UNWRAPPED = [args for args in RUNS if args[0] != "show"]
"""All but `show`, which folds white space and wraps at blanks: any word may be the first of a line there."""


@pytest.mark.parametrize("args", UNWRAPPED, ids=lambda args: ascii(" ".join(args)))
def test_no_value_of_a_package_starts_a_line(
    tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    package = make_hostile(tmp_path, FORGED)
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    monkeypatch.chdir(tmp_path)
    result = timeline(*filled(args, package))
    lines = (result.out + "\n" + result.err).splitlines()
    assert [line for line in lines if line.lstrip().startswith(("::forged", "error: forged"))] == []


def on_a_terminal(*args: object) -> bytes:
    """What a run writes to a terminal, of real kind."""
    master, slave = pty.openpty()
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-m", "event_timeline", *map(str, args)], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave, env=env
    ):  # fmt: skip
        os.close(slave)
        out = b""
        try:
            while chunk := os.read(master, 65_536):
                out += chunk
        except OSError:  # Linux: the other end is closed
            pass
    os.close(master)
    return out.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    "args",
    [["cite", "{P}", "--style", "bibtex"], ["cite", "{P}", "--style", "cff"], ["export", "jsonl", "{P}", "-o", "-", "--no-validate"],
     ["export", "flat", "{P}", "-o", "-", "--no-validate"]],
    ids=lambda args: " ".join(args),
)  # fmt: skip
def test_a_file_that_is_written_to_a_terminal_only_shows(hostile: Path, args: list[str]) -> None:
    args = filled(args, hostile)
    shown = on_a_terminal(*args).decode()
    assert dangerous(shown) == set()
    assert "u202e" in shown
    piped = subprocess.run([sys.executable, "-m", "event_timeline", *args], capture_output=True, check=True).stdout
    assert "\u202e".encode() in piped or rb"\u202e" in piped  # a file or pipe gets what the format holds


def test_a_terminal_gets_the_colours_that_are_ours(hostile: Path) -> None:
    shown = on_a_terminal("show", hostile).decode()
    assert "\x1b[1m" in shown
    assert dangerous(shown.replace("\x1b[", "")) == set()
    assert "\x1b[31m\\" not in shown
