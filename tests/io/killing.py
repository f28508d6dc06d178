"""Commands that are killed at each step at which they change a file, and pairs of commands that run at once.

`python -m tests.io.killing` runs all of them and prints counts; the tests run some. Each command runs in a child that is
forked from a process that has imported everything, so that one run takes a tenth of a second. A step is an audit event
of Python (PEP 578) for a file that is opened to be written, renamed, linked, removed, or for a folder that is made or
removed, or a call of fsync; the child is killed by SIGKILL before it happens. What native libraries write into a file
(SQLite, DuckDB, Parquet) is no step of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import builder, economy

EVENTS = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.utime"}
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MOST_STEPS = 2_000
"""A command has far fewer; a run that reaches this one has lost its way."""
SEED = "2024-06-01"
EPOCH = "1717200000"


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code (-9: killed) and what it wrote to stderr."""

    code: int
    err: str


class Server:
    """A process that forks a child for each command."""

    def __init__(self, temporary: Path) -> None:
        environment = os.environ | {
            "TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": os.pathsep.join(sys.path), "NO_COLOR": "1",
            "POLARS_MAX_THREADS": "1",  # each command is a process of its own, and short
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from tests.io.killing import serve; serve()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def run(self, *commands: Sequence[object], kill_at: int = 0) -> list[Outcome]:
        """Run commands at once; each is killed before its step `kill_at`, counted from 1, unless that is 0."""
        request = {"commands": [list(map(str, c)) for c in commands], "kill_at": kill_at}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return [Outcome(**one) for one in json.loads(self.process.stdout.readline())]

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def serve() -> None:
    """Answer requests on stdin, one a line, until it is closed."""
    import uuid

    import duckdb  # noqa: F401
    import icalendar  # noqa: F401
    import networkx  # noqa: F401
    import rdflib  # noqa: F401
    import xlsxwriter  # noqa: F401

    from event_timeline.cli import group
    from event_timeline.exports import FORMATS
    from event_timeline.rules import RULES  # noqa: F401

    for name in group.COMMANDS:
        group.load(name)
    for one in FORMATS.values():
        one.writer()
    same = uuid.UUID("00000000-0000-4000-8000-000000000000")
    uuid.uuid4 = lambda: same
    for line in sys.stdin:
        request = json.loads(line)
        children = []
        for args in request["commands"]:
            err = tempfile.TemporaryFile("w+")  # noqa: SIM115
            pid = os.fork()
            if not pid:
                _run(args, err.fileno(), request["kill_at"])
            children.append((pid, err))
        outcomes = []
        for pid, err in children:
            _, status = os.waitpid(pid, 0)
            err.seek(0)
            outcomes.append({"code": os.waitstatus_to_exitcode(status), "err": err.read()})
            err.close()
        print(json.dumps(outcomes), flush=True)


def _run(args: Sequence[str], err: int, kill_at: int) -> None:
    """Run a command in this process, which ends with it."""
    from event_timeline.cli import group

    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.dup2(err, 2)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (event in EVENTS or opened) and not _is_temporary(arguments):
            step()

    def counted(descriptor: int) -> None:
        step()
        economy.not_waited_for(descriptor)

    code = 99
    try:
        os.fsync = counted  # type: ignore[assignment]  # a process that is killed takes nothing from the system's cache
        if kill_at:
            sys.addaudithook(audit)
        code = group.run(args)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _is_temporary(arguments: tuple[Any, ...]) -> bool:
    """Whether an audit event is about a file in TMPDIR or a device, which no next command has to clear up."""
    path, *rest = arguments
    if not isinstance(path, str | bytes | os.PathLike):
        return True
    path = os.fsdecode(path)
    folder = next((n for n in reversed(rest) if isinstance(n, int) and n > 2), -1)
    if folder > 0:  # joined to an absolute path this is that path
        with contextlib.suppress(OSError):
            path = str(Path(f"/proc/self/fd/{folder}").readlink() / path)
    return path.startswith((os.environ["TMPDIR"], "/dev/"))


@dataclass(frozen=True)
class Case:
    """A command that changes the package in `folder`/package, or that writes `folder`/out."""

    name: str
    args: tuple[str, ...]
    prepare: str = ""
    output: str = ""
    again: bool = False
    """Whether there is an earlier output that it replaces."""


def package_cases() -> Iterator[Case]:
    """Commands that change a package in place."""
    source = ("--source", str(builder.ARTICLE))
    yield Case(
        "add actor", ("add", "actor", "--id", "new-actor", "--name", "A New Actor", "--kind", "person", "package")
    )
    yield Case("set", ("set", "events/strike", "event_id=dock-strike", "package"))
    yield Case("remove", ("remove", "evidence/dockers-union-mention-526", "package", *source))
    yield Case("stamp", ("stamp", "package", "--keyword", "cranes"))
    yield Case("bump", ("bump", "patch", "package", "--date", SEED))
    yield Case(
        "locate",
        ("locate", "Denmark", "package", *source, "--append", "actor:denmark", "--part", "mention"),
        prepare="unevidenced",
    )
    yield Case("undo", ("undo", "package"), prepare="changed")
    yield Case("redo", ("redo", "package"), prepare="undone")
    yield Case("validate --fix", ("validate", "package", "--fix"), prepare="damaged")


def output_cases(again: bool) -> Iterator[Case]:
    """Commands that write an output."""
    from event_timeline.exports import FORMATS

    for name, one in FORMATS.items():
        text = ("--source", str(builder.ARTICLE)) if one.source else ()
        force = ("--force",) if again and name in ("flat", "xlsx") else ()
        yield Case(f"export {name}", ("export", name, "package", "-o", "out", *text, *force), output="out", again=again)
    yield Case("publish", ("publish", "package", "-o", "out"), output="out", again=again)
    yield Case("validate -o", ("validate", "package", "--format", "json", "-o", "out"), output="out", again=again)
    if not again:  # a citation says nothing of what is changed before it is written again
        yield Case(
            "cite -o", ("cite", "package", "--style", "bibtex", "-o", "out", "--force"), output="out", again=again
        )
        yield Case(
            "new",
            ("new", "out", "--source", str(builder.ARTICLE), "--title", "A title of it", "--contributor", "A B"),
            output="out",
        )  # fmt: skip
        yield Case("merge", ("merge", str(builder.HARBOUR), str(builder.FLOODGATE), "-o", "out"), output="out")


CHANGED = (
    ("add", "place", "--name", "Quay", "--kind", "site", "package"),
    ("set", "actors/mira-holm", "note=x", "package"),
)
"""Two changes, the last of which is to be undone."""


def prepared(case: Case, folder: Path, server: Server) -> None:
    """An own copy of the harbour package in `folder`, and what the case needs besides."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(builder.HARBOUR, folder / "package")
    if case.prepare == "damaged":
        for name in ("events", "actors", "places"):
            path = folder / "package" / "data" / f"{name}.csv"
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    elif case.prepare == "unevidenced":
        (removed,) = server.run(located(("remove", "evidence/denmark-mention-820", "package", "--unfinished"), folder))
        assert removed.code == 0, removed.err
    elif case.prepare in ("changed", "undone"):
        for args in CHANGED if case.prepare == "changed" else (*CHANGED, ("undo", "package")):
            (done,) = server.run(located(args, folder))
            assert done.code == 0, done.err
    elif case.again:
        (written,) = server.run(located(case.args, folder))
        assert written.code == 0, written.err
        (changed,) = server.run(located(("set", "actors/mira-holm", "name=Mira Anna Holm", "package"), folder))
        assert changed.code == 0, changed.err


def copied(ready: Path, folder: Path) -> None:
    """Replace `folder` by a copy of what was prepared, with the history, whose name is the number of its folder, as its own."""
    shutil.rmtree(folder)
    shutil.copytree(ready, folder)
    for history in folder.glob("package/.timeline/history-*"):
        history.rename(history.with_name(f"history-{history.parent.stat().st_ino}"))


def located(args: Sequence[str], folder: Path) -> list[str]:
    """Arguments with the names of the package and the output as paths."""
    return [str(folder / a) if a in ("package", "out") else a for a in args]


def state(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but for the package's lock, its history and what keeps git away from it."""
    quiet = (".timeline/lock", ".timeline/.gitignore")
    files = (
        p for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.as_posix().endswith(quiet) and "/.timeline/history-" not in p.as_posix()
    )  # fmt: skip
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def killed(case: Case, folder: Path, server: Server, every: int = 1, first: int = 1) -> int:
    """Kill a command before its steps `first`, `first` + `every`, …; check what the next command leaves, and count."""
    prepared(case, folder, server)
    ready = folder.with_name("ready")
    shutil.rmtree(ready, ignore_errors=True)
    shutil.copytree(folder, ready)
    old = state(folder)
    (whole,) = server.run(located(case.args, folder))
    assert whole.code == 0, f"{case.name}: {whole.err}"
    new = state(folder)
    if case.again and new == old:  # a format that says nothing of what was changed, so that nothing is replaced
        return 0
    assert new != old, case.name
    following = case.args if case.output else ("cite", "package")
    for count, at in enumerate(range(first, MOST_STEPS, every)):
        copied(ready, folder)
        (outcome,) = server.run(located(case.args, folder), kill_at=at)
        if outcome.code != -signal.SIGKILL:
            assert outcome.code == 0, f"{case.name}, step {at}: {outcome}"
            return count
        (after,) = server.run(located(following, folder))
        place = f"{case.name}{' again' if case.again else ''}, killed before step {at}, then {after}"
        found = state(folder)
        if case.output:
            assert after.code == 0 or "already" in after.err or "add --force to replace it" in after.err, place
            assert set(found) == set(new), place
            assert found == new or case.name == "export duckdb", place
        else:
            assert after.code == 0, place
            assert found in (old, new), place
            if case.prepare not in ("damaged", "unevidenced"):
                possible = found == new or case.name in ("undo", "redo")
                back = ("redo" if (case.name == "undo") == (found == new) else "undo", "package")
                if not possible or case.name not in ("undo", "redo"):
                    back = ("undo", "package")
                (done,) = server.run(located(back, folder))
                assert done.code == (0 if possible else 2), (place, back, done)
                assert state(folder) == ((old if found == new else new) if possible else found), (place, back)
    raise AssertionError(f"{case.name} does not end")


def pair(number: int, folder: Path, server: Server) -> str:
    """Run two commands at once on one package; what became of them: "both" or "one", after a check that nothing is lost."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(builder.HARBOUR, folder / "package")
    add = [
        ("add", "actor", "--id", f"actor-{i}", "--name", f"Actor Number {i}", "--kind", "person", "package")
        for i in (1, 2)
    ]
    cells = [("set", f"actors/{who}", f"note=note {number} of it", "package") for who in ("mira-holm", "jonas-veld")]
    kinds = (add, cells, [add[0], cells[1]], [add[0], ("stamp", "package", "--keyword", "cranes")])
    commands = kinds[number % len(kinds)]
    outcomes = server.run(*(located(c, folder) for c in commands))
    ended = [o.code for o in outcomes]
    assert 0 in ended, outcomes
    for outcome in outcomes:
        assert outcome.code == 0 or "was changed by another" in outcome.err, outcome
    text = (folder / "package" / "data" / "actors.csv").read_text() + (
        folder / "package" / "datapackage.json"
    ).read_text()
    signs = {"add": lambda c: f"actor-{c[3][-1]}", "set": lambda c: f"{number} of it", "stamp": lambda c: "cranes"}
    for command, code in zip(commands, ended, strict=True):
        count = text.count(signs[command[0]](command))
        wanted = sum(
            c == 0 and signs[d[0]](d) == signs[command[0]](command) for d, c in zip(commands, ended, strict=True)
        )
        assert count == wanted, (commands, outcomes)
        assert code in (0, 1, 2)
    assert not [
        p
        for p in (folder / "package" / ".timeline").iterdir()
        if not p.name.startswith(("lock", ".gitignore", "history-"))
    ]
    (valid,) = server.run(located(("validate", "package", "--select", "PKG,TAB,KEY"), folder))
    assert valid.code == 0, valid.err
    return "both" if ended == [0, 0] else "one"


@contextlib.contextmanager
def serving() -> Iterator[tuple[Server, Path]]:
    """A server and an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder, "tmp")
        temporary.mkdir()
        server = Server(temporary)
        try:
            yield server, Path(folder, "work")
        finally:
            server.close()


def main() -> None:
    """Kill every command at every step, run 200 pairs, and print the counts."""
    with serving() as (server, folder):
        total = 0
        for case in (*package_cases(), *output_cases(False), *output_cases(True)):
            if sys.argv[1:] and not any(word in case.name for word in sys.argv[1:]):
                continue
            count = killed(case, folder, server)
            total += count
            print(f"{count:>5}  {case.name}{' over an earlier one' if case.again else ''}", flush=True)
        print(f"{total:>5}  kills")
        if not sys.argv[1:]:
            ends = [pair(n, folder, server) for n in range(200)]
            print(f"{len(ends):>5}  pairs: both succeeded {ends.count('both')}, one refused {ends.count('one')}")


if __name__ == "__main__":
    main()
