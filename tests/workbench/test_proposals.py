"""What a key proposes of the words of an article, with the actors that it has, in a real Chromium; nothing of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import Served, served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
TEXT = """MARIENSUND, 14 March 2025 – Veldora and Karskia agreed on Thursday to reopen the Orlen Pass, a week after an attack on a Karskian customs post.

Veldora's foreign minister, Elise Tandberg, will travel to Karsk on 2 April to sign a protocol, the Forum said in a statement.

"We have chosen the table," Tandberg told reporters after the talks. "Veldora will remove its barriers by the end of March."

Gunmen attacked the customs post last Thursday. Karskia's interior ministry blamed the Free Highland Front. Veldora denied that it had trained members of the group, and called the accusation "a dangerous fiction".

Solheim promised to send a team of twelve observers to the pass by 30 April, according to a Forum spokesman.

It said the two governments had ignored the villagers, and urged the Forum to open a relief office in Dolni Brod.

Karskian police detained two suspects on Monday, the interior ministry said. If the protocol is signed, the armies could begin patrols in the summer, Tandberg said.

The Forum, which was founded in 1998, has mediated since the ceasefire of November 2024. The opposition leader, Henrik Holt, warned on Friday that the government was "giving away the mountains for a photograph", and said his party would vote against it.
"""
ACTORS = {
    "Veldora": "country", "Karskia": "country", "Northern Security Forum": "organisation", "Elise Tandberg": "person", "Customs post": "group",
    "Karskia's interior ministry": "organisation", "Opposition leader": "person", "Henrik Holt": "person",
}  # fmt: skip
DRAFT = """
const done = arguments[arguments.length - 1], [start, end, make] = arguments;
Promise.all(["flow", "store", "text"].map((name) => import(`/page/${name}.js`))).then(([flow, { store }, text]) => {
  text.choose(start, end);
  flow[make]();
  const { cells, spans, about, dates, newSpeaker } = store.draft;
  store.draft = null;
  done({ cells, about, newSpeaker, dates: dates?.map((d) => d.edtf), words: Object.fromEntries(Object.entries(spans).map(([part, list]) => [part, list.map((s) => s[3])])) });
}, done);
"""
FIRST = """
const done = arguments[arguments.length - 1], [start, end, current] = arguments;
Promise.all(["palette", "store", "text"].map((name) => import(`/page/${name}.js`))).then(([{ actions }, { store }, text]) => {
  text.choose(start, end);
  store.current = current;
  const [first] = actions();
  store.current = null;
  done(`${first.key} ${first.label}`);
}, done);
"""
KIND = "const done = arguments[arguments.length - 1]; import('/page/proposals.js').then(({ kindOf }) => done(kindOf(arguments[0])));"
REALITY = "const done = arguments[arguments.length - 1]; import('/page/links.js').then(({ realityOf }) => done(realityOf(...arguments)));"


@pytest.fixture(scope="module")
def workbench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Coder]]:
    with served(tmp_path_factory.mktemp("orlen") / "package") as bench:
        bench.session.create(
            {
                "text": TEXT,
                "title": "Orlen",
                "contributor": "Ek, Ada",
                "published_edtf": "2025-03-14",
                "keywords": "pass",
            }
        )
        assert (
            bench.change(
                *({"do": "add", "table": "actors", "cells": {"name": n, "kind": k}} for n, k in ACTORS.items())
            ).status
            == 200
        )
        event = {"label": "Visit", "kind": "meeting", "status": "planned", "topic": "talks"}
        at = TEXT.index("will travel")
        span = ["article", at, at + 20, TEXT[at : at + 20]]
        assert bench.change({"do": "add", "table": "events", "cells": event, "spans": {"report": [span]}}).status == 200
        with shown(browser, bench, "#text p"):
            yield bench, Coder(browser)


@pytest.fixture
def coder(workbench: tuple[Served, Coder]) -> Coder:
    return workbench[1]


def draft(coder: Coder, words: str, make: str) -> Any:
    at = TEXT.index(words)
    return coder.module(DRAFT, at, at + len(words), make)


def first(coder: Coder, words: str, current: dict[str, str] | None = None) -> str:
    at = TEXT.index(words)
    return str(coder.module(FIRST, at, at + len(words), current))


@pytest.mark.parametrize(
    ("words", "date", "status"),
    [
        ("agreed", "2025-03-13", "occurred"), ("Veldora and Karskia agreed on Thursday to reopen the Orlen Pass", "2025-03-13", "occurred"),
        ("the ceasefire of November 2024", "2024-11", "occurred"), ("has mediated since the ceasefire of November 2024", None, ""),
        ("his party would vote against it", None, ""), ("Solheim promised", None, "occurred"), ("send a team of twelve observers", "[..2025-04-30]", "planned"),
        ("will travel to Karsk", "2025-04-02", "planned"), ("sign a protocol", None, "planned"), ("it had trained members", None, ""), ("begin patrols", None, "conditional"),
        ("Gunmen attacked the customs post last Thursday", "2025-03-13", "occurred"),
    ],
)  # fmt: skip
def test_a_new_event_gets_the_date_of_its_own_words_or_none(
    coder: Coder, words: str, date: str | None, status: str
) -> None:
    found = draft(coder, words, "newEvent")
    assert (found["cells"].get("date_edtf"), found["cells"]["status"]) == (date, status)
    assert ("date" in found["words"]) == (date is not None)


def test_of_two_dates_in_a_clause_only_one_inside_the_words_is_filled_in(coder: Coder) -> None:
    # as in “the team that won the cup last year lost on Sunday”, where the nearest is that of another verb
    sure = """
    const done = arguments[arguments.length - 1];
    Promise.all(['store', 'proposals'].map((name) => import(`/page/${name}.js`))).then(([{ store }, { datesNear }]) => {
      const before = store.read, date = (start, end, edtf) => ({ source: 'article', start, end, edtf: [edtf], readings: [''], words: '', certain: true });
      const of = (dates, first, last) => { store.read = { ...before, dates, clauses: [{ start: 0, end: 40 }] }; return datesNear(first, last, [0, 40]).sure?.edtf ?? null; };
      const two = [date(10, 14, '2024'), date(30, 34, '2025')];
      const found = [of(two, 15, 20), of(two, 28, 34), of(two.slice(1), 15, 20)];
      store.read = before;
      done(found);
    });
    """
    assert coder.module(sure) == [None, "2025", "2025"]


def test_a_text_that_is_shown_later_is_read_as_well(coder: Coder) -> None:
    again = """
    const done = arguments[arguments.length - 1];
    import('/page/store.js').then(({ store, changed }) => {
      const before = store.read.dates.length;
      store.read = { source: 'another text', dates: [], clauses: [], sayings: [] };
      changed();
      const look = () => (store.read.source === store.text.id ? done(store.read.dates.length === before) : setTimeout(look, 10));
      look();
    });
    """
    assert coder.module(again)


def test_other_readings_and_dates_of_the_sentence_are_offered(coder: Coder) -> None:
    assert draft(coder, "attacked", "newEvent")["dates"] == ["2025-03-13", "2025-03-06"]
    assert draft(coder, "begin patrols", "newEvent")["dates"][:2] == ["2025-22", "2024-22"]
    at = TEXT.index("attacked")
    coder.select(at, at + 8)
    coder.keys("e")
    coder.wait_for(".offers button")
    coder.press(".offers button")
    assert coder.browser.js("return document.getElementById('f-date_edtf').value") == "2025-03-06"
    assert coder.browser.js("return document.getElementById('f-date_basis').value") == "inferred"
    assert "2025-03-13 (last Thursday)" in coder.browser.texts(".offers button")


@pytest.mark.parametrize(
    ("words", "speaker", "parts"),
    [
        ("Veldora will remove its barriers by the end of March.", "elise-tandberg", {"quote": ["Veldora will remove its barriers by the end of March."]}),
        ("We have chosen the table,", "elise-tandberg", {"quote": ["We have chosen the table,"], "cue": ["told"], "speaker": ["Tandberg"]}),
        ("a dangerous fiction", "veldora", {"quote": ["a dangerous fiction"], "cue": ["called"], "speaker": ["Veldora"], "report": ["the accusation"]}),
        ("urged the Forum to open a relief office in Dolni Brod", None, {"cue": ["urged"], "speaker": ["It"], "report": ["the Forum to open a relief office in Dolni Brod"]}),
        ("his party would vote against it", "henrik-holt", {"cue": ["said"], "speaker": ["The opposition leader, Henrik Holt"], "report": ["his party would vote against it"]}),
        ("the interior ministry", "karskia-interior-ministry", {"cue": ["said"], "speaker": ["the interior ministry"], "report": ["Karskian police detained two suspects on Monday"]}),
        ("Gunmen attacked the customs post", None, {"report": ["Gunmen attacked the customs post"]}),
        ("Henrik Holt", "henrik-holt", {"cue": ["warned"], "speaker": ["Henrik Holt"], "report": ["the government was"], "quote": ["giving away the mountains for a photograph"]}),
    ],
)  # fmt: skip
def test_a_statement_has_the_speaker_and_content_of_its_word_of_saying(
    coder: Coder, words: str, speaker: str | None, parts: dict[str, list[str]]
) -> None:
    found = draft(coder, words, "newStatement")
    assert found["words"] == parts
    assert speaker is None or found["cells"]["speaker_id"] == speaker
    assert not found["newSpeaker"]


def test_only_an_event_that_the_content_holds_is_proposed_and_its_verb_says_how_sure_it_is(coder: Coder) -> None:
    assert draft(coder, "the Forum said", "newStatement")["about"] == {
        "event_id": "visit",
        "stance": "predicts",
        "factuality": "CT+",
    }
    assert draft(coder, "a dangerous fiction", "newStatement")["about"] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Karskia's interior ministry", "A mention of Karskia's interior ministry"), ("Veldora's foreign minister", "A new actor “Veldora's foreign minister”"),
        ("Karskian police", "A new actor “Karskian police”"), ("a Karskian customs post", "A mention of Customs post"), ("the Forum", "A mention of Northern Security Forum"),
        ("Gunmen attacked the customs post last Thursday", "E event"), ("a dangerous fiction", "S statement"), ("photograph", "S statement"), ("detained", "E event"),
        ("said his party would vote against it", "S statement"), ("Thursday", "E event"), ("Gunmen", "A new actor “Gunmen”"),
    ],
)  # fmt: skip
def test_what_is_proposed_first_is_what_the_words_are(coder: Coder, words: str, expected: str) -> None:
    assert first(coder, words) == expected


def test_the_words_of_a_date_are_first_the_date_of_the_open_event(coder: Coder) -> None:
    assert first(coder, "Thursday", {"table": "events", "key": "visit"}) == "3 date: 2025-03-13"


@pytest.mark.parametrize(("name", "kind"), [("Human Rights League", "organisation"), ("Veldora's parliament", "organisation"), ("Elise Tandberg", "person"), ("Veldora's foreign minister", "person"), ("three union organisers", "group"), ("the harbour authority", "organisation")])  # fmt: skip
def test_the_kind_of_a_new_actor_is_that_of_its_last_word(coder: Coder, name: str, kind: str) -> None:
    assert coder.module(KIND, name) == kind


def test_a_joined_event_is_as_sure_as_its_verb_says(coder: Coder, workbench: tuple[Served, Coder]) -> None:
    assert coder.module(REALITY, "commits", "visit") == "CT+"
    assert coder.module(REALITY, "demands", "visit") == "U"
