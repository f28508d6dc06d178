"""`timeline show`: what it says beside the events."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from event_timeline.exports.visual import text_timeline as show
from event_timeline.rules.explanations import Cell
from tests import builder
from tests.conftest import Timeline
from tests.exports import full_profile


def test_an_actor_s_events_are_those_that_he_takes_part_in_or_speaks_of(timeline: Timeline) -> None:
    def events(package: Path, actor: str) -> list[str]:
        shown = json.loads(timeline("show", package, "--actor", actor, "--format", "json").out)["events"]
        return [e["event_id"] for e in shown]

    takes_part, speaks_of = (
        {"monday-talks", "cable-promise"},
        {"monday-talks", "council-funding", "new-cable", "empty-harbour", "strike"},
    )
    assert set(events(builder.HARBOUR, "Jonas Veld")) == takes_part | speaks_of
    assert events(builder.HARBOUR, "Mira Holm") == ["worn-cable-warning"]


def test_what_an_actor_says_is_below_the_event_and_what_is_of_no_event_at_the_end(timeline: Timeline) -> None:
    result = timeline("show", builder.HARBOUR, "--actor", "Mira Holm")
    assert result.err == ""
    assert (
        result.out.split("Dated\n")[1]
        == """\
Mar 2024  ●  The union warns of the cable                          occurred
             Mira Holm (asserts, certainly so): The union had warned of the worn
             cable two months before. “We told them in March that the cable was
             worn,”

Statements that speak of no event
             Mira Holm: The port put the matter off and did nothing. “They
             answered ‘not this year’, […] and went home.”

