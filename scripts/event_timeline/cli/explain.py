"""`timeline explain`: a rule in full, or the list of them."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import completion


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
@click.argument("codes", metavar="[CODE]...", nargs=-1, shell_complete=completion.rules)
def command(codes: tuple[str, ...]) -> None:
    """Explain rules, or list them all.

    CODE is a rule's code or slug, or the letters of a family; several may be given, with blanks or commas between.
    """
    names = [name for argument in codes for name in argument.replace(",", " ").split()] or [""]
    click.echo("\n\n".join(api.explain(name, styled=True) for name in names))
