"""`timeline explain`: a rule in full, or the list of them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from event_timeline.io.terminal import style
from event_timeline.model import UserError

if TYPE_CHECKING:
    from event_timeline.rules.explanations import Example
    from event_timeline.rules.rule import Rule

WIDTH = 100
EXAMPLES = "(The examples change a package on a strike in a harbour, which the tests use.)"


@click.command(
    "explain",
    epilog="""\b
Examples:
  timeline explain            the rules, by family
  timeline explain EVD        the rules of one family
  timeline explain EVD004     one rule: why, how to repair, examples
  timeline explain EVT003 EVT013 no-evidence
""",
)
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def command(codes: tuple[str, ...]) -> None:
    """Explain rules, or list them all.

    CODE is a rule's code or slug, or the letters of a family; several may be given, with blanks or commas between.
    """
    from event_timeline.rules import FAMILIES, RULES

    asked = [code for given in codes for code in given.replace(",", " ").split()] or [""]
    click.echo("\n\n".join([_told(code, RULES, FAMILIES) for code in asked]))


def _told(asked: str, rules: Sequence[Rule], families: dict[str, str]) -> str:
    """A rule in full, or the list of a family's rules, or of all. Raises UserError where there is no such rule."""
    from event_timeline.engine.validation import nearest_rule
    from event_timeline.rules.retired import RETIRED

    if asked.upper() in ("", *families):
        return listing([r for r in rules if asked.upper() in ("", r.family)], families)
    if asked.upper() in RETIRED:
        return f"{asked.upper()} is retired, was {RETIRED[asked.upper()]}"
    rule = next((r for r in rules if asked.upper() == r.code or asked.lower() == r.slug), None)
    if rule is None:
        raise UserError(f"there is no rule {asked!r}", nearest_rule(asked, rules))
    return in_full(rule)


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