● occurred
"""
    )


def test_only_what_the_actors_asked_for_say_is_shown_unless_in_full(timeline: Timeline) -> None:
    others, own = "Dockers' union of Osterhavn (commits, certainly so)", "Jonas Veld (presupposes, possibly so)"
    short = timeline("show", builder.HARBOUR, "--actor", "jonas-veld").out
    full = timeline("show", builder.HARBOUR, "--event", "strike").out
    assert own in " ".join(short.split())
    assert others not in " ".join(short.split())
    assert others in " ".join(full.split())
    assert own in " ".join(full.split())


def test_statements_are_in_json_with_their_stance(timeline: Timeline) -> None:
    document = json.loads(timeline("show", builder.HARBOUR, "--actor", "Mira Holm", "--format", "json").out)
    ((said,),) = [e["statements"] for e in document["events"]]
    assert (said["statement_id"], said["stance"], said["factuality"]) == ("holm-worn-cable", "asserts", "CT+")
    assert [s["statement_id"] for s in document["statements_of_no_event"]] == ["holm-answer"]
    assert "event_id" not in said


def test_a_statement_without_speaker_has_the_words_of_the_text(tmp_path: Path, timeline: Timeline) -> None:
    edits = [Cell("statements", "traders-claim", "speaker_id", ""), Cell("statements", "nobody-hurt", "speaker_id", "")]
    edits += [Cell("statements", "nobody-hurt", "speaker_as_reported", "")]
    out = timeline("show", builder.edited(tmp_path, edits), "--event", "cable-cut", "--event", "container-fall").out
    assert "Some traders (asserts, certainly so)" in out
    assert "Speaker not named (presupposes, certainly so)" in out


@pytest.mark.parametrize(
    "where", [["topic=labour"], ["actor=Jonas Veld"], ["speaker=jonas-veld"], ["place=Osterhavn", "status=occurred"], ["from=2024-05-14"]],
)  # fmt: skip
def test_where_selects_as_the_export_does(where: list[str], tmp_path: Path, timeline: Timeline) -> None:
    options = [word for condition in where for word in ("--where", condition)]
    shown = json.loads(timeline("show", builder.HARBOUR, *options, "--format", "json").out)["events"]
    assert timeline("export", "jsonl", builder.HARBOUR, *options, "-o", tmp_path / "part.jsonl").code == 0
    rows = map(json.loads, (tmp_path / "part.jsonl").read_text(encoding="utf-8").splitlines())
    exported = {r["row"]["event_id"] for r in rows if r.get("table") == "events"}
    assert shown
    assert {e["event_id"] for e in shown} <= exported


@pytest.mark.parametrize("name", ["", " "])
def test_a_name_without_a_letter_is_not_that_of_every_actor(name: str, timeline: Timeline) -> None:
    result = timeline("show", builder.HARBOUR, "--actor", name)
    assert (result.code, result.out) == (2, "")
    assert f"there is no actor {name!r}" in result.err


def test_where_and_the_other_options_all_have_to_match(timeline: Timeline) -> None:
    out = timeline("show", builder.HARBOUR, "--where", "speaker=Jonas Veld", "--status", "planned").out
    assert "1 of 13 events" in out
    none = timeline("show", builder.HARBOUR, "--where", "place=pier-4", "--actor", "Mira Holm")
    assert (none.code, "0 of 13 events" in none.out) == (0, True)


@pytest.mark.parametrize("where", ["nothing=1", "topic=none", "topic"])
def test_an_unknown_condition_is_refused(where: str, timeline: Timeline) -> None:
    assert timeline("show", builder.HARBOUR, "--where", where).code == 2


def test_the_sign_of_a_negated_event_is_true_of_what_only_a_party_denies(timeline: Timeline) -> None:
    legend = timeline("show", builder.HARBOUR).out.splitlines()[-1]
    assert legend.endswith("negated: said not to take place")


SIGNS = {
    "● occurred", "▶ ongoing", "◎ habitual", "○ planned", "◇ conditional", "◌ hypothetical", "❝ asserted",
    "✗ negated: said not to take place",
}  # fmt: skip


def legend_of(out: str) -> set[str]:
    """The entries of the lines below the last event."""
    return set(re.split(r" {3}|\n", out.rstrip("\n").rpartition("\n\n")[2]))


def test_the_legend_explains_every_sign(timeline: Timeline) -> None:
    out = timeline("show", builder.HARBOUR).out
    assert legend_of(out) == SIGNS
    assert all(len(line) <= 80 for line in out.splitlines())


def test_the_legend_explains_only_signs_that_occur(timeline: Timeline) -> None:
    assert legend_of(timeline("show", builder.HARBOUR, "--status", "planned").out) == {"○ planned"}
    nothing = timeline("show", builder.HARBOUR, "--actor", "Mira Holm", "--status", "planned").out
    assert nothing.endswith("0 of 13 events, 0 with a date\n")


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [("1984?/2004", {"? date uncertain"}), ("2024~", {"≈ date approximate"}), ("2024/", {"… beginning or end not known"}),
     ("2024%", {"? date uncertain", "≈ date approximate"}), ("2024", set())],
)  # fmt: skip
def test_the_legend_explains_the_signs_of_dates(
    edtf: str, expected: set[str], tmp_path: Path, timeline: Timeline
) -> None:
    out = timeline("show", harbour_with(tmp_path, {"council-vote": edtf})).out
    assert legend_of(out) == SIGNS | expected


def test_the_legend_explains_a_status_of_the_package_s_own(tmp_path: Path, timeline: Timeline) -> None:
    package = shutil.copytree(builder.HARBOUR, tmp_path / "harbour")
    path = package / "data" / "events.csv"
    builder.write(path, builder.read(path).replace(",asserted,", ",rumoured,"))
    assert legend_of(timeline("show", package).out) == SIGNS - {"❝ asserted"} | {"□ rumoured"}


def test_no_two_signs_are_the_same() -> None:
    for statuses, negated, other in (
        (show.SIGNS, *(s[0] for s in (show.NEGATED, show.OTHER))),
        (show.PLAIN, *(s[1] for s in (show.NEGATED, show.OTHER))),
    ):
        signs = [*statuses.values(), negated, other, *show.DATE_SIGNS]  # type: ignore[attr-defined]
        assert len(set(signs)) == len(signs)


DATED = {"council-vote": "2024-05-17", "monday-talks": "2024-05-13", "container-fall": "2024-05-13"}


def harbour_with(folder: Path, dates: dict[str, str]) -> Path:
    """The harbour with other dates for some events, and no bounds."""
    package = shutil.copytree(builder.HARBOUR, folder / "harbour")
    path = package / "data" / "events.csv"
    lines = builder.read(path).splitlines(keepends=True)
    for event, edtf in dates.items():
        old = ",".join([DATED[event]] * 3)
        lines = [line.replace(old, f"{edtf},,") if line.startswith(f"{event},") else line for line in lines]
    builder.write(path, "".join(lines))
    return package


@pytest.mark.parametrize(
    ("edtf", "said"),
    [("-0044-03-15", "15 Mar 45 BCE"), ("0079-08-24", "24 Aug 79 CE"), ("1984?/2004", "1984 ? – 2004"), ("[..2026-05-31]", "by 31 May 2026"),
     ("2024-05-1X", "in 10–19 May 2024"), ("2024-24", "winter 2024"), ("Y-17E7", "170,000,001 BCE")],
)  # fmt: skip
def test_dates_of_every_level_are_said_and_dated(edtf: str, said: str, tmp_path: Path, timeline: Timeline) -> None:
    lines = timeline("show", harbour_with(tmp_path, {"council-vote": edtf})).out.splitlines()
    assert "13 events, 5 with a date" in lines
    assert any(line.startswith(f"{said} ") for line in lines)


def test_years_before_1_come_first(tmp_path: Path, timeline: Timeline) -> None:
    dates = {"council-vote": "-0044-03-15", "monday-talks": "-0100", "container-fall": "0001"}
    out = timeline("show", harbour_with(tmp_path, dates)).out
    assert out.index("101 BCE") < out.index("15 Mar 45 BCE") < out.index("1 CE") < out.index("since 2022")


def test_one_event_is_shown_with_its_measures_sources_places_and_sides(timeline: Timeline) -> None:
    out = timeline("show", builder.MARSHES, "--event", "reed-island-clash").out
    assert (
        out
        == """\
