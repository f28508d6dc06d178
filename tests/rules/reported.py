"""What each rule reports of its bad example: place, severity, message and hint, as recorded in reported.json.

The command prints what it records, and what other rules report of the same example, which should be nothing.

python -m tests.rules.reported EVT001      record it again, after a rule or its message has changed on purpose
python -m tests.rules.reported             that of all rules, which takes a minute or two
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from event_timeline import validate
from event_timeline.model import Problem
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.rule import Rule
from tests import builder

FILE = Path(__file__).with_name("reported.json")
COMMAND = "python -m tests.rules.reported CODE"


def lines(problems: Iterable[Problem]) -> list[str]:
    """A line for each problem."""
    return [f"{p.path}:{p.line}:{p.column} {p.severity}: {p.message} | {p.hint}" for p in problems]


def recorded() -> dict[str, list[str]]:
    """Code -> the lines of its bad example."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def summary(rule: Rule, own: list[str], others: list[Problem]) -> list[str]:
    """What is recorded of a rule's bad example, and what other rules report of it."""
    head = f"{rule.code} {rule.slug} reports of its bad example" + ("" if own else " nothing: change the example")
    also = [f"also reported, by {p.code}: {line}" for p, line in zip(others, lines(others), strict=True)]
    return [head, *(f"  {line}" for line in own), *(f"  {line}" for line in also)]


def main() -> None:
    """Write reported.json."""
    chosen = sys.argv[1:]
    if unknown := [code for code in chosen if code not in BY_CODE]:
        sys.exit(f"there is no rule {unknown[0]!r}: is its module named in the `__init__.py` of its family?")
    found = recorded() if chosen else {}
    for rule in (r for r in RULES if r.code in (chosen or BY_CODE)):
        with tempfile.TemporaryDirectory() as folder:
            package = builder.edited(Path(folder), rule.bad.edits, rule.bad.package)
            sources = [str(builder.ARTICLE)] if rule.bad.with_text else []
            problems = validate(str(package), sources).problems
        found[rule.code] = lines(p for p in problems if p.code == rule.code)
        others = [p for p in problems if p.code != rule.code]
        if chosen or others or not found[rule.code]:
            print("\n".join(summary(rule, found[rule.code], others)))
    ordered = {rule.code: found[rule.code] for rule in RULES if rule.code in found}
    FILE.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
