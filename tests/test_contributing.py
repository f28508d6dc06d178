"""CONTRIBUTING.md, followed: each of its lists is done in a copy of the checkout, and its commands pass there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from event_timeline.citations import STYLES
from event_timeline.cli.group import COMMANDS
from event_timeline.exports import FORMATS
from event_timeline.rules import BY_CODE

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NEEDED = (
    "scripts",
    "schemas",
    "data",
    "datapackage.json",
    "README.md",
    "CITATION.cff",
    "pyproject.toml",
    "tests",
    "docs",
)
COLLECT = """
import json, sys, pytest
for arguments in json.loads(sys.argv[1]):
    assert pytest.main(["-q", "--collect-only", "-p", "no:cacheprovider", *arguments]) == 0, arguments
"""
"""Several selections of tests in one process, which imports them once."""
PLACES = {
    "create": re.compile(r"(?:^|\s)Create `([^`]+)`:\s*$"),
    "after": re.compile(r"In `([^`]+)`,\s+after (?:`` (?=.*``)|`)(.+?)(?: ``|`):\s*$"),
    "before": re.compile(r"In `([^`]+)`,\s+before (?:`` (?=.*``)|`)(.+?)(?: ``|`):\s*$"),
    "append": re.compile(r"At the end of `([^`]+)`:\s*$"),
}
"""How the text before a block says what the block does to which file."""


@dataclass(frozen=True)
class Step:
    """A block of a list: the text before it, its language and its lines without the list's indent."""

    before: str
    language: str
    text: str


def steps(heading: str) -> Iterator[Step]:
    section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)[1]
    end = 0
    for block in re.finditer(r"^ *```(\w+)\n(.*?)^ *```$", section, re.DOTALL | re.MULTILINE):
        yield Step(
            section[end : block.start()],
            block[1],
            "".join(line[3:] or "\n" for line in block[2].splitlines(keepends=True)),
        )
        end = block.end()


def apply(step: Step, folder: Path) -> None:
    """Change a file as a step says. Fails where it names no place, or one that is not there exactly once."""
    ((kind, match),) = [(kind, m) for kind, pattern in PLACES.items() if (m := pattern.search(step.before))]
    path = folder / match[1]
    if kind == "create":
        assert not path.exists()
        assert path.parent.is_dir()
        path.write_text(step.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if kind == "append":
        at = len(lines)
    else:
        (line,) = [i for i, text in enumerate(lines) if text.strip().startswith(match[2])]
        at = line + (kind == "after")
    path.write_text("".join([*lines[:at], step.text, *lines[at:]]), encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What a contributor has after `make`: the checkout, and this environment as its `.venv`."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in NEEDED:
        if (ROOT / name).is_dir():
            # modules that are compiled already need not be compiled again
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("_build", "vendored"))
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    return folder


def follow(heading: str, copy: Path) -> dict[str, str]:
    """Do a list: its changes, then ruff, then its commands, all of which must pass; command -> what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "TIMELINE_"))}
    environment["PYTHONPATH"] = str(copy / "scripts")

    def run(command: str) -> str:
        done = subprocess.run(
            command, shell=True, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    commands = []
    changed = 0
    for step in steps(heading):
        if step.language == "sh":
            commands += step.text.splitlines()
        else:
            apply(step, copy)
            changed += 1
    assert changed > 1
    assert len(commands) > 1
    for command in (".venv/bin/ruff check scripts tests", ".venv/bin/ruff format --check scripts tests"):
        run(command)
    assert run(f'{sys.executable} -c "import event_timeline; print(event_timeline.__file__)"').startswith(str(copy))
    return {command: run(command) for command in commands}


def of(outputs: dict[str, str], words: str) -> str:
    (output,) = [text for command, text in outputs.items() if words in command]
    return output


def passed(outputs: dict[str, str]) -> int:
    return int(re.search(r"(\d+) passed", of(outputs, "pytest"))[1])


def test_a_rule_is_added_as_the_list_says(copy: Path) -> None:
    assert "EVT099" not in BY_CODE
    outputs = follow("Add a rule", copy)
    assert passed(outputs) >= 3  # its bad example, its near miss, what `explain` prints
    assert "label-in-capitals" in of(outputs, "timeline explain")


def test_a_format_is_added_as_the_list_says(copy: Path) -> None:
    assert "yaml" not in FORMATS
    outputs = follow("Add an export format", copy)
    assert passed(outputs) >= 4  # its own test, hostile cells, hostile columns, its place
    assert re.search(r"^ *yaml ", of(outputs, "--list"), re.MULTILINE)
    assert "event_id: council-meeting" in (copy / "timeline.yaml").read_text(encoding="utf-8")


def test_a_style_is_added_as_the_list_says(copy: Path) -> None:
    assert "endnote" not in STYLES
    outputs = follow("Add a citation style", copy)
    assert passed(outputs) >= 2
    assert of(outputs, "timeline cite").startswith("%0 Dataset\n%A Event Timeline project")


def test_a_command_is_added_as_the_list_says(copy: Path) -> None:
    assert "count" not in COMMANDS
    outputs = follow("Add a command", copy)
    assert passed(outputs) >= 3  # its own test, its help, its place in the README
    assert re.search(r"^ *count +Count the rows of each table\.$", of(outputs, "--help"), re.MULTILINE)
    assert re.search(r"^ *27 events$", of(outputs, "timeline count"), re.MULTILINE)


@pytest.mark.parametrize("heading", ["Add a rule", "Add an export format", "Add a citation style", "Add a command"])
def test_a_list_has_at_most_five_steps(heading: str) -> None:
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    numbers = [int(n) for n in re.findall(r"^(\d)\. ", section, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 3 <= len(numbers) <= 5


def test_the_commands_of_the_table_select_tests_or_are_targets_of_make() -> None:
    commands = re.findall(r"^\| `([^`]+)` \|", PAGE.split("| room |")[0], re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(commands) >= 5
    selections = []
    for command in commands:
        program, *arguments = command.split()
        if program == "make":
            assert re.search(rf"^{arguments[0]}:", makefile, re.MULTILINE), command
            continue
        assert program == ".venv/bin/pytest"
        selections.append(arguments)
    assert selections
    done = subprocess.run(
        [sys.executable, "-c", COLLECT, json.dumps(selections)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