Incidents in the marshes of Vell: a small event table for the tests
1 of 8 events, 1 with a date

Dated
7–13 Mar 2031  ●  Clash on Reed Island                             occurred
                  Place: Reed Island
                  Associate: Police of Vell (side a)
                  Side: Army of Vell (side a), Marsh Front (South) (side b)
                  Precision of the date: Week
                  Precision of the place: Near
                  Confidence: 0.8
                  Weight: 4
                  Coder: coder-2
                  Affected: Oss
                  Fatalities: 2 persons, Army of Vell, source: Observers of
                  Border Watch
                  Fatalities: at most 6 persons, Marsh Front (South), according
                  to Army of Vell, source: Observers of Border Watch
                  Source: Observers of Border Watch

● occurred
"""
    )


def test_every_cell_of_the_optional_tables_of_an_event_is_shown_and_in_json(tmp_path: Path, timeline: Timeline) -> None:
    package = full_profile.package(tmp_path)
    text = " ".join(timeline("show", package, "--event", "container-fall").out.split())
    for words in ("Affected: Osterhavn", "Injured: 3 (2 to 5) persons", "according to Mira Holm", "https://example.org/report, Page 3",
                  "(side a)", "Precision of the place: Near", "Confidence: 0.9", "Weight: 7", "Coder: coder-1"):  # fmt: skip
        assert words in text, words
    (event,) = json.loads(timeline("show", package, "--event", "container-fall", "--format", "json").out)["events"]
    tables = ("event_actors", "event_places", "measures", "event_sources", "event_relations")
    for table in tables:
        with (package / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [r for r in csv.DictReader(file) if r.pop("event_id") == "container-fall"]
        shown = [
            {k: "" if v is None else f"{v:g}" if isinstance(v, float) else v for k, v in r.items()}
            for r in event[table]
        ]
        assert shown == rows, table
    assert {"event_id", "when", "place", "row", "statements", *tables} == set(event)
    assert event["row"]["weight"] == 7
    assert event["row"]["same_as"] == "strike"


def test_json_of_a_package_of_profile_1_0_has_no_optional_table(timeline: Timeline) -> None:
    events = json.loads(timeline("show", builder.HARBOUR, "--format", "json").out)["events"]
    assert all(
        set(e) == {"event_id", "when", "place", "row", "event_actors", "event_relations", "statements"} for e in events
    )


def test_an_event_that_is_not_there_is_refused_with_a_near_one(timeline: Timeline) -> None:
    result = timeline("show", builder.MARSHES, "--event", "reed-island")
    assert (result.code, result.err) == (
        2, "error: there is no event 'reed-island'\nhint: did you mean 'reed-island-clash'?\n",
    )  # fmt: skip
