"""A baseline file: findings of a package that are known already, so that only new ones count."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from event_timeline import profile
from event_timeline.engine.external import described
from event_timeline.io import atomic
from event_timeline.io.terminal import json_text
from event_timeline.io.utf8 import decode
from event_timeline.model import Accepted, Problem, Report, UserError
from event_timeline.package.json_files import parse
from event_timeline.tables.loading import Tables
from event_timeline.tables.record_keys import record_keys

VERSION = "1.0"
TITLE = "baseline"
LARGEST = 2**28
"""Bytes of a baseline file that is read."""
LINES = re.compile(r"\b(lines?) \d[\d, and-]*")
"""What a message says of lines, which change while the problem stays."""
LONGEST = 200
"""Characters of a value that a baseline keeps as it is; of a longer one it keeps the beginning and a hash."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What a baseline remembers of a problem. Not its line, since rows move.

    key: the row's key as `record_keys` writes it, "" for a table or package as a whole;
    column: as in `Problem`; value: the invalid cell, so that another wrong value is a new finding; message: of a problem
    without a value, which nothing else distinguishes from others at its place, without the numbers of lines; path: the file, where no table is meant.
    """

    resource: str
    key: str
    code: str
    column: str
    value: str
    message: str
    path: str

    def __str__(self) -> str:
        place = "/".join(part for part in (self.resource or self.path or "package", self.key) if part)
        return " ".join(part for part in (self.code, place, self.column) if part)


def read(file: Path) -> Counter[Finding]:
    """The findings of a baseline file, each with how often it was there.

    Raises UserError where the file cannot be read or is not a baseline.
    """
    import jsonschema

    duplicates: list[str] = []
    try:
        document = parse(_read(file), str(file), duplicates)
    except UserError as error:
        raise UserError(error.message, REMEDY) from None
    if duplicates:
        raise UserError(f"{file}: not a baseline: {duplicates[0]!r} is there twice in one object", REMEDY)
    schema = json.loads((profile.folder() / "baseline.json").read_text(encoding="utf-8"))
    fault = next(jsonschema.Draft202012Validator(schema).iter_errors(document), None)
    if fault is not None:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault.absolute_path)
        said = f"{place.removeprefix('.')}: {fault.message}" if place else fault.message
        raise UserError(f"{file}: not a baseline: {said[:LONGEST]}", REMEDY)
    known: Counter[Finding] = Counter()
    for entry in document["findings"]:
        known[Finding(*(entry.get(name, "") for name in Finding.__slots__))] += int(entry.get("count", 1))
    return known


def _read(file: Path) -> str:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise UserError(f"{file}: not a file")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise UserError(f"{file}: larger than {LARGEST:,} bytes")
        return decode(content, str(file)).removeprefix("\ufeff")
    except OSError as error:
        raise UserError(f"{file}: {error.strerror or error}") from None
    except ValueError:
        raise UserError(f"{str(file)!r} is not a path") from None


REMEDY = "name a file that `timeline validate --write-baseline FILE` has written"


def write(file: Path, findings: Counter[Finding], *, force: bool = False) -> None:
    """Write a baseline file, one finding a line, sorted. Raises UserError where the file is another one and not `force`."""
    lines = [json_text(_entry(f, n), indent=None) for f, n in sorted(findings.items())]
    listed = "".join(f"\n    {line}{',' if i < len(lines) else ''}" for i, line in enumerate(lines, 1))
    end = "\n  ]" if lines else "]"
    text = f'{{\n  "{TITLE}": "{VERSION}",\n  "findings": [{listed}{end}\n}}\n'
    atomic.write_text(file, text, force=force, refusal=refusal)


def refusal(file: Path) -> str:
    """Why a file is not replaced by a baseline unasked; empty for an earlier baseline."""
    try:
        read(file)
    except UserError:
        return atomic.FOREIGN
    return ""


def findings(tables: Tables, problems: Iterable[Problem]) -> list[Finding]:
    """What a baseline remembers of each problem."""
    problems = list(problems)
    rows: dict[str, set[int]] = defaultdict(set)
    for p in problems:
        if p.resource in tables.tables and p.row is not None:
            rows[p.resource].add(p.row)
    keys = {name: tables.ask(keys_of, name, numbers) for name, numbers in rows.items()}
    found = []
    for p in problems:
        key = keys.get(p.resource or "", {}).get(p.row or 0, "")
        message = "" if p.value else LINES.sub(r"\1 …", p.message)
        path = "" if p.resource else p.path or ""
        found.append(
            Finding(p.resource or "", key, p.code, p.column or "", _short(p.value or ""), _short(message), path)
        )
    return found


def keys_of(tables: Tables, name: str, rows: set[int]) -> dict[int, str]:
    """row -> its key as written; none where nothing names a record of the table."""
    return dict(record_keys(tables, name, rows))


def accept(tables: Tables, report: Report, known: Counter[Finding], name: str, limit: int) -> None:
    """Take the known findings out of a report that lists all problems; say which of them are gone.

    A problem that hides others stays. A finding is gone only where its
    rule was run and its table read. name: of the baseline file, as the user gave it; limit: problems of a rule to keep.
    """
    left = Counter(known)
    new, accepted = [], []
    for problem, finding in zip(report.problems, findings(tables, report.problems), strict=True):
        if left[finding] > 0 and _can_be_known(tables, problem):
            left[finding] -= 1
            accepted.append(problem)
        else:
            new.append(problem)
    asked = _asked(report, known)
    read_tables = {t.name for t in report.tables} | {""}
    gone = [
        f"{f}, {n:,} times" if n > 1 else str(f)
        for f, n in sorted((+left).items())
        if f.code in asked and (f.resource in read_tables or _is_dropped(tables, f))
    ]
    counts = Counter(p.code for p in accepted)
    report.accepted.append(Accepted(name, dict(counts), first(accepted, limit), gone))
    report.problems = new
    report.counts = {code: n - counts[code] for code, n in report.counts.items() if n > counts[code]}
    report.severities = {code: s for code, s in report.severities.items() if code in report.counts}


def _is_dropped(tables: Tables, finding: Finding) -> bool:
    """Whether the package no longer has the finding's table."""
    return finding.resource not in tables.package.resources


