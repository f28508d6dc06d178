"""Statements: order, nesting, repetitions, speakers."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline import validate
from event_timeline.rules.explanations import Added, Cell, Dropped, Edit
from event_timeline.rules.statements.stances import AT_ODDS, UNUSUAL
from event_timeline.texts.text import span_hash
from tests import builder
from tests.rules.asking import cells, found, placed

STATEMENTS = "data/statements.csv"


def test_stances_and_values_that_are_at_odds_are_terms_of_the_profile() -> None:
    fields = {f["name"]: f["constraints"] for f in builder.schema(builder.HARBOUR, "statement_events")["fields"]}
    assert set(AT_ODDS) <= set(fields["stance"]["enum"])
    assert {v for values in AT_ODDS.values() for v in values} <= set(fields["factuality"]["enum"])


@pytest.mark.parametrize(("stance", "factuality"), [(s, v) for s, values in AT_ODDS.items() for v in values])
def test_each_pair_that_is_at_odds_is_found(stance: str, factuality: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality)
    assert placed(tmp_path, "STM018", *edits) == [("data/statement_events.csv", 6, "factuality")]


@pytest.mark.parametrize(("stance", "factuality"), [
    ("asserts", "PS+"), ("denies", "CT-"), ("presupposes", "CT-"), ("demands", "U"), ("rejects", "CT-"), ("doubts", "PR-"),
    ("commits", "CT-"), ("intends", "CT-"), ("demands", "CT+"), ("demands", "CT-"), ("warns", "CT-"), ("predicts", "U"),
])  # fmt: skip
def test_what_goes_together_is_not(stance: str, factuality: str, tmp_path: Path) -> None:
    assert (
        found(
            tmp_path,
            "STM018",
            *cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality),
        )
        == []
    )


def test_what_is_unusual_is_a_term_of_the_profile_and_no_error() -> None:
    fields = {f["name"]: f["constraints"] for f in builder.schema(builder.HARBOUR, "statement_events")["fields"]}
    for stance, values in UNUSUAL.items():
        assert stance in fields["stance"]["enum"]
        assert set(values) <= set(fields["factuality"]["enum"]) - set(AT_ODDS.get(stance, ()))


@pytest.mark.parametrize(("stance", "factuality"), [(s, v) for s, values in UNUSUAL.items() for v in values])
def test_each_unusual_pair_is_asked_about(stance: str, factuality: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality=factuality)
    assert placed(tmp_path, "STM028", *edits) == [("data/statement_events.csv", 6, "factuality")]


@pytest.mark.parametrize("stance", ["blames", "condemns", "presupposes"])
def test_an_omission_may_be_blamed_condemned_and_presupposed(stance: str, tmp_path: Path) -> None:
    edits = cells("statement_events", "not-this-year new-cable", stance=stance, factuality="CT-")
    assert found(tmp_path, "STM028", *edits) == []


def test_nothing_is_said_to_be_so_of_a_condition_only_where_what_depends_on_it_is_named(tmp_path: Path) -> None:
    condition = cells("statement_events", "veld-promise council-funding", stance="presupposes")
    assert found(tmp_path / "named", "STM028", *condition) == []
    alone = [*condition, Dropped("statement_events", "veld-promise new-cable")]
    assert len(found(tmp_path / "alone", "STM028", *alone)) == 1
    unrelated = [*condition, Dropped("event_relations", "council-funding condition_of new-cable")]
    assert len(found(tmp_path / "unrelated", "STM028", *unrelated)) == 1


def test_an_indirect_statement_called_direct_is_told_once(tmp_path: Path) -> None:
    harbour = builder.edited(tmp_path, cells("statements", "veld-promise", kind="direct"))
    assert validate(str(harbour), select=["STM"]).counts == {"STM001": 1}


def test_a_transcript_names_its_speaker_as_a_whole(tmp_path: Path) -> None:
    edits = cells("statements", "veld-warning", speaker_as_reported="")
    assert len(found(tmp_path / "article", "STM014", *edits)) == 1
    assert found(tmp_path / "transcript", "STM014", *edits, *cells("sources", "article", kind="transcript")) == []


@pytest.mark.parametrize(("quote", "n"), [
    ("Not guilty,", 0), ("until the crane is safe,", 1), ("我们没有罪", 0), ("我们一整夜都在等新的缆绳", 1), ("Unglaublich", 0),
])  # fmt: skip
def test_only_longer_words_are_an_echo(quote: str, n: int, tmp_path: Path) -> None:
    edits = [*cells("statements", "holm-worn-cable", quote=quote), *cells("statements", "holm-answer", quote=quote)]
    assert len(found(tmp_path, "STM021", *edits)) == n


def test_words_quoted_whole_from_others_keep_their_marks(tmp_path: Path) -> None:
    edits = cells("statements", "holm-answer", quote="«Never again»")
    assert len(found(tmp_path / "alone", "STM022", *edits)) == 1
    inner = cells("statements", "not-this-year", quote="Never again")
    assert found(tmp_path / "both", "STM022", *edits, *inner) == []


@pytest.mark.parametrize(("day", "event", "n"), [
    ("2024-05-14", "2024-05-13", 1), ("2024-05-13", "2024-05-13", 0), ("2024-05-14~", "2024-05-13", 0), ("2024-05", "2024-05-13", 0),
    ("", "2024-05-13", 0), ("2024-05-14", "2024-05-13?", 0), ("2024-05-14", "", 0),
])  # fmt: skip
def test_only_sure_dates_tell_that_an_event_was_over(day: str, event: str, n: int, tmp_path: Path) -> None:
    edits = [
        *cells("statement_events", "nobody-hurt container-fall", stance="warns"),
        *cells("statements", "nobody-hurt", date_edtf=day),
        *cells("events", "container-fall", date_edtf=event),
    ]
    assert len(found(tmp_path, "STM029", *edits)) == n


@pytest.mark.parametrize("order", [("holm-worn-cable", "holm-answer"), ("holm-answer", "holm-worn-cable")])
def test_the_later_of_two_that_claim_a_quotation_is_named(order: tuple[str, str], tmp_path: Path) -> None:
    first, second = order
    row = {
        "evidence_id": "again",
        "source_id": "article",
        "paragraph": "4",
        "exact": "x",
        "sha256": span_hash("x"),
        "part": "quote",
    }
    span = {"char_start": "325", "char_end": "326"}
    edits = [Added("evidence", {**row, **span, "evidence_id": s, "statement_id": s}) for s in (first, second)]
    assert placed(tmp_path, "STM032", *edits) == [(STATEMENTS, 6, "statement_id")]


@pytest.mark.parametrize(("stance", "n"), [("asserts", 1), ("denies", 0)])
def test_the_only_voice_may_deny_what_the_source_reports(stance: str, n: int, tmp_path: Path) -> None:
    edits = cells("statement_events", "traders-claim cable-cut", stance=stance, factuality="CT+")
    assert len(found(tmp_path, "STM031", *edits, *cells("events", "cable-cut", polarity="negated"))) == n


@pytest.mark.parametrize(("column", "code"), [("within", "STM007"), ("repeats", "STM010")])
def test_a_statement_cannot_point_to_itself(column: str, code: str, tmp_path: Path) -> None:
    assert placed(tmp_path, code, *cells("statements", "traders-claim", **{column: "traders-claim"})) == [
        (STATEMENTS, 10, column)
    ]


def test_two_within_each_other_are_one_finding(tmp_path: Path) -> None:
    edits = cells("statements", "holm-answer", within="not-this-year")
    assert placed(tmp_path, "STM007", *edits) == [(STATEMENTS, 6, "within")]


def test_words_inside_one_of_several_pieces_are_inside(tmp_path: Path) -> None:
    edits = cells("evidence", "not-this-year-quote-416", char_start="446", char_end="450")
    assert found(tmp_path, "STM009", *edits) == []


def test_words_between_the_pieces_are_outside(tmp_path: Path) -> None:
    edits = cells("evidence", "not-this-year-quote-416", char_start="433", char_end="442")
    assert placed(tmp_path, "STM009", *edits) == [(STATEMENTS, 7, "within")]


def test_statements_of_two_sources_are_numbered_apart(tmp_path: Path) -> None:
    row = {"source_id": "port-log", "kind": "indirect", "summary": "A load fell."}
    first = Added("statements", {**row, "statement_id": "log-one", "position": "1"})
    second = Added("statements", {**row, "statement_id": "log-two", "position": "3"})
    assert found(tmp_path / "a", "STM005", first) == []
    (problem,) = found(tmp_path / "b", "STM005", first, second)
    assert problem.message == "position 3 in port-log follows on 1: what is between is missing"


def test_an_occasion_of_a_speaker_of_record_from_outside_is_not_compared(tmp_path: Path) -> None:
    edits = cells("statements", "traders-claim", occasion="council-vote", speaker_source="port-log")
    assert found(tmp_path, "STM013", *edits) == []


def test_a_repetition_borrows_its_speaker_from_the_first_telling(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", speaker_as_reported="")
    assert {p.line for p in found(tmp_path, "STM014", *edits)} == {2, 3}
    named = cells("statements", "headline-strike", speaker_as_reported="Dockers")
    assert found(tmp_path / "named", "STM014", *edits, *named) == []


def test_a_speaker_is_not_borrowed_from_words_of_somebody_else(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", speaker_id="mira-holm")
    assert placed(tmp_path, "STM014", *edits) == [(STATEMENTS, 2, "speaker_id")]


def test_a_circle_over_two_sources_is_told_with_its_way(tmp_path: Path) -> None:
    row = {
        "statement_id": "log-entry",
        "source_id": "port-log",
        "position": "1",
        "kind": "indirect",
        "summary": "A load fell.",
    }
    edits = (
        Added("statements", {**row, "repeats": "nobody-hurt"}),
        *cells("statements", "nobody-hurt", repeats="log-entry"),
    )
    (problem,) = found(tmp_path, "STM012", *edits)
    assert problem.message == "repeats itself: log-entry → nobody-hurt → log-entry"


@pytest.mark.parametrize(("quote", "wrong"), [
    ("“a good start”", True), ('"a good start"', True), ("«a good start»", True), ("„a good start“", True),
    ("a good start", False), ("“a” or “b”", False), ("a “start”", False), ("a good […] “start”", True),
])  # fmt: skip
def test_outer_marks_are_told_from_inner_ones(quote: str, wrong: bool, tmp_path: Path) -> None:
    if " […] " in quote:
        quote = quote.replace("a good", "“a good”")
    assert (found(tmp_path, "STM022", *cells("statements", "veld-good-start", quote=quote)) != []) == wrong


def test_the_same_words_of_two_speakers_are_no_echo(tmp_path: Path) -> None:
    edits = cells("statements", "union-strike", repeats="", speaker_id="mira-holm")
    assert found(tmp_path, "STM021", *edits) == []


def test_a_mixed_statement_without_any_evidence_is_left_to_the_rule_of_evidence(tmp_path: Path) -> None:
    edits = [
        Dropped("evidence", f"union-strike-{s}")
        for s in ("speaker-76", "cue-108", "date-116", "report-129", "quote-154")
    ]
    assert found(tmp_path, "STM004", *edits) == []


def attributed(part: str, column: str, words: str) -> list[Edit]:
    """The director's warning of the examples, attributed by other words of the text."""
    key = next(
        r[0] for r in builder.table(builder.HARBOUR / "data/evidence.csv") if r[0].startswith(f"veld-warning-{part}-")
    )
    start = int(key.rsplit("-", 1)[1])
    values = {"exact": words, "sha256": span_hash(words), "char_end": str(start + len(words))}
    return [Cell("statements", "veld-warning", column, words), *cells("evidence", key, **values)]


@pytest.mark.parametrize(("part", "column", "words"), [
    ("speaker", "speaker_as_reported", "Veld, " + "the deputy " * 12 + "head"), ("cue", "cue", "said in " + "so many " * 8),
    ("cue", "cue", "-"), ("cue", "cue", "–"), ("cue", "cue", "—"), ("speaker", "speaker_as_reported", "unknown"),
])  # fmt: skip
def test_the_sources_own_words_may_be_long_or_a_mere_dash(part: str, column: str, words: str, tmp_path: Path) -> None:
    sources = {"characters": "2000"}
    edits = [*attributed(part, column, words.strip()), *cells("sources", "article", **sources)]
    assert validate(str(builder.edited(tmp_path, edits))).counts == {}


def test_statements_of_two_sources_may_have_one_summary(tmp_path: Path) -> None:
    summary = next(
        r[builder.table(builder.HARBOUR / STATEMENTS)[0].index("summary")]
        for r in builder.table(builder.HARBOUR / STATEMENTS)[1:]
    )
    row = {
        "statement_id": "log-entry",
        "source_id": "port-log",
        "position": "1",
        "kind": "indirect",
        "summary": summary,
    }
    assert found(tmp_path, "STM030", Added("statements", row)) == []
