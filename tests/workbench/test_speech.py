"""Who says what, by the words of saying of an English text."""

from __future__ import annotations

import time

import pytest

from event_timeline.texts.text import Text
from event_timeline.workbench.clauses import clauses
from event_timeline.workbench.speech import sayings


def of(text: str) -> list[tuple[str, str, str, list[str]]]:
    """(speaker, cue, report, quotations) of each saying; a speaker of a sentence before in brackets."""

    def words(span: tuple[int, int] | None) -> str:
        return text[span[0] : span[1]] if span else ""

    return [
        (f"({words(s.speaker)})" if s.elsewhere else words(s.speaker), words(s.cue), words(s.report), [words(q) for q in s.quotes])
        for s in sayings(Text("article", text))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police detained two suspects on Monday, the interior ministry said.", [("the interior ministry", "said", "Police detained two suspects on Monday", [])]),
        ("If the protocol is signed, the armies could begin patrols, Tandberg said.", [("Tandberg", "said", "If the protocol is signed, the armies could begin patrols", [])]),
        ("The dam is safe, the authority's director, Jonas Veld, said.", [("the authority's director, Jonas Veld", "said", "The dam is safe", [])]),
        (
            "It said the two had ignored the villagers who were driven out, and urged the Forum to open an office.",
            [("It", "said", "the two had ignored the villagers who were driven out", []), ("It", "urged", "the Forum to open an office", [])],
        ),
        (
            'Veldora denied that it had trained members of the group, and called the accusation "a dangerous fiction".',
            [("Veldora", "denied", "it had trained members of the group", []), ("Veldora", "called", "the accusation", ["a dangerous fiction"])],
        ),
        (
            'The leader, Henrik Holt, warned on Friday that the government was "giving away the mountains", and said his party would vote against it.',
            [("The leader, Henrik Holt", "warned", "the government was", ["giving away the mountains"]), ("The leader, Henrik Holt", "said", "his party would vote against it", [])],
        ),
        (
            '"We have chosen the table," Tandberg told reporters after the talks. "Veldora will remove its barriers."',
            [("Tandberg", "told", "", ["We have chosen the table,"]), ("(Tandberg)", "", "", ["Veldora will remove its barriers."])],
        ),
        ("“We told them,” said Mira Holm, who chairs the union.", [("Mira Holm", "said", "", ["We told them,"])]),
        ("“They answered ‘not this year’,” she added, “and went home.”", [("she", "added", "", ["They answered ‘not this year’,", "and went home."])]),
        ("The ministry blamed the Front, an armed group that it says is trained abroad.", [("The ministry", "blamed", "the Front", []), ("it", "says", "is trained abroad", [])]),
        ("Solheim promised a team, according to a Forum spokesman.", [("a Forum spokesman", "according to", "Solheim promised a team", [])]),
        ("According to the police, three men fled.", [("the police", "According to", "three men fled", [])]),
        ("The League, a group based in Karsk, criticised the agreement.", [("The League, a group based in Karsk", "criticised", "the agreement", [])]),
        ("He told the council that the bridge was closed.", [("He", "told", "the bridge was closed", [])]),
        ("They would report to both governments.", []), ("The mayor was asked to resign.", []), ("The Front has not claimed responsibility.", []),
        ("The meeting, called on Monday, ended.", []), ("Two reports of fire came in.", []), ("The mayor can say what he likes.", []), ("They shall report to both governments.", []), ("水坝破了，市长说。", []), ("", []), ('"', []),
    ],
)  # fmt: skip
def test_a_word_of_saying_has_its_speaker_and_what_is_said(
    text: str, expected: list[tuple[str, str, str, list[str]]]
) -> None:
    assert of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Monday, Lind said the army had left.", [("Lind", "the army had left")]), ("After the vote, Lind told reporters that he would resign.", [("Lind", "he would resign")]),
        ("Asked about the raid, Lind said it was legal.", [("Lind", "it was legal")]), ("If it is signed, Lind said the armies could begin.", [("Lind", "the armies could begin")]),
        ("The wall is weak, inspectors warned last week.", [("inspectors", "The wall is weak")]), ("The pact is dead, Lind told the council.", [("Lind", "The pact is dead")]),
        ("After the vote, Lind told reporters.", [("Lind", "")]), ("Lind, Berg said, fled on Monday.", [("Berg", "")]), ("The army, said the mayor, fled on Monday.", [("the mayor", "")]),
        ("The leader, Henrik Holt, said the dam, built in 1950, was safe.", [("The leader, Henrik Holt", "the dam, built in 1950, was safe")]),
        ("According to Lind, who spoke on Monday, it fled.", [("Lind", "")]), ("The march, according to police, drew 500 people.", [("police", "")]),
        *((text, []) for text in (
            "The paper the mayor said he signed was forged.", "On Monday the mayor said the army had left.", "Neither Lind nor Berg said who had fired.", "No one claimed responsibility.",
            "The mayor said nothing.", "Lind said little on Monday.", "A man said to be the gunman fled.", "Having said that, Lind left.", "The storm claimed 12 lives.",
            "Police reports describe a riot.", "A man accused of shooting a guard was freed.", "The court described in the book closed in 1998.",
        )),
    ],
)  # fmt: skip
def test_what_leads_in_is_no_report_and_who_is_not_named_alone_no_speaker(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(speaker, report) for speaker, _, report, _ in of(text)] == expected


def test_a_verb_after_a_word_of_saying_is_not_the_name_of_who_speaks() -> None:
    assert "the army had left" not in [
        speaker for speaker, *_ in of("The governor, whose son was hurt, said the army had left.")
    ]


@pytest.mark.parametrize(
    "words", ["said ", "“a ", "“a\n", "He said “x. ", "He said “x.” ", '"x." ', "He said: “a.\nB ", "“a ‘b ", "a. "]
)
def test_long_lines_are_read_in_time(words: str) -> None:
    text = Text("article", words * 3_000)
    begin = time.monotonic()
    assert len(list(sayings(text))) in (0, 3_000)
    assert len(list(clauses(text))) <= 6_001
    assert time.monotonic() - begin < 10  # seconds; with pairs of all quotations and sentences it would take minutes
