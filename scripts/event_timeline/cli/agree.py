"""`timeline agree A B`: how far two codings of the same text or events agree."""

from __future__ import annotations

import click

from event_timeline import api
from event_timeline.cli import options


@click.command(
    "agree",
    epilog="""\b
Examples:
  timeline agree mine theirs                   the figures
  timeline agree mine theirs --list            and every difference, for reconciling
  timeline agree mine theirs --format markdown > docs/agreement.md
""",
)
@click.argument("a", type=click.Path())
@click.argument("b", type=click.Path())
@click.option(
    "--threshold", type=click.FloatRange(0, 1, max_open=True), default=0.0, show_default=True,
    help="Match only what overlaps by more than this Dice coefficient (0: by one code point or more).",
)  # fmt: skip
@options.listing("List what only one of the codings has, and each differing value.")
@options.format_("text", "json", "markdown")
def command(a: str, b: str, threshold: float, listing: bool, format_: str) -> None:
    """Compare two codings of the same text or of the same events, packages A and B.

    Actors, events and statements are matched by the words they point to, not by their identifiers, so two
    people who never agreed on names can be compared. Where evidence is declared as not coded, events are matched by
    event_id, and actors by their identifiers or names, as places are. Prints precision, recall and F1 (A as the reference) of records,
    spans, participants, relations, places, sources and measures, and Krippendorff's alpha for the values of what matched:
    nominal for terms, dates, places and sides, ratio or interval for numbers. --list writes (B) before an identifier of B
    that has no match in A.
    """
    click.echo(api.agree(a, b, threshold=threshold).render(format_, listing=listing))
