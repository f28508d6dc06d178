"""Foreign programs are asked for before a test needs them: absent, too old or without a part, the test is skipped."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exports import programs

TESTS = Path(__file__).parents[1]
CALLS = {f"subprocess.{name}" for name in ("run", "Popen", "call", "check_call", "check_output")}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts a shell script in place of a program; without any there is no program at all."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("JAVA_HOME", raising=False)

    def put(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (folder / name).chmod(0o755)

    return put


def why(ask: Callable[[], object]) -> str:
    """The reason for which a test would be skipped; it is a warning as well."""
    with pytest.warns(UserWarning, match=".") as said, pytest.raises(pytest.skip.Exception) as skipped:
        ask()
    assert str(said[0].message) == skipped.value.msg
    return str(skipped.value.msg)


ABSENT: dict[str, tuple[Callable[[], object], str]] = {
    "Rscript": (lambda: programs.r("readr"), "Rscript is not installed: apt-get install r-base-core"),
    "chromium": (programs.chromium, "chromium is not installed: apt-get install chromium"),
    "soffice": (programs.libreoffice, "soffice is not installed: apt-get install libreoffice-calc-nogui"),
    "ogrinfo": (lambda: programs.gdal("CSV"), "ogrinfo is not installed: apt-get install gdal-bin"),
    "java": (programs.java, "java is not installed: apt-get install default-jre-headless"),
    "node": (programs.node, "node is not installed: apt-get install npm"),
    "npm": (programs.npm, "npm is not installed: apt-get install npm"),
    "git": (programs.git, "git is not installed: apt-get install git"),
    "mount": (programs.mount, "mount is not installed: apt-get install mount"),
    "bash": (programs.bash, "bash is not installed: apt-get install bash"),
    "sha256sum": (programs.sha256sum, "sha256sum is not installed: apt-get install coreutils"),
}


@pytest.mark.parametrize("name", ABSENT)
def test_an_absent_program_skips_the_test_and_says_how_to_get_it(name: str, path: Callable[[str, str], None]) -> None:
    ask, message = ABSENT[name]
    assert why(ask) == message


@pytest.mark.parametrize("name", ABSENT)
def test_an_absent_program_fails_the_test_in_ci(
    name: str, path: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="is not installed"):
        ABSENT[name][0]()


UNFIT: dict[str, tuple[dict[str, str], Callable[[], object], str]] = {
    "R without RSQLite": (
        {"Rscript": 'case "$*" in *RSQLite*) exit 1;; *) printf loaded;; esac'},
        lambda: programs.r("readr", "RSQLite", "jsonlite"),
        "R cannot load RSQLite: apt-get install r-cran-rsqlite",
    ),
    "a driver of another version": (
        {"chromium": "echo Chromium 156.0.1", "chromedriver": "echo ChromeDriver 130.0.1"},
        programs.chromium,
        "chromium is of version 156 and chromedriver of 130",
    ),
    "a browser without driver": ({"chromium": "echo Chromium 156.0.1"}, programs.chromium, "chromedriver is not installed"),
    "a browser that does not start": (
        {"chromium": 'test "$1" = --version && echo Chromium 156', "chromedriver": "echo ChromeDriver 156.0.1"},
        programs.chromium,
        "chromium does not show a file",
    ),
    "an office without Calc": ({"soffice": "exit 0"}, programs.libreoffice, "LibreOffice does not open a table"),
    "an old GDAL": ({"ogrinfo": "echo GDAL 2.4.0, released", "ogr2ogr": ":"}, lambda: programs.gdal("CSV"), "GDAL 3.0 or later"),
    "a GDAL without a driver": (
        {"ogrinfo": 'test "$1" = --version && echo GDAL 3.6.2 || echo "  CSV -vector- (rw+v): Comma Separated Value"', "ogr2ogr": ":"},
        lambda: programs.gdal("CSV", "GeoJSONSeq"),
        "GDAL does not read or write GeoJSONSeq",
    ),
    "an old Java": ({"java": """echo 'openjdk version "11.0.2" 2019' >&2"""}, programs.java, "Java 17 or later"),
    "a very old Java": ({"java": """echo 'java version "1.8.0_202"' >&2"""}, programs.java, "Java 17 or later"),
    "npm without Node.js": ({"npm": "echo node: not found >&2; exit 127"}, programs.npm, "npm does not start"),
    "an old Node.js": ({"node": "echo v12.22.9"}, programs.node, "Node.js 18 or later does not start"),
    "a mount without umount": ({"mount": ":"}, programs.mount, "umount is not installed"),
    "an old git": ({"git": "echo git version 2.20.1"}, programs.git, "git 2.29 or later"),
}  # fmt: skip


@pytest.mark.parametrize("case", UNFIT)
def test_a_program_that_does_not_do_skips_the_test(case: str, path: Callable[[str, str], None]) -> None:
    scripts, ask, message = UNFIT[case]
    for name, script in scripts.items():
        path(name, script)
    assert why(ask).startswith(message)


def test_programs_that_do_are_found(path: Callable[[str, str], None]) -> None:
    path("Rscript", "printf loaded")
    path("java", """echo 'openjdk version "21" 2023' >&2""")
    path("git", "echo git version 2.39.5")
    path("ogrinfo", """test "$1" = --version && echo GDAL 3.6.2 || echo '  GeoJSON -vector- (rw+v): GeoJSON'""")
    path("ogr2ogr", ":")
    path("node", "echo v20.1.0")
    bin_ = os.environ["PATH"]
    assert programs.r("readr", "RSQLite") == f"{bin_}/Rscript"
    assert (programs.java(), programs.git()) == (f"{bin_}/java", f"{bin_}/git")
    assert programs.node() == f"{bin_}/node"
    assert programs.gdal("GeoJSON") == (f"{bin_}/ogrinfo", f"{bin_}/ogr2ogr")


def test_a_registry_that_is_out_of_reach_skips_the_test(path: Callable[[str, str], None], tmp_path: Path) -> None:
    path("npm", 'test "$1" = --version && echo 10.0.0 || exit 1')
    assert why(lambda: programs.npm_package("x@1", tmp_path)) == "npm does not get x@1: is its registry reachable?"
    found = why(lambda: programs.npm_install(tmp_path, "x@1", "y@2"))
    assert found == "npm does not install x@1, y@2: is its registry reachable?"


@pytest.mark.parametrize("file", sorted(TESTS.rglob("*.py")), ids=lambda p: p.relative_to(TESTS).as_posix())
def test_no_test_calls_a_program_that_it_has_not_asked_for(file: Path) -> None:
    if file in (TESTS / "exports" / "programs.py", Path(__file__)):
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr == "which":
            pytest.fail(f"line {node.lineno}: shutil.which; ask tests/exports/programs.py")
        # a command of any subprocess call; every POSIX system has sh
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CALLS:
            command = node.args[0]
            first = command.elts[0] if isinstance(command, ast.List | ast.Tuple) and command.elts else command
            name = first.value if isinstance(first, ast.Constant) else "sh"
            assert name == "sh", f"line {node.lineno}: {name}; ask tests/exports/programs.py"  # type: ignore[str-bytes-safe]
        if isinstance(node, ast.List) and node.elts and isinstance(node.elts[0], ast.Constant):
            assert node.elts[0].value not in {*programs.DEBIAN, "libreoffice", "R", "node"}, f"line {node.lineno}"


def test_what_the_makefile_installs_is_what_is_asked_for() -> None:
    makefile = (TESTS.parent / "Makefile").read_text(encoding="utf-8")
    line = re.search(r"^PROGRAMS := (.*)$", makefile, re.MULTILINE)
    assert line
    assert set(programs.DEBIAN.values()) - {"npm", "git", "mount", "bash", "coreutils"} == set(line[1].split()) - {
        "git"
    }
