"""Long runs: what a terminal is told meanwhile, and how Ctrl-C ends them."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.cli.progress import Progress
from event_timeline.io import terminal
from event_timeline.io.progress import part_of
from tests import builder
from tests.benchmarks import event_rows
from tests.benchmarks.generate import generate

IMPATIENT = (
    "import sys; from event_timeline.cli import progress; progress.QUIET = progress.AGAIN = 0.0;"
    "from event_timeline.tables import loading; loading.IN_MEMORY = 0;"
    "from event_timeline.cli import group; sys.argv[0] = 'timeline'; group.main()"
)
"""The command line, with a progress that does not wait two seconds, and all tables too large for memory."""
PATIENCE = 60
SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that takes a second or so."""
    return generate(tmp_path_factory.mktemp("large") / "package", 20_000, texts="none").folder


def on_a_terminal(
    *args: object, temporary: Path | None = None, stdout: int = subprocess.PIPE
) -> tuple[subprocess.Popen[str], int]:
    """The command line with stderr on a pseudo-terminal, and our end of that; temporary: where temporary files go."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", IMPATIENT, *map(str, args)]
    environment = os.environ | ({"TMPDIR": str(temporary)} if temporary else {})
    child = subprocess.Popen(command, stdout=stdout, stderr=theirs, text=True, env=environment)
    os.close(theirs)
    return child, ours


def heard(ours: int, until: str | None) -> str:
    """What the terminal shows up to some words, or to the end."""
    said = ""
    while until is None or until not in said:
        try:
            piece = os.read(ours, 4096).decode()
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    return said


def test_a_terminal_is_told_how_far_it_is_and_how_long_it_takes(large: Path) -> None:
    child, ours = on_a_terminal("validate", large, "-q")
    said = heard(ours, None)
    out, _ = child.communicate(timeout=PATIENCE)
    os.close(ours)
    assert child.returncode == 0
    lines = re.findall(r"validating: +(\d+)%(?:, about [\d]+ (?:s|min) left)? \(([^)]+)\)", said)
    shares = [int(share) for share, _ in lines]
    assert shares == sorted(shares)
    assert len(set(shares)) > 10
    assert "left" in said
    assert "reading evidence" in [name for _, name in lines]
    assert said.endswith("\r\x1b[2K")
    assert "validating" not in out


@pytest.mark.parametrize(
    ("command", "doing", "names"),
    [
        ("import acled {rows} -o {out}/acled --contributor Holm", "importing", ["reading rows.csv", "line 2", "TAB"]),
        ("import jsonl {jsonl} -o {out}/new", "importing", ["reading harbour.jsonl", "TAB"]),
        ("import jsonl {jsonl} -o {out}/copy --dry-run", "importing", ["reading harbour.jsonl", "comparing", "TAB"]),
        (
            "import brat {brat} -o {out}/coded --language en --contributor Holm --license CC0-1.0",
            "importing",
            ["reading brat", "TAB"],
        ),
        ("merge {harbour} {floodgate} -o {out}/corpus", "merging", ["opening package 2", "joining harbour", "TAB"]),
        ("export jsonl {harbour} -o -", "exporting", ["TAB", "writing jsonl"]),
    ],
)
def test_long_commands_say_what_they_do(command: str, doing: str, names: list[str], tmp_path: Path) -> None:
    event_rows.make(tmp_path / "rows.csv", 20)
    et.export(builder.HARBOUR, "jsonl", tmp_path / "harbour.jsonl")
    et.export(builder.HARBOUR, "brat", tmp_path / "brat", sources={"article": builder.ARTICLE})
    shutil.copytree(builder.HARBOUR, tmp_path / "copy")
    places = {
        "rows": tmp_path / "rows.csv", "jsonl": tmp_path / "harbour.jsonl", "out": tmp_path,
        "harbour": builder.HARBOUR, "floodgate": builder.FLOODGATE, "brat": tmp_path / "brat",
    }  # fmt: skip
    child, ours = on_a_terminal(*(word.format(**places) for word in command.split()), stdout=subprocess.DEVNULL)
    said = heard(ours, None)
    child.communicate(timeout=PATIENCE)
    os.close(ours)
    lines = re.findall(rf"{doing}: +(\d+)%(?:, about [\d]+ (?:s|min) left)? \(([^)]+)\)", said)
    shares = [int(share) for share, _ in lines]
    assert shares == sorted(shares)
    seen = [name for _, name in lines]
    for name in names:
        assert any(one.startswith(name) for one in seen), (name, seen)


def test_without_a_terminal_nothing_is_said(large: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "validate", large], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""


@pytest.mark.parametrize(
    ("when", "number"),
    [
        ("reading evidence", signal.SIGINT),
        ("TAB", signal.SIGINT),
        ("validating:  6", signal.SIGINT),
        ("validating:  9", signal.SIGINT),
        ("TAB", signal.SIGTERM),
    ],
)
def test_ctrl_c_ends_a_validation_at_once(when: str, number: int, large: Path, tmp_path: Path) -> None:
    child, ours = on_a_terminal("validate", large, "-o", tmp_path / "report.txt", temporary=tmp_path)
    heard(ours, when)
    start = time.monotonic()
    child.send_signal(number)
    said = heard(ours, None)
    child.communicate(timeout=PATIENCE)
    os.close(ours)
    assert child.returncode == 128 + number
    last = said.splitlines()[-1].removeprefix("\x1b[2K")  # a line of progress may be cleared first
    assert last == "error: interrupted"
    assert "Traceback" not in said
    assert time.monotonic() - start < 5
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["sqlite", "jsonl"])
def test_ctrl_c_leaves_no_half_written_export(form: str, large: Path, tmp_path: Path) -> None:
    former = tmp_path / "out"
    former.write_text("what was there")
    child = subprocess.Popen(
        [sys.executable, "-c", IMPATIENT, "export", form, large, "-o", former, "--force"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + PATIENCE
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < end:  # until something is being written
        time.sleep(0.001)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=PATIENCE)
    assert (child.returncode, said.strip()) == (130, "error: interrupted")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert former.read_text() == "what was there"


IMPORTING = """
import os, runpy, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            for _ in range({times}):
                os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["show", {package!r}]
