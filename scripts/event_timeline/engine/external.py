"""Findings of other validators: what reports say of a code of another program."""

from __future__ import annotations

from dataclasses import dataclass

from event_timeline.model import Severity
from event_timeline.rules import BY_CODE
from event_timeline.rules.rule import Layer, Rule


@dataclass(frozen=True, slots=True)
class External:
    """A validator whose findings are reported under one code, with the attributes of a rule that reports show."""

    code: str
    slug: str
    summary: str
    why: str
    repair: str
    needs: str
    severity: Severity = "error"
    fixable: bool = False
    unfixed_columns: frozenset[str] = frozenset()
    layer: Layer = "data"
    secondary: bool = False
    blocks: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The code stands for the family too."""
        return self.code


FRICTIONLESS = External(
    "FRL",
    "frictionless-error",
    "frictionless finds no error that our rules do not report at the same place.",
    "A package is read by other programs, of which frictionless is the reference for Data Package and Table Schema.",
    "Correct what the message names; `frictionless validate datapackage.json` shows all that frictionless reports.",
    "`timeline validate --with-frictionless`, or `et.validate(..., with_frictionless=True)`",
)
EXTERNAL = {FRICTIONLESS.code: FRICTIONLESS}
"""Code -> what is said of it."""
FAMILIES = {FRICTIONLESS.code: "what frictionless reports beyond the rules"}


def described(code: str) -> Rule | External:
    """The rule of a code, or the validator that reports under it."""
    return EXTERNAL[code] if code in EXTERNAL else BY_CODE[code]
