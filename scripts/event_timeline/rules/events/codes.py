"""EVT: the codes of events."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from event_timeline import profile
from event_timeline.rules.families import reference
from event_timeline.rules.kinds import If, of_row
from event_timeline.rules.rule import ROW, Context, Finding, Matches, rule

ROOTS: dict[str, list[str]] = reference("events")["roots"]
SIGNING = "057"
"""CAMEO's *sign formal agreement*, of root 05, support. PLOVER's SUPPORT takes signing over by name, its AGREE agreements
in general, so that either type is right, also for an event of kind agreement."""
SETTLED = ("occurred", "ongoing", "habitual")
"""Statuses under which an event is coded as what it is; what is only intended or imagined is often coded as the
intent: a planned AID is an AGREE in PLOVER, and 033 in CAMEO."""
PLOVER, CAMEO = pl.col("plover"), pl.col("cameo")
ALLOWED = [plover + root for plover, roots in ROOTS.items() for root in roots]
CONVERTED = ("COERCE163", "ASSAULT175", "COERCE191", "COERCE192", "SANCTION116")
"""Types that PLOVER gives codes of other roots: its table CAMEO2PLOVER of 17 September 2021 (and 1712 below); its manual
counts a conviction, 116, as SANCTION."""
CONVERTIBLE = (PLOVER + CAMEO.str.slice(0, 3)).is_in(CONVERTED) | ((PLOVER == "ASSAULT") & (CAMEO == "1712"))
OTHER_ROOT = PLOVER.is_in(list(ROOTS)) & ~(PLOVER + CAMEO.str.slice(0, 2)).is_in(ALLOWED)
SIGNED = (CAMEO == SIGNING) & PLOVER.is_in(["AGREE", "SUPPORT"])

unknown_cameo_code = of_row(
    "EVT010", "unknown-cameo-code", "events",
    If(lambda _: ~CAMEO.is_in(profile.cameo_codes()), "CAMEO has no code {cameo}", "cameo"),
)  # fmt: skip
plover_cameo_conflict = of_row(
    "EVT011", "plover-cameo-conflict", "events",
    If(OTHER_ROOT & ~SIGNED & ~CONVERTIBLE, "PLOVER {plover} with CAMEO {cameo}", "cameo"), severity="warning",
)  # fmt: skip
WITHIN = ("exact", "broader")
"""Relations of a mapping that leave an event of the kind no other code; a mapping without a relation is as good."""


@rule("EVT012", severity="warning", needs=("events", "codebook"), scope="rows", beside=("codebook",))
def code_kind_conflict(t: Context) -> Iterator[Finding]:
    words = t["codebook"].filter(pl.col("vocabulary") == "events.kind")
    words = words.select("term", code=pl.col("mapping").str.split(" ")).explode("code")
    relation, scheme, code = (pl.col("code").str.extract(profile.MAPPING, i) for i in (1, 2, 3))
    mapped = words.with_columns(scheme=scheme, code=code, within=relation.fill_null("exact").is_in(WITHIN))
    mapped = mapped.drop_nulls().filter(pl.col("within").any().over("term", "scheme"))
    signed = (pl.col("kind") == "agreement") & ((CAMEO == SIGNING) | (PLOVER == "SUPPORT")).fill_null(False)
    events = t["events"].filter(pl.col("status").is_in(SETTLED), ~signed).select(ROW, "kind", "plover", "cameo")
    for column, untyped in (("plover", pl.lit(True)), ("cameo", PLOVER.is_null())):
        digits = 2 if column == "cameo" else None
        short = pl.col("code").str.slice(0, digits)
        expected = mapped.filter(pl.col("scheme") == column).select("code", kind="term", short=short)
        said = expected.group_by("kind").agg(expected=pl.col("code").sort().str.join(", "))
        candidates = events.filter(untyped).drop_nulls(column).with_columns(short=pl.col(column).str.slice(0, digits))
        rows = candidates.join(said, on="kind").join(expected, on=["kind", "short"], how="anti")
        message = f"{column} {{{column}}} for a {{kind}}, which the codebook maps to {{expected}}"
        yield Matches("events", rows, message, column)


USUAL, ENOUGH = 0.9, 10
"""Of so many coded events at least, this share has both codes, where having both is the package's custom."""


@rule("EVT019", severity="warning", needs=("events",))
def coded_in_one_scheme(t: Context) -> Iterator[Finding]:
    coded = t["events"].filter(CAMEO.is_not_null(), ~CAMEO.str.starts_with("01")).select(ROW, "plover", "cameo")
    coded = coded.with_columns(both=PLOVER.count(), bare=PLOVER.null_count())
    alone = coded.filter(PLOVER.is_null(), pl.col("both") > pl.col("bare"))
    message = "CAMEO {cameo}, and no PLOVER type, which {both} events with a code have"
    yield Matches("events", alone, message, "plover")
    typed = t["events"].filter(PLOVER.is_not_null()).select(ROW, "plover", "cameo")
    typed = typed.with_columns(both=CAMEO.count(), n=pl.len())
    rows = typed.filter(CAMEO.is_null(), pl.col("both") >= ENOUGH, pl.col("both") >= pl.col("n") * USUAL)
    yield Matches("events", rows, "PLOVER {plover}, and no CAMEO code, which {both} of {n} have", "cameo")
