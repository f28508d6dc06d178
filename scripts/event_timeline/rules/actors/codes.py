"""ACT: CAMEO codes of actors."""

from __future__ import annotations

import polars as pl

from event_timeline.profile.codes import COUNTRIES
from event_timeline.rules.kinds import If, matching, of_row
from event_timeline.rules.rule import Context

OF_NO_COUNTRY = ("IGO", "IMG", "INT", "MNC", "NGM", "NGO")
"""With what CAMEO's codes of international actors begin (CAMEO manual, chapter 3)."""
CAMEO_STATE = pl.col("cameo").str.slice(0, 3)
OTHER_STATE = (pl.col("country") != CAMEO_STATE) & CAMEO_STATE.is_in([*COUNTRIES, *OF_NO_COUNTRY])
cameo_country_mismatch = of_row(
    "ACT011", "cameo-country-mismatch", "actors",
    If((pl.col("kind") == "country") & OTHER_STATE, "{cameo} for {country}", "cameo"), severity="warning",
)  # fmt: skip
ROLES = frozenset(
    "AGR BUS COP CRM CVL DEV EDU ELI ENV GOV HLH HRI IGO IMG INS INT JUD LAB LEG MED MIL MNC MOD NGM NGO OPP PTY RAD REB "
    "REF SEP SET SPY UAF UIS".split()
)
"""Generic role and international codes of the CAMEO codebook 1.1b3, chapter 3."""


def _neighbours(code: str) -> set[str]:
    return {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1)}


def _slip(code: str) -> str | None:
    """The code meant by one in which two letters of a role, or of an international code, changed places."""
    at = 3 if code[:3] in COUNTRIES else 0
    part = code[at : at + 3]
    if len(part) < 3 or part in ROLES or (at == 0 and part in COUNTRIES):
        return None
    meant = sorted(ROLES & _neighbours(part))
    return code[:at] + meant[0] + code[at + 3 :] if meant else None


@matching("ACT020", "actors", "{cameo} is likely {right}", "cameo", severity="warning")
def misspelled_cameo_role(t: Context) -> pl.LazyFrame:
    codes = t.tables.collect(t["actors"].select("cameo").drop_nulls().unique())["cameo"].to_list()
    meant = {code: right for code in codes if (right := _slip(code))}
    slips = pl.LazyFrame(list(meant.items()), {"cameo": pl.String, "right": pl.String}, orient="row")
    return t["actors"].join(slips, on="cameo")
