"""What the page proposes of an event by its words: the date of its clause, its status, and what a statement says of it."""

from __future__ import annotations

import time
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
FOLD = "The governor will visit Nether Fold, where 600 people are housed in a school, on Saturday."
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
        (FOLD, "housed", []), ("The pass, which reopened on Monday, was busy.", "reopened", ["Monday"]),
        ("Holt, who lost, on Friday, resigned.", "lost", []), ("Talks were held, on Monday.", "held", ["Monday"]),
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
        ("Forecasters expect more rain.", "more rain", "", "", ""), ("Officials feared a second flood.", "a second flood", "", "", ""),
        ("Rain is unlikely to delay the ferry.", "delay", "", "predicts", "PR-"),
        ("Masons are relaying the square.", "relaying", "ongoing", "asserts", "CT+"),
        ("The dam did not break.", "break", "", "denies", "CT-"), ("A long strike would empty the harbour.", "empty", "", "", ""),
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


@pytest.mark.parametrize(
    ("text", "words", "status", "stance", "factuality"),
    [
        ("The Front is trained abroad.", "trained", "", "asserts", "CT+"), ("The port is controlled by gunmen.", "controlled", "", "asserts", "CT+"),
        ("The men are being trained.", "trained", "ongoing", "asserts", "CT+"), ("It's being repaired.", "repaired", "ongoing", "asserts", "CT+"),
        ("The men were being trained.", "trained", "", "asserts", "CT+"), ("The men were trained in May.", "trained", "occurred", "asserts", "CT+"),
        ("Veldora has trained fighters since May.", "trained", "", "asserts", "CT+"), ("Since May, Veldora has trained fighters.", "trained", "", "asserts", "CT+"),
        ("Veldora has trained fighters for two years.", "trained", "", "asserts", "CT+"), ("Veldora has trained fighters.", "trained", "occurred", "asserts", "CT+"),
        ("The men have been training since May.", "training", "ongoing", "asserts", "CT+"), ("Talks have been held.", "held", "occurred", "asserts", "CT+"),
        ("It mediated since it had judges.", "mediated", "occurred", "asserts", "CT+"), ("Veldora was training fighters.", "training", "", "asserts", "CT+"),
        ("Veldora trains fighters abroad.", "trains", "", "asserts", "CT+"), ("Karskia forces attacked the post.", "attacked", "occurred", "asserts", "CT+"),
        ("Veldora continues to train fighters.", "train", "ongoing", "asserts", "CT+"), ("Karskia has an army.", "army", "", "asserts", "CT+"),
        ("The mayor is going to the port.", "going", "", "asserts", "CT+"), ("The mayor is going to resign.", "resign", "planned", "predicts", "CT+"),
        ("Did Karskia attack the port?", "attack", "", "", ""), ('"Did it fall?" she asked.', "fall", "", "", ""), ('"Did it fall?" she asked.', "asked", "occurred", "asserts", "CT+"),
        ("The court asked whether Karskia attacked.", "attacked", "", "", "U"), ("The court asked whether Karskia attacked.", "asked", "occurred", "asserts", "CT+"),
        ('"If they attack, we will respond."', "attack", "", "", "U"), ("Gunmen attack customs post", "attack", "occurred", "asserts", "CT+"),
    ],
)  # fmt: skip
def test_only_what_was_done_has_occurred(text: str, words: str, status: str, stance: str, factuality: str) -> None:
    found, _ = of(text, words)
    assert (found.status, found.stance, found.factuality) == (status, stance, factuality)


DENIED, LEFT_OPEN = ("denies", "CT-", "negated"), ("", "", "")


