"""Validations that tests repeat: over the same bytes, the same rules run once a process.

Tests of commands, exports and reports validate a few packages thousands of times. Their tables are read each time; what
the rules report of them is remembered. Rules run anew in tests of rules, engines and tables, in a test that patches
anything, with a clock, on Spark, over texts that are read on demand, and everywhere under `EVERY_VALIDATION=1`.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import inspect
import os
import stat
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from event_timeline.engine import validation
from event_timeline.model import Report
from event_timeline.rules import BY_CODE
from event_timeline.rules.rule import Context, Rule
from event_timeline.tables.loading import Tables

EVER_ANEW = (
    "tests/benchmarks/", "tests/engine/", "tests/mutation/", "tests/properties/", "tests/rules/", "tests/tables/",
    "tests/test_attack",
)  # fmt: skip
"""Folders and files whose tests are about what the rules and the engine do, or how long it takes."""
NOT_ANEW = ("tests/engine/test_baseline.py", "tests/engine/test_second_validator.py")
"""Files in these folders whose tests are about what is added to a report."""
MAX_FILES = 100
MAX_BYTES = 2_000_000
"""Of a package that is remembered: all of it is read to know it again."""


CHECK = inspect.signature(validation.check)


class Memory:
    """Reports by what was validated; `on` is set for each test."""

    def __init__(self) -> None:
        self.on = False
        self.reports: dict[Hashable, list[tuple[int, Report, dict[Any, Any]]]] = {}
        """By what was validated, with the limit of listed problems."""

    def of(self, check: Any) -> Any:
        """The function `validation.check`, with a memory."""

        @functools.wraps(check)
        def remembered(context: Context, rules: Sequence[Rule], *given: Any, **named: Any) -> Report:
            arguments = CHECK.bind(context, rules, *given, **named)
            arguments.apply_defaults()
            key = _key(**arguments.arguments) if self.on else None
            if key is None:
                return check(context, rules, *given, **named)
            limit = arguments.arguments["limit"]
            known = self.reports.setdefault(key, [])
            for other, report, made in known:
                if other == limit or max(report.counts.values(), default=0) <= min(other, limit):
                    context.cache.update(made)
                    return copy.deepcopy(report)
            report = check(context, rules, *given, **named)
            known.append((limit, copy.deepcopy(report), dict(context.cache)))
            return report

        return remembered


def _key(context: Context, rules: Sequence[Rule], clock: object, **_: object) -> Hashable | None:
    """All that a report follows from but the limit, which matters where more are found; None where it is not known."""
    kinds = (type(context.tables), type(context.texts))
    if clock or kinds != (Tables, dict) or any(BY_CODE.get(r.code) is not r for r in rules):
        return None
    files = tuple(_files(context.tables.package.root))
    if None in files:
        return None
    tables = (context.tables.package.descriptor_name, *context.tables.tables, "", *context.tables.failed)
    texts = tuple((name, text.content) for name, text in context.texts.items())
    return files, tables, texts, tuple(r.code for r in rules)


def _files(root: Path) -> Iterator[tuple[str, int, str] | None]:
    """Path, mode and hash of each file of a package; None where there are too many, or one is no plain file."""
    left = MAX_BYTES
    for number, path in enumerate(sorted(p for p in root.rglob("*") if ".timeline" not in p.parts)):
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            yield path.relative_to(root).as_posix(), mode, ""
            continue
        left -= path.lstat().st_size
        if number > MAX_FILES or left < 0 or not stat.S_ISREG(mode):
            yield None
            return
        yield path.relative_to(root).as_posix(), mode, hashlib.sha256(path.read_bytes()).hexdigest()


MEMORY = Memory()


def install() -> None:
    """Let validations remember, and tests that patch something not."""
    validation.check = MEMORY.of(validation.check)
    for name in ("setattr", "delattr", "setitem", "delitem"):
        setattr(pytest.MonkeyPatch, name, _forgetting(getattr(pytest.MonkeyPatch, name)))


def _forgetting(patch: Any) -> Any:
    @functools.wraps(patch)
    def patched(*given: Any, **named: Any) -> Any:
        if all(part is not os.environ for part in given):  # rules do not read the environment
            MEMORY.on = False
        return patch(*given, **named)

    return patched


def begin(item: pytest.Item) -> None:
    """Choose for a test whether its validations are remembered."""
    anew = item.nodeid.startswith(EVER_ANEW) and not item.nodeid.startswith(NOT_ANEW)
    MEMORY.on = not os.environ.get("EVERY_VALIDATION") and not anew
