"""Who a pronoun means: an actor only where the text says that it fits, and nobody else can be meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from event_timeline.texts.text import Text
from event_timeline.workbench.people import people
from tests.exports.browser import Browser
from tests.workbench.coder import Coder, shown
from tests.workbench.served import Served, served
from tests.workbench.test_proposals import DRAFT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ms Tandberg said no. Mr. Holt left.", [("Tandberg", "she"), ("Holt", "he")]),
        ("Elise Tandberg said she would go. Henrik Holt said he would not.", [("Elise Tandberg", "she"), ("Henrik Holt", "")]),
        ("“No,” said Anna Berg as she left.", [("Anna Berg", "she")]), ("Spokeswoman Anna Berg said no.", [("Anna Berg", "she")]),
        ("Holt himself signed.", [("Holt", "he")]), ("On Monday Holt said he was ill.", [("Holt", "he")]), ("Ek and her husband left.", [("Ek", "she"), ("(her husband)", "he")]),
        ("Mr Holt resigned. Tandberg said he was right.", [("Holt", "he"), ("Tandberg", "")]),
        ("The foreign minister, Elise Tandberg, signed. She left.", [("Elise Tandberg", "")]),
        ("A man was shot. Police spokesman Jon Ek added that he died.", [("(A man)", "he"), ("Jon Ek", "")]),
        ("Holt, the mayor, met a spokeswoman.", [("Holt", ""), ("(a spokeswoman)", "she")]), ("Veldora denied it.", [("Veldora", "")]), ("It rained.", []),
    ],
)  # fmt: skip
def test_a_person_is_a_man_or_a_woman_only_where_the_text_says_so(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[p.start : p.end], p) for p in people(Text("article", text))]
    assert [(words if p.is_named else f"({words})", p.pronoun) for words, p in found] == expected


STORIES = {  # what is before a pronoun -> an article, and the actor that the pronoun means
    "sole-she": ("Ms Tandberg came to Karsk.\n\n“It is late,” she said.", "elise-tandberg"),
    "he-after-a-woman": ("Ms Tandberg came to Karsk.\n\n“It is late,” he said.", ""),
    "unknown": ("Tandberg came to Karsk.\n\n“It is late,” she said.", ""),
    "she-and-he": ("Ms Tandberg met Mr Holt.\n\n“It is late,” he said.", "henrik-holt"),
    "two-women": ("Ms Tandberg met Ms Holt.\n\n“It is late,” she said.", ""),
    "an-uncoded-woman": ("Ms Tandberg met Ms Berg.\n\n“It is late,” she said.", ""),
    "an-uncoded-man": ("Ms Tandberg met Mr Berg.\n\n“It is late,” she said.", "elise-tandberg"),
    "a-description": ("Ms Tandberg met the mayor.\n\n“It is late,” she said.", ""),
    "tied": ("Tandberg said she was tired.\n\n“It is late,” she said.", "elise-tandberg"),
    "they-of-two": ("Ms Tandberg met Mr Holt of the League.\n\n“It is late,” they said.", ""),
    "they-of-a-group": ("The League met in Karsk.\n\n“It is late,” they said.", "league"),
    "nobody": ("It rained.\n\n“It is late,” he said.", ""),
}


@pytest.fixture(scope="module", params=STORIES)
def story(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Coder, str]]:
    text, meant = STORIES[request.param]
    with served(tmp_path_factory.mktemp(request.param) / "package") as bench:
        about = {"title": "Late", "contributor": "Ek, Ada", "published_edtf": "2025-03-14", "keywords": "late"}
        bench.session.create({"text": text, **about})
        _name(bench, text)
        with shown(browser, bench, "#text p"):
            yield text, Coder(browser), meant


def _name(bench: Served, text: str) -> None:
    actors = {
        "Tandberg": ("Elise Tandberg", "person"),
        "Holt": ("Henrik Holt", "person"),
        "League": ("League", "group"),
    }
    for words, (name, kind) in actors.items():
        if words in text:
            at = text.index(words)
            span = ["article", at, at + len(words), words]
            added = {
                "do": "add",
                "table": "actors",
                "cells": {"name": name, "kind": kind},
                "spans": {"mention": [span]},
            }
            assert bench.change(added).status == 200


@pytest.mark.programs
@pytest.mark.slow
def test_a_pronoun_means_the_only_actor_that_it_fits(story: tuple[str, Coder, str]) -> None:
    text, coder, meant = story
    at = text.index("It is late")
    found = coder.module(DRAFT, at, at + len("It is late,"), "newStatement")
    assert found["cells"]["speaker_id"] == meant
    assert not found["newSpeaker"]
