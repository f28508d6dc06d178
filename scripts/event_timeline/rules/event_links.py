"""EVT, continued: an event's codes against those of the others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline.rules.rule import Context, Finding, Offenders, rule
from event_timeline.tables.loading import ROW

USUAL, ENOUGH = 0.9, 10
"""Of so many coded events at least, this share has both codes, where having both is the package's custom."""


@rule("EVT019", severity="warning", needs=("events",))
def coded_in_one_scheme(t: Context) -> Iterator[Finding]:
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
