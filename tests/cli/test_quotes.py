from __future__ import annotations

import json
from pathlib import Path

from tests import builder
from tests.conftest import Timeline


def test_every_quotation_has_its_statement(harbour: Path, timeline: Timeline) -> None:
    result = timeline("quotes", harbour, "--source", builder.ARTICLE)
    assert "  5  [416, 429)      paragraph 4   not-this-year\n       not this year\n" in result.out
    assert "7 quotations, 0 in no statement" in result.err


def test_a_quotation_in_no_statement_is_told(harbour: Path, timeline: Timeline) -> None:
    path = harbour / "data" / "evidence.csv"
    builder.write(
        path, "".join(line for line in builder.read(path).splitlines(True) if "veld-good-start-quote" not in line)
    )
    result = timeline("quotes", harbour, "--open")
    assert result.out == "  7  [537, 551)      paragraph 5   no statement\n     a good start 🙂\n"
    (found,) = json.loads(timeline("quotes", harbour, "--open", "--format", "json").out)["quotations"]
    assert (found["number"], found["statement"], found["words"]) == (7, "", "a good start 🙂")


def test_without_a_text_at_hand_one_is_asked_for(harbour: Path, timeline: Timeline) -> None:
    (harbour / "article.txt").unlink()
    result = timeline("quotes", harbour)
    assert result.code == 2
    assert "--source FILE" in result.err