runpy.run_module("event_timeline", run_name="__main__", alter_sys=True)
"""
"""The command line, which is sent signals when it imports a module."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "module",
    [
        "event_timeline.cli.group",
        "click",
        "click.core",
        "event_timeline.package.journal",
        "event_timeline.cli.show",
        "polars",
    ],
)
def test_ctrl_c_while_modules_are_imported_is_one_line(module: str, number: int) -> None:
    code = IMPORTING.format(module=module, number=int(number), times=1, package=str(builder.HARBOUR))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (run.returncode, run.stdout, run.stderr.lstrip("\n")) == (128 + number, "", "error: interrupted\n")


def test_the_command_starts_where_ctrl_c_is_minded_at_once() -> None:
    project = tomllib.loads(builder.read(Path(__file__).parents[2] / "pyproject.toml"))["project"]
    assert project["scripts"] == {"timeline": "event_timeline.__main__:main"}


SECOND = """
import os, signal, sys
from event_timeline.cli import group as cli

say = cli._say
def said(*words):
    os.kill(os.getpid(), signal.SIGINT)  # while the first one is being said
    say(*words)
    os.kill(os.getpid(), signal.SIGINT)

def work(*args, **options):
    try:
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        os.kill(os.getpid(), signal.SIGINT)  # while the first one is being cleared up

cli.cli.main, cli._say = work, said
cli.main()
"""


def test_more_ctrl_c_after_the_first_says_no_more() -> None:
    run = subprocess.run([sys.executable, "-c", SECOND], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "error: interrupted\n")


DROPPED = """
import os, signal, sys, time
from event_timeline.cli import group as cli
from event_timeline.io import interrupts

class Library:
    def __del__(self):  # no exception may leave here: Python says so and goes on
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.2)

def work(*args, **options):
    Library()
    {then}

cli.cli.main = work
cli.main()
"""


@pytest.mark.parametrize("then", ["time.sleep(50)", "raise ValueError('the library gave up')"])
def test_ctrl_c_that_a_library_drops_ends_the_run_all_the_same(then: str) -> None:
    start = time.monotonic()
    code = [sys.executable, "-c", DROPPED.format(then=then)]
    run = subprocess.run(code, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "error: interrupted\n")
    assert time.monotonic() - start < 20


def test_other_exceptions_that_a_library_drops_are_told_as_ever() -> None:
    code = "from event_timeline.io import interrupts; interrupts.watch()\nclass Odd:\n  def __del__(self): 1 / 0\nOdd()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ZeroDivisionError" in run.stderr


