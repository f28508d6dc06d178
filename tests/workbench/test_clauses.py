"""What the page proposes of an event by its words: the date of its clause, its status, and what a statement says of it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from event_timeline.texts.date_expressions import find
from event_timeline.texts.text import Text
from event_timeline.workbench.clauses import Clause, clauses, is_dateline

ON = date(2025, 3, 14)


def of(text: str, words: str) -> tuple[Clause, list[str]]:
    """The clause in which some words begin, and its dates."""
    article = Text("article", text)
    dates = [d for d in find(text, ON) if not is_dateline(article, d)]
    at = text.index(words)
    (clause,) = (c for c in clauses(article, dates) if c.start <= at < c.end)
    return clause, [d.words for d in dates if clause.start <= d.start < clause.end]


FORUM = "The Forum, which was founded in 1998, has mediated since the ceasefire of November 2024."
VISIT = (
    "Veldora's foreign minister, Elise Tandberg, will travel to Karsk on 2 April to sign a protocol, the Forum said."
)
HOLT = (
    'The opposition leader, Henrik Holt, warned on Friday that it was "late", and said his party would vote against it.'
)


@pytest.mark.parametrize(
    ("text", "words", "dates"),
    [
        ("KARSK, 14 March 2025 – Veldora agreed on Thursday to reopen the pass, a week after an attack.", "agreed", ["Thursday"]),
        ("KARSK, 14 March 2025 – Veldora agreed on Thursday to reopen the pass, a week after an attack.", "reopen", []),
        ("Karsk (14 March 2025) – A dam broke.", "broke", []),
        (FORUM, "mediated", []), (FORUM, "ceasefire", ["November 2024"]), (FORUM, "founded", ["1998"]),
        (HOLT, "warned", ["Friday"]), (HOLT, "vote", []),
        ("Solheim promised to send a team to the pass by 30 April.", "promised", []),
        ("Solheim promised to send a team to the pass by 30 April.", "send", ["by 30 April"]),
        (VISIT, "travel", ["2 April"]), (VISIT, "sign", []),
        ("Police detained three organisers on Monday, the authority said.", "detained", ["Monday"]),
        ("On Monday, police detained three organisers.", "detained", ["Monday"]),
        ("Veld called Monday's talks a good start.", "called", []), ("Veld called Monday's talks a good start.", "talks", ["Monday"]),
        ("They signed the treaty of 1998.", "signed", []),
        ("Veld met the union on Monday and did sign.", "met", ["Monday"]), ("Veld met the union on Monday and did sign.", "sign", []),
        ("The next meeting is planned for June in Karsk.", "meeting", ["June"]),
    ],
)  # fmt: skip
def test_a_date_is_that_of_its_own_clause_alone(text: str, words: str, dates: list[str]) -> None:
    assert of(text, words)[1] == dates


@pytest.mark.parametrize(
    ("text", "words", "status", "stance", "factuality"),
    [
        ("Gunmen attacked the post.", "attacked", "occurred", "asserts", "CT+"),
        (VISIT, "travel", "planned", "predicts", "CT+"), (VISIT, "sign", "planned", "", "CT+"),
        ("We will rebuild the school.", "rebuild", "planned", "commits", "CT+"),
        ("If the protocol is signed, the armies could begin patrols.", "begin", "conditional", "predicts", "PS+"),
        ("If the protocol is signed, the armies could begin patrols.", "signed", "", "", "U"),
        ("It urged the Forum to open an office.", "open", "", "demands", "U"), ("The mayor must resign.", "resign", "", "demands", "U"),
        ("The bridge is expected to reopen in May.", "reopen", "planned", "predicts", "PR+"),
        ("Rain is unlikely to delay the ferry.", "delay", "", "predicts", "PR-"),
        ("Masons are relaying the square.", "relaying", "ongoing", "asserts", "CT+"),
        ("The dam did not break.", "break", "", "", ""), ("A long strike would empty the harbour.", "empty", "", "", ""),
        ("Dockers in Osterhavn to strike", "strike", "planned", "predicts", "CT+"),
        ("Denmark inspects every crane.", "inspects", "", "asserts", "CT+"),
        ("Solheim promised to send a team.", "promised", "occurred", "asserts", "CT+"), ("Solheim promised to send a team.", "send", "planned", "", "CT+"),
    ],
)  # fmt: skip
def test_the_verb_says_whether_it_occurred_and_what_the_speaker_does_with_it(
    text: str, words: str, status: str, stance: str, factuality: str
) -> None:
    found, _ = of(text, words)
    assert (found.status, found.stance, found.factuality) == (status, stance, factuality)


@pytest.mark.parametrize("text", ["", "水坝破了。", "a, , b to ", "\n\n", '"', ", ".join("A" * 500), "to go " * 500])
def test_any_text_is_cut_into_clauses_that_follow_each_other(text: str) -> None:
    found = list(clauses(Text("article", text), list(find(text, ON))))
    assert all(a.end <= b.start for a, b in pairwise(found))