def _asked(report: Report, known: Iterable[Finding]) -> set[str]:
    """The codes of which the report would have every finding: of rules that were run, and of those that are there no more."""
    from event_timeline.engine.external import EXTERNAL
    from event_timeline.rules import BY_CODE

    return {*report.ran, *({f.code for f in known} - {*BY_CODE, *EXTERNAL})}


def _can_be_known(tables: Tables, problem: Problem) -> bool:
    """Whether a problem hides no others: it keeps no table from being read and no rule from being run."""
    return problem.resource not in tables.failed and not described(problem.code).blocks


def first(problems: Iterable[Problem], limit: int) -> list[Problem]:
    """The first problems of each rule, at most `limit`."""
    listed: Counter[str] = Counter()
    kept = []
    for problem in problems:
        listed[problem.code] += 1
        if listed[problem.code] <= limit:
            kept.append(problem)
    return kept


def update(tables: Tables, report: Report, file: Path, *, force: bool = False) -> Counter[Finding]:
    """Write the findings of a report that lists all problems to a baseline file, and return what it has now.

    Findings of an earlier baseline there stay where their rule was not run or their table not read.
    """
    earlier = read(file) if file.exists() and not refusal(file) else Counter()
    asked = _asked(report, earlier)
    unread = {name for name in tables.package.resources if name not in tables.tables}
    kept = Counter({f: n for f, n in earlier.items() if f.code not in asked or f.resource in unread})
    found = Counter(findings(tables, (p for p in report.problems if _can_be_known(tables, p))))
    write(file, kept | found, force=force)
    return kept | found


def _short(value: str) -> str:
    if len(value) <= LONGEST:
        return value
    return f"{value[: LONGEST // 2]}… sha256:{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _entry(finding: Finding, n: int) -> dict[str, Any]:
    cells: Sequence[str] = astuple(finding)
    entry: dict[str, Any] = {k: v for k, v in zip(Finding.__slots__, cells, strict=True) if v or k == "code"}
    return entry | ({"count": n} if n > 1 else {})
