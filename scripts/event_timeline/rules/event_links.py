"""EVT, continued: an event's codes against those of the others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Cell, Context, Finding, Offenders, bad, good, rule
from event_timeline.tables.loading import ROW

USUAL, ENOUGH = 0.9, 10
"""Of so many coded events at least, this share has both codes, where having both is the package's custom."""


@rule(
    "EVT019",
    severity="warning",
    needs=("events",),
    bad=bad("talks with a CAMEO code alone", Cell("events", "monday-talks", "plover", "")),
    good=good(
        "a package that is coded in CAMEO alone",
        *(
            Cell("events", event, "plover", "")
            for event in (
                "strike",
                "worn-cable-warning",
                "monday-talks",
                "council-funding",
                "council-vote",
                "shift-bargaining",
            )
        ),
    ),
)
def coded_in_one_scheme(t: Context) -> Iterator[Finding]:
    """An event has the code of one scheme only, where the package's custom is to give those of both.

    Why: whoever uses the other scheme loses the event. Where most events with a CAMEO code have a PLOVER type too, its lack is
    an oversight, and so is that of the CAMEO code where nearly all events with a type have one. A package may as well keep to
    one scheme. PLOVER has no type for public statements, root 01.
    Repair: add the type or code that is missing, or empty the other one.
    """
    plover, cameo = pl.col("plover"), pl.col("cameo")
    coded = t["events"].filter(cameo.is_not_null(), ~cameo.str.starts_with("01")).select(ROW, "plover", "cameo")
    coded = coded.with_columns(both=plover.count(), bare=plover.null_count())
    alone = coded.filter(plover.is_null(), pl.col("both") > pl.col("bare"))
    yield Offenders(
        "events", alone, "CAMEO {cameo}, and no PLOVER type, which {both} events with a code have", "plover"
    )
    typed = t["events"].filter(plover.is_not_null()).select(ROW, "plover", "cameo")
    typed = typed.with_columns(both=cameo.count(), n=pl.len())
    rows = typed.filter(cameo.is_null(), pl.col("both") >= ENOUGH, pl.col("both") >= pl.col("n") * USUAL)
    yield Offenders("events", rows, "PLOVER {plover}, and no CAMEO code, which {both} of {n} have", "cameo")


RULES = (coded_in_one_scheme,)
