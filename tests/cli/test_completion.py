"""Completion in bash, zsh and fish: what `timeline` answers a shell that asks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from event_timeline.cli import group
from event_timeline.exports import FORMATS
from event_timeline.rules import RULES
from tests.exports import programs

README = Path(__file__).parents[2] / "README.md"
SHELLS = ("bash", "zsh", "fish")


def completed(*args: str) -> list[str]:
    """What the last of some arguments may become."""
    asked = ShellComplete(group.cli, {}, "timeline", "_TIMELINE_COMPLETE")
    return [item.value for item in asked.get_completions(list(args[:-1]), args[-1])]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("expo",), ["export"]),
        (("export", "sq"), ["sqlite"]),
        (("import", "gdelt"), ["gdelt-events", "gdelt-mentions"]),
        (("cite", "--style", "bib"), ["bibtex"]),
        (("explain", "DAT00"), [r.code for r in RULES if r.code.startswith("DAT00")]),
        (("explain", "span-mis"), ["span-mismatch"]),
        (("validate", "--select", "EVD,GEO00"), [f"EVD,{r.code}" for r in RULES if r.code.startswith("GEO00")]),
        (("validate", "--ignore", "zzz"), []),
    ],
)
def test_names_are_completed(args: tuple[str, ...], expected: list[str]) -> None:
    assert completed(*args) == expected


def test_every_format_is_offered() -> None:
    assert completed("export", "") == list(FORMATS)


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script_as_the_readme_says(shell: str) -> None:
    assert re.search(rf"_TIMELINE_COMPLETE={shell}_source timeline", README.read_text(encoding="utf-8"))
    run = answer({"_TIMELINE_COMPLETE": f"{shell}_source"})
    assert (run.returncode, run.stderr) == (0, "")
    assert "_TIMELINE_COMPLETE" in run.stdout


def test_bash_reads_the_script_and_completes(tmp_path: Path) -> None:
    script = answer({"_TIMELINE_COMPLETE": "bash_source"}).stdout
    timeline = tmp_path / "timeline"
    timeline.write_text(f'#!/bin/sh\nexec {sys.executable} -m event_timeline "$@"\n', encoding="utf-8")
    timeline.chmod(0o755)
    asked = f'{script}\nCOMP_WORDS=(timeline export sq); COMP_CWORD=2; _timeline_completion timeline; echo "${{COMPREPLY[@]}}"'
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        [programs.bash(), "-c", asked], capture_output=True, text=True, env=environment({"PATH": path})
    )
    assert (run.stdout, run.stderr) == ("sqlite\n", "")


def environment(more: dict[str, str]) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | more


def answer(more: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "event_timeline"]
    return subprocess.run(command, capture_output=True, text=True, env=environment(more))
