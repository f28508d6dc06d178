"""The wheel, alone: installed into an empty folder it validates a package by the schemas that it brings along.

It must not see this repository: the interpreter starts without site packages, so that neither an editable
install nor PYTHONPATH nor the current folder lends it a file. Only the libraries it depends on are shown to it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

from event_timeline import profile
from tests import builder

ROOT = Path(__file__).parents[1]
LIBRARIES = str(Path(click.__file__).parents[1])
ALONE = """
import sys
installed, libraries, *arguments = sys.argv[1:]
sys.path[:0] = [installed]
sys.path.append(libraries)  # appended, its .pth files are not read
from event_timeline import profile
from event_timeline.cli import group
print(group.__file__, profile.folder(), file=sys.stderr)
code = group.run(arguments)
print([m.__file__ for n, m in sys.modules.items() if n.startswith("event_timeline") and m.__file__], file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by hatchling from this checkout without touching the network."""
    if importlib.util.find_spec("hatchling") is None:
        why = "hatchling is not installed: pip install -r requirements.lock"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Path:
    """An empty folder with nothing in it but the wheel."""
    target = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile", "--target"]
    subprocess.run([*command, str(target), str(wheel)], check=True, capture_output=True, cwd=tmp_path)
    return target


def alone(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(installed), LIBRARIES, *arguments]
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


def test_the_wheel_holds_the_schemas_and_nothing_of_the_dataset(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for path in sorted((ROOT / "schemas").rglob("*")):
            if path.is_file():
                inside = f"event_timeline/profile/schemas/{path.relative_to(ROOT / 'schemas').as_posix()}"
                assert archive.read(inside) == path.read_bytes()
    code = ROOT / "scripts" / "event_timeline"
    files = [path for end in ("py", "toml") for path in code.rglob(f"*.{end}")]
    assert {path.relative_to(ROOT / "scripts").as_posix() for path in files} <= names
    assert {n.split("/")[0] for n in names if ".dist-info" not in n} == {
        "event_timeline",
        "frictionless_event_timeline.py",
    }


def test_it_validates_a_package_elsewhere_without_the_repository(installed: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    harbour = builder.copy_of_harbour(elsewhere)
    arguments = ("validate", "harbour", "--source", "harbour/article.txt", "--format", "json", "--strict")
    done = alone(installed, elsewhere, *arguments)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["valid"] is True
    assert str(ROOT) not in done.stderr
    assert f"{installed}/event_timeline/profile" in done.stderr

    schema = harbour / "schemas" / "events.json"
    builder.write(schema, builder.read(schema).replace('"maxLength": 80', '"maxLength": 90', 1))
    done = alone(installed, elsewhere, *arguments)
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)["problems"]
    assert (found["code"], found["path"]) == ("PKG009", "schemas/events.json")  # against the schema in the wheel


def test_frictionless_finds_the_check_that_the_wheel_brings(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys; installed, libraries = sys.argv[1:]; sys.path[:0] = [installed]; sys.path.append(libraries);"
        "from frictionless import Check; check = Check.from_descriptor({'type': 'event-timeline'});"
        "print(sys.modules[type(check).__module__].__file__)"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(installed), LIBRARIES]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.strip() == str(installed / "frictionless_event_timeline.py"), done.stderr


def test_it_starts_a_package_without_the_repository(installed: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text(builder.read(builder.ARTICLE), encoding="utf-8")
    done = alone(
        installed,
        tmp_path,
        "new",
        "begun",
        "--source",
        "text.txt",
        "--title",
        "A harbour",
        "--contributor",
        "Port Archive",
    )
    assert done.returncode == 0, done.stderr
    own = json.loads((tmp_path / "begun" / "schemas" / "events.json").read_text(encoding="utf-8"))
    assert own == profile.table_schema("events")
