"""The locks: they have what pyproject.toml asks for, with a hash for each file and no address of a server."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
USERS = {"agree", "cas", "edit", "exports", "graph", "ics", "picture", "rdf", "spark"}
LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-spark.lock")
PYTHONS = ("3.11", "3.12", "3.13")


def of_group(name: str) -> list[str]:
    """The requirements of a dependency group and of those that it includes."""
    return [r for part in GROUPS[name] for r in (of_group(part["include-group"]) if isinstance(part, dict) else [part])]


ASKED = {
    "requirements.lock": [*of_group("dev"), *(r for name in USERS - {"spark"} for r in EXTRAS[name])],
    "requirements-run.lock": [],
    "requirements-spark.lock": [*of_group("spark-test"), *EXTRAS["spark"]],
}


def pins(lock: str, python: str = "3.11") -> dict[str, str]:
    """Library -> the version that a lock has for a version of Python on Linux."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": "linux",
        "os_name": "posix",
    }
    text = (ROOT / lock).read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in re.findall(r"^(?![#\s])(.+?) \\$", text, re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (only,) = requirement.specifier
            assert only.operator == "==", line
            assert requirement.name not in found, f"{line}: twice for Python {python}"
            found[requirement.name] = only.version
    return found


def test_what_only_developers_need_is_no_extra() -> None:
    assert set(EXTRAS) == USERS
    assert {"benchmark", "dev", "docs", "test"} <= set(GROUPS)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_what_is_asked_for(lock: str, python: str) -> None:
    locked = pins(lock, python)
    for text in [*PROJECT["project"]["dependencies"], *ASKED[lock]]:
        asked = Requirement(text)
        version = locked.get(canonicalize_name(asked.name))
        assert version is not None, f"{lock} lacks {text}: make lock"
        assert asked.specifier.contains(version), f"{lock} has {asked.name} {version}, asked for is {text}: make lock"


@pytest.mark.parametrize("lock", LOCKS[1:])
@pytest.mark.parametrize("python", PYTHONS)
def test_a_smaller_lock_agrees_with_the_large_one(lock: str, python: str) -> None:
    large = pins("requirements.lock", python)
    small = pins(lock, python)
    assert {n: v for n, v in small.items() if n in large} == {n: v for n, v in large.items() if n in small}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_nothing_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    body = [line for line in text.splitlines() if not line.startswith("#")]
    entries = re.split(r"\n(?=\S)", "\n".join(body))
    for entry in entries:
        name, *hashes = entry.split(" \\\n")
        assert hashes, f"{lock}: {name} has no hash"
        assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}", h) for h in hashes), name
    assert len(entries) >= len(pins(lock))
    assert "://" not in text
    assert "index-url" not in text
