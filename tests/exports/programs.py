"""Programs that are no Python packages: one function each asks for it, its version and its parts before a test needs them.

What is missing is skipped with a warning, and fails where CI is true. Each program is tried once a process.
"""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import pytest

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 120
"""Time that a program may take to answer; LibreOffice's first start needs some of it on a busy machine."""
DEBIAN = {
    "readr": "r-cran-readr", "RSQLite": "r-cran-rsqlite", "jsonlite": "r-cran-jsonlite",
    "Rscript": "r-base-core", "chromium": "chromium", "chromedriver": "chromium-driver", "soffice": "libreoffice-calc-nogui",
    "ogrinfo": "gdal-bin", "ogr2ogr": "gdal-bin", "java": "default-jre-headless", "npm": "npm", "node": "npm", "git": "git", "mount": "mount", "umount": "mount",
    "bash": "bash", "sha256sum": "coreutils",
}  # fmt: skip
JAVA, GDAL, GIT = 17, (3, 0), (2, 29)
"""What Spark 4 asks for; the first GDAL with an unambiguous axis order; the first git with SHA-256."""


class MissingError(Exception):
    """Something that a test needs is not there; the words say what, and how to get it on Debian."""


def missing(why: str) -> NoReturn:
    """Skip the test with a warning; fail if CI is true."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(why)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(why, stacklevel=3)
    pytest.skip(why)


def asked(probe: Callable[P, T]) -> Callable[P, T]:
    """A function that asks for a program: its answer is remembered, and a MissingError skips the test."""

    @functools.cache
    def answer(path: str, home: str, *given: object) -> T | MissingError:
        try:
            return probe(*given)  # type: ignore[call-arg, arg-type]
        except MissingError as error:
            return error

    @functools.wraps(probe)
    def ask(*given: P.args, **_: P.kwargs) -> T:
        found = answer(os.environ.get("PATH", ""), os.environ.get("JAVA_HOME", ""), *given)
        if isinstance(found, MissingError):
            missing(str(found))
        return found

    return ask


@asked
def r(*packages: str) -> str:
    """Path of Rscript, with R packages that it can load."""
    path = _found("Rscript")
    for package in packages:
        if (
            _says(path, "--no-init-file", "-e", f"suppressPackageStartupMessages(library({package})); cat('loaded')")
            != "loaded"
        ):
            raise MissingError(f"R cannot load {package}: apt-get install {DEBIAN[package]}")
    return path


@asked
def chromium() -> tuple[str, str]:
    """Paths of Chromium and of the chromedriver of its version; Chromium shows a file without a window."""
    browser, driver = _found("chromium", "chromium-browser", "google-chrome"), _found("chromedriver")
    versions = [re.search(r"\d+", _says(program, "--version") or "") for program in (browser, driver)]
    numbers = [version[0] if version else "unknown" for version in versions]
    if numbers[0] != numbers[1] or "unknown" in numbers:
        raise MissingError(
            f"chromium is of version {numbers[0]} and chromedriver of {numbers[1]}: apt-get install chromium chromium-driver"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "page.html"
        page.write_text("<p>shown</p>", encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder}/profile",
        ]
        if "shown" not in (_says(browser, *options, "--dump-dom", page.as_uri()) or ""):
            raise MissingError(
                "chromium does not show a file of the temporary folder without a window: apt-get install chromium"
            )
    return browser, driver


@asked
def libreoffice() -> str:
    """Path of soffice, which opens and saves a table without a window."""
    path = _found("soffice", "libreoffice")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "in.csv"
        table.write_text("a\n1\n", encoding="utf-8")
        _says(path, *_HEADLESS, _profile(), "--convert-to", "xlsx", "--outdir", f"{folder}/out", str(table))
        if not (Path(folder) / "out" / "in.xlsx").is_file():
            raise MissingError(
                "LibreOffice does not open a table without a window: apt-get install libreoffice-calc-nogui"
            )
    return path


_HEADLESS = ("--headless", "--norestore")


@functools.cache
def _profile() -> str:
    """The folder of LibreOffice's settings, one a process: two that run at once cannot share one, and to fill it takes seconds."""
    folder = tempfile.mkdtemp(prefix="libreoffice-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"-env:UserInstallation={Path(folder).as_uri()}"


def saved_by_libreoffice(files: Sequence[Path], kind: str, folder: Path, *options: str) -> Path:
    """The folder into which LibreOffice saved files in another format."""
    command: list[str | Path] = [
        libreoffice(),
        *_HEADLESS,
        _profile(),
        *options,
        "--convert-to",
        kind,
        "--outdir",
        folder,
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


@asked
def gdal(*drivers: str) -> tuple[str, str]:
    """Paths of ogrinfo and ogr2ogr, which know the drivers."""
    info, convert = _found("ogrinfo"), _found("ogr2ogr")
    version = re.search(r"GDAL (\d+)\.(\d+)", _says(info, "--version") or "")
    if version is None or (int(version[1]), int(version[2])) < GDAL:
        raise MissingError("GDAL {}.{} or later is needed: apt-get install gdal-bin".format(*GDAL))
    known = re.findall(r"^\s*([\w ]+?) -[\w,]*vector", _says(info, "--formats") or "", re.MULTILINE)
    for driver in drivers:
        if driver not in known:
            raise MissingError(f"GDAL does not read or write {driver}: apt-get install gdal-bin")
    return info, convert


@asked
def java() -> str:
    """Path of Java, of JAVA_HOME or PATH as Spark takes it."""
    home = os.environ.get("JAVA_HOME")
    path = str(Path(home) / "bin" / "java") if home else _found("java")
    version = re.search(r'version "(?:1\.)?(\d+)', _says(path, "-version", errors=True) or "")
    if version is None or int(version[1]) < JAVA:
        raise MissingError(f"Java {JAVA} or later is needed: apt-get install {DEBIAN['java']}")
    return path


@asked
def node() -> str:
    """Path of Node.js, which comes with npm."""
    path = _found("node")
    if not re.match(r"v(1[89]|[2-9]\d)\.", _says(path, "--version") or ""):
        raise MissingError("Node.js 18 or later does not start: apt-get install npm")
    return path


@asked
def npm() -> str:
    """Path of npm, which finds its Node.js."""
    path = _found("npm")
    if not re.fullmatch(r"\d+\.\d+\.\d+\S*", _says(path, "--version") or ""):
        raise MissingError("npm does not start: apt-get install npm")
    return path


def npm_package(package: str, folder: Path) -> Path:
    """The archive of a package from npm's registry, in a folder; without the registry the test is skipped."""
    try:
        done = subprocess.run(
            [npm(), "pack", "--silent", package], cwd=folder, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        done = None
    found = next(folder.glob("*.tgz"), None)
    if done is None or done.returncode or found is None:
        missing(f"npm does not get {package}: is its registry reachable?")
    return found


def npm_install(folder: Path, *packages: str) -> None:
    """Put packages and what they need from npm's registry into `folder/node_modules`; no script of theirs is run."""
    command = [npm(), "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", *packages]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode:
        missing(f"npm does not install {', '.join(packages)}: is its registry reachable?")


@asked
def git() -> str:
    """Path of git."""
    path = _found("git")
    version = re.search(r"version (\d+)\.(\d+)", _says(path, "--version") or "")
    if version is None or (int(version[1]), int(version[2])) < GIT:
        raise MissingError("git {}.{} or later is needed: apt-get install git".format(*GIT))
    return path


@asked
def mount() -> tuple[str, str]:
    """Paths of mount and umount; whether the user may mount something is another question."""
    return _found("mount"), _found("umount")


@asked
def bash() -> str:
    """Path of bash, which Alpine Linux and FreeBSD do not bring."""
    return _found("bash")


@asked
def sha256sum() -> str:
    """Path of sha256sum, of the GNU core utilities."""
    return _found("sha256sum")


def _found(*names: str) -> str:
    """Path of the first of some programs that is there."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise MissingError(f"{names[0]} is not installed: apt-get install {DEBIAN[names[0]]}")
    return path


def _says(*command: str, errors: bool = False) -> str | None:
    """What a program prints, to stderr as well if asked; None where it fails, or is not done in time."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (done.stdout + (done.stderr if errors else "")).strip() if done.returncode == 0 else None