@pytest.mark.parametrize(
    ("text", "words", "expected", "negated"),
    [
        ("The union has not signed the treaty.", "signed", DENIED, "has not signed"), ("They have not received food.", "received", DENIED, "have not received"),
        ("The council had not met in May.", "met", DENIED, "had not met"), ("Police did not fire.", "fire", DENIED, "did not fire"),
        ("The firm does not pay.", "pay", DENIED, "does not pay"), ("The miners didn’t strike.", "strike", DENIED, "didn’t strike"),
        ("They haven't met since May.", "met", DENIED, "haven't met"), ("Karskia has never attacked the post.", "attacked", DENIED, "has never attacked"),
        ("Veldora never trained fighters.", "trained", DENIED, "never trained"), ("The ferry no longer sails.", "sails", DENIED, "no longer sails"),
        ("The dam was not repaired.", "repaired", DENIED, "was not repaired"), ("The army isn't advancing.", "advancing", DENIED, "isn't advancing"),
        ("The court has not yet ruled.", "ruled", DENIED, "has not yet ruled"), ("No ship left the port on Sunday.", "left", DENIED, "No ship left"),
        ("Nobody entered the vault.", "entered", DENIED, "Nobody entered"), ("There was no attack on the port.", "attack", DENIED, "There was no attack"),
        ("The council did not condemn the attack.", "condemn", DENIED, "did not condemn"), ("They did not attack in July.", "attack", DENIED, "did not attack"),
        ("It left and did not pay.", "pay", DENIED, "did not pay"), ("The troops will not leave.", "leave", ("", "CT-", "negated"), "will not leave"),
        ("We won't negotiate.", "negotiate", ("commits", "CT-", "negated"), "won't negotiate"),
        ("Solheim promised not to attack.", "attack", ("", "CT-", "negated"), "not to attack."),
        ("The Forum urged it not to attack.", "attack", ("demands", "U", ""), ""), ("Rain is unlikely to delay it.", "delay", ("predicts", "PR-", ""), ""),
        *((text, words, LEFT_OPEN, "") for text, words in (
            ("The army did not only shell the port.", "shell"), ("The police did not leave until Monday.", "leave"), ("He did not resign because of it.", "resign"),
            ("Not all of the ships returned.", "returned"), ("All the ships did not return.", "return"), ("The firm did not fail to pay.", "pay"),
            ("They did not want to leave.", "leave"), ("They do not have to leave.", "leave"), ("The mayor must not resign.", "resign"),
            ("The armies could not begin.", "begin"), ("Rain may not fall.", "fall"), ("The mayor would not answer.", "answer"), ("It hasn't attacked, has it?", "attacked"),
            ("The union refused to sign.", "sign"), ("The firm failed to pay.", "pay"), ("He left without signing.", "left"), ("Neither side attacked.", "attacked"),
            ("The talks did not go well.", "go"), ("If the army does not leave, it ends.", "leave"), ("The army fired no shots.", "fired"), ("Hardly any ship returned.", "returned"),
            ("He is not expected to resign.", "resign"), ("No fewer than ten men died.", "died"), ("The law was not passed unanimously.", "passed"), ("The mayor was not present.", "present"),
            ("There is no evidence that Karskia attacked.", "attacked"), ("It is not true that it attacked.", "attacked"), ("Unless they leave, it will not end.", "end"),
        )),
    ],
)  # fmt: skip
def test_what_does_not_take_place_is_negated_where_the_verb_itself_is_denied(
    text: str, words: str, expected: tuple[str, str, str], negated: str
) -> None:
    found, _ = of(text, words)
    assert (found.stance, found.factuality, found.polarity) == expected
    assert (text[slice(*found.negated)] if found.negated else "") == negated


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A few ships returned.", "returned"), ("There is no doubt that it attacked.", "attacked"), ("It left port No. 5.", "left"),
        ("The army did not fire, but police shot two men.", "shot"), ("The mayor would resign.", "resign"), ("Only two men fled.", "fled"),
    ],
)  # fmt: skip
def test_what_takes_place_is_affirmed(text: str, words: str) -> None:
    assert of(text, words)[0].polarity == "affirmed"


