"""Mutation testing of the rules and the engine: change one operator or value of a module, and run the nearest tests.

python scripts/measure_mutants.py --sample 200              mutants of all modules (`make mutants SAMPLE=200`)
python scripts/measure_mutants.py --sample 40 rules/dates   of the modules whose path contains this

cosmic-ray makes the mutants, and `Swap` those of polars and of rules. Mutants that differ in annotations only are left out.
Of the rest a sample is drawn with a fixed seed. Each mutant is written into a copy of this repository, and the tests run
there, so that processes that a test starts import the mutant, too. A mutant that cannot be imported is `broken`; one that
fails a test, or takes longer than the time limit, is killed. The configuration is `tool.mutants` in
pyproject.toml. Results are appended to a file: run the command again to continue after an interruption, and with --again to
test the survivors again after tests were added.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import fnmatch
import hashlib
import json
import os
import queue
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutants"]
PACKAGE = Path("scripts/event_timeline")
RESULTS = ROOT / ".mutants_cache" / "results.jsonl"
OF_RULE = re.compile(r"\[([A-Z]{3}\d{3})[\]-]")
CODE = re.compile(r'"([A-Z]{3}\d{3})"')


class Swap(Operator):  # type: ignore[misc]
    """Replace a method's name or a string by its opposite: `is_null` by `is_not_null`, "anti" by "semi"."""

    pairs: ClassVar[dict[str, str]] = {
        a: b for left, right in SETTINGS["swap"] for a, b in ((left, right), (right, left))
    }

    def mutation_positions(self, node: Any) -> Iterator[tuple[Any, Any]]:
        """The positions of a leaf of the syntax tree that can be swapped: one or none."""
        leaf = node.type == "string" or (node.type == "name" and node.get_previous_leaf() == ".")
        if leaf and node.value in self.pairs:
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:  # noqa: ARG002
        """Swap it."""
        node.value = self.pairs[node.value]
        return node

    @classmethod
    def examples(cls) -> Iterable[Any]:
        """None: cosmic-ray asks for examples of its own operators only."""
        return ()


@dataclass(frozen=True)
class Mutant:
    """A change of a module: the operator's name, and which of the places where it applies."""

    module: str
    operator: str
    occurrence: int


@dataclass(frozen=True)
class Result:
    """What became of a mutant: killed, survived, timeout or broken; seconds, and the changed lines."""

    module: str
    operator: str
    occurrence: int
    source: str
    outcome: str
    seconds: float
    diff: str


def operators() -> dict[str, Operator]:
    """Name -> operator, of those that the configuration includes."""
    chosen = [n for n in operator_names() if any(fnmatch.fnmatch(n, p) for p in SETTINGS["operators"])]
    return {"Swap": Swap()} | {name: get_operator(name)() for name in chosen}


def modules(part: str) -> list[str]:
    """The modules to mutate whose path contains this, relative to the package."""
    rooms = (p for room in ("rules", "engine") for p in (ROOT / PACKAGE / room).rglob("*.py"))
    # and of other rooms those that have tests of their own among the nearest
    named = (m for m in SETTINGS["nearest"] if "*" not in m)
    found = sorted({p.relative_to(ROOT / PACKAGE).as_posix() for p in rooms}.union(named))
    return [m for m in found if part in m and not any(fnmatch.fnmatch(m, p) for p in SETTINGS["skip"])]


def source(module: str) -> str:
    """The text of a module."""
    return (ROOT / PACKAGE / module).read_text(encoding="utf-8")


def mutants(module: str) -> list[Mutant]:
    """All mutants of a module, those of annotations among them."""
    nodes = list(ast_nodes(get_ast(source(module))))
    counts = {name: sum(len(list(o.mutation_positions(n))) for n in nodes) for name, o in operators().items()}
    return [Mutant(module, name, i) for name, count in counts.items() for i in range(count)]


