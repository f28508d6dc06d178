"""How long the workbench takes from an edit that the page sends to its answer, which has the findings of the edited package.

    TIMES=20 python -m tests.benchmarks.edits [PACKAGE ...]

copies each package, by default the harbour of the tests and this repository's own, serves the copy as `timeline edit` does, and sends
edits over HTTP one after the other: a cell of an event is set, a row of evidence is added where a text is open, a participant is
added and removed, and the last edit is undone. For each it prints the least, the median and the longest time in milliseconds.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests import builder
from tests.workbench.served import Served, served

TIMES = int(os.environ.get("TIMES", "20"))
ROOT = Path(__file__).parents[2]
PARTS = ("datapackage.json", "data", "schemas", "README.md", "article.txt", "CITATION.cff")
"""What is copied of a package."""


def copied(package: Path, folder: Path) -> Path:
    """A copy of a package without what lies beside it."""
    folder.mkdir()
    for name in PARTS:
        if (package / name).is_dir():
            shutil.copytree(package / name, folder / name)
        elif (package / name).exists():
            shutil.copy2(package / name, folder / name)
    return folder


class Page:
    """What the page has of a package, and how long its calls took."""

    def __init__(self, bench: Served) -> None:
        self.bench, self.state = bench, bench.state()
        self.took: dict[str, list[float]] = {}

    def send(self, name: str, path: str, **given: Any) -> None:
        """Send a call with the version that the page has, and take the new one; fail where it is refused."""
        begun = time.perf_counter()
        answer = self.bench.send(f"/api/{path}", {"version": self.state["version"], **given})
        found = answer.json
        self.took.setdefault(name, []).append(1000 * (time.perf_counter() - begun))
        assert answer.status == 200, found
        self.state["version"] = found["version"]

    def change(self, name: str, *operations: dict[str, Any]) -> None:
        self.send(name, "change", label=name, operations=list(operations))

    def column(self, table: str, column: str) -> list[str]:
        described = self.state["tables"][table]
        at = described["columns"].index(column)
        return [row[at] for row in described["rows"]]


def edit(page: Page, numbers: Iterable[int]) -> None:
    """Send each kind of edit once for each number, which makes it another one."""
    events, actors = page.column("events", "event_id"), page.column("actors", "actor_id")
    summaries = page.column("events", "summary")
    taking = set(zip(page.column("event_actors", "event_id"), page.column("event_actors", "actor_id"), strict=True))
    free = next((e, a) for e in events for a in actors if (e, a) not in taking)
    text = next(iter(page.state["texts"]), None)
    words = [(w.start(), w.end(), w[0]) for w in re.finditer(r"\w+", text["content"])] if text else []
    for n in numbers:
        i = n % len(events)
        cells = {"summary": f"{summaries[i]} {n}"}
        page.change("a cell of an event", {"do": "set", "row": f"events/{events[i]}", "cells": cells})
        if text is not None:
            span = [text["id"], *words[n % len(words)]]
            page.change("a mention", {"do": "span", "record": f"actor:{actors[0]}", "part": "mention", "spans": [span]})
            page.send("undo", "undo")
        role = {"event_id": free[0], "actor_id": free[1], "role": "participant"}
        page.change("a participant", {"do": "add", "table": "event_actors", "cells": role})
        page.send("undo", "undo")


def measure(package: Path, times: int, say: Callable[[str], object] = print) -> dict[str, list[float]]:
    """Copy, serve and edit a package; returns the milliseconds of each kind of edit, and says them."""
    with (
        tempfile.TemporaryDirectory(prefix="edits-") as folder,
        served(copied(package, Path(folder) / "copy")) as bench,
    ):
        page = Page(bench)
        edit(page, [0])  # what is read and validated once
        page.took.clear()
        edit(page, range(1, times + 1))
    say(f"{package.name}: {len(page.column('events', 'event_id'))} events, {times} times each, milliseconds")
    for name, took in page.took.items():
        say(f"  {name:22} least {min(took):6.0f}  median {statistics.median(took):6.0f}  longest {max(took):6.0f}")
    return page.took


def main(packages: Iterable[Path]) -> None:
    for package in packages:
        measure(package, TIMES)


if __name__ == "__main__":
    main([Path(p) for p in sys.argv[1:]] or [builder.HARBOUR, ROOT])
