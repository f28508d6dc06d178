"""A rule in full, or a list of rules, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from event_timeline.io.terminal import style

if TYPE_CHECKING:
    from event_timeline.api import Example, Rule

WIDTH = 100
EXAMPLES = "(The examples change a package on a strike in a harbour, which the tests use.)"


def listing(rules: Sequence[Rule], families: dict[str, str]) -> str:
    """Codes, slugs and summaries, grouped by family."""
    blocks = []
    for family, about in families.items():
        lines = [
            f"  {r.code}  {r.slug}{' (warning)' if r.severity == 'warning' else ''}\n          {r.summary}"
            for r in rules
            if r.family == family
        ]
        if lines:
            blocks.append("\n".join([style(f"{family}: {about}", bold=True), *lines]))
    return "\n\n".join(blocks)


def in_full(rule: Rule) -> str:
    """Everything a rule says of itself."""
    parts = [
        style(f"{rule.code} {rule.slug}", bold=True) + f" ({rule.severity})",
        rule.summary,
        "",
        _wrapped("Why", rule.why),
        _wrapped("Repair", rule.repair),
    ]
    needs = [*rule.needs, *(["the source's text (--source)"] if rule.text else [])]
    if needs:
        parts.append(_wrapped("Needs", ", ".join(needs)))
    parts += ["", EXAMPLES, _example("Reported", rule.bad), _example("Not reported", rule.good)]
    return "\n".join(parts)


def _wrapped(head: str, text: str) -> str:
    return textwrap.fill(f"{head}: {text}", WIDTH, subsequent_indent="  ")


def _example(head: str, example: Example) -> str:
    lines = [_wrapped(head, example.note)]
    lines += [textwrap.shorten(f"    {edit}", WIDTH + 40, placeholder=" …") for edit in example.edits]
    return "\n    ".join(lines)