def without_annotations(code: str) -> str:
    """The syntax tree without annotations, which are not evaluated here, as text."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return ast.dump(tree)


def sample(found: list[Mutant], size: int, seed: int) -> list[tuple[Mutant, str]]:
    """So many mutants with their source, drawn at random; no two are the same, and none is the original."""
    random.Random(seed).shuffle(found)  # noqa: S311
    chosen: list[tuple[Mutant, str]] = []
    known = {without_annotations(source(m)) for m in {f.module for f in found}}
    for mutant in found:
        if len(chosen) == size:
            break
        code = mutate_code(source(mutant.module), operators()[mutant.operator], mutant.occurrence)
        try:
            tree = without_annotations(code)
        except SyntaxError:
            continue
        if tree not in known:
            known.add(tree)
            chosen.append((mutant, code))
    return chosen


def nearest(module: str) -> list[str]:
    """The arguments for pytest that run the tests nearest to a module."""
    for pattern, tests in SETTINGS["nearest"].items():
        if fnmatch.fnmatch(module, pattern) and tests:
            return list(tests)
        if fnmatch.fnmatch(module, pattern):
            break
    _, family, topic = module.split("/")
    mirrored = f"tests/rules/{family}/test_{topic}"
    codes = sorted(set(CODE.findall(source(module))))
    if not codes:  # helpers of a family
        codes = sorted({c for p in (ROOT / PACKAGE / "rules" / family).glob("*.py") for c in CODE.findall(p.read_text(encoding="utf-8"))})  # fmt: skip
        mirrored = f"tests/rules/{family}"
    examples = [test for test, code in tests_of_rules() if code in codes]
    found = (path for path in (mirrored, f"tests/rules/{family}") if (ROOT / path).exists())
    return [*examples, next(found)]


def tests_of_rules(known: list[tuple[str, str]] = []) -> list[tuple[str, str]]:  # noqa: B006, PT028
    """The tests with a rule in their name, and its code."""
    if not known:
        command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *SETTINGS["each"]]
        lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
        known += [(line, found[1]) for line in lines if (found := OF_RULE.search(line))]
    return known


class Copy:
    """A copy of the repository, in which one module at a time is mutated."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writes = 0
        listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    def write(self, module: str, code: str) -> None:
        """Replace a module; each time with another date, or Python would take its compiled form for current."""
        self.writes += 1
        path = self.folder / PACKAGE / module
        path.write_text(code, encoding="utf-8")
        os.utime(path, (self.writes, self.writes))

    def test(self, tests: list[str], seconds: float | None) -> str:
        """The outcome of tests: survived, killed, broken or timeout."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        environment = os.environ | {"PYTHONPATH": f"{self.folder / 'scripts'}{os.pathsep}{self.folder}"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen(command, cwd=self.folder, stdout=out, stderr=out, env=environment, start_new_session=True)  # fmt: skip
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return "timeout"
        return {0: "survived", 1: "killed"}.get(code, "broken")


class Run:
    """A run over a sample, with a copy of the repository for each process."""

    def __init__(self, folder: Path, processes: int, results: Path) -> None:
        self.results = results
        self.lock = threading.Lock()
        self.copies: queue.Queue[Copy] = queue.Queue()
        for i in range(processes):
            self.copies.put(Copy(folder / str(i)))

    def check(self, tests: list[str]) -> None:
        """Run tests without a mutant: they must pass."""
        copy = self.copies.get()
        if tests and copy.test(tests, None) != "survived":
            raise SystemExit(f"tests fail without a mutant: {' '.join(tests)}")
        self.copies.put(copy)

    def one(self, mutant: Mutant, code: str) -> Result:
        """Test a mutant and append its result to the file."""
        original = source(mutant.module)
        copy = self.copies.get()
        started = time.monotonic()
        try:
            copy.write(mutant.module, code)
            outcome = copy.test(nearest(mutant.module), SETTINGS["seconds"])
        finally:
            copy.write(mutant.module, original)
            self.copies.put(copy)
        lines = difflib.unified_diff(
            original.splitlines(), code.splitlines(), mutant.module, "mutant", lineterm="", n=1
        )
        result = Result(**asdict(mutant), source=digest(original), outcome=outcome, seconds=round(time.monotonic() - started, 1), diff="\n".join(lines))  # fmt: skip
        with self.lock, self.results.open("a", encoding="utf-8") as out:
            out.write(json.dumps(asdict(result)) + "\n")
        print(f"{outcome:9}{result.seconds:6.1f} s  {mutant.module} {mutant.operator} {mutant.occurrence}", flush=True)
        return result


def digest(code: str) -> str:
    """A short hash of a module's text."""
    return hashlib.sha256(code.encode()).hexdigest()[:12]


def earlier(results: Path, again: bool) -> dict[tuple[Any, ...], Result]:
    """Mutant and source -> the last result; where survivors are to be tested again, without them."""
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    last = {(r.module, r.operator, r.occurrence, r.source): r for r in (Result(**json.loads(line)) for line in lines)}
    return {key: r for key, r in last.items() if not (again and r.outcome == "survived")}


def summary(results: list[Result]) -> str:
    """The outcomes by module, the survivors' changed lines, and the totals."""
    lines = [r.diff + "\n" for r in results if r.outcome == "survived"]
    counts = Counter((r.module, r.outcome) for r in results)
    lines.append(f"{'module':40}{'killed':>9}{'timeout':>9}{'survived':>9}{'broken':>9}")
    for module in sorted({r.module for r in results}):
        lines.append(f"{module:40}" + "".join(f"{counts[module, o]:9}" for o in ("killed", "timeout", "survived", "broken")))  # fmt: skip
    total = Counter(r.outcome for r in results)
    dead = total["killed"] + total["timeout"]
    tested = dead + total["survived"]
    seconds = sum(r.seconds for r in results) / max(1, len(results))
    lines.append(f"{dead} of {tested} mutants killed ({dead / max(1, tested):.0%}), {total['timeout']} of them by the time limit; {total['broken']} broken; {seconds:.1f} s per mutant")  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """Draw the sample, test what has no result yet, and print the summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="", help="modules whose path contains this; all by default")
    parser.add_argument("--sample", type=int, default=200, help="number of mutants")
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--again", action="store_true", help="test earlier survivors again")
    parser.add_argument("--checked", action="store_true", help="do not first run the tests without a mutant")
    parser.add_argument("--results", type=Path, default=RESULTS, help="file of the results")
    args = parser.parse_args()
    args.results.parent.mkdir(parents=True, exist_ok=True)
    chosen = sample([m for name in modules(args.part) for m in mutants(name)], args.sample, args.seed)
    done = earlier(args.results, args.again)
    keys = [(m.module, m.operator, m.occurrence, digest(source(m.module))) for m, _ in chosen]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(args.processes) as pool:
        run = Run(Path(folder), args.processes, args.results)
        if not args.checked:
            untested = {m.module for key, (m, _) in zip(keys, chosen, strict=True) if key not in done}
            run.check(sorted({test for module in untested for test in nearest(module)}))
        jobs = [done.get(key) or pool.submit(run.one, *job) for key, job in zip(keys, chosen, strict=True)]
        print(summary([job if isinstance(job, Result) else job.result() for job in jobs]))


if __name__ == "__main__":
    main()
