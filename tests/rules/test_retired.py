"""Codes that were rules once."""

from __future__ import annotations

import re

import pytest

import event_timeline as et
from event_timeline.rules import BY_CODE, RULES
from event_timeline.rules.retired import RETIRED


@pytest.mark.parametrize("code", RETIRED)
def test_a_retired_code_is_not_used_again_and_says_why_it_is_no_more(code: str) -> None:
    slug, _, why = RETIRED[code].partition(": ")
    assert code not in BY_CODE
    assert slug not in {r.slug for r in RULES}
    assert re.fullmatch("[a-z-]+", slug)
    assert why.endswith(".")
    assert et.explain(code.lower()) == f"{code} is retired, was {RETIRED[code]}"
