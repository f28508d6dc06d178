"""What each rule reports of its bad example: place, severity, message and hint, as recorded in reported.json.

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
from tests import builder

FILE = Path(__file__).with_name("reported.json")
COMMAND = "python -m tests.rules.reported CODE"


def lines(problems: Iterable[Problem]) -> list[str]:
    """A line for each problem."""
    return [f"{p.path}:{p.line}:{p.column} {p.severity}: {p.message} | {p.hint}" for p in problems]


def recorded() -> dict[str, list[str]]:
    """Code -> the lines of its bad example."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def main() -> None:
    """Write reported.json."""
    chosen = sys.argv[1:]
    found = recorded() if chosen else {}
    for rule in (r for r in RULES if r.code in (chosen or BY_CODE)):
        with tempfile.TemporaryDirectory() as folder:
            package = builder.edited(Path(folder), rule.bad.edits, rule.bad.package)
            sources = [str(builder.ARTICLE)] if rule.bad.with_text else []
            found[rule.code] = lines(p for p in validate(str(package), sources).problems if p.code == rule.code)
    ordered = {rule.code: found[rule.code] for rule in RULES if rule.code in found}
    FILE.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