@pytest.mark.parametrize(
    ("text", "words", "stance", "subject"),
    [
        ('"We’ll rebuild the school," she said.', "rebuild", "commits", ""), ("We, the people of Karsk, will rebuild it.", "rebuild", "commits", ""),
        ('"We have chosen, and will rebuild it."', "rebuild", "commits", ""), ("We are going to rebuild it.", "rebuild", "commits", ""),
        ("The army will attack us.", "attack", "predicts", "The army"), ("Veldora will remove its barriers.", "remove", "predicts", "Veldora"),
        ("The museum will open a wing and will close one.", "close", "predicts", "The museum"), ("He said the rain will stop.", "stop", "predicts", "the rain"),
        ("We will be attacked.", "attacked", "", ""), ("We will lose the war.", "lose", "", ""), ("My party will vote against it.", "vote", "", "My party"),
        ('"We," he said, "will act."', "act", "", ""), ("The mines will be closed.", "closed", "predicts", ""), ("Will we win?", "win", "", ""),
    ],
)  # fmt: skip
def test_who_says_we_will_commits_and_the_subject_of_another_will_is_given(
    text: str, words: str, stance: str, subject: str
) -> None:
    found, _ = of(text, words)
    assert (found.stance, text[slice(*found.subject)] if found.subject else "") == (stance, subject)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        *((text, words, ("", "", "", "affirmed")) for text, words in (
            ("The army is believed to have shelled the market.", "shelled"), ("The suspect allegedly stabbed a guard.", "stabbed"), ("The bridge nearly collapsed.", "collapsed"),
            ("The talks were to have begun.", "begun"), ("The minister must have known.", "known"), ("She wished the army had left.", "left"), ("The mayor used to chair it.", "chair"),
            ("A strike was averted on Monday.", "strike"), ("Police foiled an attack.", "attack"), ("The march was called off.", "march"), ("The union wants a strike.", "strike"),
            ("The union is planning a strike.", "strike"), ("A strike is possible.", "strike"), ("The king is visiting Sornia on 2 April.", "visiting"), ("The plan to attack the port was leaked.", "attack"),
        )),
        *((text, words, ("", "", "", "")) for text, words in (
            ("Sornia has yet to sign the treaty.", "sign"), ("Rebels came close to seizing it.", "seizing"), ("The envoy stopped short of condemning it.", "condemning"),
            ("The pact prevents Sornia from building a base.", "building"), ("He dismissed claims that troops crossed the border.", "crossed"), ("There were fears that it attacked.", "attacked"),
            ("We will not leave until they pay.", "pay"), ("He will resign after the vote.", "vote"), ("It will act when the talks end.", "talks"),
        )),
        *((text, words, ("", "", "", "affirmed")) for text, words in (
            ("A man accused of shooting a guard was freed.", "shooting"), ("A court acquitted Lind of killing a guard.", "killing"), ("He is charged with killing a guard.", "killing"),
            ("Sornia ruled out an attack.", "attack"), ("Police believe the fire was set.", "set"), ("Lind hopes the strike will end.", "end"), ("Stop the war!", "Stop"),
        )),
        ("Sornia warned against attacking it.", "attacking", ("", "", "", "")), ("They think that the brake failed.", "failed", ("", "", "", "")), ("In case of a strike, it will sail.", "strike", ("", "", "U", "affirmed")),
        ("He ordered that four men be freed.", "freed", ("", "demands", "U", "affirmed")), ("They fired, demanding that the king resign.", "resign", ("", "demands", "U", "affirmed")),
        ("They spoke of fishing.", "spoke", ("occurred", "asserts", "CT+", "affirmed")), ("It fell at last!", "fell", ("occurred", "asserts", "CT+", "affirmed")),
        ("Had the dam broken, it would flood.", "broken", ("", "", "U", "affirmed")), ("Should the talks fail, the army will advance.", "advance", ("conditional", "predicts", "CT+", "affirmed")),
        ("The union demanded that the firm pay wages.", "pay", ("", "demands", "U", "affirmed")), ("The Front may have fired.", "fired", ("", "", "PS+", "affirmed")),
        ("The train leaves on Friday.", "leaves", ("", "asserts", "CT+", "affirmed")), ("The ceasefire holds.", "holds", ("", "asserts", "CT+", "affirmed")),
        ("The ship was due on Monday but sank.", "sank", ("occurred", "asserts", "CT+", "affirmed")), ("They fled before it reached the port.", "reached", ("occurred", "asserts", "CT+", "affirmed")),
        ("He returned from training.", "returned", ("occurred", "asserts", "CT+", "affirmed")), ("Almost 500 people fled.", "fled", ("occurred", "asserts", "CT+", "affirmed")),
        ("The fire is burning since Monday.", "burning", ("ongoing", "asserts", "CT+", "affirmed")), ("The union plans to strike.", "strike", ("planned", "", "PR+", "affirmed")),
    ],
)  # fmt: skip
def test_what_may_not_have_taken_place_has_not_occurred(
    text: str, words: str, expected: tuple[str, str, str, str]
) -> None:
    found, _ = of(text, words)
    assert (found.status, found.stance, found.factuality, found.polarity) == expected


def test_two_verbs_joined_by_and_have_each_their_date() -> None:
    text = "The army entered Karsk on Monday and left it on Tuesday."
    assert (of(text, "entered")[1], of(text, "left")[1]) == (["Monday"], ["Tuesday"])


def test_a_sentence_of_many_dates_is_read_in_time() -> None:
    text = Text("article", "in May 2024, he " * 10_000)
    dates, begin = list(find(text.content, ON)), time.process_time()
    assert list(clauses(text, dates))
    assert time.process_time() - begin < 6  # seconds; with pairs of all dates and clauses it takes 14
