"""What the page proposes of denials, refusals and promises, in a real Chromium: nothing sooner than something wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import Served, served
from tests.workbench.test_proposals import DRAFT, REALITY

pytestmark = [pytest.mark.programs, pytest.mark.slow]
SENTENCES = {  # the event's words -> the sentence
    "bombed the quay": "The League rejected the raid that bombed the quay as unlawful.",
    "shelling": "The League rejected the shelling as unlawful.",
    "summit": "Karskia rejected the summit.",
    "ambush": "Karskia denied responsibility for the ambush.",
    "blockade": "Karskia denied the blockade of the port.",
    "poisoned the wells": "Karskia denied that it had poisoned the wells.",
    "burned the mill": "Karskia denied that it had not burned the mill.",
    "paid the guards": "The League said it had not paid the guards.",
    "arson": "The League condemned the arson.",
    "repaired the dike": "The League warned that nobody had repaired the dike.",
    "leave the valley": '"Veldora will leave the valley," Veldora said.',
    "close the mine": '"Karskia will close the mine," Veldora said.',
    "open the archive": "Veldora said it will open the archive.",
    "build the tunnel": '"We will build the tunnel," Veldora said.',
    "sell the fleet": '"Veldora will sell the fleet," Tandberg said.',
    "move the fair": '"The guild will move the fair," Tandberg said.',
    "arrest": "Police did not condemn the arrest.",
    "sailed": "No ship sailed on Monday.",
    "strike": "The miners have not ended the strike.",
    "has not slept": "The mayor has not slept since May.",
}
TEXT = "".join(f"{sentence}\n\n" for sentence in SENTENCES.values()) + "Sornia said that the ford was dry.\n"
ACTORS = {"Veldora": "country", "Karskia": "country", "Human Rights League": "organisation", "Elise Tandberg": "person"}


@pytest.fixture(scope="module")
def workbench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Coder]]:
    with served(tmp_path_factory.mktemp("wording") / "package") as bench:
        about = {"title": "Valley", "contributor": "Ek, Ada", "published_edtf": "2025-03-14", "keywords": "valley"}
        bench.session.create({"text": TEXT, **about})
        named = [{"do": "add", "table": "actors", "cells": {"name": n, "kind": k}} for n, k in ACTORS.items()]
        assert bench.change(*named).status == 200
        events = []
        for words in SENTENCES:
            at = TEXT.index(words)
            cells = {"label": words.capitalize(), "kind": "accident", "status": "occurred", "topic": "valley"}
            span = ["article", at, at + len(words), words]
            events.append(
                {
                    "do": "add",
                    "table": "events",
                    "cells": cells | {"polarity": "affirmed"},
                    "spans": {"mention": [span]},
                }
            )
        assert bench.change(*events).status == 200
        with shown(browser, bench, "#text p"):
            yield bench, Coder(browser)


@pytest.fixture
def coder(workbench: tuple[Served, Coder]) -> Coder:
    return workbench[1]


@pytest.mark.parametrize(
    ("words", "stance", "factuality"),
    [
        ("bombed the quay", "", ""),
        ("shelling", "", ""),
        ("summit", "rejects", ""),
        ("ambush", "", ""),
        ("blockade", "denies", "CT-"),
        ("poisoned the wells", "denies", "CT-"),
        ("burned the mill", "denies", ""),
        ("paid the guards", "denies", "CT-"),
        ("arson", "condemns", "CT+"),
        ("repaired the dike", "warns", "CT-"),
        ("leave the valley", "commits", "CT+"),
        ("close the mine", "predicts", "CT+"),
        ("open the archive", "", "CT+"),
        ("build the tunnel", "commits", "CT+"),
        ("sell the fleet", "", "CT+"),
        ("move the fair", "predicts", "CT+"),
    ],
)
def test_a_statement_says_of_an_event_what_its_words_say(
    coder: Coder, words: str, stance: str, factuality: str
) -> None:
    sentence = SENTENCES[words]
    at = TEXT.index(sentence)
    found = coder.module(DRAFT, at, at + len(sentence), "newStatement")["about"]
    assert (found["stance"], found["factuality"]) == (stance, factuality)


@pytest.mark.parametrize(
    ("words", "polarity", "status"),
    [
        ("did not condemn", "negated", ""),
        ("arrest", "", ""),
        ("No ship sailed", "negated", ""),
        ("strike", "", ""),
        ("has not slept", "negated", ""),
        ("poisoned the wells", "", ""),
        ("condemned the arson", "affirmed", "occurred"),
        ("will leave the valley", "affirmed", "planned"),
    ],
)
def test_only_the_verb_that_is_denied_is_negated(coder: Coder, words: str, polarity: str, status: str) -> None:
    at = TEXT.index(words)
    cells = coder.module(DRAFT, at, at + len(words), "newEvent")["cells"]
    assert (cells["polarity"], cells["status"]) == (polarity, status)


def test_what_a_speaker_rejects_may_have_taken_place(coder: Coder) -> None:
    assert coder.module(REALITY, "rejects", "arson") == ""
    assert coder.module(REALITY, "denies", "arson") == "CT-"
    assert coder.module(REALITY, "condemns", "arson") == "CT+"


ONE_WORD = "const done = arguments[arguments.length - 1]; import('/page/proposals.js').then(({ kindOf, labelFor }) => done([kindOf(arguments[0]), labelFor(arguments[0])]));"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, "") for name in ("Sorn", "Paris", "Hamas", "Reuters", "NATO", "Kuleba", "the Hague")),
        *((name, "group") for name in ("Gunmen", "Protesters", "two sailors")),
        *((name, "organisation") for name in ("Police", "Parliament", "Sorn Bank")),
        *((name, "person") for name in ("Mr Ek", "Ada Ek", "Mayor")),
        *((name, "country") for name in ("Republic of Sorn", "United Kingdom")),
    ],
)
def test_one_unknown_word_leaves_the_kind_of_an_actor_open(coder: Coder, name: str, kind: str) -> None:
    assert coder.module(ONE_WORD, name)[0] == kind


@pytest.mark.parametrize("make", ["useActor", "newStatement"])
def test_an_actor_without_a_kind_gets_it_in_its_form(coder: Coder, make: str) -> None:
    at = TEXT.index("Sornia")
    found = coder.module(DRAFT, at, at + len("Sornia"), make)
    assert (found["cells"], found["words"]) == ({"name": "Sornia", "kind": ""}, {"mention": ["Sornia"]})


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("which was founded in 1998", "founded in 1998"),
        ("who attacked the post", "attacked the post"),
        ("and then closed the mill", "closed the mill"),
        ("to sign a protocol", "sign a protocol"),
        ("after an attack on a post", "an attack on a post"),
        ("will travel to Karsk,", "travel to Karsk"),
        ("detained", "detained"),
        ("Police detained three men", "Police detained three men"),
        ("Andorra voted", "Andorra voted"),
        ("which was not founded", ""),
        ("not to attack", ""),
        ("which is the oldest", ""),
        ("attacked the", ""),
        ("because", ""),
    ],
)
def test_a_label_begins_with_what_happens(coder: Coder, words: str, label: str) -> None:
    assert coder.module(ONE_WORD, words)[1] == label


ACTOR = "const done = arguments[arguments.length - 1]; import('/page/flow.js').then(({ actorOf, unsure }) => done([actorOf(arguments[0]) ?? '', unsure(arguments[0])]));"


def test_a_surname_is_the_person_who_has_it_and_no_one_where_two_have_it(
    coder: Coder, workbench: tuple[Served, Coder]
) -> None:
    bench, _ = workbench
    names = ("Ursula von der Leyen", "Jin Oh", "Ada Ek", "Mira Ek")
    bench.change(*({"do": "add", "table": "actors", "cells": {"name": n, "kind": "person"}} for n in names))
    coder.browser.driver.refresh()
    coder.wait_for("#text p")
    for words in ("Tandberg", "Ms Tandberg", "Minister Tandberg", "Elise Tandberg"):
        assert coder.module(ACTOR, words) == ["elise-tandberg", False]
    assert coder.module(ACTOR, "von der Leyen")[0] == "ursula-von-der-leyen"
    assert coder.module(ACTOR, "Oh") == ["jin-oh", False]
    assert coder.module(ACTOR, "Ek") == ["", True]
    assert coder.module(ACTOR, "Ada Ek") == ["ada-ek", False]
    assert coder.module(ACTOR, "Bergtand") == ["", False]
