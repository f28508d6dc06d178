"""The hooks, run by pre-commit itself in repositories of their users."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tests import builder
from tests.exports import programs

ROOT = Path(__file__).parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
LIBRARIES = os.pathsep.join(p for p in sys.path if p.endswith(("site-packages", "dist-packages")))
AUTHOR = {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


ARGS = ["harbour", "--source", "article=harbour/article.txt"]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """No settings of the user, and nothing is fetched."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT", "PIP_"))}
    return kept | AUTHOR | {
        "HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "cache"), "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0",
    }  # fmt: skip


def run(folder: Path, env: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(params=["timeline-validate", "timeline-fix"])
def repository(request: pytest.FixtureRequest, tmp_path: Path, env: dict[str, str]) -> Path:
    """A user's repository with a committed package, and a hook as this repository declares it, with this environment's `timeline`."""
    hook = HOOKS[request.param]
    entry = hook["entry"].replace("timeline", f"{sys.executable} -m event_timeline", 1)
    config = {"repos": [{"repo": "local", "hooks": [hook | {"entry": entry, "language": "system", "args": ARGS}]}]}
    folder = tmp_path / "repository"
    folder.mkdir()
    builder.copy_of_harbour(folder)
    builder.write(folder / ".pre-commit-config.yaml", yaml.safe_dump(config))
    git = programs.git()
    for command in (
        (git, "init", "-q"),
        (git, "add", "-A"),
        (sys.executable, "-m", "pre_commit", "install"),
        (git, "commit", "-qm", "first"),
    ):
        done = run(folder, env, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def committed(repository: Path, env: dict[str, str]) -> tuple[bool, str]:
    """Whether a commit of everything passes the hook, and what it says."""
    git = programs.git()
    run(repository, env, git, "add", "-A")
    done = run(repository, env, git, "commit", "-qm", "second")
    return done.returncode == 0, done.stdout + done.stderr


def test_a_commit_that_only_deletes_a_table_is_checked(repository: Path, env: dict[str, str]) -> None:
    (repository / "harbour" / "data" / "actors.csv").unlink()
    passed, said = committed(repository, env)
    assert not passed
    assert "TAB001" in said


def test_a_commit_that_only_changes_the_text_is_checked(repository: Path, env: dict[str, str]) -> None:
    article = repository / "harbour" / "article.txt"
    builder.write(article, builder.read(article).replace("Osterhavn", "Westerhavn"))
    passed, said = committed(repository, env)
    assert not passed
    assert "harbour" in said


def test_a_commit_beside_the_package_passes(repository: Path, env: dict[str, str]) -> None:
    builder.write(repository / "notes.md", "A note.\n")
    passed, said = committed(repository, env)
    assert passed, said


def test_a_row_that_is_wrong_is_not_committed(repository: Path, env: dict[str, str]) -> None:
    path = repository / "harbour" / "data" / "places.csv"
    builder.write(path, builder.read(path).replace(",city,", ",town,"))
    passed, said = committed(repository, env)
    assert not passed
    assert "TAB022" in said


def test_pre_commit_installs_the_hook_from_this_repository(tmp_path: Path, env: dict[str, str]) -> None:
    """As a user's configuration has it, by `language: python`; the libraries are lent by this environment."""
    git = programs.git()
    toolchain, user = tmp_path / "toolchain", tmp_path / "user"
    shutil.copytree(
        ROOT,
        toolchain,
        ignore=shutil.ignore_patterns(".git", ".venv*", ".*_cache", ".hypothesis", "tests", "docs", "__pycache__"),
    )
    user.mkdir()
    builder.copy_of_harbour(user)
    for folder in (toolchain, user):
        run(folder, env, git, "init", "-q")
        run(folder, env, git, "add", "-A")
        assert run(folder, env, git, "commit", "-qm", "first").returncode == 0
    lent = env | {"PYTHONPATH": LIBRARIES}
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(toolchain), "timeline-validate", "--verbose"]
    done = run(user, lent, *command)
    assert done.returncode == 1, done.stderr  # the package is in a folder of its own, and the hook looks in the top one
    assert "no datapackage.json there" in done.stdout, done.stdout + done.stderr
    for path in (user / "harbour").iterdir():
        path.rename(user / path.name)
    run(user, env, git, "add", "-A")
    done = run(user, lent, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid" in done.stdout


CHECKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
SOUND = '"""A module."""\n\nNUMBER: int = 1\n'


@pytest.fixture
def checkout(tmp_path: Path, env: dict[str, str]) -> Path:
    """A small repository with this one's settings and checks, and this environment as its `.venv`."""
    folder = tmp_path / "checkout"
    for name in (".pre-commit-config.yaml", "pyproject.toml", "scripts/check_files.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    builder.write(folder / ".gitignore", ".venv\n.*_cache/\n")
    checked_by_mypy = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["modules"]
    modules = ("scripts/event_timeline/__init__", "tests/__init__", *(f"scripts/{name}" for name in checked_by_mypy))
    for module in modules:
        path = folder / f"{module}.py"
        path.parent.mkdir(exist_ok=True)
        builder.write(path, SOUND)
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    run(folder, env, programs.git(), "init", "-q")
    return folder


def checked(checkout: Path, env: dict[str, str]) -> dict[str, str]:
    """Hook -> Passed, Failed or Skipped."""
    run(checkout, env, programs.git(), "add", "-A")
    done = run(checkout, env, sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never")
    names = {hook["name"]: hook["id"] for repo in CHECKS for hook in repo["hooks"]}
    lines = [re.fullmatch(r"(.+?)\.{3,}(?:\(.+\))?(Passed|Failed|Skipped)", line) for line in done.stdout.splitlines()]
    return {names[match[1]]: match[2] for match in lines if match}


def test_this_repository_s_own_checks_fetch_nothing(env: dict[str, str]) -> None:
    done = run(ROOT, env, sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    assert {repo["repo"] for repo in CHECKS} == {"local"}
    assert {hook["language"] for repo in CHECKS for hook in repo["hooks"]} == {"system"}


def test_a_sound_checkout_passes_every_check(checkout: Path, env: dict[str, str]) -> None:
    assert checked(checkout, env) == {hook["id"]: "Passed" for repo in CHECKS for hook in repo["hooks"]}


@pytest.mark.parametrize(
    ("path", "text", "failed"),
    [
        ("scripts/event_timeline/__init__.py", SOUND + "import os\n", {"ruff-check"}),
        ("scripts/event_timeline/__init__.py", SOUND.replace(" = ", "="), {"ruff-format"}),
        ("scripts/event_timeline/__init__.py", SOUND.replace("1", '"one"'), {"mypy"}),
        ("broken.json", '{"a": 1,}\n', {"files"}),
        ("broken.toml", "a = \n", {"files"}),
        ("broken.yaml", "a: [1\n", {"files"}),
        ("notes.md", "A note.", {"files"}),
        ("notes.md", "A speling.\n", {"codespell"}),  # codespell:ignore
        ("notes.md", "A note.\n", set()),
    ],
)
def test_a_check_fails_on_what_it_is_for(
    path: str, text: str, failed: set[str], checkout: Path, env: dict[str, str]
) -> None:
    builder.write(checkout / path, text)
    assert {hook for hook, result in checked(checkout, env).items() if result != "Passed"} == failed


def test_every_file_of_this_repository_passes_the_check_of_files(env: dict[str, str]) -> None:
    listed = run(
        ROOT,
        dict(os.environ),
        programs.git(),
        "ls-files",
        "*.json",
        "*.toml",
        "*.yaml",
        "*.yml",
        "*.cff",
        "*.md",
        "*.py",
    )
    files = [name for name in listed.stdout.splitlines() if not name.startswith("tests/vendored/")]
    if not files:
        pytest.skip("not a git checkout")
    done = run(ROOT, env, sys.executable, "scripts/check_files.py", *files)
    assert done.stdout == ""
