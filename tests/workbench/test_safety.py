"""No edit that was answered is lost: not by a process that is killed, nor by another tab, nor by the command line."""

from __future__ import annotations

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from tests import builder
from tests.workbench.served import Served, served

pytestmark = pytest.mark.slow


@contextmanager
def process(package: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """The command itself, its port and its token; killed where it still runs."""
    command = [sys.executable, "-m", "event_timeline", "edit", str(package), "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stdout
            address = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/#token=(\S+)\n", running.stdout.readline())
            assert address
            yield running, int(address[1]), address[2]
        finally:
            running.kill()


def call(port: int, token: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"X-Timeline-Token": token, "Content-Type": "application/json"}
        connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        return json.loads(answer.read())
    finally:
        connection.close()


def note(number: int) -> dict[str, Any]:
    return {"do": "set", "row": "actors/denmark", "cells": {"note": f"Edit {number}."}}


def number_in(package: Path) -> int:
    found = re.search(r"Edit (\d+)\.", builder.read(package / "data/actors.csv"))
    return int(found[1]) if found else -1


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_at_most_the_edit_in_flight_is_lost(harbour: Path, seed: int) -> None:
    rng, answered = random.Random(seed), -1
    with process(harbour) as (running, port, token):
        version = call(port, token, "/api/state")["version"]
        for _ in range(3):
            answered += 1
            version = call(port, token, "/api/change", {"version": version, "operations": [note(answered)]})["version"]
        killer = threading.Timer(rng.uniform(0, 0.5), running.kill)
        killer.start()
        try:
            while True:
                state = call(port, token, "/api/change", {"version": version, "operations": [note(answered + 1)]})
                version, answered = state["version"], answered + 1
        except (OSError, http.client.HTTPException):
            killer.join()
    report = et.validate(harbour, {"article": harbour / "article.txt"})
    assert not report.problems, "an interrupted change is finished or undone when the package is read next"
    assert number_in(harbour) in (answered, answered + 1)
    with served(harbour) as bench:
        assert bench.change({"do": "set", "row": "actors/mira-holm", "cells": {"note": "After it."}}).status == 200
        for _ in range(2):
            assert bench.send("/api/undo", {"version": bench.state()["version"]}).status == 200
        assert number_in(harbour) in (answered - 1, answered)


def test_two_hundred_changes_are_undone_and_made_again(bench: Served, harbour: Path) -> None:
    before, steps = builder.contents(harbour), 200
    version = bench.state()["version"]
    for number in range(steps):
        answer = bench.send("/api/change", {"version": version, "operations": [note(number)]})
        assert answer.status == 200
        version = answer.json["version"]
    assert number_in(harbour) == steps - 1
    for path, times in (("/api/undo", steps), ("/api/redo", 20), ("/api/undo", 20)):
        for _ in range(times):
            answer = bench.send(path, {"version": version})
            assert answer.status == 200, answer.body
            version = answer.json["version"]
        assert number_in(harbour) == (19 if path == "/api/redo" else -1)
    assert builder.contents(harbour) == before


def test_two_tabs_and_the_command_line_at_once_lose_nothing(harbour: Path) -> None:
    each, conflicts = 6, [0]
    failures: list[tuple[object, ...]] = []

    def place(who: str, number: int) -> dict[str, str]:
        return {"place_id": f"{who}-{number}", "name": f"Berth {who} {number}", "kind": "site", "within": "osterhavn"}

    with served(harbour) as bench:

        def tab(who: str) -> None:
            version = bench.state()["version"]
            for number in range(each):
                for _ in range(50):
                    operation = {"do": "add", "table": "places", "cells": place(who, number)}
                    answer = bench.send("/api/change", {"version": version, "operations": [operation]})
                    version = answer.json["version"] if answer.status == 200 else bench.state()["version"]
                    if answer.status == 200:
                        break
                    conflicts[0] += answer.status == 409
                    time.sleep(0.01)
                else:
                    failures.append((who, number, answer.body))

        def command() -> None:
            for number in range(2):
                arguments = [f"--{k}={v}" for k, v in place("c", number).items() if k != "place_id"]
                done = subprocess.run(
                    [sys.executable, "-m", "event_timeline", "add", "place", str(harbour), f"--id=c-{number}", *arguments],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                if done.returncode:
                    failures.append(("command", number, done.stderr))

        threads = [threading.Thread(target=tab, args=(who,)) for who in "ab"] + [threading.Thread(target=command)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        state = bench.state()
    found = {row[0] for row in builder.table(harbour / "data/places.csv")}
    expected = {f"{who}-{n}" for who in "ab" for n in range(each)} | {"c-0", "c-1"}
    assert expected <= found
    assert conflicts[0] > 0, "nobody met another one"
    assert len(state["steps"]["undo"]) == len(expected)
    assert not et.validate(harbour).errors
