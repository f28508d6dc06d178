"""Slugs of earlier versions: each is still a name of its rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import event_timeline as et
from event_timeline.reports.sarif import _rule
from event_timeline.rules import BY_SLUG, RULES, by_alias
from event_timeline.rules.retired import RETIRED
from tests import builder
from tests.conftest import Timeline

ALIASES = [(alias, rule.code) for rule in RULES for alias in rule.aliases]


def test_an_alias_names_one_rule_and_is_no_other_slug() -> None:
    names = [alias for alias, _ in ALIASES]
    assert len(set(names)) == len(names)
    assert not set(names) & {*BY_SLUG, *(entry.partition(":")[0] for entry in RETIRED.values())}
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


@pytest.mark.parametrize(("alias", "code"), ALIASES)
def test_explain_finds_a_rule_by_its_alias(alias: str, code: str) -> None:
    assert et.explain(alias) == et.explain(code)
    assert alias in et.explain(code)
    assert by_alias()[alias].code == code


@pytest.mark.parametrize("name", ["null-island", "coordinates-at-zero", "GEO002", "geo002"])
def test_a_rule_is_selected_and_ignored_by_code_slug_and_alias(name: str, harbour: Path, timeline: Timeline) -> None:
    places = harbour / "data" / "places.csv"
    head, first, rest = places.read_text(encoding="utf-8").split("\n", 2)
    cells = dict(zip(head.split(","), first.split(","), strict=True)) | {"latitude": "0", "longitude": "0"}
    places.write_text("\n".join([head, ",".join(cells.values()), rest]), encoding="utf-8")
    assert {p.code for p in et.validate(harbour, select=[name]).problems} == {"GEO002"}
    assert "GEO002" not in {p.code for p in et.validate(harbour, ignore=[name]).problems}


def test_codes_are_separated_by_commas_or_blanks() -> None:
    ran = [et.validate(builder.HARBOUR, select=[given]).ran for given in ("REL KEY", "REL, KEY", "REL,KEY")]
    assert ran[0] == ran[1] == ran[2]
    assert {code[:3] for code in ran[0]} == {"REL", "KEY"}


def test_sarif_lists_the_names_that_a_rule_had() -> None:
    described = _rule("GEO002")
    assert described["name"] == "CoordinatesAtZero"
    assert described["deprecatedNames"] == ["NullIsland"]