def test_the_time_left_goes_by_what_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = iter([100.0, 101.0, 110.0, 400.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with terminal.guarded(), Progress("working") as progress:
        progress(0.1, "too early")
        progress(0.25, "a quarter")
        part_of(progress, 0.25, 0.75)(0.5, "half")
    assert capsys.readouterr().err == (
        "\r\x1b[2Kworking:  25%, about 30 s left (a quarter)\r\x1b[2Kworking:  50%, about 5 min left (half)\r\x1b[2K"
    )


DEAF = """
import sys
from event_timeline.cli import group as cli
from event_timeline.io.temporary import TemporaryFolder

def work(*args, **options):
    import polars as pl
    folder = TemporaryFolder()
    numbers = pl.LazyFrame({"a": range(50_000)})
    print("computing", flush=True)
    numbers.join(numbers, how="cross").select((pl.col("a") * pl.col("a_right")).cast(pl.String).str.len_bytes().sum()).collect(engine="streaming")

cli.cli.main = work
cli.main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_whose_library_does_not_return(number: int, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", DEAF], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "computing\n"
    time.sleep(0.5)
    start = time.monotonic()
    child.send_signal(number)
    _, said = child.communicate(timeout=PATIENCE)
    assert (child.returncode, said) == (128 + number, "error: interrupted\n")
    assert time.monotonic() - start < 20
    assert list(tmp_path.iterdir()) == []


STARTING = """
import gc, os, signal, sys, threading
from event_timeline.__main__ import main
import event_timeline.cli.group  # so that the signal comes while the command starts, and not during an import

def first_signalled(function):
    def called(*args, **options):
        os.kill(os.getpid(), {number})
        return function(*args, **options)
    return called

{owner}.{name} = first_signalled({owner}.{name})
sys.argv[1:] = ["show", {package!r}]
main()
"""
"""The command line, which is sent a signal at a step of its start."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "step",
    [
        "gc.set_threshold", "os.environ.setdefault", "sys.stderr.reconfigure", "os.pipe", "signal.set_wakeup_fd",
        "threading.Thread", "event_timeline.io.interrupts._watching.set", "event_timeline.cli.group.run",
        "event_timeline.io.interrupts.ignore_further_signals",
    ],
)  # fmt: skip
def test_a_signal_while_the_command_starts_or_ends_is_one_line(step: str, number: int) -> None:
    owner, _, name = step.rpartition(".")
    code = STARTING.format(owner=owner, name=name, number=int(number), package=str(builder.HARBOUR))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (run.returncode, run.stderr) == (128 + number, "error: interrupted\n")


TIDYING = """
import os, shutil, signal, sys
from event_timeline.cli import group as cli
from event_timeline.io.temporary import TemporaryFolder

def work(*args, **options):
    with TemporaryFolder() as folder:
        kept = TemporaryFolder()
        for place in (folder, kept):
            (place.path / "table.csv").write_text("a")
        if {early}:
            os.kill(os.getpid(), signal.SIGINT)

remove = shutil.rmtree
def interrupted(*args, **options):
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(os.getpid(), number)
    remove(*args, **options)

shutil.rmtree = interrupted
cli.cli.main = work
cli.main()
"""
"""The command line, which is sent signals while it removes temporary folders."""


@pytest.mark.parametrize("early", [True, False])
def test_signals_during_the_clean_up_leave_no_temporary_folder(early: bool, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", TIDYING.format(early=early)], capture_output=True, text=True, check=False,
        timeout=PATIENCE, env=os.environ | {"TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (130 if early else 143, "error: interrupted\n")
    assert list(tmp_path.iterdir()) == []


WORKBOOK = """
import os, signal, sys
from event_timeline.cli import group as cli
from xlsxwriter.workbook import Workbook

Workbook._store_workbook = lambda book: os.kill(os.getpid(), signal.SIGINT)
sys.argv[1:] = ["export", "xlsx", {package!r}, "-o", {output!r}]
cli.main()
"""


def test_an_interrupted_workbook_leaves_no_temporary_files(tmp_path: Path) -> None:
    code = WORKBOOK.format(package=str(builder.HARBOUR), output=str(tmp_path / "book.xlsx"))
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert (run.returncode, run.stderr.lstrip("\n")) == (130, "error: interrupted\n")
    assert list(tmp_path.iterdir()) == []


def test_nothing_slow_is_imported_before_the_first_handlers() -> None:
    code = "import sys; before = set(sys.modules); import event_timeline; print(sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(SCRIPTS)!r}); {code}"],
                         capture_output=True, text=True, check=True)  # fmt: skip
    assert run.stdout == "['__future__', 'event_timeline']\n"
