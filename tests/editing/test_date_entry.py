from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import event_timeline as et
from tests import builder

EVENT: dict[str, Any] = {
    "label": "A talk",
    "summary": "The council speaks.",
    "kind": "meeting",
    "status": "occurred",
    "topic": "labour",
}
THURSDAY = "2024-05-09 (Thursday 9 May 2024, the last before 2024-05-14; date_basis inferred)"


def test_words_given_as_a_date_are_refused_with_what_to_write(harbour: Path) -> None:
    before = builder.contents(harbour)
    with pytest.raises(et.Error, match="'last Thursday' is not an EDTF date") as caught, et.edit(harbour) as draft:
        draft.add("events", date_edtf="last Thursday", **EVENT)
    assert caught.value.hint == f"write what is meant: {THURSDAY}"
    assert builder.contents(harbour) == before


def test_a_cell_that_is_set_to_words_is_refused_with_each_reading(harbour: Path) -> None:
    with pytest.raises(et.Error) as caught, et.edit(harbour) as draft:
        draft.set("events/strike", date_edtf="next Friday")
    assert [w for w in caught.value.hint.split() if w.startswith("2024-")] == [
        "2024-05-17",
        "2024-05-14;",
        "2024-05-24",
    ]


def test_rows_of_a_file_are_refused_alike_with_their_line(harbour: Path) -> None:
    with pytest.raises(et.Error) as caught, et.edit(harbour) as draft:
        draft.add_many([{"table": "events", "id": "talk", "date": "last Thursday"} | EVENT])
    assert THURSDAY in str(vars(caught.value))


def test_the_day_of_publication_has_no_day_to_be_counted_from(harbour: Path) -> None:
    for words, hint in (("8 May 2026", "2026-05-08 (Friday 8 May 2026)"), ("yesterday", "write 2023-11-29")):
        with pytest.raises(et.Error) as caught, et.edit(harbour) as draft:
            draft.set("sources/article", published_edtf=words)
        assert hint in caught.value.hint


def test_words_are_counted_from_the_source_of_the_row(harbour: Path) -> None:
    with et.edit(harbour) as draft:
        draft.add("sources", source_id="later", kind="article", title="Later", published_edtf="2024-06-14")
        draft.add(
            "statements",
            source_id="later",
            speaker_id="mira-holm",
            summary="All is well.",
            kind="indirect",
        )
    with pytest.raises(et.Error) as caught, et.edit(harbour) as draft:
        draft.set("statements/holm-all-is-well", date_edtf="yesterday")
    assert "2024-06-13" in caught.value.hint
    assert "2024-05-13" not in caught.value.hint
    assert [p.edtf for p in et.propose_dates("yesterday", package=harbour)] == ["2024-05-13", "2024-06-13"]
    assert [p.edtf for p in et.propose_dates("yesterday", package=harbour, source="later")] == ["2024-06-13"]


def test_proposals_are_counted_from_a_day_or_a_package(harbour: Path) -> None:
    (proposal,) = et.propose_dates("last Thursday", "2024-05-14")
    assert (proposal.edtf, proposal.basis) == ("2024-05-09", "inferred")
    assert (
        et.propose_dates("last Thursday", date(2024, 5, 14))
        == et.propose_dates("last Thursday", package=harbour)
        == [proposal]
    )
    assert et.propose_dates("last Thursday") == []
    for wrong in ("2024", "soon", "2024-02-30"):
        with pytest.raises(et.Error, match="is not a day"):
            et.propose_dates("yesterday", wrong)
    with pytest.raises(et.Error, match="there is no source 'none'"):
        et.propose_dates("yesterday", package=harbour, source="none")


def test_the_dates_of_the_texts_are_found_in_them(harbour: Path) -> None:
    found = et.dates(harbour, builder.ARTICLE)["article"]
    text = builder.ARTICLE.read_text(encoding="utf-8")
    assert [text[f.start : f.end] for f in found] == [f.words for f in found]
    assert "Tuesday" in [f.words for f in found]
    assert et.dates(harbour, builder.ARTICLE, on="2020-01-01")["article"] != found
