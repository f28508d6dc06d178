"""What a shell completes: formats, styles and rules by the beginning of their names."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from event_timeline import api, cli_support


def formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The export formats that begin so, each with its purpose."""
    return [CompletionItem(f.name, help=f.purpose) for f in api.formats() if f.name.startswith(incomplete)]


def import_formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The import formats that begin so, each with its purpose."""
    return [CompletionItem(f.name, help=f.purpose) for f in api.import_formats() if f.name.startswith(incomplete)]


def styles(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The citation styles that begin so, each with its purpose."""
    return [CompletionItem(s.name, help=s.purpose) for s in api.styles() if s.name.startswith(incomplete)]


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes, or names, of rules that begin so; of several codes with commas between, the last is completed."""
    before, comma, last = incomplete.rpartition(",")
    names = [(r.code, r.summary) for r in cli_support.rules() if r.code.startswith(last.upper())]
    names += [(r.slug, r.summary) for r in cli_support.rules() if last and not before and r.slug.startswith(last)]
    names += [(v.name, v.description) for v in cli_support.vocabularies() if "." in last and v.name.startswith(last)]
    return [CompletionItem(f"{before}{comma}{name}", help=summary) for name, summary in names]
