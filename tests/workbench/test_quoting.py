"""What the page makes of quotations, denials and dates that a news article has, where a proposal could be wrong, in a real Chromium."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import Served, served
from tests.workbench.test_proposals import DRAFT

pytestmark = [pytest.mark.programs, pytest.mark.slow]
TEXT = """The river broke the dyke of Brenmoor on Wednesday.

"We had forty minutes," said Marta Kessling, the head of the fire service. "Nobody was left behind."

The water board denied that it had ignored the warning. "Every report is read," said Helen Voss, its chairwoman, "and this report was examined within two weeks."

"It will be read in full," a lawyer said. "We are ready," Mr Colley said.

Two people were injured by a falling wall on Monday. The board was warned of cracks by Tomas Bray. The mayor was expected to speak. Schools will stay closed until 25 March.

The farmers said the union would blockade the board's offices in Garwick next week if no inquiry was announced.
"""
EVENTS = {
    "ignored the warning": "Ignored the warning",
    "the union would blockade the board's offices in Garwick next week": "Union would blockade the board's offices in Garwick next week",
}


def span(words: str) -> list[Any]:
    at = TEXT.index(words)
    return ["article", at, at + len(words), words]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Served]:
    given = {"title": "Brenmoor", "contributor": "Ek, Ada", "published_edtf": "2024-03-14", "keywords": "flood"}
    with served(tmp_path / "package") as running:
        running.session.create({"text": TEXT, **given})
        for words, label in EVENTS.items():
            cells = {"label": label, "kind": "other", "status": "planned", "topic": "flood"}
            added = {"do": "add", "table": "events", "cells": cells, "spans": {"report": [span(words)]}}
            assert running.change(added).status == 200
        yield running


@pytest.fixture
def coder(browser: Browser, bench: Served) -> Iterator[Coder]:
    with shown(browser, bench, "#text p"):
        yield Coder(browser)


def rows(bench: Served, table: str) -> list[dict[str, str]]:
    with (bench.session.folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def draft(coder: Coder, words: str, make: str = "newStatement") -> Any:
    at = TEXT.index(words)
    return coder.module(DRAFT, at, at + len(words), make)


def select(coder: Coder, words: str) -> None:
    coder.driver.execute_script("getSelection().removeAllRanges()")  # or they would be dragged
    at = TEXT.index(words)
    coder.select(at, at + len(words))


def test_what_is_denied_and_a_long_stretch_of_the_article_are_no_summary(coder: Coder) -> None:
    denied = draft(coder, "The water board denied")
    assert (denied["about"]["stance"], denied["cells"]["summary"]) == ("denies", "")
    assert draft(coder, "The farmers")["cells"]["summary"] == ""


def test_what_was_done_has_no_date_that_is_still_to_come(coder: Coder) -> None:
    examined = draft(coder, "this report was examined within two weeks", "newEvent")
    assert examined["cells"]["status"] == "occurred"
    assert "date_edtf" not in examined["cells"]
    assert examined["dates"] == ["[2024-03-14..2024-03-28]"]
    assert draft(coder, "The river broke the dyke", "newEvent")["cells"]["date_edtf"] == "2024-03-13"


def test_what_is_planned_until_a_day_has_no_date_without_a_beginning(coder: Coder) -> None:
    closed = draft(coder, "will stay closed until 25 March", "newEvent")
    assert closed["cells"]["status"] == "planned"
    assert "date_edtf" not in closed["cells"]
    assert "../2024-03-25" in closed["dates"]


def test_a_person_who_is_named_in_full_beside_a_quotation_becomes_its_speaker(coder: Coder, bench: Served) -> None:
    assert draft(coder, '"Every report is read,"')["newSpeaker"] == "Helen Voss"
    for words in ('"It will be read in full,"', '"We are ready,"', '"Nobody was left behind."'):
        assert not draft(coder, words)["newSpeaker"]
    select(coder, '"We had forty minutes,"')
    coder.act("S")
    coder.save()
    (statement,) = rows(bench, "statements")
    assert (statement["speaker_id"], statement["speaker_as_reported"]) == ("marta-kessling", "Marta Kessling")
    (actor,) = rows(bench, "actors")
    assert (actor["name"], actor["kind"]) == ("Marta Kessling", "person")
    select(coder, '"Nobody was left behind."')
    coder.keys("1")
    coder.settle()
    quotes = [r["exact"] for r in rows(bench, "evidence") if r["part"] == "quote"]
    assert quotes == ["We had forty minutes,", "Nobody was left behind."]


def test_an_actor_made_of_the_speakers_words_becomes_the_speaker_of_record(coder: Coder, bench: Served) -> None:
    select(coder, '"We had forty minutes,"')
    coder.act("S")
    coder.fill({"speaker_id": ""})
    coder.save()
    assert not rows(bench, "actors")
    select(coder, "Marta Kessling")
    coder.act("A")
    coder.settle()
    (statement,) = rows(bench, "statements")
    assert statement["speaker_id"] == "marta-kessling"


def test_a_new_event_without_its_date_has_neither_its_basis_nor_its_words(coder: Coder, bench: Served) -> None:
    select(coder, "The river broke the dyke")
    coder.act("E")
    coder.fill({"kind": "disaster", "topic": "flood"})
    coder.find("#f-date_edtf").send_keys(Keys.CONTROL + "a", Keys.NULL, Keys.DELETE, Keys.ENTER)
    coder.settle()
    event = next(r for r in rows(bench, "events") if r["kind"] == "disaster")
    assert (event["date_edtf"], event["date_basis"]) == ("", "")
    assert not [r for r in rows(bench, "evidence") if r["part"] == "date"]


ROLE = """
const done = arguments[arguments.length - 1], [event, words] = arguments;
Promise.all([import("/page/proposals.js"), import("/page/store.js")]).then(([{ roleBeside }, { store }]) => {
  const at = (some) => { const from = store.text.content.indexOf(some); return [from, from + some.length]; };
  done(roleBeside([at(words)], [at(event)]));
}, done);
"""


def test_beside_a_passive_verb_is_who_undergoes_it_and_after_by_who_acts(coder: Coder) -> None:
    for event, words, role in (
        ("were injured", "Two people", "victim"),
        ("Two people were injured", "Two people", "victim"),
        ("Two people were injured", "a falling wall", "agent"),
        ("warned of cracks", "The board", "recipient"),
        ("was warned of cracks", "Tomas Bray", "agent"),
        ("speak", "The mayor", ""),
        ("was expected to speak", "The mayor", ""),
        ("broke the dyke", "The river", ""),
        ("ignored the warning", "The water board", ""),
    ):
        assert coder.module(ROLE, event, words) == role, (event, words)


def test_the_role_of_a_passive_is_proposed_and_a_digit_chooses_another(coder: Coder, bench: Served) -> None:
    select(coder, "The board was warned of cracks")
    coder.act("E")
    coder.fill({"kind": "recommendation", "topic": "flood"})
    coder.save()
    select(coder, "The board")
    assert coder.browser.texts("#palette button")[1].startswith("Enter Recipient")
    coder.keys(Keys.ENTER)
    coder.settle()
    select(coder, "Tomas Bray")
    coder.keys(Keys.ENTER)
    coder.settle()
    select(coder, "Two people")
    coder.keys("4", Keys.ENTER)
    coder.settle()
    roles = {r["actor_id"]: r["role"] for r in rows(bench, "event_actors")}
    assert roles == {"board": "recipient", "tomas-bray": "agent", "two-people": "participant"}


CELLS = "const done = arguments[arguments.length - 1]; import('/page/flow.js').then(({ cellsOf }) => done(cellsOf(arguments[0])), done);"


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("Brenmoor's mayor, Idris Colley", "Idris Colley", "person"),
        ("an engineer, Tomas Bray", "Tomas Bray", "person"),
        ("Helen Voss, its chairwoman", "Helen Voss", "person"),
        ("the county water board", "County water board", "organisation"),
        ("the fire service", "Fire service", "organisation"),
        ("the river Aller", "River Aller", ""),
        ("a letter", "Letter", ""),
        ("Garwick, Brenmoor", "Garwick, Brenmoor", "organisation"),
    ],
)
def test_a_person_has_the_name_and_not_the_description_beside_it(
    coder: Coder, words: str, name: str, kind: str
) -> None:
    found = coder.module(CELLS, words)
    assert (found["name"], found["kind"]) == (name, kind)


def test_the_words_of_a_date_are_no_place(coder: Coder, bench: Served) -> None:
    coder.open_row("events", "ignored-the-warning")
    select(coder, "Wednesday")
    assert "place" in coder.browser.texts("#palette button")[-4]
    assert not [b for b in coder.browser.texts("#palette button") if "Wednesday”" in b and "place" in b]
    select(coder, "in Garwick")
    assert [b for b in coder.browser.texts("#palette button") if "place: new “Garwick”" in b]


def test_a_statement_without_a_summary_is_named_by_its_quotation(coder: Coder, bench: Served) -> None:
    select(coder, '"We are ready,"')
    coder.act("S")
    coder.fill({"speaker_id": ""})
    coder.save()
    coder.open_table("statements")
    assert coder.browser.texts("#rows .row")[0].startswith("“We are ready,”")
