"""A rule in full, or a list of rules, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from event_timeline.io.terminal import style
from event_timeline.model import UserError
from event_timeline.rules.rule import Rule

if TYPE_CHECKING:
    from event_timeline.engine.external import External
    from event_timeline.rules.explanations import Example

WIDTH = 100
EXAMPLES = "(The examples change a package on a strike in a harbour, which the tests use.)"


def explain(name: str) -> str:
    """Explain the rule of a code, slug or alias; list those of a family, or all for an empty name; name what is retired or external.

    Raises UserError for an unknown name, with the nearest one.
    """
    from event_timeline.rules import FAMILIES
    from event_timeline.rules.retired import RETIRED

    code = name.upper()
    if code in RETIRED:
        return f"{code} is retired, was {RETIRED[code]}"
    found = _found(name)
    if code in ("", *FAMILIES):
        return listing([r for r in found if isinstance(r, Rule)], FAMILIES)
    return in_full(found[0]) if isinstance(found[0], Rule) else of_validator(found[0])


def documents(name: str) -> list[dict[str, Any]]:
    """What `explain` says of a name, without the examples, as plain data: a list of rules. Raises UserError as it does."""
    from event_timeline.rules.retired import RETIRED

    if (code := name.upper()) in RETIRED:
        return [{"code": code, "retired": RETIRED[code]}]
    parts = ("code", "slug", "severity", "summary", "why", "repair")
    return [{part: getattr(rule, part) for part in parts} for rule in _found(name)]


def _found(name: str) -> Sequence[Rule | External]:
    """The rules of a name: one, those of a family, or all. Raises UserError for an unknown name, with the nearest one."""
    from event_timeline.engine.external import EXTERNAL
    from event_timeline.rules import FAMILIES, RULES, find_rule, nearest_rule

    code = name.upper()
    if code in ("", *FAMILIES):
        return [r for r in RULES if code in ("", r.family)]
    if external := next((e for e in EXTERNAL.values() if code == e.code or name.lower() == e.slug), None):
        return [external]
    if rule := find_rule(name):
        return [rule]
    raise UserError(f"there is no rule {name!r}", nearest_rule(name))


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
    parts = _head(rule)
    if rule.aliases:
        parts.append(_wrapped("Formerly", ", ".join(rule.aliases)))
    needs = [*rule.needs, *(["the source's text (--source)"] if rule.text else [])]
    if needs:
        parts.append(_wrapped("Needs", ", ".join(needs)))
    parts += ["", EXAMPLES, _example("Reported", rule.bad), _example("Not reported", rule.good)]
    return "\n".join(parts)


def of_validator(validator: External) -> str:
    """What is known of a code under which the findings of another validator are reported."""
    return "\n".join([*_head(validator), _wrapped("Needs", validator.needs)])


def _head(rule: Rule | External) -> list[str]:
    return [
        style(f"{rule.code} {rule.slug}", bold=True) + f" ({rule.severity})",
        rule.summary,
        "",
        _wrapped("Why", rule.why),
        _wrapped("Repair", rule.repair),
    ]


def _wrapped(head: str, text: str) -> str:
    return textwrap.fill(f"{head}: {text}", WIDTH, subsequent_indent="  ")


def _example(head: str, example: Example) -> str:
    lines = [_wrapped(head, example.note)]
    lines += [textwrap.shorten(f"    {edit}", WIDTH + 40, placeholder=" …") for edit in example.edits]
    return "\n    ".join(lines)
