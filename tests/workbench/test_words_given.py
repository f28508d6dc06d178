"""What selected words give a record besides evidence: its date, its place, or the statement that they are already, in a real Chromium."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests import builder
from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import Served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
TEXT = builder.ARTICLE.read_text(encoding="utf-8")


@pytest.fixture
def coder(browser: Browser, bench: Served) -> Iterator[Coder]:
    """A coder of the harbour's article whose published day is known, and in which two events have neither date nor place."""
    for key in ("monday-talks", "container-fall", "council-vote"):
        cells = dict.fromkeys(("date_edtf", "date_basis", "date_source", "place_id"), "")
        bench.change({"do": "set", "row": f"events/{key}", "cells": cells})
        for row in evidence(bench.session.folder, key):
            if row["part"] in ("date", "place"):
                bench.change({"do": "remove", "row": f"evidence/{row['evidence_id']}"})
    with shown(browser, bench):
        yield Coder(browser)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def evidence(folder: Path, event: str) -> list[dict[str, str]]:
    return [r for r in rows(folder, "evidence") if r["event_id"] == event]


def words_of(folder: Path, event: str, part: str) -> list[str]:
    return [r["exact"] for r in evidence(folder, event) if r["part"] == part]


def event(folder: Path, key: str) -> dict[str, str]:
    return next(r for r in rows(folder, "events") if r["event_id"] == key)


def select(coder: Coder, words: str) -> None:
    coder.driver.execute_script("getSelection().removeAllRanges()")  # or they would be dragged
    at = TEXT.index(words)
    coder.select(at, at + len(words))


def test_s_on_a_quotation_that_is_coded_opens_its_statement(coder: Coder, harbour: Path) -> None:
    before = rows(harbour, "statements")
    for words, key in (
        ("We told them in March that the cable was worn", "holm-worn-cable"),
        ("“We told them in March that the cable was worn,”", "holm-worn-cable"),
        ("that the cable was worn", "holm-worn-cable"),
        ("not this year", "not-this-year"),
        ("Nobody was hurt when the container fell", "nobody-hurt"),
    ):
        select(coder, words)
        assert coder.browser.text('#palette [data-act="S"]').startswith("Enter open “"), words
        coder.keys("s")
        assert coder.browser.text("#form .cardhead + .about").endswith(f"· {key}")
        assert not coder.browser.texts("#save-draft")
    assert rows(harbour, "statements") == before


def test_who_speaks_or_is_named_inside_a_coded_quotation_is_no_statement_that_is_open(coder: Coder) -> None:
    for words in ("They", "Mira Holm", "answered", "Jonas Veld"):
        select(coder, words)
        assert coder.browser.text('#palette [data-act="S"]').endswith("S statement"), words


def test_the_words_of_a_date_give_it_to_an_event_that_has_none(coder: Coder, harbour: Path) -> None:
    coder.open_row("events", "monday-talks")
    select(coder, "Monday")
    assert coder.browser.text('#palette [data-act="3"]') == "Enter date: 2024-05-13"
    coder.keys("3")
    coder.settle()
    found = event(harbour, "monday-talks")
    assert (found["date_edtf"], found["date_basis"]) == ("2024-05-13", "inferred")
    assert words_of(harbour, "monday-talks", "date") == ["Monday"]
    assert "2024-05-13" in coder.browser.text("#told")
    coder.press("#undo")
    coder.settle()
    assert event(harbour, "monday-talks")["date_edtf"] == ""
    assert words_of(harbour, "monday-talks", "date") == [], "one gesture is one step"


def test_a_date_that_an_event_has_stays_and_words_that_are_its_evidence_already_give_it(coder: Coder, harbour: Path, bench: Served) -> None:  # fmt: skip
    coder.open_row("events", "worn-cable-warning")
    select(coder, "Monday")
    assert coder.browser.text('#palette [data-act="3"]').endswith(" date")
    coder.open_row("events", "monday-talks")
    for _ in range(2):
        select(coder, "Monday")
        coder.keys("3")
        coder.settle()
        coder.fill({"date_edtf": Keys.DELETE})
        coder.driver.execute_script("document.activeElement.blur()")
        coder.settle()
        assert event(harbour, "monday-talks")["date_edtf"] == ""
    assert words_of(harbour, "monday-talks", "date") == ["Monday"]
    coder.press("#form .offers button")
    coder.settle()
    assert event(harbour, "monday-talks")["date_edtf"] == "2024-05-13", "the form offers what its words mean"


def test_words_that_name_a_place_give_it_to_an_event_that_has_none(coder: Coder, harbour: Path) -> None:
    coder.open_row("events", "council-vote")
    select(coder, "in the Town Hall")
    assert coder.browser.text('#palette [data-act="4"]') == "Enter place: Town Hall"
    coder.keys("4")
    coder.settle()
    assert event(harbour, "council-vote")["place_id"] == "town-hall"
    assert words_of(harbour, "council-vote", "place") == ["in the Town Hall"]


def test_words_that_name_no_place_yet_become_one_with_their_evidence(coder: Coder, harbour: Path) -> None:
    coder.open_row("events", "council-vote")
    select(coder, "the harbour")
    assert coder.browser.text('#palette [data-act="4"]') == "4 place: new “Harbour”"
    coder.keys("4")
    coder.browser.until(lambda: coder.browser.focused("id") == "f-kind")
    assert words_of(harbour, "council-vote", "place") == [], "nothing is written before it is added"
    coder.fill({"kind": "site"})
    coder.save()
    assert event(harbour, "council-vote")["place_id"] == "harbour"
    assert words_of(harbour, "council-vote", "place") == ["the harbour"]
    assert coder.browser.text("#form .cardhead + .about").endswith("· council-vote")
    coder.press("#undo")
    coder.settle()
    assert "harbour" not in {r["place_id"] for r in rows(harbour, "places")}
    assert words_of(harbour, "council-vote", "place") == []


def test_a_place_that_is_chosen_in_the_form_gets_the_words_of_its_sentence(coder: Coder, harbour: Path) -> None:
    coder.open_row("events", "council-vote")
    coder.fill({"place_id": "town-hall"})
    coder.driver.execute_script("document.activeElement.blur()")
    coder.settle()
    assert words_of(harbour, "council-vote", "place") == ["Town Hall"]
    coder.open_row("events", "monday-talks")  # whose sentence names no place
    coder.fill({"place_id": "osterhavn"})
    coder.driver.execute_script("document.activeElement.blur()")
    coder.settle()
    assert event(harbour, "monday-talks")["place_id"] == "osterhavn"
    assert words_of(harbour, "monday-talks", "place") == []


def test_a_new_event_with_a_place_has_its_words(coder: Coder, harbour: Path) -> None:
    select(coder, "vote on the cable")
    coder.keys("e")
    coder.browser.until(lambda: coder.browser.focused("id") == "f-kind")
    coder.fill(
        {"kind": "meeting", "topic": "labour", "status": "planned", "summary": "Next week.", "place_id": "town-hall"}
    )
    coder.save()
    coder.keys(Keys.ESCAPE)
    (made,) = (r for r in rows(harbour, "events") if r["label"] == "Vote on the cable")
    assert words_of(harbour, made["event_id"], "place") == ["Town Hall"]
