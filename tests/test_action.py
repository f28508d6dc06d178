"""The GitHub action, run as a runner runs it: its own scripts in bash, with the files and variables of a runner."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from event_timeline.rules import RULES
from tests import builder
from tests.exports import programs

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
LIBRARIES = os.pathsep.join(p for p in sys.path if p.endswith(("site-packages", "dist-packages")))
pytestmark = pytest.mark.skipif(os.name == "nt", reason="bash is simulated on POSIX systems only")


@dataclass
class Done:
    """What a run of the action leaves behind."""

    code: int
    out: str
    outputs: dict[str, str]
    summary: str

    @property
    def errors(self) -> list[str]:
        return [line for line in self.out.splitlines() if line.startswith("::error title=event timeline::")]


@dataclass
class Act:
    """A workspace with a copy of the harbour, and how the action is run in it."""

    workspace: Path
    run: Callable[..., Done]

    def __call__(self, *given: Path, **inputs: Any) -> Done:
        return self.run(*given, **inputs)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's temporary folder. It is shared: the environment that the first run makes serves those after it."""
    return tmp_path_factory.mktemp("runner")


@pytest.fixture
def act(runner: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Act:
    """Run the action's steps with some inputs, in a workspace that holds a copy of the harbour."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    builder.copy_of_harbour(workspace)

    def run(temporary: Path = runner, path: str = "", action: Path = ROOT, **given: str) -> Done:
        inputs = {name: said["default"] for name, said in ACTION["inputs"].items()} | {"python": sys.executable} | given
        files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        base = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "TIMELINE_", "FORCE_", "PIP_"))}
        base |= {name: str(file) for name, file in files.items()}
        base |= {"RUNNER_TEMP": str(temporary), "GITHUB_ACTION_PATH": str(action), "CI": "true"}
        # the libraries are those of this environment, so that nothing is fetched
        base |= {
            "PYTHONPATH": LIBRARIES,
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_NO_INDEX": "1",
            "PATH": path + base["PATH"],
        }
        outputs: dict[str, dict[str, str]] = {}
        code, out = 0, ""
        for step in ACTION["runs"]["steps"]:
            if "run" not in step:
                assert step["uses"].startswith("actions/cache@")
                continue
            env = {name: evaluated(value, inputs, outputs) for name, value in step["env"].items()}
            files["GITHUB_OUTPUT"].write_text("", encoding="utf-8")
            done = subprocess.run(
                [programs.bash(), "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=workspace, env=base | env, capture_output=True, text=True, check=False, timeout=300,
            )  # fmt: skip
            code, out = done.returncode, out + done.stdout + done.stderr
            lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
            outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
            if code:
                break
        shown = {name: evaluated(said["value"], inputs, outputs) for name, said in ACTION["outputs"].items()}
        return Done(code, out, shown, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"))

    return Act(workspace, run)


def evaluated(text: str, inputs: dict[str, str], outputs: dict[str, dict[str, str]]) -> str:
    """`${{ … }}` as a runner evaluates what the action uses: inputs, outputs of steps, and `||` with a text."""

    def value(found: re.Match[str]) -> str:
        for part in found[1].split("||"):
            names = part.strip().split(".")
            if names[0] == "inputs":
                said = inputs[names[1]]
            elif names[0] == "steps":
                said = outputs.get(names[1], {}).get(names[3], "")
            else:
                said = part.strip().strip("'")
            if said:
                return said
        return ""

    return re.sub(r"\$\{\{ (.*?) \}\}", value, text)


FEW = "DAT"
"""The rules that are run where the test is about the action: those of dates, which find what `broken` does."""


def broken(workspace: Path, name: str = "harbour") -> None:
    path = workspace / name / "data" / "events.csv"
    builder.write(path, builder.read(path).replace(",2024-05-13,2024-05-13,", ",2024-05-13,2024-05-14,", 1))


def test_a_valid_package_passes(act: Act) -> None:
    done = act(package="harbour", source="article=harbour/article.txt")
    assert (done.code, done.outputs) == (0, {"valid": "true", "exit-code": "0"}), done.out
    assert done.summary.startswith("### Valid: <code>harbour</code>")


def test_problems_are_annotated_and_fail_the_step(act: Act) -> None:
    broken(act.workspace)
    done = act(package="harbour", select=FEW, sarif="report.sarif")
    assert (done.code, done.outputs) == (1, {"valid": "false", "exit-code": "1"})
    assert "::error file=harbour/data/events.csv" in done.out
    assert done.summary.startswith("### Invalid: <code>harbour</code>")
    assert '"version": "2.1.0"' in builder.read(act.workspace / "report.sarif")
    assert done.errors == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"package": "nowhere"}, "nowhere: nowhere: no such file or folder"),
        ({"package": "harbour", "source": "article=nowhere.txt"}, "harbour: "),
        ({"package": "harbour", "select": "XYZ"}, "harbour: no rule has the code 'XYZ'"),
        ({"package": "harbour", "strict": "yes"}, "strict is true, false or empty"),
        ({"package": "harbour", "summary": "yes"}, "summary is true, false or empty"),
        ({"package": " \n"[1:]}, "package names no package"),
        ({"package": "harbour", "python": "no-such-python"}, ""),
        ({"package": "100%0A::error::x"}, "100%250A::error::x: "),
    ],
)
def test_wrong_use_is_annotated_and_sets_the_outputs(act: Act, given: dict[str, str], message: str) -> None:
    done = act(**given)
    assert (done.code, done.outputs) == (2, {"valid": "false", "exit-code": "2"}), done.out
    (error,) = done.errors
    assert error.startswith(f"::error title=event timeline::{message}")


def test_an_unfit_python_is_refused_before_anything_is_installed(act: Act, tmp_path: Path) -> None:
    old = tmp_path / "python3.10"
    old.write_text(
        f"#!/bin/sh\nexec '{sys.executable}' -c \"import sys; sys.version_info = (3, 10, 1); "
        'sys.argv = [\'-c\', *sys.argv[2:]]; exec(sys.argv.pop(1))" "$@"\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    done = act(fresh, package="harbour", python=str(old))
    assert (done.code, done.outputs["exit-code"], list(fresh.iterdir())) == (2, "2", [])
    assert done.errors[0].startswith("::error title=event timeline::Python 3.11 to 3.13 is needed, this is ")


def test_the_summary_is_written_unless_it_is_not_wanted(act: Act) -> None:
    written = {word: bool(act(package="harbour", select=FEW, summary=word).summary) for word in ("true", "", "false")}
    assert written == {"true": True, "": True, "false": False}


def test_strict_makes_warnings_fail(act: Act) -> None:
    rule = next(r for r in RULES if r.severity == "warning" and r.family == "ACT")
    builder.edited(act.workspace / "warned", rule.bad.edits, rule.bad.package)
    codes = [
        act(package="warned/harbour", select=rule.code, strict=word, summary="false").code
        for word in ("true", "false", "")
    ]
    assert codes == [1, 0, 0]


def test_several_packages_are_all_checked(act: Act) -> None:
    shutil.copytree(act.workspace / "harbour", act.workspace / "second one")
    shutil.copytree(act.workspace / "harbour", act.workspace / "third")
    broken(act.workspace, "second one")
    done = act(package="harbour\nsecond one\n\nthird\n", select=FEW, sarif="out.sarif")
    assert (done.code, done.outputs["valid"]) == (1, "false")
    assert [f"<code>{name}</code>" in done.summary for name in ("harbour", "second one", "third")] == [True] * 3
    assert sorted(p.name for p in act.workspace.glob("*.sarif")) == ["out-2.sarif", "out-3.sarif", "out.sarif"]
    done = act(package="nowhere\nthird", select=FEW)
    assert (done.code, done.outputs["exit-code"]) == (2, "2")
    assert "### Valid: <code>third</code>" in done.summary


def test_inputs_are_never_run(act: Act) -> None:
    word = '"; touch pwned; $(touch pwned) `touch pwned`'
    for name in ("package", "source", "select", "ignore", "strict", "sarif", "summary", "python"):
        act(**({"package": "harbour", "select": FEW} | {name: word}))
    assert not list(act.workspace.rglob("pwned"))
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_an_environment_is_kept_for_each_python_and_code(act: Act, runner: Path, tmp_path: Path) -> None:
    kept = {"package": "harbour", "select": FEW, "summary": "false"}
    act(**kept)
    (environment,) = (runner / "event-timeline").iterdir()
    assert environment.name == ".".join(map(str, sys.version_info[:3]))
    made = (environment / ".code").stat().st_mtime_ns
    act(**kept)
    assert (environment / ".code").stat().st_mtime_ns == made
    changed = tmp_path / "changed"
    shutil.copytree(ROOT, changed, ignore=shutil.ignore_patterns(".*", "tests", "docs"))
    marked = changed / "scripts" / "event_timeline" / "reports" / "markdown.py"
    marked.write_text(builder.read(marked).replace("### ", "### New "), encoding="utf-8")
    assert act(package="harbour", select=FEW, action=changed).summary.startswith("### New Valid")
    assert act(package="harbour", select=FEW).summary.startswith("### Valid")


def test_an_install_that_fails_is_said_and_not_kept(act: Act, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    shutil.copytree(ROOT, damaged, ignore=shutil.ignore_patterns(".*", "tests", "docs"))
    (damaged / "README.md").unlink()
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    done = act(fresh, package="harbour", action=damaged)
    assert (done.code, done.outputs) == (2, {"valid": "false", "exit-code": "2"})
    assert done.errors == ["::error title=event timeline::the toolchain could not be installed"]
    assert not list(fresh.rglob(".code"))


def test_uv_is_used_where_it_is(act: Act, tmp_path: Path) -> None:
    """A stand-in for uv notes how it is called, and does with pip what it is asked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "uv").write_text(
        f"""#!/bin/bash
printf '%s\\n' "$*" >> '{tmp_path}/calls'
if [ "$1" = venv ]; then exec "$5" -m venv --without-pip "$6"; fi
pip() {{ exec '{sys.executable}' -m pip --python "$1" install --quiet "${{@:2}}"; }}
if [ "$6" = --require-hashes ]; then pip "$5" "${{@: -3}}"; fi
pip "$5" --no-deps "${{@: -1}}"
""",
        encoding="utf-8",
    )
    (folder / "uv").chmod(0o755)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    done = act(fresh, path=f"{folder}{os.pathsep}", package="harbour", select=FEW, summary="false")
    assert done.code == 0, done.out
    environment = next((fresh / "event-timeline").iterdir())
    lock = ROOT / "requirements-run.lock"
    assert builder.read(tmp_path / "calls").splitlines() == [
        f"venv --quiet --clear --python {sys.executable} {environment}",
        f"pip install --quiet --python {environment} --require-hashes --requirement {lock}",
        f"pip install --quiet --python {environment} --reinstall-package event-timeline --no-deps {ROOT}",
    ]


def test_what_is_cached_is_the_environment_by_lock_and_python() -> None:
    (cache,) = [step for step in ACTION["runs"]["steps"] if "uses" in step]
    assert cache["with"]["path"] == "${{ steps.python.outputs.environment }}"
    assert cache["with"]["key"].endswith("${{ steps.python.outputs.key }}")
