"""`timeline explain`: a rule in full, the list of them, or the terms of a vocabulary."""

from __future__ import annotations

import click

from event_timeline import api, cli_support
from event_timeline.cli import completion, options
from event_timeline.io.terminal import json_text


@click.command(
    "explain",
    epilog="""\b
Examples:
  timeline explain            the rules, by family
  timeline explain EVD        the rules of one family
  timeline explain EVD004     one rule: why, how to repair, examples
  timeline explain EVT003 EVT013 no-evidence
  timeline explain events.kind                   the terms of a vocabulary, with their definitions
  timeline explain events.kind protest riot      some of them: definition, example, terms of other schemes
  timeline explain events.kind --format json     for programs
""",
)
@click.argument("codes", metavar="[CODE|TABLE.COLUMN [TERM]...]...", nargs=-1, shell_complete=completion.rules)
@options.format_("text", "json")
def command(codes: tuple[str, ...], format_: str) -> None:
    """Explain rules, or list them all; list or explain the terms of a vocabulary.

    CODE is a rule's code or slug, or the letters of a family; several may be given, with blanks or commas between.
    TABLE.COLUMN is a vocabulary: that of the package in the current folder, if there is one and it has it, otherwise the profile's.
    """
    names = cli_support.names_to_explain(codes)
    package = cli_support.package_here()
    if format_ == "json":
        click.echo(json_text(api.explain_document(names, package)))
        return
    click.echo("\n\n".join(api.explain(name, package, styled=True) for name in names))
