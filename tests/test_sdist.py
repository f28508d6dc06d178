"""The source distribution: it brings the tests and what they read, and they pass in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="hatchling builds the source distribution; pip install --group test")

ROOT = Path(__file__).parents[1]
FOLDERS = ("LICENSES", ".ci", "data", "docs", "schemas", "scripts", "tests")
LEFT_OUT = {"__pycache__", "_build", "node_modules"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, built by hatchling from this checkout and unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        archive.extractall(folder, filter="data")
    (top,) = (p for p in folder.iterdir() if p.is_dir())
    return top


def test_it_has_every_file_that_a_checkout_has(unpacked: Path) -> None:
    inside = {p.relative_to(ROOT) for name in FOLDERS for p in (ROOT / name).rglob("*") if p.is_file()}
    top = {
        p.relative_to(ROOT) for p in ROOT.iterdir() if p.is_file() and p.name not in (".git", ".coverage", "uv.lock")
    }
    expected = {p for p in inside | top if not LEFT_OUT & set(p.parts)}
    found = {p.relative_to(unpacked) for p in unpacked.rglob("*") if p.is_file()}
    assert found | {Path("PKG-INFO")} == expected | {Path("PKG-INFO")}


def test_tests_pass_in_it(unpacked: Path) -> None:
    some = (
        "tests/test_versions.py",
        "tests/test_locks.py",
        "tests/package",
        "tests/rules/integrity",
        "tests/rules/actors",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *some]
    environment = os.environ | {"PYTHONPATH": str(unpacked / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
