"""The tutorial, run as it is written: its commands in one shell, and what they print against what it shows.

`python -m tests.test_tutorial` writes what the commands print into the page, for a person to read before committing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.exports import programs

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:\n^```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)
CUT = "@@ end of block"
VARIES = (
    (re.compile(r"urn:uuid:[0-9a-f-]{36}"), "…"),
    (re.compile(r"wrote /\S*"), "wrote …"),
    (re.compile(r"\d+ rules of \d+"), "… rules of …"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "…"),
)
"""What the page shows as `…`, since it differs from run to run or with every new rule."""


def printed(folder: Path) -> list[str]:
    """What each block of commands prints, run in one shell that stops at the first failure."""
    blocks = [commands for commands, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    script = "set -e\n" + "".join(f"{block}echo '{CUT}'\n" for block in blocks)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    scripts = str(PAGE.parents[1] / "scripts")
    environment = {k: v for k, v in os.environ.items() if k != "TIMELINE_SOURCE"} | {
        "PATH": path, "PYTHONPATH": scripts, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "100",
    }  # fmt: skip
    done = subprocess.run(
        [programs.bash(), "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout.split(f"{CUT}\n")[:-1]


def settled(text: str) -> str:
    """What a block prints as the page shows it."""
    for pattern, shown in VARIES:
        text = pattern.sub(shown, text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return printed(tmp_path_factory.mktemp("tutorial"))


def test_every_command_prints_what_the_page_shows(run: list[str]) -> None:
    shown = [text for _, text in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    assert [settled(text) for text in run] == shown


def test_it_ends_with_a_package_without_problems(run: list[str]) -> None:
    (validated,) = [text for text in run if "valid  " in text]
    assert "0 errors, 0 warnings" in validated
    assert re.search(r"spans: (\d+) of \1 against the text", validated)


def test_the_number_of_commands_is_what_the_page_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    stated = re.search(r"(\d+) commands of `timeline`", page)
    assert stated is not None
    assert int(stated[1]) == sum(
        line.startswith("timeline ") for commands, _ in BLOCK.findall(page) for line in commands.splitlines()
    )


def write() -> None:
    """Put what the commands print into the page."""
    with tempfile.TemporaryDirectory() as folder:
        outputs = iter(printed(Path(folder)))

    def filled(block: re.Match[str]) -> str:
        output = settled(next(outputs))
        return f"```sh\n{block[1]}```\n" + (f"\n```text\n{output}```\n" if output else "")

    PAGE.write_text(BLOCK.sub(filled, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
